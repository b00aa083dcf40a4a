"""What a facilitator has done with the comments of a room: read them, held some back, shown the rest."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from typing import Any

import sqlalchemy as sa

from cxkit.errors import RoomError
from cxkit.live.storage import schema
from cxkit.live.storage.database import Database
from cxkit.live.storage.rooms import change_room, hold
from cxkit.live.storage.schema import OPEN, REVEALED


class KeptComments(Database):
    """The moderation of a store's rooms."""

    def review(self, room: int) -> Future[None]:
        """Note that the comments are read: the room opens no more. Raises RoomError, through the future, while open."""

        def job(connection: sa.Connection) -> None:
            if hold(connection, room)[0] == OPEN:
                raise RoomError("Close the room first: comments can be read when nobody can add one any more.")
            change_room(connection, room, comments_read=True)

        return self.submit(job)

    def reviewed(self, room: int) -> tuple[bool, list[dict[str, Any]] | None]:
        """Return whether the comments have been read, and those that the room sees: None until they are shown."""
        query = sa.select(schema.rooms.c.comments_read, schema.rooms.c.comments_shown).where(schema.rooms.c.id == room)
        with self._reading() as connection:
            read, shown = connection.execute(query).one_or_none() or (False, None)
        return read, json.loads(shown) if shown else None

    def show_comments(self, room: int, rows: Sequence[Mapping[str, Any]] | None) -> Future[None]:
        """Let the room see these comments, or with None take them away. Raises RoomError where none have been read."""
        text = None if rows is None else json.dumps([dict(row) for row in rows], ensure_ascii=False)

        def job(connection: sa.Connection) -> None:
            state, comments_read = hold(connection, room)
            if state != REVEALED:
                raise RoomError("Reveal the results first: comments are shown beside them.")
            if not comments_read:
                raise RoomError("Read the comments first: what nobody has read is not shown.")
            change_room(connection, room, comments_shown=text)

        return self.submit(job)

    def held(self, room: int) -> frozenset[str]:
        """Return the comments that the facilitator holds back."""
        with self._reading() as connection:
            return frozenset(connection.scalars(sa.select(schema.held.c.comment).where(schema.held.c.room == room)))

    def hold(self, room: int, comment: str, back: bool) -> Future[None]:
        """Hold a comment back, or no longer."""
        if back:
            return self.execute(self._insert(schema.held).values(room=room, comment=comment).on_conflict_do_nothing())
        return self.execute(schema.held.delete().where(schema.held.c.room == room, schema.held.c.comment == comment))
