"""Other answers that leave every number of a report where it is, by integer programming on what people could change.

Each may answer a dimension otherwise, or be in another group that is told together with theirs: then nothing changes in
other dimensions. What is asked for is enough, and more than it takes: sums, sums of squares and
counts that are told stay the same, and so do the statuses that `keep` is told of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import combinations, product
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from cxkit.disclosure.variety import LEAST
from cxkit.statistics.estimates import parts
from cxkit.statistics.tally import EMPTY, STRAIGHT_LINED
from cxkit.survey.parts import FLOOR, Dimension
from tests.attack.aims import Aim
from tests.attack.facts import scopes
from tests.attack.people import Ints, People

Flags = npt.NDArray[np.bool_]
Vector = npt.NDArray[np.float64]
Feature = Callable[[Ints], Any]
"""From people's steps, a row each, a number of each."""
Wish = tuple[Aim, Vector, float]
"""An aim, what each change adds to something, and how much has to be added to it so that the aim is open."""
TIME_LIMIT, NODES = 60.0, 100
"""Of one solution: seconds, which are not to decide, since a busy machine has fewer of them; so that these do."""
SOLVED = 1000
"""With how many changes it is solved, by chance where there are more."""
ANY = 1e6
"""How far a solution may be from the best: all are good enough."""
MOST = 4000
"""How many changes are looked at, by chance where there are more."""


