"""What a Report says first of an activity that is not rated: sorted, chosen, placed, spent, put in order, pinned."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from cxkit.reports import voice
from cxkit.reports.following import Following, after
from cxkit.reports.named import CLOSE, label_of, name_of, named
from cxkit.reports.pictures import Part, Picture, Row
from cxkit.reports.report import Report
from cxkit.reports.rows import ShownResult, shown
from cxkit.reports.ways import ways
from cxkit.reports.wording import commas, points, whole, why_hidden
from cxkit.survey.kinds.place import squares
from cxkit.survey.parts import Dimension, Item
from cxkit.words import say, spoken_number

_MOST = 10
"""So many names or tokens' rows are read on a wall."""
_MIDDLE = 50


@dataclass(frozen=True)
class Done:
    """What a Report says of one dimension that people did something with."""

    report: Report
    own: Dimension

    @cached_property
    def items(self) -> list[tuple[Item, ShownResult]]:
        """The items that are shown, in the survey's order."""
        results = {row.item: row for row in self.report.tables.items if row.dimension == self.own.id}
        return [(item, row) for item in self.own.items if shown(row := results.get(item.id))]

    @cached_property
    def alike(self) -> dict[str | None, bool]:
        """Whether nearly all did the same, where that alone is said: of an item, or (None) of all of it."""
        rows = (*self.report.tables.dimensions, *self.report.tables.items)
        return {row.item: row.alike for row in rows if row.dimension == self.own.id and row.alike is not None}

    @property
    def note(self) -> str:
        """Why something is not shown: one sentence, whatever it is."""
        shown, said = {item.id for item, _ in self.items}, self.alike.keys()
        hidden = [item for item in self.own.items if item.id not in shown]
        if hidden and shown and not said:
            return say("pictured.not_shown", n=len(hidden))
        return why_hidden() if hidden else ""

    @property
    def frame(self) -> dict[str, Any]:
        """What every picture of it has."""
        hue = [each.id for each in self.report.survey.dimensions].index(self.own.id)
        return {"hue": hue, "question": str(self.own.question or self.own.title), "note": self.note}

    def following(self, name: str, ask: str) -> Following:
        """Return what follows for the item that the headline names. ask: the question where the survey has none."""
        item = next((item.id for item in self.own.items if name_of(item) == name), None)
        return after(self.report, self.own.id, item, general=ask)

    def nothing(self) -> Picture:
        """Say that no number can be shown, and why; and whether nearly all did the same, where that may be said."""
        said, words = say("headline.nothing"), ""
        follow = Following()
        for alike in self.alike.values() if len(self.alike) == 1 else ():
            said = say("pictured.alike") if alike else say("pictured.not_alike")
            words = say("pictured.say_yours")
            follow = after(self.report, self.own.id, general=say("findings.ask_divided"))
        return Picture(headline=said, words=words, following=follow, **self.frame | {"note": why_hidden()})


def picture(report: Report, own: Dimension) -> Picture | None:
    """Return the finding and the picture of an activity of its kind; None where it is rated."""
    if own.kind not in _KINDS:
        return None
    done = Done(report, own)
    made = None if own.kind in _OF_ITEMS and not done.items else _KINDS[own.kind](done)
    made = made or done.nothing()
    # What is kept of today is what the room saw: the mean of pins or tokens is a number that nobody did.
    now = made.headline if made.following.now and any(map(str.isdigit, made.headline)) else ""
    return replace(made, following=replace(made.following, now=now))


# ---- cards sorted into bins, and statements with named answers


def _sorted(done: Done) -> Picture | None:
    """Show where the room put each card, the most disputed first."""
    cards = [_card(item, row) for item, row in done.items]
    cards += [_hidden_card(item, alike=done.alike[item.id]) for item in done.own.items if item.id in done.alike]
    if not cards:
        return None
    rows = sorted(cards, key=lambda row: row.value)
    first = rows[0]
    rows = [replace(row, first=row is first) for row in rows]
    names = tuple(label_of(done.own.items[0], place) for place in range(done.own.items[0].response_scale.range + 1))
    follow = done.following(first.name, say("findings.ask_divided"))
    return Picture(headline=_split(first), kind="shares", rows=tuple(rows), names=names, following=follow, **done.frame)


