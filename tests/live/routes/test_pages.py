"""The pages of a room and what they ask for: what each brings, and what it does not tell."""

import json
import re
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from sqlalchemy import event

from cxkit.live.app import ROUTERS, create_app
from cxkit.live.room import Room
from cxkit.live.serving import rate_limit
from cxkit.live.storage.store import Store
from cxkit.static import FOLDER
from cxkit.survey.files import load_survey, shipped_surveys
from cxkit.survey.model import Survey
from cxkit.survey.parts import Thresholds
from cxkit.words import languages, say
from tests.asked import DIMENSIONS, asking
from tests.live.routes.test_saving import TOKEN, put
from tests.live.test_room import fill, full


def test_the_short_address_leads_to_the_room(phone: TestClient, room: Room) -> None:
    """What people type from the projector is an address and nothing more."""
    assert phone.get("/").headers["location"] == f"/r/{room.code}"


def test_a_wrong_code_gets_a_page_in_plain_words(phone: TestClient) -> None:
    """No JSON, no traceback."""
    answer = phone.get("/r/WRONG")
    assert answer.status_code == 404
    assert "Check the code on the screen" in answer.text


def test_the_console_counts_and_tells_no_answer(facilitator: TestClient, room: Room) -> None:
    """Before the reveal even the facilitator sees counts only."""
    put(facilitator, room, 1, {"engaged_touch": 4}, comments={"engaged": "a secret"}, finished=True)
    answer = facilitator.get(f"/api/presenter/{room.code}")
    assert (answer.json()["joined"], answer.json()["finished"]) == (1, 1)
    assert "secret" not in answer.text
    assert "engaged_touch" not in answer.text


def test_the_report_is_there_after_the_reveal_and_not_before(
    phone: TestClient, facilitator: TestClient, room: Room, leadership: Survey
) -> None:
    """For nobody: not for the facilitator either."""
    fill(room, [full(4, leadership) for _ in range(6)])
    path = f"/api/rooms/{room.code}/report"
    assert facilitator.get(path).status_code == phone.get(path).status_code == 404
    assert facilitator.post(f"/api/presenter/{room.code}/reveal", headers={"X-Cxkit": "1"}).json() == {
        "state": "revealed"
    }
    assert phone.get(path).json()["n"] == 6


def test_pages_may_call_no_other_host(phone: TestClient, room: Room) -> None:
    """The policy names this server only, and no inline script."""
    policy = phone.get(f"/r/{room.code}").headers["content-security-policy"]
    assert "default-src 'self'" in policy
    script = next(part for part in policy.split(";") if "script-src" in part)
    assert script.split() == ["script-src", "'self'", "blob:"]


@pytest.mark.parametrize("kind", DIMENSIONS)
def test_what_a_phone_loads_weighs_little_however_it_asks(phone: TestClient, store: Store, kind: str) -> None:
    """As sent over the wire, compressed: the page with all that it names, and the room. None brings another's code."""
    room = Room.create(store, asking(kind), title="A room", port=8765)[0]
    named, total = loaded(phone, room, "en")
    assert named == [f"/static/phone.js?kinds={kind}&lang=en"]
    assert total <= (15_000 if kind == "rate" else 18_000)


def loaded(phone: TestClient, room: Room, lang: str, *more: str) -> tuple[list[str], int]:
    """Return what a phone's page names, and how many bytes it loads with the room, and with more."""
    told = {"Accept-Encoding": "gzip", "Accept-Language": lang}
    page = phone.get(f"/r/{room.code}", headers=told)
    named, total = [unescape(path) for path in re.findall(r'(?:src|href)="(/[^"]+)"', page.text)], 0
    for path in [f"/r/{room.code}", f"/api/rooms/{room.code}", *named, *more]:
        with phone.stream("GET", path, headers=told) as answer:
            assert answer.status_code == 200
            total += sum(len(chunk) for chunk in answer.iter_raw())
    return named, total


@pytest.mark.parametrize("slug", shipped_surveys())
def test_every_shipped_survey_weighs_little_in_every_language(
    phone: TestClient, leadership: Survey, store: Store, slug: str
) -> None:
    """With a workshop's teams where it asks for them, and the ways to other languages; its last screen, too.

    What asks in several ways may weigh more by the ways that come while the first screen is read.
    """
    survey = leadership if slug == "leadership" else load_survey(slug)
    room = Room.create(store, survey, title="A room", port=8765)[0]
    weights = {lang: loaded(phone, room, lang)[1] for lang in languages()}
    assert max(weights.values()) <= 18_000, weights
    assert loaded(phone, room, "en")[0] == [f"/static/phone.js?kinds={survey.dimensions[0].kind}&lang=en"]
    others = ".".join(kind for kind in survey.kinds if kind != survey.dimensions[0].kind)
    later = [f"/static/later.js?kinds={others}&lang={{lang}}"] if others else []
    weights = {lang: loaded(phone, room, lang, *(path.format(lang=lang) for path in later))[1] for lang in weights}
    assert max(weights.values()) <= LARGE.get(slug, 18_000), weights


LARGE = {"ownership": 20_000, "priorities": 22_000}
"""Shipped surveys that weigh more in all: they ask in two ways, and each of these needs much."""


def test_what_comes_later_brings_what_the_first_screen_has_not(phone: TestClient) -> None:
    """The other ways to ask, with their own words in the reader's language; nothing of what is there."""
    first = phone.get("/static/phone.js?kinds=sort&lang=de").text
    later = phone.get("/static/later.js?kinds=rate&lang=de").text
    for mark, there in (("heap", first), (" seven", later), ("none track", first), ("createElement", first)):
        assert [mark in text for text in (first, later)] == [text == there for text in (first, later)]
    for id, there in (("form.hint", later), ("form.sort_hint", first)):
        assert [say(id, lang="de") in text for text in (first, later)] == [text == there for text in (first, later)]


