"""One look at a Report by groups, in words, as a figure and as tables: what the controls of `explore` choose."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import groupby
from typing import Any, TypeVar

from markupsafe import Markup
from matplotlib.axes import Axes

from cxkit.plots import agreement, gap, heat_map, profile, svg
from cxkit.plots.agreements import level
from cxkit.reports.cells import by_group
from cxkit.reports.comparisons import compare_rows
from cxkit.reports.distributions import agreement_rows
from cxkit.reports.report import Report
from cxkit.reports.rows import Gap, Result, ShownGap, shown
from cxkit.reports.wording import (
    called,
    certainty,
    chosen,
    difference,
    gap_names,
    group_name,
    interval,
    item_words,
    named,
    of_n,
    points,
    signed,
    together,
    told_for,
    why_together,
)
from cxkit.survey.templates import environment
from cxkit.words import apart, say, spoken, spoken_number

Grid = tuple[list[str], list[list[str]]]
"""What the columns are called, and rows of cells: words, or Markup."""

_Row = TypeVar("_Row", Result, Gap)

_MOST = 12
_ALPHA = 0.05


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
        """The groups looked at: those large enough, those told together, and those hidden."""
        every = dict.fromkeys(row.group or "" for row in self.cells)
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
        fewer = replace(self.report, tables=kept)
        vars(fewer)["whole"] = fewer  # though it lacks rows: those that it has are the report's own
        return fewer

    @cached_property
    def pairs(self) -> list[ShownGap]:
        """Every two groups on every dimension looked at, the higher first, from the widest difference down."""
        if len(self.kept) < 2:
            return []
        rows = compare_rows(self.report, self.by, *self.kept)
        known = [row for row in rows if shown(row) and row.dimension in self.dimensions]
        pairs = [row if row.difference >= 0 else row.turned() for row in known]
        return sorted(pairs, key=lambda row: -row.difference)

    @cached_property
    def listed(self) -> list[ShownGap]:
        """The pairs that are far enough apart."""
        return [row for row in self.pairs if row.difference >= self.apart]

    @property
    def title(self) -> str:
        """What the picture is called."""
        return PICTURES[self.picture].title()

    @property
    def empty(self) -> bool:
        """Whether no group is left of which a number is told."""
        return self.sizes.keys().isdisjoint(self.kept)

    def name(self, group: str | None, dimension: str | None = None) -> str:
        """Return what a group is called, on a dimension: several may be told together there."""
        return group_name(self.report, self.by, group, together(self.report, self.by, dimension))

    def sentences(self) -> Iterator[str]:
        """Say what is found, what is left out and what is hidden."""
        cells = {row.place: row for row in self.cells}
        hidden = [self.name(row.group) for row in self.cells if not told_for(cells, row.place)]
        hidden = [*dict.fromkeys(hidden)]
        left = [group for group in self.kept if group in self.sizes]
        small = [self.name(group) for group in self.sizes if group not in left]
        if not self.sizes:
            yield say("explore.all_hidden")
        elif not left:
            most = str(max(self.sizes.values()))
            most = say("explore.on_each", most=most) if len(self.dimensions) > 1 else most
            if hidden:
                yield say("explore.none_large_shown", least=self.least, most=most)
            else:
                yield say("explore.none_large", least=self.least, most=most)
        elif not self.pairs:
            yield say("explore.not_comparable", names=named(map(self.name, left)))
        elif not self.listed:
            yield say("explore.none_apart", apart=self.apart, difference=self.sentence(self.pairs[0]))
        else:
            yield say("explore.furthest_apart", difference=self.sentence(self.pairs[0]))
            counted: dict[str, Any] = {"all": len(self.pairs), "far": len(self.listed), "apart": self.apart}
            yield say("explore.how_many", **counted, sure=sum(map(is_sure, self.listed)) or say("explore.none"))
        if left and small:
            yield say("explore.left_out", least=self.least, names=named(small))
        if hidden:
            yield say("explore.hidden", names=named(hidden))
        yield from why_together(self.report, self.by, (row for row in self.cells if row.group in left))

    def sentence(self, row: ShownGap) -> str:
        """Return a difference as a sentence."""
        said: dict[str, Any] = {
            "dimension": self.dimensions[row.dimension], "difference": points(difference(row)),
            "one": self.name(row.group, row.dimension), "mean": points(row.mean), "n": row.n,
            "two": self.name(row.other, row.dimension), "mean_two": points(row.mean_other), "n_two": row.n_other,
            "sure": certainty(row), "verdict": verdict(row),
        }  # fmt: skip
        return say("explore.apart_by", **said)

    def figure(self) -> Markup:
        """Return the picture as SVG within HTML, with its alt text; words where there is nothing to draw."""
        if self.picture == "gap" and not any(row.attribute == self.by for row in self.narrowed.tables.gaps):
            return Markup('<p class="cx-found">{}</p>').format(say("explore.no_gap"))
        ax = PICTURES[self.picture].draw(self.narrowed, attribute=self.by, dimension=self.dimension)
        figure = svg.drawn(ax, prefix=f"explore-{self.by}-{self.picture}-")
        return Markup('<div class="cx-figure" tabindex="0">{}</div>').format(figure)

    def numbers(self) -> Markup:
        """Return the picture as a table."""
        heads, rows = PICTURES[self.picture].table(self)
        return _table(say("explore.as_table", title=self.title), heads, rows)

    def differences(self) -> Markup:
        """Return the differences that are far enough apart as a table, from the widest down."""
        heads = [
            say("explore.between"), say("explore.dimension"), say("explore.points_apart"), say("explore.interval"),
            say("explore.adjusted_p"), "",
        ]  # fmt: skip
        rows = [
            [
                Markup("{} {}<br>{} {}").format(
                    *(
                        words
                        for end, mean, n in _ends(row)
                        for words in (self.name(end, row.dimension), _with_n(mean, n))
                    )
                ),
                self.dimensions[row.dimension],
                _strong(points(difference(row))),
                interval(row) or "–",
                _p(row.p_holm),
                verdict(row),
            ]
            for row in self.listed[:_MOST]
        ]
        caption = say("explore.listed", apart=self.apart)
        if len(self.listed) > _MOST:
            caption = say("explore.listed_widest", apart=self.apart, most=_MOST, all=len(self.listed))
        reading = Markup('<p class="cx-small">{}</p>').format(say("explore.reading")) if rows else ""
        return _table(caption, heads, rows) + reading


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A kind of figure: its title, what draws it, and what it says as a table."""

    title: Callable[[], str]
    draw: Callable[..., Axes]
    table: Callable[[Exploration], Grid]


