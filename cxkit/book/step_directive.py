"""Where the stage's steps come from: the directive that takes sentences out of the chapters while the book is built."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from cxkit.book.steps import FILE, Step
from cxkit.errors import listing
from cxkit.survey.chapters import KINDS, offered_steps

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

MOST_WORDS = 40
"""More than that nobody reads from the last row."""

logger = logging.getLogger(__name__)

_FIRST_SENTENCE = re.compile(r"(.+?[.?!][”’)]?)(?:\s+(?=[\w“*])(.*))?", re.DOTALL)


class StageStep(SphinxDirective):
    """`{stage-step} talk` takes its content, which stands in the chapter as ever, for the stage.

    Its argument is the step's kind, and its own name where a chapter has several of a kind. The first sentence is the
    headline. Options: say, for the facilitator; text, in place of content that stands in no chapter; survey, where
    it is not the chapter's; part, a dimension; list, to which lines for the wall go, that are voted on, or of which the
    one that was chosen is under the words.
    """

    required_arguments = 1
    optional_arguments = 1
    has_content = True
    option_spec = dict.fromkeys(("say", "text", "survey", "part", "list"), directives.unchanged)

    def run(self) -> list[nodes.Node]:
        """Return the content, with what is said beside it, for `keep_steps` to take once it is translated."""
        kind, name = self.arguments[0], self.arguments[-1]
        id = f"{self.env.docname}.{name}"
        if kind not in KINDS:
            raise self.error(f'{id}: there is no kind of step "{kind}". There are {listing(KINDS)}.')
        told = {key: self.options[key] for key in ("survey", "part", "list") if self.options.get(key)}
        found = stage_step(step={"id": id, "chapter": self.env.docname, "kind": kind, **told})
        self.set_source_info(found)
        self.state.nested_parse(self.content, self.content_offset, found)
        for key in ("text", "say"):
            if words := " ".join(self.options.get(key, "").split()):
                beside = nodes.paragraph(words, words, beside=key)
                self.set_source_info(beside)
                found += beside
        return [found]


class stage_step(nodes.General, nodes.Element):  # type: ignore[misc]  # noqa: N801  (as docutils names its nodes)
    """A step's content while its page is read. step: what else is known of it."""


def keep_steps(app: Sphinx, doctree: nodes.document) -> None:
    """Keep each step with its page, in the language that the page is in by now; what is said beside it goes."""
    env = app.env
    if app.builder.name == "gettext":  # what else is read of a page goes to its translators
        for words in _beside(env, env.docname):
            told = nodes.paragraph(words, words)
            told.source, told.line = env.doc2path(env.docname), 1
            doctree += told
        return
    for found in [*doctree.findall(stage_step)]:
        beside = {one["beside"]: one for one in found.children if "beside" in one}
        said = {key: " ".join(one.astext().replace("'", "’").split()) for key, one in beside.items()}
        content = [one for one in found.children if "beside" not in one]
        text = " ".join("\n\n".join(one.astext() for one in content).split()) or said.pop("text", "")
        headline, words = _split(text)
        id = found["step"]["id"]
        if (many := len(re.findall(r"\w[\w’'-]*", text))) > MOST_WORDS:
            logger.warning("%s: has %s words; at most %s can be read from the last row.", id, many, MOST_WORDS,
                           location=found, type="cxkit", subtype="step")  # fmt: skip
        step = {**found["step"], "headline": headline, "words": words, **said}
        env.metadata[env.docname].setdefault("stage", []).append(step)
        found.replace_self(content)


def _beside(env: BuildEnvironment, page: str) -> list[str]:
    """Return what people read of a page that is not on it: its name on the stage; of the first, the book's title."""
    found = [env.metadata[page]["eyebrow"]] if "eyebrow" in env.metadata[page] else []
    if page == env.config.root_doc:
        found.append(env.config.html_title)
    return found


def _split(text: str) -> tuple[str, str]:
    """Return the first sentence, and the rest."""
    found = _FIRST_SENTENCE.fullmatch(text)
    return (found[1], found[2] or "") if found else (text, "")


def written_steps(env: BuildEnvironment) -> Iterator[Step]:
    """Return the steps of all chapters that have been read, as they follow each other in the book."""
    found: dict[str, dict[str, Any]] = {}
    for meta in env.metadata.values():
        survey, _, part = str(meta.get("activity", "")).partition("/")
        found |= {one["id"]: {"survey": survey, "part": part, **one} for one in meta.get("stage", ())}
    for id, offered in offered_steps().items():
        if id in found:
            yield Step(title=offered.title, **{"list": offered.list, **found[id]})


def write_steps(app: Sphinx, error: Exception | None) -> None:
    """Write the steps into the built book."""
    if error or app.builder.format != "html":
        return
    told = [asdict(step) for step in written_steps(app.env)]
    (Path(app.outdir) / FILE).write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Sphinx's door into this extension."""
    app.add_directive("stage-step", StageStep)
    app.connect("doctree-read", keep_steps)
    app.connect("build-finished", write_steps)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
