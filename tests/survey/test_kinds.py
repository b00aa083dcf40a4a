"""Activity kinds: what a file says comes back, and answers that go together are taken as they are."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxkit.errors import RoomError, SurveyError
from cxkit.live.response import valid_response
from cxkit.survey.files import load_survey
from cxkit.survey.kinds import KINDS, judged
from cxkit.survey.model import Survey
from cxkit.survey.workshop import languages
from cxkit.words import speaking
from tests.kinds import KINDS as NAMES
from tests.kinds import given_to, surveys_of

EXPLAIN, FIX = {"text": "Explain", "then": "angry"}, {"text": "Fix", "then": "calm"}
STEP = {"id": "bill", "text": "The bill is wrong.", "choices": [EXPLAIN, FIX]}
ENDINGS = [
    {"id": "angry", "title": "Angry", "text": "They leave.", "good": False},
    {"id": "calm", "title": "Calm", "text": "They stay.", "good": True},
]
CASE = {"kind": "case", "story": "A customer rings.", "items": [STEP], "endings": ENDINGS}
LINE: dict[str, Any] = {"min": 0, "max": 10, "labels": {0: "Low", 10: "High"}}
"""A step, two endings, a case, and a side of a square, as files have them."""


def raw_of(*dimensions: dict[str, Any]) -> dict[str, Any]:
    named = [{"id": f"d{at}", "title": "D", "items": ["A", "B", "C"]} | one for at, one in enumerate(dimensions)]
    return {"id": "s", "title": "S", "dimensions": named}


def survey_of(*dimensions: dict[str, Any]) -> Survey:
    return Survey.from_dict(raw_of(*dimensions))


def test_every_kind_is_tried_here() -> None:
    """A kind that comes is drawn below, too."""
    assert list(KINDS) == NAMES


@pytest.mark.parametrize("kind", NAMES)
@given(data=st.data())
def test_a_survey_of_a_kind_survives_its_own_dictionary(kind: str, data: st.DataObject) -> None:
    """As a file, as JSON for a phone, and with the workshop's own list in place of its items."""
    survey = data.draw(surveys_of(kind))
    assert Survey.from_dict(json.loads(json.dumps(survey.to_dict()))) == survey
    own = survey.with_workshop({"list_1": ["One", "Two", "Three", "Four"]})
    assert Survey.from_dict(own.to_dict()) == own
    assert {dimension.kind for dimension in own.dimensions} == {kind}


@pytest.mark.parametrize("kind", NAMES)
@given(data=st.data())
def test_what_a_hand_can_do_a_phone_may_send(kind: str, data: st.DataObject) -> None:
    """Cards laid, tokens spent, pins set and steps walked are stored as they are."""
    survey = data.draw(surveys_of(kind))
    answers = {id: point for one in survey.dimensions for id, point in data.draw(given_to(one)).items()}
    assert valid_response({"answers": answers}, survey)["answers"] == answers


def test_phones_of_another_rule_have_another_survey() -> None:
    """So that nobody compares tokens of three with tokens of five, or one case with another; words may change."""
    other = STEP | {"choices": [FIX, EXPLAIN]}
    differ: list[dict[str, Any]] = [
        {},
        {"kind": "spend", "tokens": 3},
        {"kind": "spend", "tokens": 3, "most_each": 2},
        {"kind": "rank"},
        {"kind": "pin", "pins": {"red": 1}},
        {"kind": "pin", "pins": {"green": 1}},
        CASE,
        CASE | {"items": [other]},
    ]
    scale = {"response_scale": {"min": -1, "max": 1}}
    told = {Survey.from_dict(raw_of(one) | scale).identity for one in differ}
    assert len(told) == len(differ)
    assert survey_of(CASE).identity == survey_of(CASE | {"story": "Somebody comes in."}).identity


def test_a_list_to_rate_says_nothing_of_kinds() -> None:
    """Surveys that were there before are the same surveys, for old reports too."""
    survey = Survey.from_dict(raw_of({}) | {"response_scale": {"min": 1, "max": 5}})
    assert "kind" not in survey.to_dict()["dimensions"][0]
    assert survey == Survey.from_dict(raw_of({"kind": "rate"}) | {"response_scale": {"min": 1, "max": 5}})
    assert survey.identity == ("s", 1, "93a1458b2df1d0aa")


SPEND, RANK, PIN = {"kind": "spend", "tokens": 3, "most_each": 2}, {"kind": "rank"}, {"kind": "pin"}
TURNED = {"id": "a", "text": "A", "reverse_keyed": False}


