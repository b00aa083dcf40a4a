"""Every activity kind, by thumb and by keyboard, on the smallest phone and from right to left, in page and room."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Locator, Page, expect

from cxkit.live.response import valid_response
from cxkit.static import FOLDER, served
from cxkit.survey.model import Survey
from cxkit.survey.preview import write_preview
from cxkit.words import say
from tests.asked import DIMENSIONS, IDEAS, WAY, asking
from tests.browser.hands import WALKS, Hand
from tests.browser.judge import Judge
from tests.browser.people import PHONE, Participant, Watched, begin, load_again, present
from tests.kinds import KINDS, surveys_of
from tests.processes import WorkshopProcess

SMALL = {**PHONE, "viewport": {"width": 320, "height": 640}}
OUTSIDE = """() => {
  const within = (root) => [...root.querySelectorAll("*")].flatMap(
    (el) => [el, ...(el.shadowRoot ? within(el.shadowRoot) : [])]);
  const out = (el) => { const box = el.getBoundingClientRect(); return box.right > innerWidth + 1 || box.left < -1; };
  const { scrollWidth, clientWidth } = document.documentElement;
  const seen = within(document.body).filter((el) => !el.closest(".sr, .square, input, details:not([open]) > ul"));
  return [scrollWidth - clientWidth, seen.filter(out).map((el) => el.outerHTML)];
}"""
LAST = {
    "said": ["Above: owns it: 3", "Below: passes it on: 3"],
    "first": [f"{IDEAS[0]}: 2", f"{IDEAS[1]}: 1"],
    "way": [f"Red pin: {WAY[1]} – Nobody knew it.", f"Red pin: {WAY[2]}", f"Green pin: {WAY[4]}"],
    "cake": ["She tells everyone"],
}
"""One's own answers as the last screen says them."""
TITLES = {one["id"]: one["title"] for dimensions in DIMENSIONS.values() for one in dimensions}


def kept(page: Page) -> dict[str, Any]:
    """Return what this browser keeps of the survey."""
    return dict(page.evaluate("JSON.parse(localStorage.getItem('cxkit:asked:1')) ?? {}"))


@pytest.mark.parametrize(
    "way", ["thumb", "keyboard", pytest.param("thumb, from right to left", marks=pytest.mark.slow)]
)
def test_every_kind_is_answered_without_a_room(way: str, tmp_path: Path, open_page: Callable[..., Watched]) -> None:
    """From a file, at 320 px: answered, gone back to, found again after a reload; wide enough with large text."""
    write_preview(asking(*WALKS), tmp_path / "form.html")
    if "right" in way:
        page_text = (tmp_path / "form.html").read_text(encoding="utf-8")
        (tmp_path / "form.html").write_text(page_text.replace("<html", '<html dir="rtl"', 1), encoding="utf-8")
    watched = open_page(**SMALL, reduced_motion="reduce")
    page, judge = watched.page, Judge()
    page.goto((tmp_path / "form.html").as_uri())
    hand = Hand(page, keys=way == "keyboard", mirrored="right" in way)
    hand.press("button.go")
    answers: dict[str, Any] = {}
    for kind, walk in WALKS.items():
        expect(page.get_by_role("heading", name=DIMENSIONS[kind][0]["question"])).to_be_visible()
        if way == "thumb":
            judge.look(page, f"{kind}, empty")
        answers |= walk(hand)
        assert kept(page)["answers"] == answers
        if way == "thumb":
            judge.look(page, f"{kind}, answered")
        drawn = page.locator(".screen").inner_text()
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate(OUTSIDE) == [0, []], kind
        page.evaluate("document.documentElement.style.fontSize = ''")
        assert page.evaluate(OUTSIDE) == [0, []], kind
        hand.press("button.go")
        if kind != "case":  # the last one
            hand.press(page.get_by_role("button", name="Back", exact=True))
            assert page.locator(".screen").inner_text() == drawn
        load_again(page)
        expect(page.locator("h2")).to_be_visible()
    assert kept(page)["comments"] == {"way_2": "Nobody knew it."}
    for title, lines in LAST.items():
        shown = page.locator(".result", has=page.get_by_role("heading", name=TITLES[title], exact=True))
        assert shown.locator("li").all_inner_texts() == lines
    if way == "thumb":
        judge.look(page, "last screen")
    assert judge.found == [], "\n".join(judge.found)
    assert watched.errors + watched.strangers == []


