"""Of a participant the answers are stored and nothing else: neither in the database nor in what the server prints."""

import http.client
import json
import re
import socket
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from cxkit.survey.model import Survey
from tests.processes import WorkshopProcess

ADDRESS = "127.0.0.77"
"""Where this participant's messages come from; Linux takes all of 127.* for this machine."""
TOKEN = "fedcba9876543210" * 2
PERSONAL = {
    "User-Agent": "Marked-Browser/7.3 (Marked phone)",
    "X-Forwarded-For": "203.0.113.9",
    "From": "marked.person@firm.example",
    "Cookie": "who=marked-cookie",
    "Referer": "http://marked.example/",
    "Accept-Language": "marked-language",
}
MARKS = ["127.0.0.77", "203.0.113.9", "firm.example", TOKEN, "MARKED", "Marked", "marked"]


def call(workshop: WorkshopProcess, method: str, path: str, body: str | None = None) -> int:
    with closing(
        http.client.HTTPConnection("127.0.0.1", workshop.port, timeout=10, source_address=(ADDRESS, 0))
    ) as phone:
        phone.request(method, path, body, PERSONAL | {"Content-Type": "application/json"})
        return phone.getresponse().status


def test_nothing_personal_is_stored_or_printed(workshop: WorkshopProcess, leadership: Survey) -> None:
    """Good messages and bad ones, from a browser that tells much of itself: bytes and output know nothing of it."""
    response = {
        "attributes": {"role": "leader"},
        "answers": {item.id: 4 for item in leadership.items},
        "comments": {"engaged": "what was written"},
        "finished": True,
        "agrees": True,
    }
    place = f"/api/rooms/{workshop.code}/response"
    began = time.time()

    def put(**change: object) -> int:
        return call(workshop, "PUT", place, json.dumps({"token": TOKEN, "revision": 1, "response": response} | change))

    assert call(workshop, "GET", f"/r/{workshop.code}") == 200
    assert put() == 200
    assert put(response={"name": "marked name"}) == 422
    assert put(token="marked token") == 422
    assert put(revision="marked") == 422
    assert call(workshop, "PUT", place, "{marked") == 422
    assert call(workshop, "GET", "/marked/page") == 404
    assert call(workshop, "GET", "/f/marked-key") == 403
    with socket.create_connection(("127.0.0.1", workshop.port), source_address=(ADDRESS, 0)) as rude:
        rude.sendall(b"marked nonsense\r\n\r\n")
        rude.recv(100)
    ended = time.time()

    folder = Path(workshop.data)
    stored = b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())
    assert b"what was written" in stored, "the answers are there, so what is not is not for want of looking"
    assert [mark for mark in MARKS if mark.encode() in stored] == []

    workshop.kill()
    assert workshop.process
    assert workshop.process.stdout
    printed = workshop.process.stdout.read()
    assert [mark for mark in MARKS if mark in workshop.said + printed] == []
    assert place not in printed, "no request is logged, whoever made it"

    with closing(sqlite3.connect(folder / "rooms.sqlite")) as file:
        tables = [name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        (body,) = [row[-1] for row in file.execute("SELECT * FROM responses")]
        rows = {table: list(file.execute(f"SELECT * FROM {table}")) for table in tables}
    assert json.loads(body) == response, "a response holds what was answered and nothing more"
    digest = re.compile("[0-9a-f]{64}")
    values = [
        (table, value) for table in tables for row in rows[table] for value in row if not digest.fullmatch(str(value))
    ]
    assert [one for one in values if isinstance(one[1], int | float) and began - 3600 < one[1] < ended + 1] == [
        ("rooms", value) for table, value in values if table == "rooms" and isinstance(value, float)
    ], "the one time that is kept is when the room was opened"
    dated = re.compile(r"20\d\d-\d\d-\d\d|\d\d:\d\d:\d\d|1[6-9]\d{8}")
    assert [one for table, one in values if table != "rooms" and isinstance(one, str) and dated.search(one)] == []
