"""SPSS files: variables and values have labels, and a file says what is missing."""

from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

import cxkit as cx
from cxkit.survey.model import Survey
from tests.responses.formats.test_tools import asked
from tests.strategies import small_survey


def test_an_spss_file_is_read_by_its_labels(tmp_path: Path) -> None:
    """Of variables, which stand for headings, and of values; what it declares missing is missing."""
    numbers = {"q1": [4.0, 9.0, 1.0, None], "q2": [5.0, 8.0, 2.0, None], "helps": 3.0, "waits": 1.0, "name": "Ada"}
    table = pd.DataFrame(numbers).assign(team=["Phones", "Front, desk", "Büro", "Phones"])
    pyreadstat.write_sav(
        table,
        tmp_path / "answers.sav",
        column_labels=["They listen.", "We are quick.", "", "", "Who are you?", "My team"],
        variable_value_labels={"q2": {5.0: "Always", 8.0: "I can't tell"}},
        missing_ranges={"q1": [9.0]},
    )
    answers = cx.read_responses(tmp_path / "answers.sav", asked())
    assert answers.frame["listens"].to_list() == pytest.approx([4, float("nan"), 1, float("nan")], nan_ok=True)
    assert answers.frame["quick"].to_list() == pytest.approx([5, float("nan"), 2, float("nan")], nan_ok=True)
    assert answers.not_applicable["quick"].to_list() == [False, True, False, False]
    assert answers.frame["team"].to_list() == table["team"].to_list()
    assert answers.dropped == ("name",)
    assert len(cx.tally(tmp_path / "answers.sav", asked(), by="team")) == 4


@pytest.mark.parametrize("labels", [{0.0: "Not likely", 10.0: "Likely"}, {0.0: "No", 5.0: "So-so", 10.0: "Yes"}])
@pytest.mark.parametrize("given", [[0.0, 10.0], [0.0, 5.0, 7.0, 10.0, 99.0]])
def test_words_for_the_ends_of_a_scale_leave_its_numbers(
    tmp_path: Path, labels: dict[float, str], given: list[float]
) -> None:
    """An SPSS file that names 0 and 10 alone: whoever chose one of them answered like those between."""
    table = pd.DataFrame({f"q{at}": given for at in range(4)})
    survey = Survey.from_dict(
        small_survey(response_scale={"min": 0, "max": 10, "labels": {}, "not_applicable": "No idea"}).to_dict()
    )
    pyreadstat.write_sav(
        table,
        tmp_path / "answers.sav",
        column_labels=[str(item.text) for item in survey.items],
        variable_value_labels={str(name): labels | ({99.0: "No idea"} if 99.0 in given else {}) for name in table},
        missing_ranges={str(name): [99.0] for name in table},
    )
    answers = cx.read_responses(tmp_path / "answers.sav", survey)
    assert not answers.met
    assert answers.frame["waits"].dropna().to_list() == [one for one in given if one < 99]
    assert answers.not_applicable["waits"].sum() == given.count(99.0)
