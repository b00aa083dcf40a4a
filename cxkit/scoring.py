"""From answers to scores: reverse keying, minimum answered, 0–100. One row a respondent, a column a dimension."""

from __future__ import annotations

import warnings
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from cxkit.errors import ResponseError, ResponseWarning, listing
from cxkit.responses import Responses, told
from cxkit.survey import Dimension, Survey

Ints = npt.NDArray[np.int64]


def score(
    answers: Responses | pd.DataFrame, survey: Survey, *, metric: Literal["pomp", "mean"] = "pomp"
) -> pd.DataFrame:
    """Score every respondent on every dimension.

    Reverse-keyed items are flipped (the item's own min + max − value); a dimension's score is the mean of the answered
    items, where at least `min_answered` of them are answered. A person's score depends on that person's answers only.

    answers: Responses, or a DataFrame with a column an item id. In a DataFrame, values that are no answers (outside the
        range, half points, words) are left out, and a ResponseWarning says which and how many.
    metric: "pomp" (percent of maximum possible, 0–100, higher is better) or "mean" (the response scale's own units).

    Returns a float DataFrame on the same index, a column a dimension id; NaN where too few items were answered.
    Raises ResponseError where an item has no column. Source: Cohen, Cohen, Aiken & West 1999 (POMP).
    """
    responses = checked(answers, survey)
    return pd.DataFrame(
        {dimension.id: _score(responses, dimension, metric) for dimension in survey.dimensions},
        index=responses.frame.index,
    )


def checked(answers: Responses | pd.DataFrame, survey: Survey) -> Responses:
    """Return Responses; a bare DataFrame is checked first, with a warning for what is left out."""
    if isinstance(answers, Responses):
        lacking = [item.id for item in survey.items if item.id not in answers.frame.columns]
        if lacking:
            raise ResponseError(
                f"These answers were read for another survey: {survey.id} also asks {listing(lacking)}. "
                "Read the file again with this survey."
            )
        return answers
    responses = Responses.of(answers, survey)
    if len(responses.problems):
        count = int(responses.problems["count"].sum())
        message = f"{count} value(s) were left out:\n{told(responses.problems)}"
        warnings.warn(message, ResponseWarning, stacklevel=3)
    return responses


def keyed_steps(responses: Responses, dimension: Dimension) -> tuple[Ints, Ints]:
    """Return (items answered, keyed sum) for each respondent, in whole steps of `dimension.unit` an item.

    0 is every answered item at its least favourable, answered × unit every one at its most favourable.
    """
    answered = np.zeros(len(responses), dtype=np.int64)
    total = np.zeros(len(responses), dtype=np.int64)
    for item in dimension.items:
        scale = item.response_scale
        values = responses.frame[item.id].to_numpy(dtype=np.float64)
        given = ~np.isnan(values)
        steps = (scale.max - values if item.reverse_keyed else values - scale.min) * (dimension.unit // scale.range)
        answered += given
        total += np.where(given, steps, 0).astype(np.int64)
    return answered, total


def _score(responses: Responses, dimension: Dimension, metric: str) -> npt.NDArray[np.float64]:
    answered, steps = keyed_steps(responses, dimension)
    enough = answered >= dimension.min_answered
    count = np.where(enough, answered, 1)
    if metric == "pomp":
        return np.where(enough, 100 * steps / (count * max(dimension.unit, 1)), np.nan)
    if metric != "mean":
        raise ValueError(f'metric "{metric}": allowed are "pomp" (0–100) and "mean" (the response scale\'s own units).')
    total = np.zeros(len(responses))
    for item in dimension.items:
        scale = item.response_scale
        values = responses.frame[item.id].to_numpy(dtype=np.float64)
        total += np.nan_to_num(scale.min + scale.max - values if item.reverse_keyed else values)
    return np.where(enough, total / count, np.nan)
