"""The book's reference: sections of a page made from the docstrings of the public names.

``{public-names} score tally`` gives each name a section with its signature or fields and its docstring; a class brings
its methods and properties, a module its functions. Docstrings are plain text, so nothing in one can break a page. What
is read in them: paragraphs; ``name: meaning`` with its further lines indented, as a list; an indented block; `code` in
backticks or braces, and a few words in straight quotes; a public name, as a link; and ``>>>`` examples.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cached_property
from importlib import import_module
from types import FunctionType, ModuleType
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

WIDTH = 76
"""The longest signature written in one line: a laptop's column of code."""

_NAMED = re.compile(r"([a-z_]\w*(?:, [a-z_]\w*)*): (.+)")
_MARKED = re.compile(r'``[^`]+``|`([^`]+)`|"[^"]{0,20}"|\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|\b(\w+(?:Error|Warning))\b')

logger = logging.getLogger(__name__)


class PublicNames(SphinxDirective):
    """Write a section for each of the public names given."""

    required_arguments = 1
    optional_arguments = 100

    def run(self) -> list[nodes.Node]:
        """Return the sections. An unknown name, or one without a docstring, is a warning."""
        package = import_module("cxkit")  # by name, or a module low in the order of imports would know all above it
        sections: list[nodes.Node] = []
        for name in self.arguments:
            if name not in package.__all__:
                logger.warning("cxkit has no public name %s", name, location=self.get_location())
                continue
            value = getattr(package, name)
            sections.append(self.section(name, value))
            if isinstance(value, ModuleType):
                sections += [self.section(f"{name}.{part}", function) for part, function in functions(value)]
        return sections

    def section(self, name: str, value: Any) -> nodes.section:
        """Return one name's section, which other pages reach as {ref}`cx.name`, or {ref}`class cx.name`."""
        self.env.note_dependency(inspect.getsourcefile(inspect.unwrap(value)) or __file__)
        label = f"{'class ' * isinstance(value, type)}cx.{name}".lower()  # Sphinx takes tally and Tally for the same
        section = nodes.section("", nodes.title("", name), names=[label], ids=[anchor(name)])
        self.state.document.note_explicit_target(section, section)
        if not isinstance(value, ModuleType):
            section += code(head(f"cx.{name}", value))
        section += described(f"cx.{name}", value)
        if isinstance(value, type):
            parts = [self.part(value, part, member) for part, member in members(value)]
            section += [nodes.definition_list("", *parts)] if parts else []
        return section

    def part(self, owner: type, name: str, member: Any) -> nodes.definition_list_item:
        """Return a method or a property of a class: how it is written, and its docstring."""
        whole = f"{owner.__name__}.{name}"
        if isinstance(member, property | cached_property):
            getter: Any = member.fget if isinstance(member, property) else member.func
            written = f".{name}: {annotation(inspect.signature(getter).return_annotation)}"
        else:
            bound = not isinstance(member, FunctionType)  # a class method is called on the class
            written = signature(whole if bound else f".{name}", getattr(owner, name), bound=bound, wide=True)
        term = nodes.term("", "", nodes.literal(text=written), ids=[anchor(whole)])
        return nodes.definition_list_item("", term, nodes.definition("", *described(f"cx.{whole}", member)))


def anchor(name: str) -> str:
    """Return a name's id in the page: Tally and tally need two."""
    return "cx." + name


def functions(module: ModuleType) -> Iterator[tuple[str, FunctionType]]:
    """Give a module's public functions: those of its `__all__`, or all it defines without an underscore."""
    for name in getattr(module, "__all__", vars(module)):
        value = getattr(module, name)
        own = str(getattr(value, "__module__", "")).startswith(module.__name__)
        if own and not name.startswith("_") and isinstance(inspect.unwrap(value), FunctionType):
            yield name, value


def members(owner: type) -> Iterator[tuple[str, Any]]:
    """Give a class's own public methods and properties, in the order in which they are written."""
    kinds = (FunctionType, property, cached_property, classmethod, staticmethod)
    yield from ((name, value) for name, value in vars(owner).items() if name[0] != "_" and isinstance(value, kinds))


def head(name: str, value: Any) -> str:
    """Return how a name is called; of a class that others make, its fields; of an error, what it is a kind of."""
    if not isinstance(value, type):
        return signature(name, value)
    if is_dataclass(value):
        lines = [f"{field.name}: {annotation(field.type)}" for field in fields(value)]
        return "\n    ".join([f"class {value.__name__}:", *lines])
    if issubclass(value, Exception):
        return f"class {value.__name__}({value.__bases__[0].__name__})"
    return signature(name, value)


