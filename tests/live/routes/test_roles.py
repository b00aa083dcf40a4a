"""Every endpoint, as everybody: who may do what, and that nobody reads or writes another's response."""

import hashlib
from collections.abc import Iterator

import httpx2
import pytest

from cxkit.live.app import ROUTERS
from cxkit.live.commitments import keep
from cxkit.live.room import Room
from cxkit.live.storage.store import Store
from cxkit.survey.model import Survey
from tests.processes import WorkshopProcess
from tests.waiting import LONG

ROLES = ("stranger", "participant", "facilitator", "of another room", "form on another site")
ALL = dict.fromkeys(ROLES, 200)
FACILITATOR = dict.fromkeys(ROLES, 403) | {"facilitator": 200, "form on another site": 200}
STEERING = dict.fromkeys(ROLES, 403) | {"facilitator": 200}
# A form on another site is one that the facilitator's browser sends: with the cookie, in the worst case, and without
# the header. What it reads it cannot see; what it changes would count.
WHO_MAY = {
    "GET /": dict.fromkeys(ROLES, 307),
    "GET /r/{code}": ALL,
    "GET /f/{key}": ALL,
    "GET /present/{code}": FACILITATOR,
    "GET /console/{code}": dict.fromkeys(ROLES, 307),  # to where the key is asked for
    "GET /static/{file}": ALL,
    "GET /book/{lang}/confidentiality.html": dict.fromkeys(ROLES, 404),
    "GET /book/confidentiality.html": dict.fromkeys(ROLES, 404),  # without the book
    "GET /api/rooms/{code}": ALL,
    "GET /api/rooms/{code}/meanwhile": ALL,
    "GET /api/rooms/{code}/state": ALL,
    "PUT /api/rooms/{code}/response": ALL,
    "GET /api/rooms/{code}/response": dict.fromkeys(ROLES, 422),  # whose? Only its token says
    "GET /api/rooms/{code}/report": dict.fromkeys(ROLES, 404),
    "GET /api/rooms/{code}/events": ALL,
    "GET /api/rooms/{code}/task": dict.fromkeys(ROLES, 409),  # nothing is asked
    "PUT /api/rooms/{code}/task": dict.fromkeys(ROLES, 422),  # what phones send as a response is no guess
    "POST /api/presenter/{code}/lines/{action}": STEERING,
    "GET /api/presenter/{code}": FACILITATOR,
    "GET /api/presenter/{code}/events": FACILITATOR,
    "POST /api/presenter/{code}/{action}": STEERING,
    "POST /api/presenter/{code}/device": STEERING,
    "PUT /api/presenter/{code}/address": STEERING | {"facilitator": 422},  # what phones send is no address
    "PUT /api/presenter/{code}/network": STEERING | {"facilitator": 422},  # what phones send is no network
    "GET /paper": dict.fromkeys(ROLES, 307),
    "GET /paper/{code}": FACILITATOR,
    "GET /slips/{code}": FACILITATOR,
    "GET /peers/{code}": FACILITATOR,
    "GET /form/{code}": FACILITATOR,
    "GET /api/paper/{code}": FACILITATOR,
    "PUT /api/paper/{code}": STEERING,
    "GET /setup/{code}": FACILITATOR,
    "GET /api/setup/{code}": FACILITATOR,
    "PUT /api/setup/{code}": dict.fromkeys(ROLES, 403) | {"facilitator": 422},  # what phones send is no set-up
    "PUT /api/setup/{code}/words": STEERING,
    "POST /api/setup/{code}/answers": STEERING | {"facilitator": 422},  # what phones send is no file
    "POST /api/setup/{code}/ask": STEERING,
    "POST /api/setup/{code}/{action}": STEERING,
    "GET /api/stage/{code}": FACILITATOR,
    "POST /api/stage/{code}/{action}": STEERING,
    "GET /stage/{code}": FACILITATOR,
    "GET /publish/{code}": FACILITATOR,
    "GET /publish/{code}/team-book.{kind}": {
        role: 404 if may == 200 else may for role, may in FACILITATOR.items()
    },  # not made
    "GET /api/publish/{code}": FACILITATOR,
    "POST /api/publish/{code}/{action}": STEERING | {"facilitator": 422},  # not revealed
    "POST /api/rooms/{code}/ticket": dict.fromkeys(ROLES, 404),  # it is none of this workshop's
    "POST /api/tickets/{code}": STEERING | {"facilitator": 404},  # into this one people come without
    "GET /comments/{code}": FACILITATOR,
    "POST /api/presenter/{code}/comments/{action}": STEERING,
    "GET /commitments/{code}": FACILITATOR,
    "GET /api/presenter/{code}/commitments": FACILITATOR,
    "PUT /api/presenter/{code}/commitments": STEERING,
    "POST /api/presenter/{code}/commitments/add": STEERING | {"facilitator": 422},  # what phones send is no line
    "POST /api/series/{code}/follow": STEERING,
    "GET /api/presenter/{code}/commitments.{kind}": FACILITATOR,
}
LINES = [{"what": "Ring back", "who": "Samira"}]
SECRET = "nobody else may read this"
TOKEN = "a" * 32


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkshopProcess]:
    process = WorkshopProcess(tmp_path_factory.mktemp("roles") / "data", "--no-book")
    process.start()
    response = {"answers": {"engaged_touch": 4}, "comments": {"engaged": SECRET}, "finished": True}
    sent = {"token": TOKEN, "revision": 7, "response": response}
    assert httpx2.put(f"{process.base}/api/rooms/{process.code}/response", json=sent).status_code == 200
    with Store(process.data) as store:
        keep(Room.find(store, process.code), 0, LINES, "").result()
    yield process
    process.kill()


