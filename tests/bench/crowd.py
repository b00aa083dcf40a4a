"""Phones as a room has them: a thousand connections that stay open, and what is measured of them."""

import asyncio
import json
import random
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import psutil

from tests.faults.http import GONE, read_message

ITEMS = ("engaged_touch", "engaged_listens")


class Line:
    """One connection that stays open, as a browser's does; it opens again when it is lost."""

    def __init__(self, port: int, **headers: str) -> None:
        self._port = port
        self._headers = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self._writer: asyncio.StreamWriter | None = None
        self._free = asyncio.Lock()  # two ticks may follow each other closely

    async def ask(self, method: str, path: str, body: Any = None) -> tuple[int, bytes]:
        """Return (status, body)."""
        async with self._free:
            return await self._ask(method, path, body)

    async def _ask(self, method: str, path: str, body: Any) -> tuple[int, bytes]:
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        data = json.dumps(body).encode() if body is not None else b""
        head = f"{method} {path} HTTP/1.1\r\nHost: localhost:{self._port}\r\nContent-Length: {len(data)}\r\n"
        kind = "Content-Type: application/json\r\n" if data else ""
        try:
            self._writer.write(f"{head}{kind}{self._headers}\r\n".encode() + data)
            answer = await read_message(self._reader)
        except GONE:
            self._writer.close()
            self._writer = None
            raise
        found, _, text = answer.partition(b"\r\n\r\n")
        return int(found.split(b" ", 2)[1]), text


async def listen(port: int, path: str, on_tick: Callable[[], Any], **headers: str) -> int:
    """Listen to server-sent events until they end, calling on_tick at each. Returns when to come back, in ms."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    retry = 3000
    try:
        sent = {"Host": f"localhost:{port}", "Accept": "text/event-stream", **headers}
        lines = "".join(f"{name}: {value}\r\n" for name, value in sent.items())
        writer.write(f"GET {path} HTTP/1.1\r\n{lines}\r\n".encode())
        while line := await reader.readline():
            if line.startswith(b"retry:"):
                retry = int(line[6:])
            if line.startswith(b"data: tick"):
                on_tick()
    except GONE:
        pass
    finally:
        writer.close()
    return retry


@dataclass(kw_only=True)
class Room:
    """The room under load and what was measured of it."""

    port: int
    code: str
    key: str
    processes: Callable[[], list[psutil.Process]]
    errors: Counter[str] = field(default_factory=Counter)
    saves: list[float] = field(default_factory=list)
    shown: list[tuple[float, float]] = field(default_factory=list)
    """(when somebody tapped, how long until the projector had it)"""
    memory: list[float] = field(default_factory=list)

    @property
    def api(self) -> str:
        """Where phones ask."""
        return f"/api/rooms/{self.code}"

    @property
    def console(self) -> str:
        """Where the projector asks."""
        return f"/api/presenter/{self.code}"

    async def put(self, line: Line, token: str, revision: int) -> bool:
        """Save a response; note how long it took, or why it failed."""
        answers = {random.choice(ITEMS): random.randint(1, 5) for _ in range(2)}
        response = {"attributes": {"role": "frontline"}, "answers": answers, "comments": {}, "finished": False}
        begun = time.monotonic()
        try:
            status, _ = await line.ask("PUT", f"{self.api}/response", _sent(token, revision, response))
        except GONE as gone:
            self.errors[type(gone).__name__] += 1
            return False
        self.saves.append(time.monotonic() - begun)
        if status != 200:
            self.errors[str(status)] += 1
        return status == 200


def _sent(token: str, revision: int, response: dict[str, Any]) -> dict[str, Any]:
    return {"token": token, "revision": revision, "response": response}


class Phones:
    """A thousand phones with live updates, which come back by themselves as a browser's EventSource does."""

    def __init__(self, room: Room, number: int) -> None:
        self._room = room
        self.back: list[float] = []
        """When each phone has asked for the room's state after a tick."""
        self.lines = [Line(room.port) for _ in range(number)]
        self.tasks = [asyncio.create_task(self._live(line)) for line in self.lines]

    async def _live(self, line: Line) -> None:
        ticks: set[asyncio.Task[None]] = set()

        def on_tick() -> None:
            ticks.add(asyncio.create_task(self._look(line)))

        retry = 1000
        while True:
            with suppress(*GONE):
                retry = await listen(self._room.port, f"{self._room.api}/events", on_tick)
            await asyncio.sleep(retry / 1000)

    async def _look(self, line: Line) -> None:
        """As phone.js does at a tick: wait a random moment, then ask; try again until it works."""
        await asyncio.sleep(random.random() * 0.4)
        for tries in range(9):
            with suppress(*GONE):
                status, _ = await line.ask("GET", f"{self._room.api}/state")
                if status == 200:
                    self.back.append(time.monotonic())
                    return
            await asyncio.sleep(min(8, 0.5 * 2**tries) * (0.5 + random.random()))
