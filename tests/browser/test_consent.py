"""A leader is asked on the phone, before any item, and may change it; nobody else is asked."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from cxkit.live.room import Room
from cxkit.live.storage.store import Store
from cxkit.survey.model import Survey
from tests.browser.people import PHONE, Participant, Watched, begin
from tests.processes import WorkshopProcess

WAYS = ["Yes, with at least one other", "Yes, even if I am the only one", "No"]
SPANISH = """id: two
title: {en: Two tongues, es: Dos lenguas}
response_scale: {min: 0, max: 10}
dimensions:
- {id: d, title: D, items: [{id: i, text: {en: "Yes", es: Sí}}]}
attributes:
- {id: role, title: Rol, options: {leader: {en: Leader, es: Dirección}, frontline: {en: Front line, es: Primera línea}}}
"""


@pytest.fixture
def silent(tmp_path: Path) -> Iterator[WorkshopProcess]:
    """A workshop that does not ask its leaders."""
    process = WorkshopProcess(tmp_path / "data", "--no-book", "--teams", "Phones, Finance", "--no-leaders-from-two")
    process.start()
    yield process
    process.kill()


def kept(workshop: WorkshopProcess) -> list[bool | str | None]:
    with Store(Path(workshop.data)) as store:
        responses = store.responses(Room.find(store, workshop.code).id)
    return [response.get("agrees") for response in responses]


def test_a_leader_is_asked_before_any_item_and_may_change_it(
    workshop: WorkshopProcess, leadership: Survey, open_page: Callable[..., Watched]
) -> None:
    """Three buttons of one size and look; the choice is stored, and can be changed from the profile."""
    watched = open_page(**PHONE)
    person = Participant(watched, leadership, workshop.base)
    page = person.page
    person.say_who(role="leader", team="Phones")
    expect(page.get_by_role("heading", name="May your group’s averages be shown?")).to_be_visible()
    expect(page.get_by_text("they are your own answers")).to_be_visible()
    expect(page.locator("fieldset")).to_have_count(0)
    ways = page.locator("button.ask").all()
    assert [one.inner_text() for one in ways] == WAYS
    looks = [
        one.evaluate("(e) => { const s = getComputedStyle(e); return [s.color, s.backgroundColor, s.border, s.font] }")
        for one in ways
    ]
    assert looks == looks[:1] * 3
    sizes = [one.evaluate("(e) => e.getBoundingClientRect().toJSON()") for one in ways]
    assert len({(size["x"], size["width"], size["height"]) for size in sizes}) == 1
    assert sizes[0]["height"] >= 44
    ways[2].tap()
    expect(page.get_by_role("heading", name=str(leadership.dimensions[0].question))).to_be_visible()
    person.sees_status("^Saved$")
    assert kept(workshop) == [False]

    page.reload()
    begin(page)
    expect(page.locator("button.ask").nth(2)).to_have_attribute("aria-pressed", "true")
    page.locator("button.ask").nth(2).tap()
    for place in range(4):
        person.answer(place, 4)
    before = person.profile()
    page.get_by_role("button", name="How my group is shown").tap()
    expect(page.locator("button.ask").nth(2)).to_have_attribute("aria-pressed", "true")
    for words, said in zip(WAYS[:2], (True, "alone"), strict=True):
        page.get_by_role("button", name=words).tap()
        assert person.profile() == before
        person.sees_status("^Saved$")
        assert kept(workshop) == [said]
        page.get_by_role("button", name="How my group is shown").tap()
    assert watched.errors == []


def test_who_is_no_leader_is_not_asked(
    workshop: WorkshopProcess, leadership: Survey, open_page: Callable[..., Watched]
) -> None:
    """Start leads to the first question."""
    person = Participant(open_page(**PHONE), leadership, workshop.base)
    expect(person.page.get_by_text("(fewer in a group where everybody agreed)")).to_be_visible()
    person.say_who(role="frontline", team="Phones")
    person.answer(0, 4)
    person.sees_status("^Saved$")
    assert kept(workshop) == [None]


def test_where_the_workshop_does_not_ask_no_leader_is_asked(
    silent: WorkshopProcess, leadership: Survey, open_page: Callable[..., Watched]
) -> None:
    """By the command, or by a box of the set-up page that is not ticked."""
    person = Participant(open_page(**PHONE), leadership, silent.base)
    expect(person.page.get_by_text("at least 5 people answered.", exact=False)).to_be_visible()
    expect(person.page.get_by_text("agreed")).to_have_count(0)
    person.say_who(role="leader", team="Phones")
    expect(person.page.get_by_role("heading", name=str(leadership.dimensions[0].question))).to_be_visible()


def test_leaders_are_asked_in_spanish_where_the_survey_speaks_it(
    tmp_path: Path, open_page: Callable[..., Watched]
) -> None:
    """The group's own name in it."""
    file = tmp_path / "survey.yaml"
    file.write_text(SPANISH)
    process = WorkshopProcess(tmp_path / "data", "--no-book", "--survey", str(file))
    process.start()
    try:
        page = open_page(**PHONE, locale="es-MX").page
        page.goto(process.base)
        page.locator("label.chip", has_text="Dirección").tap()
        page.get_by_role("button", name="Empezar").tap()
        expect(page.get_by_text("Ha elegido «Dirección»")).to_be_visible()
        expect(page.locator("button.ask")).to_have_text(
            ["Sí, con al menos otra persona", "Sí, aunque yo sea la única persona", "No"]
        )
    finally:
        process.kill()
