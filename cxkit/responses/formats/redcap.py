"""REDCap: a record a row, and for each form whether it is complete."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from cxkit.responses.formats.layout import Format, Head, Layout, row
from cxkit.responses.formats.plain import plain
from cxkit.survey.model import Survey

if TYPE_CHECKING:
    import pandas as pd

_RECORD = re.compile("(record|study|participant|subject|patient|case)[ _]?id", re.IGNORECASE)
_STATES = frozenset({"0", "1", "2", "incomplete", "unverified", "complete", ""})


def _sure(head: Head) -> float:
    named = any(map(_RECORD.fullmatch, map(str.strip, head[0] if head else ())))
    return 0.9 if named and _states(head) else 0.0


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
    layout = plain(frame.replace("[not completed]", ""), survey)
    places = _states([headings])
    states = layout.frame.iloc[:, places].apply(lambda column: column.str.strip().str.casefold())
    return replace(layout, unfinished=(~states.isin(["2", "complete"])).any(axis="columns"))


FORMAT = Format(tool="REDCap", sure=_sure, lay_out=_lay_out)
