"""The book on the projector steers the room: a whole workshop by keyboard, with phones that follow."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cxkit.live.room import Room
from cxkit.live.stage import Stage
from cxkit.live.storage.store import Store
from tests.browser.judge import Judge
from tests.browser.people import PHONE, PROJECTOR, Watched
from tests.processes import WorkshopProcess

SOON = 20_000  # phones follow within seconds, each at a moment of its own
LAPTOP = {"viewport": {"width": 1366, "height": 768}}
WITH_BOOK = """
import sys; from pathlib import Path; from cxkit.cli import main, workshop
book = Path(sys.argv.pop(1)); workshop._book = lambda: book; main()
"""


@pytest.fixture
def projected(tmp_path: Path, book: Path) -> Iterator[WorkshopProcess]:
    """A room in which phones wait for the facilitator, with the book that is built already."""
    (tmp_path / "workshop.yaml").write_text("teams: [Phones, Warehouse]\npaced: true\n", encoding="utf-8")
    process = WorkshopProcess(tmp_path / "data", str(tmp_path / "workshop.yaml"))
    process.command = [sys.executable, "-c", WITH_BOOK, str(book), *process.command[3:]]
    process.start()
    yield process
    process.kill()


def chapter(page: Page, process: WorkshopProcess, name: str) -> None:
    """Turn to a chapter of the book in this room."""
    page.goto(f"{process.base}/book/{name}.html")
    expect(page.get_by_role("region", name="Workshop controls")).to_be_visible()


def activity(process: WorkshopProcess, survey: str) -> Room:
    """Return the room of an activity."""
    with Store(process.data) as store:
        return Stage.of(Room.find(store, process.code)).rooms()[survey]


def fill(process: WorkshopProcess, survey: str, people: int = 24) -> None:
    """Let people answer an activity."""
    with Store(process.data) as store:
        room = Room.find(store, activity(process, survey).code)
        for person in range(people):
            said = {a.id: list(a.options or {})[person % len(a.options or {})] for a in room.survey.attributes}
            points = {
                i.id: i.response_scale.min + person // 3 % (i.response_scale.range + 1) for i in room.survey.items
            }
            body = {"attributes": said, "answers": points, "comments": {}, "finished": True}
            room.save(f"{person:032x}", 1, body).result()


def test_a_workshop_is_steered_from_the_book(projected: WorkshopProcess, open_page: Callable[..., Watched]) -> None:
    """Wait, open, predict, reveal here and not there, the next activity, a crash: every screen knows the moment."""
    judge = Judge()
    phone, projector, second = open_page(**PHONE), open_page(**PROJECTOR), open_page(**LAPTOP)
    phone.page.goto(projected.base)
    expect(phone.page.get_by_text("This page goes on by itself")).to_be_visible(timeout=SOON)
    judge.look(phone.page, "a phone waits")

    page = projector.page
    page.goto(projected.link)
    expect(page.get_by_text("Open an activity in the book")).to_be_visible()
    expect(page.locator(".counts p:visible").first).to_have_text("1waiting")  # who has come is seen before it begins
    judge.look(page, "the console waits")
    page.goto(page.get_by_role("link", name="The book").evaluate("a => a.href"))
    expect(page).to_have_url(f"{projected.base}/book/")
    chapter(page, projected, "assessment")
    expect(page.locator(".cx-join")).to_contain_text(projected.code)
    expect(page.locator(".cx-cover")).to_have_count(0)  # what is only for one reader waits for nobody's reveal
    opened: list[str] = []
    page.on("request", lambda request: opened.append(request.url) if request.url.endswith("/open") else None)
    for _ in range(12):  # held down: to a browser that is many times "down" and one "up"
        page.keyboard.down("o")
    page.keyboard.up("o")
    expect(page.get_by_role("button", name="Close", exact=True)).to_be_visible()
    expect(phone.page.get_by_role("button", name="Start")).to_be_visible(timeout=SOON)
    assert len(opened) == 1

    # Nobody who is still answering is led away by one key.
    chapter(page, projected, "handoffs")
    page.keyboard.press("o")
    expect(page.get_by_role("dialog")).to_contain_text("1 person is still answering")
    judge.look(page, "turn every phone?")
    page.keyboard.press("Escape")
    assert len(opened) == 1

    # Another device takes over with a link of its own, and both stay in step.
    second.page.goto(projected.link)
    second.page.goto(f"{projected.base}/book/engaged.html#room={projected.code}")
    expect(second.page.get_by_label("What leaders predict for Front line")).to_be_visible()
    second.page.keyboard.press("p")
    second.page.keyboard.type("72")
    second.page.keyboard.press("Enter")
    second.page.keyboard.press("t")
    second.page.get_by_role("button", name="5 min", exact=True).click()
    expect(page.get_by_role("timer")).to_contain_text(re.compile(r"[45]:\d\d"))

    # Nothing is on the screen before the reveal; the made-up people of the printed book are not either.
    chapter(page, projected, "engaged")
    expect(page.locator(".cx-cover").first).to_have_text("Covered until it is revealed.")
    expect(page.locator("svg[data-cx-drawn]").first).to_be_hidden()
    expect(page.get_by_text("These people do not exist")).to_be_hidden()
    expect(page.get_by_role("button", name="Reveal")).to_be_disabled()
    fill(projected, "leadership")
    page.reload()
    expect(page.get_by_label("What leaders predict for Front line")).to_have_value("72")
    judge.look(page, "before the reveal")
    page.keyboard.press("r")
    judge.look(page, "sure?")
    page.get_by_role("dialog").get_by_role("button", name="Reveal").click()
    expect(page.locator(".cx-predicted")).to_contain_text("Leaders predicted 72. Front line said")
    expect(page.locator("svg[data-cx-drawn]").first).to_be_visible(timeout=SOON)
    expect(page.locator("svg[data-cx-drawn]").first).to_have_attribute("aria-label", re.compile("n = 24"))
    expect(page.locator(".cx-cover:visible")).to_have_count(0)
    judge.look(page, "revealed in a chapter")
    chapter(page, projected, "teamwork")  # its own moment is still to come
    expect(page.locator(".cx-cover").first).to_be_visible()
    page.keyboard.press("r")
    expect(page.locator("svg[data-cx-drawn]").first).to_be_visible(timeout=SOON)
    chapter(page, projected, "results")
    expect(page.locator(".cx-cover").first).to_be_visible()

    # The next activity, and the phone follows; nobody says twice where they work.
    chapter(page, projected, "handoffs")
    page.keyboard.press("o")
    expect(phone.page.get_by_role("heading", name="You break it, you own it", level=2)).to_be_visible(timeout=SOON)
    expect(phone.page.get_by_text("Warehouse")).to_be_visible()
    projected.kill()
    expect(page.get_by_text("The server is not answering")).to_be_visible()
    projected.start()
    expect(page.get_by_text("The server is not answering")).to_be_hidden()
    expect(page.get_by_role("region", name="Workshop controls")).to_contain_text("Open")
    expect(phone.page.get_by_role("heading", name="You break it, you own it", level=2)).to_be_visible(timeout=SOON)

    fill(projected, "handoffs")
    page.reload()
    expect(page.get_by_role("button", name="Reset")).to_be_visible()
    page.keyboard.press("x")
    page.get_by_role("dialog").get_by_role("button", name="Begin anew").click()
    expect(page.get_by_role("button", name="Open", exact=True)).to_be_visible()
    assert activity(projected, "handoffs").progress().joined == 0
    expect(phone.page.get_by_text("This page goes on by itself")).to_be_visible(timeout=SOON)
    page.keyboard.press("?")
    judge.look(page, "keys")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.get_by_role("dialog")).to_contain_text(projected.code)
    judge.look(page, "how to join")
    assert judge.found == []
    for watched in (phone, projector, second):
        # While the server was away; and what axe-core looks for of the theme's styles.
        known = ("ERR_CONNECTION", "ERR_INCOMPLETE", "ERR_EMPTY", "404")
        assert [error for error in watched.errors if not any(one in error for one in known)] == []
        assert watched.strangers == []


def test_a_reader_of_the_same_book_sees_no_controls(
    projected: WorkshopProcess, open_page: Callable[..., Watched]
) -> None:
    """Participants who open the book on their phone find a book; a room's name in the address gives nobody its key."""
    for address in ("engaged.html", f"engaged.html#room={projected.code}"):
        reader = open_page(**PHONE)
        reader.page.goto(f"{projected.base}/book/{address}")
        expect(reader.page.locator("svg[data-cx-drawn]").first).to_be_visible()
        reader.page.wait_for_timeout(700)
        assert reader.page.get_by_role("region", name="Workshop controls").count() == 0
        assert [error for error in reader.errors if "403" not in error] == []


