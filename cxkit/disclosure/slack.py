"""Slack: whether a hidden answer of nearly all could be otherwise, as far as the numbers told around it go.

Hidden cells of a table (a row a group, a column an item) add up to known sums, down each column and, where the group's
dimension is told, along each row. So a cell can only be otherwise if others make up for it, in a circle of such sums;
and none of them can that is near the end towards which it would have to move.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

Cell = tuple[int, int]
"""A row and a column."""


def stuck(
    hidden: Sequence[Collection[int]], free: Collection[int], ends: Mapping[Cell, int], asked: Collection[Cell]
) -> set[int]:
    """Return the rows of those cells that could not be otherwise.

    hidden: for each column, its hidden rows. free: rows whose dimension is hidden: together they make up for each
    other. ends: the cells near an end, +1 the upper and -1 the lower one. asked: cells of other rows.
    """
    return {row for row, column in asked if not any(_moves(hidden, free, ends, (row, column), way) for way in (-1, 1))}


def _moves(
    hidden: Sequence[Collection[int]], free: Collection[int], ends: Mapping[Cell, int], cell: Cell, way: int
) -> bool:
    """Tell whether a cell can move this way (-1: down), with others that make up for it."""
    if ends.get(cell) == way:
        return False
    home, first = cell
    homes = free if home in free else (home,)
    seen, columns = {first}, [first]
    for column in columns:  # each has to be made up for by a cell that moves the other way
        for row in hidden[column]:
            if ends.get((row, column)) == -way or (row == home and column == first):
                continue
            if row in homes:
                return True
            makes_up = free if row in free else (row,)  # and then its row has to be, by a cell that moves this way
            found = {
                other
                for other, rows in enumerate(hidden)
                if other not in seen and any(one in rows and ends.get((one, other)) != way for one in makes_up)
            }
            seen |= found
            columns += sorted(found)
    return False
