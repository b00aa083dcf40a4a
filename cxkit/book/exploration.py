"""One look at a Report by groups, in words, as a figure and as tables: what the controls of `explore` choose."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeVar

import matplotlib.pyplot as plt

from cxkit.errors import listing
from cxkit.plots import agreement, alt, gap, heat_map, profile
from cxkit.plots.agreements import level
from cxkit.plots.svg import inline_svg
from cxkit.reports.comparisons import compare_rows
from cxkit.reports.distributions import agreement_rows
from cxkit.reports.report import Report
from cxkit.reports.rows import Gap, GroupAgreement, Result, ShownGap, shown
from cxkit.reports.status import SUPPRESSED
from cxkit.reports.wording import HIDDEN, chosen, group_name, groups_of, item_words, of_n, points, signed, why_hidden

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Table = tuple[list[str], list[list[str]]]
"""What the columns are called, and rows of cells, as HTML."""

_Row = TypeVar("_Row", Result, Gap, GroupAgreement)

_MOST = 12
_ALPHA = 0.05
_WORDS = ("Between", "Dimension", "Group", "Statement", "")
"""Columns that hold words; all others hold numbers."""
_READ = (
    "Sure: p is below 0.05 after Holm's adjustment for all pairs compared on that dimension. In line: the whole "
    "interval lies within 10 points. Intervals are Welch's. Differences are taken before rounding."
)


@dataclass(frozen=True, kw_only=True)
class Exploration:
    """One look. by: an attribute; dimension: its id, or None for all; picture: of PICTURES.

    least: only groups in which at least so many answered each dimension looked at, as far as that is told. What is
    suppressed stays in as hidden, since how many these are is not told. apart: the smallest difference worth listing.
    """

    report: Report
    by: str
    dimension: str | None = None
    picture: str = "scores"
    least: int = 0
    apart: int = 10

    @cached_property
    def dimensions(self) -> dict[str, str]:
        """The dimensions looked at, by id, with their titles."""
        return {each.id: str(each.title) for each in chosen(self.report, self.dimension)}

    @cached_property
    def cells(self) -> list[Result]:
        """The groups' results on the dimensions looked at."""
        rows = self.report.tables.groups
        return [row for row in rows if row.attribute == self.by and row.dimension in self.dimensions]

    @cached_property
    def sizes(self) -> dict[str, int]:
        """How many answered at least, in each group of which that is told."""
        known = [(row.group or "", row.n) for row in self.cells if row.n is not None]
        return {group: min(n for other, n in known if other == group) for group, _ in known}

    @cached_property
    def kept(self) -> list[str]:
        """The groups looked at: those large enough, and those hidden."""
        every = groups_of(self.report, self.by)
        return [group for group in every if self.sizes.get(group, self.least) >= self.least]

    @cached_property
    def narrowed(self) -> Report:
        """The report without the groups that are too small to be looked at."""
        tables = self.report.tables
        kept = replace(
            tables,
            groups=tuple(row for row in tables.groups if row.group in self.kept),
            group_items=tuple(row for row in tables.group_items if row.group in self.kept),
            gaps=tuple(row for row in tables.gaps if {row.group, row.other} <= {*self.kept}),
        )
        return replace(self.report, tables=kept)

    @cached_property
    def pairs(self) -> list[ShownGap]:
        """Every two groups on every dimension looked at, the higher first, from the widest difference down."""
        if len(self.kept) < 2:
            return []
        rows = compare_rows(self.report, self.by, *self.kept)
        pairs = [_upright(row) for row in rows if shown(row) and row.dimension in self.dimensions]
        return sorted(pairs, key=lambda row: -row.difference)

    @cached_property
    def listed(self) -> list[ShownGap]:
        """The pairs that are far enough apart."""
        return [row for row in self.pairs if row.difference >= self.apart]

    @property
    def empty(self) -> bool:
        """Whether no group is left of which a number is told."""
        return self.sizes.keys().isdisjoint(self.kept)

    def name(self, group: str | None) -> str:
        """Return what a group is called."""
        return group_name(self.report, self.by, group)

    def sentences(self) -> Iterator[str]:
        """Say what is found, what is left out and what is hidden."""
        hidden = dict.fromkeys(self.name(row.group) for row in self.cells if row.status == SUPPRESSED)
        left = [group for group in self.kept if group in self.sizes]
        small = [self.name(group) for group in self.sizes if group not in left]
        if not self.sizes:
            yield "Every group is hidden, so there is nothing to explore here."
        elif not left:
            on = " or more on each dimension" if len(self.dimensions) > 1 else ""
            largest = f"the largest{' shown' if hidden else ''} has {max(self.sizes.values())}{on}"
            yield f"No group of at least {self.least} people: {largest}."
        elif not self.pairs:
            yield f"No two groups can be compared here. What is shown: {listing(map(self.name, left))}."
        elif not self.listed:
            yield f"No two groups are {self.apart} points apart. The widest difference: {self.sentence(self.pairs[0])}"
        else:
            yield f"Furthest apart: {self.sentence(self.pairs[0])}"
            sure = sum(verdict(row) == "sure" for row in self.listed)
            far = f"{len(self.listed)} of {self.apart} points or more, {sure or 'none'} of these sure"
            yield f"Differences between groups: {len(self.pairs)} in all, {far}."
        if left and small:
            yield f"Left out, with fewer than {self.least} people: {listing(small)}."
        if hidden:
            why = why_hidden(self.report.thresholds.scores).removeprefix("Hidden: ")
            yield f"Hidden, wholly or in part: {listing(hidden)}. There, {why}"

    def sentence(self, row: ShownGap) -> str:
        """Return a difference as a sentence."""
        ends = [f"{self.name(group)} {points(mean)} ({of_n(n)})" for group, mean, n in _ends(row)]
        apart = f"{points(row.difference)} points{_interval(row, ', 95% interval ')}"
        return f"{self.dimensions[row.dimension]}, {' and '.join(ends)}: {apart}, {verdict(row)}."

    def figure(self) -> str:
        """Return the picture as SVG within HTML, with its alt text; words where there is nothing to draw."""
        if self.picture == "gap" and not any(row.attribute == self.by for row in self.narrowed.tables.gaps):
            return '<p class="cx-found">There are no two groups here whose gap the survey looks at.</p>'
        ax = PICTURES[self.picture].draw(self)
        figure: Any = ax.get_figure(root=True)
        drawn = io.StringIO()
        figure.savefig(drawn, format="svg")
        plt.close(figure)
        svg = inline_svg(drawn.getvalue(), prefix=f"explore-{self.by}-{self.picture}-", alt=alt(ax))
        return f'<div class="cx-figure" tabindex="0">{svg}</div>'

    def numbers(self) -> str:
        """Return the picture as a table."""
        heads, rows = PICTURES[self.picture].table(self)
        return table(f"{PICTURES[self.picture].title}, as a table", heads, rows) if rows else ""

    def differences(self) -> str:
        """Return the differences that are far enough apart as a table, from the widest down."""
        heads = ["Between", "Dimension", "Points apart", "95% interval", "p (Holm)", ""]
        rows = [
            [
                "<br>".join(f"{escape(self.name(group))} {_with_n(mean, n)}" for group, mean, n in _ends(row)),
                escape(self.dimensions[row.dimension]),
                f"<b>{points(row.difference)}</b>",
                _interval(row) or "–",
                _p(row.p_holm),
                verdict(row),
            ]
            for row in self.listed[:_MOST]
        ]
        more = f": the widest {_MOST} of {len(self.listed)}" if len(self.listed) > _MOST else ""
        told = table(f"Differences of {self.apart} points or more{more}", heads, rows)
        return f'{told}<p class="cx-small">{_READ}</p>' if rows else ""


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A kind of figure: its title, what draws it, and what it says as a table."""

    title: str
    draw: Callable[[Exploration], Axes]
    table: Callable[[Exploration], Table]


def verdict(row: Gap) -> str:
    """Return how sure a difference is, after Holm's adjustment for every pair compared on its dimension."""
    if row.label == "in line":
        return "in line"
    return "sure" if row.p_holm is not None and row.p_holm < _ALPHA else "not sure"


