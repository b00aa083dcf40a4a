"""Words for the wall: which lines are one, and what the facilitator makes of them.

Equal lines merge, whatever their case, accents, spaces, hyphens, signs at the ends, and a final s of a word:
"Warehouse" and "warehouses " are one. Of several spellings the most frequent stands there.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from cxkit.disclosure.themes import themes
from cxkit.errors import NotFound, RoomError
from cxkit.survey.reader import writable
from cxkit.words import say

LONGEST = 100
"""Letters of a line."""
MOST_VOTES = 3
FEW, ENOUGH = 6, 3
"""Of fewer lines nobody loses sight; and so many people make a theme."""
_ACCENTS = re.compile("(?<=[a-z])[\u0300-\u036f]+")
"""Over Latin letters: in other scripts such a mark may make another letter."""
_NOTHING = re.compile("[\u0027\u2019\ufe0f]")


def line(words: Any) -> str:
    """Return a line as it is kept: in one piece, without spaces at its ends. Raises RoomError for what is none."""
    text = unicodedata.normalize("NFC", writable(str(words)))
    text = " ".join(text.split())
    if not isinstance(words, str) or not key(text) or len(text) > LONGEST:
        raise RoomError(say("collect.no_line", most=LONGEST))
    return text


@lru_cache(maxsize=4096)
def key(words: str) -> str:
    """Return what equal lines have in common; "" where there is not a letter, digit or picture in it."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", words).casefold())
    plain = unicodedata.normalize("NFC", _ACCENTS.sub("", _NOTHING.sub("", folded)))
    kept = "".join(sign if unicodedata.category(sign)[0] in "LMNS" or sign == "\u200d" else " " for sign in plain)
    return " ".join(map(_singular, kept.split()))


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] == "s" and word[-2] != "s" else word


@dataclass(frozen=True, kw_only=True)
class Line:
    """What stands on the wall once, however many have said it. hidden: from the room, by the facilitator."""

    key: str
    words: str
    n: int
    votes: int = 0
    hidden: bool = False
    merged: bool = False


@dataclass(frozen=True, kw_only=True)
class Wall:
    """What the facilitator made of the lines of one list.

    into: keys that are one with another; names: what a key is called; hidden: keys; chosen: a key, or "".
    """

    into: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    hidden: Set[str] = frozenset()
    chosen: str = ""
    votes: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, kept: Mapping[str, Any] | None) -> "Wall":
        """Return what is kept of a wall, or one of which nothing was made yet."""
        kept = kept or {}
        return cls(**{**kept, "hidden": {*kept.get("hidden", ())}})

    def to_dict(self) -> dict[str, Any]:
        """Return what is kept."""
        return {**vars(self), "hidden": sorted(self.hidden)}

    def lines(self, said: Iterable[str], votes: Mapping[str, int] | None = None) -> list[Line]:
        """Return what was said, equal lines as one, the most frequent first. votes: those that come now."""
        spelled: dict[str, Counter[str]] = {}
        whole: Counter[str] = Counter()
        for words in said:
            own = key(words)
            spelled.setdefault(self.one(own), Counter())[words] += 1
            whole[self.one(own)] += 1
        counted: Counter[str] = Counter()
        for chosen, n in (self.votes if votes is None else votes).items():
            counted[self.one(chosen)] += n
        merged = set(self.into.values())
        found = [
            Line(
                key=own,
                words=self.names.get(own) or _spelling(own, spelled[own]),
                n=n,
                votes=counted[own],
                hidden=own in self.hidden,
                merged=own in merged,
            )
            for own, n in whole.items()
        ]
        return sorted(found, key=lambda one: (-one.votes, -one.n, one.key))

    def one(self, own: str) -> str:
        """Return the key that stands for a key."""
        return self.into.get(own, own)

    def edited(self, action: str, keys: list[str], words: str) -> "Wall":
        """Return the wall after one thing is done with some of its lines.

        hide, show, apart; merge: the others into the first; rename: it is called `words` then; choose: the first,
        none: no longer any.
        """
        first = keys[0]
        if action == "hide":
            hidden = self.hidden | {*keys}
            return self._with(hidden=hidden, chosen="" if self.chosen in hidden else self.chosen)
        if action == "show":
            return self._with(hidden=self.hidden - {*keys})
        if action == "choose":
            return self._with(chosen="" if self.chosen == first else first, hidden=self.hidden - {first})
        if action == "apart":
            return self._with(into={one: to for one, to in self.into.items() if to not in keys})
        if action == "rename":
            text = line(words)
            return self._merged(key(text), [first])._named(key(text), text)
        return self._merged(first, keys[1:])

    def _merged(self, first: str, others: Iterable[str]) -> "Wall":
        gone = {one for one in others if one != first}
        into = {one: first if to in gone else to for one, to in self.into.items() if one != first}
        into |= dict.fromkeys(gone, first)
        chosen = first if self.chosen in gone else self.chosen
        named = next((self.names[one] for one in sorted(gone) if one in self.names), "")
        names = {one: words for one, words in self.names.items() if one not in gone}
        merged = self._with(into={one: to for one, to in into.items() if one != to}, chosen=chosen, names=names)
        return merged if first in names or not named else merged._named(first, named)

    def _named(self, own: str, words: str) -> "Wall":
        return self._with(names={**self.names, own: words})

    def _with(self, **changes: Any) -> "Wall":
        return Wall(**(vars(self) | changes))


def _spelling(own: str, spelled: Mapping[str, int]) -> str:
    """Return the most frequent spelling of a line, in letters that neither shout nor are all small: "Lager".

    Of one that is written in small letters alone by most, the way in which somebody began it with a capital. What is
    merged with it goes by it.
    """
    alike: Counter[str] = Counter()
    for words, n in spelled.items():
        alike[words.casefold()] += n

    def last(words: str) -> tuple[object, ...]:
        loud = len(words) > 4 and words.isupper()
        return (key(words) != own, -alike[words.casefold()], loud, words.islower(), -spelled[words], words)

    return min(spelled, key=last)


def by_theme(lines: Iterable[Line], language: str) -> list[dict[str, str]]:
    """Return lines to choose from, those that share a word together under its name; "": they share none.

    So many people share a word, in two lines or more, or it is no theme; few lines need none. In no order that tells
    how many have said what.
    """
    lines = sorted(lines, key=lambda one: one.key)
    words = {one.key: one.words for one in lines}
    people = {f"{n} {one.key}": one.words[:1].lower() + one.words[1:] for one in lines for n in range(one.n)}
    found = themes(people, ENOUGH, language) if len(words) >= FEW else []
    named: dict[str, str] = {}
    for theme in sorted(found, key=lambda one: one.name):
        own = sorted({one.partition(" ")[2] for one in theme.comments})
        named |= dict.fromkeys(own if len(own) > 1 else (), theme.name)
    order = [*named, *(own for own in words if own not in named)]
    return [{"key": own, "words": words[own], "theme": named.get(own, "")} for own in order]


def known(keys: list[str], lines: Iterable[Line]) -> list[str]:
    """Return keys, if all of them stand on a wall. Raises NotFound."""
    there = {one.key for one in lines}
    if not keys or not there.issuperset(keys):
        raise NotFound(say("collect.no_such"))
    return keys
