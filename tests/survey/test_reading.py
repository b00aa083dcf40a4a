"""What is wrong with a survey: every problem in one error, with its place, what is allowed, and a better spelling."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxkit.errors import SurveyError
from cxkit.survey.model import Survey
from cxkit.survey.workshop import languages
from tests.strategies import small_survey, survey_mappings

Raw = dict[str, Any]
Change = Callable[[Raw], object]


def problems(raw: Any) -> list[str]:
    """Return the problems that one SurveyError tells, each on its line."""
    with pytest.raises(SurveyError) as caught:
        Survey.from_dict(raw)
    first, *rest = str(caught.value).split("\n")
    assert first == f"This survey has {len(rest)} problem{'s' if len(rest) != 1 else ''}:"
    return [line.strip() for line in rest]


def changed(change: Change) -> Raw:
    raw = small_survey().to_dict()
    change(raw)
    return raw


def scale(**keys: Any) -> Change:
    return lambda raw: raw.update(response_scale={"min": 1, "max": 5, **keys})


def scale_is(value: Any) -> Change:
    return lambda raw: raw.update(response_scale=value)


ITEM = "dimensions[0].items[1]"

MISTAKES: dict[str, tuple[Change, str, list[str]]] = {
    "an unknown key with a near spelling": (
        lambda raw: raw["dimensions"][0]["items"][1].update(reversed_key=True),
        f"{ITEM}.reversed_key",
        ["unknown key", 'Did you mean "reverse_keyed"?', "Allowed here: id, text, reverse_keyed, response_scale"],
    ),
    "an unknown key at the top": (
        lambda raw: raw.update(dimension=[]),
        "dimension",
        ["unknown key", 'Did you mean "dimensions"?', "confidentiality"],
    ),
    "a missing item text": (
        lambda raw: raw["dimensions"][0]["items"][1].pop("text"),
        ITEM,
        ['the key "text" is missing', "id, text"],
    ),
    "a missing id": (lambda raw: raw.pop("id"), "", ['the key "id" is missing', "id, title, dimensions"]),
    "no dimensions": (lambda raw: raw.pop("dimensions"), "", ['the key "dimensions" is missing']),
    "dimensions that are no list": (
        lambda raw: raw.update(dimensions={"id": "d"}),
        "dimensions",
        ["should be a list of dimensions, each behind a dash, but is a mapping"],
    ),
    "an empty list of items": (
        lambda raw: raw["dimensions"][0].update(items=[]),
        "dimensions[0].items",
        ["should be a list of items", "an empty list"],
    ),
    "a dimension without items": (
        lambda raw: raw["dimensions"][0].pop("items"),
        "dimensions[0]",
        ["has no items", "items_from"],
    ),
    "an item that is neither words nor a mapping": (
        lambda raw: raw["dimensions"][0].update(items=["Sales", 7]),
        "dimensions[0].items[1]",
        ["should be a mapping with id, text", '"7"'],
    ),
    "two items of nothing": (
        lambda raw: raw["dimensions"][0].update(items=["Sales", " "]),
        "dimensions[0].items[1].text",
        ["should be words"],
    ),
    "a dimension's response scale that is upside down": (
        lambda raw: raw["dimensions"][0].update(response_scale={"min": 5, "max": 1}),
        "dimensions[0].response_scale.max",
        ["should be above min"],
    ),
    "a prompt for comments that are never asked for": (
        lambda raw: raw["dimensions"][1].update(comment="Why?"),
        "dimensions[1].comment",
        ["is never asked", "comments: {per_dimension: true}"],
    ),
    "options from something that is no list's name": (
        lambda raw: raw["attributes"][0].update(options_from=["departments"]),
        "attributes[0].options_from",
        ["is not an id"],
    ),
    "items from something that is no list's name": (
        lambda raw: raw.update(dimensions=[{"id": "d", "title": "D", "items_from": ["departments"]}]),
        "dimensions[0].items_from",
        ["is not an id"],
    ),
    "the same item twice": (
        lambda raw: raw["dimensions"][1]["items"][0].update(id="helps"),
        "dimensions[1].items[0].id",
        ['the id "helps" is taken already', f"as {ITEM}", "item and attribute"],
    ),
    "an item called as an attribute is": (
        lambda raw: raw["dimensions"][1]["items"][0].update(id="team"),
        "dimensions[1].items[0].id",
        ['"team" is taken already', "attributes[1]"],
    ),
    "the same attribute twice": (
        lambda raw: raw["attributes"][1].update(id="role"),
        "attributes[1].id",
        ['"role" is taken already', "attributes[0]"],
    ),
    "the same dimension twice": (
        lambda raw: raw["dimensions"][1].update(id="care"),
        "dimensions[1].id",
        ['"care" is taken already', "dimensions[0]", "Every dimension"],
    ),
    "an id with a space": (
        lambda raw: raw["dimensions"][0]["items"][1].update(id="they help"),
        f"{ITEM}.id",
        ['"they help" is not an id', "letters a–z, digits and underscores", '"they_help"'],
    ),
    "an id of signs only": (
        lambda raw: raw["dimensions"][0]["items"][1].update(id="…"),
        f"{ITEM}.id",
        ['"…" is not an id', 'such as "item_1"'],
    ),
    "an id with a letter outside a–z": (
        lambda raw: raw["dimensions"][0].update(id="näher"),
        "dimensions[0].id",
        ['"näher" is not an id'],
    ),
    "an id that is kept": (
        lambda raw: raw["dimensions"][0]["items"][1].update(id="not_applicable"),
        f"{ITEM}.id",
        ["keeps for itself"],
    ),
    "min that equals max": (scale(min=5), "response_scale.max", ["should be above min, but is 5 with min 5"]),
    "min above max": (scale(min=6), "response_scale.max", ["should be above min"]),
    "half a point": (scale(max=5.5), "response_scale.max", ["whole number", '"5.5"']),
    "a missing max": (
        lambda raw: raw.update(response_scale={"min": 1}),
        "response_scale",
        ['the key "max" is missing', "min, max"],
    ),
    "labels in a list": (
        scale(labels=["Never", "Always"]),
        "response_scale.labels",
        ["should be a mapping of points to words, such as {1: Never}", "a list (Never, Always)"],
    ),
    "one favourable answer without a list": (
        scale(favourable=5),
        "response_scale.favourable",
        ["should be a list of points from 1 to 5, such as [5]", '"5"'],
    ),
    "a response scale that is a number": (
        scale_is(5),
        "response_scale",
        ["should be a mapping with min, max, labels", '"5"'],
    ),
    "a dimension that is a word": (
        lambda raw: raw["dimensions"].append("care"),
        "dimensions[2]",
        ["should be a mapping with id, title", '"care"'],
    ),
    "an attribute that is a word": (
        lambda raw: raw["attributes"].append("site"),
        "attributes[2]",
        ["should be a mapping with id, title, options", '"site"'],
    ),
    "attributes that are no list": (
        lambda raw: raw.update(attributes={"id": "site"}),
        "attributes",
        ["should be a list of attributes", "a mapping"],
    ),
    "comments that are a word": (
        lambda raw: raw.update(comments="per_dimension"),
        "comments",
        ["should be a mapping with per_dimension"],
    ),
    "comments with a slip": (
        lambda raw: raw.update(comments={"per_dimensions": True}),
        "comments.per_dimensions",
        ['Did you mean "per_dimension"?'],
    ),
    "scoring with a slip": (
        lambda raw: raw.update(scoring={"min_answer": 0.5}),
        "scoring.min_answer",
        ['Did you mean "min_answered"?'],
    ),
    "a comparison that is a word": (
        lambda raw: raw["attributes"][0].update(compare="leader"),
        "attributes[0].compare",
        ["two of the options", '"leader"'],
    ),
    "a label outside the range": (
        scale(labels={"6": "Perfect"}),
        "response_scale.labels.6",
        ["not a point", "1–5"],
    ),
    "a label for a word": (scale(labels={"high": "Agree"}), "response_scale.labels.high", ["not a point"]),
    "a label without words": (scale(labels={"1": None}), "response_scale.labels.1", ["should be words", "empty"]),
    "two points with the same words": (
        scale(labels={"1": "Never", "5": "never"}),
        "response_scale.labels.5",
        ['"never"', "means 1 already"],
    ),
    "words for a point that mean can't tell": (
        scale(labels={"3": {"en": "Neither", "es": "No sé"}}, not_applicable="no sé"),
        "response_scale.labels.3",
        ["means not_applicable already"],
    ),
    "a label that is another point's number": (
        scale(labels={"1": "-1", "2": "0", "3": "1"}),
        "response_scale.labels.3",
        ['"1" would be read as the point 1', "min and max"],
    ),
    "can't tell that is a point's number": (
        scale(not_applicable="5"),
        "response_scale.not_applicable",
        ['"5" would be read as the point 5'],
    ),
    "a favourable answer outside the range": (
        scale(favourable=[5, 6]),
        "response_scale.favourable",
        ["list of points from 1 to 5", "a list (5, 6)"],
    ),
    "an unfavourable answer that is a word": (
        scale(unfavourable=["low"]),
        "response_scale.unfavourable",
        ["list of points from 1 to 5"],
    ),
    "an answer both favourable and unfavourable": (
        scale(favourable=[3, 4, 5], unfavourable=[1, 2, 3]),
        "response_scale.unfavourable",
        ["3 cannot be favourable as well"],
    ),
    "more points than the field has a custom for": (
        scale(max=20),
        "response_scale",
        ["20 points", "favourable: […] and unfavourable: […]"],
    ),
    "no response scale anywhere": (
        lambda raw: raw.pop("response_scale"),
        "dimensions[0].items[0]",
        ["has no response_scale"],
    ),
    "a reverse key that is a word": (
        lambda raw: raw["dimensions"][0]["items"][1].update(reverse_keyed="yes"),
        f"{ITEM}.reverse_keyed",
        ["true or false", '"yes"'],
    ),
    "a threshold under the floor": (
        lambda raw: raw.update(confidentiality={"scores": 2}),
        "confidentiality.scores",
        ["whole number from 3", '"2"'],
    ),
    "an unknown threshold": (
        lambda raw: raw.update(confidentiality={"score": 5}),
        "confidentiality.score",
        ['Did you mean "scores"?', "scores, distributions, comments"],
    ),
    "options with a slip in from_workshop": (
        lambda raw: raw["attributes"][1].update(options="from_workshp"),
        "attributes[1].options",
        ["from_workshop", '"from_workshp"', 'Did you mean "from_workshop"?'],
    ),
    "options that are empty": (
        lambda raw: raw["attributes"][1].update(options=[]),
        "attributes[1].options",
        ["should be a list", "an empty list"],
    ),
    "an option without words": (
        lambda raw: raw["attributes"][0].update(options={"leader": None}, compare=None),
        "attributes[0].options.leader",
        ["should be words", "empty"],
    ),
    "an option without a value": (
        lambda raw: raw["attributes"][1].update(options={"": "Nowhere"}),
        "attributes[1].options",
        ["without a value"],
    ),
    "two options with the same words": (
        lambda raw: raw["attributes"][1].update(options={"a": "Phones", "b": "phones"}),
        "attributes[1].options.b",
        ['"phones"', 'means "a" already'],
    ),
    "an option with another option's value for words": (
        lambda raw: raw["attributes"][1].update(options={"north": "South", "south": "Far south"}),
        "attributes[1].options.north",
        ['"South"', 'means "south" already'],
    ),
    "a comparison with one side": (
        lambda raw: raw["attributes"][0].update(compare=["leader"]),
        "attributes[0].compare",
        ["two of the options", "leader, frontline"],
    ),
    "a comparison with an unknown option": (
        lambda raw: raw["attributes"][0].update(compare=["leader", "boss"]),
        "attributes[0].compare",
        ["two of the options", "boss"],
    ),
    "a comparison of a group with itself": (
        lambda raw: raw["attributes"][0].update(compare=["leader", "leader"]),
        "attributes[0].compare",
        ["two of the options"],
    ),
    "a share above one": (
        lambda raw: raw.update(scoring={"min_answered": 1.5}),
        "scoring.min_answered",
        ["a share such as 0.5 or a count such as 4", '"1.5"'],
    ),
    "a negative share": (lambda raw: raw.update(scoring={"min_answered": -0.1}), "scoring.min_answered", ["share"]),
    "a share that is no number": (
        lambda raw: raw.update(scoring={"min_answered": float("nan")}),
        "scoring.min_answered",
        ["share"],
    ),
    "a count of none": (lambda raw: raw.update(scoring={"min_answered": 0}), "scoring.min_answered", ["count"]),
    "a minimum that is true": (lambda raw: raw.update(scoring={"min_answered": True}), "scoring.min_answered", []),
    "a dimension that needs more items than it has": (
        lambda raw: raw["dimensions"][0].update(min_answered=3),
        "dimensions[0].min_answered",
        ["whole number from 1 to 2", '"3"'],
    ),
    "a share where a dimension wants a count": (
        lambda raw: raw["dimensions"][0].update(min_answered=0.5),
        "dimensions[0].min_answered",
        ["whole number", '"0.5"'],
    ),
    "a version that is a word": (lambda raw: raw.update(version="one"), "version", ["whole number", '"one"']),
    "a text that is a list": (
        lambda raw: raw.update(title=["A", "B"]),
        "title",
        ["should be words", "{en: …, es: …}", "a list (A, B)"],
    ),
    "a language without words": (
        lambda raw: raw.update(title={"en": "Title", "es": None}),
        "title",
        ["should be words"],
    ),
    "words in a language without a name": (
        lambda raw: raw.update(title={"": "Title", "es": "Título"}),
        "title",
        ["should be words"],
    ),
    "a code that is a point": (
        lambda raw: raw["response_scale"].update(values={"2": 4}),
        "response_scale.values",
        ["2 means 2 already", "cxkit map"],
    ),
    "a code for what is no point": (
        lambda raw: raw["response_scale"].update(values={"A1": 9}),
        "response_scale.values",
        ["A1 cannot mean 9", "1, 2, 3, 4, 5, not_applicable, missing"],
    ),
    "two codes between which reading makes no difference": (
        lambda raw: raw["response_scale"].update(values={"A1": 1, "a1": 2}),
        "response_scale.values",
        ["a1 means 1 already"],
    ),
    "a point written with a decimal as a code for another": (
        lambda raw: raw["response_scale"].update(values={1.0: 5}),
        "response_scale.values",
        ["1 means 1 already"],
    ),
    "a missing value that is no list": (
        lambda raw: raw["response_scale"].update(missing=-99),
        "response_scale.missing",
        ["a list of values such as [-99]"],
    ),
    "values that are a list": (
        lambda raw: raw["attributes"][0].update(values=["A1"]),
        "attributes[0].values",
        ["a mapping such as {A1: 1}"],
    ),
    "a blank text": (lambda raw: raw.update(title="  "), "title", ["should be words"]),
    "response scales that no whole number of steps can join": (
        lambda raw: raw.update(
            dimensions=[
                {
                    "id": "d",
                    "title": "D",
                    "items": [
                        {
                            "id": f"i{high}",
                            "text": "x",
                            "response_scale": {"min": 0, "max": high, "favourable": [high], "unfavourable": [0]},
                        }
                        for high in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47)
                    ],
                }
            ]
        ),
        "dimensions[0]",
        ["response scales", "too different"],
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_one_mistake_is_one_problem_with_its_place_and_what_is_allowed(mistake: str) -> None:
    """A reader who made one slip is told one thing."""
    change, place, fragments = MISTAKES[mistake]
    told = problems(changed(change))
    assert len(told) == 1, told
    assert told[0].startswith(f"{place}: " if place else "the key")
    for fragment in fragments:
        assert fragment in told[0]


def test_all_mistakes_are_told_at_once() -> None:
    """Nobody should have to run a check five times to find five slips."""
    raw = small_survey().to_dict()
    raw["titel"] = "?"
    raw["dimensions"][0]["items"][0]["id"] = "no good"
    raw["confidentiality"]["comments"] = 1
    assert len(problems(raw)) == 3


@pytest.mark.parametrize("raw", [None, [], "leadership", 7, {}])
def test_something_that_is_no_survey_at_all_is_a_survey_error(raw: Any) -> None:
    """And it says what a survey needs."""
    assert "title" in "\n".join(problems(raw))


def test_a_number_is_an_id_and_a_text_too() -> None:
    """People number their items, and YAML makes numbers of them."""
    raw = small_survey().to_dict()
    raw["dimensions"][0]["items"][0] |= {"id": 1, "text": 2024}
    item = Survey.from_dict(raw).items[0]
    assert (item.id, str(item.text)) == ("1", "2024")


def test_a_label_may_be_its_own_number_or_one_that_is_no_point() -> None:
    """Only a number that would be read as another answer is refused."""
    scale = small_survey(
        response_scale={"min": 1, "max": 5, "labels": {1: "1", 5: "100"}, "not_applicable": "9"}
    ).response_scale
    assert scale
    assert [str(text) for text in scale.labels.values()] == ["1", "100"]


def test_options_may_be_a_plain_list() -> None:
    """The value is then the words."""
    attribute = {"id": "site", "title": "Site", "options": ["North", 2]}
    options = small_survey(attributes=[attribute]).attribute("site").options
    assert {value: str(text) for value, text in (options or {}).items()} == {"North": "North", "2": "2"}


def test_a_share_may_come_from_numpy() -> None:
    """A survey made by a program is as welcome as one from a file."""
    assert small_survey(scoring={"min_answered": np.float64(0.75)}).dimension("care").min_answered == 2


def test_thresholds_may_be_raised_and_stand_at_the_floor() -> None:
    """Three is the least, and there is no most."""
    thresholds = small_survey(confidentiality={"scores": 3, "comments": 500}).confidentiality
    assert (thresholds.scores, thresholds.distributions, thresholds.comments) == (3, 8, 500)


@given(survey_mappings(), st.data())
def test_whatever_replaces_a_value_the_answer_is_a_survey_or_a_survey_error(raw: Raw, data: st.DataObject) -> None:
    """No mistake in a survey ends in a traceback."""
    places: list[tuple[Any, Any]] = []

    def walk(value: Any) -> None:
        for key, child in value.items() if isinstance(value, dict) else enumerate(value):
            places.append((value, key))
            if isinstance(child, dict | list):
                walk(child)

    walk(raw)
    container, key = data.draw(st.sampled_from(places))
    container[key] = data.draw(
        st.one_of(
            st.none(),
            st.booleans(),
            st.integers(),
            st.floats(),
            st.text(max_size=5),
            st.lists(st.integers(), max_size=3),
            st.dictionaries(st.text(max_size=3), st.one_of(st.none(), st.integers(), st.text(max_size=3)), max_size=3),
        )
    )
    try:
        survey = Survey.from_dict(raw)
    except SurveyError as error:
        assert "problem" in str(error)  # noqa: PT017  (either outcome is right)
    else:
        assert Survey.from_dict(survey.to_dict()) == survey


def test_words_that_name_no_language_are_in_the_surveys() -> None:
    """So that a survey in one language need not say it at each text; those that name theirs keep it."""
    raw: Raw = {
        "id": "t",
        "title": "مكتبنا",
        "response_scale": {"min": 1, "max": 2, "labels": {1: {"en": "No"}, 2: "نعم"}},
    }
    raw |= {"dimensions": [{"id": "d", "title": "أ", "items": ["ب"]}], "language": "ar"}
    survey = Survey.from_dict(raw)
    assert languages(survey) == ("ar", "en")
    assert survey.items[0].text.plain() == {"ar": "ب"}
    with pytest.raises(SurveyError, match=r'language: should be a language\'s tag, .*, but is "Arabic!"'):
        Survey.from_dict(raw | {"language": "Arabic!"})
