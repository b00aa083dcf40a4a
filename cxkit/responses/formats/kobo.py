"""KoBoToolbox and ODK: names within groups ("agree/listens"), choices by name or by label."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cxkit.errors import ResponseError
from cxkit.responses.formats.headings import item_columns
from cxkit.responses.formats.layout import Format, Head, Layout, after, column, has, row
from cxkit.responses.formats.plain import plain
from cxkit.survey.model import Survey
from cxkit.words import say

if TYPE_CHECKING:
    import pandas as pd

_MARKS = "/", "-", "__"
"""What parts a group from what it asks; whoever exports may choose another sign."""
_PARENTS = "_parent_index", "PARENT_KEY"
"""Whose row of the form's own table a row of a group that repeats belongs to."""


def _sure(head: Head) -> float:
    kobo = max(has(head, "_id", "_uuid", "_submission_time", "_index"), has(head, "_uuid", "_submission_time"))
    central = has(head, "SubmissionDate", "KEY", "SubmitterID", "DeviceID")
    repeats = max(has(head, "_index", "_parent_index"), has(head, "KEY", "PARENT_KEY"))
    share = max(kobo, central, repeats)
    return 0.95 * share if share > 0.7 else 0.0


def _lay_out(frame: pd.DataFrame, survey: Survey) -> Layout:
    headings = row(frame, 0)
    names = [(name, *(part for mark in _MARKS for part in after(name, mark))) for name in headings]
    layout = plain(frame, survey, names)
    answered = (layout.frame.iloc[:, [*item_columns(layout.names, survey)]] != "").any(axis="columns")
    whose = column(layout.frame[answered], headings, *_PARENTS)
    if (again := whose[(whose != "") & whose.duplicated()]).size:
        raise ResponseError(say("reading.repeats", n=again.nunique()))
    alone = (say("reading.repeat_alone"),) if (whose != "").any() else ()
    return replace(layout, notes=(*layout.notes, *alone))


FORMAT = Format(tool="KoBoToolbox or ODK", sure=_sure, lay_out=_lay_out)
