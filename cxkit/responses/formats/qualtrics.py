"""Qualtrics: names, words and JSON in three heading rows; two in files of its first years."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxkit.responses.formats.layout import Format, Head, Layout, after, column, noted, row
from cxkit.survey.model import Survey

if TYPE_CHECKING:
    import pandas as pd

_NO_ANSWER = "-99"
"""Seen, and not answered. Other negative numbers are what the survey's maker chose: they are asked about."""

_TESTS = ["survey preview", "survey test", "offline survey preview", "1", "2", "3", "9", "17"]
"""What the column Status holds, as words or as numbers."""


def _sure(head: Head) -> float:
    if _imported(head, 2):
        return 1.0
    if _imported(head, 1):
        return 0.9
    return 0.9 if len(head) > 1 and "ResponseID" in {cell.strip() for cell in head[1]} and "V1" in head[0] else 0.0


def _imported(head: Head, place: int) -> bool:
    cells = [cell.replace("'", '"') for cell in head[place] if cell.strip()] if len(head) > place else []
    return bool(cells) and sum('{"ImportId"' in cell.replace(" ", "") for cell in cells) > len(cells) / 2


def _lay_out(frame: pd.DataFrame, survey: Survey) -> Layout:
    head = [row(frame, place) for place in range(min(3, len(frame)))]
    rows = 3 if _imported(head, 2) else 2
    codes, words = head[0], head[1] if rows == 3 or not _imported(head, 1) else head[0]
    labels = [code if words[place].strip() == "" else words[place] for place, code in enumerate(codes)]
    people = frame.iloc[rows:]
    headings = codes if "Status" in codes else words
    tests = column(people, headings, "Status").isin(_TESTS) | (
        column(people, headings, "DistributionChannel") == "preview"
    )
    not_finished = column(people, headings, "Finished")[~tests].isin(["false", "0"])
    layout = Layout(
        names=[_names(code, label) for code, label in zip(codes, labels, strict=True)],
        frame=people[~tests].replace(_NO_ANSWER, ""),
        unfinished=not_finished,
    )
    return noted(layout, tests, "are previews or tests and are not counted.")


def _names(code: str, label: str) -> tuple[str, ...]:
    """Return a column's code, its words, and what follows their stem; V1, V2 … are numbers and no codes."""
    first = (label, code) if code[:1] == "V" and code[1:].isdigit() else (code, label)
    return (*first, *after(label, " - "), *after(label, "-"))


FORMAT = Format(tool="Qualtrics", sure=_sure, lay_out=_lay_out)
