"""Codes cannot be guessed, hosts cannot be feigned, and a page runs only its own scripts."""

import asyncio
import base64
import hashlib
import random
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from ipaddress import IPv6Address
from pathlib import Path

import httpx2
import pytest
from fastapi.testclient import TestClient

from cxkit.live.app import create_app
from cxkit.live.room import LETTERS, Room
from cxkit.live.serving import rate_limit
from cxkit.live.serving.csp import policies
from cxkit.live.serving.rate_limit import Door
from cxkit.live.storage.store import Store
from cxkit.survey.model import Survey
from tests.faults.company import Company
from tests.waiting import LONG, until

FEW = 20


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fewer wrong codes at once than there are, so that the tests are quick."""
    monkeypatch.setattr(rate_limit, "AT_ONCE", FEW)


@pytest.fixture
def hosted(store: Store) -> Iterator[Callable[..., TestClient]]:
    """Browsers of a server with many rooms, at addresses of their own."""
    app = create_app(store, room="", bases=["https://rooms.example.com"])
    with ExitStack() as stack:
        yield lambda address="192.0.2.7": stack.enter_context(
            TestClient(app, base_url="https://rooms.example.com", client=(address, 50_000))
        )


def wrong_codes(browser: TestClient, n: int) -> list[int]:
    """Ask for pages and calls of rooms that are not there; return how it was refused."""
    paths = ("/r/{}", "/api/rooms/{}", "/api/rooms/{}/state", "/book/confidentiality.html?code={}")
    return [browser.get(paths[one % 4].format(f"WR{one:03}")).status_code for one in range(n)]


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Addresses that had to wait for an answer, which is not waited for here."""
    waited: list[str] = []

    async def wait(door: Door, address: str) -> None:
        if door.delay(address):
            waited.append(address)

    monkeypatch.setattr(Door, "wait", wait)
    return waited


@pytest.mark.usefixtures("few")
def test_a_right_code_is_never_refused_and_waits_as_long_as_a_wrong_one(
    hosted: Callable[..., TestClient], room: Room, waits: list[str]
) -> None:
    """Or whoever guesses need not wait for what comes late; pages, calls and the facilitator's links are alike."""
    guessing = hosted()
    assert set(wrong_codes(guessing, FEW)) == {404}
    assert waits == []
    assert set(wrong_codes(guessing, 8)) == {404}
    assert len(waits) == 8
    for path in (f"/r/{room.code}", f"/api/rooms/{room.code}/state", f"/f/{room.new_key()}"):
        guessing.cookies.clear()
        assert guessing.get(path).status_code == 200
    assert len(waits) == 11
    assert hosted("192.0.2.8").get(f"/r/{room.code}").status_code == 200
    assert len(waits) == 11, "strangers have nothing to do with it"
    assert guessing.get(f"/api/rooms/{room.code}").status_code == 200
    assert len(waits) == 11, "who is in never waits"


def test_so_many_wait_at_a_time_and_then_the_eldest_of_the_crowd_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """A guesser with a thousand connections takes no room from others, who wait no longer for it."""
    monkeypatch.setattr(rate_limit, "AT_ONCE", 0)
    monkeypatch.setattr(rate_limit, "LONGEST", 3600.0)
    monkeypatch.setattr(rate_limit, "STEP", 3600.0)
    monkeypatch.setattr(rate_limit, "MOST_WAITING", 3)

    async def crowd() -> None:
        door = Door(secret=b"s")
        for address in ("192.0.2.7", "192.0.2.8"):
            door.wrong(address, "WRONG")
            door.wrong(address, "WRING")
        here = [asyncio.ensure_future(door.wait(one)) for one in ("192.0.2.8", "192.0.2.7", "192.0.2.7", "192.0.2.7")]
        await asyncio.wait(here, return_when=asyncio.FIRST_COMPLETED)
        assert [one.done() for one in here] == [False, True, False, False]
        for one in here:
            one.cancel()
        await asyncio.gather(*here, return_exceptions=True)
        assert door._waiting == {}, "those who are gone are forgotten"

    with ThreadPoolExecutor(1) as apart:  # a browser's tests may have left a loop running in this thread
        apart.submit(asyncio.run, crowd()).result()


def test_codes_are_too_many_to_be_guessed_by_a_server_that_does_nothing_else(store: Store, leadership: Survey) -> None:
    """Of a hundred rooms one in a day with a chance of 1 in 100; on a laptop everybody may come in anyway."""
    hosted = Room.create(store, leadership, title="Hosted", port=0)[0]
    at_home = Room.create(store, leadership, title="At home", port=8765)[0]
    a_day, rooms = 2_000 * 86_400, 100
    assert a_day * rooms / len(LETTERS) ** len(hosted.code) < 0.01
    assert len(at_home.code) == 5


