"""Do two groups read the questions alike? One factor a dimension, held more and more equal between them."""

import warnings
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import minimize

from cxkit.errors import ResponseError, ResponseWarning, listing
from cxkit.responses.frames import Floats
from cxkit.responses.responses import checked
from cxkit.statistics.encoding import keyed_answers
from cxkit.statistics.factor import CLOSELY, HEYWOOD, OUT_OF_STEPS
from cxkit.survey.model import Survey
from cxkit.survey.parts import Dimension

FEWEST = 100
"""People a group: with fewer, the comparison seldom notices even a large difference (Meade & Bauer 2007)."""
LARGEST_DROP = 0.01
"""How far CFI may fall from one model to the next (Cheung & Rensvold 2002)."""
_MODELS = ("configural", "metric", "scalar")
_FIT = ("cfi", "rmsea", "srmr")
_COLUMNS = ["n", "chi2", "df", *_FIT, *(f"delta_{name}" for name in _FIT), "holds"]
_LEAST_UNIQUE = 1e-4
_TOO_FEW = (
    f"{FEWEST} people in each group have to have answered all items of a dimension: with fewer, a difference in "
    "reading would not be noticed. There are: {}."
)


def invariance(answers: Any, survey: Survey, *, by: str) -> pd.DataFrame:
    """Say whether two groups differ, or only read the questions differently: measurement invariance.

    Sources: Jöreskog 1971; Cheung & Rensvold 2002; Meade & Bauer 2007. Maximum likelihood over the people who answered
    all of a dimension's items, as R's lavaan does it.

    Args:
        answers: As in `reliability`, with the attribute `by`.
        by: An attribute that names two groups to compare (`compare` in the survey file).

    Returns:
        A row a (dimension, model), for dimensions of three items or more. The models are "configural" (one factor in
        both groups), "metric" (and equal loadings) and "scalar" (and equal intercepts: only then do equal people give
        equal answers, so that a gap between the means is a gap):

        - `n`: people used, of both groups.
        - `chi2`, `df`, `cfi`, `rmsea`, `srmr`: how well it fits. Of three items the first model always does. NaN where
          no fit is found in 5,000 steps, or the items of a group have nothing in common.
        - `delta_cfi`, `delta_rmsea`, `delta_srmr`: less the model's before, NaN for the first.
        - `holds`: whether `delta_cfi` is −0.01 or better, and so it was for the models before; for the first, whether
          CFI is at least 0.9.

    Raises:
        ResponseError: The attribute compares no two groups; an item has no column; no dimension has three items; or in
            none of them 100 people of each group answered all items, and each item varied in both.

    Warns:
        ResponseWarning: Some of the dimensions are left out for that; or one factor seems to explain an item wholly.
    """
    given = checked(answers, survey)
    pair = next((one.compare for one in survey.attributes if one.id == by), None)
    if pair is None:
        known = [one.id for one in survey.attributes if one.compare]
        raise ResponseError(
            f'by "{by}": allowed are attributes that compare two groups ({listing(known) or "this survey has none"}). '
            "Say which in the survey file: compare: [leader, frontline]."
        )
    sides = [(given.frame[by] == group).to_numpy(dtype=bool) for group in pair]
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    few, still, limits = [], [], []
    for dimension, keyed in keyed_answers(given, survey):
        if len(dimension.items) < 3:
            continue
        whole = ~np.isnan(keyed).any(axis=1)
        groups = [_Moments.of(keyed[side & whole]) for side in sides]
        if min(one.n for one in groups) < FEWEST:
            there = (f"{group} {one.n}" for group, one in zip(pair, groups, strict=True))
            few.append(f"{dimension.id} ({listing(there)})")
            continue
        stuck = [why for group, one in zip(pair, groups, strict=True) for why in one.stuck(dimension, group)]
        if stuck:
            still += stuck
            continue
        compared = _compared(groups)
        if any(row.pop("limit") for row in compared.values()):
            limits.append(dimension.id)
        rows |= {(dimension.id, model): row for model, row in compared.items()}
    refused = [
        *([_TOO_FEW.format(listing(few))] if few else []),
        *([f"What does not vary cannot be compared: {listing(still)}. Leave such an item out."] if still else []),
    ]
    if not rows:
        raise ResponseError(" ".join(refused) or f"{survey.id} has no dimension of three items or more to compare.")
    for sentence in [*refused, *([HEYWOOD.format(listing(limits))] if limits else [])]:
        warnings.warn(sentence, ResponseWarning, stacklevel=2)
    index = pd.MultiIndex.from_tuples(rows, names=["dimension", "model"])
    return pd.DataFrame(list(rows.values()), index=index, columns=_COLUMNS)


