"""What may be seen of a number: all of it, on which side of an end it lies, or nothing."""

from __future__ import annotations

from typing import Any

SHOWN = "shown"
BOUNDED = "bounded"
SUPPRESSED = "suppressed"


def limit(row: Any) -> str | None:
    """Return `row.limit`."""
    found: str | None = row.limit
    return found
