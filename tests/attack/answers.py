"""Other answers of some people that leave every sum where it is, by constraint programming (CP-SAT, of OR-Tools)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

import numpy as np
from ortools.sat.python.cp_model import FEASIBLE, OPTIMAL, CpModel, CpSolver, IntVar, LinearExpr

from cxkit.disclosure.variety import PROTECTED
from cxkit.statistics.counting import STRAIGHT
from tests.attack.aims import Aim
from tests.attack.limits import Limit
from tests.attack.people import People
from tests.attack.sums import ALIKE, SCORE, Numbers, Sum

Has = dict[int, IntVar]
"""Of a person and a column whether they have each value; −1: nothing."""

ENOUGH = 0.2
"""How far from the best a solution may be."""
BUILT = 25_000
"""How many variables take as long to make as one unit of solving."""


@dataclass(kw_only=True)
class Answers:
    """What some people of a base, by their places, could have answered to one dimension; all others stay as they are.

    gaps: whether they could have left out other items than they did.
    """

    numbers: Numbers
    base: People
    free: Sequence[int]
    gaps: bool = False
    model: CpModel = field(init=False, default_factory=CpModel)
    has: dict[tuple[int, int], Has] = field(init=False, default_factory=dict)
    spent: float = field(init=False, default=0.0)

    def __post_init__(self) -> None:
        for person in self.free:
            for item in self.numbers.items:
                self.has[person, item] = self._one_of(self._steps(person, item))
            if len(self.numbers.items) == 1 and self.numbers.dimension.min_answered < 2:
                self.has[person, SCORE] = self.has[person, self.numbers.items[0]]
            else:
                self.has[person, SCORE] = self._score(person)
            if self.numbers.alike:
                self.has[person, ALIKE] = self._alike(person)
            if self.gaps and (self.base.steps[person] >= 0).any():  # somebody who answers nothing is nobody
                self.model.add_bool_or(has.negated() for has in self._each(person, -1))
        self.fixed = np.ones(len(self.base.cell), dtype=bool)
        self.fixed[list(self.free)] = False
        for one in self.numbers.told:
            total = self.numbers.total(one, self.numbers.truth)
            self.hold((one, total, total))
        if self.numbers.alike:
            self.hold(self.numbers.alike)

    def _each(self, person: int, step: int) -> list[IntVar]:
        every = [self.has[person, item] for item in self.numbers.items]
        return [has[step] for has in every if step in has]

    def _steps(self, person: int, item: int) -> list[int]:
        mine, every = self.base.steps[person, item], list(range(self.base.world.points))
        return [-1, *every] if self.gaps else every if mine >= 0 else [-1]

    def _one_of(self, values: Sequence[int]) -> Has:
        literals = {value: self.model.new_bool_var("") for value in values}
        self.model.add_exactly_one(literals.values())
        return literals

    def _score(self, person: int) -> Has:
        """Tie to a person's answers how many there are, what they add up to, and so the score."""
        items = [self.has[person, item] for item in self.numbers.items]
        given = [sum(-1 not in has for has in items)]
        if self.gaps:
            given = list(range(len(items) + 1))
        sums = {
            (many, total): self.model.new_bool_var("")
            for many in given
            for total in range(many * (self.base.world.points - 1) + 1)
        }
        self.model.add_exactly_one(sums.values())
        for at in (0, 1):
            every = [(literal, 1 if at == 0 else step) for has in items for step, literal in has.items() if step >= 0]
            every += [(literal, -place[at]) for place, literal in sums.items()]
            self.model.add(LinearExpr.weighted_sum(*zip(*every, strict=True)) == 0)
        found: dict[int, list[IntVar]] = {}
        for place, literal in sums.items():
            found.setdefault(int(self.numbers.score(*place)), []).append(literal)
        return {score: self._any(literals) for score, literals in found.items()}

    def _alike(self, person: int) -> Has:
        """Tie to a person's answers whether all are alike, and enough; of gaps it is not asked whether they are."""
        answered = self.base.steps[person] >= 0
        elsewhere = {*np.delete(self.base.steps[person], self.numbers.items).tolist()} - {-1}
        alike = self.model.new_bool_var("")
        if len(elsewhere) > 1 or answered.sum() < STRAIGHT:
            self.model.add(alike == 0)
            return {1: alike}
        steps = []
        for step in elsewhere or range(self.base.world.points):
            steps.append(self.model.new_bool_var(""))
            each = self._each(person, step)
            self.model.add_bool_and(each).only_enforce_if(steps[-1])
            self.model.add_bool_or(*(has.negated() for has in each), steps[-1])
        self.model.add(LinearExpr.sum(steps) == alike)
        return {1: alike}

    def _any(self, literals: list[IntVar]) -> IntVar:
        """Return what is true if one of these is, of which no more than one is."""
        if len(literals) == 1:
            return literals[0]
        one = self.model.new_bool_var("")
        self.model.add(LinearExpr.sum(literals) == one)
        return one

    # What holds.

    def sum(self, one: Sum) -> Any:
        """Return a sum as an expression."""
        literals, weights = [], []
        for person in self.free:
            if one.inside[self.base.cell[person]]:
                for column, each in one.weights.items():
                    for value, literal in self.has[person, column].items():
                        if value >= 0 and each[value]:
                            literals.append(literal)
                            weights.append(int(each[value]))
        return LinearExpr.weighted_sum(literals, weights) + int(self.numbers.each(one, self.base)[self.fixed].sum())

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
            mine = aim.mine(truth)
            other = 1 * (steps != aim.value)
            either = [of(other, 1 + int(mine @ other))]
            for person, item in product(set(aim.own) & set(self.free), self.numbers.items):
                self.model.add_implication(literal, self.has[person, item][int(truth.steps[person, item])])
        self.hold_one(either, literal)
        return literal

    # Solving.

    def solve(self, wishes: Sequence[IntVar], *, effort: float, seed: int, far: bool = False) -> People | None:
        """Return people of whom as many of the wishes are true as were found: one at least, if there are any.

        effort: how long, in units that are the same on every machine. Whoever is nearer to the base is preferred;
        far: or anybody, by chance.
        """
        if wishes:
            self.model.add_bool_or(wishes)
        stay, true = [], self.base.steps
        for person, item in product(self.free, self.numbers.items):
            has, step = self.has[person, item], int(true[person, item])
            stay.append(has[step])
            for value, literal in has.items():
                self.model.add_hint(literal, value == step)
        near = np.random.default_rng(seed).integers(-1, 2, len(stay)) if far else np.ones(len(stay))
        self.model.maximize(len(stay) * LinearExpr.sum(list(wishes)) + LinearExpr.weighted_sum(stay, near.tolist()))
        solver = CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = seed
        solver.parameters.max_deterministic_time = effort
        solver.parameters.relative_gap_limit = ENOUGH
        status = solver.solve(self.model)
        self.spent = solver.response_proto.deterministic_time + len(self.model.proto.variables) / BUILT
        if status not in (FEASIBLE, OPTIMAL):
            return None
        steps = self.base.steps.copy()
        for person, item in product(self.free, self.numbers.items):
            steps[person, item] = next(
                value for value, literal in self.has[person, item].items() if solver.boolean_value(literal)
            )
        return replace(self.base, steps=steps)
