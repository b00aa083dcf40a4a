"""`make translations`: the book's texts as they are now go to its catalogues, and what is translated is written down.

Each text of the book goes into `book/locale/<language>/LC_MESSAGES/<page>.po`; one that has changed loses its
translation there. Of the rooms' words and the surveys, marks are kept of what each translation is of, so that the
checks find it once its English has changed (cxkit/words/record.py).
"""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from cxkit import words
from cxkit.book.languages import sphinx_name
from cxkit.survey.files import shipped, shipped_surveys
from cxkit.survey.run_sheet import shipped_run_sheets
from cxkit.survey.translation import by_place, find, messages
from cxkit.words.record import SUFFIX, Texts, keep

RECORD = Path(__file__).with_name(f"words{SUFFIX}")
"""Marks of the rooms' words."""
TRANSLATED = (
    "index", "assessment", "engaged", "motivating", "teamwork", "in_tune", "ownership", "handoffs", "recovery",
    "role-cards", "champions", "journey", "commitments", "results", "summary", "confidentiality", "facilitator",
    "glossary", "explore", "behind",
)  # fmt: skip
"""The pages that rooms and teams read, in every language. The technical ones are in English."""

CODE = re.compile(r"^`[^`]+`$")
"""What is the same in every language: a key, a command."""
HEADER = 'msgid ""\nmsgstr ""\n"Language: {lang}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'


@cache
def catalogue() -> Texts:
    """Return the rooms' words by language, English first, by id."""
    found: dict[str, dict[str, str]] = {}
    for lang in words.languages():
        for path in sorted((words.FOLDER / lang).glob("*.toml")):
            for key, entry in tomllib.loads(path.read_text(encoding="utf-8")).items():
                told = entry if isinstance(entry, str) else json.dumps(entry, ensure_ascii=False, sort_keys=True)
                found.setdefault(f"{path.stem}.{key}", {})[lang] = told
    return {id: texts for id, texts in found.items() if words.FIRST in texts}


def files() -> list[Path]:
    """Return the files of all surveys and run sheets."""
    return [find(name) for name in (*shipped_surveys(), *shipped_run_sheets())]


def templates(folder: Path) -> dict[str, Catalog]:
    """Build what there is to translate of the book in a folder, and return it by page. Takes some seconds."""
    source, raw = folder / "book", yaml.safe_load(shipped("_config.yml").read_text(encoding="utf-8"))
    shutil.copytree(shipped("book"), source, ignore=shutil.ignore_patterns("locale", "_build"))
    shutil.copy(source / "team" / "behind.md", source)
    with (source / "_toc.yml").open("a", encoding="utf-8") as toc:
        toc.write("      - file: behind\n")
    raw["execute"]["execute_notebooks"] = "off"
    (folder / "_config.yml").write_text(yaml.safe_dump(raw), encoding="utf-8")
    build = "from jupyter_book.cli.main import main; main()"
    command = [sys.executable, "-c", build, "build", str(source), "--config", str(folder / "_config.yml")]
    command += ["--path-output", str(folder), "--builder", "custom", "--custom-builder", "gettext"]
    subprocess.run(command, check=True, capture_output=True)
    found = {}
    for page in TRANSLATED:
        with (folder / "_build" / "gettext" / f"{page}.pot").open("rb") as file:
            found[page] = read_po(file)
    return found


def written(page: str, lang: str) -> Path:
    """Return where a page's catalogue is."""
    return shipped("book") / "locale" / lang / "LC_MESSAGES" / f"{page}.po"


def update(page: str, lang: str, template: Catalog) -> None:
    """Put a page's texts as they are now into its catalogue; what is translated of them stays."""
    known, path = {}, written(page, lang)
    if path.is_file():
        with path.open("rb") as file:
            known = {one.id: one.string for one in read_po(file) if one.id and not one.fuzzy}
    after = Catalog(locale=sphinx_name(lang), fuzzy=False)
    for one in template:
        if one.id:
            places = [(f"book/{Path(name).name}", line) for name, line in one.locations]
            after.add(one.id, known.get(one.id) or "".join(CODE.findall(str(one.id))), locations=places).flags.clear()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(HEADER.format(lang=lang).encode())
        write_po(file, after, width=0, omit_header=True)


def main() -> None:
    """Do all of it."""
    with TemporaryDirectory() as folder:
        for page, template in templates(Path(folder)).items():
            for lang in words.languages()[1:]:
                update(page, lang, template)
    keep(RECORD, catalogue())
    for path in files():
        keep(path.with_suffix(SUFFIX), by_place(messages(path)))


if __name__ == "__main__":
    main()
