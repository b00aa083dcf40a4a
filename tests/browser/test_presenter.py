"""The facilitator's own page: it steers the stage, from one device or two, and tells what nobody else sees."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Route, expect

from cxkit.survey.model import Survey
from tests.browser.judge import Judge
from tests.browser.people import PHONE, PROJECTOR, Participant, Watched, enter, present
from tests.live.test_room import mixed
from tests.processes import WorkshopProcess
from tests.waiting import until

LAPTOP = {"viewport": {"width": 1366, "height": 768}}

CUT_OFF = """() => {
  const list = document.getElementById("steps");
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = getComputedStyle(list).font;
  const room = list.clientWidth - 24; // of its arrow
  const long = [...list.options].map(({ text }) => text).filter((text) => pen.measureText(text).width > room);
  const { scrollHeight, clientHeight } = document.querySelector("aside");
  return scrollHeight > clientHeight ? [...long, "the side scrolls"] : long;
}"""
"""Steps whose names are cut off in the list, and whether what is said of the room has to be scrolled."""


@pytest.fixture
def hotel(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[WorkshopProcess]:
    """A workshop to which sixteen were invited, by team, in which nobody has joined. Its language may be said."""
    file = tmp_path / "workshop.yaml"
    teams = "teams: [Front desk, Kitchen, Bar]\ninvited: {Front desk: 9, Kitchen: 4, Bar: 3}\n"
    teams += f"languages: [{getattr(request, 'param', 'en')}]\n"
    file.write_text(f"paced: false\nleaders_from_two: false\norganisation: Hotel Marinus\n{teams}")
    process = WorkshopProcess(tmp_path / "data", "--no-book", str(file))
    process.start()
    yield process
    process.kill()


def answer(workshop: WorkshopProcess, survey: Survey, *roles: str) -> None:
    """Let people answer, each in one of two teams."""
    for place, role in enumerate(roles):
        team = ("Front desk", "Kitchen")[place % 2]
        sent = {"token": f"{place:032x}", "revision": 1, "response": mixed(place, survey, role=role, team=team)}
        path = f"{workshop.base}/api/rooms/{workshop.code}/response"
        assert httpx2.put(path, json=sent).status_code == 200


def test_fifteen_people_of_whom_three_lead_are_told_beforehand_what_they_will_see(
    hotel: WorkshopProcess, leadership: Survey, open_page: Callable[..., Watched]
) -> None:
    """With remedies while nobody has joined; later without, and without a number of any group."""
    watched = open_page(**LAPTOP)
    page, judge = watched.page, Judge()
    present(page, hotel.link)
    forecast = page.locator("#forecast li")
    expect(forecast).to_have_text([
        "Everybody together: 16 people",
        "Front desk on their own, the others together Merge small groups, or do without",
        "Leader beside Front line: too few so far Ask leaders to agree",
    ])  # fmt: skip
    expect(page.get_by_role("link", name="Ask leaders to agree")).to_have_attribute("href", f"/setup/{hotel.code}")
    judge.look(page, "nobody has joined")
    answer(hotel, leadership, *["leader"] * 3, *["frontline"] * 10, *["support"] * 2)
    expect(forecast).to_have_text([
        "Everybody together: 15 people",
        "Front desk and Kitchen, each on its own",
        "Leader beside Front line: too few so far "
        "From 5 of each on they stand beside each other: has everybody said their role?",
        re.compile("Later, .* Ask leaders to agree"),
    ])  # fmt: skip
    expect(page.locator("#of")).to_have_text("of 16 invited")
    expect(page.locator("#finished")).to_have_text("15")
    judge.look(page, "everybody has answered")
    assert judge.found + watched.errors + watched.strangers == []


@pytest.mark.parametrize(("width", "hotel"), [(1366, "en"), (1024, "en"), (390, "de")], indirect=["hotel"])
def test_no_control_is_beyond_the_edge(
    hotel: WorkshopProcess, leadership: Survey, open_page: Callable[..., Watched], width: int
) -> None:
    """Of a laptop, a tablet or a phone, where a row of them may be pushed aside; the page itself goes only down."""
    page = open_page(viewport={"width": width, "height": 800}).page
    present(page, hotel.link)
    answer(hotel, leadership, *["frontline"] * 6)
    page.locator("#steps").select_option("assessment.activity")
    expect(page.locator("#reveal")).to_be_visible()  # and the clock, which takes its room
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if width >= 1024:
        assert page.evaluate(CUT_OFF) == []
    for button in page.locator("footer :is(button, a, summary):visible").all():
        button.scroll_into_view_if_needed()
        expect(button).to_be_in_viewport(ratio=1)


def test_two_devices_steer_one_stage_and_a_restart_loses_nothing(
    hotel: WorkshopProcess, leadership: Survey, open_page: Callable[..., Watched]
) -> None:
    """The second joins by what only the presenter page shows; a double click is one step; the stage is beside."""
    laptop, phone = open_page(**LAPTOP).page, open_page(**PHONE).page
    present(laptop, hotel.link)
    answer(hotel, leadership, "frontline")
    laptop.get_by_role("button", name="Second device").click()
    address = laptop.locator("dialog .big").inner_text()
    phone.goto(f"http://{address.lower()}")
    expect(phone.locator("#code")).to_have_text(hotel.code)
    laptop.keyboard.press("Escape")
    with laptop.context.expect_page() as opening:
        laptop.get_by_role("link", name="Open the stage").click()
    stage = opening.value

    expect(laptop.locator("#steps option:checked")).to_have_text("Not begun yet")
    laptop.get_by_role("button", name="Start").dblclick()
    for page in (laptop, phone):
        expect(page.locator("#steps option:checked")).to_contain_text("1 of")
    phone.get_by_role("button", name="Next").dblclick()
    for page in (laptop, phone):
        expect(page.locator("#steps option:checked")).to_contain_text("2 of")
    expect(stage.get_by_label(re.compile("Step 2 of"))).to_be_visible()
    for key, step in (("ArrowLeft", "1 of"), ("ArrowRight", "2 of")):
        laptop.keyboard.press(key)
        for page in (
            phone,
            laptop,
        ):  # one strikes the next key when one sees where the stage is
            expect(page.locator("#steps option:checked")).to_contain_text(step)

    hotel.kill()
    expect(laptop.locator("#notice")).to_contain_text("carries on by itself")
    hotel.start()
    expect(laptop.locator("#notice")).to_be_empty()
    laptop.locator("#steps").focus()  # somebody has looked through the list
    phone.get_by_role("button", name="Back").click()
    expect(laptop.locator("#steps option:checked")).to_contain_text("1 of")
    expect(laptop.locator("#left")).to_have_text(re.compile(r"\d+:\d\d"))


@pytest.mark.parametrize("place", ["present", "stage"])
def test_a_key_that_is_held_down_is_one_press(
    place: str, hotel: WorkshopProcess, open_page: Callable[..., Watched]
) -> None:
    """It came thirty times a second, and each was a step."""
    page = open_page(**LAPTOP).page
    present(page, hotel.link)
    page.goto(f"{hotel.base}/{place}/{hotel.code}")
    expect(page.locator(".qr" if place == "stage" else "#steps option:checked").first).to_be_attached()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.method == "POST" else None)
    for step in (1, 2):
        for _ in range(12):
            page.keyboard.down("ArrowRight")
        page.keyboard.up("ArrowRight")
        if place == "stage":
            expect(page.get_by_label(re.compile(f"Step {step} of"))).to_be_visible()
        else:
            expect(page.locator("#steps option:checked")).to_contain_text(f"{step} of")
    page.wait_for_timeout(500)  # for what would be too much
    assert len(asked) == 2


def test_whoever_has_the_page_open_is_in_the_room(hotel: WorkshopProcess, open_page: Callable[..., Watched]) -> None:
    """Before the first tap, too; nobody is expected to have answered yet."""
    laptop, phone = open_page(**LAPTOP).page, open_page(**PHONE).page
    present(laptop, hotel.link)
    expect(laptop.locator("#joined")).to_have_text("0")
    phone.route("**/response", lambda asked: asked.abort())  # the phone says right away that it is here
    phone.goto(hotel.base)
    expect(laptop.locator("#joined")).to_have_text("1")
    expect(laptop.locator("#of-joined")).to_have_text("of 0")


def test_what_would_cut_people_off_is_asked_first(
    hotel: WorkshopProcess, leadership: Survey, open_page: Callable[..., Watched]
) -> None:
    """And nothing happens to whoever is writing when the answer is not yet."""
    laptop = open_page(**LAPTOP).page
    present(laptop, hotel.link)
    person = Participant(open_page(**PHONE), leadership, hotel.base)
    person.say_who(role="frontline", team="Kitchen")
    person.sees_status("^Saved$")
    expect(laptop.locator("#of-joined")).to_have_text("of 1")
    laptop.keyboard.press("w")
    expect(laptop.get_by_role("dialog")).to_contain_text("1 person is still answering")
    laptop.get_by_role("button", name="Not yet").click()
    person.tap("engaged_touch", 4)
    person.sees_status("^Saved$")
    laptop.keyboard.press("w")
    laptop.get_by_role("button", name="Turn all phones").click()
    expect(person.page.get_by_text("Keep this page open")).to_be_visible()


def test_what_is_begun_anew_by_mistake_is_brought_back(
    hotel: WorkshopProcess, leadership: Survey, open_page: Callable[..., Watched]
) -> None:
    """As long as nobody has joined anew; and while people guess, it is told how many have guessed."""
    page = open_page(**LAPTOP).page
    present(page, hotel.link)
    answer(hotel, leadership, *["frontline"] * 6)
    expect(page.locator("#finished")).to_have_text("6")
    page.get_by_text("More", exact=True).click()
    expect(page.get_by_role("button", name="Bring back")).to_be_hidden()
    page.get_by_role("button", name="Begin this activity anew").click()
    page.get_by_role("button", name="Begin anew", exact=True).click()
    expect(page.locator("#finished")).to_have_text("0")
    page.get_by_text("More", exact=True).click()
    page.get_by_role("button", name="Bring back what was put aside").click()
    expect(page.locator("#finished")).to_have_text("6")
    page.locator("#steps").select_option("engaged.predict")
    expect(page.get_by_text("Have guessed")).to_be_visible()
    expect(page.locator("#finished")).to_have_text("0")


def test_on_one_mirrored_screen_the_stages_controls_come_and_go(
    hotel: WorkshopProcess, open_page: Callable[..., Watched]
) -> None:
    """With a key, and where the mouse goes to the foot; small on the presenter page there are none."""
    watched = open_page(**PROJECTOR)
    page, judge = watched.page, Judge()
    enter(page, hotel.link)
    page.goto(f"{hotel.base}/stage/{hotel.code}")
    bar = page.get_by_role("navigation")
    expect(page.locator(".qr")).to_be_visible()
    expect(bar).to_be_hidden()
    page.keyboard.press("b")
    expect(bar).to_be_visible()
    judge.look(page, "with its controls")
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_label(re.compile("Step 1 of"))).to_be_visible()
    page.mouse.move(400, 300)
    expect(bar).to_be_hidden()
    page.mouse.move(400, 1060)
    expect(bar).to_be_visible()
    page.keyboard.press("b")
    expect(bar).to_be_hidden()
    page.goto(f"{hotel.base}/stage/{hotel.code}?quiet")
    expect(page.locator(".qr")).to_be_visible()
    page.mouse.move(400, 1060)
    assert bar.count() == 0
    assert judge.found + watched.errors == []


def test_what_is_chosen_while_the_room_is_slow_to_answer_is_done_in_its_turn(
    hotel: WorkshopProcess, open_page: Callable[..., Watched]
) -> None:
    """Nothing that the facilitator chose is dropped because the choice before was still on its way."""
    page = open_page(**LAPTOP).page
    present(page, hotel.link)

    def late(route: Route) -> None:
        page.wait_for_timeout(700)
        route.continue_()

    page.route("**/api/stage/*/go", late)
    steps = page.locator("#steps")
    expect(steps.locator("option").nth(3)).to_be_attached()
    chosen = steps.locator("option").evaluate_all("all => all.map((one) => one.value).filter(Boolean)")[:3]
    for step in chosen:
        steps.select_option(step)
    expect(steps).to_have_value(chosen[-1])
    where = f"{hotel.base}/api/stage/{hotel.code}"
    until(lambda: (page.context.request.get(where).json()["step"] or {}).get("id") == chosen[-1])


def test_arrows_in_the_list_of_steps_turn_the_room_at_enter(
    hotel: WorkshopProcess, open_page: Callable[..., Watched]
) -> None:
    """And not at each of them, though news comes meanwhile; who leaves the list has chosen nothing."""
    page = open_page(**LAPTOP).page
    present(page, hotel.link)
    steps, sent = page.locator("#steps"), list[str]()
    page.on("request", lambda request: sent.append(request.url) if request.url.endswith("/go") else None)
    expect(steps.locator("option").nth(3)).to_be_attached()
    before = steps.input_value()
    steps.focus()
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    open_page(**PHONE).page.goto(hotel.base)
    page.wait_for_timeout(1000)
    chosen = steps.input_value()
    assert (sent, chosen != before) == ([], True)
    steps.blur()
    assert steps.input_value() == before
    steps.focus()
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    where = f"{hotel.base}/api/stage/{hotel.code}"
    until(lambda: (page.context.request.get(where).json()["step"] or {}).get("id") == chosen)
    assert len(sent) == 1


def test_letters_that_are_turned_off_steer_nothing(
    workshop: WorkshopProcess, open_page: Callable[..., Watched]
) -> None:
    """Neither the presenter page nor the stage of the same browser; arrows still do."""
    page = open_page(**PROJECTOR).page
    present(page, workshop.link)
    page.keyboard.press("?")
    page.get_by_label("Letters work as keys").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.keyboard.press("t")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.goto(f"{workshop.base}/stage/{workshop.code}")
    expect(page.locator(".qr")).to_be_visible()
    for letter in "b?":
        page.keyboard.press(letter)
    expect(page.get_by_role("navigation")).to_be_hidden()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("ArrowRight")
    expect(page.get_by_label(re.compile("Step 1 of"))).to_be_visible()
