"""From a workshop to its follow-up: the same phones come back, and the change is surer by those who agreed."""

import json
import urllib.request
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from cxkit.live.room import Room
from cxkit.live.stage import Stage
from cxkit.live.storage.store import Store
from cxkit.reports.comparisons import change_rows
from cxkit.reports.report import Report
from cxkit.reports.rows import shown
from cxkit.survey.model import Survey
from tests.browser.people import PHONE, PROJECTOR, Watched, begin, present, reveal
from tests.browser.stage import put
from tests.processes import WorkshopProcess

PEOPLE, LEADERS, BACK = 15, 3, 12
SEEN = (0, 3, 14)
"""Whose phones are real ones: who leads, who does not, and who does not come back. The others send the same."""
TAPS = """(answers) => { for (const [item, value] of answers) {
  const radio = [...document.querySelectorAll("*")].map((one) => one.shadowRoot ?? document)
    .map((root) => root.querySelector(`input[name="${item}"][value="${value}"]`)).find(Boolean);
  radio.click();
} }"""


def answers(person: int, place: int, wave: int) -> int:
    """Return what somebody answers to the items of a dimension: people differ, and change by different steps."""
    opinion = 1 + (person * 2 + place) % 3
    return min(5, opinion + (person < LEADERS) + wave * (person + place) % 3)


def given(survey: Survey, person: int, wave: int) -> list[dict[str, int]]:
    """Return what somebody sends of each dimension."""
    sent = []
    for place, dimension in enumerate(survey.dimensions):
        value = answers(person, place, wave)
        own = {one.id: 6 - value if one.reverse_keyed else value for one in dimension.items}
        first = dimension.items[0].id
        sent.append(own | {first: min(5, own[first] + 1)})
    return sent


def send(base: str, code: str, survey: Survey, person: int, wave: int) -> None:
    """Send over HTTP what a phone does; of the second wave with what it was called in the first, as who agrees does."""
    response: dict[str, Any] = {
        "attributes": {"role": "leader" if person < LEADERS else "frontline"},
        "answers": {id: point for part in given(survey, person, wave) for id, point in part.items()},
        "comments": {},
        "finished": True,
    }
    response |= {"agrees": True} if person < LEADERS else {}
    back = {"last": f"{person:032x}"} if wave else {}
    response |= {"compares": True} if wave else {}
    with urllib.request.urlopen(f"{base}/api/rooms/{code}") as told:
        own = json.load(told)["code"]
    put(base, own, {"token": f"{person + 100 * wave:032x}", "revision": 1, "response": response, **back})


def take(page: Page, survey: Survey, person: int, wave: int) -> None:
    """Go through all screens, and wait until everything is in the room."""
    begin(page)
    if person < LEADERS:
        page.get_by_role("button", name="Yes, with at least one other").tap()
    for dimension, sent in zip(survey.dimensions, given(survey, person, wave), strict=True):
        expect(page.get_by_role("heading", name=str(dimension.question))).to_be_visible()
        page.evaluate(TAPS, [[id, str(point)] for id, point in sent.items()])
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
        phones = {person: open_page(**PHONE) for person in SEEN}
        for person in range(PEOPLE):
            if person not in phones:
                send(workshop.base, workshop.code, leadership, person, 0)
                continue
            page = phones[person].page
            page.goto(workshop.base)
            role(page, person)
            take(page, leadership, person, 0)
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
        for person in range(BACK):
            if person not in phones:
                send(workshop.base, code, survey, person, 1)
                continue
            page = phones[person].page
            page.goto(f"{workshop.base}/r/{code}")
            role(page, person)
            page.locator('label.chip:has(input[name="compares"][value="true"])').tap()
            take(page, survey, person, 1)
        reveal(presenter)
        with Store(workshop.data) as store:
            stages = [Stage.of(Room.find(store, one)) for one in (workshop.code, code)]
            before, after = (Report.from_dict(one.rooms()["leadership"].released() or {}) for one in stages)
        (paired,) = after.paired
        assert shown(paired)
        assert paired.n == BACK
        (changed, *_) = change_rows(before, after)
        assert changed.pairs == BACK
        assert [phone.errors for phone in phones.values()] == [[]] * len(SEEN)
    finally:
        workshop.kill()
