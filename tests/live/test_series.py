"""The workshop goes on: the follow-up asks again what was to move, and what changed stands beside what was promised."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest

from cxkit.book.edition import Edition
from cxkit.errors import RoomError
from cxkit.live.commitments import commitments, keep
from cxkit.live.forecast import forecast
from cxkit.live.pairing import Pairing
from cxkit.live.publishing import given_by
from cxkit.live.room import Room
from cxkit.live.series import Series
from cxkit.live.setup import Setup, make_room
from cxkit.live.stage import Stage
from cxkit.live.steps import Steps
from cxkit.live.storage.store import Store, digest
from cxkit.reports.comparisons import change_rows
from cxkit.reports.report import Report
from cxkit.survey.workshop_file import read_workshop
from tests.cluster import Cluster
from tests.live.test_room import fill
from tests.waiting import LONG

LINES = [
    {"what": "Two teams at one table", "who": "Samira", "by": "2026-10-01", "know": "Fewer calls", "moves": "teamwork"},
    {"what": "Serve for an hour", "who": "Jo", "by": "2026-10-01", "know": "A tick", "moves": "engaged"},
]


def answer(room: Room, people: int, value: int) -> None:
    """Let people answer every statement much alike, about a value."""
    sent = []
    for place in range(people):
        answers = {item.id: max(1, min(5, value + (place + at) % 3 - 1)) for at, item in enumerate(room.survey.items)}
        answers |= {item.id: 6 - answers[item.id] for item in room.survey.items if item.reverse_keyed}
        role = {"role": "leader" if place < people // 3 else "frontline"}
        sent.append({"attributes": role, "answers": answers, "comments": {}, "finished": True})
    fill(room, sent)


@pytest.fixture
def first(store: Store) -> Room:
    """A workshop in which 15 people answered, and two things were promised for last month."""
    workshop = read_workshop({"survey": "leadership", "title": "The spring", "leaders_from_two": False})
    room, _ = make_room(store, workshop, port=0)
    stage = Stage.of(room)
    stage.open("leadership")
    answer(stage.rooms()["leadership"], 15, 2)
    stage.reveal("leadership")
    yesterday = datetime.now().astimezone().date() - timedelta(days=1)
    keep(room, 0, LINES, yesterday.isoformat()).result()
    return room


def follow(first: Room) -> Room:
    """Open the follow-up, as the button does."""
    return Room.of_key(first.store, Series.of(first).follow())


def followed_by(first: Room, value: int) -> tuple[Room, Stage]:
    """Open the follow-up, in which seventeen people answer about a value; return its room and where it stands."""
    room = follow(first)
    stage = Stage.of(room)
    stage.open("leadership")
    answer(stage.rooms()["leadership"], 17, value)
    return room, stage


def test_on_the_day_it_is_offered_and_opens_once(first: Room) -> None:
    """It asks again the dimensions that something should move, and no other; a double click leads to one room."""
    assert Series.of(first).offer(shown=True)["due"]
    with ThreadPoolExecutor(2) as clicks:
        room, same = clicks.map(follow, [first, first])
    assert same.code == room.code
    assert len(Room.every(first.store)) == 2, "and leaves no other behind"
    assert [one.id for one in room.survey.dimensions] == ["engaged", "teamwork"]
    assert [id for id, _ in Stage.of(room).said.workshop.run_sheet.steps] == [
        "index.join", "assessment.activity", "engaged.reveal", "teamwork.reveal", "commitments.write",
    ]  # fmt: skip
    written = commitments(room)
    assert written
    assert [line.what for line in written.earlier] == [line["what"] for line in LINES]
    assert not written.lines
    assert Series.of(room).offer(shown=False) == {"promised": True}
    assert Series.of(first).offer(shown=True)["followed"]


def test_of_two_workers_on_which_it_is_opened_at_once_one_makes_it(cluster: Cluster) -> None:
    """Both lead to the same room, and there is no other."""
    url = cluster.url(cluster.new_database())
    with Store(url) as one, Store(url) as two, ThreadPoolExecutor(2) as clicks:
        for _ in range(5):
            lead, _ = make_room(one, read_workshop({"survey": "leadership", "leaders_from_two": False}), port=0)
            keep(lead, 0, LINES, "").result()
            before = len(Room.every(one))
            together = Barrier(2, timeout=LONG)

            def click(store: Store, code: str = lead.code, together: Barrier = together) -> str:
                series = Series.of(Room.find(store, code))
                together.wait()
                return Room.of_key(store, series.follow()).code

            room, same = clicks.map(click, [one, two])
            assert room == same
            assert len(Room.every(one)) == before + 1


def test_where_nothing_is_to_move_the_pulse_follows(first: Room) -> None:
    """It has no teams, though the workshop had; and whoever opens the room again comes back to it."""
    raw = {"survey": "leadership", "title": "Teams", "teams": ["North", "South"], "invited": {"North": 9, "South": 9}}
    room, _ = make_room(first.store, read_workshop(raw), port=0)
    Stage.of(room).open("leadership")
    answer(room, 12, 3)
    Stage.of(room).reveal("leadership")
    keep(room, 0, [{"what": "Something else"}], "").result()
    followed = follow(room)
    assert followed.survey.id == "pulse"
    assert Stage.of(followed).said.workshop.teams == ()
    assert Series.of(followed).evidence() == [{}]


def test_what_changed_stands_beside_each_promise(first: Room) -> None:
    """Before it is shown to the room nothing does; then the change with its interval, in the words of everywhere."""
    room, stage = followed_by(first, 4)
    assert Series.of(room).evidence() == [{}, {}]
    stage.reveal("leadership")
    teamwork, engaged = (one["words"] for one in Series.of(room).evidence())
    before, now = (Report.from_dict(Stage.of(one).rooms()["leadership"].released() or {}) for one in (first, room))
    row = next(row for row in change_rows(before, now) if row.dimension == "teamwork" and row.group is None)
    assert row.mean is not None
    assert row.mean_other is not None
    assert teamwork.startswith(f"Teamwork is up by {round(row.mean) - round(row.mean_other)} points")
    assert f"Better, 95% interval +{row.low:.0f} to +{row.high:.0f}." in teamwork
    assert engaged.startswith("Engaged is up by")


def test_of_five_leaders_and_twelve_it_is_said_how_many_it_would_need(first: Room) -> None:
    """Where a change could be chance."""
    room, stage = followed_by(first, 2)
    stage.reveal("leadership")
    said = " ".join(one["words"] for one in Series.of(room).evidence())
    assert "people each time to see ten points" in said or "Much the same" in said


def test_a_reveal_says_first_what_has_changed(first: Room) -> None:
    """Five leaders and twelve of the front line see it: the change, how sure it is, today's number, the way there."""
    _, stage = followed_by(first, 4)
    steps = Steps(stage=stage, book=None)
    steps.go("teamwork.reveal", sure=True)
    assert steps.view()[0]["finding"] is None, "before the reveal nothing is told"
    steps.reveal(sure=True)
    found = steps.view()[0]["finding"]
    assert found["headline"].startswith("Teamwork is up by")
    assert "95% interval" in found["words"]
    texts = [mark["text"] for mark in found["scene"]["marks"] if "text" in mark]
    assert {"n = 15", "n = 17", "Two teams at one table"} <= set(texts)


