"""The reference: every public name is on its page with its docstring, and every example in a docstring is true."""

from __future__ import annotations

import doctest
import html
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

import cxkit
from cxkit.book.reference import body, functions, members, signature

PAGE = (Path(__file__).parents[2] / "book" / "reference.md").read_text(encoding="utf-8")

# The functions that analysts call; `report` is shown at work under `Report`.
SHOWN_AT_WORK = [
    "agreement", "change", "compare", "item_analysis", "load_survey", "published_report", "read_responses",
    "reliability", "Report", "sample", "score", "tally", "Tally",
]  # fmt: skip


def examples() -> Iterator[doctest.DocTest]:
    """Find every docstring with examples in every module of the package."""
    finder = doctest.DocTestFinder(exclude_empty=True)
    for found in pkgutil.walk_packages(cxkit.__path__, "cxkit."):
        module = importlib.import_module(found.name)
        yield from (test for test in finder.find(module, found.name) if test.examples)


@pytest.mark.parametrize("example", list(examples()), ids=lambda example: example.name)
def test_an_example_in_a_docstring_is_true(example: doctest.DocTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """It runs from the docstring alone, and what it prints is what stands there."""
    monkeypatch.delenv("CXKIT_EDITION", raising=False)
    example.globs = {}
    said: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    assert runner.run(example, out=said.append).failed == 0, "".join(said)


@pytest.mark.parametrize("name", SHOWN_AT_WORK)
def test_what_analysts_call_is_shown_at_work(name: str) -> None:
    """An example says more than a signature."""
    assert ">>> " in (inspect.getdoc(getattr(cxkit, name)) or "")


def test_the_page_has_every_public_name_once() -> None:
    """Whoever adds one says where it belongs."""
    blocks = re.findall(r"```\{public-names\} (.*)\n", PAGE)
    assert sorted(name for block in blocks for name in block.split()) == sorted(cxkit.__all__)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Build a page with all public names, strictly; its HTML."""
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("out")
    (source / "index.rst").write_text(f"Reference\n=========\n\n.. public-names:: {' '.join(cxkit.__all__)}\n")
    settings = {"extensions": ["cxkit.book.reference"], "html_theme": "basic", "nitpicky": True, "smartquotes": False}
    with docutils_namespace(), patch_docutils():
        app = Sphinx(source, None, out, out / ".doctrees", "html", settings, status=None, warningiserror=True)
        app.build()
    return (out / "index.html").read_text(encoding="utf-8")


def described() -> Iterator[tuple[str, object]]:
    for name in cxkit.__all__:
        value = getattr(cxkit, name)
        yield name, value
        if inspect.ismodule(value):
            yield from ((f"{name}.{part}", function) for part, function in functions(value))
        if inspect.isclass(value):
            yield from ((f"{name}.{part}", member) for part, member in members(value))


@pytest.mark.parametrize(("name", "value"), list(described()), ids=[name for name, _ in described()])
def test_a_public_name_is_in_the_built_page_with_its_docstring(name: str, value: object, built: str) -> None:
    """And so are the methods and properties of a class, and the figures: each under its own id, word for word."""
    section = re.split(r'id="cx\.', built.split(f'id="cx.{name}"')[1])[0]
    seen = html.unescape(re.sub(r"<[^>]+>", "", section))
    words = inspect.getdoc(value)
    assert words
    assert " ".join(words.replace("`", "").split()) in " ".join(seen.replace("`", "").split())


def test_docstrings_become_paragraphs_lists_and_examples() -> None:
    """Names with their meaning are a list, a meaning may be indented over several lines, and so may a list."""
    words = """Do it.

What `x` is: this paragraph
goes on.

one, two: first
    and more.
three: second.
Returns a table:
    n: how many.

>>> 1 + 1
2
"""
    found = body(words.splitlines())
    kinds = [type(node).__name__ for node in found]
    assert kinds == ["paragraph", "paragraph", "bullet_list", "paragraph", "bullet_list", "literal_block"]
    assert [item.astext() for item in found[2].children] == ["one, two: first and more.", "three: second."]
    assert found[4].astext() == "n: how many."
    assert found[5].astext() == ">>> 1 + 1\n2"


@pytest.mark.parametrize(
    ("words", "shown", "linked"),
    [
        ("as in `score`, of `frame`", ["frame"], ["score"]),
        ('either "in line" or "no value, but words of somebody"', ['"in line"'], []),
        ("Raises SurveyError, or a KeyError.", [], ["SurveyError"]),
        ('by group: {"team": {"Sales": 12}}', ['{"team": {"Sales": 12}}'], []),
        ("|not| *marked* up_ <b> :at: `all", [], []),
    ],
)
def test_running_text_shows_code_and_links_public_names(words: str, shown: list[str], linked: list[str]) -> None:
    """And takes nothing else for markup: a docstring cannot break the page."""
    (paragraph,) = body([words])
    assert [node.astext() for node in paragraph.findall(nodes.literal)] == shown
    assert [node.astext() for node in paragraph.findall(nodes.reference)] == linked
    assert paragraph.astext().replace("`", "") == words.replace("`", "")


def test_a_long_signature_has_a_line_for_each_parameter() -> None:
    """As a person would write it; types as in the source, keyword-only ones after a star."""
    assert signature("cx.sample", cxkit.sample) == "cx.sample(slug: str) -> Path"
    lines = signature("cx.score", cxkit.score).splitlines()
    assert lines[0] == "cx.score("
    assert lines[3:] == ["    *,", '    metric: Literal["pomp", "mean"] = "pomp",', ") -> pd.DataFrame"]
    assert (
        signature("cx.compare", cxkit.compare)
        .splitlines()[0]
        .startswith("cx.compare(report: Report, attribute: str, *groups: str")
    )
