"""The catalogue holds what people read: all of it, in every language, and nothing that nobody reads.

Not its business: what whoever writes a survey file or calls Python is told, the commands' output, the chapters.
"""

import tomllib
from functools import cache
from pathlib import Path

import pytest

from cxkit import words
from cxkit.words import PLACE, Entry, languages
from tests.words.reading import Call, python_calls, python_texts, script_calls, script_texts, template_texts

PACKAGE = words.FOLDER.parent
ROOMS = (
    "live/**/*.py",
    "plots/*.py",
    "reports/wording.py",
    "reports/headline.py",
    "reports/kind_headlines.py",
    "reports/ways.py",
    "reports/hand_overs.py",
    "reports/pictures.py",
    "reports/layouts/*.py",
    "reports/text.py",
    "book/summary.py",
    "book/slides.py",
    "book/chart_slides.py",
    "book/tables.py",
    "book/workbook.py",
    "book/pictures.py",
    "book/occasion.py",
    "book/explore.py",
    "book/exploration.py",
    "book/follow_up.py",
    "book/commitments.py",
    "book/sphinx.py",
    "book/widgets.py",
    "book/zip.py",
    "survey/parts.py",
    "survey/preview.py",
    "**/*.html",
    "static/*.js",
)
"""Where words for people are put together."""
TERMINAL = (
    "live/laptop.py",
    "live/serving/network.py",
    "live/serving/notify.py",
    "live/storage/database.py",
    "live/storage/server.py",
    "live/workers.py",
)
"""What these say is read in a terminal."""
CALLERS = frozenset({
    "AttributeError", "CommitmentError", "KeyError", "LookupError", "ReportError", "ResponseError", "RuntimeError",
    "SurveyError", "TypeError", "ValueError",
})  # fmt: skip
"""Errors that whoever calls Python or writes a file reads."""


def covered() -> list[Path]:
    """Return the files of the rooms."""
    found = {path for pattern in ROOMS for path in PACKAGE.glob(pattern)}
    return sorted(found - {PACKAGE / name for name in TERMINAL})


def texts(path: Path) -> list[str]:
    """Return what stands outside of the catalogue in a file, with its line."""
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        found = list(python_texts(source, CALLERS))
    else:
        found = list(script_texts(source)) if path.suffix == ".js" else template_texts(source)
    return [f"line {line}: {text}" for line, text in found]


@pytest.mark.parametrize("path", covered(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_words_stand_outside_of_the_catalogue(path: Path) -> None:
    """Where they still do, the file is on a list; where they no longer do, it is off the list."""
    found = texts(path)
    assert found == []


def test_every_room_has_files() -> None:
    """A pattern that names nothing would check nothing."""
    assert [pattern for pattern in ROOMS if not list(PACKAGE.glob(pattern))] == []
    assert {name for name in TERMINAL if not (PACKAGE / name).is_file()} == set()


@cache
def calls() -> dict[str, list[Call]]:
    """Return every `say` in the package, by file."""
    found: dict[str, list[Call]] = {}
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix not in {".py", ".js", ".html", ".md"} or path.parent == words.FOLDER:
            continue
        read = python_calls if path.suffix == ".py" else script_calls
        found[path.relative_to(PACKAGE).as_posix()] = list(read(path.read_text(encoding="utf-8")))
    return found


@cache
def catalogue(lang: str) -> dict[str, Entry]:
    """Return a language's entries by id."""
    return {
        f"{path.stem}.{key}": entry
        for path in sorted((words.FOLDER / lang).glob("*.toml"))
        for key, entry in tomllib.loads(path.read_text(encoding="utf-8")).items()
    }


def test_every_id_that_is_said_is_a_literal_that_the_catalogue_has() -> None:
    """So that this can be read here."""
    wrong = [
        f"{file}, line {call.line}: {call.id or 'not a literal'}"
        for file, own in calls().items()
        for call in own
        if call.id not in catalogue("en")
    ]
    assert wrong == []


def test_every_text_is_said_somewhere() -> None:
    """What nobody reads any more goes."""
    said = {call.id for own in calls().values() for call in own}
    assert [id for id in catalogue("en") if id not in said] == []


def test_every_call_gives_what_its_text_needs() -> None:
    """The places of a text, and `n` of a plural; no other values."""
    wrong = []
    for file, own in calls().items():
        for call in own:
            entry = catalogue("en").get(call.id or "")
            if entry is None or call.names is None or file.endswith((".js", ".html")):
                continue
            needed = places(entry) | ({"n"} if isinstance(entry, dict) else set())
            if call.names != needed:
                wrong.append(f"{file}, line {call.line}: {call.id} needs {sorted(needed)}, given {sorted(call.names)}")
    assert wrong == []


@pytest.mark.parametrize("lang", languages())
def test_a_language_has_every_text_with_the_same_places(lang: str) -> None:
    """And a plural where English has one."""
    english, own = catalogue("en"), catalogue(lang)
    assert sorted(set(english) - set(own)) == []
    assert sorted(set(own) - set(english)) == []
    assert [id for id in english if isinstance(own[id], str) is not isinstance(english[id], str)] == []
    assert [id for id in english if places(own[id]) != places(english[id])] == []


@pytest.mark.parametrize("lang", languages())
def test_a_plural_has_the_categories_of_its_language(lang: str) -> None:
    """Those that whole numbers up to a thousand take there, by CLDR; no others."""
    needed = {words._plural(n, lang) for n in range(1001)} | {"other"}
    assert {id: set(own) for id, own in catalogue(lang).items() if isinstance(own, dict) and set(own) != needed} == {}


def places(entry: Entry) -> set[str]:
    """Return the names of an entry's places, in any of its forms; a plural may leave its number out."""
    forms = [entry] if isinstance(entry, str) else list(entry.values())
    return {name for form in forms for name in PLACE.findall(form)} - (set() if isinstance(entry, str) else {"n"})
