"""A rehearsal in a real browser: from the first made-up person to the team's own book, which says what it is."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from cxkit.cli import main
from cxkit.live.made_up import PEOPLE
from tests.browser.judge import Judge
from tests.browser.people import PROJECTOR, Watched, reveal
from tests.processes import WorkshopProcess

REHEARSAL = "Made-up people: a rehearsal"


@pytest.mark.slow
def test_a_facilitator_can_rehearse_the_whole_way(
    tmp_path: Path, open_page: Callable[..., Watched], monkeypatch: pytest.MonkeyPatch
) -> None:
    """People arrive, close, read comments, reveal, show them, publish; every screen says that people are made up."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    process = WorkshopProcess(tmp_path / "data", "--no-book", "--demo", "12")
    process.start()
    try:
        watched = open_page(**PROJECTOR)
        page = watched.page
        page.goto(process.link)
        expect(page.get_by_role("heading", name=REHEARSAL)).to_be_visible()
        expect(page.locator("#joined")).not_to_have_text("0")
        expect(page.locator("#state")).to_contain_text("still answering")
        expect(page.locator("#finished")).to_have_text(str(PEOPLE - 1), timeout=60_000)
        expect(page.locator("#state")).to_have_text("1 person still answering.")
        page.get_by_role("button", name="Close answers").click()
        with page.context.expect_page() as opening:
            page.get_by_role("link", name="Read comments").click()
        private = opening.value
        private.get_by_role("button", name="Read the comments").click()
        expect(private.locator("li")).to_have_count(22)
        expect(private.locator("#room")).to_contain_text(REHEARSAL)
        expect(private.locator('mark[data-kind="email"]')).to_have_text("help@example.com")
        reveal(page)
        stage = page.frame_locator("iframe")
        expect(stage.locator(".reveal .picture")).to_be_visible()
        expect(stage.get_by_text(REHEARSAL)).to_be_visible()
        private.get_by_role("button", name="Show to the room").click()
        page.get_by_label("On the stage").select_option(index=1)
        expect(stage.locator("blockquote").first).to_be_visible()
        expect(stage.get_by_text(REHEARSAL)).to_be_visible()
        assert watched.strangers + watched.errors == []
    finally:
        process.kill()

    assert main(["publish", process.code, "--data", process.data, "--out", str(tmp_path / "book")]) == 0
    for file in ("index.html", "results.html", "glossary.html"):
        page.goto((tmp_path / "book" / file).as_uri())
        expect(page.get_by_text(re.compile(rf"^\s*{REHEARSAL}. Nobody real gave these answers"))).to_be_visible()
    page.goto((tmp_path / "book" / "results.html").as_uri())
    expect(page.get_by_text("The computer made up everybody who answered")).to_be_visible()
    judge = Judge()
    judge.look(page, "results of a rehearsal")
    assert judge.found == []
