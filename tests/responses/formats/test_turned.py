"""A scale that a file counts backwards: whatever of it can be seen in the file is asked about, and the rest is said."""

import csv
import io
import random
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyreadstat
import pytest
from openpyxl import Workbook

import cxkit as cx
from cxkit.errors import ResponseError
from cxkit.responses.formats.proposal import Proposal
from cxkit.statistics.engines import count
from cxkit.survey.model import Survey
from tests.responses.formats.test_tools import FIXTURES, ITEMS, LABELS, asked
from tests.strategies import small_survey

ASKED = "may not be those of the survey’s response scale"
TAKEN = "Numbers are taken as they stand: 1 is “Never”, 5 is “Always”."
BACKWARDS = {"values": {point: 6 - point for point in LABELS}}


def qualtrics(tmp_path: Path, *, words: bool = False, stem: str = "") -> Path:
    """Write Qualtrics' file of the small survey with its numbers in place of words, which stem explains perhaps."""
    rows = list(csv.reader(io.StringIO((FIXTURES / "qualtrics.csv").read_text(encoding="utf-8"), newline="")))
    numbers = {label: str(point) for point, label in LABELS.items()}
    if stem:
        rows[1] = [cell.replace("This month", stem) for cell in rows[1]]
    rows[3:] = [[cell if words else numbers.get(cell, cell) for cell in row] for row in rows[3:]]
    file = tmp_path / "answers.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)
    return file


@pytest.mark.parametrize("stem", ["1 = always, 5 = never", "(5: Never; 1: Always)", "1 – always … 5 – never"])
def test_a_heading_that_explains_the_scale_the_other_way_round_is_asked_about(tmp_path: Path, stem: str) -> None:
    """Until somebody says what the numbers mean; the proposal asks for each."""
    file = qualtrics(tmp_path, stem=stem)
    with pytest.raises(ResponseError, match=ASKED):
        cx.read_responses(file, asked())
    assert {"1", "2", "4"} <= {*Proposal.of(file, asked()).values["values"]}
    turned = cx.read_responses(file, asked(), mapping=BACKWARDS).frame["listens"]
    assert turned.to_list() == [2, 3, 5, 2]


@pytest.mark.parametrize("stem", ["1 = never, 5 = always", "Part 4 – Always", "in 2 - 3 weeks"])
def test_a_heading_that_explains_it_as_the_survey_does_or_not_at_all_is_none(tmp_path: Path, stem: str) -> None:
    """Nor is a number that stands before a word by chance."""
    assert cx.read_responses(qualtrics(tmp_path, stem=stem), asked()).frame["listens"].to_list() == [4, 3, 1, 4]


@pytest.mark.parametrize("end", ["(1 = never, 5 = always)", " [from 1=never to 5=always] ", "\n(1 = never)"])
def test_an_item_is_known_though_its_heading_explains_the_scale(tmp_path: Path, end: str) -> None:
    """At the end, as forms have it that show numbers alone; its id or its words stand before."""
    table = pd.DataFrame({f"{item.text} {end}": [4, 3, 1, 4] for item in asked().items})
    table.to_csv(file := tmp_path / "answers.csv", index=False)
    assert cx.read_responses(file, asked()).frame["listens"].to_list() == [4, 3, 1, 4]


def test_bare_numbers_of_a_tool_are_said_to_be_taken_as_they_stand(tmp_path: Path) -> None:
    """Once, where words would say otherwise what they mean; not of words, nor of numbers that a mapping explains."""
    assert [note for note in cx.read_responses(qualtrics(tmp_path), asked()).notes if TAKEN in note]
    for told in ({}, BACKWARDS):
        file = qualtrics(tmp_path, words=not told)
        assert not [note for note in cx.read_responses(file, asked(), mapping=told).notes if "taken" in note]


@pytest.mark.parametrize("plain", [True, False])
def test_a_plain_table_is_looked_at_as_well(tmp_path: Path, *, plain: bool) -> None:
    """Counted in batches too; where its headings explain nothing, people typed what the survey says."""
    said = "" if plain else "1 = always, 5 = never "
    file = tmp_path / "answers.csv"
    headings = [f"{said}[{item.text}]" if said else item.id for item in asked().items]
    with file.open("w", newline="") as out:
        csv.writer(out).writerows([headings, ["1", "2", "4", "4"], ["5"] * 4])
    if plain:
        assert not any("Numbers" in note for note in cx.read_responses(file, asked()).notes)
        return
    for read in (cx.read_responses, cx.tally):
        with pytest.raises(ResponseError, match=ASKED):
            read(file, asked())


def write_sav(file: Path, labels: dict[float, str]) -> None:
    numbers = pd.DataFrame({f"q{at}": [1.0, 2.0, 4.0, 5.0] for at in range(len(ITEMS))})
    texts: list[str | None] = [str(item.text) for item in asked().items]
    pyreadstat.write_sav(
        numbers, file, column_labels=texts, variable_value_labels={str(name): labels for name in numbers}
    )


