"""Ticks between the workers of a hosted server, carried by PostgreSQL's LISTEN and NOTIFY."""

import asyncio
import logging
import random
import secrets
import select
from contextlib import ExitStack, suppress
from typing import Any, Self

import psycopg

from cxkit.errors import StoreError
from cxkit.live.serving.events import Ticks
from cxkit.live.storage.errors import trouble
from cxkit.live.storage.server import address

_CHANNEL = "cxkit"
_ALL = "*"
_GATHER = 0.02
_PATIENCE = 5.0
KEPT_OPEN = 7
"""How many connections a worker keeps open: two for ticks, and those that its store keeps."""
_log = logging.getLogger(__name__)


def connecting(url: str) -> dict[str, Any]:
    """Return what psycopg connects with: an address that is spliced into a text breaks at a space or a quote."""
    at = address(url)
    return dict(at.get_dialect()().create_connect_args(at)[1])


def check_connections(url: str, workers: int) -> None:
    """Open as many connections as so many workers keep open, send a tick through one and hear it on another.

    Raises StoreError where there are fewer, or the tick is lost.
    """
    place, word, least = address(url).render_as_string(), secrets.token_hex(), workers * KEPT_OPEN
    connections: list[psycopg.Connection] = []
    with ExitStack() as until_checked:
        try:
            while len(connections) < least:
                connections.append(until_checked.enter_context(_opened(url)))
        except psycopg.Error as error:
            if not connections:
                raise trouble(error, place) from None
            fewer = len(connections) // KEPT_OPEN
            raise StoreError(
                f"{place}: only {len(connections)} connection(s) can be had there at a time, and {workers} worker(s) "
                f"keep {least} open ({str(error).strip()}). Allow more: default_pool_size of a pooler such as "
                "PgBouncer, max_connections of PostgreSQL, CONNECTION LIMIT of its user or database."
                f"{f' Or start fewer workers: --workers {fewer}.' if fewer else ''}"
            ) from None
        ours, theirs = connections[:2]
        try:
            theirs.execute(f"LISTEN {_CHANNEL}")
            ours.execute("SELECT pg_notify(%s, %s)", (_CHANNEL, word))
            if any(heard.payload == word for heard in theirs.notifies(timeout=_PATIENCE)):
                return
        except psycopg.Error as error:
            raise trouble(error, place) from None
    raise StoreError(
        f"{place}: what one connection says there (NOTIFY) is not heard on another (LISTEN), so that screens would not "
        "hear of changes. Is there a pooler between, such as PgBouncer or a cloud's pooled address, that lends "
        "connections for one transaction at a time? Give cxkit the database's own address (often with port 5432), or "
        "set the pooler to session mode."
    )


def _opened(url: str) -> psycopg.Connection:
    """Return a connection that is answered: a pooler with none left takes it, and then lets its first words wait."""
    settings = {"connect_timeout": int(_PATIENCE), **connecting(url)}
    connection = psycopg.connect(autocommit=True, **settings)
    connection.pgconn.send_query(b"SELECT 1")
    if not select.select([connection], [], [], _PATIENCE)[0]:
        connection.close()
        raise psycopg.OperationalError(f"the next one was not answered within {_PATIENCE:g} seconds")
    while connection.pgconn.get_result():
        pass
    return connection


class CarriedTicks(Ticks):
    """Ticks that reach the listeners of every worker. Use it as a context while the worker serves.

    A tick that is lost on the way (a worker killed, PostgreSQL restarted) would leave a screen behind. So whoever
    connects, again or for the first time, ticks every listener of every worker: looking once too often does no harm.
    """

    def __init__(self, url: str) -> None:
        """url: the database's, as the store takes it."""
        super().__init__()
        self._connect = connecting(url)
        self._place = address(url).render_as_string()
        self._told = ""
        self._waiting: set[str] = set()
        self._some = asyncio.Event()

    def tick(self, room: str) -> None:
        """Wake everybody who listens to the room, here and at the other workers. Call it from the event loop."""
        super().tick(room)
        self._waiting.add(room)
        self._some.set()

    def listening(self, room: str) -> int | None:
        """Return None: other workers have listeners, too."""
        return None

    def most(self, room: str) -> int | None:
        """Return None, as well."""
        return None

    async def __aenter__(self) -> Self:
        self._carrier = asyncio.create_task(self._carry())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._carrier.cancel()
        with suppress(asyncio.CancelledError):
            await self._carrier

    async def _carry(self) -> None:
        connect = psycopg.AsyncConnection.connect
        while True:
            try:
                async with (
                    await connect(autocommit=True, **self._connect) as ours,
                    await connect(autocommit=True, **self._connect) as theirs,
                ):
                    await self._exchange(ours, theirs)
            except (psycopg.Error, OSError) as error:
                if (told := str(trouble(error, self._place))) != self._told:
                    _log.error("%s Until it does, screens hear of changes late.", told)
                self._told = told
            await asyncio.sleep(0.5 + random.random())  # noqa: S311  (not every worker at once)

    async def _exchange(self, ours: psycopg.AsyncConnection, theirs: psycopg.AsyncConnection) -> None:
        """Send our ticks and pass on theirs, until the database goes away."""
        await theirs.execute(f"LISTEN {_CHANNEL}")
        self._told = ""
        self.tick_all()
        self._waiting.add(_ALL)
        self._some.set()
        sending = asyncio.create_task(self._send(ours))
        try:
            async for heard in theirs.notifies():
                if heard.pid == ours.info.backend_pid:
                    continue
                if heard.payload == _ALL:
                    self.tick_all()
                else:
                    super().tick(heard.payload)
        finally:
            sending.cancel()

    async def _send(self, ours: psycopg.AsyncConnection) -> None:
        while True:
            await self._some.wait()
            await asyncio.sleep(_GATHER)  # what changes in one breath goes together
            self._some.clear()
            rooms, self._waiting = list(self._waiting), set()
            await ours.execute("SELECT pg_notify(%s, room) FROM unnest(%s::text[]) AS room", (_CHANNEL, rooms))
