"""Agreement within groups: whether a group's mean stands for its people."""

from matplotlib.axes import Axes

from cxkit.plots.alts import of_report
from cxkit.plots.entries import Entry, by_dimension, rows_of
from cxkit.plots.layout import GUTTER, Labels
from cxkit.plots.lettering import LARGE, Words, soft, write
from cxkit.plots.rows import Column, Dot, Plan, Row, Scale, Stroke
from cxkit.plots.tokens import colours
from cxkit.reports.distributions import agreement_rows
from cxkit.reports.report import Report
from cxkit.reports.rows import Result, ShownResult
from cxkit.reports.wording import check_attribute, commas, of_n, why_together
from cxkit.words import say, spoken_number

LEVELS = (0.5, 0.7, 0.9)
"""From where agreement is called moderate, strong and very strong (LeBreton & Senter 2008, table 3)."""

_SCALE = Scale(ends=(0, 1), ticks={0: "0", **{least: str(least) for least in LEVELS}, 1: "1"})


@of_report
def agreement(report: Report, *, attribute: str, dimension: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw how far the people of each group agree, on each dimension: r_wg(j), from 0 (not at all) to 1 (wholly).

    Raises:
        ReportError: The report does not have the attribute or the dimension.
    """
    check_attribute(report, attribute)
    results = [result for result in agreement_rows(report.tables) if result.attribute == attribute]
    entries = by_dimension(report, results, attribute=attribute, group=None, dimension=dimension)
    title = say("figures.agreement_title", attribute=report.survey.attribute(attribute).title)
    columns = [Column(GUTTER, flush_right=True), Column(10)]
    return Plan(columns=columns, scale=_SCALE, share=0.34, pitch=0.36, lift=30).draw(
        rows_of(entries, _row),
        ax,
        title=title,
        notes=[say("figures.agreement_reading"), *why_together(report, attribute, (entry.result for entry in entries))],
        alt=[say("figures.agreement_alt", title=title)],
        also=_levels,
    )


def level(value: float) -> str:
    """Return what agreement of that size is called."""
    names = say("figures.moderate"), say("figures.strong"), say("figures.very_strong")
    reached = [name for least, name in zip(LEVELS, names, strict=True) if value >= least]
    return reached[-1] if reached else say("figures.weak")


def _row(entry: Entry[Result], result: ShownResult) -> Row:
    value, n = result.rwg_j or 0.0, of_n(result.n)
    return Row(
        label=entry.label,
        alt=commas([f"{entry.name}: {spoken_number(value, '0.00')} ({level(value)})", n]),
        strokes=[Stroke(_SCALE.ends, "rule", width=0.8, layer=0.8)],
        dots=[Dot(value, entry.hue, area=95)],
        numbers=[[Words(text=spoken_number(value, "0.00"), size=LARGE - 1)], [soft(n)]],
    )


def _levels(ax: Axes, labels: Labels) -> None:
    for least in LEVELS:
        ax.axvline(least, color=colours()["line"], linewidth=1, zorder=0.9)
        first, _, last = level(least).rpartition(" ")
        for words, y in ((first, 18), (last, 5)):
            write(ax, (least, 1), soft(words), offset=(0, y), coords=ax.get_xaxis_transform(), va="baseline")
