"""Connections that listen and never end: how many one visitor may hold, so that some are left for everybody else."""

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
    """Counts phones that listen, by network and by those that it is part of (each worker counts for itself)."""

    _open: Counter[str] = field(default_factory=Counter)

    def full(self, address: str) -> bool:
        """Say whether a network has all that it may: never more than a third of what the system lets us open."""
        return any(self._open[network] >= min(MOST * share, third()) for network, share in networks(address))

    @contextmanager
    def counted(self, address: str) -> Iterator[None]:
        """Count one while it is open."""
        one = Counter(network for network, _ in networks(address))
        self._open.update(one)
        try:
            yield
        finally:
            self._open.subtract(one)
            for network in one:
                if not self._open[network]:
                    del self._open[network]
