"""How well the items of a dimension go together: reliability and item analysis. For whoever writes or checks a survey.

The conventions are those of R's psych (Revelle): covariances are taken pairwise or over complete rows, alpha is never
flipped, and nothing is filled in.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import minimize
from scipy.special import fdtri

from cxkit.errors import ResponseWarning, listing
from cxkit.responses.coding import FIRST
from cxkit.responses.frames import Floats
from cxkit.responses.responses import Responses, checked
from cxkit.statistics.encoding import BLOCK, Sheet
from cxkit.statistics.estimates import rwg_j
from cxkit.statistics.scoring import score
from cxkit.statistics.tally import check_attributes
from cxkit.survey.model import Survey
from cxkit.survey.parts import Dimension

Use = Literal["pairwise", "complete"]


def reliability(answers: Any, survey: Survey, *, use: Use = "pairwise") -> pd.DataFrame:
    """Return how consistently each dimension's items were answered.

    answers: Responses, or a table with a column an item id.
    use: "pairwise" takes every covariance from the respondents who answered both items; "complete" leaves out whoever
        did not answer all of the dimension's items.

    Returns a row a dimension, indexed by its id:
        n_items: how many items it has.
        n: respondents used (pairwise: with at least one answer; complete: with all).
        alpha: Cronbach's alpha, from covariances.
        alpha_low, alpha_high: Feldt's 95% interval, with that n.
        alpha_std: alpha from correlations.
        omega: McDonald's omega total from one factor (minimum residuals on correlations), for 3 items or more.
        mean_r: the correlations' average.

    NaN for one item, for fewer than two respondents, or where an item, or the items' sum, has no variance. Where few
    answered both items of a pair, pairwise alpha may exceed 1, as in R, and has no interval then.
    A negative alpha is reported with a ResponseWarning: look for an item whose reverse keying is missing. Omega means
    nothing there. Raises ResponseError where an item has no column.

    Sources: Cronbach 1951; Feldt 1965; McDonald 1999; Harman & Jones 1966.

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
    for dimension, keyed in _keyed(checked(answers, survey), survey):
        values = _used(keyed, use)
        if _contrary(_covariance(values)):
            contrary.append(dimension.id)
        rows[dimension.id] = {"n_items": len(dimension.items), "n": _n(values), **_reliability(values)}
    table = pd.DataFrame.from_dict(rows, orient="index", columns=_RELIABILITY)
    if contrary:
        warnings.warn(
            f"Alpha is negative for {listing(contrary)}: items there contradict each other. "
            "Check which of them should be reverse-keyed.",
            ResponseWarning,
            stacklevel=2,
        )
    return table.rename_axis("dimension").astype("float64").astype({"n_items": "int64", "n": "int64"})


def item_analysis(answers: Any, survey: Survey, *, use: Use = "pairwise") -> pd.DataFrame:
    """Return how each item was answered and how it goes with the others of its dimension.

    answers, use: as in `reliability`.

    Returns a row an item, indexed by its id:
        dimension: the id of its dimension.
        n: respondents who answered it (complete: and all the others of the dimension).
        mean, sd: of the answers after reversing, in the response scale's units; sd with n−1.
        favourable: share (0–1) of the answers.
        item_rest_r: its correlation with the sum of the dimension's other items, from the same covariances as alpha.
        alpha_without: alpha of the dimension without it, for 3 items or more.

    NaN where there is too little to say. Raises ResponseError where an item has no column.

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
    for dimension, keyed in _keyed(checked(answers, survey), survey):
        values = _used(keyed, use)
        covariance = _covariance(values)
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
                "alpha_without": _alpha(_without(covariance, place)),
            }
    return pd.DataFrame.from_dict(rows, orient="index", columns=_ITEMS).rename_axis("item").astype({"n": "int64"})


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """How far the people of each group see the same, and groups differ from each other.

    groups: a row a (group, dimension): n (respondents with all items answered), rwg_j (0–1; NaN for n < 2).
    overall: a row a dimension, indexed by its id: groups (how many), n (respondents with a score), not_stated
        (respondents with a score who are in no group, left out), icc1, icc2.
    """

    groups: pd.DataFrame
    overall: pd.DataFrame


def agreement(answers: Any, survey: Survey, *, by: str) -> Agreement:
    """Return agreement within the groups of an attribute.

    rwg_j: one minus the mean item variance (n−1) over that of answers spread evenly over all A options, (A²−1)/12,
        stepped up for the number of items; truncated at 0. It takes respondents with all items answered, as R's
        multilevel does. For a dimension that mixes response scales each item is set against its own.
    icc1, icc2: from a one-way ANOVA of person scores with the mean group size; may be negative. NaN with fewer than
        two groups, or nobody more than groups. People who did not state the attribute are in no group.

    Raises ResponseError where `by` has no column.

    Sources: James, Demaree & Wolf 1984; Shrout & Fleiss 1979; Bliese 2000.

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
    scores = score(responses, survey)
    stated = group != ""
    values = sorted(set(group[stated]))
    groups = []
    overall = {}
    for dimension, keyed in _keyed(responses, survey):
        complete = ~np.isnan(keyed).any(axis=1)
        for value in values:
            rows = keyed[complete & (group == value)]
            groups.append(
                {"group": value, "dimension": dimension.id, "n": len(rows), "rwg_j": _agreed(rows, dimension)}
            )
        own = scores[dimension.id].to_numpy()
        scored = ~np.isnan(own)
        overall[dimension.id] = {
            **_icc(own[scored & stated], group[scored & stated]),
            "not_stated": int((scored & ~stated).sum()),
        }
    return Agreement(
        groups=pd.DataFrame(groups, columns=["group", "dimension", "n", "rwg_j"]),
        overall=pd.DataFrame.from_dict(overall, orient="index", columns=_OVERALL)
        .rename_axis("dimension")
        .astype({"icc1": "float64", "icc2": "float64"}),
    )


