"""Made-up people of a rehearsal: believable, valid, and told apart from everybody real."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cxkit as cx
from cxkit.errors import SurveyError
from cxkit.live.made_up import PEOPLE, Crowd, Step, steps
from cxkit.live.prepared import found
from cxkit.live.rehearsal import Rehearsal
from cxkit.live.response import answers_table, valid_response
from cxkit.live.room import Room
from cxkit.live.stage import Stage
from cxkit.live.steps import Steps
from cxkit.live.storage.store import Store
from cxkit.survey.model import Survey
from cxkit.words import say
from tests.kinds import KINDS, surveys_of
from tests.live.test_room import reopen
from tests.processes import WorkshopProcess
from tests.strategies import Mapping, survey_mappings
from tests.waiting import LONG, until

REHEARSAL = "Made-up people: a rehearsal"


def held_at_the_end(plan: list[Step]) -> list[dict[str, Any]]:
    return list({step.person: step.response for step in plan}.values())


@pytest.fixture
def six_teams() -> Survey:
    """The room that `cxkit workshop --demo` opens."""
    teams = ["Customer service", "Sales", "Operations", "Warehouse", "Finance", "IT"]
    return cx.load_survey("leadership").with_workshop({"team": teams})


@given(survey_mappings())
def test_whatever_the_survey_they_send_what_a_room_takes(mapping: Mapping) -> None:
    """In the order of time, within the time, and the same again."""
    survey = Survey.from_dict(mapping)
    plan = steps(survey)
    for step in plan:
        valid_response(step.response, survey)
    times = [step.when for step in plan]
    assert times == sorted(times)
    assert times[0] >= 0
    assert times[-1] <= 1
    assert plan == steps(survey)


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_however_a_survey_asks_they_send_what_a_room_takes(kind: str, data: st.DataObject) -> None:
    """Orders, tokens, pins and ways that go together; and whoever finishes has answered."""
    survey = data.draw(surveys_of(kind))
    plan = steps(survey)
    for step in plan:
        assert valid_response(step.response, survey)["answers"] == step.response["answers"]
    assert sum(bool(one["answers"]) for one in held_at_the_end(plan)) > 30


class Overheard(Rehearsal):
    """A rehearsal whose every word is kept: a line for the wall is asked for, then a survey; then it ends."""

    def __init__(self, survey: Survey, lang: str) -> None:
        self.survey, self.wrote = survey, list[str]()
        self.states = iter([{"state": "asked", "code": "collect promise"}, {"state": "open", "code": "A"}])
        super().__init__("", "", seconds=0, lang=lang)

    def _ask(self, method: str, path: str, message: Any = None, code: str = "") -> dict[str, Any]:
        if path == "/state":
            now = next(self.states, None)
            self.left.set() if now is None else None
            return now or {"state": "waiting", "code": ""}
        if message:
            self.wrote += [message["said"]] if "said" in message else message["response"]["comments"].values()
        room = {"code": "A", "asks": None, "survey": self.survey.to_dict()}
        return {"kind": "collect", "key": "collect promise", "list": "promise"} if path else room


def test_they_write_in_the_language_of_their_room(six_teams: Survey) -> None:
    """Lines for the wall and comments, though what phones are given does not say which language it is in."""
    with Overheard(six_teams, "es") as heard:
        until(heard.left.is_set)
    promises, remarks = ({*say(id, lang="es").splitlines()} for id in ("rehearsal.promises", "rehearsal.remarks"))
    wrote = {*heard.wrote}
    assert wrote <= promises | remarks
    assert wrote & promises
    assert wrote & remarks


def test_they_answer_as_people_do(six_teams: Survey) -> None:
    """Some cannot tell, leave out, change their mind or stop; leaders are rosier; one team is small; some comment."""
    plan = steps(six_teams)
    people = held_at_the_end(plan)
    answers = [value for person in people for value in person["answers"].values()]
    assert 10 < answers.count("not_applicable") < len(answers) / 10
    assert len(answers) < PEOPLE * len(six_teams.items)
    assert sum(person["finished"] for person in people) == PEOPLE - 1
    wrote = Counter(dimension for person in people for dimension in person["comments"])
    assert sorted(n >= six_teams.confidentiality.comments for n in wrote.values()) == [False, True, True]
    assert len({words for person in people for words in person["comments"].values()}) == sum(wrote.values())

    changed, waited = 0, 0
    for person in range(PEOPLE):
        mine = [step.response["answers"] for step in plan if step.person == person]
        changed += any(after[id] != value for one, after in pairwise(mine) for id, value in one.items())
        waited += any(len(after) - len(one) > 20 for one, after in pairwise(mine))
    assert changed == 2
    assert waited == 1, "one loses the network, and everything comes at once when it is back"

    report = cx.report(answers_table(people, six_teams), six_teams, by=["role", "team"])
    assert (report.gaps["label"] == "blind spot").any()
    assert report.dimensions["mean"].notna().all()
    together = {team for row in report.tables.participation for team in row.members or ()}
    assert "IT" in together


def test_leaders_who_are_asked_agree_but_one(six_teams: Survey) -> None:
    """So that --leaders-from-two can be rehearsed, too."""
    people = held_at_the_end(steps(six_teams, ("role", "leader")))
    agrees = Counter(p.get("agrees") for p in people if p["attributes"].get("role") == "leader")
    assert agrees == {True: 6, False: 1}
    assert not any("agrees" in p for p in people if p["attributes"].get("role") != "leader")


def test_a_room_of_ones_own_size_is_rehearsed(six_teams: Survey) -> None:
    """Fifteen people of whom three lead, who agree to be told: their perception gap is seen, as on the day."""
    people = held_at_the_end(steps(six_teams, ("role", "leader"), Crowd(people=15, leaders=3)))
    roles = Counter(person["attributes"].get("role") for person in people)
    assert (len(people), roles["leader"]) == (15, 3)
    assert all(person["agrees"] for person in people if person["attributes"].get("role") == "leader")
    report = cx.report(answers_table(people, six_teams), six_teams, by=["role"], consenting={"role": "leader"})
    assert report.gaps["difference"].notna().any()


def test_a_rehearsal_goes_through_the_run_sheet_by_itself(tmp_path: Path) -> None:
    """From the first step to a picture on the stage, in which people are who have answered by then."""
    process = WorkshopProcess(tmp_path, "--no-book", "--demo", "60", "--demo-people", "12", "--demo-pace", "4")
    process.start()
    try:
        with Store(tmp_path) as store:
            steps_ = Steps(stage=Stage(lead=Room.find(store, process.code)))
            until(lambda: steps_.view()[0]["finding"] is not None)
    finally:
        process.kill()


def test_a_rehearsal_is_never_carried_on_with(store: Store, leadership: Survey) -> None:
    """After a rehearsal the real room comes back, not the made-up one."""
    real, _ = Room.create(store, leadership, title="Real", port=1)
    Room.create(store, replace(leadership, rehearsal=True), title=REHEARSAL, port=2)
    assert found(store) == [real]


def test_the_mark_of_a_rehearsal_travels_with_the_report(six_teams: Survey) -> None:
    """A survey file may have it, too; nothing but true or false."""
    survey = replace(six_teams, rehearsal=True)
    people = held_at_the_end(steps(survey))
    kept = cx.report(answers_table(people, survey), survey, by="role").to_dict()
    assert cx.Report.from_dict(kept).survey.rehearsal
    assert "rehearsal" not in six_teams.to_dict()
    with pytest.raises(SurveyError, match="rehearsal: should be true or false"):
        Survey.from_dict(six_teams.to_dict() | {"rehearsal": "yes"})


@pytest.mark.slow
def test_a_rehearsal_fills_its_own_room_and_stops_at_once(tmp_path: Path, leadership: Survey) -> None:
    """Another room on the laptop stays as it is; Ctrl-C in the middle ends it with a goodbye, and no thread hangs."""
    with Store(tmp_path) as store:
        real, _ = Room.create(store, leadership, title="Real", port=1)
    process = WorkshopProcess(tmp_path, "--no-book", "--demo", "8")
    process.start()
    assert f"{PEOPLE} made-up people, of whom 7 lead, will join and answer within 8 seconds" in process.said
    assert f"{REHEARSAL} · room {process.code}" in process.said
    with Store(tmp_path) as store:
        rehearsal = Room.find(store, process.code)
        until(lambda: rehearsal.progress().finished >= PEOPLE - 1)
        assert vars(rehearsal.progress()) == {"joined": PEOPLE, "answered": PEOPLE, "finished": PEOPLE - 1}
        assert Room.find(store, real.code).progress().joined == 0
    _interrupt(process)
    assert "Nobody real has answered" in process.said

    process.command[process.command.index("8")] = "3000"
    process.start()
    time.sleep(1)  # somebody has joined, or nobody yet: neither may hold it up
    began = time.monotonic()
    _interrupt(process)
    assert time.monotonic() - began < LONG, "long before the 3,000 seconds are over"
    assert "Traceback" not in process.said


@pytest.mark.slow
def test_made_up_people_follow_to_the_next_activity(tmp_path: Path) -> None:
    """Whoever rehearses sees every chapter with answers in it."""
    process = WorkshopProcess(tmp_path, "--no-book", "--demo", "2")
    process.start()
    try:
        with Store(tmp_path) as store:
            stage = Stage.of(Room.find(store, process.code))
            for survey in ("leadership", "pulse"):
                stage.open(survey)
                activity = stage.rooms()[survey]
                until(lambda there=activity: there.progress().finished >= PEOPLE - 1)  # type: ignore[misc]
                assert activity.progress().answered == PEOPLE, survey
            assert stage.rooms()["pulse"].survey.rehearsal
    finally:
        process.kill()


@pytest.mark.slow
def test_made_up_people_wait_while_the_room_is_closed(tmp_path: Path) -> None:
    """They hold what they have, go on when it opens again, and end with the reveal."""
    process = WorkshopProcess(tmp_path, "--no-book", "--demo", "6")
    process.start()
    try:
        with Store(tmp_path) as store:
            room = Room.find(store, process.code)
            until(lambda: room.progress().joined >= 10)
            room.close()
            time.sleep(1)
            before = room.progress()
            time.sleep(2)
            assert room.progress() == before
            reopen(room)
            until(lambda: room.progress().finished == PEOPLE - 1)
    finally:
        process.kill()


@pytest.mark.parametrize("seconds", ["0", "3601", "soon", "-5", "1.5"])
def test_a_wrong_time_is_told(seconds: str) -> None:
    """What is allowed, and no traceback."""
    command = [sys.executable, "-m", "cxkit.cli", "workshop", f"--demo={seconds}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert f'"{seconds}" is not a number of seconds; it may be from 1 to 3600' in done.stderr


def _interrupt(process: WorkshopProcess) -> None:
    """Press Ctrl-C, and read on until the process has ended."""
    assert process.process
    assert process.process.stdout
    os.kill(process.process.pid, signal.SIGINT)
    watch = threading.Timer(30, process.process.kill)
    watch.start()
    process.said += process.process.stdout.read()
    watch.cancel()
    assert process.process.wait() == 0, process.said
