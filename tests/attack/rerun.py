"""The attacker who re-runs the program on larger organisations: invents answers, and keeps those with the same report.

An aim is open as soon as two that are kept differ in it. It is beaten where the exact numbers alone leave one
possibility (so what is beaten is a lower bound), and undecided otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

import numpy as np
import pandas as pd

from cxkit.survey.model import Survey
from cxkit.survey.parts import Dimension
from tests.attack.aims import Aim, aims, mean
from tests.attack.exchange import Exchange
from tests.attack.exhaustive import Publish, key
from tests.attack.people import Ints, People, World
from tests.attack.tables import Tables
from tests.attack.targets import hidden

TRIES = 100
"""Moves without a success, after which it takes more than chance."""
WILD = 6
"""How often all is exchanged that can be."""
SOLVED = 15
"""Aims that are solved for by integer programming, of one organisation."""


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
    tries: int = TRIES,
) -> Verdict:
    """Attack the report of a table of answers."""
    world = World.of(answers, survey, by, consenting or {})
    return _Attack(publish, world.people(answers), np.random.default_rng(seed)).verdict(tries)


class _Attack:
    def __init__(self, publish: Publish, truth: People, chance: np.random.Generator) -> None:
        self.publish, self.truth, self.chance, self.world = publish, truth, chance, truth.world
        self.form = self.published(truth)
        self.same = key(self.form)
        self.kept = [truth]
        self.tried: set[int] = set()
        self.runs = 0
        self.all = list(aims(truth, self.form))
        self.left = list(self.all)
        self.unseen = np.array([len(s) == 1 and hidden(self.form, s) for s in self.world.scopes])

    def published(self, people: People) -> dict[str, Any]:
        report = self.publish(
            people.tally(), self.world.survey, by=tuple(self.world.groupings), consenting=self.world.consenting
        )
        form: dict[str, Any] = report if isinstance(report, dict) else report.to_dict()
        return form

    def verdict(self, tries: int) -> Verdict:
        failed = 0
        while self.left and failed < tries:
            before = len(self.left)
            self.run(self.moved(self.left[int(self.chance.integers(before))]))
            failed = failed + 1 if len(self.left) == before else 0
        exchanges = [
            Exchange(truth=self.truth, published=self.form, dimension=dimension, chance=self.chance)
            for dimension in self.world.survey.dimensions
            if self.left
        ]
        for exchange in exchanges * WILD:
            if self.left:
                self.run(exchange.toward(self.left))
        beaten, undecided = [], []
        tables: dict[str, Tables] = {}
        for solved in count():
            if not self.left:
                break
            aim = self.left[0]
            item = self.world.survey.items[aim.item]
            exchange = next(one for one in exchanges if item in one.dimension.items)
            if solved < SOLVED and self.opened(aim, exchange.witnesses(aim, self.kept)):
                continue
            self.left.remove(aim)
            if solved < SOLVED and self.certain(aim, exchange.dimension, tables):
                beaten.append(self.told(aim))
            elif not aim.opened(self.kept):
                undecided.append(self.told(aim))
        opened = len(self.all) - len(beaten) - len(undecided)
        return Verdict(
            beaten=tuple(beaten), undecided=tuple(undecided), opened=opened, runs=self.runs, kept=len(self.kept)
        )

    def opened(self, aim: Aim, witnesses: Iterable[People]) -> bool:
        """Publish what these answered, until an aim is open."""
        for people in witnesses:
            self.run(people)
            if aim not in self.left:
                return True
        return False

    def certain(self, aim: Aim, dimension: Dimension, tables: dict[str, Tables]) -> bool:
        """Tell whether the exact numbers alone leave one possibility."""
        if dimension.id not in tables:
            tables[dimension.id] = Tables(
                truth=self.truth, published=self.form, dimension=dimension, chance=self.chance
            )
        certain = True
        try:
            for people in tables[dimension.id].witnesses(aim, self.kept):
                certain = False
                self.run(people)
                if aim.opened(self.kept):
                    break
        except TimeoutError:
            return False
        return certain

    def run(self, people: People | None) -> None:
        """Publish what these answered; keep them if it looks the same."""
        if people is None:
            return
        mark = hash((people.told.tobytes(), np.sort(people.steps @ self._hash(people) + people.cell).tobytes()))
        if mark in self.tried:
            return
        self.tried.add(mark)
        self.runs += 1
        if key(self.published(people)) == self.same:
            self.kept.append(people)
            self.left = [aim for aim in self.left if not aim.opened(self.kept)]

    @staticmethod
    def _hash(people: People) -> Ints:
        return (len(people.world.cells) + 1) * (people.world.points + 2) ** np.arange(people.steps.shape[1])

    def told(self, aim: Aim) -> str:
        whose = " × ".join(group for _, group in self.world.scopes[aim.scope]) or "everybody"
        item = self.world.survey.items[aim.item].id
        truth = self.truth.told[aim.scope, aim.item].tolist()
        own = f", known to {aim.own} and {aim.outside} outside" if aim.own else ""
        return f"{aim.what} of {whose}, {item} (in truth {truth}){own}"

    # Moves: answers that might give the same report.

    def moved(self, aim: Aim) -> People | None:
        """Return people who differ a little from some that were kept, in what an aim asks for."""
        base = self.kept[int(self.chance.integers(len(self.kept)))]
        up = None
        if aim.what == "mean":
            up = bool(self.chance.integers(2))
            told = [people for people in self.kept if people.told[aim.scope, aim.item].sum()]
            base = (max if up else min)(told, key=lambda people: mean(people.told[aim.scope, aim.item]))
        inside = np.flatnonzero(self.world.inside[aim.scope][base.cell])
        if not len(inside):
            return None
        ways: list[Callable[[People, Aim, Ints, bool | None], People | None]] = [self.shift, self.change]
        if self.world.survey.items[aim.item] not in [
            d.items[0] for d in self.world.survey.dimensions if len(d.items) == 1
        ]:
            ways.append(self.rectangle)
        if aim.scope:
            ways += [self.swap, self.swap_answers, self.regroup]
        if aim.what != "distribution":
            ways += [self.redraw, self.redraw]
        if aim.what == "n":
            ways = [self.move, self.regroup]
        return ways[int(self.chance.integers(len(ways)))](base, aim, inside, up)

    def one(self, some: Ints) -> int | None:
        """Return one of these by chance."""
        return int(some[self.chance.integers(len(some))]) if len(some) else None

    def beside(self, aim: Aim) -> list[int]:
        """Return the items of the dimension that an aim is of."""
        items = self.world.survey.items
        dimension = next(d for d in self.world.survey.dimensions if items[aim.item] in d.items)
        return [items.index(item) for item in dimension.items]

    def peers(self, aim: Aim, base: People) -> Ints:
        """Return the people of other hidden groups, if there are any, or all who are not in the scope."""
        others = ~self.world.inside[aim.scope][base.cell]
        attributes = {id for id, _ in self.world.scopes[aim.scope]}
        near = np.zeros(len(base.cell), dtype=bool)
        for place in np.flatnonzero(self.unseen):
            if self.world.scopes[place][0][0] in attributes:
                near |= self.world.inside[place][base.cell]
        hidden_ones = np.flatnonzero(near & others)
        return hidden_ones if len(hidden_ones) and self.chance.random() < 0.85 else np.flatnonzero(others)

    def cell(self, base: People, person: int, aim: Aim, like: int) -> int:
        """Return the person's cell, if they were in the other one's group of the attributes that the aim is of."""
        ids = [id for id, _ in self.world.scopes[aim.scope]]
        mine, other = list(self.world.cells[base.cell[person]]), self.world.cells[base.cell[like]]
        for id in ids if len(ids) == 1 or self.chance.random() < 0.3 else [ids[int(self.chance.integers(2))]]:
            place = self.world.by.index(id)
            mine[place] = other[place]
        return self.world.cells.index(tuple(mine))

    def swap(self, base: People, aim: Aim, inside: Ints, up: bool | None) -> People | None:
        """Let one in the scope and one who is not change groups."""
        one, other = self.pair(base, aim, inside, self.peers(aim, base), up)
        if one is None or other is None:
            return None
        cell = base.cell.copy()
        cell[one], cell[other] = self.cell(base, one, aim, other), self.cell(base, other, aim, one)
        return replace(base, cell=cell)

    def move(self, base: People, aim: Aim, inside: Ints, up: bool | None) -> People | None:
        """Let somebody of a hidden group be in another."""
        peers = self.peers(aim, base)
        if not len(peers):
            return None
        one, other = self.one(inside), self.one(peers)
        if one is None or other is None:
            return None
        if self.chance.random() < 0.5:
            one, other = other, one
        cell = base.cell.copy()
        cell[one] = self.cell(base, one, aim, other)
        return replace(base, cell=cell)

    def regroup(self, base: People, aim: Aim, inside: Ints, up: bool | None) -> People | None:
        """Let the people of all hidden groups be in any of these, in other numbers."""
        (id, _), *_ = self.world.scopes[aim.scope]
        attribute = self.world.by.index(id)
        places = [
            self.world.options[id].index(self.world.scopes[place][0][1])
            for place in np.flatnonzero(self.unseen)
            if self.world.scopes[place][0][0] == id
        ]
        cells = np.array(self.world.cells)
        people = np.flatnonzero(np.isin(cells[base.cell][:, attribute], places))
        there = [place for place in places if (cells[self.truth.cell][:, attribute] == place).any()]
        if len(there) < 2:
            return None
        share = self.chance.dirichlet(np.full(len(there), self.chance.choice([0.3, 1.0, 5.0])))
        sizes = 1 + self.chance.multinomial(max(len(people) - len(there), 0), share)
        groups = self.chance.permutation(np.repeat(there, sizes))[: len(people)]
        cell = base.cell.copy()
        for person, group in zip(people, groups, strict=False):
            mine = list(self.world.cells[cell[person]])
            mine[attribute] = int(group)
            cell[person] = self.world.cells.index(tuple(mine))
        return replace(base, cell=cell)

    def pair(
        self, base: People, aim: Aim, inside: Ints, others: Ints, up: bool | None
    ) -> tuple[int | None, int | None]:
        """Return two whose answers differ; the other one's is higher, or lower, if it has to be."""
        one = self.one(inside)
        if one is None:
            return None, None
        mine, theirs = base.steps[one, aim.item], base.steps[others, aim.item]
        differ = theirs != mine if up is None else theirs > mine if up else (theirs < mine) & (theirs >= 0)
        return one, self.one(others[differ])

    def swap_answers(self, base: People, aim: Aim, inside: Ints, up: bool | None) -> People | None:
        """Let one in the scope and one who is not change answers, so that everybody's stay."""
        one, other = self.pair(base, aim, inside, self.peers(aim, base), up)
        if one is None or other is None:
            return None
        steps = base.steps.copy()
        steps[one, aim.item], steps[other, aim.item] = base.steps[other, aim.item], base.steps[one, aim.item]
        return replace(base, steps=steps)

    def change(self, base: People, aim: Aim, inside: Ints, up: bool | None) -> People | None:
        """Let one or two in the scope have answered something else."""
        steps = base.steps.copy()
        for person in self.chance.permutation(inside)[: 1 + int(self.chance.random() < 0.4)]:
            if steps[person, aim.item] >= 0:
                by = self.chance.choice([-1, 1, 2, -2]) if up is None else (1 if up else -1)
                steps[person, aim.item] = np.clip(steps[person, aim.item] + by, 0, self.world.points - 1)
        return replace(base, steps=steps)

    def redraw(self, base: People, aim: Aim, inside: Ints, up: bool | None) -> People | None:
        """Let all in the scope, or nearly all, have given one other answer; but for those whose own is known."""
        steps, own = base.steps.copy(), list(aim.own)
        value, other = self.chance.integers(self.world.points, size=2)
        keep = self.chance.choice([0.0, 0.0, 0.1])
        few = int(self.chance.choice([0, 0, 1, 2]))
        for person in self.chance.permutation(inside):
            if steps[person, aim.item] in own:
                own.remove(steps[person, aim.item])
            elif steps[person, aim.item] >= 0 and self.chance.random() >= keep:
                steps[person, aim.item] = value
        changed = np.flatnonzero((steps != base.steps)[:, aim.item])
        steps[changed[:few], aim.item] = other
        return replace(base, steps=steps)

    def shift(self, base: People, aim: Aim, inside: Ints, up: bool | None) -> People | None:
        """Let one in the scope have answered higher and somebody else lower, or the other way round."""
        where = [inside, np.arange(len(base.cell)), self.peers(aim, base)][int(self.chance.integers(3))]
        one, other = self.one(inside), self.one(where)
        if one is None or other is None or one == other:
            return None
        by = (1 if up else -1) if up is not None else int(self.chance.choice([-1, 1]))
        return self.shifted(base, [(one, aim.item, by), (other, aim.item, -by)])

    def rectangle(self, base: People, aim: Aim, inside: Ints, up: bool | None) -> People | None:
        """Let two answer one item of a dimension higher and another lower, crosswise: no sum changes."""
        second = self.one(np.array([item for item in self.beside(aim) if item != aim.item]))
        one, other = self.one(inside), self.one(np.arange(len(base.cell)))
        if second is None or one is None or other is None or one == other:
            return None
        by = int(self.chance.choice([-1, 1]))
        first = [(one, aim.item, by), (other, aim.item, -by)]
        return self.shifted(base, [*first, (one, second, -by), (other, second, by)])

    def shifted(self, base: People, changes: list[tuple[int, int, int]]) -> People | None:
        steps = base.steps.copy()
        for person, item, by in changes:
            if steps[person, item] < 0 or not 0 <= steps[person, item] + by < self.world.points:
                return None
            steps[person, item] += by
        return replace(base, steps=steps)
