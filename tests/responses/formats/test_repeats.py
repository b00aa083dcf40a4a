"""One person's rows: forms that repeat and events that follow do not make several people of one, and lose nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from openpyxl import Workbook

import cxkit as cx
from cxkit.errors import ResponseError
from tests.responses.formats.test_tools import asked, people

PEOPLE = [("leader", "Phones", 4, 5, 2, 1), ("frontline", "Büro", 3, 2, None, 5)]
EVENTS = """record_id,redcap_event_name,role,team,about_complete,listens,helps,quick,waits,climate_complete
1,enrolment_arm_1,leader,Phones,2,,,,,
1,survey_arm_1,,,,4,5,2,1,2
2,enrolment_arm_1,frontline,Büro,2,,,,,
2,survey_arm_1,,,,3,2,,5,0
"""
HEADINGS = (
    "Record ID,Event Name,Repeat Instrument,Repeat Instance,role,team,listens,helps,quick,waits,Complete?,on,Complete?"
)
REPEATS = f"""{HEADINGS}
1,Start,,,leader,Phones,4,5,2,1,Complete,,
1,Start,Visits,1,,,,,,,,2031-03-04,Complete
1,Start,Visits,2,,,,,,,,2031-03-05,Complete
2,Start,,,frontline,Büro,3,2,,5,Incomplete,,
2,Start,Visits,1,,,,,,,,2031-03-04,Complete
"""


@pytest.mark.parametrize(("text", "more"), [(EVENTS, 2), (REPEATS, 3)])
def test_rows_of_one_record_are_one_person(tmp_path: Path, text: str, more: int) -> None:
    """With what each of its rows says, as numbers or as labels; those in are those counted and those put together."""
    file = tmp_path / "answers.csv"
    file.write_text(text, encoding="utf-8")
    answers = cx.read_responses(file, asked())
    assert people(answers) == PEOPLE
    assert f"{more} row(s) are further ones of the same record" in "\n".join(answers.notes)
    assert f"Of {2 + more} rows, 2 are counted." in answers.notes
    assert "1 row(s) are unfinished: they count with what they answered." in answers.notes


def test_who_answered_in_two_events_is_not_two_people(tmp_path: Path) -> None:
    """Nor is one of the answers chosen: somebody has to say which counts."""
    file = tmp_path / "answers.csv"
    file.write_text(EVENTS + "2,later_arm_1,,,,4,4,,4,2\n", encoding="utf-8")
    with pytest.raises(ResponseError, match=r"1 record\(s\) .*, such as 2 \(survey_arm_1, later_arm_1\)"):
        cx.read_responses(file, asked())


def test_without_the_records_numbers_nobody_can_tell_whose_rows_they_are(tmp_path: Path) -> None:
    """As after people took the first column out."""
    file = tmp_path / "answers.csv"
    file.write_text(re.sub(r"(?m)^[^,\n]+,", "", EVENTS), encoding="utf-8")
    with pytest.raises(ResponseError, match="begin with “redcap_event_name”, and not with the number of the record"):
        cx.read_responses(file, asked())


def kobo(file: Path, parents: tuple[int, ...]) -> Path:
    """Write a form with a group that repeats, on a sheet of its own."""
    book = Workbook()
    for row in [["role", "team", "_id", "_uuid", "_submission_time", "_index"], ["leader", "Phones", 9, "u", "x", 1]]:
        book.active.append(row)
    sheet = book.create_sheet("often")
    sheet.append([*(f"often/{item.id}" for item in asked().items), "_index", "_parent_table_name", "_parent_index"])
    for at, parent in enumerate(parents, 1):
        sheet.append([4, 5, 2, at % 5 + 1, at, "form", parent])
    book.save(file)
    return file


def test_a_group_that_repeats_makes_no_people(tmp_path: Path) -> None:
    """Where one form has it several times; where each has it once, what is not read is said."""
    with pytest.raises(ResponseError, match=r"and 1 form\(s\) have them several times"):
        cx.read_responses(kobo(tmp_path / "answers.xlsx", (1, 1, 2)), asked())
    once = cx.read_responses(kobo(tmp_path / "answers.xlsx", (1, 2)), asked())
    assert len(once) == 2
    assert "What the form itself asks, such as a role, is not read" in "\n".join(once.notes)


@pytest.mark.parametrize("headings", ["PARENT_KEY,KEY", "KEY,PARENT_KEY"])
def test_nor_in_a_file_of_its_own(tmp_path: Path, headings: str) -> None:
    """As ODK Central writes it."""
    file = tmp_path / "answers.csv"
    keys = ["uuid:1,uuid:1/often[1]", "uuid:1,uuid:1/often[2]", "uuid:2,uuid:2/often[1]"]
    keys = keys if headings.startswith("PARENT") else [",".join(reversed(key.split(","))) for key in keys]
    rows = [f"listens,helps,quick,waits,{headings}", *(f"4,5,2,{at},{key}" for at, key in enumerate(keys, 1))]
    file.write_text("\n".join(rows))
    with pytest.raises(ResponseError, match=r"and 1 form\(s\) have them several times"):
        cx.read_responses(file, asked())
