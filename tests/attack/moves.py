"""Changes of a few people that make up for each other, found by adding up numbers, without solving.

Each change has a number such that what it does to all sums that must stay is nothing where the numbers add up to zero.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from tests.attack.exchange import Exchange, Vector, Wish
from tests.attack.people import Ints, People

TRIED = 6
"""How many changes are tried for an aim; and of those that nobody has to make up for."""
ALONG = 60
"""How many ways to make up for each are."""
MOST = 1500
"""Of how many changes that differ, each two are added up."""
FURTHER = 40
"""How often further people are taken along until something is far enough from the truth."""


@dataclass(kw_only=True)
class Moves:
    """What two people can do, or up to four."""

    exchange: Exchange
    _last: Vector | None = None
    _sums: Vector = field(init=False)
    _low: Vector = field(init=False)
    _high: Vector = field(init=False)
    _marks: Ints = field(init=False)
    _distinct: Ints = field(init=False)
    _order: Ints = field(init=False)
    _pairs: Ints = field(init=False)
    _two: Ints = field(init=False)
    _which: Ints = field(init=False)

    def found(self, wishes: Iterable[Wish], people: int) -> People | None:
        """Return people who leave open what two of them can, or four."""
        self._look()
        changes, done = np.zeros(len(self.exchange.whose) + 1, dtype=np.int64), list[Wish]()
        for wish in wishes:
            then = self._reached(wish, changes, people)
            if then is not None and self._meets(then, [*done, wish]):
                changes = then
                done.append(wish)
        return self.exchange.changed(changes[:-1]) if done else None

    def _look(self) -> None:
        """Number the changes; the last one is none."""
        ex = self.exchange
        if self._last is ex.rows[-1]:
            return
        self._last = ex.rows[-1]
        self._sums = np.vstack([np.array(ex.rows).T, np.zeros(len(ex.rows))])
        self._low, self._high = np.array(ex.low), np.array(ex.high)
        equal = (self._low == 0) & (self._high == 0)
        self._marks = ex.chance.integers(1, 2**40, size=int(equal.sum())) @ self._sums[:, equal].T.astype(np.int64)
        self._order = np.argsort(self._marks, kind="stable")
        self._two = np.zeros(0, dtype=np.int64)

    def _look_at_two(self) -> None:
        """Add up each two numbers, zero among them, so that up to four people are found."""
        if not len(self._two):
            distinct = np.unique(self._marks)
            some = self.exchange.chance.permutation(distinct)[: MOST - 1]
            self._distinct = np.unique([0, *some])
            self._pairs = np.column_stack(np.triu_indices(len(self._distinct)))
            two = self._distinct[self._pairs].sum(axis=1)
            self._which = np.argsort(two, kind="stable")
            self._two = two[self._which]

    def _reached(self, wish: Wish, changes: Ints, people: int) -> Ints | None:
        """Return changes that add up to what a wish needs; None where no move leads there."""
        _, row, need = wish
        row = np.append(row, 0.0)
        towards, ex, changes = np.flatnonzero(row > 0), self.exchange, changes.copy()
        done = np.flatnonzero(changes)
        added = changes[done] @ self._sums[done]
        for _ in range(FURTHER):
            mixed = ex.chance.permutation(towards)
            for one in (*mixed[self._marks[mixed] == 0][:TRIED], *mixed[:TRIED]):
                moves = self._along(int(one), people)
                moves = moves[row[moves].sum(axis=1) > 0]
                sums = added + self._sums[moves].sum(axis=1)
                fits = ((self._low <= sums) & (sums <= self._high)).all(axis=1)
                if fits.any():
                    added = sums[fits.argmax()]
                    np.add.at(changes, moves[fits.argmax()], 1)
                    break
            else:
                return None
            if row @ changes >= need:
                return changes
        return None

    def _along(self, one: int, people: int) -> Ints:
        """Return moves of which a change is part: rows of changes."""
        chance, mine = self.exchange.chance, self._marks[one]
        nobody = len(self._marks) - 1
        if not mine:
            return np.array([[one]])
        if people == 2:
            others = np.flatnonzero(self._marks == -mine)
            return np.column_stack([np.full(len(others), one), others])[chance.permutation(len(others))[:ALONG]]
        self._look_at_two()
        left = np.searchsorted(self._two, -mine - self._distinct, side="left")
        right = np.searchsorted(self._two, -mine - self._distinct, side="right")
        many = np.where(self._distinct == -mine, 0, right - left)
        ends = np.cumsum(many)
        if not ends[-1]:
            return np.full((0, 4), nobody)
        drawn = chance.integers(ends[-1], size=20 * ALONG)
        second = np.searchsorted(ends, drawn, side="right")
        pair = self._pairs[self._which[left[second] + drawn - (ends[second] - many[second])]]
        marks = self._distinct[np.column_stack([second, pair])]
        marks = marks[(marks != -mine).all(axis=1)][:ALONG]  # then the others would undo each other
        low, high = (np.searchsorted(self._marks[self._order], marks, side=side) for side in ("left", "right"))
        chosen = self._order[low + (chance.random(marks.shape) * (high - low)).astype(np.int64)]
        return np.column_stack([np.full(len(chosen), one), np.where(marks == 0, nobody, chosen)])

    def _meets(self, changes: Ints, wishes: list[Wish]) -> bool:
        ex, changes = self.exchange, changes[:-1]
        if not all(any(row @ changes <= most for row, most in some) for some in ex.either):
            return False
        for aim, row, need in wishes:
            own = ex.kind[list(aim.own)]
            spared = (changes[ex.whose == kind].sum() + (own == kind).sum() <= ex.there[kind] for kind in {*own})
            if row @ changes < need or not all(spared):
                return False
        return True
