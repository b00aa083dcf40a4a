"""Leaders may agree that their means are shown, few as they are: one no is enough, and nobody learns whose."""

from typing import Any

import pytest

from cxkit.errors import NotFound, RoomError
from cxkit.live.response import valid_response
from cxkit.live.room import Room
from cxkit.live.storage.store import Store
from cxkit.survey.model import Survey
from tests.live.test_room import fill, mixed


@pytest.fixture
def asking(store: Store, leadership: Survey) -> Room:
    """A room that asks its leaders."""
    return Room.create(store, leadership, title="A room", port=1, leaders_from_two=True)[0]


def leaders(survey: Survey, *agree: bool | str | None) -> list[dict[str, Any]]:
    return [
        mixed(place, survey, role="leader", team="Phones") | ({} if one is None else {"agrees": one})
        for place, one in enumerate(agree)
    ]


def people(survey: Survey, n: int) -> list[dict[str, Any]]:
    return [mixed(place, survey, role="frontline", team="Phones") for place in range(n)]


def statuses(room: Room) -> set[str]:
    """Return how leaders are shown in the revealed report."""
    return {row["status"] for row in room.reveal()["groups"] if row["group"] == "leader"}


def participants(room: Room) -> dict[str, int | None]:
    """Return {role: respondents} of the revealed report."""
    released = room.reveal()
    return {row["group"]: row["respondents"] for row in released["participation"] if row["attribute"] == "role"}


def test_the_room_says_whom_it_asks(store: Store, room: Room, asking: Room) -> None:
    """The first of the two groups that the survey compares; nobody where the workshop did not choose so."""
    assert Room.find(store, asking.code).asks == ("role", "leader")
    assert Room.find(store, room.code).asks is None


def test_a_survey_without_two_groups_to_compare_has_nobody_to_ask(store: Store, leadership: Survey) -> None:
    """The message says what to do."""
    with pytest.raises(RoomError, match=r"compares no two groups.*compare: \[leader, frontline\]"):
        Room.create(store, leadership.only_attributes("team"), title="A", port=1, leaders_from_two=True)


def test_nothing_tells_who_declined_or_that_somebody_did(store: Store, leadership: Survey) -> None:
    """Whoever says no, or nothing, the room sees what it would see had nobody been asked; and the store forgets it."""

    def seen(*agree: bool | str | None, leaders_from_two: bool = True) -> dict[str, Any]:
        room, _ = Room.create(store, leadership, title="A", port=1, leaders_from_two=leaders_from_two)
        fill(room, leaders(leadership, *agree) + people(leadership, 12))
        report = room.reveal()
        assert "agrees" not in str(store.responses(room.id))
        assert room.update().edited == 0
        assert "agrees" not in str(room.raw_answers())
        return report

    unasked = seen(True, True, True, leaders_from_two=False)
    for said in ((False, True, True), (True, False, True), ("alone", "alone", None), (False, False, False)):
        assert seen(*said) == unasked
    assert seen(True, True, True) == seen("alone", True, "alone") != unasked
    assert seen(*[False] * 6) == seen(*[True] * 6, leaders_from_two=False)


def test_the_last_word_before_closing_counts(asking: Room, leadership: Survey) -> None:
    """Who takes a no back agrees, and the other way round."""
    fill(asking, leaders(leadership, True, False) + people(leadership, 12))
    asking.save(f"{1:032x}", 2, leaders(leadership, True, True)[1]).result()
    assert statuses(asking) == {"shown"}


def test_where_nobody_is_asked_a_role_stays_what_it_is(room: Room, leadership: Survey) -> None:
    """Whatever a phone says of agreeing, and whatever other groups say."""
    fill(room, leaders(leadership, *[False] * 6) + people(leadership, 6))
    assert participants(room) == {"leader": 6, "frontline": 6}


def test_other_groups_need_not_agree(asking: Room, leadership: Survey) -> None:
    """The front line is not asked, and not left out."""
    fill(asking, people(leadership, 6) + leaders(leadership, *[True] * 6))
    assert participants(asking) == {"leader": 6, "frontline": 6}


def test_two_leaders_who_agreed_are_shown(asking: Room, leadership: Survey) -> None:
    """Their means and never how their answers spread."""
    fill(asking, leaders(leadership, True, True) + people(leadership, 12))
    rows = [row for row in asking.reveal()["groups"] if row["group"] == "leader"]
    assert {(row["status"], row["n"], row["distribution"]) for row in rows} == {("shown", 2, "suppressed")}
    assert [row["mean"] for row in rows] == [round(row["mean"]) for row in rows] or not any(
        row["exact"] for row in rows
    )


def test_a_single_leader_is_shown_who_agreed_to_that(asking: Room, leadership: Survey) -> None:
    """Their means are their own answers; everybody else's are as hidden as if these were known."""
    fill(asking, leaders(leadership, "alone") + people(leadership, 12))
    rows = [row for row in asking.reveal()["groups"] if row["attribute"] == "role"]
    assert {(row["group"], row["status"], row["n"]) for row in rows} == {
        ("leader", "shown", 1),
        ("frontline", "shown", 12),
    }


@pytest.mark.parametrize("said", [True, False, None])
def test_a_single_leader_who_did_not_is_hidden_as_if_nobody_had_been_asked(
    store: Store, room: Room, asking: Room, leadership: Survey, said: bool | None
) -> None:
    """Also one who would have been shown with another."""
    for each in (room, asking):
        fill(each, leaders(leadership, said) + people(leadership, 12))
    assert asking.reveal() == room.reveal()


def test_leaders_whom_nobody_asked_are_hidden(room: Room, leadership: Survey) -> None:
    """As any group of three."""
    fill(room, leaders(leadership, True, True, True) + people(leadership, 12))
    assert statuses(room) == {"suppressed"}


@pytest.mark.parametrize("said", ["yes", 1, None, [], {}])
def test_only_a_clear_yes_is_an_agreement(said: Any, leadership: Survey) -> None:
    """Anything else a phone could send is a no."""
    assert valid_response({"agrees": said}, leadership)["agrees"] is False
    assert valid_response({"agrees": True}, leadership)["agrees"] is True
    assert valid_response({"agrees": "alone"}, leadership)["agrees"] == "alone"
    assert "agrees" not in valid_response({}, leadership)


def test_deleting_the_room_deletes_what_it_asks(asking: Room) -> None:
    """No row holds it back."""
    asking.delete()
    with pytest.raises(NotFound):
        Room.find(asking.store, asking.code)
