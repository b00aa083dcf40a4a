"""Small worlds: every set of answers that so many people can give, up to exchanging people."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

import cxkit as cx
from cxkit.statistics.tally import Tally
from cxkit.survey.crossing import CROSS
from cxkit.survey.kinds import KINDS, judged
from cxkit.survey.model import Survey
from tests.attack.facts import Scope

Ints = npt.NDArray[np.int64]
Kind = tuple[tuple[str, ...], tuple[int | None, ...]]
"""A group of each attribute, and a step of each item (None: no answer): all that can be told of a person."""
DIFFERENT = 4
COUNTS = ("respondents", "scores", "answers", "patterns")


@dataclass(frozen=True, kw_only=True)
class Space:
    """All data sets of `least` to `people` people with these groups, items and points.

    groups, roles: of the first attribute and, if any, the second. apart: each item is a dimension of its own.
    missing: an answer may be left out. consenting: the first group agreed to be shown, few as they are; such data sets
    are attacked as have one to four people in it. heads: reports are by team × role, too, and so many people are
    known to be in each of its cells; only what tells all of these is attacked, and but for the first
    cell four people at least answered otherwise than most: of others nothing is told. nested: each role is in
    one team (so the heads say), and all that is told is attacked. asked: the activity kind, by whose rule answers go
    together; each person knows it, and so does whoever attacks.
    """

    people: int
    points: int
    groups: int = 2
    items: int = 1
    roles: int = 0
    apart: bool = False
    missing: bool = False
    consenting: bool = False
    heads: tuple[int, ...] = ()
    nested: bool = False
    asked: str = "rate"
    scores: int = 5
    distributions: int = 8
    least: int = 1

    def __str__(self) -> str:
        more = [f"{self.roles} roles"] * (self.roles > 0) + ["apart"] * self.apart + ["missing"] * self.missing
        more += ["consenting"] * self.consenting + [f"thresholds {self.scores}, {self.distributions}"]
        more += [self.asked] * (self.asked != "rate")
        more += [f"crossed, with {self.heads}"] * bool(self.heads)
        first = f"{self.least}-{self.people} people, {self.points} points, {self.groups} groups, {self.items} items"
        return ", ".join([first, *more])

    @cached_property
    def by(self) -> tuple[str, ...]:
        """The attributes' ids."""
        return ("team", "role")[: 1 + (self.roles > 0)] if self.groups else ()

    @property
    def groupings(self) -> tuple[str, ...]:
        """What reports are by."""
        return (*self.by, CROSS.join(self.by)) if self.heads and not self.nested else self.by

    @cached_property
    def options(self) -> tuple[tuple[str, ...], ...]:
        """The groups of each attribute."""
        return (tuple("ABCDEF"[: self.groups]), tuple("uvwxyz"[: self.roles]))[: len(self.by)]

    @cached_property
    def agreed(self) -> dict[str, str]:
        """What `consenting` takes."""
        return {"team": "A"} if self.consenting else {}

    @cached_property
    def survey(self) -> Survey:
        """The survey that is answered."""
        items = [{"id": f"q{item}", "text": f"Item {item}"} for item in range(self.items)]
        parts = [[item] for item in items] if self.apart else [items]
        dimensions = [{"id": f"d{at}", "title": f"D{at}", "items": part} for at, part in enumerate(parts)]
        return Survey.from_dict(
            {
                "id": "space",
                "title": "Space",
                "response_scale": {"min": 1, "max": self.points},
                "scoring": {"min_answered": 0.5 if self.missing else 1.0},
                "dimensions": [one | asking(self) for one in dimensions],
                "attributes": [
                    {"id": id, "title": id, "options": list(options), "compare": list(options[:2])}
                    | ({"within": "team"} if self.nested and id == "role" else {})
                    for id, options in zip(self.by, self.options, strict=True)
                ],
                "confidentiality": {"scores": self.scores, "distributions": self.distributions},
            }
        )

    @cached_property
    def kinds(self) -> list[Kind]:
        """Everything that a person can be and answer."""
        steps = [*range(self.points), *([None] * self.missing)]
        given = [each for each in product(steps, repeat=self.items) if self.goes_together(each)]
        return list(product(product(*self.options), given))

    def goes_together(self, steps: tuple[int | None, ...]) -> bool:
        """Tell whether one person may answer so."""
        pairs = zip(self.survey.items, steps, strict=True)
        answers = {item.id: step + self.low for item, step in pairs if step is not None}
        return all(
            judged(dimension, own) == (own, None)
            for dimension in self.survey.dimensions
            for own in [{item.id: answers[item.id] for item in dimension.items if item.id in answers}]
        )

    @property
    def low(self) -> int:
        """The least point."""
        return self.survey.items[0].response_scale.min

    @property
    def nothing(self) -> int | None:
        """The step that says nothing: no token, no pin; of a case, that one did not come to it."""
        point = KINDS[self.asked].nothing
        return self.points if self.asked == "case" else None if point is None else point - self.low

    @cached_property
    def scopes(self) -> list[Scope]:
        """Everybody, each group, and each team × role; none of whom consented."""
        single = [((id, group),) for id, options in zip(self.by, self.options, strict=True) for group in options]
        crossed: list[Scope] = []
        if len(self.by) > 1:
            crossed = [tuple(zip(self.by, groups, strict=True)) for groups in product(*self.options)]
        return [(), *(scope for scope in [*single, *crossed] if not set(scope) & set(self.agreed.items()))]

    @cached_property
    def tells(self) -> Ints:
        """Whether a person of this kind is in a scope and gave this step to an item: (kind, scope, item, step)."""
        unreached = self.asked == "case"
        told = np.zeros((len(self.kinds), len(self.scopes), self.items, self.points + unreached), dtype=np.int64)
        for kind, (groups, answers) in enumerate(self.kinds):
            for place, scope in enumerate(self.scopes):
                inside = set(scope) <= set(zip(self.by, groups, strict=True))
                for item, step in enumerate(answers):
                    if inside and (step is not None or unreached):
                        told[kind, place, item, self.points if step is None else step] = 1
        return told

    def data(self) -> npt.NDArray[Any]:
        """Return all data sets: a row each, a column for how many people there are of each kind."""
        if self.heads:
            data = np.zeros((1, 0), dtype=np.int8)
            for n in self.heads:
                cell = sharing(n, len(self.kinds) // len(self.heads))
                cell = cell[n - cell.max(axis=1) >= DIFFERENT] if data.shape[1] and not self.nested else cell
                data = np.hstack([np.repeat(data, len(cell), axis=0), np.tile(cell, (len(data), 1))])
            return data
        return np.concatenate([sharing(n, len(self.kinds)) for n in range(self.least, self.people + 1)])

    def attacked(self, data: Ints) -> npt.NDArray[np.bool_]:
        """Tell which data sets are ones to find something out of."""
        if not self.consenting:
            return np.ones(len(data), dtype=bool)
        agreed = data[:, [groups[0] == "A" for groups, _ in self.kinds]].sum(axis=1)
        flags: npt.NDArray[np.bool_] = (agreed >= 1) & (agreed <= 4)
        return flags

    def tally(self, row: Ints) -> Tally:
        """Return a data set as counts by group."""
        counts = {name: Counter[Any]() for name in COUNTS}
        for kind in np.flatnonzero(row).tolist():
            for name, keys in self._keys[kind].items():
                for key in keys:
                    counts[name][key] += int(row[kind])
        parts: dict[str, Any] = {name: dict(part) for name, part in counts.items()}
        return Tally(survey=self.survey.identity, by=self.by, **parts)

    @cached_property
    def _keys(self) -> list[dict[str, list[Any]]]:
        """Of each kind what the program counts, if one person is of it."""
        columns = [*self.by, *(item.id for item in self.survey.items)]
        keys = []
        for groups, steps in self.kinds:
            answers = [None if step is None else step + self.low for step in steps]
            table = pd.DataFrame([[*groups, *answers]], columns=columns, dtype=object)
            counted = cx.tally(table, self.survey, by=self.by)
            keys.append({name: [key for key, n in getattr(counted, name).items() if n] for name in COUNTS})
        return keys

    def told(self, row: Ints) -> str:
        """Return a data set as people read it: "A: 1 1 5, B: 2" (one item), "A: 1/4 …" (two)."""
        groups: dict[tuple[str, ...], list[str]] = {}
        for kind in np.flatnonzero(row).tolist():
            group, steps = self.kinds[kind]
            answer = "/".join("-" if step is None else str(step + self.low) for step in steps)
            groups.setdefault(group, []).extend([answer] * int(row[kind]))
        return ", ".join(f"{'×'.join(group) or 'all'}: {' '.join(answers)}" for group, answers in groups.items())


def asking(space: Space) -> dict[str, Any]:
    """Return how a space's dimension is asked: tokens for one less than its points, a red pin and a green one, a case.

    A case goes on with its first choice from one step to the next, and ends with the others; with three steps the
    first one's other choice leads to the last step, where ways meet.
    """
    ways = [[f"q{item + 1}" if item + 1 < space.items else "end", "bad"] for item in range(space.items)]
    ways[0][1] = "q2" if space.items == 3 else "bad"
    choices = [[{"text": str(n), "then": way[n > 0]} for n in range(space.points)] for way in ways]
    steps = [{"id": f"q{at}", "text": "?", "choices": each} for at, each in enumerate(choices)]
    endings = [{"id": id, "title": id, "text": id, "good": id == "end"} for id in ("end", "bad")]
    bins = {"min": 0, "max": space.points - 1, "labels": dict(enumerate("abcdef"[: space.points]))}
    said: dict[str, dict[str, Any]] = {
        "choose": {"response_scale": bins},
        "sort": {"response_scale": bins},
        "spend": {"tokens": space.points - 1},
        "pin": {"pins": {"red": 1, "green": 1}},
        "case": {"story": "Once", "items": steps, "endings": endings},
    }
    return {} if space.asked == "rate" else {"kind": space.asked, **said.get(space.asked, {})}


def sharing(n: int, parts: int) -> npt.NDArray[Any]:
    """Return all ways to share n among so many parts, a row each."""
    tables = [np.array([[whole]], dtype=np.int8) for whole in range(n + 1)]
    for _ in range(parts - 1):
        tables = [
            np.concatenate(
                [
                    np.hstack([np.full((len(tables[whole - first]), 1), first, dtype=np.int8), tables[whole - first]])
                    for first in range(whole + 1)
                ]
            )
            for whole in range(n + 1)
        ]
    return tables[n]


GATE = [
    Space(people=7, points=2),
    Space(people=7, points=2, consenting=True),
    Space(people=6, points=2, roles=2, least=6, consenting=True),
    Space(people=5, points=3, scores=3),
    Space(people=4, points=2, groups=3, scores=3),
    Space(people=8, points=2, groups=0, items=3, least=8),
]
"""Small enough for every change."""
KINDS_GATE = [
    Space(people=9, points=3, groups=0, asked="choose", missing=True),
    Space(people=9, points=2, asked="choose", consenting=True, least=5),
    Space(people=9, points=4, groups=0, asked="choose", missing=True, least=8),
    Space(people=10, points=2, items=2, asked="rank", least=5),
    Space(people=8, points=3, groups=0, items=3, asked="rank", least=5),
    Space(people=7, points=2, items=2, asked="spend", least=5),
    Space(people=9, points=2, groups=0, items=2, asked="spend", missing=True),
    Space(people=8, points=3, groups=0, items=2, asked="pin"),
    Space(people=9, points=2, groups=0, items=2, asked="case", missing=True),
    Space(people=8, points=2, groups=0, items=2, asked="sort"),
    Space(people=8, points=2, items=2, asked="spend", consenting=True, least=8),
]
"""The same of other activity kinds, whose rules are known: tokens that add up, an order, the way through a case.

To choose among four, of everybody alone, is how people say who owns what: nobody, they themselves, or whom.
"""
KINDS_SLOW = [
    Space(people=7, points=2, groups=0, items=3, asked="case", missing=True, scores=3, distributions=5, least=6),
]
"""And of those, what takes longest."""
CROSSED = [
    Space(people=40, points=2, roles=2, heads=(10, 10, 10, 10)),
    Space(people=26, points=3, roles=2, heads=(6, 6, 7, 7)),
    Space(people=48, points=2, roles=2, heads=(13, 9, 14, 12)),
    Space(people=52, points=2, roles=3, heads=(9, 9, 8, 8, 9, 9)),
]
"""Known head counts of a crossing."""
NESTED = [
    Space(people=26, points=2, roles=4, heads=(8, 5, 0, 0, 0, 0, 5, 8), nested=True),
    Space(people=32, points=2, roles=4, heads=(8, 8, 0, 0, 0, 0, 8, 8), nested=True),
]
"""Known head counts of roles within teams."""
TWO_ITEMS = [
    Space(people=14, least=14, points=2, items=2, heads=(7, 7), nested=True, distributions=5),
    Space(people=16, least=16, points=2, items=2, heads=(8, 8), nested=True),
    Space(people=17, least=17, points=2, items=2, heads=(8, 9), nested=True),
]
"""Known head counts of two groups whose scores are told beside hidden items."""
FIVE_AND_FIVE = [
    *(
        Space(people=10, least=10, points=2, items=3, heads=(5, 5), nested=True, distributions=distributions)
        for distributions in (5, 8)
    ),
    Space(people=10, least=10, points=3, items=2, heads=(5, 5), nested=True),
]
"""The same of ten people. All others of ten, in two groups or in three, have no group that is told on its own.

Two points are of three items: there a score is of so many answers that three who differ are enough.
"""
SPACES = [
    *CROSSED,
    *NESTED,
    *TWO_ITEMS,
    *FIVE_AND_FIVE,
    *(
        Space(people=10, points=points, groups=groups, items=items, scores=scores)
        for scores in (5, 3)
        for points, groups, items in ((2, 2, 1), (2, 3, 1), (3, 2, 1), (3, 3, 1), (2, 2, 2), (2, 3, 2))
    ),
    Space(people=10, points=2, items=2, apart=True),
    *(Space(people=8, points=5, groups=groups, scores=scores) for scores in (5, 3) for groups in (2, 3)),
    *(
        Space(people=10, points=2, groups=groups, consenting=True, scores=scores)
        for groups in (2, 3)
        for scores in (5, 3)
    ),
    Space(people=8, points=5, consenting=True),
    *(Space(people=9, points=2, roles=2, scores=scores) for scores in (5, 3)),
    *(Space(people=8, points=2, roles=2, scores=scores, consenting=True) for scores in (5, 3)),
    Space(people=7, points=3, roles=2),
    *(Space(people=10, points=points, missing=True) for points in (2, 3)),
    Space(people=9, points=3, scores=8, consenting=True),
    Space(people=7, points=2, groups=5),
    Space(people=10, points=2, groups=0, items=2),
    Space(people=10, points=3, groups=0, items=2),
    Space(people=10, points=2, groups=0, items=3, least=8),
    Space(people=8, points=3, groups=2, items=3, asked="rank", least=8),
    Space(people=8, points=2, roles=2, items=2, asked="spend", least=8),
    Space(people=8, points=3, items=2, asked="pin", least=8),
    Space(people=8, points=2, items=2, asked="case", missing=True, least=8),
    Space(people=11, points=2, groups=0, items=3, asked="case", missing=True, scores=4, least=11),
    Space(people=9, points=3, groups=0, items=2, asked="sort", least=8),
    Space(people=8, points=3, groups=0, items=2, asked="choose", least=8),
    Space(people=12, points=4, groups=0, asked="choose", missing=True, least=8),
]
"""What `make attack` goes through; all data sets of it, or as many truths as it is told to."""
