"""One factor behind items, and the same one in two groups: as R's lavaan finds it, and as it must be."""

import json
import warnings
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cxkit as cx
from cxkit.errors import ResponseError, ResponseWarning
from cxkit.statistics.factor import congeneric
from tests.strategies import item_survey

GOLDEN = Path(__file__).parents[1] / "golden"
LAVAAN: dict[str, Any] = json.loads((GOLDEN / "lavaan.json").read_text("utf-8"))
PROPER = [(name, id) for name in LAVAAN for id, row in LAVAAN[name].items() if name != "versions" and row["proper"]]
SIDES = {"id": "role", "title": "R", "options": ["a", "b"], "compare": ["a", "b"]}
MODELS = ["configural", "metric", "scalar"]


def data(name: str) -> tuple[pd.DataFrame, Any]:
    return pd.read_csv(GOLDEN / f"{name}.csv"), cx.load_survey(GOLDEN / f"{name}.yaml")


@pytest.fixture(scope="module")
def sides() -> pd.DataFrame:
    answers, survey = data("sides")
    return cx.invariance(answers, survey, by="team")


@pytest.mark.filterwarnings("ignore:Alpha is negative", "ignore:One factor seems")
@pytest.mark.parametrize(("name", "dimension"), PROPER)
def test_omega_of_the_raw_sum_equals_rs(name: str, dimension: str) -> None:
    """semTools::compRelSEM on a one-factor model of lavaan, of those who answered all items."""
    found = cx.reliability(*data(name)).loc[dimension, "omega_raw"]
    assert found == pytest.approx(LAVAAN[name][dimension]["omega_raw"], rel=0, abs=1e-5)


