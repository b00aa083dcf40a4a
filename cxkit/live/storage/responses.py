"""Responses as they are kept: the answers, a revision number and a digest of the phone's random token.

No name, no address, no time, and no order of arrival.
"""

import json
import secrets
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from cxkit.errors import NotAllowed, RoomClosed
from cxkit.live.storage import schema
from cxkit.live.storage.rooms import KeptRooms, hold
from cxkit.live.storage.schema import CLOSED, OPEN, digest
from cxkit.live.storage.tickets import let_in
from cxkit.words import say

_responses, _held = schema.responses.c, schema.held.c
_STATE_SHARED = (
    sa.select(schema.rooms.c.state).where(schema.rooms.c.id == sa.bindparam("of")).with_for_update(read=True)
)
_KEPT = sa.select(_responses.revision, _responses.body).where(
    _responses.room == sa.bindparam("of"), _responses.token == sa.bindparam("by")
)
_ANY = sa.select(sa.func.count()).where(_responses.room == sa.bindparam("of"))


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What is on the disk of a response, and whether it is what was just sent: another tab may have been first."""

    revision: int
    yours: bool


class KeptResponses(KeptRooms):
    """The responses in a store's rooms, and which of their comments the facilitator holds back."""

    def __init__(self, place: str | Path) -> None:
        """Open the store, as `Database` does."""
        super().__init__(place)
        self._upsert = _upsert(self._insert)
        text = sa.type_coerce(_responses.body, sa.Text)
        self._attributes: sa.ColumnElement[Any] = (
            sa.func.json_extract(text, sa.literal_column("'$.attributes'"))
            if self._sqlite
            else sa.cast(sa.cast(text, sa.JSON).op("->")(sa.literal_column("'attributes'")), sa.Text)
        )

    def save(
        self,
        room: int,
        token: str,
        revision: int,
        body: dict[str, Any],
        *,
        after: int | None = None,
        paper: bool = False,
        ticketed: tuple[str, str] | None = None,
    ) -> Future[Kept]:
        """Keep a response unless the same or a later revision is kept; say what is kept then.

        after: the revision that the sender knows of; where another one is kept, that one stays: something would be
        written over that the sender has never seen. None: whatever is kept. Idempotent: a doubled or late message
        changes nothing. Raises RoomClosed through the future. paper: typed in from a form, which a closed room takes
        too, marked as late, until its comments are read or its results revealed. ticketed: the lead room's code and
        the token that a ticket must have let in there; else NotAllowed, through the future.
        """
        start = _start(token)
        row = {
            "after": None if after is None else start + after,
            "room": room,
            "token": digest(token),
            "revision": start + revision,
            "answered": bool(body["answers"]),
            "finished": bool(body["finished"]),
            "body": body,
        }

        def job(connection: sa.Connection) -> Kept:
            if paper:
                kept = hold(connection, room)
                if kept.state not in {OPEN, CLOSED} or kept.comments_read:
                    raise RoomClosed(say("room.no_more_forms"))
                if kept.state == CLOSED:  # nobody in the room has seen it come
                    row["body"] = {**body, "late": True}
            elif room not in self._open:  # asked once a transaction, which then holds the room's row
                if connection.scalar(_STATE_SHARED, {"of": room}) != OPEN:
                    raise RoomClosed(say("room.closed"))
                self._open.add(room)
            if ticketed and not let_in(connection, *ticketed):
                raise NotAllowed(say("room.ticket_needed"))
            self._disordered.add(room)
            if connection.execute(self._upsert, row).rowcount == 1:
                return Kept(revision=revision, yours=True)
            on_disk = connection.execute(_KEPT, {"of": room, "by": row["token"]}).one()
            kept_revision = int(on_disk.revision) - start
            return Kept(revision=kept_revision, yours=(kept_revision, on_disk.body) == (revision, body))

        return self.submit(job)

    def bring(self, room: int, bodies: Sequence[dict[str, Any]]) -> Future[None]:
        """Keep responses that were collected elsewhere, all or none, and close the room.

        Raises RoomClosed through the future, where somebody has answered there already.
        """

        def job(connection: sa.Connection) -> None:
            kept = hold(connection, room)
            if kept.state != OPEN or connection.scalar(_ANY, {"of": room}):
                raise RoomClosed(say("room.joined"))
            tokens = sorted(digest(secrets.token_hex(16)) for _ in bodies)  # in an order that is nobody's
            rows = [
                {"room": room, "token": token, "revision": 1, "body": body, "answered": True, "finished": True}
                for token, body in zip(tokens, bodies, strict=True)
            ]
            connection.execute(schema.responses.insert(), rows)
            connection.execute(schema.rooms.update().where(schema.rooms.c.id == room).values(state=CLOSED))

        return self.submit(job)

    def kept(self, room: int, token: str) -> tuple[int, dict[str, Any] | None]:
        """Return the revision and the response that are kept of a token; (0, None) where nothing is."""
        found = self._rows(_KEPT, of=room, by=digest(token))
        return (int(found[0].revision) - _start(token), found[0].body) if found else (0, None)

    def responses(self, room: int) -> list[dict[str, Any]]:
        """Return the kept responses, in no order that means anything."""
        return list(self.responses_by_token(room).values())

    def heads(self, room: int) -> list[dict[str, str]]:
        """Return what each of those who answered anything said about themselves, by attribute; none of the answers."""
        # The database takes it out of the bodies: the presenter page asks after every answer.
        of = sa.select(self._attributes, sa.func.count()).where(_responses.room == room, _responses.answered)
        rows = self._rows(of.group_by(self._attributes))
        return [head for attributes, people in rows for head in [json.loads(attributes)] * people]

    def responses_by_token(self, room: int) -> dict[str, Any]:
        """Return the kept responses by their tokens' digests, from which a comment gets a name of its own."""
        with self._reading() as connection:
            return bodies(connection, schema.responses, room)

    def held(self, room: int) -> frozenset[str]:
        """Return the comments that the facilitator holds back."""
        return frozenset(row.comment for row in self._rows(sa.select(_held.comment).where(_held.room == room)))

    def hold(self, room: int, comment: str, back: bool) -> Future[None]:
        """Hold a comment back, or no longer."""
        if back:
            return self.execute(self._insert(schema.held).values(room=room, comment=comment).on_conflict_do_nothing())
        return self.execute(schema.held.delete().where(_held.room == room, _held.comment == comment))


