"""How slides look: a title that says what was found, PowerPoint's own chart under it, and notes for the speaker."""

import io
from collections.abc import Iterable, Sequence
from math import ceil
from typing import IO, Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Inches, Length, Pt
from xlsxwriter import Workbook  # type: ignore[import-untyped]  # as python-pptx does

from cxkit.book.bars import Bars, bars, in_words
from cxkit.book.pictures import Shown
from cxkit.plots.tokens import colours
from cxkit.reports.rows import Quote
from cxkit.reports.voice import short
from cxkit.reports.wording import commas, of_n, points, semicolons, unbroken
from cxkit.words import direction, say, spoken

_WIDTH, _HEIGHT, _EDGE = Inches(13.333), Inches(7.5), Inches(0.75)
_TITLE_ONLY = 5
HUES = ("accent", "dim-2", "dim-3", "dim-4")
"""Of series, in their order: the tokens' colours."""
_UNDER = Inches(2.1)
"""Where what is under a title begins."""
_RTL = "\u200f"
"""Nobody sees it: what stands beside it is read from right to left."""
_LINE = 24
"""How high a line of words under a chart is, in points."""
_LONG = 52
"""Letters of a row's name: of a longer one the beginning, and all of it in the notes."""


class Deck:
    """Slides, one after another."""

    def __init__(self) -> None:
        self._deck = Presentation()
        self._deck.slide_width, self._deck.slide_height = _WIDTH, _HEIGHT
        layout = self._deck.slide_layouts[_TITLE_ONLY]
        for place in layout.placeholders:
            if place.placeholder_format.idx:  # date, footer and number: laid out for another size, and empty
                place._element.getparent().remove(place._element)
            else:
                _put(place, _EDGE, Inches(0.85), _WIDTH - 2 * _EDGE, Inches(1.1))
        self._layout = layout

    def opening(self, name: str, lines: Iterable[str]) -> None:
        """Add the first slide: whose results these are, and when."""
        slide = self._slide(name, size=48)
        _put(slide.shapes.title, _EDGE, Inches(2.2), _WIDTH - 2 * _EDGE, Inches(1.6))
        slide.shapes.title.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
        self._text(slide, list(lines), top=Inches(4), height=Inches(2), size=22)

    def picture(self, shown: Shown, when: str = "") -> None:
        """Add what was found with its chart, what it means, and what is not shown. when: the day, where not today's."""
        slide, picture = self._slide(shown.title), shown.picture
        self._text(slide, [_of(shown, when)], top=Inches(0.45), height=Inches(0.4), size=14)
        top = _UNDER
        if shown.words:
            high = Length(Inches(0.1) + _high(shown.words, 20))
            self._text(slide, [shown.words], top=Inches(1.95), height=high, size=20)
            top = Length(max(top, Inches(1.95) + high))
        drawn, more = bars(picture, shown.stands_out), getattr(picture, "more", "")
        below = " ".join(filter(None, (more and f"{more}.", picture.note if picture.kind != "lines" else "")))
        if below:
            self._text(slide, [below], top=Inches(6.85), height=Inches(0.45), size=12)
        if drawn:
            words = Pt(_LINE * len(drawn.rest))
            area = _EDGE, top, _WIDTH - 2 * _EDGE, Length(Inches(6.75) - top - words)
            if drawn.rest:
                self._text(slide, drawn.rest, top=Length(top + area[-1]), height=words, size=14)
            frame = _bars(slide, drawn, area)
            frame._element.nvGraphicFramePr.cNvPr.set("descr", _alt(shown.title, drawn))
        else:
            self._text(slide, in_words(picture), top=top, height=Length(Inches(6.75) - top), size=18, colour="ink")
        slide.notes_slide.notes_text_frame.text = "\n\n".join(filter(None, (shown.question, shown.words, picture.note)))

    def quotes(self, title: str, quotes: Sequence[Quote], of: str, notes: str) -> None:
        """Add what people wrote."""
        slide = self._slide(title)
        self._text(slide, [of], top=Inches(0.45), height=Inches(0.4), size=14)
        self._text(
            slide,
            [say("report.quoted", words=quote.text) for quote in quotes],
            top=Inches(2.1),
            height=Inches(4.9),
            size=20,
            colour="ink",
        )
        slide.notes_slide.notes_text_frame.text = notes

    def table(self, title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], below: str = "") -> None:
        """Add a table of words."""
        slide = self._slide(title)
        shape = slide.shapes.add_table(len(rows) + 1, len(heads), _EDGE, Inches(2.1), _WIDTH - 2 * _EDGE, Inches(0.6))
        # Turned here: a table's own mark for it turns the columns in PowerPoint alone.
        places = range(len(heads))[:: -1 if _turned() else 1]
        for place, share in zip(places, (0.38, 0.16, 0.18, 0.28), strict=True):
            shape.table.columns[place].width = Length(int((_WIDTH - 2 * _EDGE) * share))
        for line, row in enumerate((heads, *rows)):
            for column, words in zip(places, row, strict=True):
                cell = shape.table.cell(line, column)
                cell.text = words
                cell.fill.solid()
                cell.fill.fore_color.rgb = _hue("paper" if line else "wash")
                _dress(
                    cell.text_frame,
                    size=18 if line else 14,
                    bold=not line or column == places[0],
                    colour="ink" if line else "soft",
                )
        if below:
            self._text(slide, [below], top=Inches(6.4), height=Inches(0.5), size=18)

    def words(self, title: str, lines: Iterable[str]) -> None:
        """Add a slide of sentences."""
        self._text(self._slide(title), list(lines), top=Inches(2.1), height=Inches(4), size=20)

    def save(self, out: IO[bytes]) -> None:
        """Write the file. Words that are read from right to left say so, those of charts and notes, too."""
        for slide in self._deck.slides if _turned() else ():
            drawn = [shape.chart._chartSpace for shape in slide.shapes if shape.has_chart]
            for part in (slide._element, slide.notes_slide._element if slide.has_notes_slide else None, *drawn):
                for words in () if part is None else part.iter(qn("a:p")):
                    words.get_or_add_pPr().set("rtl", "1")
        self._deck.core_properties.author = "cxkit"
        self._deck.save(out)

    def _slide(self, title: str, size: int = 0) -> Any:
        slide = self._deck.slides.add_slide(self._layout)
        slide.shapes.title.text_frame.text = title
        slide.shapes.title.text_frame.vertical_anchor = MSO_ANCHOR.TOP
        slide.shapes.title.text_frame.word_wrap = True
        _dress(
            slide.shapes.title.text_frame,
            size=size or (34 if len(title) < 42 else 26 if len(title) < 96 else 20),
            bold=True,
            colour="ink",
        )
        return slide

    def _text(
        self, slide: Any, lines: Sequence[str], *, top: Length, height: Length, size: int, colour: str = "soft"
    ) -> None:
        frame = slide.shapes.add_textbox(_EDGE, top, _WIDTH - 2 * _EDGE, height).text_frame
        frame.word_wrap = True
        frame.text = lines[0] if lines else ""
        for line in lines[1:]:
            frame.add_paragraph().text = line
        _dress(frame, size=size, colour=colour)
        for paragraph in frame.paragraphs:
            paragraph.space_after = Pt(size / 2)


