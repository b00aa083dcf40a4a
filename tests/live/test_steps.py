"""The steps of a workshop: phones follow the one that is on, screens agree, and nobody is led away while they write."""

import json
import random
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from cxkit.book.steps import FILE
from cxkit.errors import RoomError, StillWriting
from cxkit.live.app import create_app
from cxkit.live.room import Room
from cxkit.live.stage import Stage
from cxkit.live.steps import Steps
from cxkit.live.storage.store import CLOSED, OPEN, Store
from cxkit.survey.files import load_survey
from tests.doing import given
from tests.live.test_stage import fill, on_phones, workshop


def way(store: Store, **said: object) -> Steps:
    """Return the steps of a workshop with two activities, without a book."""
    return Steps(stage=workshop(store, activities=["handoffs"], **said)[2])


def at(steps: Steps) -> str:
    """Name the step that is on, as a screen that comes anew sees it."""
    again = Stage.of(Room.find(steps.stage.lead.store, steps.stage.lead.code))
    return str((Steps(stage=again).view()[0]["step"] or {}).get("id", ""))


def begin(room: Room, *items: str) -> None:
    """Let somebody join who has not finished, and may have answered something."""
    body = {"attributes": {}, "answers": dict.fromkeys(items, 3), "comments": {}, "finished": False}
    room.save("f" * 32, 1 + len(items), body).result()


def test_phones_follow_the_step_that_is_on(store: Store) -> None:
    """They wait before the first activity, go on with it while it is talked about, and turn with the next one."""
    steps = way(store)
    shown: list[tuple[str, str | None]] = []
    for step in steps.all:
        steps.move(1)
        on = on_phones(steps.stage)
        assert at(steps) == step["id"]
        shown.append((step["id"], on.survey.id if on else None))
    shows = ("engaged.predict", "engaged.reveal", "motivating.reveal", "teamwork.predict", "teamwork.reveal")
    assert shown == [
        ("index.join", None),
        ("assessment.activity", "leadership"),
        *((id, "leadership") for id in (*shows, "in_tune.reveal")),
        *((f"handoffs.{kind}", "handoffs") for kind in ("activity", "works", "reveal")),
        ("commitments.write", "handoffs"),
    ]
    rooms = steps.stage.rooms()
    assert (rooms["leadership"].state, rooms["handoffs"].state) == (CLOSED, OPEN)
    steps.move(1)
    assert at(steps) == "commitments.write", "after the last step there is none"
    steps.go("index.join")
    steps.move(-1)
    assert (at(steps), on_phones(steps.stage)) == ("index.join", None)


def test_two_screens_and_two_clicks_are_one_step(store: Store) -> None:
    """Whoever asks says where the screen stood; whoever names the step may do so as often as they like."""
    steps = way(store)
    steps.go("index.join")
    with ThreadPoolExecutor(8) as devices:
        for done in [devices.submit(steps.move, 1, seen="index.join") for _ in range(8)]:
            done.result()
        assert at(steps) == "assessment.activity"
        for done in [devices.submit(steps.go, "handoffs.activity") for _ in range(8)]:
            done.result()
    assert len(Room.every(store)) == 2
    steps.stage.set_timer(60)
    steps.go("handoffs.activity")
    assert steps.view()[0]["timer"], "the step that is on already stays as it is"


def test_a_step_that_turns_phones_while_people_write_asks(store: Store) -> None:
    """It says how many; whoever is sure goes on, and what was tapped is kept."""
    steps = way(store)
    steps.go("assessment.activity")
    begin(steps.stage.rooms()["leadership"])
    steps.go("index.join")  # who has only joined loses nothing
    steps.go("assessment.activity")
    begin(steps.stage.rooms()["leadership"], "engaged_touch")
    steps.go("engaged.reveal")  # they go on: nothing closes
    turns: list[Callable[[], None]] = [partial(steps.go, "handoffs.activity"), partial(steps.go, "index.join")]
    for turn in (*turns, steps.wait, steps.reveal):
        with pytest.raises(StillWriting, match="1 person is still answering"):
            turn()
    assert (at(steps), steps.stage.rooms()["leadership"].state) == ("engaged.reveal", OPEN)
    steps.go("handoffs.activity", sure=True)
    assert steps.stage.rooms()["leadership"].state == CLOSED
    assert steps.stage.rooms()["leadership"].progress().joined == 1


