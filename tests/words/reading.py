"""Where words for people stand in the package's sources: ids that are said, and texts that no catalogue has."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

CALLS = ("say", "say_html")
SENTENCE = re.compile(r"[^\W\d_]\S*\s+\S|\S\s+\S*[^\W\d_]|^\W*[A-Z][a-z]")
"""A space and a letter, or a capital in front."""
TECHNICAL = re.compile(
    r"use strict|%|BEGIN |PRAGMA |SELECT |CREATE TABLE |ALTER TABLE |UPDATE |DROP TABLE "
    r"|-c |calc\(|default-src |text/\w+; |retry: |data: |: still |</|export default"
    r"|left: |attribute == |(offset|axes) (points|fraction)|row wrap|n.=.$|Agg$|DejaVu Sans$|&lt; |, (by|moves)$"
    r"|Cache-Control$|\w+Model$|\(?--cx-"
)
"""How texts begin that only look like words."""
_CONSTANTS = {"REFUSALS", "__all__"}
"""Read by programmers only."""
_TAG = re.compile(r"<[^<>]*>|<[^<>]*$|^[^<>]*>|[\w-]+=(\"[^\"]*\"?|'[^']*'?)")
_READ_ALOUD = re.compile(r"\b(aria-label|title|alt|placeholder)=[\"'][^\"'{\0]*[^\W\d_]")
_QUOTED = re.compile(r"[“„«]\s?\0")
"""Quotation marks around a value: every language has its own."""
_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_QUIET = {
    "Literal",
    "TypeVar",
    "cast",
    "getLogger",
    "warn",
    "debug",
    "info",
    "warning",
    "error",
    "exception",
    "compile",
}
"""Calls and subscripts whose strings nobody reads on a page."""


@dataclass(frozen=True, kw_only=True)
class Call:
    """One `say` with its id (None: not a literal) and the names of its values (None: not known)."""

    line: int
    id: str | None
    names: frozenset[str] | None = None


def python_calls(source: str) -> Iterator[Call]:
    """Give the calls of a module that takes `say` from the catalogue."""
    for node in ast.walk(ast.parse(source)) if "from cxkit.words import" in source else ():
        if isinstance(node, ast.Call) and _called(node) in CALLS:
            first = node.args[0] if node.args else None
            id = first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None
            names = [keyword.arg for keyword in node.keywords]
            known = None if None in names else frozenset(name for name in names if name and name != "lang")
            yield Call(line=node.lineno, id=id, names=known)


def script_calls(source: str) -> Iterator[Call]:
    """Give the calls of a template or of a script."""
    for found in re.finditer(r"(?<!function )\bsay\(\s*(?:([\"'])(?P<id>[^\"']*)\1)?", source):
        yield Call(line=source.count("\n", 0, found.start()) + 1, id=found["id"])


def python_texts(source: str, quiet_errors: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Give the texts of a module that look like words for people. quiet_errors: whose words its callers read."""
    tree = ast.parse(source)
    quiet = {child for node in ast.walk(tree) for each in _unread(node, quiet_errors) for child in ast.walk(each)}
    for node in ast.walk(tree):
        if node in quiet:
            continue
        if isinstance(node, ast.JoinedStr):
            quiet.update(part for part in node.values if isinstance(part, ast.Constant))
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else "\0" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        else:
            continue
        if is_words(text):
            yield node.lineno, text


