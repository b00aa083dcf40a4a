"""Crossings: who is in a group of one attribute and in one of another, such as the leaders of a team."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cxkit.errors import ResponseError, listing
from cxkit.survey.parts import Attribute, Text
from cxkit.words import say

CROSS = " × "
"""Between two attributes' ids, and between two groups, in the id of what they are crossed to."""
By = Sequence[str | Sequence[str]] | str
"""What to group by: attribute ids, and pairs of them."""


@dataclass(frozen=True, kw_only=True)
class Crossing(Attribute):
    """Two attributes at once. Its groups are called by both: "Phones × leader"."""

    of: tuple[Attribute, Attribute]

    @classmethod
    def between(cls, one: Attribute, two: Attribute) -> "Crossing":
        """Cross two attributes."""
        title = Text.of(CROSS.join((str(one.title), str(two.title))))
        return cls(id=CROSS.join((one.id, two.id)), title=title, of=(one, two))

    def label(self, value: str) -> str:
        """Return the words for both groups: "Phones, Leaders"."""
        return say("report.comma").join(one.label(each) for one, each in zip(self.of, value.split(CROSS), strict=False))


def groupings(by: By, attributes: Sequence[Attribute]) -> tuple[str, ...]:
    """Return what to group by, each once: an attribute's id, or that of a crossing, in the survey's order.

    Raises:
        ResponseError: A crossing is not of two different attributes, or `by` is nothing of that kind.
    """
    if not isinstance(by, Iterable):
        raise ResponseError(
            f"Groups are by an attribute's id, or by several in a list, such as by=['team']; not by {by!r}."
        )
    known, found = [attribute.id for attribute in attributes], []
    for one in (by,) if isinstance(by, str) else by:
        pair = one.split(CROSS) if isinstance(one, str) else list(one)
        if len(set(pair)) != len(pair) or len(pair) > 2:
            raise ResponseError(
                f"Groups can be crossed by two different attributes, not by {CROSS.join(pair)}. "
                f"There are: {listing(known) or 'none'}."
            )
        if nested := [one.id for one in attributes if one.id in pair and one.within and len(pair) > 1]:
            raise ResponseError(f"{nested[0]} is within another attribute and cannot be crossed: cross that one.")
        found.append(CROSS.join(sorted(pair, key=lambda id: known.index(id) if id in known else -1)))
    return tuple(dict.fromkeys(found))


def single(by: Iterable[str]) -> tuple[str, ...]:
    """Return the ids of the attributes that groupings are by, each once."""
    return tuple(dict.fromkeys(id for one in by for id in one.split(CROSS)))


def counted_by(by: Iterable[str], attributes: Sequence[Attribute]) -> tuple[str, ...]:
    """Return the same, with the attributes that these are within: what is shown of both is decided together."""
    above = {attribute.id: attribute.within for attribute in attributes}
    ids = single(by)
    return tuple(dict.fromkeys((*ids, *(one for id in ids if (one := above.get(id))))))
