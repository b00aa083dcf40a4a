"""Means of groups, their spread and agreement, against scipy, the standard library and counting by hand."""

import math
import statistics
from typing import Any

import numpy as np
import pandas as pd
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

import cxkit as cx
from cxkit.statistics.estimates import Stat, rwg_j
from cxkit.survey.model import Survey
from tests.estimated import dimension_stat, item_stat, shares
from tests.strategies import organisation, organisations, small_survey, surveys_with_answers

SCALES = {"listens": False, "helps": False, "quick": False, "waits": True}


def stat(values: list[float]) -> Stat:
    """Return the statistics of people whose scores are the given values out of 0, 25, 50, 75, 100."""
    table = pd.DataFrame({id: [1 + value / 25 for value in values] for id in SCALES})
    survey = small_survey()
    return dimension_stat(cx.tally(table, survey), survey.dimension("care"))


def expected(values: list[float]) -> tuple[float, float, float, float]:
    """Return mean, sd and the t interval of the mean, cut at 0 and 100, by scipy and the standard library."""
    mean, sd = statistics.fmean(values), statistics.stdev(values)
    low, high = scipy.stats.t.interval(0.95, len(values) - 1, loc=mean, scale=sd / np.sqrt(len(values)))
    return mean, sd, max(0.0, float(low)), min(100.0, float(high))


@given(surveys_with_answers(max_size=25))
def test_mean_sd_and_interval_equal_scipys(drawn: tuple[Survey, pd.DataFrame]) -> None:
    """Over the person scores of those who answered enough; n counts exactly these."""
    survey, table = drawn
    scores, counted = cx.score(table, survey), cx.tally(table, survey)
    for dimension in survey.dimensions:
        values = scores[dimension.id].dropna().to_list()
        result = dimension_stat(counted, dimension)
        assert result.n == len(values)
        if len(values) >= 2 and statistics.stdev(values) > 1e-9:
            found = [result.mean, result.sd, result.low, result.high]
            assert found == pytest.approx(expected(values), abs=1e-9)


@given(surveys_with_answers(max_size=25))
def test_an_items_statistics_are_of_its_keyed_answers(drawn: tuple[Survey, pd.DataFrame]) -> None:
    """On 0–100 of the item's own range, after reversing; can't tell and missing are left out of n."""
    survey, table = drawn
    counted = cx.tally(table, survey)
    for item in survey.items:
        scale = item.response_scale
        answers = [value for value in table[item.id] if isinstance(value, int)]
        keyed = [(scale.max - value) if item.reverse_keyed else (value - scale.min) for value in answers]
        result = item_stat(counted, item)
        assert result.n == len(keyed)
        if keyed:
            assert result.mean == pytest.approx(100 * statistics.fmean(keyed) / (scale.max - scale.min))


def test_one_person_has_a_mean_and_no_interval() -> None:
    """Nothing is known about the spread of one."""
    assert stat([75.0]) == Stat(n=1, mean=75.0, sd=None, low=None, high=None)


def test_nobody_has_no_mean() -> None:
    """Zero people are not a mean of zero."""
    assert stat([]) == Stat(n=0, mean=None, sd=None, low=None, high=None)


def test_where_all_agree_the_spread_is_zero() -> None:
    """And there is no interval: agreement is no proof that others would answer the same."""
    assert stat([50.0] * 6) == Stat(n=6, mean=50.0, sd=0.0, low=None, high=None)


def test_an_interval_narrows_as_more_of_those_invited_answer() -> None:
    """By √(1 − n/invited): the finite-population correction of survey sampling; of all invited there is no doubt."""
    survey, table = small_survey(), organisation({"a": 20})
    tally, dimension = cx.tally(table, survey), survey.dimensions[0]
    wide, quarter, whole = (dimension_stat(tally, dimension, invited=invited) for invited in (None, 80, 20))
    assert all(stat.low is not None and stat.high is not None for stat in (wide, quarter, whole))
    width = {invited: (one.high or 0) - (one.low or 0) for invited, one in ((None, wide), (80, quarter), (20, whole))}
    assert width[80] == pytest.approx(math.sqrt(0.75) * width[None])
    assert width[20] == 0


