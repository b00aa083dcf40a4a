"""Who is here: phones that are connected are counted while they wait, and no longer once they have gone."""

from __future__ import annotations

import time
from contextlib import ExitStack

import httpx2

from tests.processes import WorkshopProcess


def here(workshop: WorkshopProcess, expected: int) -> int:
    """Return the count on the facilitator's page, once it is what is expected or ten seconds have passed."""
    cookie = {"Cookie": f"cxkit_{workshop.code}={workshop.link.rpartition('/')[2]}"}
    deadline = time.monotonic() + 10
    while True:
        found = httpx2.get(f"{workshop.base}/api/console/{workshop.code}", headers=cookie).json()["here"]
        if found == expected or time.monotonic() > deadline:
            return int(found)
        time.sleep(0.05)


def test_phones_are_counted_while_they_are_connected(workshop: WorkshopProcess) -> None:
    """Coming and going, without anybody having answered."""
    assert here(workshop, 0) == 0
    with httpx2.Client() as client, ExitStack() as lines:
        for _ in range(3):
            lines.enter_context(client.stream("GET", f"{workshop.base}/api/rooms/{workshop.code}/events"))
        assert here(workshop, 3) == 3
    assert here(workshop, 0) == 0


def test_the_facilitators_page_is_told_when_a_phone_comes_and_when_it_has_gone(workshop: WorkshopProcess) -> None:
    """What it looks up after the tick no longer counts the phone."""
    cookie = {"Cookie": f"cxkit_{workshop.code}={workshop.link.rpartition('/')[2]}"}
    console = f"{workshop.base}/api/console/{workshop.code}"
    with (
        httpx2.Client(timeout=10) as client,
        httpx2.Client() as phone,
        client.stream("GET", f"{console}/events", headers=cookie) as events,
    ):
        ticks = (line for line in events.iter_lines() if line == "data: tick")
        next(ticks)
        with phone.stream("GET", f"{workshop.base}/api/rooms/{workshop.code}/events"):
            next(ticks)
            assert here(workshop, 1) == 1
        next(ticks)
        assert httpx2.get(console, headers=cookie).json()["here"] == 0
