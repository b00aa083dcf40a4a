"""Counting a sheet by group: the arrays behind a tally.

Items are counted together, a few at a time: one pass over the rows counts every combination of their codes, and each
item's own counts are sums over that.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, groupby
from math import prod
from operator import itemgetter
from threading import Lock, get_ident

import numpy as np
import numpy.typing as npt

from cxkit.responses.coding import BLANK, Codes, holding, width
from cxkit.responses.problems import Problem
from cxkit.statistics.cores import shared
from cxkit.statistics.encoding import Key, given
from cxkit.statistics.grouped import Block, Group, Ints, Job
from cxkit.survey.model import Survey
from cxkit.survey.parts import Dimension, Item

STRAIGHT = 5
"""So many answers, all the same and none other, make a straight line."""

_BINS = 1 << 15
"""The most combinations counted at once: the counts, too, should stay in the cache."""


class Counts:
    """What has been counted, of groups in the order in which they were met.

    people: of each group how many there are, and who answered nothing, not even "can't tell", everything alike.
    answers: {item id: array (group, code)}.
    """

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        self.places: dict[Group, int] = {}
        self.people = np.zeros((0, 4), dtype=np.int64)
        self.answers = {item.id: np.zeros((0, width(item.response_scale)), dtype=np.int64) for item in survey.items}
        self._scores: dict[str, list[Ints]] = {dimension.id: [] for dimension in survey.dimensions}
        self._problems: list[tuple[int, Problem]] = []
        self._rows: Counter[int] = Counter()

    def add(self, groups: Sequence[Group], share: "_Share") -> None:
        """Add what a share has counted of these groups."""
        at = np.array([self.places.setdefault(group, len(self.places)) for group in groups], dtype=np.int64)
        self.people = _longer(self.people, len(self.places))
        self.people[at] += share.people
        for bundle, counted in zip(share.plan.bundles, share.cubes, strict=True):
            cube = counted.reshape(len(groups), *(width(item.response_scale) for item in bundle))
            for axis, item in enumerate(bundle, 1):
                within = tuple(other for other in range(1, cube.ndim) if other != axis)
                self.answers[item.id] = _longer(self.answers[item.id], len(self.places))
                self.answers[item.id][at] += cube.sum(axis=within)
        for dimension in self.survey.dimensions:
            parts = self._scores[dimension.id]
            parts += _moved(share.scored(dimension), at, dimension)
            # Together as soon as there are twice as many as there would have to be.
            if sum(part.shape[1] for part in parts) > 2 * parts[0].shape[1] + _BINS:
                self._scores[dimension.id] = [_summed(parts, len(self.places) * _cells(dimension))]
        self._problems += share.problems
        self._rows.update(share.rows)

    def ordered(self) -> tuple[list[Group], Ints]:
        """Return the groups in the order of their values, and their places here."""
        groups = sorted(self.places)
        return groups, np.array([self.places[group] for group in groups], dtype=np.int64)

    def scored(self, dimension: Dimension) -> Ints:
        """Return rows of (group, answered, keyed sum, n); group: its place among the ordered ones."""
        order = self.ordered()[1]
        rank = np.empty_like(order)
        rank[order] = np.arange(len(order))
        places, n = _summed(_moved(self._scores[dimension.id], rank, dimension), len(order) * _cells(dimension))
        group, within = np.divmod(places, _cells(dimension))
        return np.column_stack([group, *np.divmod(within, _sums(dimension)), n])

    def problems(self) -> list[Problem]:
        """Return what was no answer, with rows numbered from 1 on over all tables."""
        tables = sorted(self._rows)
        before = dict(zip(tables, accumulate((self._rows[number] for number in tables), initial=0), strict=False))
        return [
            replace(problem, rows=tuple(row + before[number] for row in problem.rows))
            for number, problem in sorted(self._problems, key=itemgetter(0))
        ]


def count(jobs: Iterable[Job], survey: Survey, told: Callable[[], None] | None = None) -> Counts:
    """Count what jobs give. told: called now and then, in the caller's own thread."""
    counts, one, caller = Counts(survey), Lock(), get_ident()

    def work(own: Iterator[Job]) -> None:
        groups: tuple[Group, ...] = ()
        share: _Share | None = None
        for number, blocks in own:
            for block in blocks():
                if share is None or block.groups != groups:  # mostly they are those of the block before
                    keep(groups, share)
                    groups = block.groups
                    share = _Share(_Plan(survey, len(groups)))
                share.add(block, number)
            del blocks
            if told and get_ident() == caller:
                told()
        keep(groups, share)

    def keep(groups: tuple[Group, ...], share: _Share | None) -> None:
        with one:
            if share:
                counts.add(groups, share)

    shared(jobs, work)
    return counts


class _Plan:
    """What to count, worked out once for all blocks."""

    def __init__(self, survey: Survey, number: int) -> None:
        self.survey = survey
        self.number = number
        self.key = Key(survey)
        self.bundles = list(_bundles(survey.items, number))
        self.sizes = [prod(width(item.response_scale) for item in bundle) for bundle in self.bundles]
        # Who spends no token, or sets no pin, has not answered everything alike without reading it.
        rated = [dimension.kind == "rate" for dimension in survey.dimensions for _ in dimension.items]
        places = sorted((place for place, one in enumerate(rated) if one), key=self._span)
        kinds = [list(same) for _, same in groupby(places, key=self._span)]
        self.alike = max(kinds, key=len, default=[])

    def fits(self, dimension: Dimension) -> bool:
        """Say whether a dimension's sums can be counted by place, or are too many for that."""
        return self.number * _cells(dimension) <= 16 * _BINS

    def straight(self, codes: Codes, some: Codes) -> npt.NDArray[np.bool_]:
        """Say which respondents gave one and the same answer to all they answered, STRAIGHT items or more.

        Of several response scales the one with most items counts; equal answers on unequal scales mean nothing.
        """
        if len(self.alike) < STRAIGHT:
            return np.zeros(codes.shape[1], dtype=bool)
        if len(self.alike) < len(codes):
            codes, some = codes[self.alike], some[self.alike]
        top = codes.dtype.type(width(self.survey.items[self.alike[0]].response_scale) - 1)
        depth = top - codes  # how far an answer is from the top
        depth *= some
        enough = np.add.reduce(some, axis=0, dtype=holding(len(codes))) >= STRAIGHT
        straight: npt.NDArray[np.bool_] = enough & (codes.max(axis=0) == top - depth.max(axis=0))
        return straight

    def _span(self, place: int) -> tuple[int, int]:
        scale = self.survey.items[place].response_scale
        return scale.min, scale.max


