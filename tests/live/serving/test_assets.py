"""What is served without blanks that nobody needs still says what was written."""

from __future__ import annotations

import re

import pytest

from cxkit.live.serving.assets import asset, page
from cxkit.static import FOLDER, served

SCRIPTS = sorted(path.name for path in FOLDER.glob("*.js"))


@pytest.mark.parametrize("file", SCRIPTS)
def test_no_script_has_a_template_within_a_template(file: str) -> None:
    """The minifier takes the inner one for code, and takes blanks out that people read: say it in two steps."""
    assert re.findall(r"`[^`]*\$\{[^}`]*`", (FOLDER / file).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("file", SCRIPTS)
def test_a_lean_script_says_what_was_written(file: str) -> None:
    """Every quoted text is there, letter by letter: its words and its styles, too."""
    said = re.findall(r'"[^"\n`]*"', re.sub(r"^\s*//.*$", "", served(file), flags=re.M))
    lean = asset(file)[0]
    assert [text for text in said if text not in lean] == []


def test_a_page_brings_its_style() -> None:
    """So that nothing is asked for before a phone can draw."""
    assert "--cx-paper:" in page("phone", kinds="rate")
    assert "stylesheet" not in page("phone", kinds="rate")
