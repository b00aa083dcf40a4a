"""`make accessibility`: measure every surface in a real browser, run the tests that are evidence, and write the report.

What was measured is kept in build/accessibility.json; `ARGS=write` writes book/accessibility.md from it once more, and
`ARGS=heard` has the screen reader read once more before.
"""

import json
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests.accessibility.heard import heard, versions
from tests.accessibility.probes import measure
from tests.accessibility.report import ROOT, criteria, write
from tests.accessibility.surfaces import surfaces
from tests.browser.conftest import CHROMIUM, QUIET
from tests.browser.judge import AXE

LINES = 24
"""Of the transcript."""
KEPT = ROOT / "build" / "accessibility.json"


def main() -> None:
    """Measure, unless it is only to be written."""
    wanted, book = sys.argv[1:], ROOT / "_build" / "html"
    measured = json.loads(KEPT.read_text(encoding="utf-8")) if wanted else _measured(book)
    if not wanted:
        measured |= {"tests": _tests(), "date": datetime.now(UTC).date().isoformat()}
    if wanted != ["write"]:
        measured |= {"heard": heard(book), "reader": versions()}
        KEPT.parent.mkdir(exist_ok=True)
        KEPT.write_text(json.dumps(measured, ensure_ascii=False, indent=1), encoding="utf-8")
    print(write(json.loads(KEPT.read_text(encoding="utf-8"))))


def _measured(book: Path) -> dict[str, Any]:
    """Return what each probe said in each state, and what a screen reader is given of a question."""
    said: list[dict[str, Any]] = []
    transcript = ""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        for surface, state, page in surfaces(browser, Path(folder), book):
            print(f"{surface}: {state}", flush=True)
            said += map(asdict, measure(page, surface, state))
            if (surface, state) == ("phone", "a question"):
                transcript = "\n".join(page.locator("main").aria_snapshot().splitlines()[:LINES])
        version = browser.version
        browser.close()
    axe = re.match(r"/\*! (axe v[\d.]+)", AXE)
    return {"said": said, "transcript": transcript, "browser": f"Chromium {version}", "axe": axe[1] if axe else "axe"}


def _tests() -> dict[str, bool]:
    """Run the tests that are evidence; whether each holds, by its name."""
    named = sorted({test for one in criteria().values() for tests in one.get("tests", {}).values() for test in tests})
    with tempfile.NamedTemporaryFile(suffix=".xml") as file:
        command = [sys.executable, "-m", "pytest", "-q", "-n0", f"--junitxml={file.name}", *named]
        subprocess.run(command, cwd=ROOT, check=False)
        ran = [
            (f"{str(one.get('classname')).replace('.', '/')}.py::{str(one.get('name')).partition('[')[0]}", len(one))
            for one in ET.parse(file.name).iter("testcase")
        ]
    return {
        test: bool(held) and not any(held) for test in named if (held := [bad for name, bad in ran if name == test])
    }


if __name__ == "__main__":
    main()
