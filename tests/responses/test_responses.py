"""A table of answers against its survey: what counts as an answer, and that nothing else is silently scored."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

import cxkit as cx
from cxkit.errors import ResponseError
from cxkit.responses.problems import PROBLEM_COLUMNS, listed
from cxkit.responses.responses import Responses
from cxkit.survey.model import Survey
from tests.strategies import organisation, small_survey

LABELLED = {
    "min": 1,
    "max": 5,
    "labels": {1: {"en": "Never", "es": "Nunca"}, 2: "Rarely", 5: {"en": "Always", "es": "Siempre"}},
    "not_applicable": {"en": "I can't tell", "es": "No sé"},
}
FILLED = {"listens": 3, "helps": 3, "quick": 3, "waits": 3}


def read(values: list[Any], survey: Survey | None = None, **more: list[Any]) -> Responses:
    """Read a table in which `listens` holds the values and every other item is answered with 3."""
    columns: dict[str, list[Any]] = {id: [value] * len(values) for id, value in FILLED.items()}
    columns["listens"] = values
    table = pd.DataFrame({id: pd.Series(column, dtype=object) for id, column in (columns | more).items()})
    return Responses.of(table, survey or small_survey())


def problem(values: list[Any], survey: Survey | None = None, **more: list[Any]) -> dict[str, Any]:
    """Return the only problem that reading the values gives."""
    (row,) = read(values, survey, **more).problems.to_dict("records")
    return {str(key): value for key, value in row.items()}


@pytest.mark.parametrize("cell", [4, 4.0, "4", " 4 ", "4.0", "\u00a04", np.int8(4), np.float32(4)])
def test_a_whole_number_is_an_answer_however_it_is_written(cell: Any) -> None:
    """Exports hold numbers, text, and numbers that a missing cell has turned into floats."""
    assert read([cell]).frame["listens"].to_list() == [4.0]


@pytest.mark.parametrize("cell", ["Always", "always", "SIEMPRE", " Siempre\u00a0", "5"])
def test_a_label_in_any_of_its_languages_is_an_answer(cell: str) -> None:
    """Capitals and the spaces around it do not matter."""
    responses = read([cell], small_survey(response_scale=LABELLED))
    assert responses.frame["listens"].to_list() == [5.0]
    assert not len(responses.problems)


@pytest.mark.parametrize("cell", ["not_applicable", "I can't tell", "i CAN'T tell", "no sé"])
def test_cannot_tell_is_missing_and_counted_apart(cell: str) -> None:
    """It is an honest answer, not a gap and not a problem."""
    responses = read([cell, None, 3], small_survey(response_scale=LABELLED))
    assert responses.frame["listens"].isna().to_list() == [True, True, False]
    assert responses.not_applicable["listens"].to_list() == [True, False, False]
    assert not len(responses.problems)


@pytest.mark.parametrize("cell", [None, "", "  ", np.nan, pd.NA, pd.NaT, "\u00a0"])
def test_an_empty_cell_is_missing_and_no_problem(cell: Any) -> None:
    """Whatever stands for nothing in the table."""
    responses = read([cell])
    assert responses.frame["listens"].isna().all()
    assert not responses.not_applicable["listens"].any()
    assert not len(responses.problems)


@pytest.mark.parametrize("cell", [0, 6, -4, 99, "99", 1e20])
def test_a_value_outside_the_range_is_reported_and_not_scored(cell: Any) -> None:
    """The reason names the range."""
    assert problem([cell, 3])["reason"] == "is outside 1–5"
    assert read([cell]).frame["listens"].isna().all()


@pytest.mark.parametrize("cell", [2.5, "3.5", 4.000001])
def test_half_a_point_is_reported_and_not_scored(cell: Any) -> None:
    """Never rounded to a neighbour."""
    assert problem([cell])["reason"] == "is not a whole number"
    assert read([cell]).frame["listens"].isna().all()


@pytest.mark.parametrize("cell", ["agree", "4 stars", "1_0", "0x3", "nan", "inf", "1e999", "N/A", "=4", True])
def test_a_text_is_reported_and_not_scored(cell: Any) -> None:
    """Also one that a programming language would take for a number."""
    wide = small_survey(response_scale={"min": 0, "max": 10, "labels": {0: "Never", 10: "Always"}})
    assert problem([cell], wide)["reason"] == "is not an answer to this item; allowed: 0–10, Never, Always"
    assert read([cell], wide).frame["listens"].isna().all()


def test_a_problem_is_told_once_with_its_count_and_rows() -> None:
    """Rows are numbered from 1, as people count respondents."""
    assert problem([3, 99, None, 99]) == {
        "column": "listens",
        "value": "99",
        "reason": "is outside 1–5",
        "advice": "Check whether the file has another response scale than the survey.",
        "count": 2,
        "rows": "2, 4",
    }


def test_only_the_first_ten_rows_of_a_problem_are_listed() -> None:
    """The count says how many there are."""
    assert problem([99] * 10)["rows"] == "1, 2, 3, 4, 5, 6, 7, 8, 9, 10"
    row = problem([99] * 11)
    assert (row["count"], row["rows"]) == (11, "1, 2, 3, 4, 5, 6, 7, 8, 9, 10 …")


def test_a_very_long_text_is_cut_in_the_report() -> None:
    """A comment in the wrong column does not flood the screen."""
    assert len(problem(["x" * 5000])["value"]) == 60


def test_a_clean_table_has_an_empty_list_of_problems() -> None:
    """With its columns, so that code need not ask."""
    problems = read([3]).problems
    assert list(problems.columns) == PROBLEM_COLUMNS
    assert listed(read([3]).met) == ""


def test_problems_are_told_in_lines_for_a_person() -> None:
    """One line a kind, and a last one for what is left out."""
    responses = read([99, 99, 2.5, 3, *(f"word{n}" for n in range(12))])
    lines = listed(responses.met).split("\n")
    assert lines[0] == 'listens: "99" is outside 1–5 (2 times, rows 1, 2)'
    assert lines[1] == 'listens: "2.5" is not a whole number (1 time, row 3)'
    assert lines[-1] == "… and 4 more kinds"
    assert len(lines) == 11


def test_an_items_own_response_scale_judges_it() -> None:
    """Seven is an answer on 0–10 and none on 1–5."""
    raw = small_survey().to_dict()
    raw["dimensions"][0]["items"][0]["response_scale"] = {"min": 0, "max": 10}
    responses = read([7, 0, 11], Survey.from_dict(raw), helps=[7, 0, 5])
    assert responses.frame["listens"].isna().to_list() == [False, False, True]
    assert responses.frame["helps"].isna().to_list() == [True, True, False]


def test_an_option_is_recognised_by_its_value_or_its_words() -> None:
    """Files hold either."""
    responses = read([3] * 4, role=["leader", "Front line", " FRONT LINE ", "Leader"])
    assert responses.frame["role"].to_list() == ["leader", "frontline", "frontline", "leader"]


def test_something_that_is_no_option_is_not_stated_and_reported() -> None:
    """Nobody is put into a group that they did not name."""
    row = problem([3, 3], role=["leader", "frontlin"])
    assert row["reason"] == "is not one of: leader, frontline Did you mean “frontline”?"
    assert read([3, 3], role=["leader", "frontlin"]).frame["role"].to_list() == ["leader", ""]


def test_options_from_the_workshop_take_the_values_seen() -> None:
    """Scoring a file needs no list; numbers that missing cells made floats of are written as people wrote them."""
    responses = read([3] * 4, team=["Warehouse ", 2.0, None, "2"])
    assert responses.frame["team"].to_list() == ["Warehouse", "2", "", "2"]
    assert not len(responses.problems)


def test_an_attribute_without_a_column_is_left_out() -> None:
    """A file without teams can still be scored."""
    assert list(read([3]).frame.columns) == ["listens", "helps", "quick", "waits"]


def test_comments_are_kept_apart_from_answers() -> None:
    """A dimension's words stand in the column comment_<dimension>."""
    responses = read([3, 3], comment_care=["Thank you.", None])
    assert responses.comments["care"].to_list() == ["Thank you.", ""]
    assert "comment_care" not in responses.frame.columns
    assert responses.dropped == ()


