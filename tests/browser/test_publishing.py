"""The facilitator's button: from the revealed room to the book in one file, with progress, on a private page."""

import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.judge import Judge
from tests.browser.people import PROJECTOR, Watched, present
from tests.processes import WorkshopProcess
from tests.test_wheel import left_behind, reveal

MAKE = "Make the book"


@pytest.mark.slow
def test_a_facilitator_makes_the_teams_book_and_takes_it_along(
    tmp_path: Path, open_page: Callable[..., Watched]
) -> None:
    """Not before the reveal; the progress outlives a reload; the file opens from its folder and tells on nobody."""
    process = WorkshopProcess(tmp_path / "data", "--no-book", "--teams", "Phones, Warehouse")
    process.surroundings = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")}
    process.start()
    watched = open_page(**PROJECTOR)
    page = watched.page
    judge = Judge()
    try:
        present(page, process.link)
        expect(page.get_by_role("link", name="Make the team’s book")).to_have_count(0)
        early = page.context.new_page()
        early.goto(f"{process.base}/publish/{process.code}")
        expect(early.get_by_text("The results are not revealed yet.")).to_be_visible()
        expect(early.get_by_role("button", name=MAKE)).to_have_count(0)
        reveal(process)
        expect(early.get_by_role("button", name=MAKE)).to_be_visible()
        with page.context.expect_page() as opening:
            page.get_by_text("More", exact=True).click()
            page.get_by_role("link", name="Make the team’s book").click()
        private = Watched(opening.value)
        book = private.page
        book.get_by_role("button", name=MAKE).click()
        expect(book.get_by_role("progressbar", name="Making the book")).to_be_visible()
        expect(book.get_by_role("button")).to_have_count(0)
        judge.look(book, "making the book")
        book.reload()
        expect(book.get_by_role("progressbar", name="Making the book")).to_be_visible()
        expect(book.get_by_role("link", name="Download the book")).to_be_visible(timeout=180_000)
        judge.look(book, "the book is made")
        with book.expect_download() as downloading:
            book.get_by_role("link", name="Download the book").click()
        assert downloading.value.suggested_filename == f"team-book-{process.code}.zip"
        with zipfile.ZipFile(downloading.value.path()) as archive:
            archive.extractall(tmp_path / "unpacked")
        for name, kind in (("Slides", "pptx"), ("Workbook", "xlsx")):
            with book.expect_download() as downloading:
                book.get_by_role("link", name=name).click()
            assert downloading.value.suggested_filename == f"team-book-{process.code}.{kind}"
            assert zipfile.is_zipfile(downloading.value.path())
        assert private.errors + private.strangers + watched.errors + watched.strangers == []
    finally:
        process.kill()
    site = tmp_path / "unpacked" / "team-book"
    assert left_behind(site, process) == []
    assert (site / "book.pdf").read_bytes().startswith(b"%PDF")
    page.goto((site / "index.html").as_uri())
    page.goto((site / "results.html").as_uri())
    expect(page.get_by_text("n = 12").first).to_be_visible()
    expect(page.get_by_text("These people do not exist")).to_have_count(0)
    assert judge.found == []