def _split(card: Row) -> str:
    """Say of the most disputed card how the room is split over it."""
    if not card.parts and card.value == 100:
        return say("pictured.agreed_on_all")
    if not card.parts:
        return say("pictured.divided", name=voice.named(card.name))
    one, two = sorted((int(part.said) for part in card.parts), reverse=True)[:2]
    if one < CLOSE * card.n:
        return say("pictured.disputed", name=voice.named(card.name), one=one, two=two)
    return say("pictured.agreed", name=voice.named(card.name), one=one, two=two)


def _hidden_card(item: Item, *, alike: bool) -> Row:
    """Return a card of which it is only said whether nearly all put it in the same place."""
    said = say("pictured.card_alike") if alike else say("pictured.card_not_alike")
    alt = say("pictured.row_of", name=name_of(item), parts=said)
    return Row(name=name_of(item), n=0, value=100.0 if alike else _MIDDLE, said=said, alt=alt)


def _card(item: Item, row: ShownResult) -> Row:
    """Return a card with the share of each bin; where these are hidden, with words. value: how much they agree."""
    name, many = name_of(item), item.response_scale.range
    if row.counts:
        n = sum(row.counts)
        parts = [
            Part(name=label_of(item, place), share=100 * count / n, said=str(count))
            for place, count in enumerate(row.counts)
        ]
        said = commas(say("pictured.part_of", name=part.name, n=part.said) for part in parts)
        alt = say("pictured.row_of", name=name, parts=said)
        return Row(name=name, n=n, value=max(part.share for part in parts), parts=tuple(parts), alt=alt)
    said = say("pictured.both_ways")
    if abs(row.mean - _MIDDLE) > _MIDDLE / 3:
        said = say("pictured.mostly", name=label_of(item, many if row.mean > _MIDDLE else 0))
    alt = say("pictured.row_of", name=name, parts=said)
    return Row(name=name, n=row.n, value=_MIDDLE + abs(row.mean - _MIDDLE), said=said, alt=alt)


def _chosen(done: Done) -> Picture | None:
    """Show how many chose each answer; of several questions, as cards, and where people name others, whom."""
    if done.own.labels_from:
        return named(done.own, done.items, done.frame, done.following)
    if len(done.own.items) > 1:
        return _sorted(done)
    item, row = done.items[0]
    if not row.counts:
        return None
    n = sum(row.counts)
    most = max(row.counts)
    names = [label_of(item, place) for place in range(len(row.counts))]
    rows = tuple(
        Row(name=name, n=n, value=100 * count / n, said=str(count), first=count == most,
            alt=say("pictured.choice_of", name=name, n=count, of=n))
        for name, count in zip(names, row.counts, strict=True)
    )  # fmt: skip
    if not done.own.scored:  # answers in no order of merit
        rows = tuple(sorted(rows, key=lambda row: -row.value))
    headline = _most_chose([voice.named(row.name) for row in rows if row.first], most, n)
    follow = done.following(name_of(item), say("findings.ask_divided"))
    return Picture(headline=headline, rows=rows, following=follow, **done.frame | {"question": str(item.text)})


def _most_chose(names: Sequence[str], n: int, of: int) -> str:
    """Say what most chose: one, or two that as many chose; more than two are no answer."""
    if len(names) > 2:
        return say("pictured.chosen_level", many=len(names), n=n)
    if len(names) == 2:
        return say("pictured.chosen_alike", one=names[0], two=names[1], n=n)
    return say("pictured.chosen", name=names[0], n=n, of=of)


# ---- tokens, and an order


def _most_tokens(names: Sequence[str], n: int, of: int) -> str:
    if len(names) > 2:
        return say("pictured.tokens_level", many=len(names), n=n)
    if len(names) == 2:
        return say("pictured.tokens_alike", one=names[0], two=names[1], n=n)
    return say("pictured.tokens", name=names[0], n=n, of=of)


