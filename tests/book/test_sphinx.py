"""The book's extension: figures drawn by cells become part of the page."""

import io
import json
from html import unescape
from types import SimpleNamespace
from typing import Any, cast

import matplotlib.pyplot as plt
import pytest
from jinja2 import Environment
from markupsafe import Markup
from matplotlib.axes import Axes

import cxkit as cx
from cxkit.book.sphinx import accessible, escape_names, frame_words, hold_tags, name_activity
from cxkit.book.untranslated import mark_english
from cxkit.plots.svg import inline_svg
from cxkit.reports.report import Report
from cxkit.words import languages
from tests.strategies import organisation, small_survey


@pytest.fixture
def report() -> Report:
    """Return a small organisation's report, with one team hidden and its shield."""
    return cx.report(organisation({"a": 9, "b": 12, "few": 3}), small_survey(), by=["team"])


def drawn(ax: Axes) -> str:
    """Return the SVG of a figure."""
    file = io.StringIO()
    figure = ax.get_figure(root=True)
    assert figure is not None
    figure.savefig(file, format="svg")
    plt.close("all")
    return file.getvalue()


def test_a_figure_in_the_page_says_what_it_shows_by_its_own_numbers(report: Report) -> None:
    """The alt text travels in the drawing and leaves no trace there; one that the page gives goes before it."""
    ax = cx.plots.heat_map(report, attribute="team")
    told = cx.plots.alt(ax)
    svg = drawn(ax)
    page = inline_svg(svg, prefix="f-", alt="")
    assert f'aria-label="{told}"' in unescape(page)
    assert "cx-alt" not in page
    assert 'aria-label="A map."' in inline_svg(svg, prefix="f-", alt="A map.")


def test_a_wide_figure_may_be_wider_than_the_text(report: Report) -> None:
    """Its type would be too small in a column."""
    assert 'class="cx-wide"' in inline_svg(drawn(cx.plots.heat_map(report, attribute="team")), prefix="f-", alt="")
    assert 'class="cx-wide"' not in inline_svg(drawn(cx.plots.profile(report)), prefix="f-", alt="")


@pytest.mark.parametrize("lang", [lang for lang in languages() if lang != "en"])
def test_what_stands_around_a_page_is_in_its_language(lang: str) -> None:
    """The theme's buttons and Sphinx's links are, where these have no words of their own; an English text stays so."""
    link = '<a class="headerlink" title="Link to this heading">#</a>'
    for english in (False, True):
        said = '<p class="cx-english">Only in English.</p>' if english else ""
        page = accessible(
            '<html><a href="#main-content">Skip to main content</a><nav aria-label="Main"></nav>'
            f'<article>{said}<h1>Light{link}</h1></article><a title="next page">Next</a><nav aria-label="Page"></nav>',
            lang,
        )
        for own in ("Skip to main content", '"Main"', '"next page"', '"Page"'):
            assert own not in page
        assert ("Link to this heading" in page) == english
        assert "Light" in page
        assert f'<a href="#main-content">{Markup.escape(frame_words(lang)[0])}</a><nav aria-label="' in page
    assert set(frame_words("en")).isdisjoint(frame_words(lang))


def test_what_stays_in_english_says_that_it_does_wherever_it_is_named() -> None:
    """Titles in the menu, at the foot and in links are English words; a link in words of its own leads to English."""
    titles = {"methods": {"How every number is made", "People & groups"}}
    menu = '<a class="reference" href="methods.html">How every number is made</a>'
    part = '<a href="../methods.html#people"><span>People &amp; groups</span></a>'
    own, other = '<a href="methods.html#people">die Personen</a>', '<a href="results.html">Ergebnisse</a>'
    outside = '<a href="https://example.org/methods.html">How every number is made</a>'
    foot = '<a href="methods.html" title="x"><p>weiter</p><p class="prev-next-title">How every number is made</p></a>'
    page = mark_english("".join((menu, part, own, other, outside, foot)), "index", titles)
    assert '<a class="reference" href="methods.html" hreflang="en" lang="en">' in page
    assert '<a href="../methods.html#people" hreflang="en" lang="en">' in page
    assert '<a href="methods.html#people" hreflang="en">die Personen</a>' in page
    assert other in page
    assert outside in page
    assert '<p>weiter</p><p class="prev-next-title" lang="en">How every' in page
    here = mark_english(
        '<title>How</title><a href="#">How every number is made</a><a href="#x">#</a>', "methods", titles
    )
    assert here.startswith('<title lang="en">How</title><a href="#" hreflang="en" lang="en">')
    assert here.endswith('<a href="#x">#</a>')
    assert mark_english(f"<title>a</title>{menu}", "methods", {}) == f"<title>a</title>{menu}", (
        "nothing stays in English"
    )


def test_no_word_ends_the_script_that_holds_what_widgets_show() -> None:
    """Neither a team's name nor a survey's text, in any spelling that browsers take; it is the same state."""
    state = {"state": {"one": {"state": {"_esm": "", "name": "</SCRIPT ><img src=x>"}, "model_name": "AnyModel"}}}
    script = {"body": json.dumps(state)}
    pages = {"results": {"js_files": {"ipywidgets_state": (None, script)}}, "index": {}}
    hold_tags(cast(Any, None), cast(Any, SimpleNamespace(found_docs=set(pages), nb_metadata=pages)))
    assert "<" not in script["body"]
    assert json.loads(script["body"]) == state


def test_a_chapter_names_its_activity_beside_the_tags_that_its_page_has() -> None:
    """As an attribute, whatever stands in it; the other tags stay tags."""
    context: dict[str, Any] = {"meta": {"activity": 'pulse/"><i>'}, "metatags": '<meta name="viewport">'}
    name_activity(cast(Any, None), "page", "page.html", context, None)
    assert context["metatags"] == (
        '<meta name="viewport"><meta name="cxkit:activity" content="pulse/&#34;&gt;&lt;i&gt;">'
    )


def test_the_books_name_is_words_in_every_page() -> None:
    """Once, wherever a template writes it as it is, and where it escapes it."""
    context: dict[str, Any] = {"docstitle": "Bar & <img>", "pagetitle": "<b>"}
    escape_names(cast(Any, None), "page", "page.html", context, None)
    made = Environment().from_string("{{ docstitle }} {{ docstitle|e }} {{ pagetitle }}")
    assert made.render(context) == "Bar &amp; &lt;img&gt; Bar &amp; &lt;img&gt; &lt;b&gt;"
