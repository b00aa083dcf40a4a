"""A real Chromium, and pages that remember what went wrong on them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.people import Watched

QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the machine's own Chromium. It is missing? Then the test fails: `make test` installs it."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert found, "Chromium is not installed: run make test, or sudo apt-get install chromium"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=QUIET)
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
        page.set_default_timeout(15_000)
        return Watched(page)

    yield opened
    for context in contexts:
        context.close()
