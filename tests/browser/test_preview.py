"""The preview of a survey: the phone page in one file, alive from a folder."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

import cxkit as cx
from cxkit.cli import main
from tests.browser.people import PHONE, Watched
from tests.strategies import small_survey


@pytest.mark.parametrize("slug", ["leadership", "pulse"])
def test_a_previewed_survey_can_be_answered_without_a_network(
    slug: str, tmp_path: Path, open_page: Callable[..., Watched]
) -> None:
    """From the start screen to the first item, with the questions about the person; no error, no other host."""
    file = tmp_path / "preview.html"
    assert main(["check", slug, "--preview", str(file)]) == 0
    watched = open_page(**PHONE)
    page = watched.page
    page.goto(file.as_uri())
    survey = cx.load_survey(slug)
    expect(page.get_by_role("heading", name=str(survey.title), exact=True)).to_be_visible()
    expect(page.get_by_text(str(survey.attributes[-1].title))).to_be_visible()
    page.get_by_role("button", name="Start", exact=True).tap()
    first = survey.dimensions[0]
    expect(page.get_by_role("heading", name=str(first.question))).to_be_visible()
    if first.comment:
        expect(page.get_by_text(str(first.comment))).to_be_visible()
    page.locator(".asked").locator(".point, .way-on, [aria-label^='One more']").first.tap()
    kept = page.evaluate("id => JSON.parse(localStorage.getItem(id)).answers", f"cxkit:{slug}:{survey.version}")
    assert first.items[0].id in kept
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    assert watched.errors + watched.strangers == []


def test_a_survey_that_waits_for_a_list_is_previewed_with_a_few_words(tmp_path: Path) -> None:
    """And words that look like HTML stay words."""
    from cxkit.survey.preview import write_preview  # noqa: PLC0415

    survey = small_survey(
        title="</script><script>alert(1)</script>", dimensions=[{"id": "d", "title": "D", "items_from": "ideas"}]
    )
    write_preview(survey, tmp_path / "preview.html")
    written = (tmp_path / "preview.html").read_text(encoding="utf-8")
    assert "The first of your list" in written
    assert "<script>alert" not in written
