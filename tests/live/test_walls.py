"""Lines for the wall and votes: what the facilitator makes of them, and that nothing leads to whoever sent them."""

from pathlib import Path

import pytest

from cxkit.errors import NotFound, RoomClosed, RoomError
from cxkit.live.room import Room
from cxkit.live.stage import Stage
from cxkit.live.steps import Steps
from cxkit.live.storage.store import Store, digest
from cxkit.live.tasks import Tasks
from tests.live.storage.test_order import MUCH, journal, places, told
from tests.live.test_stage import fill
from tests.live.test_tasks import PEOPLE, rows, tell, token, way, write
from tests.waiting import until


def test_nothing_that_is_kept_tells_in_which_order_lines_came_or_who_sent_them(store: Store) -> None:
    """Once phones are asked something else, on a server too; no token, and no digest of one, is there."""
    steps = way(store)
    steps.go("wall.promise")
    write(steps, *(f"line {person}" for person in range(PEOPLE)))
    steps.go("vote.promise")
    hidden = "body, mark" if store._sqlite else "body, mark, ctid, xmin::text"
    found = rows(store, hidden)
    places = {int(row[0].rpartition("line ")[2].strip('"}')): place for place, row in enumerate(found)}
    assert len(places) == PEOPLE
    assert told(places) < MUCH
    assert len({row[3] for row in found}) == 1 if not store._sqlite else True
    marks = {row[1] for row in found}
    assert not marks & {digest(token(person))[: len(mark)] for person in range(PEOPLE) for mark in marks}


def test_no_byte_of_a_laptops_files_tells_in_which_order_lines_came(tmp_path: Path) -> None:
    """Neither the file nor its journal, while people go on writing."""
    with Store(tmp_path) as store:
        steps = way(store)
        steps.go("wall.promise")
        write(steps, *(f"<{person}>" for person in range(20)))  # all in one page, in which rows lie as they came
        until(lambda: journal(tmp_path) == 0)
        found = places(tmp_path)
    assert {len(where) for where in found.values()} == {20}
    assert {name: told(where) for name, where in found.items() if told(where) > 0.9} == {}


def test_a_vote_is_counted_once_and_then_has_no_voter(store: Store) -> None:
    """Three at most; what the facilitator hides or merges counts where it went."""
    steps = way(store)
    steps.go("wall.promise")
    write(steps, "We ring back", "No surprises", "Cheap", "Honest dates", "We call back")
    steps.go("vote.promise")
    keys = [one["key"] for one in Tasks(stage=steps.stage).asked()["lines"]]
    assert keys == ["cheap", "honest date", "no surprise", "we call back", "we ring back"]
    with pytest.raises(RoomError, match="At most 3"):
        tell(steps, 1, keys[:4])
    for revision in (1, 2):
        tell(steps, 1, ["we ring back", "cheap"], revision=revision)
    tell(steps, 2, ["we call back", "nobody wrote this"])
    tasks = Tasks(stage=steps.stage)
    tasks.edit("promise", "merge", ["we ring back", "we call back"])
    tasks.edit("promise", "hide", ["cheap"])
    shown = {"We ring back": 2, "Honest dates": 0, "No surprises": 0}
    for _ in range(2):
        assert {one["words"]: one["votes"] for one in tasks.view("promise")["lines"]} == shown
        steps.go("wall.departments")
    assert {row[0] for row in rows(store, "task")} == {"collect promise"}


def test_what_was_chosen_is_there_for_later_steps_and_the_book(store: Store) -> None:
    """And gone where it is hidden; a hidden line is in no book."""
    steps = way(store)
    steps.go("wall.promise")
    write(steps, "We ring back", "we ring back!", "Rubbish")
    tasks = Tasks(stage=steps.stage)
    tasks.edit("promise", "choose", ["we ring back"])
    tasks.edit("promise", "hide", ["rubbish"])
    again = Tasks(stage=Stage.of(Room.find(store, steps.stage.lead.code)))
    assert again.chosen("promise") == "We ring back"
    lines = [{"words": "We ring back", "n": 2, "votes": 0}]
    assert again.to_dict() == {"promise": {"chosen": "We ring back", "lines": lines}}
    with pytest.raises(NotFound, match="no longer on the wall"):
        tasks.edit("promise", "choose", ["we never ring"])


def test_what_the_room_named_takes_the_place_of_lists(store: Store) -> None:
    """Departments while nobody has been asked which is theirs; ideas and actions until they are asked about."""
    steps = way(store)
    steps.go("wall.departments")
    write(steps, "Night shift", "Gate", "gate", "Rubbish")
    tasks = Tasks(stage=steps.stage)
    tasks.edit("departments", "hide", ["rubbish"])
    tasks.use("departments")
    lead = Room.find(store, steps.stage.lead.code)
    assert list(lead.survey.attribute("team").options or ()) == ["Gate", "Night shift"]
    assert Stage.of(lead).said.workshop.teams == ("Gate", "Night shift")
    steps = Steps(stage=Stage.of(lead))
    steps.go("wall.promise")
    with pytest.raises(RoomError):
        Tasks(stage=steps.stage).use("promise")
    steps.go("assessment.activity")
    fill(Room.find(store, lead.code))
    steps.go("wall.departments", sure=True)
    with pytest.raises(RoomClosed, match="asked about these already"):
        Tasks(stage=steps.stage).use("departments")
    steps.go("handoffs.activity")
    rated = steps.stage.rooms()["handoffs"].survey.dimensions[0]
    assert [str(item.text) for item in rated.items] == ["Gate", "Night shift"]


def test_with_a_room_everything_that_was_said_openly_goes(store: Store) -> None:
    """And with a new set-up, before anybody has joined."""
    steps = way(store)
    steps.go("wall.promise")
    write(steps, "We ring back")
    steps.stage.lead.delete()
    assert rows(store) == []
