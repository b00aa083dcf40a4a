"""Looking for people of whom the report is the same, though what somebody would like to know is otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from cxkit.survey.parts import Dimension
from tests.attack.aims import Aim
from tests.attack.answers import Answers
from tests.attack.limits import Limit
from tests.attack.people import People
from tests.attack.statuses import Statuses
from tests.attack.sums import Numbers
from tests.attack.tables import Tables


@dataclass(kw_only=True)
class Search:
    """Other answers to one dimension, and what is known by now of what our rule asks about them: the limits."""

    truth: People
    published: Mapping[str, Any]
    dimension: Dimension
    chance: np.random.Generator
    limits: list[list[Limit]] = field(init=False, default_factory=list)
    """Of each list one is enough."""
    spent: float = field(init=False, default=0.0)
    """How long was solved for, in units that are the same on every machine: seconds, about."""

    def __post_init__(self) -> None:
        self.numbers = Numbers(truth=self.truth, published=self.published, dimension=self.dimension)
        self.statuses = Statuses(numbers=self.numbers)

    @cached_property
    def tables(self) -> Tables:
        """The tables that agree with the exact numbers."""
        return Tables(truth=self.truth, published=self.published, dimension=self.dimension)

    def solve(
        self,
        aims: Sequence[Aim],
        kept: Sequence[People],
        *,
        many: int,
        effort: float,
        base: People | None = None,
        gaps: bool = False,
        far: bool = False,
    ) -> People | None:
        """Return people who leave as many of these aims open as may be, and one at least, if there are any.

        many: how many of the base (None: the truth) may have answered otherwise. effort, gaps, far: as of Answers.
        """
        base = base or self.truth
        answers = Answers(numbers=self.numbers, base=base, free=self.free(aims, base, many), gaps=gaps)
        for limits in self.limits:
            answers.hold_one(limits)
        wishes = [answers.opens(aim, kept) for aim in aims]
        found = answers.solve(wishes, effort=effort, seed=int(self.chance.integers(2**31)), far=far)
        self.spent += answers.spent
        return found

    def free(self, aims: Sequence[Aim], base: People, many: int) -> list[int]:
        """Return people by chance: as many of the groups that these aims are of as of others, as long as there are.

        Of others, those in one group of each attribute before the rest, beside which there is one: what one changes,
        another there can change back. Whoever came into another cell is the first.
        """
        world = self.truth.world
        order, moved = self.chance.random(len(base.cell)), base.cell != self.truth.cell
        scope = world.scopes[aims[0].scope] if aims else ()
        inside = np.array([world.inside[world.scopes.index((one,))][base.cell] for one in scope])
        near = np.ones(len(order), dtype=bool)
        for at, (id, _) in enumerate(scope):
            groups = np.array(world.cells)[base.cell, world.by.index(id)]
            beside = np.flatnonzero(~inside[at] & np.delete(inside, at, axis=0).all(axis=0))
            if len(beside):
                near &= inside[at] | (groups == groups[self.chance.choice(beside)])
        order -= near
        for kind in np.unique(inside.T, axis=0) if scope else ():
            those = np.flatnonzero((kind == inside.T).all(axis=1))
            order[those[np.argsort(order[those])]] = np.arange(len(those))
        order += self.chance.random(len(order))
        return sorted(np.argsort(order - len(order) * moved)[:many].tolist())
