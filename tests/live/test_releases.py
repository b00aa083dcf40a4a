"""The picture shown while a room stays open, and what may come after it."""

import json
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

import cxkit as cx
from cxkit.errors import RoomClosed, RoomError
from cxkit.live.releases import Update
from cxkit.live.room import Room
from cxkit.live.storage.store import Store
from cxkit.survey.model import Survey
from tests.live.test_room import full, mixed, reopen
from tests.processes import WorkshopProcess


def arrive(room: Room, first: int, many: int, revision: int = 1, **attributes: str) -> list[dict[str, Any]]:
    """Let people of a group answer, on phones of their own; return their responses."""
    responses = [mixed(one, room.survey, **attributes) for one in range(first, first + many)]
    for one, response in enumerate(responses, start=first):
        room.save(f"{one:032x}", revision, response).result()
    return responses


def test_the_picture_may_be_shown_while_the_room_stays_open(room: Room, leadership: Survey) -> None:
    """Everybody sees it, and phones go on answering."""
    arrive(room, 0, 8, role="frontline", team="Phones")
    report = room.show()
    assert room.released() == report
    assert Room.find(room.store, room.code).state == "open"
    assert room.save("f" * 32, 1, full(3, leadership)).result().yours
    assert room.released() == report, "and what they answer is not in it"


def test_nothing_is_shown_of_too_few(room: Room) -> None:
    """The message has both numbers."""
    arrive(room, 0, 4)
    with pytest.raises(RoomError, match="4 of at least 5 people have answered"):
        room.show()
    assert room.update() == Update()


def test_a_closed_room_is_revealed_and_not_shown(room: Room) -> None:
    """Showing would end with a room that still seems open."""
    arrive(room, 0, 8)
    room.close()
    with pytest.raises(RoomClosed, match="reveal the results, or open it again"):
        room.show()


def test_a_nervous_second_click_shows_the_same_picture(room: Room) -> None:
    """Nothing has come between."""
    arrive(room, 0, 8)
    assert room.show() == room.show()
    assert room.update().release == 1


def test_the_next_picture_waits_until_enough_have_come(room: Room) -> None:
    """Seven wait for an eighth; who waits is counted, and so is what is missing."""
    arrive(room, 0, 12, role="frontline", team="Phones")
    first = room.show()
    assert room.update() == Update(release=1, more=8)
    arrive(room, 12, 7, role="frontline", team="Phones")
    assert room.update() == Update(release=1, new=7, more=1)
    with pytest.raises(RoomError, match="cannot be added yet"):
        room.show()
    assert room.released() == first
    arrive(room, 19, 13, role="frontline", team="Phones")
    assert room.update() == Update(release=1, new=20, fit=20)
    assert room.show()["n"] == 32
    assert room.update() == Update(release=2, more=8)


@pytest.mark.parametrize("alike", [True, False])
def test_what_the_console_says_never_depends_on_what_newcomers_answered(
    room: Room, leadership: Survey, alike: bool
) -> None:
    """Ten people who all strongly agree can be added like any ten; numbers that would tell it stay as they were."""
    arrive(room, 0, 12, role="frontline", team="Phones")
    first = room.show()
    for one in range(10):
        answers = (full if alike else mixed)(5 if alike else one % 5 + 1, leadership, role="frontline", team="Phones")
        room.save(f"{100 + one:032x}", 1, answers).result()
    assert room.update() == Update(release=1, new=10, fit=10)
    second = room.show()
    assert second["n"] == 22
    assert (second["dimensions"] == first["dimensions"]) == alike


def test_changes_are_not_in_the_picture_until_enough_new_people_are(room: Room, leadership: Survey) -> None:
    """However many change their minds; then the new answers count, of those in the same groups."""
    arrive(room, 0, 12, role="frontline", team="Phones")
    first = room.show()
    room.save(f"{0:032x}", 2, mixed(3, leadership, role="frontline", team="Phones")).result()
    assert room.update() == Update(release=1, edited=1, more=8)
    assert room.reveal() == first


def test_on_closing_the_last_picture_obeys_the_same_rule(room: Room) -> None:
    """Four who came late stay out, and it is said how many."""
    arrive(room, 0, 12, role="frontline", team="Phones")
    first = room.show()
    arrive(room, 12, 4, role="frontline", team="Phones")
    assert room.reveal() == first
    assert room.update() == Update(release=1, new=4, more=4)
    assert Room.find(room.store, room.code).state == "revealed"


def test_on_closing_who_may_enter_does(room: Room) -> None:
    """Twenty newcomers."""
    arrive(room, 0, 12, role="frontline", team="Phones")
    room.show()
    arrive(room, 12, 20, role="frontline", team="Phones")
    assert room.reveal()["n"] == 32
    assert room.update().new == 0


def test_closing_and_opening_again_keeps_what_is_in_the_picture(room: Room) -> None:
    """The rule is about pictures, not about doors."""
    arrive(room, 0, 12, role="frontline", team="Phones")
    room.show()
    room.close()
    reopen(room)
    arrive(room, 12, 3, role="frontline", team="Phones")
    assert room.update() == Update(release=1, new=3, more=5)


