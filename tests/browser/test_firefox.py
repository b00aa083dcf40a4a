"""The other browser: a phone, the stage, the presenter page, every activity kind and the book, in a real Firefox."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cxkit.survey.model import Survey
from cxkit.survey.preview import write_preview
from tests.asked import DIMENSIONS, asking
from tests.browser.firefox import Firefox
from tests.browser.people import MOUNTED, pages
from tests.processes import WorkshopProcess
from tests.waiting import until

pytestmark = pytest.mark.slow

TAPS = {
    "rate": [('label:has(input[value="4"])', place) for place in range(3)],
    "choose": [(".chip", 1)],
    "sort": [(".bin", 0)] * 6,
    "place": [(".square", 0)] * 5,
    "spend": [("[aria-label^='One more']", 0), ("[aria-label^='One more']", 2)],
    "rank": [(".rank ul button", 0)] * 4,
    "pin": [(".stop button.red", 1), (".stop button.green", 3)],
    "case": [(".way-on", 0)] * 2,
}
"""What is tapped, kind by kind: a selector, and which one of those that it finds."""

STEP = "() => document.querySelector('#steps').selectedOptions[0]?.textContent ?? ''"
LABELS = "() => [...document.querySelectorAll('[aria-label]')].map((el) => el.ariaLabel).join()"
RIGHT = "\ue014"  # the arrow


@pytest.fixture
def firefox(tmp_path: Path) -> Iterator[Firefox]:
    """Start Firefox; and hear at the end whether a page complained."""
    with Firefox(tmp_path / "profile") as firefox:
        yield firefox
        assert firefox.errors == []


def test_every_kind_is_answered(firefox: Firefox, tmp_path: Path) -> None:
    """By thumb, from a file, and the answers are found again after a reload."""
    write_preview(asking(*TAPS), tmp_path / "form.html")
    phone = firefox.tab(390, 844)
    phone.go((tmp_path / "form.html").as_uri())
    phone.tap("button.go", "Start")
    for kind, taps in TAPS.items():
        phone.sees(DIMENSIONS[kind][0]["question"])
        for css, place in taps:
            phone.tap(css, place=place)
            time.sleep(0.4)  # two taps in one breath are one
        phone.tap("button.go")
    phone.sees("She")  # where the case ends
    phone.reload()
    phone.sees(DIMENSIONS["case"][0]["title"])
    kept: dict[str, Any] = phone.run("() => JSON.parse(localStorage['cxkit:asked:1'])")
    asked = {one["id"] for kind in TAPS for one in DIMENSIONS[kind]}
    assert kept["finished"]
    assert {id.rsplit("_", 1)[0] for id in kept["answers"]} >= asked - {"cake"}
    assert {"counter", "seated"} & set(kept["answers"])


def test_a_room_is_run_and_answered(
    firefox: Firefox, workshop: WorkshopProcess, leadership: Survey, tmp_path: Path
) -> None:
    """The facilitator goes on, the stage follows, and what a phone says is saved and found again."""
    laptop, stage, phone = firefox.tab(1366, 768), firefox.tab(1920, 1080), firefox.tab(390, 844)
    laptop.go(workshop.link)
    laptop.sees(workshop.code, "#code")
    phone.go(workshop.base)
    phone.tap("label.chip", "Front line")
    phone.tap("label.chip", "Warehouse")
    phone.tap("button.go", "Start")
    for dimension in leadership.dimensions:
        phone.sees(str(dimension.question))
        for item in dimension.items:
            phone.tap(f'label:has(input[name="{item.id}"][value="4"])')
        phone.tap("button.go")
    phone.sees("Saved", ".saved")
    laptop.sees("1", "#finished")
    phone.reload()
    phone.sees(str(leadership.dimensions[-1].title), ".result h3")
    stage.go(f"{workshop.base}/stage/{workshop.code}")
    stage.sees(workshop.code)
    laptop.tap("#next")
    until(lambda: "1 of" in laptop.run(STEP))
    laptop.strike(RIGHT)
    until(lambda: "2 of" in laptop.run(STEP))
    until(lambda: "2 of" in stage.run(LABELS))
    phone.sees("Who would have to own")
    for name, tab in {"laptop": laptop, "stage": stage, "phone": phone}.items():
        assert tab.run("() => document.documentElement.scrollWidth <= innerWidth"), name
        tab.picture(tmp_path / f"{name}.png")


def test_the_book_is_read(firefox: Firefox, book: Path) -> None:
    """From a disk: every widget of every page is drawn, and no page goes sideways on a phone."""
    reader = firefox.tab(390, 844)
    for name in pages(book):
        reader.go((book / name).as_uri())
        until(lambda: reader.run(MOUNTED), every=0.2)
        assert reader.run("() => document.documentElement.scrollWidth <= innerWidth"), name
