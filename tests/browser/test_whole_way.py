"""From joining to the reveal: a facilitator, six phones, and a server that dies in the middle."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

import cxkit as cx
from cxkit.live.response import answers_table
from cxkit.live.room import Room
from cxkit.live.storage.store import Store
from cxkit.survey.model import Survey
from tests.browser.people import PHONE, PROJECTOR, Participant, Watched, begin, present, reveal
from tests.processes import WorkshopProcess

# role, team, and the answer to every item of each dimension
PEOPLE: list[tuple[str, str, list[int | str]]] = [
    ("leader", "Phones", [5, 4, 4, 5]),
    ("leader", "Warehouse", [4, 4, "not_applicable", 4]),
    ("frontline", "Phones", [2, 3, 1, 2]),
    ("frontline", "Warehouse", [1, 2, 2, 3]),
    ("frontline", "Warehouse", [3, 1, 2, 4]),
    ("support", "Phones", [2, 2, 3, 3]),
]


def whole(survey: Survey, role: str, team: str, values: list[int | str]) -> dict[str, Any]:
    """Return what somebody's phone would send, with the same answer to every item of a dimension."""
    answers = {item.id: value for each, value in zip(survey.dimensions, values, strict=True) for item in each.items}
    return {"attributes": {"role": role, "team": team}, "answers": answers, "comments": {}, "finished": True}


@pytest.mark.parametrize("phones", [3, pytest.param(6, marks=pytest.mark.slow)])
def test_the_whole_way_with_six_people_and_a_killed_server(
    workshop: WorkshopProcess, leadership: Survey, phones: int, open_page: Callable[..., Watched]
) -> None:
    """Everybody joins and answers, the server is killed and comes back, and the projector shows what was answered.

    phones: how many are real ones; the others of the front line send what a phone would.
    """
    holding, others = [*PEOPLE[: phones - 1], PEOPLE[-1]], PEOPLE[phones - 1 : -1]
    facilitator = open_page(**PROJECTOR)
    projector = facilitator.page
    present(projector, workshop.link)
    assert "/f/" not in projector.url, "the secret must not stay in the address bar"

    everybody = [Participant(open_page(**PHONE), leadership, workshop.base) for _ in holding]
    sent = [whole(leadership, *other) for other in others]
    for place, response in enumerate(sent):
        body = {"token": f"{place:032x}", "revision": 1, "response": response}
        assert projector.request.put(f"{workshop.base}/api/rooms/{workshop.code}/response", data=body).ok
    expect(projector.locator("#joined")).to_have_text("6")
    for person, (role, team, values) in zip(everybody, holding, strict=True):
        person.say_who(role=role, team=team)
        if role == "leader":
            person.page.get_by_role("button", name="No", exact=True).tap()
        person.answer(0, values[0])
        person.sees_status("^Saved$")

    workshop.kill()
    first = everybody[0]
    first.tap("motivating_thanks", 1)  # while nobody listens: kept on the phone
    first.sees_status("when the network is back")
    expect(projector.locator("#notice")).to_contain_text("carries on by itself")
    code = workshop.code
    workshop.start()
    assert workshop.code == code
    first.sees_status("^Saved$")

    for person, (_, _, values) in zip(everybody, holding, strict=True):
        for place in (1, 2, 3):
            person.answer(place, values[place])
        person.sees_status("^Saved$")
    expect(projector.locator("#finished")).to_have_text("6")
    expect(projector.locator("#notice")).to_be_empty()

    # A change of mind, after having finished, until the room closes.
    last = everybody[-1]
    last.page.get_by_role("button", name="Change my answers").tap()
    last.answer(0, 5)
    last.sees_status("^Saved$")
    last.page.get_by_role("button", name="My profile").tap()

    report = f"{workshop.base}/api/rooms/{workshop.code}/report"
    assert projector.request.get(report).status == 404, "before the reveal nobody sees any result"
    reveal(projector)

    expected = cx.report(
        answers_table([*sent, *(person.response() for person in everybody)], leadership),
        leadership,
        by=["role", "team"],
    )
    assert cx.Report.from_dict(projector.request.get(report).json()) == expected
    score = expected.tables.dimensions[0].mean
    expect(projector.frame_locator("iframe").get_by_text(f"{score:.0f} out of 100")).to_be_visible()
    assert expected.dimensions.loc["teamwork", "n"] == 5

    scores = cx.score(answers_table([last.response()], leadership), leadership).iloc[0]
    expect(last.page.get_by_text(re.compile("has closed, so answers can no longer be changed"))).to_be_visible()
    assert last.profile() == [str(round(value)) for value in scores]
    assert last.page.get_by_role("button", name="Change my answers").count() == 0

    for watched in [facilitator, *(person.watched for person in everybody)]:
        assert watched.strangers == []
        assert [error for error in watched.errors if "ERR_" not in error] == []


