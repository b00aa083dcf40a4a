"""How consistently the items of a dimension are answered: alpha and omega. For whoever writes or checks a survey."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import fdtri

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
    used,
)
from cxkit.statistics.encoding import keyed_answers
from cxkit.statistics.factor import loadings
from cxkit.survey.model import Survey

_COLUMNS = ["n_items", "n", "alpha", "alpha_low", "alpha_high", "alpha_std", "omega", "mean_r"]


def reliability(answers: Any, survey: Survey, *, use: Use = "pairwise") -> pd.DataFrame:
    """Return how consistently each dimension's items were answered.

    Sources: Cronbach 1951; Feldt 1965; McDonald 1999; Harman & Jones 1966.

    Args:
        answers: Responses, or a table with a column an item id.
        use: "pairwise" takes every covariance from the respondents who answered both items; "complete" leaves out
            whoever did not answer all of the dimension's items.

    Returns:
        A row a dimension, indexed by its id:

        - `n_items`: how many items it has.
        - `n`: respondents used (pairwise: with at least one answer; complete: with all).
        - `alpha`: Cronbach's alpha, from covariances.
        - `alpha_low`, `alpha_high`: Feldt's 95% interval, with that n.
        - `alpha_std`: alpha from correlations, each over the respondents who answered both items.
        - `omega`: McDonald's omega total from one factor (minimum residuals on correlations), for 3 items or more.
        - `mean_r`: the correlations' average.

        NaN for one item, for fewer than two respondents, or where an item, or the items' sum, has no variance. Where
        few answered both items of a pair, pairwise alpha may exceed 1, as in R, and has no interval then.

    Raises:
        ResponseError: An item has no column.

    Warns:
        ResponseWarning: An alpha is negative: look for an item whose reverse keying is missing. Omega means nothing
            there.

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
    contrary = []
    for dimension, keyed in keyed_answers(checked(answers, survey), survey):
        values = used(keyed, use)
        if _contrary(covariances(values)):
            contrary.append(dimension.id)
        rows[dimension.id] = {"n_items": len(dimension.items), "n": respondents(values), **_reliability(values)}
    table = pd.DataFrame.from_dict(rows, orient="index", columns=_COLUMNS)
    if contrary:
        warnings.warn(
            f"Alpha is negative for {listing(contrary)}: items there contradict each other. "
            "Check which of them should be reverse-keyed.",
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
    low, high = (1 - (1 - found) * fdtri(n - 1, (n - 1) * (k - 1), part) for part in (0.975, 0.025))
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
