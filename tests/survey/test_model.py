"""Surveys as values: usual favourable answers, texts, a workshop's lists, round trips."""

import json
from typing import Any

import pytest
from hypothesis import given

from cxkit.errors import SurveyError
from cxkit.survey.model import Survey
from cxkit.survey.parts import Attribute, ResponseScale, Text
from cxkit.survey.reading import needed
from cxkit.words import speaking
from tests.strategies import small_survey, survey_mappings, surveys

# The design's table: points → (favourable, unfavourable) on a response scale that starts at 1.
USUAL = {
    2: ([2], [1]),
    3: ([3], [1]),
    4: ([4], [1]),
    5: ([4, 5], [1, 2]),
    6: ([4, 5, 6], [1, 2, 3]),
    7: ([6, 7], [1, 2, 3]),
    8: ([6, 7, 8], [1, 2, 3]),
    9: ([7, 8, 9], [1, 2, 3]),
    10: ([8, 9, 10], [1, 2, 3]),
}


def scale_of(low: int, high: int) -> ResponseScale:
    scale = small_survey(response_scale={"min": low, "max": high}).response_scale
    assert scale
    return scale


@pytest.mark.parametrize(("points", "expected"), USUAL.items())
def test_favourable_answers_follow_the_fields_table(points: int, expected: tuple[list[int], list[int]]) -> None:
    """Without a word in the file, favourable and unfavourable are what the field counts for that many points."""
    scale = scale_of(1, points)
    assert (list(scale.favourable), list(scale.unfavourable)) == expected


@pytest.mark.parametrize(("points", "expected"), USUAL.items())
def test_the_table_goes_by_points_and_not_by_numbers(points: int, expected: tuple[list[int], list[int]]) -> None:
    """A response scale that starts at 0 counts the same places, one lower."""
    scale = scale_of(0, points - 1)
    assert [value + 1 for value in scale.favourable] == expected[0]
    assert [value + 1 for value in scale.unfavourable] == expected[1]


def test_eleven_points_are_counted_as_recommendation_is() -> None:
    """0–10: 9 and 10 are favourable, 0 to 6 unfavourable."""
    assert scale_of(0, 10).favourable == (9, 10)
    assert scale_of(0, 10).unfavourable == (0, 1, 2, 3, 4, 5, 6)


@pytest.mark.parametrize("points", [1, 12, 101])
def test_other_numbers_of_points_have_no_usual_count(points: int) -> None:
    """Nobody's custom is invented: beyond 2 to 11 points the survey has to say."""
    assert ResponseScale.usual_favourable(1, points) is None


@given(surveys())
def test_a_survey_survives_its_own_dictionary(survey: Survey) -> None:
    """Writing a survey and reading it back gives an equal survey, whatever it holds."""
    assert Survey.from_dict(survey.to_dict()) == survey


@given(surveys())
def test_a_survey_survives_json(survey: Survey) -> None:
    """The dictionary holds nothing that JSON would change."""
    assert Survey.from_dict(json.loads(json.dumps(survey.to_dict()))) == survey


@given(survey_mappings())
def test_the_dictionary_fills_in_every_default(raw: dict[str, Any]) -> None:
    """JavaScript computes no default: counts, scales and thresholds all stand in the dictionary."""
    told = Survey.from_dict(raw).to_dict()
    assert set(told) >= {"id", "version", "title", "dimensions", "attributes", "comments", "scoring", "confidentiality"}
    assert set(told["confidentiality"]) == {"scores", "distributions", "comments"}
    assert set(told["response_scale"]) == {"min", "max", "labels", "not_applicable", "favourable", "unfavourable"}
    for dimension in told["dimensions"]:
        assert 1 <= dimension["min_answered"] <= len(dimension["items"])
        assert type(dimension["min_answered"]) is int
        assert all(type(item["reverse_keyed"]) is bool for item in dimension["items"])


def test_reading_leaves_the_mapping_as_it_was() -> None:
    """Frozen in, new out."""
    raw = small_survey().to_dict()
    before = json.dumps(raw)
    small_survey(**raw).with_workshop({"team": ["A"]})
    assert json.dumps(raw) == before


