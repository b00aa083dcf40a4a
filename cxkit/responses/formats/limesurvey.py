"""LimeSurvey: headings as codes, as words, or as both; answers as codes or as words; unfinished rows have no date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from cxkit.responses.formats.headings import wanted
from cxkit.responses.formats.layout import Format, Head, Layout, called, column, has, row
from cxkit.responses.formats.plain import plain
from cxkit.responses.spelling import bare, by_spelling
from cxkit.survey.model import Survey

if TYPE_CHECKING:
    import pandas as pd

_NOT_SHOWN = ["N/A", "{question_not_shown}"]
_BEGINNING = (r"\d+", r"|\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?", r"-?\d*", r"[a-z]{2,3}(-[\w-]+)?")
_CODE = re.compile(r"^(?P<code>\w+)(?:[\[.](?P<sub>\w+)[\].])?(?P<rest>\. .*)?$", re.DOTALL)


def _sure(head: Head) -> float:
    codes = has([_codes(head[0] if head else ())], "id", "submitdate", "lastpage", "startlanguage")
    words = has(head, "Response ID", "Date submitted", "Last page", "Start language")
    share = max(codes, words)
    return 0.95 * share if share > 0.7 else 0.9 * all(map(_answered, head[1:])) * (len(head) > 1)


def _answered(record: Sequence[str]) -> bool:
    """Say whether a row begins as LimeSurvey's do, whose headings may be in any language: id, date, page, language."""
    return len(record) > 4 and all(map(re.fullmatch, _BEGINNING, map(str.strip, record)))


def _codes(headings: Sequence[str]) -> list[str]:
    """Return the codes of headings that may have words behind them."""
    return [heading.partition(".")[0] for heading in headings]


def _lay_out(frame: pd.DataFrame, survey: Survey) -> Layout:
    headings = words = row(frame, 0)
    if len(frame) > 1 and has([row(frame, 1)], "id", "submitdate", "lastpage") == 1:
        headings, frame = row(frame, 1), frame.iloc[1:]  # VV: words above, codes below
    # A code has no underscore there: lead_asks can only be called leadasks.
    ids = by_spelling((bare(id), id) for id in wanted(survey))
    names = [(*_names(code, ids), *called(said)) for code, said in zip(headings, words, strict=True)]
    # A point between two that have words is its number alone: (5).
    layout = plain(frame.replace(_NOT_SHOWN, "").replace(r"^\((\d+)\)$", r"\1", regex=True), survey, names)
    submitted = column(layout.frame, _codes(headings), "submitdate", "Date submitted", headings[1])
    return replace(layout, unfinished=submitted == "")


def _names(heading: str, ids: dict[str, str]) -> tuple[str, ...]:
    found = _CODE.match(heading.strip())
    if not found:
        return called(heading)
    rest = (found["rest"] or "").removeprefix(".")
    code = found["sub"] or found["code"]
    named = [ids.get(bare(part), part) for part in (code, code.rpartition("_")[2])]
    return tuple(filter(None, (heading.strip(), *named, *(called(rest) if rest else ()))))


FORMAT = Format(tool="LimeSurvey", sure=_sure, lay_out=_lay_out)
