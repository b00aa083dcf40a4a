"""Rooms of which people may know the same look the same through every door, byte by byte.

Two rooms are twins that have one Report and other answers: swapped inside what is hidden, in another order, with
another leader who declined. What differs between them would tell one from the other.
"""

import json
import re
import secrets
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from cxkit.book import build
from cxkit.book.audited import certificates
from cxkit.book.edition import Edition
from cxkit.book.slides import slides
from cxkit.book.workbook import workbook
from cxkit.live import commitments, timer
from cxkit.live.app import ROUTERS, create_app
from cxkit.live.moderation import Moderation
from cxkit.live.pairing import Pairing
from cxkit.live.publishing import given_by
from cxkit.live.room import Room
from cxkit.live.series import Series
from cxkit.live.setup import make_room
from cxkit.live.stage import Stage
from cxkit.live.steps import Steps
from cxkit.live.storage import schema
from cxkit.live.storage.store import Store
from cxkit.survey.model import Survey
from cxkit.survey.workshop_file import read_workshop
from tests.live.routes.twins import (
    CHANGES,
    Responses,
    answered,
    in_other_roles,
    same,
)
from tests.live.test_room import fill
from tests.live.test_series import LINES

DOORS = sorted({
    route.path
    for router in ROUTERS
    for route in router.routes
    if isinstance(route, APIRoute) and "GET" in (route.methods or ()) and "{code}" in route.path
    if not route.path.endswith("/events")  # streams without an end, of what the state says
})  # fmt: skip
MINE = ("/api/rooms/{code}/response",)
"""What says only what a phone sent itself."""
LISTS = {"/api/presenter/{code}/comments/list": {}, "/api/presenter/{code}/lines/list": {"list": "promise"}}
"""What shows the facilitator something, though it is sent for."""
KINDS = {"/api/presenter/{code}/commitments.{kind}": ("csv", "ics")}
ASKED = ("/api/rooms/{code}", "/api/paper/{code}", "/api/setup/{code}", "/form/{code}")
"""What tells whom a room asks whether they agree to be shown."""
CHANCE = re.compile('"[0-9a-f]{32}"|DTSTAMP:.*')
"""What is drawn anew by each phone, or is the time of asking."""


def seen(room: Room, facilitator: bool) -> dict[str, str]:
    """Return what each door shows; the key is drawn anew each time."""
    key = room.new_key()
    app = create_app(room.store, room=room.code, bases=["http://192.168.1.5:8765"])
    with TestClient(app, base_url="http://localhost:8765", headers={"X-Cxkit": "1"}) as client:
        if facilitator:
            client.cookies.set(f"cxkit_{room.code}", key)
        shown = {
            f"{door} {kind}": client.get(door.format(code=room.code, kind=kind)).text
            for door in DOORS
            for kind in KINDS.get(door, ("zip",))
            if door not in MINE
        }
        for door, asked in LISTS.items():
            found = client.post(door.format(code=room.code), json=asked).json()
            for part in found.get("dimensions", ()):  # they lie in the order of names that are drawn by chance
                part["comments"] = sorted(part["comments"] or (), key=lambda one: str(one["pieces"]))
            shown[f"{door} "] = json.dumps(found)
    return {door: CHANCE.sub("", text.replace(key, "KEY")) for door, text in shown.items()}


class NoChance(Random):
    """In place of the system's: what lies in no order is sorted."""

    def shuffle(self, rows: Any) -> None:
        """Sort them."""
        rows.sort(key=repr)


@pytest.fixture(autouse=True)
def no_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrets, "SystemRandom", partial(NoChance, 1))
    monkeypatch.setattr(timer, "_steady", lambda: 0.0)


def made(store: Store, survey: Survey, responses: Responses, **asking: Any) -> Room:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(secrets, "choice", Random(1).choice)  # one code for all twins: it is in links and QR codes
        room, _ = Room.create(store, survey, title="A room", port=8765, **asking)
    fill(room, responses)
    return room


def again(room: Room) -> Room:
    return Room.find(room.store, room.code)


def talked(room: Room) -> Room:
    """Reveal a room, and show what people wrote."""
    room.reveal()
    Moderation(room=room).read()
    Moderation(room=room).show()
    return again(room)