def verdict(row: Gap) -> str:
    """Return how sure a difference is, after Holm's adjustment for every pair compared on its dimension."""
    if row.label == "in line":
        return say("report.in_line")
    return say("explore.sure") if is_sure(row) else say("explore.not_sure")


def is_sure(row: Gap) -> bool:
    """Whether a difference is more than chance and not surely small."""
    return bool(row.label != "in line" and row.p_holm is not None and row.p_holm < _ALPHA)


def _table(caption: str, heads: list[str], rows: list[list[str]]) -> Markup:
    """Return a table as HTML; nothing where it has no rows. Equal first cells that follow each other become one."""
    if not rows:
        return Markup("")
    words = (say("explore.between"), say("explore.dimension"), say("explore.group"), say("explore.statement"), "")
    styles = [Markup(' class="cx-word"') if head in words else "" for head in heads]  # all others hold numbers
    bodies = [list(own) for _, own in groupby(rows, key=lambda row: row[0])]
    tables: Any = environment("book").get_template("tables.html").module
    made: Markup = tables.numbers(caption, heads, bodies, styles)
    return made


def _ends(row: ShownGap) -> tuple[tuple[str | None, float, int], tuple[str | None, float, int]]:
    """Return both groups of a gap with their means and n."""
    return (row.group, row.mean, row.n), (row.other, row.mean_other, row.n_other)


