"""A phone that is refused: it says why, keeps what it has, and looks anew."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import expect

from cxkit.live.app import UVICORN, create_app
from cxkit.live.room import Room
from cxkit.live.serving import device, network, pace
from cxkit.live.stage import Stage
from cxkit.live.storage.store import Store
from cxkit.survey.model import Survey
from tests.browser.people import PHONE, Participant, Watched, begin
from tests.processes import WorkshopProcess, free_port

DEAF = "delete window.SharedWorker; window.EventSource = class { close() {} };"
"""A phone that hears of no change: what it learns, a refusal has told it."""


KEPT_FROM_BEFORE = """() => {
  const key = Object.keys(localStorage).find((one) => one.startsWith("cxkit:room:"));
  const mine = JSON.parse(localStorage.getItem(key));
  mine.response.answers.engaged_touch = 9;
  mine.revision += 1;
  mine.unsent = { "answers engaged_touch": mine.revision };
  localStorage.setItem(key, JSON.stringify(mine));
}"""
ELSEWHERE = {"X-Forwarded-For": "203.0.113.9"}
"""A phone that comes through a proxy of this machine: what comes from the machine itself is never held up."""


@pytest.fixture
def busy(store: Store, room: Room) -> Iterator[str]:
    """A room's server in this process, whose patience tests may change; its address."""
    doors, _ = network.listen_from(free_port())
    app = create_app(store, room=room.code, bases=["http://127.0.0.1"])
    server = uvicorn.Server(uvicorn.Config(app, **UVICORN))
    thread = threading.Thread(target=server.run, args=(doors,))
    thread.start()
    yield f"http://127.0.0.1:{doors[0].getsockname()[1]}"
    app.state.server.ticks.close()
    server.should_exit = True
    thread.join()


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


def test_an_answer_that_does_not_fit_the_question_is_said_not_to_and_another_one_is_saved(
    workshop: WorkshopProcess, leadership: Survey, open_page: Callable[..., Watched]
) -> None:
    """A phone that kept one from when the question had more points: it says which, and asks for no network."""
    person = Participant(open_page(**PHONE), leadership, workshop.base)
    begin(person.page)
    person.tap("engaged_listens", 5)
    person.sees_status("^Saved$")
    person.page.evaluate(KEPT_FROM_BEFORE)
    person.page.reload()
    person.sees_status('item “engaged_touch”: "9" is not a whole number from 1 to 5')
    person.tap("engaged_touch", 4)
    person.sees_status("^Saved$")
    with Store(Path(workshop.data)) as store:
        (kept,) = store.responses(Room.find(store, workshop.code).id)
    assert kept["answers"] == {"engaged_touch": 4, "engaged_listens": 5}


def test_where_too_many_come_from_one_network_a_phone_says_so_and_gets_in_by_itself(
    busy: str, leadership: Survey, monkeypatch: pytest.MonkeyPatch, open_page: Callable[..., Watched]
) -> None:
    """What is answered meanwhile is saved then, too."""
    monkeypatch.setattr(pace, "AT_ONCE", 0)
    person = Participant(open_page(**PHONE, extra_http_headers=ELSEWHERE), leadership, busy)
    person.sees_status("Very many new answers come from this network at once")
    begin(person.page)
    person.tap("engaged_touch", 4)
    monkeypatch.setattr(pace, "AT_ONCE", 400)
    person.sees_status("^Saved$")


def test_where_too_many_begin_on_one_phone_it_says_so_and_lets_them_in_later(
    busy: str, leadership: Survey, monkeypatch: pytest.MonkeyPatch, open_page: Callable[..., Watched]
) -> None:
    """A phone that is passed on forgets who had it, and not that several have."""
    watched = open_page(**PHONE, extra_http_headers=ELSEWHERE)
    watched.page.clock.install()
    person = Participant(watched, leadership, busy)
    for value in range(1, 5):
        begin(person.page)
        person.tap("engaged_touch", value)
        if value == 4:
            break
        person.sees_status("^Saved$")
        person.page.clock.run_for(6 * 60_000)
        person.page.get_by_role("button", name="Pass this phone on").tap()
    person.sees_status("Several people have just begun on this phone")
    monkeypatch.setattr(device, "AT_ONCE", 5)
    person.sees_status("^Saved$")


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
    begin(page)
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
