"""The picture of every activity kind on the stage: read from the last row, on every screen, in both directions."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from cxkit.reports.hand_overs import hand_overs
from cxkit.reports.kind_headlines import picture
from cxkit.reports.layouts.laying import staged
from cxkit.static import FOLDER, served
from tests.browser.judge import Judge
from tests.browser.people import Watched
from tests.browser.stage import faults
from tests.plots.kinds import room

KINDS = ["sort", "sort into three", "choose", "spend", "rank", "pin", "place", "case", "hand-overs"]
SIZES = [(1366, 768), (1024, 768), (1920, 1080), (3840, 2160)]
PAGE = """<!doctype html><html lang="en" dir="{way}"><title>Stage</title><style>{css}</style><body class="reveal">
<header><p><b id="title">A step</b></p></header><main id="scene"></main>
<footer><div id="way" role="img" aria-label="way"><i class="now"></i></div><p id="late">join</p></footer>
<script type="module">{script}
const found = {found};
const add = (tag, className, textContent, to) =>
  to.appendChild(Object.assign(document.createElement(tag), {{ className, textContent }}));
const main = document.getElementById("scene"), words = add("div", "words", "", main);
add("h1", "found", found.headline, words);
if (found.words) add("p", "lead", found.words, words);
main.append(scene(found.scene, found.alt));
if (found.note) add("p", "note", found.note, main);
</script></body></html>"""


def show(page: Page, kind: str, people: int, way: str) -> str:
    """Show a room's picture as the stage does, and return its alt text."""
    report = room(kind, people)
    own = report.survey.dimensions[0]
    told = staged(picture(report, own) or hand_overs(report, own))
    script = (FOLDER / "scene.js").read_text(encoding="utf-8")
    page.set_content(PAGE.format(way=way, css=served("stage.css"), script=script, found=json.dumps(told)))
    return str(told["alt"])


@pytest.mark.parametrize(
    ("rooms", "sizes"),
    [
        pytest.param([(15, "ltr"), (40, "rtl")], SIZES[:2], id="two screens"),
        pytest.param([(15, "ltr"), (40, "ltr"), (15, "rtl")], SIZES, id="every screen", marks=pytest.mark.slow),
    ],
)
def test_every_kind_can_be_read_on_every_screen(
    rooms: list[tuple[int, str]], sizes: list[tuple[int, int]], open_page: Callable[..., Watched]
) -> None:
    """Of 15 people and of 40: nothing scrolls, is cut, too small or over anything else; its words are words."""
    watched, judge, wrong = open_page(), Judge(), list[str]()
    page = watched.page
    page.emulate_media(reduced_motion="reduce")
    for kind in KINDS:
        for people, way in rooms:
            said = show(page, kind, people, way)
            expect(page.get_by_role("img", name=said)).to_be_visible()
            for width, height in sizes:
                page.set_viewport_size({"width": width, "height": height})
                wrong += [f"{kind} {people} {way} {width}: {fault}" for fault in faults(page)]
        judge.look(page, kind)
    assert "\n".join(wrong) == ""
    assert judge.found == []
    assert watched.errors == []