def test_what_the_console_says_of_newcomers_does_not_tell_who_agreed(store: Store, leadership: Survey) -> None:
    """They are counted in the groups that they say, whatever they agree to."""
    room, _ = Room.create(store, leadership, title="A room", port=1, leaders_from_two=True)
    arrive(room, 0, 12, role="frontline", team="Phones")
    room.show()
    arrive(room, 12, 7, role="leader", team="Phones")
    assert room.update().more == 1
    for one in range(4):
        response = mixed(one, leadership, role="leader", team="Phones") | {"agrees": True}
        room.save(f"{12 + one:032x}", 2, response).result()
    assert room.update().more == 1


def test_it_is_all_there_after_opening_the_store_again(tmp_path: Path, leadership: Survey) -> None:
    """Whose answers are in the picture is known after a restart."""
    with Store(tmp_path) as store:
        room, _ = Room.create(store, leadership, title="A room", port=1)
        arrive(room, 0, 12, role="frontline", team="Phones")
        room.show()
        arrive(room, 12, 7, role="frontline", team="Phones")
    with Store(tmp_path) as store:
        again = Room.find(store, room.code)
        assert again.update() == Update(release=1, new=7, more=1)
        arrive(again, 19, 13, role="frontline", team="Phones")
        assert again.show()["n"] == 32


def test_a_server_that_is_killed_forgets_nothing_of_what_was_shown(workshop: WorkshopProcess) -> None:
    """Shown before the kill, updated after it, by the rule that counts whose answers were in it."""
    with Store(workshop.data) as store:
        room = Room.find(store, workshop.code)
        arrive(room, 0, 12, role="frontline", team="Phones")
        room.show()
    workshop.kill()
    workshop.start()
    with Store(workshop.data) as store:
        room = Room.find(store, workshop.code)
        arrive(room, 12, 5, role="frontline", team="Phones")
        assert room.update() == Update(release=1, new=5, more=3)


def test_of_who_is_in_the_picture_only_answers_are_remembered(room: Room, leadership: Survey) -> None:
    """No comments, no token; and deleting the room deletes it."""
    response = mixed(1, leadership, role="leader", team="Phones") | {"comments": {"engaged": "words"}}
    arrive(room, 0, 8, role="leader", team="Phones")
    room.save("e" * 32, 1, response).result()
    room.show()
    inside = room.store.standing(room.id)[2]
    assert len(inside) == 9
    assert all(set(one) == {"attributes", "answers"} for one in inside.values())
    assert "e" * 32 not in inside
    room.delete()
    assert room.store.standing(room.id) == (0, None, {}, {})


def test_the_console_hears_counts_and_steers(facilitator: TestClient, phone: TestClient, room: Room) -> None:
    """Shown and updated over HTTP; a refusal comes with its reason, and participants may not."""
    steer = {"X-Cxkit": "1"}
    path = f"/api/presenter/{room.code}"
    assert facilitator.post(f"{path}/show", headers=steer).status_code == 422
    arrive(room, 0, 12, role="frontline", team="Phones")
    assert phone.post(f"{path}/show", headers=steer).status_code == 403
    assert facilitator.post(f"{path}/show", headers=steer).json() == {"state": "open"}
    assert phone.get(f"/api/rooms/{room.code}/report").json()["n"] == 12
    arrive(room, 12, 3, role="frontline", team="Phones")
    told = facilitator.get(path).json()
    assert told["picture"] == {"release": 1, "new": 3, "edited": 0, "more": 5, "fit": 0}
    assert told["batch"] == 8
    answer = facilitator.post(f"{path}/show", headers=steer)
    assert (answer.status_code, "cannot be added yet" in answer.text) == (422, True)
    room.close()
    assert facilitator.post(f"{path}/show", headers=steer).status_code == 409


def test_an_updated_picture_is_a_report_like_any_other(room: Room) -> None:
    """It is read, drawn and published as such."""
    arrive(room, 0, 12, role="frontline", team="Phones")
    room.show()
    arrive(room, 12, 20, role="frontline", team="Phones")
    report = cx.Report.from_dict(json.loads(json.dumps(room.show())))
    assert report.dimensions["status"].eq("shown").all()
    assert report.dimensions["n"].eq(32).all()


def test_what_another_version_showed_stays_as_it_is(room: Room) -> None:
    """A store outlives an upgrade: neither the console nor closing stumbles over a picture that is not understood."""
    arrive(room, 0, 12, role="frontline", team="Phones")
    first = room.show() | {"format": "another"}
    update = sa.text("UPDATE releases SET report = :report")
    room.store.submit(lambda connection: connection.execute(update, {"report": json.dumps(first)})).result()
    arrive(room, 12, 20, role="frontline", team="Phones")
    assert room.update() == Update(release=1)
    with pytest.raises(RoomError, match="cannot be added yet"):
        room.show()
    assert room.reveal() == first


def test_a_room_revealed_before_there_were_updates_has_nobody_left_out(room: Room) -> None:
    """Whose answers were in it was not written down then: all of them."""
    arrive(room, 0, 12, role="frontline", team="Phones")
    room.reveal()
    room.store.submit(lambda connection: connection.execute(sa.text("DELETE FROM released_responses"))).result()
    assert room.update() == Update(release=1)
