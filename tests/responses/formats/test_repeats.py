"""One person's rows: forms that repeat and events that follow do not make several people of one, and lose nothing."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook

import cxkit as cx
from cxkit.errors import ResponseError
from cxkit.responses.formats.draft import Draft
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


FORM = ["start", "intro/role", "intro/team", "_id", "_uuid", "_submission_time", "_status", "_submitted_by", "_index"]
OFTEN = ["often/listens", "often/helps", "often/quick", "often/waits"]
OF_ROW = ["_index", "_parent_table_name", "_parent_index", "_submission__id", "_submission__uuid"]
ABOUT = [("leader", "Phones"), ("frontline", "Büro"), ("frontline", "Phones")]
GIVEN = [(4, 5, 2, 1), (3, 2, 1, 5), (1, 1, 2, 2), (5, 5, 4, 4)]


def kobo(
    file: Path,
    rows: Sequence[tuple[int, Sequence[Any]]],
    asked: Sequence[str] = OFTEN,
    inner: Sequence[tuple[int, Sequence[Any]]] = (),
) -> Path:
    """Write a form of three forms with a group that repeats, and one within it, on sheets of their own.

    rows: the form that each belongs to, and what it was answered.
    """
    book = Workbook()
    book.active.title = "Climate"
    book.active.append(FORM)
    for at, about in enumerate(ABOUT, 1):
        book.active.append(["2031-03-04", *about, 900 + at, f"u{at}", "2031-03-04", "submitted", "", at])
    for name, above, headings, given in (("often", "Climate", asked, rows), ("inner", "often", OFTEN, inner)):
        sheet = book.create_sheet(name)
        sheet.append([*headings, *OF_ROW])
        for at, (parent, answers) in enumerate(given, 1):
            sheet.append([*answers, at, above, parent, 900 + parent, f"u{parent}"])
    book.save(file)
    return file


def test_a_row_of_a_group_that_repeats_has_what_its_form_says(tmp_path: Path) -> None:
    """Its role and team; the forms without a row are said, and whoever filled them in is no answer."""
    file = kobo(tmp_path / "answers.xlsx", [(3, GIVEN[0]), (1, GIVEN[1])])
    answers = cx.read_responses(file, asked())
    assert people(answers) == [(*ABOUT[2], *GIVEN[0]), (*ABOUT[0], *GIVEN[1])]
    said = "Each row of “often” is read with what its form says in Climate. 1 form(s) have no row in “often”"
    assert said in "\n".join(answers.notes)
    assert "_submitted_by" in answers.dropped
    assert cx.tally(answers, asked(), by="role").respondents == {("leader",): 1, ("frontline",): 1}


def test_as_has_one_of_a_group_within_it(tmp_path: Path) -> None:
    """By two steps: the row of the group, and the form of that."""
    file = kobo(tmp_path / "answers.xlsx", [(2, ["pen"]), (1, ["ink"])], ["often/tool"], [(1, GIVEN[0]), (2, GIVEN[1])])
    assert people(cx.read_responses(file, asked())) == [(*ABOUT[1], *GIVEN[0]), (*ABOUT[0], *GIVEN[1])]


def test_items_in_the_form_and_in_its_group_are_one_persons(tmp_path: Path) -> None:
    """Where each form has the group once; where one has it twice, nobody can tell who answered what."""
    rows = [(1, GIVEN[0][:2]), (3, GIVEN[2][:2]), (2, GIVEN[1][:2])]
    book = load_workbook(kobo(tmp_path / "answers.xlsx", rows, OFTEN[:2]))
    for row, values in enumerate([OFTEN[2:], GIVEN[0][2:], GIVEN[1][2:], GIVEN[2][2:]], 1):
        for column, value in enumerate(values, len(FORM) + 1):
            book["Climate"].cell(row, column, value)
    book.save(file := tmp_path / "answers.xlsx")
    assert people(cx.read_responses(file, asked())) == [(*ABOUT[at], *GIVEN[at]) for at in range(3)]
    book["often"].append([*GIVEN[3][:2], 4, "Climate", 3])
    book.save(file)
    with pytest.raises(ResponseError, match="“often” does not have one row for each form"):
        cx.read_responses(file, asked())


def test_a_group_that_repeats_makes_no_people(tmp_path: Path) -> None:
    """Where one form has it several times, also where each row has its own team: one person may go through them."""
    with pytest.raises(ResponseError, match=r"and 1 form\(s\) have them several times"):
        cx.read_responses(kobo(tmp_path / "answers.xlsx", [(1, GIVEN[0]), (1, GIVEN[1]), (2, GIVEN[2])]), asked())
    teams = [(1, ("A", *GIVEN[0])), (1, ("B", *GIVEN[1])), (2, ("A", *GIVEN[2])), (2, ("C", *GIVEN[3]))]
    with pytest.raises(ResponseError, match=r"and 2 form\(s\) have them several times"):
        cx.read_responses(kobo(tmp_path / "answers.xlsx", teams, ["often/team", *OFTEN]), asked())


def test_rows_that_say_who_they_are_are_people(tmp_path: Path) -> None:
    """Two of a form's with the same role, of which one more has another: nobody goes through their own role twice."""
    roles = ["frontline", "leader", "frontline", "leader"]
    rows = [(1, (role, *given)) for role, given in zip(roles, GIVEN, strict=True)]
    answers = cx.read_responses(kobo(tmp_path / "answers.xlsx", rows, ["often/role", *OFTEN]), asked())
    assert people(answers) == [(role, "Phones", *given) for role, given in zip(roles, GIVEN, strict=True)]
    assert "1 form(s) have several rows, 4 in all, and each is counted as a person" in "\n".join(answers.notes)


