"""Whoever was there last time may let their answers be compared: what a phone is told, sends, and gets back."""

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from cxkit.live.app import create_app
from cxkit.live.commitments import keep
from cxkit.live.pairing import Pairing
from cxkit.live.room import Room
from cxkit.live.series import Series
from cxkit.live.setup import make_room
from cxkit.live.stage import Stage
from cxkit.live.storage.store import Store
from cxkit.survey.workshop_file import read_workshop
from tests.live.test_room import mixed

THEN, NOW = "1" * 32, "2" * 32


@pytest.mark.parametrize("tickets", [False, True])
def test_only_with_a_yes_a_mark_of_last_time_is_kept(tmp_path: Path, tickets: bool) -> None:
    """It fits the response of then; the number itself is nowhere, and the phone gets its yes back as it said it."""
    store = Store(tmp_path / "data")
    said = {"survey": "pulse", "title": "First", "tickets": tickets}
    first, _ = make_room(store, read_workshop(said), port=0)
    Stage.of(first).open("pulse")
    before = Stage.of(first).rooms()["pulse"]
    answers = [mixed(person, before.survey) for person in range(12)]
    for place, answer in enumerate(answers):  # past the door: who shows a ticket there is not what is tried here
        store.save(before.id, before.own(THEN if place == 3 else f"{place:032x}"), 1, answer).result()
    Stage.of(first).reveal("pulse")
    keep(first, 0, [{"what": "One table"}], "").result()
    room = Room.of_key(store, Series.of(first).follow())
    Stage.of(room).open("pulse")
    own = Stage.of(room).rooms()["pulse"]
    with TestClient(create_app(store, room="", bases=["http://localhost"]), base_url="http://localhost") as phone:
        assert phone.get(f"/api/rooms/{room.code}").json()["last"] == (before.lead if tickets else before.code)

        def put(revision: int, compares: bool, **more: Any) -> Any:
            sent = {"token": NOW, "revision": revision, "response": {"compares": compares}, **more}
            assert phone.put(f"/api/rooms/{own.code}/response", json=sent).json()["yours"]
            (kept,) = store.responses(own.id)
            return kept["compares"]

        assert put(1, compares=False, last=THEN) is False
        assert put(2, compares=True) is False, "without the number of then there is nothing to compare"
        mark = put(3, compares=True, last=THEN)
        back = phone.get(f"/api/rooms/{own.code}/response", headers={"token": NOW}).json()["response"]
    pairing = Pairing.of(own)
    assert pairing
    assert mark in {pairing._mark(row) for row in store.standing(before.id)[2]}
    assert back["compares"] is True
    assert THEN not in str(mark)
