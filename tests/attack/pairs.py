"""Two waves of some of the same people, and everything that all of them can have answered, up to exchanging people."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np

import cxkit as cx
from cxkit.disclosure.pairing import alike
from cxkit.survey.parts import Thresholds
from tests.attack.facts import Scope
from tests.attack.spaces import Ints, Space, sharing
from tests.attack.targets import Target, known

Steps = tuple[int, ...]
"""What somebody answered to each item."""
Tell = Callable[[list[float], list[float], Thresholds], Any]
"""What `alike` is: what pairs answered then and now, the thresholds."""


@dataclass(frozen=True, kw_only=True)
class Waves:
    """So many pairs, and people who were there only then, or only now; whoever attacks knows how many.

    consenting: the first group agreed to be shown, few as they are; such data sets are attacked as have one to four
    people in it each time.
    `known` looks at what was answered to each item then, and now, and last how far the scores are from each other.
    """

    pairs: int
    only: tuple[int, int] = (0, 0)
    points: int = 2
    groups: int = 0
    consenting: bool = False
    scores: int = 5
    distributions: int = 8
    items: int = 1
    heads = ()
    nested = False

    def __str__(self) -> str:
        asked = f"{self.points} points, {self.groups} groups, {self.items} items, {self.scores}"
        return f"{self.pairs} pairs, {self.only} once, {asked}{', consenting' * self.consenting}"

    @cached_property
    def space(self) -> Space:
        """One wave of it."""
        return Space(
            people=self.pairs + max(self.only),
            points=self.points,
            groups=self.groups,
            items=self.items,
            consenting=self.consenting,
            scores=self.scores,
            distributions=self.distributions,
        )

    @cached_property
    def kinds(self) -> list[tuple[tuple[str, ...], tuple[Steps | None, Steps | None]]]:
        """Everything that a person can be and answer: a group, what then, what now; None: was not there."""
        groups, steps = list(product(*self.space.options)), list(product(range(self.points), repeat=self.items))
        twice, once = list(product(groups, product(steps, steps))), list(product(groups, steps))
        return [*twice, *((group, (one, None)) for group, one in once), *((group, (None, one)) for group, one in once)]

    @property
    def scopes(self) -> list[Scope]:
        """Everybody, and each group."""
        return self.space.scopes

    @cached_property
    def tells(self) -> Ints:
        """Whether a person of this kind is in a scope and gave this step: (kind, scope, items and change, step)."""
        most, nothing = self.items * (self.points - 1), (None,) * self.items
        told = np.zeros((len(self.kinds), len(self.scopes), 2 * self.items + 1, 2 * most + 1), dtype=np.int64)
        for kind, (groups, (then, now)) in enumerate(self.kinds):
            change = None if then is None or now is None else sum(now) - sum(then) + most
            for place, scope in enumerate(self.scopes):
                for thing, step in enumerate((*(then or nothing), *(now or nothing), change)):
                    if step is not None and set(scope) <= set(zip(self.space.by, groups, strict=True)):
                        told[kind, place, thing, step] = 1
        return told

    def data(self) -> Ints:
        """Return all data sets: a row each, a column for how many people there are of each kind."""
        kinds = [steps for _, steps in self.kinds]
        many = sum(None not in steps for steps in kinds), sum(now is None for _, now in kinds)
        parts = [sharing(self.pairs, many[0]), *(sharing(one, many[1]) for one in self.only)]
        rows = np.array([np.concatenate(each) for each in product(*parts)], dtype=np.int64)
        if not self.consenting:
            return rows
        there = np.array([[self.agrees(groups) and one is not None for one in steps] for groups, steps in self.kinds])
        agreed = rows @ there
        some: Ints = rows[((agreed > 0) & (agreed < self.scores)).all(axis=1)]
        return some

    def agrees(self, groups: tuple[str, ...]) -> bool:
        """Tell whether somebody of these groups agreed to be shown."""
        return bool({*self.space.agreed.items()} & {*zip(self.space.by, groups, strict=True)})

    def wave(self, row: Ints, which: int) -> tuple[dict[str, Any], str]:
        """Return what is published of one wave of a data set, and the same as text."""
        counts = row @ self._at[which]
        key = counts.tobytes()
        if key not in self._waves:
            tally, asked = self.space.tally(counts), self.space.survey
            report = cx.report(tally, asked, by=self.space.by, consenting=self.space.agreed, again=which > 0)
            self._waves[key] = report.to_dict(), json.dumps(report.to_dict())
        return self._waves[key]

    @cached_property
    def _waves(self) -> dict[bytes, tuple[dict[str, Any], str]]:
        return {}

    @cached_property
    def _at(self) -> Ints:
        """Of which kind of its space a person of a kind is in each wave: (wave, kind, kind of the space)."""
        places = {kind: place for place, kind in enumerate(self.space.kinds)}
        at = np.zeros((2, len(self.kinds), len(places)), dtype=np.int64)
        for kind, (group, waves) in enumerate(self.kinds):
            for which, steps in enumerate(waves):
                if steps is not None:
                    at[which, kind, places[group, steps]] = 1
        return at

    def told(self, row: Ints, tell: Tell) -> Any:
        """Return what is told of pairs."""
        both = [self.kinds[kind] for kind in np.repeat(np.arange(len(row)), row) if None not in self.kinds[kind][1]]
        others = [one for one in both if not self.agrees(one[0])]
        waves = [self.wave(row, which)[0] for which in (0, 1)]
        if any(one["dimensions"][0]["sd"] is None or not one["dimensions"][0]["exact"] for one in waves):
            return None
        every, rest = (
            tell(
                [float(sum(then or ())) for _, (then, _) in some],
                [float(sum(now or ())) for _, (_, now) in some],
                self.space.survey.confidentiality,
            )
            for some in (both, others)
        )
        return None if rest is None else every

    def beaten(self, tell: Tell) -> Iterator[tuple[Sequence[int], Target]]:
        """Give each data set of which something is known, with the first thing that is."""
        alike: defaultdict[Any, list[Ints]] = defaultdict(list)
        for row in self.data():
            alike[*(self.wave(row, which)[1] for which in (0, 1)), self.told(row, tell)].append(row)
        for rows in alike.values():
            data, waves = np.array(rows), [self.wave(rows[0], which)[0] for which in (0, 1)]
            both: Mapping[str, Any] = {"by": waves[0]["by"]} | {
                table: [*waves[0][table], *waves[1][table]] for table in ("groups", "group_items", "participation")
            }
            found = list(known(self, data, both))
            for place, row in enumerate(data):
                mine = [target for target, applies in found if applies[place]]
                if mine:
                    yield row.tolist(), mine[0]


def ours(then: list[float], now: list[float], thresholds: Thresholds) -> Any:
    """Return what is told by our rule."""
    return alike(then, now, thresholds)


def nothing(then: list[float], now: list[float], thresholds: Thresholds) -> Any:
    """Return what is told where waves are compared as two samples: nothing more."""
    return None


def naive(then: list[float], now: list[float], thresholds: Thresholds) -> Any:
    """Return what a paired t-test is made of, told of any pairs: how many, the sum of their changes, and of squares."""
    changes = [is_ - was for was, is_ in zip(then, now, strict=True)]
    return (len(changes), sum(changes), sum(one * one for one in changes)) if changes else None