def test_a_draft_asks_what_stands_in_the_group_and_in_its_form(tmp_path: Path) -> None:
    """Items from the one, and attributes from the other."""
    rows = [(1 + at % 3, [1 + at % 5, 1 + at * 2 % 5, 1 + at * 3 % 5, 5 - at % 5]) for at in range(30)]
    text = Draft.of(kobo(tmp_path / "answers.xlsx", rows)).text("climate", "Climate")
    assert [f'text: "{item}"' in text for item in OFTEN] == [True] * 4
    assert 'title: "intro/role"\n    options: {frontline: "frontline", leader: "leader"}' in text


@pytest.mark.parametrize("headings", ["PARENT_KEY,KEY", "KEY,PARENT_KEY"])
def test_nor_in_a_file_of_its_own(tmp_path: Path, headings: str) -> None:
    """As ODK Central writes it; with its form's, in one archive, each row has what its form says."""
    keys = ["uuid:2,uuid:2/often[1]", "uuid:1,uuid:1/often[1]"]
    keys = keys if headings.startswith("PARENT") else [",".join(reversed(key.split(","))) for key in keys]
    rows = [f"listens,helps,quick,waits,{headings}", *(f"4,5,2,{at},{key}" for at, key in enumerate(keys, 1))]
    file = tmp_path / "answers.csv"
    file.write_text("\n".join([*rows, rows[-1]]))
    with pytest.raises(ResponseError, match=r"and 1 form\(s\) have them several times"):
        cx.read_responses(file, asked())
    file.write_text("\n".join(rows))
    assert "What the form itself asks, such as a role, is not read" in "\n".join(cx.read_responses(file, asked()).notes)
    form = ["SubmissionDate,intro-role,intro-team,SubmitterID,SubmitterName,DeviceID,KEY"]
    form += [f"2031,{','.join(about)},1,Ada,x,uuid:{at}" for at, about in enumerate(ABOUT[:2], 1)]
    with ZipFile(tmp_path / "answers.zip", "w") as archive:
        archive.writestr("climate.csv", "\n".join(form))
        archive.writestr("climate-often.csv", "\n".join(rows))
        archive.writestr("media/1.jpg", b"")
    read = cx.read_responses(tmp_path / "answers.zip", asked())
    assert people(read) == [(*ABOUT[1], 4, 5, 2, 1), (*ABOUT[0], 4, 5, 2, 2)]
    assert "SubmitterName" in read.dropped
