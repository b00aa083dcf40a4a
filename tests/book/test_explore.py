"""Exploring a Report: what the controls choose is what is said, drawn and listed, and nothing hidden comes back."""

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from itertools import product
from typing import Any

import ipywidgets
import pandas as pd
import pytest

import cxkit as cx
from cxkit.book.edition import STANDING_VARIABLE
from cxkit.book.exploration import PICTURES, Exploration
from cxkit.errors import ReportError
from cxkit.reports.report import Report
from cxkit.reports.rows import Result
from cxkit.reports.text import report_text
from cxkit.words import say, speaking
from tests.strategies import organisation, small_survey


@pytest.fixture(scope="module")
def report() -> Report:
    """The sample's report, in which two teams are told together."""
    survey = cx.load_survey("leadership")
    answers = cx.read_responses(cx.sample("leadership"), survey)
    return cx.report(answers, survey, by=["role", "team"])


@pytest.fixture
def explorer(report: Report, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Its controls."""
    monkeypatch.delenv(STANDING_VARIABLE, raising=False)
    return cx.explore(report)


def control(box: Any, name: str) -> Any:
    """Return the control with that label."""
    found = [box]
    for widget in found:
        found += getattr(widget, "children", ())
    (one,) = [widget for widget in found if getattr(widget, "description", "").startswith(name)]
    return one


def seen(box: Any) -> str:
    """Return what is shown, as text."""
    return unescape(re.sub(r"<svg.*?</svg>|<[^>]+>", " ", str(box.children[-1].value), flags=re.S)).replace("\xa0", " ")


def drawn(box: Any) -> str:
    """Return the alt text of the figure."""
    return unescape("".join(re.findall(r'<svg[^>]*aria-label="([^"]*)"', box.children[-1].value)))


def test_the_controls_are_plain_ipywidgets(explorer: Any) -> None:
    """No script of our own: what JupyterLab and Voilà bring is enough."""
    found = [explorer]
    for widget in found:
        assert type(widget).__module__.startswith("ipywidgets.")
        found += getattr(widget, "children", ())
    assert isinstance(control(explorer, "Groups by"), ipywidgets.Dropdown)
    assert isinstance(control(explorer, "Groups of at least"), ipywidgets.IntSlider)


def test_it_begins_with_the_widest_difference(explorer: Any, report: Report) -> None:
    """In words, with both means, their n, the interval, and how sure that is."""
    apart = cx.compare(report, "role").sort_values("difference", ascending=False).iloc[0]
    words = (
        f"Engaged, Leader {apart['mean']:.0f} (n = {apart.n}) and Front line {apart.mean_other:.0f} "
        f"(n = {apart.n_other}): "
        f"{apart.difference:.0f} points, 95% interval {apart.low:+.0f} to {apart.high:+.0f}, sure."
    )
    assert words in seen(explorer)
    assert "Differences between groups: 12 in all, 6 of 10 points or more, 4 of these sure." in seen(explorer)


def test_every_choice_has_its_words_its_figure_and_its_table(report: Report) -> None:
    """Not one leads to an error or to an empty place."""
    for by, picture, least, apart in product(report.by, PICTURES, (5, 16, 60), (0, 40)):
        look = Exploration(report=report, by=by, dimension="engaged", picture=picture, least=least, apart=apart)
        told = list(look.sentences())
        assert all(words.endswith(".") for words in told)
        if look.empty:
            assert told[0].startswith("No group of at least 60 people")
        elif apart == 0:
            assert 'role="img" aria-label="' in look.figure() or "no two groups here" in look.figure()
            assert look.numbers().count("<tr>") > 1 or picture == "gap"


def test_a_slider_leaves_small_groups_out_of_the_words_the_figure_and_the_tables(explorer: Any) -> None:
    """And says which."""
    control(explorer, "Groups by").value = "team"
    assert "Technical support" in drawn(explorer)
    control(explorer, "Groups of at least").value = 15
    assert "Left out, with fewer than 15 people: Technical support, Accounts receivable and IT." in seen(explorer)
    assert "Technical support" not in drawn(explorer)
    assert seen(explorer).count("Technical support") == 1


def test_a_choice_that_leaves_nothing_says_how_far_it_went_too_far(explorer: Any) -> None:
    """The largest group, or the widest difference."""
    control(explorer, "Dimension").value = "teamwork"
    control(explorer, "Groups of at least").value = 53
    assert seen(explorer).strip() == "No group of at least 53 people: the largest has 52."
    control(explorer, "Groups of at least").value = 10
    control(explorer, "Differences of at least").value = 30
    assert "No two groups are 30 points apart. The widest difference: Teamwork, Leader 53 (n = 10)" in seen(explorer)
    assert "Differences of 30" not in seen(explorer)


def test_one_group_alone_is_shown_without_a_comparison(explorer: Any) -> None:
    """It is named."""
    control(explorer, "Groups of at least").value = 30
    assert "No two groups can be compared here. What is shown: Front line." in seen(explorer)
    assert "Front line" in drawn(explorer)


def test_those_told_together_stay_so_at_any_size_and_in_every_picture(report: Report) -> None:
    """They are named together, with why; no picture has a number of one of them alone."""
    for picture, least in product(("scores", "statements", "agreement"), (0, 10)):
        look = Exploration(report=report, by="team", dimension="engaged", picture=picture, least=least)
        assert any(words.startswith("Accounts receivable and IT: shown together, since") for words in look.sentences())
        figure, numbers = str(look.figure()), str(look.numbers())
        assert "Accounts receivable and IT" in figure
        assert "Accounts receivable and IT" in numbers
        for name in ("Accounts receivable", "IT"):
            assert not re.search(rf"[.,] {name}:? \d", figure)
            assert f">{name}<" not in numbers


def test_no_slider_brings_back_what_is_hidden(report: Report) -> None:
    """Hidden groups stay named and hidden at any size, and in every picture."""
    blank = [
        Result(**{name: getattr(row, name) for name in ("attribute", "group", "item", "dimension", "members")})
        if row.group == "Sales"
        else row
        for row in (*report.tables.groups, *report.tables.group_items)
    ]
    groups, items = (tuple(row for row in blank if bool(row.item) is of_item) for of_item in (False, True))
    hidden = replace(report, tables=replace(report.tables, groups=groups, group_items=items))
    for picture, least in product(("scores", "statements", "agreement"), (0, 19)):
        look = Exploration(report=hidden, by="team", dimension="engaged", picture=picture, least=least)
        assert any(words.startswith("Hidden, wholly or in part: Sales.") for words in look.sentences())
        figure, numbers = str(look.figure()), str(look.numbers())
        assert re.search("Sales(, [^.]*)? hidden|Sales[^.]* hidden: too few", figure) or "nothing to show" in figure
        assert not re.search(r"Sales:? \d", figure)
        assert all(not re.search(r">[^<]*\d", cells) for cells in re.findall(r">Sales</td>(.*?)</tr>", numbers))


def test_the_list_of_differences_is_that_of_compare(report: Report) -> None:
    """The higher group first, from the widest down; sure by Holm's p."""
    look = Exploration(report=report, by="team", apart=0)
    expected = cx.compare(report, "team").query("status == 'shown'")
    assert [row.difference for row in look.listed] == pytest.approx(sorted(abs(expected.difference), reverse=True))
    lines = re.findall(r"<tr>(<th scope=\"row\">.*?)</tr>", look.differences())
    assert len(lines) == 12
    assert f"the widest 12 of {len(expected)}" in look.differences()
    for line, row in zip(lines, look.listed, strict=False):
        assert ('<td class="cx-word">sure</td>' in line) is (row.p_holm is not None and row.p_holm < 0.05)
        assert row.mean >= row.mean_other
        assert row.low is not None
        assert row.high is not None
        assert row.low <= row.difference <= row.high


def test_leaving_groups_out_compares_fewer_pairs(report: Report) -> None:
    """So Holm's adjustment is for those alone."""
    all_of_them = Exploration(report=report, by="team")
    few = Exploration(report=report, by="team", least=15)
    pair = [row for row in all_of_them.pairs if {row.group, row.other} == {"Sales", "Warehouse"}]
    again = [row for row in few.pairs if {row.group, row.other} == {"Sales", "Warehouse"}]
    assert [row.difference for row in pair] == [row.difference for row in again]
    for fewer, more in zip(again, pair, strict=True):
        assert fewer.p_holm is not None
        assert more.p_holm is not None
        assert fewer.p_holm <= more.p_holm


def test_names_of_groups_cannot_end_the_page() -> None:
    """They are text, whatever they hold."""
    report = cx.report(organisation({"<script>x</script>": 12, "b & c": 12}), small_survey(), by="team")
    box = cx.explore(report)
    assert "<script" not in box.children[-1].value
    assert "&lt;script&gt;" in box.children[-1].value


def test_many_hidden_groups_alone_say_so() -> None:
    """Where nothing is shown there is nothing to explore."""
    report = cx.report(organisation({"a": 3, "b": 3}), small_survey(), by="team")
    assert seen(cx.explore(report)).strip().startswith("Every group is hidden, so there is nothing to explore here.")


@pytest.mark.parametrize("make", [lambda r: r.groups, lambda r: r.to_dict(), lambda _: pd.DataFrame()])
def test_nothing_but_a_report_is_explored(make: Callable[[Report], Any], report: Report) -> None:
    """Least of all raw answers."""
    with pytest.raises(TypeError, match="explore shows a Report: make one with"):
        cx.explore(make(report))


def test_a_report_without_groups_says_how_to_get_some() -> None:
    """Instead of empty drop-downs."""
    with pytest.raises(ReportError, match=r"no groups\. Make it by attributes"):
        cx.explore(cx.report(organisation({"a": 30}), small_survey()))


def test_in_a_book_it_stands_still_and_is_whole(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    """No control that would be dead, but the words, figures with alt text and tables of every attribute."""
    monkeypatch.setenv(STANDING_VARIABLE, "1")
    page = cx.explore(report)._repr_html_()
    for by in report.by:
        look = Exploration(report=report, by=by)
        assert all(words in unescape(page).replace("\xa0", " ") for words in look.sentences())
        assert look.differences() in page
        assert all(Exploration(report=report, by=by, picture=id).numbers() in page for id in ("scores", "statements"))
    assert len(re.findall(r'role="img" aria-label="[^"]+n = ', page)) == 5
    assert "<select" not in page
    assert not re.search(r'\sid="(.+?)".*\sid="\1"', page), "ids are unique, or figures take each other's parts"


def test_a_book_in_another_language_explores_in_it(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the survey asks, whatever the code of the cell has loaded, and decimals as it writes them."""
    monkeypatch.setenv(STANDING_VARIABLE, "1")
    with speaking("de"):
        page = cx.explore(report)._repr_html_()
    for words in ("Präsenz", "Führung", "0,81"):
        assert words in page
    for words in ("Engaged", "Front line", "0.81<"):
        assert words not in page


def test_dimensions_of_one_title_are_two_choices() -> None:
    """A drop-down that took titles for names would lose one."""
    survey = small_survey(
        dimensions=[
            {"id": id, "title": "Care", "items": [{"id": item, "text": item}]}
            for id, item in (("one", "listens"), ("two", "helps"))
        ]
    )
    frame = organisation({"a": 12, "b": 12}).drop(columns=["quick", "waits"])
    box = cx.explore(cx.report(frame, survey, by="team"))
    assert [id for _, id in control(box, "Dimension").options] == ["", "one", "two"]


def test_leaders_who_agreed_are_compared_from_two_people_up() -> None:
    """Whatever the report shows can be explored."""
    frame = organisation({"a": 30, "b": 30})
    leaders = frame.index[frame.role == "leader"]
    frame.loc[leaders[3:], "role"] = "frontline"
    box = cx.explore(cx.report(frame, small_survey(), by="role", consenting={"role": "leader"}))
    assert "(n = 3)" in seen(box)
    assert control(box, "Groups of at least").min == 3


def test_a_tables_headings_are_in_the_language(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    """The number of people has its own letter in Arabic: "n" is in no table, on the one page as in the text."""
    monkeypatch.delenv(STANDING_VARIABLE, raising=False)
    with speaking("ar"):
        pages = [cx.summary(report).html, cx.explore(report).children[-1].value]
        heads = [head for page in pages for head in re.findall(r"<th[^>]*>([^<]*)</th>", page)]
        text = report_text(report)
    assert heads.count("ن") > 1
    assert "\N{FIRST STRONG ISOLATE}&lt; 0.001" in pages[1]  # else it would be read as more than that
    assert "n" not in heads
    assert not re.search(r"(?<!\w)n(?!\w)", text)


def test_in_a_notebook_a_sample_is_explored_in_the_language_of_whoever_looks(
    report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The made-up teams' names, too, and from right to left where it is read so. One's own teams keep their names."""
    monkeypatch.delenv(STANDING_VARIABLE, raising=False)
    with speaking("ar"):
        ours, sample = (
            cx.explore(replace(report, survey=replace(report.survey, rehearsal=invented))) for invented in (False, True)
        )
        for box in (ours, sample):
            control(box, say("explore.by")).value = "team"
    assert "Warehouse" in seen(ours)
    assert "Warehouse" not in seen(sample)
    assert "المستودع" in seen(sample)
    assert "cx-rtl" in sample._dom_classes
