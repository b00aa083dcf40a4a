"""What somebody would like to know of an organisation, and whether the data sets found so far leave it open."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from cxkit.disclosure.variety import PROTECTED
from tests.attack.people import Ints, People
from tests.attack.targets import grouped, hidden

ROUNDED = 1e-9
"""Points of 100: so much two means may be nearer to each other than they are, being rounded."""


@dataclass(frozen=True, kw_only=True)
class Aim:
    """What to find out; `scope` and `item` by their places.

    what: as of a Target. value: the step that all others gave. own: who put together what they know of themselves, all
    of it: colleagues, one at least in the scope.
    """

    what: str
    scope: int
    item: int
    value: int | None = None
    own: tuple[int, ...] = ()

    def opened(self, kept: list[People]) -> bool:
        """Tell whether it is not the same in all of these, the first of which is the truth."""
        told = [people.told[self.scope, self.item] for people in kept]
        if self.what == "n":
            return len({int(counts.sum()) for counts in told}) > 1
        if self.what == "mean":
            means = [mean(counts) for counts in told if counts.sum()]
            return max(means) - min(means) > PROTECTED - ROUNDED
        if self.what == "distribution":
            return any((counts != told[0]).any() for counts in told)
        mine = self.mine(kept[0])
        other = np.arange(len(mine)) != self.value
        return any(
            (counts - mine)[other].any() and people.has(kept[0], self.own)
            for counts, people in zip(told, kept, strict=True)
        )

    def mine(self, truth: People) -> Ints:
        """Return how many of each step are the colleagues' own, in the scope."""
        inside = [person for person in self.own if truth.world.inside[self.scope, truth.cell[person]]]
        steps = truth.steps[inside, self.item]
        return np.bincount(steps[steps >= 0], minlength=truth.world.points)


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
            yield from _of_colleagues(truth, place, item)


def _of_colleagues(truth: People, scope: int, item: int) -> Iterator[Aim]:
    """Give where all others said one thing, for one who knows their own answers and for two."""
    counts, steps = truth.told[scope, item], truth.steps[:, item]
    inside = truth.world.inside[scope][truth.cell] & (steps >= 0)
    outside = [] if len(truth.world.scopes[scope]) > 1 else _one_of_each(truth, ~inside, item)
    for value in np.flatnonzero(counts).tolist():
        dissent = np.flatnonzero(inside & (steps != value)).tolist()
        alike = np.flatnonzero(inside & (steps == value)).tolist()
        if len(dissent) < 2 and len(dissent) + len(alike) > 1:
            one = tuple(dissent or alike[:1])
            yield Aim(what="colleague", scope=scope, item=item, value=value, own=one)
            for other in outside:
                yield Aim(what="colleagues", scope=scope, item=item, value=value, own=(*one, other))
        if len(dissent) < 3 and len(dissent) + len(alike) > 2:
            yield Aim(what="colleagues", scope=scope, item=item, value=value, own=tuple([*dissent, *alike][:2]))


def _one_of_each(truth: People, some: Any, item: int) -> list[int]:
    """Return one of these for each step that they gave to an item, and one who gave none."""
    places = np.flatnonzero(some)
    return [int(places[at]) for at in np.unique(truth.steps[places, item], return_index=True)[1]]
