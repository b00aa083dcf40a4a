"""Looking for people of whom the report is the same, though what somebody would like to know is otherwise."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from cxkit.survey.parts import Dimension
from tests.attack.aims import Aim
from tests.attack.answers import Answers
from tests.attack.counts import PLACE, Counts
from tests.attack.limits import Limit
from tests.attack.people import Ints, People
from tests.attack.statuses import Statuses
from tests.attack.sums import ALIKE, SCORE, Flags, Numbers, Sum
from tests.attack.tables import Tables

FREE = (6, 20)
"""How many people of each cell may answer otherwise, at first, and then."""


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
        moves: bool = False,
        far: bool = False,
        reach: int = 3,
        own: Sequence[int] = (),
    ) -> People | None:
        """Return people who leave as many of these aims open as may be, and one at least, if there are any.

        base: who is the nearer to these the better (None: the truth). own: who stays. effort, others: as of Counts.
        """
        base = base or self.truth
        some = self.cells(aims, many)
        counts = Counts(numbers=self.numbers, base=base, some=some, gaps=gaps, moves=moves, reach=reach)
        for limits in self.limits:
            counts.hold_one(limits)
        wishes = [counts.opens(aim, kept) for aim in aims]
        counts.there(own)
        found = counts.solve(wishes, effort=effort, seed=int(self.chance.integers(2**31)), far=far)
        self.spent += counts.spent
        if found is None:
            return None
        stays = {*own}.union(*(aim.own for aim, open in zip(aims, counts.granted, strict=True) if open))
        return self.people(counts, found, sorted(stays), gaps=gaps)

    def cells(self, aims: Sequence[Aim], many: int) -> Flags:
        """Return the cells of so many groups, by chance, of the attribute that has most.

        That of these aims' scope is the first; the next are those with people in its other group, beside which ones of
        this group can be changed back.
        """
        world = self.truth.world
        if not world.by:
            return np.ones(1, dtype=bool)
        id = max(world.by, key=lambda id: len(world.options[id]))
        names = world.options[id]
        groups = np.array(world.cells)[:, world.by.index(id)]
        scope = world.scopes[aims[0].scope] if aims else ()
        beside = world.inside[world.scopes.index(tuple(one for one in scope if one[0] != id))][self.truth.cell]
        order = self.chance.random(len(names)) + ~np.isin(np.arange(len(names)), groups[self.truth.cell[beside]])
        order -= 2 * np.isin(names, [group for one, group in scope if one == id])
        cells: Flags = np.isin(groups, np.argsort(order)[:many])
        return cells

    def people(self, counts: Counts, found: Mapping[int, Ints], stays: Sequence[int], *, gaps: bool) -> People | None:
        """Return people of whom so many have each value, if they are found.

        Few answer otherwise, if that will do: first of all whoever gave what there are fewer of.
        """
        base, order = counts.base, self.chance.random(len(counts.base.cell))
        for column, now in found.items():
            order -= (now < counts.now[column])[base.cell, counts.values(base, column)]
        order[stays] = np.inf
        cell, more = base.cell.copy(), (found[PLACE] - counts.now[PLACE]).sum(axis=1)
        for at in np.repeat(counts.cells, np.maximum(more, 0)):
            goes = np.where(more[cell] < 0, order, np.inf).argmin()
            more[cell[goes]] += 1
            cell[goes] = at
            order[goes] -= len(found)
        changed = [
            at
            for at in counts.cells.tolist()
            if any((now[at] != counts.now[column][at]).any() for column, now in found.items())
        ]
        base, held = replace(base, cell=cell), [*self._alike(), *self._of(counts, found, changed)]
        if not changed:
            return base
        for many in (*FREE, len(cell)):
            each = [order.argsort()[(cell == at)[order.argsort()]][:many] for at in changed]
            free = sorted({*np.concatenate(each).tolist()} - {*stays})
            answers = Answers(numbers=self.numbers, base=base, free=free, held=held, gaps=gaps)
            people = answers.solve(effort=1.0, seed=int(self.chance.integers(2**31)))
            self.spent += answers.spent
            if people is not None:
                return people
        return None

    def _alike(self) -> Iterator[Limit]:
        """Give what is told of how many gave one answer to everything."""
        if self.numbers.alike:
            yield self.numbers.alike
        for one in self.numbers.told:
            if ALIKE in one.weights:
                total = self.numbers.total(one, self.truth)
                yield one, total, total

    def _of(self, counts: Counts, found: Mapping[int, Ints], cells: Sequence[int]) -> Iterator[Limit]:
        """Give how many people of these cells have each value."""
        width = self.numbers.top(SCORE) + 1
        for cell in cells:
            each = {item: found[item][cell, :-1] for item in self.numbers.items}
            scored = counts.scores >= 0
            each[SCORE] = np.bincount(counts.scores[scored], found[PLACE][cell, :-1][scored], width).astype(np.int64)
            for column, now in each.items():
                for value, many in enumerate(now.tolist()):
                    weights = {column: 1 * (np.arange(len(now)) == value)}
                    yield Sum(inside=counts.cells == cell, weights=weights), many, many
