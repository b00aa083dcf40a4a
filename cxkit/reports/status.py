"""What may be seen of a number: all of it, on which side of an end it lies, or nothing."""

from __future__ import annotations

SHOWN = "shown"
BOUNDED = "bounded"
SUPPRESSED = "suppressed"
