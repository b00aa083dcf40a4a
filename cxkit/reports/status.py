"""What may be seen of a number: all of it, or nothing."""

from __future__ import annotations

SHOWN = "shown"
SUPPRESSED = "suppressed"
