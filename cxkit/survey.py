"""A survey: what is asked, on which response scale, of whom. Plain frozen values; reading them is elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import lcm
from typing import Any, Self

FLOOR = 3
"""No threshold may be lower: with two, each of the two knows the other's answer."""

# How the field counts answers as favourable, by number of points: (highest unfavourable, lowest favourable) rank.
_USUAL_RANKS = {
    2: (1, 2), 3: (1, 3), 4: (1, 4), 5: (2, 4), 6: (3, 4), 7: (3, 6), 8: (3, 6), 9: (3, 7), 10: (3, 8), 11: (7, 10),
}  # fmt: skip


@dataclass(frozen=True)
class Text:
    """Words for people, in one or several languages. `str(text)` is the first."""

    by_language: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, raw: str | Mapping[str, str]) -> Self:
        """Make a text from a string (no language named) or a mapping of language to words."""
        return cls((("", raw),) if isinstance(raw, str) else tuple(raw.items()))

    def __str__(self) -> str:
        return self.by_language[0][1]

    def all(self) -> tuple[str, ...]:
        """Return the words in every language."""
        return tuple(words for _, words in self.by_language)

    def plain(self) -> str | dict[str, str]:
        """Return what `of` takes: a string, or a mapping of language to words."""
        return str(self) if self.by_language[0][0] == "" else dict(self.by_language)


@dataclass(frozen=True, kw_only=True)
class ResponseScale:
    """Whole numbers from `min` to `max`, what they are called and which count as favourable (after reversing)."""

    min: int
    max: int
    labels: Mapping[int, Text] = field(default_factory=dict)
    not_applicable: Text | None = None
    favourable: tuple[int, ...]
    unfavourable: tuple[int, ...]

    def kind(self, keyed: int) -> str:
        """Return "favourable", "neutral" or "unfavourable" for a value after reversing."""
        return "favourable" if keyed in self.favourable else "unfavourable" if keyed in self.unfavourable else "neutral"

    @property
    def range(self) -> int:
        """The distance from the lowest to the highest point: 4 on a 1–5 scale."""
        return self.max - self.min

    @staticmethod
    def usual_favourable(low: int, high: int) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
        """Return (favourable, unfavourable) as the field counts them, or None beyond 2 to 11 points.

        >>> from cxkit.survey import ResponseScale
        >>> ResponseScale.usual_favourable(1, 5)
        ((4, 5), (1, 2))
        >>> ResponseScale.usual_favourable(0, 10)
        ((9, 10), (0, 1, 2, 3, 4, 5, 6))
        """
        ranks = _USUAL_RANKS.get(high - low + 1)
        if ranks is None:
            return None
        return tuple(range(low + ranks[1] - 1, high + 1)), tuple(range(low, low + ranks[0]))

    def to_dict(self) -> dict[str, Any]:
        """Return the form that a survey file has."""
        return {
            "min": self.min,
            "max": self.max,
            "labels": {str(value): text.plain() for value, text in self.labels.items()},
            "not_applicable": self.not_applicable.plain() if self.not_applicable else None,
            "favourable": list(self.favourable),
            "unfavourable": list(self.unfavourable),
        }


@dataclass(frozen=True, kw_only=True)
class Item:
    """One statement or question. `response_scale` is its own, or its survey's."""

    id: str
    text: Text
    reverse_keyed: bool = False
    response_scale: ResponseScale


@dataclass(frozen=True, kw_only=True)
class Dimension:
    """Items that are scored together. At least `min_answered` of them (a count) must be answered for a score.

    response_scale: its own, for the items that a workshop's list brings. comment: what the free text is asked with.
    items_from: the workshop's list that replaces the items; without one they stand as they are.
    """

    id: str
    title: Text
    question: Text | None = None
    items: tuple[Item, ...] = ()
    min_answered: int
    items_from: str | None = None
    response_scale: ResponseScale | None = None
    comment: Text | None = None

    @cached_property
    def unit(self) -> int:
        """The number of equal steps from lowest to highest that every item of the dimension can count in.

        4 for items on 1–5; 20 where one item runs 1–5 and another 1–6. Scores are whole numbers of such steps,
        so that sums over any number of people stay exact.
        """
        return lcm(1, *(item.response_scale.range for item in self.items))


@dataclass(frozen=True, kw_only=True)
class Attribute:
    """What respondents say about themselves. `options` is None until a workshop gives the list.

    options_from: the workshop's list that replaces the options; without one they stand as they are.
    """

    id: str
    title: Text
    options: Mapping[str, Text] | None = None
    options_from: str | None = None
    compare: tuple[str, str] | None = None

    def label(self, value: str) -> str:
        """Return an option's words for people; the value itself where the survey has none."""
        if value == "":
            return "Not stated"
        return str(self.options[value]) if self.options and value in self.options else value


@dataclass(frozen=True, kw_only=True)
class Thresholds:
    """How many must have answered before a score, a distribution or comments are shown. Never below 3."""

    scores: int = 5
    distributions: int = 8
    comments: int = 10

    @property
    def batch(self) -> int:
        """How many new people each group needs that a later picture of a room adds to: for scores and distributions."""
        return max(self.scores, self.distributions)