@dataclass(frozen=True, kw_only=True)
class _Moments:
    """How many people, and the means and covariances (divided by n) of their answers."""

    n: int
    means: Floats
    covariance: Floats

    @classmethod
    def of(cls, values: Floats) -> "_Moments":
        if len(values) < FEWEST:
            return cls(n=len(values), means=np.zeros(0), covariance=np.zeros((0, 0)))
        return cls(n=len(values), means=values.mean(axis=0), covariance=np.cov(values.T, ddof=0))

    def stuck(self, dimension: Dimension, group: str) -> list[str]:
        """Say which items do not vary in the group, or that some follow from the others."""
        flat = [item.id for item, v in zip(dimension.items, self.covariance.diagonal(), strict=True) if not v]
        if not flat and np.linalg.matrix_rank(self.covariance) < len(self.means):
            flat = [f"an item of {dimension.id} beside the others"]
        return [f"{name} in {group}" for name in flat]


def _compared(groups: list[_Moments]) -> dict[str, dict[str, Any]]:
    n, k = sum(one.n for one in groups), len(groups[0].means)
    # What nothing in common would give: CFI is measured from there.
    correlations = [one.covariance / np.sqrt(np.outer(*[one.covariance.diagonal()] * 2)) for one in groups]
    nothing = -sum(one.n * np.linalg.slogdet(r)[1] for one, r in zip(groups, correlations, strict=True))
    beyond = nothing - len(groups) * k * (k - 1) / 2
    rows: dict[str, dict[str, Any]] = {}
    before, held = dict.fromkeys(_FIT, np.nan), True
    for place, model in enumerate(_MODELS):
        fit = _Fit.of(groups, equal=place)
        excess = max(fit.chi2 - fit.df, 0.0)
        cfi = 1 - excess / max(beyond, excess) if max(beyond, excess) > 0 else 1.0
        rmsea = sqrt(len(groups) * excess / (n * fit.df)) if fit.df else 0.0
        now = dict(zip(_FIT, (cfi, rmsea, fit.srmr) if fit.settled else [np.nan] * len(_FIT), strict=True))
        held = held and (now["cfi"] >= 0.9 if place == 0 else before["cfi"] - now["cfi"] <= LARGEST_DROP)
        rows[model] = {
            "n": n,
            "chi2": fit.chi2 if fit.settled else np.nan,
            "df": fit.df,
            **now,
            **{f"delta_{name}": now[name] - before[name] for name in _FIT},
            "holds": bool(held),
            "limit": fit.limit,
        }
        before = now
    return rows


