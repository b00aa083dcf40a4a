"""Codes cannot be guessed, hosts cannot be feigned, and a page runs only its own scripts."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from cxkit.live.app import create_app
from cxkit.live.room import Room
from cxkit.live.serving import rate_limit
from cxkit.live.serving.csp import policies
from cxkit.live.serving.rate_limit import Door
from cxkit.live.storage.store import Store
from tests.live.routes.test_pages import facilitator, key, phone

__all__ = ["facilitator", "key", "phone"]


def test_after_twenty_wrong_codes_a_network_may_not_even_try_the_right_one(phone: TestClient, room: Room) -> None:
    """Or a program would go on until one fits; pages and calls count alike, and the page says so in plain words."""
    for wrong in range(20):
        path = ("/r/WRONG", "/api/rooms/WRONG", "/api/rooms/WRONG/state")[wrong % 3]
        assert phone.get(path).status_code == 404
    assert phone.get("/r/WRONG").status_code == 429
    refused = phone.get(f"/r/{room.code}")
    assert refused.status_code == 429
    assert "Too many wrong codes" in refused.text
    assert refused.text.startswith("<!doctype html>")
    assert phone.get(f"/api/rooms/{room.code}/state").status_code == 429


def test_a_phone_that_was_let_in_is_not_held_up_by_a_neighbour_who_guesses(phone: TestClient, room: Room) -> None:
    """A whole venue may share one address."""
    assert phone.get(f"/r/{room.code.lower()}").status_code == 200
    with TestClient(phone.app, base_url="http://localhost:8765") as neighbour:
        for _ in range(25):
            neighbour.get("/api/rooms/WRONG")
        assert neighbour.get(f"/api/rooms/{room.code}").status_code == 429
        neighbour.cookies.set(f"cxkit_in_{room.code}", "0" * 32)
        assert neighbour.get(f"/api/rooms/{room.code}").status_code == 429
    assert phone.get(f"/api/rooms/{room.code}").status_code == 200


def test_a_report_that_is_not_revealed_yet_is_no_wrong_code(phone: TestClient, room: Room) -> None:
    """Phones may ask for it as often as they like."""
    for _ in range(30):
        assert phone.get(f"/api/rooms/{room.code}/report").status_code == 404


def test_who_waits_may_try_again_and_the_list_of_addresses_stays_short(monkeypatch: pytest.MonkeyPatch) -> None:
    """One more try every six seconds; whoever has paid is forgotten."""
    now = [1000.0]
    monkeypatch.setattr("cxkit.live.serving.rate_limit.time.monotonic", lambda: now[0])
    monkeypatch.setattr(rate_limit, "MOST_ADDRESSES", 3)
    entrance = Door(secret=b"s")
    for _ in range(20):
        assert not entrance.shut("192.0.2.7")
        entrance.wrong("192.0.2.7")
    assert entrance.shut("192.0.2.7")
    assert not entrance.shut("192.0.2.8")
    now[0] += 6.1
    assert not entrance.shut("192.0.2.7")
    now[0] += 1000
    for last in range(8):
        entrance.wrong(f"192.0.2.{last}")
        now[0] += 1000
    assert len(entrance._wrong) <= 3


def test_one_household_of_ipv6_addresses_counts_as_one() -> None:
    """It has more addresses than there are codes."""
    entrance = Door(secret=b"s")
    for last in range(20):
        entrance.wrong(f"2001:db8:0:1::{last:x}")
    assert entrance.shut("2001:db8:0:1::ffff")
    assert not entrance.shut("2001:db8:0:2::1")


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
