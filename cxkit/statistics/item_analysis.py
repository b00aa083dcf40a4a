"""How each item is answered, and how it goes with the others of its dimension."""

from __future__ import annotations

from math import sqrt
from typing import Any

import numpy as np
import pandas as pd

from cxkit.responses.responses import checked
from cxkit.statistics.covariance import Matrix, Use, alpha, correlations, covariances, used
from cxkit.statistics.encoding import keyed_answers
from cxkit.statistics.factor import loadings
from cxkit.survey.model import Survey

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
        covariance = covariances(values)
        correlation = correlations(values).astype(np.float64)
        fits = len(dimension.items) > 2 and not np.isnan(correlation).any()
        factor = loadings(correlation) if fits else np.full(len(correlation), np.nan)
        for place, item in enumerate(dimension.items):
            given = values[~np.isnan(values[:, place]), place]
            favourable = np.isin(given, item.response_scale.favourable)
            rows[item.id] = {
                "dimension": dimension.id,
                "n": len(given),
                "mean": given.mean() if len(given) else np.nan,
                "sd": given.std(ddof=1) if len(given) > 1 else np.nan,
                "favourable": favourable.mean() if len(given) else np.nan,
                "item_rest_r": _item_rest(covariance, place),
                "alpha_without": alpha(_without(covariance, place)),
                "loading": factor[place],
            }
    return pd.DataFrame.from_dict(rows, orient="index", columns=_COLUMNS).rename_axis("item").astype({"n": "int64"})


def _without(matrix: Matrix, place: int) -> Matrix:
    return np.delete(np.delete(matrix, place, axis=0), place, axis=1)


def _item_rest(covariance: Matrix, place: int) -> float:
    rest = _without(covariance, place).sum()
    if not rest > 0:
        return np.nan
    own = covariance[place, place]
    return float(covariance[place].sum() - own) / sqrt(own * rest)
