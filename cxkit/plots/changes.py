"""One wave and the next: the means before and after, and how sure the difference is."""

from collections.abc import Iterable

from matplotlib.axes import Axes

from cxkit.plots.alts import of_report
from cxkit.plots.entries import Entry, by_dimension, called, is_sure, rows_of
from cxkit.plots.layout import GUTTER
from cxkit.plots.lettering import LARGE, TEXT, Words, soft
from cxkit.plots.rows import Column, Dot, Plan, Row, Stroke, Tag
from cxkit.reports import wording
from cxkit.reports.comparisons import change_rows
from cxkit.reports.report import Report, given
from cxkit.reports.rows import Gap, ShownGap, shown
from cxkit.reports.same_questions import what_differs
from cxkit.reports.voice import changed
from cxkit.words import say


@of_report
def change(
    report: Report,
    before: Report,
    *,
    attribute: str | None = None,
    group: str | None = None,
    dimension: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw each dimension's mean in an earlier report and in this one: of everybody, of one group, or of every group.

    The pale band is the 95% interval of the change, laid at the earlier mean: where it leaves that mean out, the
    change is more than chance. Groups that only one of the reports has are not compared.

    Raises:
        ReportError: The reports are of different surveys, or lack the attribute, the group or the dimension.
    """
    before = given(before, change)
    wording.check_group(report, attribute, group)
    changes = change_rows(before, report)
    entries = by_dimension(report, changes, attribute=attribute, group=group, dimension=dimension)
    title = say("figures.change_title", group=wording.group_name(report, attribute, group))
    by_group = attribute is not None and group is None
    if attribute is not None and by_group:
        title = say("figures.change_title_groups", attribute=report.survey.attribute(attribute).title)
    columns = [Column(GUTTER + 22, flush_right=True), Column(12), Column(16)]
    # A mean may stand between the labels and the scale.
    return Plan(columns=columns, share=0.28, gutter=2 * GUTTER, pitch=0.52 if by_group else 0.66).draw(
        rows_of(entries, _row),
        ax,
        title=title,
        notes=[
            say("figures.change_reading"),
            *wording.why_together(report, attribute, (entry.result for entry in entries)),
            *what_differs(before, report),
        ],
        alt=[say("figures.mean_scores_alt", title=title)],
        found=_found(report, [entry.result for entry in entries]),
        key=[
            [Words(text="○", size=LARGE, colour="soft"), soft(say("figures.before"), before=4)],
            [Words(text="●", size=LARGE, colour="soft"), soft(say("figures.after"), before=4)],
        ],
        comparing=True,
    )


def _found(report: Report, changes: Iterable[Gap | None]) -> list[str]:
    """Say what changed most, of all that is no chance; else that nothing did for sure."""
    known = [row for row in changes if shown(row)]
    sure = [row for row in known if is_sure(row)]
    if not sure:
        return [say("findings.no_change")] if known else []
    most = max(sure, key=lambda row: abs(row.difference))
    said = changed(report.survey.dimension(most.dimension).title, most)
    return [said if most.attribute is None else f"{wording.group_name(report, most.attribute, most.group)}: {said}"]


def _row(entry: Entry[Gap], gap: ShownGap) -> Row:
    earlier, now = gap.mean_other, gap.mean
    strokes = [Stroke((earlier, now), entry.hue, width=2)]
    if gap.low is not None and gap.high is not None:
        band = (max(0.0, min(100.0, earlier + gap.low)), max(0.0, min(100.0, earlier + gap.high)))
        strokes.append(Stroke(band, entry.hue, width=13, opacity=0.22, layer=1.5))
    reach = [end for stroke in strokes for end in stroke.ends]
    means = [(earlier, soft(wording.points(earlier), size=TEXT)), (now, Words(text=wording.points(now), bold=True))]
    (_, left), (_, right) = sorted(means, key=lambda each: each[0])
    return Row(
        label=entry.label,
        alt=_in_words(entry.name, gap),
        strokes=strokes,
        dots=[
            Dot(earlier, "paper", area=90, edge=entry.hue, rim=2),
            Dot(now, entry.hue, area=90, edge=entry.hue, rim=2),
        ],
        tags=[  # outside of everything that is drawn between them
            Tag(min(reach), [left], away=(-9, 0), anchor=1),
            Tag(max(reach), [right], away=(9, 0), anchor=0),
        ],
        numbers=[
            [Words(text=wording.signed(wording.difference(gap)), size=LARGE + 1, bold=True)],
            called(gap),
            [soft(say("report.then", before=wording.of_n(gap.n_other), after=gap.n))],
        ],
    )


def _in_words(name: str, gap: ShownGap) -> str:
    then, now = wording.points(gap.mean_other), wording.points(gap.mean)
    change, sure = wording.signed(wording.difference(gap)), wording.certainty(gap)
    return say(
        "figures.change_of", name=name, before=then, n_before=gap.n_other, after=now, n=gap.n, change=change, sure=sure,
        label=wording.called(gap.label),
    )  # fmt: skip
