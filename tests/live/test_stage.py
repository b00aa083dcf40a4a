"""The stage of a workshop: activities one after another, what phones answer, the timer."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from fastapi.testclient import TestClient

from cxkit.errors import NotFound, RoomError
from cxkit.live.app import create_app
from cxkit.live.room import Room
from cxkit.live.setup import make_room
from cxkit.live.stage import Stage, waiting
from cxkit.live.storage.store import CLOSED, OPEN, Store
from cxkit.survey.files import shipped_surveys
from cxkit.survey.model import Survey
from cxkit.survey.workshop_file import read_workshop


def workshop(store: Store, **said: object) -> tuple[Room, str, Stage]:
    """Return a lead room, its key and its stage."""
    room, key = make_room(store, read_workshop({"teams": ["Phones", "Warehouse"], **said}), port=1)
    return room, key, Stage.of(room)


def on_phones(stage: Stage) -> Room | None:
    """Return the room that phones answer now; None: they wait."""
    return Stage.answered(stage.lead.store, stage.lead.code).room


def answers(survey: Survey, person: int) -> dict[str, object]:
    """Return what one person's phone sends."""
    said = {a.id: list(a.options or {})[person % len(a.options or {})] for a in survey.attributes}
    items = {item.id: item.response_scale.min + (person + place) % 2 for place, item in enumerate(survey.items)}
    return {"attributes": said, "answers": items, "comments": {}, "finished": True}


def fill(room: Room, people: int = 16) -> None:
    """Let people answer a room."""
    for person in range(people):
        room.save(f"{person:032x}", 1, answers(room.survey, person)).result()


def test_phones_wait_for_the_first_step_unless_told_otherwise(store: Store) -> None:
    """What opens first is what the run sheet says first; a survey that no run sheet names is answered at once."""
    assert on_phones(workshop(store)[2]) is None
    room, _, stage = workshop(store, paced=False)
    assert on_phones(stage) == room
    assert [one["state"] for one in stage.view()["activities"]] == ["open", *["new"] * (len(shipped_surveys()) - 1)]
    alone = make_room(store, read_workshop({"survey": "pulse"}), port=1)[0]
    assert on_phones(Stage.of(alone)) == alone


def test_an_activity_that_opens_closes_the_one_before(store: Store) -> None:
    """Phones follow: there is one thing to answer at a time, asked of this workshop's departments."""
    room, _, stage = workshop(store)
    fill(room)
    stage.open("handoffs")
    on = on_phones(stage)
    assert on
    assert (on.survey.id, on.state, on.lead) == ("handoffs", OPEN, room.code)
    assert [item.text.plain() for item in on.survey.dimensions[0].items] == ["Phones", "Warehouse"]
    assert Room.find(store, room.code).state == CLOSED
    stage.open("leadership")
    assert on_phones(stage) == Room.find(store, room.code)
    assert Room.find(store, on.code).state == CLOSED
    assert Room.find(store, room.code).progress().answered == 16
    stage.take(waiting)
    assert on_phones(stage) is None
    assert {one.state for one in stage.rooms().values()} == {CLOSED}


def test_several_requests_for_one_step_are_one_step(store: Store) -> None:
    """A held key, a double click, two devices at once: one room an activity, and what the stage says is open is."""
    room, _, stage = workshop(store)
    with ThreadPoolExecutor(8) as devices:

        def at_once(*steps: Callable[[], None]) -> None:
            for done in [devices.submit(step) for step in steps]:
                done.result()

        at_once(*[lambda: stage.open("pulse")] * 8)
        assert {one.code for one, _ in Room.every(store)} == {room.code, stage.rooms()["pulse"].code}
        for _ in range(5):
            at_once(*(partial(stage.open, survey) for survey in ("ownership", "pulse", "leadership", "handoffs")))
            on = on_phones(stage)
            assert on
            assert [one for one in stage.rooms().values() if one.state == OPEN] == [on]
        stage.open("pulse")
        fill(stage.rooms()["pulse"])
        at_once(*[lambda: stage.reset("pulse")] * 8)
    assert len(Room.every(store)) == 5, "four activities, and the one that was put aside with what was answered"
    stage.open("handoffs")
    stage.set_timer(60)
    stage.open("handoffs")
    assert stage.view()["timer"], "what is open already stays as it is"


def test_two_screens_that_reveal_at_once_uncover_both_chapters(store: Store) -> None:
    """The release and what it uncovers are one step."""
    room, _, stage = workshop(store)
    fill(room)
    with ThreadPoolExecutor(2) as devices:
        for done in [devices.submit(stage.reveal, "leadership", part) for part in ("engaged", "teamwork")]:
            done.result()
    (on,) = [one for one in stage.view()["activities"] if one["survey"] == "leadership"]
    assert (on["shown"], on["uncovered"]) == (1, ["engaged", "teamwork"])


