"""Tables of any library, read a column at a time: as numbers, or as codes into the distinct values."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from importlib.util import find_spec
from os import PathLike
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import numpy.typing as npt

from cxkit.errors import ResponseError

if TYPE_CHECKING:
    import pandas as pd

_MIXED = {"mixed", "mixed-integer", "boolean"}
"""Kinds of column in which True and 1, one value to pandas, may stand side by side."""

_CLOSE = 1000

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """A column of numbers; NaN where missing. Shares the table's memory where it can."""

    values: Floats

    def part(self, rows: slice) -> Numbers:
        """Return some of its rows."""
        return Numbers(values=self.values[rows])


@dataclass(frozen=True, kw_only=True)
class Distinct:
    """A column of anything: `raw[code]` for each row, −1 where missing."""

    codes: npt.NDArray[np.signedinteger[Any]]
    raw: list[Any]


@dataclass(frozen=True, kw_only=True)
class Whole:
    """A column of whole numbers as they lie in memory; there: 1 where there is one, else 0; None: there are all."""

    values: npt.NDArray[np.integer[Any]]
    there: npt.NDArray[np.uint8] | None

    def part(self, rows: slice) -> Whole:
        """Return some of its rows."""
        return Whole(values=self.values[rows], there=None if self.there is None else self.there[rows])

    def apart(self) -> Distinct | Numbers:
        """Return it by its distinct values, where they are as small as answers are; else as numbers."""
        given = np.ones(len(self.values), dtype=bool) if self.there is None else self.there.view(np.bool_)
        some = self.values[given]
        if len(some) and (some.min() < -_CLOSE or some.max() > _CLOSE):
            # What is too long for a float is rounded, not refused: it is out of any range anyway.
            return Numbers(values=np.where(given, self.values.astype(np.float64), np.nan))
        places = some.astype(np.int64) + _CLOSE
        seen = np.bincount(places, minlength=2 * _CLOSE + 1) > 0
        codes = np.full(len(given), -1, dtype=np.int64)
        codes[given] = (np.cumsum(seen) - 1)[places]
        return Distinct(codes=codes, raw=(np.flatnonzero(seen) - _CLOSE).tolist())


Column = Numbers | Whole | Distinct


class AnswerTable(Protocol):
    """Named columns of equal length. Names are text and may repeat; `column` gives the first of a name.

    Pandas is loaded where a table needs it and not before: a command that reads a file does without.
    """

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names."""

    @property
    def rows(self) -> int:
        """How many rows there are."""

    @property
    def index(self) -> pd.Index:
        """The rows' labels."""

    def column(self, name: str) -> Column:
        """Return the column of that name."""

    def distinct(self, name: str) -> Distinct:
        """Return the column of that name by its distinct values, numbers as they are: ids may be long."""


def table(frame: Any) -> AnswerTable:
    """Return an AnswerTable of a pandas, polars or pyarrow table, or of any other that Narwhals reads into memory.

    Raises ResponseError for anything else.
    """
    pandas = sys.modules.get("pandas")
    if pandas and isinstance(frame, pandas.DataFrame):
        return _Pandas(frame)
    pyarrow = sys.modules.get("pyarrow")
    if pyarrow and isinstance(frame, pyarrow.Table):
        return _Arrow(frame)
    polars = sys.modules.get("polars")
    if polars and isinstance(frame, polars.DataFrame) and polars.Object not in frame.dtypes and find_spec("pyarrow"):
        return _Arrow(frame.to_arrow())  # shares its memory, and is counted without floats
    import narwhals.stable.v2 as nw  # noqa: PLC0415  (pandas alone needs no bridge)

    try:
        return _Bridged(nw.from_native(frame, eager_only=True))
    except TypeError:
        if isinstance(frame, str | PathLike):
            raise ResponseError(f'{frame}: read a file first: cx.read_responses("{frame}", survey).') from None
        raise ResponseError(
            f"{type(frame).__name__} is not a table of answers that cxkit reads here. Give it Responses, or a table of "
            "pandas, polars or pyarrow with a row a respondent, a column an item. Those of DuckDB, Dask, PySpark and "
            "lazy polars can be tallied and reported (cx.tally, cx.report)."
        ) from None


class _Pandas:
    def __init__(self, frame: pd.DataFrame) -> None:
        self.frame = frame
        self.names = tuple(map(str, frame.columns))
        self.rows = len(frame)
        self.index = frame.index

    def column(self, name: str) -> Column:
        import pandas as pd  # noqa: PLC0415

        series = self.frame.iloc[:, self.names.index(name)]
        dtype = series.dtype
        if dtype == np.float64 and isinstance(dtype, np.dtype):
            return Numbers(values=series.to_numpy())
        if pd.api.types.is_numeric_dtype(dtype) and not (
            pd.api.types.is_bool_dtype(dtype) or pd.api.types.is_complex_dtype(dtype)
        ):
            return Numbers(values=series.to_numpy(dtype=np.float64, na_value=np.nan))
        return self.distinct(name)

    def distinct(self, name: str) -> Distinct:
        import pandas as pd  # noqa: PLC0415

        series = self.frame.iloc[:, self.names.index(name)]
        if isinstance(series.dtype, pd.CategoricalDtype):
            return Distinct(codes=series.cat.codes.to_numpy().astype(np.int64), raw=list(series.cat.categories))
        return factorized(series)


