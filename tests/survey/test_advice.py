"""`cxkit check`: what it finds fault with, where, and what it leaves in peace."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from cxkit.errors import SurveyError
from cxkit.survey.advice import Hint, check
from cxkit.survey.files import load_survey, shipped_surveys
from cxkit.survey.kinds import KINDS
from cxkit.survey.preview import write_preview
from cxkit.survey.readability import grade, syllables
from cxkit.survey.scaffold import new_survey
from tests.survey.test_kinds import CASE, ENDINGS, EXPLAIN, FIX, RANK, SORT, SPEND, STEP, raw_of, stepped

GOOD: dict[str, Any] = {
    "id": "desk",
    "title": "Desk",
    "response_scale": {"min": 1, "max": 5, "labels": {1: "Strongly disagree", 5: "Strongly agree"}},
    "dimensions": [
        {
            "id": "desk",
            "title": "Desk",
            "question": "How do we help?",
            "ask": "Who had to come back?",
            "actions": [{"who": "everyone", "do": "Ring one of them."}],
            "items": [
                {"id": "greets", "text": "We greet people within a minute."},
                {"id": "knows", "text": "People know whom to ask."},
                {"id": "waits", "text": "People wait without hearing why.", "reverse_keyed": True},
            ],
        }
    ],
}


def hints(tmp_path: Path, **changes: Any) -> list[Hint]:
    path = tmp_path / "survey.yaml"
    path.write_text(yaml.safe_dump(GOOD | changes, sort_keys=False, allow_unicode=True, width=999), encoding="utf-8")
    return check(path)[1]


def item(text: str | dict[str, str], *, listed: bool = False, **more: Any) -> dict[str, Any]:
    """Return a survey's dimensions with the first item's words replaced."""
    (dimension,) = GOOD["dimensions"]
    first, *rest = dimension["items"]
    origin = {"items_from": "departments"} if listed else {}
    return {"dimensions": [{**dimension, **origin, "items": [{**first, "text": text, **more}, *rest]}]}


def test_what_is_said_of_english_words_is_said_of_no_other_language(tmp_path: Path) -> None:
    """“No” is Spanish for much, and long words are not hard everywhere; a survey in both is judged by its English."""
    long = "Tinutulungan ako ng ibang departamento kapag may problema ang customer and no all."
    assert [one for one in hints(tmp_path, language="fil", **item(long)) if one.place == "greets"] == []
    both = item({"es": "No espero y no espero.", "en": "Nobody has to wait."})
    (found,) = (one for one in hints(tmp_path, **both) if "negation" in one.words)
    assert "(“Nobody”)" in found.words


@pytest.mark.parametrize("slug", shipped_surveys())
def test_the_shipped_surveys_leave_no_hint(slug: str) -> None:
    """We keep to our own advice."""
    assert list(map(str, check(slug)[1])) == []


def test_a_good_survey_is_left_in_peace(tmp_path: Path) -> None:
    """Otherwise nobody would read the hints."""
    assert hints(tmp_path) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("We greet people and help them.", "two things at once (“and”)"),
        ("We help by phone or by mail.", "two things at once (“or”)"),
        ("We help by phone/mail.", "two things at once (“e/m”)"),
        ("We do not keep people waiting.", "a negation (“not”)"),
        ("We don't keep people waiting.", "a negation (“don't”)"),
        ("Nobody has to wait.", "a negation (“Nobody”)"),
        ("We always greet people.", "says “always”"),
        ("We greet each of the people who come in at the door with a smile on our face.", "has 18 words"),
        ("Organisational accountability necessitates comprehensive documentation.", "hard to read"),
    ],
)
def test_an_item_that_is_hard_to_answer_is_told_with_its_line(text: str, told: str, tmp_path: Path) -> None:
    """And what to do instead."""
    found = hints(tmp_path, **item(text))
    assert any(told in hint.words and hint.place == "greets" for hint in found), found
    lines = (tmp_path / "survey.yaml").read_text(encoding="utf-8").splitlines()
    assert all(text in lines[(hint.line or 0) - 1] for hint in found)


def test_a_lists_entries_are_names_and_may_be_called_what_they_are(tmp_path: Path) -> None:
    """Research and development is one department."""
    assert hints(tmp_path, **item("Research and development", listed=True)) == []


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"response_scale": {"min": 1, "max": 5}}, "does not say what 1 and 5 mean"),
        (
            {
                "response_scale": {
                    "min": 1, "max": 9, "labels": {1: "No", 9: "Yes"}, "favourable": [9], "unfavourable": [1],
                }
            },
            "has 9 points",
        ),
        ({"confidentiality": {"scores": 3}}, "with 3 people a colleague may guess"),
        ({"stem": "Our chiefs"}, "no two items begin with “Our chiefs”"),
        (
            {"attributes": [{"id": f"a{n}", "title": "A", "options": ["x", "y"]} for n in range(4)]},
            "4 questions about the person",
        ),
        (
            {"dimensions": [{"id": "d", "title": "D", "items": ["We greet.", "We help.", "We call."]}]},
            "has no question",
        ),
        (
            {"dimensions": [{"id": "d", "title": "D", "question": "Q?", "items": ["We greet.", "We help."]}]},
            "has two items",
        ),
        (
            {"dimensions": [{"id": "d", "title": "D", "question": "Q?", "items": ["We greet."] * 3}]},
            "same words as another",
        ),
        (
            {"dimensions": [{"id": "d", "title": "D", "question": "Q?", "items": [f"We do {n}." for n in range(7)]}]},
            "keyed the same way",
        ),
        (
            {"dimensions": [{"id": "d", "title": "D", "question": "Q?", "items": [f"We do {n}." for n in range(41)]}]},
            "41 items take about 6 minutes",
        ),
    ],
)  # fmt: skip
def test_a_survey_that_asks_too_much_is_told(changes: dict[str, Any], told: str, tmp_path: Path) -> None:
    """Its response scale, its length, what it asks about the person."""
    assert any(told in hint.words for hint in hints(tmp_path, **changes))


def test_a_survey_that_is_wrong_is_an_error_with_every_problem(tmp_path: Path) -> None:
    """Hints come after that."""
    path = tmp_path / "survey.yaml"
    path.write_text("id: a b\ntitle: T\ndimension: []\n", encoding="utf-8")
    with pytest.raises(SurveyError, match="3 problems"):
        check(path)


@pytest.mark.parametrize("name", ["my-survey", "Ärzte: wie geht's?", "2026"])
def test_a_new_survey_can_be_used_as_it_is(name: str, tmp_path: Path) -> None:
    """And leaves no hint, whatever its folder is called."""
    written = new_survey(tmp_path / name)
    assert [path.name for path in written] == ["survey.yaml", "README.md"]
    survey, found, _ = check(tmp_path / name)
    assert found == []
    assert str(survey.title)[0] == name[0].upper()


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_survey_of_a_kind_can_be_used_as_it_is(kind: str, tmp_path: Path) -> None:
    """One file that loads, asks in that way, and leaves hints only of what a writer has to add."""
    new_survey(tmp_path / "mine", kind=kind)
    survey, told, _ = check(tmp_path / "mine")
    assert {dimension.kind for dimension in survey.dimensions} == {kind}
    left = ("has no question for the room", "has nothing to do about it", "takes its options from the workshop")
    assert [str(hint) for hint in told if not any(words in hint.words for words in left)] == []


def test_a_kind_that_is_none_is_told_before_anything_is_written(tmp_path: Path) -> None:
    """With the nearest one."""
    with pytest.raises(SurveyError, match=r'no activity kind "spent".*Did you mean "spend"'):
        new_survey(tmp_path / "mine", kind="spent")
    assert not (tmp_path / "mine").exists()


ODD = [
    (SPEND | {"items": ["A", "B"]}, "3 tokens for 2 items"),
    (SPEND | {"tokens": 12, "most_each": 12, "items": [f"Card {n}" for n in range(13)]}, "12 tokens. Three to ten"),
    (RANK | {"items": [f"Card {n}" for n in range(8)]}, "8 items to put in order"),
    (stepped(EXPLAIN, FIX | {"then": "angry"}, endings=ENDINGS[:1]), "ends well or badly whatever"),
    (CASE | {"items": [STEP | {"text": "word " * 26}]}, "has 26 words. People read it on a phone: 25"),
    (SORT | {"items": [f"Card {n}" for n in range(61)]}, "61 taps a person"),
]


@pytest.mark.parametrize(("dimension", "said"), ODD, ids=[said for _, said in ODD])
def test_each_kind_has_advice_of_its_own(dimension: dict[str, Any], said: str, tmp_path: Path) -> None:
    """What takes long, or chooses nothing."""
    file = tmp_path / "survey.yaml"
    file.write_text(yaml.safe_dump(raw_of(dimension), allow_unicode=True), encoding="utf-8")
    assert [hint for hint in check(file)[1] if said in hint.words]


def test_a_new_survey_overwrites_nothing(tmp_path: Path) -> None:
    """Also not when asked twice."""
    new_survey(tmp_path / "mine")
    with pytest.raises(SurveyError, match=r"is there already.* nothing was written"):
        new_survey(tmp_path / "mine")
    with pytest.raises(SurveyError, match="no letter or digit"):
        new_survey(tmp_path / "…")


def test_a_preview_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    """With what to do."""
    with pytest.raises(SurveyError, match="cannot be written"):
        write_preview(load_survey("pulse"), tmp_path / "no" / "preview.html")


@pytest.mark.parametrize(
    ("word", "count"),
    [("cat", 1), ("make", 1), ("table", 2), ("customer", 3), ("asked", 1), ("wanted", 2), ("idea", 2), ("people", 2),
     ("experience", 4), ("responsible", 4), ("the", 1), ("we", 1)],
)  # fmt: skip
def test_syllables_are_about_right(word: str, count: int) -> None:
    """An estimate from vowels, off by one at most."""
    assert abs(syllables(word) - count) <= 1


def test_short_words_in_short_sentences_are_easy() -> None:
    """And nothing is no grade."""
    assert grade("We help. You ask.") < 2
    assert grade("Comprehensive documentation of responsibilities is necessary.") > 12
    assert grade("… 12") == 0.0
