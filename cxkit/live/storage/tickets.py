"""Tickets: each lets one response into a workshop, and nothing that is kept leads from a ticket to what it let in.

Of a ticket its digest is kept, and once it is used a digest of the phone's random token: another one than the response
has, so that nobody without the token can lay the two beside each other. It is there because a message may get lost: the
same ticket and token again are the same use. They all stand in one value of the lead room's row, in the order of the
digests, so that nothing remembers which was used first.
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future

import sqlalchemy as sa

from cxkit.errors import Changed, NotFound, RoomError
from cxkit.live.storage.rooms import KeptRooms, change_room, hold
from cxkit.live.storage.schema import digest, rooms
from cxkit.words import say

MOST = 2000
_TICKETS = sa.select(rooms.c.id, sa.type_coerce(rooms.c.tickets, sa.Text).label("text")).where(
    rooms.c.code == sa.bindparam("of")
)


class KeptTickets(KeptRooms):
    """The tickets of a store's workshops."""

    def add_tickets(self, lead: int, tickets: Iterable[str]) -> Future[None]:
        """Let these tickets in as well. Raises RoomError, through the future, for more than a workshop may have."""

        def job(connection: sa.Connection) -> None:
            new = dict.fromkeys((_mark(lead, ticket) for ticket in tickets), "")
            kept = new | (hold(connection, lead).tickets or {})
            if len(kept) > MOST:
                raise RoomError(say("room.many_tickets", most=MOST))
            change_room(connection, lead, tickets=dict(sorted(kept.items())))

        return self.submit(job)

    def use_ticket(self, lead: int, ticket: str, token: str) -> Future[None]:
        """Let a phone's token in for a ticket; the same two again change nothing.

        Raises, through the future, NotFound for no ticket of this workshop, Changed for one that another token used.
        """

        def job(connection: sa.Connection) -> None:
            kept = hold(connection, lead).tickets or {}
            mark, used = _mark(lead, ticket), _mark(lead, token)
            if mark not in kept:
                raise NotFound(say("room.no_ticket"))
            if kept[mark] not in {"", used}:
                raise Changed(say("room.ticket_used"))
            if not kept[mark]:
                change_room(connection, lead, tickets={**kept, mark: used})

        return self.submit(job)

    def is_in(self, lead: str, token: str) -> bool:
        """Say whether a ticket has let this token into the workshop whose lead room has that code."""
        with self._reading() as connection:
            return let_in(connection, lead, token)


def let_in(connection: sa.Connection, lead: str, token: str) -> bool:
    """Say whether a ticket has let this token in."""
    row = connection.execute(_TICKETS, {"of": lead}).one()
    return f': "{_mark(row.id, token)}"' in (row.text or "")  # as it is kept: every answer asks, of up to MOST tickets


def _mark(lead: int, secret: str) -> str:
    return digest(f"ticket {lead} {secret}")[:32]
