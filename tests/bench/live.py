"""A room under load (`make bench-live`): a thousand phones, 500 changes a second for a minute, and a restart.

Then as many phones that lose a third of their requests while the server is killed. Client and server share this
machine, so figures are upper bounds; nothing here passes or fails.
"""

import argparse
import asyncio
import gc
import json
import os
import signal
import socket
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from tests.bench.crowd import Line, Phones, Room, listen
from tests.cluster import Cluster
from tests.faults.company import Company
from tests.faults.whole import trials
from tests.processes import WorkshopProcess

TEAMS = "Phones, Warehouse, Finance"


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