_RELIABILITY = ["n_items", "n", "alpha", "alpha_low", "alpha_high", "alpha_std", "omega", "mean_r"]
_ITEMS = ["dimension", "n", "mean", "sd", "favourable", "item_rest_r", "alpha_without"]
_OVERALL = ["groups", "n", "not_stated", "icc1", "icc2"]
_LEAST_UNIQUE = 0.005
_NOISE = 1e-12
"""A variance that is so small beside its parts is what rounding leaves of none."""


def _keyed(responses: Responses, survey: Survey) -> Iterator[tuple[Dimension, Floats]]:
    """Give each dimension with its answers after reversing: a row a respondent, a column an item, NaN where none."""
    sheet = Sheet.of(responses, survey)
    codes = np.hstack([sheet.block(start)[0] for start in range(0, sheet.rows, BLOCK)] or [sheet.block(0)[0]])
    place = 0
    for dimension in survey.dimensions:
        keyed = np.empty((sheet.rows, len(dimension.items)))
        for column, item in enumerate(dimension.items):
            own, scale = codes[place], item.response_scale
            values = own.astype(np.float64) + (scale.min - FIRST)
            keyed[:, column] = scale.min + scale.max - values if item.reverse_keyed else values
            keyed[own < FIRST, column] = np.nan
            place += 1
        yield dimension, keyed


def _used(keyed: Floats, use: Use) -> Floats:
    if use not in {"pairwise", "complete"}:
        raise ValueError(f'use "{use}": allowed are "pairwise" and "complete".')
    return keyed if use == "pairwise" else keyed[~np.isnan(keyed).any(axis=1)]


def _n(values: Floats) -> int:
    return int((~np.isnan(values)).any(axis=1).sum())


def _reliability(values: Floats) -> dict[str, float]:
    covariance = _covariance(values)
    k, n = values.shape[1], _n(values)
    alpha = _alpha(covariance)
    if np.isnan(alpha):
        return {}
    correlation = covariance / np.sqrt(np.outer(covariance.diagonal(), covariance.diagonal()))
    # Feldt: (1 − alpha) over its true value follows F with n − 1 and (n − 1)(k − 1) degrees of freedom.
    low, high = (1 - (1 - alpha) * fdtri(n - 1, (n - 1) * (k - 1), part) for part in (0.975, 0.025))
    if alpha > 1:  # pairwise covariances need not fit together where few answered both
        low = high = np.nan
    return {
        "alpha": alpha,
        "alpha_low": low,
        "alpha_high": high,
        "alpha_std": _alpha(correlation),
        "omega": _omega(_correlation(values)) if k > 2 else np.nan,
        "mean_r": (correlation.sum() - k) / (k * (k - 1)),
    }


def _covariance(values: Floats) -> Floats:
    """Return covariances (n−1), each over the rows that have both items; a variance over all that have the item."""
    joint, product, sums = _moments(values)
    with np.errstate(invalid="ignore", divide="ignore"):
        covariance: Floats = (product - sums * sums.T / joint) / (joint - 1)
    covariance[joint < 2] = np.nan
    constant = np.nanmin(values, axis=0, initial=np.inf) >= np.nanmax(values, axis=0, initial=-np.inf)
    covariance[constant], covariance[:, constant] = np.nan, np.nan  # nothing varies with what does not vary
    return covariance


