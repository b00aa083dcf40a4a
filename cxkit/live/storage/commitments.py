"""What groups will do, kept with their lead rooms."""

from __future__ import annotations

import json
from collections.abc import Mapping
from concurrent.futures import Future
from typing import Any

import sqlalchemy as sa

from cxkit.errors import Changed
from cxkit.live.storage import schema
from cxkit.live.storage.database import Database
from cxkit.live.storage.rooms import change_room, hold

_COMMITMENTS = sa.select(schema.rooms.c.commitments_revision, schema.rooms.c.commitments).where(
    schema.rooms.c.id == sa.bindparam("of")
)


class KeptCommitments(Database):
    """The commitments of a store's rooms."""

    def commitments(self, room: int) -> tuple[int, dict[str, Any] | None]:
        """Return how often the commitments were changed, and what they are: 0 and None where there are none yet."""
        with self._reading() as connection:
            revision, text = connection.execute(_COMMITMENTS, {"of": room}).one_or_none() or (0, None)
        return revision, json.loads(text) if text else None

    def save_commitments(self, room: int, revision: int, body: Mapping[str, Any]) -> Future[int]:
        """Keep what replaces a revision of the commitments; return the new one. The same twice changes nothing.

        Raises Changed, through the future, where another revision is kept and it is not the same.
        """
        text = json.dumps(body, ensure_ascii=False)

        def job(connection: sa.Connection) -> int:
            hold(connection, room)  # two workers would both find the same revision, and the second write over the first
            kept, before = connection.execute(_COMMITMENTS, {"of": room}).one()
            if before == text:
                return int(kept)
            if revision != kept:
                raise Changed("Another screen has changed the commitments meanwhile.")
            change_room(connection, room, commitments=text, commitments_revision=revision + 1)
            return revision + 1

        return self.submit(job)
