"""As many connections as the system lets one program have: all that it allows, and nobody in the room loses theirs."""

from __future__ import annotations

import asyncio
import errno
import logging
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
"""How many open files are kept for who is in the room already, and for the program itself."""
_log = logging.getLogger(__name__)


def raise_limit() -> None:
    """Take as many open files as the system allows; it gives a program fewer at first."""
    if resource:
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        for wanted in (hard, 10240):  # macOS says that there is no limit, and means that
            with suppress(ValueError, OSError):
                resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard) if wanted != soft else (soft, hard))
                break


def crowded() -> bool:
    """Say whether newcomers would take the connections that those in the room need."""
    if not resource:
        return False
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    try:
        lowest = os.open(os.devnull, os.O_RDONLY)  # of what is free: so many are open, or nearly
    except OSError:
        return True
    os.close(lowest)
    return limit != resource.RLIM_INFINITY and lowest >= limit - min(RESERVE, limit // 4)


def newcomer(scope: Scope) -> bool:
    """Say whether a request is somebody's first, or would hold its connection without having been let in."""
    known = any(name == b"cookie" and b"cxkit_" in value for name, value in scope["headers"])
    return not known and (not scope["path"].startswith("/api/") or scope["path"].endswith("/events"))


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
