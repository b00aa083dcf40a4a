"""One look for all who ask at the same moment, and never an old one."""

import asyncio
import threading
from collections import Counter
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxkit.errors import NotFound
from cxkit.live.serving.coalesce import Together

T = TypeVar("T")


def run(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run it in a thread of its own: the browser tests of the same process have a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


@given(steps=st.lists(st.sampled_from(["ask", "change", "pause"]), min_size=1, max_size=30))
def test_nobody_gets_what_was_there_before_they_asked(steps: list[str]) -> None:
    """Whatever the order of changes and questions, and with fewer looks than questions."""
    now, looks = 0, 0

    def look(_: str) -> int:
        nonlocal looks
        looks += 1
        found = now
        threading.Event().wait(0.005)  # what changes from here on is not seen
        return found

    async def room() -> None:
        nonlocal now
        together = Together(look)
        asked: list[tuple[int, asyncio.Task[int]]] = []
        for step in steps:
            if step == "ask":
                asked.append((now, asyncio.create_task(together("ABCDE"))))
                await asyncio.sleep(0)  # it has asked
            elif step == "change":
                now += 1
            else:
                await asyncio.sleep(0.0005)
        for before, one in asked:
            assert await one >= before
        assert not together._running
        assert not together._next

    run(room())
    assert looks <= steps.count("ask")


def test_a_thousand_who_ask_at_once_cost_two_looks_for_each_room() -> None:
    """One runs when the others come; the next is for all of them."""
    looks: Counter[str] = Counter()

    def look(code: str) -> str:
        looks[code] += 1
        return code.lower()

    async def storm() -> list[str]:
        together = Together(look)
        return await asyncio.gather(*(together("AB"[number % 2]) for number in range(1000)))

    assert run(storm()) == ["a", "b"] * 500
    assert max(looks.values()) <= 2


def test_a_failure_reaches_all_who_asked_and_is_not_kept() -> None:
    """The next question is looked up anew; and who hangs up takes nothing from the others."""
    rooms = {"THERE"}

    def look(code: str) -> str:
        if code not in rooms:
            raise NotFound(f"There is no room {code}.")
        return code

    async def room() -> None:
        together = Together(look)
        for failed in await asyncio.gather(together("NEW"), together("NEW"), return_exceptions=True):
            assert isinstance(failed, NotFound)
        rooms.add("NEW")
        first, second = asyncio.create_task(together("NEW")), asyncio.create_task(together("NEW"))
        await asyncio.sleep(0)
        first.cancel()
        assert await second == "NEW"
        with pytest.raises(asyncio.CancelledError):
            await first

    run(room())
