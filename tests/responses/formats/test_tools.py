"""Files as survey tools write them: recognised by what stands in them, and no person lost or invented.

`fixtures` holds the same five people as each tool would write them. They are made up, and so is the survey.
"""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import cxkit as cx
from cxkit.errors import ResponseError
from cxkit.responses.formats.dialects import dialect
from cxkit.responses.formats.layout import Format, Head
from cxkit.responses.formats.plain import plain
from cxkit.responses.formats.proposal import Proposal
from cxkit.responses.formats.registry import formats, recognised
from cxkit.statistics.engines import count
from cxkit.survey.model import Survey
from tests.strategies import small_survey

FIXTURES = Path(__file__).parents[1] / "fixtures"
LABELS = {1: "Never", 2: "Rarely", 3: "Sometimes", 4: "Often", 5: "Always"}
ITEMS = ("listens", "helps", "quick", "waits")
CANNOT_TELL = "not_applicable"
PEOPLE: list[tuple[Any, ...]] = [
    ("leader", "Phones", 4, 5, 2, 1),
    ("frontline", "Front, desk", 3, CANNOT_TELL, 3, 5),
    ("frontline", "Büro", 1, 2, None, 4),
    ("frontline", "Phones", 4, None, None, None),
]
"""The fifth answers nothing but who they are."""

CODES: dict[str, dict[str, Any]] = {
    "values": {f"A{point}": point for point in LABELS} | {"A6": CANNOT_TELL},
    "role": {"A1": "leader", "A2": "frontline"},
}
TOOLS: dict[str, tuple[str, dict[str, Any] | None]] = {
    "google-forms.csv": ("Google Forms", None),
    "microsoft-forms.csv": ("Microsoft Forms", None),
    "qualtrics.csv": ("Qualtrics", None),
    "qualtrics-legacy.csv": ("Qualtrics", {"values": {-1: CANNOT_TELL}}),
    "limesurvey-codes.csv": ("LimeSurvey", CODES),
    "limesurvey-words.csv": ("LimeSurvey", None),
    "surveymonkey-condensed.csv": ("SurveyMonkey", None),
    "surveymonkey-expanded.csv": ("SurveyMonkey", None),
    "glint.csv": ("Viva Glint", None),
    "kobo.csv": ("KoBoToolbox or ODK", {"values": {f"v{point}": point for point in LABELS} | {"dk": CANNOT_TELL}}),
    "redcap.csv": ("REDCap", None),
    "formbricks.csv": ("Formbricks", None),
}


def asked() -> Survey:
    """Return the small survey with labels and a question for comments."""
    raw = small_survey(
        response_scale={"min": 1, "max": 5, "labels": LABELS, "not_applicable": "I can't tell"}
    ).to_dict()
    raw["dimensions"][0]["comment"] = "Anything on care?"
    return Survey.from_dict(raw | {"comments": {"per_dimension": True}})


def people(answers: cx.Responses, items: Sequence[str] = ITEMS) -> list[tuple[Any, ...]]:
    """Return what each person said: role, team, and the items."""
    skipped = answers.not_applicable.to_dict("records")
    return [
        (row["role"], row["team"], *(CANNOT_TELL if no[id] else None if pd.isna(row[id]) else row[id] for id in items))
        for row, no in zip(answers.frame.to_dict("records"), skipped, strict=True)
    ]


@pytest.mark.parametrize("name", TOOLS)
def test_each_tools_file_gives_the_same_people(name: str) -> None:
    """Whatever its headings, codes, encoding and delimiter; who answered nothing, or only tried, is not counted."""
    tool, mapping = TOOLS[name]
    answers = cx.read_responses(FIXTURES / name, asked(), mapping=mapping)
    expected = PEOPLE
    if tool == "Viva Glint":  # it has no "can't tell"
        expected = [tuple(None if cell == CANNOT_TELL else cell for cell in one) for one in PEOPLE]
    assert people(answers) == expected
    assert not answers.met
    assert answers.notes[0].startswith(f"Read as a file of {tool} (")
    assert "1 row(s) without a readable answer to the survey’s items are not counted." in answers.notes
    assert answers.notes[-1] == f"Of {6 if 'qualtrics' in name else 5} rows, 4 are counted."
    if name != "surveymonkey-expanded.csv":
        assert answers.comments["care"][0] == "Well, yes.\nAnd no."


