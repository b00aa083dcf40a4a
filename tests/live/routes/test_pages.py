"""The server over HTTP: who may call what, and what comes back."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from sqlalchemy import event

from cxkit.errors import NotFound
from cxkit.live.app import ROUTERS, create_app
from cxkit.live.room import SHORT, Room
from cxkit.live.serving import rate_limit
from cxkit.live.serving.middleware import LARGEST_BODY
from cxkit.live.storage.store import Store
from cxkit.survey.files import load_survey, shipped_surveys
from cxkit.survey.model import Survey
from cxkit.survey.parts import Thresholds
from cxkit.words import languages
from tests.asked import DIMENSIONS, asking
from tests.live.test_room import fill, full

TOKEN = "0123456789abcdef" * 2


@pytest.fixture
def key(room: Room) -> str:
    return room.new_key()


@pytest.fixture
def phone(store: Store, room: Room) -> Iterator[TestClient]:
    """A participant: no cookie, no key."""
    app = create_app(store, room=room.code, bases=["http://192.168.1.5:8765"])
    with TestClient(app, base_url="http://localhost:8765", follow_redirects=False) as client:
        yield client


@pytest.fixture
def facilitator(phone: TestClient, key: str) -> Iterator[TestClient]:
    """The same server, with the cookie that the link gives."""
    with TestClient(phone.app, base_url="http://localhost:8765", follow_redirects=False) as client:
        assert "/static/enter.js" in client.get(f"/f/{key}").text
        yield client


def put(client: TestClient, room: Room, revision: int, answers: dict[str, Any], **more: Any) -> Any:
    body = {"token": TOKEN, "revision": revision, "response": {"answers": answers, **more}}
    return client.put(f"/api/rooms/{room.code}/response", json=body)


def test_a_saved_response_is_acknowledged_with_its_revision(phone: TestClient, room: Room) -> None:
    """The answer names what is on the disk."""
    assert put(phone, room, 2, {"engaged_touch": 4}).json() == {"revision": 2, "yours": True}
    assert put(phone, room, 1, {"engaged_touch": 1}).json() == {"revision": 2, "yours": False}


def test_a_response_that_follows_on_something_else_than_what_is_kept_writes_over_nothing(
    phone: TestClient, room: Room
) -> None:
    """A phone whose memory is older than the room's is told so, and gets its own response back, by its token alone."""
    path = f"/api/rooms/{room.code}/response"

    def follow(after: int, answers: dict[str, int]) -> Any:
        sent = {"token": TOKEN, "revision": after + 1, "after": after, "response": {"answers": answers}}
        return phone.put(path, json=sent).json()

    assert phone.get(path, headers={"Token": TOKEN}).json() == {"revision": 0, "response": None}
    for after, answers in enumerate([{}, {"engaged_touch": 4}, {"engaged_touch": 4, "engaged_listens": 5}]):
        assert follow(after, answers) == {"revision": after + 1, "yours": True}
    late = {"token": TOKEN, "revision": 9, "after": 1, "response": {"answers": {"engaged_daily": 1}}}
    assert phone.put(path, json=late).json() == {"revision": 3, "yours": False}
    room.close()
    kept = phone.get(path, headers={"Token": TOKEN})
    assert kept.json()["response"]["answers"] == {"engaged_touch": 4, "engaged_listens": 5}
    assert kept.headers["cache-control"] == "no-store", "the phone may be in other hands next"
    assert phone.get(path, headers={"Token": "f" * 32}).json() == {"revision": 0, "response": None}
    assert phone.get(path).status_code == 422


def test_the_short_address_leads_to_the_room(phone: TestClient, room: Room) -> None:
    """What people type from the projector is an address and nothing more."""
    assert phone.get("/").headers["location"] == f"/r/{room.code}"


def test_a_wrong_code_gets_a_page_in_plain_words(phone: TestClient) -> None:
    """No JSON, no traceback."""
    answer = phone.get("/r/WRONG")
    assert answer.status_code == 404
    assert "Check the code on the screen" in answer.text


@pytest.mark.parametrize("path", ["/api/presenter/{code}", "/api/presenter/{code}/events", "/present/{code}"])
def test_the_console_is_closed_without_the_link(phone: TestClient, room: Room, path: str) -> None:
    """Participants reach none of it."""
    answer = phone.get(path.format(code=room.code))
    assert answer.status_code == 403
    assert "link, which the terminal shows" in answer.text


