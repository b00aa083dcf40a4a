"""What a Report says first of a dimension: one sentence for the room, and the few numbers of the picture under it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from cxkit.reports import voice
from cxkit.reports.following import Following, after, furthest
from cxkit.reports.hand_overs import between, hand_overs
from cxkit.reports.kind_headlines import DRAWN, picture, square
from cxkit.reports.marks import Mark, ends, ranked
from cxkit.reports.pictures import Picture
from cxkit.reports.report import Report
from cxkit.reports.rows import Gap, ShownGap, shown
from cxkit.reports.voice import short
from cxkit.reports.wording import upper
from cxkit.survey.parts import Dimension
from cxkit.words import say

IN_ORDER = "touchpoints"
"""The list whose items stand in an order of their own: that of the customer's journey."""
_ENDS = 2
"""So many statements from the highest on, and from the lowest: nobody reads eight sentences on a wall."""


@dataclass(frozen=True, kw_only=True)
class Headline:
    """A headline with its numbers, in one line or two, what it means, and its picture.

    kind: "line", on which two groups stand; "bars", one a row; "sides", two groups a row. rows: in the order in which
    they are to stand. names: of sides, the two groups. unit: "" or "%". more: that rows in the middle are left out, or
    "". note: why something is not shown, or "". following: what to ask the room then, and what may be done about it.
    """

    headline: str
    words: str = ""
    kind: str = "bars"
    rows: tuple[Mark, ...] = ()
    names: tuple[str, ...] = ()
    unit: str = ""
    more: str = ""
    note: str = ""
    following: Following = field(default_factory=Following)

    def to_dict(self) -> dict[str, Any]:
        """Return the serialisable form."""
        rows, names = [mark.to_dict() for mark in self.rows], list(self.names)
        return vars(self) | {"rows": rows, "names": names, "following": self.following.to_dict()}


def headline(report: Report, part: str = "", lists: Mapping[str, str] | None = None) -> Headline | Picture:
    """Return what to say first of a dimension; part "", or none of the survey's: of the survey.

    lists: of dimensions that ask about a list, such as departments, its name; that is what is found in them.
    """
    dimensions, lists = {one.id: one for one in report.survey.dimensions}, lists or {}
    listed = [id for id in dimensions if id in lists]
    sides = [dimensions[id] for id in listed[:2] if dimensions[id].kind in ("rate", "place")]
    if part not in dimensions and len(sides) == 2 and lists[sides[0].id] == lists[sides[1].id]:
        return square(report, *sides)
    own = dimensions.get(part) or dimensions.get(next(iter(listed), ""))
    if own is None and all(each.kind in DRAWN for each in dimensions.values()):
        own = next(iter(dimensions.values()))
    if own is None:
        return _whole(report)
    if made := picture(report, own):
        return made
    gap = next((row for row in report.tables.gaps if row.dimension == own.id), None)
    if own.id in lists:
        if between(report, own) and [*lists.values()].count(lists[own.id]) == 1:
            return hand_overs(report, own)
        return _list(report, own, gap, ordered=lists[own.id] == IN_ORDER)
    return _gap(report, gap) if shown(gap) else _items(report, own, _not_compared(report, gap))


def truths(report: Report, part: str, found: Headline | Picture) -> dict[str, Mark]:
    """Return the scores of a dimension that people may have guessed, by group and "" for everybody: those shown.

    Of two groups only what the headline shows of them: whatever the rest of everybody else is called, it is the other.
    """
    by = next((one for one in report.survey.attributes if one.compare), None)
    two = found.rows if isinstance(found, Headline) and found.kind == "line" else ()
    groups = dict(zip(by.compare, two, strict=True)) if by and by.compare and two else {}
    row = next((row for row in report.tables.dimensions if row.dimension == part), None)
    return groups | ({"": Mark.of(upper(say("guess.everybody")), row)} if shown(row) else {})


def _gap(report: Report, gap: ShownGap) -> Headline:
    """Say how two groups see one dimension."""
    one, two = map(upper, voice.sides(report, gap))
    return Headline(
        headline="\n".join(voice.seen(report, gap)),
        words=voice.apart(gap),
        kind="line",
        rows=(Mark(name=one, value=gap.mean, n=gap.n), Mark(name=two, value=gap.mean_other, n=gap.n_other)),
        following=_follow_gap(report, gap),
    )


