"""In which of a room's languages somebody wrote: by the direction of the letters and by words such as "the".

What nobody says of a comment, so that nothing is kept of its writer. Browsers and screen readers are told.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from unicodedata import bidirectional

from cxkit.words import FIRST, direction

WORD = re.compile(r"[^\W\d_]{2,}")
_FILE = Path(__file__).with_name("common_words.txt")


def tongue(said: str, offered: Iterable[str]) -> str:
    """Return which of the languages offered some words are in; "", HTML's sign for an unknown one, where nothing tells.

    offered: tags; where a survey names none, it is English.

    >>> from cxkit.words.tongues import tongue
    >>> [tongue(said, ("en", "ar")) for said in ("We wait for the post", "الطابعة معطلة", "12")]
    ['en', 'ar', '']
    """
    ways = Counter("rtl" if bidirectional(letter) in ("R", "AL") else "ltr" for letter in said if letter.isalpha())
    fit = [lang for lang in tuple(offered) or (FIRST,) if ways and direction(lang) == max(ways, key=ways.__getitem__)]
    words = {word.lower() for word in WORD.findall(said)}
    often = sorted((len(words & common_words().get(lang.partition("-")[0], frozenset())), lang) for lang in fit)
    if len(often) > 1 and often[-1][0] == often[-2][0]:
        return ""
    return often[-1][1] if often else ""


@cache
def common_words() -> Mapping[str, frozenset[str]]:
    """Return the words that say nothing of what a comment is about, by the languages that have a list."""
    lines = [line for line in _FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {name: frozenset(words.split()) for name, _, words in (line.partition(": ") for line in lines)}
