"""Statistics of groups, against scipy, the standard library and counting by hand."""

from __future__ import annotations

import math
import statistics
from typing import Any

import numpy as np
import pandas as pd
import pytest
import scipy.stats
from hypothesis import example, given
from hypothesis import strategies as st

import cxkit as cx
from cxkit.statistics.estimates import (
    Shares,
    Stat,
    difference,
    dimension_stat,
    distribution,
    holm,
    item_stat,
    rwg_j,
    shares,
    wilson,
)
from cxkit.survey.model import Survey
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


@pytest.mark.parametrize("seed", range(5))
def test_of_the_same_people_a_difference_is_that_of_pairs(seed: int) -> None:
    """As scipy's paired test has it where everybody is in both; where hardly anybody is, it nears Welch's."""
    chance = np.random.default_rng(seed)
    before = chance.choice([0, 25, 50, 75, 100], size=12)
    after = np.clip(before + chance.choice([-25, 0, 25, 50], size=12), 0, 100)
    one, other = stat([float(value) for value in after]), stat([float(value) for value in before])
    r = float(np.corrcoef(after, before)[0, 1])
    result, paired = difference(one, other, pairs=(12, r)), scipy.stats.ttest_rel(after, before)
    interval = paired.confidence_interval(0.95)
    assert (result.low, result.high) == pytest.approx((float(interval.low), float(interval.high)))
    assert result.p == pytest.approx(float(paired.pvalue))
    apart = difference(one, other)
    nearly = difference(one, other, pairs=(2, 0.0))
    assert nearly.low == pytest.approx(apart.low, rel=0.1)


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


@pytest.mark.parametrize("tiny", [1e-3, 1e-100, 1e-170, 1e-300])
def test_a_spread_however_small_is_never_divided_by_nothing(tiny: float) -> None:
    """Squares of it would vanish; what counts is only how the two groups' spreads compare."""
    one, other = (Stat(n=n, mean=mean, sd=tiny, low=None, high=None) for n, mean in ((4, 60.0), (7, 40.0)))
    found = difference(one, other)
    assert (found.low, found.high) == pytest.approx((20.0, 20.0), abs=0.01)
    assert found.p == pytest.approx(0.0, abs=1e-6)
    assert found.g is not None
    assert found.g > 0


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
    """Leaders against front line in the shipped sample, from the file to the table.

    Where an item of the leaders' is hidden, their mean and spread are told in whole points.
    """
    survey = cx.load_survey("leadership")
    answers = cx.read_responses(cx.sample("leadership"), survey)
    gaps = cx.report(answers, survey, by="role").gaps.set_index("dimension")
    scores = cx.score(answers, survey).assign(role=answers.frame["role"])
    for dimension in survey.dimensions:
        sides = [scores.loc[scores["role"] == role, dimension.id].dropna() for role in ("leader", "frontline")]
        interval = scipy.stats.ttest_ind(*sides, equal_var=False).confidence_interval(0.95)
        row = gaps.loc[dimension.id]
        near = 0.5 if dimension.id == "engaged" else 1e-9
        assert (row["low"], row["high"]) == pytest.approx((float(interval.low), float(interval.high)), abs=near)
        assert (row["n"], row["n_other"]) == (len(sides[0]), len(sides[1]))
    assert gaps.loc["engaged", "label"] == "blind spot"


def test_an_organisation_of_one_team_is_that_team() -> None:
    """The group and everybody have the same numbers."""
    survey, table = small_survey(), organisation({"a": 12}, missing=0.2)
    whole, part = cx.tally(table, survey), cx.tally(table, survey, by="team").split("team")["a"]
    for dimension in survey.dimensions:
        assert dimension_stat(whole, dimension) == dimension_stat(part, dimension)


# Shares and their intervals.