RANDOM = """async ([source, survey, seed]) => {
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const { render } = (await import(url)).default;
  const el = document.createElement("div");
  document.body.replaceChildren(el);
  const heard = [];
  const model = new Model({ survey, response: {} }, () => heard.push(structuredClone(model.get("response"))));
  render({ model, el });
  const chance = () => { seed = (seed * 48271) % 2147483647; return seed / 2147483647; };
  for (let taps = 0; taps < 60; taps += 1) {
    const away = [...el.shadowRoot.querySelectorAll(".bar button")];
    const here = [...el.shadowRoot.querySelectorAll("fieldset :is(button, input, select, .square)")];
    const all = here.length && chance() < 0.9 ? here : away;
    const one = all[Math.floor(chance() * all.length)];
    if (one.matches("select")) {
      one.selectedIndex = Math.floor(chance() * one.length);
      one.dispatchEvent(new Event("change"));
    } else if (one.matches("[type=text]")) {
      one.value = "x".repeat(Math.floor(chance() * 3));
      one.dispatchEvent(new Event("input"));
    } else if (one.matches(".square")) {
      const box = one.getBoundingClientRect();
      const [clientX, clientY] = [box.x + box.width * chance(), box.y + box.height * chance()];
      one.dispatchEvent(new MouseEvent("click", { clientX, clientY }));
    } else one.click();
  }
  return heard;
}"""


@pytest.fixture(scope="module")
def blank(browser: Browser) -> Iterator[Page]:
    """A page that can host a widget, and nothing else."""
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.add_script_tag(content=re.sub(r"^export ", "", (FOLDER / "host.js").read_text(encoding="utf-8"), flags=re.M))
    yield page
    page.close()


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_whatever_is_tapped_the_room_takes_it_as_it_is(kind: str, blank: Page, data: st.DataObject) -> None:
    """After every one of sixty taps anywhere: a response that is valid, and to which Python has nothing to add."""
    survey = data.draw(surveys_of(kind))
    seed = data.draw(st.integers(1, 2**31 - 2))
    source = served("self_assessment.js", "en", kinds=survey.kinds)
    for response in blank.evaluate(RANDOM, [source, survey.to_dict(), seed]):
        assert valid_response(response, survey)["answers"] == response["answers"]


def test_cards_are_dragged_and_what_moves_is_seen_to_move(tmp_path: Path, open_page: Callable[..., Watched]) -> None:
    """Onto a name, to another place, up an order; outside it falls back; a double click is one; still if wished."""
    write_preview(asking("sort", "place", "rank"), tmp_path / "form.html")
    page = open_page(viewport={"width": 390, "height": 1100}, reduced_motion="reduce").page
    page.goto((tmp_path / "form.html").as_uri())
    page.get_by_role("button", name="Start").click()
    drag(page, page.locator(".pile .card"), page.get_by_role("button", name="Above: owns it"))
    assert kept(page)["answers"] == {"said_1": 1}
    drag(page, page.locator(".pile .card"), page.locator("h2"))
    page.get_by_role("button", name="Below: passes it on").dblclick()
    assert kept(page)["answers"] == {"said_1": 1, "said_2": 0}
    page.locator("button.go").click()
    square = page.locator(".square")
    drag(page, page.locator(".hand .card"), square)
    assert {"customer_1": 3, "business_1": 3}.items() <= kept(page)["answers"].items()
    drag(page, page.locator(".disc b"), square, across=0.9, up=0.1)
    assert {"customer_1": 5, "business_1": 1}.items() <= kept(page)["answers"].items()
    page.locator("button.go").click()
    for _ in range(4):
        page.locator(".rank ul button").first.click()
    drag(page, page.locator(".ranked .place").nth(3), page.locator(".ranked .place").nth(0), up=0.9)
    ranks = [kept(page)["answers"][f"helps_{place}"] for place in range(1, 6)]
    assert ranks == [2, 3, 4, 1, 5]
    moving = """async () => {
      const { shadowRoot } = document.querySelector(".cx-widget");
      await Promise.all(shadowRoot.getAnimations().map((one) => one.finished));
      shadowRoot.querySelector('[data-key^="down"]').click();
      return shadowRoot.getAnimations().length;
    }"""
    assert page.evaluate(moving) == 0
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate(moving) == 2


