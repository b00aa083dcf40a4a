"""The reference: every public name is on its page with its docstring, and every example in a docstring is true."""

import doctest
import html
import importlib
import inspect
import pkgutil
import re
import warnings
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from types import FunctionType

import pytest
import yaml
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

import cxkit
from cxkit.book.sphinx import made_anew

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "book" / "reference.md").read_text(encoding="utf-8")
CONFIG = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))["sphinx"]["config"]

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
    assert sorted(re.findall(r"^\.\. auto\w+:: cxkit\.(\w+)$", PAGE, re.M)) == sorted(cxkit.__all__)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Build the page as the book does, strictly; its HTML."""
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("out")
    blocks = re.findall(r"```\{eval-rst\}\n(.*?)```", PAGE, re.S)
    (source / "index.rst").write_text("\n".join(["Reference", "=========", "", *blocks]), encoding="utf-8")
    known = ("autodoc", "default_role", "maximum", "napoleon", "nitpick")
    settings = {name: value for name, value in CONFIG.items() if name.startswith(known)}
    settings |= {"extensions": ["sphinx.ext.autodoc", "sphinx.ext.napoleon"], "html_theme": "basic", "nitpicky": True}
    with docutils_namespace(), patch_docutils(), warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of what a widget inherits, and autodoc only looks at
        app = Sphinx(source, None, out, out / ".doctrees", "html", settings, status=None, warningiserror=True)
        app.connect("autodoc-process-signature", made_anew)
        app.build()
    return (out / "index.html").read_text(encoding="utf-8")


def described() -> Iterator[tuple[str, object]]:
    for name in cxkit.__all__:
        value = getattr(cxkit, name)
        yield name, value
        if inspect.ismodule(value):
            yield from ((f"{name}.{part}", getattr(value, part)) for part in value.__all__)
        if inspect.isclass(value):
            yield from ((f"{name}.{part}", one) for part, one in vars(value).items() if is_public(part, one))


def is_public(name: str, member: object) -> bool:
    """Say whether a class's member is a method or property of its own that its users call."""
    return name[0] != "_" and isinstance(member, FunctionType | property | cached_property | classmethod | staticmethod)


@pytest.mark.parametrize(("name", "value"), list(described()), ids=[name for name, _ in described()])
def test_a_public_name_is_in_the_built_page_with_its_docstring(name: str, value: object, built: str) -> None:
    """And so are the methods and properties of a class, and the figures: each under its own id, with all its words."""
    begins = f'id="module-cxkit.{name}"' if inspect.ismodule(value) else f'id="cxkit.{name}"'
    section = re.split(r'id="(?:module-)?cxkit\.', built.split(begins)[1])[0]
    said = inspect.getdoc(value)
    assert said
    headings = {"Args", "Attributes", "Returns", "Warns"}  # the page has its own
    assert words(said) - headings - words(html.unescape(re.sub(r"<[^>]+>", "", section))) == set()


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


def test_a_long_signature_has_a_line_for_each_parameter(built: str) -> None:
    """As a person would write it; a default that is made anew for each value is no riddle."""
    written = html.unescape(
        re.sub(r"<[^>]+>", "", built[built.index('id="cxkit.score"') :].split("</dt>", maxsplit=1)[0])
    )
    lines = [line.strip() for line in written.splitlines() if line.strip()]
    assert "answers: Any," in lines
    assert "metric: Literal['pomp', 'mean'] = 'pomp'," in lines
    assert "<factory>" not in html.unescape(built)
