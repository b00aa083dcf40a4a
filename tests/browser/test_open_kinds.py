"""Guesses and the wall, from phones to the stage: fifteen people, three of whom lead, and who moderates them."""

import json
import re
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

import cxkit as cx
from cxkit.static import served
from tests.browser.alone import write_page
from tests.browser.hands import ALONE, Hand
from tests.browser.judge import Judge
from tests.browser.people import PHONE, Watched, present
from tests.browser.stage import LEADERS, faults, fill, put
from tests.browser.test_kinds import OUTSIDE
from tests.processes import WorkshopProcess
from tests.waiting import until

PEOPLE = 15
WORKSHOP = """
title: Harbour House
teams: [Phones, Warehouse]
run_sheet:
  minutes: 40
  steps: [wall.departments: 3, vote.departments: 1, assessment.activity: 8, engaged.predict: 1, engaged.reveal: 1]
"""
LINES = ["Warehouse", "warehouses ", "Idiots in sales", "Front desk", "Night shift", "Cleaning", "Cleaners"]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[WorkshopProcess]:
    """A workshop that collects, votes and predicts; leaders agree to be shown."""
    file = tmp_path / "workshop.yaml"
    file.write_text(WORKSHOP, encoding="utf-8")
    process = WorkshopProcess(tmp_path / "data", str(file), "--no-book")
    process.command.remove("--at-once")
    process.start()
    yield process
    process.kill()


def tell(room: WorkshopProcess, person: int, said: Any) -> None:
    """Say something to the task that is on, as a phone does."""
    with urllib.request.urlopen(f"{room.base}/api/rooms/{room.code}/task") as answer:
        key = json.load(answer)["key"]
    body = {"token": f"{person:032x}", "task": key, "revision": 1, "said": said}
    body |= {"own": f"{person:032x}"} if isinstance(said, str) else {}
    put(room.base, room.code, body, "task")


def turn(presenter: Page, stage: Page, step: str) -> None:
    """Turn to a step, and wait until the stage has."""
    presenter.locator("#steps").select_option(step)
    expect(stage.locator("#scene")).to_have_attribute("data-step", step)


def fits(phone: Page) -> None:
    """Nothing reaches over the edge on the smallest phone, with letters twice as large, and from right to left."""
    usual = phone.viewport_size
    assert usual
    phone.set_viewport_size({"width": 320, "height": 640})
    for look in ("", "style.fontSize = '200%'", "dir = 'rtl'"):
        phone.evaluate(f"document.documentElement.{look or 'dir'}")
        assert phone.evaluate(OUTSIDE) == [0, []], look
    phone.evaluate("document.documentElement.style.fontSize = document.documentElement.dir = ''")
    phone.set_viewport_size(usual)


@pytest.mark.parametrize("way", ["thumb", "keyboard"])
@pytest.mark.parametrize("kind", ALONE)
def test_a_reader_guesses_and_writes_without_a_room(
    kind: str, way: str, tmp_path: Path, open_page: Callable[..., Watched]
) -> None:
    """From a folder: kept in this browser alone, and there after a reload; as wide as the smallest phone."""
    made = {"predict": cx.Prediction(cx.published_report(), dimension="engaged"), "collect": cx.Wall("departments")}
    watched, judge = open_page(**PHONE, reduced_motion="reduce"), Judge()
    page = watched.page
    page.goto(write_page(tmp_path / "page.html", made[kind]))
    judge.look(page, f"{kind}, empty")
    said = ALONE[kind](Hand(page, keys=way == "keyboard"))
    judge.look(page, f"{kind}, said")
    fits(page)
    page.reload()
    key = "cxkit:guess:leadership.engaged:" if kind == "predict" else "cxkit:wall:departments:"
    assert json.loads(page.evaluate("key => localStorage.getItem(key)", key)) == said
    expect(page.get_by_text("You 51" if kind == "predict" else "The night shift")).to_be_visible()
    assert judge.found == []
    assert watched.errors + watched.strangers == []


IDEAS = [
    "Repair the printer by the door", "A second printer for the night shift", "Printers that say what is wrong",
    "Hot tea at noon for whoever stands outside", "More tea in the staff room", "Open the windows",
    "Ring back every customer within the hour", "Call customers back before they call again",
    "Ask three customers every Friday", "One person who rings back when it is late",
    "A list of open calls on the wall", "Let the night shift decide up to fifty", "Tea for the night shift",
    "A quieter printer room", "Ring the customer first",
]  # fmt: skip


