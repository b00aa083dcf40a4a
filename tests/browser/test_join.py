"""Joining from the last row: what the stage shows before anybody answers can be read and scanned from 10 metres.

A projected image 2 m wide, seen from 10 m. Capital letters are easily read from about 16 minutes of arc upwards (the
minimum of ISO 9241-303): 10 m × tan(16′) = 47 mm. One pixel is 2 m / the page's width, and capitals are 0.7 of a
font's size or more; so at 1920 the font needs 64 px, at 1024 34 px. A phone's camera (4,000 pixels over some 65°)
sees one minute of arc a pixel, 3 mm over there; at 0.6 m the QR code's 29 modules are 19 mm each: six pixels, twice
what a reader needs.
"""

import math
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.people import PHONE, Watched, enter, present
from tests.processes import WorkshopProcess

WIDTH_OF_IMAGE, DISTANCE = 2000.0, 10_000.0  # millimetres
LETTER = DISTANCE * math.tan(math.radians(16 / 60))
CAPITALS = 0.7


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1024, 768), (1366, 768)])
def test_address_code_and_qr_code_can_be_read_from_ten_metres(
    workshop: WorkshopProcess, open_page: Callable[..., Watched], width: int, height: int
) -> None:
    """And all of it stands on the page without scrolling."""
    page = open_page(viewport={"width": width, "height": height}).page
    enter(page, workshop.link)
    page.goto(f"{workshop.base}/stage/{workshop.code}")
    millimetre = width / WIDTH_OF_IMAGE
    for part in page.locator(".address").all():
        size = float(part.evaluate("node => parseFloat(getComputedStyle(node).fontSize)"))
        assert size * CAPITALS / millimetre >= LETTER
        expect(part).to_be_in_viewport(ratio=1)
    box = page.locator(".qr").bounding_box()
    assert box
    assert box["width"] / millimetre >= 600
    expect(page.locator(".qr")).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_nothing_moves_while_people_come(workshop: WorkshopProcess, open_page: Callable[..., Watched]) -> None:
    """Whoever is scanning goes on scanning."""
    page = open_page(viewport={"width": 1366, "height": 768}).page
    enter(page, workshop.link)
    page.goto(f"{workshop.base}/stage/{workshop.code}")
    expect(page.locator(".qr")).to_be_visible()
    before = [part.bounding_box() for part in page.locator(".qr, .address").all()]
    open_page(**PHONE).page.goto(workshop.base)
    expect(page.get_by_text("1 phone is here")).to_be_visible()
    assert [part.bounding_box() for part in page.locator(".qr, .address").all()] == before


def test_after_a_minute_without_a_phone_the_page_says_what_to_try(
    workshop: WorkshopProcess, open_page: Callable[..., Watched]
) -> None:
    """Wi-Fi, another address, firewall, hotspot; the advice goes when somebody has found the way."""
    page = open_page(viewport={"width": 1024, "height": 768}).page
    page.clock.install()
    present(page, workshop.link)
    page.clock.run_for(50_000)
    expect(page.get_by_text("let Python through the firewall")).to_be_hidden()
    page.clock.run_for(15_000)
    advice = page.get_by_text("let Python through the firewall")
    expect(advice).to_contain_text(f"port {workshop.port}")
    expect(page.get_by_text("hotspot")).to_be_visible()
    open_page(**PHONE).page.goto(workshop.base)
    expect(page.locator("#joined")).to_have_text("1")
    expect(advice).to_be_hidden()
