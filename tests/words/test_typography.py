"""What people read is set as a printer of their language would set it: quotes, apostrophes, spaces before signs."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from cxkit import words
from cxkit.survey.translation import by_place, messages
from tests.words.test_catalogue import catalogue
from tests.words.translations import TRANSLATED, files, written

NOT_PROSE = re.compile(r"`[^`]*`|\{[^{}]*\}(?:`[^`]*`)?|\]\([^)]*\)|https?://\S+|<[^>]*>|\*\*|(?<=\w)_(?=\w)")
"""Code, places, roles, links and tags: they are written as programs want them."""
FOR_PROGRAMS = frozenset({"change.day", "edition.day", "follow_up.day", "summary.day", "setup.usual_teams"})
"""How dates are written, by CLDR: its apostrophes stand around words; and what is taken apart at its commas."""
FAULTS = {
    "": {
        "a straight apostrophe": r"'", "a straight quote": r'"', "two spaces": r"[^\s_]  +\S",
        "a space before a comma": r"\w ,",
    },
    "en": {"another language's quotes": r"[«»„]"},
    "de": {"another language's quotes": r"[«»”]", "“ opens": r"(?:^|[\s(])“\w"},
    "es": {
        "another language's quotes": r"[„]", "a space within «»": r"«\s|\s»", "no ¿": r"(?m)^[^¿\n]*\?",
        "no ¡": r"(?m)^[^¡\n]*!", "a full stop within «»": r"\.»",
    },
    "fr": {
        "another language's quotes": r"[„]", "no narrow hard space within «»": r"«(?!\u202f)|(?<!\u202f)»",
        "no narrow hard space before a high sign": r"(?<!\u202f)[?!;](?!\w)",
        "no hard space before a colon": r"(?<![\u00a0\d]):(?!\w| \[)",
    },
    "pt-BR": {"another language's quotes": r"[«»„]"},
    "ar": {"a Latin comma or question mark": r"[\u0600-\u06ff][,;?]", "another language's quotes": r"[„“”]"},
}  # fmt: skip
"""What is never right in a text: in any language, and in one."""


def texts(lang: str) -> Iterator[tuple[str, str]]:
    """Give where each text of a language is, and what it says: the rooms' words, the surveys, the book."""
    for id, entry in catalogue(lang).items():
        if id not in FOR_PROGRAMS:
            yield from ((id, form) for form in ([entry] if isinstance(entry, str) else entry.values()))
    for path in files():
        for where, said in by_place(messages(path)).items():
            yield f"{Path(path.parent.name, path.name)}: {where}", said.get(lang, "")
    for page in TRANSLATED if lang != words.FIRST else ():
        with written(page, lang).open("rb") as file:
            yield from ((f"{page}.po, line {one.lineno}", str(one.string)) for one in read_po(file) if one.id)


@pytest.mark.parametrize("lang", words.languages())
def test_signs_are_those_of_the_language(lang: str) -> None:
    """In every text; the book's English has straight ones in its source, and typographic ones on its pages."""
    wrong = [
        f"{where}: {fault}: {text}"
        for where, text in texts(lang)
        for fault, pattern in (FAULTS[""] | FAULTS[lang]).items()
        if re.search(pattern, NOT_PROSE.sub("\u2060", text))
    ]
    assert wrong == []


@pytest.mark.parametrize("lang", words.languages())
def test_quotes_that_open_close(lang: str) -> None:
    """Each as often as the other."""
    opening, closing = {"de": ("„", "“"), "en": ("“", "”"), "pt-BR": ("“", "”")}.get(lang, ("«", "»"))
    assert [text for _, text in texts(lang) if text.count(opening) != text.count(closing)] == []
