"""Suppression: which cells of a table to hide, from whole numbers alone. Nothing here knows surveys or people.

Primary suppression hides a cell for its own sake (the minimum frequency rule, and cells too near an end); secondary, or
complementary, suppression hides others so that no subtraction gives it back.

A table has a row for each group and a column for the dimension and for each of its items. Who reads it can subtract:
down a column, everybody minus the groups shown; along a row, the dimension minus the items shown. So a hidden cell
needs hidden company in its column and in its row, and what subtraction leaves must itself be fit to be shown.

Company is taken from the front of a fixed order of rows (`shield_order`) and of columns (`company`), which depend
neither on the threshold nor on the order of answers.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cxkit.survey.parts import FLOOR

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

CONSENT = 2
"""Those who agreed may have their group's means shown from so many up."""
USUAL = 5
"""Groups smaller than this are hidden anyway by the usual threshold, so that they shield others first."""


@dataclass(frozen=True, kw_only=True)
class Sums:
    """How many answered and what they add up to: a row a group, column 0 the dimension, then its items.

    n: how many answered. total: the sum of their answers, in whole steps above the lower end. full: how far the ends
    are apart, a column. up, down: how far the one who went furthest is above the lower end, and below the upper.
    step: the least by which one answer more or less favourable changes a sum.
    """

    n: Ints
    total: Ints
    full: Ints
    up: Ints
    down: Ints
    step: Ints

    @property
    def below(self) -> Ints:
        """How much the sums fall short of everybody's answering the most."""
        return self.n * self.full - self.total

    def held_by_one(self) -> Flags:
        """Tell for each cell whether one person alone could be all that keeps it from an end.

        Then the number tells that person what all the others answered, or tells everybody what everyone did. One step
        is allowed for, so that not even who knows that a cell is hidden for this knows that nobody else is off the end.
        """
        flags: Flags = self.at_top() | (self.total <= self.up + self.step)
        return flags

    def at_top(self) -> Flags:
        """Tell for each cell whether it is told by one at the favourable end."""
        flags: Flags = self.below <= self.down + self.step
        return flags


def shield_order(sizes: Mapping[str, int], last: Collection[str] = ()) -> list[str]:
    """Return the groups in the order in which they are hidden to shield others, whatever the threshold.

    First the small ones, which the usual threshold hides anyway; then the others by size, those in `last` (the two
    sides of a perception gap) after all the rest. Among equals the name decides, never the order of answers.
    """
    return sorted(sizes, key=lambda group: (sizes[group] >= USUAL and group in last, sizes[group], group))


def hidden_cells(
    table: Sums, whole: Sums, threshold: int, order: Sequence[int], *, consenting: Collection[int] = ()
) -> tuple[Flags, Flags]:
    """Return which cells of the table, and which of everybody's row, to hide.

    order: all rows, in the order in which they shield. A row whose dimension is hidden is hidden altogether.
    consenting: rows whose people agreed to be shown from two up. They need no hiding and shield nobody.
    What a laxer threshold hides is hidden by a stricter one too, even where that could do with other shields:
    otherwise raising the threshold would reveal a cell.
    """
    hide, top = np.zeros(table.n.shape, dtype=bool), np.zeros(whole.n.shape, dtype=bool)
    for level in range(FLOOR, threshold + 1):
        also, also_top = _hidden_cells(table, whole, level, order, list(consenting))
        hide |= also
        top |= also_top
    return hide, top


def _hidden_cells(
    table: Sums, whole: Sums, threshold: int, order: Sequence[int], consenting: list[int]
) -> tuple[Flags, Flags]:
    columns = company(whole)
    top = _closed(_needing(whole, threshold), whole, columns)
    if top[0, 0]:
        return np.ones(table.n.shape, dtype=bool), np.ones(whole.n.shape, dtype=bool)
    hide = _needing(table, threshold)
    hide[consenting] = (table.n[consenting] > 0) & (table.n[consenting] < CONSENT)
    order = [row for row in order if row not in consenting]
    hide |= top & (table.n > 0)  # without everybody's number there is nothing to subtract from, nor may sums tell it
    hide = _closed(hide, table, columns)
    judge = _Judge(table=table, threshold=threshold, own=np.asarray(hide.any(axis=1)))
    for place in (_dimension_needs, _items_need):
        wanting = place(hide, top[0], judge)
        if wanting:
            rows = _front(hide, wanting, order, judge)
            if rows is None:
                return np.ones(table.n.shape, dtype=bool), top
            shared = wanting if wanting == [0] else _shared(hide, wanting, columns)
            hide[np.ix_(rows, shared)] = True
            hide[hide[:, 0]] = True
    return hide, top


