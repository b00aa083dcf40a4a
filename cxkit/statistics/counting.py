"""Counting a sheet by group: the arrays behind a tally.

Items are counted together, a few at a time: one pass over the rows counts every combination of their codes, and each
item's own counts are sums over that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from math import prod

import numpy as np
import numpy.typing as npt

from cxkit.responses.coding import BLANK, Codes, holding, width
from cxkit.responses.problems import Problem
from cxkit.statistics.encoding import BLOCK, Key, Sheet, given
from cxkit.survey.model import Survey
from cxkit.survey.parts import Dimension, Item

Ints = npt.NDArray[np.int64]

STRAIGHT = 5
"""So many answers, all the same and none other, make a straight line."""

_BINS = 1 << 15
"""The most combinations counted at once: the counts, too, should stay in the cache."""


@dataclass(kw_only=True)
class SheetCounts:
    """answers: {item id: array (group, code)}. scores: {dimension id: rows of (group, answered, keyed sum, n)}.

    empty, blank, straight: respondents of each group who answered nothing, not even "can't tell", everything alike.
    """

    respondents: Ints
    empty: Ints
    blank: Ints
    straight: Ints
    answers: dict[str, Ints] = field(default_factory=dict)
    scores: dict[str, Ints] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def count(sheet: Sheet, groups: Ints, number: int) -> SheetCounts:
    """Count the rows of a sheet; groups: the group of each row, 0 ≤ group < number."""
    survey = sheet.survey
    plan = _Plan(survey, number)

    def work(starts: Iterable[int]) -> _Share:
        share = _Share(plan)
        for start in starts:
            codes, problems = sheet.block(start)
            share.problems += problems
            share.add(codes, groups[start : start + BLOCK])
        return share

    shares = sheet.each(work)
    counts = SheetCounts(
        respondents=np.bincount(groups, minlength=number) if number else np.zeros(0, dtype=np.int64),
        empty=sum((share.empty for share in shares), np.zeros(number, dtype=np.int64)),
        blank=sum((share.blank for share in shares), np.zeros(number, dtype=np.int64)),
        straight=sum((share.straight for share in shares), np.zeros(number, dtype=np.int64)),
        problems=sheet.problems + [problem for share in shares for problem in share.problems],
    )
    for place, bundle in enumerate(plan.bundles):
        shape = (number, *(width(item.response_scale) for item in bundle))
        cube = sum((share.cubes[place] for share in shares), np.zeros(prod(shape), dtype=np.int64)).reshape(shape)
        for axis, item in enumerate(bundle, 1):
            counts.answers[item.id] = cube.sum(axis=tuple(other for other in range(1, cube.ndim) if other != axis))
    for dimension in survey.dimensions:
        counts.scores[dimension.id] = _scored(dimension, shares)
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
    """What one worker has counted so far."""

    def __init__(self, plan: _Plan) -> None:
        self.plan = plan
        self.problems: list[Problem] = []
        self.empty = np.zeros(plan.number, dtype=np.int64)
        self.blank = np.zeros(plan.number, dtype=np.int64)
        self.straight = np.zeros(plan.number, dtype=np.int64)
        self.cubes = [np.zeros(plan.number * size, dtype=np.int64) for size in plan.sizes]
        dimensions = plan.survey.dimensions
        self.dense = {d.id: np.zeros(plan.number * _cells(d), dtype=np.int64) for d in dimensions if plan.fits(d)}
        self.sparse: dict[str, list[Ints]] = {d.id: [] for d in dimensions}

    def add(self, codes: Codes, groups: Ints) -> None:
        """Count one block."""
        plan = self.plan
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
        self.empty += np.bincount(groups[empty], minlength=plan.number)
        blank = empty[(codes[:, empty] == BLANK).all(axis=0)]
        self.blank += np.bincount(groups[blank], minlength=plan.number)
        self.straight += np.bincount(groups[plan.straight(codes, some)], minlength=plan.number)


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


def _scored(dimension: Dimension, shares: list[_Share]) -> Ints:
    """Add up the shares' counts of a dimension: rows of (group, answered, keyed sum, n), in that order."""
    if all(dimension.id in share.dense for share in shares):
        total = sum((share.dense[dimension.id] for share in shares), np.zeros(1, dtype=np.int64))
        places = np.flatnonzero(total)
        n = total[places]
    else:
        parts = np.concatenate(
            [np.zeros((2, 0), np.int64), *(part for s in shares for part in s.sparse[dimension.id])], 1
        )
        places, inverse = np.unique(parts[0], return_inverse=True)
        n = np.zeros(len(places), dtype=np.int64)
        np.add.at(n, inverse, parts[1])
    group, within = np.divmod(places, _cells(dimension))
    return np.column_stack([group, *np.divmod(within, _sums(dimension)), n])
