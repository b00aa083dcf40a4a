"""Workbook and slides, for those who were not there: what the Report shows, in words, and nothing besides."""

import io
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from openpyxl import Workbook, load_workbook
from pptx import Presentation
from pptx.enum.text import PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Inches

import cxkit as cx
from cxkit.book.commitments import Commitments
from cxkit.book.edition import Edition
from cxkit.book.occasion import Occasion
from cxkit.book.opening import opening
from cxkit.book.slides import slides
from cxkit.book.workbook import workbook
from cxkit.reports.report import Report
from cxkit.reports.rows import Quote, shown
from cxkit.survey.workshop import led_by
from tests.strategies import organisation, organisations, small_survey

OCCASION = Occasion(title="A workshop", organisation="Hotel Bellevue", day=date(2026, 11, 27))
LINES = Commitments.from_dict({
    "id": "3f0e6a52-5f0c-4a3e-9a55-0c2f4f1f9d11",
    "lines": [
        {"what": "Ring back", "who": "Samira", "sponsor": "Jo", "by": "2026-12-01", "know": "A tick in the file"},
    ],
})  # fmt: skip


def room(people: int, leaders: int) -> Report:
    """Return what a room of the sample's people shows."""
    survey = cx.load_survey("leadership")
    sample = cx.read_responses(cx.sample("leadership"), survey).frame
    of = {True: leaders, False: people - leaders}
    those = [sample[(sample["role"] == "leader") == leader].head(many) for leader, many in of.items()]
    return cx.report(pd.concat(those), survey, by=["role", "team"], consenting={"role": "leader"})


def opened(edition: Edition) -> Workbook:
    return load_workbook(io.BytesIO(workbook(edition)))


def drawn(edition: Edition) -> Any:
    return Presentation(io.BytesIO(slides(edition))).slides


def charts(deck: Any) -> list[Any]:
    return [shape.chart for slide in deck for shape in slide.shapes if shape.has_chart]


def numbers(report: Report) -> set[float]:
    """Return every number that a Report has, and the shares of its counts."""
    found = {0.0}  # rounded, as a file has sixteen digits
    for row in (*report.tables.results, *report.tables.gaps, *report.tables.participation):
        found |= {float(value) for value in vars(row).values() if isinstance(value, int | float)}
        counts: Sequence[int] = getattr(row, "counts", None) or ()
        found |= {float(many) for many in counts} | {many / sum(counts) for many in counts if sum(counts)}
    return {round(value, 9) for value in found}


def test_every_result_has_its_row_and_its_numbers() -> None:
    """Under headings for people; what is hidden says so, has a note, and no number."""
    report = room(15, 3)
    book = opened(Edition(reports=(report,), occasion=OCCASION))
    assert book.sheetnames == [
        "Read me first", "Scores", "Statements", "Groups", "Groups and statements", "Gaps", "Answers", "Who answered",
    ]  # fmt: skip
    head, *rows = book["Scores"].iter_rows(values_only=True)
    assert head[:5] == ("Dimension", "n", "Score", "From", "To")
    assert [row[:3] for row in rows] == [
        (str(report.survey.dimension(row.dimension).title), row.n, row.mean) for row in report.tables.dimensions
    ]
    hidden = [not shown(row) for row in report.tables.groups]
    assert {True, False} == {*hidden}, "the room hides some and shows some"
    for row, is_hidden in zip(book["Groups"].iter_rows(min_row=2), hidden, strict=True):
        assert (row[3].value == "hidden") == is_hidden
        if is_hidden:
            assert row[3].comment
            assert "too few people" in row[3].comment.text
            assert not [cell for cell in row[4:] if cell.value is not None]
    assert book["Groups"].freeze_panes == "B2"
    words, figures = ([cell for cell in book["Gaps"][2] if isinstance(cell.value, kind)] for kind in (str, float))
    assert {cell.alignment.horizontal for cell in figures} == {"right"}
    assert {(cell.alignment.horizontal, cell.alignment.indent) for cell in words} == {("left", 1)}, (
        "no number touches it"
    )
    assert [book["Read me first"].cell(line, 1).value for line in (1, 2, 3)] == [
        "Hotel Bellevue", "A workshop", "27 November 2026",
    ]  # fmt: skip


