"""A workshop's Reports as one workbook for a spreadsheet: a sheet a table, headings and words as everywhere else."""

import io
from collections.abc import Iterable, Sequence
from copy import copy
from math import ceil
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import DEFAULT_FONT, Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from cxkit.book.edition import Edition
from cxkit.book.occasion import Occasion
from cxkit.book.tables import CHANGE, COUNT, SCORE, SHARE, Column, Row, Sheet, Value, sheets
from cxkit.book.zip import undated
from cxkit.plots.tokens import colours
from cxkit.reports.report import Report
from cxkit.reports.wording import upper, why_hidden
from cxkit.words import direction, say, speaking, spoken

_WIDTHS = {"": 16, "long": 60, "group": 30, SCORE: 11, CHANGE: 12, SHARE: 14, COUNT: 9}
"""Of columns, by what they hold."""
_READ_ME = (34, 78)
_LINE = 15.0
"""The height of a line of words: who reads in another program than Excel sees all of them, too."""


def workbook(edition: Edition) -> bytes:
    """Return a workbook (.xlsx) of what an edition's Reports show, in its language, and of nothing else.

    Every table has a sheet with a row a result; what is hidden says so, with a note on why.
    """
    reports, occasion = edition.every, edition.occasion
    with speaking(edition.language):
        book = Workbook()
        book.properties.creator = "cxkit"
        book.properties.title = occasion.name or str(reports[0].survey.title)
        first = book.active or book.create_sheet()
        written = [sheet for sheet in sheets(edition) if _write(book, sheet, reports)]
        _read_me(first, reports, occasion, written)
        for sheet in book.worksheets:
            sheet.sheet_view.rightToLeft = direction(spoken()) == "rtl"
        out = io.BytesIO()
        book.save(out)
    return undated(out.getvalue())


def write_workbook(report: Report, path: str | Path) -> Path:
    """Write what a Report shows as a workbook (.xlsx), and nothing else: a sheet a table. Returns the path.

    Raises:
        ReportError: It has rows made by hand that are not as `cxkit.report` makes them.
    """
    Path(path).write_bytes(workbook(Edition(reports=(report.whole,)).writable().in_one_language()))
    return Path(path)


def _write(book: Workbook, sheet: Sheet, reports: Sequence[Report]) -> bool:
    """Write a table, unless it would be empty; tell whether it was written. Of several surveys, each row says which."""
    several = len(reports) > 1
    rows = [(str(report.survey.title), row) for report in reports for row in sheet.rows(report)]
    if not rows:
        return False
    own = book.create_sheet(sheet.name)
    columns = (Column(say("workbook.survey"), "group"), *sheet.columns) if several else sheet.columns
    for place, column in enumerate(columns, 1):
        _head(own.cell(1, place, column.heading), column)
        own.column_dimensions[get_column_letter(place)].width = _WIDTHS[column.holds]
    looks: dict[str, Any] = {}
    for line, (title, row) in enumerate(rows, 2):
        cells = (title, *row.cells) if several else tuple(row.cells)
        notes = {place + several: words for place, words in row.notes}
        _write_row(own, line, columns, Row(cells, row.hidden, tuple(notes.items())), looks)
    last = get_column_letter(len(columns))
    own.freeze_panes = own.cell(2, 2)
    own.auto_filter.ref = f"A1:{last}{len(rows) + 1}"
    own.sheet_view.zoomScale = 110
    own.page_setup.orientation, own.page_setup.paperSize, own.page_setup.fitToHeight = "landscape", 9, 0
    own.sheet_properties.pageSetUpPr.fitToPage = True
    own.print_title_rows = "1:1"
    return True


