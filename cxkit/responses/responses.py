"""A table of answers, checked against its survey: what counts as an answer, and what was left out, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from cxkit.errors import ResponseError, did_you_mean, listing
from cxkit.responses.coding import FIRST, SKIPPED, as_text, code, options
from cxkit.responses.frames import Column, Floats, Numbers, table
from cxkit.responses.problems import PROBLEM_COLUMNS, Problem, merged, warn
from cxkit.survey.model import Survey
from cxkit.survey.parts import Item

if TYPE_CHECKING:
    import pandas as pd

COMMENT = "comment_"
"""A dimension's free text stands in the column `comment_<dimension id>`."""


@dataclass(frozen=True, kw_only=True)
class Responses:
    """Answers that fit their survey; make them with `read_responses` or `Responses.of`.

    Attributes:
        frame: One row a respondent; a column an item (float, whole numbers in the item's range, NaN where missing) and
            a column an attribute (text; "" where not stated).
        not_applicable: bool, a column an item: True where the respondent said "can't tell" (missing in `frame`).
        comments: One row a respondent, a column a dimension with free text ("" where none).
        met: The values that were no answers; `problems` lays them out.
        dropped: The columns of the source that were not taken: personal ones, and any that the survey does not know.
    """

    frame: pd.DataFrame
    not_applicable: pd.DataFrame
    comments: pd.DataFrame
    met: tuple[Problem, ...] = ()
    dropped: tuple[str, ...] = ()

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
        items, skipped, attributes = {}, {}, {}
        for item in survey.items:
            items[item.id], skipped[item.id] = _read_item(source.column(item.id), item, met)
        for attribute in survey.attributes:
            if attribute.id in source.names:
                places, values, wrong = options(source.distinct(attribute.id), attribute)
                attributes[attribute.id] = np.array(values, dtype=object)[places]
                met += wrong
        comments = {d.id: COMMENT + d.id for d in survey.dimensions if COMMENT + d.id in source.names}
        taken = {*items, *attributes, *comments.values()}
        return cls(
            frame=pd.DataFrame({**items, **attributes}, index=source.index),
            not_applicable=pd.DataFrame(skipped, index=source.index, copy=False),
            comments=pd.DataFrame(
                {id: _words(source.column(name)) for id, name in comments.items()}, index=source.index
            ),
            met=merged(met),
            dropped=tuple(dict.fromkeys(name for name in source.names if name not in taken)),
        )

    @property
    def problems(self) -> pd.DataFrame:
        """A row for each value that was no answer: column, value, reason, count, rows (the first ten, from 1 on)."""
        import pandas as pd  # noqa: PLC0415

        return pd.DataFrame(
            [[one.column, one.value, one.reason, one.count, one.places] for one in self.met], columns=PROBLEM_COLUMNS
        )

    def fit(self, survey: Survey) -> None:
        """Check that these answers have all that a survey asks.

        Raises:
            ResponseError: They lack an item.
        """
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
    warn(responses.met, stacklevel=4)
    return responses


def check_columns(names: Sequence[str], survey: Survey) -> None:
    """Refuse columns of a table that lacks an item, or has two columns for one id. Raises ResponseError."""
    missing = [item.id for item in survey.items if item.id not in names]
    if missing:
        raise ResponseError(_no_columns(missing, names, survey))
    twice = asked(survey) & {name for name, times in Counter(names).items() if times > 1}
    if twice:
        raise ResponseError(f"There are two columns for {listing(sorted(twice))}. Keep the one with the answers.")


def asked(survey: Survey) -> set[str]:
    """Return the columns that a table of answers may have: of items, attributes and comments."""
    comments = {COMMENT + dimension.id for dimension in survey.dimensions}
    return comments.union((item.id for item in survey.items), (attribute.id for attribute in survey.attributes))


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
    words: np.ndarray = np.array([as_text(value) for value in [*column.raw, ""]], dtype=object)
    return np.asarray(words[column.codes])


def _no_columns(missing: list[str], columns: Iterable[str], survey: Survey) -> str:
    unknown = [name for name in columns if name not in {item.id for item in survey.items}]
    near = "".join(f' For "{id}":{hint}' for id in missing[:5] if (hint := did_you_mean(id, unknown)))
    return (
        f"The survey {survey.id} has {len(survey.items)} items, and {len(missing)} of them have no column here: "
        f"{listing(missing)}. The table's other columns: {listing(unknown) or 'none'}.{near} "
        "Name the columns by item id, or by the item's full text."
    )
