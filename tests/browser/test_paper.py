"""People without a phone: slips and forms to print, and forms typed in by keyboard alone."""

import json
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from cxkit.live.room import Room
from cxkit.live.storage.store import Store
from tests.browser.people import Watched, enter, present
from tests.processes import WorkshopProcess
from tests.survey.test_kinds import PINS, RANK, SPEND, TWO, survey_of

LAPTOP = {"viewport": {"width": 1366, "height": 768}}
AGREE = "45123x45" + "432112" + "5544332" + "11223344"  # the 29 statements; x: can't tell


def test_a_paper_form_is_typed_in_without_the_mouse_and_counts(
    workshop: WorkshopProcess, open_page: Callable[..., Watched]
) -> None:
    """A digit answers and goes on; what is kept is marked as paper; a correction is counted once."""
    watched = open_page(**LAPTOP)
    page = watched.page
    enter(page, workshop.link)
    page.goto(f"{workshop.base}/paper")
    expect(page.locator("#attributes-role")).to_be_focused()
    page.keyboard.type("23")  # front line; the third team
    dimensions = [AGREE[:8], AGREE[8:14], AGREE[14:22], AGREE[22:]]
    for part in dimensions:
        page.keyboard.type(part)
        page.keyboard.press("Enter")  # no comment
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Kept, with 29 answers")
    expect(page.locator("#typed")).to_have_text("1 on paper so far")
    expect(page.locator("#attributes-role")).to_be_focused()

    page.get_by_role("button", name="Correct the last one").click()
    page.keyboard.type("1")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status")).to_contain_text("Kept, with 29 answers")
    expect(page.locator("#typed")).to_have_text("1 on paper so far")

    page.keyboard.type("1")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status")).to_contain_text("Nothing is answered")
    page.keyboard.type("13")
    expect(page.locator("#agrees-agrees")).to_be_focused()  # a leader is asked, and nobody else
    page.keyboard.type("2")
    expect(page.get_by_text("Yes, even alone")).to_be_visible()
    expect(page.locator("#answers-engaged_touch")).to_be_focused()
    page.locator("#answers-engaged_touch").fill("7")
    expect(page.get_by_text("not one of 1 2 3 4 5 x")).to_be_visible()
    with Store(Path(workshop.data)) as store:
        room = Room.find(store, workshop.code)
        (kept,) = store.responses(room.id)
        assert (room.progress().joined, room.progress().finished) == (1, 1)
    values = [str(value).replace("not_applicable", "x") for value in kept["answers"].values()]
    assert "".join(values) == AGREE
    assert kept["attributes"] == {"role": "leader", "team": "Finance"}
    assert kept["paper"] is True
    assert watched.errors == []


def test_tokens_orders_pins_and_a_case_are_printed_and_typed_in(
    tmp_path: Path, open_page: Callable[..., Watched]
) -> None:
    """Boxes, pins and steps are on paper; what one did not come to, and words without a pin, are not asked for."""
    file = tmp_path / "kinds.yaml"
    file.write_text(json.dumps(survey_of(SPEND, RANK, PINS, TWO).to_dict()), encoding="utf-8")
    workshop = WorkshopProcess(tmp_path / "data", "--no-book", "--survey", str(file))
    workshop.start()
    try:
        watched = open_page(**LAPTOP)
        page = watched.page
        enter(page, workshop.link)
        page.goto(f"{workshop.base}/form/{workshop.code}")
        expect(page.locator(".box")).to_have_count(6)
        expect(page.get_by_text("You have 3 tokens.")).to_be_visible()
        expect(page.get_by_text("→ go on to 11")).to_be_visible()
        page.goto(f"{workshop.base}/paper")
        expect(page.locator("#answers-d0_1")).to_be_focused()
        page.keyboard.type("2")
        page.keyboard.press("Enter")
        page.keyboard.type("1" + "312")  # tokens 2, blank, 1; then the order
        page.keyboard.type("-")
        expect(page.locator("#comments-d2_1")).to_be_focused()
        page.keyboard.type("Too slow")
        for key in ("Enter", "Enter", "Enter"):  # two points of contact without a pin
            page.keyboard.press(key)
        expect(page.locator("#answers-bill")).to_be_focused()
        page.keyboard.type("2")
        expect(page.locator("#keep")).to_be_focused()  # the case has come to an end
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("Kept")
        with Store(Path(workshop.data)) as store:
            (kept,) = store.responses(Room.find(store, workshop.code).id)
        given = {"d0_1": 2, "d0_2": 0, "d0_3": 1, "d1_1": 3, "d1_2": 1, "d1_3": 2, "d2_1": -1, "d2_2": 0, "d2_3": 0}
        assert kept["answers"] == given | {"bill": 1}
        assert kept["comments"] == {"d2_1": "Too slow"}
        page.locator("#answers-d0_1").fill("3")
        page.locator("#answers-d0_2").fill("1")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_role("status")).to_contain_text('“A”: "3" is more than the 2 tokens that one may get.')
        assert watched.strangers == []
    finally:
        workshop.kill()


def test_slips_and_forms_are_printed_black_on_white(
    workshop: WorkshopProcess, open_page: Callable[..., Watched]
) -> None:
    """Eight slips fit a page; the form holds every statement, numbered as it is typed in."""
    watched = open_page(**LAPTOP, color_scheme="dark")
    page = watched.page
    present(page, workshop.link)
    address = page.locator("#address").inner_text()
    page.goto(f"{workshop.base}/slips/{workshop.code}")
    expect(page.locator(".slip")).to_have_count(8)
    expect(page.locator(".slip").first).to_contain_text(address)
    expect(page.locator(".slip").first).to_contain_text(workshop.code)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 703, "height": 1032})  # A4 within its margins
    for box in page.locator(".slip .code, .slip .address, .slip h2").all():
        expect(box).to_be_in_viewport(ratio=1)
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    assert pages(page.pdf(format="A4")) == 1
    assert pages(page.pdf(format="Letter")) == 1
    page.goto(f"{workshop.base}/form/{workshop.code}")
    expect(page.locator("th")).to_have_text([str(number) for number in range(1, 30)])
    expect(page.get_by_text("Do not write your name")).to_be_visible()
    assert pages(page.pdf(format="A4")) <= 3
    assert watched.errors == []
    assert watched.strangers == []


def pages(pdf: bytes) -> int:
    """Count the pages of a PDF."""
    return pdf.count(b"/Type /Page\n")
