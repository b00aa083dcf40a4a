"""The attacker who re-runs the program on larger organisations: invents answers, and keeps those with the same report.

An aim is open as soon as two that are kept differ in it. It is beaten where the exact numbers alone leave one
possibility (so what is beaten is a lower bound), and undecided otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from cxkit.survey.model import Survey
from tests.attack.aims import Aim, aims
from tests.attack.exhaustive import OURS, Publish, key
from tests.attack.people import People, World
from tests.attack.search import Search
from tests.attack.tables import Tables

PAIRS, FOURS = 50, 20
"""Aims that are looked at at once: where two people make up for each other, and where four do."""
IDLE = 4
"""Looks without a success, after which one aim is solved for after another."""
SOLVED, WITNESSES = 60, 4
"""Aims that are solved for by themselves, of one dimension; and how often by what is told of counts, until one is
not decided by that: of others it is then only looked whether they are certain."""
TOGETHER, AGAIN, MOST = 8, 8, 20
"""How often an aim that is left is solved for by what is told and decided; how often people are put together; and for
how many aims of a dimension: it takes ten times as long as what comes before."""
NEAR = 0.5
"""How much further from the truth a table may be than the nearest, so that it may be another each time."""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """How an attack went: aims that were beaten, and those that are undecided, in words; re-runs, and reports kept."""

    beaten: tuple[str, ...]
    undecided: tuple[str, ...]
    opened: int
    runs: int
    kept: int


def rerun(
    publish: Publish,
    answers: pd.DataFrame,
    survey: Survey,
    by: list[str],
    consenting: dict[str, str] | None = None,
    *,
    seed: int = 0,
) -> Verdict:
    """Attack the report of a table of answers. What a rule asks before it tells a number is known of `OURS` alone."""
    world = World.of(answers, survey, by, consenting or {}, alone=publish is OURS)
    return _Attack(publish, world.people(answers), np.random.default_rng(seed)).verdict()


class _Attack:
    def __init__(self, publish: Publish, truth: People, chance: np.random.Generator) -> None:
        self.publish, self.truth, self.chance, self.world = publish, truth, chance, truth.world
        self.form = self.published(truth)
        self.same = key(self.form)
        self.kept = [truth]
        self.runs = 0
        self.all = list(aims(truth, self.form))
        self.left = list(self.all)

    def published(self, people: People) -> dict[str, Any]:
        report = self.publish(
            people.tally(), self.world.survey, by=tuple(self.world.groupings), consenting=self.world.consenting
        )
        form: dict[str, Any] = report if isinstance(report, dict) else report.to_dict()
        return form

    def verdict(self) -> Verdict:
        beaten: list[str] = []
        for dimension in self.world.survey.dimensions:
            search = Search(truth=self.truth, published=self.form, dimension=dimension, chance=self.chance)
            for find, most in ((search.in_pairs, PAIRS), (search.in_fours, FOURS)):
                failed = 0
                while failed < IDLE and (left := self.of(search)):
                    chosen = [left[place] for place in self.chance.permutation(len(left))[:most]]
                    self.run(find(chosen, self.kept), search)
                    failed = failed + 1 if len(self.of(search)) == len(left) else 0
            tables = Tables(truth=self.truth, published=self.form, dimension=dimension, chance=self.chance)
            open_ = list[Aim]()
            for solved, aim in enumerate(self.of(search)):
                if beaten and self.publish is not OURS:
                    break  # one is enough to say so of another rule
                if aim not in self.left:
                    continue
                certain = solved < SOLVED and self.certain(aim, tables, search, 1 if open_ else WITNESSES)
                if aim in self.left and not certain and not open_:  # the others are solved for together, below
                    self.tried(search.one_by_one(aim, self.kept), aim, search)
                if aim in self.left:
                    self.left.remove(aim)
                    if certain:
                        beaten.append(self.told(aim))
                    else:
                        open_.append(aim)
            self.left += [aim for aim in open_ if not aim.opened(self.kept)]
            for aim in self.of(search)[:MOST]:
                if aim in self.left and not self.together(aim, tables, search):
                    break  # one is enough of what is undecided
        undecided = [self.told(aim) for aim in self.left]
        opened = len(self.all) - len(beaten) - len(undecided)
        return Verdict(
            beaten=tuple(beaten), undecided=tuple(undecided), opened=opened, runs=self.runs, kept=len(self.kept)
        )

    def of(self, search: Search) -> list[Aim]:
        """Return the aims of one dimension that are left."""
        return [aim for aim in self.left if aim.item in search.exchange.items]

    def certain(self, aim: Aim, tables: Tables, search: Search, times: int) -> bool:
        """Tell whether the exact numbers alone leave one possibility, and try what others they leave."""
        certain = True
        try:
            for time in range(times):
                for people in tables.witnesses(aim, self.kept, apart=time and NEAR):
                    certain = False
                    self.run(search.joint.fitted(people, aim, 1), search)
                    if aim not in self.left:
                        return False
                if certain:
                    break
        except TimeoutError:
            return False
        return certain

    def together(self, aim: Aim, tables: Tables, search: Search) -> bool:
        """Tell whether an aim is open: people are put together by many exchanges, and what is decided is kept."""
        try:
            for time in range(1, TOGETHER + 1):
                found = False
                for people in tables.witnesses(aim, self.kept, apart=time * NEAR):
                    found = True
                    self.run(search.joint.fitted(people, aim, AGAIN), search, tables)
                    if aim not in self.left:
                        return True
                if not found or time == TOGETHER // 2:
                    tables.forget()
                    search.joint.limits.clear()
        except TimeoutError:
            pass
        self.tried(search.one_by_one(aim, self.kept), aim, search)
        return aim not in self.left

    def tried(self, found: Iterable[People], aim: Aim, search: Search) -> None:
        """Try people until they leave an aim open."""
        for people in found:
            self.run(people, search)
            if aim not in self.left:
                break

    def run(self, people: People | None, search: Search, tables: Tables | None = None) -> None:
        """Publish what these answered; keep them if it looks the same, or else ask that what differs stays."""
        if people is None:
            return
        self.runs += 1
        if key(self.published(people)) == self.same:
            self.kept.append(people)
            self.left = [
                aim for aim in self.left if not aim.opened(self.kept if aim.what == "mean" else [self.truth, people])
            ]
        elif self.publish is OURS and tables:
            if search.statuses.groups(people) != search.statuses.orders:
                tables.keep_sizes()
            for column, limits in search.statuses.changed(people):
                if column:
                    tables.keep(column - 1, limits)
                else:
                    search.joint.limits.append(limits)
        elif self.publish is OURS:
            search.statuses.keep(people)

    def told(self, aim: Aim) -> str:
        whose = " × ".join(group for _, group in self.world.scopes[aim.scope]) or "everybody"
        item = self.world.survey.items[aim.item].id
        truth = self.truth.told[aim.scope, aim.item].tolist()
        own = f", known to {' and '.join(map(str, self.truth.steps[list(aim.own)].tolist()))}" if aim.own else ""
        return f"{aim.what} of {whose}, {item} (in truth {truth}){own}"
