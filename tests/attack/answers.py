"""Answers of some people of whom so many have each value, by constraint programming (CP-SAT, of OR-Tools)."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

import numpy as np
from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr

from cxkit.statistics.counting import STRAIGHT
from tests.attack.counts import solved
from tests.attack.limits import Limit
from tests.attack.people import People
from tests.attack.sums import ALIKE, SCORE, Numbers, Sum

Has = dict[int, IntVar]
"""Of a person and a column whether they have each value; −1: nothing."""


@dataclass(kw_only=True)
class Answers:
    """What some people of a base, by their places, could have answered to one dimension; all others stay as they are.

    held: sums that are no less and no more. gaps: whether they could have left out other items than they did.
    """

    numbers: Numbers
    base: People
    free: Sequence[int]
    held: Sequence[Limit]
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
        for one, low, high in self.held:
            self.model.add_linear_constraint(self.sum(one), int(low), int(high))

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

    # Solving.

    def solve(self, *, effort: float, seed: int) -> People | None:
        """Return people of whom all holds, as near to the base as were found, if there are any.

        effort: how long, in units that are the same on every machine.
        """
        stay, true = [], self.base.steps
        for person, item in product(self.free, self.numbers.items):
            has, step = self.has[person, item], int(true[person, item])
            if step in has:
                stay.append(has[step])
            for value, literal in has.items():
                self.model.add_hint(literal, value == step)
        self.model.maximize(LinearExpr.sum(stay))
        solver, self.spent = solved(self.model, effort, seed)
        if solver is None:
            return None
        steps = self.base.steps.copy()
        for person, item in product(self.free, self.numbers.items):
            steps[person, item] = next(
                value for value, literal in self.has[person, item].items() if solver.boolean_value(literal)
            )
        return replace(self.base, steps=steps)