def test_of_an_spss_file_that_names_the_ends_the_numbers_between_count_as_they_do(tmp_path: Path) -> None:
    """1 is Always, and 2 is asked about: it was Rarely, next to it; where all have words, these say it."""
    write_sav(file := tmp_path / "ends.sav", {1.0: "Always", 5.0: "Never"})
    with pytest.raises(ResponseError, match=ASKED):
        cx.read_responses(file, asked())
    write_sav(file := tmp_path / "all.sav", {6.0 - point: label for point, label in LABELS.items()})
    assert cx.read_responses(file, asked()).frame["quick"].to_list() == [5, 4, 2, 1]
    write_sav(file := tmp_path / "same.sav", {1.0: "Never", 5.0: "Always"})
    answers = cx.read_responses(file, asked())
    assert (answers.frame["quick"].to_list(), len(answers.notes)) == ([1, 2, 4, 5], 2)


@pytest.mark.parametrize(("turned", "told"), [(True, True), (False, False)])
def test_a_list_of_codes_on_another_sheet_is_read(tmp_path: Path, *, turned: bool, told: bool) -> None:
    """As KoBo's form has it, or SPSS's output: a number, and right of it the words."""
    book = Workbook()
    for row in [[*ITEMS, "team"], [1, 2, 4, 5, "a"], [5, 4, 4, 1, "b"]]:
        book.active.append(row)
    choices = book.create_sheet("choices")
    choices.append(["list_name", "name", "label"])
    for point, label in LABELS.items():
        choices.append(["often", 6 - point if turned else point, label])
    book.save(file := tmp_path / "answers.xlsx")
    if told:
        with pytest.raises(ResponseError, match=ASKED):
            cx.read_responses(file, asked())
    else:
        assert cx.read_responses(file, asked()).frame["listens"].to_list() == [1, 5]


def rated(tmp_path: Path, turned: tuple[str, ...], rows: int = 60, *, noise: bool = False) -> tuple[str, ...]:
    """Write what people rate that are more or less content, "waits" being bad; return the notes."""
    pick, lines = random.Random(3), [",".join([*ITEMS, "team", "role"])]
    for _ in range(rows):
        content = pick.randint(1, 5)
        given: dict[str, Any] = {id: min(5, max(1, content + pick.choice([-1, 0, 0, 1]))) for id in ITEMS}
        given["waits"] = 6 - given["waits"]
        given |= {id: 6 - given[id] for id in turned}
        lines.append(",".join([*(str(pick.randint(1, 5) if noise else given[id]) for id in ITEMS), "a", "leader"]))
    file = tmp_path / "answers.csv"
    file.write_text("\n".join(lines))
    notes = cx.read_responses(file, small_survey()).notes
    table = pd.read_csv(file)
    table.to_parquet(file.with_suffix(".parquet"))
    for source in (file, file.with_suffix(".parquet"), pl.from_pandas(table).lazy()):  # counted in batches
        assert [one for one in count(source, small_survey(), ()).notes if "answer this better" in one] == [*notes]
    return notes


@pytest.mark.parametrize("turned", ["waits", "helps"])
def test_an_item_that_goes_against_the_rest_is_told(tmp_path: Path, turned: str) -> None:
    """One that the file has turned round before; not where it goes with them, of few people, or by chance."""
    (note,) = rated(tmp_path, (turned,))
    assert note.startswith(f"{turned}: people who answer this better answer the rest worse.")
    assert rated(tmp_path, ()) == ()
    assert rated(tmp_path, (turned,), rows=15) == ()
    assert rated(tmp_path, (turned,), noise=True) == ()


@pytest.mark.parametrize(("anger", "turned"), [("shouts,sulks", ""), ("shouts,sulks,leaves", "leaves")])
def test_what_is_bad_by_its_own_name_goes_against_nobody(tmp_path: Path, anger: str, turned: str) -> None:
    """A dimension of anger is no leadership turned round: its own items go together, but for one that is."""
    pick, lead = random.Random(5), "asks,sees,thanks"
    lines = [f"{lead},{anger}"]
    for _ in range(60):
        content = pick.randint(2, 4)
        given = {id: content + pick.choice([-1, 0, 1]) for id in lines[0].split(",")}
        given |= {id: 6 - given[id] for id in anger.split(",") if id != turned}
        lines.append(",".join(map(str, given.values())))
    (file := tmp_path / "answers.csv").write_text("\n".join(lines))
    dimensions = [
        {"id": id, "title": id, "items": [{"id": item, "text": item} for item in items.split(",")]}
        for id, items in {"lead": lead, "anger": anger}.items()
    ]
    survey = Survey.from_dict(small_survey().to_dict() | {"dimensions": dimensions, "attributes": []})
    assert [note.partition(":")[0] for note in cx.read_responses(file, survey).notes] == [turned] * bool(turned)
