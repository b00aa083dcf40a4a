"""Looking for people of whom the report is the same, though what somebody would like to know is otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from cxkit.survey.parts import Dimension
from tests.attack.aims import Aim
from tests.attack.answers import Answers
from tests.attack.limits import Limit
from tests.attack.people import People
from tests.attack.statuses import Statuses
from tests.attack.sums import Numbers


@dataclass(kw_only=True)
class Search:
    """Other answers to one dimension, and what is known by now of what our rule asks about them: the limits."""

    truth: People
    published: Mapping[str, Any]
    dimension: Dimension
    chance: np.random.Generator
    limits: list[list[Limit]] = field(init=False, default_factory=list)
    """Of each list one is enough."""

    def __post_init__(self) -> None:
        self.numbers = Numbers(truth=self.truth, published=self.published, dimension=self.dimension)
        self.statuses = Statuses(numbers=self.numbers)

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
        answers = Answers(numbers=self.numbers, base=base, free=self._free(aims, base, many), gaps=gaps)
        for limits in self.limits:
            answers.hold_one(limits)
        wishes = [answers.opens(aim, kept) for aim in aims]
        return answers.solve(wishes, effort=effort, seed=int(self.chance.integers(2**31)), far=far)

    def _free(self, aims: Sequence[Aim], base: People, many: int) -> list[int]:
        """Return people by chance: before others those in a group that one of these aims is of, and in both before all.

        Whoever came into another cell is the first.
        """
        world = self.truth.world
        far = self.chance.random(len(base.cell)) - len(aims) * (base.cell != self.truth.cell)
        for aim in aims:
            scope = world.scopes[aim.scope]
            for one in scope:
                beside = world.inside[world.scopes.index((one,))][base.cell]
                far -= beside * self.chance.random(len(far)) / len(scope)
        return sorted(np.argsort(far)[:many].tolist())
