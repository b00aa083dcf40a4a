"""Two dimensions that ask about the same list, one against the other: each name at its place."""

from dataclasses import replace

from matplotlib.axes import Axes

from cxkit.errors import ReportError
from cxkit.plots.alts import of_report
from cxkit.plots.entries import the_dimension
from cxkit.plots.scenes import draw_picture
from cxkit.reports.kind_headlines import square
from cxkit.reports.report import Report
from cxkit.words import say


@of_report
def quadrant(report: Report, *, x: str, y: str, corner: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw the items that two dimensions share, by their means on both, 0–100, and tint where both are above 50.

    The title is what is high on both. What is hidden on one axis is hidden.

    Args:
        x: A dimension.
        y: Another, whose items have the same words.
        corner: What the tinted quarter is called.

    Raises:
        ReportError: Their items do not have the same words, or the survey does not have one of them.
    """
    across, up = the_dimension(report, x), the_dimension(report, y)
    if not {str(item.text) for item in across.items} & {str(item.text) for item in up.items}:
        raise ReportError(
            f'"{x}" and "{y}" have no item in common. Both should ask about the same list, word for word.'
        )
    return draw_picture(replace(square(report, across, up), corner=corner or say("figures.sweet_spot")), ax)