def followed(store: Store, change: Callable[[Responses], Responses]) -> Room:
    """Return a workshop that is all over, of an organisation that has had one before, and where it stands."""
    asked = {"teams": ["Phones", "Warehouse", "Finance"], "title": "The spring", "organisation": "Bellevue"}
    with pytest.MonkeyPatch.context() as patch:
        luck = Random(1)
        patch.setattr(secrets, "choice", luck.choice)
        patch.setattr(secrets, "token_hex", lambda n: luck.randbytes(n).hex())
        for module in ("commitments", "series"):
            patch.setattr(f"cxkit.live.{module}.uuid4", lambda: uuid.UUID(int=luck.getrandbits(128), version=4))
        lead, _ = make_room(store, read_workshop(asked), port=8765)
        Stage.of(lead).open("leadership")
        first = Stage.of(lead).rooms()["leadership"]
        fill(first, change(answered(first.survey, wrote=12)))
        Stage.of(lead).reveal("leadership")
        talked(first)
        commitments.keep(lead, 0, LINES, "2026-10-05").result()
        then = Room.of_key(store, Series.of(lead).follow())
        Stage.of(then).open("leadership")
        second = Stage.of(then).rooms()["leadership"]
        commitments.keep(then, 1, LINES, "2026-12-05").result()
    pairing = Pairing.of(second)
    assert pairing
    for place, said in enumerate(change(answered(second.survey, otherwise=True))):
        mark = pairing.mark(f"{place:032x}")
        second.save(f"{place + 99:032x}", 1, said | {"compares": True}, mark=mark).result()
    return then


def files(room: Room) -> dict[str, bytes]:
    """Give what goes into the book, slides and workbook."""
    edition = Edition.from_dict(given_by(Stage.of(room)))
    return edition.files() | {"pptx": slides(edition), "xlsx": workbook(edition)}


def same_files(rooms: Sequence[Room]) -> None:
    """Assert that book, slides and workbook of rooms are the same, byte by byte."""
    first, *others = map(files, rooms)
    assert [{name for name in first if first[name] != other[name]} for other in others] == [set()] * len(others)


def kept(room: Room) -> dict[str, Any]:
    """Return what the store has, but for keys, and what is exported of it."""
    tables = [table for table in schema.metadata.sorted_tables if table.name not in {"keys", "secrets"}]
    with room.store._engine.connect() as connection:
        found = {table.name: [dict(row._mapping) for row in connection.execute(sa.select(table))] for table in tables}
    for row in found["rooms"]:
        row.pop("opened")
    return found | {"export": room.raw_answers()}


def alike(rooms: Sequence[Room], *, but: Sequence[str] = ()) -> None:
    """Assert that rooms look the same through every door."""
    for facilitator in (False, True):
        first, *others = (seen(room, facilitator) for room in rooms)
        for other in others:
            differ = [door for door in first if first[door] != other[door] and door.split()[0] not in but]
            assert [(first[door], other[door]) for door in differ] == [], differ


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[list[Store]]:
    """A store for each of four twins."""
    with ExitStack() as open_:
        yield [open_.enter_context(Store(tmp_path / name)) for name in ("one", "two", "three", "four")]


def test_twins_look_the_same_through_every_door(stores: list[Store], leadership: Survey) -> None:
    """Of people, of the facilitator, and in all files; before they are revealed, and after."""
    responses = answered(leadership, wrote=12)
    twins = [made(store, leadership, change(responses)) for store, change in zip(stores, CHANGES, strict=True)]
    alike(twins)
    twins = [talked(room) for room in twins]
    told = twins[0].released() or {}
    assert [room.released() for room in twins] == [told] * len(twins)
    assert [row["group"] for row in told["groups"] if row["n"]], "something is told of groups"
    assert len(told["comments"]) == 12
    alike(twins)
    same_files(twins)


def test_twins_that_follow_up_look_the_same(stores: list[Store]) -> None:
    """Now beside then, and who was there both times; side by side with the rooms of before; step by step."""
    twins = [followed(store, change) for store, change in zip(stores, CHANGES, strict=True)]
    steps = [Steps(stage=Stage.of(room)) for room in twins]
    for step in steps[0].all:
        for one in steps:
            one.go(step["id"], sure=True)
        alike(twins)
        if step["kind"] == "reveal":
            for one in steps:
                one.reveal()
            alike(twins)
    (told,) = Stage.of(twins[0]).reports()
    assert [row["r"] for row in told["paired"] if row["r"]], "it is told how alike people answered both times"
    assert "Bellevue" in seen(twins[0], True)["/peers/{code} zip"]
    same_files(twins)


