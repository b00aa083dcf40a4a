"""What a phone remembers: weaker than what the room has, and forgotten when the phone is passed on."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from cxkit.live.commitments import keep
from cxkit.live.pairing import Pairing
from cxkit.live.room import Room
from cxkit.live.series import Series
from cxkit.live.stage import Stage
from cxkit.live.storage.store import Store
from cxkit.survey.model import Survey
from tests.browser.conftest import CHROMIUM, QUIET
from tests.browser.people import PHONE, Participant, Watched, begin
from tests.live.test_room import fill, mixed
from tests.processes import WorkshopProcess

BLOCKED = """for (const name of ["localStorage", "indexedDB"])
  Object.defineProperty(window, name, { get() { throw new DOMException("blocked", "SecurityError"); } });
Object.defineProperty(document, "cookie", { get: () => "", set() {} });"""
FULL = """Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); };"""
CHOSEN = 'input[name="{}"][value="{}"]:checked'


def kept(workshop: WorkshopProcess) -> list[dict[str, int]]:
    """Return the answers of everybody in the room."""
    with Store(Path(workshop.data)) as store:
        return [response["answers"] for response in store.responses(Room.find(store, workshop.code).id)]


@pytest.fixture
def start(browser: Browser, tmp_path: Path) -> Iterator[Callable[[], BrowserContext]]:
    """Start a browser with a profile on the disk, always the same; one that still runs is killed."""

    def kill() -> None:
        for process in psutil.process_iter(["cmdline"]):
            if any(str(tmp_path / "profile") in argument for argument in process.info["cmdline"] or ()):
                with suppress(psutil.NoSuchProcess):
                    process.kill()

    def started() -> BrowserContext:
        kill()
        return browser.browser_type.launch_persistent_context(
            tmp_path / "profile", executable_path=CHROMIUM, args=QUIET, has_touch=True, is_mobile=True
        )

    yield started
    kill()


def test_a_browser_killed_right_after_it_said_saved_comes_back_with_everything(
    workshop: WorkshopProcess, leadership: Survey, start: Callable[[], BrowserContext]
) -> None:
    """Its own copy is older by seconds, and the token may be all that is left: one person, with all answers.

    Killed right after joining, it is nobody new either.
    """
    person = Participant(Watched(start().new_page()), leadership, workshop.base)
    person.sees_status("^Saved$")
    person = Participant(Watched(start().new_page()), leadership, workshop.base)
    person.sees_status("^Saved$")
    assert kept(workshop) == [{}]
    begin(person.page)
    for item, value in {"engaged_touch": 4, "engaged_listens": 5, "engaged_daily": 1}.items():
        person.tap(item, value)
    person.sees_status("^Saved$")
    person = Participant(Watched(start().new_page()), leadership, workshop.base)
    expect(person.page.locator(CHOSEN.format("engaged_listens", 5))).to_have_count(1)
    person.tap("engaged_tools", 2)
    person.sees_status("^Saved$")
    assert kept(workshop) == [{"engaged_touch": 4, "engaged_listens": 5, "engaged_daily": 1, "engaged_tools": 2}]


@pytest.mark.parametrize("storage", [BLOCKED, FULL], ids=["blocked", "full"])
def test_without_storage_a_reload_neither_counts_twice_nor_loses_anything(
    workshop: WorkshopProcess, leadership: Survey, storage: str, open_page: Callable[..., Watched]
) -> None:
    """Private windows and full phones."""
    watched = open_page(**PHONE)
    watched.page.add_init_script(storage)
    person = Participant(watched, leadership, workshop.base)
    begin(person.page)
    person.tap("engaged_touch", 4)
    person.sees_status("^Saved$")
    person.page.reload()
    expect(person.page.locator(CHOSEN.format("engaged_touch", 4))).to_have_count(1)
    person.tap("engaged_listens", 5)
    person.sees_status("^Saved$")
    assert kept(workshop) == [{"engaged_touch": 4, "engaged_listens": 5}]


def test_a_phone_that_is_passed_on_begins_anew_and_shows_nothing_of_the_former_person(
    workshop: WorkshopProcess, leadership: Survey, open_page: Callable[..., Watched]
) -> None:
    """The guide's spare phone: the second one scans, says that it is not the first, and answers for themselves."""
    first = Participant(open_page(**PHONE), leadership, workshop.base)
    first.say_who(role="frontline", team="Phones")
    for place in range(len(leadership.dimensions)):
        first.answer(place, 5)
    first.sees_status("^Saved$")
    page = first.page.context.new_page()
    second = Participant(Watched(page), leadership, workshop.base)
    expect(page.get_by_role("heading", name="Is this still you?")).to_be_visible()
    expect(page.locator(".result")).to_have_count(0)
    page.get_by_role("button", name="Pass this phone on").tap()
    expect(page.get_by_role("button", name="Start")).to_be_visible()
    expect(page.locator("input:checked")).to_have_count(0)
    begin(second.page)
    second.tap("engaged_touch", 1)
    second.sees_status("^Saved$")
    expect(first.page.locator(CHOSEN.format("engaged_touch", 1))).to_have_count(1)
    everything = {item.id: 5 for item in leadership.items}
    assert sorted(kept(workshop), key=len) == [{"engaged_touch": 1}, everything]


