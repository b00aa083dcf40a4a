"""How fast new responses come: people come one by one, and a program that invents them does not."""

import time
from dataclasses import dataclass, field

from cxkit.live.serving.rate_limit import MOST_NETWORKS, networks

AT_ONCE = 400
"""So many from one network: a full hall behind one address."""
EVERY = 1.0
"""Seconds from each further one to the next."""


@dataclass(frozen=True)
class Pace:
    """Counts new responses by network (each worker counts for itself)."""

    _until: dict[str, float] = field(default_factory=dict)

    def admits(self, address: str) -> bool:
        """Say whether a new response may come from there now, and count it."""
        now = time.monotonic()
        network = next(name for name, _ in networks(address))
        until = max(now, self._until.pop(network, now)) + EVERY
        admitted = until <= now + AT_ONCE * EVERY
        self._until[network] = until if admitted else until - EVERY  # the latest comes last
        if len(self._until) > MOST_NETWORKS:
            del self._until[next(iter(self._until))]
        return admitted
