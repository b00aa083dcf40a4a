"""Who steers a room: the facilitator's link and its cookie, a second device, and nobody else."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from cxkit.errors import NotFound
from cxkit.live.app import create_app
from cxkit.live.room import SHORT, Room
from cxkit.live.storage.store import Store
from cxkit.survey.model import Survey


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
