"""Reliability and item analysis at their edges, and what must not change them."""

from __future__ import annotations

import math
import random
import warnings
from typing import Any

import numpy as np
import pandas as pd
import pytest
import scipy.optimize
import scipy.stats
from hypothesis import assume, given
from hypothesis import strategies as st

import cxkit as cx
from cxkit.errors import ResponseWarning
from cxkit.survey.model import Survey
from tests.strategies import in_blocks, item_survey, organisation, small_survey

nan = math.nan
STATISTICS = ["alpha", "alpha_low", "alpha_high", "alpha_std", "omega", "mean_r"]


def columns(*items: list[float]) -> pd.DataFrame:
    return pd.DataFrame({f"i{place}": values for place, values in enumerate(items)}, dtype="float64")


def survey_of(table: pd.DataFrame) -> Survey:
    return item_survey(*[{}] * sum(str(name).startswith("i") for name in table))


def reliability(table: pd.DataFrame, survey: Survey | None = None, **options: Any) -> dict[str, float]:
    """Return the only dimension's row, whether or not it warns."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResponseWarning)
        row: Any = cx.reliability(table, survey or survey_of(table), **options).loc["d"]
    return {str(name): float(value) for name, value in row.items()}


def items_of(table: pd.DataFrame, survey: Survey | None = None, **options: Any) -> Any:
    return cx.item_analysis(table, survey or survey_of(table), **options)


def same(one: Any, other: Any) -> bool:
    """Say whether two rows hold the same numbers, missing ones in the same places."""
    return list(one) == pytest.approx(list(other), rel=1e-7, abs=1e-9, nan_ok=True)


@st.composite
def answered(draw: st.DrawFn, *, missing: bool = True, least: int = 2) -> pd.DataFrame:
    """Draw answers to two to five items that have something in common, and a team for everybody."""
    chance = random.Random(draw(st.integers(0, 2**32)))
    size, number = draw(st.integers(4, 20)), draw(st.integers(least, 5))
    part = draw(st.sampled_from([0.0, 0.1, 0.3])) if missing else 0.0
    rows = []
    for _ in range(size):
        person = chance.gauss(3, 1)
        row = [min(5, max(1, round(person + chance.gauss(0, 1)))) for _ in range(number)]
        rows.append([nan if chance.random() < part else float(value) for value in row])
    table = pd.DataFrame(rows, columns=[f"i{place}" for place in range(number)], dtype="float64")
    return table.assign(team=[chance.choice("abc") for _ in range(size)])


def usable(table: pd.DataFrame) -> bool:
    """Say whether alpha exists: every two items have enough answers in common, and their sum varies."""
    covariance = table.filter(like="i").cov(min_periods=2).to_numpy()
    return bool(np.isfinite(covariance).all() and covariance.diagonal().min() > 0.01 and covariance.sum() > 0.01)


# Against the definitions, with numpy alone.


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
def test_complete_is_leaving_incomplete_rows_out_first(table: pd.DataFrame) -> None:
    """To the last number, n included."""
    left = table.dropna().reset_index(drop=True)
    assert same(reliability(table, use="complete").values(), reliability(left).values())
    one, other = items_of(table, use="complete"), items_of(left)
    pd.testing.assert_frame_equal(one, other)


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


# What must not matter.


@given(answered(), st.randoms(use_true_random=False))
def test_the_order_of_people_and_items_changes_nothing(table: pd.DataFrame, chance: random.Random) -> None:
    """Rows shuffled, items in another order within their dimension."""
    assume(usable(table))
    survey = survey_of(table)
    shuffled = table.sample(frac=1, random_state=chance.randint(0, 9999))
    order = list(range(len(survey.items)))
    chance.shuffle(order)
    turned = item_survey(*[{"id": f"i{place}"} for place in order])
    expected = reliability(table)
    for other in (reliability(shuffled), reliability(table, turned)):
        assert [other[name] for name in ("n", "alpha", "alpha_std", "mean_r")] == pytest.approx(
            [expected[name] for name in ("n", "alpha", "alpha_std", "mean_r")], abs=1e-9, nan_ok=True
        )
        assert other["omega"] == pytest.approx(expected["omega"], abs=2e-3, nan_ok=True)
    found, there = items_of(table), items_of(table, turned)
    pd.testing.assert_frame_equal(there.loc[found.index], found, atol=1e-9)
    one, two = (cx.agreement(each, survey, by="team") for each in (table, shuffled))
    pd.testing.assert_frame_equal(one.groups, two.groups, atol=1e-9)
    pd.testing.assert_frame_equal(one.overall, two.overall, atol=1e-9, check_dtype=False)


@given(answered())
def test_new_names_change_nothing(table: pd.DataFrame) -> None:
    """Of items, dimensions and teams."""
    names = {f"i{place}": f"Item_{9 - place}" for place in range(5)}
    survey = survey_of(table)
    raw = survey.to_dict()
    raw["dimensions"][0]["id"] = "other"
    for item in raw["dimensions"][0]["items"]:
        item["id"] = names[item["id"]]
    there = table.rename(columns=names).assign(team=table["team"].map({"a": "x a", "b": "y", "c": "zß"}))
    renamed = Survey.from_dict(raw)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResponseWarning)
        one, two = cx.reliability(table, survey).loc["d"], cx.reliability(there, renamed).loc["other"]
    assert list(one) == pytest.approx(list(two), rel=0, abs=0, nan_ok=True)
    found = items_of(table).drop(columns="dimension")
    pd.testing.assert_frame_equal(items_of(there, renamed).drop(columns="dimension"), found.rename(index=names))
    groups = cx.agreement(table, survey, by="team"), cx.agreement(there, renamed, by="team")
    assert same(groups[0].groups["rwg_j"], groups[1].groups["rwg_j"])
    assert same(groups[0].overall.loc["d"], groups[1].overall.loc["other"])


@given(answered(), st.lists(st.booleans(), min_size=5, max_size=5))
def test_an_item_asked_the_other_way_round_changes_nothing(table: pd.DataFrame, turned: list[bool]) -> None:
    """Reversed in the survey and in the answers: the same after reversing."""
    survey = item_survey(*[{"reverse_keyed": turned[place]} for place in range(len(survey_of(table).items))])
    there = table.assign(**{f"i{place}": 6 - table[f"i{place}"] for place in range(len(survey.items)) if turned[place]})
    assert same(reliability(table).values(), reliability(there, survey).values())
    pd.testing.assert_frame_equal(items_of(there, survey), items_of(table))


@given(answered(), st.integers(-3, 3))
def test_where_the_response_scale_begins_changes_nothing(table: pd.DataFrame, shift: int) -> None:
    """1–5, 0–4 or −2–2: consistency and agreement are about differences."""
    survey = item_survey(*[{}] * len(survey_of(table).items), response_scale={"min": 1 + shift, "max": 5 + shift})
    there = table.assign(**{item.id: table[item.id] + shift for item in survey.items})
    assert same(reliability(table).values(), reliability(there, survey).values())
    one, two = cx.agreement(table, survey_of(table), by="team"), cx.agreement(there, survey, by="team")
    assert same(one.groups["rwg_j"], two.groups["rwg_j"])
    assert same(one.overall.loc["d"], two.overall.loc["d"])
    moved = items_of(there, survey)
    assert same(moved["mean"] - shift, items_of(table)["mean"])
    assert same(moved["favourable"], items_of(table)["favourable"])


@given(answered())
def test_blocks_change_nothing(table: pd.DataFrame) -> None:
    """Seven rows at a time."""
    survey = survey_of(table)
    before = reliability(table), items_of(table), cx.agreement(table, survey, by="team")
    with in_blocks():
        assert same(reliability(table).values(), before[0].values())
        pd.testing.assert_frame_equal(items_of(table), before[1])
        pd.testing.assert_frame_equal(cx.agreement(table, survey, by="team").groups, before[2].groups)


# Too little to say.

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


# No rounding decides what is zero.


@given(answered(), st.booleans(), st.randoms(use_true_random=False))
def test_the_order_of_people_changes_no_bit(table: pd.DataFrame, constant: bool, chance: random.Random) -> None:
    """Of no statistic, omega included; nor does an item that everybody answers alike make some orders differ."""
    table = table.assign(i0=3.0) if constant else table
    shuffled = table.sample(frac=1, random_state=chance.randint(0, 9999))
    assert repr(reliability(shuffled)) == repr(reliability(table))
    exact = ["n", "mean", "favourable", "item_rest_r", "alpha_without"]
    pd.testing.assert_frame_equal(items_of(shuffled)[exact], items_of(table)[exact], rtol=0, atol=0)
    assert same(items_of(shuffled)["sd"], items_of(table)["sd"])


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
