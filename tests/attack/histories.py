"""Small rooms over time: every way in which people can come, change or leave, release by release; and in waves.

Somebody has seen all releases, and re-runs the program on every history that there can be. An item stands for a time:
what people had answered when that release was shown.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise, product
from typing import Any

import numpy as np

import cxkit as cx
from cxkit.disclosure.sequential import Response, next_release
from cxkit.reports.report import Report
from tests.attack.exhaustive import key
from tests.attack.facts import Scope
from tests.attack.spaces import Ints, Space, sharing
from tests.attack.targets import Target, known

Kind = tuple[int | None, ...]
"""For each time what somebody was and answered, as a place among the kinds of a space; None: not there."""
Make = Callable[[Collection[Response]], Report]
Next = Callable[[dict[str, Response], dict[str, Response], Any, Make], tuple[dict[str, Response], Any] | None]
"""From whose answers were in a release, what is there now, and the release: who is in the next, and that."""


Seen = tuple[tuple[bytes, ...], tuple[Kind, ...], tuple[Any, ...]]
"""What tells one history from another, the kinds of its people, and its releases."""


def ours(before: dict[str, Response], now: dict[str, Response], shown: Any, make: Make) -> Any:
    """Return the next release as a room makes it."""
    then = next_release(before, now, shown, make)
    return then.report and (dict(then.people), then.report)


def naive(before: dict[str, Response], now: dict[str, Response], shown: Any, make: Make) -> Any:
    """Return what a room would show that does not look at what it showed before."""
    return now, make(now.values())


@dataclass(frozen=True, kw_only=True)
class History:
    """Histories of the people of a space (of one item). sizes: how many may come before each release.

    edits: how many of those who were there before may have changed to anything else, or left, before each other one.
    """

    space: Space
    sizes: tuple[range, ...]
    edits: int = 0

    def __str__(self) -> str:
        sizes = ", ".join(f"{size.start}-{size.stop - 1}" for size in self.sizes)
        return f"{len(self.sizes)} releases ({sizes} people, {self.edits} edits), {_told(self.space)}"

    @cached_property
    def reports(self) -> dict[tuple[bytes, bool], Report]:
        """The Reports of people of each kind, as far as they are known."""
        return {}

    def make(self, responses: Collection[Response]) -> Report:
        """Return the Report of some people."""
        return self.of(np.bincount([one["kind"] for one in responses], minlength=len(self.space.kinds)))

    def of(self, row: Ints, *, again: bool = False) -> Report:
        """Return the Report of so many people of each kind. again: as of `cxkit.report`."""
        place = (row.tobytes(), again)
        if place not in self.reports:
            space = self.space
            self.reports[place] = cx.report(
                space.tally(row), space.survey, by=space.by, consenting=space.agreed, again=again
            )
        return self.reports[place]

    def response(self, kind: int) -> Response:
        """Return what somebody of a kind sends."""
        groups, steps = self.space.kinds[kind]
        answers = {f"q{item}": step + 1 for item, step in enumerate(steps) if step is not None}
        return {"attributes": dict(zip(self.space.by, groups, strict=True)), "answers": answers, "kind": kind}

    def told(self, follow: Next) -> Iterator[Seen]:
        """Give what was seen up to each release after the first, by whom, and the releases; all who came are in it."""
        for first in self.batches(self.sizes[0]):
            people = {f"0.{place}": self.response(kind) for place, kind in enumerate(first)}
            report = self.make(people.values())
            yield from self._after([people], [report], (key(_form(report)),), follow)

    def _after(
        self, pictures: list[dict[str, Response]], reports: list[Any], seen: tuple[bytes, ...], follow: Next
    ) -> Iterator[Any]:
        at = len(pictures)
        if at > 1:
            yield seen, kinds_of(pictures), tuple(reports)
        if at == len(self.sizes):
            return
        before = pictures[-1]
        for batch, edited in product(self.batches(self.sizes[at]), self.edited(before)):
            coming = {f"{at}.{place}": self.response(kind) for place, kind in enumerate(batch)}
            now = {p: one for p, one in {**before, **edited, **coming}.items() if one["answers"]}
            then = follow(before, {**before, **edited, **coming}, reports[-1], self.make)
            if then and then[0] == now:
                more = (b"%d" % len(edited), key(_form(then[1])))  # how many changed is told, too
                yield from self._after([*pictures, now], [*reports, then[1]], (*seen, *more), follow)

    def batches(self, sizes: Collection[int]) -> Iterator[list[int]]:
        """Give every way in which so many people can be of the space's kinds."""
        for n in sizes:
            for row in sharing(n, len(self.space.kinds)):
                yield np.repeat(np.arange(len(row)), row).tolist()

    def edited(self, before: dict[str, Response]) -> Iterator[dict[str, Response]]:
        """Give every way in which so many at most can have changed to another kind, or left; of people alike any."""
        gone: Response = {"attributes": {}, "answers": {}, "kind": None}
        states = [*map(self.response, range(len(self.space.kinds))), gone]
        alike: defaultdict[int, list[str]] = defaultdict(list)
        for person, one in before.items():
            alike[one["kind"]].append(person)

        def ways(kinds: list[int], left: int) -> Iterator[dict[str, Response]]:
            if not kinds:
                yield {}
                return
            kind, *others = kinds
            then = [state for state in states if state["kind"] != kind]
            for many in range(min(left, len(alike[kind])) + 1):
                for row in sharing(many, len(then)):
                    moved = [then[at] for at in np.repeat(np.arange(len(then)), row)]
                    mine = dict(zip(alike[kind], moved, strict=False))
                    for rest in ways(others, left - many):
                        yield {**mine, **rest}

        return ways(sorted(alike), self.edits)


