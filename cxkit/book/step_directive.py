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
        """Keep the step with its page, and return the content as it is."""
        kind, name = self.arguments[0], self.arguments[-1]
        content = nodes.Element()
        self.state.nested_parse(self.content, self.content_offset, content)
        said = {key: " ".join(self.options.get(key, "").replace("'", "’").split()) for key in self.option_spec}
        text = " ".join(content.astext().split()) or said.pop("text")
        headline, words = _split(text)
        id = f"{self.env.docname}.{name}"
        if kind not in KINDS:
            raise self.error(f'{id}: there is no kind of step "{kind}". There are {listing(KINDS)}.')
        if (many := len(re.findall(r"\w[\w’'-]*", text))) > MOST_WORDS:
            raise self.error(f"{id}: has {many} words; at most {MOST_WORDS} can be read from the last row.")
        step = {"id": id, "chapter": self.env.docname, "kind": kind, "headline": headline, "words": words}
        step |= {key: words for key, words in said.items() if words}
        self.env.metadata[self.env.docname].setdefault("stage", []).append(step)
        return list(content.children)


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
    app.connect("build-finished", write_steps)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
