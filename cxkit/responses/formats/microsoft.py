"""Microsoft Forms: an id, two times, an address and a name in the account's language; then a column a question."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from cxkit.responses.formats.google import is_time
from cxkit.responses.formats.layout import Format, Head, Layout, after, called, row
from cxkit.responses.formats.plain import plain
from cxkit.survey.model import Survey

if TYPE_CHECKING:
    import pandas as pd


def _sure(head: Head) -> float:
    # The headings are in any language, what stands below them is not.
    if len(head) < 2 or len(head[0]) < 5 or not all(record[0].strip().isdigit() for record in head[1:]):
        return 0.0
    named = head[0][0].strip().casefold() == "id"
    times = all(is_time(cell) for record in head[1:] for cell in record[1:3])
    people = [cell.strip() for record in head[1:] for cell in record[3:4]]
    addresses = all(cell in {"", "anonymous"} or "@" in cell for cell in people)
    if not times or not (named or (addresses and any(people))):
        return 0.0
    return 0.95 if addresses else 0.7  # without the columns of people, say


def _names(heading: str) -> tuple[str, ...]:
    """Return the heading, what follows its question, and each without the number that tells it from an equal one."""
    said = (*called(heading), *after(heading, "."))
    return (*said, *(re.sub(r"\d+\s*$", "", name) for name in said))


def _lay_out(frame: pd.DataFrame, survey: Survey) -> Layout:
    layout = plain(frame, survey, [_names(heading) for heading in row(frame, 0)])
    return replace(layout, frame=layout.frame.replace(r";\s*$", "", regex=True))


FORMAT = Format(tool="Microsoft Forms", sure=_sure, lay_out=_lay_out)