def test_ideas_stand_on_the_wall_by_what_they_share(room: WorkshopProcess, open_page: Callable[..., Watched]) -> None:
    """Under the word that three people share; and everybody sees their own, on laptop and projector."""
    presenter = open_page().page
    present(presenter, room.link)
    stage = presenter.context.new_page()
    stage.goto(f"{room.base}/stage/{room.code}")
    turn(presenter, stage, "wall.departments")
    for person, words in enumerate(IDEAS):
        tell(room, person, words)
    expect(stage.locator(".grouped h2")).to_have_text(["printer", "customer, ring", "tea", "More"])
    for width, height in ((1366, 768), (1024, 768), (1920, 1080)):
        stage.set_viewport_size({"width": width, "height": height})
        until(lambda: faults(stage) == [])  # once it has come to rest
        expect(stage.locator(".grouped li:visible")).to_have_count(len(IDEAS))


def test_a_guess_that_was_just_moved_is_sent_when_the_phone_is_put_away(open_page: Callable[..., Watched]) -> None:
    """The page goes before what is moved in one breath is over: no room is needed to see what leaves it."""
    page, sent = open_page(**PHONE).page, list[Any]()
    task: dict[str, Any] = {
        "kind": "predict",
        "key": "k",
        "title": "T",
        "ends": ["No", "Yes"],
        "by": None,
        "groups": {},
        "about": {},
    }

    def answer(route: Route) -> None:
        if route.request.method == "PUT":
            sent.append(route.request.post_data_json)
        route.fulfill(json=task | {"state": "asked", "code": "k", "revision": 0, "mine": None})

    script = f"<body><main id=task></main><script>{served('guess.js', 'en')}</script>"
    page.route("**", lambda route: route.fulfill(body=script, content_type="text/html"))
    page.route("**/api/**", answer)
    page.goto("http://localhost/r/ABCDE")
    page.locator("#guess").wait_for()
    kept = page.evaluate("""() => {
      document.getElementById("guess").value = 73;
      document.getElementById("guess").dispatchEvent(new Event("input"));
      dispatchEvent(new Event("pagehide"));
      return localStorage.getItem("cxkit:task:ABCDE:k");
    }""")
    assert json.loads(kept)[""]["said"] == {"value": 73, "group": ""}, "at once, not a moment later"
    page.wait_for_function("document.querySelector('.saved').textContent === 'Saved'")
    assert [one["said"]["value"] for one in sent] == [73], "and once"


