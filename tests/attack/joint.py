"""Who gave which answers together: people put together anew, with the same counts of answers in every cell.

Two of a cell who exchange an answer leave all counts where they are. What changes is how their scores vary, so that
some such exchanges, of a few people, bring the sums of scores back to what is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from tests.attack.exchange import Exchange, Vector
from tests.attack.people import Ints, People

MOST, OF_EACH = 1000, 12
"""Of how many exchanges that differ, each two are added up; and with how many others each person is looked at."""
DRAWN, TRIED = 100_000, 60
"""How many pairs of exchanges are looked for to make up for another pair, and how many of these are tried."""


@dataclass(kw_only=True)
class Joint:
    """The sums of scores that are told of a truth."""

    exchange: Exchange
    truth: Vector = field(init=False)

    def __post_init__(self) -> None:
        self.truth = self._sums(self.exchange.truth)

    def _sums(self, people: People) -> Vector:
        some = self.exchange.scores
        return np.array([(inside[people.cell] * feature(people.steps)).sum() for inside, feature in some], dtype=float)

    def fitted(self, people: People, own: Sequence[int]) -> People | None:
        """Return people of whom all that is told of scores is true, too; None where none were found.

        own: the places of those who stay as they are.
        """
        chance, off = self.exchange.chance, (self._sums(people) - self.truth).round().astype(np.int64)
        if not off.any():
            return people
        swaps = self._swaps(people, own)
        if not len(swaps):
            return None
        weights = chance.integers(1, 2**40, size=len(off))
        marks = self._added(people, swaps) @ weights
        distinct = np.unique([0, *chance.permutation(np.unique(marks))[:MOST]])
        pairs = np.column_stack(np.triu_indices(len(distinct)))
        two = distinct[pairs].sum(axis=1)
        order = np.argsort(two, kind="stable")
        first = chance.permutation(len(pairs))[:DRAWN]
        at = np.searchsorted(two[order], -(off @ weights) - two[first])
        at = np.minimum(at, len(order) - 1)
        there = two[order[at]] == -(off @ weights) - two[first]
        for four in distinct[np.hstack([pairs[first[there]], pairs[order[at[there]]]])][:TRIED]:
            chosen = [int(chance.choice(np.flatnonzero(marks == mark))) for mark in four if mark]
            moved = swaps[chosen]
            if len(np.unique(moved[:, :2])) < 2 * len(moved):
                continue
            steps = people.steps.copy()
            for one, other, item in moved:
                steps[[one, other], item] = steps[[other, one], item]
            found = replace(people, steps=steps)
            if (self._sums(found) == self.truth).all():
                return found
        return None

    def _swaps(self, people: People, own: Sequence[int]) -> Ints:
        """Return exchanges: two of a cell, and an item that they answered otherwise."""
        chance, found = self.exchange.chance, [np.zeros((0, 3), dtype=np.int64)]
        for cell in np.unique(people.cell):
            members = np.setdiff1d(np.flatnonzero(people.cell == cell), own)
            for item in self.exchange.items:
                for shift in range(1, min(len(members), OF_EACH)):
                    mixed = chance.permutation(members)
                    pairs = np.column_stack([mixed, np.roll(mixed, shift), np.full(len(mixed), item)])
                    found.append(pairs)
        every = np.concatenate(found)
        one, other, item = every.T
        differ: Ints = every[people.steps[one, item] != people.steps[other, item]]
        return differ

    def _added(self, people: People, swaps: Ints) -> Ints:
        """Return what each exchange adds to each sum: (exchange, sum)."""
        one, other, item = swaps.T
        old = people.steps[one], people.steps[other]
        new = old[0].copy(), old[1].copy()
        rows = np.arange(len(swaps))
        new[0][rows, item], new[1][rows, item] = old[1][rows, item], old[0][rows, item]
        cell = people.cell[one]
        added = [
            inside[cell]
            * (1.0 * feature(new[0]) + 1.0 * feature(new[1]) - 1.0 * feature(old[0]) - 1.0 * feature(old[1]))
            for inside, feature in self.exchange.scores
        ]
        return np.array(added).T.round().astype(np.int64)
