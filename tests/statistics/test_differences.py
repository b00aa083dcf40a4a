"""Differences between groups, their intervals and p, against scipy and their definitions."""

import math
import statistics

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

import cxkit as cx
from cxkit.statistics.estimates import Stat, difference, holm
from tests.statistics.test_estimates import stat

people = st.lists(st.sampled_from([0.0, 25.0, 50.0, 75.0, 100.0]), min_size=2, max_size=25)


probabilities = st.lists(st.one_of(st.none(), st.floats(0, 1)), max_size=8)


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