def test_the_button_makes_a_book_that_keeps_what_the_first_workshop_found(first: Room) -> None:
    """Of all that was asked then, though less is asked now; without a terminal, and without room codes."""
    room, stage = followed_by(first, 4)
    assert given_by(stage)["reports"] == []
    stage.reveal("leadership")
    edition = Edition.from_dict(given_by(stage))
    assert edition.every == (released(first),)
    assert [one.n for one in edition.waves["leadership"]] == [15, 17]
    assert edition.lines
    assert [line.what for line in edition.lines.earlier] == [line["what"] for line in LINES]
    room.store.delete_room(first.id)
    assert given_by(stage)["earlier"] is None


def test_what_became_of_a_promise_is_kept(first: Room) -> None:
    """With its reason and the next step; what is no state is refused."""
    room = follow(first)
    revision, kept = room.store.commitments(room.id)
    assert kept
    (one, two) = kept["earlier"]
    told = [one | {"status": "kept", "reason": "Samira took it on"}, two | {"status": "not_kept", "next": "Ask Jo why"}]
    keep(room, revision, [], "", told).result()
    written = commitments(room)
    assert written
    assert [(line.status, line.reason, line.next) for line in written.earlier] == [
        ("kept", "Samira took it on", ""), ("not_kept", "", "Ask Jo why"),
    ]  # fmt: skip
    with pytest.raises(RoomError, match="status"):
        keep(room, revision + 1, [], "", [one | {"status": "nearly"}])


def test_without_a_promise_nothing_follows(store: Store) -> None:
    """Nor is it offered."""
    room, _ = make_room(store, read_workshop({"survey": "leadership", "title": "New"}), port=0)
    assert Series.of(room).offer(shown=True) == {}
    with pytest.raises(RoomError):
        Series.of(room).follow()


def again(room: Room, people: int, agreeing: int, value: int = 3, *, number: int = 100) -> Report:
    """Let people answer the follow-up on the phones that they had before, some of whom agree; and reveal it.

    number: of the first phone, in this room.
    """
    stage, pairing = Stage.of(room), Pairing.of(room)
    stage.open("leadership")
    own = stage.rooms()["leadership"]
    for place in range(people):
        answers = {item.id: max(1, min(5, value + (place + at) % 3 - 1)) for at, item in enumerate(own.survey.items)}
        answers[own.survey.items[place % 8].id] = 1 + place % 5  # not everybody has changed alike
        sent = {"attributes": {}, "answers": answers, "comments": {}, "finished": True, "compares": place < agreeing}
        mark = pairing.mark(f"{place:032x}") if pairing else ""
        own.save(f"{place + number:032x}", 1, sent, mark=mark).result()
    stage.reveal("leadership")
    return Report.from_dict(stage.rooms()["leadership"].released() or {})


