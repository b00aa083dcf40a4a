"""One wave and the next: the means before and after, and how sure the difference is."""

from __future__ import annotations

from matplotlib.axes import Axes

from cxkit.plots.entries import Entry, by_dimension, called, rows_of
from cxkit.plots.layout import GUTTER
from cxkit.plots.lettering import LARGE, TEXT, Words, soft
from cxkit.plots.rows import Column, Dot, Plan, Row, Stroke, Tag
from cxkit.reports.comparisons import change_rows
from cxkit.reports.report import Report
from cxkit.reports.rows import Gap, ShownGap
from cxkit.reports.wording import check_group, group_name, interval, of_n, points, signed, why_hidden


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
    change is more than chance. Groups that only one of the reports has are not compared. Raises ReportError for
    reports of different surveys, and for an attribute, a group or a dimension that the report does not have.
    """
    check_group(report, attribute, group)
    changes = change_rows(before, report)
    entries = by_dimension(report, changes, attribute=attribute, group=group, dimension=dimension)
    by_group = attribute is not None and group is None
    title = f"Before and after: {group_name(report, attribute, group)}"
    if attribute is not None and group is None:
        title = f"Before and after, by group: {report.survey.attribute(attribute).title}"
    reading = (
        "Mean scores from 0 to 100. Pale band: the 95% interval of the change, laid at the earlier score; where it "
        "does not reach back to the open circle, the change is more than chance. Changes are taken before rounding."
    )
    columns = [Column(GUTTER + 22, flush_right=True), Column(12), Column(16)]
    # A mean may stand between the labels and the scale.
    return Plan(columns=columns, share=0.28, gutter=2 * GUTTER, pitch=0.52 if by_group else 0.66).draw(
        rows_of(entries, _row),
        ax,
        title=title,
        why=why_hidden(report.thresholds.scores),
        notes=[reading],
        alt=[f"{title}: mean scores from 0 to 100"],
        key=[
            [Words(text="○", size=LARGE, colour="soft"), soft("before", before=4)],
            [Words(text="●", size=LARGE, colour="soft"), soft("after", before=4)],
        ],
        comparing=True,
    )


def _row(entry: Entry[Gap], gap: ShownGap) -> Row:
    earlier, now = gap.mean_other, gap.mean
    before, after = f"{points(earlier)} ({of_n(gap.n_other)})", f"{points(now)} ({of_n(gap.n)})"
    changed = f"change {signed(gap.difference)}{interval(gap, before=', interval ', number=signed)}"
    strokes = [Stroke((earlier, now), entry.hue, width=2)]
    if gap.low is not None and gap.high is not None:
        band = (max(0.0, min(100.0, earlier + gap.low)), max(0.0, min(100.0, earlier + gap.high)))
        strokes.append(Stroke(band, entry.hue, width=13, opacity=0.22, layer=1.5))
    reach = [end for stroke in strokes for end in stroke.ends]
    means = [(earlier, soft(points(earlier), size=TEXT)), (now, Words(text=points(now), bold=True))]
    (_, left), (_, right) = sorted(means, key=lambda each: each[0])
    return Row(
        label=entry.label,
        alt=f"{entry.name}: before {before}, after {after}, {changed}: {gap.label}",
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
            [Words(text=signed(gap.difference), size=LARGE + 1, bold=True)],
            called(gap),
            [soft(f"{of_n(gap.n_other)} → {gap.n}")],
        ],
    )
