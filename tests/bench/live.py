"""A room under load (`make bench-live`): a thousand phones, 500 changes a second for a minute, and a restart.

Then as many phones that lose a third of their requests while the server is killed. Client and server share this
machine, so figures are upper bounds; nothing here passes or fails.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import os
import random
import signal
import socket
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from tests.cluster import Cluster
from tests.faults.company import Company
from tests.faults.http import GONE, read_message
from tests.faults.whole import trials
from tests.processes import WorkshopProcess

TEAMS = "Phones, Warehouse, Finance"
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


async def projector(room: Room, joined: list[float]) -> None:
    """Fetch the counts at each tick; the n-th phone to join is shown when the counts have reached n."""
    changed = asyncio.Event()
    cookie = f"cxkit_{room.code}={room.key}"
    listening = asyncio.create_task(listen(room.port, f"{room.console}/events", changed.set, Cookie=cookie))
    line = Line(room.port, Cookie=cookie)
    base = json.loads((await line.ask("GET", room.console))[1])["joined"]
    seen = 0
    try:
        while True:
            await changed.wait()
            changed.clear()
            count = json.loads((await line.ask("GET", room.console))[1])["joined"] - base
            now = time.monotonic()
            room.shown += [(joined[n], now - joined[n]) for n in range(seen, min(count, len(joined)))]
            seen = max(seen, count)
    finally:
        listening.cancel()


async def join(room: Room, joined: list[float], gap: float) -> None:
    """Let one more phone join every so often, one after the other, so that the counts tell which one is shown."""
    line = Line(room.port)
    while True:
        joined.append(time.monotonic())
        while not await room.put(line, os.urandom(16).hex(), 1):
            pass
        await asyncio.sleep(gap)


async def change(room: Room, tokens: list[str], *, rate: float, number: int, first: int = 1) -> None:
    """Send changes at a steady rate over 200 connections, whether or not earlier ones have come back."""
    free: asyncio.Queue[Line] = asyncio.Queue()
    for _ in range(200):
        free.put_nowait(Line(room.port))
    sending: set[asyncio.Task[None]] = set()

    async def one(number: int) -> None:
        line = await free.get()
        await room.put(line, tokens[number % len(tokens)], first + number // len(tokens))
        free.put_nowait(line)

    begun = time.monotonic()
    for place in range(number):
        await asyncio.sleep(max(0, begun + place / rate - time.monotonic()))
        task = asyncio.create_task(one(place))
        sending.add(task)
        task.add_done_callback(sending.discard)
    await asyncio.gather(*sending)


async def watch(room: Room) -> None:
    """Note the memory of all the server's processes, each second."""
    while True:
        room.memory.append(sum(process.memory_info().rss for process in room.processes()) / 1e6)
        await asyncio.sleep(1)


def slow_listeners(room: Room) -> list[socket.socket]:
    """Connect two that ask and never read: one for ticks, one for a large page, each with the smallest of buffers."""
    held = []
    for path in (f"{room.console}/events", "/static/report_view.js"):
        slow = socket.socket()
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        slow.connect(("127.0.0.1", room.port))
        cookie = f"cxkit_{room.code}={room.key}"
        slow.send(f"GET {path} HTTP/1.1\r\nHost: localhost:{room.port}\r\nCookie: {cookie}\r\n\r\n".encode())
        held.append(slow)
    return held


async def load(room: Room, *, phones: int, rate: float, seconds: float) -> Phones:
    """Measure a minute of load, with slow listeners in its second half."""
    crowd = Phones(room, phones)
    begun = time.monotonic()
    while len(crowd.back) < phones and time.monotonic() < begun + 60:
        await asyncio.sleep(0.1)
    print(f"  {len(crowd.back):,} phones connected and up to date after {time.monotonic() - begun:.1f} s", flush=True)
    tokens = [os.urandom(16).hex() for _ in range(phones)]
    await change(room, tokens, rate=rate, number=phones)
    room.saves.clear()
    joined: list[float] = []
    cpu = {process: sum(process.cpu_times()[:2]) for process in room.processes()}
    begun = time.monotonic()
    others = [asyncio.create_task(task) for task in (projector(room, joined), join(room, joined, 0.1), watch(room))]
    changing = asyncio.create_task(change(room, tokens, rate=rate, number=int(rate * seconds), first=2))
    await asyncio.sleep(seconds / 2)
    half = time.monotonic()
    slow = slow_listeners(room)
    await changing
    took = time.monotonic() - begun
    used = sum(sum(process.cpu_times()[:2]) - before for process, before in cpu.items())
    await asyncio.sleep(1)
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    for one in slow:
        one.close()
    first = [late for when, late in room.shown if when < half]
    second = [late for when, late in room.shown if when >= half]
    errors = ", ".join(f"{number} × {what}" for what, number in room.errors.items()) or "none"
    print(f"  {len(room.saves):,} changes in {took:.0f} s ({len(room.saves) / took:.0f}/s); errors: {errors}")
    print(f"  tap → kept:      {_spread(room.saves)}")
    print(f"  tap → projector: {_spread(first)}")
    print(f"  … with two listeners that never read: {_spread(second)}")
    print(f"  server: {used / took:.0%} of a core; memory {_memory(room.memory)}", flush=True)
    return crowd


