"""Groups that repeat, on sheets of their own beside their form's: each row together with what its form was answered."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cxkit.errors import ResponseError
from cxkit.responses.formats.headings import columns_by_id
from cxkit.responses.formats.layout import after, called, column, has, row
from cxkit.responses.formats.mapping import Mapping
from cxkit.responses.hints import some
from cxkit.responses.spelling import tidy
from cxkit.survey.model import Survey
from cxkit.words import say

if TYPE_CHECKING:
    import pandas as pd

    from cxkit.responses.formats.cells import Cells  # which takes pandas, and large files do without

PARENTS = "_parent_index", "PARENT_KEY"
"""Whose row of the form's own table a row of a group that repeats belongs to."""
_KEYS = "_index", "KEY"
_MARKS = "/", "-", "__"
"""What parts a group from what it asks; whoever exports may choose another sign."""
_OF_THE_SHEET = re.compile("_index|_parent_index|_parent_table_name|key|parent_key|_submission__.*", re.IGNORECASE)


def names_within(headings: Sequence[str]) -> list[tuple[str, ...]]:
    """Return what each column may be called: its name stands behind that of its group ("often/listens")."""
    return [(*called(name), *(part for mark in _MARKS for part in after(name, mark))) for name in headings]


@dataclass(frozen=True, kw_only=True, eq=False)
class _Sheet:
    """own: what each row is called in other tables. parent: the row of another that it belongs to; None of the form.

    named: which table that is, where it says so. ids: by place.
    """

    cells: Cells
    frame: pd.DataFrame
    headings: list[str]
    own: pd.Series[str]
    parent: pd.Series[str] | None
    named: str
    ids: dict[int, str]

    @classmethod
    def of(cls, cells: Cells, survey: Survey, mapping: Mapping) -> _Sheet:
        """Look at a table. Raises ResponseError."""
        headings, frame = row(cells.frame, 0), cells.frame.iloc[1:]
        frame = frame[(frame != "").any(axis=1)]
        parent = column(frame, headings, *PARENTS)
        names = names_within(headings)
        there = {tidy(name) for each in names for name in each}
        mapped = replace(mapping, headings={name: id for name, id in mapping.headings.items() if name in there})
        return cls(
            cells=cells,
            frame=frame,
            headings=headings,
            own=column(frame, headings, *_KEYS),
            parent=parent if any(has([headings], name) for name in PARENTS) else None,
            named=next(iter(column(frame, headings, "_parent_table_name")), ""),
            ids=mapped.columns(names, columns_by_id(names, survey)),
        )

    def kept(self, taken: Collection[str]) -> tuple[list[str], pd.DataFrame]:
        """Return headings and columns: not those that say where a row stands, nor what another table has already."""
        places = [
            place
            for place, heading in enumerate(self.headings)
            if self.ids.get(place) not in taken
            and (self.parent is None or not _OF_THE_SHEET.fullmatch(heading.strip()))
        ]
        return [self.headings[place] for place in places], self.frame.iloc[:, places]


def joined(tables: list[Cells], survey: Survey, mapping: Mapping) -> list[Cells]:
    """Return tables with those of one form put together, if there are any: a row for each of the one with the items.

    Raises ResponseError where a form's own answers would be counted several times.
    """
    import pandas as pd  # noqa: PLC0415

    sheets = [_Sheet.of(each, survey, mapping) for each in tables if {*map(str.strip, row(each.frame, 0))} & {*_KEYS}]
    forms = [sheet for sheet in sheets if sheet.parent is None]
    if len(forms) != 1 or len(sheets) == 1 or not forms[0].own.is_unique:
        return tables
    form = forms[0]
    items = {item.id for item in survey.items}
    asked = [sheet for sheet in sheets if items.intersection(sheet.ids.values()) and len(sheet.frame)]
    base = form if len(asked) > 1 else next(iter(asked), max(sheets, key=lambda sheet: sheet.frame.size))
    whose, above, parent = _forms(base, sheets), _above(base, sheets), base.own if base.parent is None else base.parent
    headings, columns = base.kept({})
    parts, beside = [columns], []
    taken = {*base.ids.values()}
    for other in (sheet for sheet in sheets if sheet is not base):
        keys, by = (other.own, parent) if other is above else (_forms(other, sheets), whose)
        once = keys.is_unique and keys.isin(by).all()
        if other in asked and not once:
            raise ResponseError(say("reading.form_and_repeats", sheet=other.cells.name))
        if once or (keys.is_unique and base is not form):
            names, columns = other.kept(taken)
            taken.update(other.ids.values())
            headings += names
            parts.append(columns.set_axis(keys).reindex(by).set_axis(base.frame.index))
            beside += [other.cells.name] if names else []
    if not beside:
        return tables
    said = [say("reading.joined", sheet=base.cells.name, others=some(beside))]
    if base is not form:
        headings.append(PARENTS[0])
        parts.append(whose.to_frame())
        without = int((~form.own.isin(whose)).sum())
        said += [say("reading.no_repeat", n=without, sheet=base.cells.name)] if without else []
    frame = pd.concat(parts, axis="columns").fillna("")
    frame = frame.set_axis(range(len(headings)), axis="columns")
    head = pd.DataFrame([headings], index=[0])
    rest = [each for each in tables if all(each is not sheet.cells for sheet in sheets)]
    return [replace(base.cells, frame=pd.concat([head, frame]), said=" ".join(said)), *rest]


def _above(sheet: _Sheet, sheets: Sequence[_Sheet]) -> _Sheet | None:
    """Return the table that the rows of one belong to: the one it names, or that knows the most of them."""
    others = [other for other in sheets if other is not sheet]
    if (parents := sheet.parent) is None or not others:
        return None
    named = (other for other in others if other.cells.name.casefold() == sheet.named)
    return next(named, max(others, key=lambda other: parents.isin(other.own).sum()))


def _forms(sheet: _Sheet, sheets: Sequence[_Sheet]) -> pd.Series[str]:
    """Return which form each row of a table belongs to."""
    above = _above(sheet, sheets)
    if above is None or sheet.parent is None:
        return sheet.own
    forms = _forms(above, [other for other in sheets if other is not sheet])
    return sheet.parent.map(dict(zip(above.own, forms, strict=True))).fillna("")
