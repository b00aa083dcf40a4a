"""Tickets into a workshop: each printed slip, or code that is shown, lets one response in.

Nobody can tell which ticket wrote what, because it is written nowhere (cxkit.live.storage.tickets says how).
"""

import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from cxkit.errors import Changed, NotFound, RoomError
from cxkit.live.room import LETTERS, Room
from cxkit.live.storage.tickets import ticket_mark
from cxkit.words import say

MOST = 2000
LENGTH = 8  # of the 23 letters: whoever guesses a thousand a second for a year has hardly found one of a hundred


@dataclass(frozen=True, kw_only=True)
class Tickets:
    """The tickets of the workshop that a room is part of."""

    room: Room

    def more(self, many: int) -> list[str]:
        """Return so many new tickets, "ABCD-EFGH", which are kept as digests. Raises RoomError for too many."""
        new, lead = ["".join(secrets.choice(LETTERS) for _ in range(LENGTH)) for _ in range(many)], self._lead

        def add(kept: Row[Any]) -> dict[str, Any]:
            tickets = {ticket_mark(lead, ticket): "" for ticket in new} | (kept.tickets or {})
            if len(tickets) > MOST:
                raise RoomError(say("room.many_tickets", most=MOST))
            return {"tickets": dict(sorted(tickets.items()))}

        self.room.store.change(lead, add).result()
        return [f"{ticket[:4]}-{ticket[4:]}" for ticket in new]

    def use(self, ticket: str, token: str) -> None:
        """Let a phone's token in. Raises NotFound for no ticket of this workshop, Changed for one that is used.

        A token that is in already needs none; the same ticket and token again change nothing.
        """
        lead = self._lead
        mark, used = ticket_mark(lead, "".join(filter(str.isalpha, ticket)).upper()), ticket_mark(lead, token)

        def use(kept: Row[Any]) -> dict[str, Any]:
            there = (kept.tickets or {}).get(mark)
            if there is None:
                raise NotFound(say("room.no_ticket"))
            if there not in {"", used}:
                raise Changed(say("room.ticket_used"))
            return {"tickets": {**kept.tickets, mark: used}}

        if not self.room.store.is_in(self.room.lead, token):
            self.room.store.change(lead, use).result()

    @property
    def _lead(self) -> int:
        return self.room.lead_room().id

    def counts(self) -> dict[str, int] | None:
        """Return how many there are and how many are used; None: everybody may come in without."""
        if not self.room.ticketed:
            return None
        (kept,) = self.room.store.columns(self._lead, "tickets")
        return {"made": len(kept), "used": sum(map(bool, kept.values()))}


def link(base: str, room: Room, ticket: str = "") -> str:
    """Return where a QR code leads. A ticket comes after "#", which browsers keep to themselves: no log has it."""
    return f"{base}/r/{room.lead}" + (f"#{ticket}" if ticket else "")
