"""When two ways of writing are one: spaces, capitals, and signs that nobody sees do not make two."""

import html
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

from cxkit.responses.csv_safety import unguarded

_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_WHOLE = re.compile(r"^([-+]?\d+)[.,]0{1,2}$")
"""As in 5.0 and 5,0: three digits would be thousands."""
_JOINERS = re.compile("[\u200c\u200d\ufe00-\ufe0f]|(?<=i)\u0307")
"""What shapes the letter beside it; and the dot that a Turkish capital I leaves on its small letter."""
_SIGNS = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")
    | dict.fromkeys("\u2018\u2019\u02bc", "'")
    | {chr(zero + digit): str(digit) for zero in (0x0660, 0x06F0) for digit in range(10)}
)
"""Hyphens and apostrophes as editors change them; the digits of Arabic and of Persian."""


@lru_cache(1 << 12)  # a file in batches has its groups' names in each of them
def tidy(text: str) -> str:
    """Return a text with its accents composed, single spaces, and nothing unseen; a spreadsheet's guard is taken off.

    >>> from cxkit.responses.spelling import tidy
    >>> tidy(" Cafés\u00a0 and\u200b bars")
    'Cafés and bars'
    """
    return " ".join(_UNSEEN.sub("", unicodedata.normalize("NFC", unguarded(text))).split())


@lru_cache(1 << 12)
def alike(text: str) -> str:
    """Return what is the same for texts that differ in capitals, spaces or how an accent or a number is written.

    >>> from cxkit.responses.spelling import alike
    >>> alike("Anna’s on\u2010site team") == alike("ANNA'S on-site team")
    True
    """
    folded = tidy(unicodedata.normalize("NFKC", text)).casefold().translate(_SIGNS)
    return _WHOLE.sub(r"\1", _JOINERS.sub("", folded))


def untagged(text: str) -> str:
    """Return a text without the HTML that tools write around it."""
    return html.unescape(_TAG.sub("", text))


def bare(text: str) -> str:
    """Return a text's letters and digits alone: tools change quotes, line breaks and full stops, and write HTML."""
    return "".join(sign for sign in alike(untagged(text)) if unicodedata.category(sign)[0] in "LNM")


def one_spelling(times: Mapping[str, int]) -> dict[str, str]:
    """Return, for each spelling that is not its group's commonest (of two as common: the first by name), that one.

    >>> from cxkit.responses.spelling import one_spelling
    >>> one_spelling({"Sales": 7, "sales": 2, "Stores": 4})
    {'sales': 'Sales'}
    """
    chosen: dict[str, str] = {}
    for spelling in sorted(times, key=lambda spelling: (-times[spelling], spelling)):
        chosen.setdefault(alike(spelling), spelling)
    return {spelling: chosen[alike(spelling)] for spelling in sorted(times) if chosen[alike(spelling)] != spelling}


def by_spelling(named: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return a mapping of these (spelling, meaning), without the spellings that have two meanings."""
    found: dict[str, str] = {}
    two = set()
    for spelling, meaning in named:
        if found.setdefault(spelling, meaning) != meaning:
            two.add(spelling)
    return {spelling: meaning for spelling, meaning in found.items() if spelling and spelling not in two}
