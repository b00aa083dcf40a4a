"""The stage's steps: taken out of the chapters while the book is built, and read by the room from the built book."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from cxkit.errors import listing
from cxkit.survey.chapters import KINDS, Offered, offered_steps
from cxkit.survey.model import Survey
from cxkit.survey.run_sheet import RunSheet, steps_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

FILE = Path("_static", "stage.json")
"""Where a built book keeps its steps."""
MOST_WORDS = 40
"""More than that nobody reads from the last row."""

_FIRST_SENTENCE = re.compile(r"(.+?[.?!][”’)]?)(?:\s+(?=[\w“*])(.*))?", re.DOTALL)
_TEXTLESS = ("join", "activity", "reveal", "predict", "commitments", "break")
"""Kinds of steps that need no words of a chapter."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of the stage.

    kind: one of `KINDS`. title: its chapter's, in a few words. headline: what stands large; "": the finding of the
    Report, or a picture without words. words: at most 40 with the headline. say: for the facilitator alone. survey and
    part: which of its dimensions; "": none, or all of them.
    """

    id: str
    chapter: str
    kind: str
    title: str
    headline: str = ""
    words: str = ""
    say: str = ""
    survey: str = ""
    part: str = ""


def steps(book: Path) -> dict[str, Step]:
    """Return the steps that a built book has, by id, as its chapters follow each other; none where it has no file."""
    path = book / FILE
    found = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []
    return {one["id"]: Step(**one) for one in found}


def steps_on(sheet: RunSheet, book: Path | None, surveys: Iterable[Survey]) -> dict[str, Step]:
    """Return the steps of a run sheet, in its order, by id.

    Without a book there are no words but those of the `surveys`: stories, questions and actions are left out.
    """
    by_id = {survey.id: survey for survey in surveys}
    written = steps(book) if book else {}
    known = offered_steps() | {id: one for survey in by_id.values() for id, one in steps_of(survey).items()}
    found = {id: written.get(id) or _bare(id, known[id], by_id) for id, _ in sheet.steps if id in known}
    return {id: step for id, step in found.items() if step.headline or step.kind in _TEXTLESS}


def _bare(id: str, offered: Offered, surveys: dict[str, Survey]) -> Step:
    """Return a step in its survey's words, as no book is there to have others."""
    survey = surveys.get(offered.survey)
    asks = survey.dimensions[0].question if survey and offered.kind == "activity" else ""
    return Step(
        id=id,
        chapter=offered.chapter,
        kind=offered.kind,
        title=str(survey.title) if survey else offered.title,
        headline=str(asks),
        survey=offered.survey,
    )


class StageStep(SphinxDirective):
    """`{stage-step} talk` takes its content, which stands in the chapter as ever, for the stage.

    Its argument is the step's kind, and its own name where a chapter has several of a kind. The first sentence is the
    headline. Options: say, for the facilitator; text, in place of content that stands in no chapter; part, a dimension.
    """

    required_arguments = 1
    optional_arguments = 1
    has_content = True
    option_spec = {"say": directives.unchanged, "text": directives.unchanged, "part": directives.unchanged}  # noqa: RUF012

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
            yield Step(title=offered.title, **found[id])


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
