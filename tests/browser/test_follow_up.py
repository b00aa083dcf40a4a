"""From a workshop to its follow-up: the same phones come back, and the change is surer by those who agreed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from playwright.sync_api import Page, expect

from cxkit.live.room import Room
from cxkit.live.stage import Stage
from cxkit.live.storage.store import Store
from cxkit.reports.comparisons import change_rows
from cxkit.reports.report import Report
from cxkit.reports.rows import shown
from cxkit.survey.model import Survey
from tests.browser.people import PHONE, PROJECTOR, Watched, begin, present, reveal
from tests.processes import WorkshopProcess

PEOPLE, LEADERS, BACK = 15, 3, 12
TAPS = """(answers) => { for (const [item, value] of answers) {
  const radio = [...document.querySelectorAll("*")].map((one) => one.shadowRoot ?? document)
    .map((root) => root.querySelector(`input[name="${item}"][value="${value}"]`)).find(Boolean);
  radio.click();
} }"""


def answers(person: int, place: int, wave: int) -> int:
    """Return what somebody answers to the items of a dimension: people differ, and change by different steps."""
    opinion = 1 + (person * 2 + place) % 3
    return min(5, opinion + (person < LEADERS) + wave * (person + place) % 3)


def take(page: Page, survey: Survey, person: int, wave: int) -> None:
    """Go through all screens, and wait until everything is in the room."""
    begin(page)
    if person < LEADERS:
        page.get_by_role("button", name="Yes, with at least one other").tap()
    for place, dimension in enumerate(survey.dimensions):
        expect(page.get_by_role("heading", name=str(dimension.question))).to_be_visible()
        value = answers(person, place, wave)
        sent = [(one.id, 6 - value if one.reverse_keyed else value) for one in dimension.items]
        page.evaluate(TAPS, [[id, str(min(5, number + (n == 0)))] for n, (id, number) in enumerate(sent)])
        page.locator("button.go").tap()
    expect(page.locator(".saved")).to_have_text("Saved")


def role(page: Page, person: int) -> None:
    who = "leader" if person < LEADERS else "frontline"
    page.locator(f'label.chip:has(input[name="attribute role"][value="{who}"])').tap()


def test_a_change_is_surer_by_those_who_came_back_and_agreed(
    tmp_path: Path, open_page: Callable[..., Watched], leadership: Survey
) -> None:
    """Fifteen people, three of whom lead and agree to be shown; twelve come back with the same phones, and say yes."""
    workshop = WorkshopProcess(tmp_path / "data", "--no-book")
    workshop.start()
    try:
        presenter = open_page(**PROJECTOR).page
        present(presenter, workshop.link)
        phones = [open_page(**PHONE) for _ in range(PEOPLE)]
        for person, phone in enumerate(phones):
            phone.page.goto(workshop.base)
            role(phone.page, person)
            take(phone.page, leadership, person, 0)
        reveal(presenter)
        page = presenter.context.new_page()
        page.goto(f"{workshop.base}/commitments/{workshop.code}")
        page.get_by_label("What exactly").fill("Two teams at one table")
        page.get_by_label("Who").fill("Samira")
        page.get_by_label("it should show under").select_option("Teamwork")
        page.locator("#review").fill(datetime.now().astimezone().date().isoformat())
        expect(page.locator("#saved")).to_have_text("Saved")
        page.close()
        presenter.get_by_role("button", name="Open the follow-up").click()
        presenter.wait_for_url(lambda url: url.endswith(workshop.code) is False)
        expect(presenter.locator("#code")).not_to_be_empty()
        code = presenter.url.rsplit("/", 1)[-1]
        presenter.locator("#steps").select_option("assessment.activity")
        with Store(workshop.data) as store:
            survey = Room.find(store, code).survey
        for person, phone in enumerate(phones[:BACK]):
            phone.page.goto(f"{workshop.base}/r/{code}")
            role(phone.page, person)
            phone.page.locator('label.chip:has(input[name="compares"][value="true"])').tap()
            take(phone.page, survey, person, 1)
        reveal(presenter)
        with Store(workshop.data) as store:
            stages = [Stage.of(Room.find(store, one)) for one in (workshop.code, code)]
            before, after = (Report.from_dict(one.rooms()["leadership"].released() or {}) for one in stages)
        (paired,) = after.paired
        assert shown(paired)
        assert paired.n == BACK
        (changed, *_) = change_rows(before, after)
        assert changed.pairs == BACK
        assert [phone.errors for phone in phones] == [[]] * PEOPLE
    finally:
        workshop.kill()
