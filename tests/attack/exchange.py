"""Other answers that leave every number of a report where it is, by integer programming on what people gave together.

What is asked for is enough, and more than it takes: sums, sums of squares and counts that are told stay the same. Only
answers to one dimension change, so that nobody changes groups.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from cxkit.disclosure.attacker import PROTECTED
from cxkit.statistics.estimates import parts
from cxkit.survey.parts import Dimension
from tests.attack.aims import Aim, mean
from tests.attack.facts import scopes
from tests.attack.people import Ints, People

Flags = npt.NDArray[np.bool_]
Vector = npt.NDArray[np.float64]
Extra = tuple[Vector, float]
"""Coefficients of what people answer, and the least that they may add up to."""
TIME_LIMIT = 1.0
AGAIN = 4
"""How often another exchange is looked for that would do, since what is hidden may depend on it."""
COLUMNS = 4000


@dataclass(kw_only=True)
class Exchange:
    """What people of each cell could have answered to a dimension: `more` and `less` of each pattern of answers."""

    truth: People
    published: Mapping[str, Any]
    dimension: Dimension
    chance: np.random.Generator
    constraints: list[Vector] = field(default_factory=list)

    def __post_init__(self) -> None:
        world = self.truth.world
        ids = [item.id for item in world.survey.items]
        self.items = [ids.index(item.id) for item in self.dimension.items]
        self.patterns = self._patterns()
        self.shape = (len(world.cells), len(self.patterns))
        places = {tuple(pattern): at for at, pattern in enumerate(self.patterns.tolist())}
        self.now = np.zeros(self.shape)
        for cell, steps in zip(self.truth.cell, self.truth.steps[:, self.items].tolist(), strict=True):
            self.now[cell, places[tuple(steps)]] += 1
        for cell in range(len(world.cells)):
            self.keep(np.arange(len(world.cells)) == cell, np.ones(len(self.patterns)))
        given = self.patterns >= 0
        answered = given.sum(axis=1)
        scored = (answered >= max(self.dimension.min_answered, 1)).astype(float)
        total = np.where(given, self.patterns, 0).sum(axis=1)
        scores = scored * (total * parts(self.dimension) // (np.maximum(answered, 1) * self.dimension.unit))
        for row in (*self.published["dimensions"], *self.published["groups"]):
            if row["dimension"] == self.dimension.id:
                self._keep(row, scored, scores, np.zeros((len(self.patterns), 0)))
        for row in (*self.published["items"], *self.published["group_items"]):
            if row["dimension"] == self.dimension.id:
                steps = self.patterns[:, ids.index(row["item"]) - self.items[0]]
                each = steps[:, None] == np.arange(world.points)
                self._keep(row, (steps >= 0).astype(float), np.maximum(steps, 0).astype(float), each)

    def _patterns(self) -> Ints:
        """Return what was answered, and what else could have been, one answer changed; by chance, if there is much."""
        there = np.unique(self.truth.steps[:, self.items], axis=0)
        steps = range(-1 if (self.truth.steps < 0).any() else 0, self.truth.world.points)
        columns = np.arange(len(self.items))
        near = [np.where(columns == place, step, there) for place in columns for step in steps]
        more = self.chance.permutation(np.unique(np.concatenate(near), axis=0))
        return np.unique(np.concatenate([there, more[: COLUMNS // len(self.truth.world.cells)]]), axis=0)

    def _keep(self, row: Mapping[str, Any], n: Vector, values: Vector, each: npt.NDArray[Any]) -> None:
        inside = self.truth.world.within(scopes(row))
        if inside is None or row["n"] is None:
            return
        told = [n]
        if row["mean"] is not None:
            told.append(values)
        if row.get("sd") is not None and row.get("exact", True):
            told.append(values**2)
        if row.get("favourable") is not None or row.get("counts"):
            told += list(each.T)
        for weights in told:
            self.keep(inside, weights)

    def keep(self, inside: Flags, weights: npt.NDArray[Any]) -> None:
        """Ask that what people in these cells have of these weights stays the same."""
        self.constraints.append(self.vector(inside, weights))

    def vector(self, inside: Flags, weights: npt.NDArray[Any]) -> Vector:
        """Return the coefficients of the weights of each pattern in these cells."""
        return np.outer(inside, weights).astype(float).ravel()

    def people(self, cost: Vector | None, extra: list[Extra]) -> People | None:
        """Return people who answered otherwise, at the least cost (None: as few as may be); None if there are none."""
        now = self.now.ravel()
        rows = np.vstack([*self.constraints, *(row for row, _ in extra)])
        fixed = len(self.constraints)
        low = np.concatenate([np.zeros(fixed), [least - row @ now for row, least in extra]])
        high = np.concatenate([np.zeros(fixed), np.full(len(extra), np.inf)])
        less = np.flatnonzero(now)
        if cost is None:
            cost = 0.5 + self.chance.random(len(now) + len(less))
        found = milp(
            cost,
            integrality=np.ones(len(cost)),
            bounds=Bounds(0, np.concatenate([np.full(len(now), 3.0), now[less]])),
            constraints=LinearConstraint(csr_array(np.hstack([rows, -rows[:, less]])), low, high),
            options={"time_limit": TIME_LIMIT},
        )
        if found.x is None:
            return None
        x = np.round(found.x)
        change = x[: len(now)]
        change[less] -= x[len(now) :]
        return self._changed(change.reshape(self.shape).astype(np.int64)) if change.any() else None

    def _changed(self, change: Ints) -> People:
        steps = self.truth.steps.copy()
        mine = self.truth.steps[:, self.items]
        for cell in np.flatnonzero(change.any(axis=1)):
            leaving = []
            for pattern in np.flatnonzero(change[cell] < 0):
                same = np.flatnonzero((self.truth.cell == cell) & (mine == self.patterns[pattern]).all(axis=1))
                leaving += self.chance.permutation(same)[: -change[cell, pattern]].tolist()
            coming = np.repeat(np.arange(len(self.patterns)), np.maximum(change[cell], 0))
            steps[np.ix_(leaving, self.items)] = self.patterns[coming]
        return replace(self.truth, steps=steps)

    def toward(self, aims: list[Aim]) -> People | None:
        """Return people who answered otherwise wherever that would leave one of these aims open, if it can be."""
        world = self.truth.world
        cost = 1 + self.chance.random(self.shape)
        for aim in aims:
            given = self.patterns[:, self.items.index(aim.item)] if aim.item in self.items else None
            if given is not None and self.chance.random() < 0.6:
                value = self.chance.integers(world.points) if aim.value is None else aim.value
                cost[np.ix_(world.inside[aim.scope], (given >= 0) & (given != value))] -= 3
        return self.people(np.concatenate([cost.ravel(), np.ones(int((self.now > 0).sum()))]), [])

    def witnesses(self, aim: Aim, kept: list[People]) -> Iterator[People]:
        """Give people whose answers would leave an aim open, if their report is the same."""
        world = self.truth.world
        given = self.patterns[:, self.items.index(aim.item)]
        inside = world.inside[aim.scope]
        true = self.truth.told[aim.scope, aim.item]

        def some(where: Flags, steps: Any, least: float) -> Extra:
            return self.vector(where, np.isin(given, steps)), least

        steps = np.arange(world.points)
        ways: list[list[Extra]] = []
        if aim.what == "n":
            ways = [[some(inside, steps, true.sum() + 1)]]
        elif aim.what == "mean":
            means = [
                mean(people.told[aim.scope, aim.item]) for people in kept if people.told[aim.scope, aim.item].any()
            ]
            points = np.where(given >= 0, given * 100 / (world.points - 1), 0)
            for sign, end in ((1, min(means) + PROTECTED), (-1, max(means) - PROTECTED)):
                ways.append([(sign * self.vector(inside, np.where(given >= 0, points - end, 0)), 0.0)])
        elif aim.what == "distribution":
            ways = [[some(inside, step, true[step] + 1)] for step in self.chance.permutation(steps)]
        else:
            mine = aim.mine(world.points)
            ours = [some(inside, own, mine[own]) for own in set(aim.own)]
            if aim.outside is not None:
                ours.append(some(~inside, aim.outside, 1))
            other = steps[steps != aim.value]
            ways = [[*ours, some(inside, other, 1 + mine.sum() - mine[aim.value])]]
        for extra in ways:
            for _ in range(AGAIN):
                people = self.people(None, extra)
                if people is None:
                    break
                yield people