def _spent(done: Done) -> Picture:
    """Show what the tokens went to, most first."""
    tokens = done.own.tokens or 1
    rows = []
    for item, row in done.items:
        many = whole(row.mean * row.n * tokens / 100)
        alt = say("pictured.tokens_of", name=name_of(item), n=many)
        rows.append(Row(name=name_of(item), n=row.n, value=many, said=str(many), alt=alt))
    rows.sort(key=lambda row: -row.value)
    most = int(rows[0].value)
    every = int(sum(row.value for row in rows)) if len(rows) == len(done.own.items) else tokens * max(r.n for r in rows)
    alike = [voice.named(row.name) for row in rows if row.value == most]
    headline = _most_tokens(alike, most, every) if tokens > 1 else _most_chose(alike, most, every)
    shown_rows = tuple(replace(row, first=row.value == most) for row in rows)
    follow = done.following(rows[0].name, say("findings.ask_strongest"))
    return Picture(headline=headline, kind="tokens", rows=shown_rows, following=follow, **done.frame)


def _ranked(done: Done) -> Picture:
    """Show the order that the room made, and how far apart people's own orders are."""
    many = len(done.own.items)
    rows = [_in_order(item, row, many) for item, row in done.items]
    rows.sort(key=lambda row: row.value)
    first, *others = rows
    headline = say("pictured.first_place", name=voice.named(first.name))
    if others and others[0].said == first.said:
        headline = say("pictured.first_alike", one=voice.named(first.name), two=voice.named(others[0].name))
    words, apart = "", [row.sd or 0.0 for _, row in done.items if row.exact]
    if apart and len(apart) == len(done.items) > 2:
        item, _ = max(done.items, key=lambda pair: pair[1].sd or 0.0)
        words = say("pictured.furthest_off", name=voice.named(name_of(item)))
    reading = say("pictured.places") if all(row.parts for row in rows) else say("pictured.places_hidden", of=many)
    rows = [replace(row, first=row.said == first.said) for row in rows]
    ends = ("1", str(many))
    follow = done.following(first.name, say("findings.ask_strongest"))
    said: dict[str, Any] = {"words": words, "names": ends, "reading": reading, "following": follow}
    return Picture(headline=headline, kind="order", rows=tuple(rows), **said, **done.frame)


def _in_order(item: Item, row: ShownResult, many: int) -> Row:
    """Return an item with its place on average, and how many put it where. value: the place, 1 being first."""
    place = 1 + (many - 1) * (100 - row.mean) / 100
    said = spoken_number(whole(place * 10) / 10, "0.0")
    counts = row.counts or ()
    parts = tuple(Part(name=str(at), share=100 * count / row.n, said=str(count)) for at, count in enumerate(counts, 1))
    alt = say("pictured.place_of", name=name_of(item), mean=said, of=many)
    return Row(name=name_of(item), n=row.n, value=place, said=said, parts=parts, alt=alt)


# ---- pins on a chain


def _pinned(done: Done) -> Picture:
    """Show where pins pile up along the chain, in its order."""
    rows = [_pins(item, row) for item, row in done.items]
    worst, best = (max(rows, key=lambda row: turn * row.value) for turn in (-1, 1))
    words = ""
    if rows[0].parts:
        worst, best = (max(rows, key=lambda row: int(row.parts[side].said)) for side in (0, 1))
        red, green = int(worst.parts[0].said), int(best.parts[1].said)
        headline = say("pictured.hurts", name=voice.named(worst.name), n=red)
        alike = [row for row in rows if row.parts[0].said == str(red)]
        if len(alike) == 2:
            both = {"one_name": voice.named(alike[0].name), "two_name": voice.named(alike[1].name)}
            headline = say("pictured.hurts_alike", n=red, **both)
        elif len(alike) > 2:
            headline = say("pictured.hurts_level", many=len(alike))
        words = say("pictured.works", name=voice.named(best.name), n=green) if green else ""
    else:
        headline = say("pictured.hurts_about", name=voice.named(worst.name))
    rows = [replace(row, first=row.name == worst.name) for row in rows]
    ends = (say("pictured.below"), say("pictured.above"))
    follow = done.following(worst.name, say("findings.ask_weakest"))
    texts = {item.id: name_of(item) for item in done.own.items}
    quotes = tuple(
        say("pictured.quote", name=texts[quote.item], words=quote.text)
        for quote in done.report.comments
        if quote.item in texts
    )
    said: dict[str, Any] = {"words": words, "names": ends, "quotes": quotes, "following": follow}
    return Picture(headline=headline, kind="pins", rows=tuple(rows), **said, **done.frame)