@pytest.mark.parametrize("action", ["close", "reopen", "reveal"])
def test_nobody_steers_without_the_key_or_without_the_header(
    phone: TestClient, facilitator: TestClient, room: Room, action: str
) -> None:
    """The cookie alone could be abused by a form on another page."""
    assert phone.post(f"/api/presenter/{room.code}/{action}", headers={"X-Cxkit": "1"}).status_code == 403
    assert facilitator.post(f"/api/presenter/{room.code}/{action}").status_code == 403
    assert phone.get(f"/api/rooms/{room.code}/state").json()["state"] == "open"


def test_the_key_of_one_room_does_not_steer_another(
    facilitator: TestClient, store: Store, room: Room, key: str, leadership: Survey
) -> None:
    """One browser may hold the keys of two rooms, each for its own."""
    other, other_key = Room.create(store, leadership, title="Another", port=1)
    steer = {"X-Cxkit": "1"}
    assert facilitator.post(f"/api/presenter/{other.code}/close", headers=steer).status_code == 403
    wrong = steer | {"Cookie": f"cxkit_{other.code}={key}"}
    assert facilitator.post(f"/api/presenter/{other.code}/close", headers=wrong).status_code == 403
    facilitator.get(f"/f/{other_key}")
    assert facilitator.post(f"/api/presenter/{other.code}/close", headers=steer).json() == {"state": "closed"}
    assert facilitator.get(f"/api/rooms/{room.code}/state").json()["state"] == "open"


def test_a_false_key_opens_nothing(phone: TestClient) -> None:
    """It gets a page, and no cookie."""
    answer = phone.get("/f/guessed")
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_the_key_lives_in_a_cookie_that_scripts_and_other_sites_cannot_use(phone: TestClient, key: str) -> None:
    """HttpOnly and SameSite=Strict; and it lasts when the browser is closed."""
    cookie = phone.get(f"/f/{key}").headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "max-age=604800" in cookie


def test_the_facilitators_link_works_once(phone: TestClient, facilitator: TestClient, room: Room, key: str) -> None:
    """Whoever finds it in a browser's history has nothing, not even as a cookie; whoever has used it is led on."""
    console = f"/present/{room.code}"
    assert phone.get(f"/f/{key}").status_code == 403
    assert phone.get(console, headers={"Cookie": f"cxkit_{room.code}={key}"}).status_code == 403
    assert facilitator.get(console).status_code == 200
    assert f'href="{console}"' in facilitator.get(f"/f/{key}").text
    assert facilitator.get(console).status_code == 200


def test_another_device_and_another_start_have_links_of_their_own(
    phone: TestClient, facilitator: TestClient, store: Store, room: Room
) -> None:
    """And the first device's cookie goes on working."""
    console, used = f"/present/{room.code}", []
    app = create_app(store, room=room.code, bases=["http://192.168.1.5:8765"])
    app.state.server.entered = lambda entered: used.append(entered.new_key())
    with TestClient(app, base_url="http://localhost:8765", cookies=dict(facilitator.cookies)) as again:
        assert again.get(console).status_code == 200
    with TestClient(app, base_url="http://localhost:8765") as tablet:
        tablet.get(f"/f/{room.new_key()}")
        assert tablet.get(console).status_code == 200
    with TestClient(app, base_url="http://localhost:8765") as another:
        assert len(used) == 1, "the terminal shows the next one"
        another.get(f"/f/{used[0]}")
        assert another.get(console).status_code == 200
    assert facilitator.get(console).status_code == 200


