"""Rows that sum people up, or number the columns, are nobody; and people who look like them stay people."""

from pathlib import Path

import pytest

from tests.responses.formats.test_cells import HEADINGS, PEOPLE, both


@pytest.mark.parametrize(
    "row",
    [
        "Mean,,3,2.75,2.75,4", ",Average:,3,3,3,4", "Total,,12,11,11,16", "n = 4,,4,4,4,4", "N,4,4,4,4,4",
        "Mittelwert,,3,3,3,4", "Summe,,12,11,11,16", "Media,,3,3,3,4", "Total general,,3,3,3,4", "Moyenne,,3,3,3,4",
        "Écart-type,,1.8,1,1.3,1", "Desvio padrão,,2,1,1,1", "Contagem,,4,4,4,4", "المتوسط,,3,3,3,4",
        "Mean,#DIV/0!,3,3,3,4", "SD,,2,1,1,1", ",,3,2.75,2.75,4.0", ",,12,11,11,16", "Average,,\"3,0\",3,3,4",
    ],
)  # fmt: skip
def test_what_sums_people_up_is_nobody(tmp_path: Path, row: str) -> None:
    """A mean, a total, a number of people, in six languages or without a word: once it was one more person."""
    frame, notes = both(tmp_path, f"{HEADINGS}{PEOPLE}{row}\n")
    assert frame["listens"].to_list() == [1, 5, 4, 2]
    assert notes[0] == "1 row(s) sum up the others, such as a mean or a total, and are not counted."


@pytest.mark.parametrize("name", ["Mean", "Total"])
def test_a_summary_of_one_item_is_told_by_what_stands_above_its_name(tmp_path: Path, name: str) -> None:
    """Dates; somebody of a department called so may answer one item alone."""
    dated = [f"2031/03/{day:02} 3:08:24 PM,{row}" for day, row in enumerate(PEOPLE.splitlines(), 1)]
    for head, first, counted in (
        ("when,", dated, 4),
        ("when,", ["Media," + one.partition(",")[2] for one in dated], 5),
    ):
        frame, _ = both(tmp_path, f"{head}{HEADINGS}" + "\n".join([*first, f"{name},,,3,,,"]) + "\n")
        assert len(frame) == counted


@pytest.mark.parametrize("row", ["Total,,12,11,11,16\n", ",,3,2.75,2.75,4\n"])
@pytest.mark.parametrize("before", [PEOPLE, ""], ids=["foot", "head"])
def test_several_sums_and_blanks_around_them_are_nobody(tmp_path: Path, row: str, before: str) -> None:
    """As a spreadsheet leaves them, with a line free above and many below."""
    after = PEOPLE if not before else ",,,,,\n" + "\n" * 12
    frame, notes = both(tmp_path, f"{HEADINGS}{before}\n{row}Median,,3,3,3,4\n{after}")
    assert frame["listens"].dropna().to_list() == [1, 5, 4, 2]
    assert "2 row(s) sum up the others, such as a mean or a total, and are not counted." in notes


@pytest.mark.parametrize(
    "people",
    [
        "leader,Total,1,2,3,4\nfrontline,Total,5,2,4,4\n", ",Total,1,2,3,4\n,Total,5,2,4,4\n", ",,1,2,2,4\n,,5,2,4,4\n",
        "leader,A,1,2,3,4\n,,5,1,4,2\n", "frontline,3,1,2,3,4\n,2,5,1,4,2\n", ",Media,1,2,3,4\n,Max,5,2,4,4\n",
    ],
)  # fmt: skip
def test_people_who_look_like_sums_stay_people(tmp_path: Path, people: str) -> None:
    """A team of that name, also of one person; somebody who has not said who they are, one whose answers count up."""
    frame, _ = both(tmp_path, HEADINGS + people)
    assert frame["listens"].to_list() == [1, 5]


@pytest.mark.parametrize("row", ["1,2,3,4,5,6", "0,1,2,3,4,5", ",,1,2,3,4", ",,3,4,5,6", ",,2,3,4,5"])
def test_numbers_of_columns_are_nobody(tmp_path: Path, row: str) -> None:
    """Right beneath the headings, where others have words."""
    frame, notes = both(tmp_path, f"{HEADINGS}{row}\n{PEOPLE}")
    assert frame["listens"].to_list() == [1, 5, 4, 2]
    assert "1 row(s) number the columns and are not counted." in notes


def test_where_numbers_of_columns_may_be_a_persons_answers_it_is_said(tmp_path: Path) -> None:
    """Nothing tells them apart where there are only items; beside people's own numbers, these do."""
    frame, notes = both(tmp_path, "listens,helps,quick,waits,team\n1,2,3,4,\n5,4,4,4,\n")
    assert len(frame) == 2
    assert notes[0].startswith("Row 2 counts 1, 2, 3 … through the columns. It is counted as a person; delete it if")
    frame, notes = both(tmp_path, "id,listens,helps,quick,waits,team\n1,2,3,4,5,\n2,4,4,4,4,\n")
    assert (len(frame), [note for note in notes if "count" in note]) == (2, [])
