"""Ticks: "something changed", to everyone who listens to a room. They carry no data."""

import asyncio
import random
from collections import defaultdict
from collections.abc import AsyncGenerator
from typing import Self

HEARTBEAT = 5.0
"""Seconds. A page that hears nothing for more than twice as long takes its connection for dead."""
SPACING = 0.1


class Ticks:
    """One slot a listener: however much happens, at most one tick waits for each, so nobody slow delays anybody."""

    def __init__(self) -> None:
        self._listeners: dict[str, set[asyncio.Event]] = defaultdict(set)
        self._most: dict[str, int] = {}
        self._closing = False

    async def __aenter__(self) -> Self:
        """Begin to serve: nothing to do where one process has all the listeners."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Serve no more."""

    def close(self) -> None:
        """Let every listener go, so that the server can stop."""
        self._closing = True
        self.tick_all()

    def tick_all(self) -> None:
        """Wake everybody who listens to any room."""
        for slots in self._listeners.values():
            for slot in slots:
                slot.set()

    def tick(self, room: str) -> None:
        """Wake everybody who listens to the room. Call it from the event loop."""
        for slot in self._listeners.get(room, ()):
            slot.set()

    def listening(self, room: str) -> int | None:
        """Count who listens to the room; None: nobody here knows."""
        return len(self._listeners.get(room, ()))

    def most(self, room: str) -> int | None:
        """Return how many have listened to the room at once, at most; None: nobody here knows."""
        return self._most.get(room, 0)

    async def listen(self, room: str) -> AsyncGenerator[str, None]:
        """Yield server-sent events for ever: one at once, then one after changes, never closer than SPACING seconds."""
        slot = asyncio.Event()
        self._listeners[room].add(slot)
        self._most[room] = max(self._most.get(room, 0), len(self._listeners[room]))
        try:
            # Each comes back after its own pause, so that a restart does not meet a thousand phones in one instant.
            yield f"retry: {random.randint(500, 2000)}\ndata: tick\n\n"  # noqa: S311
            while not self._closing:
                try:
                    await asyncio.wait_for(slot.wait(), HEARTBEAT)
                except TimeoutError:
                    yield "data: here\n\n"
                    continue
                slot.clear()
                if self._closing:
                    break
                yield "data: tick\n\n"
                await asyncio.sleep(SPACING)
        finally:
            self._listeners[room].discard(slot)
