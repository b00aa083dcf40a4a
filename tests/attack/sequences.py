"""An attacker who keeps one release beside the next: how many of those who came first, and of each batch, said what.

Each batch has unknown counts of its own. The first release is about the first, each other one about all up to it.
"""

import random
from collections.abc import Collection, Iterable, Iterator, Sequence
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

MOST = 5
"""Releases of one room."""


@dataclass(kw_only=True)
class Releases(Attacker):
    """The system of one dimension of several releases; `published` is the last. part: whose answers are looked for."""

    each: Sequence[Attacker]
    part: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        last = self.each[-1]
        self.by, self.groups, self.items = last.by, last.groups, last.items
        self.values, self.scopes, self.start = last.values, last.scopes, last.start
        self.width = last.width * len(self.each)
        self.rows, self.low, self.high = [], [], []
        for place, one in enumerate(self.each):
            until = np.repeat(np.arange(len(self.each)) <= place, last.width)
            among = self._among(one)
            for row, low, high in zip(one.rows, one.low, one.high, strict=True):
                self.add(np.tile(row @ among, len(self.each)) * until, low, high)
            if None not in one.scopes:  # nobody so far was in a group that is not listed
                self.add(np.tile(among.sum(axis=0) == 0, len(self.each)) * until, 0, 0)
        self.matrix = csr_array(np.vstack(self.rows))
        self.look(np.zeros(self.width))

    def _among(self, one: Attacker) -> Vector:
        """Return for each unknown of one release which ones of the last it is: groups may have come."""
        found = np.zeros((one.width, self.each[-1].width))
        for item in self.items:
            points = len(self.values[item.id])
            for place, scope in enumerate(one.scopes):
                here = one.start[item.id] + place * points
                for other, each in enumerate(self.scopes):
                    if scope == each or (scope is None and each is not None and each[0] == self.by[0]):
                        there = self.start[item.id] + other * points
                        found[here : here + points, there : there + points] = np.eye(points)
        return found

    def people(self, item: Item, whose: Whose = None, *, values: Iterable[int] | None = None) -> Vector:
        """Return the coefficients that count answers of the part that is looked at."""
        vector = np.zeros(self.width)
        width = self.each[-1].width
        vector[self.part * width : (self.part + 1) * width] = self.each[-1].people(item, whose, values=values)
        return vector

    def cell(self, table: str, whose: Scope, item: str | None = None) -> Row:
        """Return what was published of the part: of newcomers only how many they are, by subtraction."""
        if self.part == 0 and (whose is None or whose in self.each[0].scopes):
            return self.each[0].cell(table, whose, item)
        return {"n": 0}


@dataclass(frozen=True, kw_only=True)
class Shown:
    """The releases of a room, and for each the answers of those who came with it."""

    releases: tuple[Report, ...]
    came: tuple[pd.DataFrame, ...]


def room(made: Organisation, by: list[str], *, most: int = MOST, naive: bool = False) -> Shown:
    """Let people come in one after another, and show a release whenever there can be one, up to so many.

    naive: show one after each further person, whatever it tells.
    """
    chance = random.Random(made.seed)
    survey = made.survey.only_attributes(*by)

    def report(responses: Collection[Response]) -> Report:
        rows = [{**one["attributes"], **one["answers"]} for one in responses]
        columns = [*by, *(item.id for item in survey.items)]
        return cx.report(pd.DataFrame(rows, columns=columns, dtype=object), survey, by=by)

    there: dict[str, Response] = {
        str(place): {
            "attributes": {id: row[id] for id in by if row[id] is not None},
            "answers": {item.id: row[item.id] for item in survey.items if not pd.isna(row[item.id])},
        }
        for place, row in enumerate(made.answers.to_dict("records"))
    }
    coming = [one for one in there if there[one]["answers"]]
    chance.shuffle(coming)
    first = max(survey.confidentiality.scores, int(len(coming) * chance.uniform(0.2, 0.6)))
    inside = {one: there[one] for one in coming[:first]}
    releases: list[Report] = [report(inside.values())]
    came, at = [list(inside)], first
    while at < len(coming) and len(releases) < most:
        at += 1 if naive else chance.randint(1, survey.confidentiality.batch)
        now = {one: there[one] for one in coming[:at]}
        then = next_release(inside, now, releases[-1], report)
        people, shown = (now, report(now.values())) if naive else (dict(then.people), then.report)
        if shown:
            came.append([one for one in people if one not in inside])
            releases.append(shown)
            inside = people
    answers = made.answers.drop(columns={"team", "role"} - set(by))
    return Shown(releases=tuple(releases), came=tuple(answers.iloc[sorted(map(int, some))] for some in came))


def attack_releases(shown: Shown) -> Iterator[Pin]:
    """Try everything on releases together; give what was found out of those who were there first, and of each batch."""
    forms = [one.to_dict() for one in shown.releases]
    survey = Survey.from_dict(forms[0]["survey"])
    for table in ("dimensions", "items", "groups", "group_items", "participation"):
        rows = [[dict(row) for row in form[table]] for form in forms]
        for before, form in zip(rows, forms[1:], strict=False):
            for row in form[table]:
                if row in before:  # stayed as it was: it tells nothing of newcomers
                    row |= {**NOTHING, "members": row.get("members")}
                elif not row.get("exact", True):
                    row["sd"] = None  # it is that of the first release
    for dimension in survey.dimensions:
        each: list[Any] = [Attacker(published=form, dimension=dimension) for form in forms]
        if any(not one.rows for one in each):
            continue
        attacker = Releases(published=forms[-1], dimension=dimension, each=each)
        for part, answers in enumerate(shown.came):
            attacker.part = part
            yield from of_dimension(
                attacker, dimension, answers.fillna(dict.fromkeys(forms[0]["by"], "")), survey, None
            )
