"""How much our choice of what to hide shows, against the best there is among all safe choices."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import combinations, product

import numpy as np

from cxkit.disclosure.suppression import Flags, Sums, hidden_cells, shield_order

SCALE = 4
THRESHOLD = 5


def cases(count: int, *, items: int, most: int) -> Iterator[tuple[Sums, Sums, list[int]]]:
    """Make tables of up to `most` teams: skewed sizes, some answers missing, some teams of one mind."""
    for seed in range(count):
        chance = random.Random(seed)
        sizes = [round(2 * 20 ** chance.random()) for _ in range(chance.randint(2, most))]
        missing = chance.choice([0.0, 0.05, 0.2])
        n = np.zeros((len(sizes), items + 1), dtype=np.int64)
        total = np.zeros((len(sizes), items + 1), dtype=np.int64)
        for team, size in enumerate(sizes):
            alike = chance.random() < 0.1
            for _ in range(size):
                answers = [SCALE if alike else chance.choice([0, 1, 2, 2, 3, 3, 4]) for _ in range(items)]
                given = [chance.random() >= missing for _ in range(items)]
                n[team, 1:] += given
                total[team, 1:] += np.array(answers) * given
                if all(given):
                    n[team, 0] += 1
                    total[team, 0] += sum(answers)
        full = np.array([SCALE * items] + [SCALE] * items)
        step = np.ones(items + 1, dtype=np.int64)
        whole = Sums(n=n.sum(axis=0)[None], total=total.sum(axis=0)[None], full=full, up=full, down=full, step=step)
        table = Sums(n=n, total=total, full=full, up=full, down=full, step=step)
        names = {str(team): size for team, size in enumerate(sizes)}
        if not (whole.held_by_one() | (whole.n < THRESHOLD)).any():
            yield table, whole, [int(name) for name in shield_order(names)]


def share_shown(table: Sums, whole: Sums, order: list[int]) -> tuple[int, int]:
    """Return how many cells our choice shows, and how many the best safe choice shows."""
    hide, _ = hidden_cells(table, whole, THRESHOLD, order)
    cells = (table.n > 0) & ~(table.n < THRESHOLD)
    best = max(int((~choice & cells).sum()) for choice in choices(table) if safe(choice, table))
    return int((~hide & cells).sum()), best


def choices(table: Sums) -> Iterator[Flags]:
    """Give all choices of cells to hide in which no row can be filled in by subtraction."""
    items = table.n.shape[1] - 1
    rows = [(), *(chosen for size in range(2, items + 1) for chosen in combinations(range(1, items + 1), size))]
    rows.append(tuple(range(items + 1)))
    for chosen in product(rows, repeat=len(table.n)):
        choice = np.zeros(table.n.shape, dtype=bool)
        for row, columns in enumerate(chosen):
            choice[row, list(columns)] = True
        yield choice


def safe(choice: Flags, table: Sums) -> bool:
    """Tell whether a choice hides what needs hiding, and what subtraction leaves may itself be shown."""
    alone = table.held_by_one()
    need = (table.n > 0) & ((table.n < THRESHOLD) | alone)
    if (need & ~choice).any():
        return False
    if choice[table.n > 0].all():
        return True
    for row in np.flatnonzero((need & ~choice[:, :1]).any(axis=1)):
        hidden = np.flatnonzero(choice[row, 1:]) + 1
        if any(need[row, column] and not any(not alone[row, other] for other in hidden if other != column)
               for column in hidden):  # fmt: skip
            return False
    for column in np.flatnonzero((choice & (table.n > 0)).any(axis=0)):
        rows = choice[:, column] & (table.n[:, column] > 0)
        n, total, below = (values[rows, column] for values in (table.n, table.total, table.below))
        full = table.full[column]
        if n.sum() < THRESHOLD or len(n) < 2 or n.sum() == len(n) or min(total.sum(), below.sum()) <= full:
            return False
    return True