def _form(report: Any) -> dict[str, Any]:
    form: dict[str, Any] = report if isinstance(report, dict) else report.to_dict()
    return form


def kinds_of(pictures: Sequence[dict[str, Response]]) -> tuple[Kind, ...]:
    """Return the kinds of all who are in any picture."""
    people = dict.fromkeys(person for picture in pictures for person in picture)
    return tuple(
        sorted((tuple(p[person]["kind"] if person in p else None for p in pictures) for person in people), key=str)
    )


def _told(space: Space) -> str:
    return f"{space.points} points, {space.groups} groups, thresholds {space.scores}, {space.distributions}"


@dataclass(frozen=True, kw_only=True)
class Times:
    """The world of histories of these kinds, for `known`.

    Scopes are those of a space, and for each time those who came then, and who changed then: of their answers only,
    since how many they are is told.
    """

    space: Space
    kinds: tuple[Kind, ...]
    came: bool = True
    heads: tuple[int, ...] = ()
    nested: bool = False

    @property
    def scores(self) -> int:
        """The threshold of scores."""
        return self.space.scores

    @property
    def distributions(self) -> int:
        """The threshold of distributions."""
        return self.space.distributions

    @cached_property
    def scopes(self) -> list[Scope]:
        """Those of the space, then those of who came, and who changed."""
        times = range(len(self.kinds[0])) if self.came else ()
        parts: list[Scope] = [
            ((what, str(time)), ("", ""), *scope)
            for what in ("came", "changed")
            for time in times
            for scope in self.space.scopes
            if len(scope) < 2
        ]
        return [*self.space.scopes, *parts]

    @cached_property
    def tells(self) -> Ints:
        """Whether somebody of a kind was in a scope at a time, and had given a step: (kind, scope, time, step)."""
        told = np.zeros((len(self.kinds), len(self.scopes), len(self.kinds[0]), self.space.points), dtype=np.int64)
        many = len(self.space.scopes)
        for kind, states in enumerate(self.kinds):
            came = next(time for time, state in enumerate(states) if state is not None)
            inside = {("came", str(came))}
            inside |= {("changed", str(at)) for at in range(came + 1, len(states)) if states[at] != states[at - 1]}
            for time, state in enumerate(states):
                if state is None:
                    continue
                told[kind, :many, time] = self.space.tells[state, :, 0]
                for scope in range(many, len(self.scopes)):
                    part, _, *rest = self.scopes[scope]
                    if part in inside:
                        told[kind, scope, time] = self.space.tells[state, self.space.scopes.index(tuple(rest)), 0]
        return told


@dataclass(frozen=True, kw_only=True)
class Known:
    """A history of which something is known: the kinds of its people, and what."""

    kinds: tuple[Kind, ...]
    targets: tuple[Target, ...]
    reports: tuple[Any, ...] = field(repr=False)


def attacked(stories: "History | Waves", follow: Next | None = None) -> tuple[int, list[Known]]:
    """Return how many histories there were, and those of which something is known. follow: how a room goes on."""
    alike: defaultdict[tuple[bytes, ...], list[tuple[Kind, ...]]] = defaultdict(list)
    releases = {}
    for seen, people, reports in stories.told(follow or ours) if isinstance(stories, History) else stories.told():
        alike[seen].append(people)
        releases[seen] = reports
    came = isinstance(stories, History)
    found = [one for seen, some in alike.items() for one in of_bucket(stories.space, some, releases[seen], came=came)]
    return sum(map(len, alike.values())), found


