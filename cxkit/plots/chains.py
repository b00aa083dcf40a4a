"""A chain of points of contact, in order: how good each is, which is the weakest link, and where groups disagree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import seaborn as sns
from matplotlib.axes import Axes

from cxkit.plots.alts import redrawable, tell
from cxkit.plots.layout import GUTTER, Column, Notes, beside, calm, hide, laid_out, score_axis, widest
from cxkit.plots.lettering import LARGE, Words, soft
from cxkit.plots.rows import NARROW, found, item_line, item_rows, near, room_for, shown, the_dimension, why
from cxkit.plots.tokens import colours
from cxkit.reports.report import Report
from cxkit.reports.wording import check_attribute, group_name, of_n, points
from cxkit.survey.parts import Item
from cxkit.words import say

Row = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class _Link:
    """One item. ends: the groups that see it worst and best, as (mean, name); empty where fewer than two are shown."""

    item: Item
    row: Row
    ends: tuple[tuple[float, str], ...] = ()

    @property
    def apart(self) -> float:
        """How far the groups are apart."""
        return self.ends[1][0] - self.ends[0][0] if self.ends else 0.0


@redrawable
def chain(
    report: Report, *, dimension: str | None = None, attribute: str | None = None, ax: Axes | None = None
) -> Axes:
    """Draw the items of a dimension in their order as links of a chain, 0–100, and name the weakest one.

    With an attribute, a thin line reaches from the group that sees an item worst to the one that sees it best; the item
    on which groups differ most is named.

    Args:
        dimension: The survey's first where none is named.

    Raises:
        ReportError: The report does not have the dimension or the attribute.
    """
    check_attribute(report, attribute)
    own = the_dimension(report, dimension)
    rows = item_rows(report, own)
    links = [_Link(item=item, row=rows[item.id], ends=_ends(report, attribute, item)) for item in own.items]
    title = str(own.question or own.title)
    there = [link for link in links if shown(link.row)]
    if not there:
        return calm(ax, title, say("figures.nothing"), why(report))
    weakest = min(there, key=lambda link: link.row["mean"])
    widest_apart = max((link for link in links if link.ends), key=lambda link: link.apart, default=None)
    said = [say("figures.weakest_link", name=_name(weakest), mean=points(weakest.row["mean"]))]
    if widest_apart is not None:
        (low, worst), (high, best) = widest_apart.ends
        ends = {"best": best, "high": points(high), "worst": worst, "low": points(low)}
        said.append(say("figures.furthest_apart", name=_name(widest_apart), **ends))
    lines = [
        item_line(link.item, link.row, hue="unfavourable" if link is weakest else "accent", bold=link is weakest)
        for link in links
    ]
    room = room_for(ax)
    column = Column.of([line.label for line in lines], room * 0.4)
    read = say("figures.chain_reading") if attribute is None else say("figures.chain_reading_groups")
    notes = Notes.of([read, *([why(report)] if len(there) < len(links) else [])], room)
    ax = laid_out(ax, column, found(title, said, room), notes, pitch=column.pitch(0.44), wide=NARROW)
    score_axis(ax)
    column.write(ax)
    _draw(ax, links, weakest)
    told = [_told(link) for link in links]
    return tell(ax, title, say("figures.chain_alt"), *told, *said)


def _draw(ax: Axes, links: list[_Link], weakest: _Link) -> None:
    places = [place for place, link in enumerate(links) if shown(link.row)]
    means = [links[place].row["mean"] for place in places]
    ax.plot(means, places, color=colours()["accent"], linewidth=2.4, alpha=0.45, zorder=2)
    for place, link in enumerate(links):
        if link.ends:
            ends = [mean for mean, _ in link.ends]
            ax.plot(ends, [place, place], color=colours()["line"], linewidth=1.6, zorder=1)
            ax.plot(ends, [place, place], "|", color=colours()["line"], markersize=9, markeredgewidth=1.6, zorder=1)
    kinds = ["weakest" if links[place] is weakest else "other" for place in places]
    palette = {"weakest": colours()["unfavourable"], "other": colours()["accent"]}
    sns.scatterplot(
        x=means, y=places, hue=kinds, palette=palette, s=[190 if kind == "weakest" else 110 for kind in kinds],
        edgecolor=colours()["paper"], linewidth=1.6, legend=False, zorder=3, ax=ax,
    )  # fmt: skip
    score_axis(ax)
    numbers = {place: Words(text=points(mean), size=LARGE) for place, mean in zip(places, means, strict=True)}
    right = GUTTER - 2 + widest([[words] for words in numbers.values()])
    for place, link in enumerate(links):
        if place in numbers:
            beside(ax, place, numbers[place], x=right, anchor=1)
            beside(ax, place, soft(of_n(link.row["n"])), x=right + 8)
        else:
            hide(ax, place, near(link.row) or say("report.hidden"))


def _ends(report: Report, attribute: str | None, item: Item) -> tuple[tuple[float, str], ...]:
    own = [row for row in report.tables["group_items"] if row["attribute"] == attribute and row["item"] == item.id]
    means = sorted((row["mean"], group_name(report, attribute, row["group"])) for row in own if shown(row))
    return (means[0], means[-1]) if len(means) > 1 else ()


def _name(link: _Link) -> str:
    return str(link.item.text).rstrip(".")


def _told(link: _Link) -> str:
    if not shown(link.row):
        return f"{_name(link)}: {near(link.row) or say('report.hidden')}"
    name, mean, n = _name(link), points(link.row["mean"]), link.row["n"]
    if not link.ends:
        return say("figures.mean_of", name=name, mean=mean, n=n)
    low, high = (points(end) for end, _ in link.ends)
    return say("figures.chain_of_groups", name=name, mean=mean, n=n, low=low, high=high)
