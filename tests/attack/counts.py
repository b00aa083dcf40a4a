"""How many in each cell could have answered what, so that every sum stays where it is, by constraint programming."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import numpy as np
from ortools.sat.python.cp_model import FEASIBLE, OPTIMAL, CpModel, CpSolver, IntVar, LinearExpr

from cxkit.disclosure.variety import PROTECTED
from tests.attack.aims import Aim
from tests.attack.limits import Limit
from tests.attack.people import Ints, People
from tests.attack.sums import ALIKE, SCORE, Flags, Numbers, Sum

PLACE = -3
"""A column: all that somebody answered, or how many items and what the steps add up to, as one number."""
WAYS = 256
"""In how few ways all items can be answered, or left out, so that it is asked how many answered in each."""
ENOUGH = 0.2
"""How far from the best a solution may be."""
BUILT = 25_000
"""How many variables take as long to make as one unit of solving."""
WISH = 20
"""How many changes, more or less, another aim is worth that is open."""


@dataclass(kw_only=True)
class Counts:
    """How many people of each cell have each value in each column: of a base, and what is added to that in some cells.

    Who they are is not asked, so there is far less to find than of people one by one; nearly always there are such.
    gaps: whether people could have left out other items than they did. moves: whether they could be in other cells, as
    many in each group. reach: by how much a count may change.
    """

    numbers: Numbers
    base: People
    some: Flags
    gaps: bool = False
    moves: bool = False
    reach: int = 3
    model: CpModel = field(init=False, default_factory=CpModel)
    now: dict[int, Ints] = field(init=False, default_factory=dict)
    """Of each column: (cell, value)."""
    added: dict[int, list[tuple[int, int, IntVar, int]]] = field(init=False, default_factory=dict)
    """Of each column: cell, value, what is added, and its sign."""
    granted: list[bool] = field(init=False)
    """Which wishes a solution grants."""
    spent: float = field(init=False, default=0.0)

    def __post_init__(self) -> None:
        numbers, world = self.numbers, self.base.world
        steps = self.base.steps[:, numbers.items]
        self.span = len(numbers.items) * (world.points - 1) + 1
        self.vectors: Ints | None = None
        if (world.points + 1) ** len(numbers.items) <= WAYS:
            self.vectors = np.array(list(product(range(-1, world.points), repeat=len(numbers.items))))
            self.answered, self.totals = (self.vectors >= 0).sum(axis=1), np.maximum(self.vectors, 0).sum(axis=1)
        else:
            self.answered, self.totals = np.divmod(np.arange((len(numbers.items) + 1) * self.span), self.span)
        places = self.values(self.base, PLACE)
        possible = self.totals <= self.answered * (world.points - 1)
        self.scores = np.where(possible, numbers.score(self.answered, self.totals), -1)
        self.cells = np.arange(len(world.cells))
        self.respondents = self._moves() if self.moves else None
        for at, item in enumerate(numbers.items):
            self._column(item, steps[:, at], world.points, range(-1 if self.gaps else 0, world.points))
        kinds = set(self.answered[places].tolist())
        every = [
            place
            for place in range(len(self.answered))
            if possible[place] and (self.gaps or int(self.answered[place]) in kinds)
        ]
        self._column(PLACE, places, len(self.answered), every)
        self._tie(kinds)
        for one in numbers.told:
            if ALIKE not in one.weights:
                total = numbers.total(one, numbers.truth)
                self.hold((one, total, total))

    def values(self, people: People, column: int) -> Ints:
        """Return what each has in a column."""
        steps = people.steps[:, self.numbers.items]
        if column == PLACE and self.vectors is not None:
            width = (people.world.points + 1,) * steps.shape[1]
            return np.asarray(np.ravel_multi_index(tuple((steps + 1).T), width))
        if column == PLACE:
            return np.asarray((steps >= 0).sum(axis=1) * self.span + np.maximum(steps, 0).sum(axis=1))
        return np.asarray(people.steps[:, column])

    def _moves(self) -> list[Any]:
        world = self.base.world
        moved = [self.model.new_int_var(-1, 1, "") if self.some[cell] else 0 for cell in self.cells]
        for scope, inside in zip(world.scopes, world.inside, strict=True):
            if len(scope) == 1:
                self.model.add(sum(moved[cell] for cell in np.flatnonzero(inside)) == 0)
        return moved

    def _column(self, column: int, values: Ints, width: int, some: Collection[int]) -> None:
        now = np.zeros((len(self.cells), width + 1), dtype=np.int64)  # the last is that of -1
        np.add.at(now, (self.base.cell, values), 1)
        self.now[column] = now
        added = self.added[column] = []
        there = now.sum(axis=1) > 0 if not self.moves else self.some
        for at in np.flatnonzero(there & self.some).tolist():
            for value in some:
                if column != PLACE or value:
                    added.append((at, value, self.model.new_int_var(0, self.reach, ""), 1))
                if most := min(self.reach, int(now[at, value])):
                    added.append((at, value, self.model.new_int_var(0, most, ""), -1))

    def _sum(self, parts: Iterable[tuple[IntVar, int]]) -> Any:
        found = [(variable, int(weight)) for variable, weight in parts if weight]
        return LinearExpr.weighted_sum(*zip(*found, strict=True)) if found else 0

    def _tie(self, kinds: Collection[int]) -> None:
        """Tie what people of a cell answered in all to what they answered to each item."""
        items = self.numbers.items
        by: dict[tuple[int, int], list[tuple[int, IntVar, int]]] = {}
        for column, added in self.added.items():
            for cell, value, variable, sign in added:
                by.setdefault((column, cell), []).append((value, variable, sign))
        for cell in self.cells.tolist():
            more = self.respondents[cell] if self.respondents else 0
            for column in (*items, PLACE):
                self.model.add(self._sum((v, s) for _, v, s in by.get((column, cell), ())) == more)
            place = by.get((PLACE, cell), [])
            each = [one for item in items for one in by.get((item, cell), ())]
            given = self._sum((v, s * max(step, 0)) for step, v, s in each)
            self.model.add(self._sum((v, s * self.totals[at]) for at, v, s in place) == given)
            if self.gaps:
                many = self._sum((v, s * (step >= 0)) for step, v, s in each)
                self.model.add(self._sum((v, s * self.answered[at]) for at, v, s in place) == many)
            elif len(kinds) > 1:
                for many in kinds:
                    self.model.add(self._sum((v, s) for at, v, s in place if self.answered[at] == many) == 0)
            for (nr, item), step in product(enumerate(items), range(self.base.world.points)):
                if self.vectors is not None:
                    every = self._sum((v, s) for at, v, s in place if self.vectors[at, nr] == step)
                    self.model.add(every == self._sum((v, s) for at, v, s in by.get((item, cell), ()) if at == step))

    # What holds.

    def sum(self, one: Sum) -> Any:
        """Return a sum as an expression."""
        found, total = [], 0
        for column, weights in one.weights.items():
            weighed, of = np.append(weights, 0), column
            if column == SCORE:
                weighed, of = np.append(weighed[self.scores], 0), PLACE
            total += int((self.now[of][one.inside] @ weighed).sum())
            found += [
                (variable, sign * weighed[value])
                for cell, value, variable, sign in self.added[of]
                if one.inside[cell] and weighed[value]
            ]
        return self._sum(found) + total

    def hold(self, limit: Limit, only: IntVar | None = None) -> None:
        """Ask that a sum is no less and no more; only: if this is true."""
        one, low, high = limit
        expression = self.sum(one)
        for end, sign in ((low, 1), (high, -1)):
            if np.isfinite(end):
                asked = self.model.add(sign * expression >= sign * int(end))
                if only is not None:
                    asked.only_enforce_if(only)

    def hold_one(self, limits: Sequence[Limit], only: IntVar | None = None) -> None:
        """Ask for one of these; only: if this is true."""
        if len(limits) == 1:
            self.hold(limits[0], only)
            return
        literals = [self.model.new_bool_var("") for _ in limits]
        for literal, limit in zip(literals, limits, strict=True):
            self.hold(limit, literal)
        asked = self.model.add_bool_or(literals)
        if only is not None:
            asked.only_enforce_if(only)

    def there(self, own: Sequence[int], only: IntVar | None = None) -> None:
        """Leave room for these people as they are in truth; only: if this is true."""
        for cell in np.unique(self.numbers.truth.cell[list(own)]).tolist():
            here = [person for person in own if self.numbers.truth.cell[person] == cell]
            for column in self.now:
                values, times = np.unique(self.values(self.numbers.truth, column)[here], return_counts=True)
                for value, many in zip(values.tolist(), times.tolist(), strict=True):
                    one = 1 * (np.arange(self.now[column].shape[1] - 1) == value)
                    if value >= 0:
                        self.hold((Sum(inside=self.cells == cell, weights={column: one}), many, np.inf), only)

    def opens(self, aim: Aim, kept: Sequence[People]) -> IntVar:
        """Return what is true only if an aim is open."""
        literal, truth, world = self.model.new_bool_var(""), self.numbers.truth, self.base.world
        inside, steps, true = world.inside[aim.scope], np.arange(world.points), truth.told[aim.scope, aim.item]

        def of(weights: Any, low: float, high: float = np.inf) -> Limit:
            return Sum(inside=inside, weights={aim.item: weights}), low, high

        n = int(true.sum())
        either = [of(steps**0, n + 1), of(steps**0, 1, n - 1)]
        if aim.what == "distribution":
            each = [(1 * (steps == step), int(count)) for step, count in enumerate(true)]
            either = [one for row, count in each for one in (of(row, count + 1), of(row, -np.inf, count - 1))]
        elif aim.what == "mean":
            self.hold(of(steps**0, 1), literal)
            either = []
            for people in kept:
                counts = people.told[aim.scope, aim.item]
                if many := int(counts.sum()):
                    total, top = int(counts @ steps), world.points - 1
                    for sign in (1, -1):
                        away = 100 * sign * (many * steps - total) - PROTECTED * top * many
                        either.append(of(away, 0))
        elif aim.what != "n":
            self.there(aim.own, literal)
            mine = aim.mine(truth)
            other = 1 * (steps != aim.value)
            either = [of(other, 1 + int(mine @ other))]
        self.hold_one(either, literal)
        return literal

    # Solving.

    def solve(self, wishes: Sequence[IntVar], *, effort: float, seed: int, far: bool = False) -> dict[int, Ints] | None:
        """Return counts with which as many of the wishes are true as were found: one at least, if there are any.

        effort: how long, in units that are the same on every machine. Few changes are preferred; far: any, by chance.
        """
        if wishes:
            self.model.add_bool_or(wishes)
        every = [variable for added in self.added.values() for _, _, variable, _ in added]
        for variable in every:
            self.model.add_hint(variable, 0)
        chance = np.random.default_rng(seed)
        near = chance.integers(-1, 3, len(every)) if far else chance.integers(2, 4, len(every))
        self.model.minimize(LinearExpr.weighted_sum(every, near.tolist()) - WISH * LinearExpr.sum(list(wishes)))
        solver, self.spent = solved(self.model, effort, seed)
        if solver is None:
            return None
        self.granted = [solver.boolean_value(wish) for wish in wishes]
        found = {column: now.copy() for column, now in self.now.items()}
        for column, added in self.added.items():
            for cell, value, variable, sign in added:
                found[column][cell, value] += sign * solver.value(variable)
        return found


def solved(model: CpModel, effort: float, seed: int) -> tuple[CpSolver | None, float]:
    """Solve a model; return None where no solution is found, and how long it took."""
    solver = CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = effort
    solver.parameters.relative_gap_limit = ENOUGH
    status = solver.solve(model)
    spent = solver.response_proto.deterministic_time + len(model.proto.variables) / BUILT
    return solver if status in (FEASIBLE, OPTIMAL) else None, spent