def table(caption: str, heads: list[str], rows: list[list[str]]) -> str:
    """Return a table as HTML. Equal first cells that follow each other become one."""
    styles = [' class="cx-word"' if head in _WORDS else "" for head in heads]
    named = "".join(
        f'<th scope="col"{style}>{head}</th>' if head else "<td></td>"
        for head, style in zip(heads, styles, strict=True)
    )
    body = ""
    for first, own in groupby(rows, key=lambda row: row[0]):
        lines = ["".join(map("<td{}>{}</td>".format, styles[1:], row[1:])) for row in own]
        scope = f'scope="rowgroup" rowspan="{len(lines)}"' if len(lines) > 1 else 'scope="row"'
        body += f"<tbody><tr><th {scope}>{first}</th>{'</tr><tr>'.join(lines)}</tr></tbody>"
    caption = f"<caption>{escape(caption)}</caption>"
    return f'<div class="cx-scroll" tabindex="0"><table>{caption}<thead><tr>{named}</tr></thead>{body}</table></div>'


def _upright(row: ShownGap) -> ShownGap:
    """Return a difference with the higher group first."""
    if row.difference >= 0:
        return row
    return replace(
        row,
        group=row.other,
        other=row.group,
        difference=-row.difference,
        low=None if row.high is None else -row.high,
        high=None if row.low is None else -row.low,
        mean=row.mean_other,
        mean_other=row.mean,
        n=row.n_other,
        n_other=row.n,
    )