class _Unlabelled:
    """A table whose rows have no labels of their own."""

    rows: int

    @property
    def index(self) -> pd.Index:
        import pandas as pd  # noqa: PLC0415

        return pd.RangeIndex(self.rows)


class _Arrow(_Unlabelled):
    """A pyarrow table. It numbers distinct values by itself, so that no text becomes a Python object twice."""

    def __init__(self, frame: Any) -> None:
        self.frame = frame
        self.names: tuple[str, ...] = tuple(frame.column_names)
        self.rows = len(frame)

    def column(self, name: str) -> Column:
        import pyarrow.types as kinds  # noqa: PLC0415

        column = self.frame.column(self.names.index(name))
        if kinds.is_integer(column.type):
            values, there = _as_they_lie(column.combine_chunks())
            return Whole(values=values, there=there)
        if kinds.is_floating(column.type) or kinds.is_decimal(column.type):
            return Numbers(values=column.cast("float64", safe=False).to_numpy())
        return self.distinct(name)

    def distinct(self, name: str) -> Distinct:
        import pyarrow as pa  # noqa: PLC0415

        column = self.frame.column(self.names.index(name))
        try:
            coded = column.unify_dictionaries() if pa.types.is_dictionary(column.type) else column.dictionary_encode()
        except pa.ArrowNotImplementedError:
            raise _nested() from None
        whole = coded.combine_chunks()
        if not self.rows or not hasattr(whole, "indices"):
            return Distinct(codes=np.empty(0, dtype=np.int64), raw=[])
        places = whole.indices if whole.indices.type == pa.int32() else whole.indices.cast(pa.int32())
        values, there = _as_they_lie(places)
        codes = values if there is None else np.where(there.view(np.bool_), values, np.int32(-1))
        return Distinct(codes=codes, raw=whole.dictionary.to_pylist())


class _Bridged(_Unlabelled):
    """A table behind Narwhals: polars, and what else it reads."""

    def __init__(self, frame: Any) -> None:
        self.frame = frame
        self.names: tuple[str, ...] = tuple(frame.columns)
        self.rows = len(frame)

    def column(self, name: str) -> Column:
        import narwhals.stable.v2 as nw  # noqa: PLC0415

        series = self.frame[name]
        if series.dtype.is_numeric():
            return Numbers(values=series.cast(nw.Float64()).to_numpy())
        return self.distinct(name)

    def distinct(self, name: str) -> Distinct:
        import narwhals.stable.v2 as nw  # noqa: PLC0415

        series = self.frame[name]
        if isinstance(series.dtype, nw.String | nw.Categorical | nw.Enum):
            # Distinct values only become Python objects: a million texts would take longer than their scoring.
            text = series.cast(nw.String())
            raw = text.drop_nulls().unique(maintain_order=True).to_list()
            known = text.fill_null(raw[0]) if raw else text
            codes = known.replace_strict(raw, list(range(len(raw))), return_dtype=nw.Int64()) if raw else None
            blank = text.is_null().to_numpy()
            return Distinct(
                codes=np.where(blank, -1, codes.to_numpy() if codes is not None else -1).astype(np.int64), raw=raw
            )
        return factorized(np.array([*series.to_list(), None], dtype=object)[:-1])


def factorized(values: Any) -> Distinct:
    """Return a column of anything by its distinct values."""
    import pandas as pd  # noqa: PLC0415

    if str(getattr(values, "dtype", "")) == "object" and pd.api.types.infer_dtype(values, skipna=True) in _MIXED:
        values = pd.Series([str(value) if isinstance(value, bool) else value for value in values], dtype=object)
    try:
        codes, raw = pd.factorize(values, use_na_sentinel=True)
    except TypeError:
        raise _nested() from None
    return Distinct(codes=codes.astype(np.int64), raw=list(raw))


def _as_they_lie(numbers: Any) -> tuple[npt.NDArray[Any], npt.NDArray[np.uint8] | None]:
    """Return a pyarrow array of whole numbers as it lies in memory, and 1 where one is there, else 0; None: all are.

    pyarrow's own functions, which could do the rest, take longer to load than a million numbers to be looked at; its
    to_numpy would load pandas.
    """
    bits, values = numbers.buffers()
    own = slice(numbers.offset, numbers.offset + len(numbers))
    there = np.unpackbits(np.frombuffer(bits, np.uint8), bitorder="little")[own] if numbers.null_count else None
    kind = numbers.type.to_pandas_dtype()
    return np.frombuffer(values, dtype=kind)[own], there


def _nested() -> ResponseError:
    return ResponseError(
        "A column holds lists or other nested values where single answers are expected. Spread them over columns."
    )
