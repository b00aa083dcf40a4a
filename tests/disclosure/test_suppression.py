"""Which cells to hide, from whole numbers alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from cxkit.disclosure.suppression import Sums, company, hidden_cells, shield_order
from tests.attack.optimum import safe


@st.composite
def tables(draw: st.DrawFn) -> tuple[Sums, Sums]:
    """Draw the sums of up to six groups on a dimension of one to four items on 0–4, answered in full."""
    items = draw(st.integers(1, 4))
    sizes = draw(st.lists(st.integers(0, 14), min_size=1, max_size=6))
    rows = [[size, *(draw(st.integers(0, 4 * size)) for _ in range(items))] for size in sizes]
    n = np.array([[size] * (items + 1) for size, *_ in rows])
    total = np.array([[sum(sums), *sums] for _, *sums in rows])
    full, step = np.array([4 * items] + [4] * items), np.ones(items + 1, dtype=np.int64)
    return (
        Sums(n=n, total=total, full=full, up=full, down=full, step=step),
        Sums(n=n.sum(axis=0)[None], total=total.sum(axis=0)[None], full=full, up=full, down=full, step=step),
    )


def order(table: Sums) -> list[int]:
    return [int(name) for name in shield_order({str(row): int(n[0]) for row, n in enumerate(table.n)})]


@settings(max_examples=200)
@given(tables())
def test_what_is_hidden_is_a_safe_choice(drawn: tuple[Sums, Sums]) -> None:
    """By the words of another program: the one that looks for the best choice."""
    table, whole = drawn
    hide, top = hidden_cells(table, whole, 5, order(table))
    assert top.any() or safe(hide, table)


@settings(max_examples=200)
@given(tables(), st.integers(3, 9), st.integers(0, 4))
def test_a_higher_threshold_hides_at_least_the_same_cells(drawn: tuple[Sums, Sums], low: int, more: int) -> None:
    """Of the groups and of everybody."""
    table, whole = drawn
    lower = hidden_cells(table, whole, low, order(table))
    higher = hidden_cells(table, whole, low + more, order(table))
    assert all((one <= other).all() for one, other in zip(lower, higher, strict=True))


@settings(max_examples=100)
@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_the_groups_is_irrelevant(drawn: tuple[Sums, Sums], chance: Any) -> None:
    """Only names decide among equals."""
    table, whole = drawn
    places = list(range(len(table.n)))
    chance.shuffle(places)
    other = Sums(
        n=table.n[places], total=table.total[places], full=table.full, up=table.up, down=table.down, step=table.step
    )
    rows = [places.index(row) for row in order(table)]
    assert (hidden_cells(other, whole, 5, rows)[0] == hidden_cells(table, whole, 5, order(table))[0][places]).all()


@settings(max_examples=200)
@given(tables())
def test_both_ends_are_shielded_alike(drawn: tuple[Sums, Sums]) -> None:
    """Every answer turned the other way round hides the same cells: too near the upper end is too near the lower."""
    turned = [replace(one, total=one.below, up=one.down, down=one.up) for one in drawn]
    hidden = [hidden_cells(table, whole, 5, order(table)) for table, whole in (drawn, turned)]
    assert all((one == other).all() for one, other in zip(*hidden, strict=True))


def test_small_groups_shield_first_and_the_sides_of_a_gap_last() -> None:
    """Whatever is hidden anyway costs nothing; the gap costs most."""
    sizes = {"leader": 6, "frontline": 40, "support": 12, "": 2, "b": 12}
    assert shield_order(sizes, last=["leader", "frontline"]) == ["", "b", "support", "leader", "frontline"]
    assert shield_order({"leader": 4, "support": 9}, last=["leader"]) == ["leader", "support"]


def test_items_in_the_middle_keep_company_first() -> None:
    """They leave the most possibilities."""
    full, ones = np.array([12, 4, 4, 4]), np.ones(4, dtype=np.int64)
    whole = Sums(n=10 * ones[None], total=np.array([[60, 39, 20, 1]]), full=full, up=full, down=full, step=ones)
    assert company(whole) == [2, 1, 3]
