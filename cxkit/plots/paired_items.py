"""The two groups that a survey compares, item by item: where they see the same, and where they do not."""

from matplotlib.axes import Axes

from cxkit.errors import ReportError
from cxkit.plots.alts import of_report
from cxkit.plots.entries import Entry, is_sure, of_item, pair_of, plain, rows_of, the_dimension, under
from cxkit.plots.layout import GUTTER, NARROW, span
from cxkit.plots.lettering import LARGE, SMALL, Words, soft, wrap
from cxkit.plots.rows import Column, Dot, Plan, Row, Stroke
from cxkit.reports import voice
from cxkit.reports.comparisons import gap_between
from cxkit.reports.report import Report
from cxkit.reports.rows import OTHERS, Gap, Result, ShownGap, shown
from cxkit.reports.wording import difference, explained, group_name, of_ns, signed, told_for, why_not_compared
from cxkit.words import say


@of_report
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
    attribute, first = compared.attribute or "", compared.group or ""
    second = (report.survey.attribute(attribute).compare or (first, ""))[1]
    cells, hidden = {result.place: result for result in report.tables.group_items}, Result(dimension=own.id)
    gaps: list[Gap] = []
    names: dict[str | None, str] = {}
    notes = dict[str, None]()
    for item in own.items:
        other = told_for(cells, (attribute, second, item.id, own.id)) or hidden
        gaps.append(gap_between(cells.get((attribute, first, item.id, own.id), hidden), other, other=other.group))
        if shown(gaps[-1]):
            names[other.group] = group_name(report, attribute, other.group, other.members)
            notes |= dict.fromkeys([explained(report, attribute, other.members)] if other.members else [])
    there = [gap for gap in gaps if shown(gap)]
    names = names or {second: group_name(report, attribute, second)}
    one, two = group_name(report, attribute, first), names.get(second) or names[OTHERS]

    def row(entry: Entry[Gap], gap: ShownGap) -> Row:
        return Row(
            label=entry.label,
            alt=pair_of(entry.name, gap, one, names[gap.other]),
            strokes=[Stroke((gap.mean, gap.mean_other), "accent", width=2.4, opacity=0.5)],
            dots=[
                Dot(gap.mean_other, "paper", area=78, marker="D", edge=_hue(gap.other), rim=2),
                Dot(gap.mean, "accent", area=121, edge="accent", rim=1),
            ],
            numbers=[[Words(text=signed(difference(gap)), size=LARGE, bold=is_sure(gap))]],
        )

    known = [(item, gap) for item, gap in zip(own.items, gaps, strict=True) if shown(gap)]
    most = max(known, key=lambda pair: abs(pair[1].difference), default=None)
    title = say("figures.pairs_title", dimension=own.title, one=one, two=two)
    entries = [of_item(report.survey, item, gap, name=plain(item)) for item, gap in zip(own.items, gaps, strict=True)]
    room = span(ax, NARROW) - 110
    return Plan(columns=[Column(GUTTER, flush_right=True)], wide=NARROW, share=0.42, pitch=0.42).draw(
        [*under(report.survey, own.items), *rows_of(entries, row)],
        ax,
        title=title,
        why=why_not_compared(report, attribute, first),
        notes=[say("figures.pairs_reading", one=one, two=two), *notes],
        alt=[title, say("figures.means_alt")],
        found=[voice.widest(voice.statement(most[0]), most[1])] if most else [],
        key=[
            *_key("●", one, [gap.n for gap in there], room),
            *(
                phrase
                for other, name in names.items()
                for phrase in _key("◇", name, [gap.n_other for gap in there if gap.other == other], room, _hue(other))
            ),
        ],
        comparing=True,
    )


def _hue(group: str | None) -> str:
    """Return the colour of the second side's marks: those of several groups together stand back."""
    return "soft" if group == OTHERS else "accent"


def _key(mark: str, name: str, ns: list[int], room: float, hue: str = "accent") -> list[list[Words]]:
    """Return a group's mark, its name in as many lines as it needs, and its n."""
    first, *more = wrap(name, SMALL, room, even=False)
    phrases = [[Words(text=mark, size=LARGE, colour=hue), soft(first, before=5)], *([soft(line)] for line in more)]
    phrases[-1].append(soft(of_ns(ns), before=8))
    return phrases
