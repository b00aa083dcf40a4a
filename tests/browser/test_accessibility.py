"""axe-core finds nothing to complain of on any page, in any state, in light and dark."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from cxkit.survey.model import Survey
from tests.accessibility.probes import measure
from tests.browser.judge import Judge
from tests.browser.people import PHONE, PROJECTOR, Participant, Watched, enter, pages, present, reveal, wait_for_widgets
from tests.browser.stage import put
from tests.processes import WorkshopProcess

SIZES = [pytest.param(PROJECTOR, id="projector"), pytest.param(PHONE, id="phone", marks=pytest.mark.slow)]


@pytest.fixture
def judge() -> Iterator[Judge]:
    """Judge pages; the test fails at its end with all that was found."""
    judge = Judge()
    yield judge
    assert judge.found == [], "\n".join(judge.found)


def respond(workshop: WorkshopProcess, survey: Survey, person: int) -> None:
    """Answer with one phone more, and comment on the first question."""
    answers = {item.id: 1 + (person + place) % 5 for place, item in enumerate(survey.items)}
    attributes = {"role": "leader" if person < 5 else "frontline", "team": "Phones" if person else "Finance"}
    comments = {survey.dimensions[0].id: f"Something said by Anna Berg, {person}"}
    response = {"attributes": attributes, "answers": answers, "comments": comments, "finished": True}
    put(workshop.base, workshop.code, {"token": f"{person:032x}", "revision": 1, "response": response})


def test_the_judge_overlooks_nothing(open_page: Callable[..., Watched]) -> None:
    """Colours wrong in the light, in the dark, on a phone, of one of two words that look the same; another fault."""
    shown = [open_page(viewport={"width": 1366, "height": 768}).page, open_page(**PHONE).page]
    for page in shown:
        page.set_content("""<html lang="en"><title>Faults</title><meta name="viewport" content="width=device-width">
            <style>:root { color-scheme: light dark } .light, i { color: #ccc; background: #fff }
            @media (prefers-color-scheme: dark) { .dark { color: #333; background: #000 } }
            @media (max-width: 500px) { .phone { color: #888; background: #777 } }
            img { width: 9px; height: 9px }</style>
            <main><h1>Faults</h1><p class="light">light</p><p class="dark">dark</p><p class="phone">phone</p>
            <p><i>one</i> and <i>another</i></p><img src="data:,"></main>""")
    judge = Judge()
    judge.look(shown[0], "faults", narrow=shown[1])
    assert sorted(found.split(": ")[0] + " " + found.split("'")[1] for found in judge.found) == [
        *(f"faults on a phone, dark {what}" for what in (".dark", ".light", ".phone", "i:nth-child(1)")),
        *(f"faults on a phone, light {what}" for what in (".light", ".phone", "i:nth-child(1)", "img")),
        *(f"faults, dark {what}" for what in (".dark", ".light", "i:nth-child(1)")),
        *(f"faults, light {what}" for what in (".light", "i:nth-child(1)", "img")),
    ]


def test_every_state_of_a_phone(
    workshop: WorkshopProcess, leadership: Survey, open_page: Callable[..., Watched], judge: Judge
) -> None:
    """Join, agree, a dimension empty and answered, own profile, saving without a network, closed."""
    page = open_page(**PHONE).page
    person = Participant(Watched(page), leadership, workshop.base)
    expect(page.get_by_role("button", name="Start")).to_be_visible()
    judge.look(page, "join")
    person.say_who(role="leader", team="Phones")
    judge.look(page, "agree")
    page.get_by_role("button", name="Yes, even if I am the only one").tap()
    expect(page.get_by_role("heading", name=str(leadership.dimensions[0].question))).to_be_visible()
    judge.look(page, "dimension, empty")
    values: list[int | str] = [1, 2, 3, 4, 5, "not_applicable", 1]
    for item, value in zip(leadership.dimensions[0].items, values, strict=False):
        person.tap(item.id, value)
    page.get_by_role("textbox").fill("Something to add")
    judge.look(page, "dimension, answered")
    page.context.set_offline(True)
    person.tap(leadership.dimensions[0].items[0].id, 4)
    person.sees_status("Kept on this phone")
    judge.look(page, "without a network")
    page.context.set_offline(False)
    page.locator("button.go").tap()
    for place in (1, 2):
        person.answer(place, 4)
    page.locator("button.go").tap()
    person.sees_status("^Saved$")
    expect(page.locator(".result")).to_have_count(4)
    judge.look(page, "profile")
    late = Participant(open_page(**PHONE), leadership, workshop.base).page
    expect(late.get_by_role("button", name="Start")).to_be_visible()

    projector = open_page(**PROJECTOR).page
    projector.goto(workshop.link)
    projector.get_by_role("button", name="Close answers").click()
    expect(page.get_by_text("has closed, so answers can no longer be changed")).to_be_visible()
    judge.look(page, "closed")
    expect(late.get_by_text("” has closed.")).to_be_visible()
    judge.look(late, "closed, nothing answered")


@pytest.mark.parametrize("size", SIZES)
def test_every_state_of_the_page_of_commitments(
    workshop: WorkshopProcess, size: dict[str, Any], open_page: Callable[..., Watched], judge: Judge
) -> None:
    """Empty, begun, removed, three lines, without a network."""
    page = open_page(**size).page
    enter(page, workshop.link)
    page.goto(f"{workshop.base}/commitments/{workshop.code}")
    expect(page.locator("#lines li")).to_have_count(1)
    judge.look(page, "empty")
    for place in range(3):
        page.locator("#offer button:enabled").first.click()
        page.keyboard.type("Samira")
        page.get_by_label("By when").nth(place).fill("2026-12-01")
    page.get_by_role("button", name="In 4 weeks").click()
    expect(page.locator("#saved")).to_have_text("Saved")
    judge.look(page, "three lines")
    page.get_by_role("button", name="Remove line 2").click()
    expect(page.get_by_role("button", name="Bring it back")).to_be_focused()
    judge.look(page, "removed")
    page.context.set_offline(True)
    page.get_by_label("Who").first.fill("Tomasz")
    expect(page.locator("#notice")).to_contain_text("not answering")
    judge.look(page, "without a network")


@pytest.mark.parametrize("size", SIZES)
def test_setting_up_and_paper(
    workshop: WorkshopProcess, size: dict[str, Any], open_page: Callable[..., Watched], judge: Judge
) -> None:
    """The set-up form, what is wrong on it, join slips, the paper form, typing it in."""
    page = open_page(**size).page
    enter(page, workshop.link)
    page.goto(f"{workshop.base}/setup/{workshop.code}")
    expect(page.get_by_role("button", name="Use this set-up")).to_be_visible()
    judge.look(page, "set-up")
    page.get_by_text("Steps and minutes").click()
    judge.look(page, "set-up, its run sheet")
    page.get_by_label("Departments or teams").fill("Phones\nphones")
    page.get_by_role("button", name="Use this set-up").click()
    expect(page.locator("#notice")).to_contain_text("name of its own")
    judge.look(page, "set-up, wrong")
    for path in ("slips", "form", "paper", "peers"):
        page.goto(f"{workshop.base}/{path}/{workshop.code}")
        page.wait_for_load_state("networkidle")
        judge.look(page, path)


def test_pages_that_do_not_open(workshop: WorkshopProcess, open_page: Callable[..., Watched], judge: Judge) -> None:
    """A wrong code, a presenter page without its key."""
    page = open_page(**PHONE).page
    for path in ("/r/XXXXX", f"/present/{workshop.code}", "/f/wrong"):
        page.goto(workshop.base + path)
        judge.look(page, path)


@pytest.mark.slow
@pytest.mark.parametrize("size", [PROJECTOR, PHONE], ids=["projector", "phone"])
def test_every_state_of_the_presenter_page_and_of_the_page_of_comments(
    workshop: WorkshopProcess,
    leadership: Survey,
    size: dict[str, Any],
    open_page: Callable[..., Watched],
    judge: Judge,
) -> None:
    """Nobody there, its dialogs, closed, revealed; reading, holding back, showing."""
    page = open_page(**size).page
    present(page, workshop.link)
    judge.look(page, "nobody is here")
    private = page.context.new_page()
    private.goto(f"{workshop.base}/comments/{workshop.code}")
    expect(private.get_by_role("heading", name="The room is still open")).to_be_visible()
    judge.look(private, "comments, open")
    for person in range(12):
        respond(workshop, leadership, person)
    expect(page.locator("#finished")).to_have_text("12")
    for button in ("Timer", "Second device", "Show early", "Keys"):
        if button == "Keys":
            page.get_by_text("More", exact=True).click()
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("dialog")).to_be_visible()
        judge.look(page, button)
        page.keyboard.press("Escape")
    page.get_by_text("Phones cannot reach it?").click()
    page.get_by_text("More", exact=True).click()
    judge.look(page, "other addresses, more")
    page.get_by_role("button", name="Close answers").click()
    expect(page.get_by_role("button", name="Open again")).to_be_visible()
    judge.look(page, "closed")
    private.reload()
    expect(private.get_by_role("heading", name="Is this screen yours alone?")).to_be_visible()
    judge.look(private, "comments, gate")
    private.get_by_role("button", name="Read the comments").click()
    private.get_by_role("button", name="Hold back").first.click()
    expect(private.locator("li.held")).to_be_visible()
    judge.look(private, "comments, read")
    reveal(page)
    judge.look(page, "revealed")
    private.get_by_role("button", name="Show to the room").click()
    expect(private.locator("#hide")).to_be_visible()
    judge.look(private, "comments, shown")
    page.get_by_label("On the stage").select_option(index=1)
    page.goto(f"{workshop.base}/stage/{workshop.code}")
    expect(page.locator("blockquote").first).to_be_visible()
    judge.look(page, "comments on the stage")


@pytest.mark.slow
def test_every_page_of_the_book(book: Path, open_page: Callable[..., Watched], judge: Judge) -> None:
    """With widgets drawn and figures in place, on a laptop and on a phone."""
    laptop, phone = open_page(viewport={"width": 1366, "height": 768}).page, open_page(**PHONE).page
    for name in pages(book):
        for page in (laptop, phone):
            page.goto(f"{book.as_uri()}/{name}", wait_until="commit")
        for page in (laptop, phone):
            wait_for_widgets(page)
        judge.look(laptop, name, narrow=phone)


FAULTY = """<html lang=en><title>t</title><main><h1>x</h1>
  <button aria-label="Send it off">Save</button> <label>Day <input aria-label="When"></label>
  <button aria-label="One less for Tea">−</button> <button>Save <b>now</b></button>
  <p>هذا بالعربية</p> <p lang=ar>هذا بالعربية</p> <section lang=ar dir=rtl>والآن Read the whole page</section>
  <section lang=ar>cxkit · 192.0.2.2 · XDZGZ</section></main>"""


def test_the_report_finds_names_and_languages_that_are_wrong(open_page: Callable[..., Watched]) -> None:
    """What is read on a control and is not in its name; words of another language that do not say so; and no others."""
    page = open_page().page
    page.set_content(FAULTY)
    found = {one.probe: one for one in measure(page, "phone", "") if one.probe in ("labelled", "parts")}
    assert found["labelled"].looked == 3
    assert found["labelled"].found == ("“Save” is called “Send it off”", "“Day” is called “When”")
    assert [words.partition(": ")[0] for words in found["parts"].found] == [
        "in another language than en",
        "in another language than ar",
    ]
    assert found["parts"].found[0].endswith("هذا بالعربية")
