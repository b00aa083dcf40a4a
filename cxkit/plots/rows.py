"""The items of a dimension as rows of a figure as wide as a page's column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes

from cxkit.errors import ReportError
from cxkit.plots.layout import EDGE, Caption, Label, span
from cxkit.plots.lettering import SMALL, TEXT, Words, wrap
from cxkit.plots.sections import Line
from cxkit.plots.tokens import colours
from cxkit.reports.report import Report
from cxkit.reports.status import SHOWN
from cxkit.reports.wording import chosen, item_words, points, signed, why_hidden
from cxkit.survey.parts import Dimension, Item
from cxkit.words import say

NARROW = 5.2
"""Inches: on a phone 11 points then still are 10 pixels."""


def room_for(ax: Axes | None) -> float:
    """Return how wide a figure may be, in points."""
    return min(span(ax), 72 * (NARROW - 2 * EDGE)) if ax is None else span(ax)


def the_dimension(report: Report, dimension: str | None) -> Dimension:
    """Return the dimension with that id, or the survey's first. Raises ReportError."""
    return chosen(report, dimension)[0]


def item_rows(report: Report, dimension: Dimension) -> dict[str, Mapping[str, Any]]:
    """Return what the report says of each item of a dimension, for everybody, by item id."""
    return {row["item"]: row for row in report.tables["items"] if row["dimension"] == dimension.id}


def shown(row: Mapping[str, Any] | None) -> bool:
    """Tell whether there are numbers to draw."""
    return row is not None and row["status"] == SHOWN


def near(row: Mapping[str, Any] | None) -> str | None:
    """Return what is told instead of a mean that is too near an end, "≥ 75"; None of any other row."""
    ends = ((sign, (row or {}).get(end)) for sign, end in (("≥", "at_least"), ("≤", "at_most")))
    return next((f"{sign} {value:.0f}" for sign, value in ends if value is not None), None)


def why(report: Report) -> str:
    """Return why something is hidden."""
    return why_hidden(report.thresholds.scores)


def pair_of(name: str, ends: Sequence[str], row: Mapping[str, Any]) -> str:
    """Say two groups' means, called `ends`, with their difference and its interval."""
    said: dict[str, Any] = {
        "name": name, "one": ends[0], "mean": points(row["mean"]), "n": row["n"], "two": ends[1],
        "mean_two": points(row["mean_other"]), "n_two": row["n_other"], "difference": signed(row["difference"]),
    }  # fmt: skip
    if row["low"] is None or row["high"] is None:
        return say("figures.pair_of", **said)
    return say("figures.pair_of_interval", **said, low=signed(row["low"]), high=signed(row["high"]))


def found(title: str, said: Iterable[str], room: float, *, lift: float = 0.0) -> Caption:
    """Return a caption that says under the title what the figure found."""
    lines = [line for words in said for line in wrap(words, SMALL, room, even=False)]
    return Caption.of(title, room, key=[[Words(text=line, size=SMALL)] for line in lines], lift=lift)


def item_line(item: Item, row: Mapping[str, Any], *, hue: str = "accent", bold: bool = False) -> Line:
    """Lay out an item's row, in a token's colour, marked where it is reverse-keyed."""
    words = item_words(item)
    return Line(label=Label(text=words, size=TEXT if bold else SMALL, bold=bold), said=words.rstrip("."),
                hue=colours()[hue], row=row)  # fmt: skip


def paired(report: Report, x: Dimension, y: Dimension) -> list[tuple[Item, Item]]:
    """Return the items of two dimensions that ask about the same things, by their words. Raises ReportError."""
    others = {str(item.text): item for item in y.items}
    pairs = [(item, others[str(item.text)]) for item in x.items if str(item.text) in others]
    if not pairs:
        raise ReportError(
            f'"{x.id}" and "{y.id}" have no item in common. Both should ask about the same list, word for word.'
        )
    return pairs
