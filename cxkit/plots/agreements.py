"""Agreement within groups: whether a group's mean stands for its people."""

from __future__ import annotations

from matplotlib.axes import Axes

from cxkit.plots.alts import redrawable
from cxkit.plots.entries import Entry, by_dimension, rows_of
from cxkit.plots.layout import GUTTER, Labels
from cxkit.plots.lettering import LARGE, Words, soft, write
from cxkit.plots.rows import Column, Dot, Plan, Row, Scale, Stroke
from cxkit.plots.tokens import colours
from cxkit.reports.distributions import agreement_rows
from cxkit.reports.report import Report
from cxkit.reports.rows import GroupAgreement, ShownAgreement
from cxkit.reports.wording import check_attribute, of_n, why_hidden

LEVELS = ((0.5, "moderate"), (0.7, "strong"), (0.9, "very strong"))
"""What agreement is called from a level up (LeBreton & Senter 2008, table 3)."""

_SCALE = Scale(ends=(0, 1), ticks={0: "0", **{least: f"{least}" for least, _ in LEVELS}, 1: "1"})


@redrawable
def agreement(report: Report, *, attribute: str, dimension: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw how far the people of each group agree, on each dimension: r_wg(j), from 0 (not at all) to 1 (wholly).

    Raises ReportError for an attribute or a dimension that the report does not have.
    """
    check_attribute(report, attribute)
    results = [result for result in agreement_rows(report.tables) if result.attribute == attribute]
    entries = by_dimension(report, results, attribute=attribute, group=None, dimension=dimension)
    title = f"Agreement within groups: {report.survey.attribute(attribute).title}"
    reading = (
        "Agreement, rwg(j), from 0, where answers are as mixed as chance, to 1, where all say the same. "
        "It rises with the number of items. Levels: LeBreton & Senter 2008."
    )
    columns = [Column(GUTTER, flush_right=True), Column(10)]
    return Plan(columns=columns, scale=_SCALE, share=0.34, pitch=0.36, lift=30).draw(
        rows_of(entries, _row),
        ax,
        title=title,
        why=why_hidden(report.thresholds.scores),
        notes=[reading],
        alt=[f"{title}, from 0 (none) to 1 (full)"],
        also=_levels,
    )


def level(value: float) -> str:
    """Return what agreement of that size is called."""
    return next((f"{name} agreement" for least, name in reversed(LEVELS) if value >= least), "weak agreement")


def _row(entry: Entry[GroupAgreement], result: ShownAgreement) -> Row:
    value, n = result.rwg_j, of_n(result.n)
    return Row(
        label=entry.label,
        alt=f"{entry.name}: {value:.2f} ({level(value)}), {n}",
        strokes=[Stroke(_SCALE.ends, "rule", width=0.8, layer=0.8)],
        dots=[Dot(value, entry.hue, area=95)],
        numbers=[[Words(text=f"{value:.2f}", size=LARGE - 1)], [soft(n)]],
    )


def _levels(ax: Axes, _: Labels) -> None:
    for least, name in LEVELS:
        ax.axvline(least, color=colours()["line"], linewidth=1, zorder=0.9)
        for words, y in ((name, 18), ("agreement", 5)):
            write(ax, (least, 1), soft(words), offset=(0, y), coords=ax.get_xaxis_transform(), va="baseline")
