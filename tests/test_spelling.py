"""What people read is spelt right, and the British way: the book, the pages, the surveys, every message and docstring.

A word is right if a dictionary has it or `words.txt` does: names, terms of the field, and British spellings, since the
dictionary is American. House style is British ("organisation", "behaviour") because the first readers are.
"""

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from spellchecker import SpellChecker

from cxkit.words import FIRST, languages

ROOT = Path(__file__).parents[1]
LISTED = re.sub(r"^#.*", "", (ROOT / "tests" / "words.txt").read_text(encoding="utf-8"), flags=re.M)
KNOWN = set(LISTED.split())
OTHERS = set(languages()) - {FIRST}
"""Languages that are not for this dictionary."""
DICTIONARY = SpellChecker(language="en", distance=1)
AMERICAN = re.compile(
    r"(?:behavi|col|fav|flav|hon|hum|lab|neighb)or(?:s|ed|ing|al|able|hood)?$|iz(?:e|ed|es|er|ing|ations?)$"
    r"|yz(?:e|ed|es|ing)$|^(?:cent|lit|met)ers?$|^(?:defense|license|catalog|gray|fulfill|skillful|enrollment)s?$|ell(?:ed|ing|er)$"
)
"""Also words that are the same in both: those are in `words.txt`, if they are used."""
MARKDOWN = [*ROOT.glob("*.md"), *ROOT.glob("book/*.md"), *ROOT.glob("surveys/**/*.md")]
CATALOGUE = sorted((ROOT / "cxkit" / "words" / "en").glob("*.toml"))
SURVEYS = sorted(ROOT.glob("surveys/*/survey.yaml"))
SOURCES = sorted((ROOT / "cxkit").rglob("*.py"))


def plain(text: str) -> str:
    """Return text without code, formulas, links' targets, names of files and options, and works that it cites."""
    text = re.sub(r"\A---.*?\n---\n", "", text, flags=re.S)
    text = re.sub(r"^\s*(`{3,})(?!\{(?:note|tip|admonition|glossary)).*?^\s*\1$", "", text, flags=re.S | re.M)
    text = re.sub(r"^- [A-Z].*\((?:19|20)\d\d\w?\).*\n(?:  .*\n)*", "", text, flags=re.M)
    text = re.sub(r"\{[a-z:_-]+\}`([^`<]+?)(?: <[^>]*>)?`", r"\1", text)
    text = re.sub(r"\$\$.*?\$\$|\$[^$\n]+\$|``.*?``|`[^`]*`", " ", text, flags=re.S)
    text = re.sub(r"\]\([^)]*\)|<?https?://\S+|\S+@\S+|\{[^}\n]*\}|<[^>]*>|&\w+;", " ", text)
    return re.sub(r"[\w./*-]+[_/.][\w*]\S*|--?[\w-]+|\b\w*\d\w*", " ", text)


def wrong(text: str) -> list[str]:
    """Return the words that are not spelt right."""
    found = []
    for word in re.findall(r"[^\W\d_]+(?:[’'][a-z]+)?", text):
        base = re.sub(r"'(?:s|d|ll|ve|re)$", "", word.replace("’", "'"))
        known = base in KNOWN or base.lower() in KNOWN
        name = len(base) < 2 or not (base.islower() or base.istitle())  # of a class, an acronym
        if not known and not name and (base.lower() not in DICTIONARY or AMERICAN.search(base.lower())):
            found.append(word)
    return sorted(set(found))


def named(paths: Iterable[Path]) -> list[Any]:
    return [pytest.param(path, id=path.relative_to(ROOT).as_posix()) for path in sorted(paths)]


@pytest.mark.parametrize("path", named(MARKDOWN))
def test_a_page_of_the_book_or_about_it_is_spelt_right(path: Path) -> None:
    """Running text, tables, headings, figures' words."""
    assert wrong(plain(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", named(CATALOGUE))
def test_what_people_read_on_pages_and_figures_is_spelt_right(path: Path) -> None:
    """The English catalogue, a plural in each of its forms."""
    assert wrong(plain("\n".join(english(tomllib.loads(path.read_text(encoding="utf-8")))))) == []


@pytest.mark.parametrize("path", named(SURVEYS))
def test_a_survey_is_spelt_right(path: Path) -> None:
    """Its English texts."""
    assert wrong(plain("\n".join(english(yaml.safe_load(path.read_text(encoding="utf-8")))))) == []


@pytest.mark.parametrize("path", named(SOURCES))
def test_messages_and_docstrings_are_spelt_right(path: Path) -> None:
    """Every text of several words in the code."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):  # texts by language: those in others are not for this dictionary
            node.values = [
                value
                for key, value in zip(node.keys, node.values, strict=True)
                if not (isinstance(key, ast.Constant) and key.value in OTHERS)
            ]
            node.keys = [None] * len(node.values)
    texts = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value
    ]
    assert wrong(plain("\n".join(texts))) == []


def test_a_wrong_word_is_found_and_so_is_an_american_one() -> None:
    """And neither a name nor a British one."""
    assert wrong("Teh team's behavior is organized; the organisation’s colour isn't gray.") == [
        "Teh", "behavior", "gray", "organized",
    ]  # fmt: skip


def test_no_word_of_the_list_is_there_for_nothing() -> None:
    """Each is one that the dictionary lacks, or has in the American way."""
    assert [word for word in KNOWN if word.lower() in DICTIONARY and not AMERICAN.search(word.lower())] == []


def english(value: Any) -> Iterator[str]:
    """Yield the texts of a survey file or of the catalogue that are in English."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            if key not in OTHERS:
                yield from english(each)
    elif isinstance(value, list):
        for each in value:
            yield from english(each)
