"""From a raw mapping to the valid fields of a Survey: every problem is collected, then told in one error."""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil
from typing import Any

from cxkit.errors import SurveyError, did_you_mean, listing
from cxkit.survey import following
from cxkit.survey.following import KEYS
from cxkit.survey.kinds import KIND_KEYS, KINDS
from cxkit.survey.kinds.kind import Kind
from cxkit.survey.kinds.place import check_squares
from cxkit.survey.parts import FLOOR, Attribute, Dimension, Item, ResponseScale, Text, Thresholds
from cxkit.survey.reader import KeyPath, say
from cxkit.survey.scales import CODES, NO_SCALE, ScaleReader
from cxkit.words.tags import TAG

# Up to here sums of whole steps, times 100, are exact in a float.
_FINEST = 10**9
_SURVEY_OPTIONAL = [
    "version", "language", "introduction", "stem", "response_scale", "items_from", "attributes", "comments", "scoring",
    "confidentiality", "rehearsal",
]  # fmt: skip


def read_fields(raw: Any, *, lines: Mapping[KeyPath, int] | None, source: str) -> dict[str, Any]:
    """Return a Survey's fields from a mapping. `lines` says where in `source` each key stands. Raises SurveyError."""
    return _read(raw, lines, source)[0]


def read_texts(raw: Any, *, lines: Mapping[KeyPath, int] | None, source: str) -> dict[KeyPath, Text]:
    """Return what people read in a survey, by its place. Raises SurveyError as `read_fields`."""
    return _read(raw, lines, source)[1].texts


def _read(raw: Any, lines: Mapping[KeyPath, int] | None, source: str) -> tuple[dict[str, Any], "_Reader"]:
    reader = _Reader(lines or {})
    fields = reader.survey(raw)
    reader.refuse(source, SurveyError)
    return fields, reader


