"""One person, one voice: a ticket lets one response in, and nobody can tell which ticket wrote what."""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from cxkit.errors import Changed, NotAllowed, NotFound, RoomError
from cxkit.live.app import create_app
from cxkit.live.paper import Paper
from cxkit.live.room import Room
from cxkit.live.setup import Setup, make_room
from cxkit.live.stage import Stage
from cxkit.live.storage import schema
from cxkit.live.storage.store import Store, digest
from cxkit.live.tickets import Tickets
from cxkit.survey.workshop_file import read_workshop
from tests.live.test_room import fill, mixed

BASE = "http://localhost:8765"


def ticketed(store: Store, **said: object) -> tuple[Room, str]:
    """Return a room into which people come with tickets, and its key."""
    return make_room(store, read_workshop({"teams": ["Phones", "Warehouse"], "tickets": True, **said}), port=1)


def browser(store: Store, room: Room, key: str = "") -> TestClient:
    """Return a browser; with a key it is the facilitator's."""
    cookies = {f"cxkit_{room.code}": key} if key else {}
    return TestClient(create_app(store, room=room.code, bases=[BASE]), base_url=BASE, cookies=cookies)


def test_a_ticket_lets_one_response_into_every_activity(store: Store) -> None:
    """One phone may use it as often as it likes; another may not, and without one nobody writes anything."""
    room, _ = ticketed(store)
    stage = Stage.of(room)
    one, other = Tickets(room=room).more(2)
    with pytest.raises(NotAllowed, match="ticket is needed"):
        room.save("a" * 32, 1, mixed(1, room.survey)).result()
    for written in (one, one.lower(), one.replace("-", " ")):  # the answer got lost, or the phone came back
        Tickets(room=room).use(written, "a" * 32)
    with pytest.raises(Changed, match="has been used"):
        Tickets(room=room).use(one, "b" * 32)
    with pytest.raises(NotFound, match="no ticket of this workshop"):
        Tickets(room=room).use("ABCD-EFGH", "b" * 32)
    Tickets(room=room).use(other, "b" * 32)
    Tickets(room=room).use("", "b" * 32)
    assert Tickets(room=room).counts() == {"made": 2, "used": 2}
    rows = set()
    for survey in ("leadership", "pulse"):
        stage.open(survey)
        on = stage.rooms()[survey]
        for token in ("a" * 32, "b" * 32):
            assert on.save(token, 1, mixed(1, on.survey)).result().yours
        assert on.save("a" * 32, 2, mixed(2, on.survey)).result().yours
        with pytest.raises(NotAllowed):
            on.save("c" * 32, 1, mixed(1, on.survey)).result()
        assert on.progress().joined == 2
        rows |= set(store.responses_by_token(on.id))
    assert len(rows) == 4, "nor does anything tell that the answers to two activities are one person's"


def test_two_phones_that_show_one_ticket_at_once_are_one_voice(store: Store) -> None:
    """The first one is in."""
    room, _ = ticketed(store)
    (ticket,) = Tickets(room=room).more(1)
    tokens = [f"{phone:032x}" for phone in range(6)]
    with ThreadPoolExecutor(6) as phones:
        failed = [done.exception() for done in [phones.submit(Tickets(room=room).use, ticket, one) for one in tokens]]
    assert [type(error) for error in failed if error] == [Changed] * 5


def test_nothing_that_is_kept_leads_from_a_ticket_to_what_it_let_in(store: Store) -> None:
    """No value of one is in the other, both lie in the order of digests, and no ticket stands there in clear."""
    room, _ = ticketed(store)
    tickets = Tickets(room=room).more(40)
    for person, ticket in enumerate(tickets):
        Tickets(room=room).use(ticket, f"{person:032x}")
        room.save(f"{person:032x}", 1, mixed(person, room.survey)).result()
    room.close()
    with store._engine.connect() as connection:
        everything = str([connection.execute(sa.select(table)).all() for table in schema.metadata.tables.values()])
        kept = dict(connection.scalar(sa.select(schema.rooms.c.tickets)) or {})
        responses = connection.execute(sa.select(schema.responses)).all()
    assert list(kept) == sorted(kept)
    assert not [one for one in tickets if one in everything or one.replace("-", "") in everything]
    values = {*kept, *kept.values()}
    assert len(values) == 80
    assert not [value for value in values if value in str(responses)]
    assert digest(f"{1:032x}")[:32] not in values


