"""The door to rooms: whoever knows a code comes in, and who tries many codes waits for each answer.

A right code is never refused: a venue, a campus or a mobile network may share one address with whoever guesses. So
what keeps guessers out is how many codes there are, even where a server does nothing but answer them. A hosted
room's code has nine of 23 letters, 1.8 million millions of codes. At 2,000 answers a second, all that a small server
has, with a hundred rooms open, a whole day of guessing finds one of them with a chance of 1 in 100, and a certain one
with 1 in 10,000. It would let somebody in as one more participant: nobody's answers are seen there, and who steers a
room has a key. The waiting is for all who are in less of a hurry, and spares the store.
"""

import asyncio
import hashlib
import hmac
import ipaddress
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

AT_ONCE = 200
EVERY = 6.0
STEP, LONGEST = 0.1, 4.0
"""By how many seconds each further wrong code delays an answer, and the most: a phone gives up after eight."""
MOST_WAITING = 200
"""So many wait at a time. Of more than that the eldest go on, from the network that has most of them."""
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

    300 people mistype fifty codes in a minute. One code counts once, however often a forgotten tab asks for it. Beyond
    that each answer to a code, right or wrong, comes a little later than the one before. Whoever is in carries a pass,
    and never waits.
    """

    secret: bytes
    _wrong: dict[str, Guesses] = field(default_factory=dict)
    _waiting: dict[str, dict[asyncio.Event, None]] = field(default_factory=dict)
    """Who waits for an answer, by network, the eldest first: connections, and none of the threads that answer."""

    def wrong(self, address: str, code: str) -> None:
        """Note a wrong code."""
        now = time.monotonic()
        for network, share in networks(address):
            owed = self._wrong.pop(network, None)
            if owed is None or owed.until <= now:
                owed = Guesses(now)
            if hash(code) not in owed.codes and owed.until < now + (AT_ONCE + LONGEST / STEP) * EVERY:
                owed.codes.add(hash(code))
                owed.until += EVERY / share
            self._wrong[network] = owed  # the latest comes last
        while len(self._wrong) > MOST_NETWORKS:
            del self._wrong[next(iter(self._wrong))]

    def delay(self, address: str) -> float:
        """Return how many seconds an answer to a code waits at the moment."""
        if not self._wrong:  # as nearly always, and every request asks
            return 0.0
        free = time.monotonic() + (AT_ONCE - 1) * EVERY
        late = max(self._wrong[one].until - free if one in self._wrong else 0 for one, _ in networks(address))
        return min(LONGEST, max(0, late) / EVERY * STEP)

    async def wait(self, address: str) -> None:
        """Wait for as long as that, or until too many others do."""
        delay, (network, _) = self.delay(address), next(networks(address))
        if not delay:
            return
        goes_on = asyncio.Event()
        self._waiting.setdefault(network, {})[goes_on] = None
        if sum(map(len, self._waiting.values())) > MOST_WAITING:
            crowd = max(self._waiting.values(), key=len)
            eldest = next(iter(crowd))
            del crowd[eldest]
            eldest.set()
        try:
            await asyncio.wait_for(goes_on.wait(), delay)
        except TimeoutError:
            pass
        finally:
            neighbours = self._waiting.get(network, {})
            neighbours.pop(goes_on, None)
            if not neighbours:
                self._waiting.pop(network, None)

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
