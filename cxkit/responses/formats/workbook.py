"""Workbooks of Excel and its kin (.xlsx), by openpyxl."""

import datetime
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

import pandas as pd

from cxkit.errors import ResponseError
from cxkit.words import say

_BLANK = re.compile(
    rb'<c\b(?=[^>]*\bt="str")[^>]*\br="([A-Z]+\d+)"[^>]*>\s*<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)\s*<v(?:/>|></v>)'
)
"""A formula that came to words, and to none: openpyxl tells it from one without a value no more."""


def read_workbook(path: Path, raw: bytes) -> Iterator[tuple[str, pd.DataFrame]]:
    """Give the name of each sheet that holds anything, and its cells as text: what formulas came to.

    Hidden sheets are left out, unless all are. What is merged over several rows stands in each of them. Raises
    ResponseError.
    """
    from openpyxl import load_workbook  # noqa: PLC0415  (a tenth of a second that only workbooks should cost)

    try:
        book = load_workbook(io.BytesIO(raw), data_only=True)
    except (BadZipFile, KeyError, TypeError, ValueError, OSError) as error:
        raise ResponseError(f"{path}: {say('reading.no_workbook', error=error)}") from None
    sheets = [*_xml(raw)]
    formulas = load_workbook(io.BytesIO(raw)) if any(b"<f" in sheet for sheet in sheets) else None
    blank = {cell.decode() for sheet in sheets for cell in _BLANK.findall(sheet)} if formulas else set()
    held = 0
    seen = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    for sheet in seen or book.worksheets:
        if formulas:
            _check_formulas(path, sheet, formulas[sheet.title], blank)
        rows = [[_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
        for merged in sheet.merged_cells.ranges:
            if merged.min_col == merged.max_col:  # what is merged to the right is a title, or a question's own words
                for row in rows[merged.min_row : merged.max_row]:
                    row[merged.min_col - 1] = rows[merged.min_row - 1][merged.min_col - 1]
        if any(any(row) for row in rows):
            held += 1
            yield sheet.title, pd.DataFrame(rows, index=range(1, len(rows) + 1), dtype=object)
    if not held:
        raise ResponseError(f"{path}: {say('reading.empty_file')}")


def _xml(raw: bytes) -> Iterator[bytes]:
    with ZipFile(io.BytesIO(raw)) as parts:
        yield from (parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/"))


def _check_formulas(path: Path, sheet: Any, formulas: Any, blank: set[str]) -> None:
    """Refuse formulas that nothing has worked out yet: they would be blank. Raises ResponseError."""
    for row in formulas.iter_rows():
        for cell in row:
            if cell.data_type == "f" and sheet[cell.coordinate].value is None and cell.coordinate not in blank:
                told = say("reading.no_value", cell=cell.coordinate, sheet=sheet.title)
                raise ResponseError(f"{path}: {told}")


def _text(cell: object) -> str:
    """Write a cell as it is shown: 9.0 is "9", a date without a clock has none."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        return cell.isoformat(" ", "seconds")
    return str(cell)
