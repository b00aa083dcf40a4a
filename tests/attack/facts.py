"""What the exact numbers of a report say of how many gave each answer, as linear constraints."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from cxkit.survey.crossing import CROSS
from cxkit.survey.model import Survey

Scope = tuple[tuple[str, str], ...]
"""(attribute, group), for each attribute at most one; () is everybody."""


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A sum over answers in scopes together: weights[item, step] of each answer add up to `value`."""

    scopes: tuple[Scope, ...]
    weights: npt.NDArray[np.float64]
    value: float


def scopes(row: Mapping[str, Any]) -> tuple[Scope, ...]:
    """Return whose a row is: everybody's, a group's, or that of several groups which are told together."""
    if row.get("attribute") is None:
        return ((),)
    ids = row["attribute"].split(CROSS)
    return tuple(
        tuple(zip(ids, group.split(CROSS), strict=True)) if len(ids) > 1 else ((ids[0], group),)
        for group in row.get("members") or (row["group"],)
        if len(group.split(CROSS)) >= len(ids)
    )


def facts(published: Mapping[str, Any], survey: Survey) -> Iterator[Fact]:
    """Give what exact rows say. All items are on one response scale, none reverse-keyed."""
    ids = [item.id for item in survey.items]
    top = survey.items[0].response_scale.range
    steps = np.arange(top + 1)

    def fact(row: Mapping[str, Any], items: list[str], steps: Any, value: float) -> Iterator[Fact]:
        weights = np.zeros((len(ids), top + 1))
        weights[[ids.index(id) for id in items]] = steps
        if abs(value - round(value)) < 1e-6:
            yield Fact(scopes=scopes(row), weights=weights, value=round(value))

    for row in (*published["items"], *published["group_items"]):
        if (n := row["n"]) is None:
            continue
        yield from fact(row, [row["item"]], 1, n)
        for step, count in enumerate(row.get("counts") or ()):
            yield from fact(row, [row["item"]], steps == step, count)
        if row["mean"] is not None:
            yield from fact(row, [row["item"]], steps, row["mean"] / 100 * n * top)
        if row.get("favourable") is not None:
            good = survey.items[0].response_scale.favourable
            bad = survey.items[0].response_scale.unfavourable
            yield from fact(row, [row["item"]], np.isin(steps + 1, good), row["favourable"] * n)
            yield from fact(row, [row["item"]], np.isin(steps + 1, bad), row["unfavourable"] * n)
    # With no answer missing anywhere, a dimension's sum is that of its items.
    everybody = [row["n"] for row in (*published["items"], *published["dimensions"])]
    if published["n"] is None or any(n != published["n"] for n in everybody):
        return
    for row in (*published["dimensions"], *published["groups"]):
        items = [item.id for item in next(d for d in survey.dimensions if d.id == row["dimension"]).items]
        if (n := row["n"]) is None:
            continue
        for id in items:
            yield from fact(row, [id], 1, n)
        if row["mean"] is not None:
            yield from fact(row, items, steps, row["mean"] / 100 * n * top * len(items))
