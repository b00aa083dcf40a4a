"""How consistently the items of a dimension are answered: alpha and omega. For whoever writes or checks a survey."""

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
from cxkit.statistics.factor import HEYWOOD, at_limit, congeneric, loadings
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
    "n_complete",
    "mean_r",
]
_FITTED = 0.95
"""More draws than this share have to be fitted: of fewer, the percentiles would be those of the lucky ones."""


def reliability(
    answers: Any, survey: Survey, *, use: Use = "pairwise", resamples: int = 0, seed: int = 1
) -> pd.DataFrame:
    """Return how consistently each dimension's items were answered.

    Sources: Cronbach 1951; Feldt 1965; McDonald 1999; Harman & Jones 1966; Jöreskog 1967; Efron 1979.

    Args:
        answers: Responses, or a table with a column an item id.
        use: "pairwise" takes every covariance from the respondents who answered both items; "complete" leaves out
            whoever did not answer all of the dimension's items.
        resamples: How often people are drawn anew for the interval of `omega_raw`; 0: it gets none. 1000 take up to a
            minute.
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
        - `omega_low`, `omega_high`: its 95% interval by percentiles of the draws; missing where one in twenty draws or
          more cannot be fitted, since too few people answered all items.
        - `n_complete`: respondents who answered all items, whom `omega_raw` and its interval rest on.
        - `mean_r`: the correlations' average.

        Items that everybody answered alike are left out of all but `n_items`, as in psych. NaN for one item, for fewer
        than two respondents, or where the items' sum has no variance. Where few answered both items of a pair, pairwise
        alpha may exceed 1, as in R, and has no interval then.

    Raises:
        ResponseError: An item has no column.

    Warns:
        ResponseWarning: An alpha is negative: look for an item whose reverse keying is missing. Omega means nothing
            there. Or everybody answered an item alike; or one factor seems to explain an item wholly (a Heywood case),
            where omega is the limit of a fit, and R's lavaan has another number, or none.

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
    if not isinstance(resamples, int) or resamples < 0:
        raise ValueError(f"resamples {resamples!r}: it is how often people are drawn anew, a whole number from 0 on.")
    rows = {}
    contrary, alike, limits = [], [], []
    for dimension, every in keyed_answers(checked(answers, survey), survey):
        values = used(every, use)
        same = unvarying(values)
        alike += [item.id for item, out in zip(dimension.items, same, strict=True) if out]
        whole = used(every, "complete")[:, ~same]
        n, values = respondents(values), values[:, ~same]
        if _contrary(covariances(values)):
            contrary.append(dimension.id)
        found = _reliability(values, n) | _omega_raw(whole, resamples, np.random.default_rng(seed))
        if found.pop("limit", 0.0):
            limits.append(dimension.id)
        rows[dimension.id] = {"n_items": len(dimension.items), "n": n, "n_complete": len(whole), **found}
    table = pd.DataFrame.from_dict(rows, orient="index", columns=_COLUMNS)
    for named, sentence in (
        (
            contrary,
            "Alpha is negative for {}: items there contradict each other. Check which of them should be reverse-keyed.",
        ),
        (alike, "Everybody answered {} alike. What does not vary is left out of alpha, omega and mean_r."),
        (limits, HEYWOOD),
    ):
        if named:
            warnings.warn(sentence.format(listing(named)), ResponseWarning, stacklevel=2)
    return (
        table.rename_axis("dimension").astype("float64").astype(dict.fromkeys(("n_items", "n", "n_complete"), "int64"))
    )


def _reliability(values: Floats, n: int) -> dict[str, float]:
    covariance, k = covariances(values), values.shape[1]
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
        "mean_r": float((correlation.sum() - k) / (k * (k - 1))),
        **(_omega(correlation) if k > 2 else {}),
    }


def _contrary(covariance: Matrix) -> bool:
    """Say whether items contradict each other: alpha is negative, or even without a number since their sum is fixed."""
    return len(covariance) > 1 and bool(covariance.sum() < covariance.trace())


def _omega(correlation: Matrix) -> dict[str, float]:
    """Return omega total of one factor: the share of the observed total's variance that is not unique to items."""
    total = correlation.sum()
    if not total > 0:
        return {}
    unique = 1 - loadings(correlation.astype(np.float64)) ** 2
    return {"omega": float(1 - unique.sum() / float(total)), "limit": at_limit(unique)}


def _omega_raw(values: Floats, resamples: int, chance: np.random.Generator) -> dict[str, float]:
    found, limit = _of_sum(values)
    if np.isnan(found):
        return {}
    told = {"omega_raw": found} | ({"limit": True} if limit else {})
    drawn = [_of_sum(values[chance.integers(len(values), size=len(values))])[0] for _ in range(resamples)]
    if not drawn or np.isfinite(drawn).mean() <= _FITTED:
        return told
    low, high = np.nanpercentile(drawn, [2.5, 97.5])
    return told | {"omega_low": low, "omega_high": high}


def _of_sum(values: Floats) -> tuple[float, bool]:
    """Return the share of the observed sum's variance that comes from one factor; NaN where that cannot be fitted.

    And whether the fit is at its limit.
    """
    k = values.shape[1]
    if k < 3 or len(values) < 2:
        return np.nan, False
    covariance = covariances(values).astype(np.float64)  # exact: the order of people changes no bit
    if np.isnan(covariance).any() or np.linalg.matrix_rank(covariance) < k:  # nothing varies, or too few
        return np.nan, False
    own = congeneric(covariance)
    return float(own.sum() ** 2 / covariance.sum()), at_limit(1 - own**2 / covariance.diagonal())