async def storm(crowd: Phones, restart: Callable[[], float]) -> None:
    """Restart the server, and measure when all phones are up to date again; `restart` returns when it listened."""
    crowd.back.clear()
    ready = await asyncio.to_thread(restart)
    for _ in range(300):
        await asyncio.sleep(0.1)
        if len(crowd.back) >= len(crowd.lines):
            break
    after = sorted(max(0, when - ready) for when in crowd.back)
    print(
        f"  restart: {len(after):,} phones up to date again, half of them {after[len(after) // 2]:.1f} s and the last "
        f"{after[-1]:.1f} s after the server listened",
        flush=True,
    )


def _spread(seconds: list[float]) -> str:
    if len(seconds) < 2:
        return "nothing was measured"
    cuts = statistics.quantiles([1000 * one for one in seconds], n=100)
    return f"median {cuts[49]:.0f} ms, p99 {cuts[98]:.0f} ms, longest {1000 * max(seconds):.0f} ms ({len(seconds):,})"


def _memory(seen: list[float]) -> str:
    return f"{seen[0]:.0f} MB at first, {max(seen):.0f} MB at most, {seen[-1]:.0f} MB at the end"


async def laptop(options: argparse.Namespace) -> None:
    """One `cxkit workshop` with SQLite."""
    print("A laptop: cxkit workshop, SQLite, one process")
    with tempfile.TemporaryDirectory() as folder:
        workshop = WorkshopProcess(Path(folder), "--no-book", "--teams", TEAMS)
        workshop.start()

        def processes() -> list[psutil.Process]:
            assert workshop.process
            return [psutil.Process(workshop.process.pid)]

        def restart() -> float:
            workshop.kill()
            workshop.start()
            return time.monotonic()

        room = Room(
            port=workshop.port, code=workshop.code, key=workshop.printed_link.rpartition("/")[2], processes=processes
        )
        try:
            crowd = await load(room, phones=options.phones, rate=options.rate, seconds=options.seconds)
            await storm(crowd, restart)
        finally:
            workshop.kill()
        await _away(crowd)


async def company(options: argparse.Namespace) -> None:
    """`cxkit serve` with two workers and PostgreSQL."""
    print("A server: cxkit serve, PostgreSQL, two workers")
    with Cluster() as cluster:
        await _company(cluster, options)


async def _company(cluster: Cluster, options: argparse.Namespace) -> None:
    hosted = await asyncio.to_thread(Company, cluster, teams=TEAMS)

    def restart() -> float:
        for worker in hosted.workers():
            worker.send_signal(signal.SIGKILL)
        time.sleep(0.2)
        while not hosted.answers():
            time.sleep(0.02)
        return time.monotonic()

    room = Room(port=hosted.port, code=hosted.code, key=hosted.key, processes=hosted.workers)
    try:
        crowd = await load(room, phones=options.phones, rate=options.rate, seconds=options.seconds)
        await storm(crowd, restart)
    finally:
        await asyncio.to_thread(hosted.stop)
    await _away(crowd)


async def _away(crowd: Phones) -> None:
    for task in crowd.tasks:
        task.cancel()
    await asyncio.gather(*crowd.tasks, return_exceptions=True)


def main() -> None:
    """Run both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--phones", type=int, default=1000)
    parser.add_argument("--rate", type=float, default=500, help="changes a second")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--only", choices=("laptop", "company"))
    options = parser.parse_args()
    gc.disable()  # the client's own pauses are not the server's
    for one in (laptop, company):
        if options.only in {None, one.__name__}:
            asyncio.run(one(options))
    print("A bad network, and the server killed six times")
    trials([options.phones], kills=6)


if __name__ == "__main__":
    main()
