"""The first row of a table of text: its delimiter, and which of its headings are the survey's."""

from __future__ import annotations

import csv
from pathlib import Path

from cxkit.survey.model import Survey


def likely_delimiter(path: Path) -> str:
    """Return the likeliest delimiter of the header line: comma, semicolon or tab."""
    with path.open(encoding="utf-8-sig") as file:
        header = file.readline()
    return max(",;\t", key=lambda mark: len(next(csv.reader([header], delimiter=mark), [])))


def ids_by_text(survey: Survey, columns: set[str]) -> dict[str, str]:
    """Map headings that are an item's or attribute's own words to its id, unless the id itself is a column."""
    named = {words: item.id for item in survey.items for words in item.text.all()}
    named |= {words: attribute.id for attribute in survey.attributes for words in attribute.title.all()}
    return {
        heading: named[heading.strip()]
        for heading in columns
        if heading.strip() in named and named[heading.strip()] not in columns
    }
