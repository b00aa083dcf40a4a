"""Figures of a released Report, drawn on request as the book's are."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from functools import lru_cache
from threading import Lock
from typing import Any

import matplotlib as mpl

from cxkit import plots
from cxkit.errors import ReportError, listing
from cxkit.plots.svg import inline_svg
from cxkit.reports.report import Report

_DRAWING = Lock()  # pyplot knows one current figure
_OPTIONS = {
    "profile": (),
    "ranking": ("dimension",),
    "sides": ("dimension",),
    "quadrant": ("x", "y", "corner"),
    "matrix": ("attribute", "dimension"),
    "chain": ("attribute",),
    "above_below": (),
}


def drawn(report: Mapping[str, Any], plot: str, options: Mapping[str, str]) -> str:
    """Return a figure as SVG for use within a page. Raises ReportError for an unknown plot, option or value of one."""
    if plot not in _OPTIONS:
        raise ReportError(f'There is no figure "{plot}". There are: {listing(_OPTIONS)}.')
    unknown = set(options) - set(_OPTIONS[plot])
    if unknown:
        raise ReportError(f'The figure "{plot}" has no {listing(sorted(unknown))}.')
    return _drawn(json.dumps(report), plot, tuple(sorted(options.items())))


@lru_cache(maxsize=64)
def _drawn(report: str, plot: str, options: tuple[tuple[str, str], ...]) -> str:
    from matplotlib import pyplot as plt  # noqa: PLC0415  (after the backend is chosen)

    with _DRAWING:
        mpl.use("Agg")
        ax = getattr(plots, plot)(Report.from_dict(json.loads(report)), **dict(options))
        out = io.StringIO()
        ax.figure.savefig(out, format="svg", bbox_inches="tight")
        plt.close(ax.figure)
    return inline_svg(out.getvalue(), prefix=f"live-{plot}-{abs(hash(options)) % 10**6}-", alt="")
