"""Tables of counts that agree with the exact numbers of a report, by integer programming (HiGHS, through SciPy)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from cxkit.disclosure.variety import LEAST, PROTECTED
from cxkit.survey.parts import Dimension
from tests.attack.aims import Aim, mean
from tests.attack.facts import facts, scopes
from tests.attack.limits import Limit
from tests.attack.people import Ints, People

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
    chance: np.random.Generator
    rows: list[Vector] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    told: int = 0
    """How many of the rows are told."""
    ours: int = 0
    """How many there are of these and of what keeps sums of scores: others keep what our rule decides."""

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
        self.told = len(self.rows)
        self._add_scores()
        self.ours = len(self.rows)

    def _add_facts(self) -> None:
        world = self.truth.world
        for fact in facts(self.published, world.survey):
            weights = fact.weights[self.items]
            inside = world.within(fact.scopes)
            if inside is not None and weights.any():
                told = [self.vector(inside, at, some) for at, some in enumerate(weights)]
                self.add(np.sum(told, axis=0), fact.value, fact.value)

    def _add_scores(self) -> None:
        """Ask that sums of scores stay, as they do where whoever changes an answer has answered as much as others."""
        world, scale = self.truth.world, self.dimension.items[0].response_scale
        steps = np.arange(world.points)
        kinds = [np.isin(steps + scale.min, values) for values in (scale.favourable, scale.unfavourable)]
        for row in (*self.published["dimensions"], *self.published["groups"]):
            inside = world.within(scopes(row))
            if row["dimension"] == self.dimension.id and row["n"] is not None and inside is not None:
                weighted = [steps, steps >= 0, *(kinds if row["favourable"] is not None else ())]
                if len(self.items) == 1 and row["sd"] is not None and row.get("exact", True):
                    weighted.append(steps**2)
                for weights in weighted:
                    same = np.sum([self.vector(inside, at, weights) for at in range(len(self.items))], axis=0)
                    self.add(same, *[same @ self.true] * 2)

        least = max(world.survey.confidentiality.scores, LEAST)
        respondents = np.bincount(self.truth.cell, minlength=self.start)
        for scope, inside in zip(world.scopes, world.inside, strict=True):
            n = int(inside @ respondents)
            if len(scope) == 1 and n:  # who is told together depends on who is small
                self.add(
                    np.concatenate([inside, np.zeros(self.width - self.start)]),
                    *((least, np.inf) if n >= least else (1, least - 1)),
                )

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

    def keep(self, place: int, limits: list[Limit]) -> None:
        """Ask for the first limit that the truth obeys, of answers to the item at a place."""
        alone = np.full((self.shape[2], len(self.truth.world.survey.items)), -1)
        alone[:, self.items[place]] = np.arange(self.shape[2])
        for inside, feature, low, high in limits:
            if low <= 0 <= high:
                row = self.vector(inside, place, 1.0 * feature(alone))
                self.add(row, low + row @ self.true, high + row @ self.true)
                break

    def keep_sizes(self) -> None:
        """Ask that groups stay as large as they are: otherwise others would be told together."""
        for inside in self.truth.world.inside:
            row = np.concatenate([inside, np.zeros(self.width - self.start)])
            self.add(row, *[row @ self.true] * 2)

    def forget(self) -> None:
        """Ask only what numbers ask."""
        for some in (self.rows, self.low, self.high):
            del some[self.ours :]

    # Solving.

    def solve(self, objective: Vector | None, extra: list[Extra], *, apart: float = 0) -> Vector | None:
        """Return the table that is least in the objective (None: the nearest to the truth), or None if there is none.

        apart: of those in which sums of scores stay, so far that it may be another each time; 0: of all.

        Raises:
            TimeoutError: It was not found in time.
        """
        asked = [*zip(self.rows, self.low, self.high, strict=True)][: None if apart else self.told]
        every, low, high = zip(*asked, *extra, strict=True)
        rows = np.vstack(every)
        if objective is None:  # the table is the truth plus what is more, minus what is less
            cost = np.tile(1 + apart * self.chance.random(self.width), 2)
            matrix, known = np.hstack([rows, -rows]), rows @ self.true
            bounds = Bounds(0, np.concatenate([np.full(self.width, np.inf), self.true]))
            low, high = np.array(low) - known, np.array(high) - known
        else:
            cost, matrix, bounds = objective, rows, Bounds(0, np.inf)
        found = milp(
            cost,
            integrality=np.ones(len(cost)),
            bounds=bounds,
            constraints=LinearConstraint(csr_array(matrix), low, high),
            options={"time_limit": TIME_LIMIT, "node_limit": NODES},
        )
        if found.x is None:
            if found.status == 2:
                return None
            raise TimeoutError(f"no table within {NODES} nodes")
        x: Vector = np.round(found.x)
        return x if objective is not None else self.true + x[: self.width] - x[self.width :]

    def witnesses(self, aim: Aim, kept: list[People], *, apart: float = 0) -> Iterator[People]:
        """Give people whose answers agree with the numbers and who would leave an aim open; none where it is certain.

        apart: only such as leave sums of scores, too, and others each time.

        Raises:
            TimeoutError: They were not found in time.
        """
        item, world = self.items.index(aim.item), self.truth.world
        inside, steps = world.inside[aim.scope], np.arange(world.points)
        n = self.vector(inside, item, np.ones(world.points))
        true = self.truth.told[aim.scope, aim.item]
        ways: list[tuple[Vector | None, list[Extra]]] = []
        if aim.what == "n":
            ways = [(None, [(n, true.sum() + 1, np.inf)]), (None, [(n, 1, true.sum() - 1)])]
        elif aim.what == "mean":
            means = [mean(people.told[aim.scope, aim.item]) for people in kept]
            yield from self._means(item, inside, n, min(means), max(means), apart=apart)
            return
        elif aim.what == "distribution":
            for step in steps:
                given = self.vector(inside, item, steps == step)
                ways += [(None, [(given, true[step] + 1, np.inf)]), (None, [(given, 0, true[step] - 1)])]
        else:
            extra = [*self._there(aim.own)]
            mine = aim.mine(self.truth)
            other = self.vector(inside, item, steps != aim.value)
            ways = [(None, [*extra, (other, 1 + mine.sum() - mine[aim.value or 0], np.inf)])]
        for objective, extra in ways:
            table = self.solve(objective, extra, apart=apart)
            if table is not None:
                yield self.people(table, aim.own)

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

    def _means(
        self, item: int, inside: npt.NDArray[np.bool_], n: Vector, least: float, most: float, *, apart: float
    ) -> Iterator[People]:
        """Give people with means further away than these, as far as it needs, or the furthest there are."""
        points = self.truth.world.points
        summed = self.vector(inside, item, np.arange(points) * 100 / (points - 1))
        reached = False
        for sign, end in ((1, least + PROTECTED), (-1, most - PROTECTED)):
            table = self.solve(None, [(n, 1, np.inf), (sign * (summed - end * n), 0, np.inf)], apart=apart)
            if table is not None:
                reached = True
                yield self.people(table)
        if reached:
            return
        ends = {}
        for sign in (1, -1):  # Dinkelbach's way to the greatest and the least ratio
            ratio = summed @ self.true / max(n @ self.true, 1)
            table = self.true
            for _ in range(8):
                better = self.solve(-sign * (summed - ratio * n), [(n, 1, np.inf)], apart=apart)
                if better is None or sign * (summed - ratio * n) @ better < 1e-6:
                    break
                table, ratio = better, summed @ better / (n @ better)
            ends[sign] = ratio, table
        if ends[1][0] - ends[-1][0] >= PROTECTED:
            for _, table in ends.values():
                yield self.people(table)

    def people(self, table: Vector, own: Sequence[int] = ()) -> People:
        """Return people with these counts, who differ from the true ones as little as may be.

        own: the places of those who stay as they are, if they can; then those who left something out.
        """
        truth, respondents = self.truth, table[: self.start].astype(np.int64)
        if not respondents.sum():
            return truth
        cell, steps = truth.cell, truth.steps
        if respondents.sum() != len(cell):  # n is not published, or everybody's: leave out some, or repeat some
            drawn = self.chance.choice(len(cell), respondents.sum(), replace=respondents.sum() > len(cell))
            cell, steps = cell[drawn], steps[drawn]
        cell, steps = cell.copy(), steps.copy()
        there = np.bincount(cell, minlength=self.start)
        last = np.isin(np.arange(len(cell)), own)
        spare = [self._some(np.flatnonzero(cell == at), there[at] - respondents[at], last) for at in range(self.start)]
        moving = self.chance.permutation(np.concatenate(spare).astype(np.int64))
        cell[moving] = np.repeat(np.arange(self.start), np.maximum(respondents - there, 0))
        counts = table[self.start :].reshape(self.shape).astype(np.int64)
        first = (steps[:, self.items] < 0).any(axis=1) + 2 * np.isin(np.arange(len(cell)), own)
        for at in range(self.start):
            members = np.flatnonzero(cell == at)
            for place, item in enumerate(self.items):
                steps[members, item] = self._fitted(steps[members, item], counts[at, place], first[members])
        return replace(truth, cell=cell, steps=steps)

    def _some(self, members: Ints, count: int, last: npt.NDArray[np.bool_]) -> Ints:
        mixed = self.chance.permutation(members)
        return mixed[np.argsort(last[mixed], kind="stable")][: max(count, 0)]

    def _fitted(self, steps: Ints, counts: Ints, first: Ints) -> Ints:
        """Return steps of so many each, as many of them as may be where they were: whose `first` is greater before."""
        left, fitted, free = counts.copy(), np.full(len(steps), -1), []
        mixed = self.chance.permutation(len(steps))
        for person in mixed[np.argsort(-first[mixed], kind="stable")]:
            if steps[person] >= 0 and left[steps[person]]:
                left[steps[person]] -= 1
                fitted[person] = steps[person]
            else:
                free.append(person)
        given = np.repeat(np.arange(len(counts)), left)
        fitted[np.array(free, dtype=np.int64)[: len(given)]] = given
        return fitted
