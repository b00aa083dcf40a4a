"""A mapping says what a file does not: proposed by the program, confirmed by a person, refused where it is wrong."""

from pathlib import Path
from typing import Any

import pytest

import cxkit as cx
from cxkit.cli import main
from cxkit.errors import ResponseError
from cxkit.responses.formats.proposal import Proposal
from tests.responses.formats.test_habits import changed
from tests.responses.formats.test_tools import CODES, FIXTURES, LABELS, PEOPLE, asked, people
from tests.strategies import small_survey


def table(tmp_path: Path, content: str) -> Path:
    file = tmp_path / "answers.csv"
    file.write_text(content, encoding="utf-8")
    return file


def test_a_proposal_that_somebody_completes_reads_the_file(tmp_path: Path) -> None:
    """What is sure stands in it; what is near or unknown is a comment, so that nobody guesses it."""
    found = Proposal.of(FIXTURES / "limesurvey-codes.csv", asked())
    assert found.sure["listens"] == "often[listens]"
    assert found.values == {"role": ("A1", "A2"), "values": ("A1", "A2", "A3", "A4", "A5", "A6")}
    file = tmp_path / "mapping.yaml"
    file.write_text(found.text(), encoding="utf-8")
    unread = cx.read_responses(FIXTURES / "limesurvey-codes.csv", asked(), mapping=file)
    assert len(unread) == 0
    text = found.text().replace("# role:", "role:").replace("# values:", "values:")
    for code, meaning in [*CODES["role"].items(), *CODES["values"].items()]:
        text = text.replace(f'#   "{code}": \n', f'  "{code}": {meaning}\n', 1)
    file.write_text(text, encoding="utf-8")
    assert people(cx.read_responses(FIXTURES / "limesurvey-codes.csv", asked(), mapping=file)) == PEOPLE


def test_a_near_heading_is_proposed_and_not_taken(tmp_path: Path) -> None:
    """With how alike it is; one column is proposed for one item only."""
    file = table(tmp_path, "They listened.,They help.,quick,waits\n1,2,3,4\n2,2,2,2\n")
    found = Proposal.of(file, small_survey())
    assert set(found.sure) == {"helps", "quick", "waits"}
    assert found.near["listens"][0] == "They listened."
    assert '  # "They listened.": listens' in found.text()
    with pytest.raises(ResponseError, match="have no column here: listens"):
        cx.read_responses(file, small_survey())
    mapping = {"columns": {"They listened.": "listens"}}
    assert cx.read_responses(file, small_survey(), mapping=mapping).frame["listens"].to_list() == [1, 2]
    assert len(cx.tally(file, small_survey(), mapping=mapping)) == 2


def test_values_mean_what_the_mapping_says_and_only_where_it_says_so(tmp_path: Path) -> None:
    """`values` is for the survey's own response scale: a 10 on another scale stays a 10."""
    raw = small_survey().to_dict()
    raw["dimensions"][0]["items"][1]["response_scale"] = {"min": 0, "max": 10}
    file = table(tmp_path, "listens,helps,quick,waits\n10,10,11,-9\n12,0,13,-1\n")
    meaning = {10: 1, 11: 2, 12: 3, 13: 4, -9: "missing", -1: "not_applicable"}
    answers = cx.read_responses(file, cx.Survey.from_dict(raw), mapping={"values": meaning})
    assert answers.frame[["listens", "helps", "quick"]].to_numpy().tolist() == [[1, 10, 2], [3, 0, 4]]
    assert answers.frame["waits"].isna().all()
    assert answers.not_applicable["waits"].to_list() == [False, True]


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        ({"columns": {"A": "lisstens"}}, r'lisstens is no id of the survey. Did you mean "listens"'),
        ({"roll": {"A1": "leader"}}, "roll is no id of the survey"),
        ({"values": {"A1": 7}}, "7 is no answer. Allowed: 1, 2, 3, 4, 5, not_applicable, missing"),
        ({"role": {"A1": "boss"}}, "boss is no answer. Allowed: leader, frontline, missing"),
        ({"columns": ["A"]}, "needs columns"),
        (
            {"columns": {"A": "listens"}},
            "no column of the file has the heading “A”, which the mapping gives to listens",
        ),
        ("nowhere.yaml", "nowhere.yaml: cannot be read"),
    ],
)
def test_a_mapping_that_is_wrong_is_told(tmp_path: Path, mapping: Any, words: str) -> None:
    """What is wrong in it, and what is allowed; it is never half used."""
    file = table(tmp_path, "listens,helps,quick,waits\n1,2,3,4\n")
    with pytest.raises(ResponseError, match=words):
        cx.read_responses(file, small_survey(), mapping=mapping)