@pytest.mark.slow
@pytest.mark.browser
def test_twins_have_the_same_book(stores: list[Store], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page with its search index and its tables, the PDF, and the zip in which all of it is handed over."""
    monkeypatch.setattr(build, "certificates", partial(certificates, seconds=0))  # how far it comes is the machine's
    books: list[dict[str, bytes]] = []
    for store, change in zip(stores, (same, in_other_roles), strict=False):
        room = followed(store, change)
        Stage.of(room).reveal("leadership")
        edition = Edition.from_dict(given_by(Stage.of(room)))
        out, work = tmp_path / "out" / str(len(books)) / "team-book", tmp_path / "work" / str(len(books))
        more: dict[str, Any] = {"zipped": True, "pdf": True, "also": build.TO_PRESENT}
        build.publish(edition, out, work=work, say=print, progress=print, **more)
        books.append({str(path.relative_to(out.parent)): path.read_bytes() for path in out.parent.rglob("*.*")})
    assert {"book.pdf", "searchindex.js", "objects.inv", "slides.pptx", "results.xlsx"} <= {
        name.rpartition("/")[2] for name in books[0]
    }
    assert [name for name in {**books[0], **books[1]} if books[0].get(name) != books[1].get(name)] == []


def test_before_the_reveal_no_door_tells_what_people_answer(stores: list[Store], leadership: Survey) -> None:
    """As long as as many answered, and from the same groups; also once it is closed, or its comments are read."""
    sent = [answered(leadership, otherwise=otherwise) for otherwise in (False, True)]
    rooms = [made(store, leadership, each) for store, each in zip(stores, sent, strict=False)]
    alike(rooms)
    for room in rooms:
        room.close()
        Moderation(room=room).read()
    alike(rooms)
    assert rooms[0].reveal() != rooms[1].reveal()


def test_while_a_picture_is_shown_no_door_tells_what_comes_after(stores: list[Store], leadership: Survey) -> None:
    """How many came, and from which groups, decides what is said of the next picture."""
    later = [answered(leadership, otherwise=otherwise)[3:10] for otherwise in (False, True)]
    later = [[*sent, sent[0]] for sent in later]
    rooms = [made(store, leadership, answered(leadership)) for store, _ in zip(stores, later, strict=False)]
    for room in rooms:
        room.show()
    for place in range(8):
        for room, sent in zip(rooms, later, strict=True):
            room.save(f"{place + 99:032x}", 1, sent[place]).result()
        if place in {0, 6, 7}:
            alike(rooms)
    assert rooms[0].show() != rooms[1].show()


def test_no_door_tells_which_leader_declined_nor_how_many(stores: list[Store], leadership: Survey) -> None:
    """Of three whom the room asked: one said no, all did, or nobody said anything."""
    said = ("alone", False, True), (False, False, False), (None, None, None)
    sent = [answered(leadership, agree=agree) for agree in said]
    rooms = [made(store, leadership, each, leaders_from_two=True) for store, each in zip(stores, sent, strict=False)]
    alike(rooms)
    assert rooms[0].reveal() == rooms[1].reveal() == rooms[2].reveal()
    alike(rooms)
    same_files(rooms)


def test_where_a_leader_declined_it_looks_as_if_nobody_had_been_asked(stores: list[Store], leadership: Survey) -> None:
    """Once it is revealed, wherever it does not stand what a phone asks; before, also as if there were none to ask."""
    sent = answered(leadership, agree=("alone", False, True))
    nobody = [one | {"attributes": one["attributes"] | {"role": "support"}} for one in sent[:3]] + sent[3:]
    declined, without = (
        made(store, leadership, each, leaders_from_two=True)
        for store, each in zip(stores, (sent, nobody), strict=False)
    )
    alike([declined, without])
    unasked = made(stores[2], leadership, sent)
    assert declined.reveal() == unasked.reveal()
    alike([declined, unasked], but=ASKED)
    same_files([declined, unasked])


def test_no_door_tells_how_many_wrote_below_the_threshold(stores: list[Store], leadership: Survey) -> None:
    """Nobody, one, or one fewer than are needed: not to the facilitator either, who has asked to read it."""
    sent = [answered(leadership, wrote=wrote) for wrote in (0, 1, leadership.confidentiality.comments - 1)]
    rooms = [made(store, leadership, each) for store, each in zip(stores, sent, strict=False)]
    alike(rooms)
    rooms = [talked(room) for room in rooms]
    alike(rooms)
    same_files(rooms)


def test_nothing_that_is_kept_or_shown_depends_on_who_came_first(stores: list[Store], leadership: Survey) -> None:
    """The same people, another order: the same rows, the same export, the same pages and files, down to comments."""
    sent = [one | {"agrees": True} for one in answered(leadership, wrote=12)]
    rooms = [made(store, leadership, [], leaders_from_two=True) for store in stores[:2]]
    for room, order in zip(rooms, (range(len(sent)), range(len(sent))[::-1]), strict=True):
        for phone in order:
            room.save(f"{phone:032x}", 1, sent[phone]).result()
        room.close()
    assert kept(rooms[0]) == kept(rooms[1])
    rooms = [talked(room) for room in rooms]
    assert kept(rooms[0]) == kept(rooms[1])
    alike(rooms)
    same_files(rooms)
