"""The book in other languages: its catalogues, `book/locale/<language>/LC_MESSAGES/<page>.po`, as Sphinx takes them.

A page without a catalogue stays in English, and says so; so does each text that a catalogue lacks.
"""

import shutil
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import yaml
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from cxkit.survey.files import shipped
from cxkit.words import FIRST, choose

_CATALOGUES = "LC_MESSAGES"


@cache
def book_languages() -> tuple[str, ...]:
    """Return the languages that the book can be in, English first."""
    there = {path.parent.parent.name for path in shipped("book").glob(f"locale/*/{_CATALOGUES}/*.po")}
    return (FIRST, *sorted(there))


def book_language(lang: str) -> str:
    """Return the language of the book that is best for one: English where it has none."""
    return choose(lang, book_languages()) or FIRST


@cache
def words_of(lang: str, page: str) -> Mapping[str, str]:
    """Return what a page's English texts are in a language: those that are translated."""
    path = shipped("book") / "locale" / lang / _CATALOGUES / f"{page}.po"
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        return {str(one.id): str(one.string) for one in read_po(file) if one.id and one.string and not one.fuzzy}


def in_language(lang: str, page: str, words: str) -> str:
    """Return a text of a page in a language; as it is where that has none for it."""
    return words_of(lang, page).get(words, words)


def write_translated(source: Path, folder: Path, lang: str) -> Path:
    """Write a book's source with the catalogues of a language into a new folder, and return it."""
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns("locale", "_build", "__pycache__"))
    write_catalogues(folder, lang)
    return folder


def write_catalogues(folder: Path, lang: str, change: Callable[[str], str] = str) -> None:
    """Write the catalogues of a language into the folder of a book's source, as Sphinx wants them; of English, none.

    change: what has been done to the texts of that source.
    """
    to = folder / "locale" / sphinx_name(lang) / _CATALOGUES
    for path in sorted((shipped("book") / "locale" / lang / _CATALOGUES).glob("*.po")):
        to.mkdir(parents=True, exist_ok=True)
        catalog = Catalog(locale=sphinx_name(lang), fuzzy=False)
        for msgid, words in words_of(lang, path.stem).items():
            catalog.add(change(msgid), change(words))
        with (to / path.name).open("wb") as file:
            write_po(file, catalog)


def write_config(folder: Path, lang: str) -> Path:
    """Write the book's configuration for a language into a folder, and return where."""
    raw = yaml.safe_load(shipped("_config.yml").read_text(encoding="utf-8"))
    raw["title"] = in_language(lang, "index", raw["title"])
    raw["sphinx"]["config"]["language"] = sphinx_name(lang)
    path = folder / "_config.yml"
    path.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")
    return path


def sphinx_name(lang: str) -> str:
    """Return what Sphinx calls a language: pt_BR."""
    return lang.replace("-", "_")