def _correlation(values: Floats) -> Floats:
    """Return correlations whose variances, too, are over the rows that have both items."""
    joint, product, sums = _moments(values)
    squares = np.nan_to_num(values - np.nanmean(values, axis=0)) ** 2
    given = (~np.isnan(values)).astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        variance = squares.T @ given - sums**2 / joint
        correlation: Floats = (product - sums * sums.T / joint) / np.sqrt(variance * variance.T)
    return correlation


def _moments(values: Floats) -> tuple[Floats, Floats, Floats]:
    """Return for each pair of items: rows that have both, sum of products, and sum of the first, around the means."""
    given = (~np.isnan(values)).astype(np.float64)
    total = np.where(given > 0, values, 0).sum(axis=0)
    middle = total / np.maximum(given.sum(axis=0), 1)
    centred = np.where(given > 0, values - middle, 0)
    return given.T @ given, centred.T @ centred, centred.T @ given


def _alpha(covariance: Floats) -> float:
    """Return Cronbach's alpha; NaN for one item, for unknown covariances, or where the sum has no variance."""
    k = len(covariance)
    total = covariance.sum()
    if k < 2 or not total > _NOISE * covariance.trace():
        return np.nan
    return float(k / (k - 1) * (1 - covariance.trace() / total))


def _contrary(covariance: Floats) -> bool:
    """Say whether items contradict each other: alpha is negative, or even without a number since their sum is fixed."""
    return len(covariance) > 1 and bool(covariance.sum() < covariance.trace())


def _without(matrix: Floats, place: int) -> Floats:
    return np.delete(np.delete(matrix, place, axis=0), place, axis=1)


def _item_rest(covariance: Floats, place: int) -> float:
    others = _without(covariance, place)
    if not others.sum() > _NOISE * others.trace():
        return np.nan
    return float(
        (covariance[place].sum() - covariance[place, place]) / np.sqrt(covariance[place, place] * others.sum())
    )


def _omega(correlation: Floats) -> float:
    """Return omega total of one factor: the share of the observed total's variance that is not unique to items."""
    if not np.isfinite(correlation).all():
        return np.nan
    unique = 1 - _loadings(correlation) ** 2
    return float(1 - unique.sum() / correlation.sum())


def _loadings(correlation: Floats) -> Floats:
    """Fit one factor by minimum residuals: least squares over what lies off the diagonal."""

    def loadings(unique: Floats) -> Floats:
        values, vectors = np.linalg.eigh(correlation - np.diag(unique))
        return np.asarray(vectors[:, -1] * np.sqrt(max(values[-1], 0.0)))

    def loss(unique: Floats) -> tuple[float, Floats]:
        own = loadings(unique)
        residual = correlation - np.diag(unique) - np.outer(own, own)
        return float((residual**2).sum() / 2), -residual.diagonal()

    # Uniqueness stays off 0, where an item would be the factor itself.
    start = np.clip(1 / np.linalg.pinv(correlation).diagonal(), _LEAST_UNIQUE, 1)
    limits = [(_LEAST_UNIQUE, 1.0)] * len(correlation)
    options = {"ftol": 1e-15, "gtol": 1e-10, "maxiter": 5000}
    return loadings(minimize(loss, start, jac=True, method="L-BFGS-B", bounds=limits, options=options).x)


def _agreed(rows: Floats, dimension: Dimension) -> float:
    if len(rows) < 2 or not dimension.items:
        return np.nan
    ranges = [item.response_scale.range for item in dimension.items]
    return rwg_j((100 * rows.std(axis=0, ddof=1) / ranges).tolist(), [range + 1 for range in ranges])


def _icc(values: Floats, group: npt.NDArray[np.object_]) -> dict[str, float]:
    names, places = np.unique(group.astype(str), return_inverse=True)
    n, many = len(values), len(names)
    found: dict[str, float] = {"groups": many, "n": n}
    if many < 2 or n <= many:
        return found
    sizes = np.bincount(places)
    means = np.bincount(places, weights=values) / sizes
    between = float((sizes * (means - values.mean()) ** 2).sum() / (many - 1))
    within = float(((values - means[places]) ** 2).sum() / (n - many))
    size = n / many
    scatter = between + (size - 1) * within
    return found | {
        "icc1": (between - within) / scatter if scatter else np.nan,
        "icc2": (between - within) / between if between else np.nan,
    }
