"""What is served without blanks that nobody needs still says what was written."""

import re

import pytest

from cxkit.live.serving.assets import asset, page
from cxkit.static import FOLDER, served
from cxkit.words import SAID, languages

SCRIPTS = sorted(path.name for path in FOLDER.glob("*.js"))


@pytest.mark.parametrize("file", SCRIPTS)
def test_no_script_has_a_template_within_a_template(file: str) -> None:
    """The minifier takes the inner one for code, and takes blanks out that people read: say it in two steps."""
    assert re.findall(r"`[^`]*\$\{[^}`]*`", (FOLDER / file).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("file", SCRIPTS)
def test_a_lean_script_says_what_was_written(file: str) -> None:
    """Every quoted text is there, letter by letter: its words and its styles, too. What words are called is shorter."""
    told = re.sub(r"^\s*//.*$", "", served(file), flags=re.M)
    ids = {f'"{id}"' for id in SAID.findall(told)}
    lean = asset(file)[0]
    assert [text for text in re.findall(r'"[^"\n`]*"', told) if text not in lean and text not in ids] == []
    called = re.findall(r'\bsay\("([^"]+)"', lean)
    assert len(called) == len(re.findall(r'\bsay\("', told))
    if "WORDS" in told:
        assert [id for id in called if lean.count(f'"{id}":') < len(languages())] == [], "in every language"


def test_a_page_brings_its_style() -> None:
    """So that nothing is asked for before a phone can draw."""
    assert "--cx-paper:" in page("phone", kinds=["rate"])
    assert "stylesheet" not in page("phone", kinds=["rate"])
