"""The picture shown early, and the next one, as the facilitator sees them."""

from collections.abc import Callable

import httpx2
import pytest
from playwright.sync_api import expect

from cxkit.survey.model import Survey
from tests.browser.people import PHONE, PROJECTOR, Participant, Watched
from tests.live.test_room import mixed
from tests.processes import WorkshopProcess


def answers_come(workshop: WorkshopProcess, survey: Survey, first: int, many: int, *, joined: int = 0) -> None:
    """Let people answer on phones of their own; some more only join."""
    for one in range(first, first + many + joined):
        response = mixed(one, survey, role="frontline", team="Phones") if one < first + many else {"answers": {}}
        sent = {"token": f"{one:032x}", "revision": 1 + (one < first + many), "response": response}
        path = f"{workshop.base}/api/rooms/{workshop.code}/response"
        assert httpx2.put(path, json=sent).status_code == 200


def test_the_picture_is_shown_early_and_updated(
    workshop: WorkshopProcess, leadership: Survey, open_page: Callable[..., Watched]
) -> None:
    """What it costs is said before; the count of what is missing is right; phones go on; the last ones stay out."""
    facilitator = open_page(**PROJECTOR)
    page = facilitator.page
    page.goto(workshop.link)
    answers_come(workshop, leadership, 0, 12, joined=3)
    expect(page.locator("#joined")).to_have_text("15")
    page.get_by_role("button", name="Show early").click()
    cost = page.get_by_role("dialog")
    expect(cost).to_contain_text("12 of 15 have answered: the last 3 could then not be added")
    expect(cost).to_contain_text("of at least 8 people in each of their groups")
    cost.get_by_role("button", name="Not yet").click()
    page.get_by_role("button", name="Show early").click()
    cost.get_by_role("button", name="Show now").click()
    expect(page.locator("#picture")).to_have_text("Everybody who has answered is in the picture.")

    person = Participant(open_page(**PHONE), leadership, workshop.base)
    person.say_who(role="frontline", team="Phones")
    person.tap("engaged_touch", 4)
    person.sees_status("^Saved$")
    expect(page.locator("#picture")).to_contain_text("1 new answer, at least 7 more until the picture can be updated.")
    expect(page.get_by_role("button", name="Update the picture")).to_be_disabled()
    answers_come(workshop, leadership, 20, 20)
    expect(page.get_by_role("button", name="Update the picture")).to_be_enabled()
    page.get_by_role("button", name="Update the picture").click()
    expect(page.locator("#picture")).to_have_text("Everybody who has answered is in the picture.")
    report = page.request.get(f"{workshop.base}/api/rooms/{workshop.code}/report").json()
    assert report["n"] == 33

    answers_come(workshop, leadership, 60, 2)
    expect(page.locator("#picture")).to_contain_text("2 new answers, at least 6 more until")
    page.get_by_role("button", name="Close answers").click()
    expect(page.locator("#picture")).to_contain_text("Not in the picture: the answers of 2 people.")
    page.get_by_role("button", name="Open again").click()
    expect(page.locator("#picture")).to_contain_text("6 more until")
    page.get_by_role("button", name="Close for good").click()
    sure = page.get_by_role("dialog")
    expect(sure).to_contain_text("2 new answers cannot be added.")
    sure.get_by_role("button", name="Close for good").click()
    expect(page.locator("#picture")).to_contain_text("Not in the picture: the answers of 2 people.")
    assert page.request.get(f"{workshop.base}/api/rooms/{workshop.code}/report").json() == report
    assert [error for error in facilitator.errors if "ERR_" not in error] == []


def test_too_few_answers_for_any_picture_are_told(
    workshop: WorkshopProcess, leadership: Survey, open_page: Callable[..., Watched]
) -> None:
    """There is nothing to press, and the page says why."""
    page = open_page(**PROJECTOR).page
    page.goto(workshop.link)
    answers_come(workshop, leadership, 0, 4, joined=2)
    expect(page.locator("#joined")).to_have_text("6")
    expect(page.get_by_role("button", name="Show early")).to_be_disabled()
    expect(page.locator("#state")).to_contain_text("at least 5 people; 4 so far")


@pytest.mark.parametrize(("size", "theme"), [((1366, 768), "light"), ((1920, 1080), "dark")])
def test_all_controls_stand_on_the_screen_in_one_row(
    workshop: WorkshopProcess, leadership: Survey, open_page: Callable[..., Watched], size: tuple[int, int], theme: str
) -> None:
    """On a laptop and on a larger screen, in the state with the most of them; nothing scrolls."""
    page = open_page(viewport={"width": size[0], "height": size[1]}, color_scheme=theme).page
    page.goto(workshop.link)
    answers_come(workshop, leadership, 0, 12, joined=3)
    expect(page.locator("#joined")).to_have_text("15")
    page.get_by_role("button", name="Show early").click()
    page.get_by_role("dialog").get_by_role("button", name="Show now").click()
    expect(page.get_by_role("button", name="Close for good")).to_be_visible()
    buttons = page.locator("footer :is(button, a, summary):visible").all()
    assert len({round(button.bounding_box()["y"]) for button in buttons}) == 1  # type: ignore[index]
    for button in buttons:
        expect(button).to_be_in_viewport(ratio=1)
    for part in ("html", "main", "aside"):
        assert page.locator(part).evaluate("(one) => one.scrollHeight <= one.clientHeight"), part
