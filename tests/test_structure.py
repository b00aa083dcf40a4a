"""The house can be seen at a glance: few rooms, short files, tests where one looks for them."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "cxkit"
MODULES = sorted(PACKAGE.rglob("*.py"))
ROOMS = sorted(path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists())
LONGEST = 350


def test_the_package_has_few_entries() -> None:
    """One look shows them all."""
    entries = [path.name for path in PACKAGE.iterdir() if path.name not in {"__pycache__", "shipped"}]
    assert len(entries) <= 14, sorted(entries)


@pytest.mark.parametrize("kind", ["py", "js"])
def test_no_file_is_long(kind: str) -> None:
    """More than one noun is in a long one."""
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in PACKAGE.rglob(f"*.{kind}")}
    assert {path.name: n for path, n in lines.items() if n > LONGEST} == {}


def test_every_room_has_its_layer() -> None:
    """At most fourteen; import-linter holds that imports go down only, and that nothing goes round in circles."""
    layers, circles = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    assert sorted(set(layers["layers"]) - {"errors"}) == ROOMS
    assert len(layers["layers"]) <= 14
    assert "ignore_imports" not in layers
    assert "ignore_imports" not in circles


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_import_by_string_escapes_the_layers(path: Path) -> None:
    """Only public names and the commands load by name when they are used, each from a room that it may import."""
    names = {
        getattr(node, "id", getattr(node, "attr", "")) for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    }
    allowed = path in {PACKAGE / "__init__.py", PACKAGE / "cli" / "__init__.py"}
    assert allowed or not names & {"import_module", "__import__"}


def test_no_module_imports_what_another_keeps_to_itself() -> None:
    """A name that begins with an underscore is its module's own; what two need has a name without one, and a place."""
    borrowed = [
        f"{path.relative_to(PACKAGE.parent)}: {node.module}.{alias.name}"
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("cxkit")
        for alias in node.names
        if re.match("_[^_]", alias.name)
    ]
    assert borrowed == []


def test_tests_stand_in_the_room_of_what_they_test() -> None:
    """A room's tests are in a folder of its name."""
    folders = {path.name for path in (ROOT / "tests").iterdir() if (path / "__init__.py").exists()}
    assert set(ROOMS) <= folders
