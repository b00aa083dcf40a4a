"""The attacker who re-runs the program, where all data sets can be tried: those that give one report, side by side.

python -m tests.attack.exhaustive [ours | naive | vendor]
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tests.attack.spaces import Ints, Space
from tests.attack.targets import Target, known

Publish = Callable[..., Any]
"""What `cx.report` is: a tally, a survey, by=, consenting= in; a Report, or what its `to_dict` returns, out."""


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
    report = publish(space.tally(row), space.survey, by=space.by, consenting=space.agreed)
    form: dict[str, Any] = report if isinstance(report, dict) else report.to_dict()
    return form


def key(form: dict[str, Any]) -> bytes:
    """Return what tells two reports apart: everything."""
    return json.dumps({name: part for name, part in form.items() if name != "survey"}).encode()


def buckets(space: Space, publish: Publish) -> Iterator[Ints]:
    """Give the data sets that have a report in common, for each report."""
    data, cache = space.data(), {}
    alike: defaultdict[bytes, list[int]] = defaultdict(list)
    for place, row in enumerate(data):
        tally = space.tally(row)
        same = tuple(frozenset(part.items()) for part in (tally.respondents, tally.scores, tally.answers))
        if same not in cache:
            cache[same] = hash(key(published(space, row, publish)))
        alike[cache[same]].append(place)
    return (data[places].astype(np.int64) for places in alike.values())


def beaten(publish: Publish, spaces: Iterable[Space]) -> Iterator[Beaten]:
    """Give every data set of the spaces of which something is known."""
    for space in spaces:
        for data in buckets(space, publish):
            yield from of_bucket(space, data, publish)


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