def test_a_column_that_the_survey_does_not_know_is_not_taken() -> None:
    """Names and e-mail addresses stay behind, and the result says so."""
    responses = read([3], email=["ann@example.org"], name=["Ann"])
    assert responses.dropped == ("email", "name")
    assert "Ann" not in responses.frame.to_csv() + responses.comments.to_csv() + responses.problems.to_csv()


def test_missing_columns_are_told_with_both_sides_and_the_nearest_spelling() -> None:
    """The survey's items on the one side, the table's other columns on the other."""
    table = pd.DataFrame({"listen": [3], "helps": [3], "quick": [3], "colour": ["red"]})
    with pytest.raises(ResponseError) as caught:
        Responses.of(table, small_survey())
    message = str(caught.value)
    assert "The survey small has 4 items, and 2 of them have no column here: listens, waits." in message
    assert "The table’s other columns: listen, colour." in message
    assert "listens: Did you mean “listen”?" in message


def test_a_table_without_any_columns_is_an_error() -> None:
    """An empty table says what it lacks."""
    with pytest.raises(ResponseError, match="other columns: –"):
        Responses.of(pd.DataFrame(), small_survey())


@pytest.mark.parametrize("column", ["listens", "team", "comment_care"])
def test_two_columns_of_one_name_are_an_error(column: str) -> None:
    """Which of them holds the answers cannot be known."""
    table = organisation({"a": 3}).assign(comment_care="words")
    table = pd.concat([table, table[[column]]], axis=1)
    with pytest.raises(ResponseError, match=f"two columns .*{column}"):
        Responses.of(table, small_survey())


