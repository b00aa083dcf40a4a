"""A countdown that survives a restart of the program, a laptop that sleeps, and whoever sets the laptop's clock."""

import socket
import time
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

LONGEST = 3 * 3600


def begun(seconds: int) -> dict[str, Any] | None:
    """Return the timer that ends in so many seconds, as it is kept; None: of more than three hours, or of none."""
    if not 0 < seconds <= LONGEST:
        return None
    # By the wall clock, too: for a machine that is started anew meanwhile, or another one.
    return {"of": seconds, "ends": time.time() + seconds, "machine": _machine(), "steady": _steady() + seconds}


def left(timer: Mapping[str, Any]) -> float:
    """Return how many seconds a timer still has; below 0: how long it has been over."""
    if timer.get("machine") == _machine() and (here := timer["steady"] - _steady()) <= timer["of"]:
        return float(here)
    return float(timer["ends"] - time.time())


def passed(timer: Mapping[str, Any]) -> float:
    """Return how many seconds ago a timer began."""
    return float(timer["of"] - left(timer))


def _steady() -> float:
    """Return seconds of a clock that nobody sets, and that goes on while the machine sleeps."""
    clock = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", None))  # of Linux, of macOS
    return time.monotonic() if clock is None else time.clock_gettime(clock)


@cache
def _machine() -> str:
    """Name this machine since its last start; where that cannot be told, this machine."""
    with suppress(OSError):
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    return socket.gethostname()
