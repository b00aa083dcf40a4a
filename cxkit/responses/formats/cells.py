"""Every cell of a file as text, in rows numbered as a spreadsheet does: CSV, TSV and their kin, and workbooks."""

import csv
import io
import re
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from zipfile import ZipFile, is_zipfile

import pandas as pd

from cxkit.errors import ResponseError
from cxkit.responses.formats.dialects import HEAD, RECORDS, Dialect, dialect, encoding_of
from cxkit.words import say

_PAGE = re.compile(rb"(\xef\xbb\xbf)?\s*<(!doctype|!--|\?xml|html|head|body|meta|table)\b", re.IGNORECASE)

_LARGEST = 1 << 26
"""Bytes of tables that are unpacked in memory."""


@dataclass(frozen=True, kw_only=True)
class Cells:
    """frame: the rows from the headings on, by their number in the file; columns by number, all text.

    said: how the file is written, where that is special. name: of one of several sheets.
    """

    frame: pd.DataFrame
    said: str = ""
    name: str = ""

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
    if is_zipfile(io.BytesIO(raw)) and b"[Content_Types].xml" not in raw:
        return _unpacked(path, raw)
    if raw.startswith(b"\x1f\x8b"):
        raise ResponseError(f"{path}: {say('reading.packed')}")
    if raw.startswith(b"PK\x03\x04"):
        from cxkit.responses.formats.workbook import read_workbook  # noqa: PLC0415

        sheets = list(read_workbook(path, raw))
        several = len(sheets) > 1
        return [
            _from_headings(Cells(frame=frame, said=say("reading.sheet", sheet=name) if several else "", name=name))
            for name, frame in sheets
        ]
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise ResponseError(f"{path}: {say('reading.old_excel')}")
    if _PAGE.match(raw):
        raise ResponseError(f"{path}: {say('reading.web_page')}")
    return [_read_text(path, raw)]


def _unpacked(path: Path, raw: bytes) -> list[Cells]:
    """Read the tables of an archive: a form's, and a table for each of its groups that repeat. Raises ResponseError."""
    with ZipFile(io.BytesIO(raw)) as parts:
        tables = [each for each in parts.infolist() if PurePosixPath(each.filename).suffix.lower() in {".csv", ".tsv"}]
        if (
            not tables
            or sum(each.file_size for each in tables) > _LARGEST
            or any(each.flag_bits & 1 for each in tables)
        ):
            raise ResponseError(f"{path}: {say('reading.packed')}")
        several = len(tables) > 1
        found = []
        for each in tables:
            cells = _read_text(path, parts.read(each))
            sheet = [say("reading.sheet", sheet=each.filename)] if several else []
            found.append(replace(cells, name=each.filename, said=" ".join([*sheet, *filter(None, [cells.said])])))
        return found


def _read_text(path: Path, raw: bytes) -> Cells:
    written = dialect(raw[:HEAD])
    if written.encoding == "utf-8" and encoding_of(raw) != "utf-8":  # the odd letter may come late in the file
        encoding = encoding_of(raw)
        written = Dialect(encoding=encoding, delimiter=written.delimiter, skip=written.skip, head=written.head)
    text = raw.decode(written.encoding, "replace").replace("\0", "")
    lost = text.count("\ufffd")
    unread = say("reading.unread", n=lost, sign="\ufffd") if lost else ""
    said = " ".join(filter(None, (written.said, unread)))
    try:
        return _from_headings(Cells(frame=_table(text.removeprefix("\ufeff"), written), said=said))
    except pd.errors.EmptyDataError:
        raise ResponseError(f"{path}: {say('reading.empty_file')}") from None
    except (pd.errors.ParserError, csv.Error) as error:
        raise ResponseError(f"{path}: {say('reading.no_csv', why=_said(str(error)))}") from None


def _said(error: str) -> str:
    """Say what a parser met in words that help to find it."""
    if many := re.search(r"Expected (\d+) fields in line (\d+), saw (\d+)", error):
        return say("reading.more_cells", line=many[2], has=many[3], others=many[1])
    if opened := re.search(r"EOF inside string starting at row (\d+)", error):
        return say("reading.open_mark", line=int(opened[1]) + 1)
    return f"{error.strip().rstrip('.')}. {say('reading.save_again')}"


def _table(text: str, written: Dialect) -> pd.DataFrame:
    """Lay out text. Rows may be longer than the headings by empty cells; by others, answers would move to the side."""
    try:
        frame = _rows(text, written)
        _refuse_swallowed_rows(frame, len(frame.columns), written.delimiter)
        return frame
    except pd.errors.ParserError:
        widths = [len(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=written.delimiter)]
        if len(widths) <= written.skip:
            raise
        width = widths[written.skip]
        frame = _rows(text, written, columns=range(max(widths)))
        if (frame.iloc[:, width:] != "").any(axis=None):
            raise
        _refuse_swallowed_rows(frame, width, written.delimiter)
        return frame.iloc[:, :width]


def _refuse_swallowed_rows(frame: pd.DataFrame, width: int, delimiter: str) -> None:
    """Refuse a cell with the rest of its row, and others up to there: its mark was closed by that of another row.

    Where that one is further to the right, the row that is made of both is too short.
    """
    each = width - 1
    short = {*frame.index[frame.iloc[:, each] == ""]}
    for place in range(each + 1) if each > 1 else ():
        cells = frame.iloc[:, place]
        for row, cell in cells[cells.str.contains(delimiter, regex=False) & cells.str.contains("[\r\n]")].items():
            lines = [line.count(delimiter) for line in cell.splitlines()]
            *whole, last = lines
            if whole == [each - place, *[each] * (len(lines) - 2)] and (
                last == place or (last > place and row in short)
            ):
                raise csv.Error(say("reading.swallowed", line=row))


def _rows(text: str, written: Dialect, columns: range | None = None) -> pd.DataFrame:
    """Read every row. The headings are one: pandas would rename a second column of the same name."""
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
    return frame.fillna("").set_axis(range(1 + written.skip, len(frame) + 1 + written.skip))


def _from_headings(cells: Cells) -> Cells:
    """Leave out blank rows above the headings."""
    rows = enumerate(cells.frame.itertuples(index=False))
    first = next((at for at, row in rows if any(map(str.strip, row))), None)
    if first is None:
        raise pd.errors.EmptyDataError
    return replace(cells, frame=cells.frame.iloc[first:])