def test_two_columns_that_nobody_asked_for_may_share_a_name() -> None:
    """They are dropped anyway."""
    table = organisation({"a": 3}).assign(x=1)
    table = pd.concat([table, table[["x"]]], axis=1)
    assert Responses.of(table, small_survey()).dropped == ("x",)


def test_columns_may_be_named_by_numbers() -> None:
    """An id of digits is found under the number."""
    survey = small_survey(dimensions=[{"id": "d", "title": "D", "items": [{"id": 1, "text": "One"}]}])
    assert Responses.of(pd.DataFrame({1: [4]}), survey).frame["1"].to_list() == [4.0]


def test_no_respondents_are_no_error() -> None:
    """An empty batch is a batch."""
    responses = Responses.of(organisation({}), small_survey())
    assert len(responses) == 0
    assert not len(responses.problems)


def test_the_index_is_kept() -> None:
    """Whatever it is, repeated labels included."""
    table = organisation({"a": 3})
    table.index = pd.Index(["x", "y", "x"], name="person")
    responses = Responses.of(table, small_survey())
    for part in (responses.frame, responses.not_applicable, responses.comments):
        assert part.index.equals(table.index)
        assert part.index.name == "person"


def test_reading_leaves_the_table_as_it_was() -> None:
    """Frozen in, new out."""
    table = organisation({"a": 3}).assign(email="ann@example.org")
    table.loc[0, "listens"] = 99
    before = table.copy()
    Responses.of(table, small_survey())
    pd.testing.assert_frame_equal(table, before)


def test_what_looks_like_people_in_an_open_attribute_is_told() -> None:
    """Addresses, or a value for nearly everybody: a group is what several share. Many people in few teams are none."""
    people = [f"Person {place}" for place in range(12)]
    assert read([3] * 12, team=people).notes == (
        "team: 12 different values. If these are people, take the column out.",
    )
    assert "1 value(s) look like addresses of people" in read([3] * 3, team=["a", "a", "ada@example.org"]).notes[0]
    assert read([3] * 24, team=people[:8] * 3).notes == ()


@pytest.mark.parametrize("use", [cx.read_responses, cx.tally, cx.report, cx.score, cx.reliability])
def test_the_name_of_a_survey_is_no_survey(use: Callable[..., Any]) -> None:
    """What to write in its place is told, whatever is called with it."""
    answers = cx.sample("leadership") if use is cx.read_responses else organisation({"a": 6})
    with pytest.raises(ResponseError, match=r'load it first: cx\.load_survey\("leadership"\)'):
        use(answers, "leadership")


@pytest.mark.parametrize(
    ("use", "given", "said"),
    [
        (cx.tally, {"by": 3}, r"by=\['team'\]; not by 3"),
        (cx.report, {"by": 3}, r"by=\['team'\]; not by 3"),
        (cx.report, {"consenting": "role"}, r"\{'role': 'leader'\}; not by 'role'"),
        (cx.read_responses, {}, r"path of a file of answers .* not DataFrame"),
    ],
)
def test_what_is_nothing_of_the_kind_is_an_error_that_shows_what_is(
    use: Callable[..., Any], given: dict[str, Any], said: str
) -> None:
    """And not one of the program's own."""
    with pytest.raises(ResponseError, match=said):
        use(organisation({"a": 6}), small_survey(), **given)
    assert cx.tally(organisation({"a": 6}), small_survey(), by=None).by == ()
