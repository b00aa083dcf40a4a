"""Covering: which cells of a table are told, beside the sums of all its rows and columns.

Told cells leave the others of each row and column over, by subtraction. So what is not told are whole rows, and whole
columns: of the former follows, column by column, what they are together; of the latter, row by row. All that can be
told on its own. Any other sum that follows has such a one in it, as long as, of the rows that are not told, two at
least have somebody in every column, and of the columns two in every one of some rows: they stand in for the others.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

Cell = tuple[str, str]
"""A row and a column."""


@dataclass(frozen=True)
class Cover:
    """The rows and columns whose cells are not told; all other cells are."""

    rows: frozenset[str] = frozenset()
    columns: frozenset[str] = frozenset()

    def tells(self, cell: Cell) -> bool:
        """Tell whether a cell is told."""
        return cell[0] not in self.rows and cell[1] not in self.columns

    def beside(self, other: "Cover") -> "Cover":
        """Return what covers what either does."""
        return Cover(rows=self.rows | other.rows, columns=self.columns | other.columns)


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table to tell cells of.

    rows, columns: whose sums are told, in the order in which they are covered. there: cells with anybody in them, and
    whether there are for every number. may: whether cells can be told, as one.
    """

    rows: Sequence[str]
    columns: Sequence[str]
    there: Mapping[Cell, bool]
    may: Callable[[tuple[Cell, ...]], bool]

    @property
    def whole(self) -> Cover:
        """The cover of which nothing is told."""
        return Cover(rows=frozenset(self.rows), columns=frozenset(self.columns))

    def smallest(self) -> Cover:
        """Return the cover that leaves most of the table, of those that take the first rows and columns, however many.

        Which these are tells nothing of how many are in a cell, as it would if only those with a small one were taken.
        """
        sizes = product(range(len(self.rows)), range(len(self.columns)))
        for many, more in sorted(sizes, key=lambda size: (size[0] - len(self.rows)) * (len(self.columns) - size[1])):
            cover = Cover(rows=frozenset(self.rows[:many]), columns=frozenset(self.columns[:more]))
            if self.safe(cover):
                return cover
        return self.whole

    def wider(self, least: Cover) -> Cover:
        """Return the cover of at least this one, of all rows that cannot be told, and of the first ones beside."""
        rows = least.rows.union(row for row in self.rows if not self.tells(row, least.columns))
        for many in range(len(self.rows)):
            cover = Cover(rows=rows.union(self.rows[:many]), columns=least.columns)
            if self.safe(cover):
                return cover
        return self.whole

    def safe(self, cover: Cover) -> bool:
        """Tell whether all other cells can be told, and whatever follows from them."""
        rows = [row for row in self.rows if row not in cover.rows]
        columns = [[column] for column in self.columns if column not in cover.columns]
        taken = [column for column in self.columns if column in cover.columns]
        if not rows or not columns or len(taken) == 1 or not all(self.tells(row, taken) for row in rows):
            return False
        there = [column for column in self.columns if any((row, column) in self.there for row in cover.rows)]
        full = self.full(cover.rows, there)
        if cover.rows and (len(full) < 2 or not all(self.enough(product(full, some)) for some in (*columns, taken))):
            return False
        full = self.full([*full, *rows], taken)
        return not taken or (len(full) > 1 and all(self.enough(product(full, [column])) for column in taken))

    def tells(self, row: str, taken: Collection[str]) -> bool:
        """Tell whether the cells of a row can be told, those of taken columns as one."""
        each = [[(row, column)] for column in self.columns if column not in taken]
        return all(map(self.enough, [*each, [(row, column) for column in taken]]))

    def full(self, rows: Iterable[str], columns: Collection[str]) -> list[str]:
        """Return the rows with somebody in each of these columns."""
        return [row for row in rows if all(self.there.get((row, column)) for column in columns)]

    def enough(self, cells: Iterable[Cell]) -> bool:
        """Tell whether those of these cells with anybody in them can be told, as one; true where there is nobody."""
        some = tuple(sorted(cell for cell in cells if cell in self.there))
        return not some or self.may(some)
