"""What somebody would like to know of an organisation, and whether the data sets found so far leave it open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from cxkit.disclosure.attacker import PROTECTED
from tests.attack.people import Ints, People
from tests.attack.targets import grouped, hidden


@dataclass(frozen=True, kw_only=True)
class Aim:
    """What to find out; `scope` and `item` by their places.

    what: as of a Target. value: the step that all others gave. own: the steps of those who put theirs together, in the
    scope; outside: of one more who is not in it.
    """

    what: str
    scope: int
    item: int
    value: int | None = None
    own: tuple[int, ...] = ()
    outside: int | None = None

    def mine(self, points: int) -> Ints:
        """Return how many of each step are the colleagues' own, in the scope."""
        return np.bincount(np.array(self.own, dtype=np.int64), minlength=points)

    def opened(self, kept: list[People]) -> bool:
        """Tell whether it is not the same in all of these, the first of which is the truth."""
        told = [people.told[self.scope, self.item] for people in kept]
        if self.what == "n":
            return len({int(counts.sum()) for counts in told}) > 1
        if self.what == "mean":
            means = [mean(counts) for counts in told if counts.sum()]
            return max(means) - min(means) >= PROTECTED
        if self.what == "distribution":
            return any((counts != told[0]).any() for counts in told)
        if self.what == "answer":
            return any(counts[np.arange(len(counts)) != self.value].any() for counts in told)
        return any(self._otherwise(people) for people in kept)

    def _otherwise(self, people: People) -> bool:
        counts = people.told[self.scope, self.item]
        others = counts - self.mine(len(counts))
        if self.outside is not None and people.told[0, self.item, self.outside] <= counts[self.outside]:
            return False
        return bool((others >= 0).all() and others[np.arange(len(counts)) != self.value].any())


def mean(counts: Ints) -> float:
    """Return the mean of so many answers of each step, in points of 100."""
    return float(counts @ np.arange(len(counts)) / counts.sum() * 100 / (len(counts) - 1))


def aims(truth: People, published: Mapping[str, Any]) -> Iterator[Aim]:
    """Give everything that nobody should find out from the report of the truth."""
    world, thresholds = truth.world, truth.world.survey.confidentiality
    for place, scope in enumerate(world.scopes):
        if world.consented[place]:
            continue
        group = grouped(published, scope) or not scope
        unseen = bool(scope) and group and hidden(published, scope)
        for item, counts in enumerate(truth.told[place]):
            n = int(counts.sum())
            if n == 0:
                continue
            if unseen and n < truth.told[0, item].sum():
                yield Aim(what="n", scope=place, item=item)
            if unseen and n < thresholds.scores:
                yield Aim(what="mean", scope=place, item=item)
            if n < thresholds.distributions and group:
                yield Aim(what="distribution", scope=place, item=item)
            if n == counts.max():
                yield Aim(what="answer", scope=place, item=item, value=int(counts.argmax()))
            outside = truth.told[0, item] - counts
            yield from _of_colleagues(place, item, counts, outside if len(scope) < 2 else 0 * counts)


def _of_colleagues(scope: int, item: int, counts: Ints, outside: Ints) -> Iterator[Aim]:
    """Give where all others said one thing, for one who knows their own answer and for two."""
    n = int(counts.sum())
    for value in np.flatnonzero(counts).tolist():
        dissent = [step for step, count in enumerate(counts) if step != value for _ in range(count)]
        if len(dissent) > 2:
            continue
        one = tuple(dissent) if dissent else (value,)
        if len(one) == 1 and n > 1:
            yield Aim(what="colleague", scope=scope, item=item, value=value, own=one)
            for other in np.flatnonzero(outside).tolist():
                yield Aim(what="colleagues", scope=scope, item=item, value=value, own=one, outside=other)
        if n > 2:
            two = (*dissent, value, value)[:2]
            yield Aim(what="colleagues", scope=scope, item=item, value=value, own=two)
