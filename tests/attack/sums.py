"""What a report tells of the answers to one dimension: sums over people, each a weight of what somebody answered."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from cxkit.statistics.counting import STRAIGHT
from cxkit.statistics.estimates import parts
from cxkit.survey.parts import FLOOR, Dimension
from tests.attack.facts import scopes
from tests.attack.people import Ints, People

Flags = npt.NDArray[np.bool_]
SCORE, ALIKE = -1, -2
"""Columns: an item by its place in the survey, or a dimension's score, in whole parts, or whether all answers to
everything are alike, as far as that is counted: 1 or 0."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Sum:
    """A sum over the people of some cells: of each the weights of what they have in some columns, by its value."""

    inside: Flags
    weights: Mapping[int, Ints]


@dataclass(kw_only=True)
class Numbers:
    """The sums that are told, and so stay in whatever somebody invents."""

    truth: People
    published: Mapping[str, Any]
    dimension: Dimension
    items: list[int] = field(init=False)
    told: list[Sum] = field(init=False)
    alike: tuple[Sum, int, int] | None = field(init=False, default=None)
    """How many gave one answer to everything, at least and at most, where that is counted."""

    def __post_init__(self) -> None:
        ids = [item.id for item in self.truth.world.survey.items]
        self.items = [ids.index(item.id) for item in self.dimension.items]
        self.told = []
        for table in ("dimensions", "groups", "items", "group_items"):
            for row in self.published[table]:
                inside = self.truth.world.within(scopes(row))
                if row["dimension"] == self.dimension.id and row["n"] is not None and inside is not None:
                    told = self._of_item(row, ids.index(row["item"])) if row.get("item") else self._of_scores(row)
                    self.told += [Sum(inside=inside, weights=weights) for weights in told]

        if len(ids) >= STRAIGHT:
            self._keep_alike()

    def _keep_alike(self) -> None:
        world, one = self.truth.world, {ALIKE: np.arange(2)}
        every = np.ones(len(world.cells), dtype=bool)
        others = Sum(inside=every & ~world.inside[world.consented].any(axis=0), weights=one)
        n, now = int(others.inside[self.truth.cell].sum()), self.total(others, self.truth)
        ends = (0, FLOOR - 1) if now < FLOOR else (n - FLOOR + 1, n)
        if FLOOR <= now <= n - FLOOR:
            self.told.append(Sum(inside=every, weights=one))
            ends = FLOOR, n - FLOOR
        if n >= world.survey.confidentiality.distributions:
            self.alike = others, *ends

    def _of_scores(self, row: Mapping[str, Any]) -> Iterator[dict[int, Ints]]:
        values, steps = np.arange(self.top(SCORE) + 1), np.arange(self.truth.world.points)
        yield {SCORE: values**0}
        if row["mean"] is not None:
            yield {SCORE: values}
        if row["sd"] is not None and row.get("exact", True):
            yield {SCORE: values**2}
        if row["favourable"] is not None:
            scale = self.dimension.items[0].response_scale
            for kind in (scale.favourable, scale.unfavourable):
                yield dict.fromkeys(self.items, 1 * np.isin(steps + scale.min, kind))
            yield dict.fromkeys(self.items, steps**0)
        if row.get("rwg_j") is not None:
            for item in self.items:
                yield from ({item: steps**power} for power in range(3))

    def _of_item(self, row: Mapping[str, Any], item: int) -> Iterator[dict[int, Ints]]:
        steps = np.arange(self.truth.world.points)
        if row["favourable"] is not None:  # then so is how many gave each answer, and all else follows
            yield from ({item: 1 * (steps == step)} for step in steps)
            return
        yield {item: steps**0}
        if row["mean"] is not None:
            yield {item: steps}
        if row["sd"] is not None and row.get("exact", True):
            yield {item: steps**2}

    def top(self, column: int) -> int:
        """Return the greatest value of a column."""
        return parts(self.dimension) if column == SCORE else self.truth.world.points - 1

    def score(self, answered: Any, total: Any) -> Any:
        """Return the score of so many answers which add up to so many steps; −1: none."""
        score = total * parts(self.dimension) // (np.maximum(answered, 1) * self.dimension.unit)
        return np.where(answered >= max(self.dimension.min_answered, 1), score, -1)

    def values(self, people: People, column: int) -> Ints:
        """Return what each has in a column; −1: nothing."""
        steps = people.steps if column == ALIKE else people.steps[:, self.items]
        if column >= 0:
            return np.asarray(people.steps[:, column])
        given = (steps >= 0).sum(axis=1)
        if column == SCORE:
            return np.asarray(self.score(given, np.maximum(steps, 0).sum(axis=1)))
        alike = ((steps < 0) | (steps == steps.max(axis=1)[:, None])).all(axis=1)
        return np.asarray(1 * (alike & (given >= STRAIGHT)))

    def each(self, one: Sum, people: People) -> Ints:
        """Return what each adds to a sum."""
        added = [np.append(weights, 0)[self.values(people, column)] for column, weights in one.weights.items()]
        return np.asarray(one.inside[people.cell] * np.sum(added, axis=0))

    def total(self, one: Sum, people: People) -> int:
        """Return the sum."""
        return int(self.each(one, people).sum())
