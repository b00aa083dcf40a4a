"""Paper forms: counted like any response, marked in the store, and no way round what a room refuses."""

import re
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from cxkit.errors import RoomClosed, RoomError
from cxkit.live.app import create_app
from cxkit.live.moderation import Moderation
from cxkit.live.paper import Paper
from cxkit.live.room import Room
from cxkit.live.storage.store import Store
from cxkit.survey.model import Survey
from tests.live.test_room import fill, full, mixed


def test_forms_are_typed_in_after_closing_and_are_in_the_report(room: Room, leadership: Survey) -> None:
    """Phones come too late by then; forms do not."""
    fill(room, [mixed(place, leadership) for place in range(6)])
    room.close()
    late = Room.find(room.store, room.code)
    Paper(room=late).keep("f" * 32, 1, full(3, leadership, role="frontline"))
    Paper(room=late).keep("f" * 32, 1, full(3, leadership, role="frontline"))  # sent twice: counted once
    assert Paper(room=late).typing()["typed"] == 1
    assert late.reveal()["n"] == 7
    with pytest.raises(RoomClosed, match="No more forms can be added"):
        Paper(room=late).keep("e" * 32, 1, full(3, leadership))


def test_a_form_that_comes_after_closing_is_marked_and_counted_apart(store: Store, leadership: Survey) -> None:
    """Nobody in the room has seen who typed it; the room is told, the export tells which, and phones cannot say so."""
    room, key = Room.create(store, leadership, title="A room", port=1)
    fill(room, [mixed(place, leadership) for place in range(6)])
    Paper(room=room).keep("d" * 32, 1, mixed(1, leadership))
    room.close()
    for place, token in enumerate(("e" * 32, "f" * 32)):
        Paper(room=room).keep(token, 1, mixed(place, leadership))
    assert Paper(room=room).typed() == {"typed": 3, "late": 2}
    marks = sorted((bool(one.get("paper")), bool(one.get("late"))) for one in room.raw_answers())
    assert marks == [(False, False)] * 6 + [(True, False)] + [(True, True)] * 2
    screen = TestClient(
        create_app(store, room=room.code, bases=["http://localhost"]),
        base_url="http://localhost",
        cookies={f"cxkit_{room.code}": key},
    )
    for _ in range(2):
        told = screen.get(f"/api/presenter/{room.code}").json()
        assert (told["late"], told["finished"]) == (2, 9)
        room.reveal()


@pytest.mark.parametrize(
    ("code", "base", "words"),
    [
        ("laptop", "http://192.168.1.5:8765", "lead to 192.168.1.5:8765: .* In another network, print them anew"),
        ("laptop", "http://127.0.0.1:8765", r"in no network, so no phone can reach it[^<]*</p>\s*$"),
        ("", "https://rooms.example.com", r"^\s*<h1>A room</h1>\s*<p>Print this page: [^<]*</p>$"),
    ],
)
def test_slips_of_a_laptop_say_in_which_network_they_lead_there(
    code: str, base: str, words: str, store: Store, leadership: Survey
) -> None:
    """Printed at home the evening before, they led nowhere: paper cannot follow. A server stays where it is."""
    room, key = Room.create(store, leadership, title="A room", port=1)
    screen = TestClient(
        create_app(store, room=code and room.code, bases=[base]),
        base_url="http://localhost",
        cookies={f"cxkit_{room.code}": key},
    )
    (heading,) = re.findall('<header class="screen">(.*?)</header>', screen.get(f"/slips/{room.code}").text, re.S)
    assert re.search(words, heading), heading


def test_on_paper_the_stem_is_said_once(room: Room, leadership: Survey) -> None:
    """Above each question's statements, which go on from it; one that begins otherwise is whole."""
    form = Paper(room=room).form()
    assert form.count("Our leaders …") == len(leadership.dimensions)
    assert ">… listen when the front line brings them an idea.<" in form
    assert ">When something goes wrong for a customer, our leaders are hard to find.<" in form
    assert "قيادتنا …" not in Paper(room=room, language="ar").form(), "there no statement begins with it"


def test_after_the_comments_are_read_no_form_is_added(room: Room, leadership: Survey) -> None:
    """It could hold the eleventh comment, whose writer would be known."""
    room.close()
    Moderation(room=Room.find(room.store, room.code)).read()
    with pytest.raises(RoomClosed, match="No more forms can be added"):
        Paper(room=room).keep("e" * 32, 1, full(3, leadership))


def test_a_phone_cannot_call_itself_paper(room: Room, leadership: Survey) -> None:
    """The mark is the facilitator's."""
    with pytest.raises(RoomError, match='A response has no "paper"'):
        room.save("a" * 32, 1, full(3, leadership) | {"paper": True})


def test_what_is_printed_cannot_run(room: Room) -> None:
    """A title is words, whatever is in it."""
    odd = replace(room, title="<script>alert(1)</script>")
    for page in (Paper(room=odd).slips("http://192.168.1.5:8765"), Paper(room=odd).form()):
        assert "<script" not in page
        assert "&lt;script&gt;" in page


def test_the_form_speaks_spanish_where_it_is_asked_to(room: Room) -> None:
    """Its fixed words; the survey's own where it has them."""
    assert "No escriba su nombre" in Paper(room=room, language="es").form()