def test_an_interval_stays_within_what_is_possible() -> None:
    """A mean of 90 with a wide spread does not reach 110."""
    result = stat([100.0, 100.0, 100.0, 0.0])
    assert result.high == 100.0
    assert stat([0.0, 0.0, 0.0, 100.0]).low == 0.0
    assert expected([100.0, 100.0, 100.0, 0.0])[2] == pytest.approx(result.low)


@given(organisations())
def test_a_groups_numbers_do_not_depend_on_who_else_is_there(table: pd.DataFrame) -> None:
    """A team alone has the same mean as in the whole organisation, bit for bit."""
    survey = small_survey()
    parts = cx.tally(table, survey, by="team").split("team")
    for team, part in parts.items():
        alone = cx.tally(table[table["team"] == team], survey)
        assert dimension_stat(part, survey.dimension("care")) == dimension_stat(alone, survey.dimension("care"))


def test_sums_are_exact_whatever_the_numbers() -> None:
    """Thirds of answers of a thousand people in two orders: the same bits."""
    items = [{"id": f"i{n}", "text": "?"} for n in range(3)]
    survey = small_survey(dimensions=[{"id": "d", "title": "D", "items": items, "min_answered": 1}])
    chance = np.random.default_rng(1)
    table = pd.DataFrame({f"i{n}": chance.integers(1, 6, 1000) for n in range(3)}).astype("float64")
    table = table.mask(pd.DataFrame(chance.random((1000, 3)) < 0.3, columns=table.columns))
    results: list[Any] = [
        dimension_stat(cx.tally(part, survey), survey.dimension("d")) for part in (table, table.iloc[::-1])
    ]
    assert results[0] == results[1]


def test_an_organisation_of_one_team_is_that_team() -> None:
    """The group and everybody have the same numbers."""
    survey, table = small_survey(), organisation({"a": 12}, missing=0.2)
    whole, part = cx.tally(table, survey), cx.tally(table, survey, by="team").split("team")["a"]
    for dimension in survey.dimensions:
        assert dimension_stat(whole, dimension) == dimension_stat(part, dimension)


# Agreement from standard deviations.


@pytest.mark.parametrize("points", [2, 5, 7, 11])
def test_agreement_is_1_without_spread_and_0_for_evenly_spread_answers(points: int) -> None:
    """And stays 0 where people are torn further than that."""
    even = 100 * math.sqrt((points**2 - 1) / 12) / (points - 1)
    assert rwg_j([0.0] * 3, [points] * 3) == 1.0
    assert rwg_j([even] * 3, [points] * 3) == pytest.approx(0, abs=1e-12)
    assert rwg_j([55.0 + even] * 3, [points] * 3) == 0.0
    assert rwg_j([even / 2], [points]) == pytest.approx(0.75)
    assert rwg_j([even / 2] * 3, [points] * 3) == pytest.approx(3 * 0.75 / (3 * 0.75 + 0.25))


# What must not matter.


@given(organisations())
def test_new_names_for_teams_change_no_number(table: pd.DataFrame) -> None:
    """Not by a bit; among equally small teams the name decides which is hidden, so their order is kept."""
    survey = small_survey()
    renamed = table.assign(team=["team " + team for team in table["team"]])
    told = cx.report(table, survey, by=["team", "role"]).to_dict()
    for name in ("groups", "group_items", "participation"):
        for row in told[name]:
            if row["attribute"] == "team":
                row["members"] = row["members"] and ["team " + member for member in row["members"]]
                row["group"] = row["group"] if row["members"] else "team " + row["group"]
    assert repr(cx.report(renamed, survey, by=["team", "role"]).to_dict()) == repr(told)


@given(organisations(), st.data())
def test_people_of_other_teams_change_no_teams_numbers(table: pd.DataFrame, data: st.DataObject) -> None:
    """A team's n, mean, shares and interval are its own people's; who else is there decides only what is hidden."""
    survey = small_survey()
    others = data.draw(organisations()).assign(team="others")
    one, two = (
        cx.tally(part, survey, by="team").split("team")
        for part in (table, pd.concat([others, table], ignore_index=True))
    )
    for team, part in one.items():
        for dimension in survey.dimensions:
            assert dimension_stat(part, dimension) == dimension_stat(two[team], dimension)
            assert shares(part, dimension.items) == shares(two[team], dimension.items)
