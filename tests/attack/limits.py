"""Limits: what keeps a decision of our rule about the answers of some people to one thing, as sums that may change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cxkit.disclosure.variety import FROM_END, LEAST, PROTECTED
from cxkit.statistics.estimates import parts
from tests.attack.exchange import Exchange, Feature, Flags
from tests.attack.people import Ints, People

Limit = tuple[Flags, Feature, float, float]
"""Of which cells, of which feature the sum may change, and by how much: at least, at most."""
MODES = 8
"""How many answers are looked at that nearly all could have given."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Those of the people in some cells, and of an item by its place, or of the dimension (None).

    Methods give lists of limits; of each list one is enough, and the truth obeys one.
    """

    exchange: Exchange
    inside: Flags
    item: int | None

    def values(self, steps: Ints) -> Ints:
        """Return the score, or the step; −1 of those who have none."""
        found: Ints = self.exchange.score(steps) if self.item is None else steps[:, self.item]
        return found

    def counted(self, steps: Ints) -> Ints:
        """Return 1 of those who have one, 0 of others."""
        return 1 * (self.values(steps) >= 0)

    def added(self, steps: Ints) -> Ints:
        """Return the same as `values`, but 0 of those who have none."""
        return np.maximum(self.values(steps), 0)

    @cached_property
    def full(self) -> int:
        """The greatest value."""
        return parts(self.exchange.dimension) if self.item is None else self.exchange.truth.world.points - 1

    def counts(self, people: People) -> Ints:
        """Return how many have each value."""
        values = self.values(people.steps[self.inside[people.cell]])
        return np.bincount(values[values >= 0], minlength=self.full + 1)

    @cached_property
    def mine(self) -> Ints:
        """The same of the truth."""
        return self.counts(self.exchange.truth)

    @property
    def n(self) -> int:
        """How many have one, in truth."""
        return int(self.mine.sum())

    def gave(self, value: int) -> Feature:
        """Tell who gave this."""
        return lambda steps: self.values(steps) == value

    def others(self, value: int, low: float, high: float) -> Limit:
        """Ask that so many give something else."""
        now = self.n - int(self.mine[value])
        return self.inside, lambda steps: self.counted(steps) - self.gave(value)(steps), low - now, high - now

    def lacking(self, reply: int) -> Iterator[list[Limit]]:
        """Keep which answers are lacking of those that were given at all: what others give counts, too."""
        every = np.ones(len(self.inside), dtype=bool)
        for value in range(self.full + 1):
            given = self.exchange.total(every, self.gave(value))
            if reply and not self.mine[value]:
                yield [(self.inside, self.gave(value), 0, 0)]
                yield [(every, self.gave(value), min(1 - given, 0), np.inf)]
            elif not reply and self.mine[value]:
                yield [(self.inside, self.gave(value), 1 - self.mine[value], np.inf)]
            elif not reply and not given:
                yield [(every, self.gave(value), 0, 0)]

    def fitting(self, people: People, different: int) -> Iterator[list[Limit]]:
        """Keep that they may be told, unlike these people's."""
        theirs = self.counts(people)
        yield [(self.inside, self.counted, min(self._least - self.n, 0), np.inf)]
        yield [self.others(int(theirs.argmax()), different, np.inf)]
        if self._few:
            fits, total = self._fits(different), self.exchange.total(self.inside, self.added)
            yield [(self.inside, self.added, fits[0] - total, fits[-1] - total)]
        elif self._apart(theirs) < PROTECTED * self.full * self._small:  # then as many as now reach as far to the ends
            for reaching in self._reaching():
                now = self.exchange.total(self.inside, reaching)
                yield [(self.inside, reaching, min(self._small - now, 0), np.inf)]

    def unfit(self, different: int) -> Iterator[list[Limit]]:
        """Keep that they may not.

        Nearly all gave one answer, whichever, or they add up to what few ways do, or they are too few. Or they lie
        close together: then no more than now reach as far to the ends.
        """
        few: Limit = self.inside, self.counted, -np.inf, self._least - 1 - self.n
        if few[3] >= 0:
            yield [few]
            return
        either = [self.others(int(value), -np.inf, different - 1) for value in np.argsort(-self.mine)[:MODES]]
        if self._few:
            fits, total = self._fits(different), self.exchange.total(self.inside, self.added)
            either.append((self.inside, self.added, -np.inf, fits[0] - 1 - total))
            either.append((self.inside, lambda steps: -self.added(steps), -np.inf, total - fits[-1] - 1))
        if any(most >= 0 for *_, most in either):
            yield [*either, few]
            return
        for reaching in self._reaching():
            if self.exchange.total(self.inside, reaching) < self._small:
                yield [(self.inside, reaching, -np.inf, 0)]

    @property
    def _least(self) -> int:
        return max(self.exchange.truth.world.survey.confidentiality.scores, LEAST)

    @property
    def _few(self) -> bool:
        return self.n < self.exchange.truth.world.survey.confidentiality.distributions

    @property
    def _small(self) -> int:
        one = self.item is not None or len(self.exchange.items) == 1
        return self.exchange.truth.world.survey.confidentiality.scores - 1 if one else 0

    def _reaching(self) -> Iterator[Feature]:
        for value in range(self.full):
            yield self._from(0, value)
            yield self._from(value + 1, self.full)

    def _from(self, low: int, high: int) -> Feature:
        return lambda steps: (self.values(steps) >= low) & (self.values(steps) <= high)

    def _fits(self, different: int) -> list[int]:
        """Return what few people's answers can add up to so that it may be told; what they cannot, if there is none."""
        n, full, small, exchange = self.n, self.full, self._small, self.exchange
        grain = full // (len(exchange.items) * exchange.dimension.unit) if self.item is None else 1
        spare = (sum(place // max(n - different, 1) for place in range(n)) + FROM_END) * grain
        found = [
            total
            for total in range(spare, n * full - spare + 1)
            if 100 * (min(total, small * full) - max(0, total - (n - small) * full)) >= PROTECTED * full * small
        ]
        return found or [n * full + 1]

    def _apart(self, counts: Ints) -> int:
        """Return how far the lowest and the highest of a small group's size are apart, in all, in points of 100."""
        values = np.repeat(np.arange(len(counts)), counts)
        return 100 * int(values[-self._small :].sum() - values[: self._small].sum()) if self._small else 0
