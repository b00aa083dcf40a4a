"""An attacker who keeps two pictures of one room: who answered before the first, and who came in between, are unknown.

Both parts are unknown counts of their own. The first picture is about the one, the second about both together.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

import cxkit as cx
from cxkit.disclosure.attacker import Attacker, Pin
from cxkit.disclosure.sequential import Response, next_release
from cxkit.disclosure.system import NOTHING, Row, Scope, Vector, Whose
from cxkit.reports.report import Report
from cxkit.survey.model import Survey
from cxkit.survey.parts import Item
from tests.attack.organisations import Organisation
from tests.attack.trial import of_dimension


@dataclass(kw_only=True)
class Sequence(Attacker):
    """The system of one dimension of two pictures; `published` is the second. part: whose answers are looked for."""

    first: Attacker
    second: Attacker
    part: str = field(init=False, default="old")

    def __post_init__(self) -> None:
        one, two = self.first, self.second
        self.by, self.groups, self.items = two.by, two.groups, two.items
        self.values, self.scopes = two.values, two.scopes
        self.width = one.width + two.width
        within = np.zeros((one.width, two.width))
        for item in self.items:
            points = len(self.values[item.id])
            for place, scope in enumerate(one.scopes):
                here = one.start[item.id] + place * points
                there = two.start[item.id] + two.scopes.index(scope) * points
                within[here : here + points, there : there + points] = np.eye(points)
        before, after = (np.vstack(each.rows) for each in (one, two))
        system = np.block([[before, np.zeros((len(before), two.width))], [after @ within.T, after]])
        self.low, self.high = [*one.low, *two.low], [*one.high, *two.high]
        self.matrix = csr_array(system)
        self.look(np.zeros(self.width))

    def people(self, item: Item, whose: Whose = None, *, values: Iterable[int] | None = None) -> Vector:
        """Return the coefficients that count answers of the part that is looked at."""
        vector = np.zeros(self.width)
        if self.part == "new":
            vector[self.first.width :] = self.second.people(item, whose, values=values)
        elif whose is None or whose in self.first.scopes:
            vector[: self.first.width] = self.first.people(item, whose, values=values)
        return vector

    def cell(self, table: str, whose: Scope, item: str | None = None) -> Row:
        """Return what was published of the part: of the newcomers only how many they are, by subtraction."""
        if self.part == "old" and (whose is None or whose in self.first.scopes):
            return self.first.cell(table, whose, item)
        return {"n": 0}


def sequence(
    made: Organisation, by: list[str], *, naive: bool = False
) -> tuple[Report, Report, pd.DataFrame, pd.DataFrame] | None:
    """Show a picture when some have answered, and another when the others have; None where there is no other.

    Returns both, who was there before, and the newcomers. naive: show the other after one more, whatever it tells.
    """
    chance = random.Random(made.seed)
    survey = made.survey.only_attributes(*by)

    def report(responses: Collection[Response]) -> Report:
        rows = [{**one["attributes"], **one["answers"]} for one in responses]
        columns = [*by, *(item.id for item in survey.items)]
        return cx.report(pd.DataFrame(rows, columns=columns, dtype=object), survey, by=by)

    answering: dict[str, Response] = {
        str(place): {
            "attributes": {id: row[id] for id in by if row[id] is not None},
            "answers": {item.id: row[item.id] for item in survey.items if not pd.isna(row[item.id])},
        }
        for place, row in enumerate(made.answers.to_dict("records"))
    }
    there = {one: said for one, said in answering.items() if said["answers"]}
    early = {one: there[one] for one in chance.sample(sorted(there), int(len(there) * chance.uniform(0.3, 0.7)))}
    first = report(early.values())
    then = next_release(early, there, first, report)
    people, second = dict(then.people), then.report
    if naive:
        people = {one: there[one] for one in [*early, next(one for one in there if one not in early)]}
        second = report(people.values())
    if second is None:
        return None
    old, new = (
        made.answers.iloc[sorted(map(int, some))].drop(columns={"team", "role"} - set(by))
        for some in (set(early), set(people) - set(early))
    )
    return first, second, old, new


def attack_sequence(pictures: tuple[Report, Report], parts: Mapping[str, pd.DataFrame]) -> Iterator[Pin]:
    """Try everything on two pictures together; give what was found out of who was there before, and of newcomers."""
    one, two = (picture.to_dict() for picture in pictures)
    survey = Survey.from_dict(one["survey"])
    for table in ("dimensions", "items", "groups", "group_items", "participation"):
        known = [dict(row) for row in one[table]]
        for row in two[table]:
            if row in known:  # stayed as it was: it tells nothing of newcomers
                row |= {**NOTHING, "members": row.get("members")}
            elif not row.get("exact", True):
                row["sd"] = None  # it is that of the first picture
    for dimension in survey.dimensions:
        single: list[Any] = [Attacker(published=each, dimension=dimension) for each in (one, two)]
        if any(not each.rows for each in single):
            continue
        attacker = Sequence(published=two, dimension=dimension, first=single[0], second=single[1])
        for part, answers in parts.items():
            attacker.part = part
            yield from of_dimension(attacker, dimension, answers.fillna(dict.fromkeys(two["by"], "")), survey, None)
