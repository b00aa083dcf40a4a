"""SurveyMonkey files in which somebody put the columns in another order: nothing is lost, or the file is refused."""

import csv
from pathlib import Path

import pytest

import cxkit as cx
from cxkit.errors import ResponseError
from tests.responses.formats.test_tools import FIXTURES, PEOPLE, asked, people

MAC = {"surveymonkey-condensed.csv", "variants/surveymonkey-de-expanded.csv"}


def ordered(name: str, folder: Path, way: str) -> Path:
    """Write a file of SurveyMonkey with its columns in another order."""
    file = folder / "answers.csv"
    encoding = "mac-roman" if name in MAC else "utf-8-sig"
    rows = list(csv.reader((FIXTURES / name).read_text(encoding).splitlines(keepends=True)))
    places = [*range(len(rows[0]))]
    if way in {"0", "1"}:
        places.sort(key=lambda place: rows[int(way)][place])
    elif way == "back":
        places.reverse()
    else:
        moved, before = map(int, way.split(" before "))
        places.insert(before - (moved < before), places.pop(moved))
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([row[place] for place in places] for row in rows)
    return file


@pytest.mark.parametrize("way", ["0", "1", "back", *(f"{at} before {to}" for at in (9, 10, 11) for to in (1, 6, 7))])
def test_a_question_keeps_its_answers_wherever_its_column_stands(tmp_path: Path, way: str) -> None:
    """What stands behind it is not its own, and its role or team is not lost."""
    assert people(cx.read_responses(ordered("surveymonkey-condensed.csv", tmp_path, way), asked())) == PEOPLE


@pytest.mark.parametrize(
    "way", ["0", "1", "back", *(f"{at} before {to}" for at in (3, 6, 14) for to in (0, 2, 3, 5, 11))]
)
def test_a_choice_beside_those_of_another_question_is_nobodys_answer(tmp_path: Path, way: str) -> None:
    """Only the question's words over its first choice say whose it is: one that is moved away is refused."""
    file = ordered("surveymonkey-expanded.csv", tmp_path, way)
    try:
        assert people(cx.read_responses(file, asked())) == PEOPLE
    except ResponseError as error:
        assert "nobody can tell of which question" in str(error)  # noqa: PT017


@pytest.mark.parametrize("way", ["35 before 14", "6 before 11", "11 before 40", "20 before 0"])
def test_nor_is_one_that_says_whose_it_is(tmp_path: Path, way: str) -> None:
    """As "They listen. - Never" does: a column between two choices of one question parts them."""
    folder = FIXTURES / "variants"
    file = ordered("variants/surveymonkey-de-expanded.csv", tmp_path, way)
    whole = cx.read_responses(folder / "surveymonkey-de-expanded.csv", survey := cx.load_survey(folder / "survey.yaml"))
    try:
        assert cx.tally(cx.read_responses(file, survey), survey) == cx.tally(whole, survey)
    except ResponseError as error:
        assert "nobody can tell of which question" in str(error)  # noqa: PT017