def _by_dimension(seen: Exploration, rows: Iterable[_Row]) -> Iterator[tuple[list[str], _Row]]:
    """Give the rows as figures have them, dimension by dimension, each with its first two cells."""
    found = list(rows)
    for id, title in seen.dimensions.items():
        for row in (row for row in found if row.dimension == id):
            yield [title, seen.name(row.group, id)], row


def _p(value: float | None) -> str:
    if value is None:
        return "–"
    least = spoken_number(0.001, "0.000")
    return spoken_number(value, "0.000") if value >= 0.001 else apart(f"< {least}", spoken())


def _strong(words: str) -> Markup:
    return Markup("<b>{}</b>").format(words)


def _hidden() -> Markup:
    return Markup("<i>{}</i>").format(say("report.hidden"))


def _mean(row: Result) -> str:
    return points(row.mean) if shown(row) else _hidden()


def _with_n(mean: float, n: int) -> Markup:
    return Markup("{} <small>{}</small>").format(points(mean), of_n(n))


def _scores(seen: Exploration) -> Grid:
    cells = {row.place: row for row in seen.cells}
    told = [row for row in seen.cells if told_for(cells, row.place) in (row, None) and row.group in seen.kept]
    rows = [*seen.report.tables.dimensions, *told]
    names_of = say("explore.dimension"), say("explore.group")
    return [*names_of, say("explore.mean"), say("explore.interval"), say("workbook.n")], [
        [*names, _mean(row), interval(row) or "–", "–" if row.n is None else str(row.n)]
        for names, row in _by_dimension(seen, rows)
    ]


def _statements(seen: Exploration) -> Grid:
    items = [(item, each.id) for each in chosen(seen.report, seen.dimension) for item in each.items]
    groups, cells, _ = by_group(seen.narrowed, seen.by, [(item.id, of) for item, of in items])
    return [say("explore.statement"), *map(seen.name, groups)], [
        [item_words(item), *(cell.words if shown(cell.result) else _hidden() for cell in line)]
        for (item, _), line in zip(items, cells, strict=True)
    ]


def _agreed(value: float, n: int | None) -> list[str]:
    return [spoken_number(value, "0.00"), level(value), str(n)]


def _agreement(seen: Exploration) -> Grid:
    rows = [row for row in agreement_rows(seen.narrowed.tables) if row.attribute == seen.by]
    return [say("explore.dimension"), say("explore.group"), "rwg(j)", "", say("workbook.n")], [
        [*names, *([_hidden(), "", "–"] if row.rwg_j is None else _agreed(row.rwg_j, row.n))]
        for names, row in _by_dimension(seen, rows)
    ]


def _gap(seen: Exploration) -> Grid:
    rows = [row for row in seen.narrowed.tables.gaps if row.attribute == seen.by]
    pairs = dict.fromkeys(gap_names(seen.report, row) for row in rows)
    ends = [" · ".join(dict.fromkeys(names)) for names in zip(*pairs, strict=True)]
    return [say("explore.dimension"), *ends, say("explore.difference"), say("explore.interval"), ""], [
        [
            names[0],
            *(_with_n(mean, n) for _, mean, n in _ends(row)),
            _strong(signed(difference(row))),
            interval(row) or "–",
            called(row.label),
        ]
        if shown(row)
        else [names[0], *[_hidden()] * 3, "–", ""]
        for names, row in _by_dimension(seen, rows)
    ]


PICTURES = {
    "scores": Picture(title=lambda: say("explore.scores"), draw=profile, table=_scores),
    "statements": Picture(
        title=lambda: say("explore.statements"), draw=partial(heat_map, items=True), table=_statements
    ),
    "agreement": Picture(title=lambda: say("explore.agreement"), draw=agreement, table=_agreement),
    "gap": Picture(title=lambda: say("explore.gap"), draw=gap, table=_gap),
}
