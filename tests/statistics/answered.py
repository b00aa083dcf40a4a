"""Answers to one dimension, and its statistics, for tests of reliability and agreement."""

import math
import random
import warnings
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import strategies as st

import cxkit as cx
from cxkit.errors import ResponseWarning
from cxkit.survey.model import Survey
from tests.strategies import item_survey

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
