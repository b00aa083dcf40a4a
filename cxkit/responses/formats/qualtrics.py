"""Qualtrics: names, words and JSON in three heading rows; two in files of its first years."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cxkit.responses.formats.headings import item_columns
from cxkit.responses.formats.layout import (
    Format,
    Head,
    Layout,
    after,
    column,
    has,
    repeated,
    row,
    without,
    without_repeated,
)
from cxkit.responses.formats.summaries import without_sums
from cxkit.survey.model import Survey
from cxkit.words import say

if TYPE_CHECKING:
    import pandas as pd

_NO_ANSWER = "-99"
"""Seen, and not answered. Other negative numbers are what the survey's maker chose: they are asked about."""

_TESTS = ["survey preview", "survey test", "offline survey preview", "1", "2", "3", "9", "17"]
"""What the column Status holds, as words or as numbers."""
_PREVIEWS = "|".join(Path(__file__).with_name("preview_words.txt").read_text(encoding="utf-8").split("\n")[:-1])
"""What it holds in other languages."""

_PEOPLES = frozenset({"startdate", "enddate", "recordeddate", "responseid"})
"""Columns in which a person's row tells itself from one of words: by a date, or a number."""

_ABOUT = re.compile(r"_DO(_\w+)?$|_NPS_GROUP$|_\d+_TEXT$")
_OWN_WORDS = re.compile(r"(.+)_\d+_TEXT")
"""Words of one's own, beside the choices of a question that is then called "question - Selected Choice"."""
_CHOSEN = re.compile(r"\s*-\s*Selected Choice\s*$", re.IGNORECASE)
_HYPHEN = re.compile(r"(?<=\w)-(?=[a-zß-ÿ])")
"""Within a word. Old files have one between a question and its row."""

_UNFINISHED = ["false", "0", "falsch", "falso", "faux"]


def _sure(head: Head) -> float:
    return 1.0 if _imported(head, 2) else 0.95 if _heading_rows(head) else 0.0


def _heading_rows(head: Head) -> int:
    """Return how many rows are headings, 0 where the file is not Qualtrics'. People delete some of them."""
    if _imported(head, 2) or _imported(head, 1):
        return 3 if _imported(head, 2) else 2
    if has(head, "V1") and has(head[1:], "ResponseID"):
        return 2
    if len(head) < 2 or has(head, "StartDate", "EndDate", "Status", "Finished", "RecordedDate", "ResponseId") < 0.5:
        return 0
    about = [cell.strip() for name, cell in zip(*head[:2], strict=False) if name.strip().casefold() in _PEOPLES]
    return 1 if any(cell[:1].isdigit() or cell[:2] == "R_" for cell in about) else 2


def _imported(head: Head, place: int) -> bool:
    cells = [cell.replace("'", '"') for cell in head[place] if cell.strip()] if len(head) > place else []
    return bool(cells) and sum('{"ImportId"' in cell.replace(" ", "") for cell in cells) > len(cells) / 2


def _lay_out(frame: pd.DataFrame, survey: Survey) -> Layout:
    head = [row(frame, place) for place in range(min(3, len(frame)))]
    rows = _heading_rows(head)
    codes, words = head[0], head[0] if rows == 1 or _imported(head, 1) else head[1]
    labels = [code if words[place].strip() == "" else words[place] for place, code in enumerate(codes)]
    own_words = {found[1] for code in codes if (found := _OWN_WORDS.fullmatch(code.strip()))}
    labels = [
        # In the account's language, unless it is English.
        label.rpartition(" - ")[0] or label if code.strip() in own_words else _CHOSEN.sub("", label)
        for code, label in zip(codes, labels, strict=True)
    ]
    again = repeated(frame, rows)
    people = frame.iloc[rows:][~again]
    headings = codes if has(head, "Status") else words
    status = column(people, headings, "Status")
    tests = (
        status.isin(_TESTS)
        | status.str.contains(_PREVIEWS)
        | (column(people, headings, "DistributionChannel") == "preview")
    )
    # How far somebody came is a number in any language.
    not_finished = column(people, headings, "Finished").isin(_UNFINISHED) | column(
        people, headings, "Progress"
    ).str.fullmatch(r"\d\d?")
    layout = Layout(
        names=[_names(code, label) for code, label in zip(codes, labels, strict=True)],
        frame=people[~tests].replace(_NO_ANSWER, ""),
        unfinished=not_finished[~tests],
    )
    spam = int(column(layout.frame, headings, "Status").isin(["spam", "8"]).sum())
    if spam:
        layout = replace(layout, notes=(say("reading.spam", n=spam),))
    layout = without_repeated(layout, again)
    layout = without(layout, tests, lambda n: say("reading.previews", n=n))
    return without_sums(layout, item_columns(layout.names, survey))


def _names(code: str, label: str) -> tuple[str, ...]:
    """Return a column's code, its words, and what follows their stem; V1, V2 … are numbers and no codes.

    What it says of an item, such as the order in which it was shown, has the item's words as well, and its own code.
    """
    if _ABOUT.search(code):
        return (code,)
    first = (label, code) if code[:1] == "V" and code[1:].isdigit() else (code, label)
    return (*first, *after(label, " - "), *after(_HYPHEN.sub("\u2010", label), "-"))


FORMAT = Format(tool="Qualtrics", sure=_sure, lay_out=_lay_out)
