"""Looking for people of whom the report is the same, though what somebody would like to know is otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from cxkit.disclosure.variety import PROTECTED
from cxkit.survey.parts import Dimension
from tests.attack.aims import Aim, mean
from tests.attack.exchange import Exchange, Vector, Wish
from tests.attack.joint import Joint
from tests.attack.moves import Moves
from tests.attack.people import People
from tests.attack.statuses import Statuses

AGAIN = 12
"""Solutions for one aim in one way, each with the statuses of those before as constraints."""

FAR = 12
"""Solutions anywhere."""


@dataclass(kw_only=True)
class Search:
    """The changes to answers to one dimension, and what our rule asks about them."""

    truth: People
    published: Mapping[str, Any]
    dimension: Dimension
    chance: np.random.Generator
    exchange: Exchange = field(init=False)
    statuses: Statuses = field(init=False)
    moves: Moves = field(init=False)
    joint: Joint = field(init=False)

    def __post_init__(self) -> None:
        self.exchange = Exchange(
            truth=self.truth, published=self.published, dimension=self.dimension, chance=self.chance
        )
        self.statuses = Statuses(exchange=self.exchange)
        self.moves = Moves(exchange=self.exchange)
        self.joint = Joint(exchange=self.exchange)

    def in_pairs(self, aims: Sequence[Aim], kept: list[People]) -> People | None:
        """Return people who leave many aims open, each in one way, by what two change."""
        return self.moves.found(self._wishes(aims, kept), 2)

    def in_fours(self, aims: Sequence[Aim], kept: list[People]) -> People | None:
        """Return the same by what up to four change."""
        return self.moves.found(self._wishes(aims, kept), 4)

    def _wishes(self, aims: Sequence[Aim], kept: list[People]) -> Iterator[Wish]:
        for aim in aims:
            ways = self._ways(aim, kept)
            yield (aim, *ways[int(self.chance.integers(len(ways)))])

    def one_by_one(self, aim: Aim, kept: list[People]) -> Iterator[People]:
        """Give people who would leave an aim open, as long as there are any that keep what `statuses` has learnt.

        Then with what it learns of this way alone, and then anywhere: something else may be hidden for its own sake,
        and this as its company.
        """
        for way in self._ways(aim, kept):
            for _ in range(2):
                for _ in range(AGAIN):
                    people = self.exchange.toward((aim, *way))
                    if people is None:
                        break
                    yield people
                self.statuses.forget()
            for _ in range(FAR):
                people = self.exchange.toward((aim, *way), far=True)
                if people is None:
                    break
                yield people
                self.statuses.forget()

    def _ways(self, aim: Aim, kept: list[People]) -> list[tuple[Vector, float]]:
        """Return what changes have to add up to, and to how much at least."""
        exchange, world = self.exchange, self.truth.world
        inside, steps = world.inside[aim.scope], range(world.points)
        if aim.what == "n":
            row = exchange.vector(inside, exchange.given(aim.item))
            return [(sign * row, float(many)) for many in (1, 2, 3, 5, 8) for sign in (1, -1)]
        if aim.what == "distribution":
            rows = [exchange.vector(inside, exchange.gave(aim.item, step)) for step in steps]
            return [(sign * row, 1.0) for row in rows for sign in (1, -1)]
        if aim.what == "mean":
            told = [people.told[aim.scope, aim.item] for people in kept]
            means = [mean(counts) for counts in told if counts.any()]
            ways = []
            for sign, end in ((1, min(means) + PROTECTED), (-1, max(means) - PROTECTED)):

                def beyond(some: Any, end: float = end) -> Any:
                    points = some[:, aim.item] * 100 / (world.points - 1) - end
                    return np.where(some[:, aim.item] >= 0, points, 0)

                ways.append((sign * exchange.vector(inside, beyond), -sign * exchange.total(inside, beyond)))
            return ways
        others = [step for step in steps if step != aim.value]
        return [(exchange.vector(inside, exchange.gave(aim.item, *others)), 1.0)]