class _Share:
    """What one worker has counted of some groups."""

    def __init__(self, plan: _Plan) -> None:
        self.plan = plan
        self.problems: list[tuple[int, Problem]] = []
        self.rows: Counter[int] = Counter()
        self.people = np.zeros((plan.number, 4), dtype=np.int64)
        self.cubes = [np.zeros(plan.number * size, dtype=np.int64) for size in plan.sizes]
        dimensions = plan.survey.dimensions
        self.dense = {d.id: np.zeros(plan.number * _cells(d), dtype=np.int64) for d in dimensions if plan.fits(d)}
        self.sparse: dict[str, list[Ints]] = {d.id: [] for d in dimensions}

    def add(self, block: Block, number: int) -> None:
        """Count a block of the table of that number."""
        plan, codes, groups = self.plan, block.codes, block.places
        self.problems += [(number, problem) for problem in block.problems]
        self.rows[number] += len(groups)
        some = given(codes)
        at = 0
        offsets: dict[int, Ints] = {}
        for bundle, size, cube in zip(plan.bundles, plan.sizes, self.cubes, strict=True):
            within = codes[at].astype(holding(size))
            for place, item in enumerate(bundle[1:], at + 1):
                within *= within.dtype.type(width(item.response_scale))
                within += codes[place]
            _place(cube, within, groups, size, offsets)
            at += len(bundle)
        answered_any = np.zeros(len(groups), dtype=bool)
        for dimension, (answered, total) in zip(plan.survey.dimensions, plan.key.sums(codes, some), strict=True):
            answered_any |= answered > 0
            cells = _cells(dimension)
            within = answered.astype(holding(cells))
            within *= within.dtype.type(_sums(dimension))
            within += total
            if dimension.id in self.dense:
                _place(self.dense[dimension.id], within, groups, cells, offsets)
            else:
                self.sparse[dimension.id].append(np.stack(np.unique(groups * cells + within, return_counts=True)))
        empty = np.flatnonzero(~answered_any)
        blank = empty[(codes[:, empty] == BLANK).all(axis=0)]
        kinds = (groups, groups[empty], groups[blank], groups[plan.straight(codes, some)])
        self.people += np.column_stack([np.bincount(kind, minlength=plan.number) for kind in kinds])

    def scored(self, dimension: Dimension) -> list[Ints]:
        """Return (places, how many there) of a dimension, of one block or of several together."""
        if dimension.id not in self.dense:
            return self.sparse[dimension.id]
        counted = self.dense[dimension.id]
        places = np.flatnonzero(counted)
        return [np.stack([places, counted[places]])]


def _place(counts: Ints, within: Codes, groups: Ints, size: int, offsets: dict[int, Ints]) -> None:
    """Add one for each respondent to `counts`, which holds `size` places a group."""
    if size not in offsets:
        offsets[size] = groups * size
    places = within.astype(np.int64)
    places += offsets[size]
    counts += np.bincount(places, minlength=len(counts))


def _bundles(items: tuple[Item, ...], number: int) -> Iterator[tuple[Item, ...]]:
    """Split the items into runs whose combinations of codes, times the groups, are few enough to count at once."""
    bundle: list[Item] = []
    size = number
    for item in items:
        if bundle and size * width(item.response_scale) > _BINS:
            yield tuple(bundle)
            bundle, size = [], number
        bundle.append(item)
        size *= width(item.response_scale)
    if bundle:
        yield tuple(bundle)


def _sums(dimension: Dimension) -> int:
    return len(dimension.items) * dimension.unit + 1


def _cells(dimension: Dimension) -> int:
    return (len(dimension.items) + 1) * _sums(dimension)


def _longer(counts: Ints, groups: int) -> Ints:
    """Return the counts of groups with room for more of them."""
    more = groups - len(counts)
    return np.concatenate([counts, np.zeros((more, counts.shape[1]), dtype=np.int64)]) if more else counts


def _moved(parts: Iterable[Ints], to: Ints, dimension: Dimension) -> list[Ints]:
    """Return (places, how many there) of a dimension with each group at another place."""
    cells = _cells(dimension)
    return [np.stack([to[places // cells] * cells + places % cells, n]) for places, n in parts]


def _summed(parts: Sequence[Ints], size: int) -> Ints:
    """Add up (places below `size`, how many there), each place once, in order. No part has a place twice."""
    if size <= 16 * _BINS:
        total = np.zeros(size, dtype=np.int64)
        for places, n in parts:
            total[places] += n
        found = np.flatnonzero(total)
        return np.stack([found, total[found]])
    places, n = np.concatenate([np.zeros((2, 0), dtype=np.int64), *parts], axis=1)
    found, back = np.unique(places, return_inverse=True)
    total = np.zeros(len(found), dtype=np.int64)
    np.add.at(total, back, n)
    return np.stack([found, total])
