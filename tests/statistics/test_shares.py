"""Shares of answers and their intervals, against their definitions and counting by hand."""

import pandas as pd
import pytest
import scipy.stats
from hypothesis import example, given
from hypothesis import strategies as st

import cxkit as cx
from cxkit.statistics.estimates import Shares, wilson
from cxkit.survey.model import Survey
from tests.estimated import distribution, shares
from tests.strategies import small_survey, surveys_with_answers


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
