"""The built book: strict, complete, offline, and alive over http and from a folder."""

import gzip
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import uvicorn
from playwright.sync_api import expect

import cxkit as cx
from cxkit.live.app import create_app
from cxkit.live.storage.store import Store
from tests.browser.people import PHONE, Watched, begin, load_again, pages, wait_for_widgets
from tests.processes import free_port

ROOT = Path(__file__).parents[2]
CHAPTERS = re.findall(r"(?:root|file): (\S+)", (ROOT / "book" / "_toc.yml").read_text(encoding="utf-8"))
HEAVIEST = 350_000
"""Bytes of a page with its scripts and styles, packed as servers do."""


@pytest.fixture(scope="session", params=["room", pytest.param("file", marks=pytest.mark.slow)])
def address(book: Path, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the pages are: served by a room, which lets them run no script but their own, or opened from the folder."""
    if request.param == "file":
        yield book.as_uri()
        return
    with Store(tmp_path_factory.mktemp("store")) as store:
        app = create_app(store, room="", bases=["http://127.0.0.1"], book=book)
        server = uvicorn.Server(uvicorn.Config(app, port=free_port(), log_level="warning"))
        serving = threading.Thread(target=server.run)
        serving.start()
        yield f"http://127.0.0.1:{server.config.port}/book"
        server.should_exit = True
        serving.join()


def test_every_chapter_is_there(book: Path) -> None:
    """Whatever stands in the table of contents."""
    assert {"index", "ownership", "assessment", "handoffs", "journey", "facilitator", "sources"} <= set(CHAPTERS)
    assert {f"{name}.html" for name in CHAPTERS} <= set(pages(book))


BACKGROUNDS = """() => {
  const seen = [];
  const look = (root) => {
    for (const node of root.querySelectorAll("*")) {
      if (node.shadowRoot) look(node.shadowRoot);
      if (node.textContent.trim() || node.closest("svg") || !node.getBoundingClientRect().width) continue;
      seen.push([`${node.tagName} ${node.className}`, getComputedStyle(node).backgroundColor]);
    }
  };
  look(document);
  return seen;
}"""


@pytest.mark.parametrize("name", ["results", "summary"])
def test_what_is_said_by_a_background_is_seen_in_forced_colours(
    book: Path, open_page: Callable[..., Watched], name: str
) -> None:
    """Where a contrast theme takes the backgrounds of pages away, bars, marks and keys keep theirs."""
    page = open_page(color_scheme="light").page
    page.goto(f"{book.as_uri()}/{name}.html")
    wait_for_widgets(page)
    usual = page.evaluate(BACKGROUNDS)
    page.emulate_media(forced_colors="active")
    nothing = {"rgba(0, 0, 0, 0)", "rgb(255, 255, 255)"}
    assert any(colour not in nothing for _, colour in usual)
    pairs = zip(usual, page.evaluate(BACKGROUNDS), strict=True)
    assert [what for (what, before), (_, after) in pairs if before not in nothing and after in nothing] == []


@pytest.mark.slow
def test_every_page_opens_without_an_error_and_without_another_host(
    book: Path, address: str, open_page: Callable[..., Watched]
) -> None:
    """Nor is any wider than a screen. What goes wrong is collected, so that the message names each page."""
    troubles = []
    watched = open_page(**PHONE) if address.startswith("file:") else open_page()
    for name in pages(book):
        watched.page.goto(f"{address}/{name}")
        wait_for_widgets(watched.page)
        for width in (1366, 390):
            watched.page.set_viewport_size({"width": width, "height": 800})
            for _ in range(20):  # the page follows its new width in a moment
                wide = watched.page.evaluate(
                    "document.documentElement.scrollWidth - document.documentElement.clientWidth"
                )
                if wide <= 1:
                    break
                watched.page.wait_for_timeout(100)
            else:
                watched.errors.append(f"is {wide} px wider than a screen of {width} px")
        watched.page.wait_for_timeout(100)  # for what comes late
        troubles += [(name, trouble) for trouble in watched.errors + watched.strangers]
        watched.errors.clear()
        watched.strangers.clear()
    assert troubles == []


def test_no_page_weighs_more_than_a_slow_network_carries(book: Path) -> None:
    """Packed, with every script and style that it loads, the theme's too."""
    weights = {}
    for name in pages(book):
        source = (book / name).read_text(encoding="utf-8")
        loaded = {
            (book / name).parent / target.split("?")[0]
            for target in re.findall(r'(?:src|href)="([^"]+\.(?:js|css)[^"]*)"', source)
        }
        weights[name] = sum(len(gzip.compress(path.read_bytes())) for path in {book / name, *loaded} if path.is_file())
    assert {name: weight for name, weight in weights.items() if weight > HEAVIEST} == {}


@pytest.mark.parametrize(
    "page", ["ownership", "handoffs", "journey", "recovery", "champions", "engaged", "commitments", "explore"]
)
def test_every_figure_of_a_chapter_has_its_words(book: Path, page: str) -> None:
    """Numbers with their n, or why there are none, for those who cannot see it."""
    source = (book / f"{page}.html").read_text(encoding="utf-8")
    figures = re.findall(r'<div class="cx-figure"[^>]*><svg[^>]*aria-label="([^"]*)"', source)
    assert figures
    assert all(("n = " in words or "Hidden: " in words) and words.endswith(".") for words in figures)


def test_no_page_names_a_content_network(book: Path) -> None:
    """Not even in a script that would load it later."""
    found = []
    for path in [*book.rglob("*.html"), *book.rglob("*.js"), *book.rglob("*.css")]:
        for url in re.findall(
            r"""(?:src|href)=["'](https?://[^"']+)|(?:import\(|url\()["']?(https?://[^"')]+)""", path.read_text()
        ):
            if path.suffix != ".html" or not _is_a_link_to_read(path, "".join(url)):
                found.append((path.name, "".join(url)))
    assert found == []


def _is_a_link_to_read(path: Path, url: str) -> bool:
    """Say whether a page only points to the address in an <a>, which loads nothing."""
    return bool(re.search(rf"<a [^>]*href=[\"']{re.escape(url)}", path.read_text())) and bool(urlsplit(url).hostname)


def test_internal_links_lead_somewhere(book: Path) -> None:
    """Every href to another page of the book, and its anchor, exists; one to elsewhere is at least an address."""
    broken = []
    for name in pages(book):
        source = (book / name).read_text()
        for target in re.findall(r'<a [^>]*href="([^"]*)"', source):
            parts = urlsplit(target)
            if parts.scheme or parts.netloc:
                if parts.scheme not in {"http", "https"} or not re.fullmatch(
                    r"(\w[\w-]*\.)+\w{2,}|localhost(:\d+)?", parts.netloc
                ):
                    broken.append((name, target))
                continue
            page = ((book / name).parent / parts.path).resolve() if parts.path else book / name
            if not page.exists() or (
                parts.fragment and page.suffix == ".html" and f'id="{parts.fragment}"' not in page.read_text()
            ):
                broken.append((name, target))
    assert broken == []


def test_the_book_is_read_and_searched_from_the_keyboard(address: str, open_page: Callable[..., Watched]) -> None:
    """Past the navigation, into a chapter, to a word, to the page that has it."""
    page = open_page(viewport={"width": 1366, "height": 768}).page
    page.goto(f"{address}/index.html")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to main content")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator("main :focus").count() == 1, "the way on is in the text"
    page.locator("nav a[href='ownership.html']").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Everyone owns it")
    page.wait_for_load_state("load")
    page.keyboard.press("Control+k")
    expect(page.locator("input:focus")).to_be_visible()
    page.keyboard.type("suppressed")
    page.keyboard.press("Enter")
    expect(page.locator(".search-summary")).to_contain_text("Search finished")
    expect(page.get_by_role("status")).to_contain_text("Search finished")
    found = page.locator("#search-results li", has_text="Glossary")
    expect(found.locator("p.context mark").first).to_contain_text(re.compile("suppressed", re.IGNORECASE))
    for _ in range(100):
        page.keyboard.press("Tab")
        if page.locator("#search-results a:focus", has_text="Glossary").count():
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Glossary")


def test_back_and_on_point_where_reading_comes_from_and_goes(address: str, open_page: Callable[..., Watched]) -> None:
    """In Arabic to the right and to the left: their pictures are turned, and the page's other signs are not."""
    page = open_page(viewport={"width": 1366, "height": 768}).page
    page.goto(f"{address}/engaged.html")
    turned = """() => ["prev-next-area .left-prev", "prev-next-area .right-next", "bd-header-article"].map(
      (place) => new DOMMatrix(getComputedStyle(document.querySelector(`.${place} i`)).transform).a)"""
    assert page.evaluate(turned) == [1, 1, 1]
    page.evaluate("document.documentElement.dir = 'rtl'")
    assert page.evaluate(turned) == [-1, -1, 1]


def test_the_contents_open_and_close_from_a_phones_keyboard(address: str, open_page: Callable[..., Watched]) -> None:
    """Where there is no room for them beside the text."""
    page = open_page(**PHONE).page
    page.goto(f"{address}/index.html")
    entry = page.get_by_role("link", name="Everyone owns it").locator("visible=true")
    before = entry.count()
    page.locator(".primary-toggle").focus()
    page.keyboard.press("Enter")
    expect(entry).to_have_count(before + 1)
    page.keyboard.press("Escape")
    expect(entry).to_have_count(before)


def test_the_self_assessment_works_in_the_page_and_is_remembered_there(
    address: str, open_page: Callable[..., Watched]
) -> None:
    """Answer one dimension, reload: the answers are still there, and only there."""
    watched = open_page(**PHONE)
    page = watched.page
    page.goto(f"{address}/assessment.html")
    survey = cx.load_survey("leadership")
    begin(page)
    for item in survey.dimensions[0].items:
        page.locator(f'label:has(input[name="{item.id}"][value="4"])').tap()
    load_again(page)
    expect(page.get_by_role("heading", name=str(survey.dimensions[1].question))).to_be_visible()
    assert watched.errors + watched.strangers == []


def test_the_results_page_shows_the_samples_report(book: Path, open_page: Callable[..., Watched]) -> None:
    """The numbers in the picture are the Report's; in a room's book there are none."""
    watched = open_page(viewport={"width": 1366, "height": 900})
    watched.page.goto(f"{book.as_uri()}/results.html")
    report = cx.published_report()
    shown = watched.page.locator("figure", has=watched.page.get_by_role("heading", name="What we see"))
    for row in report.dimensions.itertuples():
        expect(shown.get_by_text(f"n = {row.n}").first).to_be_visible()
        expect(shown.get_by_text(f"{row.mean:.0f}", exact=True).first).to_be_visible()
    assert watched.errors + watched.strangers == []
