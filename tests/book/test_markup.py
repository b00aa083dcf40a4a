"""What people write is words wherever the book shows it: no tag of theirs reaches a page."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

import cxkit as cx
from cxkit.book.commitments import Commitments
from cxkit.book.edition import STANDING_VARIABLE
from cxkit.book.follow_up import FollowUp
from cxkit.errors import ReportError
from cxkit.reports.report import Report
from cxkit.reports.rows import Quote
from cxkit.survey.model import Survey
from cxkit.survey.parts import Text
from cxkit.survey.preview import write_preview
from tests.strategies import organisation, small_survey

TAG = "<img src=x onerror=alert(1)>"


OF_ONE_MIND = organisation({"b": 8, "c": 30, "d": 9})
OF_ONE_MIND.loc[OF_ONE_MIND["team"] == "b", ["listens", "helps"]] = 5
SOME_HIDDEN = cx.report(OF_ONE_MIND, small_survey(), by="team")
PAGES: dict[str, Callable[[Report], Any]] = {
    "summary": lambda report: cx.summary(report).html,
    "explore": lambda report: cx.explore(report).children[-1].value,
    "widget": lambda report: cx.ReportView(report).view,
    "files": lambda report: report.write(mkdtemp()),
}


def hostile(raw: Any, key: str = "") -> Any:
    """Return a survey's mapping with a tag in every text."""
    if isinstance(raw, dict):
        return {name: hostile(value, name) for name, value in raw.items()}
    if isinstance(raw, list):
        return [hostile(value, key) for value in raw]
    words = key in {"title", "text", "question", "introduction", "comment", "leader", "frontline", "not_applicable"}
    return f"{raw} {TAG}" if words or key.isdigit() else raw


@pytest.fixture
def survey() -> Survey:
    return Survey.from_dict(hostile(small_survey().to_dict()))


@pytest.fixture
def report(survey: Survey) -> Report:
    """A report of three teams, one with a tag for a name, with a comment that is one."""
    table = organisation({"a": 3, "b": 16, TAG: 30})
    made = cx.report(table, survey, by=["team", "role"])
    return replace(made, comments=(Quote(dimension="care", text=TAG, attribute="team", group=TAG),))


@pytest.fixture
def lines() -> Commitments:
    line = {"what": TAG, "who": TAG, "by": "2026-12-01", "know": TAG, "moves": "care"}
    raw = {"id": "3f0e6a52-5f0c-4a3e-9a55-0c2f4f1f9d11", "title": TAG, "lines": [line, line], "review": "2027-01-12"}
    return Commitments.from_dict(raw)


def harmless(page: str) -> bool:
    """Whether the words are there and the tag is not."""
    return "onerror=alert" in page and "<img" not in page.lower()


def test_the_page_to_print_escapes_what_people_wrote(report: Report, lines: Commitments) -> None:
    """Titles, statements, teams, commitments."""
    assert harmless(cx.summary(report, commitments=lines).html)


