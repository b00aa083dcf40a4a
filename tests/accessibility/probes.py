"""What is measured on a page in one of its states: what was looked at, how often, and what was found."""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, Page

from tests.browser.judge import LOOKS, begin
from tests.browser.stage import enlarged
from tests.browser.test_book import BACKGROUNDS

SCRIPT = Path(__file__).with_name("probes.js").read_text(encoding="utf-8")
MOST = 300
"""Presses of Tab: after so many a page is left where it is."""
OPERATED = {
    "button", "link", "textbox", "searchbox", "checkbox", "radio", "combobox", "listbox", "slider", "spinbutton",
    "switch", "menuitem", "tab", "option",
}  # fmt: skip


@dataclass(frozen=True)
class Measured:
    """What one probe looked at in one state (how many things), and what it found, in words.

    criterion: which one, where the probe itself knows; "": those for which criteria.yaml names it.
    """

    probe: str
    surface: str
    state: str
    looked: int
    found: tuple[str, ...]
    criterion: str = ""


def measure(page: Page, surface: str, state: str) -> Iterator[Measured]:
    """Yield what each probe says of a page as it stands, and leave it as it was."""
    for probe in (_axe, _keyboard, _tree, _labels, _parts, _sizes, _spacing, _outlines, _motion, _forced):
        page.emulate_media(color_scheme="light", reduced_motion="no-preference", forced_colors="none")
        page.evaluate(SCRIPT)
        for name, looked, found, *criterion in probe(page):
            yield Measured(name, surface, state, looked, tuple(dict.fromkeys(found)), *criterion)
    page.emulate_media(color_scheme="light", reduced_motion="no-preference", forced_colors="none")


_Said = Iterator[tuple[Any, ...]]


def _axe(page: Page) -> _Said:
    looked: dict[str, set[str]] = {}
    found: dict[str, list[str]] = {}
    for look, only in LOOKS:
        begin(page, look, only)
        said = page.evaluate("window.judging")
        for rule in said["looked"]:
            for criterion in _criteria(rule["tags"]):
                looked.setdefault(criterion, set()).add(rule["id"])
        for rule in said["violations"]:
            for criterion in _criteria(rule["tags"]):
                found.setdefault(criterion, []).extend(f"{rule['id']}: {one['target'][-1]}" for one in rule["nodes"])
    for criterion, rules in sorted(looked.items()):
        yield "axe", len(rules), found.get(criterion, []), criterion


def _criteria(tags: list[str]) -> list[str]:
    """Return which criteria a rule of axe is about, by its tags: wcag1410 is 1.4.10."""
    marks = [tag[4:] for tag in tags if tag.startswith("wcag") and tag[4:].isdigit() and len(tag) > 6]
    return [f"{mark[0]}.{mark[1]}.{mark[2:]}" for mark in marks]


def _keyboard(page: Page) -> _Said:
    """Press Tab until the page has been gone round."""
    there = page.evaluate("probing.begin()")
    steps: list[dict[str, Any]] = []
    for _ in range(min(2 * there + 5, MOST)):
        page.keyboard.press("Tab")
        step = page.evaluate("probing.step()")
        if not (step.get("marked", True) and step.get("free", True)) or (step.get("ring") or 3) < 3:
            page.wait_for_timeout(350)  # it may still be on its way
            step = page.evaluate("probing.step()")
        if step["at"] < 0:
            if step.get("body") and steps:
                break
            continue
        if steps and step["at"] < steps[-1]["at"] and step["at"] == steps[0]["at"]:
            break
        steps.append(step)
    reached = [step["at"] for step in steps]
    missed = page.evaluate("(reached) => probing.unreached(reached)", reached)
    whole = len(steps) < MOST - 1
    yield "reached", there, [f"Tab does not reach {name}" for name in missed if whole]
    stuck = [steps[at]["name"] for at in range(4, len(steps)) if len({*reached[at - 4 : at + 1]}) == 1]
    yield "left", len(steps), [f"Tab does not leave {name}" for name in stuck if "input" not in name]
    back = [one["name"] for before, one in pairwise(steps) if one["at"] < before["at"]]
    yield "order", len(steps), [f"comes too late: {name}" for name in back]
    marked = {one["at"] for one in steps if one["marked"]}  # a date has stops within it, which the browser marks
    yield "marked", len(steps), [f"no mark on {one['name']}" for one in steps if one["at"] not in marked]
    yield "free", len(steps), [f"behind something else: {one['name']}" for one in steps if not one["free"]]
    rings = [one for one in steps if one["ring"] is not None]
    yield "ring", len(rings), [f"the mark of {one['name']} is faint" for one in rings if one["ring"] < 3]
    yield "unmoved", len(steps), ["the page changed under the focus"] if page.evaluate("probing.moved()") else []


