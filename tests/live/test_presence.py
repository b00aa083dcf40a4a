"""Who is here: phones that are connected are counted while they wait, and no longer once they have gone."""

from contextlib import ExitStack

import httpx2

from tests.processes import WorkshopProcess
from tests.waiting import LONG, until


def wait_for(workshop: WorkshopProcess, expected: int) -> None:
    """Wait until the facilitator's page counts so many."""
    cookie = {"Cookie": f"cxkit_{workshop.code}={workshop.printed_link.rpartition('/')[2]}"}
    place = f"{workshop.base}/api/presenter/{workshop.code}"
    until(lambda: httpx2.get(place, headers=cookie, timeout=LONG).json()["here"] == expected)


def test_phones_are_counted_while_they_are_connected(workshop: WorkshopProcess) -> None:
    """Coming and going, without anybody having answered."""
    wait_for(workshop, 0)
    with httpx2.Client(timeout=LONG) as client, ExitStack() as lines:
        for _ in range(3):
            lines.enter_context(client.stream("GET", f"{workshop.base}/api/rooms/{workshop.code}/events"))
        wait_for(workshop, 3)
    wait_for(workshop, 0)


def test_the_facilitators_page_is_told_when_a_phone_comes_and_when_it_has_gone(workshop: WorkshopProcess) -> None:
    """What it looks up after the tick no longer counts the phone."""
    cookie = {"Cookie": f"cxkit_{workshop.code}={workshop.printed_link.rpartition('/')[2]}"}
    console = f"{workshop.base}/api/presenter/{workshop.code}"
    with (
        httpx2.Client(timeout=LONG) as client,
        httpx2.Client(timeout=LONG) as phone,
        client.stream("GET", f"{console}/events", headers=cookie) as events,
    ):
        ticks = (line for line in events.iter_lines() if line == "data: tick")
        next(ticks)
        with phone.stream("GET", f"{workshop.base}/api/rooms/{workshop.code}/events"):
            next(ticks)
            wait_for(workshop, 1)
        next(ticks)
        assert httpx2.get(console, headers=cookie, timeout=LONG).json()["here"] == 0