def test_a_text_may_stand_in_several_languages() -> None:
    """The first language is the default, and all of them are kept."""
    text = Text.of({"en": "Engaged", "no": "Engasjert"})
    assert str(text) == "Engaged"
    assert text.all() == ("Engaged", "Engasjert")
    assert text.plain() == {"en": "Engaged", "no": "Engasjert"}


def test_an_item_without_its_own_response_scale_has_the_surveys() -> None:
    """And one with its own keeps it."""
    own = {"min": 0, "max": 10}
    survey = small_survey(
        dimensions=[
            {
                "id": "d",
                "title": "D",
                "items": [{"id": "a", "text": "A"}, {"id": "b", "text": "B", "response_scale": own}],
            }
        ]
    )
    first, second = survey.items
    assert first.response_scale == survey.response_scale
    assert (second.response_scale.min, second.response_scale.max) == (0, 10)


@pytest.mark.parametrize(
    ("share_or_count", "n_items", "expected"),
    [
        (0.5, 8, 4),
        (0.5, 7, 4),
        (0.75, 3, 3),  # two of three are 67%
        (0.55, 20, 11),  # in floats 0.55 * 20 is 11.000000000000002
        (0.07, 100, 7),  # in floats 7.000000000000001
        (1 / 3, 3, 1),
        (1.0, 6, 6),
        (0.0, 6, 1),  # nobody gets a score without an answer
        (1, 6, 1),  # a whole number is a count, so 1 is one item and not all of them
        (4, 6, 4),
        (9, 6, 6),  # a dimension cannot ask for more items than it has
    ],
)
def test_a_share_of_items_is_taken_as_it_is_written(share_or_count: float, n_items: int, expected: int) -> None:
    """No rounding up by a float's last bit, and no rounding down below the share."""
    assert needed(share_or_count, n_items) == expected


def test_a_dimension_may_set_its_own_minimum() -> None:
    """It overrides the survey's share."""
    raw = small_survey().to_dict()
    raw["scoring"] = {"min_answered": 1.0}
    raw["dimensions"][0]["min_answered"] = 1
    del raw["dimensions"][1]["min_answered"]
    assert [d.min_answered for d in Survey.from_dict(raw).dimensions] == [1, 2]


def test_a_workshop_fills_the_options_it_has_a_list_for() -> None:
    """The teams come from the workshop, in its order; the survey itself stays as it was."""
    survey = small_survey()
    filled = survey.with_workshop({"team": ["Phones", "Warehouse"]})
    assert list(filled.attribute("team").options or {}) == ["Phones", "Warehouse"]
    assert survey.attribute("team").options is None
    assert filled.attribute("role") == survey.attribute("role")


def test_a_list_for_an_attribute_with_options_of_its_own_changes_nothing() -> None:
    """Only options `from_workshop` wait for the workshop."""
    survey = small_survey()
    assert survey.with_workshop({"role": ["boss"]}) == survey


def test_a_workshop_makes_an_item_of_each_entry_of_its_list() -> None:
    """Items from a list get the dimension's id and a number, and the survey's share decides how many are needed."""
    survey = small_survey(
        dimensions=[{"id": "handoff", "title": "Hand-overs"}],
        items_from="departments",
        response_scale={"min": 0, "max": 10},
        scoring={"min_answered": 0.6},
    )
    assert survey.items == ()
    filled = survey.with_workshop({"departments": ["Sales", "Finance", "IT"]})
    assert [(item.id, str(item.text)) for item in filled.items] == [
        ("handoff_1", "Sales"),
        ("handoff_2", "Finance"),
        ("handoff_3", "IT"),
    ]
    assert filled.dimension("handoff").min_answered == 2
    assert filled.dimension("handoff").items_from is None
    assert Survey.from_dict(filled.to_dict()) == filled


def test_a_survey_that_waits_for_a_list_survives_its_own_dictionary() -> None:
    """Also before the workshop has given the list."""
    survey = small_survey(dimensions=[{"id": "d", "title": "D", "items_from": "touchpoints"}])
    assert Survey.from_dict(survey.to_dict()) == survey


