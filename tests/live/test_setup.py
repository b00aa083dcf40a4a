"""Setting a room up: who is invited reaches the report, and what has been joined stays as it was."""

import json
from pathlib import Path

import pytest

from cxkit.book.steps import FILE
from cxkit.errors import RoomClosed, RoomError, SetupError
from cxkit.live.forecast import forecast
from cxkit.live.room import Room
from cxkit.live.setup import Setup, make_room
from cxkit.live.stage import Stage
from cxkit.live.storage.store import PREPARING, Store
from cxkit.survey.advice import check
from cxkit.survey.chapters import offered_steps
from cxkit.survey.workshop_file import read_workshop
from cxkit.words import speaking
from tests.cli.test_cli import run
from tests.live.test_room import fill, mixed
from tests.processes import WorkshopProcess
from tests.survey.test_workshop_file import OWN

TEAMS = ["Phones", "Warehouse"]
LISTS = {"site": ["North", "South"], "shift": ["Early", "Late"], "rooms": ["Lobby"]}


def test_the_number_invited_shows_as_a_response_rate(store: Store) -> None:
    """By team and in all, in the Report that is revealed."""
    workshop = read_workshop({"teams": TEAMS, "invited": {"Phones": 12, "Warehouse": 18}})
    room, _ = make_room(store, workshop, port=1)
    fill(room, [mixed(place, room.survey, role="frontline", team=TEAMS[place % 2]) for place in range(20)])
    rows = {(row["attribute"], row["group"]): row["invited"] for row in room.reveal()["participation"]}
    assert rows[None, None] == 30
    assert rows["team", "Phones"] == 12


def test_half_of_a_sign_is_left_out_of_what_a_room_is_set_up_with(store: Store) -> None:
    """As a browser sends it that cuts a picture in two; and what no file could hold, or would turn the rest round."""
    asked = {"title": "Spring \ud83d", "organisation": "Bell\x07", "teams": ["Ops\ud83d", "\u202eDesk"]}
    room, _ = make_room(store, read_workshop(asked), port=1)
    assert (room.title, room.organisation) == ("Spring", "Bell")
    assert list(room.survey.attribute("team").options or ()) == ["Ops", "Desk"]


def test_more_people_than_invited_cost_the_rate_and_not_the_reveal(store: Store) -> None:
    """A wrong number in the set-up must not stop a room full of people."""
    room, _ = make_room(store, read_workshop({"teams": TEAMS, "invited": 7}), port=1)
    fill(room, [mixed(place, room.survey) for place in range(8)])
    released = room.reveal()
    assert released["n"] == 8
    assert released["participation"][0]["invited"] is None


def test_what_check_says_can_be_used_a_room_asks_and_keeps(store: Store, tmp_path: Path) -> None:
    """Every option that a phone offers is an answer that is kept; without the workshop's options there is no room."""
    (tmp_path / "survey.yaml").write_text(OWN, encoding="utf-8")
    survey, hints, _ = check(tmp_path)
    assert [hint.words for hint in hints if hint.place == "attributes"] == [
        f"“{name}” takes its options from the workshop: in its file, lists: {{{name}: [North, South]}}."
        for name in ("site", "shift", "rooms")
    ]
    with pytest.raises(RoomError, match="asks for “team”, whose options the workshop has to give"):
        Room.create(store, survey, title="A room", port=1)
    said = {"survey": str(tmp_path), "teams": ["A"], "lists": LISTS}
    room, _ = make_room(store, read_workshop(said), port=1)
    offered = {one.id: list(one.options or ()) for one in room.survey.attributes}
    assert offered == {"team": ["A"], "site": ["North", "South"], "shift": ["Early", "Late"]}
    fill(room, [{"attributes": {id: option}} for id, options in offered.items() for option in options])
    assert room.progress().joined == 5
    form = Setup(room=room).form()
    (offer,) = [one for one in form["surveys"] if one["id"] == "own"]
    assert offer["lists"] == {"site": "Your site", "shift": "Your shift", "rooms": "Our rooms"}
    assert room.survey.attribute("site").compare == ("North", "South")
    assert [item.text.plain() for item in room.survey.dimension("rooms").items] == ["Lobby"]


def test_a_room_that_waits_to_be_set_up_takes_no_answers(store: Store) -> None:
    """Setting it up opens it, with another survey's attributes and whom it asks to agree."""
    room, _ = make_room(store, read_workshop({}), port=1, state=PREPARING)
    with pytest.raises(RoomClosed):
        room.save("a" * 32, 1, {}).result()
    Setup(room=room).change({"teams": TEAMS, "title": "Now"})
    opened = Room.find(store, room.code)
    assert (opened.state, opened.title, opened.asks) == ("open", "Now", ("role", "leader"))
    opened.save("a" * 32, 1, {"attributes": {"team": "Phones"}}).result()
    with pytest.raises(RoomClosed, match="Somebody has joined already"):
        Setup(room=opened).change({"title": "Later"})
    assert Setup(room=opened).form()["locked"]


