"""A chain of points of contact, in order: how good each is, which is the weakest link, and where groups disagree."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes

from cxkit.plots.alts import of_report
from cxkit.plots.entries import Entry, item_results, of_item, plain, rows_of, the_dimension
from cxkit.plots.layout import GUTTER, NARROW
from cxkit.plots.lettering import LARGE, Words, soft
from cxkit.plots.rows import Column, Dot, Plan, Row, Stroke
from cxkit.plots.tokens import colours
from cxkit.reports.report import Report
from cxkit.reports.rows import Result, ShownResult, shown
from cxkit.reports.voice import weakest_link
from cxkit.reports.wording import check_attribute, group_name, of_n, points, why_hidden
from cxkit.words import say


@of_report
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
    results = item_results(report, own)
    links = {item.id: result for item in own.items if shown(result := results[item.id])}
    ends = {id: pair for id in links if (pair := _ends(report, attribute, id))}
    names = {item.id: plain(item) for item in own.items}
    weakest = min(links, key=lambda id: links[id].mean, default=None)
    found = [weakest_link(names[weakest], links[weakest].mean)] if weakest else []
    if ends:
        furthest = max(ends, key=lambda id: ends[id][1][0] - ends[id][0][0])
        (low, worst), (high, best) = ends[furthest]
        said = {"best": best, "high": points(high), "worst": worst, "low": points(low)}
        found.append(say("findings.furthest_apart", name=names[furthest], **said))

    def row(entry: Entry[Result], result: ShownResult) -> Row:
        reach = [mean for mean, _ in ends.get(result.item or "", ())]
        area = 190 if result.item == weakest else 110
        return Row(
            label=entry.label,
            alt=_in_words(entry.name, result, reach),
            strokes=[Stroke((reach[0], reach[1]), "line", width=1.6, caps=9, layer=1)] if reach else [],
            dots=[Dot(result.mean, entry.hue, area=area, edge="paper", rim=1.6)],
            numbers=[[Words(text=points(result.mean), size=LARGE)], [soft(of_n(result.n))]],
        )

    entries = [
        of_item(item, results[item.id], name=names[item.id], hue=hue, bold=item.id == weakest)
        for item in own.items
        for hue in ["unfavourable" if item.id == weakest else "accent"]
    ]
    title = str(own.question or own.title)
    read = say("figures.chain_reading") if attribute is None else say("figures.chain_reading_groups")
    columns = [Column(GUTTER - 2, flush_right=True), Column(8)]
    return Plan(columns=columns, wide=NARROW, share=0.4, pitch=0.44).draw(
        rows_of(entries, row),
        ax,
        title=title,
        why=why_hidden(),
        notes=[read],
        alt=[title, say("figures.chain_alt")],
        found=found,
        also=lambda ax, _: ax.plot(
            [link.mean for link in links.values()],
            [place for place, item in enumerate(own.items) if item.id in links],
            color=colours()["accent"],
            linewidth=2.4,
            alpha=0.45,
        ),
    )


def _in_words(name: str, result: ShownResult, reach: list[float]) -> str:
    said: dict[str, Any] = {"name": name, "mean": points(result.mean), "n": result.n}
    if not reach:
        return say("figures.mean_of", **said, sure="")
    return say("figures.chain_of_groups", **said, low=points(reach[0]), high=points(reach[1]))


def _ends(report: Report, attribute: str | None, item: str) -> tuple[tuple[float, str], ...]:
    """Return the groups that see an item worst and best, as (mean, name); none where fewer than two are shown."""
    own = [result for result in report.tables.group_items if (result.attribute, result.item) == (attribute, item)]
    means = sorted(
        (result.mean, group_name(report, attribute, result.group, result.members)) for result in own if shown(result)
    )
    return (means[0], means[-1]) if len(means) > 1 else ()
