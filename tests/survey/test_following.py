"""What a survey's file says about what follows: read, written, refused in plain words, and kept from phones."""

import re
from typing import Any

import pytest

import cxkit as cx
from cxkit.errors import SurveyError
from cxkit.survey.files import shipped_surveys
from cxkit.survey.following import follows

ASK = {"en": "When did this last go wrong?", "es": "¿Cuándo falló?"}
ACTIONS = [{"who": "leader", "do": "Stand at the door for an hour."}, {"who": "everyone", "do": "Ring one customer."}]


def raw(**item: Any) -> dict[str, Any]:
    items = [{"id": "greets", "text": "We greet people.", **item}, {"id": "knows", "text": "We know why they come."}]
    return {
        "id": "desk", "title": "Desk", "response_scale": {"min": 1, "max": 5},
        "dimensions": [{"id": "desk", "title": "Desk", "ask": "What helps?", "actions": ACTIONS[1:], "items": items}],
    }  # fmt: skip


def test_an_item_has_its_own_question_and_actions_and_its_dimension_s_where_it_has_none() -> None:
    """What is written comes back as it was."""
    survey = cx.Survey.from_dict(raw(ask=ASK, actions=ACTIONS))
    own = survey.dimension("desk")
    ask, actions = follows(own, "greets")
    assert (str(ask), [(one.who, str(one.do)) for one in actions]) == (
        "When did this last go wrong?",
        [("leader", "Stand at the door for an hour."), ("everyone", "Ring one customer.")],
    )
    for other in ("knows", None):
        ask, actions = follows(own, other)
        assert (str(ask), [str(one.do) for one in actions]) == ("What helps?", ["Ring one customer."])
    assert cx.Survey.from_dict(survey.to_dict()) == survey


def test_those_who_answer_do_not_get_it() -> None:
    """Neither weight nor a hint of what is hoped for; the survey is the same one, and its answers count."""
    survey = cx.Survey.from_dict(raw(ask=ASK, actions=ACTIONS))
    bare = survey.only_asked()
    assert "door" not in str(bare.to_dict())
    assert "What helps?" not in str(bare.to_dict())
    assert bare.identity == survey.identity


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ({"actions": [{"who": "boss", "do": "Stand there."}]}, "actions[0].who: should be one of leader, frontline"),
        ({"actions": [{"who": "leader"}]}, 'actions[0]: the key "do" is missing'),
        ({"actions": "Stand there."}, "actions: should be a list of actions"),
        ({"actions": [{"who": "leader", "do": "Stand there. " * 20}]}, "at most 200 characters"),
        ({"actions": ACTIONS * 2}, "has 4 actions. Keep the best 3"),
        ({"ask": []}, "ask: should be words"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(item: dict[str, Any], said: str) -> None:
    """And what is allowed there."""
    with pytest.raises(SurveyError) as error:
        cx.Survey.from_dict(raw(**item))
    assert said in str(error.value)


@pytest.mark.parametrize("slug", shipped_surveys())
def test_whatever_stands_out_of_a_shipped_survey_has_a_question_and_something_to_do(slug: str) -> None:
    """Small enough to be read from the last row."""
    survey = cx.load_survey(slug)
    for dimension in survey.dimensions:
        if dimension.kind == "case":
            continue
        for item in (*(item.id for item in dimension.items), *([None] if dimension.items_from else [])):
            ask, actions = follows(dimension, item)
            assert ask
            assert 2 <= len(actions) <= 3
            for text in (ask, *(one.do for one in actions)):
                assert all(len(words.split()) <= 22 for words in text.all())


INFINITIVE = {"es": r"\w+[aeiáéí]r(se)?(l[aeo]s?)?|que", "fr": r"\w+(er|ir|re)", "pt-BR": r"\w+[aei]r(-\w+)?|que"}
"""How an action would begin that nobody in particular is told to do."""


@pytest.mark.parametrize("lang", INFINITIVE)
def test_every_action_is_said_to_whoever_does_it(lang: str) -> None:
    """In one form throughout: "Diga", and neither "Decir" nor "Que digan"."""
    surveys = map(cx.load_survey, shipped_surveys())
    parts = [part for survey in surveys for part in survey.dimensions]
    actions = [one for part in parts for one in (*part.actions, *(one for item in part.items for one in item.actions))]
    said = [dict(one.do.by_language)[lang] for one in actions]
    assert len(said) > 60
    assert [words for words in said if re.fullmatch(INFINITIVE[lang], words.split()[0].lower())] == []
