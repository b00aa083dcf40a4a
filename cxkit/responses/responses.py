"""A table of answers, checked against its survey: what counts as an answer, and what was left out, and why."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from cxkit.errors import ResponseError, listing
from cxkit.responses.coding import BLANK, FIRST, SKIPPED, Codes, as_text, code, options
from cxkit.responses.csv_safety import unguarded
from cxkit.responses.frames import Column, Floats, Numbers, Whole, table
from cxkit.responses.hints import mapped, meant
from cxkit.responses.hints import some as listed
from cxkit.responses.problems import PROBLEM_COLUMNS, Problem, merged, warn
from cxkit.responses.rules import keep_rules
from cxkit.responses.spelling import one_spelling
from cxkit.survey.kinds import KINDS
from cxkit.survey.model import Survey
from cxkit.survey.parts import Item
from cxkit.words import say

if TYPE_CHECKING:
    import pandas as pd

COMMENT = "comment_"
"""A dimension's free text stands in the column `comment_<dimension id>`."""

ADDRESS = re.compile(r"\S@\S+\.\w|^\d{1,3}(\.\d{1,3}){3}$|^\+\d[\d ()/.-]{6,}$")
"""An e-mail address, that of a device, a telephone number."""
_MANY = 8


@dataclass(frozen=True, kw_only=True)
class Responses:
    """Answers that fit their survey; make them with `read_responses` or `Responses.of`.

    Attributes:
        frame: One row a respondent; a column an item (float, whole numbers in the item's range, NaN where missing) and
            a column an attribute (text; "" where not stated).
        not_applicable: bool, a column an item: True where the respondent said "can't tell" (missing in `frame`).
        comments: One row a respondent, a column a dimension with free text, or an item with pins ("" where none).
        met: The values that were no answers; `problems` lays them out.
        dropped: The columns of the source that were not taken: personal ones, and any that the survey does not know.
        notes: What a reader should know: how a file was read, which rows are not counted, which groups were merged.
    """

    frame: pd.DataFrame
    not_applicable: pd.DataFrame
    comments: pd.DataFrame
    met: tuple[Problem, ...] = ()
    dropped: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @classmethod
    def of(cls, frame: Any, survey: Survey) -> Responses:
        """Check a table whose columns are named by item and attribute id.

        Args:
            frame: A table of pandas, polars or pyarrow. Cells may hold numbers, numbers as text, or a response scale's
                labels in any of its languages. Only pandas has an index to keep.

        Raises:
            ResponseError: Items are missing.
        """
        import pandas as pd  # noqa: PLC0415

        source = table(frame)
        check_columns(source.names, survey)
        met: list[Problem] = []
        items, skipped, attributes, notes = {}, {}, {}, []
        for item in survey.items:
            items[item.id], skipped[item.id] = _read_item(source.column(item.id), item, met)
        _keep_rules(items, skipped, survey, met)
        for attribute in survey.attributes:
            if attribute.id in source.names:
                places, values, wrong = options(source.distinct(attribute.id), attribute)
                if attribute.options is None:
                    times = dict(zip(values, np.bincount(places, minlength=len(values)).tolist(), strict=True))
                    merged_into = one_spelling(times)
                    values = [merged_into.get(value, value) for value in values]
                    notes += [*said_merged(attribute.id, merged_into), *people_in(attribute.id, times)]
                attributes[attribute.id] = np.array(values, dtype=object)[places]
                met += wrong
        comments = {id: COMMENT + id for id in _worded(survey) if COMMENT + id in source.names}
        taken = {*items, *attributes, *comments.values()}
        return cls(
            frame=pd.DataFrame({**items, **attributes}, index=source.index),
            not_applicable=pd.DataFrame(skipped, index=source.index, copy=False),
            comments=pd.DataFrame(
                {id: _words(source.column(name)) for id, name in comments.items()}, index=source.index
            ),
            met=merged(met),
            dropped=tuple(dict.fromkeys(name for name in source.names if name not in taken)),
            notes=tuple(notes),
        )

    @property
    def some(self) -> np.ndarray:
        """For each row, whether anything was answered, "can't tell" included."""
        given = self.frame[self.not_applicable.columns].notna().to_numpy() | self.not_applicable.to_numpy()
        return np.asarray(given.any(axis=1))

    def answered(self, aside: int = 0) -> Responses:
        """Return those who answered anything, and notes on how many did not. aside: rows that were left out before."""
        rows = self.some
        notes = (*self.notes, *uncounted(len(rows), int(rows.sum()), aside))
        if rows.all():
            return replace(self, notes=notes)
        return replace(
            self,
            frame=self.frame[rows].reset_index(drop=True),
            not_applicable=self.not_applicable[rows].reset_index(drop=True),
            comments=self.comments[rows].reset_index(drop=True),
            notes=notes,
        )

    @property
    def problems(self) -> pd.DataFrame:
        """A row for each value that was no answer: column, value, reason, advice, count, rows (the first ten)."""
        import pandas as pd  # noqa: PLC0415

        return pd.DataFrame(
            [[one.column, one.value, one.reason, one.advice, one.count, one.places] for one in self.met],
            columns=PROBLEM_COLUMNS,
        )

    def fit(self, survey: Survey) -> None:
        """Check that these answers have all that a survey asks.

        Raises:
            ResponseError: They lack an item.
        """
        check_survey(survey)
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
    warn(responses.met, responses.notes, stacklevel=4)
    return responses


