"""Which comments of a room its facilitator holds back."""

from __future__ import annotations

from concurrent.futures import Future

import sqlalchemy as sa

from cxkit.live.storage import schema
from cxkit.live.storage.database import Database

_held = schema.held.c


class KeptComments(Database):
    """The comments that stay with the facilitators of a store's rooms."""

    def held(self, room: int) -> frozenset[str]:
        """Return the comments that the facilitator holds back."""
        with self._reading() as connection:
            return frozenset(connection.scalars(sa.select(_held.comment).where(_held.room == room)))

    def hold(self, room: int, comment: str, back: bool) -> Future[None]:
        """Hold a comment back, or no longer."""
        if back:
            return self.execute(self._insert(schema.held).values(room=room, comment=comment).on_conflict_do_nothing())
        return self.execute(schema.held.delete().where(_held.room == room, _held.comment == comment))
