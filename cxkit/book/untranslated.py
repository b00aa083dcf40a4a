"""Pages of the book that stay in English: each says so, and whatever else says its title says that that is English."""

import re
from collections.abc import Mapping, Set
from html import unescape
from typing import TYPE_CHECKING

from docutils import nodes
from markupsafe import Markup

from cxkit.book.languages import words_of
from cxkit.words import FIRST, direction, say, spoken

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

IN_ENGLISH = f' lang="{FIRST}"'
_CLASS = "cx-english"
_LINK = re.compile(
    r'<a(?=\s)(?![^>]*\slang=)([^>]*?\shref="(?:\.\./)*([\w-]*)(?:\.html)?(?:#[^"]*)?"[^>]*)>(.*?)</a>', re.DOTALL
)
_TITLE = re.compile(r'<p class="prev-next-title">(.*?)</p>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def english_only(page: str, lang: str) -> bool:
    """Tell whether nothing of a page is translated into a language."""
    return lang != FIRST and not words_of(lang, page)


def say_it_is_english(app: "Sphinx", doctree: nodes.document, page: str) -> None:
    """Say on top of a page that is not translated, in the reader's language, that it is in English."""
    title = next(iter(doctree.findall(nodes.title)), None)
    if title is not None and english_only(page, spoken()) and app.builder.format == "html":
        words = Markup('<p class="{}" lang="{}" dir="{}">{}</p>').format(
            _CLASS, spoken(), direction(spoken()), say("book.only_english")
        )
        title.parent.insert(title.parent.index(title) + 1, nodes.raw("", words, format="html"))


def says_so(page: str) -> bool:
    """Tell whether a page says that it is in English."""
    return f'class="{_CLASS}"' in page


def english_titles(env: "BuildEnvironment", lang: str) -> dict[str, set[str]]:
    """Return what pages that stay in English, and their sections, are called: where links say it, it is English."""
    pages = (page for page in env.found_docs if english_only(page, lang))
    return {page: {node.astext() for node in env.tocs[page].findall(nodes.reference)} for page in pages}


def mark_english(page: str, own: str, titles: Mapping[str, Set[str]]) -> str:
    """Return a page, called `own`, whose English titles and links say that they are.

    titles: as `english_titles` returns them.
    """
    every = set[str]().union(*titles.values())

    def link(found: re.Match[str]) -> str:
        looks, target, words = found.groups()
        if (target or own) not in titles:
            return found[0]
        told = IN_ENGLISH if _plain(words) in every else ""
        if not (target or told):
            return found[0]
        return f'<a{looks} hreflang="{FIRST}"{told}>{_TITLE.sub(title, words)}</a>'

    def title(found: re.Match[str]) -> str:
        return found[0].replace(">", f"{IN_ENGLISH}>", 1) if _plain(found[1]) in every else found[0]

    page = _LINK.sub(link, page)
    return page.replace("<title>", f"<title{IN_ENGLISH}>", 1) if own in titles else page


def _plain(words: str) -> str:
    return " ".join(unescape(_TAG.sub("", words)).split())
