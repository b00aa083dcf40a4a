"""A ticket in a real browser: scanned or typed, used once, and remembered by the phone that used it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from cxkit.live.room import Room
from cxkit.live.storage.store import Store
from tests.browser.judge import Judge
from tests.browser.people import PHONE, PROJECTOR, Watched, begin
from tests.processes import WorkshopProcess


@pytest.fixture
def ticketed(tmp_path: Path) -> Iterator[WorkshopProcess]:
    """A room into which people come with tickets."""
    (tmp_path / "workshop.yaml").write_text(
        "teams: [Phones, Warehouse]\ntickets: true\npaced: false\n", encoding="utf-8"
    )
    process = WorkshopProcess(tmp_path / "data", "--no-book", str(tmp_path / "workshop.yaml"), form=True)
    process.start()
    yield process
    process.kill()


def ticket_on(screen: Page, room: WorkshopProcess) -> Locator:
    """Let the facilitator's screen show a ticket; return where it stands."""
    screen.goto(room.link)
    screen.get_by_role("button", name="Show a ticket").click()
    shown = screen.locator("dialog .big")
    expect(shown).to_contain_text("-")
    return shown


def test_a_ticket_is_shown_scanned_and_used_once(ticketed: WorkshopProcess, open_page: Callable[..., Watched]) -> None:
    """The phone that used it comes back without another; somebody else is told kindly, and types the next one."""
    judge = Judge()
    screen, phone, other = open_page(**PROJECTOR).page, open_page(**PHONE).page, open_page(**PHONE).page
    shown = ticket_on(screen, ticketed)
    ticket = shown.inner_text()
    judge.look(screen, "a ticket")

    phone.goto(f"{ticketed.base}/r/{ticketed.code}#{ticket}")
    expect(phone.get_by_role("button", name="Start")).to_be_visible()
    expect(screen.locator("#tickets")).to_contain_text("1 of 1 tickets used.")
    phone.context.clear_cookies()
    phone.goto(ticketed.base)
    expect(phone.get_by_role("button", name="Start")).to_be_visible()

    other.goto(f"{ticketed.base}/r/{ticketed.code}#{ticket}")
    expect(other.get_by_role("status")).to_contain_text("This ticket has been used.")
    judge.look(other, "a used ticket")
    screen.get_by_role("button", name="Next ticket").click()
    expect(shown).not_to_have_text(ticket)
    other.get_by_label("Your ticket").fill(shown.inner_text().lower())
    other.get_by_role("button", name="Join").tap()
    expect(other.get_by_role("button", name="Start")).to_be_visible()
    begin(other)
    expect(other.get_by_text("Saved", exact=True).first).to_be_visible()
    with Store(ticketed.data) as store:
        assert Room.find(store, ticketed.code).progress().joined == 2
    assert judge.found == []


def test_a_phone_that_is_passed_on_wants_the_next_persons_own_ticket(
    ticketed: WorkshopProcess, open_page: Callable[..., Watched]
) -> None:
    """It forgets what let the former person in, and shows nothing of theirs to whoever comes with another."""
    screen, phone = open_page(**PROJECTOR).page, open_page(**PHONE).page
    shown = ticket_on(screen, ticketed)
    ticket = shown.inner_text()
    phone.clock.install()
    phone.goto(f"{ticketed.base}/r/{ticketed.code}#{ticket}")
    begin(phone)
    phone.locator("label.point").first.tap()
    expect(phone.locator(".saved")).to_have_text("Saved")
    phone.clock.run_for(6 * 60_000)
    phone.get_by_role("button", name="Pass this phone on").tap()
    screen.get_by_role("button", name="Next ticket").click()
    expect(shown).not_to_have_text(ticket)
    phone.get_by_label("Your ticket").fill(shown.inner_text())
    phone.get_by_role("button", name="Join").tap()
    begin(phone)
    expect(phone.locator("input:checked")).to_have_count(0)
    expect(phone.locator(".saved")).to_have_text("Saved")
    with Store(ticketed.data) as store:
        answers = [response["answers"] for response in store.responses(Room.find(store, ticketed.code).id)]
    assert sorted(map(len, answers)) == [0, 1]


def test_another_ticket_on_a_phone_that_is_in_is_for_another_person(
    ticketed: WorkshopProcess, open_page: Callable[..., Watched]
) -> None:
    """Whose phone it is goes on, and the ticket is there for somebody else; whoever has it now begins with it."""
    screen, first = open_page(**PROJECTOR).page, open_page(**PHONE).page
    shown = ticket_on(screen, ticketed)
    ticket = shown.inner_text()
    screen.get_by_role("button", name="Next ticket").click()
    expect(shown).not_to_have_text(ticket)
    door = f"{ticketed.base}/r/{ticketed.code}#"
    first.goto(door + ticket)
    begin(first)
    first.locator("label.point").first.tap()
    expect(first.locator(".saved")).to_have_text("Saved")

    phone = first.context.new_page()
    phone.goto(door + shown.inner_text())
    expect(phone.get_by_role("heading", name="Is this still you?")).to_be_visible()
    expect(phone.locator("input")).to_have_count(0)
    phone.get_by_role("button", name="Carry on").tap()
    expect(phone.locator("input:checked")).to_have_count(1)
    phone.reload()
    expect(phone.locator("input:checked")).to_have_count(1)
    expect(screen.locator("#tickets")).to_contain_text("1 of 2 tickets used.")

    phone.goto(door + shown.inner_text())  # in the same tab, where only what follows on the "#" changes
    phone.get_by_role("button", name="Pass this phone on").tap()
    begin(phone)
    expect(phone.locator("input:checked")).to_have_count(0)
    expect(phone.locator(".saved")).to_have_text("Saved")
    expect(screen.locator("#tickets")).to_contain_text("2 of 2 tickets used.")
    with Store(ticketed.data) as store:
        answers = [response["answers"] for response in store.responses(Room.find(store, ticketed.code).id)]
    assert sorted(map(len, answers)) == [0, 1]
