"""Invented people: they are noticed, and do not come at once."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from cxkit.live.app import create_app
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
        phone = TestClient(self.app, base_url=BASE, client=(address, 50000))
        place = f"/api/rooms/{self.room.code}/response"
        sent = [{"token": f"{one:032x}", "revision": 1, "response": {}} for one in people]
        return [phone.put(place, json=one).status_code for one in sent]

    def crowd(self) -> list[Any]:
        """Return what both of the facilitator's pages say of the crowd."""
        pages = (f"/api/presenter/{self.room.code}", f"/api/stage/{self.room.code}")
        return [self.screen.get(page).json()["crowd"] for page in pages]


def test_more_than_were_invited_are_noticed(store: Store) -> None:
    """In all, however the number was given; at the number itself nothing is said."""
    server = Server(store, invited={"A": 3})
    server.join("127.0.0.1", 1, 2, 3)
    assert server.crowd() == [None, None]
    server.join("127.0.0.1", 4)
    assert server.crowd() == [{"joined": 4, "n": 3, "invited": True}] * 2


def test_many_more_than_have_been_here_are_noticed(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a number, too: who writes and never listens is no phone. Phones that sleep are no surprise."""
    server = Server(store)
    server.join("127.0.0.1", *range(11))
    assert server.crowd() == [{"joined": 11, "n": 0, "invited": False}] * 2
    ticks = server.app.state.server.ticks
    with monkeypatch.context() as many:
        many.setattr(ticks, "listening", lambda _: 6)
        assert server.crowd() == [None, None]
    assert server.crowd() == [None, None], "they have been here"
    monkeypatch.setattr(ticks, "listening", lambda _: None)
    server.join("127.0.0.1", *range(11, 60))
    assert server.crowd() == [None, None], "where nobody knows who is here, nothing is said"


def test_with_tickets_there_is_nothing_to_notice(store: Store) -> None:
    """Each lets one in."""
    server = Server(store, tickets=True, invited=1)
    assert server.crowd() == [None, None]


def test_a_network_brings_a_hall_at_once_and_then_one_a_second(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """New responses alone are held up: who is in goes on, other networks too, and this machine is never held up."""
    monkeypatch.setattr("cxkit.live.serving.pace.AT_ONCE", 5)
    server = Server(store)
    assert server.join("203.0.113.9", *range(6)) == [200] * 5 + [429]
    assert server.join("203.0.113.9", *range(3)) == [200] * 3
    assert server.join("203.0.113.10", 7) == [200]
    assert server.join("2001:db8::1", *range(10, 15)) == [200] * 5
    assert server.join("2001:db8::2", 15) == [429], "one network of a household"
    assert server.join("127.0.0.1", *range(20, 40)) == [200] * 20
    again = create_app(store, room=server.room.code, bases=[BASE])
    phone = TestClient(again, base_url=BASE, client=("203.0.113.9", 50000))
    for one in range(5):  # after a restart they are no new ones
        sent = {"token": f"{one:032x}", "revision": 2, "response": {}}
        assert phone.put(f"/api/rooms/{server.room.code}/response", json=sent).status_code == 200
    assert again.state.server.pace._until == {}
    assert Stage.of(server.room).invited is None
