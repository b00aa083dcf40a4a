"""What a Report says first of a dimension: one sentence for the room, and the few numbers of the picture under it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cxkit.reports.report import Report
from cxkit.reports.rows import OTHERS, Gap, ShownGap, ShownResult, shown
from cxkit.reports.wording import gap_names, item_words, points, upper, why_hidden
from cxkit.survey.parts import Dimension
from cxkit.words import say

IN_ORDER = "touchpoints"
"""The list whose items stand in an order of their own: that of the customer's journey."""
_MIDDLE = 50
_MOST, _OF_MORE = 10, 4
"""Entries of a list; of a longer one so many from the highest on, and from the lowest."""
_LONG = 40
"""Letters of a name in a headline: of a longer one the beginning."""
_ENDS = 2
"""So many statements from the highest on, and from the lowest: nobody reads eight sentences on a wall."""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A mean, 0–100, with its name, and of how many people it is; other: of another group, where there is one."""

    name: str
    value: float
    n: int
    other: Mark | None = None

    @classmethod
    def of(cls, name: str, row: ShownResult) -> Mark:
        """Take the numbers of a result."""
        return cls(name=name, value=row.mean, n=row.n)

    def to_dict(self) -> dict[str, Any]:
        """Return the serialisable form, with the words that stand at the mark."""
        other = self.other.to_dict() if self.other else None
        words = {"mean": points(self.value), "people": say("headline.people", n=self.n)}
        return vars(self) | words | {"other": other}


@dataclass(frozen=True, kw_only=True)
class Headline:
    """A headline with its numbers, in one line or two, what it means, and its picture.

    kind: "line", on which two groups stand; "bars", one a row; "sides", two groups a row; "square", on which each row
    has its place by its value and its other one. rows: in the order in which they are to stand. names: of sides, the
    two groups; of a square, its two axes. unit: "" or "%". more: that rows in the middle are left out, or "". note: why
    something is not shown, or "".
    """

    headline: str
    words: str = ""
    kind: str = "bars"
    rows: tuple[Mark, ...] = ()
    names: tuple[str, ...] = ()
    unit: str = ""
    more: str = ""
    note: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the serialisable form."""
        return vars(self) | {"rows": [mark.to_dict() for mark in self.rows], "names": list(self.names)}


def headline(report: Report, part: str = "", lists: Mapping[str, str] | None = None) -> Headline:
    """Return what to say first of a dimension; part "", or none of the survey's: of the survey.

    lists: of dimensions that ask about a list, such as departments, its name; that is what is found in them.
    """
    dimensions, lists = {one.id: one for one in report.survey.dimensions}, lists or {}
    listed = [id for id in dimensions if id in lists]
    if part not in dimensions and len(listed) > 1 and lists[listed[0]] == lists[listed[1]]:
        return _square(report, dimensions[listed[0]], dimensions[listed[1]])
    own = dimensions.get(part) or dimensions.get(next(iter(listed), ""))
    if own is None:
        return _whole(report)
    gap = next((row for row in report.tables.gaps if row.dimension == own.id), None)
    if own.id in lists:
        alone = [*lists.values()].count(lists[own.id]) == 1
        return _list(report, own, gap, between=alone, ordered=lists[own.id] == IN_ORDER)
    return _gap(report, gap) if shown(gap) else _items(report, own, _not_compared(report, gap))


def predicted(score: float, found: Headline) -> dict[str, Any]:
    """Return what leaders predicted of the other group, 0–100, with its name and how far they were off, where shown."""
    off = round(score) - round(found.rows[1].value) if found.kind == "line" else None
    said = points(score)
    if off is None:
        words = say("headline.predicted_hidden", predicted=said)
    elif not off:
        words = say("headline.predicted_same", predicted=said)
    elif off > 0:
        words = say("headline.predicted_high", predicted=said, n=off)
    else:
        words = say("headline.predicted_low", predicted=said, n=-off)
    return {"score": score, "label": say("headline.predicted", predicted=said), "words": words}


