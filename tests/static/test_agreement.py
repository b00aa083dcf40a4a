"""A phone and its room agree answer by answer, whatever crashes, is lost on the way, or comes twice."""

import json
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from py_mini_racer import MiniRacer

from cxkit.static import FOLDER

ITEMS = ["a", "answers"]
TOGETHER = ["c", "d", "e"]
"""Answers that only hold together, as tokens do: they add up to nothing."""
Run = Callable[..., Any]
STEPS = ["tap", "tap", "tap", "clear", "send", "send", "unheard", "lost", "late", "crash", "other tab"]
EMPTY: dict[str, Any] = {"attributes": {}, "answers": {}, "comments": {}, "finished": False}
FRESH: dict[str, Any] = {"revision": 0, "acked": 0, "unsent": {}, "response": EMPTY}


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    """Call one of the phone's functions, with nothing but JSON."""
    with MiniRacer() as engine:
        engine.eval(re.sub(r"^export ", "", (FOLDER / "agreement.js").read_text(encoding="utf-8"), flags=re.MULTILINE))

        def called(name: str, *given: Any) -> Any:
            told = engine.eval(f"JSON.stringify({name}(...JSON.parse({json.dumps(json.dumps(given))})))")
            return json.loads(str(told))

        yield called


class Room:
    """The server's side, as tests/live/storage holds it to: what follows on what is kept is kept."""

    def __init__(self) -> None:
        self.revision = 0
        self.response: dict[str, Any] | None = None

    def put(self, revision: int, after: int, response: dict[str, Any]) -> bool:
        """Keep what follows; say whether this is what is kept."""
        if self.response is None or (self.revision == after and revision > after):
            self.revision, self.response = revision, deepcopy(response)
        return (self.revision, self.response) == (revision, response)


class Tab:
    """One page of the phone. `stored` is what all pages of the phone keep in one place, over time."""

    def __init__(self, run: Run, stored: list[dict[str, Any]], room: Room) -> None:
        self.run, self.stored, self.room, self.mine = run, stored, room, stored[-1]
        kept = {"revision": room.revision, "response": room.response}
        self.hold(self.run("agreed", self.run("acknowledged", self.mine, room.revision), kept))

    def hold(self, now: dict[str, Any]) -> None:
        """Keep it in both places."""
        self.mine = now
        self.stored.append(now)

    def latest(self) -> dict[str, Any]:
        """Return what the other page has kept, if that is newer."""
        return self.stored[-1] if self.stored[-1]["revision"] > self.mine["revision"] else self.mine

    def tap(self, item: str, value: int | None) -> None:
        """Answer; None clears."""
        after = deepcopy(self.mine["response"])
        signs = (1, -1, 0) if (value or 0) % 2 else (1, 0, -1)
        for one, sign in [(item, 1)] if item in ITEMS else zip(TOGETHER, signs, strict=True):
            after["answers"].pop(one, None)
            if value is not None:
                after["answers"][one] = sign * value
        which = self.run("differing", self.mine["response"], after)
        which = self.run("whole", which, [[f"answers {one}" for one in TOGETHER]])
        self.hold(self.run("tapped", self.latest(), after, which))

    def message(self) -> tuple[int, int, dict[str, Any]]:
        """Return what the page would send now."""
        return self.mine["revision"], self.mine["acked"], self.mine["response"]

    def send(self) -> None:
        """Send, and hear the answer."""
        revision = self.mine["revision"]
        if self.mine["acked"] == revision:
            return
        if self.room.put(*self.message()):
            self.hold(self.run("acknowledged", self.latest(), revision))
        else:
            self.hold(
                self.run("agreed", self.latest(), {"revision": self.room.revision, "response": self.room.response})
            )


@example(steps=[("tap", 0), ("send", 0), ("tap", 0), ("send", 0), ("crash", 3), ("send", 0)])
@example(steps=[("tap", 2), ("other tab", 0), ("tap", 2), ("other tab", 0), ("tap", 2), ("send", 0)])
@given(steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 99)), min_size=20, max_size=40))
def test_no_acknowledged_answer_disappears_without_a_later_tap_on_it(run: Run, steps: list[tuple[str, int]]) -> None:
    """Two tabs, lost and doubled messages, a browser that was killed and remembers less: and in the end all agree.

    Each tap has a number, the answer: so what the room has may only be followed by what was tapped, or cleared, later.
    """
    room, stored = Room(), [FRESH]
    tabs, on, tapped = [Tab(run, stored, room)], 0, 0
    cleared = dict.fromkeys(ITEMS, 0)
    on_the_way: list[tuple[int, int, dict[str, Any]]] = []
    before: dict[str, int] = {}
    for step, place in steps:
        tab = tabs[on % len(tabs)]
        if step == "tap":
            tapped += 1
            tab.tap([*ITEMS, "c"][place % 3], tapped)
        elif step == "clear" and ITEMS[place % 2] in tab.mine["response"]["answers"]:
            tapped += 1
            cleared[ITEMS[place % 2]] = tapped
            tab.tap(ITEMS[place % 2], None)
        elif step == "send":
            tab.send()
        elif step == "unheard":  # it arrives, and the answer does not
            room.put(*tab.message())
        elif step == "lost":  # it is held up on its way
            on_the_way.append(tab.message())
        elif step == "late" and on_the_way:
            room.put(*on_the_way.pop(place % len(on_the_way)))
        elif step == "crash":  # the browser is killed; what it kept last was not on the disk yet
            del stored[max(1, len(stored) - place % 7) :]
            tabs = [Tab(run, stored, room)]
        elif step == "other tab":
            tabs = [*tabs, Tab(run, stored, room)][-2:]
            on = place
        now = (room.response or EMPTY)["answers"]
        for item in ITEMS:
            was, is_ = before.get(item), now.get(item)
            assert was in {None, is_} or (is_ or cleared[item]) > was, (item, was, is_)
        before = dict(now)
        assert sum(now.get(one, 0) for one in TOGETHER) == 0, "half of one tab's, half of the other's"
    tab = tabs[-1]
    tab.tap("a", tapped + 1)  # or it might not know yet of a message that came in late
    for _ in range(3):
        tab.send()
    assert tab.mine["acked"] == tab.mine["revision"]
    assert tab.mine["response"] == (room.response or EMPTY)


def test_a_room_that_has_less_than_it_once_said_gets_everything_again(run: Run) -> None:
    """Somebody has put back the copy of the day before: the phone still has what was said to be saved."""
    response = {**EMPTY, "answers": {"a": 3, "b": 4}}
    mine = {"revision": 6, "acked": 6, "unsent": {}, "response": response}
    for kept in ({"revision": 0, "response": None}, {"revision": 2, "response": EMPTY}):
        after = run("agreed", mine, kept)
        assert after["response"] == response
        assert after["revision"] > after["acked"] == kept["revision"]
