"""What phones are asked besides a survey: while it is on it may change; afterwards nothing leads to whoever said it."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from cxkit.errors import RoomClosed, StillWriting
from cxkit.live.app import create_app
from cxkit.live.paper import Paper
from cxkit.live.rehearsed_tasks import rehearsed
from cxkit.live.room import Room
from cxkit.live.setup import make_room
from cxkit.live.stage import Stage
from cxkit.live.steps import Steps
from cxkit.live.storage.store import Store, digest
from cxkit.live.tasks import Tasks
from cxkit.live.tickets import Tickets
from cxkit.survey.files import shipped
from cxkit.survey.workshop_file import load_workshop
from cxkit.words import say
from tests.live.test_stage import fill, workshop

STEPS = ["wall.promise", "vote.promise", "wall.departments", "wall.ideas", "assessment.activity"]
STEPS += ["engaged.predict", "engaged.reveal", "teamwork.predict", "teamwork.reveal", "handoffs.activity"]
PEOPLE = 60
EXAMPLES = shipped("book") / "examples"


def way(store: Store) -> Steps:
    """Return the steps of a workshop that collects, votes and predicts."""
    sheet = {"minutes": 60, "steps": [{id: 1} for id in STEPS]}
    return Steps(stage=workshop(store, activities=["handoffs"], run_sheet=sheet)[2])


def token(person: int) -> str:
    """Return a phone's token."""
    return digest(f"token {person}")[:32]


def tell(steps: Steps, person: int, said: Any, *, revision: int = 1, own: str = "") -> None:
    """Let a phone say something to the task that is on."""
    tasks = Tasks(stage=steps.stage)
    tasks.say((tasks.on or {})["key"], token(person), revision, said, own).result()


def write(steps: Steps, *lines: str) -> None:
    """Let phones send lines."""
    for place, words in enumerate(lines):
        tell(steps, place, words, own=digest(f"line {place} {words}")[:32])


def rows(store: Store, what: str = "*") -> list[Any]:
    """Return all that is kept row by row of what was said openly."""
    with store._engine.connect() as connection:
        return list(connection.execute(sa.text(f"SELECT {what} FROM open_answers")).all())


def at_predict(store: Store) -> Steps:
    """Return a workshop of sixteen people who are asked to guess."""
    steps = way(store)
    steps.go("assessment.activity")
    fill(steps.stage.rooms()["leadership"])
    steps.go("engaged.predict", sure=True)
    return steps


def test_on_one_phone_three_guess_at_once_and_anybody_writes_as_many_lines(store: Store) -> None:
    """As with responses; whoever has guessed goes on, and people write several lines."""
    steps = at_predict(store)
    app = create_app(store, room=steps.stage.lead.code, bases=["http://localhost:8765"])
    phone = TestClient(app, base_url="http://localhost:8765", client=("203.0.113.9", 50000))

    def say_it(person: int, said: Any, *, revision: int = 1, own: str | None = None) -> int:
        sent = {"token": token(person), "task": (Tasks(stage=steps.stage).on or {})["key"], "revision": revision}
        path = f"/api/rooms/{steps.stage.lead.code}/task"
        return phone.put(path, json={**sent, "said": said, "own": own}).status_code

    guess = {"value": 30, "group": "leader"}
    assert [say_it(person, guess) for person in range(4)] == [200] * 3 + [429]
    assert say_it(0, guess, revision=2) == 200
    steps.go("wall.promise", sure=True)
    assert [say_it(0, f"Line {one}", own=token(one)) for one in range(5)] == [200] * 5


def test_a_guess_may_change_until_the_guesses_are_shown_and_then_has_no_author(store: Store) -> None:
    """The last one counts, whatever comes late; who would rather not is no dot; then values are all there is."""
    steps = at_predict(store)
    for person, value in enumerate([90, 20, 30, 61, 40, 55, 70]):
        tell(steps, person, {"value": value, "group": "leader" if person < 3 else "frontline"}, revision=3)
    tell(steps, 0, {"value": 10, "group": "leader"}, revision=4)
    tell(steps, 0, {"value": 99, "group": "leader"}, revision=2)
    tell(steps, 6, None, revision=4)
    assert Tasks(stage=steps.stage).asked(token(0))["mine"] == {"value": 10, "group": "leader"}
    assert (steps.view()[0]["guessed"], steps.view()[0]["clouds"]) == (6, [])
    steps.go("engaged.reveal")
    assert rows(store) == []
    assert steps.stage.kept()["guessed"] == {"leadership.engaged": {"frontline": [40, 55, 61], "leader": [10, 20, 30]}}
    view = steps.view()[0]
    assert [one["dots"] for one in view["clouds"]] == [[10, 20, 30], [40, 55, 61]]
    assert [one["truths"] for one in view["clouds"]] == [[], []], "it is covered still"
    steps.reveal()
    assert steps.view()[0]["finding"]
    steps.go("engaged.predict")
    assert Tasks(stage=steps.stage).on is None, "nobody guesses what is on the screen"


