"""Answers from a survey tool, brought to a workshop: nobody is lost or invented, and phones do not add to them."""

import csv
import io
import json
import tempfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cxkit as cx
from cxkit import words
from cxkit.errors import ResponseError, RoomClosed, SetupError
from cxkit.live.brought import Brought
from cxkit.live.room import Room
from cxkit.live.setup import make_room
from cxkit.live.stage import Stage
from cxkit.live.storage.store import CLOSED, Store
from cxkit.survey.workshop_file import read_workshop
from cxkit.words import say, speaking
from tests.live.test_room import fill, mixed
from tests.responses.formats.test_tools import FIXTURES, TOOLS, asked

TEAMS = ["Phones", "Front, desk", "Büro"]
SAMPLE = cx.sample("leadership").read_bytes()


def leading(store: Store, *teams: str) -> Room:
    return make_room(store, read_workshop({"teams": list(teams)}), port=1)[0]


def brought(room: Room, file: bytes, **mapping: Any) -> Brought:
    return Brought(room=room, file=file, name="export.csv", mapping=mapping)


@pytest.mark.parametrize("tool", sorted(TOOLS))
def test_what_each_tool_writes_comes_in_whole(store: Store, tool: str) -> None:
    """Four people with answers of five, whatever the tool; what is said of themselves with them."""
    survey = asked().with_workshop({"team": TEAMS})
    room, _ = Room.create(store, survey, title="A room", port=1)
    file = Brought(room=room, file=(FIXTURES / tool).read_bytes(), name=tool, mapping=TOOLS[tool][1] or {})
    assert file.look(survey.id)["people"] == 4
    assert file.take() == 4
    rows = sorted((row["attributes"]["team"], row["attributes"]["role"]) for row in store.responses(room.id))
    assert rows == [("Büro", "frontline"), ("Front, desk", "frontline"), ("Phones", "frontline"), ("Phones", "leader")]
    assert Room.find(store, room.code).state == CLOSED


def test_the_report_is_the_one_of_the_file(store: Store) -> None:
    """Revealed as any activity is, under the same rules."""
    teams = sorted(set(cx.read_responses(cx.sample("leadership"), cx.load_survey("leadership")).frame["team"]) - {""})
    room = leading(store, *teams)
    assert brought(room, SAMPLE).take() == 80
    stage = Stage.of(room)
    stage.reveal("leadership")
    report = cx.Report.from_dict(Room.find(store, room.code).released() or {})
    answers = cx.read_responses(cx.sample("leadership"), room.survey)
    assert report.n == 80
    expected = cx.report(answers, room.survey, by=["role", "team"]).dimensions["mean"]
    assert report.dimensions["mean"].to_list() == pytest.approx(expected.to_list())


def test_phones_are_not_asked_again_until_it_begins_anew(store: Store) -> None:
    """Opening its step lets them wait; beginning anew takes the file's answers away and asks them."""
    room = leading(store)
    brought(room, SAMPLE).take()
    stage = Stage.of(room)
    stage.open("leadership")
    assert stage.view()["now"] is None
    assert stage.rooms()["leadership"].state == CLOSED
    stage.reset("leadership")
    stage.open("leadership")
    assert stage.view()["now"] == "leadership"
    assert stage.rooms()["leadership"].progress().joined == 0


def test_a_room_that_somebody_joined_takes_no_file_and_loses_nobody(store: Store) -> None:
    """Nor one that has taken a file."""
    room = leading(store)
    fill(room, [mixed(0, room.survey)])
    with pytest.raises(RoomClosed):
        brought(room, SAMPLE).take()
    assert len(store.responses(room.id)) == 1
    other = leading(store)
    brought(other, SAMPLE).take()
    with pytest.raises(RoomClosed):
        brought(other, SAMPLE).take()
    assert len(store.responses(other.id)) == 80


