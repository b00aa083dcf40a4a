"""Whether two waves asked the same: what differs between their surveys, and which dimensions still compare."""

from collections.abc import Iterator

from cxkit.reports.report import Report
from cxkit.reports.wording import semicolons
from cxkit.survey.parts import Dimension, Item, Text
from cxkit.words import say

_MOST = 3
"""So many reasons are told: another response scale is one for every item."""


def comparable(before: Report, after: Report) -> list[str]:
    """Return the dimensions whose means can be compared, in the later one's order."""
    known = {dimension.id for dimension in before.survey.dimensions}
    return [
        dimension.id
        for dimension in after.survey.dimensions
        if dimension.id in known and not list(_differences(before.survey.dimension(dimension.id), dimension))
    ]


def what_differs(before: Report, after: Report) -> list[str]:
    """Say in a sentence each what the two asked differently: which dimensions do not compare, and what is reworded."""
    told = []
    for dimension in after.survey.dimensions:
        title = str(dimension.title)
        earlier = next((one for one in before.survey.dimensions if one.id == dimension.id), None)
        if earlier is None:
            told.append(say("change.new_dimension", title=title))
            continue
        why = list(_differences(earlier, dimension))
        if why:
            more = [f"… (+{len(why) - _MOST})"] if len(why) > _MOST else []
            told.append(say("change.not_compared", title=title, why=semicolons([*why[:_MOST], *more])))
        told += [
            say("change.reworded", title=title, before=words[0], after=words[1])
            for one, other in zip(earlier.items, dimension.items, strict=False)
            if one.id == other.id and (words := _reworded(one.text, other.text))
        ]
    later = {dimension.id for dimension in after.survey.dimensions}
    gone = (str(dimension.title) for dimension in before.survey.dimensions if dimension.id not in later)
    return [*told, *(say("change.former_dimension", title=title) for title in gone)]


def _reworded(before: Text, after: Text) -> tuple[str, str] | None:
    """Return the words before and after in a language that both have, where they differ: none where none does."""
    one, other = dict(before.by_language), dict(after.by_language)
    if "" in one or "" in other:  # the words of a file that names no language
        one, other = {"": str(before)}, {"": str(after)}
    return next(((one[lang], words) for lang, words in other.items() if one.get(lang, words) != words), None)


def _differences(before: Dimension, after: Dimension) -> Iterator[str]:
    """Give what makes a mean something else: items, their keying and response scales, how many must be answered."""
    one, other = ({item.id: item for item in dimension.items} for dimension in (before, after))
    for id in one.keys() - other.keys():
        yield say("change.dropped", item=one[id].text)
    for id in other.keys() - one.keys():
        yield say("change.added", item=other[id].text)
    for id in (id for id in one if id in other):
        yield from _item_differences(one[id], other[id])
    if one.keys() == other.keys() and before.min_answered != after.min_answered:
        yield say("change.min_answered", before=before.min_answered, after=after.min_answered)


def _item_differences(before: Item, after: Item) -> Iterator[str]:
    if before.reverse_keyed != after.reverse_keyed:
        yield say("change.turned", item=after.text)
    one, other = before.response_scale, after.response_scale
    if (one.min, one.max) != (other.min, other.max):
        yield say("change.scale", item=after.text, before=f"{one.min}–{one.max}", after=f"{other.min}–{other.max}")
