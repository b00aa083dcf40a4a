"""How each item is answered, and how it goes with the others of its dimension."""

from math import sqrt
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from cxkit.responses.responses import checked
from cxkit.statistics.covariance import Matrix, Use, alpha, correlations, covariances, unvarying, used
from cxkit.statistics.encoding import keyed_answers
from cxkit.statistics.factor import loadings
from cxkit.survey.model import Survey

Ints = npt.NDArray[np.integer[Any]]

_COLUMNS = ["dimension", "n", "mean", "sd", "favourable", "item_rest_r", "alpha_without", "loading"]


def item_analysis(answers: Any, survey: Survey, *, use: Use = "pairwise") -> pd.DataFrame:
    """Return how each item was answered and how it goes with the others of its dimension.

    Args:
        answers: As in `reliability`.
        use: As in `reliability`.

    Returns:
        A row an item, indexed by its id; NaN where there is too little to say:

        - `dimension`: the id of its dimension.
        - `n`: respondents who answered it (complete: and all the others of the dimension).
        - `mean`, `sd`: of the answers after reversing, in the response scale's units; sd with n−1.
        - `favourable`: share (0–1) of the answers.
        - `item_rest_r`: its corrected item–total correlation, that with the sum of the dimension's other items, from
          the same covariances as alpha.
        - `alpha_without`: alpha of the dimension without it, for 3 items or more.
        - `loading`: on the dimension's one factor, as in omega, for 3 items or more.

        An item that everybody answered alike (`sd` is 0) goes with none, and is left out of what is said of the others.

    Raises:
        ResponseError: An item has no column.

    >>> import cxkit as cx
    >>> survey = cx.load_survey("leadership")
    >>> answers = cx.read_responses(cx.sample("leadership"), survey)
    >>> found = cx.item_analysis(answers, survey)
    >>> found[["n", "mean", "sd", "item_rest_r"]].head(2).round(2)
                      n  mean   sd  item_rest_r
    item
    engaged_touch    77  3.47  1.1         0.60
    engaged_listens  77  2.97  1.2         0.59
    """
    rows = {}
    for dimension, keyed in keyed_answers(checked(answers, survey), survey):
        values = used(keyed, use)
        varying = np.flatnonzero(~unvarying(values))
        covariance = covariances(values)
        correlation = correlations(values[:, varying]).astype(np.float64)
        factor = np.full(len(dimension.items), np.nan)
        if len(varying) > 2 and not np.isnan(correlation).any():
            factor[varying] = loadings(correlation)
        for place, item in enumerate(dimension.items):
            given = values[~np.isnan(values[:, place]), place]
            favourable = np.isin(given, item.response_scale.favourable)
            rows[item.id] = {
                "dimension": dimension.id,
                "n": len(given),
                "mean": given.mean() if len(given) else np.nan,
                "sd": given.std(ddof=1) if len(given) > 1 else np.nan,
                "favourable": favourable.mean() if len(given) else np.nan,
                "item_rest_r": _item_rest(covariance, place, varying[varying != place]),
                "alpha_without": alpha(_of(covariance, varying[varying != place])),
                "loading": factor[place],
            }
    return pd.DataFrame.from_dict(rows, orient="index", columns=_COLUMNS).rename_axis("item").astype({"n": "int64"})


def _of(matrix: Matrix, items: Ints) -> Matrix:
    return np.asarray(matrix[np.ix_(items, items)])


def _item_rest(covariance: Matrix, place: int, others: Ints) -> float:
    rest = _of(covariance, others).sum()
    if not rest > 0:
        return np.nan
    return float(covariance[place, others].sum()) / sqrt(covariance[place, place] * rest)
