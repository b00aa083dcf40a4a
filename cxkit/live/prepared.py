"""Which room a start carries on with: one that was prepared, or broken off, until it is finished or put away."""

import time

from cxkit.live.room import Room
from cxkit.live.stage import Stage
from cxkit.live.storage.store import REVEALED, Store

TODAY = 12 * 3600.0


def found(store: Store, chosen: str = "") -> list[Room]:
    """Return the lead rooms to carry on with: today's last, in whatever state; then the newest that is not finished.

    chosen: the code of a lead room that comes first, whatever it is.

    After a crash or a coffee it is today's, and in the morning the one whose slips were printed last night. Never a
    rehearsal, into which real people would be led, and none that was put away.
    """
    leads = [room for room, _ in Room.every(store) if room.lead == room.code and not room.survey.rehearsal]
    kept = [room for room in leads if not Stage(lead=room).away]
    kept.sort(key=lambda room: (room.code == chosen, room.opened), reverse=True)
    latest = [room for room in kept[:1] if chosen or time.time() - room.opened.timestamp() < TODAY]
    others = ((room, Stage(lead=room).rooms().values()) for room in kept[len(latest) :])
    return latest + [room for room, activities in others if any(one.state != REVEALED for one in activities)]