def scaled(low: int, high: int, *words: str) -> dict[str, Any]:
    return {"response_scale": {"min": low, "max": high, "labels": dict(enumerate(words, low))}}


def stepped(*choices: dict[str, str], **more: Any) -> dict[str, Any]:
    return CASE | {"items": [STEP | {"choices": list(choices)}]} | more


SCALED = [{"id": "a", "text": "A"} | scaled(0, 1, "No", "Yes")]
CHOOSE, SORT = {"kind": "choose"}, {"kind": "sort"}
PLACE: dict[str, Any] = {"kind": "place", "response_scale": LINE}
Wrong = dict[str, Any] | list[dict[str, Any]]
MISTAKES: list[tuple[str, Wrong, str, str]] = [
    ("a kind with a near spelling", {"kind": "spent"} | scaled(1, 5), ".kind", 'Did you mean "spend"?'),
    ("a kind that is none", {"kind": 3} | scaled(1, 5), ".kind", "should be one of rate, choose, sort"),
    ("a key of another kind", RANK | {"tokens": 3}, ".tokens", "belongs to kind: spend"),
    ("no tokens", {"kind": "spend", "most_each": 5}, "", '"tokens" is missing'),
    ("more for one than there are", SPEND | {"most_each": 4}, ".most_each", "1 to 3"),
    ("tokens with points of their own", SPEND | scaled(1, 5), ".response_scale", "comes with kind: spend"),
    ("an order of one", RANK | {"items": ["A"]}, ".items", "two at least"),
    ("an order turned round", RANK | {"items": [TURNED, "B"]}, ".items[0].reverse_keyed", "Leave it out"),
    ("a pin of no known colour", PIN | {"pins": {"rd": 1}}, ".pins.rd", 'Did you mean "red"?'),
    ("no pin at all", PIN | {"pins": {"red": 0}}, ".pins", "{red: 3, green: 1}"),
    ("a button without words", CHOOSE | scaled(0, 2, "No"), ".response_scale", "no words for 1, 2"),
    ("buttons below nought", CHOOSE | scaled(-1, 0, "No", "Yes"), ".response_scale.min", "0 or 1"),
    ("a list of labels without a point", CHOOSE | scaled(0, 1, "No", "Yes") | {"labels_from": "ours"}, ".labels_from",
     "{2: departments}"),
    ("a list of labels without a scale", CHOOSE | {"labels_from": {2: "ours"}, "items": SCALED},
     ".labels_from", "needs a response_scale"),
    ("four bins", SORT | scaled(0, 3, *"abcd"), ".response_scale", "4 bins"),
    ("half a square", PLACE, "", "one side of a square"),
    ("a square of different cards", [PLACE | {"items": ["A", "B", "D"]}, PLACE], "[1]", "the same items"),
    ("a side without ends", [PLACE | scaled(0, 1), PLACE], ".response_scale", "no words for 0, 1"),
    ("a way to nowhere", stepped(EXPLAIN | {"then": "agry"}, FIX), ".items[0].choices[0].then", 'mean "angry"?'),
    ("a choice twice", stepped(EXPLAIN, FIX, FIX), ".items[0].choices[2].text", "is a choice already"),
    ("a way back", stepped({"text": "Wait", "then": "bill"}, EXPLAIN, FIX), ".items[0]", "goes back"),
    ("a step that nobody comes to", CASE | {"items": [STEP, STEP | {"id": "more"}]}, ".items[1]", "never reached"),
    ("an ending called as a step", stepped(EXPLAIN, FIX, endings=[*ENDINGS, ENDINGS[0] | {"id": "bill"}]),
     ".endings[2].id", "taken already"),
    ("a step without choices", CASE | {"items": ["Well"]}, ".items[0]", '"choices" is missing'),
    ("one choice", stepped(FIX), ".items[0].choices", "2 to 6"),
    ("a case from a list", CASE | {"items_from": "ideas"}, ".items_from", "not for kind: case"),
]  # fmt: skip


@pytest.mark.parametrize(("wrong", "place", "said"), [one[1:] for one in MISTAKES], ids=[one[0] for one in MISTAKES])
def test_a_mistake_in_a_kind_says_where_and_what_is_allowed(wrong: Wrong, place: str, said: str) -> None:
    """One problem for one mistake."""
    with pytest.raises(SurveyError) as caught:
        survey_of(*(wrong if isinstance(wrong, list) else [wrong]))
    problem, *more = [line.strip() for line in str(caught.value).split("\n")[1:]]
    assert problem.startswith(f"dimensions{place}: " if place == "[1]" else f"dimensions[0]{place}: ")
    assert said in problem
    assert more == []


