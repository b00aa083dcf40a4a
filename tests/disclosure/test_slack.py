"""Whether a hidden cell could be otherwise: compared with all tables that have the same sums."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from cxkit.disclosure.slack import stuck
from tests.strategies import cases

MOST = 2
SIZE = range(3)
tables = st.tuples(
    st.lists(st.integers(0, MOST), min_size=9, max_size=9), st.sets(st.sampled_from([*product(SIZE, SIZE)]))
)


def sums(values: dict[tuple[int, int], int], free: set[int]) -> list[int]:
    """Return what is known of hidden values: each column's sum, and each row's; of free rows what they have in all."""
    rows = [sum(values.get((row, column), 0) for column in SIZE) for row in SIZE]
    columns = [sum(values.get((row, column), 0) for row in SIZE) for column in SIZE]
    return [*columns, *(rows[row] for row in SIZE if row not in free), sum(rows[row] for row in free)]


@cases(150)
@given(tables, st.sets(st.sampled_from(SIZE)))
def test_a_cell_is_stuck_where_all_tables_with_these_sums_have_the_same_there(
    given_: tuple[list[int], set[tuple[int, int]]], free: set[int]
) -> None:
    """Of three rows and columns, each cell from 0 to 2; some hidden, some rows' sums hidden, too."""
    numbers, cells = given_
    hidden = sorted(cells)
    truth = {cell: numbers[3 * cell[0] + cell[1]] for cell in hidden}
    known = sums(truth, free)
    others = [dict(zip(hidden, values, strict=True)) for values in product(range(MOST + 1), repeat=len(hidden))]
    alike = [values for values in others if sums(values, free) == known]
    ends = {cell: 1 if value else -1 for cell, value in truth.items() if value in (0, MOST)}
    columns = [{row for row, place in hidden if place == column} for column in SIZE]
    for cell in hidden:
        same = len({values[cell] for values in alike}) == 1
        assert (stuck(columns, free, ends, [cell]) == {cell[0]}) == same


def test_two_items_at_one_end_are_stuck_and_a_third_frees_them() -> None:
    """As long as its dimension is told, a group cannot have less of both."""
    two = [{0, 1}, {0, 1}]
    ends = {(0, 0): 1, (0, 1): 1}
    assert stuck(two, set(), ends, [(0, 0)]) == {0}
    assert stuck([*two, {0, 1}], set(), ends, [(0, 0)]) == set()
    assert stuck(two, {0, 1}, ends, [(0, 0)]) == set(), "where the dimension of both is hidden"