def _gap(report: Report, gap: ShownGap) -> Headline:
    """Say how two groups see one dimension."""
    one, two = map(upper, _sides(report, gap))
    return Headline(
        headline=f"{_sees(gap.group, one, gap.mean)}\n{_sees(gap.other, two, gap.mean_other)}",
        words=_apart(gap),
        kind="line",
        rows=(Mark(name=one, value=gap.mean, n=gap.n), Mark(name=two, value=gap.mean_other, n=gap.n_other)),
    )


def _said(report: Report, gap: ShownGap) -> str:
    """Say in one line how two groups see one dimension."""
    return _gap(report, gap).headline.replace("\n", " ")


def _sides(report: Report, gap: Gap) -> tuple[str, str]:
    """Return what the two groups of a gap are called within a sentence."""
    known = {"leader": say("picture.leaders"), "frontline": say("picture.frontline")}
    one, two = gap_names(report, gap)
    return known.get(gap.group or "", one), known.get(gap.other or "", two)


def _sees(group: str | None, name: str, mean: float) -> str:
    """Say how a group sees it: leaders are many, the others are spoken of as one."""
    if group == "leader":
        return say("headline.see", name=_short(name), mean=points(mean))
    return say("headline.sees", name=_short(name), mean=points(mean))


def _apart(gap: ShownGap) -> str:
    n = abs(round(gap.difference))
    if gap.label == "blind spot":
        return say("headline.blind_spot", n=n)
    if gap.label == "hidden strength":
        return say("headline.hidden_strength", n=n)
    return say("headline.in_line") if gap.label == "in line" else say("headline.too_few", n=n)


def _not_compared(report: Report, gap: Gap | None) -> str:
    """Say why two groups do not stand side by side; "" where none are to."""
    if gap is None:
        return ""
    one, two = _sides(report, gap)
    return say("headline.not_apart", one=upper(one), two=two)


def _items(report: Report, own: Dimension, note: str) -> Headline:
    """Say what everybody says of a dimension, and which of its statements is lowest."""
    ranked, note = _ranked(report, own, note)
    row = next((row for row in report.tables.dimensions if row.dimension == own.id), None)
    if not ranked or not shown(row):
        return Headline(headline=ends(ranked), rows=ranked, note=note)
    rows, more = ends_of(ranked, 2 * _ENDS, _ENDS)
    return Headline(headline=say("headline.everybody", mean=points(row.mean)), rows=rows, more=more, note=note)


def ends_of(ranked: tuple[Mark, ...], most: int, ends: int) -> tuple[tuple[Mark, ...], str]:
    """Return all marks up to so many, else those at both ends, and that others are left out between them."""
    if len(ranked) <= most:
        return ranked, ""
    return (*ranked[:ends], *ranked[-ends:]), say("headline.more", n=len(ranked) - 2 * ends)


def _short(name: str) -> str:
    """Return a name as it stands in a headline."""
    return name if len(name) <= _LONG else f"{name[:_LONG].rsplit(' ', 1)[0]}…"


def _list(report: Report, own: Dimension, gap: Gap | None, *, between: bool, ordered: bool) -> Headline:
    """Say which entries of a list stand out: a vote's first, the journey's weakest, who rates whom lowest."""
    ranked, note = _ranked(report, own)
    if not ranked:
        return Headline(headline=say("headline.nothing"), note=note)
    first, last = ranked[0], ranked[-1]
    rows, more = ends_of(ranked, _MOST, _OF_MORE)
    if all(item.response_scale.range == 1 for item in own.items):
        headline = say("headline.votes", name=_short(first.name), mean=points(first.value))
        return Headline(headline=headline, rows=rows, unit="%", more=more, note=note)
    words = _said(report, gap) if shown(gap) else ""
    if ordered and not more:
        places = {item_words(item).rstrip("."): place for place, item in enumerate(own.items)}
        rows = tuple(sorted(rows, key=lambda mark: places[mark.name]))
    if ordered:
        headline = say("figures.weakest_link", name=_short(last.name), mean=points(last.value))
    else:
        highest = say("headline.highest", name=_short(first.name), mean=points(first.value))
        headline = (between and _between(report, own)) or highest
        words = words or say("headline.lowest_of", name=_short(last.name), mean=points(last.value))
    return Headline(headline=headline, words=words, rows=rows, more=more, note=note)


