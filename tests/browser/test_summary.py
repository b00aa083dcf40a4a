"""The summary: on one sheet whatever a survey is like, readable on a phone, and true."""

import io
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

import cxkit as cx
from cxkit.book.commitments import Commitments
from cxkit.reports.report import Report
from tests.browser.judge import Judge
from tests.browser.people import PHONE, Watched


def wordy(dimensions: int) -> Report:
    """Return a report of a survey whose every text is as long as anybody will write it, in one long word, too."""
    long = "Whatever happens between two departments is everybody's and nobody's, " * 3 + "Donaudampfschifffahrt" * 3
    groups = {"leader": f"Leaders: {long}", "frontline": f"Front line: {long}"}
    survey = cx.Survey.from_dict({
        "id": "wordy", "title": long, "response_scale": {"min": 1, "max": 5},
        "dimensions": [
            {"id": f"d{d}", "title": f"{d} {long}", "items": [{"id": f"i{d}_{i}", "text": long} for i in range(2)]}
            for d in range(dimensions)
        ],
        "attributes": [{"id": "role", "title": "Role", "options": groups}],
    })  # fmt: skip
    names = [item.id for item in survey.items]
    frame = pd.DataFrame([[1 + (i + j) % 5 for j, _ in enumerate(names)] for i in range(40)], columns=names)
    frame["role"] = ["leader", "frontline"] * 20
    return cx.report(frame, survey, by="role")


def nothing() -> Report:
    """Return a report of three people, which shows nothing."""
    survey = cx.load_survey("leadership")
    return cx.report(cx.read_responses(cx.sample("leadership"), survey).frame[:3], survey, by="role")


CASES: dict[str, Callable[[], Report]] = {
    "sample": cx.published_report,
    "nothing": nothing,
    "4": lambda: wordy(4),
    "12": lambda: wordy(12),
    "30": lambda: wordy(30),
}
WORDS = "We call back within an hour, every one of us, " * 6
LINE = {"what": WORDS[:200], "who": WORDS[:80], "know": WORDS[:200], "by": "2026-12-24"}
LONG = Commitments.from_dict(
    {"id": "6f0e3f9e-4a0c-4a55-9b0e-5a7d3b0f3c11", "lines": [LINE] * 3, "review": "2027-01-07"}
)


@pytest.mark.slow
@pytest.mark.parametrize("size", ["A4", "Letter"])
@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("commitments", [None, LONG], ids=["empty", "long"])
def test_it_prints_on_exactly_one_sheet(
    book: Path, case: str, size: str, commitments: Commitments | None, open_page: Callable[..., Watched]
) -> None:
    """With its last line on it."""
    page = open_page().page
    page.goto((book / "summary.html").as_uri())
    put(page, CASES[case](), commitments)
    printed = PdfReader(io.BytesIO(page.pdf(format=size, prefer_css_page_size=False)))
    assert len(printed.pages) == 1
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 658, "height": 920})
    inside = """(one) => { const { bottom } = one.parentElement.closest("section").getBoundingClientRect();
        return [...one.querySelectorAll("tr, dd, p")].filter((row) => row.getBoundingClientRect().bottom > bottom + 1)
            .map((row) => row.textContent); }"""
    assert page.locator(".cx-summary").evaluate(inside) == [], "nothing is cut off at the foot"


def put(page: Page, report: Report, commitments: Commitments | None) -> None:
    """Put another report's summary in the place of the page's own."""
    page.locator(".cx-summary").evaluate(
        "(one, html) => { one.outerHTML = html; }", cx.summary(report, commitments=commitments).html
    )


def test_it_says_what_the_report_says(book: Path, open_page: Callable[..., Watched]) -> None:
    """Every score with its interval and n, and the first three findings, one click from the results."""
    watched = open_page(**PHONE)
    page = watched.page
    page.goto((book / "results.html").as_uri())
    page.get_by_role("main").get_by_role("link", name="On one page").first.tap()
    report = cx.published_report()
    for row, (_, told) in zip(page.locator(".cx-scores tbody tr").all(), report.dimensions.iterrows(), strict=True):
        expect(row).to_contain_text(f"{told['mean']:.0f}")
        expect(row).to_contain_text(f"{told['low']:.0f} to {told['high']:.0f}")
        expect(row.locator("td").last).to_have_text(str(told["n"]))
    expect(page.locator(".cx-told b")).to_have_text([one.headline for one in cx.findings(report)[:3]])
    expect(page.locator(".cx-do tbody tr")).to_have_count(3)
    assert watched.errors + watched.strangers == []
    judge = Judge()
    judge.look(page, "summary")
    assert judge.found == []


def test_what_is_hidden_says_so_and_has_no_number(book: Path, open_page: Callable[..., Watched]) -> None:
    """Nor does it look like a zero."""
    page = open_page().page
    page.goto((book / "summary.html").as_uri())
    put(page, nothing(), None)
    for row in page.locator(".cx-scores tbody tr").all():
        expect(row.locator("td")).to_have_text(["Hidden", "", "–", "–"])
    expect(page.locator(".cx-told")).to_contain_text("Too few to tell.")
    expect(page.locator(".cx-summary")).to_contain_text("Hidden is neither bad nor zero.")


def test_only_a_report_has_a_summary() -> None:
    """Not a table of answers, for instance."""
    with pytest.raises(TypeError, match="summary shows a Report: make one with"):
        cx.summary(pd.DataFrame())  # type: ignore[arg-type]
