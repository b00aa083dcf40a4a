"""One look at the store for all who ask at the same moment: a thousand phones do, after a restart."""

import asyncio
from collections.abc import Callable
from typing import Generic, TypeVar

from starlette.concurrency import run_in_threadpool

T = TypeVar("T")


class Together(Generic[T]):
    """A function of a store, called once at a time for each key.

    Who asks while it runs waits for the next call, with all others who do: what anybody gets was looked up after they
    had asked, and so is never older than the tick that made them ask. Call it from the event loop.
    """

    def __init__(self, look: Callable[[str], T]) -> None:
        self._look = look
        self._running: dict[str, asyncio.Task[T]] = {}
        self._next: dict[str, asyncio.Task[T]] = {}

    async def __call__(self, key: str) -> T:
        """Return what the function returns, or raise what it raises."""
        if key not in self._next:
            self._next[key] = asyncio.create_task(self._call(key, self._running.get(key)))
        return await asyncio.shield(self._next[key])  # one phone that hangs up takes nothing from the others

    async def _call(self, key: str, before: asyncio.Task[T] | None) -> T:
        if before:
            await asyncio.wait([before])
        self._running[key] = self._next.pop(key)  # from here on, who asks is too late for this one
        try:
            return await run_in_threadpool(self._look, key)
        finally:
            if self._running[key] is asyncio.current_task():
                del self._running[key]
