"""A database with one writer, which commits what has queued up together, and says "kept" when it is on the disk."""

import errno
import logging
import math
import queue
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from contextvars import Context, ContextVar, copy_context
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, NamedTuple, Self, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, SQLAlchemyError

from cxkit.errors import CxkitError, NotFound, StoreError
from cxkit.live.storage import order, schema
from cxkit.live.storage.errors import trouble
from cxkit.live.storage.migrations import migrate
from cxkit.live.storage.private import private_folder
from cxkit.live.storage.server import check_rights, server

T = TypeVar("T")
_log = logging.getLogger(__name__)

LARGEST_BATCH = 500
GATHER = 0.008
"""Seconds between a commit and the next: what comes meanwhile is committed together, with one wait for the disk."""
_FILE = "rooms.sqlite"


class _Change(NamedTuple):
    """A job that waits for the writer, and who waits for it; in whose language it may be refused."""

    job: Callable[[sa.Connection], Any]
    future: Future[Any]
    context: Context


class _Look(NamedTuple):
    """One look at the store: its connection, and what has been read so far."""

    connection: sa.Connection
    seen: dict[object, Any]


_look: ContextVar[_Look | None] = ContextVar("look", default=None)


class Database:
    """SQLite (a file on the facilitator's laptop) or a server by its URL. Open it once; close it at the end."""

    def __init__(self, place: str | Path) -> None:
        """Open or create the store at a folder (SQLite) or a database URL. Raises StoreError in plain words."""
        self.place = str(place)
        self._failure: Exception | None = None
        """Why the last change could not be kept; None when it was."""
        if "://" in self.place:
            self._engine = server(self.place)
            self.place = self._engine.url.render_as_string(hide_password=True)
            self._file: Path | None = None
        else:
            self._file = _writable(Path(place)) / _FILE
            # Whatever signs are in it, a file that is gone is not made anew: it would be an empty one.
            there, known = self._file.absolute().as_uri(), {"mode": "rw", "uri": "true"}
            url = sa.URL.create("sqlite", database=there, query=known)
            self._number = self._file.stat().st_ino
            self._engine = sa.create_engine(url, connect_args={"timeout": 5})
        self._sqlite = self._engine.dialect.name == "sqlite"
        self._insert: Any = sqlite.insert if self._sqlite else postgresql.insert
        sa.event.listen(self._engine, "connect", _safe_sqlite if self._sqlite else _safe_server)
        with self._reading() as connection:
            damage = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() if self._sqlite else "ok"
            if damage != "ok":
                raise StoreError(
                    f"The answers cannot be kept in {self.place}: the file {_FILE} is damaged. Leave it as it is, "
                    "because it can often be repaired, and start with another folder: --data FOLDER."
                )
            encoding = "UTF8" if self._sqlite else connection.exec_driver_sql("SHOW server_encoding").scalar()
            if encoding != "UTF8":
                raise StoreError(
                    f"The answers cannot be kept in {self.place}: the database is in {encoding}, which lacks signs "
                    "that people write. Make another one: CREATE DATABASE name ENCODING 'UTF8' TEMPLATE template0"
                )
            migrate(connection, self.place)
            if not self._sqlite:
                check_rights(connection, self.place)
        self._open: set[int] = set()
        """The rooms that the writer's running transaction knows to be open."""
        self._disordered: set[int] = set()
        """The rooms in which people have answered since their rows were last put in order."""
        self._due = math.inf
        """When the file is put in order, on the monotonic clock."""
        if self._file and _journal(self._file):  # left behind by a crash
            self._due = 0.0
            with self._reading() as connection:
                self._disordered.update(connection.scalars(sa.select(schema.rooms.c.id)))
        self._disorder = ""
        """Why the file could not be put in order when it was tried last."""
        self._queue: queue.SimpleQueue[_Change | None] = queue.SimpleQueue()
        self._writer = threading.Thread(target=self._write_forever, name="cxkit-writer", daemon=True)
        self._writer.start()

    def close(self) -> None:
        """Write what is queued, then let go of the database."""
        self._queue.put(None)
        self._writer.join()
        self._refuse_rest()
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Writing: every change is a job for the one writer; the future is done when it is on the disk.

    def submit(self, job: Callable[[sa.Connection], T]) -> Future[T]:
        """Queue a change. Its own errors come out of the future; a failing disk comes out as StoreError."""
        future: Future[T] = Future()
        self._queue.put(_Change(job, future, copy_context()))
        if not self._writer.is_alive():
            self._refuse_rest()
        return future

    def execute(self, statement: sa.Executable) -> Future[None]:
        """Queue a change that is one statement."""
        return self.submit(lambda connection: connection.execute(statement).close())

    def _refuse_rest(self) -> None:
        """Refuse what no writer comes for any more: whoever waits for it would keep the program from ending."""
        with suppress(queue.Empty):
            while change := self._queue.get_nowait():
                change.future.set_exception(trouble(sqlite3.InterfaceError("cxkit has stopped here"), self.place))

    def _write_forever(self) -> None:
        ready = 0.0
        while True:
            try:
                first = self._queue.get(timeout=None if self._due == math.inf else max(0, self._due - time.monotonic()))
            except queue.Empty:
                self._put_in_order()
                continue
            if first is None:
                break
            time.sleep(max(0.0, ready - time.monotonic()))
            batch = [first]
            while len(batch) < LARGEST_BATCH:
                try:
                    change = self._queue.get_nowait()
                except queue.Empty:
                    break
                if change is None:
                    self._queue.put(None)
                    break
                batch.append(change)
            # From here on a job cannot be cancelled; who has gone already is left out.
            batch = [change for change in batch if change.future.set_running_or_notify_cancel()]
            try:
                self._commit(batch)
            except Exception as error:  # not even the reason could be said: at its limit, say, a system opens no file
                _log.exception("The answers cannot be kept.")
                self._failure = error
                for change in batch:
                    if not change.future.done():
                        change.future.set_exception(error)
            ready = time.monotonic() + GATHER
            if self._file:
                self._due = min(self._due, ready + order.SOON)
            if ready > self._due:
                self._put_in_order()
        if self._due < math.inf:
            self._put_in_order()

    def _put_in_order(self) -> None:
        """Leave no order of arrival in a laptop's file; whatever is in the way now, it is tried again."""
        self._due = time.monotonic() + order.SOON
        try:
            file = self._checked()
            with self._engine.begin() as connection:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                for room in self._disordered:
                    order.rewrite(connection, room)
            self._disordered.clear()
            if order.empty_journal(file):
                self._due = math.inf
            self._disorder = ""
        except Exception as error:
            if self._disorder != str(error) and not isinstance(error, SQLAlchemyError | sqlite3.Error | OSError):
                _log.exception("The file of answers cannot be put in order.")
            self._disorder = str(error)

    def _checked(self) -> Path:
        """Return a laptop's file. Raises OSError where it is not in its place any more.

        A file that is open can be moved or deleted on most systems, and SQLite goes on writing to it.
        """
        assert self._file  # noqa: S101  (a server's database has none)
        if self._file.stat().st_ino != self._number:
            raise FileNotFoundError(errno.ENOENT, "Another file has taken its place", self._file)
        return self._file

    def _commit(self, batch: list[_Change], *, again: bool = True) -> None:
        results: list[Callable[[], None]] = []
        self._open.clear()
        try:
            with self._engine.begin() as connection:
                if self._sqlite:  # or a second process could change a room between a job's look and its write
                    connection.exec_driver_sql("BEGIN IMMEDIATE")
                for change in batch:
                    results.append(_attempt(change, connection))
                if self._file:
                    self._checked()
        except Exception as error:
            if again and isinstance(error, DBAPIError) and (error.connection_invalidated or _deadlock(error)):
                # The database was restarted: the next connection is a new one. Or another worker was first.
                self._commit(batch, again=False)
                return
            if len(batch) > 1 and _one_jobs_fault(error):
                for change in batch:
                    self._commit([change])
                return
            if not isinstance(error, SQLAlchemyError | OSError):  # a mistake of the program's, not of the disk
                batch[0].future.set_exception(error)
                return
            if self.trouble != str(failure := trouble(error, self.place)):
                _log.error(failure)
            self._failure = error.with_traceback(None)
            for change in batch:
                change.future.set_exception(change.context.run(trouble, error, self.place))
            return
        self._failure = None
        for settle in results:
            settle()

    @property
    def trouble(self) -> str:
        """Why the last change could not be kept, for the facilitator; empty when it was."""
        failure = self._failure  # the writer may change it meanwhile
        return str(trouble(failure, self.place)) if failure else ""

    # Reading: a page shows many things of one room, and asks for some of them many times.

    @contextmanager
    def one_look(self) -> Iterator[None]:
        """Read what is asked for within the block over one connection, and nothing twice. Nothing is written there."""
        with self._reading() as connection:
            token = _look.set(_Look(connection, {}))
            try:
                yield
            finally:
                _look.reset(token)

    @property
    def looking(self) -> bool:
        """Whether this is within one look."""
        return _look.get() is not None

    @staticmethod
    def once(key: object, read: Callable[[], T]) -> T:
        """Return what `read` returns; within one look it is called once for each key."""
        look = _look.get()
        if look is None:
            return read()
        if key not in look.seen:
            look.seen[key] = read()
        return look.seen[key]  # type: ignore[no-any-return]

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        look = _look.get()
        try:
            if look:
                yield look.connection
                return
            with self._engine.connect() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise trouble(error, self.place) from None

    def _one(self, query: sa.Select[Any], missing: str) -> dict[str, Any]:
        with self._reading() as connection:
            try:
                row = connection.execute(query).mappings().first()
            except DataError:  # asked for by what no text of this database can be
                row = None
        if row is None:
            raise NotFound(missing)
        return dict(row)