PINS = PIN | {"pins": {"red": 1, "green": 1}}
TWO = stepped({"text": "Ask", "then": "more"}, FIX)
TWO["items"].append(STEP | {"id": "more"})
REFUSED: dict[str, tuple[dict[str, Any], dict[str, int], str, str]] = {
    "four of three tokens": (SPEND, {"d0_1": 2, "d0_3": 2}, "d0_3", "4 of 3 are spent"),
    "too many on one": (SPEND, {"d0_2": 3}, "d0_2", "more than the 2 tokens"),
    "a place twice": (RANK, {"d0_1": 1, "d0_2": 2, "d0_3": 2}, "d0_3", "a place that “B” has already"),
    "half an order": (RANK, {"d0_2": 1}, "d0_1", "has no place"),
    "two red pins of one": (PINS, {"d0_1": -1, "d0_2": 1, "d0_3": -1}, "d0_3", "one red pin too many"),
    "two green pins of one": (PINS, {"d0_1": 1, "d0_2": 1}, "d0_2", "one green pin too many"),
    "a step that was not reached": (TWO, {"bill": 1, "more": 0}, "more", "do not lead"),
    "a case begun in the middle": (TWO, {"more": 0}, "more", "do not lead"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_answers_that_do_not_go_together_are_refused_with_what_to_do(case: str) -> None:
    """Which item, why, and what to do."""
    dimension, answers, item, why = REFUSED[case]
    survey = survey_of(dimension)
    with pytest.raises(RoomError) as caught:
        valid_response({"answers": answers}, survey)
    assert str(caught.value).startswith(f"“{next(one.text for one in survey.items if one.id == item)}”: ")
    assert why in str(caught.value)
    assert str(caught.value).count(".") >= 2 or "Take" in str(caught.value)


def test_a_blank_means_none_where_something_was_given() -> None:
    """As on paper: nobody writes noughts. The last place in an order is the one that is left."""
    survey = survey_of(SPEND, RANK, PINS)
    answers = {"d0_2": 1, "d1_3": 1, "d1_1": 2, "d2_1": -1}
    assert valid_response({"answers": answers}, survey)["answers"] == {
        "d0_1": 0, "d0_2": 1, "d0_3": 0, "d1_1": 2, "d1_2": 3, "d1_3": 1, "d2_1": -1, "d2_2": 0, "d2_3": 0,
    }  # fmt: skip
    assert valid_response({"answers": {}}, survey)["answers"] == {}


def test_scores_of_ones_own_are_shown_where_they_say_something() -> None:
    """Where points are in an order of merit, and no item bears on another."""
    buttons = CHOOSE | scaled(1, 2, "Us", "Them")
    graded = CHOOSE | {"response_scale": {"min": 1, "max": 2, "labels": {1: "No", 2: "Yes"}, "favourable": [2]}}
    survey = survey_of(PLACE, PLACE, SORT, graded, buttons, SPEND, RANK, PINS, CASE)
    assert [one.scored for one in survey.dimensions] == [True] * 4 + [False] * 5


def test_the_first_in_an_order_has_all_points() -> None:
    """Without a word in the file."""
    (first, *_) = survey_of(RANK).items
    assert (first.response_scale.min, first.response_scale.max, first.reverse_keyed) == (1, 3, True)


def test_what_waits_for_a_list_is_asked_nothing() -> None:
    """A dimension without items takes no answer, and is not in the way."""
    waiting = {"id": "d", "title": "D", "kind": "rank", "items_from": "ideas"}
    empty = Survey.from_dict({"id": "s", "title": "S", "dimensions": [waiting]})
    assert judged(empty.dimensions[0], {}) == ({}, None)


@pytest.mark.parametrize("slug", ["journey", "ownership"])
def test_a_survey_is_the_same_in_whichever_language_it_is_read(slug: str) -> None:
    """A room keeps it, and reads it for phones and facilitators of all languages; its points are named in each."""
    survey = load_survey(slug)
    for lang in ("en", "ar"):
        with speaking(lang):
            assert Survey.from_dict(survey.to_dict()) == survey
    with speaking("fr"):
        assert load_survey(slug) == survey
    labels = [text for item in survey.items for text in item.response_scale.labels.values()]
    assert {lang for text in labels for lang, _ in text.by_language} == {*languages(survey)}