@pytest.mark.parametrize("name", [name for name, (_, mapping) in TOOLS.items() if mapping])
def test_a_survey_may_say_itself_what_a_tools_codes_mean(name: str) -> None:
    """In the words of a mapping, which is then not needed; a file says it again when the survey is written out."""
    mapping = TOOLS[name][1] or {}
    raw = asked().to_dict()
    raw["response_scale"]["values"] = mapping["values"]
    raw["attributes"][0]["values"] = mapping.get("role", {})
    survey = Survey.from_dict(raw)
    assert people(cx.read_responses(FIXTURES / name, survey)) == PEOPLE
    assert Survey.from_dict(survey.to_dict()) == survey


def test_a_survey_may_name_a_tools_columns_and_what_is_missing(tmp_path: Path) -> None:
    """By a name that is neither id nor words; 99 is nobody's answer, and no problem; large files are read alike."""
    raw = small_survey().to_dict()
    for number, item in enumerate(item for dimension in raw["dimensions"] for item in dimension["items"]):
        item["column"] = f"v_{number}"
    raw["response_scale"] |= {"missing": [99, "-", -9], "values": {"7": 5}}
    raw["attributes"][1] |= {"column": "dep", "values": {"1": "Phones"}, "missing": ["n/a"]}
    survey = Survey.from_dict(raw)
    file = tmp_path / "answers.csv"
    file.write_text("v_0,v_1,v_2,v_3,dep\n1,99,3,7,1\n-9,2,-,4,n/a\n5,5,5,5,Shop\n", encoding="utf-8")
    answers = cx.read_responses(file, survey)
    assert not answers.met
    assert answers.frame["team"].to_list() == ["Phones", "", "Shop"]
    assert answers.frame[list(ITEMS)].fillna(0).to_numpy().tolist() == [[1, 0, 3, 5], [0, 2, 0, 4], [5, 5, 5, 5]]
    counted = count(file, survey, ("team",))
    assert not counted.problems
    assert counted.tally == cx.tally(answers, survey, by="team")


@pytest.mark.parametrize("name", TOOLS)
def test_counting_a_tools_file_is_counting_what_was_read(name: str) -> None:
    """The fast reader of large files takes none for a plain table."""
    _, mapping = TOOLS[name]
    answers = cx.read_responses(FIXTURES / name, asked(), mapping=mapping)
    counted = count(FIXTURES / name, asked(), ("team",), mapping=mapping)
    assert counted.tally == cx.tally(answers, asked(), by="team")
    assert (len(counted.tally), counted.notes, counted.dropped) == (4, answers.notes, answers.dropped)


@pytest.mark.parametrize("name", TOOLS)
def test_nothing_personal_comes_in(name: str) -> None:
    """Names, addresses and network addresses are not taken, and what was not taken is listed."""
    answers = cx.read_responses(FIXTURES / name, asked(), mapping=TOOLS[name][1])
    told = "".join(frame.to_csv() for frame in (answers.frame, answers.comments)) + str(answers.notes)
    assert not [secret for secret in ("192.0.2", "example.org", "Ada", "R_", "c0", "118765") if secret in told]
    content = (FIXTURES / name).read_bytes()
    personal = [word for word in ("IP", "mail", "First Name", "User ID") if word.encode() in content]
    assert all(any(word in heading for heading in answers.dropped) for word in personal)


