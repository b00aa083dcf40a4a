"""What goes together with an outcome, such as one item's rating: plain correlations. They are no causes."""

from math import atanh, sqrt, tanh
from typing import Any

import numpy as np
import pandas as pd

from cxkit.errors import ResponseError, did_you_mean
from cxkit.responses.responses import checked
from cxkit.statistics.keyed import keyed
from cxkit.statistics.scoring import score
from cxkit.statistics.student import NORMAL
from cxkit.survey.model import Survey

FEWEST = 30
"""Respondents: of fewer, the interval of a correlation is so wide that their order is chance."""


def drivers(answers: Any, survey: Survey, outcome: str, *, items: bool = False) -> pd.DataFrame:
    """Return how the dimensions go together with an outcome, the closest first. Which of them causes it, nobody knows.

    Of everybody only: in groups there are too few people. Source: Fisher 1921.

    Args:
        answers: As in `reliability`.
        outcome: An item's id. The dimension that it belongs to is left out.
        items: Every other item, instead of the dimensions.

    Returns:
        A row a dimension (or item), indexed by its id:

        - `n`: respondents with both.
        - `r`: Pearson's correlation (−1 to 1), after reversing; NaN where one does not vary, or fewer than 30
          respondents have both.
        - `low`, `high`: its 95% interval, by Fisher's z; NaN where r is −1 or 1.

    Raises:
        ResponseError: There is no such item, or nothing beside it; an item has no column; or no row has 30 respondents.

    >>> import cxkit as cx
    >>> survey = cx.load_survey("leadership")
    >>> answers = cx.read_responses(cx.sample("leadership"), survey)
    >>> list(cx.drivers(answers, survey, "in_tune_example").columns)
    ['n', 'r', 'low', 'high']
    """
    given = checked(answers, survey)
    of = next((one for one in survey.dimensions if outcome in {item.id for item in one.items}), None)
    if of is None:
        ids = [item.id for item in survey.items]
        raise ResponseError(f'There is no item "{outcome}" in {survey.id}.{did_you_mean(outcome, ids)}')
    values = keyed(given, survey)
    others = values.drop(columns=outcome) if items else score(given, survey).drop(columns=of.id)
    rows = {str(name): _correlated(others[name], values[outcome]) for name in others}
    if not rows:
        more = "items=True takes its other items." if len(survey.items) > 1 and not items else "Ask more than one item."
        raise ResponseError(f"{survey.id} has nothing else that could go together with {outcome}. {more}")
    most = max(row["n"] for row in rows.values())
    if most < FEWEST:
        raise ResponseError(
            f"{FEWEST} respondents with both are needed to say what goes together with {outcome}; there are {most:.0f}."
        )
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["n", "r", "low", "high"])
    order = table["r"].abs().sort_values(ascending=False, kind="stable", na_position="last").index
    return table.loc[order].rename_axis("item" if items else "dimension").astype({"n": "int64"})


def _correlated(one: "pd.Series[float]", other: "pd.Series[float]") -> dict[str, float]:
    both = ~(one.isna() | other.isna())
    n = int(both.sum())
    x, y = (each[both].to_numpy() for each in (one, other))
    if n < FEWEST or np.ptp(x) == 0 or np.ptp(y) == 0:
        return {"n": n, "r": np.nan, "low": np.nan, "high": np.nan}
    r = float(np.clip(np.corrcoef(x, y)[0, 1], -1, 1))
    if abs(r) == 1:
        return {"n": n, "r": r, "low": np.nan, "high": np.nan}
    half = NORMAL / sqrt(n - 3)
    return {"n": n, "r": r, "low": tanh(atanh(r) - half), "high": tanh(atanh(r) + half)}
