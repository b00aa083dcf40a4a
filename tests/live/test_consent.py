"""Leaders may agree that their means are shown from two people up; who does not counts with everyone."""

from __future__ import annotations

from typing import Any

import pytest

from cxkit.errors import NotFound, RoomError
from cxkit.live.moderation import Moderation
from cxkit.live.response import valid_response
from cxkit.live.room import Room
from cxkit.live.storage.store import Store
from cxkit.survey.model import Survey
from tests.live.test_room import fill, mixed


@pytest.fixture
def asking(store: Store, leadership: Survey) -> Room:
    """A room that asks its leaders."""
    return Room.create(store, leadership, title="A room", port=1, leaders_from_two=True)[0]


def leaders(survey: Survey, *agree: bool | None) -> list[dict[str, Any]]:
    return [
        mixed(place, survey, role="leader", team="Phones") | ({} if one is None else {"agrees": one})
        for place, one in enumerate(agree)
    ]


def people(survey: Survey, n: int) -> list[dict[str, Any]]:
    return [mixed(place, survey, role="frontline", team="Phones") for place in range(n)]


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


def test_who_declines_or_says_nothing_counts_with_everyone(asking: Room, leadership: Survey) -> None:
    """Six agree, five decline, one is silent: the report knows six leaders and eighteen people."""
    fill(asking, leaders(leadership, *[True] * 6, *[False] * 5, None) + people(leadership, 6))
    assert participants(asking) == {"": 6, "leader": 6, "frontline": 6}
    assert (asking.released() or {})["n"] == 18


def test_the_last_word_before_closing_counts(asking: Room, leadership: Survey) -> None:
    """Who takes the agreement back is out."""
    fill(asking, leaders(leadership, *[True] * 12) + people(leadership, 6))
    for phone in range(6):
        asking.save(f"{phone:032x}", 2, leaders(leadership, False)[0]).result()
    assert participants(asking) == {"": 6, "leader": 6, "frontline": 6}


def test_where_nobody_is_asked_a_role_stays_what_it_is(room: Room, leadership: Survey) -> None:
    """Whatever a phone says of agreeing, and whatever other groups say."""
    fill(room, leaders(leadership, *[False] * 6) + people(leadership, 6))
    assert participants(room) == {"leader": 6, "frontline": 6}


def test_other_groups_need_not_agree(asking: Room, leadership: Survey) -> None:
    """The front line is not asked, and not left out."""
    fill(asking, people(leadership, 6) + leaders(leadership, *[True] * 6))
    assert participants(asking) == {"leader": 6, "frontline": 6}


def test_comments_and_exports_do_not_know_the_role_of_who_declined_either(asking: Room, leadership: Survey) -> None:
    """A comment is never named by a group that its writer was not counted in."""
    said = [one | {"comments": {"engaged": f"x{n}"}} for n, one in enumerate(leaders(leadership, *[False] * 12))]
    fill(asking, said + people(leadership, 6))
    assert "leader" not in str(asking.raw_answers())
    asking.reveal()
    Moderation(room=Room.find(asking.store, asking.code)).read()
    Moderation(room=Room.find(asking.store, asking.code)).show()
    assert "leader" not in str((asking.released() or {})["comments"])


def test_two_leaders_who_agreed_are_shown_and_without_them_nobody_is(asking: Room, leadership: Survey) -> None:
    """Their means and never how their answers spread; a third, who declined, counts with everyone."""
    fill(asking, leaders(leadership, True, True, False) + people(leadership, 12))
    rows = [row for row in asking.reveal()["groups"] if row["group"] == "leader"]
    assert {(row["status"], row["n"], row["distribution"]) for row in rows} == {("shown", 2, "suppressed")}
    assert [row["mean"] for row in rows] == [round(row["mean"]) for row in rows] or not any(
        row["exact"] for row in rows
    )


def test_leaders_whom_nobody_asked_are_hidden(room: Room, leadership: Survey) -> None:
    """As any group of three."""
    fill(room, leaders(leadership, True, True, True) + people(leadership, 12))
    assert {row["status"] for row in room.reveal()["groups"] if row["group"] == "leader"} == {"suppressed"}


@pytest.mark.parametrize("said", ["yes", 1, None, [], {}])
def test_only_a_clear_yes_is_an_agreement(said: Any, leadership: Survey) -> None:
    """Anything else a phone could send is a no."""
    assert valid_response({"agrees": said}, leadership)["agrees"] is False
    assert valid_response({"agrees": True}, leadership)["agrees"] is True
    assert "agrees" not in valid_response({}, leadership)


def test_deleting_the_room_deletes_what_it_asks(asking: Room) -> None:
    """No row holds it back."""
    asking.delete()
    with pytest.raises(NotFound):
        Room.find(asking.store, asking.code)
