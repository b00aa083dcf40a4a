"""An organisation as whoever re-runs the program invents it: who is in which group, and who answered what."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

import cxkit as cx
from cxkit.disclosure.merging import CONSENT
from cxkit.statistics.tally import MISSING, Tally
from cxkit.survey.crossing import single
from cxkit.survey.model import Survey
from tests.attack.facts import Scope

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class World:
    """What everybody knows of an organisation: the survey, the groups of each attribute, and who consented."""

    survey: Survey
    options: dict[str, list[str]]
    consenting: dict[str, str]
    groupings: list[str]
    alone: bool = False

    @classmethod
    def of(
        cls, answers: pd.DataFrame, survey: Survey, by: list[str], consenting: dict[str, str], *, alone: bool = False
    ) -> "World":
        """Return the world of a table; somebody who states no group is in the group "".

        Too few who consented are told as if nobody had been asked: so it is not known that they were.
        alone: one is enough.
        """
        least = 1 if alone else CONSENT
        consenting = {id: group for id, group in consenting.items() if (answers[id] == group).sum() >= least}
        options = {}
        for id in single(by):
            there = answers[id].fillna("").unique()
            options[id] = [*(survey.attribute(id).options or {}), *([""] if "" in there else [])]
        return cls(survey=survey, options=options, consenting=consenting, groupings=by, alone=alone)

    @cached_property
    def by(self) -> list[str]:
        """The attributes' ids."""
        return list(self.options)

    @cached_property
    def points(self) -> int:
        """How many answers there are to each item."""
        return self.survey.items[0].response_scale.range + 1

    @cached_property
    def cells(self) -> list[tuple[int, ...]]:
        """A group of each attribute, by their places, in all combinations."""
        return list(product(*(range(len(groups)) for groups in self.options.values())))

    @cached_property
    def scopes(self) -> list[Scope]:
        """Everybody, each group, and where there are two attributes each cell."""
        single: list[Scope] = [((id, group),) for id, groups in self.options.items() for group in groups]
        crossed = [
            tuple((id, self.options[id][place]) for id, place in zip(self.by, cell, strict=True)) for cell in self.cells
        ]
        return [(), *single, *(crossed if len(self.by) > 1 else [])]

    @cached_property
    def inside(self) -> npt.NDArray[np.bool_]:
        """Whether a cell is part of a scope: (scope, cell)."""
        names = [
            {(id, self.options[id][place]) for id, place in zip(self.by, cell, strict=True)} for cell in self.cells
        ]
        return np.array([[set(scope) <= cell for cell in names] for scope in self.scopes])

    def within(self, scopes: Iterable[Scope]) -> npt.NDArray[np.bool_] | None:
        """Return whether each cell is part of one of these; None where one of them is not there."""
        if not set(scopes) <= set(self.scopes):
            return None
        inside: npt.NDArray[np.bool_] = np.any([self.inside[self.scopes.index(scope)] for scope in scopes], axis=0)
        return inside

    @cached_property
    def consented(self) -> npt.NDArray[np.bool_]:
        """Whether a scope is of those who consented."""
        return np.array([bool(set(scope) & set(self.consenting.items())) for scope in self.scopes])

    @cached_property
    def _known(self) -> dict[int, list[str]]:
        return {}

    def patterns(self, given: int) -> list[str]:
        """Return which patterns the program counts where so many items were answered, all alike."""
        if given not in self._known:
            low = self.survey.items[0].response_scale.min
            answers = [low if place < given else None for place in range(len(self.survey.items))]
            table = pd.DataFrame([answers], columns=[item.id for item in self.survey.items], dtype=object)
            self._known[given] = [pattern for (_, pattern), n in cx.tally(table, self.survey).patterns.items() if n]
        return self._known[given]

    def people(self, answers: pd.DataFrame) -> "People":
        """Return those of a table."""
        low = self.survey.items[0].response_scale.min
        place = {cell: at for at, cell in enumerate(product(*(self.options[id] for id in self.by)))}
        rows = answers[self.by].fillna("").itertuples(index=False, name=None) if self.by else [()] * len(answers)
        steps = answers[[item.id for item in self.survey.items]].astype("float64").to_numpy() - low
        return People(
            world=self,
            cell=np.array([place[row] for row in rows], dtype=np.int64),
            steps=np.where(np.isnan(steps), -1, steps).astype(np.int64),
        )


@dataclass(frozen=True, kw_only=True)
class People:
    """Of each person the cell, and a step for each item (−1: no answer)."""

    world: World
    cell: Ints
    steps: Ints

    @cached_property
    def counts(self) -> Ints:
        """How many gave each step to each item: (cell, item, step)."""
        world = self.world
        found = np.zeros((len(world.cells), self.steps.shape[1], world.points), dtype=np.int64)
        person, item = np.nonzero(self.steps >= 0)
        np.add.at(found, (self.cell[person], item, self.steps[person, item]), 1)
        return found

    @cached_property
    def told(self) -> Ints:
        """The same for scopes: (scope, item, step)."""
        counts: Ints = np.tensordot(self.world.inside.astype(np.int64), self.counts, axes=1)
        return counts

    def has(self, others: "People", some: Sequence[int]) -> bool:
        """Tell whether some of others are here, too: in the same cell, with the same answers to everything."""
        mine, theirs = (np.hstack([one.cell[:, None], one.steps]) for one in (self, others))
        times = Counter(tuple(row) for row in theirs[list(some)].tolist())
        return all((mine == row).all(axis=1).sum() >= n for row, n in times.items())

    def tally(self) -> Tally:
        """Return the counts by group that a report is made of: what the program would count, in a tenth of its time."""
        survey, names = self.world.survey, list(product(*self.world.options.values()))
        low = survey.items[0].response_scale.min
        places = {item.id: at for at, item in enumerate(survey.items)}
        dimensions = [(d.id, [places[item.id] for item in d.items]) for d in survey.dimensions]
        respondents, scores, answers, patterns = (Counter[Any]() for _ in range(4))
        for cell, steps in zip(self.cell.tolist(), self.steps.tolist(), strict=True):
            group = names[cell]
            respondents[group] += 1
            for id, items in dimensions:
                given = [steps[at] for at in items if steps[at] >= 0]
                scores[group, id, len(given), sum(given)] += 1
            for id, at in places.items():
                answers[group, id, MISSING if steps[at] < 0 else steps[at] + low] += 1
            alike = len({*steps} - {-1}) < 2
            for pattern in self.world.patterns(len(steps) - steps.count(-1)) if alike else ():
                patterns[group, pattern] += 1
        counts: list[dict[Any, int]] = [dict(part) for part in (respondents, scores, answers, patterns)]
        return Tally(
            survey=survey.identity,
            by=tuple(self.world.by),
            respondents=counts[0],
            scores=counts[1],
            answers=counts[2],
            patterns=counts[3],
        )
