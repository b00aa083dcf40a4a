"""Every cell of a file as text, in rows numbered as a spreadsheet does: CSV, TSV and their kin, and workbooks."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from cxkit.errors import ResponseError
from cxkit.responses.formats.dialects import HEAD, RECORDS, Dialect, dialect, encoding_of


@dataclass(frozen=True, kw_only=True)
class Cells:
    """frame: the rows from the headings on, by their number in the file; columns by number, all text.

    said: how the file is written, where that is special.
    """

    frame: pd.DataFrame
    said: str = ""

    @property
    def head(self) -> list[tuple[str, ...]]:
        """The first rows in which anything stands."""
        rows = self.frame.head(RECORDS).itertuples(index=False, name=None)
        return [tuple(row) for row in rows if any(map(str.strip, row))]


def read_cells(path: Path) -> list[Cells]:
    """Read a file: one table, or one for each sheet of a workbook. Raises ResponseError."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise ResponseError(f"{path}: there is no such file.") from None
    except OSError as error:
        raise ResponseError(f"{path}: cannot be read ({error.strerror}).") from None
    if raw.startswith(b"PK\x03\x04"):
        from cxkit.responses.formats.workbook import read_workbook  # noqa: PLC0415

        return [_from_headings(Cells(frame=frame)) for frame in read_workbook(path, raw)]
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise ResponseError(f"{path}: is an old or locked Excel file. In Excel, save it as .xlsx without a password.")
    if raw.lstrip()[:1] == b"<":
        raise ResponseError(f"{path}: is a web page (HTML or XML), not a table. Download it again, as CSV or .xlsx.")
    written = dialect(raw[:HEAD])
    if written.encoding == "utf-8" and encoding_of(raw) != "utf-8":  # the odd letter may come late in the file
        encoding = encoding_of(raw)
        written = Dialect(encoding=encoding, delimiter=written.delimiter, skip=written.skip, head=written.head)
    text = raw.decode(written.encoding, "replace").replace("\0", "")
    try:
        frame = _table(text.removeprefix("\ufeff"), written)
    except pd.errors.EmptyDataError:
        raise ResponseError(f"{path}: the file is empty. It needs a header row with the survey's item ids.") from None
    except (pd.errors.ParserError, csv.Error) as error:
        raise ResponseError(f"{path}: is not a readable CSV file: {str(error).strip()}.") from None
    return [_from_headings(Cells(frame=frame, said=written.said))]


def _table(text: str, written: Dialect) -> pd.DataFrame:
    """Lay out text. The headings are read as a row: pandas would rename a second column of the same name."""
    columns: list[int] | None = None
    while True:
        try:
            frame = pd.read_csv(
                io.StringIO(text, newline=""),
                sep=written.delimiter,
                header=None,
                names=columns,
                dtype=object,
                keep_default_na=False,
                skip_blank_lines=False,
                skiprows=written.skip,
            )
        except pd.errors.ParserError as error:
            widths = [len(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=written.delimiter)]
            if columns or len(widths) <= written.skip:
                raise
            # Rows may be longer than the headings by empty cells; by anything else, answers would move to the side.
            columns, width, too_long = list(range(max(widths))), widths[written.skip], error
            continue
        frame = frame.fillna("").set_axis(range(1 + written.skip, len(frame) + 1 + written.skip))
        if columns and (frame[columns[width:]] != "").any(axis=None):
            raise too_long
        return frame if not columns else frame[columns[:width]]


def _from_headings(cells: Cells) -> Cells:
    """Leave out blank rows above the headings."""
    first = next((at for at, row in enumerate(cells.frame.itertuples(index=False)) if any(map(str.strip, row))), 0)
    return Cells(frame=cells.frame.iloc[first:], said=cells.said)
