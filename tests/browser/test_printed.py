"""A team's book on paper: no sheet is half empty, no heading is left behind, nothing is cut or missing."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from playwright.sync_api import expect
from pypdf import PageObject, PdfReader

import cxkit as cx
from cxkit.book.build import publish
from cxkit.book.commitments import Commitments
from cxkit.book.edition import Edition
from cxkit.book.occasion import Occasion
from cxkit.book.pdf import print_pages
from cxkit.reports.report import Report
from cxkit.static import served
from tests.browser.alone import write_page
from tests.browser.people import Watched

SHEETS = {0: 24, 2: 26}
"""How many sheets the book of a first workshop, and of a third, has at most."""
LINES = Commitments.from_dict({
    "id": "3f0e6a52-5f0c-4a3e-9a55-0c2f4f1f9d11",
    "lines": [
        {"what": "Two teams at one table every Tuesday", "who": "Samira", "by": "2026-12-01", "moves": "teamwork"},
        {"what": "Every leader serves for an hour a week", "who": "Tomasz", "by": "2026-12-15", "moves": "engaged"},
    ],
    "review": "2027-01-07",
})  # fmt: skip
A_LITTLE = 4
A4, LETTER, LEFT_BEHIND = (596, 842), (612, 792), 100
"""What paper measures, and where on it a heading has nothing of what it is about below it, in points."""
WORDS = {
    "departments": {"chosen": "", "lines": [{"words": words, "n": 2, "votes": 0} for words in ("Kitchen", "Laundry")]},
    "promise": {"chosen": "We ring back today", "lines": [{"words": "We ring back today", "n": 1, "votes": 5}]},
}
TEXTS = """() => [...document.querySelectorAll("article :is(p, li, h1, h2, h3, dt, pre, td, th)")]
  .filter((one) => one.checkVisibility() && !one.querySelector("p, li, pre, svg, table, ul, ol"))
  .map((one) => {
    const copy = one.cloneNode(true);
    for (const each of copy.querySelectorAll(".headerlink, .MathJax, .sr")) each.remove();
    return copy.textContent;
  })"""
CUT = """() => [...document.querySelectorAll("article *")]
  .filter((one) => one.checkVisibility() && !one.closest("svg, .sr"))
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1
    || (one.matches("pre") && one.scrollWidth > one.clientWidth + 1))
  .map((one) => one.textContent.slice(0, 60))"""
TAIL = """() => {
  const words = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT);
  let low = 0;
  for (let word; (word = words.nextNode());) {
    const range = document.createRange();
    range.selectNodeContents(word);
    if (word.data.trim() && word.parentElement.checkVisibility() && !word.parentElement.closest(".sr")) {
      low = Math.max(low, range.getBoundingClientRect().bottom);
    }
  }
  return document.querySelector(".bd-article-container").getBoundingClientRect().bottom - low;
}"""
"""How much of nothing there is after the last words: where these just fit, it would begin a sheet of its own."""


def room(slug: str, wave: int = 0) -> Report:
    """Return what a room of 15 people shows, three of whom lead and agreed; wave: or its follow-up, which asks less."""
    survey = cx.load_survey(slug)
    answers = cx.read_responses(cx.sample(slug), survey).frame
    if "role" in answers:
        leads, after = answers["role"] == "leader", 3 * wave
        answers = pd.concat([answers[leads][after : after + 3], answers[~leads][4 * after : 4 * after + 12]])
    by = [one.id for one in survey.attributes]
    if wave:
        survey = replace(
            survey, dimensions=tuple(one for one in survey.dimensions if one.id in {"engaged", "teamwork"})
        )
        answers = answers[[*(item.id for item in survey.items), *by]]
    return cx.report(answers.head(15), survey, by=by, consenting={"role": "leader"} if "role" in by else {})


def edition(wave: int) -> Edition:
    """Return the edition of a room that did everything, or of its follow-ups."""
    surveys = ("leadership", "ownership", "handoffs", "recovery", "priorities", "journey")
    day = (date(2026, 10, 2), date(2027, 1, 8), date(2027, 4, 2))[wave]
    occasion = Occasion(title="Whose customer?", organisation="Hotel Bellevue", day=day)
    if not wave:
        return Edition(reports=tuple(map(room, surveys)), occasion=occasion, commitments=LINES, words=WORDS)
    kept = [{**line, "status": "kept"} for line in LINES.to_dict()["lines"][wave - 1 :]]
    lines = Commitments.from_dict({**LINES.to_dict(), "earlier": kept})
    return Edition(reports=(room("leadership", wave),), occasion=occasion, commitments=lines, earlier=edition(wave - 1))


def reach(page: PageObject) -> float:
    """Return how far down the last thing of a sheet is, letters or lines, from 0 (top) to 1."""
    seen: list[float] = []
    path: list[float] = []

    def note(operator: bytes, operands: Any, matrix: Any, _: Any) -> None:
        if operator in {b"m", b"l"}:
            path.append(matrix[1] * operands[0] + matrix[3] * operands[1] + matrix[5])
        elif operator in {b"f", b"f*", b"S", b"n"}:  # filled, drawn, or (n) only what cuts something
            seen.extend([] if operator == b"n" else path)
            path.clear()

    def read(text: str, matrix: Any, at: Any, *_: Any) -> None:
        if text.strip():
            seen.append(matrix[1] * at[4] + matrix[3] * at[5] + matrix[5])

    page.extract_text(visitor_operand_before=note, visitor_text=read)
    return 1 - min(seen) / float(page.mediabox.height)


def chapters(printed: PdfReader) -> Iterator[tuple[str, list[PageObject]]]:
    """Give each chapter's title and its sheets; where one ends, the next begins."""
    outline: list[Any] = printed.outline
    starts = [(str(one["/Title"]), printed.get_destination_page_number(one) or 0) for one in outline]
    for (title, start), (_, end) in zip(starts, [*starts[1:], ("", len(printed.pages) - 1)], strict=True):
        yield title, list(printed.pages[start : end + 1])