@dataclass(frozen=True, kw_only=True)
class Waves:
    """So many waves of the same people of a space, each with a Report of its own.

    changed: how many at most have changed their answer from one wave to the next, which is known; None: anybody may.
    apart: each Report is made as if it were the first.
    """

    space: Space
    people: int
    many: int
    changed: int | None = None
    apart: bool = False

    def __str__(self) -> str:
        known = "" if self.changed is None else f" ({self.changed} at most changed, as is known)"
        return f"{self.many} waves of {self.people} people{known}, {self.space.asked}, {_told(self.space)}"

    def told(self) -> Iterator[Seen]:
        """Give what was seen, by whom, and the Reports."""
        of_group: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for kind, (groups, _) in enumerate(self.space.kinds):
            of_group[groups].append(kind)
        kinds = [states for some in of_group.values() for states in product(some, repeat=self.many)]
        room, keys = History(space=self.space, sizes=()), dict[int, bytes]()
        at = np.zeros((len(kinds), self.many, len(self.space.kinds)), dtype=np.int64)
        for kind, states in enumerate(kinds):
            at[kind, np.arange(self.many), states] = 1
        moved = np.array([[was != now for was, now in pairwise(one)] for one in kinds], dtype=np.int64)
        for row in sharing(self.people, len(kinds)):
            if self.changed is not None and (row @ moved > self.changed).any():
                continue
            waves = enumerate(np.tensordot(row.astype(np.int64), at, axes=1))
            reports = tuple(room.of(one, again=which > 0 and not self.apart) for which, one in waves)
            for report in reports:
                if id(report) not in keys:
                    keys[id(report)] = key(report.to_dict())
            people = tuple(kinds[kind] for kind in np.repeat(np.arange(len(row)), row))
            yield tuple(keys[id(report)] for report in reports), people, reports


def of_bucket(
    space: Space, stories: list[tuple[Kind, ...]], reports: tuple[Any, ...], *, came: bool = True
) -> Iterator[Known]:
    """Give those of which something is known, of the histories with the same releases."""
    kinds = tuple(sorted({kind for story in stories for kind in story}, key=str))
    places = {kind: place for place, kind in enumerate(kinds)}
    data = np.array([np.bincount([places[kind] for kind in story], minlength=len(kinds)) for story in stories])
    forms = [_form(report) for report in reports]
    tables = ("groups", "group_items", "participation")
    everything = forms[-1] | {table: [row for form in forms for row in form[table]] for table in tables}
    targets = list(known(Times(space=space, kinds=kinds, came=came), data, everything))
    for place, story in enumerate(stories):
        if mine := tuple(target for target, applies in targets if applies[place]):
            yield Known(kinds=story, targets=mine, reports=reports)


_TWO = Space(people=0, points=2)
_FEW = Space(people=0, points=2, scores=3, distributions=3)
_ALL = Space(people=0, points=2, groups=0, scores=3, distributions=3)
GATE = [
    History(space=_FEW, sizes=(range(5, 6), range(5, 6))),
    History(space=_ALL, sizes=(range(6, 8),) * 2),
    History(space=_ALL, sizes=(range(7, 8), range(6, 7)), edits=7),
    History(space=replace(_ALL, asked="choose"), sizes=(range(5, 8),) * 2),
]
"""Small enough for every change."""
HISTORIES = [
    History(space=_FEW, sizes=(range(5, 9), range(5, 7))),
    History(space=_FEW, sizes=(range(6, 7), range(5, 6), range(5, 6))),
    History(space=_ALL, sizes=(range(12, 14), range(6, 8)), edits=7),
    History(space=_ALL, sizes=(range(6, 8), *[range(7, 8)] * 4)),
    History(space=Space(people=0, points=3, groups=0, scores=3, distributions=3), sizes=(range(6, 8),) * 2),
    History(space=_TWO, sizes=(range(5, 10), range(8, 9))),
    History(space=_TWO, sizes=(range(6, 7), range(8, 9)), edits=2),
]
WAVES = [
    Waves(space=_FEW, people=6, many=3),
    Waves(space=_FEW, people=8, many=3),
    Waves(space=_TWO, people=9, many=2),
    Waves(space=Space(people=0, points=3, scores=3, distributions=3), people=6, many=2),
    *(
        Waves(space=Space(people=0, points=points, groups=0, asked=asked), people=people, many=many)
        for asked in ("choose", "sort")
        for people, many, points in ((6, 2, 3), (7, 2, 3), (6, 3, 2))
    ),
]
"""Both are what `make attack` goes through."""
