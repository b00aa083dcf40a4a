"""QR codes are read by strict readers on every screen, in every theme, and on paper."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
import segno
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect
from segno.helpers import make_wifi_data

from cxkit.book.browser import browser as find_browser
from tests.browser.conftest import QUIET
from tests.browser.people import Watched, present
from tests.processes import WorkshopProcess

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
