"""What groups will do, kept with their lead rooms."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future
from typing import Any

import sqlalchemy as sa

from cxkit.errors import Changed
from cxkit.live.storage.rooms import KeptRooms, change_room, hold
from cxkit.words import say


class KeptCommitments(KeptRooms):
    """The commitments of a store's rooms."""

    def commitments(self, room: int) -> tuple[int, dict[str, Any] | None]:
        """Return how often the commitments were changed, and what they are: 0 and None where there are none yet."""
        revision, body = self.columns(room, "commitments_revision", "commitments")
        return revision or 0, body

    def save_commitments(self, room: int, revision: int, body: Mapping[str, Any]) -> Future[int]:
        """Keep what replaces a revision of the commitments; return the new one. The same twice changes nothing.

        Raises Changed, through the future, where another revision is kept and it is not the same.
        """

        def job(connection: sa.Connection) -> int:
            kept = hold(connection, room)  # or two workers would find the same revision, and the second write over it
            if kept.commitments == body:
                return int(kept.commitments_revision)
            if revision != kept.commitments_revision:
                raise Changed(say("room.changed"))
            change_room(connection, room, commitments=body, commitments_revision=revision + 1)
            return revision + 1

        return self.submit(job)