def _write_row(own: Worksheet, line: int, columns: Sequence[Column], row: Row, looks: dict[str, Any]) -> None:
    """Write a row. looks: of a cell, by what its column holds; to look each up anew takes half of all the time."""
    said = False
    _high(own, line, (_WIDTHS[column.holds] for column in columns), row.cells)
    for place, (column, value) in enumerate(zip(columns, row.cells, strict=True)):
        cell = own.cell(line, place + 1)
        if column.holds not in looks:
            cell.alignment = _aligned(column)
            cell.border = Border(bottom=Side("hair", color=_hue("rule")))
            looks[column.holds] = cell._style
        cell._style = copy(looks[column.holds])
        if isinstance(value, str):
            _say(cell, value)
        elif value is not None:
            cell.value, cell.number_format = value, column.holds
        elif row.hidden:
            cell.fill = PatternFill("lightUp", fgColor=_hue("rule"))
            if not said:
                _say(cell, say("report.hidden"))
                cell.font = _font("soft", italic=True)
                _note(cell, row.hidden)
                said = True
        for at, words in row.notes:
            if at == place:
                _note(cell, words)


def _read_me(own: Worksheet, reports: Sequence[Report], occasion: Occasion, written: Sequence[Sheet]) -> None:
    """Write the first sheet: whose results these are, how to read them, and what is on which sheet."""
    own.title = say("workbook.read_me")
    own.sheet_view.showGridLines = False
    own.column_dimensions["A"].width, own.column_dimensions["B"].width = _READ_ME
    _say(own["A1"], occasion.name or str(reports[0].survey.title))
    own["A1"].font = _font(size=20, bold=True)
    own.row_dimensions[1].height = 2 * _LINE
    row = 2
    for words in occasion.lines:
        _say(own.cell(row, 1), words)
        row += 1
    row += 1
    for report in reports:
        people = say("summary.answered_few") if report.n is None else say("summary.answered", n=report.n)
        _pair(own, row, str(report.survey.title), people)
        row += 1
    row += 1
    for heading, words in (
        (say("workbook.how_to_read"), say("workbook.reading")),
        (say("report.hidden"), f"{why_hidden()} {say('workbook.what_is_hidden')}"),
    ):
        _pair(own, row, upper(heading), words)
        row += 1
    row += 1
    for sheet in written:
        _pair(own, row, sheet.name, sheet.about)
        own.cell(row, 1).hyperlink = Hyperlink(own.cell(row, 1).coordinate, location=f"'{sheet.name}'!A1")
        own.cell(row, 1).font = _font("accent", underline="single")
        row += 1
    own.page_setup.orientation, own.page_setup.paperSize, own.page_setup.fitToHeight = "landscape", 9, 0
    own.sheet_properties.pageSetUpPr.fitToPage = True


def _pair(own: Worksheet, row: int, name: str, words: str) -> None:
    _say(own.cell(row, 1), name)
    _say(own.cell(row, 2), words)
    own.cell(row, 1).font = _font(bold=True)
    for place in (1, 2):
        own.cell(row, place).alignment = Alignment(vertical="top", wrap_text=True)
    _high(own, row, _READ_ME, (name, words))


def _head(cell: Cell, column: Column) -> None:
    cell.font = _font(bold=True)
    cell.fill = PatternFill("solid", fgColor=_hue("wash"))
    cell.border = Border(bottom=Side("medium", color=_hue("line")))
    cell.alignment = _aligned(column)


def _aligned(column: Column) -> Alignment:
    if column.number:
        return Alignment(vertical="top", horizontal="right")
    begins = "right" if direction(spoken()) == "rtl" else "left"  # without a side, programs leave the space out
    return Alignment(vertical="top", wrap_text=True, horizontal=begins, indent=1)


def _font(colour: str = "ink", **more: Any) -> Font:
    return Font(name=DEFAULT_FONT.name, **{"size": 11, "color": _hue(colour), **more})


def _high(own: Worksheet, line: int, widths: Iterable[float], cells: Iterable[Value]) -> None:
    """Make a line as high as its words need."""
    lines = [
        ceil(len(words) * 1.1 / width) for width, words in zip(widths, cells, strict=True) if isinstance(words, str)
    ]
    own.row_dimensions[line].height = _LINE * max([1, *lines])


def _say(cell: Cell, words: str) -> None:
    """Write words as words: what begins with = is no formula, and what no file may hold is left out."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", words)
    cell.data_type = "s"
    cell.quotePrefix = words[:1] in tuple("=+-@")


def _note(cell: Cell, words: str) -> None:
    cell.comment = Comment(words, "cxkit", height=90, width=320)


def _hue(token: str) -> str:
    return f"FF{colours()[token][1:]}"
