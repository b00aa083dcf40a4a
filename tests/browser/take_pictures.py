"""Take pictures of every page that people see, at the sizes that count: `make pictures`, then look at them.

A real room, 24 simulated people, a real Chromium. The two pictures in the README are made here too.
"""

import random
import re
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

import cxkit as cx
from cxkit.survey.model import Survey
from tests.browser.conftest import QUIET
from tests.browser.people import PHONE, Participant, Watched, reveal
from tests.browser.stage import agree, put, walk
from tests.processes import WorkshopProcess

ROOT = Path(__file__).parents[2]
TEAMS = ["Phones", "Warehouse", "Technical support", "Finance"]
SIZES = {
    "phone": (390, 844),
    "laptop": (1366, 768),
    "projector": (1920, 1080),
    "old projector": (1024, 768),
    "large projector": (3840, 2160),
}


def main(folder: Path) -> None:
    """Fill the folder with pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        workshop = WorkshopProcess(Path(data, "room"), "--teams", ", ".join(TEAMS))
        staged = WorkshopProcess(Path(data, "stage"), "--teams", ", ".join(TEAMS[:3]), "--leaders-from-two")
        for process in (workshop, staged):
            process.start()
        try:
            _room(browser, workshop, folder)
            _stage(browser, staged, folder)
            _book(browser, workshop, folder)
        finally:
            workshop.kill()
            staged.kill()
            browser.close()
    shutil.copy(folder / "stage-engaged.reveal-projector-light.png", ROOT / "book" / "images" / "projector.png")
    shutil.copy(folder / "3-dimension-phone-light.png", ROOT / "book" / "images" / "phone.png")


def _room(browser: Browser, workshop: WorkshopProcess, folder: Path) -> None:
    survey = cx.load_survey("leadership").with_workshop({"team": TEAMS})
    console = _page(browser, "projector")
    console.goto(workshop.link)
    expect(console.locator("#code")).not_to_be_empty()
    _shoot(console, folder, "1-join", full=False)
    phone = browser.new_context(**PHONE, device_scale_factor=2).new_page()  # type: ignore[arg-type]
    person = Participant(Watched(phone), survey, workshop.base)
    _shoot(phone, folder, "2-start", sizes=["phone"])
    person.say_who(role="frontline", team="Warehouse")
    values: list[int | str] = [4, 2, 3, "not_applicable", 5]
    for item, value in zip(survey.dimensions[0].items[:5], values, strict=True):
        person.tap(item.id, value)
    phone.evaluate("scrollTo(0, 0)")
    _shoot(phone, folder, "3-dimension", sizes=["phone"], full=False)
    for place, value in enumerate((4, 3, 2, 4)):
        person.answer(place, value)
    person.sees_status("^Saved$")
    _shoot(phone, folder, "4-profile", sizes=["phone"])
    _crowd(workshop, survey)
    expect(console.locator("#finished")).to_have_text("24")
    _shoot(console, folder, "5-counting", full=False)
    console.get_by_role("button", name="Close answers").click()
    expect(console.get_by_role("button", name="Open again")).to_be_visible()
    _shoot(console, folder, "5-closed", full=False)
    reveal(console)
    _shoot(console, folder, "6-reveal", full=False)
    _shoot(phone, folder, "8-closed", sizes=["phone"])


def _stage(browser: Browser, workshop: WorkshopProcess, folder: Path) -> None:
    """Take every step of the run sheet on the stage and on the presenter page, in a room of 15 with three leaders."""
    page = _page(browser, "projector")
    page.goto(workshop.link)
    page.wait_for_url("**/present/*")
    presenter = page.context.new_page()
    presenter.goto(page.url)
    page.goto(f"{workshop.base}/stage/{workshop.code}?quiet")
    expect(page.locator("h1")).to_be_attached()
    agree(workshop)
    for step, kind, state in walk(page, workshop, 15):
        name = f"{step}-{state}" if state else step
        large = ["large projector"] if kind == "reveal" and not state else []
        _shoot(page, folder, f"stage-{name}", sizes=["laptop", "projector", "old projector", *large], full=False)
        _shoot(presenter, folder, f"presenter-{name}", sizes=["laptop", *(["phone"] if not state else [])], full=False)


def _book(browser: Browser, workshop: WorkshopProcess, folder: Path) -> None:
    for chapter in re.findall(r"(?:root|file): (\S+)", (ROOT / "book" / "_toc.yml").read_text(encoding="utf-8")):
        page = _page(browser, "laptop")
        page.goto(f"{workshop.base}/book/{chapter}.html")
        page.wait_for_load_state("networkidle")
        _shoot(page, folder, f"book-{chapter}")


def _page(browser: Browser, size: str) -> Page:
    width, height = SIZES[size]
    return browser.new_context(viewport={"width": width, "height": height}).new_page()


def _shoot(page: Page, folder: Path, name: str, *, sizes: list[str] | None = None, full: bool = True) -> None:
    """Take the page at each size, light and dark."""
    for size in sizes or ["phone", "laptop", "projector"]:
        width, height = SIZES[size]
        page.set_viewport_size({"width": width, "height": height})
        for look in ("light", "dark"):
            page.emulate_media(color_scheme=look, reduced_motion="reduce")
            page.wait_for_timeout(300)
            page.screenshot(path=folder / f"{name}-{size}-{look}.png", full_page=full)
    page.emulate_media(color_scheme="light")


def _crowd(workshop: WorkshopProcess, survey: Survey) -> None:
    """Answer with 23 more phones: leaders rosier than the front line, one small team."""
    draw = random.Random(7)
    for phone in range(23):
        role = "leader" if phone < 6 else "frontline" if phone < 18 else "support"
        level = 3.9 if role == "leader" else 2.9
        answers = {
            item.id: max(1, min(5, round(draw.gauss(6 - level if item.reverse_keyed else level, 0.9))))
            for item in survey.items
            if draw.random() > 0.05
        }
        team = TEAMS[3] if phone in {7, 12} else TEAMS[phone % 3]
        response = {"attributes": {"role": role, "team": team}, "answers": answers, "comments": {}, "finished": True}
        put(workshop.base, workshop.code, {"token": f"{phone:032x}", "revision": 1, "response": response})


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "pictures"))
