"""One factor behind the items of a dimension: by least squares over correlations, or by maximum likelihood."""

from typing import Any

import numpy as np
from scipy.optimize import minimize

from cxkit.responses.frames import Floats

HEYWOOD = (
    "One factor seems to explain an item of {} wholly (a Heywood case): the numbers there are the limit of a fit. "
    "More people, or an item that says less of the same as another, would settle it."
)
CLOSELY: dict[str, Any] = {
    "method": "TNC",  # L-BFGS-B's threads wait for each other: ten times as long on a busy machine
    "options": {"ftol": 1e-15, "gtol": 1e-10, "xtol": 1e-12, "maxfun": 5000},
}
"""How minima are looked for."""
OUT_OF_STEPS = 3
_LEAST_UNIQUE = 0.005


def loadings(correlation: Floats) -> Floats:
    """Fit one factor by minimum residuals, least squares over what lies off the diagonal (Harman & Jones 1966).

    correlation: a row and a column an item, no NaN. Returns a loading an item; most of them point upwards.
    """

    def fitted(unique: Floats) -> Floats:
        values, vectors = np.linalg.eigh(correlation - np.diag(unique))
        return np.asarray(vectors[:, -1] * np.sqrt(max(values[-1], 0.0)))

    def loss(unique: Floats) -> tuple[float, Floats]:
        own = fitted(unique)
        residual = correlation - np.diag(unique) - np.outer(own, own)
        return float((residual**2).sum() / 2), -residual.diagonal()

    # Uniqueness stays off 0, where an item would be the factor itself.
    start = np.full(len(correlation), 0.5)
    limits = [(_LEAST_UNIQUE, 1.0)] * len(correlation)
    found = fitted(minimize(loss, start, jac=True, bounds=limits, **CLOSELY).x)
    return found if found.sum() >= 0 else -found


def congeneric(covariance: Floats) -> Floats:
    """Fit one factor by maximum likelihood (Jöreskog 1967): a loading an item, in the items' units; most point upwards.

    covariance: of rows that have all items, none of which is the sum of others. Unique shares stay off 0, as above: R's
    lavaan lets them fall below, and differs there.
    """
    sd = np.sqrt(covariance.diagonal())
    correlation = covariance / np.outer(sd, sd)

    def fitted(unique: Floats) -> tuple[Floats, Floats]:
        root = np.sqrt(unique)
        values, vectors = np.linalg.eigh(correlation / np.outer(root, root))
        return values, root * vectors[:, -1] * np.sqrt(max(values[-1] - 1, 0.0))

    def loss(unique: Floats) -> tuple[float, Floats]:
        values, own = fitted(unique)
        residual = np.outer(own, own) + np.diag(unique) - correlation
        return float((values[:-1] - np.log(values[:-1])).sum()), residual.diagonal() / unique**2

    start = np.clip(0.5 / np.linalg.inv(correlation).diagonal(), _LEAST_UNIQUE, 1.0)
    limits = [(_LEAST_UNIQUE, 1.0)] * len(correlation)
    found = sd * fitted(minimize(loss, start, jac=True, bounds=limits, **CLOSELY).x)[1]
    return np.asarray(found if found.sum() >= 0 else -found)


def at_limit(unique: Floats) -> bool:
    """Say whether an item's unique share has been stopped on its way below 0 (Heywood 1931)."""
    return bool((unique < _LEAST_UNIQUE * 1.01).any())