@pytest.fixture(scope="module")
def headers(server: WorkshopProcess) -> dict[str, dict[str, str]]:
    """What each role's browser sends."""
    with Store(server.data) as store:
        survey: Survey = Room.find(store, server.code).survey
        other, other_key = Room.create(store, survey, title="Another room", port=1)
    mine = f"cxkit_{server.code}={server.printed_link.rpartition('/')[2]}"
    theirs = f"cxkit_{other.code}={other_key}; cxkit_{server.code}={other_key}"
    return {
        "stranger": {},
        "participant": {"X-Cxkit": "1", "Cookie": f"cxkit_{server.code}={TOKEN}"},
        "facilitator": {"X-Cxkit": "1", "Cookie": mine},
        "of another room": {"X-Cxkit": "1", "Cookie": theirs},
        "form on another site": {"Cookie": mine, "Origin": "https://evil.example"},
    }


def ask(server: WorkshopProcess, endpoint: str, sent: dict[str, str]) -> tuple[int, str]:
    """Call an endpoint as it is meant to be called; of a stream, read the first of it."""
    method, path = endpoint.split(" ")
    action = (
        "list"
        if "/comments/" in path or "/lines/" in path
        else "new"
        if "/setup/" in path
        else "make"
        if "/publish/" in path
        else "wait"
        if "/stage/" in path
        else "reopen"
    )
    key = server.link.rpartition("/")[2] if "{key}" in path else ""  # a new one each time: it works once
    named = {"kind": "zip" if "/publish/" in path else "ics"}
    path = path.format(code=server.code, key=key, file="phone.js", action=action, lang="fr", **named)
    body = {"token": "b" * 32, "revision": 1, "response": {}} if method == "PUT" else {}
    if path.endswith("/ticket"):
        body = {"token": "b" * 32, "ticket": "ABCD-EFGH"}
    if path.endswith("/commitments"):
        body = {"revision": 1, "lines": LINES}
    text = ""
    with (
        httpx2.Client(timeout=LONG, verify=False) as client,  # reading the world's certificates takes longer than all
        client.stream(method, server.base + path, json=body, headers=sent) as answer,
    ):
        for chunk in answer.iter_text():
            text += chunk
            if path.endswith("/events"):
                break
    return answer.status_code, text


def test_the_table_of_who_may_do_what_names_every_endpoint() -> None:
    """A new endpoint without a line here fails, until somebody has thought about who may call it."""
    there = {f"{method} {route.path}" for router in ROUTERS for route in router.routes for method in route.methods}  # type: ignore[attr-defined]
    assert there == set(WHO_MAY)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("endpoint", WHO_MAY)
def test_each_role_may_do_what_it_may_and_no_more(
    server: WorkshopProcess, headers: dict[str, dict[str, str]], endpoint: str, role: str
) -> None:
    """And whatever comes back, no individual's answer is in it."""
    status, text = ask(server, endpoint, headers[role])
    assert status == WHO_MAY[endpoint][role]
    assert SECRET not in text
    assert TOKEN not in text
    assert hashlib.sha256(TOKEN.encode()).hexdigest() not in text


def test_without_its_token_nobody_changes_a_response(
    server: WorkshopProcess, headers: dict[str, dict[str, str]]
) -> None:
    """Not even with what the database keeps of the token: its digest is shorter than nothing to the server."""
    digest = hashlib.sha256(TOKEN.encode()).hexdigest()
    for token in (digest, digest[:32], TOKEN.upper(), "c" * 32):
        for role in ROLES:
            sent = {"token": token, "revision": 99, "response": {"answers": {"engaged_touch": 1}}}
            httpx2.put(f"{server.base}/api/rooms/{server.code}/response", json=sent, headers=headers[role])
    with Store(server.data) as store:
        kept = [one for one in Room.find(store, server.code).raw_answers() if one["comments"]]
    assert [(one["answers"], one["comments"]) for one in kept] == [({"engaged_touch": 4}, {"engaged": SECRET})]