def test_map_writes_a_file_that_score_takes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its last line says how; a file that is there already is never written over."""
    survey = tmp_path / "survey.yaml"
    survey.write_text(
        "{id: s, title: S, response_scale: {min: 1, max: 5}, dimensions: [{id: d, title: D, items: [{id: a, text: One},"
        " {id: b, text: Two}]}]}",
        encoding="utf-8",
    )
    file = table(tmp_path, "One,Two\n" + "yes,1\n2,3\n" * 5)
    assert main(["map", str(file), "--survey", str(survey)]) == 0
    assert f"--mapping {tmp_path / 'mapping.yaml'}" in capsys.readouterr().out.splitlines()[-1]
    assert main(["map", str(file), "--survey", str(survey)]) == 2
    assert "is there already" in capsys.readouterr().err
    mapping = tmp_path / "mapping.yaml"
    score = ["score", str(file), "--survey", str(survey), "--strict", "--mapping", str(mapping)]
    assert main(score) == 2
    told = capsys.readouterr()
    assert 'a: "yes" is not an answer' in told.err
    assert "Nothing was scored" in told.err
    assert told.out == ""
    mapping.write_text(mapping.read_text().replace("# values:", "values:").replace('#   "yes": ', '  "yes": 5'))
    assert main(score) == 0


@pytest.mark.parametrize("tool", ["google-forms.csv", "qualtrics.csv", "microsoft-forms.csv"])
@pytest.mark.parametrize("shift", [-1, 1])
def test_a_tools_own_numbers_are_not_taken_for_the_scales(tmp_path: Path, tool: str, shift: int) -> None:
    """0–4 or 2–6 for 1–5: those that both have would count one off. All of them are asked, until all are mapped."""
    codes = {word: str(point + shift) for point, word in LABELS.items()}
    path = changed(tmp_path, tool, lambda rows: [[codes.get(cell, cell) for cell in row] for row in rows])
    for read in (cx.read_responses, cx.tally):
        with pytest.raises(ResponseError, match=f"its answers are the numbers {1 + shift}, .* cxkit map"):
            read(path, asked())
    assert Proposal.of(path, asked()).values["values"] == tuple(codes.values())
    meant = {code: str(point) for point, code in zip(LABELS, codes.values(), strict=True)}
    assert people(cx.read_responses(path, asked(), mapping={"values": meant})) == PEOPLE
    first = {codes[LABELS[1 if shift < 0 else 5]]: "1" if shift < 0 else "5"}
    with pytest.raises(ResponseError, match="may not be those of the survey’s response scale"):
        cx.read_responses(path, asked(), mapping={"values": first})
    none = dict.fromkeys(first, "missing")
    assert cx.read_responses(path, asked(), mapping={"values": none}).frame["listens"].max() == 4 + shift


@pytest.mark.parametrize("digits", ["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"])
def test_a_mapping_knows_a_number_in_the_digits_of_arabic_and_persian(tmp_path: Path, digits: str) -> None:
    """Forms in these languages write them so; the mapping does as people type."""
    file = tmp_path / "answers.csv"
    file.write_text(f"listens,helps,quick,waits\n{digits[9]},{digits[5]},{digits[1]},{digits[2]}\n", encoding="utf-8")
    answers = cx.read_responses(file, asked(), mapping={"values": {9: "not_applicable"}})
    assert answers.not_applicable.iloc[0].to_list() == [True, False, False, False]
    assert answers.frame.iloc[0, 1:].to_list() == [5, 1, 2]
