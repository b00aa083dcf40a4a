"""Who gave which answers together: people put together anew, with the same counts of answers in every cell.

Two of a cell who exchange an answer leave all counts where they are. What changes is how their scores vary, so that
some such exchanges, of a few people, bring the sums of scores back to what is told.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from tests.attack.aims import Aim
from tests.attack.exchange import Exchange, Feature, Flags, Vector
from tests.attack.limits import Limit
from tests.attack.people import Ints, People

MOST, OF_EACH = 1000, 12
"""Of how many exchanges that differ, each two are added up; and with how many others each person is looked at."""
DRAWN, TRIED = 100_000, 60
"""How many pairs of exchanges are looked for to make up for another pair, and how many of these are tried."""
AWAY = 3
"""How many exchanges by chance further on it is tried again."""
NEARER = 1e-9
"""How much nearer is nearer, and not another sum of the same fractions."""


@dataclass(kw_only=True)
class Joint:
    """The sums of scores that are told of a truth, and limits which keep what our rule decides about scores."""

    exchange: Exchange
    limits: list[list[Limit]] = field(default_factory=list)
    """Of each list one is enough."""
    most: Vector = field(init=False)
    """How much one person adds to each sum that is told, at most."""

    def __post_init__(self) -> None:
        steps = self.exchange.truth.steps
        self.most = np.array([max(np.max(1.0 * feature(steps)), 1) for _, feature in self.exchange.scores])

    def fitted(self, people: People, aim: Aim, times: int) -> People | None:
        """Return people of whom all that is told of scores is true, too; None where none were found so many times.

        One exchange after another brings them nearer; the last few of them fit together. aim: for which they stand, as
        they still do.
        """
        for _ in range(times):
            people = self._near(people, aim)
            off = self._off(people)
            if not self._away(off):
                return people
            swaps = self._swaps(people, aim)
            if not len(swaps):
                return None
            found = self._in_fours(people, swaps, off)
            if found is not None:
                return found
            for swap in self.exchange.chance.permutation(swaps)[:AWAY]:
                people = self._exchanged(people, swap[None])
        return None

    def _near(self, people: People, aim: Aim) -> People:
        """Exchange as long as it brings the sums nearer to what is told."""
        while now := self._away(off := self._off(people)):
            swaps = self._swaps(people, aim)
            away = self._away(off + self._added(people, swaps))
            if not len(away) or away.min() > now - NEARER:
                break
            people = self._exchanged(people, swaps[[away.argmin()]])
        return people

    def _in_fours(self, people: People, swaps: Ints, off: Ints) -> People | None:
        """Return people for whom up to four exchanges make up for what the sums are off by."""
        chance, told = self.exchange.chance, len(self.exchange.scores)
        weights = chance.integers(1, 2**40, size=told)
        marks, wanted = self._added(people, swaps)[:, :told] @ weights, -(off[:told] @ weights)
        distinct = np.unique([0, *chance.permutation(np.unique(marks))[:MOST]])
        pairs = np.column_stack(np.triu_indices(len(distinct)))
        two = distinct[pairs].sum(axis=1)
        order = np.argsort(two, kind="stable")
        first = chance.permutation(len(pairs))[:DRAWN]
        at = np.searchsorted(two[order], wanted - two[first])
        at = np.minimum(at, len(order) - 1)
        there = two[order[at]] == wanted - two[first]
        for four in distinct[np.hstack([pairs[first[there]], pairs[order[at[there]]]])][:TRIED]:
            moved = swaps[[int(chance.choice(np.flatnonzero(marks == mark))) for mark in four if mark]]
            if len(np.unique(moved[:, :2])) == 2 * len(moved):
                found = self._exchanged(people, moved)
                if not self._away(self._off(found)):
                    return found
        return None

    # How far off people are.

    def _sums(self) -> list[tuple[Flags, Feature]]:
        """Return what is added up: what is told, and then what is limited."""
        return [*self.exchange.scores, *(limit[:2] for limits in self.limits for limit in limits)]

    def _off(self, people: People) -> Ints:
        """Return how much more each sum is than in truth."""
        off = [
            (1.0 * inside[people.cell] * feature(people.steps)).sum() - self.exchange.total(inside, feature)
            for inside, feature in self._sums()
        ]
        return np.array(off).round().astype(np.int64)

    def _away(self, off: Ints) -> Any:
        """Return how far all sums are from where they may be, in people; nothing where they fit: of each row."""
        at = len(self.exchange.scores)
        away = (abs(off[..., :at]) / self.most).sum(axis=-1)
        for limits in self.limits:
            beyond = [
                np.maximum(0, np.maximum(low - off[..., at + place], off[..., at + place] - high))
                for place, (_, _, low, high) in enumerate(limits)
            ]
            away += np.min(beyond, axis=0)
            at += len(limits)
        return away

    def _exchanged(self, people: People, swaps: Ints) -> People:
        steps = people.steps.copy()
        for one, other, item in swaps:
            steps[[one, other], item] = steps[[other, one], item]
        return replace(people, steps=steps)

    def _swaps(self, people: People, aim: Aim) -> Ints:
        """Return exchanges by chance: two who are told together, and an item that they answered otherwise.

        Who put together what they know stay as they are.
        """
        chance, every = self.exchange.chance, [np.zeros((0, 3), dtype=np.int64)]
        free = np.setdiff1d(np.arange(len(people.cell)), aim.own)
        for item in self.exchange.items:
            together = self._together(item, aim)[people.cell]
            mixed = chance.permutation(free)
            mixed = mixed[np.argsort(together[mixed], kind="stable")]
            _, start, there = np.unique(together[mixed], return_index=True, return_counts=True)
            first, many = np.repeat(start, there), np.repeat(there, there)
            other = mixed[first + (chance.random((OF_EACH, len(mixed))) * many).astype(np.int64)]
            one, other = np.tile(mixed, OF_EACH), other.ravel()
            differ = people.steps[one, item] != people.steps[other, item]
            every.append(np.column_stack([one, other, np.full(len(one), item)])[differ])
        return np.concatenate(every)

    def _together(self, item: int, aim: Aim) -> Ints:
        """Return for each cell a number: the same, where it makes no difference who gave an answer to an item."""
        told = [inside for inside, _ in self.exchange.scores] + self.exchange.answered[item]
        apart = np.unique(np.array([*told, self.exchange.truth.world.inside[aim.scope]]), axis=1, return_inverse=True)
        return np.asarray(apart[1]).ravel()

    def _added(self, people: People, swaps: Ints) -> Ints:
        """Return what each exchange adds to each sum: (exchange, sum)."""
        one, other, item = swaps.T
        rows, changed = np.arange(len(swaps)), []
        for person, gives in ((one, other), (other, one)):
            old = people.steps[person]
            new = old.copy()
            new[rows, item] = people.steps[gives, item]
            changed.append((people.cell[person], old, new))
        added = [
            sum(inside[cell] * (1.0 * feature(new) - feature(old)) for cell, old, new in changed)
            for inside, feature in self._sums()
        ]
        return np.array(added).T.round().astype(np.int64)
