"""The page of commitments in a real browser: written in front of everybody, kept while it is typed, taken home."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

import cxkit as cx
from cxkit.book.commitments import Commitments
from cxkit.live.commitments import commitments
from cxkit.live.room import Room
from cxkit.live.storage.store import Store
from tests.browser.people import PHONE, PROJECTOR, Watched, enter
from tests.processes import WorkshopProcess

LONG = "Whoever takes a call about a late delivery stays with it until everything has come and nothing was broken " * 2


@pytest.fixture
def page(workshop: WorkshopProcess, open_page: Callable[..., Watched]) -> Page:
    """The page, in the facilitator's browser."""
    return opened(workshop, open_page(**PROJECTOR).page)


def opened(workshop: WorkshopProcess, page: Page) -> Page:
    enter(page, workshop.link)
    page.goto(f"{workshop.base}/commitments/{workshop.code}")
    expect(page.locator("#lines li").first).to_be_visible()
    return page


def saved(page: Page) -> None:
    expect(page.locator("#saved")).to_have_text("Saved")


def kept(workshop: WorkshopProcess) -> Commitments:
    with Store(workshop.data) as store:
        found = commitments(Room.find(store, workshop.code))
    assert found
    return found


def test_from_a_suggestion_to_a_line_with_nothing_but_the_keyboard(workshop: WorkshopProcess, page: Page) -> None:
    """Take an action, name somebody, say how we will know; it is on the disk, and there after a restart."""
    page.get_by_role("button", name="Fix whatever two people have reported").press("Enter")
    page.keyboard.type("Samira")
    page.keyboard.press("Enter")
    expect(page.get_by_label("By when")).to_be_focused()
    page.keyboard.type("12152026")
    page.keyboard.press("Enter")
    page.keyboard.type("A shorter list")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Add a line")).to_be_focused()
    expect(page.locator("output").first).to_have_text("Tuesday 15 December 2026")
    expect(page.get_by_role("button", name="Fix whatever two people have reported")).to_be_disabled()
    page.get_by_label("it should show under").select_option("Teamwork")
    page.get_by_role("button", name="In 6 weeks").click()
    saved(page)
    (line,) = kept(workshop).lines
    told = {
        "what": "Fix whatever two people have reported",
        "who": "Samira",
        "by": "2026-12-15",
        "know": "A shorter list",
        "moves": "teamwork",
    }
    assert told.items() <= line.to_dict().items()
    assert kept(workshop).review
    workshop.kill()
    workshop.start()
    page = opened(workshop, page)
    expect(page.get_by_label("Who")).to_have_value("Samira")
    expect(page.locator("#saved")).to_have_text("Saved")


def test_three_lines_and_no_more(workshop: WorkshopProcess, page: Page) -> None:
    """With the third the page stops offering; one that was taken away comes back where it was."""
    for what in ("First", "Second", "Third"):
        page.get_by_label("What exactly").last.fill(what)
        if what != "Third":
            page.get_by_role("button", name="Add a line").click()
    expect(page.get_by_role("button", name="Add a line")).to_be_hidden()
    expect(page.locator("#offer")).to_be_hidden()
    page.get_by_role("button", name="Remove line 2").click()
    saved(page)
    assert [line.what for line in kept(workshop).lines] == ["First", "Third"]
    page.get_by_role("button", name="Bring it back").click()
    saved(page)
    assert [line.what for line in kept(workshop).lines] == ["First", "Second", "Third"]
    expect(page.locator(".needs").first).to_have_text("Still open: who, by when, how we will know")


def test_two_names_and_a_day_that_is_over_are_asked_about(page: Page) -> None:
    """And kept as they are: perhaps they are meant."""
    page.get_by_label("Who").fill("Samira and Jo")
    expect(page.locator(".who .doubt")).to_have_text("Two names? With two, each waits for the other.")
    page.get_by_label("By when").fill("2020-02-03")
    expect(page.locator(".by .doubt")).to_have_text("This day is over. Is it the one you mean?")
    page.get_by_label("Who").fill("Samira")
    expect(page.locator(".who .doubt")).to_be_empty()
    saved(page)


