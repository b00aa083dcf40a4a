"""Translated texts are parsed in a quicker way than Sphinx's own, and come out the same."""

from __future__ import annotations

import io
import re
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from sphinx.application import Sphinx
from sphinx.transforms import i18n
from sphinx.util.docutils import docutils_namespace, patch_docutils

from cxkit.book import messages

PAGE = """# A title

A paragraph with **weight**, *stress*, `code`, a [link](other.md) and {term}`word`.

- One, "quoted".
- $x^2$ and more.

## Another title

```{glossary}
word
  What it means.
```

| A | B |
|---|---|
| c | d |
"""
TEXTS = {
    "A title": "Ein *Titel*",
    "A paragraph with **weight**, *stress*, `code`, a [link](other.md) and {term}`word`.":
        "Mit {term}`Wort <word>`, `code`, **Gewicht**, *Ton*, \"Zitat\" und einem [Verweis](other.md).",
    'One, "quoted".': "Eins, „zitiert“ -- und ...",
    "$x^2$ and more.": "Mehr, und $x^2$.",
    "Another title": "Noch ein Titel",
    "word": "Wort",
    "What it means.": "Was es heißt.",
    "d": "vier",
}  # fmt: skip


def built(folder: Path) -> str:
    """Build a small German book, and return its page."""
    locale = folder / "locale" / "de" / "LC_MESSAGES"
    locale.mkdir(parents=True)
    (folder / "index.md").write_text(PAGE, encoding="utf-8")
    (folder / "other.md").write_text("---\norphan: true\n---\n# Other\n", encoding="utf-8")
    catalog = Catalog(locale="de", fuzzy=False)
    for text, words in TEXTS.items():
        catalog.add(text, words)
    with (locale / "index.po").open("wb") as file:
        write_po(file, catalog)
    settings: dict[str, Any] = {"extensions": ["myst_nb"], "language": "de", "locale_dirs": [str(folder / "locale")]}
    settings |= {"myst_enable_extensions": ["dollarmath", "smartquotes"], "nb_execution_mode": "off"}
    warned = io.StringIO()
    with docutils_namespace(), patch_docutils():
        Sphinx(folder, None, folder / "out", folder / "trees", "html", settings, status=None, warning=warned).build()
    assert warned.getvalue() == ""
    page = (folder / "out" / "index.html").read_text(encoding="utf-8")
    return re.sub(r"\?v=\w+", "", page)


def test_translated_texts_come_out_as_sphinx_has_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Titles, terms, links, formulas and quotes among them."""
    found = find_spec("sphinx.transforms.i18n")
    assert found
    assert found.loader
    own = module_from_spec(found)  # whatever an earlier build has put in its place
    found.loader.exec_module(own)
    monkeypatch.setattr(i18n, "publish_msgstr", own.publish_msgstr)
    slow = built(tmp_path / "slow")
    monkeypatch.setattr(i18n, "publish_msgstr", messages._published)
    assert built(tmp_path / "quick") == slow
    for words in ("Noch ein Titel", "<em>Ton</em>", "vier", "Was es heißt."):
        assert words in slow