def test_at_the_end_and_after_a_rest_a_phone_can_be_passed_on(
    workshop: WorkshopProcess, leadership: Survey, open_page: Callable[..., Watched]
) -> None:
    """Whoever is still there carries on; and nobody goes before everything is saved."""
    watched = open_page(**PHONE)
    watched.page.clock.install()
    person = Participant(watched, leadership, workshop.base)
    person.say_who(role="frontline", team="Phones")
    person.tap("engaged_touch", 4)
    person.page.clock.run_for(6 * 60_000)
    expect(person.page.get_by_role("heading", name="Is this still you?")).to_be_visible()
    expect(person.page.locator("input")).to_have_count(0)
    person.page.get_by_role("button", name="Carry on").tap()
    for place in range(len(leadership.dimensions)):
        person.answer(place, 4)
    watched.page.context.set_offline(True)
    person.page.get_by_role("button", name="Change my answers").tap()
    person.tap("engaged_touch", 2)
    person.page.get_by_role("button", name="My profile").tap()
    person.page.get_by_role("button", name="Pass this phone on").tap()
    person.sees_status("when the network is back")
    expect(person.page.get_by_role("button", name="Pass this phone on")).to_be_disabled()
    watched.page.context.set_offline(False)
    person.page.get_by_role("button", name="Pass this phone on").tap()
    expect(person.page.get_by_role("button", name="Start")).to_be_visible()
    person.sees_status("^Saved$")
    assert {answers.get("engaged_touch") for answers in kept(workshop)} == {2, None}
    assert not re.search("token|answers", person.page.evaluate("JSON.stringify(Object.keys(localStorage))"))


@pytest.fixture
def teams(tmp_path: Path) -> Iterator[WorkshopProcess]:
    """A room of two teams, without the book."""
    process = WorkshopProcess(tmp_path / "data", "--no-book", "--teams", "Phones, Warehouse")
    process.start()
    yield process
    process.kill()


def test_who_said_where_they_work_once_need_not_say_it_again(
    teams: WorkshopProcess, open_page: Callable[..., Watched]
) -> None:
    """In the next activity it is chosen already; the two responses have nothing else in common."""
    phone = open_page(**PHONE).page
    with Store(teams.data) as store:
        stage = Stage.of(Room.find(store, teams.code))
        phone.goto(teams.base)
        phone.locator('label.chip:has(input[value="Warehouse"])').tap()
        begin(phone)
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


def test_a_phone_that_was_there_last_time_asks_whether_both_are_compared(
    workshop: WorkshopProcess, open_page: Callable[..., Watched]
) -> None:
    """It sends its number of then only after a yes; a phone that was not there asks nothing."""
    phone = open_page(**PHONE)
    phone.page.goto(f"{workshop.base}/r/{workshop.code}")
    expect(phone.page.locator(".saved")).to_have_text("Saved")
    with Store(Path(workshop.data)) as store:
        first = Room.find(store, workshop.code)
        fill(first, [mixed(person, first.survey) for person in range(12)])
        Stage.of(first).reveal(first.survey.id)
        keep(first, 0, [{"what": "One table", "moves": "teamwork"}], "").result()
        room = Room.of_key(store, Series.of(first).follow())
        Stage.of(room).open(room.survey.id)
    phone.page.goto(f"{workshop.base}/r/{room.code}")
    phone.page.locator('label.chip:has(input[name="compares"][value="true"])').tap()
    expect(phone.page.locator(".saved")).to_have_text("Saved")
    stranger = open_page(**PHONE).page
    stranger.goto(f"{workshop.base}/r/{room.code}")
    expect(stranger.get_by_role("button", name="Start")).to_be_visible()
    expect(stranger.locator('input[name="compares"]')).to_have_count(0)
    with Store(Path(workshop.data)) as store:
        pairing = Pairing.of(Room.find(store, room.code))
        said = [one.get("compares") for one in store.responses(room.id)]
        assert pairing
        marks = {pairing._mark(row) for row in store.responses_by_token(pairing.before.id)}
    assert len([one for one in said if one in marks]) == 1
    assert phone.errors == []


def test_a_phone_that_comes_by_another_address_reads_that_it_would_count_twice_and_goes_back(
    workshop: WorkshopProcess, leadership: Survey, open_page: Callable[..., Watched]
) -> None:
    """A browser is a stranger at each address. Whoever is another person begins there, and reads it no more."""
    person = Participant(open_page(**PHONE), leadership, workshop.base)
    begin(person.page)
    person.tap("engaged_touch", 5)
    person.sees_status("^Saved$")
    person.page.goto(f"http://localhost:{workshop.port}")
    note = person.page.locator("#began")
    expect(note).to_contain_text("do not begin again, or you count twice")
    note.get_by_role("link", name="Take me back to my answers").tap()
    expect(person.page.locator(CHOSEN.format("engaged_touch", 5))).to_be_attached()
    assert person.page.url.startswith(workshop.base)
    expect(note).to_have_count(0)
    person.page.goto(f"http://localhost:{workshop.port}")
    expect(note).to_be_visible()
    begin(person.page)
    person.tap("engaged_touch", 1)
    expect(note).to_have_count(0)
    person.sees_status("^Saved$")
    assert sorted(answers["engaged_touch"] for answers in kept(workshop)) == [1, 5]
