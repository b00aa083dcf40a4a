"""The dimensions' means with their intervals."""

from functools import partial

from matplotlib.axes import Axes

from cxkit.plots.alts import described, made_up, of_report
from cxkit.plots.entries import Entry, bar, by_dimension, rows_of
from cxkit.plots.layout import GUTTER, NARROW, opened, span
from cxkit.plots.lettering import LARGE, SMALL, soft, wrap
from cxkit.plots.rows import Column, Plan
from cxkit.reports.report import Report
from cxkit.reports.rows import Result, shown
from cxkit.reports.voice import highest, lowest
from cxkit.reports.wording import check_attribute, why_together
from cxkit.words import say


@of_report
def profile(
    report: Report, *, attribute: str | None = None, dimension: str | None = None, ax: Axes | None = None
) -> Axes:
    """Draw each dimension's mean, 0–100, with its 95% interval and its n: for everybody, or for each group too.

    A mean without an interval has no line: with no spread in the answers there is no telling.

    Raises:
        ReportError: The report does not have the attribute or the dimension.
    """
    check_attribute(report, attribute)
    groups = [result for result in report.tables.groups if result.attribute == attribute]
    results = [*report.tables.dimensions, *groups]
    entries = by_dimension(report, results, attribute=attribute, group=None, dimension=dimension)
    if attribute is None:
        return _everybody(report, entries, ax)
    plan = Plan(columns=[Column(GUTTER, flush_right=True), Column(10)], share=0.36, pitch=0.36, thick=0.2)
    title, read = (
        say("figures.scores_title", attribute=report.survey.attribute(attribute).title),
        say("figures.scores_reading"),
    )
    notes = [f"{read}.", *why_together(report, attribute, (entry.result for entry in entries))]
    return plan.draw(rows_of(entries, bar), ax, title=title, notes=notes, alt=[title, read])


def _everybody(report: Report, entries: list[Entry[Result]], ax: Axes | None) -> Axes:
    """Draw a figure without a title, which keeps its rows when all of them are hidden."""
    hidden = say("figures.scores_hidden")
    rows = rows_of(entries, partial(bar, size=LARGE + 1), hidden=hidden)
    columns = [Column(10, flush_right=True), Column(10)]
    plan = Plan(columns=columns, wide=NARROW, share=0.36, pitch=0.55, thick=0.275)
    room = min(span(ax), 72 * NARROW)
    labels = plan.labels(rows, room)
    wrapped = wrap(say("figures.scores_reading"), SMALL, room + labels.left - 60)
    read = [*wrapped, *filter(None, [made_up()])]
    ax = opened(ax, height=0.7 + 0.2 * len(read) + labels.pitch(plan.pitch) * len(rows), wide=NARROW)
    plan.fill(ax, rows, labels)
    ax.set_xlabel("\n".join(read), **soft("").style(), labelpad=8, loc="left", multialignment="left")
    return described(ax, *_found(entries), say("figures.scores_everyone"), *(row.alt for row in rows))


def _found(entries: list[Entry[Result]]) -> list[str]:
    """Say what is highest and what lowest, where there is more than one."""
    known = sorted((row.mean, place) for place, entry in enumerate(entries) if shown(row := entry.result))
    if len(known) < 2:
        return []
    (low, last), *_, (high, first) = known
    return [highest(entries[first].name, high), lowest(entries[last].name, low)]