def test_a_second_device_joins_by_an_address_that_can_be_typed_once_and_in_time(
    phone: TestClient, facilitator: TestClient, store: Store, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the address that phones reach, whatever the facilitator's own says; a typed one need not be spelled well."""

    def way() -> str:
        said = facilitator.post(f"/api/presenter/{room.code}/device", headers={"X-Cxkit": "1"}).json()["address"]
        return str(re.fullmatch(r"192\.168\.1\.5:8765(/f/[A-Z]{4}-[A-Z]{4})", said)[1])  # type: ignore[index]

    def steers(path: str) -> bool:
        with TestClient(phone.app, base_url="http://192.168.1.5:8765") as tablet:
            tablet.get(path)
            return tablet.get(f"/present/{room.code}").status_code == 200

    shown = way()
    assert steers(shown.lower().replace("-", ""))
    assert not steers(shown), "it works once"
    late = way()
    now = time.time()
    monkeypatch.setattr("cxkit.live.room.time.time", lambda: now + 2 * SHORT)
    assert not steers(late)


def test_phones_are_sent_to_the_address_that_the_facilitator_has_chosen(store: Store, room: Room, key: str) -> None:
    """On the stage and on slips, as long as this machine has it."""
    bases = ["http://192.168.1.5:8765", "http://10.0.0.7:8765"]
    app = create_app(store, room=room.code, bases=bases)
    with TestClient(app, base_url="http://localhost:8765") as client:
        client.get(f"/f/{key}")

        def sent_to() -> str:
            slips = client.get(f"/slips/{room.code}").text
            (address,) = {base for base in ("192.168.1.5:8765", "10.0.0.7:8765") if f"{base}</p>" in slips}
            assert client.get(f"/api/stage/{room.code}").json()["join"]["address"] == address
            return address

        assert sent_to() == "192.168.1.5:8765"
        for url in bases[1], "http://evil.example":
            client.put(f"/api/presenter/{room.code}/address", json={"url": url}, headers={"X-Cxkit": "1"})
            assert sent_to() == ("10.0.0.7:8765" if url in bases else "192.168.1.5:8765")


def test_of_two_who_use_a_link_at_once_one_gets_in(store: Store, room: Room, key: str) -> None:
    """However closely they follow each other."""

    def enter(_: int) -> bool:
        with suppress(NotFound):
            return Room.entered(store, key)[0].code == room.code
        return False

    with ThreadPoolExecutor(8) as people:
        assert sum(people.map(enter, range(8))) == 1


def test_the_wifis_password_is_kept_nowhere(
    facilitator: TestClient, phone: TestClient, room: Room, store: Store, tmp_path: Path
) -> None:
    """Not with the answers, and not where phones look; the facilitator's screens have it until the server stops."""
    sent = {"name": "Café; Post", "password": "never-on-a-disk"}
    assert (
        facilitator.put(f"/api/presenter/{room.code}/network", json=sent, headers={"X-Cxkit": "1"}).status_code == 200
    )
    assert facilitator.get(f"/api/presenter/{room.code}").json()["wifi"].items() >= sent.items()
    for path in (f"/r/{room.code}", f"/api/rooms/{room.code}", f"/api/rooms/{room.code}/state"):
        assert sent["password"] not in phone.get(path).text
    room.new_key()  # and whatever else was on its way to the disk is there by then
    assert not [file for file in tmp_path.rglob("*") if file.is_file() and b"never-on-a-disk" in file.read_bytes()]
    again = create_app(store, room=room.code, bases=["http://192.168.1.5:8765"])
    with TestClient(again, base_url="http://localhost:8765", cookies=dict(facilitator.cookies)) as browser:
        assert browser.get(f"/api/presenter/{room.code}").json()["wifi"] is None
    gone = facilitator.put(f"/api/presenter/{room.code}/network", json={"name": ""}, headers={"X-Cxkit": "1"})
    assert gone.json() == {"name": ""}
    assert facilitator.get(f"/api/presenter/{room.code}").json()["wifi"] is None


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


def test_after_closing_a_phone_is_told_that_the_room_has_closed(
    phone: TestClient, facilitator: TestClient, room: Room
) -> None:
    """409, and the words."""
    facilitator.post(f"/api/presenter/{room.code}/close", headers={"X-Cxkit": "1"})
    answer = put(phone, room, 1, {"engaged_touch": 4})
    assert answer.status_code == 409
    assert "takes no more answers" in answer.json()["detail"]


@pytest.mark.parametrize(
    "change",
    [
        {"token": "short"},
        {"revision": 0},
        {"revision": 2**31},
        {"revision": "x"},
        {"response": []},
        {"token": None},
        {"revision": float("nan")},
        {"token": "\ud83d" * 32},
    ],
)
def test_a_malformed_message_is_refused_and_nothing_is_kept(
    phone: TestClient, room: Room, change: dict[str, Any]
) -> None:
    """422, never 500."""
    body = {"token": TOKEN, "revision": 1, "response": {"answers": {}}} | change
    answer = phone.put(f"/api/rooms/{room.code}/response", content=json.dumps(body))
    assert answer.status_code == 422
    assert answer.json() == {"detail": "This is not what the room's own pages send."}, "nothing sent is repeated"
    assert room.progress().joined == 0


def test_a_body_that_is_too_large_is_refused(phone: TestClient, room: Room) -> None:
    """With its length said, and with it kept secret."""
    path = f"/api/rooms/{room.code}/response"
    assert phone.put(path, content=b"x" * (LARGEST_BODY + 1)).status_code == 413
    assert phone.put(path, content=(b"x" * 4096 for _ in range(40))).status_code in {400, 413}
    assert room.progress().joined == 0


def test_pages_may_call_no_other_host(phone: TestClient, room: Room) -> None:
    """The policy names this server only, and no inline script."""
    policy = phone.get(f"/r/{room.code}").headers["content-security-policy"]
    assert "default-src 'self'" in policy
    script = next(part for part in policy.split(";") if "script-src" in part)
    assert script.split() == ["script-src", "'self'", "blob:"]


@pytest.mark.parametrize("kind", ["leadership", *DIMENSIONS])
def test_what_a_phone_loads_weighs_little_however_it_asks(
    phone: TestClient, room: Room, store: Store, kind: str
) -> None:
    """As sent over the wire, compressed: the page with all that it names, and the room. None brings another's code."""
    if kind in DIMENSIONS:
        room = Room.create(store, asking(kind), title="A room", port=8765)[0]
    named, total = loaded(phone, room, "en")
    assert named == [f"/static/phone.js?kinds={kind if kind in DIMENSIONS else 'rate'}&lang=en"]
    assert total <= (15_000 if kind == "rate" else 18_000)


def loaded(phone: TestClient, room: Room, lang: str) -> tuple[list[str], int]:
    """Return what a phone's page names, and how many bytes it loads in all before the first question."""
    told = {"Accept-Encoding": "gzip", "Accept-Language": lang}
    page = phone.get(f"/r/{room.code}", headers=told)
    named, total = [unescape(path) for path in re.findall(r'(?:src|href)="(/[^"]+)"', page.text)], 0
    for path in [f"/r/{room.code}", f"/api/rooms/{room.code}", *named]:
        with phone.stream("GET", path, headers=told) as answer:
            assert answer.status_code == 200
            total += sum(len(chunk) for chunk in answer.iter_raw())
    return named, total


TWO_WAYS = {"priorities": 20_000, "ownership": 19_000}
"""Surveys that ask in two ways with cards bring two kinds at once, and weigh more in Arabic, priorities everywhere."""


@pytest.mark.parametrize("slug", shipped_surveys())
def test_every_shipped_survey_weighs_little_in_every_language(
    phone: TestClient, leadership: Survey, store: Store, slug: str
) -> None:
    """With a workshop's teams where it asks for them, and the ways to the other languages."""
    survey = leadership if slug == "leadership" else load_survey(slug)
    room = Room.create(store, survey, title="A room", port=8765)[0]
    weights = {lang: loaded(phone, room, lang)[1] for lang in languages()}
    assert max(weights.values()) <= TWO_WAYS.get(slug, 18_000), weights
    assert weights["en"] <= 18_000 or slug == "priorities", weights


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
        assert told["survey"]["confidentiality"]["scores"] == 7
        assert re.findall(r">(\d+)<", client.get(told["more"]).text) == ["7", "15"]
        assert re.findall(r">(\d+)<", client.get("/book/confidentiality.html").text) == ["5", "10"]
        client.get(f"/f/{key}")
        assert "where at least 7 people answered" in client.get(f"/form/{room.code}").text


def test_a_facilitators_page_asks_the_store_for_nothing_twice(
    facilitator: TestClient, store: Store, room: Room
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
    told = facilitator.get(f"/api/presenter/{room.code}").json()
    put(facilitator, room, 1, {"engaged_touch": 4})
    assert facilitator.get(f"/api/presenter/{room.code}").json()["joined"] == told["joined"] + 1
