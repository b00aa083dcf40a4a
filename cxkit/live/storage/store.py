"""Where rooms are kept: SQLAlchemy Core over SQLite (a file on the facilitator's laptop) or a server by its URL.

What is stored of a response is the answers, a revision number and a digest of the phone's random token: no name, no
address, no time, and no order of arrival.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from cxkit.errors import Changed, RoomClosed, RoomError, StoreError
from cxkit.live.storage import schema
from cxkit.live.storage.database import Database
from cxkit.live.storage.schema import CLOSED, OPEN, PREPARING, REVEALED

__all__ = ["CLOSED", "JOINED", "OPEN", "PREPARING", "REVEALED", "Bodies", "Kept", "Made", "Store", "digest"]

JOINED = (
    "Somebody has joined already, so what is asked stays as it is: answers to different questions cannot be added up. "
    "For another set-up, start a new room; this one stays."
)

# Made once, because making them takes longer than running them.
# Who saves shares the room's row until the commit, and who closes or reveals waits for them: no worker's save can come
# to the disk after another worker's reveal. (SQLite has one writer at a time anyway.)
_STATE = sa.select(schema.rooms.c.state).where(schema.rooms.c.id == sa.bindparam("of"))
_STATE_SHARED = _STATE.with_for_update(read=True)
_STATE_ALONE = _STATE.with_for_update()
_KEPT = sa.select(schema.responses.c.revision, schema.responses.c.body).where(
    schema.responses.c.room == sa.bindparam("of"), schema.responses.c.token == sa.bindparam("by")
)

_LEADS = schema.rooms.alias("leads")
_ROOMS = sa.select(schema.rooms, _LEADS.c.code.label("lead")).select_from(
    schema.rooms.outerjoin(schema.activities, schema.activities.c.room == schema.rooms.c.id).outerjoin(
        _LEADS, _LEADS.c.id == schema.activities.c.lead
    )
)
_STAGED = _ROOMS.add_columns(schema.stages.c.stage).outerjoin(schema.stages, schema.stages.c.room == schema.rooms.c.id)
_TOLD = (
    sa.select(schema.stages.c.stage, schema.setups.c.setup)
    .select_from(schema.rooms.outerjoin(schema.stages).outerjoin(schema.setups))
    .where(schema.rooms.c.id == sa.bindparam("of"))
)
_CODES = schema.rooms.c.code.in_(sa.bindparam("codes", expanding=True))
# Rows are counted: no counter can drift.
_COUNTS = (
    sa.select(
        schema.responses.c.room,
        sa.func.count().label("joined"),
        *(
            sa.func.sum(sa.case((column, 1), else_=0)).label(column.name)
            for column in (schema.responses.c.answered, schema.responses.c.finished)
        ),
    )
    .where(schema.responses.c.room.in_(sa.select(schema.rooms.c.id).where(_CODES)))
    .group_by(schema.responses.c.room)
    .subquery()
)
_PICTURES = sa.select(sa.func.count()).where(schema.releases.c.room == schema.rooms.c.id).scalar_subquery()
_COUNTED = (
    _ROOMS.add_columns(
        *(sa.func.coalesce(_COUNTS.c[name], 0).label(name) for name in ("joined", "answered", "finished")),
        _PICTURES.label("pictures"),
        schema.reviews.c.room.is_not(None).label("comments_read"),
        schema.reviews.c.released.is_not(None).label("comments_shown"),
    )
    .outerjoin(_COUNTS, _COUNTS.c.room == schema.rooms.c.id)
    .outerjoin(schema.reviews, schema.reviews.c.room == schema.rooms.c.id)
    .where(_CODES)
)
_COMMITTED = sa.select(schema.commitments.c.revision, schema.commitments.c.body).where(
    schema.commitments.c.room == sa.bindparam("of")
)

Bodies = Mapping[str, Mapping[str, Any]]
"""Responses by their tokens' digests."""
Made = tuple[dict[str, Any], Bodies]
"""A report, and what is in it."""
Make = Callable[[Bodies, dict[str, Any] | None, Bodies, bool], Made | None]
"""From what is kept, the last report, what is in it, and whether this is the end, to the next: None: there is none."""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What is on the disk of a response, and whether it is what was just sent: another tab may have been first."""

    revision: int
    yours: bool


def digest(secret: str) -> str:
    """Return what is stored of a token or key, so that reading the store gives nobody the right to write."""
    return hashlib.sha256(secret.encode()).hexdigest()


class Store(Database):
    """The rooms of one data folder or database. Open it once; close it at the end."""

    def __init__(self, place: str | Path) -> None:
        """Open or create the store at a folder (SQLite) or a database URL. Raises StoreError in plain words."""
        super().__init__(place)
        self._upsert = _upsert(self._insert)

    # Rooms

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

        def job(connection: sa.Connection) -> int:
            values = {"code": code, "title": title, "survey": json.dumps(survey), "state": state, "port": port}
            room = connection.execute(schema.rooms.insert().values(**values, opened=now)).inserted_primary_key
            assert room is not None  # noqa: S101  (SQLAlchemy gives one for every insert)
            if key:
                connection.execute(schema.keys.insert().values(digest=digest(key), room=room[0]))
            if lead:
                connection.execute(schema.activities.insert().values(room=room[0], lead=lead))
            if asks:
                connection.execute(schema.consents.insert().values(room=room[0], attribute=asks[0], option=asks[1]))
            if setup is not None:
                connection.execute(schema.setups.insert().values(room=room[0], setup=json.dumps(setup)))
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

        def job(connection: sa.Connection) -> None:
            self._open.discard(room)
            state = connection.scalar(_STATE_ALONE, {"of": room})
            joined = connection.scalar(
                sa.select(schema.responses.c.token).where(schema.responses.c.room == room).limit(1)
            )
            if joined or state not in {PREPARING, OPEN}:
                raise RoomClosed(JOINED)
            values = {"title": title, "survey": json.dumps(survey), "state": OPEN}
            connection.execute(schema.rooms.update().where(schema.rooms.c.id == room).values(**values))
            for table in (schema.consents, schema.setups, schema.stages):
                connection.execute(table.delete().where(table.c.room == room))
            connection.execute(schema.setups.insert().values(room=room, setup=json.dumps(setup)))
            if asks:
                connection.execute(schema.consents.insert().values(room=room, attribute=asks[0], option=asks[1]))

        return self.submit(job)

    def setup(self, room: int) -> dict[str, Any]:
        """Return what a room was set up with; nothing where it was opened by other means."""
        with self._reading() as connection:
            text = connection.scalar(sa.select(schema.setups.c.setup).where(schema.setups.c.room == room))
        return json.loads(text) if text else {}

    def add_key(self, room: int, key: str) -> Future[None]:
        """Give the facilitator one more key; earlier ones go on working."""
        return self.submit(lambda c: _nothing(c.execute(schema.keys.insert().values(digest=digest(key), room=room))))

    def room(self, code: str) -> dict[str, Any]:
        """Return a room's row. Raises NotFound."""
        return self._one(_ROOMS.where(schema.rooms.c.code == code), f"There is no room {code}.")

    def room_of_key(self, key: str) -> dict[str, Any]:
        """Return the room that a facilitator's key opens. Raises NotFound."""
        of = sa.select(schema.keys.c.room).where(schema.keys.c.digest == digest(key)).scalar_subquery()
        return self._one(_ROOMS.where(schema.rooms.c.id == of), "This key opens no room.")

    def staged_room(self, code: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return a room's row and, of a lead room, where its workshop stands, in one look. Raises NotFound."""
        row = self._one(_STAGED.where(schema.rooms.c.code == code), f"There is no room {code}.")
        stage = row.pop("stage")
        return row, json.loads(stage) if stage else {}

    def counted(self, codes: Collection[str]) -> list[dict[str, Any]]:
        """Return rooms' rows with what a facilitator may see of them at any time, in one look.

        Beside a room's columns: joined, answered, finished, pictures (numbers); comments_read, comments_shown (bool).
        """
        with self._reading() as connection:
            return [dict(row) for row in connection.execute(_COUNTED, {"codes": list(codes)}).mappings()]

    def told(self, room: int) -> tuple[dict[str, Any], str]:
        """Return where the workshop of a lead room stands, and what it was set up with, as JSON; else {} and ""."""
        with self._reading() as connection:
            stage, setup = connection.execute(_TOLD, {"of": room}).one_or_none() or (None, None)
        return json.loads(stage) if stage else {}, setup or ""

    def asks(self, room: int) -> tuple[str, str] | None:
        """Return the attribute and the option whose people are asked to agree, or None."""
        query = sa.select(schema.consents.c.attribute, schema.consents.c.option).where(schema.consents.c.room == room)
        with self._reading() as connection:
            row = connection.execute(query).one_or_none()
        return (row[0], row[1]) if row else None

    def rooms(self) -> list[dict[str, Any]]:
        """Return all rooms, the newest first."""
        with self._reading() as connection:
            return [dict(row) for row in connection.execute(_ROOMS.order_by(-schema.rooms.c.id)).mappings()]

    def stage(self, room: int) -> dict[str, Any]:
        """Return where the workshop of a lead room stands; nothing where that was never said."""
        with self._reading() as connection:
            text = connection.scalar(sa.select(schema.stages.c.stage).where(schema.stages.c.room == room))
        return json.loads(text) if text else {}

    def set_stage(self, room: int, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Future[None]:
        """Change where a workshop stands, from what is kept at that moment."""

        def job(connection: sa.Connection) -> None:
            connection.scalar(_STATE_ALONE, {"of": room})  # one change after another, from several workers, too
            text = connection.scalar(sa.select(schema.stages.c.stage).where(schema.stages.c.room == room))
            changed = json.dumps(change(json.loads(text) if text else {}))
            connection.execute(schema.stages.delete().where(schema.stages.c.room == room))
            connection.execute(schema.stages.insert().values(room=room, stage=changed))

        return self.submit(job)

    def set_port(self, room: int, port: int) -> Future[None]:
        """Remember where phones reach the room, so that after a restart they find it again."""
        return self.submit(
            lambda c: _nothing(c.execute(schema.rooms.update().where(schema.rooms.c.id == room).values(port=port)))
        )

    def set_state(self, room: int, state: str) -> Future[None]:
        """Open or close a room. Raises RoomClosed, through the future, once its results are revealed."""

        def job(connection: sa.Connection) -> None:
            self._open.discard(room)
            if connection.scalar(_STATE_ALONE, {"of": room}) == REVEALED:
                raise RoomClosed(
                    "The results are revealed, so this room stays closed. Start a new room for more answers."
                )
            # Who has read ten comments and then reads eleven knows what the last one to come wrote.
            if state == OPEN and connection.scalar(
                sa.select(schema.reviews.c.room).where(schema.reviews.c.room == room)
            ):
                raise RoomClosed(
                    "The comments have been read, so this room stays closed. Start a new room for more answers."
                )
            connection.execute(schema.rooms.update().where(schema.rooms.c.id == room).values(state=state))

        return self.submit(job)

    def delete_room(self, room: int) -> None:
        """Delete a room for good: its answers, releases and keys, in the database's file and in its journal.

        With a workshop's lead room all its activities go.
        """

        def job(connection: sa.Connection) -> None:
            activities = connection.scalars(
                sa.select(schema.activities.c.room).where(schema.activities.c.lead == room)
            ).all()
            for one in (*activities, room):
                for table in schema.OF_A_ROOM:
                    connection.execute(table.delete().where(table.c.room == one))
                connection.execute(schema.rooms.delete().where(schema.rooms.c.id == one))

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

    # Responses

    def save(self, room: int, token: str, revision: int, body: dict[str, Any], *, paper: bool = False) -> Future[Kept]:
        """Keep a response unless the same or a later revision is kept; say what is kept then.

        Idempotent: a doubled or late message changes nothing. Raises RoomClosed through the future. paper: typed in
        from a form, which a closed room takes too, until its comments are read or its results revealed.
        """
        row = {
            "room": room,
            "token": digest(token),
            "revision": revision,
            "answered": bool(body["answers"]),
            "finished": bool(body["finished"]),
            "body": json.dumps(body, ensure_ascii=False),
        }

        def job(connection: sa.Connection) -> Kept:
            if paper:
                state = connection.scalar(_STATE_ALONE, {"of": room})
                if state not in {OPEN, CLOSED} or connection.scalar(
                    sa.select(schema.reviews.c.room).where(schema.reviews.c.room == room)
                ):
                    raise RoomClosed(
                        "No more forms can be added: the results are revealed, the comments have been read, or the "
                        "room is not open yet."
                    )
            elif room not in self._open:  # asked once a transaction, which then holds the room's row
                if connection.scalar(_STATE_SHARED, {"of": room}) != OPEN:
                    raise RoomClosed("The room has closed: it takes no more answers.")
                self._open.add(room)
            if connection.execute(self._upsert, row).rowcount == 1:
                return Kept(revision=revision, yours=True)
            on_disk = connection.execute(_KEPT, {"of": room, "by": row["token"]}).one()
            return Kept(revision=int(on_disk.revision), yours=tuple(on_disk) == (revision, row["body"]))

        return self.submit(job)

    def responses(self, room: int) -> list[dict[str, Any]]:
        """Return the kept responses, in no order that means anything."""
        with self._reading() as connection:
            rows = connection.execute(sa.select(schema.responses.c.body).where(schema.responses.c.room == room))
            return [json.loads(body) for (body,) in rows]

    def progress(self, room: int) -> tuple[int, int, int]:
        """Return how many have joined, answered anything, and finished. Rows are counted: no counter can drift."""
        counts = (
            sa.func.coalesce(sa.func.sum(sa.case((column, 1), else_=0)), 0)
            for column in (schema.responses.c.answered, schema.responses.c.finished)
        )
        with self._reading() as connection:
            row = connection.execute(sa.select(sa.func.count(), *counts).where(schema.responses.c.room == room)).one()
        return int(row[0]), int(row[1]), int(row[2])

    # Releases

    def release(self, room: int, make: Make, *, final: bool) -> Future[dict[str, Any]]:
        """Make the next report of what is kept, and keep it as released, and of whom: all of it or nothing.

        final: the room is revealed by it, and releases no more. Else it has to be open, and stays so. A room that is
        revealed returns what it released.
        """

        def job(connection: sa.Connection) -> dict[str, Any]:
            self._open.discard(room)
            state = connection.scalar(_STATE_ALONE, {"of": room})
            last = connection.execute(_last_release(room)).one_or_none()
            earlier = json.loads(last.report) if last else None
            if state == REVEALED:
                return dict(earlier or {})
            if state != OPEN and not final:
                raise RoomClosed("The room has closed: reveal the results, or open it again.")
            made = make(
                _bodies(connection, schema.responses, room), earlier, _bodies(connection, schema.released, room), final
            )
            if made:
                earlier, used = made
                text = json.dumps(earlier, ensure_ascii=False)
                number = last.number + 1 if last else 1
                connection.execute(schema.releases.insert().values(room=room, number=number, report=text))
                connection.execute(schema.released.delete().where(schema.released.c.room == room))
                rows = [{"room": room, "token": token, "body": json.dumps(body)} for token, body in used.items()]
                if rows:  # an empty list would be one row of nothing
                    connection.execute(schema.released.insert(), rows)
            if final:
                connection.execute(schema.rooms.update().where(schema.rooms.c.id == room).values(state=REVEALED))
            return dict(earlier or {})

        return self.submit(job)

    def released(self, room: int) -> dict[str, Any] | None:
        """Return the last report released, or None."""
        with self._reading() as connection:
            report = connection.scalar(_last_release(room))
        return json.loads(report) if report else None

    def pictures(self, room: int) -> int:
        """Return how many pictures of a room have been released."""
        with self._reading() as connection:
            return connection.scalar(sa.select(sa.func.count()).where(schema.releases.c.room == room)) or 0

    def standing(self, room: int) -> tuple[int, dict[str, Any] | None, dict[str, Any], dict[str, Any]]:
        """Return the last release's number (0: there is none) and report, and by token digest what is in it and kept.

        The responses are read only where there is a release to compare them with.
        """
        with self._reading() as connection:
            last = connection.execute(_last_release(room)).one_or_none()
            if not last:
                return 0, None, {}, {}
            inside, kept = _bodies(connection, schema.released, room), _bodies(connection, schema.responses, room)
        return last.number, json.loads(last.report), inside, kept

    # Comments

    def comments(self, room: int) -> list[tuple[str, dict[str, Any]]]:
        """Return every kept response with its token's digest, from which a comment gets a name of its own."""
        with self._reading() as connection:
            return list(_bodies(connection, schema.responses, room).items())

    def review(self, room: int) -> Future[None]:
        """Note that the comments are read: the room opens no more. Raises RoomError, through the future, while open."""

        def job(connection: sa.Connection) -> None:
            if connection.scalar(sa.select(schema.rooms.c.state).where(schema.rooms.c.id == room)) == OPEN:
                raise RoomError("Close the room first: comments can be read when nobody can add one any more.")
            connection.execute(self._insert(schema.reviews).values(room=room).on_conflict_do_nothing())

        return self.submit(job)

    def reviewed(self, room: int) -> tuple[bool, list[dict[str, Any]] | None]:
        """Return whether the comments have been read, and those that the room sees: None until they are shown."""
        with self._reading() as connection:
            row = connection.execute(
                sa.select(schema.reviews.c.released).where(schema.reviews.c.room == room)
            ).one_or_none()
        return row is not None, json.loads(row[0]) if row and row[0] else None

    def show_comments(self, room: int, rows: Sequence[Mapping[str, Any]] | None) -> Future[None]:
        """Let the room see these comments, or with None take them away. Raises RoomError where none have been read."""
        text = None if rows is None else json.dumps([dict(row) for row in rows], ensure_ascii=False)

        def job(connection: sa.Connection) -> None:
            if connection.scalar(sa.select(schema.rooms.c.state).where(schema.rooms.c.id == room)) != REVEALED:
                raise RoomError("Reveal the results first: comments are shown beside them.")
            changed = connection.execute(
                schema.reviews.update().where(schema.reviews.c.room == room).values(released=text)
            )
            if not changed.rowcount:
                raise RoomError("Read the comments first: what nobody has read is not shown.")

        return self.submit(job)

    def held(self, room: int) -> frozenset[str]:
        """Return the comments that the facilitator holds back."""
        with self._reading() as connection:
            return frozenset(connection.scalars(sa.select(schema.held.c.comment).where(schema.held.c.room == room)))

    def hold(self, room: int, comment: str, back: bool) -> Future[None]:
        """Hold a comment back, or no longer."""
        insert = self._insert(schema.held).values(room=room, comment=comment).on_conflict_do_nothing()
        delete = schema.held.delete().where(schema.held.c.room == room, schema.held.c.comment == comment)
        return self.submit(lambda c: _nothing(c.execute(insert if back else delete)))

    # Commitments

    def commitments(self, room: int) -> tuple[int, dict[str, Any] | None]:
        """Return how often the commitments were changed, and what they are: 0 and None where there are none yet."""
        with self._reading() as connection:
            row = connection.execute(_COMMITTED, {"of": room}).one_or_none()
        return (int(row.revision), json.loads(row.body)) if row else (0, None)

    def commit(self, room: int, revision: int, body: Mapping[str, Any]) -> Future[int]:
        """Keep what replaces a revision of the commitments; return the new one. The same twice changes nothing.

        Raises Changed, through the future, where another revision is kept and it is not the same.
        """
        text = json.dumps(body, ensure_ascii=False)

        def job(connection: sa.Connection) -> int:
            row = connection.execute(_COMMITTED, {"of": room}).one_or_none()
            if row and row.body == text:
                return int(row.revision)
            if revision != (row.revision if row else 0):
                raise Changed("Another screen has changed the commitments meanwhile.")
            values = {"revision": revision + 1, "body": text}
            insert = self._insert(schema.commitments).values(room=room, **values)
            connection.execute(insert.on_conflict_do_update(index_elements=["room"], set_=values))
            return revision + 1

        return self.submit(job)


def _upsert(insert: Any) -> sa.Executable:
    """Insert a response, or lay it over the one that is kept if its revision is higher."""
    new = insert(schema.responses)
    changed = {name: new.excluded[name] for name in ("revision", "answered", "finished", "body")}
    laid_over = new.on_conflict_do_update(
        index_elements=["room", "token"], set_=changed, where=schema.responses.c.revision < new.excluded.revision
    )
    return laid_over.execution_options(preserve_rowcount=True)  # type: ignore[no-any-return]


def _last_release(room: int) -> sa.Select[Any]:
    return (
        sa.select(schema.releases.c.report, schema.releases.c.number)
        .where(schema.releases.c.room == room)
        .order_by(-schema.releases.c.number)
        .limit(1)
    )


def _bodies(connection: sa.Connection, table: sa.Table, room: int) -> dict[str, Any]:
    rows = connection.execute(sa.select(table.c.token, table.c.body).where(table.c.room == room))
    return {token: json.loads(body) for token, body in rows}


def _nothing(_: object) -> None:
    return None
