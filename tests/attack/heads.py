"""Head counts: every table of how many are in each team × role, and what a report tells of them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import product
from typing import Any

import numpy as np

from cxkit.disclosure.crossing import Crossed
from cxkit.disclosure.nesting import Nested
from cxkit.disclosure.told import Split
from cxkit.statistics.tally import Tally
from cxkit.survey.model import Survey
from tests.attack.spaces import Ints

LEAST = 5
Told = tuple[tuple[str, tuple[str, ...], int], ...]
"""Of each group that is told its name, those it stands for, and how many are in it."""
Tell = Callable[[Tally, Survey], tuple[Told, Told, Told]]
"""What is told by team, by role, and by both."""


def survey_of(teams: int, roles: int) -> Survey:
    """Return a survey with so many teams and roles."""
    options = [("team", "ABCDEF"[:teams]), ("role", "uvwxyz"[:roles])]
    return Survey.from_dict(
        {
            "id": "heads",
            "title": "Heads",
            "response_scale": {"min": 1, "max": 5},
            "dimensions": [{"id": "d", "title": "D", "items": [{"id": "q", "text": "Q"}]}],
            "attributes": [{"id": id, "title": id, "options": list(groups)} for id, groups in options],
        }
    )


def counted(table: Ints, survey: Survey) -> Tally:
    """Return a tally of so many people in each cell."""
    cells = product(*(attribute.options or () for attribute in survey.attributes))
    there = {cell: int(n) for cell, n in zip(cells, table, strict=True) if n}
    return Tally(survey=survey.identity, by=("team", "role"), respondents=there)


def ours(people: Tally, survey: Survey) -> tuple[Told, Told, Told]:
    """Tell what a report does, as far as it depends on head counts."""
    team, role = (Split.of(people, survey, id, None) for id in ("team", "role"))
    return _told(team), _told(role), _told(Crossed.between(people, survey, team, role, []))


def apart(people: Tally, survey: Survey) -> tuple[Told, Told, Told]:
    """Tell what a report would, if a crossing were treated as an attribute like any other."""
    team, role, both = (_told(Split.of(people, survey, id, None)) for id in ("team", "role", "team × role"))
    return team, role, both


def nested(people: Tally, survey: Survey) -> tuple[Told, Told, Told]:
    """Tell what a report does of teams, and of roles where each is within one team."""
    team = Split.of(people, survey, "team", None)
    return _told(team), (), _told(Nested.within(people, survey, "role", team))


def flat(people: Tally, survey: Survey) -> tuple[Told, Told, Told]:
    """Tell the same as if nobody knew that they are."""
    team, role = (_told(Split.of(people, survey, id, None)) for id in ("team", "role"))
    return team, (), role


def _told(split: Split) -> Told:
    return tuple((group, split.members((group,)) or (), len(split.parts[group])) for group in sorted(split.merged.told))


def found_out(tables: Iterable[Ints], shape: tuple[int, int], tell: Tell) -> Iterator[tuple[Ints, Ints]]:
    """Give tables of which somebody who has all of them knows how many some cells have together: fewer than five.

    Only where team and role alone do not tell it; whoever looks knows which cells are empty. tables: all with the sums
    of each. Given with a table: the cells.
    """
    survey = survey_of(*shape)
    every = list(tables)
    used = np.any(every, axis=0).tolist()
    some = np.array(list(product(*((0, 1) if there else (0,) for there in used)))[1:])
    alike: defaultdict[Any, defaultdict[Any, list[Ints]]] = defaultdict(lambda: defaultdict(list))
    for table in every:
        team, role, both = tell(counted(table, survey), survey)
        alike[team, role, tuple(table > 0)][both].append(table)
    for by_crossing in alike.values():
        known = _same(np.array([table for found in by_crossing.values() for table in found]) @ some.T)
        for found in by_crossing.values():
            n = np.array(found) @ some.T
            told = _same(n) & ~known & (n[0] > 0) & (n[0] < LEAST)
            if told.any():
                yield from ((table, some[told.argmax()]) for table in found)


def _same(n: Ints) -> Any:
    return (n == n[0]).all(axis=0)


def with_sums(rows: list[int], columns: list[int]) -> Iterator[tuple[int, ...]]:
    """Give every table with these sums."""
    if not rows:
        yield from [()] if not any(columns) else []
        return
    for row in product(*(range(min(rows[0], column) + 1) for column in columns)):
        if sum(row) == rows[0]:
            left = [column - n for column, n in zip(columns, row, strict=True)]
            yield from (row + rest for rest in with_sums(rows[1:], left))