def test_whether_nearly_all_did_the_same_is_said_once(store: Store) -> None:
    """Of six people who sort cards: not in the follow-up again, since the two would tell what one has changed."""
    room, _ = make_room(store, read_workshop({"survey": "ownership", "leaders_from_two": False}), port=0)
    said = []
    for _ in range(2):
        stage = Stage.of(room)
        stage.open("ownership")
        fill(stage.rooms()["ownership"], [sorting(room, place) for place in range(6)])
        stage.reveal("ownership")
        report = Report.from_dict(stage.rooms()["ownership"].released() or {})
        said.append({row.alike for row in report.tables.items if row.alike is not None})
        if not said[1:]:
            keep(room, 0, [{"what": "Say who decides", "moves": room.survey.dimensions[0].id}], "").result()
            room = follow(room)
    assert said == [{False}, set()]


def sorting(room: Room, place: int) -> dict[str, Any]:
    """Return what somebody sends who sorts half the cards as the next one does not."""
    answers = {item.id: item.response_scale.min + place % 2 for item in room.survey.items}
    return {"attributes": {}, "answers": answers, "comments": {}, "finished": True}


def released(first: Room) -> Report:
    return Report.from_dict(Stage.of(first).rooms()["leadership"].released() or {})


def test_who_agrees_is_compared_with_last_time_and_the_interval_is_narrower(first: Room) -> None:
    """By one number of all of them; the room says how many they are."""
    room = follow(first)
    now = again(room, 15, 10)
    rows = [row for row in change_rows(released(first), now) if row.attribute is None]
    alone = [row for row in change_rows(released(first), replace(now, paired=())) if row.attribute is None]
    assert [row.pairs for row in rows] == [10, 10]
    for row, wide in zip(rows, alone, strict=True):
        assert row.difference == wide.difference
        assert (row.high or 0) - (row.low or 0) < (wide.high or 0) - (wide.low or 0)
    assert "10 people let their answers be compared" in Series.of(room).evidence()[0]["words"]


def test_after_the_reveal_nothing_says_who_is_whom(first: Room) -> None:
    """Before it, only a hash whose key is this follow-up's; the phone hears of its yes, not of the hash."""
    room = follow(first)
    pairing = Pairing.of(room)
    assert pairing
    stage = Stage.of(room)
    stage.open("leadership")
    own = stage.rooms()["leadership"]
    sent = {"attributes": {}, "answers": {}, "comments": {}, "finished": False, "compares": True}
    own.save("f" * 32, 1, sent, mark=pairing.mark("0" * 32)).result()
    kept = own.store.responses(own.id)[0]["compares"]
    assert kept not in {True, "0" * 32, digest("0" * 32)}
    assert own.kept("f" * 32)[1] == sent
    again(room, 15, 10)
    for bodies in own.store.standing(own.id)[2:]:
        assert all("compares" not in body for body in bodies.values())


@pytest.mark.parametrize("number", [100, 0])
@pytest.mark.parametrize("agreeing", [0, 7])
def test_too_few_who_agree_are_not_told(first: Room, agreeing: int, number: int) -> None:
    """Neither how many they are; nor does anybody agree by having the number of then in this room, too."""
    now = again(follow(first), 15, agreeing, number=number)
    assert all(row.n is None and row.r is None for row in now.paired)


@pytest.mark.parametrize("asks", [False, True])
def test_what_makes_a_change_surer_is_said_while_something_can_be_done(first: Room, asks: bool) -> None:
    """On the facilitator's page before the reveal; the room hears of it no more, nor where nobody is compared."""

    def foreseen(room: Room) -> list[str]:
        return [one["sentence"] for one in forecast(room, "leadership") if "comparing" in one["sentence"]]

    surer = "What has changed, more surely: once 8 or more say yes to comparing their answers with last time’s"
    assert foreseen(first) == []
    room = follow(first)
    if asks:
        Setup(room=room).ask_leaders()
    assert foreseen(room) == [surer + ". Not counted: Leader" * asks]
    stage = Stage.of(room)
    stage.open("leadership")
    answer(stage.rooms()["leadership"], 17, 3)
    assert foreseen(room) == [surer + ". Not counted: Leader" * asks]
    stage.reveal("leadership")
    (teamwork,) = (one for one in Series.of(room).evidence() if "Teamwork" in one["words"])
    assert "compar" not in teamwork["words"]


def test_a_workshop_is_compared_person_by_person_once(first: Room) -> None:
    """The one after the next compares with nobody: two such numbers could be subtracted from each other."""
    second = follow(first)
    again(second, 15, 10)
    keep(second, second.store.commitments(second.id)[0], LINES, "").result()
    third = follow(second)
    assert Pairing.of(second)
    assert Pairing.of(third) is None
    assert again(third, 15, 10).paired == ()
