"""Statistics of groups, against scipy, the standard library and counting by hand."""

from __future__ import annotations

import statistics
from typing import Any

import numpy as np
import pandas as pd
import pytest
import scipy.stats
from hypothesis import given, settings

import cxkit as cx
from cxkit.groups import Stat, difference, dimension_stat, item_stat, shares
from cxkit.survey import Survey
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


@settings(deadline=None, max_examples=60)
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


@settings(deadline=None, max_examples=40)
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


@settings(deadline=None, max_examples=40)
@given(surveys_with_answers(max_size=25))
def test_shares_are_pooled_over_answers_after_reversing(drawn: tuple[Survey, pd.DataFrame]) -> None:
    """Every answer counts once, whoever gave how many; the three shares make one."""
    survey, table = drawn
    counted = cx.tally(table, survey)
    for dimension in survey.dimensions:
        kinds: list[str] = []
        for item in dimension.items:
            scale = item.response_scale
            for value in table[item.id]:
                if isinstance(value, int):
                    keyed = scale.min + scale.max - value if item.reverse_keyed else value
                    good, bad = keyed in scale.favourable, keyed in scale.unfavourable
                    kinds.append("favourable" if good else "unfavourable" if bad else "neutral")
        result = shares(counted, dimension.items)
        assert result.n == len(kinds)
        for kind in ("favourable", "neutral", "unfavourable"):
            assert getattr(result, kind) == pytest.approx(kinds.count(kind) / len(kinds) if kinds else 0)


def test_pooling_is_not_the_mean_of_peoples_shares() -> None:
    """Two people with four favourable answers of six in all: two thirds, not (1 + 1/2) / 2."""
    items = [{"id": f"i{n}", "text": "?"} for n in range(4)]
    survey = small_survey(dimensions=[{"id": "d", "title": "D", "items": items, "min_answered": 1}])
    table = pd.DataFrame({"i0": [5, 5], "i1": [5, 1], "i2": [None, 5], "i3": [None, 1]})
    result = shares(cx.tally(table, survey), survey.dimension("d").items)
    assert result.n == 6
    assert result.favourable == pytest.approx(2 / 3)


def test_a_reverse_keyed_answer_counts_as_its_opposite() -> None:
    """All customers wait: nobody is favourable."""
    survey = small_survey()
    table = pd.DataFrame({"listens": [5], "helps": [3], "quick": [1], "waits": [5]})
    result = shares(cx.tally(table, survey), survey.dimension("pace").items)
    assert (result.favourable, result.unfavourable) == (0.0, 1.0)


def test_one_person_has_a_mean_and_no_interval() -> None:
    """Nothing is known about the spread of one."""
    assert stat([75.0]) == Stat(n=1, mean=75.0, sd=None, low=None, high=None)


def test_nobody_has_no_mean() -> None:
    """Zero people are not a mean of zero."""
    assert stat([]) == Stat(n=0, mean=None, sd=None, low=None, high=None)


def test_where_all_agree_the_spread_is_zero() -> None:
    """And there is no interval: agreement is no proof that others would answer the same."""
    assert stat([50.0] * 6) == Stat(n=6, mean=50.0, sd=0.0, low=None, high=None)


def test_an_interval_stays_within_what_is_possible() -> None:
    """A mean of 90 with a wide spread does not reach 110."""
    result = stat([100.0, 100.0, 100.0, 0.0])
    assert result.high == 100.0
    assert stat([0.0, 0.0, 0.0, 100.0]).low == 0.0
    assert expected([100.0, 100.0, 100.0, 0.0])[2] == pytest.approx(result.low)


@settings(deadline=None, max_examples=40)
@given(organisations())
def test_a_groups_numbers_do_not_depend_on_who_else_is_there(table: pd.DataFrame) -> None:
    """A team alone has the same mean as in the whole organisation, bit for bit."""
    survey = small_survey()
    parts = cx.tally(table, survey, by="team").split("team")
    for team, part in parts.items():
        alone = cx.tally(table[table["team"] == team], survey)
        assert dimension_stat(part, survey.dimension("care")) == dimension_stat(alone, survey.dimension("care"))


