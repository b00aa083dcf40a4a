"""One factor behind the items of a dimension."""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize

from cxkit.responses.frames import Floats

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
    options = {"ftol": 1e-15, "gtol": 1e-10, "maxiter": 5000}
    found = fitted(minimize(loss, start, jac=True, method="L-BFGS-B", bounds=limits, options=options).x)
    return found if found.sum() >= 0 else -found
