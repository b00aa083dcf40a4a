"""The same tools' files in other languages, encodings and habits: the same six people, and whoever stopped half-way.

And what is not counted is told: those counted and those refused are as many as the rows below the headings.
"""

import csv
import io
import re
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cxkit as cx
from cxkit.errors import ResponseError
from cxkit.responses.formats.dialects import dialect
from cxkit.responses.formats.draft import Draft
from cxkit.statistics.engines import count
from cxkit.survey.model import Survey
from tests.responses.formats.test_tools import CANNOT_TELL, FIXTURES, TOOLS, asked, people

VARIANTS = FIXTURES / "variants"
ITEMS = ("listens", "helps", "is_quick", "waits", "again")
PEOPLE: list[tuple[Any, ...]] = [
    ("frontline", "Phones", 4, 5, 2, 4, 9),
    ("frontline", "Phones", 3, CANNOT_TELL, 3, 5, 7),
    ("leader", "Phones", 5, 4, 1, None, 10),
    ("frontline", "Front, desk", 2, 2, 4, 3, 3),
    ("frontline", "Front, desk", 1, 3, 5, 2, 0),
    ("leader", "Büro", 3, 3, 3, 3, 5),
]
STOPPED = ("frontline", "Büro", 2, 1, None, None, None)
TRIED = ("leader", "Phones", 5, 5, 1, 5, 10)
"""A preview, which is nobody, or what a tool takes for spam, which may be somebody."""
SAID = ["Well, yes", "", 'He said "later"', "Too long;\nand loud", "", "Danke – “nett”"]

CODES = {"values": {f"A{point}": point for point in range(1, 6)} | {"A6": CANNOT_TELL}} | {
    "role": {"A1": "leader", "A2": "frontline"}
}
RECODED = {"values": {point + 9: point for point in range(1, 6)} | {-1: CANNOT_TELL}} | {
    "role": {"1": "leader", "2": "frontline"}
}
NAMED = {"values": {f"v{point}": point for point in range(1, 6)} | {"dk": CANNOT_TELL}}
MAPPED: dict[str, dict[str, Any]] = {
    "limesurvey-de-codes.csv": CODES,
    "odk.csv": NAMED,
    "qualtrics-recoded.csv": RECODED,
}
TOOL = {
    "google": "Google Forms",
    "kobo": "KoBoToolbox or ODK",
    "limesurvey": "LimeSurvey",
    "microsoft": "Microsoft Forms",
    "odk": "KoBoToolbox or ODK",
    "qualtrics": "Qualtrics",
    "redcap": "REDCap",
    "surveymonkey": "SurveyMonkey",
}
STOPS = {"limesurvey", "qualtrics", "redcap", "surveymonkey"}
NAMES = sorted(path.name for path in VARIANTS.iterdir() if path.suffix != ".yaml")


@cache
def variants() -> Survey:
    return cx.load_survey(VARIANTS / "survey.yaml")


@pytest.mark.parametrize("name", NAMES)
def test_a_variant_gives_the_same_people(name: str) -> None:
    """In any language and encoding, with headings twice, tools' own numbers, and columns of people deleted."""
    answers = cx.read_responses(VARIANTS / name, variants(), mapping=MAPPED.get(name))
    tool = Path(name).stem.partition("-")[0]
    expected = [*PEOPLE, STOPPED] if tool in STOPS else PEOPLE
    expected = [*PEOPLE[:2], TRIED, *PEOPLE[2:], STOPPED] if "spam" in name else expected
    assert people(answers, ITEMS) == expected
    assert not answers.met
    words = [text.replace("\r\n", "\n").replace("; ", ";\n") for text in answers.comments["care"]]
    assert [text for text in words if text] == [text for text in SAID if text]
    read_as = "SPSS" if name.endswith(".sav") else TOOL.get(tool)
    assert any(note.startswith(f"Read as a file of {read_as} (") for note in answers.notes) == (tool != "plain")
    assert ("1 row(s) are unfinished: they count with what they answered." in answers.notes) == (
        tool in STOPS - {"surveymonkey"}
    )
    assert any("takes for spam" in note for note in answers.notes) == ("spam" in name)


