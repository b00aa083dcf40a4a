"""The methods page is true: its formulas render, its examples come out equal, its sources and claims hold."""

import ast
import json
import re
import warnings
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pandas as pd
import pytest
from latex2mathml.converter import convert

import cxkit
from cxkit.survey.parts import ResponseScale

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "book" / "methods.md").read_text(encoding="utf-8")
BODY, SOURCES = PAGE.split("## Sources")
CELLS = re.findall(r"```\{code-cell\}\n(.*?)```", PAGE, re.S)
WORDS = re.sub(r"```.*?```", "", BODY, flags=re.S)
FORMULAS = [
    "".join(formula)
    for page in ("methods", "scoring")
    for formula in re.findall(
        r"\$\$(.*?)\$\$|\$([^$]+)\$", (ROOT / f"book/{page}.md").read_text(encoding="utf-8"), re.S
    )
]
PARTS = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2, "msubsup": 3, "munderover": 3}
"""How many parts an element of a formula has: https://www.w3.org/TR/mathml-core/"""
GOLDEN = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted((ROOT / "tests/golden").glob("*.json"))}


@pytest.mark.parametrize("formula", sorted(set(FORMULAS)))
def test_a_formula_becomes_mathml(formula: str) -> None:
    """Whatever the converter does not know it would leave standing as it is written."""
    written = convert(formula)
    assert "\\" not in written
    assert "&</" not in written
    for element in ElementTree.fromstring(written).iter():
        name = element.tag.rpartition("}")[2]
        assert len(element) == PARTS.get(name, len(element)), name


@pytest.mark.parametrize("cell", CELLS)
def test_a_cell_is_short_and_uses_public_names(cell: str) -> None:
    """Six lines at most, as wide as a laptop's column of code."""
    assert len(cell.splitlines()) <= 6
    assert max(map(len, cell.splitlines())) <= 77
    assert set(re.findall(r"\bcx\.(\w+)", cell)) <= set(cxkit.__all__)
    assert "from cxkit" not in cell


def test_every_worked_example_comes_out_as_cxkit_says() -> None:
    """All cells in order, without a warning; by hand and by cxkit to 1e-9."""
    known: dict[str, Any] = {}
    compared = 0
    with warnings.catch_warnings(), pd.option_context("display.precision", 4):
        warnings.simplefilter("error")
        for cell in CELLS:
            tree = ast.parse(cell)
            *before, last = tree.body
            exec(compile(ast.Module(before, []), "cell", "exec"), known)
            if not isinstance(last, ast.Expr):
                exec(compile(ast.Module([last], []), "cell", "exec"), known)
                continue
            table = eval(compile(ast.Expression(last.value), "cell", "eval"), known)
            assert table["by hand"].astype(float).to_list() == pytest.approx(
                table["cxkit"].astype(float).to_list(), abs=1e-9, nan_ok=True
            )
            compared += len(table)
    assert compared >= 15


def cited(words: str) -> set[tuple[str, str]]:
    """Find (first author, year) of every source named: Welch's (1947), Shrout & Fleiss 1979, Cohen, Cohen, … 1999."""
    return set(
        re.findall(r"\b([A-Z]\w+)(?:'s)?(?:(?:,| &) [A-Z]\w+)*(?: \$?g\$?| total| interval)* \(?(\d{4})\b", words)
    )


def test_every_source_named_is_in_the_list_and_the_other_way_round() -> None:
    """On the page, and in the docstrings of what it describes."""
    listed = set(re.findall(r"^- (\w+).*?\((\d{4})\)", SOURCES, re.M))
    modules = [*(ROOT / "cxkit" / "statistics").glob("*.py"), ROOT / "cxkit" / "reports" / "comparisons.py"]
    named = set[tuple[str, str]]()
    for module in modules:
        named |= cited(module.read_text("utf-8"))
    flat = " ".join(WORDS.split())
    assert named <= listed
    missing = {(author, year) for author, year in listed if not re.search(rf"{author}[^.]*?{year}", flat)}
    assert missing == set()
    assert {year for _, year in cited(flat)} <= {year for _, year in listed}


def test_sources_stand_in_alphabetical_order() -> None:
    """So that one is found."""
    authors = re.findall(r"^- (\w+)", SOURCES, re.M)
    assert all(one <= other for one, other in pairwise(authors))


def test_the_table_of_favourable_points_is_the_codes() -> None:
    """From 2 to 11 points, by rank from the bottom."""
    rows = re.findall(r"^\| (\d+) \| (\S+) \| (\S+) \| (\S+) \|$", WORDS, re.M)
    assert [int(points) for points, *_ in rows] == list(range(2, 12))
    for points, *written in rows:
        favourable, unfavourable = ResponseScale.usual_favourable(1, int(points)) or ((), ())
        neutral = tuple(sorted({*range(1, int(points) + 1)} - {*favourable, *unfavourable}))
        assert written == [ranks(unfavourable), ranks(neutral), ranks(favourable)]


def ranks(values: tuple[int, ...]) -> str:
    return f"{values[0]}–{values[-1]}" if len(values) > 1 else str(values[0]) if values else "–"


def test_the_versions_of_r_are_those_of_the_golden_files() -> None:
    """Whoever makes them again with another R says so on the page."""
    flat = " ".join(WORDS.split())
    for golden in GOLDEN.values():
        versions = golden["versions"]
        if "lavaan" in versions:
            assert f"lavaan {versions['lavaan']} and semTools {versions['semTools']}" in flat
            continue
        assert f"R {versions['R']} with psych {versions['psych']} and multilevel {versions['multilevel']}" in flat
