"""Which column is which: headings are matched to a survey's ids and words, exactly first, then more loosely."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from cxkit.errors import ResponseError
from cxkit.responses.formats.dialects import HEAD, encoding_of
from cxkit.responses.formats.layout import called
from cxkit.responses.responses import COMMENT
from cxkit.responses.spelling import alike, bare, by_spelling
from cxkit.survey.model import Survey

Names = Sequence[str]
"""What one column may be called, the likeliest first: tools write a stem before the words, a code, a number."""


def columns_by_id(columns: Sequence[Names], survey: Survey) -> dict[int, str]:
    """Return the id for the place of each column that has one. Two columns may have the same, where both fit as well.

    An id goes before words, what is exact before what is alike; what has two meanings has none.
    """
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
    _check_words(columns, found, by_spelling((bare(words), id) for words, id in words), survey)
    return found


def headings_further_down(path: Path, survey: Survey) -> int:
    """Return the line with most of a survey's columns where a file of text begins with something else; 0 for none."""
    try:
        raw = path.read_bytes()[:HEAD]
    except OSError:
        return 0
    lines = raw.decode(encoding_of(raw), "replace").splitlines()[:20]
    found = [max(_items(line, mark, survey) for mark in ",;\t|") for line in lines]
    most = max(found, default=0)
    return found.index(most) + 1 if most * 2 > len(survey.items) and not found[0] else 0


def _items(line: str, mark: str, survey: Survey) -> int:
    """Count the items that a line would name as headings."""
    with suppress(ResponseError, csv.Error):
        columns = [called(heading) for row in csv.reader([line], delimiter=mark) for heading in row]
        return len({item.id for item in survey.items}.intersection(columns_by_id(columns, survey).values()))
    return 0


def _check_words(columns: Sequence[Names], found: dict[int, str], known: dict[str, str], survey: Survey) -> None:
    """Refuse a column that has the id of one item and the words of another. Raises ResponseError."""
    items = {item.id for item in survey.items}
    for place, id in found.items():
        others = [other for name in columns[place] if (other := known.get(bare(name), id)) != id]
        if others and items >= {id, others[0]}:
            raise ResponseError(
                f'The column "{columns[place][0]}" has the id of {id} and the words of {others[0]}. '
                "Give it the id of the item that was asked."
            )


def wanted(survey: Survey) -> dict[str, tuple[str, ...]]:
    """Return the words, in any language, by which each column that a survey asks for may be known, by its id."""
    return (
        {item.id: item.text.all() for item in survey.items}
        | {attribute.id: attribute.title.all() for attribute in survey.attributes}
        | {COMMENT + each.id: each.comment.all() if each.comment else () for each in survey.dimensions}
    )
