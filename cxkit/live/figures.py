"""Figures of a released Report, drawn on request as the book's are."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from functools import cache, lru_cache
from inspect import Parameter, signature
from threading import Lock
from typing import Any

import matplotlib as mpl
from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from cxkit.errors import ReportError, did_you_mean, listing
from cxkit.plots.alts import REDRAWABLE
from cxkit.plots.svg import inline_svg
from cxkit.reports.report import Report
from cxkit.words import speaking, spoken

_DRAWING = Lock()  # pyplot knows one current figure


def drawn(report: Mapping[str, Any], plot: str, options: Mapping[str, str]) -> str:
    """Return a figure as SVG for use within a page. Raises ReportError for an unknown plot, option or value of one."""
    if plot not in REDRAWABLE:
        near = did_you_mean(plot, REDRAWABLE)
        raise ReportError(f'There is no figure "{plot}". There are: {listing(sorted(REDRAWABLE))}.{near}')
    return _drawn(json.dumps(report), plot, tuple(sorted(_checked(plot, options).items())), spoken())


@cache
def options_of(plot: str) -> type[BaseModel]:
    """Return the options of a figure, as its signature has them."""
    options: Any = {
        name: (each.annotation, ... if each.default is Parameter.empty else each.default)
        for name, each in signature(REDRAWABLE[plot], eval_str=True).parameters.items()
        if name not in {"report", "ax"}
    }
    model: type[BaseModel] = create_model(plot, __config__=ConfigDict(extra="forbid"), **options)
    return model


def _checked(plot: str, options: Mapping[str, str]) -> dict[str, Any]:
    """Return options in the types that a figure takes them in, those that are given. Raises ReportError."""
    model = options_of(plot)
    try:
        return model.model_validate(dict(options)).model_dump(exclude_unset=True)
    except ValidationError as error:
        first = error.errors()[0]
    name, known = str(first["loc"][0]), model.model_fields
    if first["type"] == "extra_forbidden":
        near = did_you_mean(name, known)
        raise ReportError(f'The figure "{plot}" has no {name}. It takes: {listing(known)}.{near}')
    if first["type"] == "missing":
        raise ReportError(f'The figure "{plot}" needs {name}. It takes: {listing(known)}.')
    raise ReportError(f'The figure "{plot}", {name}: "{options[name]}" does not fit. {first["msg"]}.')


@lru_cache(maxsize=64)
def _drawn(report: str, plot: str, options: tuple[tuple[str, Any], ...], lang: str) -> str:
    from matplotlib import pyplot as plt  # noqa: PLC0415  (after the backend is chosen)

    with _DRAWING, speaking(lang), mpl.rc_context():
        mpl.rcdefaults()  # not as this machine's owner has set figures up
        mpl.rcParams["svg.hashsalt"] = "cxkit"  # the same picture in the same bytes
        mpl.use("Agg")
        figure: Any = REDRAWABLE[plot](Report.from_dict(json.loads(report)), **dict(options)).figure
        out = io.StringIO()
        figure.savefig(out, format="svg", bbox_inches="tight")
        plt.close(figure)
    return inline_svg(out.getvalue(), prefix=f"live-{plot}-{abs(hash(options)) % 10**6}-", alt="")