@given(organisations())
def test_workbook_and_slides_have_no_number_that_the_report_has_not(answers: pd.DataFrame) -> None:
    """Whatever is hidden in it."""
    report = cx.report(answers, small_survey(), by=["role", "team"])
    edition, known = Edition(reports=(report,)), numbers(report)
    cells = [cell.value for sheet in opened(edition) for row in sheet.iter_rows() for cell in row]
    assert {round(float(value), 9) for value in cells if isinstance(value, int | float)} <= known
    values = [value for chart in charts(drawn(edition)) for series in chart.plots[0].series for value in series.values]
    assert {round(value, 9) for value in values if value is not None} <= known


def test_of_several_activities_each_row_says_which() -> None:
    """One sheet a table, however many were asked."""
    book = opened(Edition(reports=(room(15, 3), cx.published_report("journey"))))
    told = {row[0] for row in book["Scores"].iter_rows(min_row=2, values_only=True)}
    assert told == {"Leadership and the customer experience", str(cx.load_survey("journey").title)}


def test_headings_are_in_the_surveys_own_language() -> None:
    """Its first."""
    survey = small_survey(title={"es": "Una encuesta", "en": "A survey"})
    edition = Edition(reports=(cx.report(organisation({"a": 12}), survey),))
    assert opened(edition)["Puntuaciones"]["C1"].value == "Puntuación"
    assert [slide.shapes.title.text_frame.text for slide in drawn(edition)][-1] == "Cómo se leen estos números"


def test_what_is_read_from_right_to_left_is_laid_out_so() -> None:
    """In Arabic the first column is at the right, bars begin there, and each paragraph says which way it runs."""
    read = cx.load_survey("leadership")
    for lang in ("ar", "de"):
        arabic, survey = lang == "ar", led_by(read, lang)
        report = cx.report(cx.read_responses(cx.sample("leadership"), survey), survey, by=["role"])
        edition = Edition(reports=(report,), occasion=OCCASION, commitments=LINES)
        sheets = opened(edition).worksheets
        assert {sheet.sheet_view.rightToLeft for sheet in sheets} == {arabic}
        assert sheets[1]["A2"].alignment.horizontal == ("right" if arabic else "left")
        deck = drawn(edition)
        assert {chart.value_axis.reverse_order for chart in charts(deck)} == {arabic}
        (table,) = (shape.table for slide in deck for shape in slide.shapes if shape.has_table)
        ring = [cell.text for cell in table.rows[1].cells].index("Ring back")
        assert (ring, table._tbl.tblPr.get("rtl")) == (3 if arabic else 0, None), "in every program"
        assert table.columns[ring].width == max(column.width for column in table.columns)
        names = [
            name for chart in charts(deck) for one in chart.plots for name in (*one.categories, one.series[0].name)
        ]
        assert {name[0] == name[-1] == "\u200f" for name in names} == {arabic}, "no number goes to the other end"
        parts = [slide._element for slide in deck] + [chart._chartSpace for chart in charts(deck)]
        parts += [slide.notes_slide._element for slide in deck if slide.has_notes_slide]
        ways = {(p.pPr is not None and p.pPr.get("rtl") == "1") for part in parts for p in part.iter(qn("a:p"))}
        assert ways == {arabic}
        sides = {
            p.alignment for slide in deck for s in slide.shapes if s.has_text_frame for p in s.text_frame.paragraphs
        }
        assert sides == {PP_ALIGN.RIGHT if arabic else PP_ALIGN.LEFT}


@pytest.mark.parametrize("words", ['=HYPERLINK("http://evil")', "+1", "@SUM(A1)", "bell\x07"])
def test_what_people_wrote_is_words_in_a_spreadsheet(words: str) -> None:
    """No formula, and no file that a spreadsheet refuses."""
    report = replace(room(15, 3), comments=(Quote(dimension="engaged", text=words),))
    cell = opened(Edition(reports=(report,)))["Own words"]["D2"]
    assert cell.data_type == "s"
    assert cell.value == words.replace("\x07", "")


STRANGE = ['=HYPERLINK("http://evil")', "http://evil", "bell\x07", "half of a sign \ud83d", "no sign \uffff"]


