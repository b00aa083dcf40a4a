"""Which room a start carries on with."""

import random
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from cxkit.errors import RoomClosed
from cxkit.live.prepared import found
from cxkit.live.room import Room
from cxkit.live.setup import Setup, make_room
from cxkit.live.stage import Stage
from cxkit.live.steps import Steps
from cxkit.live.storage.store import PREPARING, Store
from cxkit.survey.workshop_file import read_workshop
from tests.cli.test_cli import run
from tests.doing import given
from tests.live.test_room import fill, mixed
from tests.live.test_tasks import rows, tell, way, write
from tests.processes import WorkshopProcess


def age(room: Room, hours: float) -> None:
    """Let a room have been made so long ago."""
    room.store.change(room.id, lambda kept: {"opened": kept.opened - 3600 * hours}).result()


def codes(store: Store) -> list[str]:
    """Return which rooms a start finds, the one that it carries on with first."""
    return [one.code for one in found(store)]


def finish(room: Room) -> None:
    """Fill and reveal a room."""
    chance = random.Random(4)
    answers = [
        {id: point for each in room.survey.dimensions for id, point in given(each, chance).items()} for _ in range(12)
    ]
    fill(room, [mixed(0, room.survey) | {"answers": one} for one in answers])
    room.reveal()


def workshop(store: Store, **said: object) -> Room:
    """Return a room."""
    return make_room(store, read_workshop({"teams": ["Phones"], **said}), port=1)[0]


def test_what_was_prepared_is_carried_on_with_until_it_is_finished_or_put_away(store: Store) -> None:
    """Last night's and last week's; a second day of activities too; today's last one in whatever state."""
    assert codes(store) == []
    last_week, last_night = workshop(store), workshop(store)
    age(last_week, 7 * 24)
    age(last_night, 15)
    assert codes(store) == [last_night.code, last_week.code]
    finish(last_night)
    assert codes(store) == [last_week.code]
    Stage.of(last_night).open("journey")
    assert codes(store) == [last_night.code, last_week.code]
    finish(Stage.of(last_night).rooms()["journey"])
    Stage.of(last_week).put_away()
    assert codes(store) == []
    Stage.of(last_week).put_away(False)
    today = workshop(store)
    finish(today)
    assert codes(store) == [today.code, last_week.code], "after a crash its results come back"
    assert [one.code for one in found(store, last_night.code)][:2] == [last_night.code, last_week.code]


def test_what_was_put_aside_does_not_keep_a_workshop_from_being_finished(store: Store) -> None:
    """An activity that was begun anew leaves a closed room behind."""
    room = workshop(store)
    age(room, 15)
    fill(room, [mixed(1, room.survey)])
    Stage.of(room).reset(room.survey.id)
    Stage.of(room).open(room.survey.id)
    finish(Stage.of(room).rooms()[room.survey.id])
    assert codes(store) == []


def test_a_set_up_stays_once_somebody_has_joined_any_activity(store: Store) -> None:
    """Else their answers would be left in a room that is no part of the workshop any more."""
    room = workshop(store)
    Stage.of(room).open("journey")
    Setup(room=room).change({"teams": ["A", "B"]})
    assert len(Room.every(store)) == 1, "what nobody has joined goes"
    Stage.of(room).open("journey")
    fill(Stage.of(room).rooms()["journey"], [{}])
    with pytest.raises(RoomClosed, match="joined already"):
        Setup(room=room).change({"teams": ["C"]})
    assert Setup(room=room).form()["locked"]


@pytest.mark.parametrize("asks", ["wall.promise", "vote.promise", "engaged.predict"])
@pytest.mark.parametrize("over", [False, True])
def test_what_was_said_openly_is_kept_as_answers_are(store: Store, asks: str, over: bool) -> None:
    """A workshop may begin with the wall: the same command after a crash, or the set-up form, threw its lines away."""
    steps = way(store)
    steps.go("wall.promise")
    write(steps, "We call back", "We know your name")
    steps.go(asks)
    if asks == "engaged.predict":
        tell(steps, 1, {"value": 30, "group": "leader"})
    if over:
        steps.go("engaged.reveal")
    lead = steps.stage.lead

    def kept() -> tuple[Any, ...]:
        return rows(store), Stage(lead=Room.find(store, lead.code)).kept(), Room.find(store, lead.code).setup

    before = kept()
    assert store.begun(lead.lead)
    with pytest.raises(RoomClosed, match="joined already"):
        Setup(room=Room.find(store, lead.code)).change({"teams": ["A", "B"]})
    assert kept() == before


def test_the_same_set_up_once_more_changes_nothing(tmp_path: Path) -> None:
    """After a crash before anybody came, the same command carries on at the step that was on, and its time runs on."""
    process = WorkshopProcess(tmp_path / "data", "--no-book", "--teams", "Phones, Warehouse")
    process.start()
    with Store(tmp_path / "data") as store:
        steps = Steps(stage=Stage(lead=Room.find(store, process.code)))
        steps.go(steps.all[1]["id"])
        steps.stage.set_timer(300)
        before = steps.stage.kept()
    process.kill()
    process.start()
    process.kill()
    with Store(tmp_path / "data") as store:
        assert Stage(lead=Room.find(store, process.code)).kept() == before
    process.command[-2] = "Phones, Finance"  # whoever changes something begins anew
    process.start()
    process.kill()
    with Store(tmp_path / "data") as store:
        assert Stage(lead=Room.find(store, process.code)).kept()["step"] is None


def test_fifteen_hours_later_the_same_command_opens_the_room_of_the_slips(tmp_path: Path) -> None:
    """And says so; a file that has changed is used as long as nobody has joined; other rooms are named."""
    file, data = tmp_path / "workshop.yaml", tmp_path / "data"
    file.write_text("title: Ours\nteams: [A, B]\n")
    process = WorkshopProcess(data, "--no-book", str(file), form=True)
    process.start()
    code, port = process.code, process.port
    process.kill()
    with closing(sqlite3.connect(data / "rooms.sqlite")) as rooms:
        rooms.execute("UPDATE rooms SET opened = opened - 15 * 3600")
        rooms.commit()
    with Store(data) as store:
        tried = workshop(store)
        Stage.of(tried).put_away()
        older = make_room(store, read_workshop({}), port=1, state=PREPARING)[0]
        age(older, 100)
        file.write_text("title: Ours\nteams: [A, B, C]\n")
    process.start()
    process.kill()
    assert (process.code, process.port) == (code, port)
    assert f"Carrying on with room {code}, open, made" in process.said
    assert re.search(rf"Also there: room {older.code}, preparing, made .* Leave it out: cxkit rooms", process.said)
    assert tried.code not in process.said
    with Store(data) as store:
        assert list(Room.find(store, code).survey.attribute("team").options or ()) == ["A", "B", "C"]
    assert "is put away" in run("rooms", code, "--put-away", "--data", str(data)).stdout
    process.command += ["--room", tried.code.lower()]
    process.start()
    process.kill()
    assert process.code == tried.code
