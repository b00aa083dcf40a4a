"""The door to rooms: whoever knows a code comes in, and nobody can try codes until one fits."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

AT_ONCE = 200
EVERY = 6.0
MOST_NETWORKS = 10_000
_SHARES = {64: 1, 56: 2, 48: 4}
"""How many of these allowances an IPv6 network has, by its prefix: households and houses have more than one of it."""


@dataclass
class Guesses:
    """What one network owes for its wrong codes: until when, on the monotonic clock; and which they were."""

    until: float = 0.0
    codes: set[int] = field(default_factory=set)


@dataclass(frozen=True, kw_only=True)
class Door:
    """Counts wrong codes by network: 200 at once, then one every six seconds (each worker counts for itself).

    A whole venue may share one address: 300 people mistype fifty codes in a minute. So one code counts once, however
    often a forgotten tab asks for it; and while a network guesses, its people still come into the rooms where somebody
    from it is already. Whoever is in carries a pass, and is never held up.
    """

    secret: bytes
    _wrong: dict[str, Guesses] = field(default_factory=dict)
    _at_home: dict[tuple[str, str], None] = field(default_factory=dict)
    """Networks, and the rooms in which they have somebody."""

    def wrong(self, address: str, code: str) -> None:
        """Note a wrong code."""
        now = time.monotonic()
        for network, share in networks(address):
            owed = self._wrong.pop(network, None)
            if owed is None or owed.until <= now:
                owed = Guesses(now)
            if hash(code) not in owed.codes:
                owed.codes.add(hash(code))
                owed.until += EVERY / share
            self._wrong[network] = owed  # the latest comes last
        while len(self._wrong) > MOST_NETWORKS:
            del self._wrong[next(iter(self._wrong))]

    def shut(self, address: str) -> bool:
        """Say whether the address has tried too many."""
        late = time.monotonic() + (AT_ONCE - 1) * EVERY
        return any(network in self._wrong and self._wrong[network].until > late for network, _ in networks(address))

    def welcome(self, address: str, code: str) -> None:
        """Note that somebody at an address is in a room."""
        for network, _ in networks(address):
            self._at_home[network, code] = None
        while len(self._at_home) > MOST_NETWORKS:
            del self._at_home[next(iter(self._at_home))]

    def at_home(self, address: str, code: str) -> bool:
        """Say whether somebody from the address's network is in the room."""
        return any((network, code) in self._at_home for network, _ in networks(address))

    def new_pass(self, code: str) -> str:
        """Return the pass to a room."""
        return hmac.new(self.secret, code.upper().encode(), hashlib.sha256).hexdigest()[:32]

    def fits(self, code: str, shown: str) -> bool:
        """Say whether a pass is one to this room, in a time that tells nothing of how nearly it fits."""
        return hmac.compare_digest(self.new_pass(code).encode(), shown.encode())


def networks(address: str) -> Iterator[tuple[str, int]]:
    """Yield what counts as one with an address, the smallest first, and how many allowances that has."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        yield address, 1
        return
    if isinstance(known, ipaddress.IPv6Address) and not known.ipv4_mapped:
        for prefix, share in _SHARES.items():
            yield str(ipaddress.ip_network((int(known), prefix), strict=False)), share
    else:
        yield str(getattr(known, "ipv4_mapped", known)), 1