@pytest.mark.parametrize("words", STRANGE)
def test_what_people_wrote_is_words_in_the_workbooks_behind_charts(words: str) -> None:
    """Whoever opens one in PowerPoint runs no formula and follows no link; and no sign keeps slides from being made."""
    survey = cx.load_survey("owner")
    plain, raw = cx.report(cx.read_responses(cx.sample("owner"), survey), survey), survey.to_dict()
    for place, item in enumerate(raw["dimensions"][0]["items"]):
        item["text"] = f"{words} {place}"
    report = replace(plain, survey=cx.Survey.from_dict(raw))
    edition = Edition(reports=(report,), occasion=replace(OCCASION, title=words, organisation="")).writable()
    (own, *_) = charts(drawn(edition))
    (sheet,) = load_workbook(io.BytesIO(own.part.chart_workbook.xlsx_part.blob))
    cells = [cell for row in sheet for cell in row if cell.value is not None]
    clean = re.sub("[\x07\ud83d\uffff]", "", words)
    assert [cell for cell in cells if str(cell.value).startswith(clean)]
    assert {(cell.data_type, cell.hyperlink) for cell in cells} == {("s", None), ("n", None)}
    assert opened(edition).worksheets[0]["A1"].value == clean


def test_slides_say_what_was_found_and_draw_it_in_charts_of_powerpoints_own() -> None:
    """The first three findings as titles; the question in the notes; words in place of the picture."""
    report = replace(room(40, 8), comments=(Quote(dimension="engaged", text="Ideas go up and never come back."),))
    deck = drawn(Edition(reports=(report,), occasion=OCCASION, commitments=LINES))
    titles = [slide.shapes.title.text_frame.text for slide in deck]
    found = [one for one in cx.findings(report) if one.kind != "too few to tell"][:3]
    assert titles[0] == "Hotel Bellevue"
    assert titles[1 : len(found) + 1] == [one.headline for one in found]
    for slide, one in zip([*deck][1:], found, strict=False):
        (chart,) = (shape for shape in slide.shapes if shape.has_chart)
        assert one.question in slide.notes_slide.notes_text_frame.text
        assert one.headline in chart._element.nvGraphicFramePr.cNvPr.get("descr")
    words = [shape.text_frame.text for slide in deck for shape in slide.shapes if shape.has_text_frame]
    assert "“Ideas go up and never come back.”" in words
    cells = [
        cell.text for slide in deck for shape in slide.shapes if shape.has_table for cell in shape.table.iter_cells()
    ]
    assert cells[4:] == ["Ring back", "Samira\nSponsor: Jo.", "Tuesday 1 December 2026", "A tick in the file"]


def sorting() -> Edition:
    """Return what fifteen people sorted: of some cards numbers are shown, of others that most agree."""
    survey = cx.load_survey("ownership")
    answers = cx.read_responses(cx.sample("ownership"), survey).frame.head(15)
    return Edition(reports=(cx.report(answers, survey, by="role"),), occasion=OCCASION, commitments=LINES)


def test_slides_without_numbers_do_not_say_how_to_read_them() -> None:
    """Of four people: whose workshop it was, and what they will do."""
    edition = Edition(reports=(room(4, 1),), occasion=OCCASION, commitments=LINES)
    assert [slide.shapes.title.text for slide in drawn(edition)] == ["Hotel Bellevue", "What we will do"]


def test_what_has_no_number_stands_in_words_beside_the_chart_of_the_rest() -> None:
    """On the slide, in its alt text, and where the book opens: each card once."""
    edition = sorting()
    (report,) = edition.reports
    slide = [*drawn(edition)][1]
    (chart,) = (shape for shape in slide.shapes if shape.has_chart)
    bars = [*chart.chart.plots[0].categories]
    words = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    beside = [line for text in words for line in text.splitlines() if line.endswith(": we mostly agree")]
    assert bars
    assert beside
    assert len(bars) + len(beside) == len(report.survey.dimensions[0].items)
    assert all(line in chart._element.nvGraphicFramePr.cNvPr.get("descr") for line in beside)
    opens = opening(edition, {})
    assert 'class="cx-bars"' in opens
    assert "; ".join(beside).replace("'", "&#39;") in opens


def test_after_a_follow_up_the_slides_begin_with_what_has_changed() -> None:
    """A bar for each wave, of as many people as stand there; the two reports' own numbers."""
    before, now = cx.published_waves("pulse")
    deck = drawn(Edition(reports=(now,), occasion=OCCASION, earlier=Edition(reports=(before,))))
    changed = [*deck][1]
    best = cx.change(before, now).query("label == 'better'").sort_values("difference").iloc[-1]
    assert f"{now.survey.dimension(best['dimension']).title} is up by" in changed.shapes.title.text_frame.text
    (chart,) = (shape.chart for shape in changed.shapes if shape.has_chart)
    told = [[round(value) for value in series.values] for series in chart.plots[0].series]
    assert sorted(told) == sorted([round(mean) for mean in report.dimensions["mean"]] for report in (before, now))


