"""Who drives a page in these tests: a watched page, and a participant with a phone."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from cxkit.survey.model import Survey

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
PROJECTOR = {"viewport": {"width": 1920, "height": 1080}}
LOCAL = {"", "localhost", "127.0.0.1"}


class Watched:
    """A page that remembers console errors, exceptions and requests to other hosts."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.errors: list[str] = []
        self.strangers: list[str] = []
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self._note(request.url))

    def _note(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname not in LOCAL:
            self.strangers.append(url)


def begin(page: Page) -> None:
    """Tap Start; and once more where the phone then asks who one is, and one would rather not say."""
    start = page.get_by_role("button", name="Start")
    start.tap()
    if start.is_visible():
        start.tap()


class Participant:
    """Somebody with a phone in the room; `answers` is what they tapped."""

    def __init__(self, watched: Watched, survey: Survey, address: str) -> None:
        self.watched = watched
        self.page = watched.page
        self.survey = survey
        self.answers: dict[str, int | str] = {}
        self.attributes: dict[str, str] = {}
        self.page.goto(address)

    def say_who(self, **attributes: str) -> None:
        """Choose role and team, and start."""
        for id, value in attributes.items():
            self.page.locator(f'label.chip:has(input[name="attribute {id}"][value="{value}"])').tap()
        self.attributes = dict(attributes)
        begin(self.page)

    def answer(self, place: int, value: int | str) -> None:
        """Give every item of one dimension the same answer, and go on."""
        dimension = self.survey.dimensions[place]
        expect(self.page.get_by_role("heading", name=str(dimension.question))).to_be_visible()
        for item in dimension.items:
            self.tap(item.id, value)
        self.page.locator("button.go").tap()

    def tap(self, item: str, value: int | str) -> None:
        """Tap one answer."""
        self.page.locator(f'label:has(input[name="{item}"][value="{value}"])').tap()
        self.answers[item] = value

    def sees_status(self, words: str) -> None:
        """Wait until the calm line says so."""
        expect(self.page.locator(".saved")).to_have_text(re.compile(words))

    def profile(self) -> list[str]:
        """Return the numbers on the person's own profile."""
        expect(self.page.locator(".result")).to_have_count(len(self.survey.dimensions))
        return [text.strip() for text in self.page.locator(".result .number [aria-hidden]").all_inner_texts()]

    def response(self) -> dict[str, Any]:
        """Return what the phone holds."""
        return {"attributes": self.attributes, "answers": self.answers, "comments": {}, "finished": True}


def load_again(page: Page, url: str = "") -> None:
    """Load this page or another that remembers what was answered, from a disk too.

    On a busy machine Chromium gives one page of fifty from a disk a memory of its own, empty, whatever the page is
    (over `http` never); the next load finds what was kept.
    """
    for _ in range(5):
        page.goto(url) if url else page.reload()
        if page.evaluate("localStorage.length"):
            return
    raise AssertionError(f"{page.url} remembers nothing")


def enter(page: Page, link: str) -> None:
    """Make it the facilitator's browser, without drawing the presenter page, which is the heaviest of all."""
    assert page.request.get(link).ok


def present(page: Page, link: str) -> None:
    """Open the presenter page, and wait until it has drawn the room."""
    page.goto(link)
    expect(page.locator("#code")).not_to_be_empty()


def reveal(presenter: Page) -> None:
    """Turn to the first reveal of what is being asked, and reveal it."""
    said = presenter.request.get(presenter.url.replace("/present/", "/api/presenter/")).json()
    kind = {"kind": "reveal", "survey": said["survey"]}
    step = next(step["id"] for step in said["stage"]["steps"] if kind.items() <= step.items())
    presenter.locator("#steps").select_option(step)
    presenter.get_by_role("button", name="Reveal", exact=True).click()
    presenter.get_by_role("dialog").get_by_role("button", name="Reveal").click()
    expect(presenter.get_by_role("button", name="Reveal", exact=True)).to_be_hidden()


MOUNTED = """() => !document.querySelector('script[type="application/vnd.jupyter.widget-view+json"]')
  && [...document.querySelectorAll(".cx-widget")].every((el) => el.shadowRoot?.childElementCount)"""


def wait_for_widgets(page: Page) -> None:
    """Wait until every widget of a book's page is drawn; one that cannot be drawn is waited for in vain."""
    page.wait_for_load_state("load")
    page.wait_for_function(MOUNTED)


def pages(book: Path) -> list[str]:
    """Name every page of a built book."""
    return sorted(str(path.relative_to(book)) for path in book.rglob("*.html") if "_static" not in path.parts)
