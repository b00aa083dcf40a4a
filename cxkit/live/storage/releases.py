"""What was released of a room, and whose answers are in it."""

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Any

import sqlalchemy as sa

from cxkit.errors import RoomClosed
from cxkit.live.storage import schema
from cxkit.live.storage.responses import bodies
from cxkit.live.storage.rooms import KeptRooms, change_room, hold
from cxkit.live.storage.schema import OPEN, REVEALED
from cxkit.words import say

Bodies = Mapping[str, Mapping[str, Any]]
"""Responses by their tokens' digests."""
Made = tuple[dict[str, Any], Bodies]
"""A report, and what is in it."""
Make = Callable[[Bodies, dict[str, Any] | None, Bodies, bool], Made | None]
"""From what is kept, the last report, what is in it, and whether this is the end, to the next: None: there is none."""
Uncover = Callable[[dict[str, Any] | None, bool], dict[str, Any]]
"""From where a workshop stands, and whether this is the room's first picture, to where it stands then."""

_releases = schema.releases.c
_LAST = (
    sa.select(_releases.report, _releases.number)
    .where(_releases.room == sa.bindparam("of"))
    .order_by(-_releases.number)
    .limit(1)
)


class KeptReleases(KeptRooms):
    """The Reports that a store's rooms have shown."""

    def release(
        self, room: int, make: Make, *, final: bool, lead: int | None = None, stage: Uncover | None = None
    ) -> Future[dict[str, Any]]:
        """Make the next report of what is kept, and keep it as released, and of whom: all of it or nothing.

        final: the room is revealed by it, and releases no more. Else it has to be open, and stays so. A room that is
        revealed returns what it released. lead, stage: the workshop's lead room, and where the workshop stands then.
        """

        def job(connection: sa.Connection) -> dict[str, Any]:
            self._open.discard(room)
            led = hold(connection, lead) if lead is not None else None  # the lead room first, as in every step
            state = hold(connection, room).state
            last = connection.execute(_LAST, {"of": room}).one_or_none()
            report = release(connection, state, last)
            if led and lead is not None and stage:
                change_room(connection, lead, stage=stage(led.stage, last is None))
            return report

        def release(connection: sa.Connection, state: str, last: Any) -> dict[str, Any]:
            earlier = last.report if last else None
            if state == REVEALED:
                return dict(earlier or {})
            if state != OPEN and not final:
                raise RoomClosed(say("room.reveal_or_open"))
            made = make(
                bodies(connection, schema.responses, room), earlier, bodies(connection, schema.released, room), final
            )
            if made:
                earlier, used = made
                number = last.number + 1 if last else 1
                connection.execute(schema.releases.insert().values(room=room, number=number, report=earlier))
                connection.execute(schema.released.delete().where(schema.released.c.room == room))
                rows = [{"room": room, "token": token, "body": body} for token, body in used.items()]
                if rows:  # an empty list would be one row of nothing
                    connection.execute(schema.released.insert(), rows)
            if final:
                change_room(connection, room, state=REVEALED)
            return dict(earlier or {})

        return self.submit(job)

    def released(self, room: int) -> dict[str, Any] | None:
        """Return the last report released, or None."""
        return next((row.report for row in self._rows(_LAST, of=room)), None)

    def standing(self, room: int) -> tuple[int, dict[str, Any] | None, dict[str, Any], dict[str, Any]]:
        """Return the last release's number (0: there is none) and report, and by token digest what is in it and kept.

        The responses are read only where there is a release to compare them with.
        """
        with self._reading() as connection:
            last = connection.execute(_LAST, {"of": room}).one_or_none()
            if not last:
                return 0, None, {}, {}
            inside, kept = bodies(connection, schema.released, room), bodies(connection, schema.responses, room)
        return last.number, last.report, inside, kept