@pytest.mark.parametrize("n", [1, 2, 5, 8, 30, 1000])
def test_an_interval_of_a_share_is_wilsons(n: int) -> None:
    """As scipy computes it, for every count from none to all."""
    for count in range(0, n + 1, max(1, n // 30)):
        interval = scipy.stats.binomtest(count, n).proportion_ci(0.95, method="wilson")
        assert wilson(count, n) == pytest.approx((interval.low, interval.high), abs=1e-12)


@example(10, 0)
@example(0, 10)
@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_share_stands_in_its_interval_and_both_within_0_and_1(one: int, other: int) -> None:
    """None is exactly 0 from below and all exactly 1 from above; the opposite share has the opposite interval."""
    low, high = wilson(one, one + other)
    assert 0 <= low <= high <= 1
    if one + other:
        assert low <= one / (one + other) <= high
        assert (low == 0) == (one == 0)
        assert (high == 1) == (other == 0)
        assert wilson(other, one + other) == pytest.approx((1 - high, 1 - low), abs=1e-12)


def test_no_answers_have_shares_of_0_and_intervals_of_all_there_is() -> None:
    """Nothing is known; nothing is divided by nothing."""
    assert Shares.of(0, 0, 0) == Shares(
        n=0, favourable=0.0, neutral=0.0, unfavourable=0.0,
        favourable_low=0.0, favourable_high=1.0, neutral_low=0.0, neutral_high=1.0,
        unfavourable_low=0.0, unfavourable_high=1.0,
    )  # fmt: skip


@pytest.mark.parametrize(("favourable", "unfavourable", "n"), [(7, 0, 7), (0, 7, 7), (0, 0, 7), (2, 3, 7), (1, 0, 1)])
def test_each_kind_of_answer_has_its_share_and_interval(favourable: int, unfavourable: int, n: int) -> None:
    """What is neither is neutral."""
    found = Shares.of(favourable, unfavourable, n)
    counts = {"favourable": favourable, "unfavourable": unfavourable, "neutral": n - favourable - unfavourable}
    for kind, count in counts.items():
        interval = (getattr(found, f"{kind}_low"), getattr(found, f"{kind}_high"))
        assert getattr(found, kind) == count / n
        assert interval == pytest.approx(wilson(count, n))
    assert found.favourable + found.neutral + found.unfavourable == pytest.approx(1)


@given(surveys_with_answers(max_size=25))
def test_a_distribution_counts_the_answers_as_they_were_given(drawn: tuple[Survey, pd.DataFrame]) -> None:
    """From the least value up; not reversed; can't tell and missing are none of them."""
    survey, table = drawn
    counted = cx.tally(table, survey)
    for item in survey.items:
        values = [value for value in table[item.id] if isinstance(value, int)]
        points = range(item.response_scale.min, item.response_scale.max + 1)
        assert distribution(counted, item) == tuple(values.count(point) for point in points)


# Differences: p, g and what they are called.

people = st.lists(st.sampled_from([0.0, 25.0, 50.0, 75.0, 100.0]), min_size=2, max_size=25)


@pytest.mark.filterwarnings("ignore:Precision loss:RuntimeWarning")  # scipy's, where one group has no spread
@given(people, people)
def test_p_is_welchs_and_g_is_hedges(one: list[float], other: list[float]) -> None:
    """Against scipy and the definition, for groups of any size and spread from two people on."""
    result = difference(stat(one), stat(other))
    if statistics.stdev(one) == statistics.stdev(other) == 0:
        assert (result.p, result.g) == (None, None)
        return
    df = len(one) + len(other) - 2
    pooled = ((len(one) - 1) * statistics.variance(one) + (len(other) - 1) * statistics.variance(other)) / df
    correction = math.gamma(df / 2) / (math.gamma((df - 1) / 2) * math.sqrt(df / 2)) if df > 1 else math.nan
    assert result.p == pytest.approx(float(scipy.stats.ttest_ind(one, other, equal_var=False).pvalue), abs=1e-12)
    assert result.g == pytest.approx(result.difference / math.sqrt(pooled) * correction, abs=1e-12)


def test_gs_correction_never_overflows() -> None:
    """Gamma functions of thousands are beyond any float; their ratio is nearly one."""
    result = difference(stat([50.0, 75.0] * 2000), stat([25.0, 50.0] * 3000))
    assert result.g == pytest.approx(25 / 12.5, rel=1e-3)


def test_a_gap_that_is_surely_small_is_in_line_even_where_surely_not_nothing() -> None:
    """In line is asked first: two points apart among thousands is no blind spot."""
    result = difference(stat([50.0, 75.0, 75.0] * 3000), stat([50.0, 75.0] * 4000))
    assert 0 < (result.low or 0) < (result.high or 0) < 10
    assert (result.p or 1) < 0.001
    assert result.label == "in line"


@given(people, people)
def test_a_label_says_where_the_whole_interval_lies(one: list[float], other: list[float]) -> None:
    """Within ±10 first, then above, then below, and otherwise nothing can be told; turned round, its opposite."""
    there, back = difference(stat(one), stat(other)), difference(stat(other), stat(one))
    low, high = (
        (there.difference, there.difference) if there.low is None or there.high is None else (there.low, there.high)
    )
    if low >= -10 and high <= 10:
        assert there.label == "in line"
    elif low > 0:
        assert there.label == "blind spot"
    else:
        assert there.label == ("hidden strength" if high < 0 else "too few to tell")
    opposite = {"blind spot": "hidden strength", "hidden strength": "blind spot"}
    assert back.label == opposite.get(there.label, there.label)


# Many comparisons.

probabilities = st.lists(st.one_of(st.none(), st.floats(0, 1)), max_size=8)


@given(probabilities)
def test_holms_p_is_its_definition(p: list[float | None]) -> None:
    """The smallest times how many there are, the next times one less …, never falling, never above one."""
    known = sorted(value for value in p if value is not None)
    for place, value in enumerate(p):
        if value is None:
            assert holm(p)[place] is None
        else:
            steps = [min(1.0, known[rank] * (len(known) - rank)) for rank in range(len(known)) if known[rank] <= value]
            assert holm(p)[place] == pytest.approx(max(steps))


def test_holms_p_of_a_textbook() -> None:
    """R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")."""
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([]) == []
    assert holm([None, 0.2]) == [None, 0.2]


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
