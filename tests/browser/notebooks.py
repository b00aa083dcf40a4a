"""Real servers of notebooks, JupyterLab and Voilà, and a person who runs them there. A failure tells what they said."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as TooSlow

from cxkit.editions import EDITION_VARIABLE
from tests.processes import free_port

ROOT = Path(__file__).parents[2]
PATIENCE = 90_000
"""Milliseconds: a kernel on a busy machine is slow to start, and slower to load what draws."""


def commands(page: str) -> list[str]:
    """Return the commands that a page of the book tells its readers."""
    text = (ROOT / "book" / f"{page}.md").read_text(encoding="utf-8")
    return [line for block in re.findall(r"```sh\n(.*?)```", text, re.S) for line in block.splitlines()]


def as_told(command: str, **places: str) -> list[str]:
    """Return a command of the book as this machine runs it: with this Python's programs, and other places."""
    words = shlex.split(command)
    words[0] = words[0].replace(".venv/bin", str(Path(sys.executable).parent))
    return [places.get(word, word) for word in words]


def copied(folder: Path) -> Path:
    """Copy the book: whoever runs a chapter may change it."""
    shutil.copytree(ROOT / "book", folder / "book", ignore=shutil.ignore_patterns("_build", ".ipynb_checkpoints"))
    return folder


@contextmanager
def served(command: list[str], folder: Path, *, answers: str) -> Iterator[str]:
    """Run a server until it answers at a path; its address. Where it does not, what it said."""
    port = free_port()
    surroundings = {name: value for name, value in os.environ.items() if name != EDITION_VARIABLE}
    surroundings |= {"HOME": str(folder), "JUPYTER_CONFIG_DIR": str(folder / "config")}
    log = folder / "server.log"
    with log.open("w") as said:
        process = subprocess.Popen(
            [*command, "--no-browser", f"--port={port}"], cwd=folder, env=surroundings, stdout=said, stderr=said
        )
        try:
            for _ in range(480):
                assert process.poll() is None, log.read_text()
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{port}{answers}", timeout=2).close()
                    break
                except urllib.error.HTTPError:
                    break  # it answers
                except OSError:
                    time.sleep(0.125)
            else:
                raise AssertionError(f"no answer in a minute: {log.read_text()}")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait()


def run_all_cells(page: Page, address: str, log: Path) -> None:
    """Open a notebook in JupyterLab and run it from its menu, once more where nothing began."""
    heard: list[str] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda _: heard.append(socket.url)))
    page.goto(address)
    for _ in range(PATIENCE // 100):  # it calls a kernel idle before there is one, so the kernel itself is listened to
        page.wait_for_timeout(100)
        if any("/api/kernels/" in url for url in heard):
            break
    for _ in range(3):
        page.locator(".jp-NotebookPanel-toolbar [data-status=idle]").wait_for(timeout=PATIENCE)
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.locator("#jp-mainmenu-run").get_by_text("Run All Cells", exact=True).click()
        with suppress(TooSlow):
            page.wait_for_function(PROMPTS.format(which="some", like=r"\[[\d*]"), timeout=5_000)
            break
        for asked in page.locator(".jp-Dialog .jp-mod-accept").all():
            asked.click()
    with suppress(TooSlow):
        page.wait_for_function(PROMPTS.format(which="every", like=r"\[\d"), timeout=PATIENCE)
    prompts = page.locator(".jp-CodeCell .jp-InputPrompt").all_text_contents()  # those scrolled away, too
    errors = page.locator("[data-mime-type='application/vnd.jupyter.error']").all_inner_texts()
    told = page.locator(".jp-OutputArea-output, .jp-Dialog").all_inner_texts()
    ran = all(re.match(r"\[\d", prompt) for prompt in prompts) and not errors
    assert ran, f"{prompts} {errors} {told} {log.read_text()[-2000:]}"


PROMPTS = """[...document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")]
  .map((el) => el.textContent.trim()).{which}((text) => /^{like}/.test(text))"""
