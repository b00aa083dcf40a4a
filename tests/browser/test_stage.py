"""What the room sees: every step of the run sheet, on every screen, from the first phone to the last commitment."""

import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from cxkit.words import say
from tests.accessibility.probes import SCRIPT
from tests.browser.judge import Judge
from tests.browser.people import PHONE, Watched, enter
from tests.browser.stage import AGREED, agree, enlarged, faults, fill, walk
from tests.processes import WorkshopProcess
from tests.warm import BOOK, CAN

PEOPLE = 15
SIZES = [(1366, 768), (1024, 768), (1920, 1080), (3840, 2160), (800, 450)]
TEAMS = "Sales, Warehouse, Phones"
TOKENS = 3
"""That each may spend: so many votes there are, of a room's own people."""
AGREE = {"leaders_from_two": True}
OF_EXAMPLES = ("champions.activity", "champions.reveal", "champions.votes")
LATIN = re.compile(r"[A-Za-z]{2,}")
WRITTEN = f"{TEAMS} {AGREED['what']} {AGREED['who']}"
"""What people wrote in letters of their own."""
WITH_BOOK = """
import sys; from pathlib import Path; from cxkit.cli import main, workshop
book = Path(sys.argv.pop(1)); workshop._book = lambda *_: book; main()
"""


@contextmanager
def with_book(folder: Path, book: Path, *arguments: str) -> Iterator[WorkshopProcess]:
    """Start a room with the book that is built already."""
    process = WorkshopProcess(folder / "data", "--teams", TEAMS, *arguments)
    if CAN:
        process.more = {BOOK: str(book)}
    else:
        process.command = [sys.executable, "-c", WITH_BOOK, str(book), *process.command[3:]]
    process.start()
    yield process
    process.kill()


@pytest.fixture(params=[AGREE])
def room(tmp_path: Path, book: Path, request: pytest.FixtureRequest) -> Iterator[WorkshopProcess]:
    """A room with the book; its leaders are asked whether they agree, unless a workshop's file says otherwise."""
    file = tmp_path / "workshop.yaml"
    file.write_text(json.dumps(request.param))
    with with_book(tmp_path, book, str(file)) as process:
        yield process


def stage(process: WorkshopProcess, page: Page) -> None:
    """Show the stage as the facilitator's browser does."""
    enter(page, process.link)
    page.goto(f"{process.base}/stage/{process.code}")
    expect(page.locator("h1")).to_be_attached()


def at(page: Page) -> int:
    """Return which step is on, by the way along the foot; -1: none."""
    place: int = page.evaluate("[...document.querySelectorAll('#way i')].findIndex((one) => one.className === 'now')")
    return place


@pytest.mark.parametrize(
    ("room", "people", "sizes"),
    [
        pytest.param(AGREE, PEOPLE, SIZES[:2], id="two screens"),
        pytest.param(AGREE, PEOPLE, SIZES, id="leaders agree", marks=pytest.mark.slow),
        pytest.param({"leaders_from_two": False}, PEOPLE, SIZES, id="nobody is asked", marks=pytest.mark.slow),
        pytest.param(AGREE, 40, SIZES, id="forty people", marks=pytest.mark.slow),
        pytest.param({"run_sheet": "forty-five"}, PEOPLE, SIZES, id="forty-five minutes", marks=pytest.mark.slow),
        pytest.param({"languages": ["ar"]}, PEOPLE, SIZES, id="in Arabic", marks=pytest.mark.slow),
        pytest.param({"languages": ["fr"]}, PEOPLE, SIZES[:1], id="in French", marks=pytest.mark.slow),
        pytest.param({"languages": ["de"]}, PEOPLE, SIZES[:1], id="in German", marks=pytest.mark.slow),
        pytest.param(
            {"languages": ["de", "ar"], "second_language": "ar"}, PEOPLE, SIZES, id="in both", marks=pytest.mark.slow
        ),
        pytest.param(
            {"languages": ["de", "es"], "second_language": "es"},
            PEOPLE,
            SIZES[:2],
            id="in two that are long",
            marks=pytest.mark.slow,
        ),
    ],
    indirect=["room"],
)
def test_every_step_fills_every_screen(
    room: WorkshopProcess, people: int, sizes: list[tuple[int, int]], open_page: Callable[..., Watched]
) -> None:
    """None scrolls, nothing lies over anything else or is too small; each reveal changes what is in view; axe is clean.

    Fifteen people, or forty, three of whom lead, answer over HTTP; the whole run sheet is walked with the keys alone.
    Where it is right to left, all that stands there is, but for what people wrote.
    """
    judge = Judge()
    wrong: list[str] = []
    looked: set[str] = set()
    watched, phone = open_page(viewport={"width": 1366, "height": 768}), open_page(**PHONE).page
    page, kinds = watched.page, ("story", "activity", "predict", "reveal", "talk", "commitments", "do")
    agree(room)

    def look(state: str) -> None:
        for width, height in sizes:
            page.set_viewport_size({"width": width, "height": height})
            wrong.extend(f"{state}, {width}×{height}: {fault}" for fault in faults(page))
        kind = page.evaluate("document.body.className + !!document.querySelector('.picture')")
        if kind not in looked:
            judge.look(page, state)
        looked.add(kind)

    page.emulate_media(reduced_motion="reduce")
    stage(room, page)
    look("before the start")
    assert page.locator("#way i").count() >= 15
    lang, way = page.evaluate("[document.documentElement.lang, document.documentElement.dir]")
    before = ""
    for step, kind, state in walk(page, room, people):
        if step == "index.join":
            phone.goto(room.base)
            expect(phone.get_by_text(say("waiting.keep_open", lang=lang))).to_be_visible()
            phone.goto("about:blank")
        look(" ".join((step, kind, state)))
        text = page.inner_text("#scene")
        assert text != before, f"{step}: nothing changes in view"
        before = text if state == "covered" else ""
        if way == "rtl":
            assert {*LATIN.findall(page.inner_text("body"))} - {*LATIN.findall(WRITTEN), room.code} == set(), step
        of = re.findall(r"(?:n = |(?<!out )of )(\d+)|(\d+) people", page.inner_text("body"))
        assert [n for n in of if max(map(int, filter(None, n))) not in range(TOKENS * people + 1)] == []
        assert len(" ".join(page.locator("h1, .lead").all_inner_texts()).split()) < 45
        marked = page.locator("#aside mark").is_visible()
        assert marked is (step.startswith("journey.") or step in OF_EXAMPLES), f"{step}: examples are marked as such"
    assert {kind for kind in kinds if not any(one.startswith(kind) for one in looked)} == set()
    assert "\n".join(wrong) == ""
    assert judge.found == []
    assert (watched.errors, watched.strangers) == ([], [])