def test_what_a_file_does_not_say_is_asked_and_then_known(tmp_path: Path) -> None:
    """A column with another heading, and a word for a point: with what the facilitator says, all is read."""
    survey = cx.load_survey("leadership")
    rows = list(csv.reader(io.StringIO(SAMPLE.decode())))
    column = rows[0].index("engaged_listens")
    rows[0][column] = "Do our leaders listen to us, in your view?"
    for row in rows[1:]:
        row[column] = {"5": "Totally"}.get(row[column], row[column])
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    with Store(tmp_path) as store:
        room = leading(store)
        found = brought(room, out.getvalue().encode()).look("leadership")
        assert found["people"] is None
        assert [one["id"] for one in found["near"]] == ["engaged_listens"]
        assert rows[0][column] in found["headings"]
        columns = {rows[0][column]: "engaged_listens"}
        found = brought(room, out.getvalue().encode(), columns=columns).look("leadership")
        assert found["people"] == 80
        (unknown,) = found["unknown"]
        assert (unknown["id"], list(unknown["values"])) == ("values", ["Totally"])
        whole = brought(room, out.getvalue().encode(), columns=columns, values={"Totally": "5"})
        assert whole.look("leadership")["values"] == 0
        whole.take()
        given = [row["answers"].get("engaged_listens") for row in store.responses(room.id)]
    expected = cx.read_responses(cx.sample("leadership"), survey).frame["engaged_listens"]
    assert given.count(5) == (expected == 5).sum()


@pytest.mark.parametrize(
    ("lang", "headings"), [("en", ["I work as", "Every statement"]), ("de", ["Meine Rolle", "Alle Aussagen"])]
)
def test_each_list_of_values_says_what_it_is_about(store: Store, lang: str, headings: list[str]) -> None:
    """In the facilitator's language: A1 of the question for the role is not A1 of the statements."""
    rows = list(csv.DictReader(io.StringIO(SAMPLE.decode())))
    coded = [
        {name: cell and f"A{cell}" if cell.isdigit() or name == "role" else cell for name, cell in row.items()}
        for row in rows
    ]
    out = io.StringIO()
    writer = csv.DictWriter(out, coded[0])
    writer.writeheader()
    writer.writerows(coded)
    with speaking(lang):
        unknown = brought(leading(store), out.getvalue().encode()).look("leadership")["unknown"]
    assert sorted(one["words"] for one in unknown) == sorted(headings)


def test_a_role_without_a_column_is_asked_for_by_its_words(store: Store) -> None:
    """Also where the file has nothing else to ask about; once it is said which column it is, nobody asks again."""
    file = SAMPLE.replace(b"role", b"Where do you stand?", 1)
    room = leading(store)
    found = brought(room, file).look("leadership")
    assert found["people"] == 80
    assert [one["id"] for one in found["near"]] == ["role"]
    assert [one.partition(",")[0] for one in found["said"]] == ["No column was found for “I work as”"]
    found = brought(room, file, columns={"Where do you stand?": "role"}).look("leadership")
    assert (found["near"], found["said"]) == ([], [])


def test_a_scale_that_is_counted_backwards_is_asked_about_on_the_page(store: Store) -> None:
    """It says why it asks, and names no command that only a terminal has."""
    rows = list(csv.reader(io.StringIO(SAMPLE.decode())))
    explained = "{} (1 = Strongly agree, 5 = Strongly disagree)".format
    rows[0] = [name if name in {"role", "team"} else explained(name) for name in rows[0]]
    csv.writer(out := io.StringIO()).writerows(rows)
    found = brought(leading(store), out.getvalue().encode()).look("leadership")
    assert "numbers 1, 2, 3, 4, 5, which may not be those of the survey’s response scale." in found["refused"]
    assert "cxkit map" not in found["refused"]
    assert [one["values"] for one in found["unknown"]] == [("1", "2", "3", "4", "5")]
    assert found["near"] == []


