"""Agreement within groups: whether a group's mean stands for its people."""

from __future__ import annotations

from typing import Any

import seaborn as sns
from matplotlib.axes import Axes

from cxkit.plots.alts import tell
from cxkit.plots.layout import GUTTER, Caption, Column, Notes, beside, calm, hide, laid_out, span, widest
from cxkit.plots.lettering import LARGE, Words, soft, write
from cxkit.plots.sections import Line, lines, nothing
from cxkit.plots.tokens import colours
from cxkit.reports.report import Report
from cxkit.reports.wording import check_attribute, of_n, why_hidden
from cxkit.words import say

LEVELS = (0.5, 0.7, 0.9)
"""From where agreement is called moderate, strong and very strong (LeBreton & Senter 2008, table 3)."""


def agreement(report: Report, *, attribute: str, dimension: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw how far the people of each group agree, on each dimension: r_wg(j), from 0 (not at all) to 1 (wholly).

    Raises:
        ReportError: The report does not have the attribute or the dimension.
    """
    check_attribute(report, attribute)
    rows: list[Any] = [row for row in report.agreement.to_dict("records") if row["attribute"] == attribute]
    found = lines(report, rows, attribute=attribute, group=None, dimension=dimension)
    title = say("figures.agreement_title", attribute=report.survey.attribute(attribute).title)
    why = why_hidden(report.thresholds.scores)
    if nothing(found):
        return calm(ax, title, say("figures.nothing"), why)
    told = [_told(line) for line in found if line.row is not None]
    return tell(_draw(found, title, why, ax), say("figures.agreement_alt", title=title), *told)


def _draw(found: list[Line], title: str, why: str, ax: Axes | None) -> Axes:
    room = span(ax)
    column = Column.of([line.label for line in found], room * 0.34)
    caption = Caption.of(title, room, lift=30)
    notes = Notes.of([say("figures.agreement_reading"), *([why] if any(line.hidden for line in found) else [])], room)
    pitch = column.pitch(0.36)
    ax = laid_out(ax, column, caption, notes, pitch=pitch)
    shown = {place: line.row for place, line in enumerate(found) if line.row and line.shown}
    _axis(ax, column)
    for place, line in enumerate(found):
        if line.hidden:
            hide(ax, place)
        elif place in shown:
            ax.plot([0, 1], [place, place], color=colours()["rule"], linewidth=0.8, zorder=0.8)
    sns.scatterplot(
        x=[row["rwg_j"] for row in shown.values()], y=list(shown), hue=[str(place) for place in shown],
        palette=[found[place].hue for place in shown], s=95, linewidth=0, legend=False, zorder=3, clip_on=False, ax=ax,
    )  # fmt: skip
    ax.set(xlabel="", ylabel="")
    numbers = {place: Words(text=f"{row['rwg_j']:.2f}", size=LARGE - 1) for place, row in shown.items()}
    wide = widest([[words] for words in numbers.values()])
    for place, words in numbers.items():
        beside(ax, place, words, x=GUTTER + wide, anchor=1)
        beside(ax, place, soft(of_n(shown[place]["n"])), x=GUTTER + wide + 10)
    return ax


def _axis(ax: Axes, column: Column) -> None:
    ax.set_xlim(0, 1)
    ax.set_xticks([0, *LEVELS, 1], ["0", *map(str, LEVELS), "1"])
    column.write(ax)
    for least in LEVELS:
        ax.axvline(least, color=colours()["line"], linewidth=1, zorder=0.9)
        first, _, last = level(least).rpartition(" ")
        for words, y in ((first, 18), (last, 5)):
            write(ax, (least, 1), soft(words), offset=(0, y), coords=ax.get_xaxis_transform(), va="baseline")


def level(value: float) -> str:
    """Return what agreement of that size is called."""
    names = say("figures.moderate"), say("figures.strong"), say("figures.very_strong")
    reached = [name for least, name in zip(LEVELS, names, strict=True) if value >= least]
    return reached[-1] if reached else say("figures.weak")


def _told(line: Line) -> str:
    if line.row is None or not line.shown:
        return f"{line.said}: {say('report.hidden')}"
    value = line.row["rwg_j"]
    return f"{line.said}: {value:.2f} ({level(value)}), {of_n(line.row['n'])}"
