"""Reliability and item analysis, against their definitions."""

import math
import warnings
from typing import Any

import numpy as np
import pandas as pd
import pytest
import scipy.optimize
import scipy.stats
from hypothesis import assume, example, given

import cxkit as cx
from cxkit.errors import ResponseWarning
from tests.statistics.answered import answered, columns, items_of, nan, reliability, same, survey_of, usable
from tests.strategies import item_survey


@given(answered(missing=False))
def test_alpha_of_complete_answers_is_its_definition(table: pd.DataFrame) -> None:
    """k/(k − 1) times one minus the items' variances over the sum's; from correlations likewise."""
    assume(usable(table))
    values = table.filter(like="i").to_numpy()
    k = values.shape[1]
    row = reliability(table)
    assert row["alpha"] == pytest.approx(
        k / (k - 1) * (1 - values.var(axis=0, ddof=1).sum() / values.sum(axis=1).var(ddof=1))
    )
    r = (np.corrcoef(values.T).sum() - k) / (k * (k - 1))
    assert row["mean_r"] == pytest.approx(r, abs=1e-12)
    assert row["alpha_std"] == pytest.approx(k * r / (1 + (k - 1) * r), abs=1e-9)
    assert row["n"] == len(values)


@given(answered(missing=False, least=3))
def test_an_item_is_set_against_the_sum_of_the_others(table: pd.DataFrame) -> None:
    """Its correlation with them, and alpha when it is gone."""
    assume(usable(table))
    values = table.filter(like="i")
    found = items_of(table)
    for item in values:
        rest = values.drop(columns=item)
        assume(rest.sum(axis=1).var() > 0.01)
        assert found.loc[item, "item_rest_r"] == pytest.approx(
            np.corrcoef(values[item], rest.sum(axis=1))[0, 1], abs=1e-9
        )
        others = reliability(rest.set_axis([f"i{place}" for place in range(rest.shape[1])], axis=1))
        assert found.loc[item, "alpha_without"] == pytest.approx(others["alpha"], nan_ok=True)


@given(answered(missing=False))
def test_alpha_is_never_above_one_and_stands_in_its_interval(table: pd.DataFrame) -> None:
    """Nor is omega, or the average correlation."""
    assume(usable(table))
    row = reliability(table)
    assert row["alpha_low"] <= row["alpha"] + 1e-9 <= row["alpha_high"] + 2e-9 <= 1 + 4e-9
    assert -1 - 1e-9 <= row["mean_r"] <= 1 + 1e-9
    assert not row["omega"] > 1 + 1e-9


def test_pairwise_alpha_may_exceed_one_as_in_r_and_has_no_interval_then() -> None:
    """Covariances of different people need not fit together. 8/7 is worked out by hand."""
    row = reliability(columns([1, nan, 3], [1, 2, 3]))
    assert row["alpha"] == pytest.approx(8 / 7)
    assert math.isnan(row["alpha_low"])
    assert math.isnan(row["alpha_high"])


@given(answered())
@example(columns([3, 4, 3, 5], [3, 3, nan, 3]).assign(team="a"))  # what all answered alike is left out after the rows
def test_complete_is_leaving_incomplete_rows_out_first(table: pd.DataFrame) -> None:
    """To the last number, n included."""
    left = table.dropna().reset_index(drop=True)
    assert same(reliability(table, use="complete").values(), reliability(left).values())
    one, other = items_of(table, use="complete"), items_of(left)
    pd.testing.assert_frame_equal(one, other)


def test_complete_is_of_whoever_answered_all_items_also_where_one_does_not_vary() -> None:
    """Psych 2.5.3: alpha(na.omit(d)) and alpha.ci of its six rows; the item that all answered alike is left out."""
    table = columns(
        [3, nan, 3, 3, nan, 3, 3, 3], [1, 5, 2, 4, 1, 3, 5, 2], [2, 1, 2, 5, 5, 3, 4, 1], [1, 2, 3, 4, 1, 2, 5, 3]
    )
    row = reliability(table, use="complete")
    assert row["n"] == row["n_complete"] == 6
    found = [row[name] for name in ("alpha", "alpha_std", "mean_r", "alpha_low", "alpha_high")]
    expected = [0.901260504201681, 0.901044259309669, 0.752179333210133, 0.581731036964568, 0.985082762713426]
    assert found == pytest.approx(expected, rel=0, abs=1e-12)
    own = items_of(table, use="complete").loc[["i1", "i2", "i3"], "item_rest_r"]
    assert list(own) == pytest.approx([0.945570656100045, 0.723194921639190, 0.756329226134416], rel=0, abs=1e-12)


def test_alphas_interval_takes_the_n_that_is_left() -> None:
    """Feldt's, with F of n − 1 and (n − 1)(k − 1) degrees of freedom; other tools take the n of the file."""
    chance = np.random.default_rng(5)
    person = chance.normal(3, 1, (60, 1))
    values = np.clip(np.rint(person + chance.normal(0, 1, (60, 4))), 1, 5)
    values[:25, 0] = nan
    values[:3] = nan
    for use, n in (("complete", 35), ("pairwise", 57)):
        row = reliability(columns(*values.T.tolist()), use=use)
        low, high = (1 - (1 - row["alpha"]) * scipy.stats.f.ppf(part, n - 1, (n - 1) * 3) for part in (0.975, 0.025))
        assert row["n"] == n
        assert (row["alpha_low"], row["alpha_high"]) == pytest.approx((low, high))