def bare(text: str) -> str:
    """Return words without what breaks them over lines."""
    return re.sub(r"[\s\u00ad\u200b-]+", "", unicodedata.normalize("NFKC", text))


@pytest.mark.slow
@pytest.mark.parametrize("wave", [0, 2], ids=["first", "third"])
def test_a_teams_book_prints_well(wave: int, tmp_path: Path, open_page: Callable[..., Watched]) -> None:
    """Of a room of 15 that did everything, and after its second follow-up."""
    out = tmp_path / "out"
    publish(edition(wave), out, work=tmp_path / "work", say=print, progress=lambda _: None, pdf=True)
    printed = PdfReader(out / "book.pdf")
    sheets = dict(chapters(printed))
    assert len(printed.pages) <= SHEETS[wave]
    assert {(float(one.mediabox.width) < A4[0], float(one.mediabox.height) <= LETTER[1]) for one in printed.pages} == {
        (True, True)
    }
    full = [round(reach(sheet), 2) for sheet in printed.pages]
    assert min(full[:-1]) > 0.5, full
    places = printed.named_destinations.values()
    assert [str(one.title) for one in places if one.top and one.top < LEFT_BEHIND] == []
    page = open_page(viewport={"width": 658, "height": 1000}).page
    page.emulate_media(media="print")
    for path in out.glob("*.html"):
        page.goto(path.as_uri())
        page.wait_for_load_state("networkidle")
        assert page.evaluate(CUT) == [], path.name
        assert path.name == "search.html" or page.evaluate(TAIL) < A_LITTLE, path.name
        title = page.title().split(" — ")[0]
        if title in sheets:
            text = bare("".join(sheet.extract_text() for sheet in sheets[title]))
            assert [words for words in page.evaluate(TEXTS) if bare(words) not in text] == [], title


def test_what_is_to_be_pressed_is_not_printed(tmp_path: Path, open_page: Callable[..., Watched]) -> None:
    """Whatever the page says of all widgets: nobody presses paper."""
    page = open_page().page
    page.goto(write_page(tmp_path / "page.html", cx.Prediction(room("leadership"), dimension="engaged")))
    page.add_style_tag(content=f"{served('book.css')} main > * {{ display: block; }}")
    button = page.get_by_role("button", name="Leader")
    expect(button).to_be_visible()
    page.emulate_media(media="print")
    expect(button).to_be_hidden()


@pytest.mark.parametrize("tag", ["h1", "h2", "h3", "p"])
def test_signs_above_an_arabic_letter_stay_on_its_sheet(tag: str, tmp_path: Path) -> None:
    """They reach above their line: at the head of a sheet they stood at the foot of the one before."""
    (tmp_path / "page.html").write_text(
        '<!doctype html><html lang="ar" dir="rtl" data-theme="light"><title>x</title>'
        f"<style>{served('book.css')}</style>"
        '<main class="bd-main"><div class="bd-content"><div class="bd-article-container"><article class="bd-article">'
        '<section id="one"><p>قبل <a href="#one">#</a></p><div style="height: 235mm"></div>'
        f"<{tag}>أإآ</{tag}></section></article></div></div></main></html>",
        encoding="utf-8",
    )
    sheets = PdfReader(print_pages([tmp_path / "page.html"], tmp_path / "out.pdf")).pages
    assert [bool(re.search("[أإآ]", sheet.extract_text())) for sheet in sheets] == [False, True]