def test_later_is_lent_what_it_needs(phone: TestClient) -> None:
    """Every name that any way to ask takes from what phone.js has is one that phone.js lends."""
    for path in FOLDER.glob("kind_*.js"):
        for names in re.findall(r'import \{ (.*) \} from "\./(?:parts|radio)\.js"', path.read_text(encoding="utf-8")):
            assert {*names.split(", ")} <= {"h", "radio"}, path.name
    assert "globalThis.lent={h,radio};" in phone.get("/static/phone.js").text


def test_whoever_comes_back_gets_all_ways_to_ask_at_once(phone: TestClient, store: Store) -> None:
    """They go on anywhere, and wait for nothing."""
    room = Room.create(store, asking("spend", "sort"), title="A room", port=8765)[0]
    before, _ = loaded(phone, room, "en")
    put(phone, room, 1, {"first_1": 1, "first_2": 1, "first_3": 1, "first_4": 0, "first_5": 0})
    phone.cookies.set(f"cxkit_token_{room.code}", TOKEN)
    after, _ = loaded(phone, room, "en")
    assert [before, after] == [[f"/static/phone.js?kinds={kinds}&lang=en"] for kinds in ("spend", "sort.spend")]


def test_a_phone_asks_for_the_room_while_its_script_is_on_the_way(phone: TestClient, room: Room) -> None:
    """The page says what it will ask for; and one script brings all that it runs, without our comments."""
    assert f"</api/rooms/{room.code}>; rel=preload" in phone.get(f"/r/{room.code.lower()}").headers["link"]
    script = phone.get("/static/phone.js").text
    assert "\n//" not in script
    assert "\nexport" not in script


def test_whatever_name_is_asked_for_nothing_breaks(
    store: Store, room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At every address that has a place for one: none of that name is there, also where nothing could hold it."""
    monkeypatch.setattr(rate_limit, "AT_ONCE", 10**6)
    paths = [route.path for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    paths = [*(path for path in paths if "{" in path and not path.endswith("/events")), "/book/{file}"]
    (tmp_path / "confidentiality.html").touch()
    app = create_app(store, room=room.code, bases=["http://localhost"], book=tmp_path)
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        client.cookies.set(f"cxkit_{room.code}", room.new_key())
        for name in ("x" * 5000 + ".js", "%00.css", "..%2f..%2fpyproject.toml", "%ff%fe.js", "☃" * 300):
            asked = [re.sub(r"\{(\w+)\}", lambda at: room.code if at[1] == "code" else name, path) for path in paths]  # noqa: B023
            asked += [re.sub(r"\{\w+\}", name, path) for path in paths]
            asked.append(f"/book/confidentiality.html?code={name}")
            assert [path for path in asked if client.get(path).status_code >= 500] == []


def test_what_participants_read_names_the_thresholds_of_their_own_room(
    store: Store, leadership: Survey, tmp_path: Path
) -> None:
    """Phone, paper form and the book's page, whatever survey the book was built of; another room has its own."""
    words = "".join(f'<li>at least <strong data-least="{name}">5</strong></li>' for name in ("scores", "comments"))
    (tmp_path / "confidentiality.html").write_text(f"<head></head>{words}", encoding="utf-8")
    strict = replace(leadership, confidentiality=Thresholds(scores=7, distributions=12, comments=15))
    (room, key), (usual, _) = (Room.create(store, one, title="A room", port=1) for one in (strict, leadership))
    app = create_app(store, room=usual.code, bases=["http://192.168.1.5:8765"], book=tmp_path)
    with TestClient(app, base_url="http://localhost:8765") as client:
        told = client.get(f"/api/rooms/{room.code}").json()
        assert told["asking"]["notice"] == say("phone.privacy_notice", n=7)
        assert re.findall(r">(\d+)<", client.get(told["more"]).text) == ["7", "15"]
        assert re.findall(r">(\d+)<", client.get("/book/confidentiality.html").text) == ["5", "10"]
        client.get(f"/f/{key}")
        assert "where at least 7 people answered" in client.get(f"/form/{room.code}").text


def test_a_facilitators_page_asks_the_store_for_nothing_twice(
    facilitator: TestClient, store: Store, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It comes after every answer; once it asked thirty-one times. What it is told is what the stage is told."""
    fill(room, [full(4, room.survey) for _ in range(12)])
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        asked.append(f"{statement} {parameters}")

    event.listen(store._engine, "before_cursor_execute", note)
    for path, most in ((f"/api/presenter/{room.code}", 7), (f"/api/stage/{room.code}", 4)):
        facilitator.get(path)
        asked.clear()
        assert facilitator.get(path).status_code == 200
        assert len(asked) <= most, asked
    event.remove(store._engine, "before_cursor_execute", note)
    loads, read = json.loads, list[str]()
    monkeypatch.setattr(json, "loads", lambda text, **more: loads(read.append(str(text)) or text, **more))  # type: ignore[func-returns-value]
    facilitator.get(f"/api/presenter/{room.code}")
    assert read
    assert not [one for one in read if '"answers"' in one]  # as many as there are people
    monkeypatch.undo()
    told = facilitator.get(f"/api/presenter/{room.code}").json()
    put(facilitator, room, 1, {"engaged_touch": 4})
    assert facilitator.get(f"/api/presenter/{room.code}").json()["joined"] == told["joined"] + 1