def series() -> Edition:
    """Return a second workshop, which asked one of two surveys again and kept what was promised at the first."""
    before, now = cx.published_waves("pulse")
    first = Edition(reports=(before, cx.published_report("journey")), occasion=replace(OCCASION, day=date(2026, 10, 2)))
    kept = Commitments.from_dict({"id": LINES.id, "earlier": [{"what": "Ring back", "who": "Jo", "status": "kept"}]})
    return Edition(reports=(now,), occasion=OCCASION, earlier=first, commitments=kept)


def test_slides_of_a_series_say_what_became_of_promises_and_of_which_day_older_numbers_are() -> None:
    """Or those of the first workshop would be taken for today's."""
    deck = [*drawn(series())]
    (table,) = (shape.table for slide in deck for shape in slide.shapes if shape.has_table)
    assert [cell.text for cell in table.rows[1].cells] == ["Ring back", "Jo", "Kept", ""]
    said = {slide.shapes.title.text: [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
            for slide in deck}  # fmt: skip
    days = {title: "2 October 2026" in " ".join(words) for title, words in said.items()}
    journey = [title for title, words in said.items() if any(each.startswith("The weakest link") for each in words)]
    assert journey
    assert days == {title: title in journey for title in said}


def test_a_workbook_of_a_series_begins_with_what_has_changed() -> None:
    """From each time to the next, with the numbers of `cx.change`."""
    edition = series()
    _, first, *_ = opened(edition).worksheets
    changed = cx.change(*cx.published_waves("pulse")).query("attribute.isna()")
    rows = [[cell.value for cell in row] for row in first.iter_rows(min_row=2)]
    assert first.title == "What has changed"
    assert [row[-4:-1] for row in rows] == [
        pytest.approx([row["difference"], row["low"], row["high"]]) for _, row in changed.iterrows()
    ]
    assert {(row[2], row[5]) for row in rows} == {("2 Oct 2026", "27 Nov 2026")}


def test_a_workbook_does_not_repeat_everybody_as_the_one_team_that_nobody_said() -> None:
    """In a workshop without teams nobody was asked for one."""
    survey = cx.load_survey("leadership")
    those = cx.read_responses(cx.sample("leadership"), survey).frame.head(15).assign(team=None)
    report = cx.report(those, survey, by=["role", "team"])
    assert "team" in {row.attribute for row in report.tables.groups}
    said = {str(cell.value) for sheet in opened(Edition(reports=(report,))).worksheets for cell in sheet["B"]}
    assert "I work as" in {str(cell.value) for cell in opened(Edition(reports=(report,)))["Groups"]["B"]}
    assert "My team" not in said


def follow_up() -> Edition:
    """Return what fifteen people found, and twelve of them six weeks later, to whom it is said how sure that is."""
    before, now = room(15, 3), room(12, 3)
    return Edition(reports=(now,), occasion=OCCASION, earlier=Edition(reports=(before,)), commitments=LINES)


@pytest.mark.parametrize(
    "of", [follow_up, series, sorting, lambda: Edition(reports=(room(40, 8),), occasion=OCCASION, commitments=LINES)]
)
def test_on_a_slide_nothing_lies_over_anything_else(of: Callable[[], Edition]) -> None:
    """Words have the height that they need, in letters half as wide as high; what is under them begins below it."""
    for slide in drawn(of()):
        boxes = [(one.left, one.top, one.left + one.width, one.top + one.height) for one in slide.shapes]
        for place, (left, top, right, bottom) in enumerate(boxes):
            for other in boxes[:place]:
                apart = other[2] <= left or right <= other[0] or other[3] <= top or bottom <= other[1]
                assert apart, slide.shapes.title.text_frame.text
        for shape in slide.shapes:
            if shape.has_text_frame and shape.text_frame.text:
                needed = sum(
                    math.ceil(len(one.text) * one.runs[0].font.size / 2 / (shape.width - Inches(0.2)))
                    * one.runs[0].font.size
                    for one in shape.text_frame.paragraphs
                )
                assert needed <= shape.height, shape.text_frame.text
