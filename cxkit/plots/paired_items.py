"""The two groups that a survey compares, item by item: where they see the same, and where they do not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes

from cxkit.errors import ReportError
from cxkit.plots.alts import redrawable, tell
from cxkit.plots.layout import GUTTER, Caption, Column, Notes, beside, calm, hide, laid_out, score_axis, widest
from cxkit.plots.lettering import LARGE, SMALL, Words, soft, wrap
from cxkit.plots.rows import NARROW, item_line, pair_of, room_for, shown, the_dimension, why
from cxkit.plots.tokens import colours
from cxkit.reports.comparisons import gap_between
from cxkit.reports.report import Report
from cxkit.reports.wording import group_name, of_ns, signed
from cxkit.survey.parts import Item
from cxkit.words import say

Row = Any

_CALLED = {"blind spot", "hidden strength"}


@dataclass(frozen=True, kw_only=True)
class _Pair:
    """One item as both groups see it; None where either is hidden."""

    item: Item
    rows: tuple[Row, Row] | None
    apart: Row | None

    def told(self, ends: tuple[str, str]) -> str:
        """Say it in words."""
        name = str(self.item.text).rstrip(".")
        if self.rows is None or self.apart is None:
            return f"{name}: {say('report.hidden')}"
        one, two = self.rows
        both = {"mean": one["mean"], "n": one["n"], "mean_other": two["mean"], "n_other": two["n"]}
        return pair_of(name, ends, {**self.apart, **both})


@redrawable
def sides(report: Report, *, dimension: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw each item of a dimension, 0–100, as the two groups see it that the survey compares, and their difference.

    A filled circle is the first group, a hollow diamond the other. A bold difference is sure: Welch's 95% interval
    leaves out 0 and reaches beyond ±10. dimension: the survey's first where none is named. Raises ReportError where
    the report compares no two groups, or for a dimension that the survey does not have.
    """
    own = the_dimension(report, dimension)
    compared = next(iter(report.tables["gaps"]), None)
    if compared is None:
        raise ReportError("The report compares no two groups. Make it by an attribute that its survey compares.")
    attribute, groups = compared["attribute"], (compared["group"], compared["other"])
    one, two = (group_name(report, attribute, group) for group in groups)
    cells = {(row["group"], row["item"]): row for row in report.tables["group_items"] if row["attribute"] == attribute}
    pairs = [_pair(item, cells.get((groups[0], item.id)), cells.get((groups[1], item.id))) for item in own.items]
    title = say("figures.pairs_title", dimension=own.title, one=one, two=two)
    there = [pair for pair in pairs if pair.apart is not None]
    if not there:
        return calm(ax, title, say("figures.nothing_to_compare"), why(report))
    ax = _draw(pairs, (one, two), title, why(report), ax)
    return tell(ax, title, say("figures.means_alt"), *[pair.told((one, two)) for pair in pairs])


def _draw(pairs: list[_Pair], ends: tuple[str, str], title: str, reason: str, ax: Axes | None) -> Axes:
    room = room_for(ax)
    lines = [item_line(pair.item, {}) for pair in pairs]
    column = Column.of([line.label for line in lines], room * 0.42)
    key = [
        phrase
        for side, (mark, name) in enumerate(zip("●◇", ends, strict=True))
        for phrase in _key(mark, wrap(name, SMALL, room - 110, even=False), _ns(pairs, side))
    ]
    reading = say("figures.pairs_reading", one=ends[0], two=ends[1])
    hidden = any(pair.rows is None for pair in pairs)
    notes = Notes.of([reading, *([reason] if hidden else [])], room)
    ax = laid_out(ax, column, Caption.of(title, room, key=key), notes, pitch=column.pitch(0.42), wide=NARROW)
    score_axis(ax)
    column.write(ax)
    hue, paper = colours()["accent"], colours()["paper"]
    words = {place: _number(pair.apart) for place, pair in enumerate(pairs) if pair.apart}
    right = GUTTER + widest([[one] for one in words.values()])
    for place, pair in enumerate(pairs):
        if pair.rows is None:
            hide(ax, place)
            continue
        one, two = (row["mean"] for row in pair.rows)
        ax.plot([one, two], [place, place], color=hue, linewidth=2.4, alpha=0.5, solid_capstyle="butt")
        ax.plot(
            [two],
            [place],
            "D",
            markersize=8,
            markerfacecolor=paper,
            markeredgecolor=hue,
            markeredgewidth=2,
            clip_on=False,
        )
        ax.plot([one], [place], "o", markersize=11, color=hue, clip_on=False)
        beside(ax, place, words[place], x=right, anchor=1)
    return ax


def _pair(item: Item, one: Row | None, two: Row | None) -> _Pair:
    if one is None or two is None or not (shown(one) and shown(two)):
        return _Pair(item=item, rows=None, apart=None)
    return _Pair(item=item, rows=(one, two), apart=gap_between(one, two, other=two["group"]))


def _number(apart: Row) -> Words:
    return Words(text=signed(apart["difference"]), size=LARGE, bold=apart["label"] in _CALLED)


def _key(mark: str, name: tuple[str, ...], n: str) -> list[list[Words]]:
    """Return a group's mark, its name in as many lines as it needs, and its n."""
    phrases = [[Words(text=mark, size=LARGE, colour="accent"), soft(name[0], before=5)]]
    phrases += [[soft(line)] for line in name[1:]]
    return [*phrases[:-1], [*phrases[-1], soft(n, before=8)]]


def _ns(pairs: list[_Pair], side: int) -> str:
    return of_ns([pair.rows[side]["n"] for pair in pairs if pair.rows])
