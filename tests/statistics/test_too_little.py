"""Reliability and item analysis where there is too little to say."""

import math
import warnings
from typing import Any

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import cxkit as cx
from cxkit.errors import ResponseWarning
from tests.statistics.answered import STATISTICS, answered, columns, items_of, nan, reliability, same, survey_of, usable
from tests.strategies import item_survey, organisation, small_survey

LITTLE = {
    "one item": columns([1, 2, 3]),
    "one respondent": columns([1], [2], [3]),
    "nobody": columns([], [], []),
    "nobody who answered": columns([nan, nan], [nan, nan]),
    "no two items answered by the same": columns([1, 2, nan, nan], [nan, nan, 3, 4]),
    "one who answered both": columns([1, 2, 3, nan], [nan, nan, 3, 4]),
}


@pytest.mark.parametrize("use", ["pairwise", "complete"])
@pytest.mark.parametrize("case", LITTLE)
def test_alpha_is_missing_where_there_is_too_little(case: str, use: str) -> None:
    """Missing, not zero, not one, and without a warning."""
    table = LITTLE[case]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        row = cx.reliability(table, survey_of(table), use=use).loc["d"]  # type: ignore[arg-type]
    assert row[STATISTICS].isna().all()
    assert row["n_items"] == table.shape[1]
    assert row["n"] == len(table.dropna(how="all" if use == "pairwise" else "any"))


@pytest.mark.parametrize("case", LITTLE)
def test_item_analysis_tells_what_there_is(case: str) -> None:
    """N always, a mean for one answer, an sd for two; no correlation with items that do not vary."""
    table = LITTLE[case]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = cx.item_analysis(table, survey_of(table))
    assert found["n"].to_list() == table.count().to_list()
    assert same(found["mean"], table.mean())
    assert same(found["sd"], table.std())
    assert found["alpha_without"].isna().all()


@pytest.mark.parametrize("use", ["pairwise", "complete"])
@given(table=answered(missing=False, least=3), place=st.integers(0, 5))
def test_an_item_that_all_answered_alike_is_named_and_changes_nothing(
    use: Any, table: pd.DataFrame, place: int
) -> None:
    """As in psych: what is said of the others is what is said of them without it."""
    items = table.filter(like="i")
    assume(usable(items))
    more = items.copy()
    more.insert(min(place, items.shape[1]), "same", 3.0)
    more = more.set_axis([f"i{at}" for at in range(more.shape[1])], axis=1)
    name = f"i{min(place, items.shape[1])}"
    with pytest.warns(ResponseWarning, match=f"answered {name} alike"):
        found = cx.reliability(more, survey_of(more), use=use).loc["d"]
    assert same(found[1:], list(reliability(items, use=use).values())[1:])
    assert found["n_items"] == more.shape[1]
    own = items_of(more, use=use)
    assert own.loc[name, ["item_rest_r", "loading"]].isna().all()
    others = own.drop(index=name).drop(columns="dimension")
    assert same(others.to_numpy().ravel(), items_of(items, use=use).drop(columns="dimension").to_numpy().ravel())


def test_where_nothing_varies_that_is_said() -> None:
    """No alpha, and why."""
    table = columns([1, 1, 1], [2, 2, 2])
    with pytest.warns(ResponseWarning, match="i0, i1 alike"):
        assert cx.reliability(table, survey_of(table)).loc["d", STATISTICS].isna().all()


@pytest.mark.parametrize("function", [cx.reliability, lambda t, s: cx.agreement(t, s, by="team").overall])
def test_statistics_are_numbers_also_where_all_are_missing(function: Any) -> None:
    """Code that draws or rounds them needs no special case."""
    table = columns([1, 2, 3]).assign(team="a")
    assert {str(kind) for kind in function(table, survey_of(table)).dtypes} <= {"int64", "float64"}


def test_two_items_have_alpha_and_no_alpha_without() -> None:
    """One item alone has none; nor has omega enough to go by. 12/13 is worked out by hand."""
    table = columns([1, 2, 3], [1, 3, 3])
    row = reliability(table)
    assert row["alpha"] == pytest.approx(12 / 13)
    assert math.isnan(row["omega"])
    found = items_of(table)
    assert found["alpha_without"].isna().all()
    assert same(found["item_rest_r"], [math.sqrt(3) / 2] * 2)


def test_a_negative_alpha_is_reported_with_a_warning_and_not_flipped() -> None:
    """Someone forgot a reverse key; the numbers stay as they are until the survey is corrected."""
    table = columns([1, 2, 3, 4, 5], [5, 4, 2, 2, 1])
    with pytest.warns(ResponseWarning) as caught:
        alpha = cx.reliability(table, survey_of(table)).loc["d", "alpha"]
    assert [str(warning.message) for warning in caught] == [
        "Alpha is negative for d: items there contradict each other. Check which of them should be reverse-keyed."
    ]
    assert caught[0].filename == __file__
    assert alpha == pytest.approx(-50)
    keyed = item_survey({}, {"reverse_keyed": True})
    assert reliability(table, keyed)["alpha"] == pytest.approx(0.98, abs=0.01)


def test_only_the_dimensions_that_contradict_themselves_are_named() -> None:
    """The others are not suspected."""
    table = organisation({"a": 6}).assign(listens=[1, 2, 3, 4, 5, 3], helps=[1, 2, 3, 4, 4, 3])
    table = table.assign(quick=[1, 2, 3, 4, 5, 3], waits=[1, 2, 3, 4, 4, 3])
    with pytest.warns(ResponseWarning, match="Alpha is negative for pace: "):
        cx.reliability(table, small_survey())


@pytest.mark.parametrize("values", [[1, 2, 2], [1, 2, 4], [1, 5, 2, 2, 4, 3, 1], [2, 5, 5]])
def test_exact_opposites_are_warned_of_and_get_no_number_made_of_noise(values: list[float]) -> None:
    """The clearest case of a missing reverse key: the sum is the same for everybody."""
    table = columns(values, [6 - value for value in values])
    with pytest.warns(ResponseWarning, match="Check which of them should be reverse-keyed"):
        alpha: Any = cx.reliability(table, survey_of(table)).loc["d", "alpha"]
    assert math.isnan(alpha)


def test_an_item_has_no_correlation_with_a_sum_that_does_not_vary() -> None:
    """Two exact opposites beside it always add up to six."""
    found = items_of(columns([1, 2, 2], [5, 4, 4], [3, 4, 1]))
    assert math.isnan(found.loc["i2", "item_rest_r"])


def test_a_dimension_without_items_yet_has_nothing_to_tell() -> None:
    """It waits for a workshop's list."""
    survey = small_survey(dimensions=[{"id": "d", "title": "D", "items_from": "touchpoints"}])
    table = pd.DataFrame({"team": ["a", "a"]})
    assert reliability(table, survey)["n_items"] == 0
    assert items_of(table, survey).empty
    found = cx.agreement(table, survey, by="team")
    assert found.groups["rwg_j"].isna().all()
    assert found.overall.loc["d", ["icc1", "icc2"]].isna().all()