def company(whole: Sums) -> list[int]:
    """Return the items' columns in the order in which they are hidden to shield others in their row.

    Those come first in which everybody's answers are farthest from both ends: they leave the most possibilities.
    """
    items = range(1, whole.n.shape[1])
    room = (np.minimum(whole.total, whole.below) / np.maximum(whole.full, 1))[0]
    return sorted(items, key=lambda column: (-room[column], column))


def _needing(table: Sums, threshold: int) -> Flags:
    """Return the cells that must be hidden for their own sake."""
    flags: Flags = (table.n > 0) & ((table.n < threshold) | table.held_by_one())
    flags[:, 0] |= table.n[:, 0] == 0  # without a score the items are not shown either
    return flags


def _closed(hide: Flags, table: Sums, columns: Sequence[int]) -> Flags:
    """Hide enough in every row that the dimension minus the items shown does not tell a hidden item."""
    hide = hide.copy()
    hide[hide[:, 0]] = True
    roomy = ~table.held_by_one()
    for row in np.flatnonzero(hide.any(axis=1) & ~hide[:, 0]):
        for column in np.flatnonzero(hide[row]):
            partner = next((other for other in columns if other != column and roomy[row, other]), None)
            if partner is None:
                hide[row] = True
                break
            hide[row, list(columns[: columns.index(partner) + 1])] = True
    return hide


@dataclass(frozen=True, kw_only=True)
class _Judge:
    """Judges whether what is hidden in a column is enough.

    own: rows that hide something for their own sake, not only to shield others.
    """

    table: Sums
    threshold: int
    own: Flags

    def fit(self, hide: Flags, column: int) -> bool:
        """Tell whether what is hidden in a column is, all together, fit to be shown, and each part has company."""
        rows = hide[:, column]
        n, total, below = (values[rows, column] for values in (self.table.n, self.table.total, self.table.below))
        together, groups = n.sum(), (n > 0).sum()
        # As many people as groups would mean that each is one person.
        if together < self.threshold or groups < 2 or together == groups:
            return False
        if total.sum() <= self.table.up[column] or below.sum() <= self.table.down[column]:
            return False
        # Where the row hides something of its own and its dimension is shown, the rest of the column must have room.
        bound = ~hide[rows, 0] & (n > 0) & self.own[rows]
        return bool(((total.sum() - total)[bound] > 0).all() and ((below.sum() - below)[bound] > 0).all())


def _dimension_needs(hide: Flags, top: Flags, judge: _Judge) -> list[int]:
    return [0] if (hide & (judge.table.n > 0))[:, 0].any() and not judge.fit(hide, 0) else []


def _items_need(hide: Flags, top: Flags, judge: _Judge) -> list[int]:
    columns = np.flatnonzero((hide & (judge.table.n > 0)).any(axis=0) & ~top)
    return [column for column in columns.tolist() if column and not judge.fit(hide, column)]


def _front(hide: Flags, columns: list[int], order: Sequence[int], judge: _Judge) -> list[int] | None:
    """Return the rows to hide in all these columns, or None where even all are too few."""

    def fits(rows: list[int]) -> bool:
        more = hide.copy()
        more[np.ix_(rows, columns)] = True
        return all(judge.fit(more, column) for column in columns)

    n = judge.table.n
    spare = [row for row in order if (~hide[row, columns] & (n[row, columns] > 0)).any()]
    length = next((length for length in range(1, len(spare) + 1) if fits(spare[:length])), None)
    if length is None:
        return None
    rows = spare[:length]
    for row in spare[: length - 1]:  # the last one may do without those before it
        fewer = [other for other in rows if other != row]
        if fits(fewer):
            rows = fewer
    return rows


def _shared(hide: Flags, wanting: list[int], columns: Sequence[int]) -> list[int]:
    """Return the columns in which a shielding row is hidden: the wanting ones, and others for its own row's sake.

    Every row with a hidden item hides the first of `columns`, so that two rows that share a column share two.
    """
    shared = {*wanting, columns[0]}
    if len(shared) == 1:
        often = hide.sum(axis=0)
        shared.add(
            max((column for column in columns if column not in shared), key=lambda column: often[column], default=0)
        )
    return sorted(shared)
