"""Alt text: what a figure says, in words, for those who do not see it; and what drew it, for those who draw it again.

Both are kept in the id of the axes' background, so that they are in a drawing as SVG, too.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast
from urllib.parse import quote, unquote, urlencode

from cxkit.errors import ReportError
from cxkit.reports.report import Report, given
from cxkit.reports.wording import sentences

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Plot = TypeVar("Plot", bound="Callable[..., Axes]")
REDRAWABLE: dict[str, Callable[..., Axes]] = {}
"""The figures that a live room can draw, by name: those that take a Report and nothing else but options."""

_ALT, _DRAWN = "cx-alt:", ";cx-drawn:"


def alt(ax: Axes) -> str:
    """Return the alt text of a figure that was drawn here: what it shows, and every number on it with its n.

    What is hidden is called hidden.

    Raises:
        ReportError: Nothing here was drawn on these axes.
    """
    kept = str(ax.patch.get_gid())
    if not kept.startswith(_ALT):
        raise ReportError("These axes have no alt text: nothing of cxkit.plots was drawn on them.")
    return unquote(kept.removeprefix(_ALT).partition(_DRAWN)[0])


def described(ax: Axes, *parts: str) -> Axes:
    """Keep the alt text of axes, and return the axes."""
    ax.patch.set_gid(f"{_ALT}{quote(sentences(parts))}")
    return ax


def redrawable(plot: Plot) -> Plot:
    """Let a figure say what drew it, so that a live room can draw it of its own Report.

    As "survey/plot?option=value".
    """

    @wraps(plot)
    def drawn(report: Report, *, ax: Axes | None = None, **options: Any) -> Axes:
        report = given(report, plot)
        made: Axes = plot(report, ax=ax, **options)
        named = urlencode({name: value for name, value in sorted(options.items()) if value is not None})
        call = f"{report.survey.id}/{plot.__name__}{'?' * bool(named)}{named}"
        made.patch.set_gid(f"{made.patch.get_gid()}{_DRAWN}{quote(call)}")
        return made

    REDRAWABLE[plot.__name__] = drawn
    return cast(Plot, drawn)