@dataclass(kw_only=True)
class Exchange:
    """The changes that people could make: of each the `old` and the `new` steps and cell. `kind` of people: whose."""

    truth: People
    published: Mapping[str, Any]
    dimension: Dimension
    chance: np.random.Generator
    rows: list[Vector] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    scores: list[tuple[Flags, Feature]] = field(default_factory=list)
    """What is told of scores and of everybody's patterns: sums over the people of some cells."""
    answered: dict[int, list[Flags]] = field(default_factory=lambda: defaultdict(list))
    """Of each item the cells of whom together something is told of the answers to it."""
    told: dict[tuple[str, str], str] = field(default_factory=dict)
    """The group as which a group is told, of those that are."""
    either: list[list[tuple[Vector, float]]] = field(default_factory=list)
    """Of each list one row at least adds no more than so much."""

    def __post_init__(self) -> None:
        truth, ids = self.truth, [item.id for item in self.truth.world.survey.items]
        self.items = [ids.index(item.id) for item in self.dimension.items]
        everyone = np.hstack([truth.cell[:, None], truth.steps])
        kinds, self.kind, self.there = np.unique(everyone, axis=0, return_inverse=True, return_counts=True)
        self.kind = self.kind.ravel()
        together = self._together()
        changes = self._changes(kinds, together)
        chosen = changes[np.sort(self.chance.permutation(len(changes))[:MOST])]
        self.whose, self.new_cell, self.new = chosen[:, 0], chosen[:, 1], chosen[:, 2:]
        self.old_cell, self.old = kinds[self.whose, 0], kinds[self.whose, 1:]
        for kind, n in enumerate(self.there):
            self.keep((self.whose == kind).astype(float), -np.inf, n)
        self._keep_sizes()
        self._keep_patterns()
        for row in (*self.published["dimensions"], *self.published["groups"]):
            if row["dimension"] == self.dimension.id:
                self._keep_dimension(row)
        for row in (*self.published["items"], *self.published["group_items"]):
            if row["dimension"] == self.dimension.id:
                self._keep_item(row, ids.index(row["item"]))

    def _changes(self, kinds: Ints, together: Ints) -> Ints:
        """Return what people of each kind could be: kind, cell, steps.

        In another cell, with one answer to the dimension changed, with one higher and one lower, or, as far as there is
        room, with what anybody answered to it, or could have.
        """
        world, items = self.truth.world, self.items
        steps = np.arange(-1, world.points)
        answers = np.unique(kinds[:, 1:][:, items], axis=0)
        if len(steps) ** len(items) * len(kinds) <= MOST:
            answers = np.array(list(product(steps, repeat=len(items))))
        found = []
        for kind, (cell, *mine) in enumerate(kinds.tolist()):
            cells = np.flatnonzero(together == together[cell])
            found.append(np.array([(kind, other, *mine) for other in cells]))
            for item in items:
                one = np.tile([kind, cell, *mine], (len(steps), 1))
                one[:, 2 + item] = steps
                found.append(one)
            for first, second in combinations(items, 2):  # one higher, one lower: the score stays
                lower, upper = mine[first], mine[second]
                more = np.arange(max(-lower, upper - steps[-1]), min(steps[-1] - lower, upper) + 1)
                if lower >= 0 and upper >= 0:
                    one = np.tile([kind, cell, *mine], (len(more), 1))
                    one[:, 2 + first] += more
                    one[:, 2 + second] -= more
                    found.append(one)
            if len(answers) * len(kinds) <= MOST:
                one = np.tile([kind, cell, *mine], (len(answers), 1))
                one[:, 2 + np.array(items)] = answers
                found.append(one)
        every: Ints = np.unique(np.concatenate(found), axis=0)
        return np.asarray(every[(every[:, 1:] != kinds[every[:, 0]]).any(axis=1)])

    def _together(self) -> Ints:
        """Return for each cell a number: the same, where it makes no difference to what is told of whom."""
        world, told = self.truth.world, self.told
        tables = ("participation", "groups", "group_items")
        for row in (row for table in tables for row in self.published[table]):
            if row.get("attribute") and (row.get("respondents") or row.get("n")) is not None:
                for scope in scopes(row):
                    told.setdefault(scope[0], row["group"])
        places: dict[tuple[str | None, ...], int] = {}
        names = [
            tuple(told.get((id, world.options[id][group])) for id, group in zip(world.by, cell, strict=True))
            for cell in world.cells
        ]
        return np.array([places.setdefault(name, len(places)) for name in names])

    # What a change adds.

    def vector(self, inside: Flags, feature: Feature) -> Vector:
        """Return what each change adds to the sum of a feature over these cells."""
        added: Vector = inside[self.new_cell] * feature(self.new) - 1.0 * inside[self.old_cell] * feature(self.old)
        return added

    def total(self, inside: Flags, feature: Feature) -> float:
        """Return the sum in truth."""
        return float((inside[self.truth.cell] * feature(self.truth.steps)).sum())

    def given(self, item: int) -> Feature:
        """Count who answered an item, by its place."""
        return lambda steps: steps[:, item] >= 0

    def step(self, item: int, power: int = 1) -> Feature:
        """Add up steps of an item."""
        return lambda steps: np.maximum(steps[:, item], 0) ** power

    def gave(self, item: int, *values: int) -> Feature:
        """Count who gave one of these steps to an item."""
        return lambda steps: np.isin(steps[:, item], values)

    def scored(self, steps: Ints) -> Flags:
        """Tell who has a score."""
        flags: Flags = (steps[:, self.items] >= 0).sum(axis=1) >= max(self.dimension.min_answered, 1)
        return flags

    def score(self, steps: Ints) -> Ints:
        """Return scores in whole parts; −1 of those who have none."""
        mine = steps[:, self.items]
        answered = np.maximum((mine >= 0).sum(axis=1), 1)
        found: Ints = np.maximum(mine, 0).sum(axis=1) * parts(self.dimension) // (answered * self.dimension.unit)
        return np.where(self.scored(steps), found, -1)

    # What stays.

    def keep(self, row: Vector, low: float, high: float) -> None:
        """Ask that changes add no less than `low` and no more than `high`."""
        self.rows.append(row)
        self.low.append(low)
        self.high.append(high)

    def _same(self, inside: Flags, *features: Feature) -> None:
        for feature in features:
            self.keep(self.vector(inside, feature), 0, 0)

    def _keep_sizes(self) -> None:
        """Keep who is told together: whoever is small stays small; and whoever is there stays there."""
        world, threshold = self.truth.world, max(self.truth.world.survey.confidentiality.scores, LEAST)
        for scope, inside in zip(world.scopes, world.inside, strict=True):
            n = int(inside[self.truth.cell].sum())
            row = self.vector(inside, lambda steps: np.ones(len(steps)))
            if len(scope) == 1 and row.any():
                ends = (threshold, np.inf) if n >= threshold else (1, threshold - 1)
                if scope[0] not in self.told:
                    ends = (1, np.inf)
                if not n:
                    ends = (0, 0)
                self.keep(row, ends[0] - n, ends[1] - n)

    def _keep_patterns(self) -> None:
        world, every = self.truth.world, np.ones(len(self.truth.world.cells), dtype=bool)

        def has(pattern: str) -> Feature:
            counted = np.array([pattern in world.patterns(given) for given in range(len(world.survey.items) + 1)])

            def feature(steps: Ints) -> Flags:
                alike = ((steps < 0) | (steps == steps.max(axis=1)[:, None])).all(axis=1)
                flags: Flags = alike & counted[(steps >= 0).sum(axis=1)]
                return flags

            return feature

        self._same(every, has(EMPTY))
        self.scores.append((every, has(EMPTY)))
        others: Flags = ~np.asarray(world.inside[world.consented].any(axis=0))
        n, straight = int(others[self.truth.cell].sum()), int(self.total(others, has(STRAIGHT_LINED)))
        if n < world.survey.confidentiality.distributions:
            return
        ends = (0, FLOOR - 1) if straight < FLOOR else (n - FLOOR + 1, n)
        if FLOOR <= straight <= n - FLOOR:
            ends = FLOOR, n - FLOOR
            self._same(every, has(STRAIGHT_LINED))
            self.scores.append((every, has(STRAIGHT_LINED)))
        self.keep(self.vector(others, has(STRAIGHT_LINED)), ends[0] - straight, ends[1] - straight)

    def _keep_dimension(self, row: Mapping[str, Any]) -> None:
        inside = self.truth.world.within(scopes(row))
        if inside is None or row["n"] is None:
            return
        told: list[Feature] = [self.scored]
        if row["mean"] is not None:
            told.append(lambda steps: np.maximum(self.score(steps), 0))
        if row["sd"] is not None and row.get("exact", True):
            told.append(lambda steps: np.maximum(self.score(steps), 0) ** 2)
        self._same(inside, *told)
        self.scores += [(inside, feature) for feature in told]
        if row["favourable"] is not None:
            scale = self.dimension.items[0].response_scale
            for values in (scale.favourable, scale.unfavourable):
                few = [value - scale.min for value in values]
                self._same(inside, self._pooled(few))
            self._same(inside, lambda steps: (steps[:, self.items] >= 0).sum(axis=1))
        if row.get("rwg_j") is not None:
            for item in self.items:
                self._same(inside, self.given(item), self.step(item), self.step(item, 2))

    def _pooled(self, values: list[int]) -> Feature:
        return lambda steps: np.isin(steps[:, self.items], values).sum(axis=1)

    def _keep_item(self, row: Mapping[str, Any], item: int) -> None:
        inside = self.truth.world.within(scopes(row))
        if inside is None or row["n"] is None:
            return
        self.answered[item].append(inside)
        self._same(inside, self.given(item))
        if row["mean"] is not None:
            self._same(inside, self.step(item))
        if row["sd"] is not None and row.get("exact", True):
            self._same(inside, self.step(item, 2))
        if row["favourable"] is not None:
            self._same(inside, *(self.gave(item, step) for step in range(self.truth.world.points)))

    # Solving.

    def toward(self, wish: Wish, *, far: bool = False) -> People | None:
        """Return people who leave an aim open, or None where none were found: the first there are.

        far: those who are anywhere, rather than near the truth.
        """
        aim, towards, need = wish
        some = self._some(towards > 0)
        width, people, flags = len(some), len(self.truth.cell), sum(map(len, self.either))
        rows = [row[some] for row in self.rows]
        low, high = [*self.low], [*self.high]

        def add(row: Vector, least: float, most: float) -> None:
            rows.append(row)
            low.append(least)
            high.append(most)

        add(towards[some], need, np.inf)
        own = self.kind[list(aim.own)]
        for kind in np.unique(own):
            add(1.0 * (self.whose[some] == kind), 0, self.there[kind] - (own == kind).sum())
        matrix, place = np.hstack([np.array(rows), np.zeros((len(rows), flags))]), 0
        rows = []
        for either in self.either:
            for at, (row, most) in enumerate(either, place):
                enough = abs(row).max() * people + abs(most)
                add(np.concatenate([row[some], np.eye(flags)[at] * enough]), -np.inf, most + enough)
            chosen = np.isin(np.arange(flags), np.arange(place, place + len(either)))
            add(np.concatenate([np.zeros(width), 1.0 * chosen]), 1, np.inf)
            place += len(either)
        found = milp(
            np.concatenate([self.chance.random(width) - far, np.zeros(flags)]),
            integrality=np.ones(width + flags),
            bounds=Bounds(0, np.concatenate([self.there[self.whose[some]], np.ones(flags)])),
            constraints=LinearConstraint(csr_array(np.vstack([matrix, *rows])), low, high),
            options={"time_limit": TIME_LIMIT, "node_limit": NODES, "mip_rel_gap": ANY},
        )
        if found.x is None:
            return None
        changes = np.zeros(len(self.whose), dtype=np.int64)
        changes[some] = np.round(found.x[:width])
        return self.changed(changes)

    def _some(self, leads: Flags) -> Ints:
        """Return the places of some changes by chance, half of them such as lead to what is wished."""
        several = [self.chance.permutation(np.flatnonzero(one))[: SOLVED // 2] for one in (leads, ~leads)]
        return np.sort(np.concatenate(several))

    def changed(self, changes: Ints) -> People:
        """Return people of whom so many did what each change says."""
        cell, steps, moved = self.truth.cell.copy(), self.truth.steps.copy(), np.zeros(len(self.truth.cell), dtype=bool)
        for change in np.flatnonzero(changes):
            free = np.flatnonzero((self.kind == self.whose[change]) & ~moved)[: changes[change]]
            cell[free], steps[free], moved[free] = self.new_cell[change], self.new[change], True
        return replace(self.truth, cell=cell, steps=steps)
