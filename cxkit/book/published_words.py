"""What an edition of the book shows of the words that its team collected: its promise, its departments, its ideas."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from cxkit.book.edition import edition_file
from cxkit.errors import CxkitError
from cxkit.responses.csv_safety import spreadsheet
from cxkit.words import say

FILE = "words.json"


@dataclass(frozen=True, kw_only=True)
class PublishedLine:
    """A line that stood on the wall: how many said it, and how many voted for it."""

    words: str
    n: int
    votes: int = 0


@dataclass(frozen=True, kw_only=True)
class PublishedWords:
    """What stood on the wall of one list, biggest first; chosen: the line that was chosen, or ""."""

    chosen: str
    lines: tuple[PublishedLine, ...]

    def _repr_html_(self) -> str:
        """Return what was chosen as a quotation, else all lines as a list."""
        if self.chosen:
            return Markup('<blockquote class="cx-chosen"><p>{}</p></blockquote>').format(self.chosen)
        told = [Markup("<li>{}{}</li>").format(one.words, _counted(one)) for one in self.lines]
        return Markup("<ul>{}</ul>").format(Markup("").join(told))


def published_words(name: str = "promise") -> PublishedWords | None:
    """Return what the team of this edition of the book collected under a list's name.

    None where it collected nothing under that name, as in the unedited book. In a page it is a quotation or a list.

    Raises:
        CxkitError: The edition's file is something else.

    >>> import cxkit as cx
    >>> cx.published_words("promise") is None
    True
    """
    path = edition_file(FILE)
    if not path:
        return None
    try:
        found = json.loads(path.read_text(encoding="utf-8"))["lists"].get(name)
        return _read(found) if found else None
    except (ValueError, TypeError, KeyError, AttributeError):
        raise CxkitError(f"{path}: is not a file of collected words.") from None


def words_file(walls: Mapping[str, Any]) -> dict[str, bytes]:
    """Return the edition's file of lists, by its name; none where nothing was collected."""
    told = {name: wall for name, wall in walls.items() if wall["lines"]}
    return {FILE: json.dumps({"lists": told}, ensure_ascii=False).encode()} if told else {}


def words_table(walls: Mapping[str, Any]) -> dict[str, bytes]:
    """Return the lists as a table to take home, by its name; none where nothing was collected."""
    rows = [
        [name, one["words"], one["n"], one["votes"], int(one["words"] == wall["chosen"])]
        for name, wall in walls.items()
        for one in wall["lines"]
    ]
    return {"words.csv": spreadsheet([["list", "words", "said", "votes", "chosen"], *rows])} if rows else {}


def _read(raw: Mapping[str, Any]) -> PublishedWords:
    return PublishedWords(chosen=str(raw["chosen"]), lines=tuple(PublishedLine(**one) for one in raw["lines"]))


def _counted(one: PublishedLine) -> Markup:
    words = say("collect.votes", n=one.votes) if one.votes else f"× {one.n}" if one.n > 1 else ""
    return Markup(" <small>{}</small>").format(words) if words else Markup("")
