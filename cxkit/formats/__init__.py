"""Files of answers, as survey tools export them: one module for each layout."""

from __future__ import annotations

from pathlib import Path

from cxkit.formats.plain import read_plain
from cxkit.responses import Responses
from cxkit.survey import Survey


def read_responses(path: str | Path, survey: Survey) -> Responses:
    """Read a file of answers. Today: CSV or TSV with one header row of item ids or the items' texts.

    Columns that the survey does not know, names and e-mail addresses among them, are not taken; `dropped` lists them.
    Raises ResponseError for a missing, empty or unreadable file, or one without the survey's columns.
    """
    return Responses.of(read_plain(Path(path), survey), survey)