def _start(token: str) -> int:
    """Return where the counting of a token's revisions starts, below 2**28.

    How often somebody wrote is nobody's affair: whoever has the token can tell, and the store has not.
    """
    return int(digest(f"revision {token}")[:7], 16)


def bodies(connection: sa.Connection, table: sa.Table, room: int) -> dict[str, Any]:
    """Return what a table has of a room's responses, by their tokens' digests and in their order."""
    rows = connection.execute(
        sa.select(table.c.token, table.c.body).where(table.c.room == room).order_by(table.c.token)
    )
    return {token: body for token, body in rows}  # noqa: C416  (rows are tuples to Python, and not to the type checker)


def _upsert(insert: Any) -> sa.Executable:
    """Insert a response, or lay it over the one that is kept if its revision is higher, and follows what is kept."""
    new = insert(schema.responses)
    changed = {name: new.excluded[name] for name in ("revision", "answered", "finished", "body")}
    after = sa.bindparam("after", type_=sa.Integer)
    follows = sa.and_(
        _responses.revision < new.excluded.revision, sa.or_(after.is_(None), _responses.revision == after)
    )
    laid_over = new.on_conflict_do_update(index_elements=["room", "token"], set_=changed, where=follows)
    return laid_over.execution_options(preserve_rowcount=True)  # type: ignore[no-any-return]
