"""Cells of a CSV file that may be opened in a spreadsheet."""

from __future__ import annotations

FORMULA = frozenset("=+-@\t\r")


def harmless(cell: object) -> object:
    """Keep a spreadsheet from running what somebody wrote as a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in FORMULA else cell
