"""A venue's Wi-Fi at its worst, as a real TCP proxy: it drops, delays and doubles requests."""

import asyncio
import random
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field

from tests.faults.http import GONE, exchange, read_message


@dataclass(kw_only=True)
class Proxy:
    """Stands before the server's port.

    Of a hundred requests 15 never arrive, and of 15 that do the answer never comes back. 20 come late, and 20 twice:
    the second copy up to two seconds later, when newer ones have passed it.
    """

    server: int
    seed: int = 1
    seen: Counter[str] = field(default_factory=Counter)

    async def __aenter__(self) -> "Proxy":
        self._random = random.Random(self.seed)
        self._later: set[asyncio.Task[None]] = set()
        self._passing: set[asyncio.Task[None]] = set()
        self._listener = await asyncio.start_server(self._pass_on, "127.0.0.1", 0, backlog=1024)
        self.port: int = self._listener.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._listener.close()
        for connection in self._passing:
            connection.cancel()
        await asyncio.gather(*self._later, *self._passing, return_exceptions=True)

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = asyncio.current_task()
        assert connection
        self._passing.add(connection)
        try:
            with suppress(*GONE):
                await self._fate(await read_message(reader), writer)
        finally:
            self._passing.discard(connection)
            writer.close()

    async def _fate(self, message: bytes, writer: asyncio.StreamWriter) -> None:
        dice = self._random.random
        self.seen["requests"] += 1
        if dice() < 0.15:
            self.seen["dropped before the server"] += 1
            return
        if dice() < 0.2:
            self.seen["doubled"] += 1
            copy = asyncio.create_task(self._again(message, 2 * dice()))
            self._later.add(copy)
            copy.add_done_callback(self._later.discard)
        if dice() < 0.2:
            self.seen["delayed"] += 1
            await asyncio.sleep(dice())
        try:
            answer = await exchange(self.server, message)
        except GONE:
            self.seen["met no server"] += 1
            raise
        if dice() < 0.15 / 0.85:
            self.seen["answer dropped"] += 1
            return
        writer.write(answer)
        await writer.drain()

    async def _again(self, message: bytes, seconds: float) -> None:
        await asyncio.sleep(seconds)
        with suppress(*GONE):
            await exchange(self.server, message)
