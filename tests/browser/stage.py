"""Who fills a room over HTTP, and what nobody may find on a stage: something that overlaps, is cut, or is too small."""

import json
import random
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Page, expect

from cxkit.live.commitments import keep
from cxkit.live.openly import COLLECT, PREDICT, VOTE
from cxkit.live.rehearsed_tasks import rehearsed
from cxkit.live.room import Room
from cxkit.live.storage.store import Store
from cxkit.survey.model import Survey
from cxkit.words import speaking
from tests.doing import given
from tests.processes import WorkshopProcess

LEADERS = 3
SMALLEST = 0.0165
"""Of the width of an image of 16 to 9: eight minutes of arc for capitals, 2 m wide from 10 m (test_join.py)."""

AGREED = {
    "what": "We mend the label printer before we hang the new sign in reception " * 2,
    "who": "Samira Lindqvist",
    "by": "2027-01-07",
}
"""A commitment as long as people write them."""
FEWEST = 5
"""So many see numbers; fewer go by hand."""
ASKED = "(code) => fetch(`/api/rooms/${code}/state`).then((told) => told.json()).then(({ state }) => state)"

FAULTS = """(smallest) => {
  const wide = Math.min(innerWidth, innerHeight * 16 / 9);
  const [found, boxes] = [[], []];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walk.nextNode());) {
    const [el, what] = [node.parentElement, node.data.trim().slice(0, 40)];
    if (!what || !el.checkVisibility() || el.closest(".sr, script, style, dialog")) continue;
    const both = /[a-z]{2}/i.test(what) && /[\u0600-\u06ff]/.test(what);
    if (both && !what.includes("\u2068")) found.push(`two ways in one: ${what}`);
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) boxes.push({ box, el, what });
    for (const { 0: word, index } of node.data.matchAll(/\\p{L}+-\\p{L}+/gu)) {
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      if (word.length <= 14 && range.getClientRects().length > 1) found.push(`broken at its hyphen: ${word}`);
    }
    const drawn = el.ownerSVGElement; // whose letters are as large as it is
    const scale = drawn ? drawn.getScreenCTM().a : 1;
    const size = scale * parseFloat(getComputedStyle(el).fontSize) / wide;
    if (size < smallest && !el.closest(".square, ol i")) found.push(`small (${size.toFixed(4)}): ${what}`);
  }
  for (const el of document.querySelectorAll("img, .track, .axis, .dots, .square, #way")) {
    if (el.checkVisibility()) boxes.push({ box: el.getBoundingClientRect(), el, what: el.className || el.id });
  }
  for (const el of document.querySelectorAll("h1:not(.sr), header p, .lines")) {
    if (el.checkVisibility() && el.scrollWidth > el.clientWidth + 1) found.push(`cut off: ${el.textContent}`);
  }
  for (const el of document.querySelectorAll(".under")) { // the second language stands where the first does
    const { direction, textAlign } = getComputedStyle(el.parentElement);
    const [start, end] = direction === "rtl" ? ["right", "left"] : ["left", "right"];
    const same = getComputedStyle(el).textAlign === ({ start, end }[textAlign] ?? textAlign);
    if (!same) found.push(`aligned another way: ${el.textContent}`);
  }
  for (const { box: { left, top, right, bottom }, what } of boxes) {
    if (Math.min(left, top, innerWidth - right, innerHeight - bottom) < -1) found.push(`outside: ${what}`);
  }
  for (const [place, a] of boxes.entries()) {
    for (const b of boxes.slice(0, place)) {
      if (a.el.contains(b.el) || b.el.contains(a.el)) continue;
      const x = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
      const y = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
      const least = 0.25 * Math.min(a.box.height, b.box.height); // a line's box is higher than its letters
      if (x > 1.5 && y > Math.max(1.5, least)) found.push(`over each other: ${a.what} / ${b.what}`);
    }
  }
  for (const el of [document.documentElement, document.body, document.getElementById("scene")]) {
    const [wider, higher] = [el.scrollWidth - el.clientWidth, el.scrollHeight - el.clientHeight];
    if (Math.max(wider, higher) > 1) found.push(`it scrolls: ${el.id || el.localName}`);
  }
  return found;
}"""


def faults(page: Page) -> list[str]:
    """Return what is wrong with the stage as it stands, once it has been drawn for a screen that has just changed."""
    page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    found: list[str] = page.evaluate(FAULTS, SMALLEST)
    return found