def _bars(slide: Any, drawn: Bars, area: tuple[Length, ...]) -> Any:
    """Draw a bar a row, or one for each series, or its parts in one; the first on top."""
    several, kind = len(drawn.names) > 1, XL_CHART_TYPE.BAR_CLUSTERED
    data = CategoryChartData(number_format="0")
    data.categories = [
        _ordered(name if several else unbroken(f"{name} ({of_n(row.ns[0])})"))
        for row in drawn.rows
        for name in [short(row.name, _LONG)]
    ]
    for place, name in enumerate(drawn.legend):
        data.add_series(_ordered(name or say("summary.average")), [row.values[place] for row in drawn.rows])
    if drawn.stacked:
        kind = XL_CHART_TYPE.BAR_STACKED
    frame = slide.shapes.add_chart(kind, *area, data)
    frame.chart.part.chart_workbook.update_from_xlsx_blob(_workbook(data))
    chart, small = frame.chart, len(drawn.rows) * (len(drawn.names) if not drawn.stacked else 1) > 8
    chart.has_title = False
    _plain_axes(chart, drawn.top)
    chart.category_axis.tick_labels.font.size = Pt(13 if small else 16)
    chart.has_legend = several
    if several:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
        chart.legend.font.size = Pt(14)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap, plot.has_data_labels = 45, 100 if drawn.stacked else -5, True
    labels = plot.data_labels
    labels.font.size, labels.font.bold = Pt(13 if small else 18), True
    labels.position = XL_LABEL_POSITION.CENTER if drawn.stacked else XL_LABEL_POSITION.OUTSIDE_END
    if drawn.stacked:
        labels.font.color.rgb = _hue("paper")
    labels.number_format_is_linked = False
    labels.number_format = "0;;" if drawn.stacked else '0"%"' if drawn.unit == "%" else "0"  # no 0 in a bar of none
    for place, series in enumerate(plot.series):
        _fill(series, HUES[place % len(HUES)])
        for at, row in enumerate(drawn.rows):
            if not several and not row.first:
                _fill(series.points[at], "neutral")
    return frame


