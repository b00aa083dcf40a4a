"""Ticks between the workers of a hosted server, carried by PostgreSQL's LISTEN and NOTIFY."""

from __future__ import annotations

import asyncio
import random
from contextlib import suppress
from typing import Self

import psycopg

from cxkit.live.serving.events import Ticks

_CHANNEL = "cxkit"
_ALL = "*"
_GATHER = 0.02


class CarriedTicks(Ticks):
    """Ticks that reach the listeners of every worker. Use it as a context while the worker serves.

    A tick that is lost on the way (a worker killed, PostgreSQL restarted) would leave a screen behind. So whoever
    connects, again or for the first time, ticks every listener of every worker: looking once too often does no harm.
    """

    def __init__(self, address: str) -> None:
        """address: the database's, as psycopg takes it ("postgresql://…")."""
        super().__init__()
        self._address = address
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

    async def __aenter__(self) -> Self:
        self._carrier = asyncio.create_task(self._carry())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._carrier.cancel()
        with suppress(asyncio.CancelledError):
            await self._carrier

    async def _carry(self) -> None:
        while True:
            with suppress(psycopg.Error, OSError):
                async with (
                    await psycopg.AsyncConnection.connect(self._address, autocommit=True) as ours,
                    await psycopg.AsyncConnection.connect(self._address, autocommit=True) as theirs,
                ):
                    await self._exchange(ours, theirs)
            await asyncio.sleep(0.5 + random.random())  # noqa: S311  (not every worker at once)

    async def _exchange(self, ours: psycopg.AsyncConnection, theirs: psycopg.AsyncConnection) -> None:
        """Send our ticks and pass on theirs, until the database goes away."""
        await theirs.execute(f"LISTEN {_CHANNEL}")
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