def test_the_step_turns_into_the_reveal_of_its_own_part(store: Store) -> None:
    """From the question as from the reveal; the next part is covered; too few uncover nothing."""
    steps = way(store)
    for before in ("", "index.join"):
        if before:
            steps.go(before)
        with pytest.raises(RoomError, match="nothing to reveal"):
            steps.reveal()
    steps.go("assessment.activity")
    with pytest.raises(RoomError, match="Nothing can be shown yet"):
        steps.reveal()
    assert (at(steps), steps.view()[0]["uncovered_now"]) == ("assessment.activity", False)
    fill(steps.stage.rooms()["leadership"])
    for _ in range(2):
        steps.reveal()
        assert (at(steps), steps.view()[0]["uncovered_now"]) == ("engaged.reveal", True)
    steps.move(1)
    assert (at(steps), steps.view()[0]["uncovered_now"]) == ("motivating.reveal", False)
    steps.reveal()
    assert steps.view()[0]["uncovered_now"]


def test_what_was_asked_last_is_revealed_in_whatever_order_the_reveals_come(store: Store) -> None:
    """A run sheet of one's own may have several predictions first."""
    ids = ["assessment.activity", "engaged.predict", "teamwork.predict", "engaged.reveal", "teamwork.reveal"]
    steps = way(store, run_sheet={"minutes": 9, "steps": [{id: 1} for id in ids]})
    steps.go("assessment.activity")
    fill(steps.stage.rooms()["leadership"])
    steps.go("teamwork.predict")
    steps.reveal()
    assert at(steps) == "teamwork.reveal"


