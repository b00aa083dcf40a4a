"""A phone that is refused: it says why, keeps what it has, and looks anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from cxkit.live.room import Room
from cxkit.live.stage import Stage
from cxkit.live.storage.store import Store
from cxkit.survey.model import Survey
from tests.browser.people import PHONE, Participant, Watched
from tests.processes import WorkshopProcess

DEAF = "delete window.SharedWorker; window.EventSource = class { close() {} };"
"""A phone that hears of no change: what it learns, a refusal has told it."""


def test_what_is_too_large_is_said_to_be_and_goes_through_once_it_is_shorter(
    tmp_path: Path, open_page: Callable[..., Watched]
) -> None:
    """Not "when the network is back": no network will ever bring it."""
    file = tmp_path / "survey.yaml"
    many = "".join(f"- {{id: d{n}, title: D, items: [{{id: i{n}, text: T}}]}}\n" for n in range(11))
    head = "id: long\ntitle: Long\nresponse_scale: {min: 0, max: 4}\ncomments: {per_dimension: true}\ndimensions:\n"
    file.write_text(head + many, encoding="utf-8")
    process = WorkshopProcess(tmp_path / "data", "--no-book", "--survey", str(file))
    process.start()
    try:
        page = open_page(**PHONE).page
        page.goto(process.base)
        for _ in range(11):
            page.locator("button.go").tap()
            page.locator("textarea").fill("€" * 2000)
        expect(page.locator(".saved")).to_contain_text("That is more than a response can hold. Please shorten")
        page.locator("textarea").fill("short")
        expect(page.locator(".saved")).to_have_text("Saved")
    finally:
        process.kill()


def test_what_somebody_was_writing_when_the_activity_changed_is_kept_said_to_be_and_sent_when_it_opens_again(
    workshop: WorkshopProcess, leadership: Survey, open_page: Callable[..., Watched]
) -> None:
    """The refusal of the last words leads to where everybody is; and back to them."""
    watched = open_page(**PHONE)
    watched.page.add_init_script(DEAF)
    person = Participant(watched, leadership, workshop.base)
    page = person.page
    person.say_who(role="frontline", team="Phones")
    person.tap("engaged_touch", 4)
    page.locator("textarea").fill("Half a")
    person.sees_status("^Saved$")
    steer(workshop, "pulse")
    page.locator("textarea").fill("Half a thought")
    expect(page.get_by_text("closed before your last change arrived. It is kept on this phone")).to_be_visible()
    expect(page.locator(".cx h2")).not_to_have_text(str(leadership.title))
    steer(workshop, "leadership")
    page.get_by_role("button", name="Start").tap()
    page.locator("input").first.tap()
    expect(page.locator("textarea")).to_have_value("Half a thought")
    person.sees_status("^Saved$")
    with Store(Path(workshop.data)) as store:
        (kept,) = store.responses(Room.find(store, workshop.code).id)
    assert kept["comments"] == {"engaged": "Half a thought"}


def steer(workshop: WorkshopProcess, survey: str) -> None:
    """Open an activity."""
    with Store(Path(workshop.data)) as store:
        Stage.of(Room.find(store, workshop.code)).open(survey)
