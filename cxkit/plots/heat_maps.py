"""Means by item and group, as a table whose cells are tinted."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.axes import Axes

from cxkit.plots.alts import described, redrawable
from cxkit.plots.layout import EDGE, GUTTER, WIDE, Caption, Label, Labels, Notes, calm, laid_out, span
from cxkit.plots.lettering import SMALL, TEXT
from cxkit.plots.tables import Heads, column_ns, draw_cells, in_words
from cxkit.plots.tokens import colours
from cxkit.reports.report import Report
from cxkit.reports.rows import Result, shown
from cxkit.reports.wording import (
    check_attribute,
    chosen,
    group_name,
    groups_of,
    item_words,
    why_hidden,
)
from cxkit.words import say

_UPRIGHT = 8
"""More columns than this have their names set upright."""


@dataclass(frozen=True, kw_only=True)
class _Line:
    """A row: its label, and its cells from everybody to the last group. begins: a dimension whose items follow."""

    label: Label
    cells: tuple[Result | None, ...]
    begins: bool = False
    turned: bool = False


@redrawable
def heat_map(
    report: Report, *, attribute: str, items: bool = False, dimension: str | None = None, ax: Axes | None = None
) -> Axes:
    """Draw the means, 0–100, of everybody and of each group of an attribute as a tinted table.

    A row a dimension; with `items` each dimension's items under it; with a dimension only that one and its items.
    Suppressed cells are striped. Each column says its n.

    Raises:
        ReportError: The report does not have the attribute or the dimension.
    """
    check_attribute(report, attribute)
    groups = groups_of(report, attribute)
    lines = _lines(report, attribute, groups, items=items or dimension is not None, dimension=dimension)
    names = [group_name(report, attribute, group) for group in (None, *groups)]
    title = say("figures.heat_title", attribute=report.survey.attribute(attribute).title)
    why = why_hidden(report.thresholds.scores)
    if not any(shown(cell) for line in lines for cell in line.cells):
        return calm(ax, title, why)
    said = []
    for line in lines:
        each = [f"{name} {in_words(cell)}" for name, cell in zip(names, line.cells, strict=True) if cell]
        said.append(f"{line.label.text.rstrip('.')}: {', '.join(each)}")
    drawn = _draw(lines, names, title, report.thresholds.scores, ax)
    return described(drawn, say("figures.heat_alt", title=title), *said)


def _draw(lines: list[_Line], names: list[str], title: str, least: int, ax: Axes | None) -> Axes:
    room, cells = span(ax), [line.cells for line in lines]
    heads = Heads(names=names, ns=column_ns(cells), upright=len(names) > _UPRIGHT)
    labels = Labels(
        labels=tuple(line.label for line in lines), room=max(room - len(names) * heads.least - GUTTER, room * 0.28)
    )
    each = max((room - labels.width - GUTTER) / len(names), heads.least)
    wide = max(WIDE, (labels.width + GUTTER + len(names) * each) / 72 + 2 * EDGE)
    limits = [cell.limit for row in cells for cell in row if cell and not shown(cell)]
    notes = [say("figures.heat_reading")]
    if any(line.turned for line in lines):
        notes.append(say("figures.heat_reversed"))
    if None in limits:
        notes.append(say("figures.heat_striped", least=least))
    if any(limits):
        notes.append(say("report.near"))
    caption = Caption.of(title, room, lift=heads.height(each))
    ax = laid_out(ax, labels, caption, Notes.of(notes, room, drop=14), pitch=labels.pitch(0.42), wide=wide)
    draw_cells(ax, cells, size=TEXT + 1, bold=lambda y, _: lines[y].label.bold)
    labels.write(ax, first=0.5)
    heads.write(ax, each)
    for y, line in enumerate(lines):
        if line.begins and y:
            ax.axhline(y, color=colours()["paper"], linewidth=9)
    ax.axvline(1, color=colours()["paper"], linewidth=9)
    return ax


def _lines(report: Report, attribute: str, groups: list[str], *, items: bool, dimension: str | None) -> list[_Line]:
    results = {result.place: result for result in report.tables.results}

    def cells(dimension: str, item: str | None = None) -> tuple[Result | None, ...]:
        own = (results.get((attribute, group, item, dimension)) for group in groups)
        return (results.get((None, None, item, dimension)), *own)

    found = []
    for each in chosen(report, dimension):
        title = Label(text=str(each.title), bold=items, size=TEXT + 1)
        found.append(_Line(label=title, cells=cells(each.id), begins=items))
        for item in each.items if items else ():
            label = Label(text=item_words(item), size=SMALL)
            found.append(_Line(label=label, cells=cells(each.id, item.id), turned=item.reverse_keyed))
    return found
