"""Releases: whose answers may enter the next one. What two releases differ by is a number too, and about few people.

A differencing attack subtracts one from the other.

A group's mean that moves from six people to seven says what the seventh answered. So people enter in batches: each
group that a batch touches, by any attribute, gets at least the threshold of new people in it. Then releases differ, in
every group and for everybody, by nobody or by at least so many, whichever two are compared.

And what they differ by is what a Report of the batch alone would show: newcomers are added to a result only where the
one before is shown, and where the batch's own Report shows it, too. Then all that subtraction can tell is in that
Report. Elsewhere a result stays as it was, from then on: neither is anything shown of newcomers that would tell too
much, nor does anything vanish. Edited answers, and those taken back, enter as a batch of their own beside it, or wait.
Whether there is a next release, and what may be said of it beforehand, depends on how many came, and from which groups,
never on what they answered.
Separate waves are separate rooms: nobody's answers are in two of them, so there is nothing to subtract.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from math import sqrt
from typing import Any

from cxkit.reports.comparisons import gap_in
from cxkit.reports.report import Report
from cxkit.reports.rows import OTHERS, SHARES, Gap, Participation, Place, Result, ShownResult, Tables, shown
from cxkit.reports.status import SHOWN, SUPPRESSED
from cxkit.statistics.grouped import Group
from cxkit.statistics.student import t_quantile
from cxkit.survey.model import Survey
from cxkit.survey.parts import NOT_APPLICABLE

Response = Mapping[str, Any]
"""What counts of somebody: {"attributes": {id: value}, "answers": {item id: value}}."""
_EMPTY: Response = {"attributes": {}, "answers": {}}
_CELLS = ("dimensions", "items", "groups", "group_items")


@dataclass(frozen=True, kw_only=True)
class Next:
    """What could come after a release.

    new, edited: how many have answered, or changed their answers, since. more: the fewest further answers with which
    somebody could enter; 0 where enough have come. fit: how many of the new are in the next release. report: that
    release; None, with fit = 0, where there can be none yet. people: whose answers are in it, and which; as before
    where there is none.
    """

    new: int
    edited: int
    more: int
    fit: int = 0
    people: Mapping[str, Response]
    report: Report | None


def next_release(
    before: Mapping[str, Response],
    now: Mapping[str, Response],
    shown: Report,
    make: Callable[[Collection[Response]], Report],
) -> Next:
    """Return what may be shown next, after `shown`, which was made of `before`, when people's answers are `now`.

    make: makes the Report of some responses, by all attributes of the survey.
    """
    survey, threshold = shown.survey, shown.survey.confidentiality.batch
    new = {person: response for person, response in now.items() if response["answers"] and person not in before}
    edited = {person: now.get(person, _EMPTY) for person, was in before.items() if now.get(person) != was}
    stay = Next(
        new=len(new),
        edited=len(edited),
        more=missing([_groups(response, survey) for response in new.values()], threshold),
        people=before,
        report=None,
    )
    if stay.more:
        return stay
    batch = {p: new[p] for p in admitted({p: _groups(response, survey) for p, response in new.items()}, {}, threshold)}
    alone = make(batch.values())
    along = _along(before, edited, batch, alone, make)
    people = {p: response for p, response in {**before, **batch, **along}.items() if response["answers"]}
    old, inside = touched(before.values(), survey), touched(batch.values(), survey)
    step = _Step(shown=shown, base=make(before.values()), alone=alone, old=old, new=inside)
    return replace(stay, fit=len(batch), report=step.next(make(people.values())), people=people)


def _along(
    before: Mapping[str, Response],
    edited: Mapping[str, Response],
    batch: Mapping[str, Response],
    alone: Report,
    make: Callable[[Collection[Response]], Report],
) -> Mapping[str, Response]:
    """Return the edited answers that enter with a batch: in each group as many as a batch needs, and beside enough new.

    What the batch adds may be known, and then what edits do is, too: so Reports of what they were, of what they are,
    and of those who stay as they are must each show all that changes. Else none enters.
    """
    survey, threshold = alone.survey, alone.survey.confidentiality.batch
    newcomers = {person: _groups(response, survey) for person, response in batch.items()}
    moved = frozenset(edited)
    while True:  # who has changed groups leaves one and enters another: in both there must be enough
        sides = [{p: _groups(one[p], survey) for p in moved} for one in (before, edited)]
        enough = moved.intersection(
            *(admitted(side, {}, threshold) for side in sides),
            *(admitted(newcomers, side, threshold) for side in sides),
        )
        if enough == moved:
            break
        moved = enough
    changes = frozenset[Place]().union(*(changed(before[p], edited[p], survey) for p in moved))
    others = [response for p, response in before.items() if p not in moved]
    for side in ([before[p] for p in moved], [edited[p] for p in moved if edited[p]["answers"]], others):
        if not changes <= _seen(alone) or (side and not changes & touched(side, survey) <= _seen(make(side))):
            return {}
    return {p: edited[p] for p in moved}


def _seen(report: Report) -> frozenset[Place]:
    return frozenset(row.place for row in report.tables.results if row.status == SHOWN)


def admitted(new: Mapping[str, Group], edited: Mapping[str, Group], threshold: int) -> frozenset[str]:
    """Return who may enter the next release, or whose edited answers may: the most people there can be.

    new: respondents in no release so far, with one value for each attribute reported by. edited: respondents of earlier
    releases who have changed their answers since. Nobody: there is no new release. Edits never make one; they
    enter where enough new people do. Others wait. A first release needs none of this: nothing is there to compare.
    """
    batch = dict(new)
    while True:
        counts = _counts(batch)
        enough = {person: groups for person, groups in batch.items() if _all_reach(groups, counts, threshold)}
        if len(enough) == len(batch):
            break
        batch = enough
    along = {person for person, groups in edited.items() if batch and _all_reach(groups, counts, threshold)}
    return frozenset(batch) | along


def _counts(batch: Mapping[str, Group]) -> Counter[tuple[int, str] | None]:
    """Count the people in each group of each attribute, and in all (None)."""
    counts: Counter[tuple[int, str] | None] = Counter({None: len(batch)})
    for groups in batch.values():
        counts.update(enumerate(groups))
    return counts


def _all_reach(groups: Group, counts: Counter[tuple[int, str] | None], threshold: int) -> bool:
    return all(counts[place] >= threshold for place in (None, *enumerate(groups)))


def missing(new: Iterable[Group], threshold: int) -> int:
    """Return the fewest more people with whom some of the new could enter: 0 to the threshold.

    One more person adds to one group of each attribute, so a batch lacks what its neediest attribute lacks in all.
    """
    best = threshold

    def search(batch: Counter[Group], kept: frozenset[tuple[int, str]]) -> None:
        """Try batches out of these people in which the groups `kept` are; leave out what cannot do better."""
        nonlocal best
        hopeless: set[tuple[int, str]] = set()
        while True:
            batch = Counter({groups: n for groups, n in batch.items() if not hopeless & set(enumerate(groups))})
            counts = Counter(dict.fromkeys(kept, 0))
            for groups, n in batch.items():
                counts.update(dict.fromkeys(enumerate(groups), n))
            lacks = {group: max(0, threshold - n) for group, n in counts.items()}
            needs: Counter[int] = Counter()
            for group in kept:
                needs[group[0]] += lacks[group]
            hopeless = {group for group in counts.keys() - kept if needs[group[0]] + lacks[group] >= best}
            if not hopeless:
                break
        need = max(threshold - batch.total(), 0, *needs.values())
        if not batch or need >= best:
            return
        lacking = [group for group in counts.keys() - kept if lacks[group]]
        if not lacking:
            best = need
            return
        group = max(lacking, key=lambda one: (lacks[one], one))
        search(Counter({groups: n for groups, n in batch.items() if groups[group[0]] != group[1]}), kept)
        search(batch, kept | {group})

    search(Counter(new), frozenset())
    return best


@dataclass(frozen=True, kw_only=True)
class _Step:
    """From one Report to the next.

    shown: the one shown before; base: that of the same people alone, without what came before it; alone: that of the
    batch alone. old, new: the results that these people's answers count in, and those of the batch.
    """

    shown: Report
    base: Report
    alone: Report
    old: frozenset[Place]
    new: frozenset[Place]

    def next(self, candidate: Report) -> Report:
        """Return what of the candidate, of all these people, may be shown."""
        tables: dict[str, tuple[Result, ...]] = {}
        for name in _CELLS:
            was, base, own, now = (
                {row.place: row for row in getattr(one.tables, name)}
                for one in (self.shown, self.base, self.alone, candidate)
            )
            tables[name] = tuple(
                self.row(was[place], base.get(place), own.get(place), now.get(place)) if place in was else own[place]
                for place in (*was, *(place for place in own if self.first(place)))
            )
        gaps, counts = self.gaps(tables["groups"]), self.counts(candidate)
        return replace(candidate, tables=Tables(**tables, gaps=gaps, participation=counts))

    def first(self, place: Place) -> bool:
        """Tell whether a result is of a group of which nobody has been in a picture."""
        attribute, group, _, _ = place
        return group != OTHERS and (attribute, group) not in self.groups

    @cached_property
    def groups(self) -> frozenset[tuple[str | None, str | None]]:
        """The groups of those who have been in a picture."""
        return frozenset((attribute, group) for attribute, group, _, _ in self.old)

    def row(self, was: Result, base: Result | None, own: Result | None, now: Result | None) -> Result:
        """Return a result as it is shown next: of all, of those before, or of the batch where it alone counts there."""
        if own and was.group != OTHERS and was.place not in self.old:
            return own
        if not (shown(was) and shown(base) and shown(own) and shown(now)):
            return was
        alike = was.members == base.members == own.members == now.members
        return _added(was, own, now) if alike and base.n == was.n else was

    def gaps(self, groups: Iterable[Result]) -> tuple[Gap, ...]:
        """Return the gaps between groups as they are told now."""
        cells = {row.place: row for row in groups}
        was = self.shown.tables.gaps
        return tuple(gap_in(cells, gap.attribute, gap.dimension, gap.group, gap.other) for gap in was)

    def counts(self, candidate: Report) -> tuple[Participation, ...]:
        """Return how many answered: of a group only where it was told before, or is new and told of the batch."""
        was, own, now = (
            {(row.attribute, row.group): row for row in one.tables.participation}
            for one in (self.shown, self.alone, candidate)
        )
        result = []
        for place in (*was, *(place for place in own if self.first((*place, None, "")))):
            before, batch, row = was.get(place), own.get(place), now.get(place)
            if before is None and batch:
                result.append(batch)
            elif not before or not batch or not row:
                result.extend([before] if before else [])
            elif SUPPRESSED in (row.status, before.status, batch.status) or before.members != row.members:
                result.append(before)
            else:
                straight = None if None in (before.straight, batch.straight) else row.straight
                result.append(replace(row, straight=straight))
        return tuple(result)


def _added(was: ShownResult, own: ShownResult, now: ShownResult) -> Result:
    """Return a result with what was told of it before, and is told of the batch: subtracting gives the latter."""
    numbers = {**vars(now.stat), "exact": now.exact}
    if not was.exact & own.exact & now.exact:  # the spread of before, which is known: its own would tell the batch's
        numbers |= {"exact": False, "sd": was.sd, "low": None, "high": None}
        if was.sd is not None:
            half = t_quantile(was.n - 1) * was.sd / sqrt(now.n)
            numbers |= {"low": max(0.0, now.mean - half), "high": min(100.0, now.mean + half)}
    if was.distribution == own.distribution == now.distribution == SHOWN:
        numbers |= {name: getattr(now, name) for name in SHARES} | {"distribution": SHOWN}
        for name in ("counts", "rwg_j"):
            if None not in (getattr(was, name), getattr(own, name)):
                numbers[name] = getattr(now, name)
    blank = Result(attribute=now.attribute, group=now.group, item=now.item, dimension=now.dimension)
    return replace(blank, members=now.members, status=SHOWN, **numbers)


def touched(responses: Iterable[Response], survey: Survey) -> frozenset[Place]:
    """Return the results that some of the responses count in."""
    return frozenset(
        place
        for response in responses
        for place in _places(
            _belongs(response, survey),
            {item for item, value in response["answers"].items() if value != NOT_APPLICABLE},
            survey,
        )
    )


def changed(was: Response, is_: Response, survey: Survey) -> frozenset[Place]:
    """Return the results that a change of somebody's answers, or of what they said of themselves, may change."""
    same = _groups(was, survey) == _groups(is_, survey)
    items = {*was["answers"], *is_["answers"]}
    if same:
        items = {item for item in items if was["answers"].get(item) != is_["answers"].get(item)}
    return frozenset(_places(_belongs(was, survey) | _belongs(is_, survey), items, survey))


def _groups(response: Response, survey: Survey) -> Group:
    return tuple(response["attributes"].get(attribute.id, "") for attribute in survey.attributes)


def _belongs(response: Response, survey: Survey) -> frozenset[tuple[str | None, str | None]]:
    """Return the groups that a response counts in, everybody being (None, None)."""
    ids = (attribute.id for attribute in survey.attributes)
    return frozenset({(None, None), *zip(ids, _groups(response, survey), strict=True)})


def _places(groups: Iterable[tuple[str | None, str | None]], items: Collection[str], survey: Survey) -> Iterator[Place]:
    for dimension in survey.dimensions:
        mine = [item.id for item in dimension.items if item.id in items]
        for attribute, group in groups if mine else ():
            yield attribute, group, None, dimension.id
            yield from ((attribute, group, item, dimension.id) for item in mine)
