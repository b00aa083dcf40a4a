"""From everybody to everybody: how each group rates each entry of the same list, such as departments each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from cxkit.plots.alts import described, of_report
from cxkit.plots.entries import plain, the_dimension
from cxkit.plots.layout import EDGE, NARROW, Frame, Label, Labels, calm, span
from cxkit.plots.lettering import SMALL, TEXT
from cxkit.plots.tables import Heads, column_ns, draw_table
from cxkit.plots.tokens import colours
from cxkit.reports.cells import Cell, by_group, is_told, notes_on
from cxkit.reports.report import Report
from cxkit.reports.rows import OTHERS, shown
from cxkit.reports.voice import rates_highest, rates_lowest
from cxkit.reports.wording import check_attribute, group_name, joined, points, why_hidden
from cxkit.survey.parts import Dimension
from cxkit.words import say

Pair = tuple[str, str]


@of_report
def matrix(report: Report, *, attribute: str, dimension: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw how each group of an attribute (a row) rates each item of a dimension (a column), 0–100.

    Where an item has a group's name, the group's rating of itself is outlined. The strongest and the weakest cell
    between two are framed and named, and so is the pair that rates each other most unequally. Where not every group
    is told on its own, a row says how everybody rates each.

    Args:
        dimension: The survey's first where none is named.

    Raises:
        ReportError: The report does not have the attribute or the dimension.
    """
    check_attribute(report, attribute)
    table = _Table.of(report, attribute, the_dimension(report, dimension))
    if not table.rows:
        return calm(ax, table.title, why_hidden())
    return described(_draw(table, ax), *table.found(), table.title, say("figures.matrix_alt"), *table.said())


@dataclass(frozen=True, kw_only=True)
class _Table:
    """Who rates, who is rated, by name; a row of cells for each who rates; who rates and is hidden; and notes."""

    title: str
    raters: tuple[str, ...]
    rated: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]
    hidden: Sequence[str]
    notes: Sequence[str]

    @classmethod
    def of(cls, report: Report, attribute: str, dimension: Dimension) -> _Table:
        """Take an attribute's groups and a dimension's items from a report."""
        groups, columns, hidden = by_group(report, attribute, [(item.id, dimension.id) for item in dimension.items])
        told = [is_told(column) for column in columns]
        hidden += [plain(item) for item, known in zip(dimension.items, told, strict=True) if not known]
        rows = [[*row] for row in zip(*compress(columns, told), strict=True)]
        if all(shown(cell.result) and not cell.together for row in rows for cell in row) and OTHERS not in groups:
            groups, rows = groups[len(groups) > 1 :], rows[len(groups) > 1 :]  # each tells its own: nobody's for all
        return cls(
            title=str(dimension.question or dimension.title),
            raters=tuple(group_name(report, attribute, group) for group in groups),
            rated=tuple(map(plain, compress(dimension.items, told))),
            rows=rows,
            hidden=hidden,
            notes=notes_on(report, attribute, groups, rows, hidden),
        )

    @cached_property
    def cells(self) -> Mapping[Pair, Cell]:
        """The cells by who rates and who is rated."""
        return {
            (rater, name): cell
            for name, column in zip(self.rated, zip(*self.rows, strict=True), strict=True)
            for rater, cell in zip(self.raters, column, strict=True)
        }

    @cached_property
    def between(self) -> dict[Pair, float]:
        """The means that are shown of one group's rating of another, each on its own."""
        alone = {pair: cell.result for pair, cell in self.cells.items() if not cell.together}
        return {
            pair: result.mean
            for pair, result in alone.items()
            if shown(result) and pair[0] != pair[1] and result.group not in (None, OTHERS)
        }

    @cached_property
    def ends(self) -> tuple[Pair, ...]:
        """The strongest and the weakest cell between two; none where there are fewer than two."""
        if len(self.between) < 2:
            return ()
        return tuple(most(self.between, key=lambda pair: self.between[pair]) for most in (max, min))

    def found(self) -> list[str]:
        """Say what stands out: the ends, and which two rate each other most unequally."""
        said = []
        if self.ends:
            high, low = self.ends
            said = [rates_lowest(*low, self.between[low]), rates_highest(*high, self.between[high])]
        uneven = {
            (a, b): mean - self.between[b, a]
            for (a, b), mean in self.between.items()
            if mean > self.between.get((b, a), mean)
        }
        if uneven:
            a, b = max(uneven, key=lambda pair: uneven[pair])
            there, back = points(self.between[a, b]), points(self.between[b, a])
            said.append(say("findings.most_unequal", one=a, two=b, there=there, back=back))
        return said

    def said(self) -> list[str]:
        """Say every cell, a part for each who rates."""
        said = []
        for rater, row in zip(self.raters, self.rows, strict=True):
            said.append(
                f"{rater}: {', '.join(f'{name} {cell.words}' for name, cell in zip(self.rated, row, strict=True))}"
            )
        return [*said, *([say("report.hidden_names", names=joined(self.hidden))] if self.hidden else [])]


def _draw(table: _Table, ax: Axes | None) -> Axes:
    room = span(ax, NARROW)
    column = Labels(labels=tuple(Label(text=name, size=SMALL) for name in table.raters), room=room * 0.28, gutter=8)
    heads = Heads(
        names=table.rated, ns=column_ns(table.rows[1:] or table.rows), upright=True
    )  # so that many fit into a page's column
    each = max(heads.least, 28.0, (room + column.left) / len(table.rated))
    wide = each * len(table.rated) - column.left
    notes = [say("figures.matrix_reading")]
    if set(table.raters) & set(table.rated):
        notes = [f"{notes[0]} {say('figures.matrix_own')}"]
    notes += table.notes
    lift, found = heads.height(each), table.found()
    frame = Frame(title=table.title, room=wide - 8, found=found, notes=notes, lift=lift, drop=12)
    at = {pair: (table.raters.index(pair[0]), table.rated.index(pair[1])) for pair in table.cells}
    ends = [at[pair] for pair in table.ends]
    ax = draw_table(
        ax, table.rows, column, heads, frame, each=each, wide=wide / 72 + 2 * EDGE, size=TEXT, bold=ends, down=True
    )
    for y, x in [*(at[pair] for pair, cell in table.cells.items() if pair[0] == pair[1] and not cell.together), *ends]:
        token, width = ("ink", 2.2) if (y, x) in ends else ("line", 1.2)
        outline = Rectangle((x + 0.05, y + 0.06), 0.9, 0.88, fill=False, edgecolor=colours()[token], linewidth=width)
        ax.add_patch(outline).set_zorder(5)
    return ax
