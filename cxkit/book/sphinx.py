"""The book's Sphinx extension: live widgets in static pages, and pages that need no network.

It does some small things to any book that lists ``cxkit.book.sphinx`` among its extensions:

* every page gets the book's style sheet and the widgets' host from the installed package;
* chapters are executed side by side;
* formulas become MathML while the book is built, so that no page loads a formula library;
* a notebook's SVG figures go into the page itself and take the tokens' colours, so that they follow light and dark;
* what the stage shows is taken out of the chapters (``cxkit.book.step_directive``), run sheets go into the guide;
* whatever the theme would load that is heavy or comes from elsewhere is taken out again, and a page that still
  asks another host for something fails a strict build;
* what the search finds comes with a line of text;
* what the theme and pandas leave out for screen readers and keyboards is put in;
* a notebook widget that cannot live without a kernel fails a strict build, because readers would see nothing; cells
  are told that there will be none, so that they can show what stands still (``cx.explore`` does).
"""

import json
import os
import re
import shutil
from pathlib import Path
from typing import Any, cast

from docutils import nodes
from latex2mathml.converter import convert
from markupsafe import Markup, escape
from myst_nb.sphinx_ import NbMetadataCollector  # type: ignore[import-untyped]
from sphinx.addnodes import toctree
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole
from sphinx.util.math import get_node_equation_number
from sphinx.util.typing import ExtensionMetadata
from sphinx.writers.html5 import HTML5Translator

from cxkit.book.edition import (
    EDITION_VARIABLE,
    LINES,
    OCCASION,
    STANDING_VARIABLE,
    WAVE,
    edition_file,
    edition_surveys,
    followed_up,
)
from cxkit.book.execution import execute_chapters
from cxkit.book.languages import in_language
from cxkit.book.messages import quicken
from cxkit.book.occasion import Occasion
from cxkit.book.surroundings import surroundings
from cxkit.book.untranslated import english_titles, mark_english, say_it_is_english, says_so
from cxkit.plots.svg import inline_svg
from cxkit.static import served
from cxkit.survey.files import shipped_surveys
from cxkit.words import FIRST, LANGUAGE_VARIABLE, direction, say, spoken

SHIPPED = ("book.css", "page.js")

# The icon script and fonts are half of a page's weight; book.css draws the dozen icons that the theme really shows.
ICON_SCRIPT = re.compile(r"\s*(?:<!--[^<]*icons[^<]*-->\s*)?<script[^>]*fontawesome[^>]*></script>")
ICON_FONT = re.compile(r"@font-face\{[^}]*fontawesome[^}]*\}")
UNUSED = ("scripts/fontawesome*", "vendor/fontawesome", "*.map", "*/*.map", "*.html", "images/logo_*")
LOADING_TAG = re.compile(r"<(?:script|link|img|iframe|source|video|audio|object|embed)\b[^>]*>", re.IGNORECASE)
OTHER_HOST = re.compile(r"""\b(?:src|href|data|srcset)\s*=\s*["']?((?:https?:)?//[^"'\s>]+)""", re.IGNORECASE)

logger = logging.getLogger(__name__)


def ship_files(app: Sphinx, config: Config) -> None:
    """Offer the package's own files to the pages, each with all that it imports."""
    folder = Path(app.doctreedir) / "cxkit"
    folder.mkdir(parents=True, exist_ok=True)
    for file in SHIPPED:
        (folder / file).write_text(served(file, spoken()), encoding="utf-8")
    config.html_static_path = [*config.html_static_path, str(folder)]


def announce_rehearsal(app: Sphinx, config: Config) -> None:
    """Say on top of every page that nobody real has answered."""
    config.html_theme_options["announcement"] = say("edition.announcement")


def name_edition(app: Sphinx, config: Config) -> None:
    """Have every page of a team's own book say whose it is."""
    path = edition_file(OCCASION)
    name = Occasion.from_dict(json.loads(path.read_text(encoding="utf-8"))).name if path else ""
    if path:
        config.html_title = name or config.html_title
        config.html_theme_options["home_page_in_toc"] = False  # the name above leads there


