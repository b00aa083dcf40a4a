"""How the package is put together: what no linter of this repository says."""

from __future__ import annotations

import ast
import re
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "cxkit"


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
