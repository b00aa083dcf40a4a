"""Whom people name: for each item nobody, one of a workshop's list, or themselves. Who owns what, say."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from cxkit.reports import voice
from cxkit.reports.following import Following
from cxkit.reports.pictures import Part, Picture, Row
from cxkit.reports.rows import ShownResult
from cxkit.reports.wording import commas
from cxkit.survey.parts import Dimension, Item
from cxkit.words import say

CLOSE = 2 / 3
"""Where more than that say one thing, they agree."""
_CLEAR = 50
"""So many of a hundred name one: then it is clear."""
_NOBODY, _LISTED, _ONESELF = range(3)
"""The bins of what was answered, in the order in which they stand in a row."""


def name_of(item: Item) -> str:
    """Return an item's words as they stand in a sentence."""
    return voice.unstopped(str(item.text))


def label_of(item: Item, place: int) -> str:
    """Return what a point is called, so many steps above the lowest."""
    value = item.response_scale.min + place
    return str(item.response_scale.labels.get(value, value))


def named(
    own: Dimension,
    items: Sequence[tuple[Item, ShownResult]],
    frame: Mapping[str, Any],
    following: Callable[[str, str], Following],
) -> Picture | None:
    """Show who is named for each item, in the items' order; None where of none it may be said how many.

    The headline is about the one that most say is nobody's; where hardly anybody says so, about the one over which
    people differ most. following: what to ask and do about an item, by its name.
    """
    first = next(iter(own.labels_from or {}))
    rows = tuple(_row(item, row.counts, first) for item, row in items if row.counts)
    if not rows:
        return None
    least = max(rows, key=lambda row: row.parts[0].share)
    headline = say("pictured.unowned", name=voice.named(least.name), n=least.parts[0].said, of=least.n)
    if least.parts[0].share < 100 * (1 - CLOSE):
        least = min(rows, key=lambda row: row.value)
        headline = say("pictured.differ", name=voice.named(least.name), n=int(_most(least).said), of=least.n)
    best = max(rows, key=lambda row: row.value)
    words = [say("pictured.mine", n=int(part.said)) for part in least.parts if part.bin == _ONESELF]
    if best is not least and best.value >= _CLEAR:
        clear: dict[str, Any] = {
            "name": voice.named(best.name),
            "who": _most(best).name,
            "n": _most(best).said,
            "of": best.n,
        }
        words.append(say("pictured.clearest", **clear))
    nobody, *oneself = (label_of(own.items[0], place) for place in range(first))
    return Picture(
        headline=headline, words=" ".join(words), kind="shares", names=(nobody, say("pictured.another"), *oneself),
        rows=tuple(replace(row, first=row is least) for row in rows),
        following=following(least.name, say("findings.ask_weakest")), **frame,
    )  # fmt: skip


def _most(row: Row) -> Part:
    """Return whoever of the list is named most."""
    return max((part for part in row.parts if part.bin == _LISTED), key=lambda part: part.share)


def _row(item: Item, counts: Sequence[int], first: int) -> Row:
    """Return an item with how many name whom. value: the share of whoever of the list is named most."""
    n, parts = sum(counts), []
    for place, count in enumerate(counts):
        bin = _LISTED if place >= first else _ONESELF if place else _NOBODY
        parts.append(Part(name=label_of(item, place), share=100 * count / n, said=str(count), bin=bin))
    parts.sort(key=lambda part: part.bin or 0)
    told = commas(say("pictured.part_of", name=part.name, n=part.said) for part in parts if part.share)
    row = Row(name=name_of(item), n=n, parts=tuple(parts), alt=say("pictured.row_of", name=name_of(item), parts=told))
    return replace(row, value=_most(row).share)
