"""A plain table: CSV or TSV, one header row, columns named by item id or by the item's text."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd

from cxkit.errors import ResponseError
from cxkit.responses.formats.headings import ids_by_text, likely_delimiter
from cxkit.survey.model import Survey


def read_plain(path: Path, survey: Survey) -> pd.DataFrame:
    """Read every cell as text, and name the columns by id. Raises ResponseError."""
    try:
        # The heading is read as a row: pandas would rename a second column of the same name, and cut longer rows.
        rows = pd.read_csv(
            path, sep=likely_delimiter(path), header=None, dtype=str, keep_default_na=False, encoding="utf-8-sig"
        )
    except FileNotFoundError:
        raise ResponseError(f"{path}: there is no such file.") from None
    except OSError as error:
        raise ResponseError(f"{path}: cannot be read ({error.strerror}).") from None
    except UnicodeDecodeError as error:
        raise ResponseError(
            f"{path}: is not UTF-8 text (byte {error.start}). In Excel, save as “CSV UTF-8 (comma delimited)”."
        ) from None
    except pd.errors.EmptyDataError:
        raise ResponseError(f"{path}: the file is empty. It needs a header row with the survey's item ids.") from None
    except (pd.errors.ParserError, csv.Error) as error:
        raise ResponseError(f"{path}: is not a readable CSV file: {str(error).strip()}.") from None
    headings = [heading or f"column {place}" for place, heading in enumerate(rows.iloc[0].fillna(""), 1)]
    table = rows.iloc[1:].set_axis(headings, axis="columns").reset_index(drop=True)
    if table.empty:
        raise ResponseError(f"{path}: has a header row and no answers below it.")
    return table.rename(columns=ids_by_text(survey, set(table.columns)))
