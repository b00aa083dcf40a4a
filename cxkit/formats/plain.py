"""A plain table: CSV or TSV, one header row, columns named by item id or by the item's text."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd

from cxkit.errors import ResponseError
from cxkit.survey import Survey


def read_plain(path: Path, survey: Survey) -> pd.DataFrame:
    """Read every cell as text, and name the columns by id. Raises ResponseError."""
    try:
        # The heading is read as a row: pandas would rename a second column of the same name, and cut longer rows.
        rows = pd.read_csv(
            path, sep=_delimiter(path), header=None, dtype=str, keep_default_na=False, encoding="utf-8-sig"
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
    return table.rename(columns=_ids_by_text(survey, set(table.columns)))


def _delimiter(path: Path) -> str:
    """Return the likeliest delimiter of the header line: comma, semicolon or tab."""
    with path.open(encoding="utf-8-sig") as file:
        header = file.readline()
    return max(",;\t", key=lambda mark: len(next(csv.reader([header], delimiter=mark), [])))


def _ids_by_text(survey: Survey, columns: set[str]) -> dict[str, str]:
    """Map headings that are an item's or attribute's own words to its id, unless the id itself is a column."""
    named = {words: item.id for item in survey.items for words in item.text.all()}
    named |= {words: attribute.id for attribute in survey.attributes for words in attribute.title.all()}
    return {
        heading: named[heading.strip()]
        for heading in columns
        if heading.strip() in named and named[heading.strip()] not in columns
    }
