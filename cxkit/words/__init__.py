"""Everything that people read, by id and in their language: `say("phone.saved")`.

A language is one folder of TOML files, one an area (`es/phone.toml`); an id is `area.key`. A text may hold `{name}`
places; one that depends on a number `n` is a table of CLDR plural categories: `{ one = "…", other = "…" }`. What a
language lacks is said in English. Ids stand literally in each call, so that a check finds a missing or unused one.
"""

import json
import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxkit.errors import did_you_mean, listing
from cxkit.words.tags import TAG, choose, direction, wished

if TYPE_CHECKING:
    from markupsafe import Markup

__all__ = [
    "FIRST", "FOLDER", "LANGUAGE_VARIABLE", "PLACE", "TAG", "Entry", "apart", "called", "choose", "direction",
    "isolated", "languages", "preferred", "say", "say_html", "speaking", "spoken", "spoken_day", "spoken_number",
    "together", "words_for", "words_json",
]  # fmt: skip

Entry = str | dict[str, str]
"""A text, or the texts of a plural by CLDR category."""

FIRST = "en"
LANGUAGE_VARIABLE = "CXKIT_LANGUAGE"
"""Names the language in which a program speaks from its start; of a book that is built, for its cells, too."""
FOLDER = Path(__file__).parent
PLACE = re.compile(r"\{(\w+)\}")
SAID = re.compile(r"""\bsay\(\s*["']([a-z_]+\.[a-z0-9_]+)["']""")
"""A call with its id, in Python, JavaScript and templates alike."""
ISOLATES = "\u2068\u2069"
"""What begins and ends words that have an order of their own within a line."""
_UNSEEN = dict.fromkeys(map(ord, ISOLATES))
_OWN = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff"  # letters that are written from right to left
_RTL, _LTR = re.compile(rf"(?!\d)[{_OWN}]"), re.compile(rf"(?![{_OWN}])[^\W\d_]")
_current: ContextVar[str] = ContextVar("language", default=os.environ.get(LANGUAGE_VARIABLE) or FIRST)


def say(id: str, /, *, lang: str | None = None, **values: object) -> str:
    """Return a text in a language (a tag such as "es" or "es-MX"), or in that of `speaking`; its places are filled.

    Raises LookupError for an id that the catalogue does not have, and for a place without a value.
    """
    text, language = _text(id, lang, values)
    return PLACE.sub(lambda place: apart(values[place[1]], language), text)


def say_html(id: str, /, *, lang: str | None = None, **values: object) -> "Markup":
    """Return what `say` does, for a page: escaped, except values that are Markup."""
    from markupsafe import Markup, escape  # noqa: PLC0415  (what makes no page does without)

    text, language = _text(id, lang, values)
    own = {name: value if isinstance(value, Markup) else apart(value, language) for name, value in values.items()}
    if direction(language) == "rtl":
        own |= {name: Markup("<bdi>{}</bdi>").format(value) for name, value in own.items() if isinstance(value, Markup)}
    parts = PLACE.split(text)  # words, name, words, name … words
    return Markup("").join(escape(own[part] if place % 2 else part) for place, part in enumerate(parts))


def apart(value: object, lang: str) -> str:
    """Return a value as it stands in a sentence: apart, where one would turn the order of the other.

    Between Arabic words that is so of "−12", "1–5", "7KQMP" and "Why?"; between English ones of whatever has Arabic
    letters: the number after it would go before. `apart` in parts.js is the same.
    """
    words = str(value)
    turns, same = _RTL.search(words), direction(lang) == "ltr"
    alike = not turns if same else words.isdecimal() or (turns and not _LTR.search(words))
    return words if alike else isolated(words)


def isolated(words: str) -> str:
    """Return words in an order of their own within a line."""
    return f"{ISOLATES[0]}{words}{ISOLATES[1]}"


def together(words: str) -> str:
    """Return words without the signs of `apart`, for what would show them as boxes."""
    return words.translate(_UNSEEN)


def spoken_day(day: date, pattern: str) -> str:
    """Return a day in the current language, by a CLDR pattern such as "EEEE d MMMM y"."""
    from babel.dates import format_date  # noqa: PLC0415

    return str(format_date(day, pattern, locale=_offered(_current.get()).replace("-", "_")))


