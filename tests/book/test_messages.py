"""Translated texts are parsed in a quicker way than Sphinx's own, and come out the same."""

import re
import subprocess
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

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


BUILD = """
import io, sys
from sphinx.application import Sphinx
from cxkit.book.messages import quicken
folder, quick = sys.argv[1:]
if quick:
    quicken()
settings = {"extensions": ["myst_nb"], "language": "de", "locale_dirs": [folder + "/locale"]}
settings |= {"myst_enable_extensions": ["dollarmath", "smartquotes"], "nb_execution_mode": "off"}
warned = io.StringIO()
Sphinx(folder, None, folder + "/out", folder + "/trees", "html", settings, status=None, warning=warned).build()
print(warned.getvalue(), end="")
"""


def built(folder: Path, quick: str) -> str:
    """Build a small German book in a program of its own, since Sphinx goes on to speak German; return its page."""
    locale = folder / "locale" / "de" / "LC_MESSAGES"
    locale.mkdir(parents=True)
    (folder / "index.md").write_text(PAGE, encoding="utf-8")
    (folder / "other.md").write_text("---\norphan: true\n---\n# Other\n", encoding="utf-8")
    catalog = Catalog(locale="de", fuzzy=False)
    for text, words in TEXTS.items():
        catalog.add(text, words)
    with (locale / "index.po").open("wb") as file:
        write_po(file, catalog)
    done = subprocess.run([sys.executable, "-c", BUILD, folder, quick], check=True, capture_output=True, text=True)
    assert done.stdout == ""
    page = (folder / "out" / "index.html").read_text(encoding="utf-8")
    return re.sub(r"\?v=\w+", "", page)


def test_a_translated_page_is_kept_without_what_made_its_texts(tmp_path: Path) -> None:
    """Each text of it was kept with a document, its settings and all that it reports to: forty times the page."""
    built(tmp_path, "yes")
    translated, english = ((tmp_path / "trees" / f"{page}.doctree").stat().st_size for page in ("index", "other"))
    assert translated < 4 * english


def test_translated_texts_come_out_as_sphinx_has_them(tmp_path: Path) -> None:
    """Titles, terms, links, formulas and quotes among them."""
    slow = built(tmp_path / "slow", "")
    assert built(tmp_path / "quick", "yes") == slow
    for words in ("Noch ein Titel", "<em>Ton</em>", "vier", "Was es heißt."):
        assert words in slow