@pytest.mark.parametrize("name", NAMES)
def test_counting_a_variant_is_counting_what_was_read(name: str) -> None:
    """No faster way around the reader of tools' files."""
    mapping = MAPPED.get(name)
    answers = cx.read_responses(VARIANTS / name, variants(), mapping=mapping)
    counted = count(VARIANTS / name, variants(), ("team",), mapping=mapping)
    assert counted.tally == cx.tally(answers, variants(), by="team")
    assert counted.notes == answers.notes


@pytest.mark.parametrize("name", [name for name in NAMES if name not in MAPPED])
def test_a_draft_of_a_variant_has_its_scale_in_order(name: str) -> None:
    """In the file's own language, headings that stand there twice being nobody's answers."""
    draft = Draft.of(VARIANTS / name)
    scale = variants().response_scale
    assert scale
    assert scale.not_applicable
    usual = [label.casefold() for words in scale.labels.values() for label in words.all()]
    assert [*draft.scale] == ["1", "2", "3", "4", "5"] or [usual.index(one.casefold()) // 4 for one in draft.scale] == [
        *range(5)
    ]
    assert sum(map(len, draft.items.values())) in {4, 5}
    assert draft.cannot_tell in {"", *scale.not_applicable.all()}


HEADINGS = {"qualtrics": 3, "qualtrics-legacy": 2, "surveymonkey": 2, "limesurvey-vv": 2}
FILES = [
    *(name for name in TOOLS),
    *(f"variants/{name}" for name in NAMES if Path(name).suffix in {".csv", ".tsv"} and "twice" not in name),
]


@cache
def rows_of(name: str) -> tuple[list[list[str]], list[list[str]]]:
    """Return the rows of headings, and the others."""
    raw = (FIXTURES / name).read_bytes()
    written = dialect(raw)
    text = raw.decode(written.encoding).removeprefix("\ufeff")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=written.delimiter))
    stem = Path(name).stem
    kept = HEADINGS.get(stem, HEADINGS.get(stem.partition("-")[0], 1))
    return rows[:kept], rows[kept:]


@given(
    st.sampled_from(FILES),
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 40), st.sampled_from(["", "?", "Never", "99", "x\ny"]))),
    st.lists(st.integers(0, 9), min_size=1, max_size=12),
    st.sampled_from([(",", "utf-8"), (";", "utf-8-sig"), ("\t", "utf-16")]),
)
def test_those_counted_and_those_refused_are_all_there_are(
    name: str, spoilt: list[tuple[int, int, str]], order: list[int], written: tuple[str, str]
) -> None:
    """However rows are repeated, left out, emptied, spoilt or mixed with headings: nobody is lost or invented."""
    heads, people = rows_of(name)
    rows = [[*(*people, [""] * len(heads[0]), heads[0])[at % (len(people) + 2)]] for at in order]
    for row, column, text in spoilt:
        rows[row % len(rows)][column % len(heads[0])] = text
    survey, mapping = (variants(), MAPPED.get(Path(name).name)) if "/" in name else (asked(), TOOLS[name][1])
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "answers.csv")
        with file.open("w", encoding=written[1], newline="") as out:
            csv.writer(out, delimiter=written[0]).writerows([*heads, *rows])
        try:
            answers = cx.read_responses(file, survey, mapping=mapping)
        except ResponseError:  # the whole file is refused, with its reason
            return
        counted = count(file, survey, (), mapping=mapping)
    aside = sum(int(note.split()[0]) for note in answers.notes if note.endswith("not counted."))
    assert len(answers) + aside == len(rows), answers.notes
    assert len(counted.tally) == len(answers)
    said = [[*map(int, re.findall(r"\d+", note))] for note in answers.notes]
    assert not aside or [len(rows), len(answers)] in said, answers.notes