@pytest.mark.parametrize("name", TOOLS)
def test_headings_alone_are_nobodys_answers(tmp_path: Path, name: str) -> None:
    """In any tool's file, and what reads it."""
    raw = (FIXTURES / name).read_bytes()
    written = dialect(raw)
    rows = {
        "qualtrics.csv": 3,
        "qualtrics-legacy.csv": 2,
        "surveymonkey-condensed.csv": 2,
        "surveymonkey-expanded.csv": 2,
    }
    file = tmp_path / "answers.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(written.head[: rows.get(name, 1)])
    for read in (cx.read_responses, cx.tally, Proposal.of):
        with pytest.raises(ResponseError, match="has a header row and no answers below it"):
            read(file, asked())


@pytest.mark.parametrize("name", [name for name in TOOLS if name != "surveymonkey-condensed.csv"])
def test_blank_rows_are_nothing_that_somebody_sent_twice(tmp_path: Path, name: str) -> None:
    """Nor in a table in memory."""
    (tmp_path / name).write_bytes((FIXTURES / name).read_bytes().rstrip() + b"\r\n" * 4)
    answers = cx.read_responses(tmp_path / name, asked(), mapping=TOOLS[name][1])
    assert len(answers) == 4
    assert not any("same as an earlier one" in note for note in answers.notes)
    wide = answers.frame.reindex(range(8)).assign(**{f"more{at}": None for at in range(9)})
    assert not any("same as an earlier one" in note for note in count(wide, asked(), ()).notes)


def test_previews_and_unfinished_people_are_told_apart() -> None:
    """A preview never counts; who stopped counts with what they said; who said nothing is told as such, once."""
    assert (
        "1 row(s) are previews or tests and are not counted."
        in cx.read_responses(FIXTURES / "qualtrics.csv", asked()).notes
    )
    for name in ("qualtrics.csv", "limesurvey-words.csv", "redcap.csv", "formbricks.csv"):
        notes = cx.read_responses(FIXTURES / name, asked()).notes
        assert "1 row(s) are unfinished: they count with what they answered." in notes


@pytest.mark.parametrize(
    "name", ["qualtrics.csv", "surveymonkey-condensed.csv", "google-forms.csv", "limesurvey-words.csv"]
)
def test_files_put_together_have_their_headings_once(tmp_path: Path, name: str) -> None:
    """Those of the second file are nobody; the same rows twice are told."""
    whole = (FIXTURES / name).read_bytes()
    (tmp_path / name).write_bytes(whole + whole)
    answers = cx.read_responses(tmp_path / name, asked())
    assert people(answers) == PEOPLE * 2
    assert any("repeat the headings" in note for note in answers.notes)
    assert any("same as an earlier one" in note for note in answers.notes)


