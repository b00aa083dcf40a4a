"""Files of answers: a module for each tool's layout, and what they share."""

from pathlib import Path
from typing import Any

from cxkit.errors import ResponseError
from cxkit.responses.responses import Responses, check_survey
from cxkit.survey.model import Survey

MappingSource = str | Path | dict[str, Any] | None


def read_responses(path: str | Path, survey: Survey, *, mapping: MappingSource = None) -> Responses:
    """Read a file of answers, as a survey tool or a spreadsheet wrote it.

    CSV and TSV in any usual encoding and delimiter, Excel workbooks (with openpyxl), and Parquet (with pyarrow). What
    Google Forms, Microsoft Forms, Qualtrics, LimeSurvey, SurveyMonkey, Viva Glint, KoBoToolbox, ODK, REDCap and
    Formbricks write is recognised by what stands in it; `notes` says so. Otherwise it is a plain table: one heading row
    of item ids or the items' texts.

    Columns that the survey does not know, names and e-mail addresses among them, are not taken; `dropped` lists them.
    Previews, repeated headings and rows without any answer are not counted; `notes` lists them.
    For files larger than memory use `tally`, which takes their path.

    Args:
        mapping: Where headings or codes do not say what they mean: a file that `cxkit map` wrote, or a dict such as
            {"columns": {"Leads": "role"}, "values": {"A1": 1, "A6": "not_applicable"}, "role": {"A1": "leader"}}.

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
    check_survey(survey)
    if not isinstance(path, str | Path):
        raise ResponseError(f"The path of a file of answers is needed here, not {type(path).__name__}.")
    if is_parquet(path):
        from cxkit.responses.formats.batches import read_parquet  # noqa: PLC0415

        return read_parquet(Path(path), survey).answered()
    # A command that reads in batches does without pandas.
    from cxkit.responses.formats.export import read_export  # noqa: PLC0415
    from cxkit.responses.formats.mapping import Mapping  # noqa: PLC0415

    return read_export(Path(path), survey, Mapping.read(mapping, survey))


def is_parquet(path: str | Path) -> bool:
    """Say whether a path is that of Parquet: by its first letters, or its name, or a folder."""
    if Path(path).suffix.lower() in {".parquet", ".pq"} or Path(path).is_dir():
        return True
    try:
        with Path(path).open("rb") as file:
            return file.read(4) == b"PAR1"
    except OSError:
        return False
