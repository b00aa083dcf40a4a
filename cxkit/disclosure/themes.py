"""Themes of what people wrote: comments that share a word, named by the words that they share most.

By fixed rules and without a model: words by their stems (Porter's algorithms, in Snowball; in Arabic light stemming
after Larkey, Ballesteros & Connell 2007, which keeps broken plurals apart), and pairs of words that stand next to each
other. A theme is told only where at least the comments' threshold of people share it.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

import snowballstemmer

from cxkit.disclosure.name_detection import flags, listed
from cxkit.words.tongues import WORD, common_words

_STEMMERS = {
    "en": "english", "es": "spanish", "de": "german", "fr": "french", "it": "italian", "pt": "portuguese",
}  # fmt: skip
_NAMES_FOUND = ("en", "es")
"""Where a capital letter in a sentence is most often a name's."""
_AS_WRITTEN = ("de",)
"""Where a capital letter is part of the word."""
_ARTICLE = re.compile(r"^[وف]?(?:ال|بال|كال|لل)(?=\w{3})")
"""What Arabic writes together with the word after it: the article, with "and", "in", "as" or "for"."""
_ENDING = re.compile(r"(?<=\w{3})(?:ها|هم|نا|ان|ات|ون|ين|يه|ه|ة|ي)$")
"""What Arabic puts at a word's end: whose it is, how many there are, and of which gender."""
_MARKS, _LETTERS = re.compile("[\u0640\u064b-\u0652]"), str.maketrans("أإآى", "اااي")
"""What may be left out in writing, and letters that are written in either of two ways."""
_COMMA = {"ar": "، "}
_NAMED_BY = 3
"""Words in a theme's name."""
_SHARED = 0.5
"""A further word is in the name if this share of the theme's people used it."""


@dataclass(frozen=True, kw_only=True)
class Theme:
    """Comments that share a word. key: the stem that they share; name: their commonest words; comments: which."""

    key: str
    name: str
    comments: tuple[str, ...]


def themes(
    comments: Mapping[str, str],
    least: int,
    language: str = "en",
    *,
    said: str = "",
    names: Iterable[str] = (),
    writers: Mapping[str, object] | None = None,
) -> list[Theme]:
    """Return the themes of what people wrote on one question, that of most people first.

    comments: by what each is called. writers: of whom each is; None: one a person. least: so many people share a
    theme, or it is none. said: the question, whose words are no theme. names: what is no theme's name, as whatever may
    name a person.

    >>> from cxkit.disclosure.themes import themes
    >>> said = ["The printers are broken", "A broken printer", "That printer!", "More tea"]
    >>> [(theme.name, theme.comments) for theme in themes({str(n): words for n, words in enumerate(said)}, 3)]
    [('printer, broken', ('0', '1', '2'))]
    """
    names, stem = tuple(names), _stems(language)
    asked = {stem(word.lower()) for word in WORD.findall(said)}
    small = {word for said in comments.values() for word in WORD.findall(said) if word.islower()}
    left = {}
    for id in sorted(comments):
        found = _phrases(comments[id], language, names, small)
        left[id] = {key: words for key, words in found.items() if key not in asked}
    made = []
    while left:
        people = _people(left, writers or {})
        key = min(people, key=lambda key: (-people[key], -key.count(" "), key), default="")
        if not key or people[key] < least:
            break
        those = {id: found for id, found in left.items() if key in found}
        made.append(Theme(key=key, name=_name(key, those, language), comments=tuple(those)))
        left = {id: found for id, found in left.items() if id not in those}
    return made


def _people(left: Mapping[str, Mapping[str, str]], writers: Mapping[str, object]) -> Counter[str]:
    """Return how many people used each word: who wrote twice counts once."""
    return Counter(key for key, _ in {(key, writers.get(id, id)) for id, found in left.items() for key in found})


def _phrases(text: str, language: str, names: Iterable[str], small: Collection[str]) -> dict[str, str]:
    """Return the words and pairs of words of a comment by their stems, as they stand there.

    small: what is written in small letters in any of the comments.
    """
    own = language.partition("-")[0]
    marks = flags(text, names) if own in _NAMES_FOUND else ()
    for flag in sorted(marks, key=lambda flag: -flag.start):
        if not _is_word(text[flag.start : flag.end].lower(), names, small):
            text = f"{text[: flag.start]} . {text[flag.end :]}"
    stem, common, found = _stems(language), _common(language), {}
    for part in re.split(r"[.,;:!?،؛؟\n()]+", text):
        words = [word if own in _AS_WRITTEN else word.lower() for word in WORD.findall(part)]
        for word in words:
            if word.lower() not in common:
                found[stem(word.lower())] = word
        for one, two in pairwise(words):
            if one.lower() not in common and two.lower() not in common:
                found[f"{stem(one.lower())} {stem(two.lower())}"] = f"{one} {two}"
    return found


def _is_word(said: str, names: Iterable[str], small: Collection[str]) -> bool:
    """Tell whether what looks like a name only begins a sentence: others write it in small letters, and it is none."""
    return said in small and said not in listed("also words") and not flags(said, names)


def _name(key: str, those: Mapping[str, Mapping[str, str]], language: str) -> str:
    """Return the words that a theme's comments share most: its own first, each as most people wrote it."""
    people = Counter(stem for found in those.values() for stem in found)
    often = [stem for stem, n in people.items() if n >= _SHARED * len(those) and not {*stem.split()} & {*key.split()}]
    often.sort(key=lambda stem: (-people[stem], -stem.count(" "), stem))
    taken: list[str] = []
    for stem in (key, *often):
        if len(taken) < _NAMED_BY and not any({*stem.split()} & {*other.split()} for other in taken):
            taken.append(stem)
    comma = _COMMA.get(language.partition("-")[0], ", ")
    return comma.join(_commonest(found[stem] for found in those.values() if stem in found) for stem in taken)


def _commonest(words: Iterable[str]) -> str:
    many = Counter(words)
    return min(many, key=lambda word: (-many[word], len(word), word))


@cache
def _common(language: str) -> frozenset[str]:
    """Return the words that are about nothing: of a language, or of all where it has no list."""
    lists, own = common_words(), language.partition("-")[0]
    return lists[own] if own in lists else frozenset[str]().union(*lists.values())


@cache
def _stems(language: str) -> Callable[[str], str]:
    """Return what makes a word's stem; in a language without a stemmer words are as they are."""
    if language.partition("-")[0] == "ar":
        return _light
    name = _STEMMERS.get(language.partition("-")[0])
    # One for each word: a stemmer is at one word at a time, and many phones may vote at once.
    return lru_cache(maxsize=4096)(lambda word: snowballstemmer.stemmer(name).stemWord(word)) if name else str


def _light(word: str) -> str:
    """Return an Arabic word without what is written together with it: an ending may stand before another."""
    word = _ARTICLE.sub("", _MARKS.sub("", word).translate(_LETTERS))
    return _ENDING.sub("", _ENDING.sub("", word))
