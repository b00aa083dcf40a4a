"""One factor behind items, and the same one in two groups: as R's lavaan finds it, and as it must be."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cxkit as cx
from cxkit.errors import ResponseError
from cxkit.statistics.factor import congeneric
from tests.strategies import item_survey

GOLDEN = Path(__file__).parents[1] / "golden"
LAVAAN: dict[str, Any] = json.loads((GOLDEN / "lavaan.json").read_text("utf-8"))
PROPER = [(name, id) for name in LAVAAN for id, row in LAVAAN[name].items() if name != "versions" and row["proper"]]
MODELS = ["configural", "metric", "scalar"]


def data(name: str) -> tuple[pd.DataFrame, Any]:
    return pd.read_csv(GOLDEN / f"{name}.csv"), cx.load_survey(GOLDEN / f"{name}.yaml")


@pytest.fixture(scope="module")
def sides() -> pd.DataFrame:
    answers, survey = data("sides")
    return cx.invariance(answers, survey, by="team")


@pytest.mark.filterwarnings("ignore:Alpha is negative")
@pytest.mark.parametrize(("name", "dimension"), PROPER)
def test_omega_of_the_raw_sum_equals_rs(name: str, dimension: str) -> None:
    """semTools::compRelSEM on a one-factor model of lavaan, of those who answered all items."""
    found = cx.reliability(*data(name)).loc[dimension, "omega_raw"]
    assert found == pytest.approx(LAVAAN[name][dimension]["omega_raw"], rel=0, abs=1e-5)


def test_eight_dimensions_are_compared_with_r() -> None:
    """Where lavaan lets a variance fall below nothing, it has no number to compare with."""
    assert len(PROPER) == 8


@pytest.mark.filterwarnings("ignore:Alpha is negative")
def test_its_interval_is_drawn_from_a_seed_and_holds_the_number() -> None:
    """The same again for the same seed, and another for another."""
    answers, survey = data("complete")
    drawn = [cx.reliability(answers, survey, resamples=60, seed=seed).loc["plan"] for seed in (1, 1, 2)]
    ends = [tuple(row[["omega_low", "omega_high"]]) for row in drawn]
    assert ends[0] == ends[1] != ends[2]
    assert ends[0][0] < drawn[0]["omega_raw"] < ends[0][1] < 1


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
    role = {"id": "role", "title": "R", "options": ["a", "b"], "compare": ["a", "b"]}
    survey = item_survey(*[scale] * 4, attributes=[role])
    found = cx.invariance(answers.assign(role=["a"] * 300 + ["b"] * 300), survey, by="role")
    assert found["holds"].all()


def test_too_few_people_are_refused_with_their_number() -> None:
    """A room of eighty is told what it would need."""
    survey = cx.load_survey("leadership")
    answers = cx.read_responses(cx.sample("leadership"), survey)
    with pytest.raises(ResponseError, match=r"engaged: 100 people in each group .* leader \d+, frontline \d+\."):
        cx.invariance(answers, survey, by="role")
    with pytest.raises(ResponseError, match=r'by "team": allowed .* two groups \(role\)'):
        cx.invariance(answers, survey, by="team")


def test_an_item_that_does_not_vary_in_a_group_is_named() -> None:
    """Instead of a number of nothing."""
    answers, survey = data("sides")
    answers.loc[answers["team"] == "Leaders", "listen_1"] = 4
    with pytest.raises(ResponseError, match="listen: in Leaders an item did not vary"):
        cx.invariance(answers, survey, by="team")