@pytest.mark.parametrize("left", [1, 2])
def test_heading_rows_that_somebody_deleted_are_not_looked_for_among_people(tmp_path: Path, left: int) -> None:
    """Qualtrics' second row, its third, or both; previews are still none."""
    header, words, _, *rows = csv.reader(io.StringIO((FIXTURES / "qualtrics.csv").read_text("utf-8"), newline=""))
    header[7:11] = ITEMS
    header[5:7] = "role", "team"
    with (tmp_path / "answers.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *([words] if left == 2 else []), *rows])
    answers = cx.read_responses(tmp_path / "answers.csv", asked())
    assert people(answers) == PEOPLE
    assert "1 row(s) are previews or tests and are not counted." in answers.notes


def test_choices_in_columns_of_their_own_are_known_without_the_tools_numbers(tmp_path: Path) -> None:
    """People delete personal columns. The first choice alone must never stand for the item: all or nothing."""
    file = tmp_path / "answers.csv"
    rows = list(csv.reader(io.StringIO((FIXTURES / "surveymonkey-expanded.csv").read_text("utf-8"), newline="")))
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(row[1:] for row in rows)
    assert people(cx.read_responses(file, asked())) == PEOPLE
    assert len(cx.tally(file, asked())) == 4
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(
            [*row[:4], row[4] and str(at), *row[5:]] for at, row in enumerate(rows[:1] + rows[2:])
        )
    for read in (cx.read_responses, cx.tally):
        with pytest.raises(ResponseError, match="a column right of listens has no heading"):
            read(file, asked())


@pytest.mark.parametrize("numbered", [False, True])
@pytest.mark.parametrize("person", range(3))
def test_one_person_chose_one_thing_and_it_is_a_choice(tmp_path: Path, person: int, *, numbered: bool) -> None:
    """That nobody used another column makes none of what the survey offers an item of its own, nor what nobody said."""
    rows = list(csv.reader(io.StringIO((FIXTURES / "surveymonkey-expanded.csv").read_text("utf-8"), newline="")))
    one = [cell and str(at) if numbered and at > 3 else cell for at, cell in enumerate(rows[2 + person])]
    with (tmp_path / "answers.csv").open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([*rows[:2], one])
    assert people(cx.read_responses(tmp_path / "answers.csv", asked())) == [PEOPLE[person]]


def test_a_question_of_two_choices_is_one_as_well(tmp_path: Path) -> None:
    """Spread over two columns, each with its own words: "I lead" in one, "I do not" in the other."""
    rows = list(csv.reader(io.StringIO((FIXTURES / "surveymonkey-condensed.csv").read_text("mac_roman"), newline="")))
    place = rows[0].index("I work as")
    choices = sorted({row[place] for row in rows[2:]})
    spread = [[row[place] if row[place] == choice else "" for choice in choices] for row in rows]
    spread[:2] = [["I work as", ""], choices]
    assert len(choices) == 2
    with (tmp_path / "answers.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [*row[:place], *own, *row[place + 1 :]] for row, own in zip(rows, spread, strict=True)
        )
    assert people(cx.read_responses(tmp_path / "answers.csv", asked())) == PEOPLE


def test_what_a_codes_meaning_is_nobody_guesses() -> None:
    """Numbers of the tool's own are told, with what to do, until a mapping says what they mean."""
    answers = cx.read_responses(FIXTURES / "kobo.csv", asked())
    assert set(answers.problems["value"]) == {"v1", "v2", "v3", "v4", "v5", "dk"}
    assert set(answers.problems["advice"]) == {
        "Write out the answer, or say what this value means. In a terminal, cxkit map writes a mapping that says what "
        "is what."
    }
    assert answers.frame[list(ITEMS)].isna().all(axis=None)


def test_another_package_may_add_a_tool(monkeypatch: pytest.MonkeyPatch) -> None:
    """By an entry point; ours are asked as well, and the surest is taken."""

    def sure(head: Head) -> float:
        return float(head[0][0] == "made by us")

    class Entry:
        name = "ours"

        def load(self) -> Format:
            return Format(tool="Ours", sure=sure, lay_out=plain)

    monkeypatch.setattr("cxkit.responses.formats.registry.entry_points", lambda group: [Entry()])
    formats.cache_clear()
    try:
        assert recognised([["made by us", "listens"], ["x", "1"]])[0].tool == "Ours"
        assert recognised([["listens", "helps"], ["1", "1"]])[0].tool == "a plain table"
    finally:
        formats.cache_clear()


def test_an_item_of_columns_that_cannot_be_put_together_is_refused(tmp_path: Path) -> None:
    """Several choices of one person are no answer; one of the columns alone must never be taken for all."""
    file = tmp_path / "answers.csv"
    text = (FIXTURES / "surveymonkey-expanded.csv").read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([text[0], text[1], text[2].replace("Phones,,,,Often", "Phones,2,3,,5"), *text[3:]]))
    with pytest.raises(ResponseError, match="“Sometimes” is a choice in a column of its own"):
        cx.read_responses(file, asked())