class _Reader(ScaleReader):
    scale_is_missing = False  # told once, not for every item
    languages: tuple[str, ...] = ()  # of the survey, as far as its title says

    # The nouns, from the outside in.

    def survey(self, raw: Any) -> dict[str, Any]:
        data = self.mapping(raw, (), ["id", "title", "dimensions"], _SURVEY_OPTIONAL)
        if not data:
            return {}
        self.language = str(data.get("language", ""))
        if not re.fullmatch(TAG, self.language or "en"):
            tag = say(self.language)
            self.problem(("language",), f"should be a language's tag, such as fr, pt-BR or ar, but is {tag}.")
        title = data.get("title")
        self.languages = tuple(map(str, title)) if isinstance(title, Mapping) else tuple(filter(None, [self.language]))
        scale = self.scale(data["response_scale"], ("response_scale",)) if "response_scale" in data else None
        scoring = self.mapping(data.get("scoring", {}), ("scoring",), [], ["min_answered"])
        share = scoring.get("min_answered", 0.5)
        if not _is_share_or_count(share):
            self.problem(
                ("scoring", "min_answered"),
                f"should be a share such as 0.5 or a count such as 4, but is {say(share)}.",
            )
            share = 0.5
        items_from = self.id(data["items_from"], ("items_from",)) if "items_from" in data else None
        dimensions = tuple(
            self.dimension(entry, path, scale, share, items_from)
            for path, entry in self.entries(data.get("dimensions"), ("dimensions",), "dimensions")
        )
        attributes = tuple(
            self.attribute(entry, path)
            for path, entry in self.entries(data.get("attributes") or None, ("attributes",), "attributes")
        )
        self.unique(_ids(dimensions, ("dimensions",)), "dimension")
        check_squares(self, dimensions)
        inside = [pair for i, one in enumerate(dimensions) for pair in _ids(one.items, ("dimensions", i, "items"))]
        self.unique([*_ids(attributes, ("attributes",)), *inside], "item and attribute")
        whole = [attribute.id for attribute in attributes if attribute.within is None]
        for place, attribute in enumerate(attributes):
            if attribute.within not in (None, *whole):
                self.problem(
                    ("attributes", place, "within"),
                    f"should be another attribute ({listing(whole) or 'there is none'}), which itself is within none, "
                    f"but is {say(attribute.within)}.",
                )
        comments = self.mapping(data.get("comments", {}), ("comments",), [], ["per_dimension"])
        for place, dimension in enumerate(dimensions):
            if dimension.comment and not comments.get("per_dimension"):
                self.problem(
                    ("dimensions", place, "comment"),
                    "is never asked. Say so at the top: comments: {per_dimension: true}.",
                )
        return {
            "id": self.id(data.get("id"), ("id",)),
            "version": self.whole(data.get("version"), ("version",), 1, 1, 10**9),
            "title": self.text(data.get("title"), ("title",)),
            "introduction": self.text(data["introduction"], ("introduction",)) if "introduction" in data else None,
            "stem": self.text(data["stem"], ("stem",)) if "stem" in data else None,
            "response_scale": scale,
            "dimensions": dimensions,
            "attributes": attributes,
            "comments_per_dimension": self.flag(comments.get("per_dimension"), ("comments", "per_dimension")),
            "min_answered": share,
            "confidentiality": self.thresholds(data.get("confidentiality", {})),
            "rehearsal": self.flag(data.get("rehearsal"), ("rehearsal",)),
        }

    def dimension(
        self, raw: Any, path: KeyPath, scale: ResponseScale | None, share: float | int, items_from: str | None
    ) -> Dimension:
        before = len(self.problems)
        kind, raw = self.kind(raw, path)
        data = self.mapping(
            raw, path, ["id", "title", *kind.needs],
            ["kind", "question", "items", "items_from", "response_scale", "comment", "min_answered", *KEYS, *kind.keys],
        )  # fmt: skip
        source = items_from if "items" not in data else None
        if "items_from" in data:
            source = self.id(data["items_from"], (*path, "items_from"))
        if data and "items" not in data and source is None:
            self.problem(path, "has no items. Give it items: […], or items_from: the name of a workshop's list.")
        own = self.own_scale(kind, data, path)
        id = self.id(data.get("id"), (*path, "id"))
        fields = kind.read(self, data, path)
        entries = list(self.entries(data.get("items"), (*path, "items"), "items"))
        items = tuple(
            # An item may be only its words, as the entries of a workshop's list are.
            self.item(
                {"id": f"{id}_{number}", "text": entry} if isinstance(entry, str) else entry,
                place, kind, kind.scale(fields, len(entries), self.languages), own or scale,
            )
            for number, (place, entry) in enumerate(entries, 1)
        )  # fmt: skip
        least = self.whole(data.get("min_answered"), (*path, "min_answered"), 0, 1, max(len(items), 1))
        result = Dimension(
            id=id,
            title=self.text(data.get("title"), (*path, "title")),
            kind=kind.name,
            question=self.text(data["question"], (*path, "question")) if "question" in data else None,
            items=items,
            min_answered=least or (1 if kind.together else needed(share, len(items))),
            items_from=source,
            response_scale=own,
            comment=self.text(data["comment"], (*path, "comment")) if "comment" in data else None,
            **fields,
            **following.read(self, data, path),
        )
        if result.unit > _FINEST:
            self.problem(path, "has items whose response scales are too different to be added up exactly.")
        if len(self.problems) == before:
            kind.check(self, result, path)
        return result

    def kind(self, raw: Any, path: KeyPath) -> tuple[Kind, Any]:
        """Return how a dimension is asked, and the dimension without what other kinds alone may say."""
        name = raw.get("kind", "rate") if isinstance(raw, Mapping) else "rate"
        if not isinstance(name, str) or name not in KINDS:
            near = did_you_mean(str(name), KINDS)
            self.problem((*path, "kind"), f"should be one of {listing(KINDS)}, but is {say(name)}.{near}")
            return KINDS["rate"], {key: value for key, value in raw.items() if key not in KIND_KEYS}
        kind = KINDS[name]
        if not isinstance(raw, Mapping):
            return kind, raw
        foreign = {key: KIND_KEYS[key] for key in raw if key in KIND_KEYS and key not in (*kind.needs, *kind.keys)}
        for key, other in foreign.items():
            self.problem((*path, key), f"belongs to kind: {other}, and this dimension is of kind: {name}.")
        return kind, {key: value for key, value in raw.items() if key not in foreign}

    def own_scale(self, kind: Kind, data: Mapping[str, Any], path: KeyPath) -> ResponseScale | None:
        if "response_scale" not in data:
            return kind.usual(self.languages)
        if kind.together:
            self.problem((*path, "response_scale"), f"comes with kind: {kind.name} by itself. Leave it out.")
            return None
        return self.scale(data["response_scale"], (*path, "response_scale"), graded=kind.graded)

    def item(
        self, raw: Any, path: KeyPath, kind: Kind, given: ResponseScale | None, inherited: ResponseScale | None
    ) -> Item:
        """Return an item. given: the response scale that comes with the kind, if one does."""
        data = self.mapping(
            raw, path, ["id", "text", *kind.item_needs], ["reverse_keyed", "response_scale", "column", *KEYS]
        )
        choices = kind.choices(self, data, path)
        given = kind.scale_of(choices) or given
        reverse_keyed = self.flag(data.get("reverse_keyed"), (*path, "reverse_keyed"))
        own = "response_scale" in data
        scale = self.scale(data["response_scale"], (*path, "response_scale"), graded=kind.graded) if own else None
        if given:
            if own and scale and _points(scale) != _points(given):
                self.problem((*path, "response_scale"), f"comes with kind: {kind.name} by itself. Leave it out.")
            if "reverse_keyed" in data and reverse_keyed != kind.reversed:
                self.problem((*path, "reverse_keyed"), f"cannot be changed with kind: {kind.name}. Leave it out.")
            scale, reverse_keyed = given, kind.reversed
        elif not scale and inherited:
            scale = inherited
        elif not scale:
            if data and not self.scale_is_missing:
                self.problem(path, "has no response_scale, and the survey has none either. Give one of them.")
                self.scale_is_missing = True
            scale = NO_SCALE
        return Item(
            id=self.id(data.get("id"), (*path, "id")),
            text=self.text(data.get("text"), (*path, "text")),
            reverse_keyed=reverse_keyed,
            response_scale=scale,
            choices=choices,
            column=self.column(data, path),
            **following.read(self, data, path),
        )

    def attribute(self, raw: Any, path: KeyPath) -> Attribute:
        data = self.mapping(
            raw, path, ["id", "title", "options"], ["options_from", "compare", "within", "column", *CODES]
        )
        options = self.options(data["options"], (*path, "options")) if "options" in data else None
        compare = data.get("compare")
        if compare is not None and (
            not isinstance(compare, list)
            or len(compare) != 2
            or str(compare[0]) == str(compare[1])
            or (options is not None and not all(str(value) in options for value in compare))
        ):
            allowed = f" ({listing(options)})" if options else ""
            self.problem((*path, "compare"), f"should be two of the options{allowed}, but is {say(compare)}.")
            compare = None
        # The workshop's central comparison needs no configuration where the survey uses the field's own words.
        if compare is None and options and {"leader", "frontline"} <= set(options):
            compare = ["leader", "frontline"]
        return Attribute(
            id=self.id(data.get("id"), (*path, "id")),
            title=self.text(data.get("title"), (*path, "title")),
            options=options,
            options_from=self.id(data["options_from"], (*path, "options_from")) if "options_from" in data else None,
            compare=(str(compare[0]), str(compare[1])) if compare else None,
            within=self.id(data["within"], (*path, "within")) if "within" in data else None,
            column=self.column(data, path),
            values=self.values(
                data,
                path,
                {w: value for value, text in (options or {}).items() for w in (value, *text.all())},
                free=options is None,
            ),
        )

    def column(self, data: Mapping[str, Any], path: KeyPath) -> str | None:
        return str(self.text(data["column"], (*path, "column"))) if "column" in data else None

    def options(self, raw: Any, path: KeyPath) -> dict[str, Text] | None:
        if raw == "from_workshop":
            return None
        if isinstance(raw, list) and raw and all(isinstance(entry, str | int) for entry in raw):
            raw = {str(entry): str(entry) for entry in raw}
        if not isinstance(raw, Mapping) or not raw:
            near = did_you_mean(raw, ["from_workshop"]) if isinstance(raw, str) else ""
            self.problem(
                path,
                f"should be a list, a mapping such as {{leader: Leader}}, or from_workshop, but is {say(raw)}.{near}",
            )
            return None
        before = len(self.problems)
        options = {
            str(value): self.text("" if words is None else words, (*path, str(value))) for value, words in raw.items()
        }
        if "" in options:
            self.problem(path, "has an option without a value; that would be read as not stated.")
        meaning = {value.casefold(): value for value in options}
        for value, text in options.items() if len(self.problems) == before else ():
            for words in text.all():
                taken = meaning.setdefault(words.casefold(), value)
                if taken != value:
                    self.problem(
                        (*path, value), f'"{words}" means "{taken}" already. Every option needs words of its own.'
                    )
        return options

    def thresholds(self, raw: Any) -> Thresholds:
        usual = Thresholds()
        data = self.mapping(raw, ("confidentiality",), [], list(vars(usual)))
        return Thresholds(
            **{
                name: self.whole(data.get(name), ("confidentiality", name), default, FLOOR, 10**6)
                for name, default in vars(usual).items()
            }
        )


def needed(share_or_count: float | int, n_items: int) -> int:
    """Return how many of `n_items` must be answered: a float is a share, a whole number a count; at least 1.

    0.55 of 20 items is 11: the share is taken as it is written, because 0.55 * 20 is 11.000000000000002.

    >>> from cxkit.survey.reading import needed
    >>> needed(0.55, 20), needed(0.5, 7), needed(4, 3)
    (11, 4, 3)
    """
    if isinstance(share_or_count, int):
        return max(1, min(share_or_count, n_items))
    return max(1, ceil(Fraction(repr(float(share_or_count))) * n_items))


def _points(scale: ResponseScale) -> tuple[object, ...]:
    """Return a response scale without its words, which may have been kept in another language."""
    return scale.min, scale.max, scale.favourable, scale.unfavourable


def _ids(nouns: Sequence[Dimension | Attribute | Item], path: KeyPath) -> list[tuple[str, KeyPath]]:
    """Return the id of each with its path."""
    return [(noun.id, (*path, place, "id")) for place, noun in enumerate(nouns)]


def _is_share_or_count(raw: Any) -> bool:
    if isinstance(raw, float):
        return 0 <= raw <= 1
    return isinstance(raw, int) and not isinstance(raw, bool) and raw >= 1
