"""REDCap: a record a row, or several where forms repeat or events follow; and for each form whether it is complete."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from cxkit.errors import ResponseError
from cxkit.responses.formats.headings import item_columns
from cxkit.responses.formats.layout import Format, Head, Layout, has, row
from cxkit.responses.formats.plain import plain
from cxkit.responses.hints import some
from cxkit.survey.model import Survey
from cxkit.words import say

if TYPE_CHECKING:
    import pandas as pd

_RECORD = re.compile("(record|study|participant|subject|patient|case)[ _]?id", re.IGNORECASE)
_PARTS = ("redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance",
          "event name", "repeat instrument", "repeat instance")  # fmt: skip
"""What tells the rows of a record apart."""
_STATES = frozenset({"0", "1", "2", "incomplete", "unverified", "complete", ""})


def _sure(head: Head) -> float:
    named = any(map(_RECORD.fullmatch, map(str.strip, head[0] if head else ())))
    return 0.95 if any(has(head, part) for part in _PARTS[:3]) else 0.9 if named and _states(head) else 0.0


def _states(head: Head) -> list[int]:
    """Return the columns that say whether a form is complete."""
    return [
        place
        for place, heading in enumerate(head[0] if head else ())
        if heading.strip().casefold() in {"complete?"} or heading.strip().casefold().endswith("_complete")
        if all(record[place].strip().casefold() in _STATES for record in head[1:] if place < len(record))
    ]


def _lay_out(frame: pd.DataFrame, survey: Survey) -> Layout:
    headings = row(frame, 0)
    layout = _together(plain(frame.replace("[not completed]", ""), survey), headings, survey)
    places = _states([headings])
    states = layout.frame.iloc[:, places].apply(lambda column: column.str.strip().str.casefold())
    # What is blank belongs to another row.
    return replace(layout, unfinished=states.isin(["0", "1", "incomplete", "unverified"]).any(axis="columns"))


def _together(layout: Layout, headings: list[str], survey: Survey) -> Layout:
    """Return a layout with one row for each record. Raises ResponseError where a record answered an item twice."""
    parts = [place for place, heading in enumerate(headings) if heading.strip().casefold() in _PARTS]
    frame = layout.frame
    if not parts or frame.empty:
        return layout
    if 0 in parts:
        raise ResponseError(say("reading.no_record", column=headings[0]))
    ids = frame.iloc[:, 0].str.strip()
    ids = ids.mask(ids == "", frame.index.to_series().astype(str) + "?")  # of those nobody knows whose they are
    asked = item_columns(layout.names, survey)
    given = frame.iloc[:, [*asked]] != ""
    often = given.groupby(ids).sum()
    if (twice := often[(often > 1).any(axis="columns")]).size:
        own = frame.iloc[:, parts][(ids == twice.index[0]) & given.any(axis="columns")]
        where = [" ".join(filter(None, map(str.strip, cells))) for cells in own.itertuples(index=False)]
        raise ResponseError(say("reading.twice", n=len(twice), record=twice.index[0], where=some(where)))
    rows = given.sum(axis="columns").groupby(ids, sort=False).idxmax()  # the row with the answers, in problems
    whole = frame.mask(frame == "").groupby(ids, sort=False).first().fillna("").set_axis(rows.to_numpy())
    more = len(frame) - len(whole)
    said = (say("reading.of_record", n=more),) if more else ()
    return replace(layout, frame=whole, aside=layout.aside + more, notes=(*layout.notes, *said))


FORMAT = Format(tool="REDCap", sure=_sure, lay_out=_lay_out)