def test_paper_needs_no_ticket_and_a_workshop_has_no_more_than_it_can_keep(store: Store) -> None:
    """Forms are typed in by the facilitator, and marked."""
    room, _ = ticketed(store)
    Paper(room=room).keep("f" * 32, 1, mixed(1, room.survey))
    assert room.progress().joined == 1
    with pytest.raises(RoomError, match="at most 2000 tickets"):
        Tickets(room=room).more(2001)


def test_slips_printed_last_night_let_people_in_after_the_set_up_has_changed(store: Store) -> None:
    """Until somebody joins, it may change; turned off, everybody may come in, in every activity."""
    room, _ = ticketed(store)
    (ticket,) = Tickets(room=room).more(1)
    Setup(room=room).change({"title": "Another title", "tickets": True, "teams": ["A", "B"]})
    Tickets(room=room).use(ticket, "a" * 32)
    Setup(room=room).change({"teams": ["A", "B"]})
    opened = Room.find(store, room.code)
    assert Tickets(room=opened).counts() is None
    fill(opened, [mixed(1, opened.survey)])
    Stage.of(opened).open("journey")
    fill(Stage.of(opened).rooms()["journey"], [{}])


def test_a_phone_shows_its_ticket_at_the_door(store: Store) -> None:
    """First the door, then the form; a used ticket and a wrong one are told apart; a phone that was in stays in."""
    room, key = ticketed(store, paced=True)
    page = browser(store, room, key).get(f"/slips/{room.code}?count=3").text
    links = re.findall(rf'alt="{BASE}/r/{room.code}#([A-Z]{{4}}-[A-Z]{{4}})"', page)
    assert len(set(links)) == 3
    assert all(f">{ticket}</b>" in page for ticket in links)
    phone, another = browser(store, room), browser(store, room)

    def show(who: TestClient, token: str, ticket: str) -> int:
        sent = {"token": token, "ticket": ticket}
        return who.post(f"/api/rooms/{room.code}/ticket", json=sent).status_code

    assert "Your ticket" in phone.get("/").text
    assert show(phone, "a" * 32, links[0]) == 200
    phone.cookies.set(f"cxkit_token_{room.code}", "a" * 32)  # its script has kept it before
    assert "moves on by itself" in phone.get("/").text
    assert (show(another, "b" * 32, links[0]), show(another, "b" * 32, "NONE-OFIT")) == (409, 404)
    assert "Your ticket" in another.get("/").text
    another.cookies.set(f"cxkit_token_{room.code}", "b" * 32)
    assert "Your ticket" in another.get("/").text, "a cookie that nobody gave it opens nothing"
    assert show(phone, "a" * 32, "") == 200
    Stage.of(room).open("journey")
    on = Stage.of(room).rooms()["journey"]
    sent = {"token": "b" * 32, "revision": 1, "response": {}}
    assert another.put(f"/api/rooms/{on.code}/response", json=sent).status_code == 403
    assert phone.put(f"/api/rooms/{on.code}/response", json=sent | {"token": "a" * 32}).status_code == 200


def test_the_facilitator_shows_tickets_one_by_one(store: Store) -> None:
    """For people without a slip; the page counts them, and never says which are used."""
    room, key = ticketed(store)
    facilitator = browser(store, room, key)
    shown = [facilitator.post(f"/api/tickets/{room.code}", headers={"X-Cxkit": "1"}).json() for _ in range(2)]
    assert len({one["ticket"] for one in shown}) == len({one["qr"] for one in shown}) == 2
    Tickets(room=room).use(shown[1]["ticket"], "a" * 32)
    assert facilitator.get(f"/api/presenter/{room.code}").json()["tickets"] == {"made": 2, "used": 1}


def test_the_bytes_of_a_laptops_file_hold_no_ticket(tmp_path: Path) -> None:
    """Reading the file lets nobody in."""
    with Store(tmp_path) as store:
        tickets = Tickets(room=ticketed(store)[0]).more(20)
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert not [one for one in tickets if one.replace("-", "").encode() in stored or one.encode() in stored]
