"""Waiting for what comes sooner or later. The limit is for what never comes: no verdict is about a machine's speed."""

import time
from collections.abc import Callable
from typing import TypeVar

LONG = 120
"""Seconds after which something will not come any more, however slow the machine."""

Found = TypeVar("Found")


def until(true: Callable[[], Found], *, every: float = 0.05) -> Found:
    """Wait until this is true, and return what it is."""
    end = time.monotonic() + LONG
    while not (found := true()):
        assert time.monotonic() < end, "it did not happen"
        time.sleep(every)
    return found


def settled(look: Callable[[], Found], *, seconds: float = 1.0) -> Found:
    """Wait until what is seen has stayed the same for so long, and return it."""
    end, since, found = time.monotonic() + LONG, time.monotonic(), look()
    while time.monotonic() < min(end, since + seconds):
        time.sleep(0.05)
        if (now := look()) != found:
            since, found = time.monotonic(), now
    return found