@pytest.mark.usefixtures("few")
def test_who_is_in_never_waits_also_when_the_server_is_started_again(
    store: Store, room: Room, waits: list[str]
) -> None:
    """In another town by now, behind an address from which somebody guesses: the pass is the same as before."""
    shown: dict[str, str] = {}
    passes = []
    for _ in range(2):
        app = create_app(store, room="", bases=["https://rooms.example.com"])
        with TestClient(app, base_url="https://rooms.example.com", cookies=shown) as phone:
            if shown:
                wrong_codes(phone, FEW)
                assert phone.get(f"/api/rooms/{room.code}").status_code == 200
                assert waits == []
                phone.cookies.set(f"cxkit_in_{room.code}", "0" * 32)
            else:
                phone.get(f"/r/{room.code}")
                shown = dict(phone.cookies)
            passes.append(app.state.server.door.new_pass(room.code))
    assert passes == [shown[f"cxkit_in_{room.code}"]] * 2


@pytest.mark.usefixtures("few")
def test_nobody_waits_for_the_laptops_own_room(phone: TestClient, room: Room, waits: list[str]) -> None:
    """Its short address leads to it, whoever asks: there is nothing to guess."""
    wrong_codes(phone, FEW)
    assert phone.get(f"/r/{room.code}").status_code == 200
    phone.cookies.clear()
    assert phone.get(f"/api/rooms/{room.code}").status_code == 200
    assert waits == []


@pytest.mark.usefixtures("few")
def test_tabs_that_were_left_open_on_a_room_that_is_gone_count_once(
    hosted: Callable[..., TestClient], room: Room, waits: list[str]
) -> None:
    """They ask for ever; the others of their network need not wait."""
    browser = hosted()
    for _ in range(FEW):
        for gone in ("GNONE", "GNTWO", "GNTRE"):
            assert browser.get(f"/api/rooms/{gone}/state").status_code == 404
    assert browser.get(f"/r/{room.code}").status_code == 200
    assert waits == []


def test_three_hundred_people_behind_one_address_get_in_at_once(
    hosted: Callable[..., TestClient], room: Room, waits: list[str]
) -> None:
    """Every seventh mistypes the code, some of them twice."""
    chance, browser = random.Random(7), hosted()
    for person in range(300):
        browser.cookies.clear()
        while chance.random() < 0.15:
            letters = list(room.code)
            letters[chance.randrange(len(letters))] = chance.choice("BCDFGHJKLMNPQRSTVWXZ")
            if "".join(letters) != room.code:
                assert browser.get(f"/r/{''.join(letters)}").status_code == 404, person
        assert browser.get(f"/api/rooms/{room.code}").status_code == 200, person
    assert waits == []


@pytest.mark.slow
def test_of_a_real_server_nobody_is_refused_whoever_guesses_after_a_restart(company: Company) -> None:
    """Three hundred behind one address, with their typing errors; new workers know of nobody but by their passes."""
    chance = random.Random(7)
    passes: list[dict[str, str]] = []
    headers = {"X-Forwarded-For": "203.0.113.9"}
    with httpx2.Client(base_url=company.base, headers=headers, timeout=LONG) as browser:

        def save(person: int, revision: int) -> int:
            sent = {"token": f"{person:032x}", "revision": revision, "after": revision - 1, "response": {}}
            return browser.put(f"/api/rooms/{company.code}/response", json=sent).status_code

        for person in range(300):
            browser.cookies.clear()
            while chance.random() < 0.15:
                assert browser.get(f"/r/{company.code[:8]}{chance.randint(0, 9)}").status_code == 404
            assert browser.get(f"/r/{company.code}").status_code == 200
            assert save(person, 1) == 200
            passes.append({name: value for name, value in browser.cookies.items() if name.startswith("cxkit_in_")})
        for worker in company.workers():
            worker.kill()
        until(lambda: len(company.workers()) == 2 and company.answers())
        browser.cookies.clear()
        with ThreadPoolExecutor(60) as guessing:  # of one network, as much as both workers let pass at once, and more
            guesses = guessing.map(lambda number: browser.get(f"/r/Z{number:04}").status_code, range(440))
            assert set(guesses) == {404}
        assert {browser.get(f"/r/{company.code}").status_code for _ in range(4)} == {200}
        browser.cookies.clear()
        for person in range(0, 300, 10):
            browser.cookies.clear()
            browser.cookies.update(passes[person])
            assert save(person, 2) == 200


@pytest.mark.usefixtures("few")
def test_a_report_that_is_not_revealed_yet_is_no_wrong_code(hosted: Callable[..., TestClient], room: Room) -> None:
    """Phones may ask for it as often as they like."""
    browser = hosted()
    for _ in range(FEW + 5):
        assert browser.get(f"/api/rooms/{room.code}/report").status_code == 404


