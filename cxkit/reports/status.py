"""What may be seen of a number: all of it, or nothing."""

SHOWN = "shown"
SUPPRESSED = "suppressed"
