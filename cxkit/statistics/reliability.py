"""How consistently the items of a dimension are answered: alpha and omega. For whoever writes or checks a survey."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pandas as pd
import scipy

from cxkit.errors import ResponseWarning, listing
from cxkit.responses.frames import Floats
from cxkit.responses.responses import checked
from cxkit.statistics.covariance import (
    Matrix,
    Use,
    alpha,
    correlations,
    covariances,
    respondents,
    unvarying,
    used,
)
from cxkit.statistics.encoding import keyed_answers
from cxkit.statistics.factor import congeneric, loadings
from cxkit.survey.model import Survey

_COLUMNS = [
    "n_items",
    "n",
    "alpha",
    "alpha_low",
    "alpha_high",
    "alpha_std",
    "omega",
    "omega_raw",
    "omega_low",
    "omega_high",
    "mean_r",
]


def reliability(
    answers: Any, survey: Survey, *, use: Use = "pairwise", resamples: int = 0, seed: int = 1
) -> pd.DataFrame:
    """Return how consistently each dimension's items were answered.

    Sources: Cronbach 1951; Feldt 1965; McDonald 1999; Harman & Jones 1966; Jöreskog 1967; Efron 1979.

    Args:
        answers: Responses, or a table with a column an item id.
        use: "pairwise" takes every covariance from the respondents who answered both items; "complete" leaves out
            whoever did not answer all of the dimension's items.
        resamples: How often people are drawn anew for the interval of `omega_raw`; 0: it gets none. 1000 take seconds.
        seed: Of those draws.

    Returns:
        A row a dimension, indexed by its id:

        - `n_items`: how many items it has.
        - `n`: respondents used (pairwise: with at least one answer; complete: with all).
        - `alpha`: Cronbach's alpha, from covariances.
        - `alpha_low`, `alpha_high`: Feldt's 95% interval, with that n.
        - `alpha_std`: alpha from correlations, each over the respondents who answered both items.
        - `omega`: McDonald's omega total from one factor (minimum residuals on correlations), for 3 items or more.
        - `omega_raw`: omega total of the items' plain sum, from one factor (maximum likelihood on the covariances of
          those who answered all items), for 3 items or more.
        - `omega_low`, `omega_high`: its 95% interval by percentiles of the draws.
        - `mean_r`: the correlations' average.

        Items that everybody answered alike are left out of all but `n_items`, as in psych. NaN for one item, for fewer
        than two respondents, or where the items' sum has no variance. Where few answered both items of a pair, pairwise
        alpha may exceed 1, as in R, and has no interval then.

    Raises:
        ResponseError: An item has no column.

    Warns:
        ResponseWarning: An alpha is negative: look for an item whose reverse keying is missing. Omega means nothing
            there. Or everybody answered an item alike.

    >>> import cxkit as cx
    >>> survey = cx.load_survey("leadership")
    >>> answers = cx.read_responses(cx.sample("leadership"), survey)
    >>> found = cx.reliability(answers, survey)
    >>> found[["n_items", "n", "alpha", "alpha_low", "alpha_high"]].round(2)
                n_items   n  alpha  alpha_low  alpha_high
    dimension
    engaged           8  80   0.84       0.78        0.89
    motivating        6  80   0.83       0.76        0.88
    teamwork          8  80   0.84       0.78        0.89
    in_tune           7  79   0.82       0.75        0.87
    """
    rows = {}
    contrary, alike = [], []
    for dimension, every in keyed_answers(checked(answers, survey), survey):
        same = unvarying(used(every, use))
        alike += [item.id for item, out in zip(dimension.items, same, strict=True) if out]
        keyed = every[:, ~same]
        values = used(keyed, use)
        if _contrary(covariances(values)):
            contrary.append(dimension.id)
        rows[dimension.id] = {"n_items": len(dimension.items), "n": respondents(values), **_reliability(values)}
        rows[dimension.id] |= _omega_raw(used(keyed, "complete"), resamples, np.random.default_rng(seed))
    table = pd.DataFrame.from_dict(rows, orient="index", columns=_COLUMNS)
    if contrary:
        warnings.warn(
            f"Alpha is negative for {listing(contrary)}: items there contradict each other. "
            "Check which of them should be reverse-keyed.",
            ResponseWarning,
            stacklevel=2,
        )
    if alike:
        warnings.warn(
            f"Everybody answered {listing(alike)} alike. What does not vary is left out of alpha, omega and mean_r.",
            ResponseWarning,
            stacklevel=2,
        )
    return table.rename_axis("dimension").astype("float64").astype({"n_items": "int64", "n": "int64"})


def _reliability(values: Floats) -> dict[str, float]:
    covariance = covariances(values)
    k, n = values.shape[1], respondents(values)
    found = alpha(covariance)
    if np.isnan(found):
        return {}
    correlation = correlations(values)
    # Feldt: (1 − alpha) over its true value follows F with n − 1 and (n − 1)(k − 1) degrees of freedom.
    low, high = (1 - (1 - found) * scipy.special.fdtri(n - 1, (n - 1) * (k - 1), part) for part in (0.975, 0.025))
    if found > 1:  # pairwise covariances need not fit together where few answered both
        low = high = np.nan
    return {
        "alpha": found,
        "alpha_low": low,
        "alpha_high": high,
        "alpha_std": alpha(correlation),
        "omega": _omega(correlation) if k > 2 else np.nan,
        "mean_r": float((correlation.sum() - k) / (k * (k - 1))),
    }


def _contrary(covariance: Matrix) -> bool:
    """Say whether items contradict each other: alpha is negative, or even without a number since their sum is fixed."""
    return len(covariance) > 1 and bool(covariance.sum() < covariance.trace())


def _omega(correlation: Matrix) -> float:
    """Return omega total of one factor: the share of the observed total's variance that is not unique to items."""
    total = correlation.sum()
    if not total > 0:
        return np.nan
    unique = 1 - loadings(correlation.astype(np.float64)) ** 2
    return float(1 - unique.sum() / float(total))


def _omega_raw(values: Floats, resamples: int, chance: np.random.Generator) -> dict[str, float]:
    found = _of_sum(values)
    if np.isnan(found) or not resamples:
        return {"omega_raw": found}
    drawn = [_of_sum(values[chance.integers(len(values), size=len(values))]) for _ in range(resamples)]
    low, high = np.nanpercentile(drawn, [2.5, 97.5])
    return {"omega_raw": found, "omega_low": low, "omega_high": high}


def _of_sum(values: Floats) -> float:
    """Return the share of the observed sum's variance that comes from one factor; NaN where that cannot be fitted."""
    k = values.shape[1]
    if k < 3 or len(values) < 2:
        return np.nan
    covariance = covariances(values).astype(np.float64)  # exact: the order of people changes no bit
    if np.isnan(covariance).any() or np.linalg.matrix_rank(covariance) < k:  # nothing varies, or too few
        return np.nan
    return float(congeneric(covariance).sum() ** 2 / covariance.sum())
