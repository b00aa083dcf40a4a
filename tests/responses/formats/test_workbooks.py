"""What workbooks have beyond cells: what is merged over rows, and sheets beside the one with answers."""

import csv
import io
import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

import cxkit as cx
from cxkit.errors import ResponseError
from tests.responses.formats import test_tools as tools
from tests.responses.formats.test_cells import HEADINGS, PEOPLE
from tests.strategies import small_survey


def test_what_is_merged_over_rows_stands_in_each_of_them(tmp_path: Path) -> None:
    """A team's name over all of its people: they are no people without a team."""
    book = Workbook()
    for row in csv.reader((HEADINGS + PEOPLE).splitlines()):
        book.active.append(row)
    book.active["B3"], book.active["B4"] = "A", None
    book.active.merge_cells("B2:B4")
    book.save(tmp_path / "answers.xlsx")
    answers = cx.read_responses(tmp_path / "answers.xlsx", small_survey())
    assert answers.frame["team"].to_list() == ["A", "A", "A", "A"]


def test_of_several_sheets_with_answers_none_is_left_out_in_silence(tmp_path: Path) -> None:
    """One that is hidden is nobody's; of two that are seen somebody has to say which."""
    book = Workbook()
    for title in ("March", "April"):
        sheet = book.create_sheet(title)
        for row in csv.reader((HEADINGS + PEOPLE[: 17 if title == "March" else None]).splitlines()):
            sheet.append(row)
    book.save(file := tmp_path / "answers.xlsx")
    with pytest.raises(ResponseError, match="2 of its sheets hold answers to the same questions"):
        cx.read_responses(file, small_survey())
    book["March"].sheet_state = "hidden"
    book.save(file)
    assert len(cx.read_responses(file, small_survey())) == 4


def test_a_workbook_is_read_as_its_text_would_be(tmp_path: Path) -> None:
    """Numbers that a spreadsheet keeps as fractions, dates, and a second sheet that holds no answers."""
    book = Workbook()
    for row in csv.reader(io.StringIO((tools.FIXTURES / "google-forms.csv").read_text(encoding="utf-8"), newline="")):
        book.active.append(row)
    book.create_sheet("Notes", 0).append(["Ask Ada", "about this"])
    book.save(tmp_path / "answers.xlsx")
    read = cx.read_responses(tmp_path / "answers.xlsx", tools.asked())
    assert tools.people(read) == tools.PEOPLE
    assert "Of its sheets, “Sheet” is read." in read.notes
    book["Sheet"]["D2"] = "=1+3"  # a program wrote it, and no spreadsheet has worked it out
    book.save(tmp_path / "answers.xlsx")
    with pytest.raises(ResponseError, match="formula in D2 of “Sheet” has no value yet"):
        cx.read_responses(tmp_path / "answers.xlsx", tools.asked())


def test_a_formula_that_came_to_nothing_has_a_value(tmp_path: Path) -> None:
    """As Excel writes =IF(A2="","",1): to save it there, as is asked where none was worked out, changes nothing."""
    book = Workbook()
    for number, row in enumerate(csv.reader((HEADINGS + PEOPLE).splitlines())):
        book.active.append([*row, '=IF(A2="","",1)' if number else "Notes"])
    book.save(made := tmp_path / "made.xlsx")
    with ZipFile(made) as old, ZipFile(tmp_path / "answers.xlsx", "w") as new:
        for name in old.namelist():
            cell = re.compile(rb'<c r="(\w+)"([^>]*)><f>(.*?)</f><v ?(?:/>|></v>)')
            new.writestr(name, cell.sub(rb'<c r="\1"\2 t="str"><f>\3</f><v></v>', old.read(name)))
    with pytest.raises(ResponseError, match="has no value yet"):
        cx.read_responses(made, small_survey())
    assert len(cx.read_responses(tmp_path / "answers.xlsx", small_survey())) == 4
