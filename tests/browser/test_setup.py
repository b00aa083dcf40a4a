"""Setting a room up on the facilitator's page, with one button or with care."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

import cxkit as cx
from cxkit.live.prepared import found
from cxkit.live.room import Room
from cxkit.live.setup import Setup
from cxkit.live.storage.store import Store
from cxkit.survey.files import load_survey
from cxkit.survey.run_sheet import shipped_run_sheets
from cxkit.words import say
from tests.browser.judge import Judge
from tests.browser.people import PHONE, Watched, begin
from tests.cli.test_cli import run
from tests.processes import WorkshopProcess
from tests.survey.test_workshop_file import OWN
from tests.waiting import until

LAPTOP = {"viewport": {"width": 1366, "height": 768}}


@pytest.fixture
def unprepared(tmp_path: Path) -> Iterator[WorkshopProcess]:
    """What `cxkit workshop` starts where nothing is said about the room."""
    process = WorkshopProcess(tmp_path / "data", "--no-book", form=True)
    process.start()
    yield process
    process.kill()


def kept(process: WorkshopProcess) -> tuple[Room, dict[str, list[str]]]:
    """Return the newest room, and what it asks people about themselves."""
    with Store(process.data) as store:
        room = found(store)[0]
        return room, {a.id: list(a.options or ()) for a in room.survey.attributes}


def somebody_is_in(process: WorkshopProcess) -> bool:
    """Say whether a phone has joined: one that is only looking is shown as there, too."""
    with Store(process.data) as store:
        return found(store)[0].settled()


def test_one_button_opens_the_room_and_phones_that_wait_go_on(
    unprepared: WorkshopProcess, open_page: Callable[..., Watched]
) -> None:
    """Who is early waits on a calm page; nobody is asked anything before the facilitator has said what."""
    facilitator, early = open_page(**LAPTOP), open_page(**PHONE)
    early.page.goto(unprepared.base)
    expect(early.page.get_by_text("We’ll continue in a moment")).to_be_visible()
    facilitator.page.goto(unprepared.link)
    expect(facilitator.page.get_by_role("button", name="Open the room")).to_be_focused()
    expect(facilitator.page.get_by_role("button", name="Open the room")).to_be_in_viewport(ratio=1)
    facilitator.page.keyboard.press("Enter")
    expect(facilitator.page.locator("#code")).not_to_be_empty()
    expect(early.page.get_by_text("We’ll continue in a moment")).to_be_visible()
    for step in ("index.join", "index.vote"):
        facilitator.page.locator("#next").click()
        expect(facilitator.page.locator("#steps")).to_have_value(step)
    expect(early.page.get_by_role("button", name="Start")).to_be_visible()
    expect(facilitator.page.locator("#joined")).to_have_text("1")
    for watched in (facilitator, early):
        assert watched.errors == []
        assert watched.strangers == []


def test_a_mixed_room_has_its_own_words_in_both_languages(
    unprepared: WorkshopProcess, open_page: Callable[..., Watched]
) -> None:
    """A line of a list holds both; a phone asks in its own, the stage says both how to join and what is asked."""
    facilitator, phone = open_page(**LAPTOP), open_page(**PHONE, locale="ar")
    page = facilitator.page
    page.goto(unprepared.link)
    for place in ("#languages .chips label", "[name=stage_language] option", "[name=second_language] option"):
        expect(page.locator(place, has_text="العربية")).to_have_attribute("lang", "ar")  # a screen reader reads it so
    page.locator("[name=stage_language]").select_option("fr")
    page.locator("[name=second_language]").select_option("ar")
    page.locator("[name=teams]").fill("Ventes = المبيعات\nSupport")
    page.get_by_label("Say it by team").check()
    page.locator("#each input").first.fill("7")
    page.locator("[name=paced]").uncheck()
    page.locator("#open").click()
    expect(page.locator("#code")).not_to_be_empty()
    room, asked = kept(unprepared)
    assert asked["team"] == ["Ventes", "Support"]
    phone.page.goto(unprepared.base)
    expect(phone.page.get_by_text("المبيعات", exact=True)).to_be_visible()
    stage = open_page(**LAPTOP).page
    stage.context.add_cookies(
        [{"url": unprepared.base, "name": one["name"], "value": one["value"]} for one in page.context.cookies()]
    )
    stage.goto(f"{unprepared.base}/stage/{room.code}")
    expect(stage.locator(".door [lang=ar]").first).to_contain_text(say("stage.scan", lang="ar"))
    page.goto(f"{unprepared.base}/setup/{room.code}")
    expect(page.locator("[name=teams]")).to_have_value("Ventes = المبيعات\nSupport")
    for watched in (facilitator, phone):
        assert watched.errors == []


def test_what_the_form_says_is_what_phones_ask(unprepared: WorkshopProcess, open_page: Callable[..., Watched]) -> None:
    """Until somebody joins it may change; from then on the form says why not."""
    page = open_page(**LAPTOP).page
    page.goto(unprepared.link)
    page.get_by_label("Title").fill("Us & them")
    page.get_by_label("Departments or teams").fill("Phones\n  Warehouse \n\nphones")
    page.get_by_label("Support").uncheck()
    page.get_by_label("Phones wait").uncheck()
    expect(page.get_by_label("Ask leaders whether their averages may be shown")).to_be_checked()
    page.get_by_role("button", name="Open the room").click()
    expect(page.get_by_role("status")).to_contain_text('"phones" is there already')
    expect(page.get_by_label("Departments or teams")).to_be_focused()
    page.get_by_label("Departments or teams").fill("Phones\nWarehouse")
    page.get_by_label("Say it by team").check()
    page.get_by_label("Phones", exact=True).fill("9")
    page.get_by_label("Warehouse", exact=True).fill("11")
    expect(page.get_by_text("20 in all")).to_be_visible()
    page.get_by_role("button", name="Open the room").click()
    expect(page.locator("#code")).not_to_be_empty()
    room, asked = kept(unprepared)
    assert (room.title, room.state, room.asks) == ("Us & them", "open", ("role", "leader"))
    assert asked == {"role": ["leader", "frontline"], "team": ["Phones", "Warehouse"]}
    page.goto(f"{unprepared.base}/setup/{room.code}")
    expect(page.get_by_label("Warehouse", exact=True)).to_have_value("11")
    page.get_by_label("Departments or teams").fill("Warehouse\nPhones\nIT")
    page.get_by_label("Ask leaders whether their averages may be shown").uncheck()
    page.get_by_role("button", name="Use this set-up").click()
    expect(page.locator("#code")).not_to_be_empty()
    room, asked = kept(unprepared)
    assert (room.asks, asked["team"]) == (None, ["Warehouse", "Phones", "IT"])

    phone = open_page(**PHONE).page
    phone.goto(unprepared.base)
    expect(phone.get_by_text("Us & them")).to_be_visible()
    until(lambda: somebody_is_in(unprepared))
    page.goto(f"{unprepared.base}/setup/{room.code}")
    expect(page.get_by_text("Somebody has joined already")).to_be_visible()
    expect(page.get_by_label("Title")).to_be_disabled()
    refused = page.request.put(
        f"{unprepared.base}/api/setup/{room.code}", data={"title": "Late"}, headers={"X-Cxkit": "1"}
    )
    assert refused.status == 409
    assert kept(unprepared)[0].title == "Us & them"


def test_whatever_takes_its_options_from_the_workshop_is_asked_for_and_offered(
    tmp_path: Path, open_page: Callable[..., Watched]
) -> None:
    """Not only teams: what the form was told is what a phone offers, and what it taps is saved."""
    file = tmp_path / "workshop.yaml"
    (tmp_path / "own.yaml").write_text(OWN, encoding="utf-8")
    file.write_text(
        "survey: own.yaml\npaced: false\nlists: {site: [Here], shift: [], rooms: [Bar]}\n", encoding="utf-8"
    )
    own = WorkshopProcess(tmp_path / "data", "--no-book", str(file))
    own.start()
    try:
        page, phone = open_page(**LAPTOP).page, open_page(**PHONE).page
        page.goto(own.link)
        page.goto(f"{own.base}/setup/{own.code}")
        expect(page.get_by_label("Your site")).to_have_value("Here")
        for label, entries in {"Your site": "North\nSouth", "Your shift": "Early\nLate", "Our rooms": "Lobby"}.items():
            page.get_by_role("textbox", name=label).fill(entries)
        page.get_by_role("button", name="Use this set-up").click()
        expect(page.locator("#code")).not_to_be_empty()
        phone.goto(own.base)
        for option in ("South", "Early"):
            phone.locator("label.chip", has_text=option).tap()
        begin(phone)
        expect(phone.get_by_text("One", exact=True)).to_be_visible()
        expect(phone.locator(".saved")).to_have_text("Saved")
        with Store(own.data) as store:
            (saved,) = store.responses(kept(own)[0].id)
        assert saved["attributes"] == {"site": "South", "shift": "Early"}
    finally:
        own.kill()


def test_a_new_room_closes_and_loses_nothing(unprepared: WorkshopProcess, open_page: Callable[..., Watched]) -> None:
    """Its form holds what the old one had; people in the old room go on, the short address leads to the new one."""
    page, phone = open_page(**LAPTOP).page, open_page(**PHONE).page
    page.goto(unprepared.link)
    page.get_by_label("Organisation").fill("Example Ltd")
    page.get_by_label("Phones wait").uncheck()
    page.get_by_role("button", name="Open the room").click()
    phone.goto(unprepared.base)
    begin(phone)
    phone.locator('label:has(input[name="engaged_touch"][value="4"])').tap()
    expect(phone.locator(".saved")).to_have_text("Saved")
    first = kept(unprepared)[0].code
    page.get_by_text("More", exact=True).click()
    page.get_by_role("button", name="New room").click()
    expect(page.get_by_label("Organisation")).to_have_value("Example Ltd")
    page.get_by_label("Title").fill("The second")
    assert page.request.get(f"{unprepared.base}/").url.endswith(first), "not before the new one is open"
    page.get_by_role("button", name="Open the room").click()
    expect(page.get_by_role("heading", name="Example Ltd · The second")).to_be_visible()
    second = kept(unprepared)[0].code
    assert second != first
    assert page.request.get(f"{unprepared.base}/").url.endswith(second)
    phone.locator('label:has(input[name="engaged_listens"][value="5"])').tap()
    expect(phone.locator(".saved")).to_have_text("Saved")
    listed = run("rooms", "--data", unprepared.data).stdout
    assert f"{first}  " in listed
    assert re.search(r"open +1 answered  Example Ltd", listed)
    assert second in listed


def test_the_run_sheet_is_changed_by_keys_and_by_drag(
    unprepared: WorkshopProcess, open_page: Callable[..., Watched]
) -> None:
    """Its minutes are added up while one changes them, and the room has the steps in that order."""
    page = open_page(**LAPTOP).page
    page.goto(unprepared.link)
    expect(page.get_by_text("85 of 90 minutes, 5 to spare")).to_be_visible()
    page.get_by_label("Run sheet").select_option("Forty-five minutes")
    page.get_by_text("Steps and minutes").click()
    shown = page.locator("#steps li")
    names = [id for id, _ in shipped_run_sheets()["forty-five"].steps]
    expect(shown).to_have_count(len(names))

    page.get_by_role("button", name="Later: Welcome: story").press("Enter")
    expect(page.get_by_role("button", name="Later: Welcome: story")).to_be_focused()
    page.get_by_role("button", name="Leave out: Motivating: reveal").press("Enter")
    page.get_by_label("Minutes: Engaged: talk").fill("25")
    expect(page.get_by_text("59 of 45 minutes: 14 too many")).to_be_visible()
    expect(page.get_by_label("Run sheet")).to_have_value("own")
    page.get_by_role("button", name="Open the room").click()
    expect(page.get_by_role("status")).to_contain_text("take 59 minutes together, 14 more than the 45")
    expect(page.get_by_label("Run sheet")).to_be_focused()
    page.get_by_label("Minutes: Engaged: talk").fill("6")
    page.get_by_label("Another step").select_option("Engaged: what to do")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_label("Minutes: Engaged: what to do")).to_be_focused()

    grip, last = page.locator("[data-step='index.story'] .grip"), shown.last
    grip.scroll_into_view_if_needed()
    grip.hover()
    page.mouse.down()
    last.evaluate("(step) => step.scrollIntoView({ block: 'center' })")  # above the button that stays in view
    for _ in range(4):  # near an edge the page follows, and the place is another one
        box = page.locator("#steps li:not(.held)").last.bounding_box()
        assert box
        page.mouse.move(box["x"] + 20, box["y"] + box["height"] - 3)
    page.mouse.up()
    expect(shown.last).to_have_attribute("data-step", "index.story")

    page.get_by_role("button", name="Open the room").click()
    page.wait_for_url("**/present/*")
    with Store(unprepared.data) as store:
        sheet = Setup(room=found(store)[0]).workshop().run_sheet
    wanted = [name for name in names if name not in {"index.story", "motivating.reveal"}]
    wanted.insert(wanted.index("engaged.talk") + 1, "engaged.do")
    assert [id for id, _ in sheet.steps] == [*wanted, "index.story"]
    assert dict(sheet.steps)["engaged.talk"] == 6


def test_own_words_stand_in_place_of_the_examples(
    unprepared: WorkshopProcess, open_page: Callable[..., Watched]
) -> None:
    """What no step asks about is not offered; and once people have joined, what comes later may still be put in."""
    page, phone = open_page(**LAPTOP).page, open_page(**PHONE).page
    page.goto(unprepared.link)
    page.get_by_label("Run sheet").select_option("Forty-five minutes")
    expect(page.get_by_label("Cases that went wrong")).to_be_hidden()
    page.get_by_label("Run sheet").select_option("Ninety minutes")
    page.get_by_label("Touchpoints").fill("Booking\nCheck-in\nbooking")
    page.get_by_label("Phones wait").uncheck()
    page.get_by_role("button", name="Open the room").click()
    expect(page.get_by_role("status")).to_contain_text('Touchpoints: "booking" is there already')
    expect(page.get_by_label("Touchpoints")).to_be_focused()
    page.get_by_label("Touchpoints").fill("Booking\nCheck-in")
    page.get_by_role("button", name="Open the room").click()
    expect(page.locator("#code")).not_to_be_empty()

    phone.goto(unprepared.base)
    expect(phone.get_by_role("button", name="Start")).to_be_visible()
    until(lambda: somebody_is_in(unprepared))
    page.goto(f"{unprepared.base}/setup/{unprepared.code}")
    expect(page.get_by_label("Title")).to_be_disabled()
    expect(page.get_by_label("Touchpoints")).to_have_value("Booking\nCheck-in")
    page.get_by_label("Actions to choose from").fill("A key that works")
    page.get_by_role("button", name="Use these words").click()
    page.wait_for_url("**/present/*")
    with Store(unprepared.data) as store:
        lists = Setup(room=found(store)[0]).workshop().lists
    assert lists == {"touchpoints": ("Booking", "Check-in"), "actions": ("A key that works",)}
    for step, survey, dimension, item in (
        ("journey", "journey", 0, "Check-in"),
        ("champions", "priorities", 1, "A key that works"),
    ):
        to = {"to": f"{step}.activity", "sure": True}
        page.request.post(f"{unprepared.base}/api/stage/{unprepared.code}/go", data=to, headers={"X-Cxkit": "1"})
        expect(phone.locator("h2")).to_have_text(str(load_survey(survey).title))
        begin(phone)
        for _ in range(dimension):
            phone.locator("button.go").tap()
        expect(phone.get_by_text(item).first).to_be_visible()
        expect(phone.get_by_text("Examples: each workshop puts in its own.")).to_have_count(0)


def test_answers_of_another_tool_are_dropped_in_and_revealed(
    unprepared: WorkshopProcess, open_page: Callable[..., Watched]
) -> None:
    """What the file does not say is asked, and nothing is kept before the form is sent; then the room sees it."""
    watched = open_page(**LAPTOP)
    page = watched.page
    page.goto(unprepared.link)
    page.get_by_text("Answers you already have").click()
    text = cx.sample("leadership").read_text("utf-8").replace("engaged_listens", "Do they listen to us?", 1)
    text = text.replace("frontline", "FL")
    page.locator("#answers input").set_input_files(
        {"name": "export of spring.csv", "mimeType": "text/csv", "buffer": text.encode()}
    )
    expect(page.locator("#found")).to_contain_text("export of spring.csv: not all of it is clear yet")
    page.get_by_role("button", name="Open the room").click()
    expect(page.locator("#notice")).to_contain_text("Something in the file is still unclear")
    page.get_by_label("Our leaders listen when the front line").select_option("Do they listen to us?")
    page.get_by_label("“FL”").select_option("frontline")
    expect(page.get_by_label("“FL”")).to_have_count(0)
    expect(page.locator("#found")).to_contain_text("export of spring.csv: 80 people answered")
    expect(page.locator("[name=teams]")).to_have_value(re.compile("Phones"))
    judge = Judge()
    judge.look(page, "a file")
    page.get_by_role("button", name="Open the room").click()
    expect(page.locator("#code")).not_to_be_empty()
    page.locator("#steps").select_option("engaged.reveal")
    page.get_by_role("button", name="Reveal").click()
    page.get_by_role("button", name="Reveal").last.click()
    stage = page.frame_locator("iframe")
    expect(stage.locator("h1")).to_contain_text("Leaders see 64")
    assert judge.found + watched.errors == []
