"""What a survey is made of: words, response scales, items, dimensions, attributes, thresholds. Plain frozen values."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING as NONE
from dataclasses import Field, dataclass, field, fields, is_dataclass
from functools import cached_property
from math import lcm
from typing import Any, Self

from cxkit.words import FIRST, choose, say

NOT_APPLICABLE = "not_applicable"
"""How "can't tell" is written in a table of answers, whatever the respondents saw."""
MISSING = "missing"
"""What a value of a tool's file means that is no answer."""

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

    @classmethod
    def spoken(cls, langs: Iterable[str], said: Callable[[str], str]) -> Self:
        """Make a text of the catalogue in the languages of a survey; in English, where it names none."""
        return cls(tuple((lang, said(lang)) for lang in langs) or (("", said(FIRST)),))

    def __str__(self) -> str:
        return self.by_language[0][1]

    def said(self, lang: str) -> str:
        """Return the words in the language that is best for one; in the first where none is."""
        return dict(self.by_language).get(choose(lang, tuple(one for one, _ in self.by_language)), str(self))

    def all(self) -> tuple[str, ...]:
        """Return the words in every language."""
        return tuple(words for _, words in self.by_language)

    def plain(self) -> str | dict[str, str]:
        """Return what `of` takes: a string, or a mapping of language to words."""
        return str(self) if self.by_language[0][0] == "" else dict(self.by_language)


@dataclass(frozen=True, kw_only=True)
class ResponseScale:
    """Whole numbers from `min` to `max`, what they are called and which count as favourable (after reversing).

    values: how a file may write them besides, and what that means: a point, not_applicable or missing.
    """

    min: int
    max: int
    labels: Mapping[int, Text] = field(default_factory=dict)
    not_applicable: Text | None = None
    favourable: tuple[int, ...]
    unfavourable: tuple[int, ...]
    values: Mapping[str, str] = field(default_factory=dict)

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

        >>> from cxkit.survey.parts import ResponseScale
        >>> ResponseScale.usual_favourable(1, 5)
        ((4, 5), (1, 2))
        >>> ResponseScale.usual_favourable(0, 10)
        ((9, 10), (0, 1, 2, 3, 4, 5, 6))
        """
        ranks = _USUAL_RANKS.get(high - low + 1)
        if ranks is None:
            return None
        return tuple(range(low + ranks[1] - 1, high + 1)), tuple(range(low, low + ranks[0]))


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What one may do at a step of a case. then: the step, or the ending, to which it leads."""

    text: Text
    then: str


@dataclass(frozen=True, kw_only=True)
class Ending:
    """How a case ends, and whether that is good."""

    id: str
    title: Text
    text: Text
    good: bool


WHO = ("leader", "frontline", "support", "everyone")
"""Whom an action is for."""


@dataclass(frozen=True, kw_only=True)
class Action:
    """Something to do about a result, small enough for a week. who: of `WHO`."""

    who: str
    do: Text


@dataclass(frozen=True, kw_only=True)
class Item:
    """One statement or question. `response_scale` is its own, or its survey's. choices: those of a step of a case.

    column: what its column is called in a tool's file, besides its id and words. ask, actions: where it stands out, a
    question for the room, and what somebody may do about it.
    """

    id: str
    text: Text
    reverse_keyed: bool = False
    response_scale: ResponseScale
    choices: tuple[Choice, ...] = ()
    column: str | None = None
    ask: Text | None = None
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Dimension:
    """Items that are scored together. At least `min_answered` of them (a count) must be answered for a score.

    response_scale: its own, for the items that a workshop's list brings. comment: what the free text is asked with.
    items_from: the workshop's list that replaces the items; without one they stand as they are. kind: how it is asked,
    one of `cxkit.survey.kinds.KINDS`, which say what labels_from to endings are for. ask, actions: as an item's; they
    stand in for those of items that have none, as the entries of a workshop's list.
    """

    id: str
    title: Text
    kind: str = "rate"
    question: Text | None = None
    items: tuple[Item, ...] = ()
    min_answered: int
    items_from: str | None = None
    response_scale: ResponseScale | None = None
    comment: Text | None = None
    labels_from: Mapping[int, str] | None = None
    tokens: int | None = None
    most_each: int | None = None
    pins: Mapping[str, int] | None = None
    story: Text | None = None
    endings: tuple[Ending, ...] = ()
    ask: Text | None = None
    actions: tuple[Action, ...] = ()

    @property
    def lists(self) -> frozenset[str]:
        """The workshop's lists that it is about: that of its items, and that of its labels."""
        return frozenset(filter(None, (self.items_from, *(self.labels_from or {}).values())))

    @property
    def scored(self) -> bool:
        """Whether a score from 0 to 100 of one person's answers says something about what was asked."""
        if self.kind == "choose":  # named buttons may be in no order: then none of them is favourable
            return any(item.response_scale.favourable for item in self.items)
        return self.kind in ("rate", "sort", "place")

    @property
    def summed(self) -> bool:
        """Whether a score of many people says something: of a list to rate, and of what is one item anyway."""
        return self.kind == "rate" or len(self.items) == 1

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

    options_from: the workshop's list that replaces the options; without one they stand as they are. within: another
    attribute, each of whose groups is made up of groups of this one, as a department is of teams. column, values: what
    its column is called in a tool's file, and what stands there for an option, or for missing.
    """

    id: str
    title: Text
    options: Mapping[str, Text] | None = None
    options_from: str | None = None
    compare: tuple[str, str] | None = None
    within: str | None = None
    column: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)

    def label(self, value: str) -> str:
        """Return an option's words for people; the value itself where the survey has none."""
        if value == "":
            return say("picture.unknown")
        return str(self.options[value]) if self.options and value in self.options else value


@dataclass(frozen=True, kw_only=True)
class Thresholds:
    """How many must have answered before a score, a distribution or comments are shown. Never below 3."""

    scores: int = 5
    distributions: int = 8
    comments: int = 10

    @property
    def batch(self) -> int:
        """How many new people each group needs that a later picture of a room adds to: for scores and distributions.

        And never fewer than a group needs to be told at all: else a group that is new is not told, but only a whole
        batch of it can have come, and so everybody would know how many they are.
        """
        return max(self.scores, self.distributions, FLOOR + 2)


_SAID = {"labels", "not_applicable", "reverse_keyed"}
"""What is said even where it is as usual."""


def in_file(part: Any) -> Any:
    """Return the form that a survey file has for a part of a survey."""
    if isinstance(part, Text):
        return part.plain()
    if isinstance(part, Mapping):
        return {str(name): in_file(one) for name, one in part.items()}
    if isinstance(part, tuple):
        return [in_file(one) for one in part]
    if not is_dataclass(part):
        return part
    own = {one.name: getattr(part, one.name) for one in fields(part) if one.name in _SAID or not _is_usual(part, one)}
    return {name: in_file(value) for name, value in own.items()}


def _is_usual(part: Any, one: Field[Any]) -> bool:
    usual = one.default if one.default_factory is NONE else one.default_factory()
    return bool(getattr(part, one.name) == usual)