def test_reset_begins_anew_and_loses_nothing(store: Store) -> None:
    """An empty room takes its place; what was answered before stays in the store."""
    room, _, stage = workshop(store)
    stage.open("pulse")
    before = stage.rooms()["pulse"]
    fill(before)
    stage.reset("pulse")
    after = stage.rooms()["pulse"]
    assert (after.progress().joined, after.state, on_phones(stage)) == (0, CLOSED, None)
    assert Room.find(store, before.code).progress().answered == 16
    stage.open("pulse")
    assert on_phones(stage) == stage.rooms()["pulse"]
    assert {one.code for one, _ in Room.every(store)} == {room.code, before.code, after.code}
    room.delete()
    assert Room.every(store) == []


def test_what_was_put_aside_is_brought_back_until_somebody_joins(store: Store) -> None:
    """As it was: with its answers, and with what of it the room had seen."""
    _, _, stage = workshop(store)
    stage.open("pulse")
    fill(stage.rooms()["pulse"])
    stage.reveal("pulse", "engaged")
    before = stage.view()["activities"]
    stage.reset("pulse")
    stage.open("pulse")
    stage.bring_back("pulse")
    assert stage.view()["activities"] == before
    assert on_phones(stage) is None
    with pytest.raises(RoomError, match="nothing was put aside"):
        stage.bring_back("pulse")
    stage.reset("pulse")
    stage.open("pulse")
    fill(stage.rooms()["pulse"])
    with pytest.raises(RoomError, match="somebody has joined since"):
        stage.bring_back("pulse")


def test_the_stage_is_the_same_after_a_restart(store: Store) -> None:
    """Whoever comes back, or takes over, finds the same activity and timer."""
    room, _, stage = workshop(store)
    stage.open("pulse")
    stage.set_timer(300)
    again = Stage.of(Room.find(store, room.code)).view()
    assert (again["now"], again["timer"]["of"]) == ("pulse", 300)
    assert 299 < again["timer"]["left"] <= 300
    stage.set_timer(0)
    assert stage.view()["timer"] is None


def test_what_is_wrong_is_said(store: Store) -> None:
    """An unknown activity, one that was never opened, one whose results are out."""
    room, _, stage = workshop(store, activities=["handoffs"])
    with pytest.raises(RoomError, match=r"no activity “journey”\. It has: leadership, handoffs"):
        stage.open("journey")
    for step in (stage.reveal, stage.reset):
        with pytest.raises(NotFound, match="not been opened"):
            step("handoffs")
    with pytest.raises(RoomError, match="Nothing can be shown yet"):
        stage.reveal("leadership")
    fill(room)
    stage.reveal("leadership")
    stage.open("leadership")  # back to what is revealed: phones show it as it stands
    assert on_phones(stage) == Room.find(store, room.code)


def test_a_phone_is_told_what_is_on_and_the_key_of_the_lead_room_opens_all(store: Store) -> None:
    """Joining once is enough; the facilitator's link is one; a key of another room opens nothing."""
    room, key, stage = workshop(store)
    _, other, _ = workshop(store)
    client = TestClient(
        create_app(store, room=room.code, bases=["http://localhost:8765"]), base_url="http://localhost:8765"
    )
    stage.open("pulse")
    on = stage.rooms()["pulse"]
    told = client.get(f"/api/rooms/{room.code}").json()
    assert (told["code"], told["survey"]["id"]) == (on.code, "pulse")
    sent = {"token": "a" * 32, "revision": 1, "response": answers(on.survey, 0)}
    assert client.put(f"/api/rooms/{on.code}/response", json=sent).status_code == 200
    for cookie, status in ((key, 200), (other, 403)):
        client.cookies.set(f"cxkit_{room.code}", cookie)
        for path in (f"/api/stage/{room.code}", f"/api/presenter/{on.code}", f"/comments/{on.code}"):
            assert client.get(path).status_code == status, path
    client.cookies.set(f"cxkit_{room.code}", key)
    assert client.get(f"/api/presenter/{room.code}").json()["answered"] == 1
    done = client.post(f"/api/stage/{room.code}/wait", json={}, headers={"X-Cxkit": "1"})
    assert done.json()["now"] is None
    assert client.get(f"/api/rooms/{room.code}/state").json() == {"state": "waiting", "code": ""}
    assert "moves on by itself" in client.get(f"/r/{room.code}").text
