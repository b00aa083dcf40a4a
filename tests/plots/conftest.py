"""What every test of figures needs."""

import warnings
from collections.abc import Iterator

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest

mpl.use("Agg")


@pytest.fixture(autouse=True)
def closed_figures() -> Iterator[None]:
    """Leave no figure open, and let no warning pass."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield
    plt.close("all")
