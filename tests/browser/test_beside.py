"""Oneself beside everyone: told in the page, after answering alone, and sent nowhere."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from playwright.sync_api import Page, expect

import cxkit as cx
from cxkit.reports.report import Report
from tests.browser.alone import write_page
from tests.browser.judge import Judge
from tests.browser.people import PHONE, Watched, load_again
from tests.browser.test_summary import nothing

LAPTOP = {"viewport": {"width": 1366, "height": 768}}
WORDS = ("You and everyone", "Worked out in this browser from your own answers. They are sent to nobody")


def take(page: Page, report: Report, values: list[int]) -> None:
    """Answer a dimension's items alike, one dimension after another, until one's own profile."""
    page.get_by_role("button", name="Start", exact=True).click()
    for dimension, value in zip(report.survey.dimensions, values, strict=True):
        for item in dimension.items:
            page.locator(f'label:has(input[name="{item.id}"][value="{value}"])').click()
        page.locator("button.go").click()


@pytest.mark.slow
@pytest.mark.parametrize("look", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_a_reader_sees_oneself_beside_everyone_and_nothing_leaves_the_page(
    book: Path,
    look: dict[str, object],
    open_page: Callable[..., Watched],
) -> None:
    """In the chapter as soon as the answers are complete, and on the page of results; not before, and not to others.

    In the book of a room in which nobody has answered yet there is no everyone to stand beside.
    """
    report = cx.published_report()
    watched = open_page(**look)
    page = watched.page
    sent: list[str] = []
    page.goto(f"{book.as_uri()}/assessment.html")
    page.wait_for_load_state("networkidle")
    page.on("request", lambda request: None if request.url.startswith("blob:") else sent.append(request.url))
    expect(page.get_by_text("When you have finished the self-assessment")).to_be_visible()
    expect(page.get_by_role("heading", name=WORDS[0])).to_have_count(0)
    values = [5, 4, 2, 3]
    take(page, report, values)
    expect(page.get_by_role("heading", name=WORDS[0])).to_be_visible()
    assert sent == []
    survey = report.survey
    answers = {item.id: value for each, value in zip(survey.dimensions, values, strict=True) for item in each.items}
    own = cx.score(pd.DataFrame([answers]), survey).iloc[0]
    for name in ("assessment", "results"):
        load_again(page, f"{book.as_uri()}/{name}.html")
        expect(page.get_by_text(WORDS[1])).to_be_visible()
        assert told(page) == [
            [str(each.title), f"{own[each.id]:.0f}", f"{report.dimensions['mean'][each.id]:.0f}",
             str(report.dimensions["n"][each.id])]
            for each in survey.dimensions
        ]  # fmt: skip
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0
    assert watched.errors + watched.strangers == []
    judge = Judge()
    judge.look(page, "results with oneself")
    assert judge.found == []


def told(page: Page) -> list[list[str]]:
    """Return the rows of the table beside the picture."""
    twin = page.locator("figure", has=page.get_by_role("heading", name=WORDS[0])).locator("details")
    twin.locator("summary").click()
    return [
        [cell.strip() for cell in row.locator("th, td").all_inner_texts()] for row in twin.locator("tbody tr").all()
    ]


@pytest.fixture
def alone(tmp_path: Path) -> Callable[[Report, dict[str, Any], str], str]:
    """Write a page that holds nothing but the picture."""
    return lambda report, response, lang: write_page(tmp_path / "page.html", cx.Beside(report, response=response), lang)


def test_what_is_hidden_is_hidden_beside_oneself_too(
    alone: Callable[..., str], open_page: Callable[..., Watched]
) -> None:
    """And too few answers of one's own are no number either; in Spanish where the page is."""
    report = nothing()
    first = report.survey.dimensions[0]
    response = {"answers": {item.id: 3 for item in first.items}, "finished": True}
    page = open_page(locale="es").page
    page.goto(alone(report, response, "es"))
    rows = page.locator("li.row").all()
    expect(rows[0]).to_contain_text("Usted 50")
    expect(rows[1]).to_contain_text("Muy pocas respuestas")
    for row in rows:
        expect(row).to_contain_text("Todas las personas Oculto")
        expect(row).to_contain_text("Oculto: muy pocas personas, o respuestas demasiado parecidas")
        expect(row.locator(".fill")).to_have_count(0)
    expect(page.get_by_text("No se envían a nadie")).to_be_visible()


def test_nobody_sees_everyone_before_having_answered(
    alone: Callable[..., str], open_page: Callable[..., Watched]
) -> None:
    """Half a response is not enough."""
    page = open_page().page
    page.goto(alone(cx.published_report(), {"answers": {"engaged_touch": 3}}, "en"))
    expect(page.get_by_text("When you have finished")).to_be_visible()
    expect(page.locator(".row")).to_have_count(0)


def test_only_a_report_stands_beside() -> None:
    """Not a survey, for instance."""
    with pytest.raises(TypeError, match="Beside shows a Report"):
        cx.Beside(cx.load_survey("pulse"))  # type: ignore[arg-type]
