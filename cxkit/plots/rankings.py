"""The items of a dimension as bars: from the highest to the lowest, along a chain, above and below a line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from matplotlib.axes import Axes

from cxkit.plots.alts import of_report
from cxkit.plots.entries import Entry, bar, heading, item_results, of_item, plain, rows_of, the_dimension
from cxkit.plots.heat_maps import heat_map
from cxkit.plots.layout import NARROW
from cxkit.plots.rows import Column, Plan
from cxkit.plots.tokens import colours, hues
from cxkit.reports.report import Report
from cxkit.reports.rows import Result, shown
from cxkit.reports.voice import highest, most_votes, statement, weakest_link
from cxkit.reports.wording import sentences, why_hidden
from cxkit.survey.parts import Dimension
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
    entries = [of_item(item, _share(results[item.id]) if vote else results[item.id], hue=hue) for item in order]
    read = say("figures.vote_reading") if vote else say("figures.ranking_reading")
    first, found = results[order[0].id], []
    if shown(first):
        found = [most_votes(plain(order[0]), first.mean) if vote else highest(statement(order[0]), first.mean)]
    return _bars(own, entries, ax, read=read, found=found)


@of_report
def chain(
    report: Report, *, dimension: str | None = None, attribute: str | None = None, ax: Axes | None = None
) -> Axes:
    """Draw the items of a dimension in their order as links of a chain, 0–100, and name the weakest one.

    With an attribute they are a heat map, in the same order, of each of its groups.

    Args:
        dimension: The survey's first where none is named.

    Raises:
        ReportError: The report does not have the dimension or the attribute.
    """
    own = the_dimension(report, dimension)
    if attribute is not None:
        return heat_map(report, attribute=attribute, dimension=own.id, ax=ax)
    results = item_results(report, own)
    links = [(result.mean, item) for item in own.items if shown(result := results[item.id])]
    mean, weakest = min(links, key=lambda link: link[0], default=(0.0, None))
    entries = [
        of_item(item, results[item.id], hue="unfavourable" if item == weakest else "accent", bold=item == weakest)
        for item in own.items
    ]
    found = [weakest_link(plain(weakest), mean)] if weakest else []
    return _bars(own, entries, ax, read=say("figures.ranking_reading"), found=found)


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
    entries: list[Entry[Result]] = []
    for below, name in ((False, say("figures.above_the_line")), (True, say("figures.below_the_line"))):
        entries.append(Entry(label=heading(name), name=name))
        for item in (item for item in own.items if item.reverse_keyed is below):
            result = _turned(results[item.id]) if below else results[item.id]
            hue = "unfavourable" if below else "favourable"
            entries.append(of_item(replace(item, reverse_keyed=False), result, hue=hue))
    line = sum(not item.reverse_keyed for item in own.items) + 0.5

    def drawn(ax: Axes, _: object) -> None:
        ax.axhline(line, linewidth=2.2, color=colours()["ink"])

    return _bars(own, entries, ax, read=say("figures.line_reading"), also=drawn)


def _bars(
    own: Dimension,
    entries: Iterable[Entry[Result]],
    ax: Axes | None,
    *,
    read: str,
    found: Sequence[str] = (),
    also: Callable[[Axes, Any], None] | None = None,
) -> Axes:
    plan = Plan(columns=[Column(12, flush_right=True), Column(10)], wide=NARROW, share=0.42, pitch=0.42, thick=0.24)
    title = str(own.question or own.title)
    return plan.draw(
        rows_of(entries, bar),
        ax,
        title=title,
        why=why_hidden(),
        notes=[sentences([read])],
        alt=[title, read],
        found=found,
        also=also,
    )


def _share(result: Result) -> Result:
    """Return a vote's result with Wilson's interval of its share, which holds where all say one thing, too."""
    share, low, high = result.favourable, result.favourable_low, result.favourable_high
    if not shown(result) or share is None or low is None or high is None or round(100 * share - result.mean, 9):
        return result
    return replace(result, low=100 * low, high=100 * high)


def _turned(result: Result) -> Result:
    """Return the result of a reverse-keyed item as it was answered: its numbers are turned back."""
    mean, low, high = (None if end is None else 100 - end for end in (result.mean, result.high, result.low))
    return replace(result, mean=mean, low=low, high=high)
