"""Files of answers: a module for each layout, and what they share (`headings`)."""

from __future__ import annotations

from pathlib import Path

from cxkit.responses.responses import Responses
from cxkit.survey.model import Survey


def read_responses(path: str | Path, survey: Survey) -> Responses:
    """Read a file of answers: CSV or TSV with one header row of item ids or the items' texts, or Parquet with ids.

    Columns that the survey does not know, names and e-mail addresses among them, are not taken; `dropped` lists them.
    For files larger than memory use `tally`, which takes their path.

    Raises:
        ResponseError: The file is missing, empty or unreadable, or without the survey's columns.

    >>> import cxkit as cx
    >>> survey = cx.load_survey("leadership")
    >>> answers = cx.read_responses(cx.sample("leadership"), survey)
    >>> len(answers), len(answers.problems)
    (80, 0)
    >>> answers.frame["role"].value_counts().to_dict()
    {'frontline': 53, 'support': 17, 'leader': 10}
    """
    if is_parquet(path):
        from cxkit.responses.formats.batches import read_parquet  # noqa: PLC0415

        return read_parquet(Path(path), survey)
    from cxkit.responses.formats.plain import read_plain  # noqa: PLC0415  (a command that reads in batches does without pandas)

    return Responses.of(read_plain(Path(path), survey), survey)


def is_parquet(path: str | Path) -> bool:
    """Say whether a path is that of Parquet: by its name, or a folder."""
    return Path(path).suffix.lower() in {".parquet", ".pq"} or Path(path).is_dir()
