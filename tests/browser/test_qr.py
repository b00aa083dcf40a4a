"""QR codes are read by strict readers on every screen, in every theme, and on paper."""

import io
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import segno
import uvicorn
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect
from segno.helpers import make_wifi_data

from cxkit.book.browser import browser as find_browser
from cxkit.live.app import UVICORN, create_app
from cxkit.live.room import Room
from cxkit.live.serving import network
from cxkit.live.storage.store import Store
from cxkit.survey.model import Survey
from tests.browser.conftest import QUIET
from tests.browser.people import Watched, present
from tests.processes import WorkshopProcess, free_port

NETWORK, PASSWORD = 'Café "Zur; Post"', "gut:en;Tag\\2026"
QUIET_ZONE = 4
"""Modules of white around a code: ISO/IEC 18004 asks for so many, and strict readers for all of them."""


def seen(picture: Locator) -> list[list[int]]:
    """Return the modules of a code as a strict reader sees them, with what is around them: 1 is dark."""
    image = Image.open(io.BytesIO(picture.screenshot())).convert("L")
    modules = int(picture.evaluate("image => image.naturalWidth"))
    at = [(place + 0.5) / modules for place in range(modules)]
    return [[int(image.getpixel((int(x * image.width), int(y * image.height))) < 128) for x in at] for y in at]  # type: ignore[operator]


def leads_to(picture: Locator, text: str) -> None:
    """Check that a code says this."""
    expected = segno.make(text, error="m", micro=False).matrix_iter(border=QUIET_ZONE)
    assert seen(picture) == [[*map(int, line)] for line in expected]


def say_wifi(page: Page, name: str = NETWORK, password: str = PASSWORD) -> None:
    """Type in how phones come into the network."""
    page.get_by_text("More", exact=True).click()
    page.get_by_role("button", name="Wi-Fi for phones").click()
    page.get_by_label("Name of the Wi-Fi").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Show them").click()
    expect(page.locator("#network-dialog")).to_be_hidden()


def check(page: Page, workshop: WorkshopProcess) -> None:
    """Check all codes of the stage, of the presenter page and of the slips."""
    page.goto(f"{workshop.base}/present/{workshop.code}")
    expect(page.locator("#code")).to_have_text(workshop.code)
    page.get_by_role("button", name="Second device").click()
    leads_to(page.locator("dialog .qr"), f"http://{page.locator('dialog .big').text_content()}")
    room = f"http://{page.locator('#address').text_content()}/r/{workshop.code}"
    page.goto(f"{workshop.base}/stage/{workshop.code}")
    leads_to(page.get_by_alt_text("leads to"), room)
    leads_to(page.get_by_alt_text("joins the Wi-Fi"), make_wifi_data(NETWORK, PASSWORD, "WPA"))
    page.goto(f"{workshop.base}/slips/{workshop.code}")
    leads_to(page.get_by_alt_text(room).first, room)


def test_codes_are_read_in_every_theme_and_on_paper(
    workshop: WorkshopProcess, open_page: Callable[..., Watched], browser: Browser
) -> None:
    """Their white is not a page's: forced colours, dark contrast, and a browser that darkens pages by itself."""
    page = open_page(viewport={"width": 1366, "height": 768}).page
    present(page, workshop.link)
    say_wifi(page)
    for around in (
        {"forced_colors": "active"},
        {"color_scheme": "dark"},
        {"forced_colors": "none"},
        {"media": "print"},
    ):
        page.emulate_media(**around)  # type: ignore[arg-type]
        check(page, workshop)
    darkening = [*QUIET, "--enable-features=WebContentsForceDark", "--force-dark-mode"]
    darkens = browser.browser_type.launch(executable_path=find_browser(), args=darkening)
    dark = darkens.new_page(viewport={"width": 1366, "height": 768})
    present(dark, workshop.link)
    check(dark, workshop)
    darkens.close()


@pytest.mark.parametrize(
    "wifi", [(), (NETWORK, PASSWORD), ("M" * 32, "W" * 63)], ids=["room", "wifi and room", "the longest there are"]
)
def test_on_the_smallest_projector_nothing_of_it_is_cut_off(
    workshop: WorkshopProcess, open_page: Callable[..., Watched], wifi: tuple[str, ...]
) -> None:
    """800 by 450: codes, address and letters stand on the stage without scrolling."""
    page = open_page(viewport={"width": 800, "height": 450}).page
    present(page, workshop.link)
    if wifi:
        say_wifi(page, *wifi)
    page.goto(f"{workshop.base}/stage/{workshop.code}")
    for words in wifi:
        expect(page.get_by_text(words)).to_be_in_viewport(ratio=1)
    for part in page.locator(".qr, .address").all():
        expect(part).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.fixture
def alone(tmp_path: Path, leadership: Survey) -> Iterator[tuple[str, list[str], Callable[[], None]]]:
    """A laptop in no network: the facilitator's link, its addresses, and what says that they have changed."""
    with Store(tmp_path) as store:
        room, key = Room.create(store, leadership, title="A room", port=1, tickets=True)
        doors, _ = network.listen_from(free_port())
        base = f"http://127.0.0.1:{doors[0].getsockname()[1]}"
        app = create_app(store, room=room.code, bases=(bases := [base]))
        server = uvicorn.Server(uvicorn.Config(app, **UVICORN))
        thread = threading.Thread(target=server.run, args=(doors,))
        thread.start()
        yield f"{base}/f/{key}", bases, app.state.server.ticks.tick_all
        app.state.server.ticks.close()
        server.should_exit = True
        thread.join()


def test_without_a_network_no_code_is_shown_that_leads_nowhere(
    alone: tuple[str, list[str], Callable[[], None]], open_page: Callable[..., Watched]
) -> None:
    """Stage, slips, tickets, second device: they say so, and the code comes with the network."""
    link, bases, moved = alone
    presenter, stage, slips = (open_page(viewport={"width": 1366, "height": 768}).page for _ in range(3))
    present(presenter, link)
    for other, path in ((stage, "stage"), (slips, "slips")):
        other.context.add_cookies(presenter.context.cookies())  # type: ignore[arg-type]
        other.goto(presenter.url.replace("/present/", f"/{path}/"))
        expect(other.get_by_text("in no network, so no phone can reach it")).to_be_visible()
        expect(other.locator("img")).to_have_count(0)
        assert "127.0.0.1" not in other.locator("body").inner_text()
    expect(presenter.locator("#reached")).to_be_hidden()
    presenter.get_by_role("button", name="Second device").click()
    expect(presenter.locator("#notice")).to_contain_text("in no network")
    expect(presenter.locator("dialog .qr")).to_have_count(0)
    presenter.get_by_role("button", name="Show a ticket").click()
    expect(presenter.locator("dialog .big")).to_be_visible()
    expect(presenter.locator("dialog .qr")).to_have_count(0)
    bases[:] = ["http://192.168.1.5:8765"]
    moved()
    expect(stage.get_by_alt_text("leads to http://192.168.1.5:8765/r/")).to_be_visible()
    expect(slips.get_by_alt_text("http://192.168.1.5:8765/r/").first).to_be_visible()
    expect(presenter.locator("#address")).to_have_text("192.168.1.5:8765")
