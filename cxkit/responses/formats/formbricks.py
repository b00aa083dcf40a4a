"""Formbricks: numbered questions ("3. How …"), a column with the choice's id beside some."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cxkit.responses.formats.layout import Format, Head, Layout, after, called, column, has, row
from cxkit.responses.formats.plain import plain
from cxkit.survey.model import Survey

if TYPE_CHECKING:
    import pandas as pd


def _sure(head: Head) -> float:
    share = has(head, "No.", "Response ID", "Timestamp", "Finished", "Survey ID")
    return 0.95 * share if share > 0.7 else 0.0


def _names(heading: str) -> tuple[str, ...]:
    if heading.endswith(" - Option ID"):
        return (heading,)
    return (*called(heading), *after(heading, " - "))


def _lay_out(frame: pd.DataFrame, survey: Survey) -> Layout:
    headings = row(frame, 0)
    layout = plain(frame, survey, [_names(heading) for heading in headings])
    return replace(layout, unfinished=column(layout.frame, headings, "Finished").isin(["no", "false"]))


FORMAT = Format(tool="Formbricks", sure=_sure, lay_out=_lay_out)
