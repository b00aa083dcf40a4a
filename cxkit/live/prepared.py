"""Which room a start carries on with: one that was prepared, or broken off, until it is finished or put away."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime

from cxkit.live.room import Room
from cxkit.live.stage import Stage
from cxkit.live.storage.store import REVEALED, Store

TODAY = 12 * 3600.0


@dataclass(frozen=True, kw_only=True)
class Found:
    """A workshop's lead room, and when it was made."""

    room: Room
    made: datetime


def found(store: Store, chosen: str = "") -> list[Found]:
    """Return the rooms to carry on with: today's last one, in whatever state; then the newest that is not finished.

    chosen: the code of a lead room that comes first, whatever it is.

    After a crash or a coffee it is today's, and in the morning the one whose slips were printed last night. Never a
    rehearsal, into which real people would be led, and none that was put away.
    """
    leads = [Found(room=room, made=made) for room, made in Room.every(store) if room.lead == room.code]
    stages = {one.room.code: Stage(lead=one.room) for one in leads}
    kept = [one for one in leads if not one.room.survey.rehearsal and not stages[one.room.code].away]
    kept.sort(key=lambda one: (one.room.code == chosen, one.made), reverse=True)
    latest = [one for one in kept[:1] if chosen or time.time() - one.made.timestamp() < TODAY]
    others = kept[len(latest) :]
    return latest + [
        one for one in others if any(room.state != REVEALED for room in stages[one.room.code].rooms().values())
    ]
