"""Every surface in its states, one after another, in a room of 15 of whom three lead; phone to stage in Arabic, too."""

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect

import cxkit as cx
from tests.browser.people import PHONE, PROJECTOR, Participant, Watched, enter, present, reveal, wait_for_widgets
from tests.browser.stage import fill
from tests.processes import WorkshopProcess
from tests.waiting import LONG

TEAMS = ["Sales", "Warehouse", "Phones"]
LAPTOP = {"viewport": {"width": 1366, "height": 768}}
ARABIC = "title: ورشة\nteams: [المبيعات, المستودع, الهاتف]\nlanguages: [ar, en]\npaced: false\n"
PAGES = ["index", "assessment", "results", "facilitator", "methods", "glossary", "accessibility"]
"""Of the book; all of its pages go before axe in make proofs."""

Shown = Iterator[tuple[str, str, Page]]


def surfaces(browser: Browser, folder: Path, book: Path) -> Shown:
    """Yield the surface, the state and the page, ready to be looked at."""
    unprepared = WorkshopProcess(folder / "unprepared", "--no-book", form=True)
    english = WorkshopProcess(folder / "en", "--no-book", "--teams", ", ".join(TEAMS), "--leaders-from-two")
    file = folder / "workshop.yaml"
    file.write_text(ARABIC, encoding="utf-8")
    arabic = WorkshopProcess(folder / "ar", "--no-book", str(file))
    for process, states in ((unprepared, _before), (arabic, _arabic), (english, _room)):
        process.start()
        try:
            yield from states(browser, process)
        finally:
            process.kill()
    yield from _book(browser, book)


def _page(browser: Browser, size: dict[str, Any], **more: Any) -> Page:
    page = browser.new_context(**{**size, **more}).new_page()
    page.set_default_timeout(1000 * LONG)
    return page


def _book(browser: Browser, book: Path) -> Shown:
    page = _page(browser, LAPTOP)
    for name in PAGES:
        if (book / f"{name}.html").exists():
            page.goto(f"{(book / name).as_uri()}.html", wait_until="commit")
            wait_for_widgets(page)
            yield "book", name, page
    page.context.close()


def _before(browser: Browser, process: WorkshopProcess) -> Shown:
    """Nothing is set up, and phones wait."""
    for state, options in (("early", {}), ("early, in Arabic", {"locale": "ar"})):
        early = _page(browser, PHONE, **options)
        early.goto(process.base)
        expect(early.locator("main")).to_be_visible()
        yield "waiting", state, early
    page = _page(browser, LAPTOP)
    page.goto(process.link)
    expect(page.locator("#form")).to_be_visible()
    yield "setup", "opened", page
    page.get_by_text("Steps and minutes").click()
    yield "setup", "its run sheet", page
    page.get_by_label("Departments or teams").fill("Phones\nphones")
    page.get_by_role("button", name="Open the room").click()
    expect(page.locator("#notice")).to_contain_text("there already")
    yield "setup", "something is wrong", page


def _screens(
    browser: Browser, process: WorkshopProcess, presented: str, staged: str, **more: Any
) -> Generator[tuple[str, str, Page], None, tuple[Page, Page]]:
    """Show the presenter page and the stage, and return both. presented, staged: their states. more: of the first."""
    presenter, stage = _page(browser, LAPTOP, **more), _page(browser, PROJECTOR)
    present(presenter, process.link)
    yield "presenter", presented, presenter
    enter(stage, process.link)
    stage.goto(f"{process.base}/stage/{process.code}")
    expect(stage.locator("h1")).to_be_attached()
    yield "stage", staged, stage
    return presenter, stage


def _pages(page: Page, process: WorkshopProcess, pages: list[tuple[str, str, str, str]]) -> Shown:
    """Show pages of a room, each with its path, surface and state, once what a selector names is seen on it."""
    for path, surface, state, seen in pages:
        page.goto(f"{process.base}/{path}/{process.code}")
        expect(page.locator(seen).first).to_be_visible()
        yield surface, state, page


def _room(browser: Browser, process: WorkshopProcess) -> Shown:
    survey = cx.load_survey("leadership").with_workshop({"team": TEAMS})
    presenter, stage = yield from _screens(browser, process, "nobody is here", "to join")
    stage.keyboard.press("?")
    expect(stage.get_by_role("dialog")).to_be_visible()
    yield "stage", "its keys", stage
    stage.keyboard.press("Escape")
    phone = _page(browser, PHONE)
    person = Participant(Watched(phone), survey, process.base)
    expect(phone.get_by_role("button", name="Start")).to_be_visible()
    yield "phone", "to join", phone
    person.say_who(role="frontline", team="Warehouse")
    for item in survey.dimensions[0].items[:3]:
        person.tap(item.id, 4)
    yield "phone", "a question", phone
    for place in range(len(survey.dimensions)):
        person.answer(place, 4)
    person.sees_status("^Saved$")
    yield "phone", "one's own profile", phone
    fill(process.base, process.code, 15)
    expect(presenter.locator("#finished")).to_have_text("16")
    yield "presenter", "all have answered", presenter
    printed = presenter.context.new_page()
    yield from _pages(printed, process, [
        ("slips", "paper", "slips", ".slip"), ("form", "paper", "the form", "table"),
        ("paper", "paper", "typed in", "#form .row"),
    ])  # fmt: skip
    presenter.get_by_text("More", exact=True).click()
    presenter.get_by_role("button", name="Keys").click()
    expect(presenter.get_by_role("dialog")).to_be_visible()
    yield "presenter", "its keys", presenter
    presenter.keyboard.press("Escape")
    reveal(presenter)
    yield "presenter", "revealed", presenter
    expect(stage.locator(".picture")).to_be_visible()
    yield "stage", "revealed", stage
    presenter.goto(f"{process.base}/commitments/{process.code}")
    expect(presenter.locator("#lines li").first).to_be_visible()
    presenter.get_by_label("Who").first.fill("Samira")
    yield "commitments", "a line", presenter
    presenter.goto(f"{process.base}/setup/{process.code}")
    expect(presenter.locator("#form")).to_be_visible()
    yield "setup", "in a room", presenter


def _arabic(browser: Browser, process: WorkshopProcess) -> Shown:
    presenter, _ = yield from _screens(browser, process, "in Arabic", "in Arabic", locale="ar")
    phone = _page(browser, PHONE, locale="ar")
    phone.goto(process.base)
    expect(phone.locator("button.go")).to_be_visible()
    yield "phone", "in Arabic", phone
    yield from _pages(presenter, process, [
        ("commitments", "commitments", "in Arabic", "#lines li"), ("setup", "setup", "in Arabic", "#form"),
        ("form", "paper", "in Arabic", "table"),
    ])  # fmt: skip