def test_exploring_escapes_what_people_wrote(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    """In words, tables and figures; with controls and without."""
    box: Any = cx.explore(report)
    for picture in box.children[1].children[2].options:
        box.children[1].children[2].value = picture[1]
        assert harmless(box.children[-1].value)
    monkeypatch.setenv(STANDING_VARIABLE, "1")
    assert harmless(cx.explore(report)._repr_html_())


def by_hand(report: Report, table: str, **values: Any) -> Report:
    """Return a report in which somebody has changed the first row of a table."""
    first, *others = getattr(report.tables, table)
    return replace(report, tables=replace(report.tables, **{table: (replace(first, **values), *others)}))


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("dimensions", {"status": "suppressed"}),
        ("dimensions", {"status": "shown", "mean": float("nan")}),
        ("dimensions", {"n": Markup(TAG)}),
        ("dimensions", {"dimension": Markup(TAG)}),
        ("groups", {"group": Markup(f"{TAG} by hand")}),
        ("groups", {"status": Markup(TAG)}),
        ("groups", {"n": 10**15}),
        ("gaps", {"label": Markup(TAG)}),
        ("gaps", {"status": "suppressed", "mean": 77.0}),
    ],
)
def test_a_row_made_by_hand_reaches_no_page(
    report: Report, page: Callable[[Report], Any], table: str, values: dict[str, Any]
) -> None:
    """Be it numbers where they are hidden, no numbers, or words that call themselves HTML."""
    with pytest.raises(ReportError, match=f"(?s)damaged.*\n  {table}, "):
        page(by_hand(report, table, **values))


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_words_that_call_themselves_html_are_words(report: Report, page: Callable[[Report], Any]) -> None:
    """In a survey made by hand; and what is made of something else than rows is refused."""
    title = Text.of(Markup(TAG))
    marked = replace(report, survey=replace(report.survey, title=title, attributes=tuple(
        replace(one, title=title) for one in report.survey.attributes
    )))  # fmt: skip
    assert "<img" not in str(page(marked))
    with pytest.raises(ReportError, match="made by hand"):
        page(replace(report, tables=replace(report.tables, groups=(TAG,))))  # type: ignore[arg-type]


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_half_of_a_sign_keeps_no_page_from_being_made(report: Report, page: Callable[[Report], Any]) -> None:
    """As a phone makes it that cuts a picture in two: in what was written, and in a title."""
    survey = Survey.from_dict(report.survey.to_dict() | {"title": "Care \ud83d"})
    quote = Quote(dimension="care", text="well \ud83d done")
    assert page(replace(report, survey=survey, comments=(quote,)))


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
@given(row=st.integers(0), name=st.sampled_from(["n", "mean", "low", "sd"]), number=st.floats())
def test_a_number_put_where_something_is_hidden_reaches_no_page(
    page: Callable[[Report], Any], row: int, name: str, number: float
) -> None:
    """Whatever number, and whichever of a hidden result's."""
    groups = list(SOME_HIDDEN.tables.groups)
    hidden = [place for place, one in enumerate(groups) if one.status == "suppressed"]
    place = hidden[row % len(hidden)]
    values: dict[str, Any] = {name: number}
    groups[place] = replace(groups[place], **values)
    with pytest.raises(ReportError, match=rf"(?s)damaged.*\n  groups, row {place + 1}, {name}: should be"):
        page(replace(SOME_HIDDEN, tables=replace(SOME_HIDDEN.tables, groups=tuple(groups))))


names = st.builds(
    "{}{}x".format,
    st.sampled_from(["<script>", "</title>", '"onload="', "'", "&amp;", "-->", "=1+1"]),
    st.text("<>&\"'ab", max_size=6),
)


@given(names)
def test_any_name_is_words_in_every_page_and_file(name: str) -> None:
    """Of a team: it makes no element, and a spreadsheet runs no formula."""
    named = of_team(name)
    for page in ("summary", "explore"):
        assert elements(PAGES[page](named)) == of_no_name(page)
    with TemporaryDirectory() as folder:
        named.write(folder)
        cells = pd.read_csv(Path(folder, "groups.csv"), keep_default_na=False)["group"]
    assert set(cells) == {"a", f"'{name}" if name[0] in "=-" else name}


def of_team(name: str) -> Report:
    return cx.report(organisation({"a": 16, name: 30}), small_survey(), by="team")


@cache
def of_no_name(page: str) -> set[tuple[str, ...]]:
    return elements(PAGES[page](of_team("x")))


def elements(page: str) -> set[tuple[str, ...]]:
    """Return what a page is made of: names of elements, with those of their attributes."""
    found: set[tuple[str, ...]] = set()
    reader = HTMLParser()
    reader.handle_starttag = lambda tag, attrs: found.add((tag, *(name for name, _ in attrs)))  # type: ignore[method-assign]
    reader.feed(page)
    return found


def test_commitments_are_escaped_alone_and_beside_what_has_changed(report: Report, lines: Commitments) -> None:
    """Whatever a team writes down."""
    assert harmless(lines._repr_html_())
    assert harmless(FollowUp(commitments=lines, waves=(report, report))._repr_html_())


def test_a_preview_escapes_the_surveys_words(survey: Survey, tmp_path: Path) -> None:
    """Its title stands in the page, everything else in a script."""
    write_preview(survey, tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "<img" not in page.lower()
    assert "&lt;img src=x onerror=alert(1)&gt;</title>" in page
