"""Rooms as they are kept: their set-up, their state, who may steer them."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from concurrent.futures import Future
from typing import Any

import sqlalchemy as sa

from cxkit.errors import RoomClosed, StoreError
from cxkit.live.storage import schema
from cxkit.live.storage.database import Database
from cxkit.live.storage.schema import OPEN, PREPARING, REVEALED, digest

JOINED = (
    "Somebody has joined already, so what is asked stays as it is: answers to different questions cannot be added up. "
    "For another set-up, start a new room; this one stays."
)

_rooms, _responses = schema.rooms.c, schema.responses.c
# Queries are made once, because making them takes longer than running them.
_HELD = sa.select(_rooms.state, _rooms.comments_read).where(_rooms.id == sa.bindparam("of")).with_for_update()
_LEADS = schema.rooms.alias("leads")
ROOMS = sa.select(
    *(_rooms[name] for name in ("id", "code", "title", "survey", "state", "port", "opened")),
    _rooms.asked_attribute,
    _rooms.asked_option,
    _LEADS.c.code.label("lead"),
).select_from(schema.rooms.outerjoin(_LEADS, _LEADS.c.id == _rooms.lead))
_CODES = _rooms.code.in_(sa.bindparam("codes", expanding=True))
# Rows are counted: no counter can drift.
COUNTS = (
    sa.func.count().label("joined"),
    *(
        sa.func.coalesce(sa.func.sum(sa.case((column, 1), else_=0)), 0).label(column.name)
        for column in (_responses.answered, _responses.finished)
    ),
)
_COUNTS = (
    sa.select(_responses.room, *COUNTS)
    .where(_responses.room.in_(sa.select(_rooms.id).where(_CODES)))
    .group_by(_responses.room)
    .subquery()
)
_PICTURES = sa.select(sa.func.count()).where(schema.releases.c.room == _rooms.id).scalar_subquery()
_COUNTED = (
    ROOMS.add_columns(
        *(sa.func.coalesce(_COUNTS.c[column.name], 0).label(column.name) for column in COUNTS),
        _PICTURES.label("pictures"),
        _rooms.comments_read,
        _rooms.comments_shown.is_not(None).label("comments_shown"),
    )
    .outerjoin(_COUNTS, _COUNTS.c.room == _rooms.id)
    .where(_CODES)
)


def hold(connection: sa.Connection, room: int) -> tuple[str, bool]:
    """Return a room's state and whether its comments are read, neither of which another worker changes meanwhile.

    Who saves shares the room's row until the commit, and who holds it here waits for them: no worker's save can come to
    the disk after another worker's reveal. (SQLite has one writer at a time anyway.)
    """
    state, read = connection.execute(_HELD, {"of": room}).one_or_none() or ("", False)
    return state, read


class KeptRooms(Database):
    """The rooms of a store."""

    def create_room(
        self,
        *,
        code: str,
        title: str,
        survey: dict[str, Any],
        key: str | None,
        port: int,
        now: float,
        asks: tuple[str, str] | None = None,
        setup: Mapping[str, Any] | None = None,
        state: str = OPEN,
        lead: int | None = None,
    ) -> Future[int]:
        """Create a room whose facilitator holds `key`. Returns its number.

        asks: the attribute and the option whose people are asked to agree that their means are shown from two up.
        setup: what it was set up with. lead: the room of whose workshop it is an activity; its keys open this one, too.
        """
        values = {"code": code, "state": state, "port": port, "opened": now, "lead": lead}
        values |= _asked(title, survey, asks, setup)

        def job(connection: sa.Connection) -> int:
            room = connection.execute(schema.rooms.insert().values(values)).inserted_primary_key
            assert room is not None  # noqa: S101  (SQLAlchemy gives one for every insert)
            if key:
                connection.execute(schema.keys.insert().values(digest=digest(key), room=room[0]))
            return int(room[0])

        return self.submit(job)

    def set_up(
        self,
        room: int,
        *,
        title: str,
        survey: dict[str, Any],
        asks: tuple[str, str] | None,
        setup: Mapping[str, Any],
    ) -> Future[None]:
        """Set a room up anew, and open it. Raises RoomClosed, through the future, once somebody has joined."""
        values = {"state": OPEN, "stage": None} | _asked(title, survey, asks, setup)

        def job(connection: sa.Connection) -> None:
            self._open.discard(room)
            state, _ = hold(connection, room)
            joined = connection.scalar(sa.select(_responses.token).where(_responses.room == room).limit(1))
            if joined or state not in {PREPARING, OPEN}:
                raise RoomClosed(JOINED)
            change_room(connection, room, **values)

        return self.submit(job)

    def setup(self, room: int) -> dict[str, Any]:
        """Return what a room was set up with; nothing where it was opened by other means."""
        with self._reading() as connection:
            text = connection.scalar(sa.select(_rooms.setup).where(_rooms.id == room))
        return json.loads(text) if text else {}

    def add_key(self, room: int, key: str) -> Future[None]:
        """Give the facilitator one more key; earlier ones go on working."""
        return self.execute(schema.keys.insert().values(digest=digest(key), room=room))

    def room(self, code: str) -> dict[str, Any]:
        """Return a room's row. Raises NotFound."""
        return self._one(ROOMS.where(_rooms.code == code), f"There is no room {code}.")

    def room_of_key(self, key: str) -> dict[str, Any]:
        """Return the room that a facilitator's key opens. Raises NotFound."""
        of = sa.select(schema.keys.c.room).where(schema.keys.c.digest == digest(key)).scalar_subquery()
        return self._one(ROOMS.where(_rooms.id == of), "This key opens no room.")

    def counted(self, codes: Collection[str]) -> list[dict[str, Any]]:
        """Return rooms' rows with what a facilitator may see of them at any time, in one look.

        Beside a room's columns: joined, answered, finished, pictures (numbers); comments_read, comments_shown (bool).
        """
        with self._reading() as connection:
            return [dict(row) for row in connection.execute(_COUNTED, {"codes": list(codes)}).mappings()]

    def rooms(self) -> list[dict[str, Any]]:
        """Return all rooms, the newest first."""
        with self._reading() as connection:
            return [dict(row) for row in connection.execute(ROOMS.order_by(-_rooms.id)).mappings()]

    def set_port(self, room: int, port: int) -> Future[None]:
        """Remember where phones reach the room, so that after a restart they find it again."""
        return self.submit(lambda connection: change_room(connection, room, port=port))

    def set_state(self, room: int, state: str) -> Future[None]:
        """Open or close a room. Raises RoomClosed, through the future, once its results are revealed."""

        def job(connection: sa.Connection) -> None:
            self._open.discard(room)
            now, comments_read = hold(connection, room)
            if now == REVEALED:
                raise RoomClosed(
                    "The results are revealed, so this room stays closed. Start a new room for more answers."
                )
            # Who has read ten comments and then reads eleven knows what the last one to come wrote.
            if state == OPEN and comments_read:
                raise RoomClosed(
                    "The comments have been read, so this room stays closed. Start a new room for more answers."
                )
            change_room(connection, room, state=state)

        return self.submit(job)

    def delete_room(self, room: int) -> None:
        """Delete a room for good: its answers, releases and keys, in the database's file and in its journal.

        With a workshop's lead room all its activities go.
        """

        def job(connection: sa.Connection) -> None:
            activities = connection.scalars(sa.select(_rooms.id).where(_rooms.lead == room)).all()
            for one in (*activities, room):
                for table in schema.OF_A_ROOM:
                    connection.execute(table.delete().where(table.c.room == one))
                connection.execute(schema.rooms.delete().where(_rooms.id == one))

        self.submit(job).result()
        if self._sqlite:
            self._overwrite()

    def _overwrite(self) -> None:
        """Leave no deleted byte: secure_delete has zeroed the pages, but older copies of them lie in the journal."""
        with self._reading() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("VACUUM")
            busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
        if busy:
            raise StoreError(
                "The room is deleted, but a running workshop still holds the journal, where a copy of its answers may "
                "be until that workshop stops. Stop it, then run the same command again."
            )


def change_room(connection: sa.Connection, room: int, **values: Any) -> None:
    """Change columns of a room's row."""
    connection.execute(schema.rooms.update().where(_rooms.id == room).values(values))


def _asked(
    title: str, survey: dict[str, Any], asks: tuple[str, str] | None, setup: Mapping[str, Any] | None
) -> dict[str, Any]:
    """Return the columns that say what is asked, and of whom."""
    attribute, option = asks or (None, None)
    return {
        "title": title,
        "survey": json.dumps(survey),
        "setup": None if setup is None else json.dumps(setup),
        "asked_attribute": attribute,
        "asked_option": option,
    }
