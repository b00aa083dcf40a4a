"""How far the people of a group see the same, and groups differ from each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from cxkit.responses.frames import Floats
from cxkit.responses.responses import checked
from cxkit.statistics.encoding import keyed_answers
from cxkit.statistics.estimates import rwg_j, scores
from cxkit.statistics.grouped import check_attributes
from cxkit.statistics.tally import count_table
from cxkit.survey.model import Survey
from cxkit.survey.parts import Dimension

_OVERALL = ["groups", "n", "not_stated", "icc1", "icc2"]


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """How far the people of each group see the same, and groups differ from each other.

    Attributes:
        groups: A row a (group, dimension): `n` (respondents with all items answered), `rwg_j` (0–1; NaN for n < 2).
        overall: A row a dimension, indexed by its id: `groups` (how many), `n` (respondents with a score), `not_stated`
            (respondents with a score who are in no group, left out), `icc1`, `icc2`.
    """

    groups: pd.DataFrame
    overall: pd.DataFrame


def agreement(answers: Any, survey: Survey, *, by: str) -> Agreement:
    """Return agreement within the groups of an attribute.

    Of `Agreement`, `rwg_j` is one minus the mean item variance (n−1) over that of answers spread evenly over all A
    options, (A²−1)/12, stepped up for the number of items; truncated at 0. It takes respondents with all items
    answered, as R's multilevel does. For a dimension that mixes response scales each item is set against its own.
    `icc1` and `icc2` come from a one-way ANOVA of person scores with the mean group size; may be negative. NaN with
    fewer than two groups, or nobody more than groups. People who did not state the attribute are in no group.

    Sources: James, Demaree & Wolf 1984; Shrout & Fleiss 1979; Bliese 2000.

    Raises:
        ResponseError: `by` has no column.

    >>> import cxkit as cx
    >>> survey = cx.load_survey("leadership")
    >>> answers = cx.read_responses(cx.sample("leadership"), survey)
    >>> found = cx.agreement(answers, survey, by="role")
    >>> found.groups[found.groups["dimension"] == "engaged"].round(2)
           group dimension   n  rwg_j
    0  frontline   engaged  20   0.85
    1     leader   engaged   8   0.91
    2    support   engaged   4   0.87
    >>> found.overall.round(3)
                groups   n  not_stated   icc1   icc2
    dimension
    engaged          3  80           0  0.100  0.748
    motivating       3  80           0  0.058  0.623
    teamwork         3  79           0  0.084  0.706
    in_tune          3  78           0 -0.010 -0.345
    """
    if not isinstance(by, str):
        raise ValueError('Agreement is within the groups of one attribute: give its id, as in by="team".')
    responses = checked(answers, survey)
    check_attributes(responses.frame.columns, survey, (by,))
    group = responses.frame[by].to_numpy(dtype=object)
    tallies = count_table(responses, survey, (by,))[0].split(by)
    nowhere = tallies.pop("", None)
    rows: list[dict[str, Any]] = []
    overall = {}
    for dimension, keyed in keyed_answers(responses, survey):
        complete = ~np.isnan(keyed).any(axis=1)
        for value in sorted(tallies):
            own = keyed[complete & (group == value)]
            rows.append({"group": value, "dimension": dimension.id, "n": len(own), "rwg_j": _rwg_j(own, dimension)})
        overall[dimension.id] = {
            **_icc([scores(part, dimension) for part in tallies.values()]),
            "not_stated": sum(scores(nowhere, dimension).values()) if nowhere else 0,
        }
    return Agreement(
        groups=pd.DataFrame(rows, columns=["group", "dimension", "n", "rwg_j"]),
        overall=pd.DataFrame.from_dict(overall, orient="index", columns=_OVERALL)
        .rename_axis("dimension")
        .astype({"icc1": "float64", "icc2": "float64"}),
    )


def _rwg_j(rows: Floats, dimension: Dimension) -> float:
    if len(rows) < 2 or not dimension.items:
        return np.nan
    ranges = [item.response_scale.range for item in dimension.items]
    return rwg_j((100 * rows.std(axis=0, ddof=1) / ranges).tolist(), [range + 1 for range in ranges])


def _icc(groups: Sequence[Mapping[int, int]]) -> dict[str, float]:
    """Return the ICCs of whole-number scores, {score: people} a group. Exact: nothing is divided by rounding noise."""
    parts = [(sum(part.values()), sum(value * n for value, n in part.items())) for part in groups if part]
    n, many = sum(size for size, _ in parts), len(parts)
    found: dict[str, float] = {"groups": many, "n": n}
    if many < 2 or n <= many:
        return found
    explained = sum(Fraction(total**2, size) for size, total in parts)
    between = (explained - Fraction(sum(total for _, total in parts) ** 2, n)) / (many - 1)
    within = (sum(value**2 * times for part in groups for value, times in part.items()) - explained) / (n - many)
    scatter = between + (Fraction(n, many) - 1) * within
    return found | {
        "icc1": float((between - within) / scatter) if scatter else np.nan,
        "icc2": float((between - within) / between) if between else np.nan,
    }
