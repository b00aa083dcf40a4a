"""Connections that listen and never end: how many one visitor may hold, so that some are left for everybody else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from cxkit.live.serving.open_files import third
from cxkit.live.serving.rate_limit import networks

MOST = 2000
"""So many from one network: two full halls behind one address. Who comes after that asks, instead of listening."""


@dataclass(frozen=True)
class Streams:
    """Counts phones that listen, by network (each worker counts for itself)."""

    _open: Counter[str] = field(default_factory=Counter)

    def full(self, address: str) -> bool:
        """Say whether a network has all that it may: never more than a third of what the system lets us open."""
        return self._open[_network(address)] >= min(MOST, third())

    @contextmanager
    def counted(self, address: str) -> Iterator[None]:
        """Count one while it is open."""
        network = _network(address)
        self._open[network] += 1
        try:
            yield
        finally:
            self._open[network] -= 1
            if not self._open[network]:
                del self._open[network]


def _network(address: str) -> str:
    return next(networks(address))[0]
