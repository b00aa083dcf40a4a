"""The shipped survey and its made-up organisation: what the workshop's first picture is built on."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

import cxkit as cx
from cxkit.responses.responses import Responses
from cxkit.survey.files import shipped, shipped_surveys
from cxkit.survey.model import Survey
from cxkit.survey.workshop import in_languages, in_one, languages

FOLDER = shipped("surveys") / "leadership"
ACTIVITIES = [slug for slug in shipped_surveys() if slug != "leadership"]


@pytest.fixture(scope="module")
def survey() -> Survey:
    """The leadership survey."""
    return cx.load_survey("leadership")


@pytest.fixture(scope="module")
def answers(survey: Survey) -> Responses:
    """The sample, read as a user reads it."""
    return cx.read_responses(cx.sample("leadership"), survey)


@pytest.mark.parametrize("slug", shipped_surveys())
def test_the_script_makes_the_sample_byte_for_byte(slug: str, tmp_path: Path) -> None:
    """Anybody can see where the numbers come from."""
    copy = tmp_path / "surveys"
    shutil.copytree(FOLDER.parent, copy)
    made = sorted((copy / slug).glob("*.csv"))
    for path in made:
        path.unlink()
    command = [sys.executable, str(copy / slug / "make_sample.py")]
    subprocess.run(command, check=True, capture_output=True, cwd=tmp_path)
    assert [path.read_bytes() for path in made] == [(FOLDER.parent / slug / path.name).read_bytes() for path in made]


def test_every_activity_is_a_survey() -> None:
    """Eight besides the core, and three cases for other places; each with its reasons and its sample."""
    cases = {"recovery", "recovery_care_home", "recovery_office", "recovery_repairs"}
    assert set(ACTIVITIES) == {"handoffs", "journey", "owner", "owners", "ownership", "priorities", "pulse"} | cases
    for slug in ACTIVITIES:
        assert {"README.md", "make_sample.py", "sample.csv"} <= {path.name for path in (FOLDER.parent / slug).iterdir()}


@pytest.mark.parametrize("slug", ACTIVITIES)
def test_an_activitys_sample_fits_its_survey_and_is_scored_like_any(slug: str) -> None:
    """Every column known, every cell an answer; something is shown of every item, and a mean of all that is rated."""
    survey = cx.load_survey(slug)
    answers = cx.read_responses(cx.sample(slug), survey)
    assert answers.dropped == ()
    assert not len(answers.problems)
    assert 60 <= len(answers) <= 90
    report = cx.report(answers, survey, by=[attribute.id for attribute in survey.attributes])
    assert (report.items["status"] == "shown").all()
    rated = [dimension.id for dimension in survey.dimensions if dimension.kind == "rate"]
    assert (report.dimensions.loc[rated, "status"] == "shown").all()


@pytest.mark.parametrize("slug", ACTIVITIES)
def test_a_workshops_own_lists_take_the_place_of_an_activitys(slug: str) -> None:
    """Departments, touchpoints, scenarios, ideas, actions: whatever the file asks for, and nothing else is left."""
    survey = cx.load_survey(slug)
    lists = {dimension.items_from for dimension in survey.dimensions if dimension.items_from}
    lists |= {attribute.options_from for attribute in survey.attributes if attribute.options_from}
    filled = survey.with_workshop({name: ["Our first", "Our second"] for name in lists})
    for dimension, was in zip(filled.dimensions, survey.dimensions, strict=True):
        if was.items_from:
            assert [str(item.text) for item in dimension.items] == ["Our first", "Our second"]
            assert [item.response_scale for item in dimension.items] == [item.response_scale for item in was.items[:2]]
        assert dimension.items_from is None
    assert Survey.from_dict(filled.to_dict()) == filled


@pytest.mark.parametrize("slug", ACTIVITIES)
def test_an_activitys_items_are_short(slug: str) -> None:
    """They are read on a phone, standing. What happens at a step of a case takes a few words more."""
    survey = cx.load_survey(slug)
    for dimension in survey.dimensions:
        most = 24 if dimension.kind == "case" else 16
        assert max(len(str(item.text).split()) for item in dimension.items) <= most


@pytest.mark.parametrize("slug", shipped_surveys())
def test_whatever_is_read_of_a_survey_names_its_languages(slug: str) -> None:
    """Each phone has it in its own; that every language is there, tests/words/test_translations.py says."""
    read = {"title", "introduction", "question", "text", "ask", "do", "story", "not_applicable"}

    def walk(value: Any, key: str = "") -> None:
        if key in read:
            assert set(value) >= {"en", "es"}, value
        elif isinstance(value, dict):
            for name, each in value.items():
                walk(each, name)
        elif isinstance(value, list):
            for each in value:
                walk(each)

    walk(yaml.safe_load((FOLDER.parent / slug / "survey.yaml").read_text(encoding="utf-8")))


@pytest.mark.parametrize("slug", shipped_surveys())
def test_a_survey_is_still_one_in_any_one_of_its_languages(slug: str) -> None:
    """Rooms keep it so, and read it again."""
    survey = cx.load_survey(slug)
    for lang in languages(survey):
        there = in_languages(survey, (lang,))
        assert Survey.from_dict(there.to_dict()) == there
        assert Survey.from_dict(in_one(survey, lang).to_dict()).id == survey.id


def test_the_survey_asks_four_dimensions(survey: Survey) -> None:
    """One item for each topic of the field notes: 28 or 29."""
    assert [dimension.id for dimension in survey.dimensions] == ["engaged", "motivating", "teamwork", "in_tune"]
    assert 28 <= len(survey.items) <= 29
    assert all(dimension.question for dimension in survey.dimensions)


def test_a_few_items_are_reverse_keyed(survey: Survey) -> None:
    """Two to four, no two of them in one dimension."""
    reversed_ = [item.id for item in survey.items if item.reverse_keyed]
    assert 2 <= len(reversed_) <= 4
    assert len({id.rpartition("_")[0] for id in reversed_}) == len(reversed_)


def test_every_item_is_short_and_about_one_thing(survey: Survey) -> None:
    """No "and" that joins two questions, no "not" to stumble over, few words, and no text twice."""
    texts = [str(item.text) for item in survey.items]
    assert len(set(texts)) == len(texts)
    for text in texts:
        assert len(text.split()) <= 15
        assert not {"and", "or", "not"} & set(text.lower().strip(".").split())


def test_the_survey_asks_role_and_team_and_a_comment_a_dimension(survey: Survey) -> None:
    """Five answers with a word each, and I can't tell."""
    assert [attribute.id for attribute in survey.attributes] == ["role", "team"]
    assert survey.attribute("role").compare == ("leader", "frontline")
    assert survey.attribute("team").options is None
    assert survey.comments_per_dimension
    scale = survey.response_scale
    assert scale
    assert list(scale.labels) == [1, 2, 3, 4, 5]
    assert str(scale.not_applicable) == "I can’t tell"


