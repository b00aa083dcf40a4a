"""The perception gap: two groups' means of each dimension, joined by what lies between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import seaborn as sns
from matplotlib.axes import Axes

from cxkit.errors import ReportError, listing
from cxkit.plots.alts import tell
from cxkit.plots.layout import GUTTER, Caption, Column, Notes, beside, calm, hide, laid_out, score_axis, span, widest
from cxkit.plots.lettering import LARGE, TEXT, Words, measure, soft, wrap, write
from cxkit.plots.rows import pair_of
from cxkit.plots.sections import Line, lines, nothing
from cxkit.plots.tokens import colours
from cxkit.reports.report import Report
from cxkit.reports.wording import called, check_attribute, group_name, of_n, points, signed, upper, why_hidden
from cxkit.words import say

Row = Mapping[str, Any]

_HERO = 22


def gap(report: Report, *, attribute: str | None = None, dimension: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw how far the two groups that the survey compares are apart, on each dimension.

    Args:
        attribute: Whose two groups; None: the first attribute that has two.

    Raises:
        ReportError: No attribute has two, or the report does not have the attribute or the dimension.
    """
    check_attribute(report, attribute)
    pairs = list(dict.fromkeys(row["attribute"] for row in report.tables["gaps"]))
    if not pairs or attribute not in (None, *pairs):
        compared = listing(each.id for each in report.survey.attributes if each.compare) or "none"
        named = f" by {attribute}" if attribute else ""
        raise ReportError(f"The report compares no two groups{named}. Attributes that its survey compares: {compared}.")
    attribute = attribute or pairs[0]
    rows = [row for row in report.tables["gaps"] if row["attribute"] == attribute]
    ends = tuple(group_name(report, attribute, rows[0][end]) for end in ("group", "other"))
    found = lines(report, rows, attribute=attribute, group=rows[0]["group"], dimension=dimension)
    title = say("figures.gap_title", one=ends[0], two=ends[1])
    why = why_hidden(report.thresholds.scores)
    if nothing(found):
        return calm(ax, title, say("figures.nothing_to_compare"), why)
    told = [_told(line, ends) for line in found]
    return tell(_draw(found, ends, title, why, ax), say("figures.mean_scores_alt", title=title), *told)


def _draw(found: list[Line], ends: tuple[str, ...], title: str, why: str, ax: Axes | None) -> Axes:
    room = span(ax)
    column = Column.of([line.label for line in found], room * 0.26)
    caption = Caption.of(title, room)
    reading = say("figures.gap_reading", one=ends[0], two=ends[1])
    notes = Notes.of([reading, *([why] if any(line.hidden for line in found) else [])], room)
    labels = _Labels.of(ends, room - column.width - 230)
    ax = laid_out(ax, column, caption, notes, pitch=column.pitch(0.98 + labels.more / 72))
    shown = {place: line.row for place, line in enumerate(found) if line.row and line.shown}
    _dumbbells(ax, shown, [found[place].hue for place in shown])
    column.write(ax)
    apart = {place: Words(text=signed(row["difference"]), size=_HERO, bold=True) for place, row in shown.items()}
    x = GUTTER + 8 + widest([[words] for words in apart.values()])
    for place, line in enumerate(found):
        if line.hidden:
            hide(ax, place)
    for place, row in shown.items():
        labels.write(ax, place, row)
        beside(ax, place, apart[place], x=x, y=0, anchor=1)
        known = row["low"] is not None
        name = Words(text=upper(called(row["label"])), bold=row["label"] in {"blind spot", "hidden strength"})
        beside(ax, place, name, x=x + 12, y=8 if known else None)
        if known:
            beside(
                ax, place, soft(say("report.range", low=signed(row["low"]), high=signed(row["high"]))), x=x + 12, y=-8
            )
    return ax


def _dumbbells(ax: Axes, shown: Mapping[int, Row], hues: list[str]) -> None:
    places = list(shown)
    for (place, row), hue in zip(shown.items(), hues, strict=True):
        ax.plot(
            [row["mean"], row["mean_other"]], [place, place], color=hue, linewidth=3, solid_capstyle="butt", zorder=2
        )
    for end, marker, size, hollow in (("mean_other", "D", 90, True), ("mean", "o", 150, False)):
        sns.scatterplot(
            x=[row[end] for row in shown.values()], y=places, hue=[str(place) for place in places],
            palette=[colours()["paper"]] * len(hues) if hollow else hues, edgecolor=hues, marker=marker, s=size,
            linewidth=2.4, zorder=3, legend=False, clip_on=False, ax=ax,
        )  # fmt: skip
    score_axis(ax)


@dataclass(frozen=True, kw_only=True)
class _Labels:
    """The two groups' names: beside their numbers, or wrapped beyond them where they are long."""

    names: tuple[tuple[str, ...], ...]
    inline: bool

    @classmethod
    def of(cls, ends: tuple[str, ...], room: float) -> _Labels:
        inline = max(measure(end, TEXT) for end in ends) + 85 <= room
        return cls(names=tuple((end,) if inline else wrap(end, TEXT, room * 0.8) for end in ends), inline=inline)

    @property
    def more(self) -> float:
        """How much higher the names make a row, in points."""
        return 0.0 if self.inline else 2 * 15.0 * max(len(name) for name in self.names)

    def write(self, ax: Axes, place: int, row: Row) -> None:
        """Write both names with their means and n: the first over its end of the dumbbell, the other under its own."""
        ends = ((row["mean"], row["n"], 1), (row["mean_other"], row["n_other"], -1))
        for name, (mean, n, side) in zip(self.names, ends, strict=True):
            said = [Words(text=points(mean), size=LARGE, bold=True, before=5), soft(of_n(n), before=6)]
            if self.inline:
                said = [soft(name[0], size=TEXT), *said]
            write(ax, (mean, place), *said, offset=(0, side * 17), anchor=mean / 100)
            for step, line in enumerate(() if self.inline else name[::-side], start=1):
                write(ax, (mean, place), soft(line, size=TEXT), offset=(0, side * (18 + 15 * step)), anchor=mean / 100)


def _told(line: Line, ends: tuple[str, ...]) -> str:
    if line.row is None or not line.shown:
        return f"{line.said}: {say('report.hidden')}"
    row = line.row
    return f"{pair_of(line.said, ends, row)}: {called(row['label'])}"
