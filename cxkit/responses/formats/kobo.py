"""KoBoToolbox and ODK: names within groups ("agree/listens"), choices by name or by label."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxkit.responses.formats.layout import Format, Head, Layout, after, has, row
from cxkit.responses.formats.plain import plain
from cxkit.survey.model import Survey

if TYPE_CHECKING:
    import pandas as pd


def _sure(head: Head) -> float:
    kobo = max(has(head, "_id", "_uuid", "_submission_time", "_index"), has(head, "_uuid", "_submission_time"))
    central = has(head, "SubmissionDate", "KEY", "SubmitterID", "DeviceID")
    return 0.95 * max(kobo, central) if max(kobo, central) > 0.7 else 0.0


def _lay_out(frame: pd.DataFrame, survey: Survey) -> Layout:
    headings = row(frame, 0)
    return plain(frame, survey, [(name, *after(name, "/"), *after(name, "-")) for name in headings])


FORMAT = Format(tool="KoBoToolbox or ODK", sure=_sure, lay_out=_lay_out)