@dataclass(frozen=True, kw_only=True)
class _Fit:
    chi2: float
    df: int
    srmr: float
    settled: bool
    limit: bool

    @classmethod
    def of(cls, groups: list[_Moments], *, equal: int) -> "_Fit":
        """Fit both groups at once. equal: 0 nothing, 1 loadings, 2 intercepts as well."""
        k, others = len(groups[0].means), len(groups) - 1
        # Parameters: loadings, intercepts, unique variances; of the second group on, the factor's variance and mean.
        sizes = [k * (others * (equal < 1) + 1), k * (others * (equal < 2) + 1), k * len(groups), others * (equal > 0)]
        cuts = np.cumsum([*sizes, others * (equal > 1)])

        def parts(found: Floats) -> list[tuple[Floats, Floats, Floats, float, float]]:
            loadings, intercepts, unique, variances, means, _ = np.split(found, cuts)
            shared = [np.resize(each.reshape(-1, k), (len(groups), k)) for each in (loadings, intercepts)]
            spread, height = np.ones(len(groups)), np.zeros(len(groups))
            spread[1:], height[1:] = variances if equal > 0 else 1.0, means if equal > 1 else 0.0
            rows = zip(*shared, unique.reshape(-1, k), spread, height, strict=True)
            return [(a, b, c, float(d), float(e)) for a, b, c, d, e in rows]

        def loss(found: Floats) -> tuple[float, Floats]:
            total, slopes = 0.0, []
            for one, (loading, intercept, unique, variance, mean) in zip(groups, parts(found), strict=True):
                implied = variance * np.outer(loading, loading) + np.diag(unique)
                inverse, off = np.linalg.inv(implied), one.means - intercept - mean * loading
                seen = one.covariance + np.outer(off, off)
                total += one.n * (np.linalg.slogdet(implied)[1] + (inverse * seen).sum())
                slope, down = one.n * (inverse - inverse @ seen @ inverse), -2 * one.n * inverse @ off
                steep = loading @ slope @ loading, loading @ down
                slopes.append((2 * variance * slope @ loading + mean * down, down, slope.diagonal(), *steep))
            by_group = [np.array([slope[part] for slope in slopes]) for part in range(5)]
            loadings, intercepts = (each.sum(axis=0) if equal > at else each for at, each in enumerate(by_group[:2]))
            free: list[Any] = [by_group[3][1:] if equal > 0 else [], by_group[4][1:] if equal > 1 else []]
            return float(total), np.concatenate([np.ravel(each) for each in (loadings, intercepts, by_group[2], *free)])

        means, spread = (np.array([getattr(one, name) for one in groups]) for name in ("means", "covariance"))
        variances = np.diagonal(spread, axis1=1, axis2=2)
        first = [np.resize(np.sqrt(variances / 2), sizes[0] // k * k), np.resize(means, sizes[1] // k * k)]
        start = np.concatenate([*first, variances.ravel() / 2, np.ones(sizes[3]), np.zeros(others * (equal > 1))])
        limits: list[tuple[float | None, float | None]] = [(None, None)] * cuts[1]
        limits += [(_LEAST_UNIQUE, None)] * (sizes[2] + sizes[3]) + [(None, None)] * (others * (equal > 1))
        found = minimize(loss, start, jac=True, bounds=limits, **CLOSELY)
        _, _, unique, factors, *_ = np.split(found.x, cuts)
        saturated = sum(one.n * (np.linalg.slogdet(one.covariance)[1] + k) for one in groups)
        return cls(
            chi2=max(float(found.fun) - saturated, 0.0),
            df=len(groups) * k * (k + 3) // 2 - len(start),
            srmr=_srmr(groups, parts(found.x)),
            settled=found.status != OUT_OF_STEPS and bool((factors > _LEAST_UNIQUE).all()),
            limit=bool((unique <= _LEAST_UNIQUE).any()),
        )


def _srmr(groups: list[_Moments], parts: list[tuple[Floats, Floats, Floats, float, float]]) -> float:
    """Return the standardised root mean square residual of covariances and means, weighted by people."""
    total = 0.0
    for one, (loading, intercept, unique, variance, mean) in zip(groups, parts, strict=True):
        sd = np.sqrt(one.covariance.diagonal())
        off = one.covariance - variance * np.outer(loading, loading) - np.diag(unique)
        apart = (off / np.outer(sd, sd))[np.tril_indices(len(sd))], (one.means - intercept - mean * loading) / sd
        total += one.n * sqrt(float((np.concatenate(apart) ** 2).mean()))
    return total / sum(one.n for one in groups)
