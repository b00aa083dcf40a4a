"""`cxkit rooms`: what is kept on the laptop can be seen, taken out and deleted for good."""

import csv
import re
import secrets
from pathlib import Path

import pytest

import cxkit as cx
from cxkit.errors import NotFound
from cxkit.live.room import Room
from cxkit.live.storage.store import Store
from cxkit.reports.wording import whole
from cxkit.survey.model import Survey
from tests.cli.test_cli import run
from tests.live.test_room import fill, mixed

MARK = "only-one-person-wrote-this"


@pytest.fixture
def survey() -> Survey:
    """Return the leadership survey with its workshop's teams."""
    return cx.load_survey("leadership").with_workshop({"team": ["=Sales", "Warehouse"]})


@pytest.fixture
def data(tmp_path: Path, survey: Survey) -> Path:
    """Return a data folder with two rooms: twelve people answered in the first, nobody in the second."""
    with Store(tmp_path / "data") as store:
        for title, people in (("The first", 12), ("The second", 0)):
            room, _ = Room.create(store, survey, title=title, port=8765)
            for person in range(people):
                answers = {item.id: 1 + person // 5**place % 5 for place, item in enumerate(survey.items)}
                sent = {
                    "attributes": {"role": "frontline", "team": "=Sales"},
                    "answers": answers,
                    "comments": {"engaged": f"={MARK}-{person}"},
                    "finished": True,
                }
                room.save(secrets.token_hex(16), person + 1, sent).result()
    return tmp_path / "data"


def codes(data: Path) -> dict[str, str]:
    """Return each room's code by its title."""
    with Store(data) as store:
        return {room.title: room.code for room, _ in Room.every(store)}


def bytes_of(folder: Path) -> bytes:
    """Return everything that lies in a folder."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_rooms_are_listed_the_newest_first(data: Path) -> None:
    """With code, day, state, people and title."""
    lines = [line for line in run("rooms", "--data", str(data)).stdout.splitlines() if line.strip()]
    known = codes(data)
    assert [line.split()[0] for line in lines] == [known["The second"], known["The first"]]
    assert "12 answered  The first" in lines[1]
    assert run("rooms", known["The first"], "--data", str(data)).stdout.split()[0] == known["The first"]


def test_the_rooms_of_one_organisation_stand_side_by_side(tmp_path: Path) -> None:
    """What each has revealed, the earliest first: no mean that its own Report hides, and nothing of others' rooms."""
    survey = cx.load_survey("pulse").with_workshop({"team": ["Phones"]})
    revealed = []
    with Store(tmp_path / "data") as store:
        rooms = ("Bellevue", 12, 12), ("Bellevue", 13, 2), ("Elsewhere", 14, 14), ("Bellevue", 0, 0)
        for organisation, people, on_teamwork in rooms:
            setup = {"workshop": {"organisation": organisation}}
            room, _ = Room.create(store, survey, title="Pulse", port=1, setup=setup)
            answers = [mixed(person, survey) for person in range(people)]
            for answer in answers[on_teamwork:]:
                del answer["answers"]["pulse_teamwork"]
            fill(room, answers)
            if people:
                revealed.append((room.code, room.reveal()))
    listed = run("rooms", "--data", str(tmp_path / "data")).stdout
    assert listed.count("Bellevue · Pulse") == 3
    said = run("rooms", "--organisation", "Bellevue", "--data", str(tmp_path / "data")).stdout
    heads, *lines = [re.split(r" {2,}", line.strip()) for line in said.splitlines() if line.strip()]
    assert [head.split()[0] for head in heads[1:]] == [revealed[0][0], revealed[1][0]]
    cells = [
        ["hidden" if row["mean"] is None else f"{whole(row['mean'])} (n = {row['n']})" for row in report["dimensions"]]
        for _, report in revealed[:2]
    ]
    assert "hidden" in cells[1]
    titles = [str(dimension.title) for dimension in survey.dimensions]
    assert lines == [list(line) for line in zip(titles, *cells, strict=True)]
    assert (
        'There is no room of "Belvue". There are rooms of: Bellevue, Elsewhere.'
        in run("rooms", "--organisation", "Belvue", "--data", str(tmp_path / "data")).stderr
    )


def test_a_new_link_for_the_facilitator_opens_the_room_once(data: Path) -> None:
    """For a second device, or where the first link was used by somebody's mail scanner; earlier keys go on working."""
    code = codes(data)["The first"]
    link = run("rooms", code, "--link", "--data", str(data)).stdout.strip()
    assert link.startswith("http://127.0.0.1:8765/f/")
    with Store(data) as store:
        room, key = Room.entered(store, link.rpartition("/")[2])
        assert room.code == Room.of_key(store, key).code == code
        with pytest.raises(NotFound):
            Room.entered(store, link.rpartition("/")[2])
    elsewhere = run("rooms", code, "--link", "--data", str(data), "--address", "https://rooms.example.com")
    assert elsewhere.stdout.startswith("https://rooms.example.com/f/")
    assert "Say which room" in run("rooms", "--link", "--data", str(data)).stderr


def test_a_deleted_room_leaves_no_byte_behind(data: Path) -> None:
    """Neither in the database nor in its journal; the other room stays."""
    known = codes(data)
    assert MARK.encode() in bytes_of(data)
    done = run("rooms", known["The first"], "--delete", "--yes", "--data", str(data))
    assert done.returncode == 0, done.stderr
    left = bytes_of(data)
    assert MARK.encode() not in left
    assert b"The first" not in left
    assert known["The first"].encode() not in left
    assert codes(data) == {"The second": known["The second"]}


def test_nothing_is_deleted_without_being_asked_for(data: Path) -> None:
    """Without a terminal to ask at, --yes must be said; without a code there is nothing to delete."""
    refused = run("rooms", codes(data)["The first"], "--delete", "--data", str(data))
    assert refused.returncode == 2
    assert "Say --yes" in refused.stderr
    assert "by its code" in run("rooms", "--delete", "--data", str(data)).stderr
    assert len(codes(data)) == 2


def test_a_running_workshop_that_holds_the_journal_is_told(data: Path) -> None:
    """The room is gone, and whoever deleted it knows that a copy may still lie there."""
    known = codes(data)
    with Store(data) as store, store._engine.connect() as reader:
        reader.exec_driver_sql("BEGIN")
        reader.exec_driver_sql("SELECT count(*) FROM responses").one()
        done = run("rooms", known["The first"], "--delete", "--yes", "--data", str(data))
        assert done.returncode == 2
        assert "still holds the journal" in done.stderr or "locked" in done.stderr


def test_an_export_holds_answers_and_nothing_that_leads_back(data: Path, tmp_path: Path) -> None:
    """A line a person, in another order than they came, without comments, token, revision or time, and no formulas."""
    file = tmp_path / "raw.csv"
    code = codes(data)["The first"]
    asked = run("rooms", code, "--export", str(file), "--data", str(data))
    assert asked.returncode == 2
    assert "tells who it was" in asked.stderr
    assert not file.exists()
    done = run("rooms", code, "--export", str(file), "--yes", "--data", str(data))
    assert file.stat().st_mode & 0o777 == 0o600, "for your eyes only"
    assert done.returncode == 0, done.stderr
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == 12
    survey = cx.load_survey("leadership")
    assert set(rows[0]) == {item.id for item in survey.items} | {"role", "team"}
    people = [sum((int(float(row[item.id])) - 1) * 5**place for place, item in enumerate(survey.items)) for row in rows]
    assert sorted(people) == list(range(12))
    assert people != sorted(people)
    assert {row["team"] for row in rows} == {"'=Sales"}
    assert "is there already" in run("rooms", code, "--export", str(file), "--yes", "--data", str(data)).stderr
