"""Several editions of the book, each in a language, beside each other: where each is, and the switch between them.

The first is at the root, the others in folders that are called as their language is.
"""

import re
import shutil
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from markupsafe import Markup

from cxkit.book.languages import book_language
from cxkit.words import FIRST, called, choose, say

_LANGUAGE = re.compile(r'<html\b[^>]*\blang="([\w-]+)"')


class Editions:
    """The built editions, by language. build: what builds another, or None; it takes a minute."""

    def __init__(self, first: Path, build: Callable[[str], Path | None] | None = None) -> None:
        self.first = language_of_page(first / "index.html")
        self.built = {self.first: first.resolve()}
        self.build = build

    def place(self, lang: str, page: str = "") -> str:
        """Return where a page is in the edition that is best for a language: its path from the root."""
        best = choose(lang, tuple(self.built)) or (FIRST if FIRST in self.built else self.first)
        return page if best == self.first else f"{best}/{page}"

    def found(self, path: str) -> tuple[str, str]:
        """Return the language of a path from the root, and the path within that edition."""
        lang, _, page = path.partition("/")
        return (lang, page) if lang in self.built and lang != self.first else (self.first, path)

    def want(self, lang: str) -> None:
        """Build the edition of a language, where it is not there and the book has it."""
        best = book_language(lang)
        if best not in self.built and self.build and (made := self.build(best)):
            self.built = {**self.built, best: made.resolve()}  # another one: requests may be looking through it


def language_of_page(page: Path) -> str:
    """Return the language that a page names; English where it names none."""
    found = _LANGUAGE.search(page.read_text(encoding="utf-8")) if page.is_file() else None
    return found[1] if found else FIRST


def with_switch(text: str, page: str, here: str, langs: Sequence[str]) -> str:
    """Return a page with links to itself in the other languages. page: its path within its edition, in `here`.

    langs: those there are, that of the root first.
    """
    if len(langs) < 2:
        return text
    root = "../" * (page.count("/") + (here != langs[0]))
    links = [
        Markup('<a href="{}" lang="{}" hreflang="{}"{}>{}</a>').format(
            f"{root}{'' if lang == langs[0] else f'{lang}/'}{page}", lang, lang,
            Markup(' aria-current="true"') if lang == here else "", called(lang),
        )
        for lang in langs
    ]  # fmt: skip
    switch = Markup('<nav class="cx-langs" aria-label="{}">{}</nav>').format(
        say("phone.language", lang=here), Markup(" ").join(links)
    )
    return re.sub(r"<article\b", lambda found: f"{switch}{found[0]}", text, count=1)


def write_editions(folder: Path, langs: Iterable[str], build: Callable[[str], Path]) -> None:
    """Write editions into a new folder, the first at its root, with a switch on each page."""
    those = list(langs)
    for lang in those:
        pages, to = build(lang), folder if lang == those[0] else folder / lang
        shutil.copytree(pages, to, dirs_exist_ok=True)
        for page in pages.rglob("*.html"):
            path = page.relative_to(pages).as_posix()
            (to / path).write_text(with_switch(page.read_text(encoding="utf-8"), path, lang, those), encoding="utf-8")