def uncounted(rows: int, some: int, aside: int = 0) -> list[str]:
    """Say how many rows of a file hold no answer, and how many of all are counted; nothing where all are.

    rows: those read; some: those of them with an answer; aside: those that were left out before.
    """
    return [
        *([say("reading.empty_rows", n=rows - some)] if some < rows else []),
        *([say("reading.counted", rows=rows + aside, some=some)] if some < rows + aside else []),
    ]


def said_merged(attribute: str, merged_into: Mapping[str, str]) -> list[str]:
    """Say which spellings of an open attribute were taken for one group."""
    return [
        say("reading.merged", attribute=attribute, spelling=spelling, group=group)
        for spelling, group in merged_into.items()
    ]


def people_in(attribute: str, times: Mapping[str, int]) -> list[str]:
    """Say which values of an open attribute look like people rather than groups: addresses, or one for nearly each."""
    values = {value: n for value, n in times.items() if value and n}
    addresses = sum(n for value, n in values.items() if ADDRESS.search(value))
    if addresses:
        return [say("reading.addresses", attribute=attribute, n=addresses)]
    if len(values) > _MANY and 2 * len(values) > sum(values.values()):
        return [say("reading.many_values", attribute=attribute, n=len(values))]
    return []


def check_survey(survey: object) -> None:
    """Refuse what is no Survey, such as the name of one. Raises ResponseError."""
    if not isinstance(survey, Survey):
        hint = f'load it first: cx.load_survey("{survey}")' if isinstance(survey, str) else "cx.load_survey gives one"
        raise ResponseError(f"A survey is needed here, not {type(survey).__name__}: {hint}.")


def check_columns(names: Sequence[str], survey: Survey) -> None:
    """Refuse columns of a table that lacks an item, or has two columns for one id. Raises ResponseError."""
    check_survey(survey)
    missing = [item.id for item in survey.items if item.id not in names]
    if missing:
        raise ResponseError(_no_columns(missing, names, survey))
    twice = asked(survey) & {name for name, times in Counter(names).items() if times > 1}
    if twice:
        raise ResponseError(say("reading.two_columns", ids=listed(sorted(twice))))


def said_lacking(names: Iterable[str], survey: Survey, *, titles: bool = False) -> list[str]:
    """Say which attributes a file has no column for, by their ids or titles: nobody is told apart by them."""
    lacking = [one for one in survey.attributes if one.id not in set(names)]
    named = [say("report.quoted", words=str(one.title)) if titles else one.id for one in lacking]
    return [mapped(say("reading.no_attribute", attributes=listed(named)))] if lacking else []


def asked(survey: Survey) -> set[str]:
    """Return the columns that a table of answers may have: of items, attributes and comments."""
    comments = {COMMENT + id for id in _worded(survey)}
    return comments.union((item.id for item in survey.items), (attribute.id for attribute in survey.attributes))


def _worded(survey: Survey) -> list[str]:
    """Return what a table may have words on: every dimension, and what takes pins."""
    return list(dict.fromkeys([*(dimension.id for dimension in survey.dimensions), *survey.commented]))


def _read_item(column: Column, item: Item, met: list[Problem]) -> tuple[Floats, np.ndarray]:
    """Return (values as float with NaN, flags for "can't tell"). Clean numbers are not copied."""
    codes, wrong = code(column, item)
    met += wrong
    if isinstance(column, Numbers) and not wrong:
        return column.values, np.zeros(len(codes), dtype=bool)
    values = codes.astype(np.float64) + (item.response_scale.min - FIRST)
    values[codes < FIRST] = np.nan
    return values, codes == SKIPPED


def _keep_rules(items: dict[str, Floats], skipped: dict[str, np.ndarray], survey: Survey, met: list[Problem]) -> None:
    """Put what is left of answers that have to go together, blanks filled in, in place of those that were read."""
    for dimension in survey.dimensions:
        if not KINDS[dimension.kind].together or not dimension.items:
            continue
        low = np.array([item.response_scale.min - FIRST for item in dimension.items])[:, None]
        steps = np.nan_to_num(np.array([items[item.id] for item in dimension.items]) - low, nan=BLANK)
        codes: Codes = steps.astype(np.uint16)
        met += keep_rules(codes, replace(survey, dimensions=(dimension,)))
        for item, values in zip(dimension.items, np.where(codes < FIRST, np.nan, codes + low), strict=True):
            items[item.id], skipped[item.id] = values, np.zeros(len(values), dtype=bool)


def _words(column: Column) -> np.ndarray:
    if isinstance(column, Whole):
        column = column.apart()
    if isinstance(column, Numbers):
        return np.array([as_text(value) for value in column.values.tolist()], dtype=object)
    words: np.ndarray = np.array([unguarded(as_text(value)) for value in [*column.raw, ""]], dtype=object)
    return np.asarray(words[column.codes])


def _no_columns(missing: list[str], columns: Iterable[str], survey: Survey) -> str:
    unknown = [name for name in columns if name not in {item.id for item in survey.items}]
    near = "".join(f" {id}:{hint}" for id in missing[:5] if (hint := meant(id, unknown)))
    lacking = say(
        "reading.no_columns", survey=survey.id, items=len(survey.items), n=len(missing), missing=listed(missing)
    )
    others = say("reading.other_columns", columns=listed(unknown) or "–")
    return mapped(f"{lacking} {others}{near} {say('reading.name_columns')}")