@pytest.mark.parametrize("lang", ["en", "de", "es", "fr", "pt-BR", "ar"])
def test_the_page_names_no_command_of_a_terminal(lang: str, store: Store) -> None:
    """Of a tool's bare numbers, of values that are no answers, and of a file without the items; a terminal does."""
    survey = asked().with_workshop({"team": TEAMS})
    room, _ = Room.create(store, survey, title="A room", port=1)
    numbers = (FIXTURES / "redcap.csv").read_bytes()
    with speaking(lang):
        looked = [
            json.dumps(brought(room, file).look(survey.id), ensure_ascii=False)
            for file in (numbers, numbers.replace(b",4,", b",Fairly so,", 1), b"team,one\nA,1\nB,2\n")
        ]
        told = [say("reading.taken_as", min=1, low="Never", max=5, high="Always"), say("reading.write_out")]
        told.append(say("reading.name_columns"))
        with pytest.raises(ResponseError, match="cxkit map"):
            cx.Responses.of(pd.DataFrame({"team": ["A"]}), survey)
    assert [words in one for words, one in zip(told, looked, strict=True)] == [True] * 3
    assert not [one for one in looked if "cxkit map" in one]


@pytest.mark.hypothesis  # inside: make proofs tries other cases each time
def test_no_file_is_a_traceback_and_none_stays_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is dropped: an error in words, or what it holds."""
    own = tmp_path / "own"  # not the folder that other tests write into meanwhile
    own.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(own))
    with Store(tmp_path / "data") as store:
        room = leading(store)

        @given(file=st.binary(max_size=400), name=st.text(max_size=30))
        def dropped(file: bytes, name: str) -> None:
            said = ""
            try:
                Brought(room=room, file=file, name=name, mapping={}).look("leadership")
            except SetupError as error:
                said = str(error)
            assert str(own) not in said
            assert [*own.iterdir()] == []

        dropped()


FILES: dict[str, bytes] = {
    "read": (FIXTURES / "qualtrics.csv").read_bytes(),
    "other columns": SAMPLE.replace(b"engaged_listens", b"engaged_lissens"),
    "no answers": SAMPLE.replace(b",5,", b",77,").replace(b"frontline", b"frontlin").replace(b",4,", b",4.5,"),
    "empty": b"",
    "a web page": b"<html><table>",
    "packed": b"\x1f\x8b\x08\x00",
    "no workbook": b"PK\x03\x04nothing",
    "an old workbook": b"\xd0\xcf\x11\xe0",
    "a mark that stays open": SAMPLE.replace(b"frontline", b'"frontline', 1),
    "more cells": SAMPLE + b"1,2,3,4" * 20,
    "headings again": SAMPLE + SAMPLE[: SAMPLE.index(b"\n")],
    "headings alone": SAMPLE[: SAMPLE.index(b"\n")],
    "letters": SAMPLE.replace(b"frontline", "Büro".encode("cp1252")),
    "Parquet": b"PAR1 and nothing",
    "SPSS": b"$FL2 and nothing",
}


@pytest.mark.parametrize("kind", FILES)
def test_what_is_said_of_a_file_is_said_in_the_facilitators_language(tmp_path: Path, kind: str) -> None:
    """Of how it was read, why it is refused, which values are no answers: nothing stays in English."""

    def said(room: Room, lang: str) -> set[str]:
        with speaking(lang):
            try:
                found = brought(room, FILES[kind]).look(room.survey.id)
            except SetupError as error:
                return {str(error)}
            return {*found["said"], found["refused"], *(one[2] for one in found["problems"])} - {""}

    with Store(tmp_path) as store:
        survey = asked().with_workshop({"team": TEAMS})
        room = Room.create(store, survey, title="A room", port=1)[0] if kind == "read" else leading(store)
        english = said(room, words.FIRST)
        assert english
        for lang in {*words.languages()} - {words.FIRST}:
            own = said(room, lang)
            assert len(own) == len(english)
            assert not own & english