def _ranked(report: Report, own: Dimension, note: str = "") -> tuple[tuple[Mark, ...], str]:
    """Return the items that are shown, highest first, and the note, or why others are not."""
    results = {row.item: row for row in report.tables.items if row.dimension == own.id}
    told = [Mark.of(item_words(item).rstrip("."), row) for item in own.items if shown(row := results.get(item.id))]
    hidden = len(own.items) - len(told)
    why = say("headline.items_hidden", n=hidden) if hidden and told else why_hidden() if hidden else ""
    return tuple(sorted(told, key=lambda mark: -mark.value)), note or why


def ends(ranked: Sequence[Mark]) -> str:
    """Say what is highest and what lowest; that there is too little where nothing is."""
    if not ranked:
        return say("headline.nothing")
    high, low = ranked[0], ranked[-1]
    return say(
        "headline.ends",
        high=_short(high.name),
        mean=points(high.value),
        low=_short(low.name),
        mean_low=points(low.value),
    )


def _between(report: Report, own: Dimension) -> str:
    """Say which of several groups rates which other one lowest, where groups rate each other; else ""."""
    names = {item.id: str(item.text) for item in own.items}
    between = [
        (row.mean, str(row.group), names[row.item])
        for row in report.tables.group_items
        if row.item in names and shown(row) and row.group != OTHERS and row.group in names.values()
    ]
    between = [(mean, rater, rated) for mean, rater, rated in between if rater != rated]
    if len(between) < 2:
        return ""
    mean, rater, rated = min(between)
    return say("figures.weakest", one=_short(rater), two=_short(rated), mean=points(mean))


def _square(report: Report, across: Dimension, up: Dimension) -> Headline:
    """Say which entries are high on both of two dimensions that share a list."""
    (one, note), (two, _) = _ranked(report, across), _ranked(report, up)
    others = {mark.name: mark for mark in two}
    both = [replace(mark, other=others[mark.name]) for mark in one if mark.name in others]
    both.sort(key=lambda mark: -min(mark.value, others[mark.name].value))
    if not both:
        return Headline(headline=say("headline.nothing"), note=note)
    sweet = min(both[0].value, others[both[0].name].value) > _MIDDLE
    headline = (
        say("headline.both", name=_short(both[0].name)) if sweet else say("headline.neither", name=_short(both[0].name))
    )
    names = str(across.title), str(up.title)
    note = note or (say("headline.further", n=len(both) - _MOST) if len(both) > _MOST else "")
    return Headline(headline=headline, kind="square", rows=tuple(both[:_MOST]), names=names, note=note)


def _whole(report: Report) -> Headline:
    """Say which dimension stands out: where two groups are furthest apart, else the highest and the lowest."""
    results = {row.dimension: row for row in report.tables.dimensions}
    gaps = {row.dimension: row for row in report.tables.gaps}
    known = {id: row for id, row in gaps.items() if shown(row)}
    titles = {each.id: str(each.title) for each in report.survey.dimensions}
    if known:
        widest = max(known.values(), key=lambda gap: abs(gap.difference))
        sides = {id: _gap(report, gap).rows for id, gap in known.items()}
        names = tuple(mark.name for mark in sides[widest.dimension])
        rows = tuple(replace(sides[id][0], name=titles[id], other=sides[id][1]) for id in titles if id in sides)
        headline = say("headline.widest", title=titles[widest.dimension], n=abs(round(widest.difference)))
        return Headline(headline=headline, words=_said(report, widest), kind="sides", rows=rows, names=names)
    rows = tuple(Mark.of(title, row) for id, title in titles.items() if shown(row := results.get(id)))
    note = _not_compared(report, next(iter(gaps.values()), None))
    return Headline(headline=ends(sorted(rows, key=lambda mark: -mark.value)), rows=rows, note=note)
