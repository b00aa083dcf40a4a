"""What scores make of a table: columns of every kind, values that are no answers, and none at all."""

import warnings
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

import cxkit as cx
from cxkit.errors import ResponseError, ResponseWarning
from cxkit.responses.responses import Responses
from tests.strategies import organisation, small_survey


def test_one_stray_99_changes_nobody_elses_score_and_is_reported() -> None:
    """Reversing by the observed maximum would shift everybody."""
    clean = organisation({"a": 8})
    stray = clean.copy()
    stray.loc[3, "waits"] = 99
    with pytest.warns(ResponseWarning, match=r"waits: \"99\" is outside 1–5 \(1 time, row 4\)"):
        scores = cx.score(stray, small_survey())
    others = clean.index != 3
    pd.testing.assert_frame_equal(scores[others], cx.score(clean, small_survey())[others], check_exact=True)


def test_what_is_left_out_of_a_table_is_warned_of_with_its_count() -> None:
    """Half points, text and values out of range, each with its rows."""
    table = organisation({"a": 6}).astype({"listens": object, "helps": object})
    table.loc[[0, 2], "listens"] = 2.5
    table.loc[1, "helps"] = "often"
    table.loc[4, "helps"] = 0
    with pytest.warns(ResponseWarning) as caught:
        cx.score(table, small_survey())
    (warning,) = caught
    first, *lines = str(warning.message).split("\n")
    assert first == "4 value(s) were left out:"
    assert lines == [
        'listens: "2.5" is not a whole number (2 times, rows 1, 3)',
        'helps: "often" is not an answer to this item; allowed: 1–5 (1 time, row 2)',
        'helps: "0" is outside 1–5 (1 time, row 5)',
    ]
    assert warning.filename == __file__


def test_responses_have_said_so_already() -> None:
    """Whoever read a file has its problems; scoring it does not warn again."""
    table = organisation({"a": 6})
    table.loc[0, "listens"] = 99
    responses = Responses.of(table, small_survey())
    assert len(responses.problems) == 1
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        cx.score(responses, small_survey())


COLUMNS: dict[str, Callable[[pd.Series], Any]] = {
    "float64": lambda column: column.astype("float64"),
    "float32": lambda column: column.astype("float32"),
    "Int64": lambda column: column.astype("Int64"),
    "Int8": lambda column: column.astype("Int8"),
    "object": lambda column: column.astype("Int64").astype(object),
    "category": lambda column: column.astype("category"),
    "ordered category of labels": lambda column: pd.Categorical(
        column.map({1: "Never", 2: "Rarely", 3: "At times", 4: "Often", 5: "Always"}),
        categories=["Always", "Often", "At times", "Rarely", "Never"],
        ordered=True,
    ),
    "string": lambda column: column.astype("Int64").astype("string"),
    "text of floats": lambda column: column.astype("float64").astype("string"),
    "label text": lambda column: column.map({1: "never", 2: "Rarely", 3: "AT TIMES", 4: " Often ", 5: "Always"}),
}


@pytest.mark.parametrize("kind", COLUMNS)
def test_every_kind_of_column_gives_the_same_scores(kind: str) -> None:
    """A score does not depend on how pandas happened to read the file."""
    labels = {1: "Never", 2: "Rarely", 3: "At times", 4: "Often", 5: "Always"}
    survey = small_survey(response_scale={"min": 1, "max": 5, "labels": labels})
    table = organisation({"a": 30}, missing=0.2)
    other = table.assign(**{item.id: COLUMNS[kind](table[item.id]) for item in survey.items})
    pd.testing.assert_frame_equal(cx.score(other, survey), cx.score(table, survey), check_exact=True)


def test_scores_come_on_the_index_of_the_answers() -> None:
    """A column a dimension, in the survey's order, floats."""
    table = organisation({"a": 3})
    table.index = pd.Index(["ann", "bob", "ann"], name="who")
    scores = cx.score(table, small_survey())
    assert scores.index.equals(table.index)
    assert list(scores.columns) == ["care", "pace"]
    assert (scores.dtypes == "float64").all()


def test_scoring_leaves_the_table_as_it_was() -> None:
    """Frozen in, new out."""
    table = organisation({"a": 5}, missing=0.3)
    before = table.copy()
    cx.score(table, small_survey())
    pd.testing.assert_frame_equal(table, before)


def test_an_unknown_metric_names_those_there_are() -> None:
    """With what each means."""
    with pytest.raises(ValueError, match=r'metric "sum": allowed are "pomp" \(0–100\) and "mean"'):
        cx.score(organisation({"a": 3}), small_survey(), metric="sum")  # type: ignore[arg-type]


def test_an_item_without_a_column_is_an_error() -> None:
    """A dimension is not scored on what happens to be there."""
    with pytest.raises(ResponseError, match="waits"):
        cx.score(organisation({"a": 3}).drop(columns="waits"), small_survey())


def test_answers_read_for_another_survey_are_an_error() -> None:
    """Not a KeyError from within."""
    items = [{"id": id, "text": "?"} for id in ("listens", "cares")]
    other = small_survey(dimensions=[{"id": "d", "title": "D", "items": items}])
    with pytest.raises(ResponseError, match=r"read for another survey.*cares"):
        cx.score(Responses.of(organisation({"a": 3}), small_survey()), other)


def test_nobody_gives_no_scores() -> None:
    """An empty table has its columns and no rows."""
    scores = cx.score(organisation({}), small_survey())
    assert scores.shape == (0, 2)


def test_a_survey_that_waits_for_a_list_has_no_scores_yet() -> None:
    """Nobody can have answered items that are not there."""
    survey = small_survey(dimensions=[{"id": "d", "title": "D", "items_from": "touchpoints"}])
    assert cx.score(pd.DataFrame({"team": ["a"]}), survey)["d"].isna().all()
