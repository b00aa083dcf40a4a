"""Rooms as they are kept: their set-up, their state, who may steer them."""

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Future
from functools import cache
from typing import Any

import sqlalchemy as sa

from cxkit.errors import Changed, NotFound, RoomClosed, StoreError
from cxkit.live.openly import COLLECT, PUT_TOGETHER, key_of, put_together
from cxkit.live.storage import schema
from cxkit.live.storage.database import Database
from cxkit.live.storage.order import rewrite
from cxkit.live.storage.schema import CLOSED, OPEN, REVEALED, digest
from cxkit.live.storage.tickets import let_in
from cxkit.words import say

Step = Callable[[sa.Row[Any], list[dict[str, Any]]], dict[str, dict[str, Any]]]
"""From a lead room's row, and its workshop's rooms as `counted` has them, to the columns that change, by a room's code.

A code that is not there yet is a new room's.
"""

After = tuple[int, Callable[[dict[str, Any], str], dict[str, Any]]]

_rooms, _responses = schema.rooms.c, schema.responses.c
# Queries are made once, because making them takes longer than running them.
_HELD = sa.select(schema.rooms).where(_rooms.id == sa.bindparam("of")).with_for_update()
_LEADS = schema.rooms.alias("leads")
ROOMS = sa.select(
    *(_rooms[name] for name in ("id", "code", "title", "survey", "state", "port", "opened")),
    _rooms.asked_attribute,
    _rooms.asked_option,
    _LEADS.c.code.label("lead"),
    sa.func.coalesce(_LEADS.c.tickets, _rooms.tickets).is_not(None).label("ticketed"),
).select_from(schema.rooms.outerjoin(_LEADS, _LEADS.c.id == _rooms.lead))
_STAGED = ROOMS.add_columns(_rooms.stage)
_CODES = _rooms.code.in_(sa.bindparam("codes", expanding=True))
_JOINED = (
    sa.select(_responses.token)
    .join(schema.rooms, _rooms.id == _responses.room)
    .outerjoin(_LEADS, _LEADS.c.id == _rooms.lead)
    .where(sa.or_(_rooms.code == sa.bindparam("lead"), _LEADS.c.code == sa.bindparam("lead")))
    .limit(1)
)
_SAID = (
    sa.select(_rooms.stage, schema.open_answers.c.mark)
    .outerjoin(schema.open_answers, schema.open_answers.c.room == _rooms.id)
    .where(_rooms.code == sa.bindparam("lead"))
    .limit(1)
)
_ACTIVITIES = (
    sa.select(_rooms.id, _rooms.code).where(_rooms.lead == sa.bindparam("of")).order_by(_rooms.id).with_for_update()
)
# Rows are counted: no counter can drift.
_COUNTS = (
    sa.select(
        _responses.room,
        sa.func.count().label("joined"),
        sa.func.sum(sa.case((_responses.answered, 1), else_=0)).label("answered"),
        sa.func.sum(sa.case((_responses.finished, 1), else_=0)).label("finished"),
    )
    .where(_responses.room.in_(sa.select(_rooms.id).where(_CODES)))
    .group_by(_responses.room)
    .subquery()
)
_PICTURES = sa.select(sa.func.count()).where(schema.releases.c.room == _rooms.id).scalar_subquery()
_COUNTED = (
    ROOMS.add_columns(
        *(sa.func.coalesce(_COUNTS.c[name], 0).label(name) for name in ("joined", "answered", "finished")),
        _PICTURES.label("pictures"),
        _rooms.comments_read,
    )
    .outerjoin(_COUNTS, _COUNTS.c.room == _rooms.id)
    .where(_CODES)
)


_MORE = ("setup", "stage", "comments_shown")
"""Columns of a room's row that are large, and that its pages need."""


def hold(connection: sa.Connection, room: int) -> sa.Row[Any]:
    """Return a room's row, which no other worker changes before the commit. Raises NotFound.

    Who saves shares the room's row until the commit, and who holds it here waits for them: no worker's save can come to
    the disk after another worker's reveal. (SQLite has one writer at a time anyway.)
    """
    row = connection.execute(_HELD, {"of": room}).one_or_none()
    if row is None:
        raise NotFound(say("room.gone"))
    return row


