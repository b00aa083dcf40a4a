"""Student's t, the normal and the binomial distribution against SciPy's."""

from math import comb, pi, sqrt

import pytest
from scipy import special, stats

from cxkit.statistics.student import at_least, gamma_ratio, normal, student, t_quantile

FREEDOM = [1, 1.3, 2, 3.7, 5, 10, 29.5, 99, 100, 101, 500.25, 999, 1000, 5000, 123_456.7, 1e7]


@pytest.mark.parametrize("freedom", FREEDOM)
def test_an_interval_is_as_wide_as_scipy_says(freedom: float) -> None:
    """From a Cauchy distribution to what is normal."""
    assert t_quantile(freedom) == pytest.approx(special.stdtrit(freedom, 0.975), rel=1e-14)


@pytest.mark.parametrize("freedom", FREEDOM)
@pytest.mark.parametrize("t", [-40, -6, -2, -1.7, -0.3, -1e-5, 0, 0.3, 1.9, 7])
def test_a_p_value_is_scipys(t: float, freedom: float) -> None:
    """However small: its digits count, not its distance from nothing. Of many people float logarithms cost some."""
    assert student(t, freedom) == pytest.approx(special.stdtr(freedom, t), rel=1e-12 if freedom < 1e5 else 1e-8)


@pytest.mark.parametrize("z", [-8.5, -1.959963984540054, -0.1, 0, 0.7, 3])
def test_a_share_below_z_is_scipys(z: float) -> None:
    """And the constant is its quantile."""
    assert normal(z) == pytest.approx(special.ndtr(z), rel=1e-13)
    assert normal(1.959963984540054) == pytest.approx(0.975, rel=1e-15)


@pytest.mark.parametrize("n", [1, 5, 12, 300, 100_000])
@pytest.mark.parametrize("part", [0, 0.1, 0.15, 0.5, 0.9, 1])
@pytest.mark.parametrize("share", [0.001, 0.1464, 0.5, 0.999])
def test_how_likely_so_many_are_is_scipys(n: int, part: float, share: float) -> None:
    """On both sides of what is to be expected, which is worked out another way."""
    k = round(n * part)
    assert at_least(k, n, share) == pytest.approx(stats.binom.sf(k - 1, n, share), rel=1e-8, abs=1e-300)


@pytest.mark.parametrize("n", [1, 3, 49, 50, 51, 400, 20_000])
def test_a_ratio_of_gammas_is_exact(n: int) -> None:
    """By whole numbers, on both sides of where it is worked out another way."""
    assert gamma_ratio(n) == pytest.approx(comb(2 * n, n) * n / 4**n * sqrt(pi), rel=1e-13)
    assert gamma_ratio(n + 0.5) == pytest.approx(4**n / comb(2 * n, n) / sqrt(pi), rel=1e-13)
