"""The same widgets in JupyterLab with a kernel behind them, and chapters of the book opened there as notebooks."""

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page, expect

from tests.asked import DIMENSIONS, asking
from tests.browser.hands import ALONE, WALKS, Hand
from tests.browser.notebooks import PATIENCE, as_told, commands, copied, explore, run_all_cells, served
from tests.browser.people import Watched

CELLS = [
    "import cxkit as cx\nsurvey = cx.load_survey('leadership')\nform = cx.SelfAssessment(survey)\nform",
    "answers = cx.read_responses(cx.sample('leadership'), survey)\n"
    "cx.ReportView(cx.report(answers, survey, by=['team', 'role']))",
    "print('the kernel holds', form.response['answers'])",
]
KINDS = [
    f"import json\nimport cxkit as cx\nraw = {json.dumps(asking(*WALKS).to_dict())!r}\n"
    "form = cx.SelfAssessment(cx.Survey.from_dict(json.loads(raw)))\nform",
    "print('the kernel holds', json.dumps(form.response['answers'], sort_keys=True))",
]
OPENLY = [
    "import json\nimport cxkit as cx\nguess = cx.Prediction(cx.published_report(), dimension='engaged')\nguess",
    "wall = cx.Wall('departments')\nwall",
    "print('the kernel holds', json.dumps([guess.response, wall.response], sort_keys=True))",
]
ARABIC = [
    "import cxkit as cx\nfrom cxkit.words import speaking\nsurvey = cx.load_survey('leadership')\n"
    "report = cx.report(cx.read_responses(cx.sample('leadership'), survey), survey, by=['role'])\n"
    "with speaking('ar'):\n    cx.plots.gap(report)",
]
QUIET = ["--allow-root", "--ServerApp.port_retries=0", "--IdentityProvider.token=", "--LabApp.news_url="]
QUIET += ["--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the book, and beside its chapters two notebooks of our own."""
    folder = copied(tmp_path_factory.mktemp("lab"))
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    code: dict[str, Any] = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    ours = (("widgets", CELLS), ("kinds", KINDS), ("openly", OPENLY), ("arabic", ARABIC))
    for name, sources in ours:
        cells = [{**code, "id": f"c{place}", "source": source} for place, source in enumerate(sources)]
        notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": kernel, "cells": cells}
        (folder / "book" / f"{name}.ipynb").write_text(json.dumps(notebook))
    return folder


@pytest.fixture(scope="module")
def lab(folder: Path) -> Iterator[str]:
    """A real JupyterLab, set up and started with the commands that the page for analysts tells."""
    _, prepare, start, *_ = commands("analysts")
    settings = folder / "settings"
    places = {".venv/share/jupyter/lab/settings/overrides.json": str(settings / "overrides.json")}
    subprocess.run(as_told(prepare, **places), check=True, capture_output=True)
    command = [*as_told(start), *QUIET, f"--LabApp.app_settings_dir={settings}"]
    with served(command, folder, answers="/api") as address:
        yield address


@pytest.fixture
def opened(lab: str, folder: Path, open_page: Callable[..., Watched]) -> Callable[[str], Page]:
    """Open a file in JupyterLab, in a workspace of its own, and run its cells."""

    def opened(name: str) -> Page:
        page = open_page(viewport={"width": 1366, "height": 1600}).page
        page.set_default_timeout(PATIENCE)
        address = f"{lab}/lab/workspaces/{name.partition('.')[0]}/tree/{name}"
        run_all_cells(page, address, folder / "server.log")
        return page

    return opened


@pytest.mark.slow
def test_both_widgets_run_in_jupyterlab_and_the_kernel_gets_the_answers(
    opened: Callable[[str], Page], folder: Path
) -> None:
    """The form writes into the kernel; the report is drawn."""
    page = opened("widgets.ipynb")
    page.get_by_role("button", name="Start", exact=True).click()
    page.locator('label:has(input[name="engaged_touch"][value="4"])').click()
    expect(page.get_by_role("heading", name="What we see")).to_be_visible()
    page.locator(".jp-CodeCell").nth(2).locator(".jp-InputArea-editor").click()
    page.keyboard.press("Shift+Enter")
    expect(page.get_by_text("the kernel holds {'engaged_touch': 4}")).to_be_visible(timeout=PATIENCE)


@pytest.mark.slow
def test_every_kind_is_answered_in_jupyterlab_by_keyboard_alone(opened: Callable[[str], Page]) -> None:
    """None of the keys is meanwhile JupyterLab's, which has a command on nearly each; the kernel gets all answers."""
    page = opened("kinds.ipynb")
    hand, answers = Hand(page, keys=True), dict[str, Any]()
    page.get_by_role("button", name="Start", exact=True).click()
    for kind, walk in WALKS.items():
        expect(page.get_by_role("heading", name=DIMENSIONS[kind][0]["question"])).to_be_visible()
        answers |= walk(hand)
        page.locator("button.go").click()
    cells = page.locator(".jp-CodeCell")
    expect(cells).to_have_count(2)
    cells.nth(1).locator(".jp-InputArea-editor").click()
    page.keyboard.press("Shift+Enter")
    said = f"the kernel holds {json.dumps(answers, sort_keys=True)}"
    expect(page.get_by_text(said)).to_be_visible(timeout=PATIENCE)


@pytest.mark.slow
def test_a_guess_and_a_wall_are_filled_in_by_keyboard_alone(opened: Callable[[str], Page]) -> None:
    """As what a survey asks: with no key that is JupyterLab's, and into the kernel."""
    page = opened("openly.ipynb")
    said = [walk(Hand(page, keys=True)) for walk in ALONE.values()]
    page.locator(".jp-CodeCell").nth(2).locator(".jp-InputArea-editor").click()
    page.keyboard.press("Shift+Enter")
    held = page.get_by_text(f"the kernel holds {json.dumps(said, sort_keys=True)}")
    expect(held).to_be_visible(timeout=PATIENCE)


@pytest.mark.slow
def test_a_chapter_opens_and_runs_as_a_notebook(opened: Callable[[str], Page]) -> None:
    """The page of results: its hidden cells, and widgets drawn from the sample's report. Another page has a figure."""
    page = opened("results.md")
    expect(page.get_by_role("heading", name="Our results")).to_be_visible()
    expect(page.locator(".jp-CodeCell .jp-InputArea-editor", has_text="cx.published_report(None)")).to_be_attached()
    expect(page.get_by_role("heading", name="What we see")).to_be_attached()
    page = opened("journey.md")
    expect(page.locator(".jp-OutputArea-output[data-mime-type='image/svg+xml']").first).to_be_attached()


@pytest.mark.slow
def test_a_figure_in_arabic_is_read_from_right_to_left_there_too(opened: Callable[[str], Page]) -> None:
    """The first name stands at the right, and its letters are not turned; no second picture of it stands beside it."""
    page = opened("arabic.ipynb")
    output = page.locator(".jp-OutputArea-output:has(img, svg)")
    expect(output).to_have_count(1)
    expect(output).to_have_attribute("data-mime-type", "image/svg+xml")
    drawn = output.locator("img").get_attribute("src") or ""
    svg = unquote(drawn.partition(",")[2])
    assert 'direction="rtl"' in svg
    assert "matrix(-1,0,0,1," in svg


@pytest.mark.slow
def test_the_page_for_exploring_shows_what_is_chosen(opened: Callable[[str], Page]) -> None:
    """The book's own page, with drop-downs and sliders."""
    explore(opened("explore.md"))
