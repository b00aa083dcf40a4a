"""A table of answers, checked against its survey: what counts as an answer, and what was left out, and why."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd

from cxkit.answers import FIRST, SKIPPED, Problem, as_text, code, options
from cxkit.errors import ResponseError, ResponseWarning, did_you_mean, listing
from cxkit.frames import Column, Floats, Numbers, Table, table
from cxkit.survey import Item, Survey

COMMENT = "comment_"
"""A dimension's free text stands in the column `comment_<dimension id>`."""

PROBLEM_COLUMNS = ["column", "value", "reason", "count", "rows"]


@dataclass(frozen=True, kw_only=True)
class Responses:
    """Answers that fit their survey; make them with `read_responses` or `Responses.of`.

    frame: one row a respondent; a column an item (float, whole numbers in the item's range, NaN where missing) and
        a column an attribute (text; "" where not stated).
    not_applicable: bool, a column an item: True where the respondent said "can't tell" (missing in `frame`).
    comments: one row a respondent, a column a dimension with free text ("" where none).
    problems: one row for each value that was no answer: column, value, reason, count, rows (the first ten, numbered
        from 1).
    dropped: the columns of the source that were not taken: personal ones, and any that the survey does not know.
    """

    frame: pd.DataFrame
    not_applicable: pd.DataFrame
    comments: pd.DataFrame
    problems: pd.DataFrame
    dropped: tuple[str, ...] = ()

    @classmethod
    def of(cls, frame: Any, survey: Survey) -> Responses:
        """Check a table whose columns are named by item and attribute id. Raises ResponseError if items are missing.

        frame: a table of pandas, polars or pyarrow. Cells may hold numbers, numbers as text, or a response scale's
            labels in any of its languages. Only pandas has an index to keep.
        """
        source = table(frame)
        check_columns(source, survey)
        met: list[Problem] = []
        items, skipped, attributes = {}, {}, {}
        for item in survey.items:
            items[item.id], skipped[item.id] = _read_item(source.column(item.id), item, met)
        for attribute in survey.attributes:
            if attribute.id in source.names:
                places, values, wrong = options(source.column(attribute.id), attribute)
                attributes[attribute.id] = np.array(values, dtype=object)[places]
                met += wrong
        comments = {d.id: COMMENT + d.id for d in survey.dimensions if COMMENT + d.id in source.names}
        taken = {*items, *attributes, *comments.values()}
        return cls(
            frame=pd.DataFrame({**items, **attributes}, index=source.index, copy=False),
            not_applicable=pd.DataFrame(skipped, index=source.index, copy=False),
            comments=pd.DataFrame(
                {id: _words(source.column(name)) for id, name in comments.items()}, index=source.index
            ),
            problems=problem_table(met),
            dropped=tuple(dict.fromkeys(name for name in source.names if name not in taken)),
        )

    def fit(self, survey: Survey) -> None:
        """Raise ResponseError where the survey asks an item that these answers lack."""
        lacking = [item.id for item in survey.items if item.id not in self.frame.columns]
        if lacking:
            raise ResponseError(
                f"These answers were read for another survey: {survey.id} also asks {listing(lacking)}. "
                "Read the file again with this survey."
            )

    def __len__(self) -> int:
        return len(self.frame)


def checked(answers: Any, survey: Survey) -> Responses:
    """Return Responses as they are; check a bare table first, with a warning for what is left out."""
    if isinstance(answers, Responses):
        answers.fit(survey)
        return answers
    responses = Responses.of(answers, survey)
    warn(responses.problems, stacklevel=4)
    return responses


def warn(problems: pd.DataFrame, *, stacklevel: int = 3) -> None:
    """Warn, where the public function was called, of values that were left out."""
    if len(problems):
        message = f"{int(problems['count'].sum())} value(s) were left out:\n{told(problems)}"
        warnings.warn(message, ResponseWarning, stacklevel=stacklevel)


def told(problems: pd.DataFrame, *, most: int = 10) -> str:
    """Say what was not scored, in lines for a person; empty where everything was."""
    lines = [
        f'{row["column"]}: "{row["value"]}" {row["reason"]} ({row["count"]} time{"s" if row["count"] != 1 else ""}, '
        f"row{'s' if row['count'] != 1 else ''} {row['rows']})"
        for row in problems.head(most).to_dict("records")
    ]
    if len(problems) > most:
        lines.append(f"… and {len(problems) - most} more kinds")
    return "\n".join(lines)


def check_columns(source: Table, survey: Survey) -> None:
    """Refuse a table that lacks an item, or has two columns for one id. Raises ResponseError."""
    missing = [item.id for item in survey.items if item.id not in source.names]
    if missing:
        raise ResponseError(_no_columns(missing, source.names, survey))
    asked = {item.id for item in survey.items} | {attribute.id for attribute in survey.attributes}
    asked |= {COMMENT + dimension.id for dimension in survey.dimensions}
    twice = asked & {name for name in source.names if source.names.count(name) > 1}
    if twice:
        raise ResponseError(f"There are two columns for {listing(sorted(twice))}. Keep the one with the answers.")


def problem_table(met: Iterable[Problem]) -> pd.DataFrame:
    """Return the problems as a table; those of several parts of one table are added up."""
    merged: dict[tuple[str, str, str], Problem] = {}
    for one in met:
        key = (one.column, one.value, one.reason)
        before = merged.get(key)
        count = one.count + (before.count if before else 0)
        rows = ((before.rows if before else ()) + one.rows)[:10]
        merged[key] = Problem(column=one.column, value=one.value, reason=one.reason, count=count, rows=rows)
    rows_of = [
        asdict(one) | {"rows": ", ".join(map(str, one.rows)) + " …" * (one.count > len(one.rows))}
        for one in merged.values()
    ]
    return pd.DataFrame(rows_of, columns=PROBLEM_COLUMNS)


def _read_item(column: Column, item: Item, met: list[Problem]) -> tuple[Floats, np.ndarray]:
    """Return (values as float with NaN, flags for "can't tell"). Clean numbers are not copied."""
    codes, wrong = code(column, item)
    met += wrong
    if isinstance(column, Numbers) and not wrong:
        return column.values, np.zeros(len(codes), dtype=bool)
    values = codes.astype(np.float64) + (item.response_scale.min - FIRST)
    values[codes < FIRST] = np.nan
    return values, codes == SKIPPED


def _words(column: Column) -> np.ndarray:
    if isinstance(column, Numbers):
        return np.array([as_text(value) for value in column.values.tolist()], dtype=object)
    words = np.array([as_text(value) for value in [*column.raw, ""]], dtype=object)
    return words[column.codes]


def _no_columns(missing: list[str], columns: Iterable[str], survey: Survey) -> str:
    unknown = [name for name in columns if name not in {item.id for item in survey.items}]
    near = "".join(f' For "{id}":{hint}' for id in missing[:5] if (hint := did_you_mean(id, unknown)))
    return (
        f"The survey {survey.id} has {len(survey.items)} items, and {len(missing)} of them have no column here: "
        f"{listing(missing)}. The table's other columns: {listing(unknown) or 'none'}.{near} "
        "Name the columns by item id, or by the item's full text."
    )
