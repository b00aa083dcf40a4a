"""The translated texts of a book, parsed without delay, and its words stemmed once.

Sphinx makes a parser anew for each text of a catalogue, MyST the settings of a document, and each page looks for the
stem of a word by itself: a book in another language took a quarter longer than the English one. What comes out is the
same (tests/book/test_messages.py).
"""

import gc
from copy import copy
from functools import cache, lru_cache
from typing import Any

from docutils import frontend, nodes
from docutils.utils import new_document
from markdown_it import MarkdownIt
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.parsers.mdit import create_md_parser
from sphinx.application import Sphinx
from sphinx.search import IndexBuilder
from sphinx.transforms import i18n
from sphinx.util.docutils import LoggingReporter

_settings = cache(frontend.get_default_settings)
_made = IndexBuilder.__init__


@lru_cache(maxsize=1)
def _parser(app: Sphinx) -> MarkdownIt:
    return create_md_parser(app.env.myst_config, SphinxRenderer)  # type: ignore[attr-defined]


def _published(app: Sphinx, text: str, *about: Any) -> nodes.Element:
    """Return a translated text as the first element of a document of its own, as Sphinx's `publish_msgstr` does.

    about: the path and line of what it translates, Sphinx's configuration, and the settings of its document.
    """
    path, line, _, settings = about
    document = new_document(f"{path}:{line}:<translated>", settings)
    document.reporter = LoggingReporter.from_reporter(document.reporter)
    parser = _parser(app)
    parser.options["document"] = document
    parser.render(text)
    found = next(iter(document.children), document)
    for node in found.findall():
        node.document = None  # theirs is the page's: this one would be kept with each of them
    return found


def _remembering(index: IndexBuilder, *about: Any, **more: Any) -> None:
    _made(index, *about, **more)
    index.lang.stem = cache(index.lang.stem)  # type: ignore[method-assign]


def quicken() -> None:
    """Put these in the place of the slower ones; another time it is as it was."""
    gc.freeze()  # the more texts there are, the more often all that was loaded would be looked through for garbage
    frontend.get_default_settings = lambda *components: copy(_settings(*components))
    i18n.publish_msgstr = _published  # type: ignore[assignment]
    IndexBuilder.__init__ = _remembering  # type: ignore[method-assign, assignment]
