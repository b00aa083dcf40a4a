"""Reports to compare, and what a comparison of them should hold, by scipy and from the definitions."""

from dataclasses import asdict, replace
from typing import Any

import pandas as pd
import pytest
import scipy.stats

import cxkit as cx
from cxkit.reports.report import Report
from cxkit.reports.rows import Result
from cxkit.reports.status import SHOWN
from cxkit.statistics.tally import Tally
from tests.estimated import dimension_stat
from tests.strategies import organisation, small_survey

NUMBERS = ["difference", "low", "high", "g", "p", "p_holm", "mean", "mean_other", "n", "n_other"]
SIZES = {"a": 12, "b": 20, "c": 9, "d": 31}


def adjusted(p: list[float]) -> list[float]:
    """Adjust p values by Holm, from its definition: multiply the smallest by all, the next by one less, never fall."""
    order = sorted(range(len(p)), key=p.__getitem__)
    result, least = [0.0] * len(p), 0.0
    for rank, place in enumerate(order):
        least = max(least, (len(p) - rank) * p[place])
        result[place] = min(1.0, least)
    return result


def hedges(one: pd.Series, other: pd.Series) -> float:
    """Compute g from its definition, the small-sample correction by gamma functions."""
    df = len(one) + len(other) - 2
    pooled = ((len(one) - 1) * one.var() + (len(other) - 1) * other.var()) / df
    correction = scipy.special.gamma(df / 2) / (scipy.special.gamma((df - 1) / 2) * (df / 2) ** 0.5)
    return float((one.mean() - other.mean()) / pooled**0.5 * correction)


def assert_welch(row: Any, one: pd.Series, other: pd.Series) -> None:
    """Hold a row of a comparison to scipy on the raw scores."""
    test = scipy.stats.ttest_ind(one, other, equal_var=False)
    interval = test.confidence_interval(0.95)
    assert row["status"] == SHOWN
    assert [row[name] for name in ("difference", "low", "high", "p", "g")] == pytest.approx(
        [one.mean() - other.mean(), interval.low, interval.high, test.pvalue, hedges(one, other)], abs=1e-9
    )
    assert [row[name] for name in ("mean", "mean_other")] == pytest.approx([one.mean(), other.mean()])
    assert (row["n"], row["n_other"]) == (len(one), len(other))


def reported(table: pd.DataFrame, *by: str, **changes: Any) -> Report:
    return cx.report(table, small_survey(**changes), by=by or ("team",))


def hidden_care() -> Report:
    """Return a report of four teams, of which `a` and `b` are hidden on care, and told together there."""
    report = reported(organisation({"a": 12, "b": 14, "c": 20, "d": 22}))
    first = report.tables.groups[0]
    blank = Result(attribute="team", dimension="care")
    kept = [row for row in report.tables.groups if (row.dimension, row.group) not in {("care", "a"), ("care", "b")}]
    own = [
        replace(blank, group="a"),
        replace(blank, group="b"),
        *kept,
        replace(first, group="(others)", members=("a", "b")),
    ]
    return replace(report, tables=replace(report.tables, groups=tuple(own)))


def told(table: pd.DataFrame) -> Report:
    """Return a report that tells every dimension as it is, also where confidentiality would not."""
    survey = small_survey()
    report = cx.report(table, survey, by="team")
    first = report.tables.dimensions[0]
    parts: list[tuple[dict[str, Any], Tally]] = [({}, cx.tally(table, survey))]
    parts += [
        ({"attribute": "team", "group": group}, part)
        for group, part in sorted(cx.tally(table, survey, by="team").split("team").items())
    ]
    rows = [
        replace(first, **place, **asdict(dimension_stat(part, dimension)), dimension=dimension.id, status="shown")
        for place, part in parts
        for dimension in survey.dimensions
    ]
    dimensions, groups = (tuple(row for row in rows if (row.group is None) is whole) for whole in (True, False))
    return replace(report, tables=replace(report.tables, dimensions=dimensions, groups=groups))


def wave(sizes: dict[str, int], seed: int, **shift: int) -> pd.DataFrame:
    table = organisation(sizes, seed=seed)
    for item, by in shift.items():
        table[item] = (table[item] + by).clip(1, 5)
    return table