def _workbook(data: Any) -> bytes:
    """Return what a chart shows as its workbook, in which words are words: neither a formula nor a link."""
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet()
        sheet.write_column(1, 0, [one.label for one in data.categories])
        for place, series in enumerate(data, 1):
            sheet.write_column(0, place, [series.name, *series.values])
    return out.getvalue()


def _fill(drawn: Any, token: str) -> None:
    drawn.format.fill.solid()
    drawn.format.fill.fore_color.rgb = _hue(token)


def _plain_axes(chart: Any, top: float | None) -> None:
    chart.font.color.rgb = _hue("ink")
    axis = chart.value_axis
    axis.minimum_scale = 0
    if top:
        axis.maximum_scale, axis.major_unit = top, top / 2
    axis.has_major_gridlines, axis.tick_labels.font.size = False, Pt(12)
    axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    axis.format.line.fill.background()
    chart.category_axis.reverse_order = True
    axis.reverse_order = _turned()
    chart.category_axis.format.line.color.rgb = _hue("line")
    chart.category_axis.major_tick_mark = axis.major_tick_mark = XL_TICK_MARK.NONE


def _of(shown: Shown, when: str) -> str:
    """Say of which activity it is, of which part of it, and of which day."""
    survey = shown.report.survey
    parts = [survey.title, *([survey.dimension(shown.part).title] if shown.part else []), when]
    return " · ".join(dict.fromkeys(filter(None, map(str, parts))))


def _alt(title: str, drawn: Bars) -> str:
    rows = [f"{row.name}: {commas(map(points, row.values))}" for row in drawn.rows]
    return f"{title} {semicolons([*rows, *drawn.rest])}."


def _high(words: str, size: int) -> Length:
    """Return how high so many words stand, in letters that are half as wide as high: a little less, in most scripts."""
    wide = (_WIDTH - 2 * _EDGE - Inches(0.2)) / Pt(size) * 2
    return Pt(ceil(len(words) / wide) * size * 1.2)


def _put(shape: Any, left: Length, top: Length, width: Length, height: Length) -> None:
    shape.left, shape.top, shape.width, shape.height = left, top, width, height


def _dress(frame: Any, *, size: int, colour: str, bold: bool = False) -> None:
    for paragraph in frame.paragraphs:
        paragraph.alignment = PP_ALIGN.RIGHT if _turned() else PP_ALIGN.LEFT
        for run in paragraph.runs:
            run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, _hue(colour)


def _turned() -> bool:
    """Return whether words are read from right to left: tables and bars then run that way, too."""
    return direction(spoken()) == "rtl"


def _ordered(words: str) -> str:
    """Return words of a chart in their order: no program takes it from a mark, and "2 October" would end with the 2."""
    return f"{_RTL}{words}{_RTL}" if _turned() else words


def _hue(token: str) -> RGBColor:
    return RGBColor.from_string(colours()[token][1:].upper())
