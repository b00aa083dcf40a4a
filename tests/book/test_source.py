"""What a team's own book is written in: what its room did, in its own words, and nothing that others did."""

import html
import re
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import cxkit as cx
from cxkit.book.commitments import Commitments
from cxkit.book.edition import Edition
from cxkit.book.occasion import Occasion
from cxkit.book.opening import _words, people
from cxkit.book.source import printed, write_source
from cxkit.reports.report import Report
from tests.strategies import organisation, small_survey

SURVEYS = ("leadership", "pulse", "journey", "handoffs", "priorities", "ownership", "recovery")


@cache
def sample(slug: str) -> Report:
    return cx.published_report(slug)


@pytest.mark.parametrize("own", [SURVEYS, *((slug,) for slug in SURVEYS), *[*combinations(SURVEYS, 3)][::9]])
def test_nothing_made_up_is_in_any_chapter(own: tuple[str, ...], tmp_path: Path) -> None:
    """Neither a sample's results nor a way to them; every link leads to a page that is there."""
    edition = Edition(reports=tuple(map(sample, own)))
    book = write_source(edition, tmp_path / "book")
    pages = {path.stem: path.read_text(encoding="utf-8") for path in book.glob("*.md")}
    labels = {label for page in pages.values() for label in re.findall(r"^\(([\w-]+)\)=", page, re.M)}
    for name, page in pages.items():
        shown = re.findall(r'published_(?:report|waves)\((?:"(\w+)")?\)', page)
        assert {slug or "leadership" for slug in shown} <= set(own), name
        assert "cx.sample(" not in page, name
        for target in re.findall(r"(?<!!)\[[^\]]*\]\(([\w-]+)(?:\.md)?\)", page):
            assert target in pages or target in labels, (name, target)
    listed = re.findall(r"(?:file|root): ([\w-]+)", (book / "_toc.yml").read_text())
    assert sorted(listed) == sorted(pages)
    assert set(printed(edition)) <= set(pages)
    assert printed(edition)[0] == yaml.safe_load((book / "_toc.yml").read_text())["root"] == "index"


def test_the_book_opens_with_what_was_found_and_what_they_will_do(tmp_path: Path) -> None:
    """Name and day, findings as they are said everywhere, each commitment; later, what the first workshop agreed on."""
    lines = Commitments.from_dict({
        "id": "3f0e6a52-5f0c-4a3e-9a55-0c2f4f1f9d11",
        "lines": [{"what": "Ring back | within the hour", "who": "Samira", "by": "2026-12-01", "know": "A tick"}],
    })  # fmt: skip
    first = Edition(
        reports=(sample("leadership"),), occasion=Occasion(title="W", organisation="Bellevue"), commitments=lines
    )
    written = (write_source(first, tmp_path / "first") / "index.md").read_text(encoding="utf-8")
    said = MarkdownIt().render(written)
    assert "<h1>Bellevue</h1>" in said
    for one in cx.findings(sample("leadership"))[:3]:
        assert f"<strong>{html.escape(one.headline)}</strong>" in said
    assert "<strong>Ring back | within the hour</strong>" in said
    assert "Samira" in said
    assert "What has changed" not in said
    follow_up = Edition(
        reports=cx.published_waves("pulse")[1:], earlier=Edition(reports=(sample("pulse"),), commitments=lines)
    )
    said = MarkdownIt().render((write_source(follow_up, tmp_path / "next") / "index.md").read_text(encoding="utf-8"))
    assert "What has changed" in said
    assert "Samira" in said, "the second edition keeps what the first workshop agreed on"


@pytest.mark.parametrize(("teams", "told"), [
    ({"a": 24}, "24 people took part: Leader 6 and Front line 18."),
    ({"a": 6}, "6 people took part."),
    ({"a": 2}, "Too few people answered to say how many"),
])  # fmt: skip
def test_who_took_part_is_told_as_far_as_it_is_shown(teams: dict[str, int], told: str) -> None:
    """By groups only where all of them are."""
    assert people([cx.report(organisation(teams), small_survey(), by="role")]) == told


@given(st.text("aB 1é*_`[](){}<>|#$:-+.!\\\"'\n~^=&;@/,?%", max_size=30))
def test_what_people_call_things_is_words_in_a_page(text: str) -> None:
    """No heading, link, role, table or tag, whatever they write."""
    said = MarkdownIt().enable("table").render(f"x{_words(text)}x")
    assert html.unescape(re.sub(r"</?p>|\n", "", said)) == f"x{' '.join(text.split())}x"