def _attempt(change: _Change, connection: sa.Connection) -> Callable[[], None]:
    """Run one job; what it refuses, before it changes anything, is its own affair. What fails undoes everything."""
    try:
        result = change.context.run(change.job, connection)
    except CxkitError as refusal:
        kept = refusal
        return lambda: change.future.set_exception(kept)
    return lambda: change.future.set_result(result)


def _one_jobs_fault(error: Exception) -> bool:
    """Say whether one job of a batch may have spoilt it for the others: then each is tried for itself."""
    ours = not isinstance(error, SQLAlchemyError)
    return ours or _deadlock(error) or isinstance(error, IntegrityError | DataError)


def _deadlock(error: Exception) -> bool:
    return getattr(getattr(error, "orig", None), "sqlstate", None) in {"40001", "40P01"}


def _journal(file: Path) -> int:
    """Return how many bytes there are in a file's journal."""
    journal = file.with_name(f"{file.name}-wal")
    return journal.stat().st_size if journal.exists() else 0


def _safe_sqlite(connection: Any, _record: Any) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _safe_server(connection: Any, _record: Any) -> None:
    connection.execute("SET synchronous_commit = on")  # as an option of connecting, poolers refuse it
    connection.commit()


def _writable(folder: Path) -> Path:
    try:
        private_folder(folder, f"{_FILE}*", "running-*")  # SQLite gives its side files the rights of its first
        (folder / _FILE).touch(mode=0o600)
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise StoreError(
            f"cxkit cannot write in its data folder {folder}: {error.strerror}. "
            "Choose another with --data FOLDER, or make this one writable."
        ) from None
    return folder
