"""The items of a dimension as bars, from the highest to the lowest."""

from dataclasses import replace

from matplotlib.axes import Axes

from cxkit.plots.alts import of_report
from cxkit.plots.entries import bar, item_results, of_item, plain, rows_of, the_dimension, under
from cxkit.plots.layout import NARROW
from cxkit.plots.rows import Column, Plan
from cxkit.plots.tokens import hues
from cxkit.reports.report import Report
from cxkit.reports.rows import Result, shown
from cxkit.reports.voice import highest, most_votes, statement
from cxkit.reports.wording import sentences
from cxkit.words import say


@of_report
def ranking(report: Report, *, dimension: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw the items of a dimension in order of their means, with intervals and n; hidden ones come last.

    Of a vote (a response scale of two points) the mean is the share that said yes, in percent. Equal items stand in the
    survey's order.

    Args:
        dimension: The survey's first where none is named.

    Raises:
        ReportError: The survey does not have the dimension.
    """
    own = the_dimension(report, dimension)
    results = item_results(report, own)
    places = [each.id for each in report.survey.dimensions]
    hue = hues(places.index(own.id) + 1)[-1]  # the dimension's own, as everywhere
    vote = all(item.response_scale.range == 1 for item in own.items)
    order = sorted(own.items, key=lambda item: -result.mean if shown(result := results[item.id]) else 1)
    entries = [
        of_item(report.survey, item, _share(results[item.id]) if vote else results[item.id], hue=hue) for item in order
    ]
    read = say("figures.vote_reading") if vote else say("figures.ranking_reading")
    first, found = results[order[0].id], []
    if shown(first):
        found = [most_votes(plain(order[0]), first.mean) if vote else highest(statement(order[0]), first.mean)]
    title = str(own.question or own.title)
    plan = Plan(columns=[Column(12, flush_right=True), Column(10)], wide=NARROW, share=0.42, pitch=0.42, thick=0.24)
    return plan.draw(
        [*under(report.survey, own.items), *rows_of(entries, bar)],
        ax,
        title=title,
        notes=[sentences([read])],
        alt=[title, read],
        found=found,
    )


def _share(result: Result) -> Result:
    """Return a vote's result with Wilson's interval of its share, which holds where all say one thing, too."""
    share, low, high = result.favourable, result.favourable_low, result.favourable_high
    if not shown(result) or share is None or low is None or high is None or round(100 * share - result.mean, 9):
        return result
    return replace(result, low=100 * low, high=100 * high)
