"""A survey drafted from a file reads that file back: the same people, and nothing of it is no answer."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import cxkit as cx
from cxkit.errors import ResponseError
from cxkit.responses.formats.draft import Draft
from cxkit.survey.model import Survey
from tests.cli.test_cli import run
from tests.responses.formats.test_tools import FIXTURES, LABELS

ASKED = ["They listen.", "They help.", "We are quick.", "Customers wait."]
WORDED = [
    "formbricks.csv",
    "google-forms.csv",
    "limesurvey-words.csv",
    "microsoft-forms.csv",
    "qualtrics.csv",
    "surveymonkey-condensed.csv",
    "surveymonkey-expanded.csv",
]


def drafted(file: Path) -> tuple[Draft, Survey]:
    draft = Draft.of(file)
    return draft, Survey.from_dict(yaml.safe_load(draft.text("draft", "A draft")))


@pytest.mark.parametrize("tool", WORDED)
def test_what_a_tool_asked_is_found_with_its_scale_and_read_again(tool: str) -> None:
    """Four statements, five words in their order, "can't tell" apart, role and team, and four people."""
    draft, survey = drafted(FIXTURES / tool)
    assert [str(item.text) for item in survey.items] == ASKED
    assert draft.sure
    assert survey.response_scale
    assert [str(words) for words in survey.response_scale.labels.values()] == list(LABELS.values())
    assert str(survey.response_scale.not_applicable) == "I can't tell"
    assert len(survey.attributes) == 2
    answers = cx.read_responses(FIXTURES / tool, survey)
    assert (len(answers), answers.met) == (4, ())


@pytest.mark.parametrize("tool", ["kobo.csv", "limesurvey-codes.csv"])
def test_codes_have_an_order_that_somebody_has_to_confirm(tool: str) -> None:
    """They are put in that of their numbers, and the draft says that it does not know."""
    draft, survey = drafted(FIXTURES / tool)
    assert not draft.sure
    assert "Is this the order" in draft.text("draft", "A draft")
    assert list(draft.scale) == sorted(draft.scale)
    assert len(survey.items) >= 4


def test_a_question_beside_a_grid_is_not_one_of_its_rows(tmp_path: Path) -> None:
    """Its codes are its own; and what the tool writes of itself is nobody's answer."""
    file = tmp_path / "codes.csv"
    rows = ["A1,A2,A3,v3", "A2,A1,A4,v3", "A1,A3,A2,v3"]
    file.write_text("\n".join(["role,agree[a],agree[b],__version__", *rows]) + "\n", encoding="utf-8")
    _, survey = drafted(file)
    assert [str(item.text) for item in survey.items] == ["agree[a]", "agree[b]"]
    assert [attribute.id for attribute in survey.attributes] == ["role"]


def test_numbers_that_go_higher_are_another_scale(tmp_path: Path) -> None:
    """Statements on 1–5 do not become ones on 0–10 because one question has that scale."""
    file = tmp_path / "mixed.csv"
    rows = ["1,5,4,9", "5,1,3,0", "4,4,4,10", "2,3,5,7"]
    file.write_text("\n".join(["One,Two,Three,Recommend", *rows]) + "\n", encoding="utf-8")
    draft, survey = drafted(file)
    scales = [(item.response_scale.min, item.response_scale.max) for item in survey.items]
    assert scales == [(1, 5)] * 3 + [(0, 10)]
    assert "is this its scale?" in draft.text("draft", "A draft")
    assert not cx.read_responses(file, survey).met


def test_the_shipped_survey_is_drafted_from_its_sample() -> None:
    """All of its items, on its points, and both attributes with their groups."""
    draft, survey = drafted(cx.sample("leadership"))
    shipped = cx.load_survey("leadership")
    assert [str(item.text) for item in survey.items] == [item.id for item in shipped.items]
    assert (draft.scale, draft.sure) == (("1", "2", "3", "4", "5"), True)
    assert [attribute.id for attribute in survey.attributes] == ["role", "team"]
    assert len(cx.read_responses(cx.sample("leadership"), survey)) == 80


def test_the_command_writes_a_survey_that_check_can_use(
    tmp_path: Path,
) -> None:
    """And says what it found; a file without ratings is refused, and nothing is written."""
    folder, other, names = tmp_path / "mine", tmp_path / "other", tmp_path / "names.csv"
    said = run("new", str(folder), "--from", str(FIXTURES / "google-forms.csv")).stdout
    assert "4 items on Never, Rarely, Sometimes, Often, Always, and who people are: I work as, My team." in said
    assert run("check", str(folder)).returncode == 0
    names.write_text("name,city\nAda,Lyon\nBo,Kiel\n", encoding="utf-8")
    refused = run("new", str(other), "--from", str(names))
    assert refused.returncode == 2
    assert "no two columns of it were answered on the same scale" in refused.stderr
    assert not other.exists()


CELLS = st.sampled_from(["", "1", "2", "Often", "Never", "I can't tell", "v3", "x" * 40, "Büro", "=1+1"])
ROW = st.lists(CELLS, min_size=3, max_size=3)


@given(
    st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=8), st.lists(CELLS, min_size=3, max_size=3)
)
def test_whatever_a_table_holds_its_draft_is_a_survey_or_a_refusal(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], head: list[str]
) -> None:
    """Never a traceback, and never a survey file with a mistake in it."""
    file = tmp_path_factory.mktemp("table") / "answers.csv"
    file.write_text("\n".join(",".join(row) for row in [head, *rows]) + "\n", encoding="utf-8")
    try:
        drafted(file)
    except ResponseError as error:
        assert str(file) in str(error)  # noqa: PT017
