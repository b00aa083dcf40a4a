"""Microsoft Forms: an id, two times, an address and a name in the account's language; then a column a question."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from cxkit.responses.formats.google import TIME
from cxkit.responses.formats.layout import Format, Head, Layout, after, called, row
from cxkit.responses.formats.plain import plain
from cxkit.survey.model import Survey

if TYPE_CHECKING:
    import pandas as pd


def _sure(head: Head) -> float:
    if len(head) < 2 or head[0][0].strip().casefold() != "id" or len(head[0]) < 5:
        return 0.0
    # The headings are in any language, what stands below them is not.
    times = [bool(TIME.match(cell.strip())) for record in head[1:] for cell in record[1:3]]
    addresses = [cell.strip() in {"", "anonymous"} or "@" in cell for record in head[1:] for cell in record[3:4]]
    return 0.0 if not all(times) else 0.95 if all(addresses) else 0.7  # without the columns of people, say


def _names(heading: str) -> tuple[str, ...]:
    """Return the heading, what follows its question, and each without the number that tells it from an equal one."""
    said = (*called(heading), *after(heading, "."))
    return (*said, *(re.sub(r"\d+\s*$", "", name) for name in said))


def _lay_out(frame: pd.DataFrame, survey: Survey) -> Layout:
    layout = plain(frame, survey, [_names(heading) for heading in row(frame, 0)])
    return replace(layout, frame=layout.frame.replace(r";\s*$", "", regex=True))


FORMAT = Format(tool="Microsoft Forms", sure=_sure, lay_out=_lay_out)
