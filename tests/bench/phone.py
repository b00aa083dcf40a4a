"""How soon a phone can be used, by activity kind (`make bench-phone`): a real room, a middling phone and network.

Chromium's processor is slowed down four times; its network has 10 Mbit/s and 40 ms for each request (a first visit has
a handshake or two besides, of 40 ms each; here they are the machine's own). Measured in the page, from the moment when
the address of the QR code is opened until what is drawn is on the screen. Nothing is in its
cache. Nothing here passes or fails.
"""

import argparse
import json
import shutil
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.asked import DIMENSIONS, asking
from tests.browser.conftest import QUIET
from tests.browser.people import PHONE
from tests.processes import WorkshopProcess

WATCH = """
const painted = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
const there = async (what) => {
  for (;;) {
    const found = document.getElementById("form")?.shadowRoot?.querySelector(what);
    if (found) { await painted(); return found; }
    await new Promise(requestAnimationFrame);
  }
};
window.measured = (async () => {
  const start = await there("button.go");
  const usable = performance.now();
  start.click();
  if (start.isConnected) start.click(); // who would rather not say who they are is asked once
  await there(".asked :is(button, input)");
  return [usable, performance.now()];
})();
"""


TWO_WAYS = ("ownership", "priorities")
"""Shipped surveys that ask in two: what the second needs loads while the first is read."""
LATER = "() => performance.getEntriesByType('resource').find(({ name }) => name.includes('later.js'))?.responseEnd"


def main() -> None:
    """Print the median and the worst of some visits to each kind, and to the shipped survey."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("visits", type=int, nargs="?", default=9)
    visits = parser.parse_args().visits
    print(f"{visits} first visits, 4 times slower processor, 10 Mbit/s, 40 ms a request; median and worst, in ms")
    heads = f"{'Start can be tapped':>22}{'first statement':>22}{'requests':>10}{'kB with headers':>17}"
    print(f"{'':<12}{heads}{'second way is there':>23}")
    with sync_playwright() as playwright:
        found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
        browser = playwright.chromium.launch(executable_path=found, args=QUIET)
        for kind in ("leadership", *TWO_WAYS, *DIMENSIONS):
            measured = _room(browser, kind, visits)
            usable, stated = ([times[place] for times, _, _ in measured] for place in (0, 1))
            both = "".join(f"{statistics.median(each):>13.0f} {max(each):>8.0f}" for each in (usable, stated))
            later = [times[2] for times, _, _ in measured if len(times) > 2]
            there = f"{statistics.median(later):>14.0f} {max(later):>8.0f}" if later else ""
            print(f"{kind:<12}{both}{measured[0][1]:>10}{measured[0][2] / 1000:>17.1f}{there}")
        browser.close()


def _room(browser: Browser, kind: str, visits: int) -> list[tuple[list[float], int, int]]:
    """Return what some visits to a room that asks in this way measured."""
    with tempfile.TemporaryDirectory() as data:
        survey = Path(data, "survey.yaml")
        if kind in DIMENSIONS:
            survey.write_text(json.dumps(asking(kind).to_dict()), encoding="utf-8")
        asked = ["--survey", str(survey) if kind in DIMENSIONS else kind]
        asked += ["--teams", "Phones, Warehouse, Finance"] if kind == "leadership" else []
        workshop = WorkshopProcess(Path(data), "--no-book", *asked)
        workshop.start()
        try:
            address = f"{workshop.base}/r/{workshop.code}"
            return [_visit(browser, address, two=kind in TWO_WAYS) for _ in range(visits)]
        finally:
            workshop.kill()


def _visit(browser: Browser, address: str, *, two: bool) -> tuple[list[float], int, int]:
    """Return when it could be used, when the first statement and, of two ways, the other was there; requests, bytes."""
    context = browser.new_context(**PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    phone = context.new_cdp_session(page)
    phone.send("Network.enable")
    network = {"offline": False, "latency": 40, "downloadThroughput": 10e6 / 8, "uploadThroughput": 10e6 / 8}
    phone.send("Network.emulateNetworkConditions", network)
    phone.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.add_init_script(WATCH)
    page.goto(address, wait_until="commit")
    times = page.evaluate("window.measured")
    if two:
        times.append(page.wait_for_function(LATER).json_value())
    loaded = page.evaluate(
        "until => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
        ".filter((entry) => entry.responseEnd && entry.responseEnd < until).map((entry) => entry.transferSize)",
        times[0],
    )
    context.close()
    return times, len(loaded), sum(loaded)


if __name__ == "__main__":
    main()