def test_the_truth_stands_beside_the_guesses_once_it_is_revealed_from_the_question_itself(store: Store) -> None:
    """In one step, with what was guessed until then."""
    steps = at_predict(store)
    for person in range(9):
        tell(steps, person, {"value": 60, "group": ""})
    steps.reveal()
    (cloud,) = steps.view()[0]["clouds"]
    assert (len(cloud["dots"]), [mark["n"] for mark in cloud["truths"]], rows(store)) == (9, [16], [])


def test_a_survey_of_ones_own_is_guessed_and_its_list_collected(store: Store, tmp_path: Path) -> None:
    """As the book has it in two files: a wall, whose lines go into the survey; each group guesses the other's."""
    (tmp_path / "my-survey").mkdir()
    shutil.copy(EXAMPLES / "guesses.yaml", tmp_path / "my-survey" / "survey.yaml")
    shutil.copy(EXAMPLES / "workshop.yaml", tmp_path)
    lead, _ = make_room(store, load_workshop(tmp_path / "workshop.yaml"), port=1)
    steps = Steps(stage=Stage.of(lead))
    steps.go("wall.ideas")
    assert Tasks(stage=steps.stage).on is not None
    write(steps, "Carpets", "A door", "Plants")
    assert Tasks(stage=steps.stage).used_for("ideas")
    Tasks(stage=steps.stage).use("ideas")
    steps.go("library_talk.activity")
    room = Room.find(store, lead.code)
    assert sorted(str(item.text) for item in room.survey.dimension("first").items) == ["A door", "Carpets", "Plants"]
    fill(room, 24)
    steps.go("library_talk.predict_quiet", sure=True)
    asked = Tasks(stage=steps.stage).asked(token(1))
    assert (asked["kind"], asked["about"]) == ("predict", {"staff": "volunteers", "volunteers": "staff"})
    for person in range(8):
        tell(steps, person, {"value": 10 * person, "group": ("staff", "volunteers")[person % 2]})
    steps.go("library_talk.reveal_quiet")
    assert [one["dots"] for one in steps.view()[0]["clouds"]] == [[0, 20, 40, 60], [10, 30, 50, 70]]
    form = Paper(room=room).form()
    assert form.count(say("stage.predict")) == 1
    assert form.count(say("collect.ask_ideas")) == 1


def test_a_reveal_leaves_what_nobody_has_said(store: Store) -> None:
    """Of who would rather not, and of a line that was taken back; a Report of the lead room puts its rows in order."""
    steps = way(store)
    steps.go("wall.promise")
    write(steps, "We listen", "Oh")
    tell(steps, 1, None, revision=2, own=digest("line 1 Oh")[:32])
    steps.go("assessment.activity")
    fill(steps.stage.rooms()["leadership"])
    steps.go("engaged.predict", sure=True)
    tell(steps, 0, {"value": 60, "group": ""})
    tell(steps, 1, None)
    steps.reveal()
    assert steps.stage.kept()["guessed"] == {"leadership.engaged": {"": [60]}}
    assert [line.words for line in Tasks(stage=steps.stage).lines("promise")] == ["We listen"]


def test_who_comes_too_late_changes_nothing(store: Store) -> None:
    """A message for what is over is refused; going back before the reveal asks again, and phones say it again."""
    steps = at_predict(store)
    tell(steps, 1, {"value": 60, "group": ""})
    key = (Tasks(stage=steps.stage).on or {})["key"]
    steps.go("engaged.reveal")
    with pytest.raises(RoomClosed, match="something else by now"):
        Tasks(stage=steps.stage).say(key, token(2), 1, {"value": 1, "group": ""})
    steps.go("engaged.predict", sure=True)
    assert Tasks(stage=steps.stage).asked(token(1))["revision"] == 0
    steps.go("engaged.reveal")
    assert steps.stage.kept()["guessed"] == {"leadership.engaged": {"": [60]}}, "nobody has guessed anew"


def test_an_activity_that_begins_anew_has_no_guesses(store: Store) -> None:
    """Neither of those that were shown, nor of those that come."""
    steps = at_predict(store)
    tell(steps, 1, {"value": 60, "group": ""})
    steps.stage.reset("leadership")
    assert (steps.stage.kept()["guessed"], rows(store), Tasks(stage=steps.stage).on) == ({}, [], None)