def test_without_the_server_the_page_says_so_and_goes_on_by_itself(workshop: WorkshopProcess, page: Page) -> None:
    """Nothing has to be typed again."""
    page.context.set_offline(True)
    page.get_by_label("What exactly").fill("Ring back")
    expect(page.locator("#saved")).to_have_text("Not saved yet")
    expect(page.locator("#notice")).to_contain_text("This page goes on trying")
    page.context.set_offline(False)
    saved(page)
    expect(page.locator("#notice")).to_be_hidden()
    assert kept(workshop).lines[0].what == "Ring back"


def test_two_screens_do_not_write_over_each_other(
    workshop: WorkshopProcess, page: Page, open_page: Callable[..., Watched]
) -> None:
    """What one writes shows on the other; who writes over something is told, and can look at it."""
    other = opened(workshop, open_page(**PROJECTOR).page)
    page.get_by_label("What exactly").fill("Ring back")
    saved(page)
    expect(other.get_by_label("What exactly")).to_have_value("Ring back")
    other.get_by_label("What exactly").focus()
    page.get_by_label("What exactly").fill("Ring back within the hour")
    saved(page)
    other.get_by_label("What exactly").fill("Something else")
    expect(other.locator("#saved")).to_have_text("Not saved")
    expect(other.locator("#notice")).to_contain_text("Another screen has changed the commitments")
    other.get_by_role("button", name="Show what is there").click()
    expect(other.get_by_label("What exactly")).to_have_value("Ring back within the hour")
    other.get_by_label("Who").fill("Samira")
    saved(other)
    assert kept(workshop).lines[0].who == "Samira"


def test_a_table_and_a_calendar_can_be_taken_home(page: Page) -> None:
    """Even while the last letter is on its way."""
    expect(page.get_by_role("link", name="Calendar")).to_be_hidden()
    page.get_by_label("What exactly").fill("Ring back")
    page.get_by_label("By when").fill("2026-12-01")
    for name, words in (("Table", "Ring back,,2026-12-01,"), ("Calendar", "SUMMARY:Ring back")):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        assert words in Path(download.value.path()).read_text(encoding="utf-8-sig")


def test_the_sweet_spot_is_offered(workshop: WorkshopProcess, page: Page, open_page: Callable[..., Watched]) -> None:
    """In the room of the vote, after its reveal; and the presenter page leads there."""
    survey = cx.load_survey("priorities")
    with Store(workshop.data) as store:
        room, key = Room.create(store, survey, title="Priorities", port=1)
        answers = cx.read_responses(cx.sample("priorities"), survey).frame
        for person, row in enumerate(answers.to_dict("records")):
            rated = {item.id: int(row[item.id]) for item in survey.items if row[item.id] == row[item.id]}
            room.save(f"{person:032x}", 1, {"answers": rated, "finished": True}).result()
        room.reveal()
    watched = open_page(**PROJECTOR)
    watched.page.goto(f"{workshop.base}/f/{key}")
    watched.page.get_by_role("link", name="What we will do").click()
    expect(watched.page.get_by_role("heading", name="From your sweet spot")).to_be_visible()
    expect(watched.page.locator("#offer button").first).to_have_text("Fix whatever two people have reported")
    assert watched.page.get_by_role("button", name="Print a new slogan on everything").count() == 0
    assert watched.errors == []
    assert watched.strangers == []


@pytest.mark.parametrize("look", [{"viewport": {"width": 1366, "height": 768}}, PROJECTOR, PHONE], ids=str)
def test_no_sentence_breaks_the_layout(
    workshop: WorkshopProcess, look: dict[str, Any], open_page: Callable[..., Watched]
) -> None:
    """The longest that is taken, in words and without a space, is read whole and scrolls nothing sideways."""
    page = opened(workshop, open_page(**look).page)
    for name, words in (("What exactly", LONG), ("Who", "W" * 80), ("How we will know it worked", "know" * 60)):
        page.get_by_label(name).fill(words[:200] if name != "Who" else words)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 1
    hidden = "all => all.filter((one) => one.scrollHeight > one.clientHeight + 2).length"
    assert page.locator("textarea").evaluate_all(hidden) == 0
