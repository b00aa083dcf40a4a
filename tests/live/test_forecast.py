"""What the facilitator is told that a reveal will show: never more than it shows, and no number of a group."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cxkit as cx
from cxkit.live import forecast
from cxkit.live.forecast import HIDDEN, PERHAPS, SHOWN
from cxkit.live.response import answers_table
from cxkit.live.room import Room
from cxkit.live.setup import Setup, make_room
from cxkit.live.stage import Stage
from cxkit.live.storage.store import Store
from cxkit.reports.rows import OTHERS
from cxkit.survey.model import Survey
from cxkit.survey.workshop_file import read_workshop
from tests.waiting import LONG, until

TEAMS = ["Phones", "Warehouse", "Finance"]
LEADERSHIP = cx.load_survey("leadership").with_workshop({"team": TEAMS})
HEADS = st.fixed_dictionaries(
    {}, optional={"role": st.sampled_from(["leader", "frontline", "support"]), "team": st.sampled_from(TEAMS)}
)


def people(leaders: int, front: int, support: int = 0) -> list[dict[str, str]]:
    """Make heads: leaders, front line and support, all of them in two teams by turns."""
    roles = ["leader"] * leaders + ["frontline"] * front + ["support"] * support
    return [{"role": role, "team": TEAMS[place % 2]} for place, role in enumerate(roles)]


def said(heads: list[dict[str, str]], *, asks: bool = False) -> dict[str, list[str]]:
    """Return the sentences by kind."""
    found: dict[str, list[str]] = {SHOWN: [], PERHAPS: [], HIDDEN: []}
    for one in forecast.told(LEADERSHIP, heads, asks=asks):
        found[one.kind].append(one.sentence)
    return found


def test_fifteen_people_of_whom_three_lead() -> None:
    """Without consent no gap; with it perhaps; and both teams, everybody."""
    heads = people(3, 10, 2)
    shown = ["Everybody together: 15 people", "Phones and Warehouse, each on its own"]
    assert said(heads) == {SHOWN: shown, PERHAPS: [], HIDDEN: ["Leader beside Front line: too few so far"]}
    perhaps = "Leader beside Front line or everyone else: if two or more answer, and all of them agree"
    assert said(heads, asks=True) == {SHOWN: shown, PERHAPS: [perhaps], HIDDEN: []}


def test_tokens_are_shown_of_everybody_from_eight_people_up() -> None:
    """And no group is promised, since none is shown."""
    dimensions = [{"id": "d", "title": "D", "kind": "spend", "tokens": 3, "items": ["A", "B", "C", "D"]}]
    survey = Survey.from_dict(LEADERSHIP.to_dict() | {"dimensions": dimensions, "stem": None})
    shown = [one.sentence for one in forecast.told(survey, people(4, 4), asks=False) if one.kind == SHOWN]
    assert shown == ["Everybody together: 8 people"]
    few = [one.sentence for one in forecast.told(survey, people(4, 3), asks=False)]
    assert few == ["Whether you agree, as one sentence: numbers need 8 people"]
    again = forecast.told(survey, people(4, 3), asks=False, again=True)
    assert [one.sentence for one in again if one.kind == HIDDEN] == [
        "No numbers are shown of fewer than 8 people, and here are 7"
    ]
    hidden = [one.sentence for one in forecast.told(survey, people(1, 3), asks=False) if one.kind == HIDDEN]
    assert hidden == ["No numbers are shown of fewer than 8 people, and here are 4"]


def test_of_buttons_seven_people_hear_whether_they_agree_and_eight_see_their_groups_too() -> None:
    """No number of so few; and groups are joined by the threshold of scores."""
    scale = {"min": 0, "max": 1, "labels": {0: "No", 1: "Yes"}}
    dimensions = [{"id": "d", "title": "D", "kind": "choose", "response_scale": scale, "items": ["A"]}]
    survey = Survey.from_dict(LEADERSHIP.to_dict() | {"dimensions": dimensions, "stem": None})
    few = [one.sentence for one in forecast.told(survey, people(4, 3), asks=False)]
    assert few == ["Whether you agree, as one sentence: numbers need 8 people"]
    gap = [one.kind for one in forecast.told(survey, people(5, 6), asks=False)]
    assert {*gap} == {SHOWN}


def test_four_people_are_told_to_raise_hands() -> None:
    """And nothing of any group."""
    found = said(people(1, 3), asks=True)
    assert found[HIDDEN] == ["No numbers are shown of fewer than 5 people, and here are 4"]
    assert found[SHOWN][0] == "Each reveal asks its question again, and says how to show it by hand"


@pytest.mark.parametrize("asks", [False, True])
def test_forty_people_see_their_gap_with_or_without_consent(asks: bool) -> None:
    """Five leaders are enough beside the front line; beside everyone else where support is too small to be told."""
    assert "Leader beside Front line" in said(people(5, 30, 5), asks=asks)[SHOWN]
    assert "Leader beside everyone else" in said(people(5, 32, 3), asks=asks)[SHOWN]


def test_how_many_are_in_a_group_that_is_hidden_changes_no_word() -> None:
    """Nor whether they are there at all."""
    for asks in (False, True):
        told = [said(people(leaders, 15 - leaders), asks=asks) for leaders in range(5)]
        assert all(one == told[0] for one in told)


@given(heads=st.lists(HEADS, max_size=24))
def test_the_forecast_and_the_report_tell_the_same_groups(heads: list[dict[str, str]]) -> None:
    """Whoever is in which group: what is called shown is told of, and what is called hidden is not."""
    answers = {item.id: item.response_scale.min for item in LEADERSHIP.items}
    responses = [{"attributes": head, "answers": answers} for head in heads]
    if not heads:
        return
    report = cx.report(answers_table(responses, LEADERSHIP), LEADERSHIP, by=["role", "team"])
    told = {(row.attribute, row.group): row for row in report.tables.participation if row.respondents is not None}
    sentences = said(heads)
    leaders, front, others = (told.get(("role", group)) for group in ("leader", "frontline", OTHERS))
    beside_all = others is not None and "frontline" in (others.members or ())
    assert ("Leader beside Front line" in sentences[SHOWN]) == bool(leaders and front)
    assert ("Leader beside everyone else" in sentences[SHOWN]) == bool(leaders and beside_all)
    alone = [row for (attribute, group), row in told.items() if attribute == "team" and group not in {OTHERS, ""}]
    assert sum("on its own" in one or "on their own" in one for one in sentences[SHOWN]) == bool(alone)


def test_where_there_are_more_teams_than_people_none_is_told() -> None:
    """Not even the one that is large enough: who is in which could be told of the others."""
    teams = [f"Team {n}" for n in range(12)]
    survey = cx.load_survey("leadership").with_workshop({"team": teams})
    heads = [{"team": team} for team in [teams[0]] * 5 + [teams[1]] * 3 + [teams[2]] * 2]
    sentences = [one.sentence for one in forecast.told(survey, heads, asks=False)]
    assert "“My team”: too few in each so far" in sentences
    answers = {item.id: item.response_scale.min for item in survey.items}
    report = cx.report(
        answers_table([{"attributes": head, "answers": answers} for head in heads], survey), survey, by="team"
    )
    assert [row for row in report.tables.participation if row.attribute and row.respondents is not None] == []


def test_before_anybody_has_answered_it_goes_by_the_set_up_and_names_remedies(store: Store) -> None:
    """Ask leaders, merge small teams: while the set-up may still change, and not afterwards."""
    said: dict[str, Any] = {"teams": TEAMS, "invited": {"Phones": 8, "Warehouse": 3, "Finance": 2}}
    room, _ = make_room(store, read_workshop(said | {"leaders_from_two": False}), port=1)

    def kinds() -> dict[str, tuple[str, str]]:
        return {one["sentence"]: (one["kind"], one["remedy"]) for one in forecast.forecast(room, "leadership")}

    assert kinds() == {
        "Everybody together: 13 people": (SHOWN, ""),
        "Phones on their own, the others together": (SHOWN, "Merge small groups, or do without"),
        "Leader beside Front line: too few so far": (HIDDEN, "Ask leaders to agree"),
    }
    room.save("0" * 32, 1, {"attributes": {"role": "leader"}, "answers": {}}).result()
    assert {remedy for _, remedy in kinds().values()} == {"", "Ask leaders to agree"}


def test_once_people_have_joined_leaders_can_be_asked_in_what_nobody_has_begun(store: Store) -> None:
    """Not while phones answer it: they were promised something else."""
    said = {"teams": TEAMS, "leaders_from_two": False, "activities": ["ownership"]}
    room, _ = make_room(store, read_workshop(said), port=1)

    def gap() -> dict[str, str]:
        return next(one for one in forecast.forecast(room, "leadership") if "Leader" in one["sentence"])

    room.save("0" * 32, 1, {"attributes": {}, "answers": {}}).result()
    (later,) = forecast.to_ask(room, ["owner", "leadership"])
    gap_there = "Leader beside Front line: too few so far"
    assert later["sentence"] == f"Later, “Leadership and the customer experience”: {gap_there}"
    Stage(lead=room).open("leadership")
    roles = "From 5 of each on they stand beside each other: has everybody said their role?"
    assert (gap()["remedy"], gap()["how"]) == (roles, "")
    Setup(room=room).ask_leaders()
    assert (gap()["kind"], Room.find(store, room.code).asks) == (HIDDEN, None)
    Stage(lead=room).open("ownership")
    assert (gap()["remedy"], gap()["how"]) == ("Ask leaders to agree", "ask")
    Setup(room=room).ask_leaders()
    assert forecast.to_ask(room, ["leadership"]) == []
    assert (gap()["kind"], Room.find(store, room.code).asks) == (PERHAPS, ("role", "leader"))


def test_whose_answer_comes_first_was_not_asked_what_the_facilitator_asks_after_it(store: Store) -> None:
    """Also where it is on its way to the disk as the facilitator looks: looking and changing are one step."""
    room, _ = make_room(store, read_workshop({"teams": TEAMS, "leaders_from_two": False}), port=1)
    begun, goes_on = Event(), Event()

    def hold_up(_: object) -> None:
        begun.set()
        goes_on.wait(LONG)

    store.submit(hold_up)
    assert begun.wait(LONG)  # what follows is in no batch with it
    room.save("0" * 32, 1, {"attributes": {}, "answers": {"engaged_touch": 4}})
    with ThreadPoolExecutor(1) as facilitator:
        asked = facilitator.submit(Setup(room=room).ask_leaders)
        try:
            until(lambda: store._queue.qsize() == 2)
        finally:
            goes_on.set()  # or it would be waited for without end
        asked.result()
    assert Room.find(store, room.code).asks is None


def test_only_those_who_answered_are_counted_and_of_them_only_who_they_are(store: Store, leadership: Survey) -> None:
    """Who has only joined is in no Report."""
    room, _ = make_room(store, read_workshop({"teams": TEAMS}), port=1)
    for person in range(7):
        body = {"attributes": {"team": "Phones"}, "answers": {"engaged_touch": 4} if person else {}}
        room.save(f"{person:032x}", 1, body).result()
    assert Counter(map(str, store.heads(room.id))) == {"{'team': 'Phones'}": 6}
    assert forecast.forecast(room, "leadership")[0]["sentence"] == "Everybody together: 6 people"