def spoken_number(value: float, pattern: str) -> str:
    """Return a number in the current language, by a CLDR pattern such as "0.00"."""
    from babel.numbers import format_decimal  # noqa: PLC0415

    return str(format_decimal(value, pattern, locale=_offered(_current.get()).replace("-", "_")))


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """Let `say` speak a language within a block, wherever none is named."""
    token = _current.set(lang)
    try:
        yield
    finally:
        _current.reset(token)


def spoken() -> str:
    """Return the language that `say` speaks where none is named."""
    return _current.get()


def words_for(source: str, lang: str) -> dict[str, Entry]:
    """Return the words that a script says, by id: those in its `say("area.key")` calls."""
    return {id: _entry(id, lang)[0] for id in dict.fromkeys(SAID.findall(source))}


def words_json(source: str, langs: Iterable[str]) -> str:
    """Return a script's words in some languages, as JSON that may stand within a page's `<script>`.

    Beside them stands the direction of a language that is not written from left to right, by the id "". A plural that
    is as the other ones are is not said again.
    """
    told = {
        lang: {id: _brief(entry) for id, entry in words_for(source, lang).items()}
        | ({"": way} if (way := direction(lang)) != "ltr" else {})
        for lang in langs
    }
    return json.dumps(told, ensure_ascii=False).replace("<", "\\u003c")


def _brief(entry: Entry) -> Entry:
    if isinstance(entry, str):
        return entry
    return {plural: text for plural, text in entry.items() if plural == "other" or text != entry["other"]}


@cache
def languages() -> tuple[str, ...]:
    """Return the languages that the catalogue has, English first."""
    others = {path.parent.name for path in FOLDER.glob("*/*.toml")} - {FIRST}
    return (FIRST, *sorted(others))


def preferred(accepted: str, offered: Iterable[str]) -> str:
    """Return the reader's language among those offered, by an Accept-Language header; else the first offered."""
    offered = tuple(offered) or (FIRST,)
    return next((one for tag in wished(accepted) if (one := choose(tag, offered))), offered[0])


def called(lang: str) -> str:
    """Return what a language is called by those who speak it; its tag where nobody knows."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415

    try:
        name = Locale.parse(lang, sep="-").get_display_name() or lang
    except (ValueError, UnknownLocaleError):
        return lang
    return name[:1].upper() + name[1:]


def _offered(lang: str) -> str:
    """Return the language of the catalogue in which somebody is spoken to who wants one."""
    return choose(lang, languages()) or FIRST


def _text(id: str, lang: str | None, values: Mapping[str, object]) -> tuple[str, str]:
    """Return a text with its places open, and its language. Raises LookupError where a value for one is missing."""
    entry, language = _entry(id, lang or _current.get())
    if isinstance(entry, dict) and "n" not in values:
        raise LookupError(f'The text "{id}" has a plural: give the number that it depends on as n.')
    text = entry if isinstance(entry, str) else entry.get(_plural(values["n"], language), entry["other"])
    if missing := sorted(set(PLACE.findall(text)) - set(values)):
        raise LookupError(f'The text "{id}" needs {listing(missing)}; given: {listing(values) or "nothing"}.')
    return text, language


def _entry(id: str, lang: str) -> tuple[Entry, str]:
    """Return an entry, and the language in which it is: the best that there is for the one asked for, or English."""
    area, _, key = id.partition(".")
    for one in (_offered(lang), FIRST):
        if key in _area(one, area):
            return _area(one, area)[key], one
    known = [f"{area}.{each}" for each in _area(FIRST, area)]
    raise LookupError(
        f'There is no text "{id}" in cxkit/words/{FIRST}/{area}.toml; add it there, and in each other language.'
        + did_you_mean(id, known)
    )


@cache
def _area(lang: str, area: str) -> Mapping[str, Entry]:
    """Return the entries of an area; none where the language lacks it."""
    path = FOLDER / lang / f"{area}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


@cache
def _plural(n: Any, lang: str) -> str:
    """Return the CLDR category of a number."""
    if lang == FIRST:  # Babel takes a twentieth of a second to come
        return "one" if n == 1 else "other"
    from babel import Locale  # noqa: PLC0415  (most texts have no plural)

    return str(Locale.parse(lang, sep="-").plural_form(n))
