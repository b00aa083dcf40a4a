"""A text is found by its id and language, and its places are filled, in Python and in JavaScript alike."""

import json
from pathlib import Path

import pytest
from markupsafe import Markup
from py_mini_racer import MiniRacer

from cxkit import words
from cxkit.static import FOLDER
from cxkit.words import preferred, say, say_html, speaking, words_for, words_json

TEXTS = {
    "en": 'plain = "A <b> {name}"\nfew = { one = "{n} answer", other = "{n} answers" }\nlacking = "Only English"\n',
    "es": 'plain = "Un <b> {name}"\nfew = { one = "{n} respuesta", other = "{n} respuestas" }\n',
    "ar": 'plain = "قال {name} نعم"\nlacking = "نعم"\n',
    "pl": 'few = { one = "{n} odpowiedź", few = "{n} odpowiedzi", many = "{n} odpowiedzi.", other = "{n} odp." }\n',
}


@pytest.fixture(autouse=True)
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three languages with one area."""
    for lang, text in TEXTS.items():
        (tmp_path / lang).mkdir()
        (tmp_path / lang / "area.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(words, "FOLDER", tmp_path)
    for cached in (words.languages, words._area):
        monkeypatch.setattr(words, cached.__name__, cached.__wrapped__)


def test_a_text_comes_in_the_language_of_a_tag_or_of_the_block() -> None:
    """Its region does not matter; a language or a text that is not there is said in English."""
    assert say("area.plain", name="x") == "A <b> x"
    assert say("area.plain", lang="es-MX", name="x") == "Un <b> x"
    assert say("area.plain", lang="xx", name="x") == "A <b> x"
    assert say("area.plain", lang="../../en", name="x") == "A <b> x"
    with speaking("es"):
        assert say("area.plain", name="x") == "Un <b> x"
        assert say("area.lacking") == "Only English"
        assert say("area.plain", lang="en", name="x") == "A <b> x"
    assert say("area.plain", name="x") == "A <b> x"


@pytest.mark.parametrize(
    ("lang", "n", "expected"),
    [("en", 1, "1 answer"), ("en", 0, "0 answers"), ("es", 1, "1 respuesta"), ("es", 2, "2 respuestas"),
     ("pl", 1, "1 odpowiedź"), ("pl", 3, "3 odpowiedzi"), ("pl", 12, "12 odpowiedzi."), ("pl", 1.5, "1.5 odp.")],
)  # fmt: skip
def test_a_plural_is_chosen_by_n_in_python_and_in_javascript(lang: str, n: float, expected: str) -> None:
    """By the rules of CLDR, which both have."""
    assert say("area.few", lang=lang, n=n) == expected
    assert javascript(lang, f'say("area.few", {{ n: {n} }})') == expected


def test_javascript_says_what_python_says() -> None:
    """The same places, the same fall-back, the same regions; a script has only the words that it names."""
    assert javascript("es-MX", 'say("area.plain", { name: "x" })') == "Un <b> x"
    assert javascript("es", 'say("area.lacking")') == "Only English"
    source = 'say("area.plain", { name }) + say(\n  "area.few", { n })'
    assert words_for(source, "en") == {
        "area.plain": "A <b> {name}",
        "area.few": {"one": "{n} answer", "other": "{n} answers"},
    }
    held = words_json(source, ["es"])
    assert "<" not in held, "a page holds it within a script"
    assert json.loads(held) == {"es": words_for(source, "es")}


def test_a_page_gets_its_words_escaped() -> None:
    """And what is put into them, unless it is markup already."""
    assert say_html("area.plain", name="<i>") == Markup("A &lt;b&gt; &lt;i&gt;")
    assert say_html("area.plain", name=Markup("<i>")) == Markup("A &lt;b&gt; <i>")


@pytest.mark.parametrize(
    ("value", "is_apart"),
    [("−12", True), ("1–5", True), ("7KQMP", True), ("Why?", True), ("سامي Lee", True), ("١–٥", True), ("", True),
     (12, False), ("القيادة", False), ("الصف، 12", False)],
)  # fmt: skip
def test_between_words_from_right_to_left_a_value_keeps_its_own_order(value: object, is_apart: bool) -> None:
    """In Python, on pages and in JavaScript alike."""
    expected = f"قال \u2068{value}\u2069 نعم" if is_apart else f"قال {value} نعم"
    assert say("area.plain", lang="ar", name=value) == expected
    assert say_html("area.plain", lang="ar", name=value) == expected
    assert javascript("ar", f'say("area.plain", {{ name: {json.dumps(value)} }})') == expected
    assert say_html("area.plain", lang="ar", name=Markup("<b>A</b>")) == "قال <bdi><b>A</b></bdi> نعم"
    assert words.together(expected) == f"قال {value} نعم"


@pytest.mark.parametrize(
    ("value", "is_apart"),
    [
        ("المبيعات", True),
        ("سامي Lee", True),
        ("“القيادة”", True),
        ("−12", False),
        ("Lee?", False),
        ("١", False),
        (3, False),
    ],
)
def test_between_words_from_left_to_right_what_has_arabic_letters_does(value: object, is_apart: bool) -> None:
    """Else the number that follows would stand before it."""
    expected = f"Un <b> \u2068{value}\u2069" if is_apart else f"Un <b> {value}"
    assert say("area.plain", lang="es", name=value) == expected
    assert say_html("area.plain", lang="es", name=value) == Markup("Un &lt;b&gt; ") + expected.removeprefix("Un <b> ")
    assert javascript("es", f'say("area.plain", {{ name: {json.dumps(value)} }})') == expected


def test_what_is_missing_is_named() -> None:
    """A text with the nearest one, a place with what was given."""
    with pytest.raises(LookupError, match=r'no text "area\.plan" in .*en/area\.toml.*Did you mean "area\.plain"\?'):
        say("area.plan")
    with pytest.raises(LookupError, match=r'"area\.plain" needs name; given: names'):
        say("area.plain", names="x")
    with pytest.raises(LookupError, match=r'"area\.few" has a plural: give the number'):
        say("area.few", name="x")


@pytest.mark.parametrize(
    ("accepted", "offered", "expected"),
    [("es-MX,es;q=0.9,en;q=0.8", ["en", "es"], "es"), ("fr, en-GB;q=0.5", ["es", "en"], "en"),
     ("fr", ["es", "en"], "es"), ("", ["es"], "es"), ("es", [], "en")],
)  # fmt: skip
def test_a_reader_gets_the_first_language_that_is_offered(accepted: str, offered: list[str], expected: str) -> None:
    """As the browser names them; of none that is offered, the first of those."""
    assert preferred(accepted, offered) == expected


def javascript(lang: str, call: str) -> object:
    context = MiniRacer()
    context.eval((FOLDER / "parts.js").read_text(encoding="utf-8").replace("export ", ""))
    source = words_json(call, [lang[:2]])
    return context.eval(f"const say = saying({source}, () => {json.dumps(lang)}); {call}")
