"""The attacker who re-runs the program, where all data sets can be tried: those that give one report, side by side.

python -m tests.attack.exhaustive [ours | naive | vendor]
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

import cxkit as cx
from tests.attack.facts import facts
from tests.attack.spaces import COUNTS, Ints, Space
from tests.attack.targets import Target, known

Publish = Callable[..., Any]
"""What `cx.report` is: a tally, a survey, by=, consenting= in; a Report, or what its `to_dict` returns, out."""
OURS: Publish = partial(cx.report, alone=True)
"""These rules, where whoever agreed to be shown agreed to be shown alone, too: that tells most."""


@dataclass(frozen=True, kw_only=True)
class Beaten:
    """A data set of which something is known: its targets, and the report that gave it away."""

    space: Space
    data: Ints = field(repr=False)
    told: str
    targets: tuple[Target, ...]
    report: dict[str, Any] = field(repr=False)


def published(space: Space, row: Ints, publish: Publish) -> dict[str, Any]:
    """Return what is published of a data set."""
    report = _report(space, row, publish)
    form: dict[str, Any] = report if isinstance(report, dict) else report.to_dict()
    return form


def mark(space: Space, row: Ints, publish: Publish) -> int:
    """Return what tells two reports apart: everything but the survey."""
    report = _report(space, row, publish)
    if isinstance(report, dict):
        return hash(key(report))
    return hash((report.by, report.n, report.thresholds, report.tables, report.comments, report.paired))


def _report(space: Space, row: Ints, publish: Publish) -> Any:
    return publish(space.tally(row), space.survey, by=space.groupings, consenting=space.agreed)


def key(form: dict[str, Any]) -> bytes:
    """Return what tells two reports apart: everything."""
    return json.dumps({name: part for name, part in form.items() if name != "survey"}).encode()


def buckets(space: Space, publish: Publish) -> Iterator[Ints]:
    """Give the data sets that have a report in common, for each report."""
    data = space.data()
    cache: dict[Any, int] = {}
    alike: defaultdict[int, list[int]] = defaultdict(list)
    for place, row in enumerate(data):
        tally = space.tally(row)
        same = tuple(frozenset(getattr(tally, name).items()) for name in COUNTS)
        if same not in cache:
            cache[same] = mark(space, row, publish)
        alike[cache[same]].append(place)
    return (data[places].astype(np.int64) for places in alike.values())


def beaten(publish: Publish, spaces: Iterable[Space]) -> Iterator[Beaten]:
    """Give every data set of the spaces of which something is known."""
    for space in spaces:
        for data in buckets(space, publish):
            yield from of_bucket(space, data, publish)


def agreeing(space: Space, data: Ints, row: Ints, form: dict[str, Any]) -> Ints:
    """Return the data sets that agree with the exact numbers of a report; `row` is the one that it is of."""
    if form["n"] is not None:
        data = data[data.sum(axis=1) == form["n"]]
    for fact in facts(form, space.survey):
        if set(fact.scopes) <= set(space.scopes):
            tells = np.sum([space.tells[:, space.scopes.index(scope)] for scope in fact.scopes], axis=0)
            given = tells[..., : fact.weights.shape[1]]  # whoever did not come to a step gave nothing
            weights = np.tensordot(given, fact.weights, axes=2)
            if row @ weights == fact.value:
                data = data[data @ weights == fact.value]
    return data


def sampled(publish: Publish, space: Space, truths: int, seed: int = 0) -> Iterator[Beaten]:
    """Give those of so many data sets of which something is known; what they are told from is complete.

    Candidates are tried, the nearest first, more or less, until nothing is the same in all that give the same report.
    """
    chance, data = np.random.default_rng(seed), space.data()
    cache: dict[bytes, int] = {}
    for row in chance.permutation(data[space.attacked(data)])[:truths]:
        form = published(space, row, publish)
        same, alike = mark(space, row, publish), [row]
        left = _of_first(space, alike, form)
        others = agreeing(space, data, row, form)
        far = abs(others - row).sum(axis=1) + 6 * chance.random(len(others))
        for other in others[np.argsort(far)]:
            if not left:
                break
            place = other.tobytes()
            if place not in cache:
                cache[place] = mark(space, other, publish)
            if cache[place] == same:
                alike.append(other)
                left = _of_first(space, alike, form)
        if left:
            yield Beaten(space=space, data=row, told=space.told(row), targets=left, report=form)


def _of_first(space: Space, alike: list[Ints], form: dict[str, Any]) -> tuple[Target, ...]:
    data = np.array(alike, dtype=np.int64)
    return tuple(target for target, applies in known(space, data, form) if applies[0])


def of_bucket(space: Space, data: Ints, publish: Publish) -> Iterator[Beaten]:
    """Give the data sets of one report of which something is known."""
    attacked = space.attacked(data)
    if not attacked.any():
        return
    form = published(space, data[0], publish)
    targets = list(known(space, data, form))
    for place in np.flatnonzero(attacked).tolist():
        mine = tuple(target for target, applies in targets if applies[place])
        if mine:
            yield Beaten(space=space, data=data[place], told=space.told(data[place]), targets=mine, report=form)