def test_the_sample_fits_its_survey(answers: Responses) -> None:
    """Every column is known and every cell is an answer."""
    assert answers.dropped == ()
    assert not len(answers.problems)
    assert 75 <= len(answers) <= 85


def test_the_sample_has_six_teams_of_which_one_is_under_the_threshold(answers: Responses, survey: Survey) -> None:
    """So that a report has something to hide."""
    sizes = answers.frame["team"].value_counts()
    assert len(sizes) == 6
    assert (sizes < survey.confidentiality.scores).sum() == 1
    assert "" not in sizes.index
    assert set(answers.frame["role"]) == set(survey.attribute("role").options or {})


def test_leaders_in_the_sample_are_rosier_than_the_front_line(answers: Responses, survey: Survey) -> None:
    """In every dimension; at least once it is a blind spot for sure."""
    gaps = cx.report(answers, survey, by="role").gaps
    assert (gaps["difference"] > 0).all()
    assert "blind spot" in gaps["label"].to_list()


def test_the_sample_has_missing_and_cannot_tell_answers(answers: Responses, survey: Survey) -> None:
    """As real answers do: some of each, not many; and a few people whose score is missing."""
    ids = [item.id for item in survey.items]
    cannot_tell = answers.not_applicable[ids].to_numpy().mean()
    missing = answers.frame[ids].isna().to_numpy().mean() - cannot_tell
    assert 0.01 < cannot_tell < 0.1
    assert 0.01 < missing < 0.1
    assert cx.score(answers, survey).isna().any(axis=None)


def test_some_people_in_the_sample_comment(answers: Responses, survey: Survey) -> None:
    """On every dimension, and nobody's comment is given twice."""
    assert list(answers.comments.columns) == [dimension.id for dimension in survey.dimensions]
    said = pd.concat([answers.comments[id] for id in answers.comments])
    said = said[said != ""]
    assert len(said) >= 10
    assert said.is_unique
