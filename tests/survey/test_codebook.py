"""A codebook says what every column and every value of a file of answers means."""

import re
from pathlib import Path

import pytest

from cxkit.cli import main
from cxkit.errors import SurveyError
from cxkit.survey.codebook import write_codebook
from tests.strategies import small_survey


def rows(page: str) -> dict[str, list[str]]:
    """Return the cells of each row of a page's tables, by its column."""
    cells = [re.split(r"(?<!\\)\|", line.strip("|")) for line in page.splitlines() if line.startswith("| `")]
    return {first.strip(" `"): [one.strip() for one in more] for first, *more in cells}


def test_every_column_has_its_words_its_values_and_whether_it_is_reversed(tmp_path: Path) -> None:
    """With what a tool's file has for them; a bar in the words ends no cell."""
    raw = small_survey(
        response_scale={
            "min": 1, "max": 2, "labels": {1: "No | never", 2: "Yes"}, "not_applicable": "No idea",
            "values": {"A2": 2}, "missing": [-99],
        }
    ).to_dict()  # fmt: skip
    survey = small_survey().from_dict(raw)
    write_codebook(survey, tmp_path / "codebook.md", "en")
    found = rows((tmp_path / "codebook.md").read_text(encoding="utf-8"))
    assert set(found) == {item.id for item in survey.items} | {attribute.id for attribute in survey.attributes}
    for item in survey.items:
        words, values, reverse = found[item.id]
        assert words == str(item.text)
        assert values == r"`1` No \| never; `2` Yes (A2); `not_applicable` No idea; `missing` (-99)"
        assert (reverse == "yes") == item.reverse_keyed
    assert found["role"][1] == "`leader` Leader; `frontline` Front line"


def test_what_a_tools_file_calls_them_stands_beside(tmp_path: Path) -> None:
    """Of columns, options, and "can't tell" that has no words here."""
    raw = small_survey(response_scale={"min": 1, "max": 2, "values": {"A6": "not_applicable"}}).to_dict()
    raw["dimensions"][0]["items"][0]["column"] = "Q[1]"
    raw["attributes"][0] |= {"column": "G|2", "values": {"1": "leader"}, "missing": [9]}
    survey = small_survey().from_dict(raw)
    write_codebook(survey, tmp_path / "codebook.md", "en")
    page = (tmp_path / "codebook.md").read_text(encoding="utf-8")
    assert f"| `{survey.items[0].id}` (Q[1]) | " in page
    assert r"| `role` (G\|2) | " in page
    assert "| `1`; `2`; `not_applicable` (A6) | " in page
    assert "| `leader` Leader (1); `frontline` Front line; `missing` (9) |" in page


def test_the_command_writes_it_in_the_surveys_language(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And says where; a folder that is not there is said in one line."""
    assert main(["check", "pulse", "--codebook", str(tmp_path / "codebook.md")]) == 0
    assert "The codebook: " in capsys.readouterr().out
    with pytest.raises(SurveyError, match="cannot be written"):
        write_codebook(small_survey(), tmp_path / "none" / "codebook.md", "es")
