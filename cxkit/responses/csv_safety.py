"""Cells of a CSV file that may be opened in a spreadsheet: guarded on the way out, as they were on the way in."""

import csv
import io
from collections.abc import Iterable

FORMULA = frozenset("=+-@\t\r")


def harmless(cell: object) -> object:
    """Keep a spreadsheet from running what somebody wrote as a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in FORMULA else cell


def spreadsheet(rows: Iterable[Iterable[object]]) -> bytes:
    """Return rows as a CSV file that spreadsheets take for UTF-8, by its first mark, and run nothing of."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(map(harmless, row) for row in rows)
    return out.getvalue().encode("utf-8-sig")


def unguarded(text: str) -> str:
    """Return a cell without the apostrophe that kept a spreadsheet from running it, however often it was guarded."""
    bare = text.lstrip("'")
    return bare if bare[:1] in FORMULA else text
