"""Pages that stay open: any number of tabs, a network that falls silent, a room that is gone."""

import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from cxkit.live.room import Room
from cxkit.live.storage.store import Store
from cxkit.survey.model import Survey
from tests.browser.people import PHONE, PROJECTOR, Participant, Watched, begin, present, reveal
from tests.browser.test_accessibility import respond
from tests.processes import WorkshopProcess
from tests.waiting import settled, until

ALONE = "delete window.SharedWorker"
"""As on phones that have none; and this way the page's own clock is the one that counts."""
TURNED = """hidden => {
  Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
  document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
}"""


def here(console: Page) -> int:
    """Count the connections of phones, as the facilitator's page is told."""
    return int(console.request.get(console.url.replace("/present/", "/api/presenter/")).json()["here"])


def test_ten_tabs_of_one_browser_answer_close_and_reveal_over_one_connection(
    workshop: WorkshopProcess, leadership: Survey, open_page: Callable[..., Watched]
) -> None:
    """Browsers open six connections to a server: whoever waits for ticks may not use them up."""
    console = open_page(**{**PHONE, **PROJECTOR}).page
    present(console, workshop.link)
    for person in range(5):
        respond(workshop, leadership, person)
    for path in ("commitments", "comments", "present"):
        console.context.new_page().goto(f"{workshop.base}/{path}/{workshop.code}")
    phones = [Participant(Watched(console.context.new_page()), leadership, workshop.base) for _ in range(6)]
    for phone in phones:
        expect(phone.page.get_by_role("button", name="Start")).to_be_visible()
    until(lambda: here(console) == 1)
    last = phones[-1]
    begin(last.page)
    last.tap("engaged_touch", 4)
    last.sees_status("^Saved$")
    console.get_by_role("button", name="Close answers").click()
    for phone in phones:
        expect(phone.page.get_by_text("has closed, so answers can no longer be changed")).to_be_visible()
    reveal(console)
    for page in (console, console.context.pages[3]):
        expect(page.locator("#steps option:checked")).to_contain_text("(reveal)")


@pytest.mark.parametrize("script", ["", ALONE])
def test_a_page_out_of_view_lets_go_and_is_in_step_when_it_comes_back(
    workshop: WorkshopProcess, script: str, open_page: Callable[..., Watched]
) -> None:
    """Where tabs share a connection, and where they have none to share."""
    console, phone = open_page(**PROJECTOR).page, open_page(**PHONE).page
    console.goto(workshop.link)
    phone.add_init_script(script)
    phone.goto(workshop.base)
    until(lambda: here(console) == 1)
    phone.evaluate(TURNED, True)
    until(lambda: here(console) == 0)
    console.get_by_role("button", name="Close answers").click()
    phone.evaluate(TURNED, False)
    expect(phone.get_by_role("heading", name="” has closed.")).to_be_visible()
    until(lambda: here(console) == 1)


@pytest.mark.skipif(sys.platform != "linux", reason="the limit of another process is set on Linux only")
def test_a_page_that_may_not_listen_asks_and_is_in_step(
    workshop: WorkshopProcess, leadership: Survey, open_page: Callable[..., Watched]
) -> None:
    """Somebody else behind the same address has taken all that one visitor may have."""
    resource = pytest.importorskip("resource")
    assert workshop.process
    resource.prlimit(workshop.process.pid, resource.RLIMIT_NOFILE, (300, 300))
    with ExitStack() as stack:
        for _ in range(100):
            one = stack.enter_context(socket.create_connection(("127.0.0.1", workshop.port)))
            one.sendall(f"GET /api/rooms/{workshop.code}/events HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            assert b"200 OK" in one.recv(4096)
        console = open_page(**PROJECTOR).page
        console.goto(workshop.link)
        phone = Participant(open_page(**PHONE), leadership, workshop.base)
        begin(phone.page)
        phone.tap("engaged_touch", 4)
        phone.sees_status("^Saved$")
        expect(console.locator("#of-joined")).to_have_text("of 1")
        console.get_by_role("button", name="Close answers").click()
        expect(phone.page.get_by_text("has closed, so answers can no longer be changed")).to_be_visible()
        console.get_by_role("button", name="Open again").click()
        expect(phone.page.get_by_text("has closed, so answers can no longer be changed")).to_be_hidden()
        assert here(console) == 100


class Hole:
    """A network on the way to a server, which can fall silent on the connections that wait for ticks."""

    def __init__(self, port: int) -> None:
        self._to, self._silent, self._stopped = port, set[socket.socket](), False
        self._listening: set[socket.socket] = set()
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def silence(self) -> None:
        """Swallow what comes on the connections that listen by now."""
        self._silent |= self._listening

    def close(self) -> None:
        """Let nobody in any more."""
        self._door.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                phone = self._door.accept()[0]
                server = socket.create_connection(("127.0.0.1", self._to))
                for ends in ((phone, server), (server, phone)):
                    threading.Thread(target=self._pump, args=ends, daemon=True).start()

    def _pump(self, source: socket.socket, to: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if b"/events HTTP" in data:
                    self._listening |= {source, to}
                if source not in self._silent:
                    to.sendall(data)
            to.shutdown(socket.SHUT_WR)


@pytest.fixture
def hole(workshop: WorkshopProcess) -> Iterator[Hole]:
    """A network before the workshop's server."""
    hole = Hole(workshop.port)
    yield hole
    hole.close()


def test_a_connection_that_falls_silent_is_given_up_for_a_new_one(
    workshop: WorkshopProcess, hole: Hole, open_page: Callable[..., Watched]
) -> None:
    """No end, no error, nothing: phone and projector see what has changed all the same."""
    base = f"http://127.0.0.1:{hole.port}"
    console, phone = open_page(**PROJECTOR).page, open_page(**PHONE).page
    for page in (console, phone):
        page.add_init_script(ALONE)
        page.clock.install()
    key = workshop.link.rpartition("/")[2]
    console.goto(f"{base}/f/{key}")
    expect(console.locator("#code")).not_to_be_empty()
    phone.goto(f"{base}/r/{workshop.code}")
    expect(console.locator("#joined")).to_have_text("1")
    until(lambda: here(console) == 1)
    hole.silence()
    assert console.request.post(f"{base}/api/presenter/{workshop.code}/close", headers={"X-Cxkit": "1"}).ok
    heading, button = phone.get_by_text("” has closed."), console.get_by_role("button", name="Open again")
    for closed in (heading, button):
        closed.page.clock.run_for(13_000)
        expect(closed).to_be_visible()


def test_a_tab_on_a_room_that_is_gone_says_so_and_stops_asking(
    workshop: WorkshopProcess, open_page: Callable[..., Watched]
) -> None:
    """Every question would count as one more wrong code of this network."""
    phone = open_page(**PHONE).page
    phone.add_init_script(ALONE)
    phone.clock.install()
    phone.goto(workshop.base)
    expect(phone.locator(".saved")).to_have_text("Saved")
    workshop.kill()
    with Store(Path(workshop.data)) as store:
        Room.find(store, workshop.code).delete()
    workshop.start()
    phone.clock.run_for(5_000)
    expect(phone.locator(".saved")).to_have_text("This room is no longer here. Please scan the code again.")
    asked = "performance.getEntriesByType('resource').length"
    so_far = settled(lambda: phone.evaluate(asked))
    for _ in range(10):
        phone.clock.run_for(60_000)
    assert phone.evaluate(asked) == so_far
