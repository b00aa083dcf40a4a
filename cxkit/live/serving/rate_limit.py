"""The door to rooms: whoever knows a code comes in, and nobody can try codes until one fits."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import time
from dataclasses import dataclass, field

AT_ONCE = 20
EVERY = 6.0
MOST_ADDRESSES = 10_000


@dataclass(frozen=True, kw_only=True)
class Door:
    """Counts wrong codes by network address: 20 at once, then one every six seconds (each worker counts for itself).

    A whole venue may share one address. So a phone that has been let in carries a pass, the same for everybody in its
    room, and is never held up by a neighbour who guesses.
    """

    secret: bytes
    _wrong: dict[str, float] = field(default_factory=dict)
    """Until when an address is paying for its wrong codes, on the monotonic clock."""

    def wrong(self, address: str) -> None:
        """Note a wrong code."""
        now = time.monotonic()
        if len(self._wrong) >= MOST_ADDRESSES:
            for paid in [known for known, until in self._wrong.items() if until <= now]:
                del self._wrong[paid]
        network = _network(address)
        self._wrong[network] = max(now, self._wrong.get(network, now)) + EVERY

    def shut(self, address: str) -> bool:
        """Say whether the address has tried too many."""
        return self._wrong.get(_network(address), 0) > time.monotonic() + (AT_ONCE - 1) * EVERY

    def new_pass(self, code: str) -> str:
        """Return the pass to a room."""
        return hmac.new(self.secret, code.upper().encode(), hashlib.sha256).hexdigest()[:32]

    def fits(self, code: str, shown: str) -> bool:
        """Say whether a pass is one to this room, in a time that tells nothing of how nearly it fits."""
        return hmac.compare_digest(self.new_pass(code).encode(), shown.encode())


def _network(address: str) -> str:
    """Return the address, or its network where one household has more addresses than there are codes."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((known, 64), strict=False)) if known.version == 6 else address
