"""Where workshops stand, kept with their lead rooms."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import sqlalchemy as sa

from cxkit.live.storage import schema
from cxkit.live.storage.database import Database
from cxkit.live.storage.rooms import ROOMS, change_room, hold

_rooms = schema.rooms.c
_STAGE = sa.select(_rooms.stage, _rooms.setup).where(_rooms.id == sa.bindparam("of"))
_STAGED = ROOMS.add_columns(_rooms.stage)


class KeptStages(Database):
    """The stages of a store's lead rooms: mappings, empty where nothing was ever said of one."""

    def stage(self, room: int) -> dict[str, Any]:
        """Return where the workshop of a lead room stands."""
        return self.stage_and_setup(room)[0]

    def stage_and_setup(self, room: int) -> tuple[dict[str, Any], str]:
        """Return where the workshop of a lead room stands, and what it was set up with, as JSON; else {} and ""."""
        with self._reading() as connection:
            stage, setup = connection.execute(_STAGE, {"of": room}).one_or_none() or (None, None)
        return json.loads(stage) if stage else {}, setup or ""

    def staged_room(self, code: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return a room's row and, of a lead room, where its workshop stands, in one look. Raises NotFound."""
        row = self._one(_STAGED.where(_rooms.code == code), f"There is no room {code}.")
        stage = row.pop("stage")
        return row, json.loads(stage) if stage else {}

    def set_stage(self, room: int, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Future[None]:
        """Change where a workshop stands, from what is kept at that moment."""

        def job(connection: sa.Connection) -> None:
            hold(connection, room)  # one change after another, from several workers, too
            text = connection.execute(_STAGE, {"of": room}).one().stage
            change_room(connection, room, stage=json.dumps(change(json.loads(text) if text else {})))

        return self.submit(job)
