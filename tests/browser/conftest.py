"""A real Chromium, and pages that remember what went wrong on them."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.people import Watched
from tests.waiting import LONG

ROOT = Path(__file__).parents[2]
expect.set_options(timeout=1000 * LONG)
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
SHELL = shutil.which("chromium-headless-shell")
"""Debian's: the same engine without the windows around it, which are most of what a new page costs."""
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the machine's own Chromium, without its windows if it can. It is missing? Then `make test` installs it."""
    assert CHROMIUM, "Chromium is not installed: run make test, or sudo apt-get install chromium"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=SHELL or CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Watched]]:
    """Open pages in separate browsers-in-the-browser; each notes errors and requests to other hosts."""
    contexts = []

    def opened(**options: Any) -> Watched:
        context = browser.new_context(**options)
        contexts.append(context)
        page: Page = context.new_page()
        page.set_default_timeout(1000 * LONG)
        return Watched(page)

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the book as the README says, strictly; the folder of its pages. Tests that run side by side share it."""
    base = tmp_path_factory.getbasetemp()
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = base / "book"
    with FileLock(base / "book.lock"):
        if not (folder / "whole").exists():
            _build(folder)
            (folder / "whole").touch()
    return folder / "_build" / "html"


def _build(folder: Path) -> None:
    command = [str(Path(sys.executable).parent / "jupyter-book"), "build", "book", "--config", "_config.yml"]
    command += ["-W", "-n", "--keep-going", "--path-output", str(folder)]
    surroundings = {name: value for name, value in os.environ.items() if name != "CXKIT_EDITION"}
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=surroundings)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
