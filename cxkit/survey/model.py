"""A survey: what is asked, on which response scale, of whom. Valid by construction."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from typing import Any

from cxkit.survey.crossing import CROSS, Crossing
from cxkit.survey.parts import Attribute, Dimension, Item, ResponseScale, Text, Thresholds, in_file
from cxkit.survey.reader import KeyPath
from cxkit.survey.reading import read_fields


@dataclass(frozen=True, kw_only=True)
class Survey:
    """A survey, valid by construction when it comes from `load_survey` or `from_dict`."""

    id: str
    version: int
    title: Text
    introduction: Text | None = None
    stem: Text | None = None
    """What most items begin with. Where they stand together it is said once, above them."""
    response_scale: ResponseScale | None
    dimensions: tuple[Dimension, ...]
    attributes: tuple[Attribute, ...] = ()
    comments_per_dimension: bool = False
    min_answered: float | int = 0.5
    confidentiality: Thresholds = field(default_factory=Thresholds)
    rehearsal: bool = False
    """Whether only made-up people answer; whatever shows the results says so."""

    @classmethod
    def from_dict(
        cls, mapping: Mapping[str, Any], *, lines: Mapping[KeyPath, int] | None = None, source: str = "This survey"
    ) -> "Survey":
        """Make a survey from the mapping that a survey file holds.

        Args:
            lines: The line of each key in the file `source`, for the error to name.

        Raises:
            SurveyError: It is not valid; every problem is named.

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
        return cls(**read_fields(mapping, lines=lines, source=source))

    @property
    def items(self) -> tuple[Item, ...]:
        """All items, in the order of the dimensions."""
        return tuple(item for dimension in self.dimensions for item in dimension.items)

    @property
    def kinds(self) -> tuple[str, ...]:
        """How its dimensions are asked, each way once."""
        return tuple(sorted({dimension.kind for dimension in self.dimensions}))

    def after_stem(self, item: Item, lang: str) -> str:
        """Return an item's words below the survey's stem, such as "… listen"; whole where they do not begin so."""
        words, stem = item.text.said(lang), self.stem.said(lang) if self.stem else ""
        return f"…{words.removeprefix(stem)}" if stem and words.startswith(f"{stem} ") else words

    @cached_property
    def commented(self) -> Mapping[str, str]:
        """What words may be written on, and the dimension it belongs to: dimensions, where asked; items for pins."""
        asked = {one.id: one.id for one in self.dimensions if self.comments_per_dimension}
        return asked | {item.id: one.id for one in self.dimensions if one.kind == "pin" for item in one.items}

    @cached_property
    def identity(self) -> tuple[str, int, str]:
        """Return id, version, and a fingerprint of items, keying, kinds, scales and how many must be answered."""
        asked = [
            [
                [item.id, item.reverse_keyed, item.response_scale.min, item.response_scale.max]
                for item in dimension.items
            ]
            for dimension in self.dimensions
        ]
        least = [[dimension.id, dimension.min_answered] for dimension in self.dimensions]
        kinds = [[one.id, rules] for one in self.dimensions if (rules := _rules(one))]
        told = json.dumps([asked, least, *([kinds] if kinds else [])])
        return self.id, self.version, sha256(told.encode()).hexdigest()[:16]

    def dimension(self, id: str) -> Dimension:
        """Return the dimension with that id.

        Raises:
            KeyError: There is none.
        """
        return {dimension.id: dimension for dimension in self.dimensions}[id]

    def attribute(self, id: str) -> Attribute:
        """Return the attribute with that id, or the crossing of two.

        Raises:
            KeyError: There is none.
        """
        one, *two = [{attribute.id: attribute for attribute in self.attributes}[part] for part in id.split(CROSS)]
        return Crossing.between(one, *two) if two else one

    def with_workshop(self, lists: Mapping[str, Iterable[str | Mapping[str, str]]]) -> "Survey":
        """Fill options, items and labels with a workshop's lists, by the name of the list.

        That is the one named in `options_from`, `items_from` or `labels_from`; for options `from_workshop`, the
        attribute's id. An entry in several languages is a mapping of language to words; its first words are the
        option's value.
        """
        raw = self.to_dict()
        for attribute in raw["attributes"]:
            name = attribute.get("options_from", attribute["id"] if attribute["options"] == "from_workshop" else None)
            if name in lists:
                attribute["options"] = {str(Text.of(entry)): entry for entry in lists[name]}
                attribute.pop("options_from", None)
        for dimension in raw["dimensions"]:
            for first, name in dimension.get("labels_from", {}).items():
                if name in lists:
                    own, labels = dict(enumerate(lists[name], int(first))), dimension["response_scale"]["labels"]
                    kept = {at: words for at, words in labels.items() if int(at) < int(first)}
                    dimension["response_scale"] |= {"labels": kept | own, "max": max(own)}
                    for item in dimension.get("items", ()):
                        item.pop("response_scale")
            if dimension.get("items_from") in lists:
                dimension.pop("min_answered")
                entries = enumerate(lists[dimension.pop("items_from")], 1)
                dimension["items"] = [{"id": f"{dimension['id']}_{n}", "text": entry} for n, entry in entries]
        return Survey.from_dict(raw)

    def only_attributes(self, *ids: str) -> "Survey":
        """Return the same survey asking respondents only for these attributes (none: nothing about themselves)."""
        return replace(self, attributes=tuple(a for a in self.attributes if a.id in ids))

    def only_asked(self) -> "Survey":
        """Return the same survey as those who answer get it: what follows from a result is for the room, later."""
        bare: dict[str, Any] = {"ask": None, "actions": ()}
        return replace(
            self,
            dimensions=tuple(
                replace(one, **bare, items=tuple(replace(item, **bare) for item in one.items))
                for one in self.dimensions
            ),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the form that a survey file has, every default filled in. `from_dict` takes it back."""
        told = {name: one for name, one in in_file(self).items() if name not in _ELSEWHERE and one is not None}
        told |= {"attributes": [{"options": "from_workshop", **one} for one in told.get("attributes", ())]}
        for dimension, raw in zip(self.dimensions, told["dimensions"], strict=True):
            inherited = None if dimension.response_scale else self.response_scale
            for item, one in zip(dimension.items, raw.get("items", ()), strict=True):
                if item.response_scale == inherited:
                    del one["response_scale"]
        return told | {
            "comments": {"per_dimension": self.comments_per_dimension},
            "scoring": {"min_answered": self.min_answered},
            "confidentiality": vars(self.confidentiality) | {},
        }


_ELSEWHERE = {"comments_per_dimension", "min_answered"}
"""What a file has in another place than a survey."""


def _rules(dimension: Dimension) -> list[Any]:
    """Return what decides which answers go together, without a word of it; nothing for a list to rate."""
    if dimension.kind == "rate":
        return []
    ways = [[choice.then for choice in item.choices] for item in dimension.items]
    pins = sorted((dimension.pins or {}).items())
    return [dimension.kind, dimension.tokens, dimension.most_each, pins, ways, [one.id for one in dimension.endings]]