@dataclass(frozen=True, kw_only=True)
class Survey:
    """A survey, valid by construction when it comes from `load_survey` or `from_dict`."""

    id: str
    version: int
    title: Text
    introduction: Text | None = None
    response_scale: ResponseScale | None
    dimensions: tuple[Dimension, ...]
    attributes: tuple[Attribute, ...] = ()
    comments_per_dimension: bool = False
    min_answered: float | int = 0.5
    confidentiality: Thresholds = field(default_factory=Thresholds)
    rehearsal: bool = False
    """Whether only made-up people answer; whatever shows the results says so."""

    @classmethod
    def from_dict(cls, mapping: Mapping[str, Any]) -> Survey:
        """Make a survey from the mapping that a survey file holds. Raises SurveyError naming every problem.

        >>> import cxkit as cx
        >>> survey = cx.Survey.from_dict({
        ...     "id": "tiny", "title": "Tiny",
        ...     "response_scale": {"min": 1, "max": 5},
        ...     "dimensions": [{"id": "engaged", "title": "Engaged", "items": [
        ...         {"id": "listens", "text": "Our leaders listen."},
        ...         {"id": "hides", "text": "They hide.", "reverse_keyed": True},
        ...     ]}],
        ... })
        >>> survey.response_scale.favourable
        (4, 5)
        >>> survey.dimension("engaged").min_answered
        1
        """
        from cxkit.survey_reader import read_survey  # noqa: PLC0415  (the reader builds on this module)

        return read_survey(mapping)

    @property
    def items(self) -> tuple[Item, ...]:
        """All items, in the order of the dimensions."""
        return tuple(item for dimension in self.dimensions for item in dimension.items)

    def dimension(self, id: str) -> Dimension:
        """Return the dimension with that id. Raises KeyError."""
        return {dimension.id: dimension for dimension in self.dimensions}[id]

    def attribute(self, id: str) -> Attribute:
        """Return the attribute with that id. Raises KeyError."""
        return {attribute.id: attribute for attribute in self.attributes}[id]

    def with_workshop(self, lists: Mapping[str, Iterable[str]]) -> Survey:
        """Fill options and items with a workshop's lists, by the name of the list.

        That is the one named in `options_from` or `items_from`; for options `from_workshop`, the attribute's id.
        """
        raw = self.to_dict()
        for attribute in raw["attributes"]:
            name = attribute.get("options_from", attribute["id"] if attribute["options"] == "from_workshop" else None)
            if name in lists:
                attribute["options"] = {value: value for value in lists[name]}
                attribute.pop("options_from", None)
        for dimension in raw["dimensions"]:
            if dimension.get("items_from") in lists:
                dimension.pop("min_answered")
                dimension["items"] = list(lists[dimension.pop("items_from")])
        return Survey.from_dict(raw)

    def only_attributes(self, *ids: str) -> Survey:
        """Return the same survey asking respondents only for these attributes (none: nothing about themselves)."""
        return replace(self, attributes=tuple(a for a in self.attributes if a.id in ids))

    def to_dict(self) -> dict[str, Any]:
        """Return the form that a survey file has, every default filled in. `from_dict` takes it back."""
        own = self.response_scale
        return {
            "id": self.id,
            "version": self.version,
            "title": self.title.plain(),
            **({"introduction": self.introduction.plain()} if self.introduction else {}),
            **({"response_scale": own.to_dict()} if own else {}),
            "dimensions": [
                {
                    "id": dimension.id,
                    "title": dimension.title.plain(),
                    **({"question": dimension.question.plain()} if dimension.question else {}),
                    "min_answered": dimension.min_answered,
                    **({"comment": dimension.comment.plain()} if dimension.comment else {}),
                    **({"response_scale": dimension.response_scale.to_dict()} if dimension.response_scale else {}),
                    **({"items_from": dimension.items_from} if dimension.items_from else {}),
                    **(
                        {"items": [_item(item, None if dimension.response_scale else own) for item in dimension.items]}
                        if dimension.items
                        else {}
                    ),
                }
                for dimension in self.dimensions
            ],
            "attributes": [
                {
                    "id": attribute.id,
                    "title": attribute.title.plain(),
                    "options": {value: text.plain() for value, text in attribute.options.items()}
                    if attribute.options is not None
                    else "from_workshop",
                    **({"options_from": attribute.options_from} if attribute.options_from else {}),
                    **({"compare": list(attribute.compare)} if attribute.compare else {}),
                }
                for attribute in self.attributes
            ],
            "comments": {"per_dimension": self.comments_per_dimension},
            "scoring": {"min_answered": self.min_answered},
            "confidentiality": vars(self.confidentiality) | {},
            **({"rehearsal": True} if self.rehearsal else {}),
        }


def _item(item: Item, inherited: ResponseScale | None) -> dict[str, Any]:
    own = {} if item.response_scale == inherited else {"response_scale": item.response_scale.to_dict()}
    return {"id": item.id, "text": item.text.plain(), "reverse_keyed": item.reverse_keyed, **own}
