"""From answers to scores: reverse keying, minimum answered, 0–100. One row a respondent, a column a dimension."""

import warnings
from collections.abc import Iterable
from typing import Any, Literal

import numpy as np
import pandas as pd

from cxkit.errors import ResponseWarning
from cxkit.responses.coding import FIRST, Codes
from cxkit.responses.frames import Floats
from cxkit.responses.problems import Problem, merged, warn
from cxkit.statistics.cores import shared
from cxkit.statistics.encoding import BLOCK, Key, Sheet, given
from cxkit.survey.model import Survey
from cxkit.survey.parts import Dimension


def score(answers: Any, survey: Survey, *, metric: Literal["pomp", "mean"] = "pomp") -> pd.DataFrame:
    """Score every respondent on every dimension.

    Reverse-keyed items are flipped (the item's own min + max − value); a dimension's score is the mean of the answered
    items, where at least `min_answered` of them are answered. A person's score depends on that person's answers only.
    Source: Cohen, Cohen, Aiken & West 1999 (POMP).

    Args:
        answers: Responses, or a table (pandas, polars, pyarrow) with a column an item id. In a table, values that are
            no answers (outside the range, half points, words) are left out, and a ResponseWarning says which and how
            many.
        metric: "pomp" (percent of maximum possible, 0–100, higher is better) or "mean" (the response scale's own
            units, which a warning says where a dimension's items have several).

    Returns:
        A float pandas DataFrame on the same index, a column a dimension id; NaN where too few items were answered.

    Raises:
        ResponseError: An item has no column.

    >>> import cxkit as cx, pandas as pd
    >>> survey = cx.Survey.from_dict({
    ...     "id": "tiny", "title": "Tiny",
    ...     "response_scale": {"min": 1, "max": 5},
    ...     "dimensions": [{"id": "engaged", "title": "Engaged", "items": [
    ...         {"id": "listens", "text": "Our leaders listen."},
    ...         {"id": "hides", "text": "They hide.", "reverse_keyed": True},
    ...     ]}],
    ... })
    >>> answers = {"listens": [4, 5, None], "hides": [2, None, None]}
    >>> answers = pd.DataFrame(answers, index=["Ana", "Ben", "Chi"])
    >>> cx.score(answers, survey)
         engaged
    Ana     75.0
    Ben    100.0
    Chi      NaN
    >>> cx.score(answers, survey, metric="mean")
         engaged
    Ana      4.0
    Ben      5.0
    Chi      NaN
    """
    if metric not in {"pomp", "mean"}:
        raise ValueError(f'metric "{metric}": allowed are "pomp" (0–100) and "mean" (the response scale\'s own units).')
    if metric == "mean":
        _warn_of_several_scales(survey)
    sheet = Sheet.of(answers, survey)
    key = Key(survey)
    scores = {dimension.id: np.full(sheet.rows, np.nan) for dimension in survey.dimensions}

    def work(starts: Iterable[int]) -> list[Problem]:
        met = []
        for start in starts:
            codes, problems = sheet.block(start)
            met += problems
            rows = slice(start, start + BLOCK)
            for place, dimension, sums in zip(
                key.places, survey.dimensions, key.sums(codes, given(codes)), strict=True
            ):
                if dimension.items:
                    own = _mean(codes[place], dimension, *sums) if metric == "mean" else _pomp(dimension, *sums)
                    scores[dimension.id][rows] = own
        return met

    shares = shared(range(0, sheet.rows, BLOCK), work)
    warn(merged([*sheet.problems, *(problem for share in shares for problem in share)]))
    return pd.DataFrame(scores, index=sheet.source.index, copy=False)


def _warn_of_several_scales(survey: Survey) -> None:
    """Warn where a mean in the response scale's units would be of several: 1–5 and 0–10 have no common one."""
    for dimension in survey.dimensions:
        scales = dict.fromkeys(f"{item.response_scale.min}–{item.response_scale.max}" for item in dimension.items)
        if len(scales) > 1:
            warnings.warn(
                f"{dimension.id} has items on {' and '.join(scales)}: a mean of these in their own units counts "
                'the wider scale more. metric="pomp" puts all on 0–100 first.',
                ResponseWarning,
                stacklevel=3,
            )


def _pomp(dimension: Dimension, answered: Codes, steps: Codes) -> Floats:
    part = 100.0 * steps / (np.maximum(answered, 1) * float(dimension.unit))
    part[answered < dimension.min_answered] = np.nan
    return part


def _mean(codes: Codes, dimension: Dimension, answered: Codes, steps: Codes) -> Floats:
    """Return means in the items' own units, which steps do not tell where the items' response scales differ."""
    total = np.zeros(len(steps), dtype=np.int64)
    for row, item in zip(codes.astype(np.int64), dimension.items, strict=True):
        scale = item.response_scale
        keyed = scale.max + FIRST - row if item.reverse_keyed else row - FIRST + scale.min
        total += np.where(row >= FIRST, keyed, 0)
    mean = total / np.maximum(answered, 1)
    mean[answered < dimension.min_answered] = np.nan
    return mean