def signature(name: str, value: Any, *, bound: bool = True, wide: bool = False) -> str:
    """Return a call as a person would write it down, in one line or (not `wide`) with a line for each parameter."""
    own = inspect.signature(value)
    parameters = list(own.parameters.values())[0 if bound else 1 :]
    parts: list[str] = []
    for parameter in parameters:
        if parameter.kind is parameter.KEYWORD_ONLY and not any(part.startswith("*") for part in parts):
            parts.append("*")
        bare = str(parameter.replace(annotation=parameter.empty, default=parameter.empty))  # with its stars
        typed = "" if parameter.annotation is parameter.empty else f": {annotation(parameter.annotation)}"
        default = "" if parameter.default is parameter.empty else f" = {quoted(repr(parameter.default))}"
        parts.append(f"{bare}{typed}{default}")
    result = "" if own.return_annotation in {own.empty, "None"} else f" -> {annotation(own.return_annotation)}"
    line = f"{name}({', '.join(parts)}){result}"
    if wide or len(line) <= WIDTH:
        return line
    return "\n    ".join([f"{name}(", *(f"{part}," for part in parts)]) + f"\n){result}"


def annotation(given: Any) -> str:
    """Return a type as it is written in the source."""
    return quoted(given) if isinstance(given, str) else inspect.formatannotation(given)


def quoted(text: str) -> str:
    """Return Python's text with double quotes, as the book writes it."""
    return text if '"' in text else text.replace("'", '"')


def described(name: str, value: Any) -> list[nodes.Node]:
    """Return a docstring as paragraphs, lists and examples; where there is none, a warning."""
    words = inspect.getdoc(value) or ""
    if not words:
        logger.warning("%s has no docstring, so the reference says nothing of it.", name)
    return body(words.splitlines())


def body(lines: list[str]) -> list[nodes.Node]:
    """Read plain lines as blocks; what is indented belongs to what stands above it."""
    found: list[nodes.Node] = []
    for block in re.split(r"\n\s*\n", "\n".join(lines).strip("\n")):
        if block.lstrip().startswith(">>> "):
            found.append(code(inspect.cleandoc(block), "pycon"))
            continue
        for entry in entries(block.splitlines()):
            found += blocks(entry, found)
    return found


def entries(lines: list[str]) -> Iterator[list[str]]:
    """Split a block where a ``name: meaning`` begins, or where one ends without being indented."""
    entry: list[str] = []
    for line in lines:
        begins = _NAMED.match(line) or (entry and _NAMED.match(entry[0]) and not line.startswith(" "))
        if entry and (begins or (len(entry) > 1 and entry[-1].startswith(" ") and not line.startswith(" "))):
            yield entry
            entry = []
        entry.append(line)
    if entry:
        yield entry


def blocks(entry: list[str], before: list[nodes.Node]) -> list[nodes.Node]:
    """Return an entry as an item of the list before it, or of a new one, or as a paragraph with what is below it."""
    named = _NAMED.match(entry[0])
    if named:
        names = ", ".join(f"``{name}``" for name in named[1].split(", "))
        words = " ".join([f"{names}: {named[2]}", *(line.strip() for line in entry[1:])])
        item = nodes.list_item("", nodes.paragraph("", "", *inline(words)))
        if before and isinstance(before[-1], nodes.bullet_list):
            before[-1].append(item)
            return []
        return [nodes.bullet_list("", item)]
    plain = next((place for place, line in enumerate(entry) if line.startswith(" ")), len(entry))
    paragraph = nodes.paragraph("", "", *inline(" ".join(entry[:plain])))
    below = inspect.cleandoc("\n" + "\n".join(entry[plain:])).splitlines()
    return [paragraph, *(body(below) if below else [])]


def inline(words: str) -> Iterator[nodes.Node]:
    """Give running text, with code as code and public names as links to their sections."""
    public = import_module("cxkit").__all__
    at = 0
    for mark in _MARKED.finditer(words):
        if mark[2] and mark[2] not in public:
            continue
        yield nodes.Text(words[at : mark.start()])
        at = mark.end()
        name = mark[1] or mark[2] or mark[0].strip("`")
        linked = name in public and not mark[0].startswith("``")
        yield nodes.reference("", name, refid=anchor(name), internal=True) if linked else nodes.literal(text=name)
    yield nodes.Text(words[at:])


def code(text: str, language: str = "python") -> nodes.literal_block:
    """Return a block of code."""
    return nodes.literal_block(text, text, language=language)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Sphinx's door into this extension."""
    app.add_directive("public-names", PublicNames)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
