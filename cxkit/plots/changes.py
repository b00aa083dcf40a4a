"""One wave and the next: the means before and after, and how sure the difference is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes

from cxkit.plots.alts import tell
from cxkit.plots.layout import GUTTER, Caption, Column, Notes, beside, calm, hide, laid_out, score_axis, span, widest
from cxkit.plots.lettering import LARGE, TEXT, Words, soft, write
from cxkit.plots.sections import Line, lines, nothing
from cxkit.plots.tokens import colours
from cxkit.reports.comparisons import change as compared
from cxkit.reports.report import Report
from cxkit.reports.wording import called, check_group, group_name, of_n, points, signed, upper, why_hidden
from cxkit.words import say

Row = Mapping[str, Any]


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
    check_group(report, attribute, group)
    rows: list[Any] = compared(before, report).to_dict("records")
    found = lines(report, rows, attribute=attribute, group=group, dimension=dimension)
    title = say("figures.change_title", group=group_name(report, attribute, group))
    if attribute is not None and group is None:
        title = say("figures.change_title_groups", attribute=report.survey.attribute(attribute).title)
    why = why_hidden(report.thresholds.scores)
    if nothing(found):
        return calm(ax, title, say("figures.nothing_to_compare"), why)
    return tell(
        _draw(found, title, why, ax),
        say("figures.mean_scores_alt", title=title),
        *[_told(line) for line in found if line.row],
    )


def _draw(found: list[Line], title: str, why: str, ax: Axes | None) -> Axes:
    room = span(ax)
    column = Column.of([line.label for line in found], room * 0.28, gutter=2 * GUTTER)  # a mean may stand there
    key = [
        [Words(text="○", size=LARGE, colour="soft"), soft(say("figures.before"), before=4)],
        [Words(text="●", size=LARGE, colour="soft"), soft(say("figures.after"), before=4)],
    ]
    caption = Caption.of(title, room, key=key)
    notes = Notes.of([say("figures.change_reading"), *([why] if any(line.hidden for line in found) else [])], room)
    pitch = column.pitch(0.52 if any(line.row is None for line in found) else 0.66)
    ax = laid_out(ax, column, caption, notes, pitch=pitch)
    shown = {place: line.row for place, line in enumerate(found) if line.row and line.shown}
    _joined(ax, shown, [found[place].hue for place in shown])
    column.write(ax)
    for place, line in enumerate(found):
        if line.hidden:
            hide(ax, place)
    for place, row in shown.items():
        _ends(ax, place, row)
    _columns(ax, shown)
    return ax


def _joined(ax: Axes, shown: Mapping[int, Row], hues: list[str]) -> None:
    places = list(shown)
    for (place, row), hue in zip(shown.items(), hues, strict=True):
        band: dict[str, Any] = {"color": hue, "solid_capstyle": "butt"}
        ax.plot(_band(row), [place] * len(_band(row)), alpha=0.22, linewidth=13, zorder=1.5, **band)
        ax.plot([row["mean_other"], row["mean"]], [place, place], linewidth=2, zorder=2, **band)
    for end, hollow in (("mean_other", True), ("mean", False)):
        sns.scatterplot(
            x=[row[end] for row in shown.values()], y=places, hue=[str(place) for place in places],
            palette=[colours()["paper"]] * len(hues) if hollow else hues, edgecolor=hues, s=90,
            linewidth=2, zorder=3, legend=False, clip_on=False, ax=ax,
        )  # fmt: skip
    score_axis(ax)


def _band(row: Row) -> list[float]:
    """Return where the interval of the change begins and ends, from the earlier mean; empty where there is none."""
    if pd.isna(row["low"]):
        return []
    return [max(0.0, min(100.0, row["mean_other"] + row[end])) for end in ("low", "high")]


def _ends(ax: Axes, place: int, row: Row) -> None:
    """Write both means outside of everything that is drawn between them."""
    before, after = row["mean_other"], row["mean"]
    words = [(before, soft(points(before), size=TEXT)), (after, Words(text=points(after), bold=True))]
    (_, left), (_, right) = sorted(words, key=lambda each: each[0])
    reach = [*_band(row), before, after]
    write(ax, (min(reach), place), left, offset=(-9, 0), anchor=1)
    write(ax, (max(reach), place), right, offset=(9, 0))


def _columns(ax: Axes, shown: Mapping[int, Row]) -> None:
    """Write at the right: the change, what to call it over its interval, and n before and after."""
    changed = {place: Words(text=signed(row["difference"]), size=LARGE + 1, bold=True) for place, row in shown.items()}
    names = {
        place: Words(text=upper(called(row["label"])), bold=row["label"] in {"better", "worse"})
        for place, row in shown.items()
    }
    intervals = {
        place: soft(say("report.range", low=signed(row["low"]), high=signed(row["high"])))
        for place, row in shown.items()
        if not pd.isna(row["low"])
    }
    x = GUTTER + 22 + widest([[words] for words in changed.values()])
    n_x = x + 12 + widest([[words] for words in (*names.values(), *intervals.values())]) + 16
    for place, row in shown.items():
        beside(ax, place, changed[place], x=x, anchor=1)
        beside(ax, place, names[place], x=x + 12, y=8 if place in intervals else None)
        if place in intervals:
            beside(ax, place, intervals[place], x=x + 12, y=-8)
        beside(ax, place, soft(f"{of_n(row['n_other'])} → {row['n']}"), x=n_x)


def _told(line: Line) -> str:
    if line.row is None or not line.shown:
        return f"{line.said}: {say('report.hidden')}"
    row = line.row
    said: dict[str, Any] = {
        "name": line.said, "before": points(row["mean_other"]), "n_before": row["n_other"],
        "after": points(row["mean"]), "n": row["n"], "change": signed(row["difference"]), "label": called(row["label"]),
    }  # fmt: skip
    if pd.isna(row["low"]):
        return say("figures.change_of", **said)
    return say("figures.change_of_interval", **said, low=signed(row["low"]), high=signed(row["high"]))
