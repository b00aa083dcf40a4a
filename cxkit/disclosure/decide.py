"""Hiding: what of one dimension, by one attribute and for everybody, not to show. It decides; it writes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil

import numpy as np

from cxkit.disclosure.distributions import Breakdown, Kinds, Values, hidden_rows, kinds_of, may_lack
from cxkit.disclosure.group_answers import Answers
from cxkit.disclosure.suppression import CONSENT, Flags, Sums, hidden_cells
from cxkit.survey.model import Survey
from cxkit.survey.parts import Item

AGREEMENT_FROM = 4
"""Of fewer items, agreement tells how far out the answers to one of them may lie."""


@dataclass(frozen=True, kw_only=True)
class Bound:
    """Top and bottom coding: instead of a mean near an end it is shown that it is at least, or at most, so much."""

    n: int | None
    at_least: float | None = None
    at_most: float | None = None


@dataclass(frozen=True, kw_only=True)
class Hidden:
    """What of one dimension to hide: a row a group, the dimension in column 0, then its items. Last row: everybody.

    stats: the numbers. bounds: what is told instead, by (row, column), everybody in row −1.
    shares: how many answers of each kind. counts: how many of each value, a column an item.
    coarse: what is told with everybody's spread. rounded: what is told in whole points.
    agreement: whether to hide how far people agree.
    """

    stats: Flags
    bounds: Mapping[tuple[int, int], Bound]
    shares: Flags
    counts: Flags
    coarse: Flags
    rounded: Flags
    agreement: Flags


def choose(
    groups: Mapping[str, Answers],
    whole: Answers,
    order: Sequence[str],
    survey: Survey,
    *,
    consenting: str | None = None,
) -> Hidden:
    """Choose what to hide of the dimension that is counted.

    order: the groups as they shield others. consenting: the group that agreed to be shown from two people up.
    """
    dimension, thresholds = whole.dimension, survey.confidentiality
    parts = [*groups.values(), whole]
    sums = np.array([counts.sums for counts in parts], dtype=np.int64)
    # Counted from the ends that two people reached, where everybody's shares may tell that nobody was beyond.
    low, high = np.array(whole.ends(thresholds.distributions), dtype=np.int64).T
    lowest, highest = np.array(whole.ends(thresholds.distributions, furthest=True), dtype=np.int64).T
    n, total, full = sums[:, :, 0], sums[:, :, 1] - sums[:, :, 0] * low, high - low
    rows = [list(groups).index(group) for group in order]
    step = np.array(whole.steps(thresholds.distributions), dtype=np.int64)
    table = Sums(n=n, total=total, full=full, up=highest - low, down=high - lowest, step=step)
    stats = np.vstack(
        hidden_cells(
            replace(table, n=n[:-1], total=total[:-1]),
            replace(table, n=n[-1:], total=total[-1:]),
            thresholds.scores,
            rows,
            consenting=[row for row, group in enumerate(groups) if group == consenting],
        )
    )
    least = np.array([CONSENT if group == consenting else thresholds.scores for group in groups] + [thresholds.scores])
    stats |= n < least[:, None]
    shares, values = (np.zeros((len(parts), len(dimension.items)), dtype=bool) for _ in range(2))
    unfit = (n[:, 0] < thresholds.distributions) | stats[:, 0]
    for place, item in enumerate(dimension.items):
        already = unfit | stats[:, place + 1]
        shares[:, place] = _hidden_shares(parts, item, thresholds.distributions, rows, already)
        values[:, place] = _hidden_values(parts, item, survey, rows, shares[:, place])
    pooled = _hidden_pool(parts, shares, thresholds.distributions, rows, np.asarray(unfit | stats.any(axis=1)))
    scores = _hidden_scores(parts, thresholds.distributions, rows, stats[:, 0])
    coarse = np.column_stack([scores if len(dimension.items) > 1 else values[:, 0], values])
    # Next to hidden items, an exact sum would leave these too few ways to add up to it.
    rounded = stats.any(axis=1, keepdims=True) & np.column_stack([np.ones(len(parts), dtype=bool), values])
    scale = np.array(whole.full, dtype=np.int64)
    plain = Sums(n=n, total=sums[:, :, 1], full=scale, up=scale, down=scale, step=step)
    # A bound counts from an end of the scale. Where hardly anybody went so far, it would count from beyond the answers.
    reached = np.array([low == 0, high == scale])
    return Hidden(
        stats=stats,
        bounds=_bounds(plain, stats, thresholds.scores, reached),
        shares=np.column_stack([pooled, shares]),
        counts=values,
        coarse=coarse,
        rounded=rounded,
        agreement=scores | rounded[:, 0] | _agreement_tells(parts, values, thresholds.distributions),
    )


def _agreement_tells(parts: Sequence[Answers], values: Flags, threshold: int) -> Flags:
    """Tell where agreement would point at answers: of few items, or where nearly all gave one answer to an item.

    It never does where it follows from the distributions shown.
    """
    few = values.shape[1] < AGREEMENT_FROM
    tells = np.array([few or counts.alike(threshold) for counts in parts])
    flags: Flags = np.asarray(values.any(axis=1)) & tells
    return flags


def _hidden_scores(parts: Sequence[Answers], threshold: int, order: Sequence[int], already: Flags) -> Flags:
    """Return for each group, and last for everybody, whether its scores are too few or too alike to be told exactly."""
    scores = sorted(parts[-1].scored)
    counts = np.array([[counts.scored.get(score, 0) for score in scores] for counts in parts], dtype=np.int64)
    return _hidden_counts(Breakdown(counts=counts), threshold, order, already)


def _hidden_shares(parts: Sequence[Answers], item: Item, threshold: int, order: Sequence[int], already: Flags) -> Flags:
    """Return for each group, and last for everybody, whether to hide how many answers of each kind there are."""
    counts = np.array([counts.kinds(item) for counts in parts], dtype=np.int64)
    pressed = [not hidden and counts.pressed(item) for hidden, counts in zip(already, parts, strict=True)]
    # Who alone gave a kind of answer would know that nobody else did.
    return _hidden_counts(Kinds(counts=counts), threshold, order, already | pressed | (counts[-1] == 1).any())


def _hidden_values(parts: Sequence[Answers], item: Item, survey: Survey, order: Sequence[int], already: Flags) -> Flags:
    """Return the same for each answer there is. `already`: what hides its kinds."""
    counts = np.array([counts.values(item) for counts in parts], dtype=np.int64)
    given = np.flatnonzero(counts[-1])
    lack = may_lack(kinds_of(item), given.tolist(), max(1, len(survey.attributes)))
    if lack < 0:
        return np.ones(len(parts), dtype=bool)
    values = Values(counts=counts[:, given], may_lack=lack)
    return _hidden_counts(values, survey.confidentiality.distributions, order, already)


def _hidden_pool(
    parts: Sequence[Answers], shares: Flags, threshold: int, order: Sequence[int], already: Flags
) -> Flags:
    """Return for each group, and last for everybody, whether to hide the shares of all items pooled.

    They minus those of the items shown leave what the hidden ones add up to. These must be two at least, with some
    answers of every kind, none of which can come from one item only.
    """
    items = parts[0].dimension.items
    kinds = np.array([[counts.kinds(item) for item in items] for counts in parts], dtype=np.int64)
    there = np.array([any(kind) for kind in zip(*(kinds_of(item) for item in items), strict=True)])
    rest = (kinds * shares[:, :, None]).sum(axis=1)
    sources = ((kinds[-1] >= 2) & shares[:, :, None]).sum(axis=1)
    few = shares.any(axis=1) & ((rest < 2) | (sources < 2))[:, there].any(axis=1)
    return _hidden_counts(Kinds(counts=kinds.sum(axis=1)), threshold * len(items), order, already | few)


def _hidden_counts(counts: Breakdown, threshold: int, order: Sequence[int], already: Flags) -> Flags:
    whole = bool(counts.unfit(threshold)[-1] or already[-1])
    groups = replace(counts, counts=counts.counts[:-1])
    hide = np.append(hidden_rows(groups, threshold, order, already[:-1] | whole), whole)
    flags: Flags = hide | (counts.n < threshold) | already
    return flags


def _bounds(table: Sums, hide: Flags, threshold: int, reached: Flags) -> dict[tuple[int, int], Bound]:
    """Return what may be told of cells that are hidden because they are too near an end of the scale.

    Of everybody, n and the bound that holds for so many; of a group no n, and the bound that holds for any group that
    is large enough, since a narrower one would tell n.
    """
    bounds = {}
    top, last = table.at_top(), len(table.n) - 1
    near = hide & table.held_by_one() & (table.n >= threshold) & np.where(top, reached[1], reached[0])
    # Bounds alone could meet what subtraction leaves of them: of a group they stand beside something fully hidden.
    free = hide & ~near & (table.n > 0)
    free[last] = False
    beside = (hide[:, :1] | free.any(axis=1, keepdims=True)) & (hide[last:] | free.any(axis=0, keepdims=True))
    beside[last] = True
    for row, column in np.argwhere(near & beside).tolist():
        n = int(table.n[row, column])
        if top[row, column] and table.total[row, column] <= table.full[column] + table.step[column]:
            continue  # near both ends at once, being so few
        persons = Fraction(int(table.full[column] + table.step[column]), int(table.full[column]))
        away = float(ceil(100 * persons / (n if row == last else threshold)))
        told_n = n if row == last else None
        place = (-1 if row == last else row, column)
        if top[row, column]:
            bounds[place] = Bound(n=told_n, at_least=max(0.0, 100.0 - away))
        else:
            bounds[place] = Bound(n=told_n, at_most=min(100.0, away))
    return bounds
