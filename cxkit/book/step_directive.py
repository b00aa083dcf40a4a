"""Where the stage's steps come from: the directive that takes sentences out of the chapters while the book is built."""

import json
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from cxkit.book.languages import book_languages, in_language
from cxkit.book.steps import FILE
from cxkit.errors import listing
from cxkit.survey.chapters import KINDS, offered_steps
from cxkit.words import speaking

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

MOST_WORDS = 40
"""More than that nobody reads from the last row."""

_MARKED = re.compile(r"""[*_`\[{<\\"']""")
"""What may be mark-up."""

_FIRST_SENTENCE = re.compile(r"(.+?[.?!؟][”’»“)]?)(?:\s+(?=[\w“„«¿¡*])(.*))?", re.DOTALL)


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
        """Keep the step with its page, in every language of the book, and return the content as it is."""
        kind, name = self.arguments[0], self.arguments[-1]
        id, page = f"{self.env.docname}.{name}", self.env.docname
        if kind not in KINDS:
            raise self.error(f'{id}: there is no kind of step "{kind}". There are {listing(KINDS)}.')
        content = nodes.Element()
        self.state.nested_parse(self.content, self.content_offset, content)
        beside = {key: " ".join(self.options.get(key, "").split()) for key in ("text", "say")}
        own = [one.rawsource for one in content.findall(nodes.TextElement) if one.rawsource]
        step: dict[str, Any] = {"id": id, "chapter": page, "kind": kind, "in": {}}
        step |= {key: self.options[key] for key in ("survey", "part", "list") if self.options.get(key)}
        step |= self._said(" ".join(content.astext().split()) or beside["text"], beside["say"], id)
        for lang in book_languages()[1:]:
            with speaking(lang):
                text = " ".join(map(partial(self._plain, lang), own or [beside["text"]]))
                said = in_language(lang, page, beside["say"])
                step["in"][lang] = self._said(text, said, f"{id} ({lang})")
        self.env.metadata[page].setdefault("stage", []).append(step)
        if self.env.app.builder.name == "gettext":  # what is said beside it goes to its translators, too
            content += [paragraph for words in beside.values() if words for paragraph in self._told(words)]
        return list(content.children)

    def _plain(self, lang: str, words: str) -> str:
        """Return a text of the page in a language, without its mark-up."""
        told = in_language(lang, self.env.docname, " ".join(words.split()))
        if not _MARKED.search(told):
            return told
        found = nodes.Element()
        self.state.nested_parse(StringList([told], self.get_source_info()[0]), self.content_offset, found)
        return re.sub(r"[ \n]+", " ", found.astext()).strip()  # a narrow space before a French mark stays

    def _said(self, text: str, beside: str, id: str) -> dict[str, str]:
        """Return the words of a step."""
        many = len(re.findall(r"\w[\w’'-]*", text))
        if many > MOST_WORDS and self.env.app.builder.name != "gettext":  # translators get it, however it is now
            raise self.error(f"{id}: has {many} words; at most {MOST_WORDS} can be read from the last row.")
        headline, words = _split(text.replace("'", "’"))
        return {"headline": headline, "words": words, "say": beside.replace("'", "’")}

    def _told(self, words: str) -> Iterator[nodes.paragraph]:
        told = nodes.paragraph(words, words)
        self.set_source_info(told)
        yield told


def for_translators(app: "Sphinx", doctree: nodes.document) -> None:
    """Give translators what is read of a page that is not on it: its name on the stage; of the first, the book's."""
    env = app.env
    if app.builder.name != "gettext":
        return
    found = [env.metadata[env.docname].get("eyebrow"), env.docname == env.config.root_doc and env.config.html_title]
    for words in filter(None, found):
        told = nodes.paragraph(words, words)
        told.source, told.line = env.doc2path(env.docname), 1
        doctree += told


def _split(text: str) -> tuple[str, str]:
    """Return the first sentence, and the rest."""
    found = _FIRST_SENTENCE.fullmatch(text)
    return (found[1], found[2] or "") if found else (text, "")


def written_steps(env: "BuildEnvironment") -> Iterator[dict[str, Any]]:
    """Return the steps of all chapters that have been read, as they follow each other in the book.

    Each as `cxkit.book.steps.step_in` takes it: in English, and `in` the book's other languages.
    """
    found: dict[str, dict[str, Any]] = {}
    for meta in env.metadata.values():
        survey, _, part = str(meta.get("activity", "")).partition("/")
        found |= {one["id"]: {"survey": survey, "part": part, **one} for one in meta.get("stage", ())}
    for id, offered in offered_steps().items():
        if id in found:
            step = {"title": offered.title, "list": offered.list, **found[id]}
            titles = {lang: {"title": in_language(lang, offered.chapter, offered.title)} for lang in step["in"]}
            yield step | {"in": {lang: titles[lang] | words for lang, words in step["in"].items()}}


def write_steps(app: "Sphinx", error: Exception | None) -> None:
    """Write the steps into the built book."""
    if error or app.builder.format != "html":
        return
    told = json.dumps([*written_steps(app.env)], ensure_ascii=False, indent=1)
    (Path(app.outdir) / FILE).write_text(told, encoding="utf-8")


def setup(app: "Sphinx") -> "ExtensionMetadata":
    """Sphinx's door into this extension."""
    app.add_directive("stage-step", StageStep)
    app.connect("doctree-read", for_translators)
    app.connect("build-finished", write_steps)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
