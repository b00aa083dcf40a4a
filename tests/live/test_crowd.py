"""Invented people: they are noticed, and do not come at once."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi.testclient import TestClient

from cxkit.live.app import create_app
from cxkit.live.serving.device import DevicePace
from cxkit.live.setup import make_room
from cxkit.live.stage import Stage
from cxkit.live.storage.store import Store
from cxkit.survey.workshop_file import read_workshop

BASE = "http://localhost:8765"


class Server:
    """A room's server, its facilitator, and phones at any address."""

    def __init__(self, store: Store, **said: object) -> None:
        self.room, key = make_room(store, read_workshop({"teams": ["A"], "paced": False, **said}), port=1)
        self.app = create_app(store, room=self.room.code, bases=[BASE])
        self.screen = TestClient(self.app, base_url=BASE, cookies={f"cxkit_{self.room.code}": key})
        self.screen.get(f"/api/presenter/{self.room.code}")

    def join(self, address: str, *people: int) -> list[int]:
        """Let new people write from an address; return the answers' statuses."""
        return [self.write(TestClient(self.app, base_url=BASE, client=(address, 50000)), one) for one in people]

    def write(self, phone: TestClient, person: int, revision: int = 1) -> int:
        """Send a person's response from a phone."""
        sent = {"token": f"{person:032x}", "revision": revision, "response": {}}
        return phone.put(f"/api/rooms/{self.room.code}/response", json=sent).status_code

    def crowd(self) -> Any:
        """Return what the facilitator's page says of the crowd; the stage, which everybody sees, says nothing of it."""
        assert "crowd" not in self.screen.get(f"/api/stage/{self.room.code}").json()
        return self.screen.get(f"/api/presenter/{self.room.code}").json()["crowd"]


def test_more_than_were_invited_are_noticed(store: Store) -> None:
    """In all, however the number was given; at the number itself nothing is said."""
    server = Server(store, invited={"A": 3})
    server.join("127.0.0.1", 1, 2, 3)
    assert server.crowd() is None
    server.join("127.0.0.1", 4)
    assert server.crowd() == {"joined": 4, "n": 3, "why": "invited"}


def test_many_more_than_have_been_here_are_noticed(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a number, too: who writes and never listens is no phone. Phones that sleep are no surprise."""
    server = Server(store)
    server.join("127.0.0.1", *range(11))
    assert server.crowd() == {"joined": 11, "n": 0, "why": "here"}
    ticks = server.app.state.server.ticks

    async def come_and_go(phones: int) -> None:
        lines = [ticks.listen(server.room.code) for _ in range(phones)]
        for line in lines:
            await anext(line)
        for line in lines:
            await line.aclose()

    with ThreadPoolExecutor(1) as elsewhere:  # a browser test before may have left its own loop in this thread
        elsewhere.submit(asyncio.run, come_and_go(6)).result()
    assert ticks.listening(server.room.code) == 0
    assert server.crowd() is None, "they have been here, whichever page was open meanwhile"
    monkeypatch.setattr(ticks, "most", lambda _: None)
    server.join("127.0.0.1", *range(11, 60))
    assert server.crowd() is None, "where nobody knows who is here, nothing is said"


def test_with_tickets_there_is_nothing_to_notice(store: Store) -> None:
    """Each lets one in."""
    server = Server(store, tickets=True, invited=1)
    assert server.crowd() is None


def test_a_network_brings_a_hall_at_once_and_then_one_a_second(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """New responses alone are held up: who is in goes on, other networks too, and this machine is never held up."""
    monkeypatch.setattr("cxkit.live.serving.pace.AT_ONCE", 5)
    monkeypatch.setattr("cxkit.live.serving.pace.EVERY", 3600.0)  # however slow the machine is
    server = Server(store)
    assert server.join("203.0.113.9", *range(6)) == [200] * 5 + [429]
    assert server.join("203.0.113.9", *range(3)) == [200] * 3
    assert server.join("203.0.113.10", 7) == [200]
    assert server.join("2001:db8::1", *range(10, 15)) == [200] * 5
    assert server.join("2001:db8::2", 15) == [429], "one network of a household"
    assert server.join("127.0.0.1", *range(20, 40)) == [200] * 20
    again = create_app(store, room=server.room.code, bases=[BASE])
    phone = TestClient(again, base_url=BASE, client=("203.0.113.9", 50000))
    assert [server.write(phone, one, 2) for one in range(5)] == [200] * 5, "after a restart they are no new ones"
    assert again.state.server.pace._until == {}
    assert Stage.of(server.room).invited is None


def test_a_server_that_runs_for_months_does_not_know_everybody(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever it has forgotten is found in the store, and is no new one."""
    monkeypatch.setattr("cxkit.live.routes.phones.MOST_BEGUN", 2)
    server = Server(store)
    phones = [TestClient(server.app, base_url=BASE, client=(f"203.0.{one}.9", 50000)) for one in range(5)]
    assert [server.write(phone, one) for one, phone in enumerate(phones)] == [200] * 5
    paced = dict(server.app.state.server.pace._until)
    assert [server.write(phone, one, 2) for one, phone in enumerate(phones)] == [200] * 5
    assert (len(server.app.state.server.begun) <= 2, server.app.state.server.pace._until) == (True, paced)


def test_on_one_phone_three_begin_at_once_and_then_one_a_minute(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has begun goes on; another phone, another room and the same phone after a restart are as they were."""
    now = [1_800_000_000.0]
    monkeypatch.setattr("cxkit.live.serving.device.time.time", lambda: now[0])
    server, other = Server(store), Server(store)
    phone = TestClient(server.app, base_url=BASE, client=("203.0.113.9", 50000))
    assert [server.write(phone, one) for one in range(5)] == [200] * 3 + [429] * 2
    assert server.write(phone, 0, 2) == 200
    assert server.join("203.0.113.9", 3) == [200]
    again = create_app(store, room=server.room.code, bases=[BASE])
    mark, network = phone.cookies, ("198.51.100.4", 50000)
    elsewhere = TestClient(again, base_url=BASE, cookies=mark, client=network)
    assert server.write(elsewhere, 4) == 429, "by its own network, too"
    assert other.write(TestClient(other.app, base_url=BASE, cookies=mark, client=network), 4) == 200
    now[0] += 60
    assert [server.write(elsewhere, one) for one in (4, 5)] == [200, 429]
    now[0] -= 86_400
    assert server.write(elsewhere, 5) == 200, "a clock that was set back holds nobody up"


@pytest.mark.parametrize("shown", ["", "1800000170", "1800000170-" + "0" * 32, "x-y", "²-", "1800000170-é"])
def test_a_mark_that_is_none_of_ours_holds_nobody_up(shown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody can make another's phone wait; ours tells when, and of no phone which."""
    monkeypatch.setattr("cxkit.live.serving.device.time.time", lambda: 1_800_000_000.0)
    pace = DevicePace(secret=b"s")
    assert pace.one_more("ABCDE", shown) == pace.one_more("ABCDE", "")
    assert pace.one_more("ABCDE", "").startswith("1800000060-")
