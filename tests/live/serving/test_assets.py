"""What is served without blanks that nobody needs still says what was written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cxkit.live.serving.assets import asset
from cxkit.survey.files import STATIC


@pytest.mark.parametrize("path", sorted(STATIC.glob("*.js")), ids=lambda path: path.name)
def test_no_script_has_a_template_within_a_template(path: Path) -> None:
    """The minifier takes the inner one for code, and takes blanks out that people read: say it in two steps."""
    assert re.findall(r"`[^`]*\$\{[^}`]*`", path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", sorted(STATIC.glob("*.js")), ids=lambda path: path.name)
def test_a_lean_script_says_what_was_written(path: Path) -> None:
    """Every quoted text is there, letter by letter."""
    said = re.findall(r'"[^"\n`]*"', re.sub(r"^\s*//.*$", "", path.read_text(encoding="utf-8"), flags=re.M))
    lean = asset(path.name)[0]
    assert [text for text in said if text not in lean] == []