def test_a_page_can_name_no_file_as_its_survey(store: Store, tmp_path: Path) -> None:
    """What comes over the network opens nothing on this disk."""
    (tmp_path / "survey.yaml").write_text("id: secret")
    room, _ = make_room(store, read_workshop({}), port=1)
    with pytest.raises(Exception, match=r"There is no such survey here. There are: .*leadership") as caught:
        Setup(room=room).change({"survey": str(tmp_path)})
    assert "secret" not in str(caught.value)


def test_a_workshop_file_opens_the_room_without_a_form(tmp_path: Path) -> None:
    """`cxkit workshop workshop.yaml`; what an option says counts more, and a mistake is told before anything starts."""
    file = tmp_path / "workshop.yaml"
    file.write_text("title: From a file\nteams: [A, B]\ninvited: 30\n")
    process = WorkshopProcess(tmp_path / "data", "--no-book", str(file), "--title", "From the option", form=True)
    process.start()
    process.kill()
    with Store(tmp_path / "data") as store:
        room = Room.find(store, process.code)
        assert (room.title, room.state) == ("From the option", "open")
        assert list(room.survey.attribute("team").options or ()) == ["A", "B"]
        assert room.setup["invited_by"] == 30
    file.write_text("teem: [A]\n")
    done = run("workshop", str(file), "--new", "--data", str(tmp_path / "data"))
    assert done.returncode == 2
    assert 'line 1, teem: unknown key. Did you mean "teams"?' in done.stderr


def test_the_form_shows_every_step_and_the_room_keeps_the_run_sheet(store: Store, tmp_path: Path) -> None:
    """With the headlines of a built book; what the form changed comes back, and an own survey has its own steps."""
    (tmp_path / FILE).parent.mkdir()
    step = {"id": "engaged.talk", "chapter": "engaged", "kind": "talk", "title": "Engaged", "headline": "Really?"}
    (tmp_path / FILE).write_text(json.dumps([step]))
    room, _ = make_room(store, read_workshop({}), port=1, state=PREPARING)
    form = Setup(room=room).form(tmp_path)
    assert form["steps"]["engaged.talk"] == {
        "title": "Engaged", "kind": "talk", "survey": "leadership", "own": "", "headline": "Really?"
    }  # fmt: skip
    assert form["steps"]["pulse.activity"]["own"] == "pulse"
    assert form["run_sheet"]["id"] == "ninety"
    called = {id: step["title"] for id, step in form["steps"].items() if id in offered_steps()}
    with speaking("es"):  # whichever book there is
        spanish = Setup(room=room).form()["steps"]
    assert [id for id, title in called.items() if spanish[id]["title"] == title] == []
    own = {"title": "Ours", "minutes": 20, "steps": [{"index.join": 3}, {"engaged.talk": 9}]}
    Setup(room=room).change({"run_sheet": own})
    assert Setup(room=room).form()["run_sheet"] == {"id": "own", **own}
    with pytest.raises(SetupError, match=r'run_sheet\.steps\[0\]: there is no step "nothing"'):
        Setup(room=room).change({"run_sheet": own | {"steps": [{"nothing": 3}]}})


def test_own_words_may_be_put_in_until_people_are_asked_about_them(store: Store) -> None:
    """Also once they have joined; the other lists of the workshop stay."""
    room, _ = make_room(store, read_workshop({"teams": TEAMS, "lists": {"actions": ["Ring first"]}}), port=1)
    stage = Stage.of(room)
    stage.open("journey")
    fill(stage.rooms()["journey"], [{}])
    setup = Setup(room=Room.find(store, room.code))
    assert setup.form()["locked"]
    with pytest.raises(RoomClosed, match="People have been asked about these already"):
        setup.reword({"touchpoints": ["Booking"]})
    with pytest.raises(SetupError, match=r"lists\.actions\[1\]: \"a\" is there already"):
        setup.reword({"actions": ["A", "a"]})
    setup.reword({"actions": ["A lift that works"]})
    assert setup.workshop().lists == {"actions": ("A lift that works",)}
    stage.open("priorities")
    asked = stage.rooms()["priorities"].survey
    assert [str(item.text) for item in asked.dimension("votes").items] == ["A lift that works"]
    assert not any(dimension.items_from for dimension in asked.dimensions)


def test_before_an_activity_opens_the_facilitator_is_told_what_are_examples(store: Store) -> None:
    """In the words of the set-up page; with the workshop's own, no more."""
    room, _ = make_room(store, read_workshop({"lists": {"actions": ["Ring first"]}}), port=1)
    told = [one for one in forecast(room, "journey") if one["kind"] == "examples"]
    assert [one["sentence"] for one in told] == ["Examples still, not your own words: “Touchpoints”"]
    Setup(room=room).change({"teams": TEAMS, "lists": {"actions": ["Ring first"], "touchpoints": ["The lost key"]}})
    assert "examples" not in {one["kind"] for one in forecast(Room.find(store, room.code), "journey")}
