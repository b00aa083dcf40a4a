"""Real servers of notebooks, JupyterLab and Voilà, and a person who runs them there. A failure tells what they said."""

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

import pandas as pd
import yaml
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as TooSlow

from cxkit.book.edition import EDITION_VARIABLE, STANDING_VARIABLE
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
    surroundings = {
        name: value for name, value in os.environ.items() if name not in (EDITION_VARIABLE, STANDING_VARIABLE)
    }
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


def by_hand(by: str) -> dict[str, dict[str, tuple[float, int]]]:
    """Work out the sample's mean and n of each group on each dimension. Nothing of cxkit's takes part."""
    folder = ROOT / "surveys" / "leadership"
    survey = yaml.safe_load((folder / "survey.yaml").read_text(encoding="utf-8"))
    people = pd.read_csv(folder / "sample.csv")
    low, high = survey["response_scale"]["min"], survey["response_scale"]["max"]
    found: dict[str, dict[str, tuple[float, int]]] = {group: {} for group in sorted(people[by].dropna().unique())}
    for dimension in survey["dimensions"]:
        answers = people[[item["id"] for item in dimension["items"]]].apply(pd.to_numeric, errors="coerce")
        for item in dimension["items"]:
            if item.get("reverse_keyed"):
                answers[item["id"]] = low + high - answers[item["id"]]
        enough = answers.notna().sum(axis=1) >= answers.shape[1] / 2
        scores = 100 * (answers.mean(axis=1)[enough] - low) / (high - low)
        for group, own in found.items():
            theirs = scores[people[by] == group]
            own[dimension["title"]["en"]] = (float(theirs.mean()), len(theirs))
    return found


def explore(page: Page) -> None:
    """Go through the book's page: choose teams, leave small ones out by keyboard, go too far; read what it says."""
    roles, teams = by_hand("role"), by_hand("team")
    look, found = page.locator(".cx-look"), page.locator(".cx-look .cx-found")
    figure = page.locator(".cx-look .cx-figure svg")
    ends = [
        f"{name} {_told(*roles[id]['Engaged'])}" for id, name in (("leader", "Leader"), ("frontline", "Front line"))
    ]
    expect(found).to_contain_text(f"Furthest apart: Engaged, {' and '.join(ends)}", timeout=PATIENCE)
    page.get_by_label("Groups by").select_option("My team")
    ends = [f"{name} {_told(*teams[name]['Engaged'])}" for name in ("Technical support", "Warehouse")]
    expect(found).to_contain_text(f"Furthest apart: Engaged, {' and '.join(ends)}", timeout=PATIENCE)
    # The figure says it, too, in its own text: this is the line under it.
    together = look.get_by_role("paragraph").filter(has_text="Accounts receivable and IT: shown together, since")
    expect(together).to_be_visible()
    table = look.get_by_role("table", name="Scores and intervals, as a table")
    for team in SHOWN:
        for dimension, (mean, _) in teams[team].items():
            assert f"{dimension}, {team}: {mean:.0f}, 95% interval" in (figure.get_attribute("aria-label") or "")
        cells = table.locator("tr", has=page.get_by_role("cell", name=team, exact=True)).first.get_by_role("cell")
        mean, n = teams[team]["Engaged"]
        assert [cells.nth(place).inner_text() for place in (-3, -1)] == [f"{mean:.0f}", str(n)]
    slider = page.locator(".cx-explore [role=slider]").first
    slider.focus()
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    small = [team for team in SHOWN if min(n for _, n in teams[team].values()) < 16]
    expect(look).to_contain_text(
        f"Left out, with fewer than 16 people: {', '.join([*small, 'Accounts receivable and IT'])}.", timeout=PATIENCE
    )
    for team in SHOWN:
        assert (team in (figure.get_attribute("aria-label") or "")) is (team not in small)
        expect(table.get_by_role("cell", name=team, exact=True)).to_have_count(0 if team in small else 4)
    expect(table.get_by_role("cell", name="Accounts receivable", exact=True)).to_have_count(0)
    slider.focus()
    page.keyboard.press("End")
    largest = max(min(n for _, n in teams[team].values()) for team in SHOWN)
    words = f"No group of at least 53 people: the largest has {largest} or more on each dimension."
    expect(found).to_contain_text(words, timeout=PATIENCE)
    expect(figure).to_have_count(0)


SHOWN = ["Phones", "Sales", "Technical support", "Warehouse"]


def _told(mean: float, n: int) -> str:
    return f"{mean:.0f} (n\u00a0=\u00a0{n})"
