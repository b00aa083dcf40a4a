"""Putting translations into a YAML text so that nothing around them changes."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from cxkit.survey.reader import KeyPath
from cxkit.survey.yaml_files import compose

Edit = tuple[tuple[int, int], str]
"""Between which two places of the text, and what comes there instead."""

_BARE = re.compile(r"[^\W\d_](?:[\w’ -]*\w)?")
"""Words that mean the same with and without quotes, but for `_TAKEN`."""
_TAKEN = {"true", "false", "null", "yes", "no", "on", "off"}


def put_in(source: str, words: Mapping[KeyPath, str], lang: str, first: str) -> str:
    """Return a YAML text with a language's words at their places. first: the language of what has stood there so far.

    A list of options, or an item that is only its words, becomes what can hold several languages, with the same ids.
    """
    root, edits = compose(source), _Edits(source=source, lang=lang, first=first)
    told, lists = dict[tuple[int, int], str](), dict[int, tuple[Any, Any, dict[str, str]]]()
    for path, said in words.items():
        nodes = list[Any](_way(root, path))
        at, steps = nodes[-1], path[len(nodes) - 1 :]
        if isinstance(at, yaml.SequenceNode):  # options that are only listed
            lists.setdefault(id(at), (at, nodes[-2], {}))[2][str(steps[0])] = said
        elif steps:  # an item that is only its words
            named = f"{_value(nodes[-3], 'id').value}_{int(path[-2]) + 1}"
            told[edits.span(at)] = f"{{id: {named}, text: {edits.both(at, said)}}}"
        elif isinstance(at, yaml.ScalarNode):
            told[edits.span(at)] = edits.both(at, said)
        else:
            told |= [edits.in_mapping(at, said)]
    for options, inside, of in lists.values():
        told |= edits.in_options(options, inside, of)
    for (start, end), new in sorted(told.items(), reverse=True):
        source = source[:start] + new + source[end:]
    return source


def _way(root: yaml.Node | None, path: KeyPath) -> Iterator[yaml.Node]:
    """Give the nodes on the way to a place, as far as there are some."""
    at = root
    for step in (*path, None):
        if at is None:
            return
        yield at
        listed = isinstance(at, yaml.SequenceNode) and isinstance(step, int)
        at = at.value[step] if listed else _value(at, step) if isinstance(at, yaml.MappingNode) else None


def _value(node: yaml.MappingNode, key: object) -> Any:
    """Return the node behind a key; None where there is none."""
    return next((value for name, value in node.value if key is not None and name.value == str(key)), None)


def _quoted(words: str) -> str:
    plain = _BARE.fullmatch(words) and words.lower() not in _TAKEN
    return words if plain else json.dumps(words, ensure_ascii=False)


@dataclass(frozen=True, kw_only=True)
class _Edits:
    """What there is to change in a text."""

    source: str
    lang: str
    first: str

    @property
    def new_line(self) -> str:
        return "\r\n" if "\r\n" in self.source else "\n"

    def span(self, node: yaml.Node) -> tuple[int, int]:
        """Return where a node begins and ends: a block of lines without the empty ones behind it."""
        start, end = node.start_mark.index, node.end_mark.index
        block = isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")
        return start, len(self.source[:end].rstrip()) if block else end

    def kept(self, node: yaml.ScalarNode) -> str:
        """Return a scalar as it stands, where it may stand so within braces."""
        token = self.source[slice(*self.span(node))]
        return token if token[0] in "\"'" and "\n" not in token else _quoted(node.value.strip())

    def both(self, node: yaml.ScalarNode, said: str) -> str:
        """Return a scalar and its translation as a mapping on one line."""
        return f"{{{self.first}: {self.kept(node)}, {self.lang}: {_quoted(said)}}}"

    def in_mapping(self, node: yaml.MappingNode, said: str) -> Edit:
        """Return where the language's words go among those of others."""
        if there := _value(node, self.lang):
            return self.span(there), _quoted(said)
        key, last = node.value[-1]
        _, end = self.span(last)
        if node.flow_style:
            return (end, end), f", {self.lang}: {_quoted(said)}"
        found = re.compile(r"\r?$", re.MULTILINE).search(self.source, end)  # behind it is a comment
        end = found.start() if found else len(self.source)
        return (end, end), f"{self.new_line}{' ' * key.start_mark.column}{self.lang}: {_quoted(said)}"

    def in_options(self, node: yaml.SequenceNode, inside: yaml.MappingNode, said: Mapping[str, str]) -> Iterator[Edit]:
        """Give what makes a mapping of a list of options, each of which is its own value."""
        entries = [
            f"{self.kept(one)}: "
            + (self.both(one, said[one.value]) if one.value in said else f"{{{self.first}: {self.kept(one)}}}")
            for one in node.value
        ]
        if not node.flow_style:  # what is behind each dash stays in its line
            for one, told in zip(node.value, entries, strict=True):
                yield (self.source.rindex("-", 0, one.start_mark.index), one.end_mark.index), told
        elif inside.flow_style:
            yield self.span(node), f"{{{', '.join(entries)}}}"
        else:
            indent = self.new_line + " " * (inside.start_mark.column + 2)
            start = len(self.source[: node.start_mark.index].rstrip(" "))
            yield (start, node.end_mark.index), "".join(indent + one for one in entries)
