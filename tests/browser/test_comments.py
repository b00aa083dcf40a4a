"""Comments in a real browser: read in private, marked, held back, shown on the stage, and never run."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import cxkit as cx
from cxkit.disclosure.comments import readable
from cxkit.static import served
from cxkit.survey.model import Survey
from tests.book.test_widgets import commented
from tests.browser.people import PHONE, PROJECTOR, Participant, Watched, enter, present, reveal
from tests.browser.stage import put
from tests.processes import WorkshopProcess

NASTY = [
    "<script>window.hacked = 1</script>",
    "<img src=x onerror='window.hacked = 1'><b>bold</b>",
    '"><svg onload=window.hacked=1>&lt;i&gt;{{7*7}}${7*7}',
    "javascript:window.hacked=1 [link](http://evil.example) ![x](http://evil.example/x.png)",
    "turned \u202egnihtemos\u202c round",
    "zero\u200bwidth\u200bword",
    "one\ntwo\n\n\n\n\nthree",
    "W" * 1500,
    "Z" + "\u0335" * 40 + "algo",
    "مرحبا بالعالم: a sentence from right to left",
    "👩\u200d🚒 " + "A long thought. " * 60,
    "Ask Anna Berg, anna@firm.example or 600 123 456.",
]


def respond(workshop: WorkshopProcess, survey: Survey, person: int, comments: dict[str, str]) -> None:
    """Answer with one phone, every item the same."""
    answers = {item.id: 1 + person % 5 for item in survey.items}
    response = {"attributes": {"role": "frontline"}, "answers": answers, "comments": comments, "finished": True}
    put(workshop.base, workshop.code, {"token": f"{person:032x}", "revision": 1, "response": response})


@pytest.fixture
def answered(workshop: WorkshopProcess, leadership: Survey) -> WorkshopProcess:
    """A room with twelve nasty comments on one question and two on another."""
    for person, words in enumerate(NASTY):
        comments = {"engaged": words}
        if person < 2:
            comments["teamwork"] = f"Nobody reads this {person}"
        respond(workshop, leadership, person, comments)
    return workshop


def shown(presenter: Page) -> list[str]:
    """Return the text of every comment that the stage shows, one screen after another."""
    screens = presenter.get_by_label("On the stage")
    expect(screens).to_be_visible()
    found = []
    for of in screens.locator("option").evaluate_all("all => all.map((one) => one.value)")[1:]:
        screens.select_option(of)
        lines = presenter.frame_locator("iframe").locator(f'[data-screen="{of}"] blockquote')
        expect(lines.first).to_be_visible()
        found += lines.evaluate_all("all => all.map((one) => one.textContent)")
    return sorted(found)


def test_from_reading_to_the_wall(answered: WorkshopProcess, open_page: Callable[..., Watched]) -> None:
    """Close, read, hold one back, reveal, show; the room sees the rest, as text."""
    watched = open_page(**PROJECTOR)
    projector = watched.page
    present(projector, answered.link)
    expect(projector.locator("#moderate")).to_be_hidden()
    projector.get_by_role("button", name="Close answers").click()
    with projector.context.expect_page() as opening:
        projector.get_by_role("link", name="Read comments").click()
    private = Watched(opening.value)
    page = private.page
    expect(page.get_by_role("heading", name="Is this screen yours alone?")).to_be_visible()
    expect(page.locator("#dimensions")).to_be_empty()
    page.get_by_role("button", name="Read the comments").click()
    expect(page.locator("li")).to_have_count(len(NASTY))
    expect(page.locator("#dimensions")).to_contain_text("Fewer than 10 people wrote something here, so nobody reads it")
    assert "Nobody reads this" not in page.content()
    marks = page.locator("mark[data-word]")
    marked = dict(marks.evaluate_all("all => all.map((one) => [one.textContent, one.dataset.word])"))
    assert marked.items() >= {
        ("Anna Berg", "name?"),
        ("anna@firm.example", "address?"),
        ("600 123 456", "number?"),
    }
    page.locator("li", has_text="Anna Berg").get_by_role("button", name="Hold back").click()
    held = page.locator("li.held")
    expect(held).to_contain_text("Held back")
    expect(held.get_by_role("button", name="Show")).to_be_focused()
    expect(projector.get_by_role("button", name="Open again")).to_be_hidden()

    reveal(projector)
    expect(projector.get_by_label("On the stage")).to_be_hidden()
    page.get_by_role("button", name="Show to the room").click()
    expect(page.locator("#release-words")).to_contain_text("The room can see 11 comments")
    expect(projector.get_by_label("On the stage")).to_be_visible()
    stage = projector.frame_locator("iframe")
    expect(stage.locator("blockquote")).to_have_count(0)
    assert shown(projector) == sorted(readable(words) for words in NASTY if "Anna" not in words)

    held.get_by_role("button", name="Show").click()
    expect(page.locator("#release-words")).to_contain_text("12 comments")
    projector.reload()
    expect(stage.locator("blockquote").first).to_be_visible()
    assert len(shown(projector)) == len(NASTY)
    projector.get_by_label("On the stage").select_option("")
    expect(stage.locator("blockquote")).to_have_count(0)
    shown(projector)
    page.get_by_role("button", name="Take them away again").click()
    expect(stage.locator("blockquote")).to_have_count(0)
    expect(projector.get_by_label("On the stage")).to_be_hidden()

    for one in (watched, private):
        assert one.page.evaluate("window.hacked") is None
        assert one.strangers == []
        assert one.errors == []


def test_the_facilitator_names_what_several_wrote_about(
    workshop: WorkshopProcess, leadership: Survey, open_page: Callable[..., Watched]
) -> None:
    """Themes are there with their words; one is renamed, two are put together and taken apart, one is hidden."""
    for person in range(24):
        respond(
            workshop, leadership, person, {"engaged": "That printer again" if person < 12 else "Our ideas get lost"}
        )
    page = open_page(viewport={"width": 1366, "height": 768}).page
    present(page, workshop.link)
    page.get_by_role("button", name="Close answers").click()
    page.goto(f"{workshop.base}/comments/{workshop.code}")
    page.get_by_role("button", name="Read the comments").click()
    themes = page.locator(".themes li")
    expect(themes).to_have_count(2)
    ideas = themes.filter(has=page.get_by_label("Name of the theme ideas"))
    expect(ideas).to_contain_text("12 comments")
    name = page.get_by_label("Name of the theme printer")
    name.fill("The printer on aisle six")
    name.press("Tab")
    expect(page.get_by_label("Name of the theme The printer on aisle six")).to_be_visible()
    ideas.get_by_role("combobox").select_option(label="The printer on aisle six")
    expect(themes).to_have_count(1)
    expect(themes).to_contain_text("24 comments")
    page.get_by_role("button", name="Take apart").click()
    expect(themes).to_have_count(2)
    ideas.get_by_role("button", name="Hide").click()
    expect(ideas).to_have_class("held")
    expect(ideas.get_by_role("button", name="Show")).to_be_focused()
    page.set_viewport_size({"width": 390, "height": 844})
    fields = themes.locator("input, select, span, button").all()
    assert max(one.evaluate("(el) => el.offsetHeight") for one in fields) < 60, "a line each on a phone, too"


def test_nothing_that_people_write_breaks_the_layout(
    answered: WorkshopProcess, open_page: Callable[..., Watched]
) -> None:
    """No word is so long that a page scrolls sideways, and none reaches out of its box: laptop, projector, phone."""
    page, phone = open_page(viewport={"width": 1366, "height": 768}).page, open_page(**PHONE).page
    present(page, answered.link)
    reveal(page)
    enter(phone, answered.link)

    def fits() -> None:
        for width, height in ((1366, 768), (1920, 1080)):
            page.set_viewport_size({"width": width, "height": height})
            for each in (page, phone):
                wide = each.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                assert wide <= 1, (width, each is phone)

    for each in (page, phone):
        each.goto(f"{answered.base}/comments/{answered.code}")
        if each is page:  # what one screen reads, the others read, too
            each.get_by_role("button", name="Read the comments").click()
        expect(each.locator("li")).to_have_count(len(NASTY))
    fits()
    page.get_by_role("button", name="Show to the room").click()
    expect(page.locator("#hide")).to_be_visible()
    for each in (page, phone):
        each.goto(f"{answered.base}/present/{answered.code}")
        expect(each.get_by_label("On the stage")).to_be_attached()
    assert len(shown(page)) == len(NASTY)
    fits()
    stage = page.context.new_page()
    stage.set_viewport_size({"width": 1024, "height": 768})
    stage.goto(f"{answered.base}/stage/{answered.code}")
    screens = page.get_by_label("On the stage")
    for of in screens.locator("option").evaluate_all("all => all.map((one) => one.value)")[1:]:
        screens.select_option(of)
        expect(stage.locator(f'[data-screen="{of}"]')).to_be_visible()
        for line in stage.locator(f'[data-screen="{of}"] blockquote').all():
            expect(line).to_be_in_viewport(ratio=1)


def test_a_comment_typed_on_a_phone_arrives(
    workshop: WorkshopProcess, leadership: Survey, open_page: Callable[..., Watched]
) -> None:
    """From the text box to the facilitator's page, with nine others."""
    for person in range(9):
        respond(workshop, leadership, person, {"engaged": f"engaged {person}"})
    last = Participant(open_page(**PHONE), leadership, workshop.base)
    last.say_who(role="frontline", team="Phones")
    last.tap("engaged_touch", 4)
    last.page.get_by_role("textbox").fill("They <b>hear</b> us now")
    last.sees_status("^Saved$")
    page = open_page(**PROJECTOR).page
    page.goto(workshop.link)
    page.get_by_role("button", name="Close answers").click()
    expect(page.locator("#moderate")).to_be_visible()
    page.goto(f"{workshop.base}/comments/{workshop.code}")
    page.get_by_role("button", name="Read the comments").click()
    expect(page.get_by_text("They <b>hear</b> us now")).to_be_visible()


def test_comments_in_a_page_of_the_book_are_text(tmp_path: Path, open_page: Callable[..., Watched]) -> None:
    """The widget's state lies in a script of the page, as the book has it; nothing in it ends that script."""
    widget = cx.CommentsView(commented())
    state = widget.get_state(["report", "lang"]) | {"_esm": str(widget._esm)}
    kinds = "application/vnd.jupyter.widget-"
    saved = json.dumps({"state": {"one": {"state": state}}}).replace("</script>", "<\\/script>")
    page = tmp_path / "page.html"
    page.write_text(
        f'<!doctype html><meta charset="utf-8"><script type="{kinds}state+json">{saved}</script>'
        f'<script type="{kinds}view+json">{json.dumps({"model_id": "one"})}</script>'
        + f"<script>{served('page.js')}</script>"
    )
    watched = open_page()
    watched.page.goto(page.as_uri())
    expect(watched.page.locator("li p")).to_have_text("</SCRIPT ><!--<script>window.hacked = 1</script>")
    assert watched.page.evaluate("window.hacked") is None
    assert watched.errors == []