@pytest.mark.usefixtures("few")
def test_each_wrong_code_delays_a_little_more_up_to_a_bound_and_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """One every six seconds; what is noted of a network stays short, and so does the list of networks."""
    now = [1000.0]
    monkeypatch.setattr("cxkit.live.serving.rate_limit.time.monotonic", lambda: now[0])
    monkeypatch.setattr(rate_limit, "MOST_NETWORKS", 3)
    entrance = Door(secret=b"s")
    delays = []
    for code in range(500):
        delays.append(entrance.delay("192.0.2.7"))
        entrance.wrong("192.0.2.7", str(code))
    assert delays[:FEW] == [0] * FEW
    assert delays == sorted(delays)
    assert 0 < delays[FEW] < delays[FEW + 1] < delays[-1] == rate_limit.LONGEST < 8
    assert len(entrance._wrong["192.0.2.7"].codes) < 100
    assert not entrance.delay("192.0.2.8")
    now[0] += 6.1 * 41
    assert not entrance.delay("192.0.2.7")
    for last in range(8):
        entrance.wrong(f"192.0.2.{last}", "WRONG")
    assert len(entrance._wrong) == 3


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize(("prefix", "allowances"), [(64, 1), (56, 2), (48, 4)])
def test_a_household_of_ipv6_addresses_counts_as_one(prefix: int, allowances: int) -> None:
    """It has more addresses than there are codes, and a house has more networks than there are."""
    entrance, base = Door(secret=b"s"), int(IPv6Address("2001:db8::"))
    for number in range((FEW - 1) * allowances + 1):
        within = number * 257 % 2 ** (64 - prefix) << 64  # everywhere in it
        address = str(IPv6Address(base + within + number + 1))
        assert not entrance.delay(address)
        entrance.wrong(address, str(number))
    assert entrance.delay(str(IPv6Address(base + ((2 ** (64 - prefix) - 1) << 64) + 1)))
    assert not entrance.delay(str(IPv6Address(base + (1 << (128 - prefix)))))


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("written", ["::ffff:192.0.2.7", "192.0.2.7"])
def test_an_address_counts_however_it_is_written(written: str) -> None:
    """A proxy that speaks IPv6 writes IPv4 in its way."""
    entrance = Door(secret=b"s")
    for code in range(FEW):
        entrance.wrong(written, str(code))
    assert entrance.delay("192.0.2.7")
    assert not entrance.delay("192.0.2.8")


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("192.168.1.5:8765", 200),
        ("192.168.1.77", 200),
        ("[fe80::1]:8765", 200),
        ("localhost:8765", 200),
        ("LOCALHOST", 200),
        ("evil.example:8765", 421),
        ("192.168.1.5.evil.example", 421),
        ("", 421),
    ],
)
def test_only_this_servers_own_names_are_answered(phone: TestClient, room: Room, host: str, status: int) -> None:
    """A page elsewhere that has its name lead here (DNS rebinding) reads nothing."""
    assert phone.get(f"/api/rooms/{room.code}", headers={"Host": host}).status_code == status


def test_a_hosted_server_goes_by_its_address(store: Store, room: Room) -> None:
    """And by no other name."""
    app = create_app(store, room="", bases=["https://rooms.example.com"])
    with TestClient(app, base_url="https://rooms.example.com") as client:
        assert client.get(f"/r/{room.code}").status_code == 200
        assert client.get(f"/r/{room.code}", headers={"Host": "other.example.com"}).status_code == 421


def test_a_hosted_server_asks_for_the_code_at_its_door(store: Store, room: Room) -> None:
    """There is no one room that its short address could lead to; behind TLS the key's cookie is for TLS only."""
    app = create_app(store, room="", bases=["https://rooms.example.com"])
    with TestClient(app, base_url="https://rooms.example.com", follow_redirects=False) as client:
        assert '<input name="code"' in client.get("/").text
        assert client.get("/", params={"code": f" {room.code.lower()} "}).headers["location"] == f"/r/{room.code}"
        assert '<input name="code"' in client.get("/", params={"code": "//evil.example"}).text
        assert "secure" in client.get(f"/f/{room.new_key()}").headers["set-cookie"].lower()


def test_a_books_page_runs_its_own_inline_scripts_and_no_others(tmp_path: Path, store: Store, room: Room) -> None:
    """Each by its hash, handlers too, on its own page only; data in a script element is no script."""
    script, handler = "\n  document.title = 'ours';\n", "toggleFullScreen()"
    (tmp_path / "deep").mkdir()
    (tmp_path / "index.html").write_text(
        f'<script>{script}</script><script src="a.js"></script><button onclick="{handler}">x</button>'
        '<script type="application/json">{"no": "script"}</script>'
    )
    (tmp_path / "deep" / "other.html").write_text("<p>No script</p>")
    app = create_app(store, room=room.code, bases=["http://localhost"], book=tmp_path)
    with TestClient(app, base_url="http://localhost") as client:
        header = client.get("/book/").headers["content-security-policy"]
        assert header == client.get("/book/index.html").headers["content-security-policy"]
        other = client.get("/book/deep/other.html").headers["content-security-policy"]
    allowed = {base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in (script, handler)}
    assert set(re.findall(r"'sha256-([^']+)'", header)) == allowed
    assert "'unsafe-inline'" not in header.split("style-src")[0]
    assert "sha256" not in other
    assert "unsafe" not in other.split("style-src")[0]
    assert set(policies(tmp_path)) == {"index.html", "deep/other.html"}
