"""The same widgets in JupyterLab, with a kernel behind them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.people import Watched
from tests.processes import free_port

CELLS = [
    "import cxkit as cx\nsurvey = cx.load_survey('leadership')\nform = cx.SelfAssessment(survey)\nform",
    "answers = cx.read_responses(cx.sample('leadership'), survey)\n"
    "cx.ReportView(cx.report(answers, survey, by=['team', 'role']))",
    "print('the kernel holds', form.response['answers'])",
]


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[str]:
    """A real JupyterLab with one notebook in it; its address."""
    notebook = {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
        "cells": [
            {
                "cell_type": "code",
                "id": f"c{n}",
                "metadata": {},
                "source": source,
                "outputs": [],
                "execution_count": None,
            }
            for n, source in enumerate(CELLS)
        ],
    }
    (tmp_path / "widgets.ipynb").write_text(json.dumps(notebook))
    port = free_port()
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}"]
    command += ["--ServerApp.port_retries=0", "--IdentityProvider.token=", f"--ServerApp.root_dir={tmp_path}"]
    command += ["--LabApp.news_url=", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]
    home = {
        "JUPYTER_CONFIG_DIR": str(tmp_path / "config"),
        "HOME": str(tmp_path),
        "JUPYTERLAB_SETTINGS_DIR": str(tmp_path),
    }
    process = subprocess.Popen(
        command, env={**os.environ, **home}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    for _ in range(240):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/api", timeout=2).close()
            break
        except OSError:
            time.sleep(0.25)
    yield f"http://127.0.0.1:{port}/lab/tree/widgets.ipynb"
    process.terminate()
    process.wait()


def test_both_widgets_run_in_jupyterlab_and_the_kernel_gets_the_answers(
    lab: str, leadership: object, open_page: Callable[..., Watched]
) -> None:
    """The form writes into the kernel; the report is drawn."""
    page = open_page(viewport={"width": 1366, "height": 1600}).page
    page.set_default_timeout(60_000)
    page.goto(lab)
    cell = page.locator(".jp-CodeCell").first.locator(".jp-InputArea-editor")
    cell.click()
    for _ in range(2):
        page.keyboard.press("Shift+Enter")
    page.get_by_role("button", name="Start", exact=True).click()
    page.locator('label:has(input[name="engaged_touch"][value="4"])').click()
    expect(page.get_by_role("heading", name="What we see")).to_be_visible()
    page.locator(".jp-CodeCell").nth(2).locator(".jp-InputArea-editor").click()
    page.keyboard.press("Shift+Enter")
    expect(page.get_by_text("the kernel holds {'engaged_touch': 4}")).to_be_visible()
