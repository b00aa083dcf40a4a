"""Student's t, the normal and the binomial distribution, as intervals and p values need them.

SciPy has them, too, and takes longer to load than a workshop's answers take to be read, counted and reported.
"""

from functools import lru_cache
from math import erfc, exp, lgamma, log, log1p, pi, sqrt

ABOVE = 0.025
"""What a 95% interval leaves above it, and below."""
NORMAL = 1.959963984540054
"""Where the normal distribution leaves ABOVE above."""

_MANY = 1000
"""Degrees of freedom from which the expansion is as exact as a float."""


def normal(z: float) -> float:
    """Return which share (0–1) of the normal distribution lies below z."""
    return erfc(-z / sqrt(2)) / 2


def student(t: float, freedom: float) -> float:
    """Return which share (0–1) of Student's t with that many degrees of freedom (above 0) lies below t.

    >>> from cxkit.statistics.student import student
    >>> round(student(-2.0, 10.0), 6)
    0.036694
    """
    a, whole = freedom / 2, freedom + t * t
    within = _density(t, freedom) * abs(t)
    if freedom / whole < (a + 1) / (a + 2.5):
        outside = within / a / _fraction(a, 0.5, freedom / whole)
    else:
        outside = 1 - 2 * within / _fraction(0.5, a, t * t / whole)
    return outside / 2 if t < 0 else 1 - outside / 2


def at_least(k: int, n: int, share: float) -> float:
    """Return how likely (0–1) it is that k or more of n are what each is with a chance of `share` (0–1, both outside).

    >>> from cxkit.statistics.student import at_least
    >>> round(at_least(2, 2, 0.5), 6), at_least(0, 2, 0.5)
    (0.25, 1.0)
    """
    if not k:
        return 1.0
    a, b = k, n - k + 1
    if share > (a + 1) / (a + b + 1):  # the other tail is the short one
        return 1 - at_least(n - k + 1, n, 1 - share)
    front = exp(lgamma(n + 1) - lgamma(a) - lgamma(b) + a * log(share) + b * log1p(-share))
    return front / a / _fraction(a, b, share)


@lru_cache(maxsize=4096)
def t_quantile(freedom: float) -> float:
    """Return where Student's t leaves 2.5% above."""
    z = NORMAL
    # Abramowitz & Stegun 26.7.5; then Newton's method, as often as few degrees of freedom need it.
    parts = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    t = z + sum(part / freedom**power for power, part in enumerate(parts, 1))
    step = 0.0 if freedom >= _MANY else 1.0
    while abs(step) > 1e-9 * t:
        step = (student(-t, freedom) - ABOVE) / _density(t, freedom)
        t += step
    return t


def gamma_ratio(a: float) -> float:
    """Return Γ(a + ½) / Γ(a); of large a their logarithms would leave few digits of it."""
    if a < 50:
        return exp(lgamma(a + 0.5) - lgamma(a))
    return sqrt(a) * exp(-1 / (8 * a) + 1 / (192 * a**3) - 1 / (640 * a**5))


def _density(t: float, freedom: float) -> float:
    return gamma_ratio(freedom / 2) / sqrt(pi * freedom) * exp(-(freedom + 1) / 2 * log1p(t * t / freedom))


def _fraction(a: float, b: float, x: float) -> float:
    """Return the continued fraction below the incomplete beta function (DLMF 8.17.22)."""
    value = c = 1.0
    d = 0.0
    for place in range(1, 100_000):
        half, odd = divmod(place, 2)
        part = -(a + half) * (a + b + half) if odd else half * (b - half)
        part *= x / ((a + place - 1) * (a + place))
        d = 1 / (1 + part * d)
        c = 1 + part / c
        change = c * d
        value *= change
        if abs(change - 1) < 1e-15:
            break
    return value
