"""The same widgets in Voilà: a notebook as a page, with a kernel behind it. And the book's page for exploring."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.notebooks import PATIENCE, as_told, commands, copied, explore, served
from tests.browser.people import Watched

SAYS = """import ipywidgets
said = ipywidgets.Label()
form.observe(lambda change: setattr(said, "value", f"the kernel holds {form.response['answers']}"), "response")
said"""
HERE = "--Voila.ip=127.0.0.1"


@pytest.mark.slow
def test_a_page_of_voila_shows_both_widgets_and_reacts(tmp_path: Path, open_page: Callable[..., Watched]) -> None:
    """The form writes into the kernel, which answers with a plain widget; the report is drawn."""
    cells = [
        "import cxkit as cx\nsurvey = cx.load_survey('leadership')\nform = cx.SelfAssessment(survey)\nform",
        "cx.ReportView(cx.report(cx.read_responses(cx.sample('leadership'), survey), survey, by='role'))",
        SAYS,
    ]
    code: dict[str, Any] = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebook: dict[str, Any] = {"nbformat": 4, "nbformat_minor": 5, "metadata": kernel}
    notebook["cells"] = [{**code, "id": f"c{n}", "source": source} for n, source in enumerate(cells)]
    (tmp_path / "page.ipynb").write_text(json.dumps(notebook))
    command = [sys.executable, "-m", "voila", "page.ipynb", HERE]
    with served(command, tmp_path, answers="/voila/static/") as address:
        page = open_page(viewport={"width": 1366, "height": 1600}).page
        page.set_default_timeout(PATIENCE)
        page.goto(f"{address}/", wait_until="commit")
        page.get_by_role("button", name="Start", exact=True).click()
        page.locator('label:has(input[name="engaged_touch"][value="4"])').click()
        expect(page.get_by_text("the kernel holds {'engaged_touch': 4}")).to_be_visible()
        expect(page.get_by_role("heading", name="What we see")).to_be_visible()


@pytest.mark.slow
def test_the_page_for_exploring_is_a_page_of_its_own(tmp_path: Path, open_page: Callable[..., Watched]) -> None:
    """Made and served with the commands that it tells; its code is not shown."""
    _, make, serve = commands("explore")
    folder = copied(tmp_path)
    subprocess.run(as_told(make), cwd=folder, check=True, capture_output=True)
    with served([*as_told(serve), HERE], folder, answers="/voila/static/") as address:
        page = open_page(viewport={"width": 1366, "height": 1600}).page
        page.goto(f"{address}/", wait_until="commit")
        explore(page)
        expect(page.get_by_text("import cxkit")).to_have_count(0)
