"""Figures in words that are read from right to left."""

import io
import re
from unicodedata import bidirectional

import pytest
from IPython.core.formatters import DisplayFormatter
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.text import Text

from cxkit.plots import alt, gap, ranking
from cxkit.plots.lettering import Words, measure, wrap
from cxkit.plots.svg import inline_svg
from cxkit.words import ISOLATES, apart, speaking, together
from tests.plots.figures import Figure, every_figure, waves


def canvas(ax: Axes) -> Canvas:
    figure = ax.get_figure(root=True)
    assert figure is not None
    return figure


def page(ax: Axes) -> str:
    """Return a figure as it stands within a page."""
    file = io.StringIO()
    canvas(ax).savefig(file, format="svg")
    return inline_svg(file.getvalue(), prefix="f-", alt="")


@every_figure
def test_every_word_can_be_read(draw: Figure) -> None:
    """What keeps a name, a range or "−12" in its order does so on each line, unseen; Arabic letters have no italics."""
    with speaking("ar"):
        ax = draw(waves("two groups"))
    assert "," not in alt(ax)  # an Arabic one has another shape
    begin, end = tuple(ISOLATES)
    for text in canvas(ax).findobj(Text):
        assert isinstance(text, Text)
        for line in text.get_text().split("\n"):
            assert line.count(begin) == line.count(end), line
            assert measure(line, 12) == pytest.approx(measure(together(line), 12), abs=1), line  # but for kerning
        if any(bidirectional(letter) == "AL" for letter in text.get_text()):
            assert text.get_fontstyle() == "normal", text


def test_a_name_that_needs_two_lines_stands_apart_on_both() -> None:
    """Else its second line would be read with the words around it."""
    said = f"الأعلى: {apart('Is it easy to reach us?', 'ar')} كما قال 12 من 30"
    lines = wrap(said, 12, measure(said, 12) / 3)
    assert len(lines) > 2
    assert " ".join(together(line) for line in lines) == together(said)
    begin, end = tuple(ISOLATES)
    assert all(line.count(begin) == line.count(end) for line in lines)
    latin = [line for line in lines if re.search("[a-z]", line)]
    assert all(begin in line for line in latin)
    assert len(latin) > 1


def test_only_letters_that_have_italics_get_them() -> None:
    """Numbers of several groups together stay in italics, as the note under them says."""
    assert [Words(text=text, italic=True).style()["fontstyle"] for text in ("52", "hidden", "محجوب")] == [
        "italic", "italic", "normal",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "draw", [lambda: ranking(waves("two groups").now, dimension="care"), lambda: gap(waves("two groups").now)]
)
def test_in_a_page_a_figure_is_turned_and_its_words_are_not(draw: object) -> None:
    """As the room's screen is: labels at the right, bars towards the left, "→" and "←" as they are meant."""
    assert callable(draw)
    with speaking("ar"):
        ax = draw()
    figure, html = canvas(ax), page(ax)
    figure.set_dpi(72)  # a pixel then is a point
    figure.draw_without_rendering()
    wide = figure.bbox.width
    assert f'<g id="f-figure_1" transform="matrix(-1,0,0,1,{wide:g},0)" direction="rtl">' in html
    turned = re.findall(r'<text[^>]* transform="matrix\(-1,0,0,1,([\d.]+),[\d.]+\)"', html)
    assert len(turned) == html.count("<text")
    seen = [text for text in figure.findobj(Text) if isinstance(text, Text) and text.get_visible()]
    lines = [text for text in seen if (words := text.get_text()) and "\n" not in words]
    assert len(lines) > len(turned) / 2
    for line in lines:  # it begins, turned round twice, where its right edge was
        box = line.get_window_extent()
        assert min(abs(float(x) - box.x1) for x in turned) < 1 + box.width / 40, line  # hinting apart


def test_a_page_in_english_turns_nothing() -> None:
    """Whoever reads from left to right sees matplotlib's drawing."""
    assert "matrix(-1" not in page(ranking(waves("two groups").now, dimension="care"))


def test_a_notebook_shows_a_figure_turned_as_the_book_does() -> None:
    """Where its words are read from right to left, as a drawing of its own; else as the notebook shows any figure."""
    formats = DisplayFormatter()
    for lang in ("ar", "en"):
        with speaking(lang):
            figure = canvas(gap(waves("two groups").now))
        shown, _ = formats.format(figure)  # type: ignore[no-untyped-call]
        assert ("image/svg+xml" in shown) == (lang == "ar")
        if lang == "ar":
            assert 'id="figure_1" transform="matrix(-1,0,0,1,' in shown["image/svg+xml"], "mirrored"
            assert shown["image/svg+xml"].count("matrix(-1") > 5, "and every line of it is upright"
