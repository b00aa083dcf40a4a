"""Which column is which: headings are matched to a survey's ids and words, exactly first, then more loosely."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cxkit.errors import ResponseError
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