def _ends(row: ShownGap) -> tuple[tuple[str | None, float, int], tuple[str | None, float, int]]:
    """Return both groups of a gap with their means and n."""
    return (row.group, row.mean, row.n), (row.other, row.mean_other, row.n_other)


def _by_dimension(seen: Exploration, rows: Iterable[_Row]) -> Iterator[tuple[list[str], _Row]]:
    """Give the rows as figures have them, dimension by dimension, each with its first two cells."""
    found = list(rows)
    for id, title in seen.dimensions.items():
        for row in (row for row in found if row.dimension == id):
            yield [escape(title), escape(seen.name(row.group))], row


def _interval(row: Result | Gap, before: str = "") -> str:
    return "" if row.low is None or row.high is None else f"{before}{points(row.low)} to {points(row.high)}"


def _p(value: float | None) -> str:
    if value is None:
        return "–"
    return "&lt; 0.001" if value < 0.001 else f"{value:.3f}"


def _mean(row: Result) -> str:
    return points(row.mean) if shown(row) else row.limit or f"<i>{HIDDEN}</i>"


def _with_n(mean: float, n: int) -> str:
    return f"{points(mean)} <small>{of_n(n)}</small>"


def _scores(seen: Exploration) -> Table:
    rows = [*seen.report.tables.dimensions, *(row for row in seen.cells if row.group in seen.kept)]
    return ["Dimension", "Group", "Mean", "95% interval", "n"], [
        [*names, _mean(row), _interval(row) or "–", "–" if row.n is None else str(row.n)]
        for names, row in _by_dimension(seen, rows)
    ]


def _statements(seen: Exploration) -> Table:
    tables = seen.report.tables
    own = [row for row in tables.group_items if row.attribute == seen.by]
    found = {(row.item, row.group): row for row in (*tables.items, *own)}
    groups = [None, *seen.kept]
    return ["Statement", *(escape(seen.name(group)) for group in groups)], [
        [
            escape(item_words(item)),
            *(
                _with_n(row.mean, row.n) if shown(row) else _mean(row)
                for row in (found[item.id, group] for group in groups)
            ),
        ]
        for each in chosen(seen.report, seen.dimension)
        for item in each.items
    ]


def _agreement(seen: Exploration) -> Table:
    rows = [row for row in agreement_rows(seen.narrowed.tables) if row.attribute == seen.by]
    return ["Dimension", "Group", "rwg(j)", "", "n"], [
        [*names, f"{row.rwg_j:.2f}", level(row.rwg_j), str(row.n)]
        if shown(row)
        else [*names, f"<i>{HIDDEN}</i>", "", "–"]
        for names, row in _by_dimension(seen, rows)
    ]


def _gap(seen: Exploration) -> Table:
    rows = [row for row in seen.narrowed.tables.gaps if row.attribute == seen.by]
    ends = [escape(seen.name(end)) for row in rows[:1] for end in (row.group, row.other)]
    return ["Dimension", *ends, "Difference", "95% interval", ""], [
        [
            names[0],
            *(_with_n(mean, n) for _, mean, n in _ends(row)),
            f"<b>{signed(row.difference)}</b>",
            _interval(row) or "–",
            row.label,
        ]
        if shown(row)
        else [names[0], *[f"<i>{HIDDEN}</i>"] * 3, "–", ""]
        for names, row in _by_dimension(seen, rows)
    ]


PICTURES = {
    "scores": Picture(
        title="Scores and intervals",
        draw=lambda seen: profile(seen.narrowed, attribute=seen.by, dimension=seen.dimension),
        table=_scores,
    ),
    "statements": Picture(
        title="Every statement",
        draw=lambda seen: heat_map(seen.narrowed, attribute=seen.by, dimension=seen.dimension, items=True),
        table=_statements,
    ),
    "agreement": Picture(
        title="Agreement within groups",
        draw=lambda seen: agreement(seen.narrowed, attribute=seen.by, dimension=seen.dimension),
        table=_agreement,
    ),
    "gap": Picture(
        title="Perception gap",
        draw=lambda seen: gap(seen.narrowed, attribute=seen.by, dimension=seen.dimension),
        table=_gap,
    ),
}
