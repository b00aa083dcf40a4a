"""Sheets: a table in blocks, by several workers, gives what it gives in one piece."""

import warnings
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cxkit as cx
from cxkit.errors import ResponseWarning
from cxkit.responses.responses import Responses
from cxkit.survey.model import Survey
from tests.strategies import in_blocks, item_survey, messy, organisation, small_survey, surveys


def quietly(function: Any, *args: Any, **options: Any) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResponseWarning)
        return function(*args, **options)


@given(surveys(), st.data(), st.sampled_from(["pomp", "mean"]))
def test_scores_have_the_same_bits_in_blocks(survey: Survey, data: st.DataObject, metric: str) -> None:
    """A person's score does not depend on the block they stand in, nor on the stray values beside them."""
    table = data.draw(messy(survey, max_size=60))
    whole = quietly(cx.score, table, survey, metric=metric)
    for rows, cores in ((7, 1), (7, 3), (1, 2)):
        with in_blocks(rows, cores=cores):
            pd.testing.assert_frame_equal(quietly(cx.score, table, survey, metric=metric), whole, check_exact=True)


@given(surveys(), st.data())
def test_a_table_and_its_responses_give_the_same(survey: Survey, data: st.DataObject) -> None:
    """Checked first or read as it is; can't tell stays apart from missing either way."""
    table = data.draw(messy(survey))
    by = [attribute.id for attribute in survey.attributes]
    responses = Responses.of(table, survey)
    pd.testing.assert_frame_equal(cx.score(responses, survey), quietly(cx.score, table, survey), check_exact=True)
    assert cx.tally(responses, survey, by=by) == quietly(cx.tally, table, survey, by=by)
    with in_blocks():
        assert cx.tally(responses, survey, by=by) == quietly(cx.tally, table, survey, by=by)


@pytest.mark.parametrize("kind", ["float64", "Int64", object, "category"])
@pytest.mark.parametrize("cores", [1, 2, 5])
def test_problems_are_told_with_their_rows_in_the_whole_table(kind: Any, cores: int) -> None:
    """Not in their block; the first ten in order, however many workers met them."""
    table = organisation({"a": 120})
    strays = [1, 6, 7, 8, 20, 34, 35, 48, 49, 63, 90, 120]
    table.loc[[row - 1 for row in strays], "quick"] = 99
    table["quick"] = table["quick"].astype(kind)
    expected = 'quick: "99" is outside 1–5 (12 times, rows 1, 6, 7, 8, 20, 34, 35, 48, 49, 63 …)'
    for function in (cx.score, cx.tally):
        with in_blocks(7, cores=cores), pytest.warns(ResponseWarning) as caught:
            function(table, small_survey())
        assert str(caught[0].message) == f"12 value(s) were left out:\n{expected}"


@pytest.mark.parametrize("rows", [1, 6, 7, 8, 13, 14, 15, 28])
def test_a_table_may_end_anywhere_in_a_block(rows: int) -> None:
    """One row less, one row more, exactly full."""
    table, survey = organisation({"a": rows}, missing=0.2), small_survey()
    whole = cx.score(table, survey), cx.tally(table, survey, by="team"), quietly(cx.reliability, table, survey)
    with in_blocks(7):
        pd.testing.assert_frame_equal(cx.score(table, survey), whole[0], check_exact=True)
        assert cx.tally(table, survey, by="team") == whole[1]
        pd.testing.assert_frame_equal(quietly(cx.reliability, table, survey), whole[2], check_exact=True)


def test_a_real_table_longer_than_a_block_is_scored_to_its_last_row() -> None:
    """A hundred thousand people: four blocks as they are, on as many cores as there are."""
    chance = np.random.default_rng(4)
    table = pd.DataFrame(chance.integers(1, 6, (100_003, 3)), columns=["i0", "i1", "i2"]).astype("float64")
    table = table.mask(chance.random(table.shape) < 0.1)
    survey = item_survey({}, {"reverse_keyed": True}, {})
    keyed = table.assign(i1=6 - table["i1"])
    expected = 25 * (keyed.mean(axis=1) - 1).where(keyed.count(axis=1) >= 2)
    np.testing.assert_allclose(cx.score(table, survey)["d"], expected, rtol=0, atol=1e-9)
    assert sum(n for (_, _, answered, _), n in cx.tally(table, survey).scores.items() if answered == 3) == int(
        table.notna().all(axis=1).sum()
    )


def test_more_than_255_items_are_counted() -> None:
    """Three hundred answered items, and a sum of 1,200 steps: both beyond eight bits."""
    survey = item_survey(*[{}] * 300, scoring={"min_answered": 1.0})
    table = pd.DataFrame({f"i{place}": np.array([5, 1, 4], dtype="int8") for place in range(300)})
    assert cx.score(table, survey)["d"].to_list() == [100.0, 0.0, 75.0]
    assert cx.tally(table, survey).scores == {
        ((), "d", 300, 1200): 1,
        ((), "d", 300, 0): 1,
        ((), "d", 300, 900): 1,
    }
    assert cx.tally(table, survey).patterns == {((), "straight"): 3}


def test_items_on_unlike_response_scales_are_added_in_common_steps() -> None:
    """0–4, 0–10 and 1–7 in sixtieths: 1/4 + 5/10 + 5/6 of three."""
    scales = [{"min": 0, "max": 4}, {"min": 0, "max": 10}, {"min": 1, "max": 7}]
    survey = item_survey(*[{"response_scale": scale} for scale in scales])
    table = pd.DataFrame({"i0": [1.0], "i1": [5.0], "i2": [6.0]})
    assert cx.tally(table, survey).scores == {((), "d", 3, 15 + 30 + 50): 1}
    assert cx.score(table, survey)["d"].to_list() == [pytest.approx(100 * (1 / 4 + 1 / 2 + 5 / 6) / 3)]


def test_changing_a_table_later_does_not_change_its_responses() -> None:
    """Frozen in: what was checked is what is scored."""
    table = organisation({"a": 4}).astype(dict.fromkeys(("listens", "helps", "quick", "waits"), "float64"))
    table["listens"] = 3.0
    responses = Responses.of(table, small_survey())
    table.loc[0, "listens"] = 99.0
    assert responses.frame["listens"].to_list() == [3.0] * 4
