"""Any phone and any eyes, hands and habits: the smallest screen, large text, a keyboard alone, no motion, the dark."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from cxkit.survey.model import Survey
from tests.browser.people import PHONE, PROJECTOR, Participant, Watched, present, reveal
from tests.browser.test_accessibility import respond
from tests.processes import WorkshopProcess

TOO_WIDE = """() => {
  const within = (root) => [...root.querySelectorAll("*")].flatMap(
    (el) => [el, ...(el.shadowRoot ? within(el.shadowRoot) : [])]);
  const wide = (el) => el.getBoundingClientRect().right > innerWidth + 1 && !el.closest(".sr");
  const page = document.documentElement;
  return [page.scrollWidth - page.clientWidth, within(document.body).filter(wide).map((el) => el.outerHTML)];
}"""


def fits(page: Page) -> None:
    """Assert that nothing is too wide, on two phones, with text of the usual size and twice as large."""
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 640})
        for text in ("100%", "200%"):
            page.evaluate("text => { document.documentElement.style.fontSize = text; }", text)
            assert page.evaluate(TOO_WIDE) == [0, []], (width, text)


def test_nothing_is_wider_than_a_phone(
    workshop: WorkshopProcess, leadership: Survey, open_page: Callable[..., Watched]
) -> None:
    """From joining to one's own profile, upright, also when the reader has doubled the size of text."""
    person = Participant(open_page(**PHONE), leadership, workshop.base)
    page = person.page
    expect(page.get_by_role("button", name="Start")).to_be_visible()
    fits(page)
    person.say_who(role="frontline", team="Warehouse")
    for place in range(len(leadership.dimensions)):
        expect(page.get_by_role("heading", name=str(leadership.dimensions[place].question))).to_be_visible()
        fits(page)
        person.answer(place, 5)
    expect(page.get_by_role("button", name="Change my answers")).to_be_visible()
    fits(page)


def test_start_asks_once_who_has_not_said_who_they_are(
    workshop: WorkshopProcess, leadership: Survey, open_page: Callable[..., Watched]
) -> None:
    """Role and team come into view on the smallest phone; whoever would rather not say goes on with the second tap."""
    small = {**PHONE, "viewport": {"width": 320, "height": 568}}
    page = Participant(open_page(**small), leadership, workshop.base).page
    start, first = page.get_by_role("button", name="Start"), str(leadership.dimensions[0].question)
    start.tap()
    for attribute in ("role", "team"):
        group = page.locator(f'fieldset:has(input[name="attribute {attribute}"])')
        expect(group).to_be_in_viewport(ratio=0.9)
        expect(group).to_contain_text("You may leave it blank")
    page.locator('label.chip:has(input[value="frontline"])').tap()
    start.tap()
    expect(page.get_by_role("heading", name=first)).to_be_visible()


def test_the_whole_form_is_filled_from_a_keyboard_alone(
    workshop: WorkshopProcess, leadership: Survey, open_page: Callable[..., Watched]
) -> None:
    """Tab, Space, arrows, number keys, Enter: to the profile, and no finger on the screen."""
    page = Participant(open_page(**PROJECTOR), leadership, workshop.base).page
    expect(page.get_by_role("button", name="Start")).to_be_visible()
    tab_to(page, 'input[name="attribute role"]')
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    tab_to(page, 'input[name="attribute team"]')
    page.keyboard.press("Space")
    tab_to(page, "button.go")
    page.keyboard.press("Enter")
    for dimension in leadership.dimensions:
        expect(page.get_by_role("heading", name=str(dimension.question))).to_be_focused()
        for item in dimension.items:
            tab_to(page, f'input[name="{item.id}"]')
            page.keyboard.press("4")
        tab_to(page, "button.go")
        page.keyboard.press("Enter")
    expect(page.locator(".result")).to_have_count(len(leadership.dimensions))
    expect(page.locator(".saved")).to_have_text("Saved")
    kept = page.evaluate(f"JSON.parse(localStorage.getItem('cxkit:room:{workshop.code}')).response")
    assert kept["attributes"].keys() == {"role", "team"}
    assert set(kept["answers"].values()) == {4}
    assert len(kept["answers"]) == len(leadership.items)


def tab_to(page: Page, what: str) -> None:
    """Press Tab until it has the focus."""
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.locator(f"{what}:focus").count():
            return
    raise AssertionError(f"{what} cannot be reached by Tab")


def test_nothing_moves_for_those_who_want_no_motion(
    workshop: WorkshopProcess, leadership: Survey, open_page: Callable[..., Watched]
) -> None:
    """The profile's bars grow once for others."""
    person = Participant(open_page(**PHONE, reduced_motion="reduce"), leadership, workshop.base)
    person.say_who(role="frontline", team="Warehouse")
    for place in range(len(leadership.dimensions)):
        person.answer(place, 4)
    bar = person.page.locator(".track b").first
    name = "bar => getComputedStyle(bar).animationName"
    assert bar.evaluate(name) == "none"
    person.page.emulate_media(reduced_motion="no-preference")
    assert bar.evaluate(name) == "grow"


def test_a_phone_in_the_dark_is_dark_from_the_first_moment(
    workshop: WorkshopProcess, open_page: Callable[..., Watched]
) -> None:
    """Styles come with the page, so that nobody in a dim room is dazzled while the script is on its way."""
    page = open_page(**PHONE, color_scheme="dark").page
    page.route("**/*.js", lambda route: route.abort())
    page.goto(workshop.base)
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    assert page.evaluate(paper) == "rgb(20, 23, 26)"
    page.emulate_media(color_scheme="light")
    assert page.evaluate(paper) == "rgb(255, 255, 255)"


def test_a_second_device_takes_over_and_the_first_stays_in_step(
    workshop: WorkshopProcess, leadership: Survey, open_page: Callable[..., Watched]
) -> None:
    """The facilitator's link on another laptop: what either does shows on both."""
    first, second = open_page(**PROJECTOR), open_page(viewport={"width": 1366, "height": 768})
    for device in (first, second):
        present(device.page, workshop.link)
    for person in range(12):
        respond(workshop, leadership, person)
    for device in (first, second):
        expect(device.page.locator("#finished")).to_have_text("12")
    second.page.get_by_role("button", name="Close answers").click()
    expect(first.page.get_by_text("Reveal the results when the room is ready.")).to_be_visible()
    first.page.get_by_role("button", name="Open again").click()
    expect(second.page.get_by_role("button", name="Close answers")).to_be_visible()
    reveal(second.page)
    expect(first.page.get_by_role("dialog")).to_have_count(0)
    for device in (second, first):
        expect(device.page.frame_locator("iframe").locator(".reveal .picture")).to_be_visible()
        assert device.errors == []
