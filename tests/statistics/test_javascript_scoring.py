"""Scoring in JavaScript, in the form that phones run and beside everyone, against cx.score."""

import json
import math
import random
import re
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from py_mini_racer import MiniRacer

import cxkit as cx
from cxkit.static import served
from cxkit.survey.model import Survey

SURVEYS, RESPONDENTS = 150, 10

Answers = dict[str, Any]
Score = Callable[[dict[str, Any], Answers], dict[str, float | None]]


@pytest.fixture(scope="module", params=["self_assessment.js", pytest.param("beside.js", marks=pytest.mark.slow)])
def score(request: pytest.FixtureRequest) -> Score:
    """Evaluate a module once; hand out its scoring function, called with nothing but JSON text."""
    source, exports = re.subn(r"^export default\b", "globalThis.widget =", served(request.param), flags=re.MULTILINE)
    assert exports == 1
    engine = MiniRacer()
    engine.eval(source)

    def call(survey: dict[str, Any], answers: Answers) -> dict[str, float | None]:
        given = json.dumps(json.dumps([survey, answers]))
        told = json.loads(str(engine.eval(f"JSON.stringify(score(...JSON.parse({given})))")))
        return {str(id): value for id, value in told.items()}

    return call


def random_scale(chance: random.Random) -> dict[str, Any]:
    low = chance.randint(-2, 2)
    scale: dict[str, Any] = {"min": low, "max": low + chance.randint(1, 10)}
    if chance.random() < 0.5:
        scale["not_applicable"] = "I can't tell"
    return scale


def random_survey(chance: random.Random) -> Survey:
    """Make a survey with mixed ranges, reverse keys, shares, counts and dimensions with a minimum of their own."""
    dimensions = []
    for d in range(chance.randint(1, 4)):
        items = [
            {
                "id": f"i{d}_{number}",
                "text": "?",
                "reverse_keyed": chance.random() < 0.4,
                **({"response_scale": random_scale(chance)} if chance.random() < 0.3 else {}),
            }
            for number in range(chance.randint(1, 8))
        ]
        own = {"min_answered": chance.randint(1, len(items))} if chance.random() < 0.4 else {}
        dimensions.append({"id": f"d{d}", "title": "?", "items": items, **own})
    return Survey.from_dict(
        {
            "id": "random",
            "title": "?",
            "response_scale": random_scale(chance),
            "dimensions": dimensions,
            "scoring": {"min_answered": chance.choice([0.0, 1 / 3, 0.5, 0.75, 1.0, 1, 2, 5])},
        }
    )


def random_answers(survey: Survey, chance: random.Random) -> Answers:
    """Answer some items: most with a point, some with can't tell, a few with what is no answer."""
    answers: Answers = {}
    answering = chance.random()
    for item in survey.items:
        low, high = item.response_scale.min, item.response_scale.max
        if chance.random() < answering:
            answers[item.id] = chance.choices(
                [chance.randint(low, high), "not_applicable", low - 1, high + 1, low + 0.5, None],
                weights=[20, 3, 1, 1, 1, 1],
            )[0]
    return answers


@pytest.mark.filterwarnings("ignore::cxkit.ResponseWarning")
def test_the_form_scores_1500_random_responses_as_python_does(score: Score) -> None:
    """To a billionth of a point; null in JavaScript is NaN in Python, no more and no less."""
    chance = random.Random(20)
    compared = missing = 0
    for _ in range(SURVEYS):
        survey = random_survey(chance)
        people = [random_answers(survey, chance) for _ in range(RESPONDENTS)]
        table = pd.DataFrame(people, columns=[item.id for item in survey.items], dtype=object)
        expected = cx.score(table, survey)
        for place, answers in enumerate(people):
            told = score(survey.to_dict(), answers)
            assert list(told) == [dimension.id for dimension in survey.dimensions]
            for id, value in told.items():
                python = float(expected[id].iloc[place])
                assert (value is None) == math.isnan(python), (survey.to_dict(), answers, id)
                if value is not None:
                    assert value == pytest.approx(python, abs=1e-9), (survey.to_dict(), answers, id)
                    compared += 1
                else:
                    missing += 1
    assert SURVEYS * RESPONDENTS >= 1000
    assert compared > 1000
    assert missing > 300


def test_the_form_scores_the_shipped_sample_as_python_does(score: Score) -> None:
    """Eighty people of the leadership survey."""
    survey = cx.load_survey("leadership")
    responses = cx.read_responses(cx.sample("leadership"), survey)
    expected = cx.score(responses, survey)
    ids = [item.id for item in survey.items]
    for place, row in enumerate(responses.frame[ids].to_dict("records")):
        answers = {str(id): int(value) for id, value in row.items() if not math.isnan(value)}
        for id, value in score(survey.to_dict(), answers).items():
            assert (math.nan if value is None else value) == pytest.approx(
                float(expected[id].iloc[place]), abs=1e-9, nan_ok=True
            )


@pytest.mark.parametrize("value", ["4", "Agree", True, 2.5, 0, 6, None, [4], {"value": 4}, "not_applicable"])
def test_only_a_whole_number_within_range_is_an_answer_to_the_form(score: Score, value: Any) -> None:
    """What a broken or a mischievous phone stored is not scored."""
    survey = cx.load_survey("leadership").to_dict()
    assert score(survey, {item["id"]: value for item in survey["dimensions"][0]["items"]})["engaged"] is None


def test_a_form_without_answers_has_no_scores(score: Score) -> None:
    """Null, not zero."""
    survey = cx.load_survey("leadership").to_dict()
    assert set(score(survey, {}).values()) == {None}