@pytest.mark.parametrize("seed", range(5))
def test_a_difference_and_its_interval_equal_welchs(seed: int) -> None:
    """As scipy computes it, with unequal sizes and variances."""
    chance = np.random.default_rng(seed)
    one = [float(value) for value in chance.choice([50, 75, 100], size=7)]
    other = [float(value) for value in chance.choice([0, 25, 50, 75, 100], size=23)]
    result = difference(stat(one), stat(other))
    interval = scipy.stats.ttest_ind(one, other, equal_var=False).confidence_interval(0.95)
    assert result.difference == pytest.approx(statistics.fmean(one) - statistics.fmean(other))
    assert (result.low, result.high) == pytest.approx((float(interval.low), float(interval.high)))


def test_a_difference_turns_its_sign_with_its_sides() -> None:
    """Leaders minus front line is the opposite of front line minus leaders."""
    one, other = stat([25.0, 50.0, 100.0]), stat([50.0, 50.0, 75.0, 0.0])
    there, back = difference(one, other), difference(other, one)
    assert (there.difference, there.low, there.high) == pytest.approx(
        (-back.difference, -(back.high or 0), -(back.low or 0))
    )


@pytest.mark.parametrize(
    ("leaders", "frontline", "label"),
    [
        ([75.0, 100.0] * 5, [0.0, 25.0] * 10, "blind spot"),
        ([0.0, 25.0] * 5, [75.0, 100.0] * 10, "hidden strength"),
        ([50.0, 75.0] * 50, [50.0, 75.0] * 60, "in line"),
        ([50.0, 75.0, 75.0] * 500, [50.0, 75.0] * 600, "in line"),
        ([0.0, 100.0, 50.0], [0.0, 75.0, 100.0], "too few to tell"),
        ([50.0, 75.0] * 4, [50.0, 75.0] * 4, "too few to tell"),
        ([100.0], [0.0, 25.0] * 10, "too few to tell"),
    ],
)
def test_a_gap_is_called_by_its_whole_interval(leaders: list[float], frontline: list[float], label: str) -> None:
    """Within ten points of zero, surely off zero or not; above zero; below zero; anything else cannot be told."""
    assert difference(stat(leaders), stat(frontline)).label == label


def test_a_difference_against_one_person_has_no_interval() -> None:
    """The difference is known, how sure it is is not."""
    result = difference(stat([100.0]), stat([25.0, 75.0]))
    assert (result.difference, result.low, result.high) == (50.0, None, None)


def test_a_difference_needs_two_means() -> None:
    """Nobody's mean is not zero."""
    with pytest.raises(ValueError, match="two means"):
        difference(stat([]), stat([50.0]))


def test_one_side_without_spread_still_has_an_interval() -> None:
    """Welch's degrees of freedom are then those of the other side."""
    result = difference(stat([75.0] * 4), stat([0.0, 25.0, 50.0]))
    low, high = scipy.stats.t.interval(0.95, 2, loc=50.0, scale=25 / np.sqrt(3))
    assert (result.low, result.high) == pytest.approx((float(low), float(high)))


def test_where_nobody_differs_there_is_a_difference_and_no_interval() -> None:
    """All leaders say one thing and the whole front line another: a blind spot, without a width made of nothing."""
    result = difference(stat([100.0] * 5), stat([50.0] * 9))
    assert (result.difference, result.low, result.high, result.g, result.p) == (50.0, None, None, None, None)
    assert result.label == "blind spot"


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


def test_the_leadership_samples_gap_is_the_one_scipy_finds() -> None:
    """Leaders against front line in the shipped sample, from the file to the table."""
    survey = cx.load_survey("leadership")
    answers = cx.read_responses(cx.sample("leadership"), survey)
    gaps = cx.report(answers, survey, by="role").gaps.set_index("dimension")
    scores = cx.score(answers, survey).assign(role=answers.frame["role"])
    for dimension in survey.dimensions:
        sides = [scores.loc[scores["role"] == role, dimension.id].dropna() for role in ("leader", "frontline")]
        interval = scipy.stats.ttest_ind(*sides, equal_var=False).confidence_interval(0.95)
        row = gaps.loc[dimension.id]
        assert (row["low"], row["high"]) == pytest.approx((float(interval.low), float(interval.high)))
        assert (row["n"], row["n_other"]) == (len(sides[0]), len(sides[1]))
    assert gaps.loc["engaged", "label"] == "blind spot"


def test_an_organisation_of_one_team_is_that_team() -> None:
    """The group and everybody have the same numbers."""
    survey, table = small_survey(), organisation({"a": 12}, missing=0.2)
    whole, part = cx.tally(table, survey), cx.tally(table, survey, by="team").split("team")["a"]
    for dimension in survey.dimensions:
        assert dimension_stat(whole, dimension) == dimension_stat(part, dimension)