def test_a_phone_that_reloads_carries_on_where_it_was(
    workshop: WorkshopProcess, leadership: Survey, open_page: Callable[..., Watched]
) -> None:
    """A refresh throws nobody out, and nobody is counted twice."""
    projector = open_page(**PROJECTOR).page
    projector.goto(workshop.link)
    person = Participant(open_page(**PHONE), leadership, workshop.base)
    person.say_who(role="frontline", team="Phones")
    person.answer(0, 4)
    person.sees_status("^Saved$")
    person.page.reload()
    expect(person.page.get_by_role("heading", name=str(leadership.dimensions[1].question))).to_be_visible()
    expect(projector.locator("#joined")).to_have_text("1")


def test_the_form_can_be_answered_from_the_keyboard(
    workshop: WorkshopProcess, leadership: Survey, open_page: Callable[..., Watched]
) -> None:
    """Tab to an item, a number key to answer, and the phone says saved."""
    person = Participant(open_page(**PROJECTOR), leadership, workshop.base)
    for _ in range(2):  # who would rather not say who they are is asked once
        person.page.get_by_role("button", name="Start").focus()
        person.page.keyboard.press("Enter")
    item = leadership.dimensions[0].items[0]
    person.page.locator(f'input[name="{item.id}"]').first.focus()
    person.page.keyboard.press("4")
    expect(person.page.locator(f'input[name="{item.id}"][value="4"]')).to_be_checked()
    person.sees_status("^Saved$")


def test_the_presenter_page_without_the_secret_link_shows_nothing(
    workshop: WorkshopProcess, open_page: Callable[..., Watched]
) -> None:
    """A participant who types its address is told what is missing."""
    page = open_page(**PHONE).page
    page.goto(f"{workshop.base}/present/{workshop.code}")
    expect(page.get_by_text("link, which the terminal shows")).to_be_visible()


# A tab in the background may be frozen, and hear nothing of what the other one keeps.
DEAF = """const add = window.addEventListener;
window.addEventListener = function (type, ...rest) { if (type !== "storage") add.call(this, type, ...rest); };"""


def test_two_tabs_of_one_phone_lose_nothing(
    workshop: WorkshopProcess, leadership: Survey, open_page: Callable[..., Watched]
) -> None:
    """Who scans twice holds one response; what each tab calls saved is in the room."""
    first = open_page(**PHONE)
    one = Participant(first, leadership, workshop.base)
    deaf = first.page.context.new_page()
    deaf.add_init_script(DEAF)
    two = Participant(Watched(deaf), leadership, workshop.base)
    for person in (one, two):
        begin(person.page)
    one.tap("engaged_touch", 4)
    one.tap("engaged_listens", 5)
    one.sees_status("^Saved$")
    two.tap("engaged_daily", 1)
    two.sees_status("^Saved$")
    one.tap("engaged_tools", 2)
    one.sees_status("^Saved$")
    with Store(Path(workshop.data)) as store:
        (kept,) = store.responses(Room.find(store, workshop.code).id)
    assert kept["answers"] == {"engaged_touch": 4, "engaged_listens": 5, "engaged_daily": 1, "engaged_tools": 2}