def _unread(node: ast.AST, quiet_errors: frozenset[str]) -> Iterator[ast.AST]:
    """Give the parts of a node in which no words for people stand."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):  # a docstring
        yield node
    elif isinstance(node, ast.Assign | ast.AnnAssign) and _named(node) in _CONSTANTS and node.value:
        yield node.value
    elif isinstance(node, ast.arg | ast.AnnAssign) and node.annotation:
        yield node.annotation
    elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        yield from filter(None, [node.returns])
        yield from node.decorator_list
    elif isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and _called(node.exc) in quiet_errors:
        yield node.exc
    elif isinstance(node, ast.Call) and _called(node) in _QUIET:
        yield from [*node.args, *node.keywords]
    elif isinstance(node, ast.Subscript):
        yield node.slice
    elif isinstance(node, ast.Compare):
        yield from [node.left, *node.comparators]
    elif isinstance(node, ast.Set):
        yield from node.elts
    elif isinstance(node, ast.Dict):
        yield from filter(None, node.keys)


def _named(node: ast.Assign | ast.AnnAssign) -> str:
    target = node.targets[0] if isinstance(node, ast.Assign) else node.target
    return target.id if isinstance(target, ast.Name) else ""


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def is_words(text: str) -> bool:
    """Whether a text looks like a sentence or a label, its tags left out."""
    if _READ_ALOUD.search(text) or _QUOTED.search(text):
        return True
    bare = _TAG.sub(" ", text) if "<" in text or '="' in text else text
    return bool(SENTENCE.search(bare.strip().replace("\0", ""))) and not TECHNICAL.match(text.strip("\0\n"))


def template_texts(source: str) -> list[tuple[int, str]]:
    """Return the words of a page that stand in it, and not in the catalogue."""
    reader = _Page()
    reader.feed(_JINJA.sub(lambda found: "\n" * found[0].count("\n"), source))
    return reader.found


class _Page(HTMLParser):
    """Collects text, and attributes that are read."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, str]] = []
        self.skipping = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at what is read of a tag."""
        self.skipping = tag if tag in {"script", "style"} else ""
        for name, value in attrs:
            if name in {"title", "alt", "aria-label", "placeholder"}:
                self.handle_data(value or "")

    def handle_endtag(self, tag: str) -> None:
        """Go on reading."""
        self.skipping = ""

    def handle_data(self, data: str) -> None:
        """Keep what has a word; the n of a column is a sign."""
        if not self.skipping and re.search(r"[^\W\d_]{2}", data):
            self.found.append((self.getpos()[0], data.strip()))


_TOKEN = re.compile(
    r"(?P<comment>//[^\n]*|/\*.*?\*/)"
    r"|(?P<string>\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*')"
    r"|(?P<regex>(?<=[(,=:\[!&|?{};])\s*/(?![*/])(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*)"
    r"|(?P<tick>`)|(?P<open>\{)|(?P<close>\})",
    re.DOTALL,
)
_UNREAD_BEFORE = re.compile(
    r"\b(class|className|querySelector(All)?|closest|matches|getElementById|Error|console\.\w+|type|media|STYLE|matchMedia)\b"
    r"[^,;{}\n]*$"
)
_KEYS = re.compile(r"(Arrow\w+|Enter|Esc(ape)?|Tab|Home|End|Page(Up|Down)|Backspace|Delete|Content-Type|X-Cxkit|Blob)")


def script_texts(source: str) -> Iterator[tuple[int, str]]:
    """Give the texts of a script that look like words for people."""
    for start, text in _literals(source):
        before = source[source.rfind("\n", 0, start) + 1 : start]
        if is_words(text) and not _KEYS.fullmatch(text) and not _UNREAD_BEFORE.search(before):
            yield source.count("\n", 0, start) + 1, text


def _literals(source: str) -> Iterator[tuple[int, str]]:
    r"""Give where each literal begins, and its text; values within a template are "\0"."""
    depth: list[int] = []  # braces open within each template that is open
    template: list[tuple[int, str]] = []
    place = 0
    while place < len(source):
        if template and depth[-1] == 0:  # within a template's text
            start, text = template.pop()
            if source[place] == "`":
                depth.pop()
                yield start, text
                place += 1
            elif source.startswith("${", place):
                template.append((start, text + "\0"))
                depth[-1] = 1
                place += 2
            else:
                step = 2 if source[place] == "\\" else 1
                template.append((start, text + source[place : place + step]))
                place += step
            continue
        found = _TOKEN.search(source, place)
        if not found:
            return
        place = found.end()
        if found["string"]:
            yield found.start(), found["string"][1:-1]
        elif found["tick"]:
            template.append((found.start(), ""))
            depth.append(0)
        elif depth and (found["open"] or found["close"]):
            depth[-1] += 1 if found["open"] else -1
