"""Reading YAML so that an error can name its line."""

import re
from pathlib import Path
from typing import Any

import yaml

from cxkit.errors import SurveyError
from cxkit.survey.reader import show


def read_yaml(path: Path) -> tuple[Any, dict[tuple[str | int, ...], int]]:
    """Return what a YAML file holds (None: nothing) and the line of each key. Raises SurveyError naming the line."""
    try:
        source = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SurveyError(f"{path}: is not UTF-8 text (byte {error.start}). Save it as UTF-8 and try again.") from None
    except OSError as error:
        raise SurveyError(f"{path}: cannot be read ({error.strerror}).") from None
    return parse_yaml(source, path)


def parse_yaml(source: str, path: Path) -> tuple[Any, dict[tuple[str | int, ...], int]]:
    """Return what `read_yaml` does, of the text of a file."""
    lines: dict[tuple[str | int, ...], int] = {}
    try:
        node = compose(source)
        raw = _plain(node, (), lines, path) if node else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        what = ", ".join(filter(None, (error.context, error.problem)))
        raise SurveyError(
            f"{path}{place}: this is not YAML: {what}. "
            "Check the indentation, and put quotes around text with a colon in it."
        ) from None
    except yaml.YAMLError as error:
        raise SurveyError(f"{path}: this is not YAML: {error}.") from None
    except RecursionError:  # an alias inside of what it stands for, or a thousand brackets
        raise SurveyError(f"{path}: its lists and mappings stand too deep within each other.") from None
    return raw, lines


def compose(source: str) -> yaml.Node | None:
    """Return the nodes of a YAML text, with the places where they are. Raises YAMLError."""
    try:
        return yaml.compose(source, Loader=_Fast)
    except yaml.YAMLError:
        return yaml.compose(source, Loader=_Loader)  # it says better what is wrong


class _Loader(yaml.SafeLoader):
    """Read true, false, null and plain numbers; the rest is words: no, on, 2024-05-01, and ids such as 1_2 or 007."""


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"(true|True|TRUE|false|False|FALSE)\Z", "tTfF"),
    ("null", r"(~|null|Null|NULL|)\Z", ["~", "n", "N", ""]),
    ("int", r"[-+]?(0|[1-9][0-9]*)\Z", "-+0123456789"),
    ("float", r"[-+]?(0|[1-9][0-9]*)?\.[0-9]+\Z", "-+.0123456789"),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first))


class _Fast(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The same in a tenth of the time, where YAML has its parser in C."""


_Fast.yaml_implicit_resolvers = _Loader.yaml_implicit_resolvers


def _plain(node: yaml.Node, path: tuple[str | int, ...], lines: dict[tuple[str | int, ...], int], file: Path) -> Any:
    """Turn a YAML node into plain values, noting the line of each; a key given twice is an error."""
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        result: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise SurveyError(f"{file}, line {line}: a key must be a word, not a list or a mapping.")
            key = key_node.value
            if key in result:
                raise SurveyError(
                    f"{file}, line {line}, {show((*path, key))}: this key was given already in line "
                    f"{lines[(*path, key)]}. Keep one of them."
                )
            lines[(*path, key)] = line
            result[key] = _plain(value_node, (*path, key), lines, file)
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, (*path, index), lines, file) for index, child in enumerate(node.value)]
    return _scalar(node, path, file)


def _scalar(node: yaml.Node, path: tuple[str | int, ...], file: Path) -> Any:
    try:
        return yaml.constructor.SafeConstructor().construct_object(node)
    except (yaml.YAMLError, ValueError):
        line = node.start_mark.line + 1
        raise SurveyError(
            f'{file}, line {line}, {show(path)}: "{node.value}" cannot be read. Put quotes around it.'
        ) from None
