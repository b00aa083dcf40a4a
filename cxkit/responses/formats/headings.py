"""Which column is which: headings are matched to a survey's ids and words, exactly first, then more loosely."""

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from cxkit.errors import ResponseError
from cxkit.responses.formats.dialects import HEAD, encoding_of
from cxkit.responses.formats.layout import called
from cxkit.responses.responses import COMMENT
from cxkit.responses.spelling import alike, bare, by_spelling, untagged
from cxkit.survey.model import Survey
from cxkit.survey.parts import Item
from cxkit.words import say

Names = Sequence[str]
"""What one column may be called, the likeliest first: tools write a stem before the words, a code, a number."""


_BESIDE = frozenset(map(bare, Path(__file__).with_name("beside_words.txt").read_text(encoding="utf-8").splitlines()))
_BETWEEN = re.compile(r"[^\w\s]+|[\d\n]+")
"""What parts a word from those of an item beside it: signs, its number, a line."""
_FIRST = 20
"""So many lines are looked at for headings that do not stand first."""


def columns_by_id(columns: Sequence[Names], survey: Survey) -> dict[int, str]:
    """Return the id for the place of each column that has one. Two columns may have the same, where both fit as well.

    An id goes before words, what is exact before what is alike; what has two meanings has none. Last comes what a
    heading ends with: tools write a question before it, and any sign between them. The words of an item are not its own
    where they say what somebody commented on, or how long they took for.
    """
    columns = [[name for name in names if not any(is_beside(name, longer) for longer in names)] for names in columns]
    ids = [(id, id) for id in wanted(survey)]
    ids += [(one.column, one.id) for one in survey.items if one.column]
    ids += [(one.column, one.id) for one in survey.attributes if one.column]
    words = [(text, id) for id, texts in wanted(survey).items() for text in texts]
    ways: list[tuple[Callable[[str], str], list[tuple[str, str]]]] = [
        (str, ids), (str.strip, words), (alike, ids), (bare, words)
    ]  # fmt: skip
    found: dict[int, str] = {}
    for rank in range(max(map(len, columns), default=0)):
        for spell, named in ways:
            known = by_spelling((spell(name), id) for name, id in named)
            given = set(found.values())
            for place, names in enumerate(columns):
                if place not in found and rank < len(names):
                    id = known.get(spell(names[rank]))
                    if id and id not in given:
                        found[place] = id
    _find_ends(columns, found, [*ids, *words])
    _check_words(columns, found, by_spelling((bare(words), id) for words, id in words), survey)
    return found


def item_columns(columns: Sequence[Names], survey: Survey) -> dict[int, Item]:
    """Return the item for the place of each column that has one."""
    items = {item.id: item for item in survey.items}
    return {place: items[id] for place, id in columns_by_id(columns, survey).items() if id in items}


def _find_ends(columns: Sequence[Names], found: dict[int, str], named: list[tuple[str, str]]) -> None:
    """Give columns that have no id yet the one that they end with, after a sign: the longest, unless it is given."""
    known = by_spelling((alike(name), id) for name, id in named)
    given = set(found.values())
    for place, names in enumerate(columns):
        headings = [alike(untagged(name)).rstrip(" ]") for name in names] if place not in found else []
        ends = [name for name in known for heading in headings if _ends_with(heading, name)]
        if ends and (id := known[max(ends, key=len)]) not in given:
            found[place] = id


def _ends_with(heading: str, name: str) -> bool:
    """Say whether a heading is something, a sign and a name; in front of words there may be words, of an id none."""
    before = heading.removesuffix(name).rstrip()
    sign = before[-1:] if before != heading else ""
    if sign == "" or sign.isalnum() or sign == "_" or (" " in heading and " " not in name):
        return False
    return not is_beside(name, heading)


def is_beside(name: str, heading: str) -> bool:
    """Say whether a heading is of what stands beside an item of that name: "Comment: …", "… (points)"."""
    name, heading = name.strip(), heading.strip()
    if not name or name == heading:
        return False
    ends = []
    if heading.endswith(name) and not heading.removesuffix(name).endswith("/"):  # that is a group of questions
        before = [*filter(str.strip, _BETWEEN.split(heading.removesuffix(name)))]
        ends.append([*before[:1], *before[-1:]])  # "Points - How far do you agree?.They listen."
    if heading.startswith(name):
        ends.append([*filter(str.strip, _BETWEEN.split(heading.removeprefix(name)))][:1])
    return any(bare(part) in _BESIDE for end in ends for part in end)


def headings_further_down(path: Path, survey: Survey) -> int:
    """Return the line with most of a survey's columns where a file begins with something else; 0 for none."""
    try:
        raw = path.read_bytes()
        tables = [*_sheets(path, raw)] if raw.startswith(b"PK") else [_lines(raw)]
    except (OSError, ResponseError):
        return 0
    for rows in tables:
        first, *below = rows or [[[]]]
        if any(_items(row, survey) for row in first):
            continue  # they do stand first, and looking at every line takes a second
        found = [max(_items(row, survey) for row in ways) for ways in below]
        most = max(found, default=0)
        if most * 2 > len(survey.items):
            return found.index(most) + 2
    return 0


def _sheets(path: Path, raw: bytes) -> Iterator[list[list[list[str]]]]:
    """Give the first rows of each sheet; a row as the one way to read it."""
    from cxkit.responses.formats.workbook import read_workbook  # noqa: PLC0415  (text is read without pandas)

    for _, frame in read_workbook(path, raw):
        yield [[[*map(str, row)]] for row in frame.head(_FIRST).itertuples(index=False)]


def _lines(raw: bytes) -> list[list[list[str]]]:
    """Return the first lines of a text; each as the rows that it would be with one delimiter or another."""
    lines = raw[:HEAD].decode(encoding_of(raw[:HEAD]), "replace").splitlines()[:_FIRST]
    return [[row for mark in ",;\t|" for row in csv.reader([line], delimiter=mark)] or [[]] for line in lines]


def _items(row: list[str], survey: Survey) -> int:
    """Count the items that a row would name as headings."""
    with suppress(ResponseError):
        return len({item.id for item in survey.items}.intersection(columns_by_id([*map(called, row)], survey).values()))
    return 0


def _check_words(columns: Sequence[Names], found: dict[int, str], known: dict[str, str], survey: Survey) -> None:
    """Refuse a column that has the id of one item and the words of another. Raises ResponseError."""
    items = {item.id for item in survey.items}
    for place, id in found.items():
        others = [other for name in columns[place] if (other := known.get(bare(name), id)) != id]
        if others and items >= {id, others[0]}:
            raise ResponseError(say("reading.id_and_words", column=columns[place][0], id=id, other=others[0]))


def wanted(survey: Survey) -> dict[str, tuple[str, ...]]:
    """Return the words, in any language, by which each column that a survey asks for may be known, by its id."""
    return (
        {item.id: item.text.all() for item in survey.items}
        | {attribute.id: attribute.title.all() for attribute in survey.attributes}
        | {COMMENT + each.id: each.comment.all() if each.comment else () for each in survey.dimensions}
    )