def test_the_minutes_left_are_those_of_the_run_sheet(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the step, of the whole; a step that is skipped is time gained, one that takes longer is time lost."""
    steps = way(store)
    assert steps.left() == {"step": None, "whole": None, "behind": None}
    clock = [1000.0]
    monkeypatch.setattr("cxkit.live.timer._steady", lambda: clock[0])
    whole = 60 * steps.view()[0]["sheet"]["minutes"]
    steps.go("index.join")  # three minutes
    clock[0] += 100
    assert steps.left() == {"step": 80, "whole": whole - 100, "behind": 0}
    clock[0] += 200
    assert steps.left() == {"step": -120, "whole": whole - 300, "behind": 120}
    steps.go("engaged.reveal")  # past six minutes that nobody needed
    assert steps.left() == {"step": 60, "whole": whole - 300, "behind": 300 - 60 * (3 + 5 + 1)}


def test_over_http_a_screen_says_where_it_stood_and_is_asked(store: Store) -> None:
    """Go, next, back, reveal; who has no key has no stage; what the room may see has nothing that is said aside."""
    room, key, stage = workshop(store, activities=["handoffs"])
    app = create_app(store, room=room.code, bases=["http://192.168.1.5:8765"])
    client, steer = TestClient(app, base_url="http://localhost:8765"), {"X-Cxkit": "1"}
    assert client.get(f"/stage/{room.code}").status_code == 403
    client.cookies.set(f"cxkit_{room.code}", key)
    assert client.get(f"/stage/{room.code}").status_code == 200

    def act(action: str, **sent: object) -> tuple[int, dict[str, object]]:
        answer = client.post(f"/api/stage/{room.code}/{action}", json=sent, headers=steer)
        return answer.status_code, answer.json()

    view = client.get(f"/api/stage/{room.code}").json()
    assert (view["at"], view["step"], len(view["steps"])) == (-1, None, 12)
    assert view["join"].items() >= {"address": "192.168.1.5:8765", "code": room.code, "wifi": None}.items()
    assert act("next")[1]["at"] == 0
    assert act("next", seen="index.join")[1]["at"] == 1
    assert act("next", seen="index.join")[1]["at"] == 1
    begin(stage.rooms()["leadership"], "engaged_touch")
    status, told = act("back", seen="assessment.activity")
    assert (status, told["ask"]) == (409, True)
    assert "still answering" in str(told["detail"])
    assert act("back", seen="assessment.activity", sure=True)[1]["at"] == 0
    status, told = act("go", to="elsewhere")
    assert (status, "ask" in told) == (422, False)
    assert "no step “elsewhere”. It has: index.join, assessment.activity" in str(told["detail"])
    assert "say" not in act("go", to="assessment.activity")[1]["step"]  # type: ignore[operator]


def test_a_room_of_four_turns_to_a_show_of_hands(store: Store) -> None:
    """Nothing is closed or revealed, and no error is on the wall: the question, and how to answer it by hand."""
    steps = way(store)
    steps.go("assessment.activity")
    room = steps.stage.rooms()["leadership"]
    with pytest.raises(RoomError, match="Nothing can be shown yet"):
        steps.reveal()
    fill(room, 4)
    steps.reveal()
    shown = steps.view()[0]["step"]
    assert (shown["id"], steps.view()[0]["finding"]) == ("engaged.reveal", None)
    assert shown["words"] == (
        "Too few have answered for numbers. Show it by hand if you want to: 1 for “Strongly disagree”, "
        "5 for “Strongly agree”.\nWhat have you seen yourself?"
    )
    assert Room.find(store, room.code).state == OPEN, "a fifth one may still answer"
    room.save(f"{9:032x}", 1, {}).result()
    assert steps.view()[0]["step"]["words"] == shown["words"], "and may only have joined"
    with pytest.raises(RoomError, match="4 of at least 5"):
        steps.reveal()
    fill(room, 5)
    steps.reveal()
    assert steps.view()[0]["finding"]


def test_what_hands_are_raised_for_is_read_from_the_stage(store: Store) -> None:
    """In this room's own words; what the survey asks there is talked about then."""
    steps = way(store)
    steps.go("handoffs.activity")
    steps.go("handoffs.reveal")
    fill(steps.stage.rooms()["handoffs"], 4)
    shown = steps.view()[0]["step"]
    assert shown["choices"] == tuple(steps.stage.said.workshop.teams)
    assert shown["words"].endswith("What arrives there, what should arrive, and why the difference?")
    steps.go("engaged.reveal")
    assert steps.view()[0]["step"]["choices"] == (), "a score is shown with fingers"


def test_a_reveal_with_nothing_to_show_is_a_show_of_hands(store: Store) -> None:
    """Twelve who are of one mind: it is not told of which, and nobody looks at an empty wall."""
    steps = way(store)
    steps.go("assessment.activity")
    room = steps.stage.rooms()["leadership"]
    for person in range(12):
        alike = {"attributes": {}, "answers": {item.id: 3 for item in room.survey.items}}
        room.save(f"{person:032x}", 1, alike | {"comments": {}, "finished": True}).result()
    steps.reveal()
    found = steps.view()[0]["finding"]
    assert found["headline"] == str(room.survey.dimensions[0].question)
    assert "by hand" in found["words"]
    assert "too few people, or too much alike" in found["note"]


def test_the_stage_speaks_the_first_language_and_a_mixed_room_reads_the_second_beside_it(store: Store) -> None:
    """Of what is asked, of surveys that are not the first, too; answers in either are one table."""
    steps = way(store, languages=["fr", "ar", "en"], second_language="ar")
    asked = {step["id"]: step for step in steps.all}
    activity, other = asked["assessment.activity"], asked["handoffs.activity"]
    questions = load_survey("leadership").dimensions[0].question, load_survey("handoffs").dimensions[0].question
    for step, question in zip((activity, other), questions, strict=True):
        assert question
        assert step["headline"] == question.said("fr")
        assert step["second"]["words"] == question.said("ar")
        assert (step["second"]["lang"], step["second"]["dir"]) == ("ar", "rtl")
    assert steps.view()[0]["sheet"]["title"] == steps.stage.said.workshop.run_sheet.title.said("fr")
    steps.go("assessment.activity")
    fill(steps.stage.rooms()["leadership"], 12)
    steps.go("engaged.reveal")
    steps.reveal()
    view = steps.view()[0]
    first, second = view["finding"]["headline"], view["step"]["second"]["words"]
    numbers = re.findall(r"\d+", first)
    assert numbers
    assert re.findall(r"\d+", second) == numbers, "what was found, in both"
    assert re.sub(r"[^a-z\u0600-\u06ff]", "", second), "there are words"
    assert not re.search(r"[a-z]", second), "and none of them in other letters"
    assert all(re.search(r"[\u0600-\u06ff]", row["second"]) for row in view["finding"]["rows"]), "names in both, too"
    assert all(step["second"] is None for step in way(store, languages=["fr"]).all)


def test_what_is_still_covered_is_asked_in_both_languages(store: Store) -> None:
    """The question of each reveal, also of one that reveals a case: it is not what its chapter is called."""
    ways = {"languages": ["de", "ar"], "second_language": "ar"}
    steps = Steps(stage=workshop(store, activities=["recovery", "journey"], **ways)[2])
    asked = {}
    for step in (one for one in steps.all if one["kind"] == "reveal"):
        steps.go(step["id"])
        seen = steps.view()[0]["step"]
        asked[seen["headline"] or seen["question"]] = seen["second"]["words"]
    texts = [
        one.question or one.title
        for survey in ("leadership", "recovery", "journey")
        for one in load_survey(survey).dimensions
    ]
    known = {text.said("de"): text.said("ar") for text in texts}
    assert len(asked) > 4
    assert asked == {german: known[german] for german in asked}


def test_what_was_found_is_asked_once_and_examples_are_marked_with_it(store: Store, tmp_path: Path) -> None:
    """A second question of a chapter is the chapter's; a story names no examples, and what follows from them does."""
    talks = ("champions.loop", "champions.talk")
    told = {"chapter": "champions", "title": "The weakest link", "headline": "Who was it?", "words": "", "say": ""}
    (tmp_path / FILE).parent.mkdir()
    written = [told | {"id": "champions.story", "kind": "story"}, *(told | {"id": id, "kind": "talk"} for id in talks)]
    (tmp_path / FILE).write_text(json.dumps(written))
    ids = ["champions.story", "champions.activity", "champions.reveal", *talks]
    said = {"activities": ["priorities"], "run_sheet": {"minutes": 9, "steps": [{id: 1} for id in ids]}}
    steps = Steps(stage=workshop(store, **said)[2], book=tmp_path)
    seen = []
    for _ in steps.all:
        steps.move(1)
        if at(steps) == "champions.activity":
            room, chance = steps.stage.rooms()["priorities"], random.Random(1)
            for person in range(12):
                placed = {id: one for each in room.survey.dimensions for id, one in given(each, chance).items()}
                body = {"attributes": {}, "answers": placed, "comments": {}, "finished": True}
                room.save(f"{person:032x}", 1, body).result()
        if at(steps) == "champions.reveal":
            steps.reveal()
        view = steps.view()[0]
        seen.append((view["step"]["id"], bool(view["finding"]), view["step"]["examples"]))
    assert seen == [
        ("champions.story", False, False),
        ("champions.activity", False, True),
        ("champions.reveal", True, True),
        ("champions.loop", True, True),
        ("champions.talk", False, False),
    ]
