"""The phone's way to the page on how answers are protected."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import expect

from cxkit.live.app import create_app
from cxkit.live.room import Room
from cxkit.live.storage.store import Store
from tests.browser.people import PHONE, Watched
from tests.processes import free_port
from tests.waiting import until


@pytest.mark.parametrize("there", [True, False])
def test_the_phone_leads_to_how_answers_are_protected_where_the_book_has_that_page(
    store: Store, room: Room, tmp_path: Path, there: bool, open_page: Callable[..., Watched]
) -> None:
    """A small link beside the promise; without the page no dead link."""
    if there:
        (tmp_path / "confidentiality.html").write_text("<!doctype html><link rel=icon href=data:,><h1>Protected</h1>")
    port = free_port()
    app = create_app(store, room=room.code, bases=[f"http://127.0.0.1:{port}"], book=tmp_path)
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until(lambda: server.started)
    try:
        watched = open_page(**PHONE)
        page = watched.page
        page.goto(f"http://127.0.0.1:{port}/", wait_until="commit")
        expect(page.get_by_text("Confidential:")).to_be_visible()
        link = page.get_by_role("link", name="How your answers are protected")
        expect(link).to_have_count(1 if there else 0)
        if there:
            with page.context.expect_page() as opening:
                link.tap()
            expect(opening.value.get_by_role("heading", name="Protected")).to_be_visible()
        assert watched.errors == []
    finally:
        server.should_exit = True
        app.state.server.ticks.close()
        thread.join(10)