def _pins(item: Item, row: ShownResult) -> Row:
    """Return a point of the chain with its red and its green pins; where these are hidden, with words."""
    name = name_of(item)
    if row.counts:
        red, _, green = row.counts
        parts = (Part(name="red", share=100 * red / row.n, said=str(red)),
                 Part(name="green", share=100 * green / row.n, said=str(green)))  # fmt: skip
        said = commas([say("pictured.red", n=red), say("pictured.green", n=green)])
        return Row(name=name, n=row.n, value=row.mean, parts=parts, alt=say("pictured.row_of", name=name, parts=said))
    said = say("pictured.as_many")
    if whole(row.mean) != _MIDDLE:
        said = say("pictured.more_green") if row.mean > _MIDDLE else say("pictured.more_red")
    return Row(name=name, n=row.n, value=row.mean, said=said, alt=say("pictured.row_of", name=name, parts=said))


# ---- names on a square


def square(report: Report, across: Dimension, up: Dimension) -> Picture:
    """Show the names of a list at their place on two dimensions, with a halo as wide as answers are apart."""
    one, two = Done(report, across), Done(report, up)
    others = {str(item.text): row for item, row in two.items}
    rows = []
    for item, row in one.items:
        if (other := others.get(str(item.text))) is None:
            continue
        halo = (row.sd / 2, other.sd / 2) if row.exact and other.exact and row.sd and other.sd else None
        said: dict[str, Any] = {
            "across": across.title,
            "one": points(row.mean),
            "up": up.title,
            "two": points(other.mean),
        }
        alt = say("pictured.place_on", name=name_of(item), **said)
        rows.append(Row(name=name_of(item), n=row.n, value=row.mean, other=other.mean, halo=halo, alt=alt))
    if not rows:
        return one.nothing()
    rows.sort(key=lambda row: -min(row.value, row.other or 0.0))
    first, sweet = rows[0], min(rows[0].value, rows[0].other or 0.0) > _MIDDLE
    headline = voice.both(voice.short(first.name), sweet=sweet)
    hidden = len(across.items) - len(rows)
    note = say("pictured.not_shown", n=hidden) if hidden else ""
    if len(rows) > _MOST:
        note = note or say("headline.further", n=len(rows) - _MOST)
        rows = rows[:_MOST]
    rows = [replace(row, first=row is first) for row in rows]
    reading = say("pictured.halo") if any(row.halo for row in rows) else ""
    names = (str(across.title), str(up.title))
    follow = one.following(first.name, say("findings.ask_strongest"))
    frame = one.frame | {"note": note, "following": follow}
    return Picture(headline=headline, kind="plane", rows=tuple(rows), names=names, reading=reading, **frame)


def _placed(done: Done) -> Picture | None:
    """Show the square of two dimensions that stand next to each other, whichever of them is asked for."""
    pairs = (pair for pair in squares(done.report.survey.dimensions) if done.own in pair)
    return next((square(done.report, *pair) for pair in pairs), None)


_KINDS: dict[str, Callable[[Done], Picture | None]] = {
    "sort": _sorted,
    "choose": _chosen,
    "spend": _spent,
    "rank": _ranked,
    "pin": _pinned,
    "place": _placed,
    "case": lambda done: ways(done.report, done.own, done.frame),
}
_OF_ITEMS = ("choose", "spend", "rank", "pin")
"""Kinds of which nothing is said where no item is shown."""
DRAWN = tuple(_KINDS)
"""The kinds of which there is a picture."""
