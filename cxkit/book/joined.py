"""Pages of a book as one, for print: chapters run on, as one that ends high on a sheet would leave the rest empty."""

import re
from collections.abc import Iterable, Sequence
from html import unescape
from pathlib import Path

_ARTICLE = re.compile(r"<article\b.*</article>", re.DOTALL)
_STATE = re.compile(r'<script type="application/vnd\.jupyter\.widget-state\+json">.*?</script>', re.DOTALL)
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_PLACE = re.compile(r'(\sid="|url\(#)')
_PAPER = "<style>@page { size: 210mm 279mm; }</style>"
"""As wide as A4 and as high as Letter: on either one it is printed as large as it is."""
_LINK = re.compile(r'href="(?:([^"#/:]+)\.html)?(#[^"]*)?"')


class Chapter:
    """A page as a part of the whole: the names of its places have its own before them.

    title: the page's, without the book's. top: the place of its heading, to which each page has a link.
    """

    def __init__(self, page: Path) -> None:
        self.name, self.text = page.stem, page.read_text(encoding="utf-8")
        title, article = _TITLE.search(self.text), _ARTICLE.search(self.text)
        self.title = unescape(title[1]).split(" — ")[0].strip() if title else self.name
        self.article = _PLACE.sub(rf"\1{self.name}-", article[0] if article else "")
        self.top = self.article.partition(' id="')[2].partition('"')[0]

    def linked(self, tops: dict[str, str]) -> str:
        """Return what it says, with links to places in the whole. tops: of all chapters, by their pages' names."""

        def link(found: re.Match[str]) -> str:
            page, place = found[1] or self.name, found[2]
            if page not in tops:
                return found[0]
            return f'href="#{page}-{place[1:]}"' if place else f'href="#{tops[page]}"'

        return _LINK.sub(link, self.article)


def joined(chapters: Sequence[Chapter]) -> str:
    """Return the first page with what all of them say."""
    tops = {chapter.name: chapter.top for chapter in chapters}
    states: Iterable[str] = (state for chapter in chapters for state in _STATE.findall(chapter.text))
    parts = [_PAPER, *states, *(chapter.linked(tops) for chapter in chapters)]
    return _ARTICLE.sub(lambda _: "".join(parts), _STATE.sub("", chapters[0].text))