def test_a_phone_that_was_overtaken_shows_and_keeps_what_the_room_has_beside_what_was_tapped_on_it(
    workshop: WorkshopProcess, leadership: Survey, open_page: Callable[..., Watched]
) -> None:
    """Whatever got ahead of it stays; and what is on the screen that says saved is in the room."""
    person = Participant(open_page(**PHONE), leadership, workshop.base)
    person.say_who(role="frontline", team="Phones")
    person.tap("engaged_touch", 4)
    person.sees_status("^Saved$")
    token = person.page.evaluate(f"JSON.parse(localStorage.getItem('cxkit:room:{workshop.code}')).token")
    ahead = {"token": token, "revision": 50, "response": {"answers": {"engaged_touch": 1}}}
    path = f"{workshop.base}/api/rooms/{workshop.code}/response"
    assert person.page.request.put(path, data=ahead).json() == {"revision": 50, "yours": True}
    person.tap("engaged_listens", 5)
    person.sees_status("^Saved$")
    with Store(Path(workshop.data)) as store:
        (kept,) = store.responses(Room.find(store, workshop.code).id)
    assert kept["answers"] == {"engaged_touch": 1, "engaged_listens": 5}
    expect(person.page.locator('input[name="engaged_touch"]:checked')).to_have_value("1")


def test_closing_never_leaves_a_promise_that_cannot_be_kept(
    workshop: WorkshopProcess, leadership: Survey, open_page: Callable[..., Watched]
) -> None:
    """A phone whose last change came too late says so; when the room opens again the change arrives after all."""
    projector = open_page(**PROJECTOR).page
    projector.goto(workshop.link)
    person = Participant(open_page(**PHONE), leadership, workshop.base)
    person.say_who(role="frontline", team="Phones")
    person.tap("engaged_touch", 4)
    person.sees_status("^Saved$")
    context = person.page.context
    context.set_offline(True)
    person.tap("engaged_listens", 5)
    person.sees_status("when the network is back")
    projector.get_by_role("button", name="Close answers").click()
    expect(projector.get_by_role("button", name="Open again")).to_be_visible()
    context.set_offline(False)
    person.sees_status("closed before your last change arrived")
    projector.get_by_role("button", name="Open again").click()
    expect(person.page.get_by_role("heading", name=str(leadership.dimensions[0].question))).to_be_visible()
    person.sees_status("^Saved$")


def test_who_comes_to_a_closed_room_is_told_so_and_begins_when_it_opens(
    workshop: WorkshopProcess, leadership: Survey, open_page: Callable[..., Watched]
) -> None:
    """No thanks for answers that were never given, and no profile without any."""
    projector = open_page(**PROJECTOR).page
    projector.goto(workshop.link)
    projector.get_by_role("button", name="Close answers").click()
    late = Participant(open_page(**PHONE), leadership, workshop.base)
    expect(late.page.get_by_role("heading", name="” has closed.")).to_be_visible()
    projector.get_by_role("button", name="Open again").click()
    expect(late.page.get_by_role("button", name="Start")).to_be_visible()


def test_the_link_works_from_a_page_of_another_site(
    workshop: WorkshopProcess, open_page: Callable[..., Watched]
) -> None:
    """Facilitators paste it into a chat; the key leaves the address bar and the history."""
    page = open_page(**PROJECTOR).page
    page.route("http://chat.test/", lambda route: route.fulfill(body=f'<a href="{workshop.link}">room</a>'))
    page.goto("http://chat.test/")
    page.get_by_text("room").click()
    expect(page.locator("#code")).not_to_be_empty()
    assert page.url == f"{workshop.base}/present/{workshop.code}"
    page.go_back()
    assert page.url == "http://chat.test/"


def test_the_phone_speaks_the_readers_language_where_the_survey_does(
    tmp_path: Path, open_page: Callable[..., Watched]
) -> None:
    """The survey's own words and the buttons around them."""
    file = tmp_path / "survey.yaml"
    file.write_text(
        "id: two\ntitle: {en: Two tongues, es: Dos lenguas}\nresponse_scale: {min: 0, max: 10}\n"
        "dimensions:\n- {id: d, title: D, items: [{id: i, text: {en: Yes, es: Sí}}]}\n"
    )
    process = WorkshopProcess(tmp_path / "data", "--no-book", "--survey", str(file))
    process.start()
    try:
        page = open_page(**PHONE, locale="es-MX").page
        page.goto(process.base)
        expect(page.get_by_role("button", name="Empezar")).to_be_visible()
        expect(page.get_by_text("Confidencial")).to_be_visible()
        assert page.evaluate("document.documentElement.lang") == "es"
    finally:
        process.kill()
