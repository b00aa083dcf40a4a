"""Tickets: each lets one response into a workshop, and nothing that is kept leads from a ticket to what it let in.

Of a ticket its digest is kept, and once it is used a digest of the phone's random token: another one than the response
has, so that nobody without the token can lay the two beside each other. It is there because a message may get lost: the
same ticket and token again are the same use. They all stand in one value of the lead room's row, in the order of the
digests, so that nothing remembers which was used first.
"""

import sqlalchemy as sa

from cxkit.live.storage.schema import digest, rooms

_TICKETS = sa.select(rooms.c.id, sa.type_coerce(rooms.c.tickets, sa.Text).label("text")).where(
    rooms.c.code == sa.bindparam("of")
)


def let_in(connection: sa.Connection, lead: str, token: str) -> bool:
    """Say whether a ticket has let this token in."""
    row = connection.execute(_TICKETS, {"of": lead}).one()
    # As it is kept: every answer asks, of up to two thousand tickets.
    return f': "{ticket_mark(row.id, token)}"' in (row.text or "")


def ticket_mark(lead: int, secret: str) -> str:
    """Return what is kept of a ticket, or of the token that it has let in."""
    return digest(f"ticket {lead} {secret}")[:32]