def test_a_second_screen_and_a_restart_come_back_to_the_same_moment(
    room: WorkshopProcess, open_page: Callable[..., Watched]
) -> None:
    """Two screens agree; who is still writing is not led away by one key; a refusal says why, and goes."""
    page, second = open_page(viewport={"width": 1366, "height": 768}).page, open_page().page
    for one in (page, second):
        stage(room, one)
    page.keyboard.press("r")
    expect(page.get_by_role("status")).to_have_text("There is nothing to reveal at this step.")
    for place in range(3):
        page.keyboard.press("ArrowRight")
        expect(second.locator("#way i").nth(place)).to_have_class("now")
    page.keyboard.press("PageUp")
    expect(second.locator("#way i").nth(1)).to_have_class("now")
    page.keyboard.press("PageDown")
    expect(second.locator(".dots")).to_be_attached()
    page.keyboard.press("r")
    expect(page.get_by_role("status")).to_contain_text("Nothing can be shown yet")
    fill(room.base, room.code, 12, finished=11)
    expect(second.locator(".count")).to_have_text("11of 12 finished")
    second.keyboard.press("r")
    expect(second.get_by_role("dialog")).to_contain_text("1 person is still answering")
    assert faults(second) == []
    second.keyboard.press("Enter")  # not yet
    assert at(page) == 2
    second.keyboard.press("ArrowLeft")
    expect(second.get_by_role("dialog")).to_contain_text("go on only when you open it again")
    second.keyboard.press("Escape")
    room.kill()
    expect(page.get_by_role("status")).to_contain_text("The server is not answering")
    room.start()
    expect(page.get_by_role("status")).to_be_empty()
    assert (at(page), at(second)) == (2, 2)
    page.keyboard.press("r")
    page.get_by_role("dialog").get_by_role("button", name="Go on").click()
    for one in (page, second):
        expect(one.locator(".picture, .scene")).to_be_visible()
    second.keyboard.press("?")
    expect(second.get_by_role("dialog")).to_contain_text("next step")


def test_zoomed_the_stage_grows_and_scrolls(room: WorkshopProcess, open_page: Callable[..., Watched]) -> None:
    """At 200% its letters are twice as large, at 400% it is one column; the facilitator's small picture of it stays."""
    page = open_page(viewport={"width": 1280, "height": 720}).page
    page.emulate_media(reduced_motion="reduce")
    stage(room, page)
    page.evaluate(SCRIPT)

    def look(seen: str) -> None:
        large = page.evaluate("probing.size()")
        assert faults(page) == []
        for width in (640, 320):
            with enlarged(page, width):
                assert page.evaluate("probing.wide()") == [], (seen, width)
                assert page.evaluate("probing.size()") * 1280 / width > 1.9 * large, (seen, width)
                assert page.evaluate("document.documentElement.scrollHeight - innerHeight") > 0 or seen == "a question"

    look("how to join")
    for place in range(3):
        page.keyboard.press("ArrowRight")
        expect(page.locator("#way i").nth(place)).to_have_class("now")
    look("a question")
    fill(room.base, room.code, 12)
    expect(page.locator(".dots .ok")).to_have_count(12)
    page.keyboard.press("r")
    expect(page.locator(".picture, .scene")).to_be_visible()
    look("revealed")
    page.goto(f"{page.url}?quiet")
    page.set_viewport_size({"width": 480, "height": 270})
    expect(page.locator(".picture, .scene")).to_be_visible()
    assert faults(page) == []


def test_nothing_moves_for_who_wants_no_motion(room: WorkshopProcess, open_page: Callable[..., Watched]) -> None:
    """And for everybody else something does."""
    page = open_page(viewport={"width": 1366, "height": 768}).page
    page.add_init_script("window.moved = 0; addEventListener('animationstart', () => { moved += 1; })")
    for moves in (True, False):
        page.emulate_media(reduced_motion="no-preference" if moves else "reduce")
        stage(room, page)
        page.wait_for_timeout(300)
        assert bool(page.evaluate("moved")) is moves
