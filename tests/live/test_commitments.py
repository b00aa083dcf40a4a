"""What a room keeps of what its group will do, who may change it, and what is offered."""

import csv
import io
from typing import Any

import pytest
from fastapi.testclient import TestClient

import cxkit as cx
from cxkit.errors import Changed, RoomError
from cxkit.live.commitments import VALUES, commitments, keep, sweet_spot, view
from cxkit.live.room import Room
from cxkit.live.setup import make_room
from cxkit.live.stage import Stage
from cxkit.live.storage.store import Store
from cxkit.survey.model import Survey
from cxkit.survey.workshop_file import read_workshop
from cxkit.words import speaking
from tests.live.test_room import fill

LINE = {"what": "Ring back within the hour", "who": "Samira", "by": "2026-12-01", "know": "A tick", "moves": "engaged"}
STEERS = {"X-Cxkit": "1"}


@pytest.fixture(scope="module")
def priorities() -> Survey:
    return cx.load_survey("priorities").with_workshop({"actions": ["Ring back", "A second door", "A new slogan"]})


def rated(survey: Survey, **ratings: tuple[int, int]) -> dict[str, Any]:
    """Return a response that places each action, by the last word of its name, for customers and for the business."""
    answers = {}
    for dimension, place in (("customer_value", 0), ("business_value", 1)):
        for item in survey.dimension(dimension).items:
            answers[item.id] = ratings[str(item.text).split()[-1]][place]
    return {"attributes": {}, "answers": answers, "comments": {}, "finished": True}


def test_what_was_written_is_kept_and_comes_back(room: Room) -> None:
    """With a UUID that stays, and the room's title."""
    assert view(room)["lines"] == []
    assert commitments(room) is None
    assert keep(room, 0, [LINE], "2027-01-07").result() == 1
    first = commitments(room)
    assert keep(room, 1, [LINE, {"what": "A door"}], "").result() == 2
    second = commitments(room)
    assert first
    assert second
    assert (first.id, first.title) == (second.id, room.title)
    assert [line.what for line in second.lines] == ["Ring back within the hour", "A door"]
    assert (first.review is None, second.review is None) == (False, True)
    assert LINE.items() <= view(room)["lines"][0].items()
    assert view(room)["revision"] == 2


def test_two_screens_do_not_write_over_each_other(room: Room) -> None:
    """Who was second is told; a message that comes twice is not somebody else's."""
    keep(room, 0, [LINE], "").result()
    assert keep(room, 0, [LINE], "").result() == 1
    with pytest.raises(Changed, match="Another screen has changed the commitments meanwhile"):
        keep(room, 0, [{"what": "A door"}], "").result()
    assert [line["what"] for line in view(room)["lines"]] == ["Ring back within the hour"]


def test_with_the_room_its_commitments_go(store: Store, room: Room, leadership: Survey) -> None:
    """And those of another room stay."""
    other = Room.create(store, leadership, title="Another", port=1)[0]
    for each in (room, other):
        keep(each, 0, [LINE], "").result()
    room.delete()
    assert store.commitments(room.id) == (0, None)
    assert commitments(other)


def test_a_fourth_line_and_a_dimension_that_the_pulse_has_not_are_refused(room: Room) -> None:
    """In words for whoever types; nothing is kept of it."""
    with pytest.raises(RoomError, match="4 commitments: at most 3"):
        keep(room, 0, [LINE] * 4, "")
    with pytest.raises(RoomError, match="line 1, moves: the pulse has no “morale”"):
        keep(room, 0, [LINE | {"moves": "morale"}], "")
    assert view(room)["revision"] == 0


def test_the_sweet_spot_is_offered_once_it_is_revealed(store: Store, priorities: Survey) -> None:
    """Above the middle on both, the best first; before that, everything that was to be rated."""
    room = Room.create(store, priorities, title="What first?", port=1)[0]
    assert (view(room)["offered"], view(room)["sweet"]) == (["Ring back", "A second door", "A new slogan"], False)
    levels = {"back": (7, 7), "door": (10, 10), "slogan": (10, 3)}
    bumps = [{name: (a - person % 2 * 2, b - person % 2 * 2) for name, (a, b) in levels.items()} for person in range(9)]
    fill(room, [rated(priorities, **one) for one in bumps])
    assert view(room)["sweet"] is False
    room.reveal()
    found = view(Room.find(store, room.code))
    assert (found["offered"], found["sweet"]) == (["A second door", "Ring back"], True)