def _follow_gap(report: Report, gap: ShownGap) -> Following:
    if gap.label == "in line":
        return Following(question=say("findings.ask_in_line"))
    return after(report, gap.dimension, furthest(report, gap), general=say("findings.ask_gap"))


def _not_compared(report: Report, gap: Gap | None) -> str:
    """Say why two groups do not stand side by side; "" where none are to."""
    if gap is None:
        return ""
    one, two = voice.sides(report, gap)
    return say("headline.not_apart", one=upper(one), two=two)


def _items(report: Report, own: Dimension, note: str) -> Headline:
    """Say what everybody says of a dimension, and which of its statements is lowest."""
    marks, note = ranked(report, own, note)
    row = next((row for row in report.tables.dimensions if row.dimension == own.id), None)
    highest, lowest = statements(report, marks)
    if not shown(row):
        return Headline(headline=highest, words=lowest, rows=marks, note=note)
    if not marks:  # the coarser truth
        alone = Mark.of(str(own.title), row)
        follow = after(report, own.id, general=say("findings.ask_weakest"))
        return Headline(headline=voice.everybody(row.mean), rows=(alone,), note=note, following=follow)
    rows, more = ends(marks, 2 * _ENDS, _ENDS)
    follow = after(report, own.id, marks[-1].item, general=say("findings.ask_weakest"))
    return Headline(headline=voice.everybody(row.mean), words=lowest, rows=rows, more=more, note=note, following=follow)


def _list(report: Report, own: Dimension, gap: Gap | None, *, ordered: bool) -> Headline:
    """Say which entries of a list stand out: a vote's first, the journey's weakest, what is highest."""
    marks, note = ranked(report, own)
    if not marks:
        return Headline(headline=say("headline.nothing"), note=note)
    first, last = marks[0], marks[-1]
    rows, more = ends(marks)
    if all(item.response_scale.range == 1 for item in own.items):
        votes = voice.most_votes(short(first.name), first.value)
        follow = after(report, own.id, general=say("findings.ask_strongest"))
        return Headline(headline=votes, rows=rows, unit="%", more=more, note=note, following=follow)
    words = " ".join(voice.seen(report, gap)) if shown(gap) else ""
    if ordered and not more:
        places = {item.id: place for place, item in enumerate(own.items)}
        rows = tuple(sorted(rows, key=lambda mark: places[mark.item or ""]))
    if ordered:
        found = voice.weakest_link(short(last.name), last.value)
    else:
        found = voice.highest(short(first.name), first.value)
        words = words or voice.lowest(short(last.name), last.value)
    follow = after(report, own.id, last.item, general=say("findings.ask_weakest"))
    return Headline(headline=found, words=words, rows=rows, more=more, note=note, following=follow)


def statements(report: Report, marks: Sequence[Mark]) -> tuple[str, str]:
    """Say which statement is highest, and which lowest; that there is too little where nothing is."""
    if not marks:
        return say("headline.nothing"), ""
    items = {item.id: voice.statement(item) for item in report.survey.items}
    high, low = marks[0], marks[-1]
    lowest = voice.lowest(items[low.item or ""], low.value) if high is not low else ""
    return voice.highest(items[high.item or ""], high.value), lowest


def _high_and_low(marks: Sequence[Mark]) -> str:
    """Say which dimension is highest, and which lowest; that there is too little where nothing is."""
    if not marks:
        return say("headline.nothing")
    high, low = marks[0], marks[-1]
    return f"{voice.highest(short(high.name), high.value)} {voice.lowest(short(low.name), low.value)}"


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
        words = " ".join(voice.seen(report, widest))
        found = voice.widest(titles[widest.dimension], widest)
        follow = _follow_gap(report, widest)
        return Headline(headline=found, words=words, kind="sides", rows=rows, names=names, following=follow)
    rows = tuple(Mark.of(title, row) for id, title in titles.items() if shown(row := results.get(id)))
    note = _not_compared(report, next(iter(gaps.values()), None))
    return Headline(headline=_high_and_low(sorted(rows, key=lambda mark: -mark.value)), rows=rows, note=note)
