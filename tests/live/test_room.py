"""The rules of a room."""

from pathlib import Path
from typing import Any

import pytest

import cxkit as cx
from cxkit.errors import NotFound, RoomClosed, RoomError
from cxkit.live.response import answers_table, valid_response
from cxkit.live.room import Room
from cxkit.live.stage import Stage
from cxkit.live.storage.store import Store
from cxkit.survey.model import Survey


def full(value: int, survey: Survey, **attributes: str) -> dict[str, Any]:
    """A finished response that gives every item the same value."""
    answers = {item.id: value for item in survey.items}
    return {"attributes": attributes, "answers": answers, "comments": {}, "finished": True}


def mixed(person: int, survey: Survey, **attributes: str) -> dict[str, Any]:
    """A finished response of one of several people who do not agree."""
    answers = {item.id: 1 + (person + place) % 5 for place, item in enumerate(survey.items)}
    return full(3, survey, **attributes) | {"answers": answers}


def fill(room: Room, responses: list[dict[str, Any]]) -> None:
    for phone, response in enumerate(responses):
        room.save(f"{phone:032x}", 1, response).result()


def reopen(room: Room) -> None:
    """Let the activity take answers again, as the console does."""
    Stage.of(room).open(room.survey.id, again=True)


def test_a_room_has_a_readable_code_and_a_key_of_128_bits(store: Store, leadership: Survey) -> None:
    """Letters that nobody mistakes; a secret that nobody guesses."""
    room, key = Room.create(store, leadership, title="A room", port=1)
    assert len(room.code) == 5
    assert not set(room.code) & set("ILO01")
    assert len(key) >= 22
    assert Room.find(store, room.code.lower()).id == room.id


def test_revealing_closes_and_gives_the_report_of_exactly_what_was_answered(room: Room, leadership: Survey) -> None:
    """The released Report equals cx.report on the same answers."""
    responses = [full(1 + phone % 5, leadership, role="frontline", team="Phones") for phone in range(9)]
    fill(room, responses)
    released = room.reveal()
    expected = cx.report(answers_table(responses, leadership), leadership, by=["role", "team"])
    assert cx.Report.from_dict(released) == expected
    assert Room.find(room.store, room.code).state == "revealed"


def test_no_file_of_a_report_tells_who_answered_first(store: Store, leadership: Survey, tmp_path: Path) -> None:
    """The same people in another order give the same bytes: no row, no digit follows arrival."""
    teams = ("Warehouse", "Phones", "Finance")
    people = [mixed(n, leadership, role="frontline", team=teams[n % 3]) for n in range(33)]
    written = []
    for name, order in (("one", people), ("two", people[::-1])):
        room, _ = Room.create(store, leadership, title="A room", port=1)
        fill(room, order)
        written.append([path.read_bytes() for path in cx.Report.from_dict(room.reveal()).write(tmp_path / name)])
    assert written[0] == written[1]


def test_before_the_reveal_there_is_no_report_for_anybody(room: Room, leadership: Survey) -> None:
    """Not while open, not when closed."""
    fill(room, [full(3, leadership) for _ in range(6)])
    assert room.released() is None
    room.close()
    assert room.released() is None


def test_a_closed_room_opens_again_but_a_revealed_one_never(room: Room, leadership: Survey) -> None:
    """A second picture would tell what the newcomers said."""
    room.close()
    reopen(room)
    fill(room, [full(3, leadership) for _ in range(5)])
    room.reveal()
    with pytest.raises(RoomClosed, match="stays closed"):
        reopen(room)
    with pytest.raises(RoomClosed, match="takes no more"):
        room.save("a" * 32, 2, {"answers": {"engaged_touch": 5}}).result()


def test_revealing_twice_gives_the_same_report(room: Room, leadership: Survey) -> None:
    """A nervous double click releases nothing new."""
    fill(room, [full(4, leadership) for _ in range(6)])
    assert room.reveal() == room.reveal()


def test_who_only_joined_is_not_a_respondent(room: Room, leadership: Survey) -> None:
    """A phone that sent no answer counts as joined, and not in n."""
    fill(room, [full(4, leadership) for _ in range(6)] + [{"attributes": {"role": "leader"}}])
    assert room.progress().joined == 7
    assert room.reveal()["n"] == 6


@pytest.mark.parametrize("respondents", [0, 4])
def test_with_too_few_answers_nothing_is_revealed_and_the_room_goes_on(
    room: Room, leadership: Survey, respondents: int
) -> None:
    """Revealing is final, so a hasty click must not end a room for a picture with nothing in it."""
    fill(room, [full(3, leadership) for _ in range(respondents)])
    with pytest.raises(RoomError, match=f"{respondents} of at least 5 people have answered"):
        room.reveal()
    assert Room.find(room.store, room.code).state == "open"
    assert room.released() is None


def test_half_a_character_in_a_comment_does_not_stop_a_phone_from_saving(room: Room) -> None:
    """Some phones cut an emoji in two at the limit; NUL is refused by some databases."""
    room.save("a" * 32, 1, {"answers": {}, "comments": {"engaged": "good \ud83d day\0"}}).result()
    assert room.store.responses(room.id)[0]["comments"] == {"engaged": "good ? day"}


@pytest.mark.parametrize(
    ("response", "words"),
    [
        ({"answers": {"engaged_touch": 6}}, "“engaged_touch”: .*6.* from 1 to 5"),
        ({"answers": {"engaged_touch": 2.5}}, "whole number"),
        ({"answers": {"engaged_touch": True}}, "whole number"),
        ({"answers": {"engaged_touch": "4"}}, "whole number"),
        ({"answers": {"engaged_tuch": 4}}, r"the survey has no .engaged_tuch"),
        ({"answers": [4]}, "answers should be a mapping"),
        ({"attributes": {"role": "boss"}}, r"boss.*leader, frontline, support"),
        ({"attributes": {"shoe_size": "44"}}, r"the survey has no .shoe_size"),
        ({"comments": {"engaged": "x" * 2001}}, "at most 2000 characters"),
        ({"comments": {"nowhere": "x"}}, r"the survey has no .nowhere"),
        ({"name": "Ada"}, r"A response has no .name"),
    ],
)
def test_what_is_no_response_to_this_survey_is_refused_with_a_reason(
    response: dict[str, Any], words: str, leadership: Survey
) -> None:
    """Each refusal names the thing and what is allowed."""
    with pytest.raises(RoomError, match=words):
        valid_response(response, leadership)


def test_cannot_tell_is_kept_apart_from_no_answer(leadership: Survey) -> None:
    """The word stays what it is until it is counted."""
    kept = valid_response({"answers": {"engaged_touch": "not_applicable"}}, leadership)
    table = answers_table([kept], leadership)
    assert bool(table.not_applicable["engaged_touch"].iloc[0])
    assert not table.not_applicable["engaged_listens"].iloc[0]


def test_after_a_restart_both_the_old_and_the_new_key_steer_the_room(store: Store, leadership: Survey) -> None:
    """The facilitator's open page goes on working."""
    room, key = Room.create(store, leadership, title="A room", port=1)
    new = room.new_key()
    assert Room.of_key(store, key).id == Room.of_key(store, new).id == room.id
    with pytest.raises(NotFound):
        Room.of_key(store, "")
