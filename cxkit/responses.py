"""A table of answers, checked against its survey: what counts as an answer, and what was left out, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cxkit.errors import ResponseError, did_you_mean, listing
from cxkit.survey import Attribute, Item, Survey

NOT_APPLICABLE = "not_applicable"
"""How "can't tell" is written in a table of answers, whatever the respondents saw."""

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
    def of(cls, table: pd.DataFrame, survey: Survey) -> Responses:
        """Check a table whose columns are named by item and attribute id. Raises ResponseError if items are missing.

        Cells may hold numbers, numbers as text, or a response scale's labels in any of its languages.
        """
        columns = {str(column): column for column in table.columns}
        missing = [item.id for item in survey.items if item.id not in columns]
        if missing:
            raise ResponseError(_no_columns(missing, columns, survey))
        asked = {item.id for item in survey.items} | {attribute.id for attribute in survey.attributes}
        asked |= {COMMENT + dimension.id for dimension in survey.dimensions}
        twice = asked & set(table.columns[table.columns.duplicated()].map(str))
        if twice:
            raise ResponseError(f"There are two columns for {listing(sorted(twice))}. Keep the one with the answers.")
        problems: list[tuple[str, str, str, int, str]] = []
        items = {item.id: _read_item(table[columns[item.id]], item, problems) for item in survey.items}
        attributes = {
            attribute.id: _read_attribute(table[columns[attribute.id]], attribute, problems)
            for attribute in survey.attributes
            if attribute.id in columns
        }
        comments = {d.id: columns[COMMENT + d.id] for d in survey.dimensions if COMMENT + d.id in columns}
        taken = {*items, *attributes, *(COMMENT + id for id in comments)}
        index = table.index
        return cls(
            frame=pd.DataFrame({**{id: values for id, (values, _) in items.items()}, **attributes}, index=index),
            not_applicable=pd.DataFrame({id: flags for id, (_, flags) in items.items()}, index=index),
            comments=pd.DataFrame({id: _words(table[column]) for id, column in comments.items()}, index=index),
            problems=pd.DataFrame(problems, columns=PROBLEM_COLUMNS),
            dropped=tuple(name for name in columns if name not in taken),
        )

    def __len__(self) -> int:
        return len(self.frame)


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


def _read_item(
    column: pd.Series, item: Item, problems: list[tuple[str, str, str, int, str]]
) -> tuple[np.ndarray, np.ndarray]:
    """Return (values as float with NaN, flags for "can't tell"), each distinct raw value being judged once."""
    scale = item.response_scale
    codes, raw = pd.factorize(column, use_na_sentinel=True)
    meaning = np.full(len(raw) + 1, np.nan)  # the last place stands for missing, which factorize codes as -1
    skipped = np.zeros(len(raw) + 1, dtype=bool)
    words = {label.casefold(): point for point, text in scale.labels.items() for label in text.all()}
    no_answer = {NOT_APPLICABLE, *(t.casefold() for t in (scale.not_applicable.all() if scale.not_applicable else ()))}
    for code, value in enumerate(raw):
        text = _text(value)
        number = _number(text)
        if text == "":
            continue
        if text.casefold() in no_answer:
            skipped[code] = True
        elif text.casefold() in words:
            meaning[code] = words[text.casefold()]
        elif number is None:
            allowed = listing(text.split("\n")[0] for text in map(str, scale.labels.values()))
            reason = f"is not an answer to this item; allowed: {scale.min}–{scale.max}"
            _note(problems, item.id, text, reason + (f", {allowed}" if allowed else ""), codes == code)
        elif number != int(number):
            _note(problems, item.id, text, "is not a whole number", codes == code)
        elif not scale.min <= number <= scale.max:
            _note(problems, item.id, text, f"is outside {scale.min}–{scale.max}", codes == code)
        else:
            meaning[code] = number
    return meaning[codes], skipped[codes]


def _read_attribute(
    column: pd.Series, attribute: Attribute, problems: list[tuple[str, str, str, int, str]]
) -> np.ndarray:
    """Return option values as text; "" where not stated or not an option."""
    codes, raw = pd.factorize(column, use_na_sentinel=True)
    meaning = np.full(len(raw) + 1, "", dtype=object)
    options = attribute.options
    by_word = {word.casefold(): value for value, text in (options or {}).items() for word in text.all()}
    for code, value in enumerate(raw):
        text = _text(value)
        if options is None or text in options or text == "":
            meaning[code] = text
        elif text.casefold() in by_word:
            meaning[code] = by_word[text.casefold()]
        else:
            reason = f"is not one of: {listing(options)}"
            _note(problems, attribute.id, text, reason + did_you_mean(text, options), codes == code)
    return meaning[codes]


def _words(column: pd.Series) -> np.ndarray:
    return np.array([_text(value) for value in column], dtype=object)


def _text(value: object) -> str:
    """Write a cell as a person would: 2.0 is "2", missing is "", no space around."""
    if value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\u00a0", " ").strip()


def _number(text: str) -> float | None:
    if "_" in text:  # Python reads 1_0 as 10; people do not
        return None
    try:
        number = float(text)
    except ValueError:
        return None
    return number if np.isfinite(number) else None


def _note(
    problems: list[tuple[str, str, str, int, str]], column: str, value: str, reason: str, where: np.ndarray
) -> None:
    rows = np.flatnonzero(where) + 1
    first = ", ".join(map(str, rows[:10])) + (" …" if len(rows) > 10 else "")
    problems.append((column, value[:60], reason, len(rows), first))


def _no_columns(missing: list[str], columns: Iterable[str], survey: Survey) -> str:
    unknown = [name for name in columns if name not in {item.id for item in survey.items}]
    near = "".join(f' For "{id}":{hint}' for id in missing[:5] if (hint := did_you_mean(id, unknown)))
    return (
        f"The survey {survey.id} has {len(survey.items)} items, and {len(missing)} of them have no column here: "
        f"{listing(missing)}. The table's other columns: {listing(unknown) or 'none'}.{near} "
        "Name the columns by item id, or by the item's full text."
    )