@pytest.mark.parametrize("name", ["service", "mixed", "complete", "sides"])
def test_where_a_fit_is_at_its_limit_that_is_said(name: str) -> None:
    """Just where lavaan has a unique variance below nothing; and whom omega rests on is told."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        found = cx.reliability(*data(name))
    (said,) = [str(one.message) for one in caught if "Heywood" in str(one.message)] or [""]
    for id, row in LAVAAN[name].items():
        assert (id in said) is not row["proper"]
        assert found.loc[id, "n_complete"] == row["n"]


def test_eight_dimensions_are_compared_with_r() -> None:
    """Where lavaan lets a variance fall below nothing, it has no number to compare with."""
    assert len(PROPER) == 8


@pytest.mark.filterwarnings("ignore:Alpha is negative", "ignore:One factor seems")
def test_its_interval_is_drawn_from_a_seed_and_holds_the_number() -> None:
    """The same again for the same seed, and another for another."""
    answers, survey = data("complete")
    drawn = [cx.reliability(answers, survey, resamples=60, seed=seed).loc["plan"] for seed in (1, 1, 2)]
    ends = [tuple(row[["omega_low", "omega_high"]]) for row in drawn]
    assert ends[0] == ends[1] != ends[2]
    assert ends[0][0] < drawn[0]["omega_raw"] < ends[0][1] < 1


@pytest.mark.filterwarnings("ignore:Alpha is negative", "ignore:One factor seems")
def test_too_few_people_to_draw_from_have_no_interval() -> None:
    """Of five, most draws cannot be fitted: the percentiles of the rest would be far too narrow."""
    table = pd.DataFrame({"i0": [1, 2, 3, 4, 5], "i1": [1, 3, 2, 5, 4], "i2": [2, 1, 3, 3, 5]})
    row = cx.reliability(table, item_survey({}, {}, {}), resamples=30).loc["d"]
    assert row["omega_raw"] > 0
    assert row[["omega_low", "omega_high"]].isna().all()
    for wrong in (-1, 2.5, "many"):
        with pytest.raises(ValueError, match="a whole number from 0 on"):
            cx.reliability(table, item_survey({}, {}, {}), resamples=wrong)  # type: ignore[arg-type]


@given(st.permutations(range(4)), st.floats(0.5, 9))
def test_neither_the_order_of_items_nor_a_common_unit_changes_omega(order: list[int], unit: float) -> None:
    """The sum is the same, and so is what it is worth."""
    answers, survey = data("complete")
    covariance = np.cov(cx.keyed(answers, survey)[[item.id for item in survey.dimension("plan").items]].to_numpy().T)
    other = unit**2 * covariance[np.ix_(order, order)]
    assert congeneric(other) == pytest.approx(unit * congeneric(covariance)[order], abs=1e-4)


@pytest.mark.parametrize(("dimension", "model"), list(product(["listen", "act"], MODELS)))
def test_the_fit_of_both_groups_equals_rs(sides: pd.DataFrame, dimension: str, model: str) -> None:
    """lavaan::cfa with two groups: chi-squared, its degrees of freedom, CFI, RMSEA and SRMR."""
    expected = LAVAAN["sides"][dimension]["invariance"][model]
    row = sides.xs(model, level="model").loc[dimension]
    found = [row[name] for name in ("chi2", "df", "cfi", "rmsea", "srmr")]
    assert found == pytest.approx(list(expected.values()), rel=0, abs=1e-5)


@pytest.mark.parametrize("dimension", ["listen", "act"])
def test_what_changes_from_model_to_model_is_the_difference_of_rs(sides: pd.DataFrame, dimension: str) -> None:
    """Of CFI, RMSEA and SRMR; the first has nothing before it."""
    fits = LAVAAN["sides"][dimension]["invariance"]
    assert sides.xs(MODELS[0], level="model").filter(like="delta_").isna().to_numpy().all()
    for before, now in pairwise(MODELS):
        for index in ("cfi", "rmsea", "srmr"):
            found = sides.loc[(dimension, now), f"delta_{index}"]
            assert found == pytest.approx(fits[now][index] - fits[before][index], rel=0, abs=2e-5)


def test_what_one_side_reads_differently_is_found(sides: pd.DataFrame) -> None:
    """An item of each dimension was made a point lower for the front line alone: equal intercepts do not hold."""
    assert not sides.xs("scalar", level="model")["holds"].any()
    assert sides.xs("metric", level="model")["holds"]["listen"]


def test_a_gap_that_all_items_show_alike_is_a_gap() -> None:
    """Everybody of one side a point lower throughout is no other reading."""
    chance = np.random.default_rng(5)
    person = chance.normal(4, 1.2, 600)
    person[300:] -= 1
    scale = {"response_scale": {"min": 0, "max": 10}}
    answers = pd.DataFrame({f"i{place}": np.rint(person + chance.normal(0, 1, 600)) for place in range(4)}).clip(0, 10)
    survey = item_survey(*[scale] * 4, attributes=[SIDES])
    found = cx.invariance(answers.assign(role=["a"] * 300 + ["b"] * 300), survey, by="role")
    assert found["holds"].all()


def test_too_few_people_are_refused_with_their_number() -> None:
    """A room of eighty is told what it would need, of every dimension."""
    survey = cx.load_survey("leadership")
    answers = cx.read_responses(cx.sample("leadership"), survey)
    with pytest.raises(
        ResponseError, match=r"100 people in each group .* engaged \(leader \d+, frontline \d+\), .*in_tune"
    ):
        cx.invariance(answers, survey, by="role")
    with pytest.raises(ResponseError, match=r'by "team": allowed .* two groups \(role\)'):
        cx.invariance(answers, survey, by="team")


def test_a_dimension_that_cannot_be_compared_does_not_stand_in_the_others_way(sides: pd.DataFrame) -> None:
    """It is left out with its reason: too few who answered all of it, or an item that does not vary in a group."""
    answers, survey = data("sides")
    few = answers.copy()
    few.loc[few["team"] == "Leaders", "listen_1"] = np.nan
    with pytest.warns(ResponseWarning, match=r"There are: listen \(Leaders 0, .*\)\.$"):
        found = cx.invariance(few, survey, by="team")
    pd.testing.assert_frame_equal(found, sides.loc[["act"]])
    answers.loc[answers["team"] == "Leaders", "listen_1"] = 4
    with pytest.warns(ResponseWarning, match="What does not vary cannot be compared: listen_1 in Leaders"):
        found = cx.invariance(answers, survey, by="team")
    pd.testing.assert_frame_equal(found, sides.loc[["act"]])


def test_a_survey_without_three_items_to_a_dimension_has_nothing_to_compare() -> None:
    """In place of an error of another library."""
    answers = pd.DataFrame({"i0": [1, 2] * 150, "i1": [1, 2] * 150, "role": ["a"] * 150 + ["b"] * 150})
    with pytest.raises(ResponseError, match="has no dimension of three items or more to compare"):
        cx.invariance(answers, item_survey({}, {}, attributes=[SIDES]), by="role")


@pytest.mark.parametrize("lot", [6, 9])
def test_items_with_nothing_in_common_have_no_number_of_a_fit_that_never_ends(lot: int) -> None:
    """Answers by lot: the loadings shrink while the second group's mean grows, or its factor has no variance left."""
    chance = np.random.default_rng(lot)
    answers = pd.DataFrame({f"i{place}": chance.integers(1, 6, 400) for place in range(5)})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResponseWarning)
        found = cx.invariance(
            answers.assign(role=["a", "b"] * 200), item_survey(*[{}] * 5, attributes=[SIDES]), by="role"
        )
    assert found["chi2"].isna().any()
    assert not found["holds"][found["chi2"].isna()].any()
    assert (found["chi2"].isna() == found["srmr"].isna()).all()
