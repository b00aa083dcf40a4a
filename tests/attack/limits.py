"""Limits: what keeps a decision of our rule about the answers of some people to one thing, as sums that may change."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cxkit.disclosure.variety import FROM_END, LEAST, PROTECTED
from tests.attack.people import Ints, People
from tests.attack.sums import SCORE, Flags, Numbers, Sum

Limit = tuple[Sum, float, float]
"""A sum, and the least and the most that it may be."""
MODES = 8
"""How many answers are looked at that nearly all could have given."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Those of the people in some cells, and of a column.

    Methods give lists of limits; of each list one is enough, and the truth obeys one.
    """

    numbers: Numbers
    inside: Flags
    column: int

    @cached_property
    def full(self) -> int:
        """The greatest value."""
        return self.numbers.top(self.column)

    @cached_property
    def values(self) -> Ints:
        """All values there can be."""
        return np.arange(self.full + 1)

    def counts(self, people: People, inside: Flags) -> Ints:
        """Return how many have each value."""
        values = self.numbers.values(people, self.column)[inside[people.cell]]
        return np.bincount(values[values >= 0], minlength=self.full + 1)

    @cached_property
    def mine(self) -> Ints:
        """The same of the truth."""
        return self.counts(self.numbers.truth, self.inside)

    @property
    def n(self) -> int:
        """How many have one, in truth."""
        return int(self.mine.sum())

    def of(self, weights: Ints, low: float, high: float, inside: Flags | None = None) -> Limit:
        """Limit the sum of these weights; a limit that the truth does not obey stands beside one that it does."""
        return Sum(inside=self.inside if inside is None else inside, weights={self.column: weights}), low, high

    def lacking(self, reply: int) -> Iterator[list[Limit]]:
        """Keep which answers are lacking of those that were given at all: what others give counts, too."""
        every = np.ones(len(self.inside), dtype=bool)
        given = self.counts(self.numbers.truth, every)
        for value in self.values:
            this = 1 * (self.values == value)
            if reply and not self.mine[value]:
                yield [self.of(this, 0, 0)]
                if given[value]:
                    yield [self.of(this, 1, np.inf, every)]
            elif not reply and self.mine[value]:
                yield [self.of(this, 1, np.inf)]
            elif not reply and not given[value]:
                yield [self.of(this, 0, 0, every)]

    def fitting(self, people: People, different: int) -> Iterator[list[Limit]]:
        """Keep that they may be told, unlike these people's."""
        if not self.n:
            yield [self.of(self.values**0, 0, 0)]
            return
        theirs = self.counts(people, self.inside)
        yield [self.of(self.values**0, self._least, np.inf)]
        yield [self.of(1 * (self.values != theirs.argmax()), different, np.inf)]
        if self._few:
            fits = self._fits(different)
            yield [self.of(self.values, fits[0], fits[-1])]
        elif self._apart(theirs) < PROTECTED * self.full * self._small:  # then as many as now reach as far to the ends
            for reaching in self._reaching():
                yield [self.of(reaching, min(self._small, int(reaching @ self.mine)), np.inf)]

    def unfit(self, different: int) -> Iterator[list[Limit]]:
        """Keep that they may not.

        Nearly all gave one answer, whichever, or they add up to what few ways do, or they are too few. Or they lie
        close together: then no more than now reach as far to the ends.
        """
        few = self.of(self.values**0, -np.inf, self._least - 1)
        if self.n < self._least:
            yield [few]
            return
        either = [
            self.of(1 * (self.values != value), -np.inf, different - 1) for value in np.argsort(-self.mine)[:MODES]
        ]
        if self._few:
            fits = self._fits(different)
            either += [self.of(self.values, -np.inf, fits[0] - 1), self.of(self.values, fits[-1] + 1, np.inf)]
        if any(low <= one.weights[self.column] @ self.mine <= high for one, low, high in either):
            yield [*either, few]
            return
        for reaching in self._reaching():
            if (now := int(reaching @ self.mine)) < self._small:
                yield [self.of(reaching, -np.inf, now)]

    @property
    def _least(self) -> int:
        return max(self.numbers.truth.world.survey.confidentiality.scores, LEAST)

    @property
    def _few(self) -> bool:
        return self.n < self.numbers.truth.world.survey.confidentiality.distributions

    @property
    def _small(self) -> int:
        one = self.column != SCORE or len(self.numbers.items) == 1
        return self.numbers.truth.world.survey.confidentiality.scores - 1 if one else 0

    def _reaching(self) -> Iterator[Ints]:
        for value in range(self.full):
            yield 1 * (self.values <= value)
            yield 1 * (self.values > value)

    def _fits(self, different: int) -> list[int]:
        """Return what few people's answers can add up to so that it may be told; what they cannot, if there is none."""
        n, full, small, dimension = self.n, self.full, self._small, self.numbers.dimension
        grain = full // (len(self.numbers.items) * dimension.unit) if self.column == SCORE else 1
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
