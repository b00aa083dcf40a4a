"""KoBoToolbox and ODK: names within groups ("agree/listens"), choices by name or by label."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cxkit.errors import ResponseError
from cxkit.responses.formats.headings import columns_by_id, item_columns
from cxkit.responses.formats.layout import Format, Head, Layout, column, has, row
from cxkit.responses.formats.plain import plain
from cxkit.responses.formats.repeats import PARENTS, names_within
from cxkit.survey.model import Survey
from cxkit.words import say

if TYPE_CHECKING:
    import pandas as pd


def _sure(head: Head) -> float:
    kobo = max(has(head, "_id", "_uuid", "_submission_time", "_index"), has(head, "_uuid", "_submission_time"))
    central = has(head, "SubmissionDate", "KEY", "SubmitterID", "DeviceID")
    repeats = max(has(head, "_index", "_parent_index"), has(head, "KEY", "PARENT_KEY"))
    share = max(kobo, central, repeats)
    return 0.95 * share if share > 0.7 else 0.0


def _lay_out(frame: pd.DataFrame, survey: Survey) -> Layout:
    headings = row(frame, 0)
    layout = plain(frame, survey, names_within(headings))
    answered = (layout.frame.iloc[:, [*item_columns(layout.names, survey)]] != "").any(axis="columns")
    whose = column(layout.frame[answered], headings, *PARENTS)
    again = whose[(whose != "") & whose.duplicated(keep=False)]
    if again.size and not _people(layout, again, survey):
        raise ResponseError(say("reading.repeats", n=again.nunique()))
    said = [say("reading.repeat_people", n=again.nunique(), rows=again.size)] if again.size else []
    if (whose != "").any() and not any(has([headings], name) for name in ("_submission_time", "SubmissionDate")):
        said.append(say("reading.repeat_alone"))
    return replace(layout, notes=(*layout.notes, *said))


def _people(layout: Layout, whose: pd.Series[str], survey: Survey) -> bool:
    """Say whether rows of one form are people: each says who it is, and most forms have two that say the same.

    Somebody who answers about one team after another names each once.
    """
    attributes = {each.id for each in survey.attributes}
    places = [place for place, id in columns_by_id(layout.names, survey).items() if id in attributes]
    about = layout.frame.loc[whose.index].iloc[:, places]
    differ = about.groupby(whose).nunique().gt(1).any(axis=None)
    alike = about.assign(form=whose).duplicated().groupby(whose).any()
    return bool(differ and alike.mean() > 1 / 2)


FORMAT = Format(tool="KoBoToolbox or ODK", sure=_sure, lay_out=_lay_out)
