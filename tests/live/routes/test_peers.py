"""Rooms of one organisation side by side: what each has revealed, and only to whoever may see each."""

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from cxkit.live.app import create_app
from cxkit.live.room import Room
from cxkit.live.setup import make_room
from cxkit.live.storage.store import Store
from cxkit.survey.workshop_file import read_workshop
from tests.live.test_room import fill, mixed


@pytest.fixture
def rooms(tmp_path: Path) -> dict[str, Room]:
    """Four rooms in which people answered: three of Bellevue, of which one is not revealed; and somebody else's."""
    store, made = Store(tmp_path / "data"), {}
    for name, organisation in (
        ("Kitchen", "Bellevue"),
        ("Reception", "Bellevue"),
        ("Attic", "Bellevue"),
        ("Bar", "Ritz"),
    ):
        said = {"survey": "pulse", "title": name, "organisation": organisation}
        room, _ = make_room(store, read_workshop(said), port=0)
        fill(room, [mixed(person, room.survey) for person in range(12)])
        if name != "Attic":
            room.reveal()
        made[name] = room
    return made


def seen(rooms: dict[str, Room], *keys: str, laptop: str = "") -> str:
    """Return the page of the kitchen's facilitator, whose browser has these rooms' keys."""
    app = create_app(rooms["Kitchen"].store, room=laptop, bases=["http://localhost:8765"])
    with TestClient(app, base_url="http://localhost:8765") as client:
        for name in ("Kitchen", *keys):
            client.get(f"/f/{rooms[name].new_key()}")
        return client.get(f"/peers/{rooms['Kitchen'].code}").text


def test_of_a_server_those_stand_there_whose_keys_the_browser_has(rooms: dict[str, Room]) -> None:
    """And of these, the organisation's own that are revealed."""
    alone, both = seen(rooms), seen(rooms, "Reception", "Attic", "Bar")
    assert "Kitchen · " in alone
    assert "Reception · " not in alone
    assert "Kitchen · " in both
    assert "Reception · " in both
    assert not {"Attic · ", "Bar · "} & {f"{name} · " for name in rooms if f"{name} · " in both}
    assert both.count("n = 12") == 8


def test_of_a_laptop_all_are_there_that_are_its_organisations(rooms: dict[str, Room]) -> None:
    """Whoever has the laptop has them all; a room that nobody's name stands on has no peers."""
    assert "Reception · " in seen(rooms, laptop=rooms["Kitchen"].code)
    nameless, _ = make_room(rooms["Kitchen"].store, read_workshop({"survey": "pulse", "title": "No name"}), port=0)
    assert "n = 12" not in seen(rooms | {"Kitchen": nameless}, laptop=nameless.code)


def test_two_rooms_of_one_name_and_day_are_told_apart(rooms: dict[str, Room]) -> None:
    """By their codes, which stand on their stages."""
    again, _ = make_room(
        rooms["Kitchen"].store,
        read_workshop({"survey": "pulse", "title": "Kitchen", "organisation": "Bellevue"}),
        port=0,
    )
    fill(again, [mixed(person, again.survey) for person in range(12)])
    again.reveal()
    page = seen(rooms, laptop=rooms["Kitchen"].code)
    assert all(re.search(f"Kitchen · [^<]* · {one.code}<", page) for one in (rooms["Kitchen"], again))
    assert rooms["Reception"].code not in page
