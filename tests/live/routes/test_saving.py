"""What a phone sends over HTTP: kept and acknowledged, or refused in words."""

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from cxkit.live.room import Room
from cxkit.live.serving.middleware import LARGEST_BODY

TOKEN = "0123456789abcdef" * 2


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
    assert answer.json() == {"detail": "This is not what the room’s own pages send."}, "nothing sent is repeated"
    assert room.progress().joined == 0


def test_a_body_that_is_too_large_is_refused(phone: TestClient, room: Room) -> None:
    """With its length said, and with it kept secret."""
    path = f"/api/rooms/{room.code}/response"
    assert phone.put(path, content=b"x" * (LARGEST_BODY + 1)).status_code == 413
    assert phone.put(path, content=(b"x" * 4096 for _ in range(40))).status_code in {400, 413}
    assert room.progress().joined == 0
