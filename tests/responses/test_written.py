"""What is written for another program is read back with nothing lost: whatever was asked, answered and skipped."""

import itertools
import random
import sys
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest
from hypothesis import given, settings

import cxkit as cx
from cxkit.errors import ResponseError
from cxkit.survey.model import Survey
from tests.asked import asking
from tests.doing import given as given_to
from tests.strategies import small_survey, surveys_with_answers

NUMBERS = itertools.count()


@pytest.mark.parametrize("ending", ["csv", "sav"])
@settings(max_examples=40)
@given(drawn=surveys_with_answers())
def test_what_is_written_is_read_back(
    ending: str, drawn: tuple[Survey, pd.DataFrame], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Values, "can't tell" apart from missing, and who people are; rows without an answer are nobody."""
    survey, table = drawn
    answers = cx.Responses.of(table, survey)
    rows = answers.some
    file = tmp_path_factory.getbasetemp() / f"{next(NUMBERS)}.{ending}"
    if not len(answers):
        with pytest.raises(ResponseError, match="nothing to write"):
            cx.write_answers(answers, survey, file)
        return
    cx.write_answers(answers, survey, file)
    if not rows.any():
        return
    back = cx.read_responses(file, survey)
    assert not back.met
    pd.testing.assert_frame_equal(back.frame, answers.frame[rows].reset_index(drop=True), check_dtype=False)
    pd.testing.assert_frame_equal(back.not_applicable, answers.not_applicable[rows].reset_index(drop=True))


def test_spss_gets_words_for_every_value(tmp_path: Path) -> None:
    """Of variables and values, read without our reader; "can't tell" is declared missing; a word of SPSS is no name."""
    raw = small_survey(
        response_scale={"min": 1, "max": 2, "labels": {1: "No", 2: "Yes"}, "not_applicable": "No idea"}
    ).to_dict()
    raw["dimensions"][0]["items"][0]["id"] = "by"
    survey = Survey.from_dict(raw)
    table = pd.DataFrame({item.id: ["1", "not_applicable", ""] for item in survey.items}).assign(
        role="leader", team="A"
    )
    cx.write_answers(cx.Responses.of(table, survey), survey, tmp_path / "a.sav", more={"typed_in": ["", "paper", ""]})
    found, about = pyreadstat.read_sav(tmp_path / "a.sav")
    assert found["v_by"].to_list()[:1] == [1]
    assert found["v_by"].isna().to_list() == [False, True, True]
    assert about.column_names_to_labels["v_by"] == str(survey.items[0].text)
    assert about.variable_value_labels["v_by"] == {1: "No", 2: "Yes", -9: "No idea"}
    assert dict(about.variable_value_labels)["role"].items() >= {"leader": "Leader"}.items()
    assert found["typed_in"].to_list() == ["", "paper", ""]


def test_spss_knows_what_is_in_an_order(tmp_path: Path) -> None:
    """Tokens can be added up, a point is above another, and of buttons none is more than the next."""
    survey = asking("rate", "choose", "sort", "place", "spend", "rank", "pin", "case")
    chance = random.Random(7)
    rows = [{id: at for one in survey.dimensions for id, at in given_to(one, chance).items()} for _ in range(20)]
    answers = cx.Responses.of(pd.DataFrame(rows, columns=[item.id for item in survey.items]), survey)
    cx.write_answers(answers, survey, tmp_path / "a.sav")
    about = pyreadstat.read_sav(tmp_path / "a.sav")[1]
    levels = {one.kind: {about.variable_measure[item.id] for item in one.items} for one in survey.dimensions}
    others = {"choose": {"nominal"}, "case": {"nominal"}, "spend": {"scale"}}
    assert levels == {kind: {"ordinal"} for kind in ("rate", "sort", "place", "rank", "pin")} | others
    assert cx.tally(cx.read_responses(tmp_path / "a.sav", survey), survey) == cx.tally(answers, survey)


def test_words_that_are_longer_than_spss_keeps_are_still_answers(tmp_path: Path) -> None:
    """From sixty letters of Arabic up: SPSS keeps 120 bytes of what a value is called."""
    labels = {1: "نعم " * 40, 2: "x" + "ü" * 100, 3: "No"}
    survey = small_survey(response_scale={"min": 1, "max": 3, "labels": labels, "not_applicable": "؟" * 100})
    table = pd.DataFrame({item.id: ["1", "2", "3", "not_applicable"] for item in survey.items})
    answers = cx.Responses.of(table.assign(role="leader", team="خدمة العملاء" * 30), survey)
    cx.write_answers(answers, survey, tmp_path / "a.sav")
    assert (
        max(len(each.encode()) for each in pyreadstat.read_sav(tmp_path / "a.sav")[1].value_labels["labels0"].values())
        <= 120
    )
    back = cx.read_responses(tmp_path / "a.sav", survey)
    assert not back.met
    pd.testing.assert_frame_equal(back.frame, answers.frame)
    pd.testing.assert_frame_equal(back.not_applicable, answers.not_applicable)


@pytest.mark.parametrize(
    "ids",
    [
        pytest.param(["q" * 65, "q" * 66], id="too long for SPSS, and alike where it ends"),
        pytest.param(["by", "v_by"], id="a word of SPSS, and what stands for it"),
        pytest.param(["q1", "Q1"], id="apart in capitals alone"),
        pytest.param(["Q" * 64, "q" * 64], id="as long as may be, apart in capitals alone"),
    ],
)
def test_spss_tells_apart_what_has_one_name_there(ids: list[str], tmp_path: Path) -> None:
    """Nothing is lost of two items whose ids SPSS would take for one."""
    raw = small_survey().to_dict()
    raw["dimensions"] = raw["dimensions"][:1]
    raw["dimensions"][0]["items"] = [{"id": id, "text": f"Statement {place}"} for place, id in enumerate(ids)]
    survey = Survey.from_dict(raw)
    answers = cx.Responses.of(pd.DataFrame({ids[0]: [1, 2], ids[1]: [2, "not_applicable"]}, dtype=object), survey)
    cx.write_answers(answers, survey, tmp_path / "a.sav")
    back = cx.read_responses(tmp_path / "a.sav", survey)
    pd.testing.assert_frame_equal(back.frame[ids], answers.frame[ids])
    assert back.not_applicable[ids[1]].to_list() == [False, True]


def test_a_file_is_never_written_over_and_an_unknown_ending_is_refused(tmp_path: Path) -> None:
    """The message says which endings there are."""
    survey = small_survey()
    answers = cx.Responses.of(pd.DataFrame({item.id: [1] for item in survey.items}), survey)
    cx.write_answers(answers, survey, tmp_path / "a.csv")
    with pytest.raises(ResponseError, match="is there already"):
        cx.write_answers(answers, survey, tmp_path / "a.csv")
    with pytest.raises(ResponseError, match=r"\.csv or \.sav"):
        cx.write_answers(answers, survey, tmp_path / "a.xls")
    with pytest.raises(ResponseError, match="Choose another place"):
        cx.write_answers(answers, survey, tmp_path / "none" / "a.csv")


@pytest.mark.skipif(sys.platform == "win32", reason="rights there are a folder's")
@pytest.mark.parametrize("ending", ["csv", "sav"])
def test_what_individuals_answered_is_for_nobody_else_on_the_machine(ending: str, tmp_path: Path) -> None:
    """Whatever a notebook's surroundings give to files otherwise."""
    survey, file = small_survey(), tmp_path / f"a.{ending}"
    cx.write_answers(cx.Responses.of(pd.DataFrame({item.id: [1] for item in survey.items}), survey), survey, file)
    assert file.stat().st_mode & 0o777 == 0o600


def test_an_option_in_any_letters_that_nobody_gave_is_no_error(tmp_path: Path) -> None:
    """What SPSS keeps of a value has room for bytes; those who gave another one are read back."""
    raw = small_survey().to_dict()
    raw["attributes"][0]["options"] = {"Dirección": "Dirección", "Atención": "Atención"}
    raw["attributes"][0].pop("compare", None)
    survey = Survey.from_dict(raw)
    table = pd.DataFrame({item.id: [1, 2] for item in survey.items}).assign(role=["Atención", ""], team="A")
    cx.write_answers(cx.Responses.of(table, survey), survey, tmp_path / "a.sav")
    assert cx.read_responses(tmp_path / "a.sav", survey).frame["role"].to_list() == ["Atención", ""]