def test_a_single_token_is_moved_with_one_tap(tmp_path: Path, open_page: Callable[..., Watched]) -> None:
    """Nobody has to take it back first."""
    dimension = DIMENSIONS["spend"][0] | {"kind": "spend", "tokens": 1, "most_each": 1}
    write_preview(Survey.from_dict({"id": "asked", "title": "One", "dimensions": [dimension]}), tmp_path / "form.html")
    page = open_page(**SMALL).page
    page.goto((tmp_path / "form.html").as_uri())
    begin(page)
    for card in (0, 3):
        page.get_by_role("button", name="One more for").nth(card).tap()
        assert kept(page)["answers"] == {f"first_{one + 1}": int(one == card) for one in range(5)}


def test_what_comes_after_the_first_screen_comes_whenever_the_network_lets_it(
    tmp_path: Path, open_page: Callable[..., Watched]
) -> None:
    """Whoever is faster sees that it comes, and then has it; whoever comes back has all of it at once."""
    file, fails = tmp_path / "survey.yaml", [True]
    file.write_text(json.dumps(asking("spend", "sort").to_dict()), encoding="utf-8")
    workshop = WorkshopProcess(tmp_path / "data", "--no-book", "--survey", str(file))
    workshop.start()
    try:
        page = open_page(**SMALL).page
        page.route("**/later.js*", lambda asked: asked.abort() if fails[0] else asked.continue_())
        page.goto(workshop.base)
        hand = Hand(page)
        hand.press("button.go")
        hand.press(page.get_by_role("button", name="One more for").first)
        hand.press("button.go")
        expect(page.get_by_role("heading", name=say("phone.loading"))).to_be_visible()
        fails[0] = False
        hand.press(".bins .bin")
        expect(page.locator(".deck .bin").first).to_have_css("cursor", "pointer")
        expect(page.get_by_text(say("form.sort_hint"))).to_be_visible()
        page.reload()
        expect(page.locator("output").first).to_have_text("1")
        for _ in range(2):
            hand.press("button.go")
        expect(page.locator(".result li").first).to_have_text(LAST["first"][0].replace("2", "1"))
    finally:
        workshop.kill()


def drag(page: Page, what: Locator, onto: Locator, *, across: float = 0.5, up: float = 0.5) -> None:
    """Take something with the mouse, and let it go over something else."""
    start, end = what.bounding_box(), onto.bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(end["x"] + end["width"] * across, end["y"] + end["height"] * (1 - up), steps=5)
    page.mouse.up()


def test_a_room_keeps_every_tap_and_shows_them_when_it_has_closed(
    tmp_path: Path, open_page: Callable[..., Watched]
) -> None:
    """Half an order is no answer yet; the rest is there after a reload; once closed, it can be read and not changed."""
    (tmp_path / "survey.yaml").write_text(
        json.dumps(asking("spend", "rank", "case", "sort").to_dict()), encoding="utf-8"
    )
    workshop = WorkshopProcess(tmp_path / "data", "--no-book", "--survey", str(tmp_path / "survey.yaml"))
    workshop.start()
    try:
        person = Participant(open_page(**SMALL), asking("spend"), workshop.base)
        hand = Hand(person.page)
        hand.press("button.go")
        hand.press(person.page.get_by_role("button", name="One more for").first)
        person.sees_status("Saved")
        hand.press("button.go")
        for name in IDEAS[2:4]:
            hand.press(".rank ul button", name)
        person.sees_status("Saved")
        person.page.reload()
        expect(person.page.locator("output").first).to_have_text("1")
        hand.press("button.go")
        expect(person.page.locator(".ranked .name")).to_have_text([re.compile(name) for name in IDEAS[2:4]])
        answered = "JSON.parse(localStorage[Object.keys(localStorage).find((key) => key.includes(':room:'))]).response"
        assert not any(id.startswith("helps") for id in person.page.evaluate(f"{answered}.answers"))
        hand.press("button.go")
        hand.press(".way-on", "I am sorry")
        person.sees_status("Saved")
        facilitator = open_page(viewport={"width": 1366, "height": 768}).page
        present(facilitator, workshop.link)
        facilitator.get_by_role("button", name="Close answers").click()
        expect(person.page.get_by_text("has closed")).to_be_visible()
        hand.press("button", "My answers")
        expect(person.page.get_by_role("button", name="One more for").first).to_be_disabled()
        expect(person.page.locator("output").first).to_have_text("1")
        hand.press("button.go")
        hand.press("button.go")
        expect(person.page.locator(".did")).to_contain_text("I am sorry")
        expect(person.page.locator(".way-on").first).to_be_disabled()
        assert person.watched.errors == []
    finally:
        workshop.kill()
