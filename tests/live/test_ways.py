"""Somebody who comes by two addresses of a laptop: a browser is a stranger at the second, so they are told, both."""

from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from cxkit.live.app import create_app
from cxkit.live.setup import make_room
from cxkit.live.stage import Stage
from cxkit.live.storage.store import Store
from cxkit.survey.workshop_file import read_workshop

WIFI, HOTSPOT = "http://192.168.1.5:8765", "http://10.42.0.1:8765"
WARNING = {"joined": 2, "n": 2, "why": "ways"}


class Laptop:
    """A laptop's room; each of its starts knows nothing but what is in the store."""

    def __init__(self, store: Store, *bases: str, **said: object) -> None:
        self.store = store
        workshop = read_workshop({"teams": ["A"], "activities": ["pulse"], "paced": False, **said})
        self.room, self.key = make_room(store, workshop, port=8765)
        self.start(*bases)

    def start(self, *bases: str) -> None:
        """Start (again), with these addresses."""
        self.bases = list(bases)
        self.app: FastAPI = create_app(self.store, room=self.room.code, bases=self.bases)

    def phone(self, base: str, address: str = "192.168.1.30") -> TestClient:
        """Return a phone that goes to one address of the laptop."""
        return TestClient(self.app, base_url=base, client=(address, 50000))

    def note(self, phone: TestClient) -> str:
        """Return what the phone's page says of other addresses; "" where nothing."""
        page = phone.get(f"/r/{self.room.code}").text
        return page.partition('id="began">')[2].partition("</p>")[0].strip()

    def begin(self, phone: TestClient, person: int) -> None:
        """Send somebody's first answer, and remember them as the page's script does."""
        code, token = phone.get(f"/api/rooms/{self.room.code}").json()["code"], f"{person:032x}"
        sent = {
            "token": token,
            "revision": 1,
            "response": {"answers": {"engaged_touch": 4}} if code == self.room.code else {},
        }
        assert phone.put(f"/api/rooms/{code}/response", json=sent).status_code == 200
        phone.cookies.set(f"cxkit_token_{code}", token)

    def crowd(self) -> object:
        """Return what the facilitator is told."""
        screen = TestClient(self.app, base_url=WIFI, cookies={f"cxkit_{self.room.code}": self.key})
        return screen.get(f"/api/presenter/{self.room.code}").json()["crowd"]


def test_who_is_new_at_an_address_is_told_where_others_began(store: Store) -> None:
    """And led back there while the laptop has that address; whoever is in already reads nothing of it."""
    laptop = Laptop(store, WIFI, HOTSPOT)
    wifi, hotspot = laptop.phone(WIFI), laptop.phone(HOTSPOT)
    assert (laptop.note(wifi), laptop.note(hotspot)) == ("", "")
    laptop.begin(wifi, 1)
    assert laptop.note(laptop.phone(WIFI)) == "", "another person, the same way"
    assert "do not begin again" in laptop.note(hotspot)
    assert f'href="{WIFI}/r/{laptop.room.code}"' in laptop.note(hotspot)
    assert laptop.crowd() is None
    laptop.begin(hotspot, 2)
    assert laptop.crowd() == WARNING
    assert (laptop.note(wifi), laptop.note(hotspot)) == ("", "")


def test_a_laptop_that_comes_back_at_another_address_still_knows_how_people_came(store: Store) -> None:
    """The former address leads nowhere any more, and is not offered."""
    laptop = Laptop(store, WIFI)
    laptop.begin(laptop.phone(WIFI), 1)
    laptop.start(HOTSPOT)
    phone = laptop.phone(HOTSPOT)
    assert "do not begin again" in laptop.note(phone)
    assert "href" not in laptop.note(phone)
    laptop.begin(phone, 2)
    assert laptop.crowd() == WARNING
    laptop.start(HOTSPOT)
    assert laptop.crowd() == WARNING


def test_in_the_next_activity_everybody_begins_once_wherever_they_are(store: Store) -> None:
    """Each activity has numbers of its own, so that nobody counts twice in it who has changed before."""
    laptop = Laptop(store, WIFI)
    laptop.begin(laptop.phone(WIFI), 1)
    laptop.start(HOTSPOT)
    Stage.of(laptop.room).open("pulse")
    phone = laptop.phone(HOTSPOT)
    assert laptop.note(phone) == ""
    laptop.begin(phone, 2)
    assert laptop.crowd() is None


def test_on_the_laptop_itself_its_name_is_a_way_of_its_own_and_nobody_elses(store: Store) -> None:
    """It is known by a name and by two numbers. Phones cannot come by those, and nobody is warned of one browser."""
    laptop = Laptop(store, WIFI)
    laptop.begin(laptop.phone("http://localhost:8765", "127.0.0.1"), 1)
    here = [laptop.phone("http://127.0.0.1:8765", "127.0.0.1"), laptop.phone(WIFI, "192.168.1.5")]
    for own in here:
        assert f'href="http://localhost:8765/r/{laptop.room.code}"' in laptop.note(own)
    assert laptop.note(laptop.phone(WIFI)) == ""
    laptop.begin(here[1], 2)
    assert laptop.crowd() is None


@pytest.mark.parametrize("tickets", [True, False])
def test_where_everybody_comes_by_one_address_or_with_a_ticket_nothing_is_said(tmp_path: Path, tickets: bool) -> None:
    """A hosted server has one name, by whatever network somebody comes; a ticket lets nobody in twice."""
    with Store(tmp_path / "data") as store:
        laptop = Laptop(store, WIFI, HOTSPOT, tickets=tickets)
        laptop.app = create_app(store, room=laptop.room.code if tickets else "", bases=["http://192.168.1.5:8765"])
        phone = laptop.phone(WIFI)
        if not tickets:
            laptop.begin(phone, 1)
            laptop.begin(laptop.phone(WIFI, "203.0.113.9"), 2)
            assert laptop.crowd() is None
        assert laptop.note(laptop.phone(HOTSPOT)) == ""