def weight(phone: Page) -> int:
    """Return what a task's page weighs, as it is sent: itself, what it names, and what it asks first."""
    named = re.findall(r'src="(/[^"]+)"', phone.request.get(phone.url).text())
    code = phone.url.rpartition("/")[2]
    total = 0
    for path in [f"/r/{code}", f"/api/rooms/{code}/task", *named]:
        base = phone.url.partition("/r/")[0]
        asked = urllib.request.Request(base + path, headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(asked) as answer:
            total += len(answer.read())
    return total


def test_what_people_write_and_guess_comes_to_the_stage_and_nobodys_name_with_it(
    room: WorkshopProcess, open_page: Callable[..., Watched]
) -> None:
    """Lines merge, votes count, dots fall; a phone that reloads or comes late is where it was; nothing overlaps."""
    pages = [open_page(viewport={"width": 1366, "height": 768}), *(open_page(**PHONE) for _ in range(2))]
    presenter, phone, late = (one.page for one in pages)
    judge, wrong = Judge(), list[str]()
    present(presenter, room.link)
    pages.append(Watched(presenter.context.new_page()))
    stage = pages[-1].page
    stage.set_viewport_size({"width": 1366, "height": 768})
    stage.goto(f"{room.base}/stage/{room.code}")

    def look(state: str) -> None:
        for width, height in ((1366, 768), (1024, 768), (1920, 1080)):
            stage.set_viewport_size({"width": width, "height": height})
            wrong.extend(f"{state}, {width}×{height}: {fault}" for fault in faults(stage))
        judge.look(stage, state)

    # Lines for the wall: said beforehand to be seen by all, equal ones once, a nasty one taken away.
    phone.goto(f"{room.base}/r/{room.code}")
    turn(presenter, stage, "wall.departments")
    expect(phone.locator(".note")).to_have_text("Everybody will see it on the screen, without your name.")
    for person, words in enumerate(LINES):
        tell(room, person, words)
    for words in ("WAREHOUSE", "The lady at the gate", "Rubbish"):
        phone.get_by_role("textbox").fill(words)
        phone.keyboard.press("Enter")
    phone.get_by_role("button", name="Take back: Rubbish").tap()
    expect(phone.locator(".saved")).to_have_text("Saved")
    judge.look(phone, "phone, lines")
    fits(phone)
    expect(stage.locator(".lines li").first).to_have_text("Warehouse3")
    presenter.get_by_label("Idiots in sales").check()
    presenter.get_by_role("button", name="Hide").click()
    expect(stage.locator(".lines")).not_to_contain_text("Idiots")
    for words in ("Cleaning", "Cleaners"):
        presenter.get_by_label(words).check()
    presenter.get_by_role("button", name="Merge").click()
    expect(stage.locator(".lines li", has_text="Cleaners")).to_have_text("Cleaners2")
    expect(stage.locator(".lines")).not_to_contain_text("Rubbish")
    look("wall")
    judge.look(presenter, "presenter, lines")
    presenter.get_by_role("button", name="Use as: Departments or teams").click()
    presenter.get_by_role("dialog").get_by_role("button", name="Use as: Departments or teams").click()
    expect(presenter.get_by_role("dialog")).to_be_hidden()

    # Votes: three at most, and the same after a reload.
    turn(presenter, stage, "vote.departments")
    lines = phone.locator("button.line")
    for place in range(4):
        lines.nth(place).tap(force=place == 3)
    expect(phone.locator("button.line[aria-pressed=true]")).to_have_count(3)
    expect(phone.locator(".saved")).to_have_text("Saved")
    judge.look(phone, "phone, votes")
    fits(phone)
    phone.reload()
    expect(phone.locator("button.line[aria-pressed=true]")).to_have_count(3)
    assert weight(phone) < 15_000
    presenter.get_by_label("Night shift").check()
    presenter.get_by_role("button", name="This is ours").click()
    expect(stage.locator(".ours")).to_have_text("Night shift")
    look("votes")

    # The form has the room's own departments. Then everybody guesses.
    turn(presenter, stage, "assessment.activity")
    expect(phone.get_by_text("Night shift")).to_be_visible()
    fill(room.base, room.code, PEOPLE)
    expect(presenter.locator("#joined")).to_have_text(str(PEOPLE + 1))
    turn(presenter, stage, "engaged.predict")
    phone.get_by_role("button", name="Leader").tap()
    expect(phone.get_by_role("heading")).to_have_text("What did the front line say?")
    expect(phone.get_by_text("Your guess will be a dot on the screen, without a name.")).to_be_visible()
    slider = phone.get_by_role("slider")
    slider.focus()
    for _ in range(3):
        slider.press("ArrowRight")
    phone.get_by_role("button", name="One more").tap()
    expect(phone.locator("output")).to_have_text("54")
    expect(phone.locator(".saved")).to_have_text("Saved")
    judge.look(phone, "phone, guess")
    fits(phone)
    phone.reload()
    expect(phone.locator("output")).to_have_text("54")
    assert weight(phone) < 15_000
    late.goto(f"{room.base}/r/{room.code}")
    late.get_by_role("button", name="Front line").tap()
    late.get_by_role("button", name="I’d rather not").tap()
    expect(late.locator(".saved")).to_have_text("Saved")
    for person in range(1, PEOPLE):
        group = "leader" if person < LEADERS else "frontline"
        tell(room, person, {"value": 5 * person + 20, "group": group})
    expect(stage.locator(".count")).to_contain_text("15of 16 have guessed")
    expect(stage.locator(".dot")).to_have_count(0)
    look("prediction")

    # The guesses, then what is true.
    turn(presenter, stage, "engaged.reveal")
    expect(stage.locator(".lane").first.locator(".dot")).to_have_count(LEADERS)
    expect(stage.locator(".dot")).to_have_count(PEOPLE)
    expect(stage.locator(".truth")).to_have_count(0)
    look("guesses")
    presenter.get_by_role("button", name="Reveal", exact=True).click()
    presenter.get_by_role("dialog").get_by_role("button", name="Reveal").click()
    expect(stage.locator(".cloud .truth")).to_have_count(2)
    expect(stage.get_by_role("heading")).to_contain_text("Leaders see")
    look("truth")
    assert wrong == []
    assert judge.found == []
    # A phone that comes just as the room goes on is refused what is over, and looks again.
    said = [[words for words in page.errors if "409 (Conflict)" not in words] for page in pages]
    assert (said, [page.strangers for page in pages]) == ([[]] * 4, [[]] * 4)
