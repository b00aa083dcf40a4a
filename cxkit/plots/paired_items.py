"""The two groups that a survey compares, item by item: where they see the same, and where they do not."""

from __future__ import annotations

from matplotlib.axes import Axes

from cxkit.errors import ReportError
from cxkit.plots.alts import redrawable
from cxkit.plots.entries import Entry, is_sure, of_item, pair_of, plain, rows_of, the_dimension
from cxkit.plots.layout import GUTTER, NARROW, span
from cxkit.plots.lettering import LARGE, SMALL, Words, soft, wrap
from cxkit.plots.rows import Column, Dot, Plan, Row, Stroke
from cxkit.reports.comparisons import gap_between
from cxkit.reports.report import Report
from cxkit.reports.rows import Gap, Result, ShownGap, shown
from cxkit.reports.wording import group_name, of_ns, signed, why_hidden
from cxkit.words import say


@redrawable
def sides(report: Report, *, dimension: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw each item of a dimension, 0–100, as the two groups see it that the survey compares, and their difference.

    A filled circle is the first group, a hollow diamond the other. A bold difference is sure: Welch's 95% interval
    leaves out 0 and reaches beyond ±10.

    Args:
        dimension: The survey's first where none is named.

    Raises:
        ReportError: The report compares no two groups, or the survey does not have the dimension.
    """
    own = the_dimension(report, dimension)
    compared = next(iter(report.tables.gaps), None)
    if compared is None:
        raise ReportError("The report compares no two groups. Make it by an attribute that its survey compares.")
    ends = (compared.group, compared.other)
    one, two = (group_name(report, compared.attribute, group) for group in ends)
    own_groups = [result for result in report.tables.group_items if result.attribute == compared.attribute]
    results = {(result.group, result.item): result for result in own_groups}
    hidden = Result(dimension=own.id)
    gaps = [
        gap_between(*(results.get((group, item.id), hidden) for group in ends), other=compared.other)
        for item in own.items
    ]
    there = [gap for gap in gaps if shown(gap)]

    def row(entry: Entry[Gap], gap: ShownGap) -> Row:
        return Row(
            label=entry.label,
            alt=pair_of(entry.name, gap, one, two),
            strokes=[Stroke((gap.mean, gap.mean_other), "accent", width=2.4, opacity=0.5)],
            dots=[
                Dot(gap.mean_other, "paper", area=78, marker="D", edge="accent", rim=2),
                Dot(gap.mean, "accent", area=121, edge="accent", rim=1),
            ],
            numbers=[[Words(text=signed(gap.difference), size=LARGE, bold=is_sure(gap))]],
        )

    title = say("figures.pairs_title", dimension=own.title, one=one, two=two)
    entries = [of_item(item, gap, name=plain(item)) for item, gap in zip(own.items, gaps, strict=True)]
    room = span(ax, NARROW) - 110
    return Plan(columns=[Column(GUTTER, flush_right=True)], wide=NARROW, share=0.42, pitch=0.42).draw(
        rows_of(entries, row),
        ax,
        title=title,
        why=why_hidden(report.thresholds.scores),
        notes=[say("figures.pairs_reading", one=one, two=two)],
        alt=[title, say("figures.means_alt")],
        key=[*_key("●", one, [gap.n for gap in there], room), *_key("◇", two, [gap.n_other for gap in there], room)],
        comparing=True,
    )


def _key(mark: str, name: str, ns: list[int], room: float) -> list[list[Words]]:
    """Return a group's mark, its name in as many lines as it needs, and its n."""
    first, *more = wrap(name, SMALL, room, even=False)
    phrases = [[Words(text=mark, size=LARGE, colour="accent"), soft(first, before=5)], *([soft(line)] for line in more)]
    phrases[-1].append(soft(of_ns(ns), before=8))
    return phrases
