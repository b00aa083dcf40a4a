"""Means by item and group, as a table whose cells are tinted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import compress

from matplotlib.axes import Axes

from cxkit.plots.alts import described, redrawable
from cxkit.plots.layout import EDGE, GUTTER, WIDE, Frame, Label, Labels, calm, span
from cxkit.plots.lettering import SMALL, TEXT
from cxkit.plots.tables import Cell, Heads, column_ns, draw_table, is_told, notes_on
from cxkit.plots.tokens import colours
from cxkit.reports.report import Report
from cxkit.reports.rows import OTHERS
from cxkit.reports.wording import (
    check_attribute,
    chosen,
    explained,
    group_name,
    groups_of,
    item_words,
    joined,
    together,
    why_hidden,
)
from cxkit.words import say

_UPRIGHT = 8
"""More columns than this have their names set upright."""
_WIDEST = 240.0
"""Points: a column is no wider, however few there are."""


_Line = tuple[Label, Sequence[Cell]]
"""A row: its label, and its cells from everybody to the last group."""


@redrawable
def heat_map(
    report: Report, *, attribute: str, items: bool = False, dimension: str | None = None, ax: Axes | None = None
) -> Axes:
    """Draw the means, 0–100, of everybody and of each group of an attribute as a tinted table.

    A row a dimension; with `items` each dimension's items under it; with a dimension only that one and its items.
    Where a group's own mean is not told, it is what several groups are together; a group or a row of which nothing is
    told is named below. Each column says its n.

    Raises:
        ReportError: The report does not have the attribute or the dimension.
    """
    check_attribute(report, attribute)
    groups = (None, *groups_of(report, attribute))
    results = {result.place: result for result in report.tables.results}
    items = items or dimension is not None

    def line(label: Label, of: str, item: str | None = None) -> _Line:
        return label, [Cell.at(results, (attribute if group else None, group, item, of)) for group in groups]

    lines, turned = [], False
    for each in chosen(report, dimension):
        lines.append(line(Label(text=str(each.title), bold=items, size=TEXT + 1), each.id))
        for item in each.items if items else ():
            lines.append(line(Label(text=item_words(item), size=SMALL), each.id, item.id))
            turned = turned or item.reverse_keyed
    names = [group_name(report, attribute, group) for group in groups]
    told = [is_told(column) for column in zip(*(cells for _, cells in lines), strict=True)]
    hidden = [name for name, known in zip(names, told, strict=True) if not known]
    hidden += [label.text.rstrip(".") for label, cells in lines if not is_told(cells)]
    lines = [(label, _filled([*compress(cells, told)])) for label, cells in lines if is_told(cells)]
    names = [*compress(names, told)]
    title = say("figures.heat_title", attribute=report.survey.attribute(attribute).title)
    if not lines:
        return calm(ax, title, why_hidden())
    said = []
    for label, cells in lines:
        each_told = [f"{name} {cell.words}" for name, cell in zip(names, cells, strict=True) if cell.result]
        said.append(f"{label.text.rstrip('.')}: {', '.join(each_told)}")
    notes = [say("figures.heat_reading"), *([say("figures.heat_reversed")] if turned else [])]
    notes += notes_on([cells for _, cells in lines], hidden)
    if OTHERS in compress(groups, told):
        notes.append(explained(report, attribute, together(report, attribute)))
    aside = [f"{joined(hidden)}: {say('report.hidden')}"] if hidden else []
    return described(_draw(lines, names, title, notes, ax), say("figures.heat_alt", title=title), *said, *aside)


def _filled(cells: list[Cell]) -> list[Cell]:
    """Return a row's cells; where no group is told, everybody's in place of all of them."""
    everybody, *groups = cells
    return cells if is_told(groups) else [everybody, *[replace(everybody, together=True)] * len(groups)]


def _draw(lines: list[_Line], names: list[str], title: str, notes: list[str], ax: Axes | None) -> Axes:
    room, cells = span(ax), [cells for _, cells in lines]
    heads = Heads(names=names, ns=column_ns(cells), upright=len(names) > _UPRIGHT)
    left = max(room - len(names) * heads.least - GUTTER, room * 0.28)
    labels = Labels(labels=tuple(label for label, _ in lines), room=left)
    each = max(min((room + labels.left) / len(names), _WIDEST), heads.least)
    wide = max(WIDE, (len(names) * each - labels.left) / 72 + 2 * EDGE)
    begin = [place for place, (label, _) in enumerate(lines) if label.bold]
    bold = [(y, x) for y in begin for x in range(len(names))]
    frame = Frame(title=title, room=room, notes=notes, lift=heads.height(each), drop=14)
    ax = draw_table(ax, cells, labels, heads, frame, each=each, wide=wide, size=TEXT + 1, bold=bold)
    for y in begin[1:]:
        ax.axhline(y, color=colours()["paper"], linewidth=9)
    ax.axvline(1, color=colours()["paper"], linewidth=9)
    return ax