def test_a_mixed_dimension_is_reported_in_each_items_own_units() -> None:
    """1–5 beside 0–10: means as answered (and reversed), favourable by each item's own points."""
    survey = item_survey({}, {"response_scale": {"min": 0, "max": 10}, "reverse_keyed": True})
    found = items_of(columns([1, 4, 5], [10, 1, 0]), survey)
    assert same(found["mean"], [10 / 3, 19 / 3])
    assert same(found["favourable"], [2 / 3, 2 / 3])
    covariance = np.cov([[1, 4, 5], [0, 9, 10]])
    row = reliability(columns([1, 4, 5], [10, 1, 0]), survey)
    assert row["alpha"] == pytest.approx(2 * (1 - covariance.trace() / covariance.sum()))


def test_an_unknown_use_names_those_there_are() -> None:
    """For both functions."""
    table = columns([1, 2], [2, 3])
    functions: list[Any] = [cx.reliability, cx.item_analysis]
    for function in functions:
        with pytest.raises(ValueError, match='use "listwise": allowed are "pairwise" and "complete"'):
            function(table, survey_of(table), use="listwise")


def test_what_is_no_answer_is_warned_of_and_left_out() -> None:
    """By all three; n says how many are left."""
    table = columns([1, 2, 3, 99], [1, 2, 2, 3]).assign(team="a")
    survey = survey_of(table)
    for function in (cx.reliability, cx.item_analysis, lambda t, s: cx.agreement(t, s, by="team")):
        with pytest.warns(ResponseWarning, match=r'i0: "99" is outside 1–5 \(1 time, row 4\)'):
            function(table, survey)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert items_of(table)["n"].to_list() == [3, 4]
        assert cx.agreement(table, survey, by="team").groups["n"].to_list() == [3]


def test_no_omega_is_made_of_the_noise_of_an_item_that_those_in_common_answered_alike() -> None:
    """All five who answered both said 4 to the first: it has a variance, but none to go with the second's."""
    table = columns([nan, 1, 4, 4, 4, 4, 4, 2], [3, nan, 1, nan, 2, 1, 3, nan], [3, 4, 1, 2, 3, 1, 4, 4])
    row = reliability(table)
    assert math.isfinite(row["alpha"])
    assert math.isnan(row["omega"])


@pytest.mark.parametrize("values", [[1, 2, 4], [1, 2, 2, 5], [2, 3, 3, 5, 5, 4, 1]])
def test_opposites_of_another_spread_have_an_alpha_and_no_standardised_one(values: list[float]) -> None:
    """On 1–5 and turned on 0–10: correlated −1 exactly, so the standardised sum does not vary; the sum itself does."""
    survey = item_survey({}, {"response_scale": {"min": 0, "max": 10}})
    row = reliability(columns(values, [11 - 2 * value for value in values]), survey)
    assert row["alpha"] == pytest.approx(-8)
    assert row["mean_r"] == -1.0
    assert math.isnan(row["alpha_std"])


def test_items_that_do_not_go_together_at_all_do_not_contradict_each_other() -> None:
    """A covariance of exactly nothing is no reason to warn."""
    table = columns([1, 1, 2, 2, 4, 4], [1, 3, 1, 3, 1, 3])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert cx.reliability(table, survey_of(table)).loc["d", "alpha"] == 0.0


@given(answered(missing=False, least=3))
def test_loadings_leave_the_least_of_the_correlations_unexplained(table: pd.DataFrame) -> None:
    """No other minimiser finds loadings that fit better, and most of them point upwards."""
    assume(usable(table))
    found = items_of(table)["loading"].to_numpy()
    r = table.filter(like="i").corr().to_numpy()
    above = np.triu_indices(len(r), 1)

    def left(own: Any) -> float:
        return float(((r - np.outer(own, own))[above] ** 2).sum())

    other = scipy.optimize.minimize(left, np.full(len(r), 0.7), bounds=[(-0.9975, 0.9975)] * len(r)).x
    assert left(found) <= left(other) + 1e-5
    assert found.sum() >= 0


def test_a_fit_item_table_has_reversed_items_turned_round() -> None:
    """By hand, on a scale of 1 to 7; what is no answer is missing."""
    survey = item_survey({"reverse_keyed": True, "response_scale": {"min": 1, "max": 7}}, {})
    table = pd.DataFrame({"i0": [1, 7, None], "i1": [5, "not_applicable", 2]}, index=["a", "b", "c"], dtype=object)
    expected = pd.DataFrame({"i0": [7.0, 1.0, nan], "i1": [5.0, nan, 2.0]}, index=["a", "b", "c"])
    pd.testing.assert_frame_equal(cx.keyed(table, survey), expected)
