"""The attacker who re-runs the program on larger organisations: invents answers, and keeps those with the same report.

An aim is open as soon as two that are kept differ in it. It is beaten where the exact numbers alone leave one
possibility (so what is beaten is a lower bound), and undecided otherwise.
"""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from cxkit.survey.model import Survey
from tests.attack.aims import Aim, aims
from tests.attack.exhaustive import OURS, Publish, key
from tests.attack.moves import mixed, moved, parted, together
from tests.attack.people import People, World
from tests.attack.search import Search

MIXED = 100
"""How often people change places by chance."""
BATCH, EFFORT = 10, 0.5
"""Of how many aims as many as may be are solved for at once; how long."""
IDLE = 10
"""Looks without a success, after which one aim is solved for after another."""
TRIED = 60
"""How often is solved for one aim: in the cells of few groups, and in those of more."""
PATIENCE = 60
"""How long is solved for in all, as long for each dimension; what is left then is undecided."""
AGAIN = 6
"""How often a try is made anew where it changed a decision; and after how many tries this is forgotten."""


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
        self.patience = PATIENCE / len(self.world.survey.dimensions)
        self.runs = 0
        self.all = list(aims(truth, self.form))
        self.left = list(self.all)
        self.beaten: list[str] = []
        self.searches = [
            Search(truth=truth, published=self.form, dimension=dimension, chance=chance)
            for dimension in self.world.survey.dimensions
        ]

    def published(self, people: People) -> dict[str, Any]:
        report = self.publish(
            people.tally(), self.world.survey, by=tuple(self.world.groupings), consenting=self.world.consenting
        )
        form: dict[str, Any] = report if isinstance(report, dict) else report.to_dict()
        return form

    def verdict(self) -> Verdict:
        self.mix()
        for search in self.searches:
            self.beside(search)
            for way in (self.alone, self.prove) if self.publish is OURS else (self.prove, self.alone):
                way(search)
        undecided = [self.told(aim) for aim in self.left]
        return Verdict(
            beaten=tuple(self.beaten),
            undecided=tuple(undecided),
            opened=len(self.all) - len(self.beaten) - len(undecided),
            runs=self.runs,
            kept=len(self.kept),
        )

    def of(self, search: Search) -> list[Aim]:
        """Return the aims of one dimension that are left."""
        return [aim for aim in self.left if aim.item in search.numbers.items]

    def said(self) -> bool:
        """Tell whether enough was found out: of another rule once."""
        return bool(self.beaten) and self.publish is not OURS

    def mix(self) -> None:
        """Let people change places with those who are told together with them."""
        alike = together(self.world, self.form)
        for _ in range(MIXED if len(np.unique(alike)) < len(alike) else 0):
            if not self.left:
                break
            aim = self.left[int(self.chance.integers(len(self.left)))]
            self.run(mixed(self.truth, alike, aim, self.chance))
        for aim in [aim for aim in self.left if aim.what in ("n", "mean")]:
            others = moved(self.truth, alike, aim, self.chance) if aim.what == "n" else parted(self.truth, alike, aim)
            for people in others:
                if aim in self.left:
                    self.run(people)

    def beside(self, search: Search) -> None:
        """Solve for several aims at once, as long as it helps."""
        failed = 0
        while failed < IDLE and (left := self.of(search)) and search.spent < self.patience:
            some = [left[place] for place in self.chance.permutation(len(left))]
            beside = [aim for aim in some if aim.scope == some[0].scope][:BATCH]
            self.run(search.solve(beside, self.kept, many=2 + failed // 4, effort=EFFORT), search)
            failed = failed + 1 if len(self.of(search)) == len(left) else 0

    def alone(self, search: Search) -> None:
        """Solve for one aim after another, again and again, some with people in another cell."""
        for tried in range(TRIED):
            for aim in self.of(search):
                for _ in range(AGAIN):
                    if aim not in self.left or self.said() or not self.solved(aim, search, tried):
                        break
            if tried % AGAIN == AGAIN - 1:
                search.limits.clear()

    def solved(self, aim: Aim, search: Search, tried: int) -> bool:
        """Solve for one aim; tell whether there was a solution, whatever is published of it."""
        if search.spent > self.patience:
            return False
        far = tried % 4 > 1  # something else may be hidden for its own sake, and this as its company
        moves = tried % 3 == 1 and len(self.world.by) > 1
        gaps = (moves or tried % 3 == 2) and not search.tables.complete
        if far:
            search.limits.clear()
        ways: dict[str, Any] = {"effort": (8 + tried) / 12, "gaps": gaps, "reach": 3 + tried // 3}
        many = 2 + tried // 2 % 6
        people = search.solve([aim], self.kept, many=many, moves=moves, far=far, **ways)
        for other in self.searches:
            if people and other is not search and (people.cell != self.truth.cell).any():
                people = other.solve([], self.kept, many=len(self.world.cells), base=people, own=aim.own, **ways)
        self.run(people, search)
        return people is not None

    def run(self, people: People | None, search: Search | None = None) -> None:
        """Publish what these answered; keep them if it looks the same, or else ask that what differs stays."""
        if people is None:
            return
        self.runs += 1
        if key(self.published(people)) == self.same:
            self.kept.append(people)
            self.left = [
                aim for aim in self.left if not aim.opened(self.kept if aim.what == "mean" else [self.truth, people])
            ]
        elif self.publish is OURS and search:
            for one in self.searches:
                one.limits += one.statuses.changed(people)

    def prove(self, search: Search) -> None:
        """Find out where the exact numbers alone leave one possibility."""
        for aim in self.of(search):
            with suppress(TimeoutError):
                if not self.said() and not search.tables.open(aim, self.kept):
                    self.left.remove(aim)
                    self.beaten.append(self.told(aim))

    def told(self, aim: Aim) -> str:
        whose = " × ".join(group for _, group in self.world.scopes[aim.scope]) or "everybody"
        item = self.world.survey.items[aim.item].id
        truth = self.truth.told[aim.scope, aim.item].tolist()
        own = f", known to {' and '.join(map(str, self.truth.steps[list(aim.own)].tolist()))}" if aim.own else ""
        return f"{aim.what} of {whose}, {item} (in truth {truth}){own}"
