"""Reading what people wrote: values of the right kind come out, and every problem is noted with its place."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cxkit.errors import SetupError, SurveyError, did_you_mean, listing
from cxkit.survey.parts import Text

KeyPath = tuple[str | int, ...]

_ID = re.compile(r"[A-Za-z0-9_]+\Z")
# Answers that every item may have beside its points; and columns that a table of answers keeps for itself.
_RESERVED = {"not_applicable", "comments", "finished"}
_UNWRITABLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e\ud800-\udfff\ufffe\uffff]")
NO_ID = "unreadable"
"""Stands in for an id that could not be read, so that reading goes on to the next problem."""


def show(path: KeyPath) -> str:
    """Write a path as people do: dimensions[0].items[2].text."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")


def writable(raw: Any) -> Any:
    """Return words, or whatever has words in it, without what no file may hold, and without what turns their direction.

    Control characters, that is, and halves of others, as a phone makes that cuts a picture in two.
    """
    if isinstance(raw, str):
        return _UNWRITABLE.sub("", raw)
    if isinstance(raw, Mapping):
        return {writable(key): writable(value) for key, value in raw.items()}
    return [writable(one) for one in raw] if isinstance(raw, list) else raw


class Reader:
    """Reads mappings from a file, and collects what is wrong with them: where, what, and what is allowed."""

    def __init__(self, lines: Mapping[KeyPath, int]) -> None:
        self.lines = lines
        self.problems: list[str] = []
        self.texts: dict[KeyPath, Text] = {}
        """What people read, by its place."""
        self.language = ""
        """In which language words are that do not say so; "": nobody has said."""

    def problem(self, path: KeyPath, message: str) -> None:
        """Note a problem, at the line of the path or of what it lies in."""
        at = next((self.lines[path[:end]] for end in range(len(path), -1, -1) if path[:end] in self.lines), None)
        place = ", ".join(filter(None, (f"line {at}" if at else "", show(path))))
        self.problems.append(f"{place}: {message}" if place else message)

    def refuse(self, source: str, refusal: type[SetupError | SurveyError] = SetupError) -> None:
        """Raise one error with all problems of a source, if there are some."""
        if not self.problems:
            return
        count = len(self.problems)
        problems = "\n".join(f"  {problem}" for problem in self.problems)
        raise refusal(f"{source} has {count} problem{'s' if count != 1 else ''}:\n{problems}")

    # Small readers: each returns a usable value and notes a problem where there is one.

    def mapping(self, raw: Any, path: KeyPath, required: Sequence[str], optional: Sequence[str]) -> dict[str, Any]:
        """Return what is there of a mapping's allowed keys."""
        allowed = [*required, *optional]
        if not isinstance(raw, Mapping):
            self.problem(path, f"should be a mapping with {listing(allowed)}, but is {say(raw)}.")
            return {}
        for key in raw:
            if key not in allowed:
                near = did_you_mean(str(key), allowed)
                self.problem((*path, str(key)), f"unknown key.{near} Allowed here: {listing(allowed, most=20)}.")
        for key in required:
            if raw.get(key) is None:
                self.problem(path, f'the key "{key}" is missing. Needed here: {listing(required)}.')
        return {key: raw[key] for key in allowed if raw.get(key) is not None}

    def entries(self, raw: Any, path: KeyPath, what: str) -> Iterator[tuple[KeyPath, Any]]:
        """Give each entry of a list with its path; none where there is no list."""
        if raw is None:
            return
        if not isinstance(raw, list) or not raw:
            self.problem(path, f"should be a list of {what}, each behind a dash, but is {say(raw)}.")
            return
        for index, entry in enumerate(raw):
            yield (*path, index), entry

    def id(self, raw: Any, path: KeyPath) -> str:
        """Return an id."""
        if raw is None:  # reported as a missing key
            return NO_ID
        if isinstance(raw, bool) or not isinstance(raw, str | int) or not _ID.match(str(raw)):
            hint = re.sub(r"\W+", "_", str(raw), flags=re.ASCII).strip("_") or "item_1"
            self.problem(path, f'"{raw}" is not an id. Ids are letters a–z, digits and underscores, such as "{hint}".')
            return NO_ID
        if str(raw) in _RESERVED:
            self.problem(path, f'"{raw}" is a word that cxkit keeps for itself. Choose another id.')
        return str(raw)

    def text(self, raw: Any, path: KeyPath) -> Text:
        """Return words for people, in one or several languages, and remember where they are."""
        self.texts[path] = self._text(raw, path)
        return self.texts[path]

    def _text(self, raw: Any, path: KeyPath) -> Text:
        raw = writable(raw)
        if isinstance(raw, str) and raw.strip():
            return Text(((self.language, raw.strip()),))
        if isinstance(raw, int | float) and not isinstance(raw, bool):  # a label such as 2024
            return Text(((self.language, str(raw)),))
        if isinstance(raw, Mapping) and raw and all(isinstance(v, str) and k and v.strip() for k, v in raw.items()):
            return Text.of({str(language): words.strip() for language, words in raw.items()})
        if raw is not None:
            self.problem(path, f"should be words, or a mapping such as {{en: …, es: …}}, but is {say(raw)}.")
        return Text.of("?")

    def whole(self, raw: Any, path: KeyPath, default: int, low: int, high: int) -> int:
        """Return a whole number from low to high; the default where there is none."""
        if raw is None:
            return default
        if isinstance(raw, bool) or not isinstance(raw, int) or not low <= raw <= high:
            self.problem(path, f"should be a whole number from {low} to {high}, but is {say(raw)}.")
            return default
        return raw

    def flag(self, raw: Any, path: KeyPath) -> bool:
        """Return true or false; nothing is false."""
        if raw is not None and not isinstance(raw, bool):
            self.problem(path, f"should be true or false, but is {say(raw)}.")
        return raw is True

    def unique(self, ids: Sequence[tuple[str, KeyPath]], what: str) -> None:
        """Note ids that are given twice."""
        seen: dict[str, KeyPath] = {}
        for id, path in ids:
            if id in seen and id != NO_ID:
                first = self.lines.get(seen[id])
                where = f"in line {first}" if first else f"as {show(seen[id][:-1])}"
                self.problem(path, f'the id "{id}" is taken already, {where}. Every {what} needs an id of its own.')
            seen.setdefault(id, path)


def say(raw: Any) -> str:
    """Describe a wrong value in a few words."""
    if raw is None or raw == "":
        return "empty"
    if isinstance(raw, Mapping):
        return "a mapping" if raw else "an empty mapping"
    if isinstance(raw, list):
        return "an empty list" if not raw else f"a list ({listing(map(str, raw), most=4)})"
    return f'"{raw}"'
