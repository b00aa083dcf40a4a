"""What is wrong with a survey: every problem in one error, with its place, what is allowed, and a better spelling."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxkit.errors import SurveyError
from cxkit.survey.model import Survey
from cxkit.survey.workshop import languages
from tests.strategies import small_survey, survey_mappings
from tests.survey.mistakes import MISTAKES
from tests.survey.scale_mistakes import Change, Raw


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
