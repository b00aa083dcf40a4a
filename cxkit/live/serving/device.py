"""How fast people begin on one device: it keeps a mark of it, also when it is passed on."""

import hashlib
import hmac
import time
from dataclasses import dataclass

AT_ONCE = 3
"""So many on one device: a phone that goes from hand to hand, and somebody who tapped wrongly."""
EVERY = 60
"""Seconds from each further one to the next: nobody answers faster."""


@dataclass(frozen=True, kw_only=True)
class DevicePace:
    """Makes the mark: until when a device owes, signed. It does not say whose device it is, and is kept nowhere else.

    Whoever clears the browser, or has no browser, has no mark: that is for the pace of their network to hold up.
    """

    secret: bytes

    def one_more(self, code: str, shown: str) -> str:
        """Return a device's mark once one more has begun on it in a room; "" where too many just have."""
        now = int(time.time())
        most = now + AT_ONCE * EVERY
        until, _, signed = shown.partition("-")
        owes = until.isdecimal() and hmac.compare_digest(signed.encode(), self._signed(code, until).encode())
        # A clock that was set back would hold people up for as long as that.
        after = (int(until) if owes and now < int(until) <= most else now) + EVERY
        return f"{after}-{self._signed(code, str(after))}" if after <= most else ""

    def _signed(self, code: str, until: str) -> str:
        return hmac.new(self.secret, f"{code} {until}".encode(), hashlib.sha256).hexdigest()[:32]