def test_the_activities_of_a_workshop_share_one_page(store: Store) -> None:
    """The lead room offers the sweet spot of its vote, and what is written there is the vote's, too."""
    lead, _ = make_room(store, read_workshop({"teams": ["Phones", "Warehouse"]}), port=1)
    stage = Stage.of(lead)
    stage.open("priorities")
    vote = stage.rooms()["priorities"]
    best, *others = [str(item.text) for item in vote.survey.dimension("customer_value").items]
    levels = {best: 10, **dict.fromkeys(others[:2], 8), **dict.fromkeys(others[2:], 3)}
    for person in range(12):
        items = [item for id in VALUES for item in vote.survey.dimension(id).items]
        answers = {item.id: levels[str(item.text)] - person % 2 * 2 for item in items}
        vote.save(f"{person:032x}", 1, {"answers": answers, "finished": True}).result()
    assert view(lead)["sweet"] is False
    stage.reveal("priorities")
    assert (view(lead)["offered"], view(lead)["sweet"]) == ([best, *others[:2]], True)
    keep(vote, 0, [LINE], "").result()
    assert commitments(lead) == commitments(vote)
    assert view(lead)["revision"] == 1
    lead.delete()


def test_an_action_that_is_hidden_on_one_of_the_two_is_not_offered() -> None:
    """Where four rated it for the business, nobody learns that it is above the middle there."""
    survey = cx.load_survey("priorities")
    answers = cx.read_responses(cx.sample("priorities"), survey).frame
    best, *others = sweet_spot(cx.report(answers, survey))
    (rating,) = [item.id for item in survey.dimension("business_value").items if str(item.text) == best]
    few = answers.copy()
    few.loc[few.index[few[rating].notna()][4:], rating] = None
    left = cx.report(few, survey)
    assert left.items.loc[rating, "status"] == "suppressed"
    assert best not in sweet_spot(left)
    assert set(sweet_spot(left)) <= set(others)


def test_in_a_room_with_another_survey_the_shipped_actions_are_offered(room: Room) -> None:
    """One has to begin somewhere."""
    assert "Call customers back within the hour" in view(room)["offered"]
    with speaking("de"):
        assert "Kunden binnen einer Stunde zurückrufen" in view(room)["offered"]
    assert view(room)["sweet"] is False


def test_the_page_keeps_lines_over_http(facilitator: TestClient, room: Room) -> None:
    """What is refused says why, with the status that the page looks at."""
    place = f"/api/presenter/{room.code}/commitments"

    def put(**sent: Any) -> Any:
        return facilitator.put(place, json=sent, headers={"X-Cxkit": "1"})

    assert facilitator.get(f"{place}.csv").status_code == 404
    assert put(revision=0, lines=[LINE], review="2027-01-07").json() == {"revision": 1}
    assert facilitator.get(place).json()["review"] == "2027-01-07"
    assert put(revision=0, lines=[]).status_code == 409
    refused = put(revision=1, lines=[LINE | {"by": "soon"}])
    assert refused.status_code == 422
    assert 'line 1, by: "soon" is not a day' in refused.json()["detail"]
    assert facilitator.put(place, json={"revision": 1, "lines": []}).status_code == 403


def test_both_files_can_be_taken_home(facilitator: TestClient, room: Room) -> None:
    """With names that say what they are."""
    keep(room, 0, [LINE], "2027-01-07").result()
    table = facilitator.get(f"/api/presenter/{room.code}/commitments.csv")
    rows = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig"), newline="")))
    assert rows[1][:4] == ["Ring back within the hour", "Samira", "2026-12-01", "A tick"]
    calendar = facilitator.get(f"/api/presenter/{room.code}/commitments.ics")
    assert calendar.content.count(b"BEGIN:VEVENT") == 2
    assert {one.headers["content-type"] for one in (table, calendar)} == {
        "text/csv; charset=utf-8",
        "text/calendar; charset=utf-8",
    }
    assert calendar.headers["content-disposition"] == f'attachment; filename="commitments-{room.code}.ics"'


def test_one_tap_writes_an_action_down(room: Room, facilitator: TestClient) -> None:
    """With its number and where it should show; the same tap twice is one line, and a fourth line is refused."""
    address = f"/api/presenter/{room.code}/commitments/add"
    action = {"what": "Serve for an hour", "now": "28 · “They listen”", "moves": "engaged"}
    for _ in range(2):
        assert facilitator.post(address, json=action, headers=STEERS).status_code == 200
    for what in ("Second", "Third"):
        assert facilitator.post(address, json={"what": what}, headers=STEERS).status_code == 200
    refused = facilitator.post(address, json={"what": "Fourth"}, headers=STEERS)
    assert (refused.status_code, "at most 3" in refused.text) == (422, True)
    assert facilitator.post(address, json=action).status_code == 403
    kept = commitments(room)
    assert kept
    assert [(line.what, line.now, line.moves) for line in kept.lines] == [
        ("Serve for an hour", "28 · “They listen”", "engaged"), ("Second", "", None), ("Third", "", None),
    ]  # fmt: skip
