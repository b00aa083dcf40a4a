"""How the items of a dimension vary together, exactly: no rounding decides whether a variance is zero.

Answers are whole numbers, and so are the sums of their products; what is divided is divided as fractions. The
conventions are those of R's psych (Revelle): pairwise or over complete rows, never flipped, nothing filled in.
"""

from fractions import Fraction
from math import isqrt
from typing import Literal

import numpy as np
import numpy.typing as npt

from cxkit.responses.frames import Floats

Use = Literal["pairwise", "complete"]

Matrix = npt.NDArray[np.object_]
"""A row and a column an item; of fractions, NaN where there are too few answers to tell."""

_DIGITS = 10**40


def used(keyed: Floats, use: Use) -> Floats:
    """Return the rows to use. Raises ValueError for a `use` that there is none of."""
    if use not in {"pairwise", "complete"}:
        raise ValueError(f'use "{use}": allowed are "pairwise" and "complete".')
    return keyed if use == "pairwise" else keyed[~np.isnan(keyed).any(axis=1)]


def unvarying(values: Floats) -> npt.NDArray[np.bool_]:
    """Return for each item whether two or more answered it, and all of them alike."""
    missing = np.isnan(values)
    low = np.where(missing, np.inf, values).min(axis=0, initial=np.inf)
    high = np.where(missing, -np.inf, values).max(axis=0, initial=-np.inf)
    return np.asarray((low == high) & ((~missing).sum(axis=0) > 1))


def respondents(values: Floats) -> int:
    """Return how many rows have an answer."""
    return int((~np.isnan(values)).any(axis=1).sum())


def covariances(values: Floats) -> Matrix:
    """Return covariances (n−1), each over the rows that have both items; a variance over all that have the item.

    NaN where fewer than two have both, and for an item that everybody answered alike: nothing varies with it.
    """
    n, products, sums, _ = _moments(values)
    matrix = np.full(n.shape, np.nan, dtype=object)
    varying = (n * products > sums**2).diagonal()
    for i, j in np.argwhere(np.outer(varying, varying) & (n >= 2)):
        matrix[i, j] = Fraction(n[i, j] * products[i, j] - sums[i, j] * sums[j, i], n[i, j] * (n[i, j] - 1))
    return matrix


def correlations(values: Floats) -> Matrix:
    """Return correlations whose variances, too, are over the rows that have both items."""
    n, products, sums, squares = _moments(values)
    spread = n * squares - sums**2
    matrix = np.full(n.shape, np.nan, dtype=object)
    for i, j in np.argwhere((spread > 0) & (spread.T > 0)):
        matrix[i, j] = _correlation(n[i, j] * products[i, j] - sums[i, j] * sums[j, i], spread[i, j] * spread[j, i])
    return matrix


def alpha(matrix: Matrix) -> float:
    """Return Cronbach's alpha of covariances or correlations; NaN for one item, or where the sum has no variance."""
    k, total = len(matrix), matrix.sum()
    if k < 2 or not total > 0:
        return np.nan
    return float(Fraction(k, k - 1) * (1 - matrix.trace() / total))


def _moments(values: Floats) -> tuple[Matrix, Matrix, Matrix, Matrix]:
    """Return for each two items, over the rows that have both: n, sum of products, of the first, of its squares."""
    given = (~np.isnan(values)).astype(np.float64)
    filled = np.where(given > 0, values, 0)
    sums = given.T @ given, filled.T @ filled, filled.T @ given, (filled**2).T @ given
    n, products, first, squares = (each.astype(np.int64).astype(object) for each in sums)
    return n, products, first, squares


def _correlation(covariance: int | Fraction, variances: int | Fraction) -> Fraction:
    """Return a covariance over the root of the variances' product, rounded down to forty digits.

    So correlations that add up to nothing never add up to a little more than nothing.
    """
    square = Fraction(covariance * covariance * _DIGITS**2) / variances
    root = isqrt(int(square))
    return Fraction(root if covariance >= 0 else -root - (root * root != square), _DIGITS)
