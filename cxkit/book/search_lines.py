"""Lines of text for the book's search: a book that is opened from a folder can fetch no page to take them from."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from cxkit.book.untranslated import english_only
from cxkit.static import served
from cxkit.words import spoken

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

FILE = Path("_static", "search_lines.js")
"""Where a built book keeps them: only the page of the search loads it."""
_PAGE = "search.html"
_LEAST = 20
"""Letters: what is shorter says nothing by itself."""


def lines_of(doctree: nodes.document) -> list[str]:
    """Return the paragraphs of a page that are worth reading by themselves."""
    texts = (" ".join("".join(_words(node)).split()) for node in doctree.findall(nodes.paragraph))
    return list(dict.fromkeys(text for text in texts if len(text) >= _LEAST))


def _words(node: nodes.Element) -> Iterator[str]:
    """Give what is read in a paragraph: not what is written for one kind of output only."""
    return (str(text) for text in node.findall(nodes.Text) if not isinstance(text.parent, nodes.raw))


def setup(app: "Sphinx") -> "ExtensionMetadata":
    """Sphinx's door into this extension."""
    lines: dict[str, list[str]] = {}

    def keep(_app: "Sphinx", doctree: nodes.document, page: str) -> None:
        lines[page] = lines_of(doctree)

    def write(app: "Sphinx", error: Exception | None) -> None:
        page = Path(app.outdir, _PAGE)
        if error or app.builder.format != "html" or not page.exists():
            return
        told = json.dumps(lines, ensure_ascii=False, sort_keys=True)
        english = json.dumps([one for one in sorted(lines) if english_only(one, spoken())])
        script = f"window.cxkitLines = {told};\nwindow.cxkitEnglish = {english};\n{served('search.js')}"
        Path(app.outdir, FILE).write_text(script, encoding="utf-8")
        tag = f'<script defer="defer" src="{FILE.as_posix()}"></script>\n</body>'
        page.write_text(page.read_text(encoding="utf-8").replace("</body>", tag, 1), encoding="utf-8")

    app.connect("doctree-resolved", keep)
    app.connect("build-finished", write)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
