"""Ticks between the workers of a hosted server, carried by PostgreSQL's LISTEN and NOTIFY."""

from __future__ import annotations

import asyncio
import logging
import random
import secrets
from contextlib import suppress
from typing import Any, Self

import psycopg

from cxkit.errors import StoreError
from cxkit.live.serving.events import Ticks
from cxkit.live.storage.database import address
from cxkit.live.storage.errors import trouble

_CHANNEL = "cxkit"
_ALL = "*"
_GATHER = 0.02
_PATIENCE = 5.0
_log = logging.getLogger(__name__)


def connecting(url: str) -> dict[str, Any]:
    """Return what psycopg connects with: an address that is spliced into a text breaks at a space or a quote."""
    at = address(url)
    return dict(at.get_dialect()().create_connect_args(at)[1])


def check_ticks(url: str) -> None:
    """Send a tick through one connection and hear it on another, as workers do. Raises StoreError where it is lost."""
    place, word = address(url).render_as_string(), secrets.token_hex()
    try:
        with (
            psycopg.connect(autocommit=True, **connecting(url)) as ours,
            psycopg.connect(autocommit=True, **connecting(url)) as theirs,
        ):
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