def test_who_said_where_they_work_once_need_not_say_it_again(
    projected: WorkshopProcess, open_page: Callable[..., Watched]
) -> None:
    """In the next activity it is chosen already; the two responses have nothing else in common."""
    phone: Any = open_page(**PHONE).page
    with Store(projected.data) as store:
        stage = Stage.of(Room.find(store, projected.code))
        stage.open("leadership")
        phone.goto(projected.base)
        phone.locator('label.chip:has(input[value="Warehouse"])').tap()
        phone.get_by_role("button", name="Start").tap()
        expect(phone.get_by_text("Saved").first).to_be_visible()
        stage.open("handoffs")
        phone.reload()
        expect(phone.locator('input[value="Warehouse"]')).to_be_checked()
        expect(phone.get_by_text("Saved").first).to_be_visible()
        rooms = stage.rooms()
        before, after = (set(store.responses_by_token(rooms[one].id)) for one in ("leadership", "handoffs"))
        assert before
        assert after
        assert not before & after


def test_the_book_is_one_tab_and_stays_at_its_chapter(
    projected: WorkshopProcess, open_page: Callable[..., Watched]
) -> None:
    """The link on the console goes to the tab that it opened before."""
    console = open_page(**PROJECTOR).page
    console.goto(projected.link)
    link = console.get_by_role("link", name="The book")
    with console.context.expect_page() as opened:
        link.click()
    book = opened.value
    book.wait_for_url("**/book/**")
    chapter(book, projected, "engaged")
    link.click()
    expect(book).to_have_url(f"{projected.base}/book/engaged.html")
    assert len(console.context.pages) == 2
