"""Tables of counts that agree with the exact numbers of a report, by integer programming (HiGHS, through SciPy)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from cxkit.disclosure.variety import PROTECTED
from cxkit.survey.parts import Dimension
from tests.attack.aims import ROUNDED, Aim, mean
from tests.attack.facts import facts, scopes
from tests.attack.people import People

Vector = npt.NDArray[np.float64]
Extra = tuple[Vector, float, float]
TIME_LIMIT, NODES = 60.0, 2000
"""Of one table: seconds, which are not to decide, since a busy machine has fewer of them; so that these do."""


@dataclass(kw_only=True)
class Tables:
    """The tables of one dimension: how many people a cell has, and how many of them gave each step to each item.

    Facts that the truth does not obey are none: the report means something else by them.
    """

    truth: People
    published: Mapping[str, Any]
    dimension: Dimension
    rows: list[Vector] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        world = self.truth.world
        ids = [item.id for item in world.survey.items]
        self.items = [ids.index(item.id) for item in self.dimension.items]
        self.shape = (len(world.cells), len(self.items), world.points)
        self.start = len(world.cells)
        self.width = self.start + int(np.prod(self.shape))
        respondents = np.bincount(self.truth.cell, minlength=self.start)
        self.true = np.concatenate([respondents, self.truth.counts[:, self.items].ravel()]).astype(float)
        self.complete = bool((self.truth.steps >= 0).all()) and self._says_so()
        for cell in range(self.start):
            for item in range(len(self.items)):
                row = self.vector(np.arange(self.start) == cell, item, np.ones(world.points))
                row[cell] = -1
                self.add(row, 0 if self.complete else -np.inf, 0)
        if self.published["n"] is not None:
            self.add(np.arange(self.width) < self.start, self.published["n"], self.published["n"])
        for row in self.published["participation"]:
            inside = world.within(scopes(row))
            if inside is not None and row["respondents"] is not None:
                self.add(np.concatenate([inside, np.zeros(self.width - self.start)]), *[row["respondents"]] * 2)
        self._add_facts()

    def _add_facts(self) -> None:
        world = self.truth.world
        for fact in facts(self.published, world.survey):
            weights = fact.weights[self.items]
            inside = world.within(fact.scopes)
            if inside is not None and weights.any():
                told = [self.vector(inside, at, some) for at, some in enumerate(weights)]
                self.add(np.sum(told, axis=0), fact.value, fact.value)

    def _says_so(self) -> bool:
        everybody = (*self.published["items"], *self.published["dimensions"])
        return self.published["n"] is not None and all(row["n"] == self.published["n"] for row in everybody)

    def vector(self, inside: npt.NDArray[np.bool_], item: int, weights: Vector) -> Vector:
        """Return the coefficients of the weighted answers to an item in these cells."""
        row = np.zeros(self.shape)
        row[inside, item] = weights
        return np.concatenate([np.zeros(self.start), row.ravel()])

    def add(self, row: Any, low: float, high: float) -> None:
        """Add a constraint that the truth obeys."""
        if low - 1e-6 <= row @ self.true <= high + 1e-6:
            self.rows.append(np.asarray(row, dtype=float))
            self.low.append(low)
            self.high.append(high)

    # Solving.

    def solve(self, objective: Vector, extra: list[Extra]) -> Vector | None:
        """Return the table that is least in the objective, or None if there is none.

        Raises:
            TimeoutError: It was not found in time.
        """
        every, low, high = zip(*zip(self.rows, self.low, self.high, strict=True), *extra, strict=True)
        found = milp(
            objective,
            integrality=np.ones(self.width),
            bounds=Bounds(0, np.inf),
            constraints=LinearConstraint(csr_array(np.vstack(every)), low, high),
            options={"time_limit": TIME_LIMIT, "node_limit": NODES},
        )
        if found.x is not None:
            x: Vector = np.round(found.x)
            return x
        if found.status == 2:
            return None
        raise TimeoutError(f"no table within {NODES} nodes")

    def open(self, aim: Aim, kept: list[People]) -> bool:
        """Tell whether the numbers leave an aim open.

        Raises:
            TimeoutError: It was not found in time.
        """
        item, world = self.items.index(aim.item), self.truth.world
        inside, steps = world.inside[aim.scope], np.arange(world.points)
        n = self.vector(inside, item, np.ones(world.points))
        true = self.truth.told[aim.scope, aim.item]
        ways: list[list[Extra]] = []
        if aim.what == "n":
            ways = [[(n, true.sum() + 1, np.inf)], [(n, 1, true.sum() - 1)]]
        elif aim.what == "mean":
            means = [mean(people.told[aim.scope, aim.item]) for people in kept]
            return self._means(item, inside, n, min(means), max(means))
        elif aim.what == "distribution":
            for step in steps:
                given = self.vector(inside, item, steps == step)
                ways += [[(given, true[step] + 1, np.inf)], [(given, 0, true[step] - 1)]]
        else:
            mine = aim.mine(self.truth)
            other = self.vector(inside, item, steps != aim.value)
            ways = [[*self._there(aim.own), (other, 1 + mine.sum() - mine[aim.value or 0], np.inf)]]
        return any(self.solve(np.zeros(self.width), extra) is not None for extra in ways)

    def _there(self, own: Sequence[int]) -> Iterator[Extra]:
        """Give what leaves room for these people as they are."""
        for cell in np.unique(self.truth.cell[list(own)]):
            here = [person for person in own if self.truth.cell[person] == cell]
            yield 1.0 * (np.arange(self.width) == cell), len(here), np.inf
            for at, item in enumerate(self.items):
                given, times = np.unique(self.truth.steps[here, item], return_counts=True)
                for step, many in zip(given, times, strict=True):
                    if step >= 0:
                        gave = 1.0 * (np.arange(self.shape[2]) == step)
                        yield self.vector(np.arange(self.start) == cell, at, gave), many, np.inf

    def _means(self, item: int, inside: npt.NDArray[np.bool_], n: Vector, least: float, most: float) -> bool:
        """Tell whether there are means further away than these, as far as it needs, or two so far from each other."""
        points = self.truth.world.points
        summed = self.vector(inside, item, np.arange(points) * 100 / (points - 1))
        some: Extra = (n, 1, np.inf)
        for sign, end in ((1, least + PROTECTED), (-1, most - PROTECTED)):
            if self.solve(np.zeros(self.width), [some, (sign * (summed - end * n), 0, np.inf)]) is not None:
                return True
        ends = {}
        for sign in (1, -1):  # Dinkelbach's way to the greatest and the least ratio
            ratio = summed @ self.true / max(n @ self.true, 1)
            for _ in range(8):
                better = self.solve(-sign * (summed - ratio * n), [some])
                if better is None or sign * (summed - ratio * n) @ better < 1e-6:
                    break
                ratio = summed @ better / (n @ better)
            ends[sign] = ratio
        return bool(ends[1] - ends[-1] > PROTECTED - ROUNDED)