@cache
def _columns(*names: str) -> sa.Select[Any]:
    return sa.select(*(_rooms[name] for name in names)).where(_rooms.id == sa.bindparam("of"))


class KeptRooms(Database):
    """The rooms of a store."""

    def create_room(self, *, key: str, after: After | None = None, **row: Any) -> Future[int]:
        """Create a room of its columns; return its number. key: the facilitator's.

        after: the number of the lead room that it follows, and what that one's stage becomes with the new code; where
        that raises, nothing is changed.
        """

        def job(connection: sa.Connection) -> int:
            if after:
                lead, then = after
                change_room(connection, lead, stage=then(hold(connection, lead).stage or {}, row["code"]))
            room = connection.execute(schema.rooms.insert().values(row)).inserted_primary_key
            assert room is not None  # noqa: S101  (SQLAlchemy gives one for every insert)
            connection.execute(schema.keys.insert().values(digest=digest(key), room=room[0]))
            return int(room[0])

        return self.submit(job)

    def step(self, lead: int, step: Step) -> Future[None]:
        """Take one step of the workshop of a lead room, all of it or nothing; steps come one after another.

        Whatever `step` raises comes out of the future, and nothing is changed.
        """

        def job(connection: sa.Connection) -> None:
            kept = hold(connection, lead)  # first of all: what another worker makes meanwhile is seen below
            ids = {kept.code: lead} | {row.code: row.id for row in connection.execute(_ACTIVITIES, {"of": lead})}
            rows = connection.execute(_COUNTED, {"codes": list(ids)}).mappings()
            for code, columns in step(kept, [dict(row) for row in rows]).items():
                if code in ids:
                    self._open.discard(ids[code])
                    change_room(connection, ids[code], **columns)
                else:
                    connection.execute(schema.rooms.insert().values(columns))

        return self.submit(job)

    def set_up(self, room: int, **asked: Any) -> Future[None]:
        """Set a room up anew, and open it. Raises RoomClosed, through the future, once somebody has joined.

        asked: the columns that say what is asked, and of whom.
        """

        def job(connection: sa.Connection) -> None:
            self._open.discard(room)
            kept = hold(connection, room)
            if _begun(connection, kept.code):
                raise RoomClosed(say("room.joined"))
            if kept.tickets and asked["tickets"] is not None:  # slips are printed already
                asked["tickets"] = kept.tickets
            connection.execute(schema.rooms.delete().where(_rooms.lead == room))  # activities that nobody has joined
            change_room(connection, room, **asked, state=OPEN)

        return self.submit(job)

    def _rows(self, query: sa.Select[Any], **of: Any) -> Sequence[Any]:
        with self._reading() as connection:
            return connection.execute(query, of).all()

    def joined(self, lead: str) -> bool:
        """Say whether somebody has joined the workshop whose lead room has that code, in whatever activity."""
        return bool(self._rows(_JOINED, lead=lead))

    def begun(self, lead: str) -> bool:
        """Say whether somebody has joined it, or said something openly: a set-up anew would lose that."""
        with self._reading() as connection:
            return _begun(connection, lead)

    def add_key(self, room: int, key: str) -> Future[None]:
        """Give the facilitator one more key; earlier ones go on working."""
        return self.execute(schema.keys.insert().values(digest=digest(key), room=room))

    def exchange_key(self, key: str, new: str) -> Future[None]:
        """Let a new key take the place of one that has been used. Raises NotFound where that one opens nothing."""

        def job(connection: sa.Connection) -> None:
            of = schema.keys.c.digest == digest(key)
            if not connection.execute(schema.keys.update().where(of).values(digest=digest(new))).rowcount:
                raise NotFound(say("room.no_key"))

        return self.submit(job)

    def secret(self) -> bytes:
        """Return what passes are made with: the same in every process, and after a restart."""

        def job(connection: sa.Connection) -> str:
            made = self._insert(schema.secrets).values(id=1, secret=secrets.token_hex(32)).on_conflict_do_nothing()
            connection.execute(made)
            return str(connection.scalar(sa.select(schema.secrets.c.secret)))

        return self.submit(job).result().encode()

    def room(self, code: str) -> dict[str, Any]:
        """Return a room's row. Raises NotFound."""
        return self.once(
            ("room", code), lambda: self._one(ROOMS.where(_rooms.code == code), say("room.no_room", code=code))
        )

    def room_of_key(self, key: str) -> dict[str, Any]:
        """Return the room that a facilitator's key opens. Raises NotFound."""
        of = sa.select(schema.keys.c.room).where(schema.keys.c.digest == digest(key)).scalar_subquery()
        return self._one(ROOMS.where(_rooms.id == of), say("room.no_key"))

    def staged_room(self, code: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return a room's row and, of a lead room, where its workshop stands, in one look. Raises NotFound."""
        row = self._one(_STAGED.where(_rooms.code == code), say("room.no_room", code=code))
        return row, row.pop("stage") or {}

    def counted(self, codes: Collection[str]) -> list[dict[str, Any]]:
        """Return rooms' rows with what a facilitator may see of them at any time, in one look.

        Beside a room's columns: joined, answered, finished, pictures (numbers); comments_read (bool).
        """
        known: dict[str, dict[str, Any]] = self.once("counted", dict)
        if new := [code for code in codes if code not in known]:
            with self._reading() as connection:
                rows = connection.execute(_COUNTED, {"codes": new}).mappings()
                known.update((row["code"], dict(row)) for row in rows)
        return [known[code] for code in codes if code in known]

    def rooms(self) -> list[dict[str, Any]]:
        """Return all rooms, the newest first."""
        with self._reading() as connection:
            return [dict(row) for row in connection.execute(ROOMS.order_by(-_rooms.id)).mappings()]

    def columns(self, room: int, *names: str) -> tuple[Any, ...]:
        """Return columns of a room's row; None for each where the room is gone."""
        # In one look, what a page needs of it comes at once.
        names_read = _MORE if self.looking and {*names} <= {*_MORE} else names

        def read() -> dict[str, Any]:
            with self._reading() as connection:
                row = connection.execute(_columns(*names_read), {"of": room}).mappings().one_or_none()
            return dict(row or dict.fromkeys(names_read))

        kept = self.once((room, names_read), read)
        return tuple(kept[name] for name in names)

    def change(self, room: int, change: Callable[[sa.Row[Any]], dict[str, Any]]) -> Future[None]:
        """Change columns of a room's row, from what is kept at that moment to what `change` returns.

        Whatever `change` raises comes out of the future, and nothing is changed.
        """

        def job(connection: sa.Connection) -> None:
            self._open.discard(room)
            change_room(connection, room, **change(hold(connection, room)))

        return self.submit(job)

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

    def is_in(self, lead: str, token: str) -> bool:
        """Say whether a ticket has let this token into the workshop whose lead room has that code."""
        with self._reading() as connection:
            return let_in(connection, lead, token)

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
            raise StoreError(say("storage.journal"))


def _begun(connection: sa.Connection, lead: str) -> bool:
    """Say whether somebody has joined the workshop of a lead room, or said something to a task, on or over."""
    if connection.execute(_JOINED, {"lead": lead}).first():
        return True
    said = connection.execute(_SAID, {"lead": lead}).first()
    return said is not None and bool(said.mark or any((said.stage or {}).get(name) for name in PUT_TOGETHER))


def change_room(connection: sa.Connection, room: int, **values: Any) -> None:
    """Change columns of a room's row; what closes is put in order, and so is what was said to a task that is over."""
    if values.get("stage"):
        values["stage"] = _settled(connection, room, values["stage"])
    connection.execute(schema.rooms.update().where(_rooms.id == room).values(values))
    if values.get("state") in {CLOSED, REVEALED}:
        rewrite(connection, room, final=values["state"] == REVEALED)


def _settled(connection: sa.Connection, lead: int, stage: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return where a workshop stands with what was said to tasks that are over; of lines for the wall the rows stay."""
    said, over = schema.open_answers.c, key_of(stage)
    tasks = connection.scalars(sa.select(said.task).where(said.room == lead, said.task != over).distinct()).all()
    for task in sorted(tasks):
        of = sa.and_(said.room == lead, said.task == task)
        if not task.startswith(COLLECT):
            bodies = connection.scalars(sa.select(said.body).where(of, said.body.is_not(None))).all()
            stage = put_together(stage, task, bodies)
            connection.execute(schema.open_answers.delete().where(of))
    if tasks:
        rewrite(connection, lead)
    return stage