def _tree(page: Page) -> _Said:
    """Read what Chromium hands to screen readers."""
    session = page.context.new_cdp_session(page)
    nodes = [node for node in session.send("Accessibility.getFullAXTree")["nodes"] if not node["ignored"]]
    session.detach()
    said = [(node["role"]["value"], str(node.get("name", {}).get("value", "")).strip()) for node in nodes]
    operated = [(role, name) for role, name in said if role in OPERATED]
    yield "named", len(operated), [f"a {role} without a name" for role, name in operated if not name]
    roles = [role for role, _ in said]
    open_dialog = page.evaluate("Boolean(document.querySelector('dialog:modal'))")  # then the rest is not there
    lacking = [role for role in (("heading",) if open_dialog else ("main", "heading")) if role not in roles]
    yield "structure", len(roles), [f"no {role}" for role in lacking]
    yield "live", page.evaluate("probing.live()"), []
    yield "silent", page.evaluate("probing.texts()"), page.evaluate("probing.media()")


def _labels(page: Page) -> _Said:
    """Compare what is read on each control with its name: who steers by voice says what they read."""
    session = page.context.new_cdp_session(page)
    looked, found = 0, []
    for node in session.send("Accessibility.getFullAXTree")["nodes"]:
        if node["ignored"] or node["role"]["value"] not in OPERATED or "backendDOMNodeId" not in node:
            continue
        try:
            there = session.send("DOM.resolveNode", {"backendNodeId": node["backendDOMNodeId"]})["object"]["objectId"]
            call = {"functionDeclaration": "function () { return probing.labelled(this); }", "returnByValue": True}
            read = session.send("Runtime.callFunctionOn", {"objectId": there, **call})["result"].get("value", "")
        except Error:  # it has gone meanwhile
            continue
        name = str(node.get("name", {}).get("value", ""))
        if written := _only_words(read):
            looked += 1
            if f" {written} " not in f" {_only_words(name)} ":
                found.append(f"“{read.strip()}” is called “{name}”")
    session.detach()
    yield "labelled", looked, found


def _only_words(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).casefold()))


def _parts(page: Page) -> _Said:
    said = page.evaluate("probing.parts()")
    yield "parts", said["looked"], said["found"]


def _sizes(page: Page) -> _Said:
    """Look at a page zoomed until it is 320 px wide, zoomed to 200%, and turned on its side."""
    before = set(page.evaluate("probing.wide()"))
    size = page.viewport_size
    assert size
    controls, text = page.evaluate("[probing.controls(), probing.size()]")
    for name, width in (("reflow", 320), ("zoomed", size["width"] // 2), ("turned", size["height"])):
        if name == "zoomed" and width < 320:  # phones: test_everybody.py doubles the size of text
            continue
        with _turned(page) if name == "turned" else enlarged(page, width):
            found = page.evaluate("probing.wide()")
            small, zoom = page.evaluate("probing.size()"), size["width"] / width
            if name != "turned" and small < 0.7 * text and small * zoom < 1.9 * text:
                found.append(f"text does not grow: at {zoom:.0%} it is {small * zoom / text:.0%} as large")
            if name == "turned":
                found = [*(set(found) - before), *_fewer(controls, page.evaluate("probing.controls()"))]
            yield name, page.evaluate("probing.texts()"), found


def _fewer(before: int, after: int) -> list[str]:
    return [f"{before - after} controls are gone"] if after < before else []


@contextmanager
def _turned(page: Page) -> Iterator[None]:
    size = page.viewport_size
    assert size
    page.set_viewport_size({"width": size["height"], "height": size["width"]})
    page.wait_for_timeout(400)
    yield
    page.set_viewport_size(size)
    page.wait_for_timeout(400)


def _spacing(page: Page) -> _Said:
    yield "spaced", page.evaluate("probing.texts()"), page.evaluate("probing.space()")


def _outlines(page: Page) -> _Said:
    for look, _ in LOOKS:
        page.emulate_media(color_scheme=look)
        page.wait_for_timeout(250)
        said = page.evaluate("probing.outlines()")
        yield "outlined", said["looked"], [f"{what}, {look}" for what in said["found"]]


def _motion(page: Page) -> _Said:
    said = page.evaluate("probing.moving()")
    yield "stops", said["looked"], said["long"]
    yield "flashes", said["looked"], said["flashing"]
    page.emulate_media(reduced_motion="reduce")
    said = page.evaluate("probing.moving()")
    yield "still", said["looked"], said["long"]


def _forced(page: Page) -> _Said:
    """Where a contrast theme takes the backgrounds away, what is said by one keeps it."""
    page.wait_for_timeout(400)  # what is still being drawn would be taken for something else
    usual = page.evaluate(BACKGROUNDS)
    page.emulate_media(forced_colors="active")
    nothing = {"rgba(0, 0, 0, 0)", "rgb(255, 255, 255)"}
    pairs = zip(usual, page.evaluate(BACKGROUNDS), strict=False)
    lost = [
        what for (what, before), (same, after) in pairs if what == same and before not in nothing and after in nothing
    ]
    yield "forced", len(usual), [f"loses its colour: {what.lower()}" for what in lost]