def speak(app: Sphinx, config: Config) -> None:
    """Let the theme say what it says in the book's language."""
    config.html_theme_options |= {"search_bar_text": say("book.search"), "toc_title": say("book.on_this_page")}


def name_parts(app: Sphinx, doctree: nodes.document) -> None:
    """Translate what the parts of the menu are called: they come after Sphinx has translated the page."""
    for one in doctree.findall(toctree):
        if one.get("caption"):
            one["caption"] = in_language(spoken(), app.env.docname, one["caption"])


class Least(SphinxRole):
    """{least}`scores` is how many must have answered before scores are shown; a live room puts in its own."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the number, marked."""
        from cxkit.book.build import published_thresholds  # noqa: PLC0415  (it brings all that publishes a book)

        least = vars(published_thresholds())[self.text]
        return [nodes.raw("", f'<strong data-least="{self.text}">{least}</strong>', format="html")], []


def visit_math(translator: HTML5Translator, node: nodes.math) -> None:
    """Write a formula in running text as MathML."""
    translator.body.append(mathml(node, display="inline"))
    raise nodes.SkipNode


def visit_math_block(translator: HTML5Translator, node: nodes.math_block) -> None:
    """Write a displayed formula as MathML, with its number if it has one."""
    # Wide formulas scroll on a phone: without a mouse, too.
    translator.body.append(translator.starttag(node, "div", CLASS="math", tabindex="0"))
    if node["number"]:
        number = get_node_equation_number(translator, node)
        translator.body.append(f'<span class="eqno">({number})</span>')
    translator.body.append(mathml(node, display="block") + "</div>\n")
    raise nodes.SkipNode


def mathml(node: nodes.Element, *, display: str) -> str:
    """Return the node's LaTeX as a ``<math>`` element; where it cannot be one, as code, with a warning."""
    latex = node.astext()
    try:
        # The converter takes ± for a name; as an operator it gets its space.
        return str(convert(latex, display=display)).replace("<mi>&#x000B1;</mi>", "<mo>&#x000B1;</mo>")
    except Exception as error:  # the converter has no common base class for its errors
        logger.warning(
            "formula cannot be written as MathML (%s): %s", error or type(error).__name__, latex, location=node
        )
        return Markup("<code>{}</code>").format(latex)


