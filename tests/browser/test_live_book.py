"""The book in a live room: nobody on it is made up, for whoever opens it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.judge import Judge
from tests.browser.people import PHONE, PROJECTOR, Watched, pages, present, wait_for_widgets
from tests.browser.test_stage import with_book
from tests.processes import WorkshopProcess

SEEN = """() => [...document.querySelectorAll(".cell_output")]
  .filter((el) => el.checkVisibility() && !el.querySelector(".cx-form, [data-least]")).length"""
SOME = ["index.html", "engaged.html", "results.html", "methods.html", "explore.html", "assessment.html"]
HERE = "What your room says will be here"


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory, book: Path) -> Iterator[WorkshopProcess]:
    """A room with the book: nobody here changes anything in it."""
    with with_book(tmp_path_factory.mktemp("room"), book, "--leaders-from-two") as process:
        yield process


def opened(page: Page, address: str) -> int:
    """Open a page of the book, and return how many outputs of its cells are seen, of those that may be made up."""
    page.goto(address)
    wait_for_widgets(page)
    found: int = page.evaluate(SEEN)
    return found


@pytest.mark.parametrize("some", [SOME, pytest.param([], id="every page", marks=pytest.mark.slow)])
def test_no_page_shows_a_number_of_made_up_people(
    room: WorkshopProcess, book: Path, some: list[str], open_page: Callable[..., Watched]
) -> None:
    """Nor the note that they are made up; each page says what will be there. Where no room is, the examples are."""
    reader, judge = open_page(**PHONE), Judge()
    shown = {name: opened(reader.page, f"{room.base}/book/{name}") for name in some or pages(book)}
    assert {name for name, many in shown.items() if many} == set()
    assert sum(opened(reader.page, f"{book.as_uri()}/{name}.html") for name in ("engaged", "results", "methods")) > 5
    reader.page.goto(f"{room.base}/book/engaged.html")
    expect(reader.page.get_by_text(HERE)).to_be_visible()
    expect(reader.page.get_by_text("These people do not exist")).to_be_hidden()
    assert (reader.errors, reader.strangers) == ([], [])
    judge.look(reader.page, "the live book")
    assert judge.found == []


def test_who_reads_along_answers_for_themselves(room: WorkshopProcess, open_page: Callable[..., Watched]) -> None:
    """The form is the reader's own, and stays; so do the thresholds of the room, which are true."""
    page = open_page(viewport={"width": 1366, "height": 768}).page
    page.goto(f"{room.base}/book/assessment.html")
    expect(page.get_by_role("button", name="Start").or_(page.get_by_role("radio").first)).to_be_visible()
    page.goto(f"{room.base}/book/confidentiality.html")
    expect(page.locator("[data-least]").first).to_be_visible()


def test_without_scripts_nothing_made_up_is_seen_either(
    room: WorkshopProcess, open_page: Callable[..., Watched]
) -> None:
    """Not even for a moment, while the page loads."""
    page = open_page(java_script_enabled=False).page
    page.goto(f"{room.base}/book/engaged.html")
    expect(page.locator("svg[role=img]").first).to_be_attached()
    for picture in page.locator("svg[role=img]").all():
        expect(picture).to_be_hidden()


def test_the_book_is_one_tab_and_stays_at_its_chapter(room: WorkshopProcess, open_page: Callable[..., Watched]) -> None:
    """The link on the presenter page goes to the tab that it opened before."""
    page = open_page(**PROJECTOR).page
    present(page, room.link)
    link, more = page.get_by_role("link", name="The book"), page.locator("#more summary")
    more.click()
    with page.context.expect_page() as found:
        link.click()
    tab = found.value
    tab.wait_for_url("**/book/**")
    tab.goto(f"{room.base}/book/engaged.html")
    page.bring_to_front()
    if not link.is_visible():
        more.click()
    link.click()
    expect(tab).to_have_url(f"{room.base}/book/engaged.html")
    assert len(page.context.pages) == 2