@contextmanager
def enlarged(page: Page, width: int) -> Iterator[None]:
    """Zoom as the browser does until the page is so many pixels wide: they are fewer, and larger."""
    size = page.viewport_size
    assert size
    zoom = size["width"] / width
    smaller = {"width": width, "height": round(size["height"] / zoom)}
    page.set_viewport_size(
        {"width": width + 1, "height": smaller["height"]}
    )  # both change at once, or Chromium looks at one alone
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setDeviceMetricsOverride", {**smaller, "deviceScaleFactor": zoom, "mobile": False})
    page.wait_for_timeout(400)
    yield
    session.detach()
    page.set_viewport_size(size)
    page.wait_for_timeout(400)


def leading(people: int) -> int:
    """Return how many of so many lead."""
    return min(LEADERS, people // 4)


def put(base: str, code: str, body: dict[str, Any], what: str = "response") -> None:
    """Send what a phone says: its answers, or what it says to the task that is on."""
    data, headers = json.dumps(body).encode(), {"Content-Type": "application/json"}
    asked = urllib.request.Request(f"{base}/api/rooms/{code}/{what}", data, headers, method="PUT")
    urllib.request.urlopen(asked).close()


def fill(base: str, code: str, people: int, *, finished: int | None = None) -> None:
    """Let people answer what is on, three of whom lead and agree; of the first so many it is finished; None: of all."""
    with urllib.request.urlopen(f"{base}/api/rooms/{code}") as told:
        room = json.load(told)
    survey = Survey.from_dict(room["survey"])
    chance = random.Random(survey.id)
    for person in range(people):
        role = "leader" if person < leading(people) else "frontline" if person % 5 else "support"
        said = {
            a.id: role if a.id == "role" else list(a.options or {})[person % len(a.options or {})]
            for a in survey.attributes
        }
        answers: dict[str, int] = {}
        for dimension in survey.dimensions:
            answers |= given(dimension, chance, 0.74 if role == "leader" else 0.42)
        agrees = {"agrees": True} if room["asks"] and role == "leader" else {}
        done = finished is None or person < finished
        body = {"attributes": said, "answers": answers, "comments": {}, "finished": done, **agrees}
        put(base, room["code"], {"token": f"{person:032x}", "revision": 1 if finished else 2, "response": body})


def speak(base: str, code: str, people: int, lang: str) -> None:
    """Let all of them guess, write or vote, whatever phones are asked besides a survey: in a language."""
    with urllib.request.urlopen(f"{base}/api/rooms/{code}/task") as told:
        task = json.load(told)
    with speaking(lang):
        for message in rehearsed(task, people, leading(people)):
            put(base, code, message, "task")


def agree(room: WorkshopProcess) -> None:
    """Write down three commitments, as long as people write them."""
    with Store(room.data) as store:
        keep(Room.find(store, room.code), 0, [AGREED] * 3, "").result()


def walk(page: Page, room: WorkshopProcess, people: int) -> Iterator[tuple[str, str, str]]:
    """Go through the whole run sheet with the keys alone, while people answer: the room looks at the page.

    Gives each moment at which something new stands there: a step's id, its kind, and "", "some" (of them have
    finished) or "covered" (a reveal before R; in a room of so few that it goes by hand it stays so).
    """
    for place in range(page.locator("#way i").count()):
        page.keyboard.press("ArrowRight")
        expect(page.locator("#way i").nth(place)).to_have_class("now")
        told = page.evaluate(f"fetch('/api/stage/{room.code}').then((told) => told.json())")
        step, kind = told["step"]["id"], told["step"]["kind"]
        if kind == "activity":
            fill(room.base, room.code, people, finished=max(1, people - 4))
            expect(page.locator(".count")).to_contain_text(str(people))
            expect(page.locator(".dots i")).to_have_count(people)
            page.keyboard.press("t")
            expect(page.get_by_role("timer")).to_contain_text(":")
            yield step, kind, "some"
            fill(room.base, room.code, people)
            expect(page.locator(".dots .ok")).to_have_count(people)
        elif kind in (PREDICT, COLLECT, VOTE) and page.evaluate(ASKED, room.code) == "asked":
            speak(room.base, room.code, people, page.evaluate("document.documentElement.lang"))
            expect(page.locator(".lines li, .dots .ok").first).to_be_visible()
        elif kind == "reveal" and not told["uncovered_now"]:
            yield step, kind, "covered"
            before = page.inner_text("#scene")
            page.keyboard.press("r")
            if people < FEWEST:
                continue
            page.wait_for_function("(before) => document.getElementById('scene').innerText !== before", arg=before)
            expect(page.locator("#scene :is(.picture:not([hidden]), [role=img], .note)").first).to_be_visible()
        yield step, kind, ""