def draw_figures(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Put the figures that a page's cells drew as SVG into the page, so that its style reaches them."""
    if app.builder.format != "html":
        return
    for place, image in enumerate([*doctree.findall(nodes.image)]):
        path = Path(app.srcdir, image["uri"])
        if path.suffix == ".svg" and "jupyter_execute" in path.parts:
            drawn = inline_svg(path.read_text(encoding="utf-8"), prefix=f"figure-{place}-", alt=image.get("alt", ""))
            reached = ' tabindex="0"' if 'class="cx-wide"' in drawn else ""  # it scrolls on a phone, by keyboard too
            image.replace_self(nodes.raw("", f'<div class="cx-figure"{reached}>{drawn}</div>', format="html"))


def name_activity(app: Sphinx, page: str, template: str, context: dict[str, Any], tree: nodes.document | None) -> None:
    """Say in a page's head which activity is its chapter's, where its front matter does: a live room looks there."""
    if named := (context.get("meta") or {}).get("activity"):
        tag = Markup('<meta name="cxkit:activity" content="{}">').format(named)
        context["metatags"] = f"{context.get('metatags', '')}{tag}"  # a sum would escape the tags that are there


def escape_names(app: Sphinx, page: str, template: str, context: dict[str, Any], tree: nodes.document | None) -> None:
    """Escape what the theme writes as it is: the book's name, which is an organisation's own words, and the page's."""
    context |= {name: escape(context[name]) for name in ("docstitle", "pagetitle") if name in context}


def check_widgets(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of every page with a widget that a static page cannot show."""
    for page in sorted(env.found_docs):
        _, script = NbMetadataCollector.get_js_files(cast(Any, env), page).get("ipywidgets_state", (None, {}))
        names = kernel_widgets(json.loads(script.get("body", "{}")))
        if names:
            logger.warning(
                "%s cannot work in a static page, so readers would see nothing. Give it a static twin: a figure, "
                "a table or an anywidget, and tag the cell 'skip-execution'.",
                ", ".join(names), location=page, type="cxkit", subtype="widget",
            )  # fmt: skip


def hold_tags(app: Sphinx, env: BuildEnvironment) -> None:
    """Write no tag where a page's script holds what its widgets show: `</SCRIPT >` in a team's name would end it."""
    for page in sorted(env.found_docs):
        _, script = NbMetadataCollector.get_js_files(cast(Any, env), page).get("ipywidgets_state", (None, {}))
        if "body" in script:
            script["body"] = script["body"].replace("<", "\\u003c")


def kernel_widgets(saved: dict[str, Any]) -> list[str]:
    """Names of the models in a notebook's saved widget state that only draw with a kernel, sorted."""
    return sorted({
        model["model_name"]
        for model in saved.get("state", {}).values()
        if "_esm" not in model.get("state", {}) and not model["model_name"].endswith(("LayoutModel", "StyleModel"))
    })  # fmt: skip


def keep_offline(app: Sphinx, error: Exception | None) -> None:
    """Take out what no page needs, and warn of every page that would still load something from another host."""
    if error or app.builder.format != "html":
        return
    out, titles = Path(app.outdir), english_titles(app.env, spoken())
    for path in (path for pattern in UNUSED for path in (out / "_static").glob(pattern)):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    for style in (out / "_static" / "styles").glob("*.css"):
        style.write_text(ICON_FONT.sub("", style.read_text(encoding="utf-8")), encoding="utf-8")
    for page in sorted(set(out.rglob("*.html")) - set((out / "_static").rglob("*"))):
        written = page.read_text(encoding="utf-8")
        kept = mark_english(accessible(ICON_SCRIPT.sub("", written), spoken()), page.stem, titles)
        if kept != written:
            page.write_text(kept, encoding="utf-8")
        for tag in LOADING_TAG.findall(kept):
            for address in [] if 'rel="canonical"' in tag else OTHER_HOST.findall(tag):
                logger.warning("%s loads %s from another host: ship it or leave it out.",
                               page.relative_to(out), address, type="cxkit", subtype="host")  # fmt: skip


def accessible(page: str, lang: str = FIRST) -> str:
    """Return a page with its logo in a landmark, no empty table headers, and signatures that are no lists.

    lang: its language. It says how that is written, and that its text is not in it where nobody has translated it.
    """
    page = page.replace("<html", f'<html dir="{direction(lang)}"', 1)
    before, end, after = page.partition("</article>")
    frame, begin, text = before.partition("<article")
    if not says_so(page):
        text = in_words_of(text, lang)
    page = f"{in_words_of(frame, lang)}{begin}{text}{end}{in_words_of(after, lang)}"
    if says_so(page):
        page = page.replace("<article", f'<article lang="{FIRST}" dir="ltr"', 1)
    item = '<div class="sidebar-primary-item"'
    home = Markup(' role="navigation" aria-label="{}"').format(say("edition.home"))
    named = f"{item}{home}"
    page = page.replace("<dl>\n<dd>", '<dl role="presentation">\n<dd>')
    # What opens the pages under another one is called as that one is.
    page = re.sub(r">([^<]+)</a><details([^>]*)><summary>", r'>\1</a><details\2><summary aria-label="\1">', page)
    return page.replace(item, named, 1).replace("<th></th>", "<td></td>")


_FRAMED = re.compile(r'( (?:title|aria-label|data-bs-title)="|<a href="#main-content">)([^"<]+)(?=["<])')


def frame_words(lang: str) -> tuple[str, ...]:
    """Return what stands around a page: in English it is what the theme and Sphinx write there."""
    return (
        say("book.frame_skip", lang=lang), say("book.frame_chapters", lang=lang), say("book.frame_sections", lang=lang),
        say("book.frame_toggle_chapters", lang=lang), say("book.frame_toggle_sections", lang=lang),
        say("book.frame_fullscreen", lang=lang), say("book.frame_colours", lang=lang),
        say("book.frame_light", lang=lang), say("book.frame_dark", lang=lang), say("book.frame_system", lang=lang),
        say("book.frame_previous", lang=lang), say("book.frame_next", lang=lang),
        say("book.frame_heading", lang=lang), say("book.frame_term", lang=lang), say("book.frame_version", lang=lang),
    )  # fmt: skip


def in_words_of(page: str, lang: str) -> str:
    """Return a page whose frame is in a language, too: the theme has few of them, and not all of those."""
    known = dict(zip(frame_words(FIRST), map(str, map(Markup.escape, frame_words(lang))), strict=True))
    return _FRAMED.sub(lambda found: found[1] + known.get(found[2], found[2]), page)


def made_anew(_app: Sphinx, *about: Any) -> tuple[str | None, str | None]:
    """Write a default that is made anew for each value as three dots: `<factory>` is no Python."""
    *_, given, result = about
    return given and given.replace("<factory>", "..."), result


def setup(app: Sphinx) -> ExtensionMetadata:
    """Sphinx's door into this extension."""
    quicken()
    app.setup_extension("cxkit.book.run_sheets")
    app.setup_extension("cxkit.book.search_lines")
    # Sphinx chooses a formula renderer by itself as soon as there is one besides MathJax.
    app.add_html_math_renderer("mathml", (visit_math, None), (visit_math_block, None))
    app.add_css_file("book.css", priority=900)  # after the theme's, so that equal selectors win
    app.add_js_file("page.js", loading_method="defer")
    own = edition_surveys()
    for slug in set(shipped_surveys()) - set(own):
        app.tags.add(f"sample_{slug}")
    if not own:
        app.tags.add("sample_results")
    for name, tag in ((LINES, "own_commitments"), (WAVE.format(survey="pulse", n=1), "own_change")):
        if edition_file(name):
            app.tags.add(tag)
    if followed_up():
        app.tags.add("followed_up")
    if any(survey.get("rehearsal") for survey in own.values()):
        app.tags.add("rehearsal")
        app.connect("config-inited", announce_rehearsal)
    app.connect("config-inited", speak)
    app.connect("config-inited", ship_files)
    app.connect("config-inited", name_edition)
    if STANDING_VARIABLE not in os.environ:  # by Jupyter Book alone: for the kernels that it starts
        lang = os.environ.get(LANGUAGE_VARIABLE) or spoken()
        given = {EDITION_VARIABLE: os.environ.get(EDITION_VARIABLE, ""), LANGUAGE_VARIABLE: lang}
        kept = surroundings(Path(app.doctreedir, "home").absolute()) | given
        os.environ.clear()
        os.environ.update(kept)
    app.connect("env-before-read-docs", execute_chapters)
    if "sphinx.ext.autodoc" in app.extensions:
        app.connect("autodoc-process-signature", made_anew)
    app.add_role("least", Least())
    app.connect("doctree-read", name_parts, priority=400)  # before the menu is made of it
    app.connect("doctree-resolved", draw_figures)
    app.connect("doctree-resolved", say_it_is_english)
    app.connect("html-page-context", name_activity)
    app.connect("html-page-context", escape_names, priority=900)  # after the theme, which gives one of them
    app.connect("env-check-consistency", check_widgets)
    app.connect("env-check-consistency", hold_tags)
    app.connect("build-finished", keep_offline)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
