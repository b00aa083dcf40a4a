"""What people do when something has gone wrong: above the line they own it, below it they do not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from matplotlib.axes import Axes

from cxkit.plots.alts import of_report
from cxkit.plots.entries import Entry, bar, heading, item_results, of_item, rows_of, the_dimension
from cxkit.plots.layout import NARROW, Labels
from cxkit.plots.rows import Column, Plan
from cxkit.plots.tokens import colours
from cxkit.reports.report import Report
from cxkit.reports.rows import Result
from cxkit.reports.wording import why_hidden
from cxkit.words import say


@of_report
def above_below(report: Report, *, dimension: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw how often each item of a dimension is seen: the good above a line, reverse-keyed items below it.

    Items below the line are drawn as answered, so that a long bar says: often.

    Args:
        dimension: The survey's first with a reverse-keyed item where none is named.

    Raises:
        ReportError: The survey does not have the dimension.
    """
    first = next((each.id for each in report.survey.dimensions if any(i.reverse_keyed for i in each.items)), None)
    own = the_dimension(report, dimension or first)
    results = item_results(report, own)
    above, below = ([item for item in own.items if item.reverse_keyed is turned] for turned in (False, True))
    sides = ((say("figures.above_the_line"), "favourable"), (say("figures.below_the_line"), "unfavourable"))
    entries: list[Entry[Result]] = []
    for (name, hue), items in zip(sides, (above, below), strict=True):
        entries.append(Entry(label=heading(name), name=name))
        for item in items:
            result = _turned(results[item.id]) if item.reverse_keyed else results[item.id]
            entries.append(of_item(replace(item, reverse_keyed=False), result, hue=hue))
    columns = [Column(12, flush_right=True), Column(10)]
    title = str(own.question or own.title)
    return Plan(columns=columns, wide=NARROW, share=0.44, pitch=0.42, thick=0.24).draw(
        rows_of(entries, bar),
        ax,
        title=title,
        why=why_hidden(),
        notes=[say("figures.line_reading")],
        alt=[title, say("figures.line_alt")],
        also=lambda ax, labels: _line(ax, labels, len(above) + 0.5),
    )


def _line(ax: Axes, labels: Labels, y: float) -> None:
    """Draw the line, under the labels too."""
    stroke = {"linewidth": 2.2, "color": colours()["ink"]}
    ax.axhline(y, **stroke)  # type: ignore[arg-type]
    ax.annotate("", (0, y), (labels.left, 0), textcoords="offset points", annotation_clip=False,
                arrowprops={"arrowstyle": "-", "shrinkA": 0, "shrinkB": 0, **stroke})  # fmt: skip


def _turned(result: Result) -> Result:
    """Return the result of a reverse-keyed item as it was answered: its numbers are turned back."""
    ends = {"mean": "mean", "low": "high", "high": "low"}
    numbers: dict[str, Any] = {}
    for end, other in ends.items():
        value = getattr(result, other)
        numbers[end] = None if value is None else 100 - value
    return replace(result, **numbers)
