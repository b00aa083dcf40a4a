"""Alt text: what a figure says, in words, for those who do not see it.

It is kept in the id of the axes' background, so that it is in a drawing as SVG, too.
"""

from collections.abc import Callable
from contextvars import ContextVar
from functools import partial, wraps
from typing import Any, TypeVar, cast
from urllib.parse import quote, unquote

from matplotlib.axes import Axes

from cxkit.errors import ReportError
from cxkit.plots.lettering import TURNED
from cxkit.reports.report import Report, given
from cxkit.reports.wording import sentences
from cxkit.words import direction, say, spoken

Plot = TypeVar("Plot", bound=Callable[..., Axes])

_ALT = "cx-alt:"
_made_up: ContextVar[bool] = ContextVar("made_up", default=False)
"""Whether what is drawn is of people who do not exist: a rehearsal's, or the samples'."""


def made_up() -> str:
    """Return that the people of the figure that is being drawn do not exist; "" where they do."""
    return say("figures.made_up") if _made_up.get() else ""


def alt(ax: Axes) -> str:
    """Return the alt text of a figure that was drawn here: what it shows, and every number on it with its n.

    What is hidden is called hidden.

    Raises:
        ReportError: Nothing here was drawn on these axes.
    """
    kept = str(ax.patch.get_gid())
    if not kept.startswith(_ALT):
        raise ReportError("These axes have no alt text: nothing of cxkit.plots was drawn on them.")
    return unquote(kept.removeprefix(_ALT))


def described(ax: Axes, *parts: str) -> Axes:
    """Keep the alt text of axes, and return the axes."""
    ax.patch.set_gid(f"{_ALT}{quote(sentences([*parts, made_up()]))}")
    if direction(spoken()) == "rtl":
        ax.figure.patch.set_gid(TURNED)
        vars(ax.figure)["_repr_svg_"] = partial(_as_read, ax)  # notebooks show that, where they would show the picture
    return ax


def _as_read(ax: Axes) -> str:
    from cxkit.plots.svg import turned  # noqa: PLC0415  (only a notebook needs it)

    return turned(ax.figure)


def of_report(plot: Plot) -> Plot:
    """Let a figure take a Report first, and nothing else: raises TypeError, or ReportError as `Report.whole`."""

    @wraps(plot)
    def drawn(report: Report, *more: Any, ax: Axes | None = None, **options: Any) -> Axes:
        read = given(report, plot)
        before = _made_up.set(read.survey.rehearsal)
        try:
            made: Axes = plot(read, *more, ax=ax, **options)
        finally:
            _made_up.reset(before)
        return made

    return cast(Plot, drawn)
