"""Rooms of which people may know the same look the same through every door, byte by byte.

Two rooms are twins that have one Report and other answers: swapped inside what is hidden, in another order, with
another leader who declined. What differs between them would tell one from the other.
"""

from __future__ import annotations

import io
import secrets
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from random import Random
from typing import Any

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from cxkit.book.edition import Edition
from cxkit.book.slides import slides
from cxkit.book.workbook import workbook
from cxkit.live.app import ROUTERS, create_app
from cxkit.live.publishing import given_by
from cxkit.live.room import Room
from cxkit.live.stage import Stage
from cxkit.live.storage.store import Store
from cxkit.survey.model import Survey
from tests.live.test_room import fill, mixed

DOORS = sorted({
    route.path
    for router in ROUTERS
    for route in router.routes
    if isinstance(route, APIRoute) and "GET" in (route.methods or ()) and "{code}" in route.path
    if not route.path.endswith("/events")  # streams without an end, of what the state says
})  # fmt: skip
MINE = ("/api/rooms/{code}/response",)
"""What says only what a phone sent itself."""
PEOPLE = [("leader", "Phones")] * 3 + [
    ("frontline", team) for team in ["Phones"] * 7 + ["Warehouse"] * 2 + ["Finance"] * 3
]
"""No role can be told, and of the teams the first alone."""

Responses = list[dict[str, Any]]
Agree = Sequence[bool | str | None]


def answered(survey: Survey, *, otherwise: bool = False, agree: Agree = (), wrote: int = 0) -> Responses:
    """Return what these people answer, or something else; what leaders say of being shown; and how many write."""
    sent = []
    for place, (role, team) in enumerate(PEOPLE):
        one = mixed(place * place if otherwise else place, survey, role=role, team=team)
        said = {} if place >= len(agree) or agree[place] is None else {"agrees": agree[place]}
        sent.append(one | said | {"comments": {"engaged": f"Words of {place}."} if place < wrote else {}})
    return sent


def reversed_(responses: Responses) -> Responses:
    return responses[::-1]


def in_other_roles(responses: Responses) -> Responses:
    """The leaders say what three of the front line said, and they the leaders' words."""
    return swapped(responses, {0: 3, 1: 5, 2: 7})


def in_other_teams(responses: Responses) -> Responses:
    """Of the teams that are told together one says what another said."""
    return swapped(responses, {10: 12, 11: 14})


def swapped(responses: Responses, pairs: dict[int, int]) -> Responses:
    changed = list(responses)
    for one, other in pairs.items():
        for place, source in ((one, other), (other, one)):
            changed[place] = responses[source] | {"attributes": responses[place]["attributes"]}
    return changed


def seen(room: Room, facilitator: bool) -> dict[str, str]:
    """Return what each door shows; the key is drawn anew each time."""
    key = room.new_key()
    app = create_app(room.store, room=room.code, bases=["http://192.168.1.5:8765"])
    with TestClient(app, base_url="http://localhost:8765") as client:
        if facilitator:
            client.cookies.set(f"cxkit_{room.code}", key)
        shown = {door: client.get(door.format(code=room.code, kind="zip")).text for door in DOORS if door not in MINE}
    return {door: text.replace(key, "KEY") for door, text in shown.items()}


def made(store: Store, survey: Survey, responses: Responses, **asking: Any) -> Room:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(secrets, "choice", Random(1).choice)  # one code for all twins: it is in links and QR codes
        room, _ = Room.create(store, survey, title="A room", port=8765, **asking)
    fill(room, responses)
    return room


def files(room: Room) -> Iterator[bytes]:
    """Give what goes into the book, and all parts of slides and workbook but the time at which they were made."""
    edition = Edition.from_dict(given_by(Stage.of(room)))
    for make in (slides, workbook):
        with zipfile.ZipFile(io.BytesIO(make(edition))) as archive:
            for name in sorted(archive.namelist()):
                part = archive.read(name)
                if name.endswith((".xlsx", ".xls")):
                    with zipfile.ZipFile(io.BytesIO(part)) as inner:
                        yield from (inner.read(one) for one in sorted(inner.namelist()) if "core.xml" not in one)
                elif "core.xml" not in name:
                    yield part
    yield from (content for _, content in sorted(edition.files().items()))


def alike(rooms: Sequence[Room], *, facilitators: bool = True) -> None:
    """Assert that rooms look the same through every door."""
    for facilitator in {False, facilitators}:
        first, *others = (seen(room, facilitator) for room in rooms)
        for other in others:
            assert first == other


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[list[Store]]:
    """A store for each of three twins."""
    with ExitStack() as open_:
        yield [open_.enter_context(Store(tmp_path / name)) for name in ("one", "two", "three")]


@pytest.mark.parametrize("other", [reversed_, in_other_roles, in_other_teams])
def test_twins_look_the_same_through_every_door(
    stores: list[Store], leadership: Survey, other: Callable[[Responses], Responses]
) -> None:
    """Of people, of the facilitator, and in all files; before they are revealed, and after."""
    responses = answered(leadership)
    twins = [made(store, leadership, sent) for store, sent in zip(stores, (responses, other(responses)), strict=False)]
    alike(twins)
    one, two = (room.reveal() for room in twins)
    assert one == two
    assert [row["group"] for row in one["groups"] if row["n"]], "something is told of groups"
    alike(twins)
    assert list(files(twins[0])) == list(files(twins[1]))


def test_before_the_reveal_no_door_tells_what_people_answer(stores: list[Store], leadership: Survey) -> None:
    """As long as as many answered, and from the same groups; also once it is closed."""
    sent = [answered(leadership, otherwise=otherwise) for otherwise in (False, True)]
    rooms = [made(store, leadership, each) for store, each in zip(stores, sent, strict=False)]
    alike(rooms)
    for room in rooms:
        room.close()
    alike(rooms)
    assert rooms[0].reveal() != rooms[1].reveal()


def test_no_door_tells_which_leader_declined_nor_how_many(stores: list[Store], leadership: Survey) -> None:
    """Of three whom the room asked: one said no, all did, or nobody said anything."""
    said = ("alone", False, True), (False, False, False), (None, None, None)
    sent = [answered(leadership, agree=agree) for agree in said]
    rooms = [made(store, leadership, each, leaders_from_two=True) for store, each in zip(stores, sent, strict=True)]
    alike(rooms)
    assert rooms[0].reveal() == rooms[1].reveal() == rooms[2].reveal()
    alike(rooms)
    assert list(files(rooms[0])) == list(files(rooms[1])) == list(files(rooms[2]))


def test_to_people_no_door_tells_how_many_wrote_below_the_threshold(stores: list[Store], leadership: Survey) -> None:
    """Nobody, or one fewer than are needed; the facilitator reads what they wrote, and may hold it back."""
    sent = [answered(leadership, wrote=wrote) for wrote in (0, leadership.confidentiality.comments - 1)]
    rooms = [made(store, leadership, each) for store, each in zip(stores, sent, strict=False)]
    alike(rooms, facilitators=False)
    assert rooms[0].reveal() == rooms[1].reveal()
    alike(rooms, facilitators=False)
    assert list(files(rooms[0])) == list(files(rooms[1]))
