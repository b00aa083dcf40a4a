"""A reader gets the best of what is offered, by one rule in Python and in browsers."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from py_mini_racer import MiniRacer

from cxkit.static import FOLDER
from cxkit.words import languages, preferred
from cxkit.words.tags import MOST, choose, direction, wished

CASES = [
    ("pt", ("en", "pt-BR"), "pt-BR"),
    ("pt-PT", ("en", "pt-BR"), "pt-BR"),
    ("zh-TW", ("en", "zh-Hans", "zh-Hant"), "zh-Hant"),
    ("zh-HK", ("zh-Hans", "zh-Hant"), "zh-Hant"),
    ("zh", ("zh-Hant", "zh-Hans"), "zh-Hans"),
    ("zh-CN", ("en", "zh-Hant"), ""),
    ("fil", ("en", "fi"), ""),
    ("es-MX", ("en", "es"), "es"),
    ("es-MX", ("es-ES", "es"), "es"),
    ("es-MX", ("es-ES", "es-MX", "es"), "es-MX"),
    ("en-GB", ("en-US", "en-GB"), "en-GB"),
    ("iw", ("en", "he"), "he"),
    ("sr-Latn", ("sr",), ""),
    ("EN-us", ("ar", "en"), "en"),
    ("", ("en",), ""),
]
"""Wished, offered, chosen: as CLDR fills tags in."""


@pytest.mark.parametrize(("tag", "offered", "expected"), CASES)
def test_the_best_of_what_is_offered_is_chosen(tag: str, offered: tuple[str, ...], expected: str) -> None:
    """Another script is another language to read; another region is the same one."""
    assert choose(tag, offered) == expected


def test_a_browser_chooses_the_same() -> None:
    """By its own tables."""
    context = MiniRacer()
    context.eval((FOLDER / "parts.js").read_text(encoding="utf-8").replace("export ", ""))
    calls = ", ".join(f"chosen({json.dumps(tag)}, {json.dumps(offered)}) ?? ''" for tag, offered, _ in CASES)
    assert json.loads(str(context.eval(f"JSON.stringify([{calls}])"))) == [expected for _, _, expected in CASES]


def test_wishes_go_by_their_weights() -> None:
    """Whatever the order in which a browser, or somebody by hand, writes them."""
    assert list(wished("fr;q=0.5, de ;q=0.9,en, *;q=0, x;q=y")) == ["en", "de", "fr"]


@given(st.text(alphabet="enfrardeptzh-BTW*,;=q0.159 \u202e💥\0_", max_size=400) | st.text(max_size=100))
def test_whatever_a_browser_asks_for_it_gets_what_is_offered(accepted: str) -> None:
    """Nonsense and half a header, too."""
    assert preferred(accepted, languages()) in languages()


def test_of_endless_wishes_the_first_count() -> None:
    """A header of 60 kB costs the room no more than one of fifty wishes."""
    assert len(list(wished("de," * 20_000))) == MOST
    assert preferred("de," * 20_000 + "fr", ("en", "fr", "de")) == "de"


@pytest.mark.parametrize(("tag", "way"), [("ar", "rtl"), ("he-IL", "rtl"), ("pt-BR", "ltr"), ("xx", "ltr")])
def test_a_language_is_written_from_right_to_left_where_it_is(tag: str, way: str) -> None:
    """By CLDR; what nobody knows, from left to right."""
    assert direction(tag) == way
