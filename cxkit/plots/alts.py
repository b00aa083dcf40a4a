"""Alt text: what a figure says, in words, for those who do not see it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast
from urllib.parse import quote, urlencode
from weakref import WeakKeyDictionary

from cxkit.errors import ReportError
from cxkit.reports.wording import sentences

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from cxkit.reports.report import Report

Plot = TypeVar("Plot", bound="Callable[..., Axes]")
_TOLD: WeakKeyDictionary[Axes, str] = WeakKeyDictionary()


def alt(ax: Axes) -> str:
    """Return the alt text of a figure that was drawn here: what it shows, and every number on it with its n.

    What is hidden is called hidden.

    Raises:
        ReportError: Nothing here was drawn on these axes.
    """
    try:
        return _TOLD[ax]
    except KeyError:
        raise ReportError("These axes have no alt text: nothing of cxkit.plots was drawn on them.") from None


def tell(ax: Axes, *parts: str) -> Axes:
    """Keep the alt text of axes, also in a drawing made of them as SVG (in an id), and return the axes."""
    _TOLD[ax] = sentences(parts)
    ax.patch.set_gid(f"cx-alt:{quote(_TOLD[ax])}")
    return ax


def redrawable(plot: Plot) -> Plot:
    """Let figures of this kind say what drew them, so that a live room can draw them of its own Report.

    In a drawing as SVG: the survey, the plot and its options, as "survey/plot?option=value".
    """

    @wraps(plot)
    def drawn(report: Report, *, ax: Axes | None = None, **options: Any) -> Axes:
        made: Axes = plot(report, ax=ax, **options)
        named = urlencode({name: value for name, value in sorted(options.items()) if value is not None})
        call = f"{report.survey.id}/{plot.__name__}{'?' * bool(named)}{named}"
        made.patch.set_gid(f"{made.patch.get_gid()};cx-drawn:{quote(call)}")
        return made

    return cast(Plot, drawn)
