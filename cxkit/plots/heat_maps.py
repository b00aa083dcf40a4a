"""Means by item and group, as a table whose cells are tinted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from matplotlib.axes import Axes

from cxkit.plots.alts import described, of_report
from cxkit.plots.layout import EDGE, GUTTER, WIDE, Frame, Label, Labels, calm, span
from cxkit.plots.lettering import SMALL, TEXT
from cxkit.plots.tables import Heads, column_ns, draw_table
from cxkit.plots.tokens import colours
from cxkit.reports.cells import Cell, by_group, is_told, notes_on
from cxkit.reports.report import Report
from cxkit.reports.wording import check_attribute, chosen, commas, group_name, item_words, joined, why_hidden
from cxkit.words import say

_UPRIGHT = 8
"""More columns than this have their names set upright."""
_WIDEST = 240.0
"""Points: a column is no wider, however few there are."""


_Line = tuple[Label, Sequence[Cell]]
"""A row: its label, and its cells from everybody to the last group."""


@of_report
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
    items = items or dimension is not None
    check_attribute(report, attribute)
    labels, things, turned = list[Label](), list[tuple[str | None, str]](), False
    for each in chosen(report, dimension):
        labels.append(Label(text=str(each.title), bold=items, size=TEXT + 1))
        labels += [Label(text=item_words(item), size=SMALL) for item in each.items if items]
        things += [(None, each.id), *((item.id, each.id) for item in each.items if items)]
        turned = turned or (items and any(item.reverse_keyed for item in each.items))
    groups, cells, hidden = by_group(report, attribute, things)
    silent = [label.text for label, line in zip(labels, cells, strict=True) if not is_told(line)]
    hidden += [say("figures.hidden_rows", n=len(silent), statement=silent[0].rstrip("."))] if silent else []
    lines: list[_Line] = [(label, line) for label, line in zip(labels, cells, strict=True) if is_told(line)]
    title = say("figures.heat_title", attribute=report.survey.attribute(attribute).title)
    if not lines:
        return calm(ax, title, why_hidden())
    names = [group_name(report, attribute, group) for group in groups]
    said = []
    for label, line in lines:
        each_told = commas(f"{name} {cell.words}" for name, cell in zip(names, line, strict=True))
        said.append(f"{label.text.rstrip('.')}: {each_told}")
    notes = [say("figures.heat_reading"), *([say("figures.heat_reversed")] if turned else [])]
    left_out = [say("report.hidden_names", names=joined(hidden))] if hidden else []
    notes += notes_on(report, attribute, groups, [line for _, line in lines], hidden)
    room = span(ax)
    frame = Frame(title=title, room=room, notes=notes, drop=14)
    ax = _draw(lines, names, frame, room, ax)
    return described(ax, say("figures.heat_alt", title=title), *said, *left_out)


def _draw(lines: list[_Line], names: list[str], frame: Frame, room: float, ax: Axes | None) -> Axes:
    cells = [cells for _, cells in lines]
    heads = Heads(names=names, ns=column_ns(cells), upright=len(names) > _UPRIGHT)
    left = max(room - len(names) * heads.least - GUTTER, room * 0.28)
    labels = Labels(labels=tuple(label for label, _ in lines), room=left)
    each = max(min((room + labels.left) / len(names), _WIDEST), heads.least)
    wide = max(WIDE, (len(names) * each - labels.left) / 72 + 2 * EDGE)
    begin = [place for place, (label, _) in enumerate(lines) if label.bold]
    frame = replace(frame, lift=heads.height(each))
    ax = draw_table(ax, cells, labels, heads, frame, each=each, wide=wide, size=TEXT + 1, bold=begin)
    for y in begin[1:]:
        ax.axhline(y, color=colours()["paper"], linewidth=9)
    ax.axvline(1, color=colours()["paper"], linewidth=9)
    return ax