def test_a_workshops_list_takes_the_place_of_the_surveys_own() -> None:
    """Until there is one, the survey's own entries stand; items and options may come from the same list."""
    survey = small_survey(
        dimensions=[
            {"id": "serves", "title": "Serves us", "items_from": "departments", "items": ["Sales", "IT"]},
            {"id": "votes", "title": "Votes", "response_scale": {"min": 0, "max": 1}, "items_from": "ideas",
             "items": [{"id": "own", "text": "My own idea"}]},
        ],
        attributes=[
            {"id": "team", "title": "Team", "options": ["Sales", "IT"], "options_from": "departments"},
            {"id": "site", "title": "Site", "options": "from_workshop"},
        ],
    )  # fmt: skip
    assert [(item.id, str(item.text)) for item in survey.dimensions[0].items] == [
        ("serves_1", "Sales"),
        ("serves_2", "IT"),
    ]
    assert Survey.from_dict(survey.to_dict()) == survey
    filled = survey.with_workshop({"departments": ["Phones", "Stores", "Legal"]})
    assert [str(item.text) for item in filled.dimension("serves").items] == ["Phones", "Stores", "Legal"]
    assert list(filled.attribute("team").options or {}) == ["Phones", "Stores", "Legal"]
    assert filled.dimension("votes") == survey.dimension("votes")
    voted = filled.with_workshop({"ideas": ["Call first"], "site": ["Leeds"]})
    assert [(item.id, item.response_scale.max) for item in voted.dimension("votes").items] == [("votes_1", 1)]
    assert list(voted.attribute("site").options or {}) == ["Leeds"]
    assert Survey.from_dict(voted.to_dict()) == voted


def test_a_dimension_asks_for_a_comment_in_its_own_words() -> None:
    """Where comments are asked for at all."""
    dimensions = [{"id": "d", "title": "D", "comment": "What would you do?", "items": ["A"]}]
    survey = small_survey(dimensions=dimensions, comments={"per_dimension": True})
    assert str(survey.dimension("d").comment) == "What would you do?"
    assert Survey.from_dict(survey.to_dict()) == survey


def test_an_empty_list_from_the_workshop_is_an_error() -> None:
    """A room with no teams to choose from would ask a question without answers."""
    with pytest.raises(SurveyError, match="but is an empty mapping"):
        small_survey().with_workshop({"team": []})


def test_a_survey_can_ask_for_some_attributes_only() -> None:
    """A private self-assessment asks for none."""
    assert [a.id for a in small_survey().only_attributes("team").attributes] == ["team"]
    assert small_survey().only_attributes().attributes == ()


def test_mixed_response_scales_share_a_whole_number_of_steps() -> None:
    """1–5 and 1–6 meet in twentieths, so that sums stay whole numbers."""
    survey = small_survey(
        dimensions=[
            {
                "id": "d",
                "title": "D",
                "items": [
                    {"id": "a", "text": "A"},
                    {"id": "b", "text": "B", "response_scale": {"min": 1, "max": 6}},
                ],
            }
        ]
    )
    assert survey.dimension("d").unit == 20


def test_an_option_is_shown_by_its_words_and_nothing_stated_in_words() -> None:
    """The value is for files, the label for people."""
    attribute = Attribute(id="role", title=Text.of("Role"), options={"leader": Text.of("Leader")})
    assert [attribute.label(value) for value in ("leader", "visitor", "")] == ["Leader", "visitor", "Not stated"]
    with speaking("es"):
        assert attribute.label("") == "Sin indicar"


def test_the_leader_gap_is_compared_without_being_asked_for() -> None:
    """Options called leader and frontline are the workshop's central comparison."""
    assert small_survey().attribute("role").compare == ("leader", "frontline")


def test_an_unknown_dimension_or_attribute_is_a_key_error() -> None:
    """As of any mapping."""
    with pytest.raises(KeyError, match="nope"):
        small_survey().dimension("nope")
    with pytest.raises(KeyError, match="nope"):
        small_survey().attribute("nope")
