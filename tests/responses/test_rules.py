"""Tables of answers that have to go together: a row that breaks its rule is told, and what a blank means filled in."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cxkit as cx
from cxkit.errors import RoomError
from cxkit.live.response import answers_table, valid_response
from cxkit.responses.responses import Responses
from cxkit.survey.model import Survey
from tests.kinds import KINDS, given_to, surveys_of
from tests.strategies import in_blocks
from tests.survey.test_kinds import PINS, RANK, REFUSED, SPEND, TWO, survey_of


def table_of(survey: Survey, rows: list[dict[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=[item.id for item in survey.items], dtype=object)


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_what_a_phone_may_send_a_table_may_hold(kind: str, data: st.DataObject) -> None:
    """The same answers from a file, from phones, and in a tally; nothing of them is a problem."""
    survey = data.draw(surveys_of(kind))
    given_by = [
        {id: point for one in survey.dimensions for id, point in data.draw(given_to(one)).items()} for _ in range(4)
    ]
    read = Responses.of(table_of(survey, given_by), survey)
    assert read.met == ()
    sent = [{**valid_response({"answers": answers}, survey), "attributes": {}} for answers in given_by]
    asked = answers_table(sent, survey)
    some = [place for place, answers in enumerate(given_by) if answers]
    assert asked.frame.equals(read.frame.iloc[some].reset_index(drop=True)) or not some
    assert cx.tally(read, survey) == cx.tally(table_of(survey, given_by), survey)


@pytest.mark.parametrize("kind", ["spend", "rank", "pin", "case"])
@given(data=st.data())
def test_what_a_phone_may_not_send_a_table_may_not_hold(kind: str, data: st.DataObject) -> None:
    """Any points at all: the room refuses them, or they are read as it stores them."""
    survey = data.draw(surveys_of(kind))
    answers = {
        item.id: data.draw(st.integers(item.response_scale.min, item.response_scale.max))
        for item in survey.items
        if data.draw(st.integers(0, 3))
    }
    read = Responses.of(table_of(survey, [answers]), survey)
    if not read.met:
        stored = valid_response({"answers": answers}, survey)["answers"]
        assert {id: int(point) for id, point in read.frame.iloc[0].dropna().items()} == stored
        return
    (problem,) = read.met
    with pytest.raises(RoomError) as refused:
        valid_response({"answers": answers}, survey)
    assert f"{problem.reason}. {problem.advice}" in str(refused.value)
    assert (problem.rows, problem.count) == ((1,), 1)
    assert read.frame.isna().all(axis=None)


@pytest.mark.parametrize("case", REFUSED)
def test_a_row_that_breaks_a_rule_says_where_and_what_to_do(case: str) -> None:
    """Row, column, why, what to do; its answers to that dimension are left out, and nobody else's."""
    dimension, answers, item, why = REFUSED[case]
    survey = survey_of(dimension)
    read = Responses.of(table_of(survey, [{}, answers, {}]), survey)
    (problem,) = read.met
    assert (problem.column, problem.rows) == (item, (2,))
    assert why in problem.reason
    assert problem.advice
    assert list(read.problems.columns) == ["column", "value", "reason", "advice", "count", "rows"]


def test_a_blank_in_a_file_is_no_token_and_no_pin() -> None:
    """Nobody writes noughts."""
    survey = survey_of(SPEND, RANK, PINS, TWO)
    row = {"d0_2": 2, "d1_1": "2", "d1_3": 1.0, "d2_3": "Red pin", "bill": "Fix"}
    read = Responses.of(table_of(survey, [row]), survey)
    assert read.met == ()
    assert read.frame.iloc[0].tolist()[:10] == [0, 2, 0, 2, 3, 1, 0, 0, -1, 1]
    assert np.isnan(read.frame["more"][0])


def test_rules_hold_in_every_block_and_rows_are_those_of_the_table() -> None:
    """Large tables are counted in blocks; the fault is in row 16 of all."""
    survey = survey_of(SPEND)
    frame = table_of(survey, [{"d0_1": 1, "d0_2": 1}] * 15 + [{"d0_1": 2, "d0_2": 2}] + [{}] * 4)
    with in_blocks(7), pytest.warns(cx.ResponseWarning, match=r"4 of 3 are spent \(1 time, row 16\)"):
        counted = cx.tally(frame, survey)
    assert counted == cx.tally(Responses.of(frame, survey), survey)
    assert counted.answers[(), "d0_3", 0] == 15


def test_places_are_turned_round_for_other_programs() -> None:
    """`cx.keyed` and `cx.score` give the first place the most."""
    survey = survey_of(RANK)
    frame = table_of(survey, [{"d0_1": 1, "d0_2": 3, "d0_3": 2}])
    assert cx.keyed(frame, survey).iloc[0].tolist() == [3, 1, 2]
    assert cx.score(frame, survey)["d0"][0] == 50
