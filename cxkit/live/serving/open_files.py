"""As many connections as the system lets one program have: all that it allows, and nobody in the room loses theirs."""

import asyncio
import errno
import logging
import math
import os
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from starlette.types import Scope

try:
    import resource
except ImportError:  # on Windows, which sets no such limit
    resource = None  # type: ignore[assignment]

RESERVE = 128
"""How many open files newcomers leave. A quarter is for screens of those in the room, that listen; a quarter for what
they save and load, which is soon over; and half for the program itself."""
_SOME = os.open(os.devnull, os.O_RDONLY)
_log = logging.getLogger(__name__)


def raise_limit() -> None:
    """Take as many open files as the system allows; it gives a program fewer at first."""
    if resource:
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        for wanted in (hard, 10240):  # macOS says that there is no limit, and means that
            with suppress(ValueError, OSError):
                resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard) if wanted != soft else (soft, hard))
                break


def reserve_left() -> float:
    """Return which share of the reserve another connection would leave; 1 and more: all of it."""
    try:
        lowest = os.dup(_SOME)  # the lowest number that is free: so many are open, or nearly
    except OSError:
        return 0.0
    os.close(lowest)
    return _left(lowest)


def full(number: int) -> bool:
    """Say whether the file of that number is one that the program needs for itself."""
    return _left(number) < 0.5


def turned_away(scope: Scope, left: float) -> bool:
    """Say whether a request has to wait, where so much of the reserve is left: a newcomer's first, then who listens."""
    known = any(name == b"cookie" and b"cxkit_" in value for name, value in scope["headers"])
    if scope["path"].endswith("/events"):
        return left < (0.75 if known else 1)
    return left < 1 and not known and not scope["path"].startswith("/api/")


def third() -> float:
    """Return a third of the files that this program may have open, infinity where there is no limit."""
    return _limit() / 3


def _limit() -> float:
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0] if resource else -1
    return math.inf if limit < 0 else limit


def _left(number: int) -> float:
    limit = _limit()
    return (limit - number) / min(RESERVE, limit / 4)


def calmly() -> Callable[[asyncio.AbstractEventLoop, dict[str, Any]], None]:
    """Return what an event loop does with errors: a connection that cannot be taken is told once a minute.

    The loop by itself would tell it a hundred times a second, each with where in its code that was.
    """
    next_time = 0.0

    def handle(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        nonlocal next_time
        if getattr(context.get("exception"), "errno", None) not in {errno.EMFILE, errno.ENFILE, errno.ENOBUFS}:
            loop.default_exception_handler(context)
        elif loop.time() >= next_time:
            next_time = loop.time() + 60
            _log.error("cxkit: the system lets this program open no more connections (ulimit -n): newcomers wait.")

    return handle