def test_whoever_is_writing_is_not_led_away_unasked(store: Store) -> None:
    """A prediction takes the form from them for a while."""
    steps = way(store)
    steps.go("assessment.activity")
    body = {"attributes": {}, "answers": {"engaged_touch": 3}, "comments": {}, "finished": False}
    steps.stage.rooms()["leadership"].save("f" * 32, 1, body).result()
    with pytest.raises(StillWriting, match="1 person is still answering"):
        steps.go("engaged.predict")
    steps.go("engaged.predict", sure=True)
    assert steps.stage.rooms()["leadership"].state == "open"


def test_sixty_phones_at_once_are_sixty_guesses(store: Store) -> None:
    """Nobody's is lost, and the facilitator turns on meanwhile."""
    steps = at_predict(store)
    with ThreadPoolExecutor(8) as phones:
        said = [phones.submit(tell, steps, person, {"value": person, "group": ""}) for person in range(PEOPLE)]
        for one in said:
            one.result()
    steps.go("engaged.reveal")
    assert steps.stage.kept()["guessed"]["leadership.engaged"] == {"": list(range(PEOPLE))}


def test_made_up_people_guess_write_and_vote_as_phones_do(store: Store) -> None:
    """What they send is taken; three of fifteen lead, and somebody would rather not."""
    steps = at_predict(store)
    counted = {}
    for step in ("engaged.predict", "wall.promise", "vote.promise"):
        steps.go(step, sure=True)
        tasks = Tasks(stage=steps.stage)
        for sent in rehearsed(tasks.asked(), 15, 3):
            tasks.say(sent["task"], sent["token"], sent["revision"], sent["said"], sent["own"] or "").result()
        counted[step] = tasks.count()
    assert counted == {"engaged.predict": 14, "wall.promise": 20, "vote.promise": 15}
    assert {group: len(values) for group, values in steps.stage.kept()["guessed"]["leadership.engaged"].items()} == {
        "": 3, "frontline": 8, "leader": 3,
    }  # fmt: skip
    lines = Tasks(stage=steps.stage).lines("promise")
    assert sum(one.n for one in lines) == 20
    assert sum(one.votes for one in lines) > 15


def test_phones_are_asked_in_their_own_language_among_those_of_the_room(store: Store) -> None:
    """Whichever the stage speaks; and never in one that the rest of the phone's page is not in."""
    sheet, asked = {"minutes": 9, "steps": [{"wall.promise": 1}]}, "collect.ask_promise"
    for offered, wished, spoken in (["es", "ar"], "ar-EG", "ar"), (["es", "ar"], "fr", "es"), (["es"], "ar", "es"):
        steps = Steps(stage=workshop(store, languages=offered, run_sheet=sheet)[2])
        steps.go("wall.promise")
        client = TestClient(create_app(store, room=steps.stage.lead.code, bases=["http://127.0.0.1:1"]))
        room, headers = f"/api/rooms/{steps.stage.lead.code}", {"host": "127.0.0.1", "Accept-Language": wished}
        assert client.get(f"{room}/task", headers=headers).json()["headline"] == say(asked, lang=spoken)
        (line,) = client.get(f"{room}/meanwhile", headers=headers).json()["lines"][:1]
        assert line == [say("waiting.on_screen", lang=spoken), say(asked, lang=spoken)]


def test_without_a_ticket_nobody_says_anything(store: Store) -> None:
    """Where people come in with tickets, they write, guess and vote with them, too."""
    sheet = {"minutes": 9, "steps": [{"wall.promise": 1}]}
    steps = Steps(stage=workshop(store, tickets=True, run_sheet=sheet)[2])
    steps.go("wall.promise")
    client = TestClient(create_app(store, room=steps.stage.lead.code, bases=["http://127.0.0.1:1"]))
    body = {"token": token(1), "task": "collect promise", "revision": 1, "own": token(2), "said": "We ring back"}
    path = f"/api/rooms/{steps.stage.lead.code}/task"
    headers = {"host": "127.0.0.1"}
    assert client.put(path, json=body, headers=headers).status_code == 403
    tickets = Tickets(room=steps.stage.lead)
    tickets.use(tickets.more(1)[0], token(1))
    assert client.put(path, json=body, headers=headers).json() == {"revision": 1}
    for wrong in ({"said": "x" * 101}, {"said": {"value": 3}}, {"said": 7}, {"token": "x"}):
        assert client.put(path, json=body | wrong, headers=headers).status_code == 422
