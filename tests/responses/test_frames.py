"""Tables of polars, pyarrow and DuckDB: every kind of column gives what pandas gives."""

import decimal
import random
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import cxkit as cx
from cxkit.errors import ResponseError, ResponseWarning
from cxkit.responses.frames import Distinct, Whole, table
from cxkit.responses.responses import Responses
from cxkit.survey.model import Survey
from tests.strategies import organisation, small_survey

pl = pytest.importorskip("polars")
pa = pytest.importorskip("pyarrow")
duckdb = pytest.importorskip("duckdb")

LABELS = {1: "Never", 2: "Rarely", 3: "At times", 4: "Often", 5: "Always"}
SURVEY = small_survey(response_scale={"min": 1, "max": 5, "labels": LABELS, "not_applicable": "No idea"})
ITEMS = [item.id for item in SURVEY.items]
Cells = list[Any]


def whole(cells: Cells) -> Cells:
    return [None if cell is None else int(cell) for cell in cells]


def floats(cells: Cells) -> Cells:
    return [None if cell is None else float(cell) for cell in cells]


def text(cells: Cells) -> Cells:
    return [None if cell is None else str(cell) for cell in cells]


def labels(cells: Cells) -> Cells:
    return ["No idea" if cell is None else LABELS[cell] for cell in cells]


def decimals(cells: Cells) -> Cells:
    return [None if cell is None else decimal.Decimal(f"{cell}.0") for cell in cells]


def quotient(cells: Cells) -> Cells:
    return [float("nan") if cell is None else float(cell) for cell in cells]


POLARS: dict[str, Callable[[Cells], Any]] = {
    "Float64": lambda cells: pl.Series(floats(cells), dtype=pl.Float64),
    "Float64 with NaN": lambda cells: pl.Series(quotient(cells), dtype=pl.Float64),
    "Float32": lambda cells: pl.Series(floats(cells), dtype=pl.Float32),
    "Int64 with nulls": lambda cells: pl.Series(whole(cells), dtype=pl.Int64),
    "Int8 with nulls": lambda cells: pl.Series(whole(cells), dtype=pl.Int8),
    "UInt8 with nulls": lambda cells: pl.Series(whole(cells), dtype=pl.UInt8),
    "Decimal": lambda cells: pl.Series(decimals(cells)),
    "String": lambda cells: pl.Series(text(cells), dtype=pl.String),
    "String of labels": lambda cells: pl.Series(labels(cells), dtype=pl.String),
    "Categorical": lambda cells: pl.Series(text(cells), dtype=pl.Categorical),
    "Categorical of labels": lambda cells: pl.Series(labels(cells), dtype=pl.Categorical),
    "Enum": lambda cells: pl.Series(text(cells), dtype=pl.Enum(["5", "4", "3", "2", "1", "Refused"])),
    "Object": lambda cells: pl.Series(cells, dtype=pl.Object),
    "in several chunks": lambda cells: pl.concat(
        [pl.Series(text(cells[:9]), dtype=pl.String), pl.Series(text(cells[9:]), dtype=pl.String)], rechunk=False
    ),
}

PYARROW: dict[str, Callable[[Cells], Any]] = {
    "double": lambda cells: pa.array(floats(cells), pa.float64()),
    "double with NaN": lambda cells: pa.array(quotient(cells), pa.float64()),
    "float": lambda cells: pa.array(floats(cells), pa.float32()),
    "int64 with nulls": lambda cells: pa.array(whole(cells), pa.int64()),
    "int8 with nulls": lambda cells: pa.array(whole(cells), pa.int8()),
    "decimal": lambda cells: pa.array(decimals(cells), pa.decimal128(5, 1)),
    "string": lambda cells: pa.array(text(cells), pa.string()),
    "large_string": lambda cells: pa.array(text(cells), pa.large_string()),
    "string_view": lambda cells: pa.array(text(cells), pa.string_view()),
    "string of labels": lambda cells: pa.array(labels(cells)),
    "dictionary": lambda cells: pa.array(text(cells)).dictionary_encode(),
    "dictionary of numbers": lambda cells: pa.array(whole(cells)).dictionary_encode(),
    "dictionary of labels": lambda cells: pa.array(labels(cells)).dictionary_encode(),
    "dictionary with null among its values": lambda cells: pa.DictionaryArray.from_arrays(
        pa.array([cell or 0 for cell in cells], pa.int8()), pa.array([None, "1", "2", "3", "4", "5"])
    ),
    "dictionary in chunks that differ": lambda cells: pa.chunked_array(
        [pa.array(text(cells[:9])).dictionary_encode(), pa.array(text(cells[9:])).dictionary_encode()]
    ),
    "dictionary with unsigned places": lambda cells: pa.DictionaryArray.from_arrays(
        pa.array([None if cell is None else cell - 1 for cell in cells], pa.uint8()),
        pa.array(["1", "2", "3", "4", "5"]),
    ),
}

DUCKDB = {
    "DOUBLE": "{}::DOUBLE",
    "TINYINT": "{}::TINYINT",
    "DECIMAL": "{}::DECIMAL(4, 1)",
    "HUGEINT": "{}::HUGEINT",
    "VARCHAR": "{}::INT::VARCHAR",
    "ENUM": "{}::INT::VARCHAR::ENUM('5', '4', '3', '2', '1')",
}


def each(kinds: dict[str, Any]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("kind", list(kinds))


@pytest.fixture(scope="module")
def answers() -> pd.DataFrame:
    """Forty people's answers, some missing, one without a team, one group of words of a single letter."""
    table = organisation({"a": 24, "ß b": 15}, seed=3, missing=0.2)
    table.loc[5, "team"] = None
    cells = {str(id): [None if pd.isna(cell) else cell for cell in table[id]] for id in table}
    cells |= {item: whole(cells[item]) for item in ITEMS}
    return pd.DataFrame(cells, dtype=object)


def assert_same(other: Any, answers: pd.DataFrame) -> None:
    """Compare what both tables give: scores, tallies, reliability, agreement."""
    same = pd.testing.assert_frame_equal
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResponseWarning)
        same(cx.score(other, SURVEY), cx.score(answers, SURVEY), check_exact=True)
        same(cx.reliability(other, SURVEY), cx.reliability(answers, SURVEY), check_exact=True)
        same(cx.item_analysis(other, SURVEY), cx.item_analysis(answers, SURVEY), check_exact=True)
        same(
            cx.agreement(other, SURVEY, by="team").groups,
            cx.agreement(answers, SURVEY, by="team").groups,
            check_exact=True,
        )
        assert Responses.of(other, SURVEY).problems.empty
        one, two = (cx.tally(table, SURVEY, by=["team", "role"]) for table in (other, answers))
    assert (one.respondents, one.scores, one.patterns) == (two.respondents, two.scores, two.patterns)
    assert {key: n for key, n in one.answers.items() if isinstance(key[2], int)} == {
        key: n for key, n in two.answers.items() if isinstance(key[2], int)
    }


@each(POLARS)
def test_every_kind_of_polars_column_gives_what_pandas_gives(kind: str, answers: pd.DataFrame) -> None:
    """Numbers with nulls or NaN, text, labels, categories, enumerations."""
    columns = {item: POLARS[kind](answers[item].to_list()) for item in ITEMS}
    places = {id: pl.Series(answers[id].to_list(), dtype=pl.String) for id in ("team", "role")}
    assert_same(pl.DataFrame(columns | places), answers)


@each(PYARROW)
def test_every_kind_of_pyarrow_column_gives_what_pandas_gives(kind: str, answers: pd.DataFrame) -> None:
    """Numbers with nulls or NaN, text, labels, dictionaries however they were made."""
    columns = {item: PYARROW[kind](answers[item].to_list()) for item in ITEMS}
    places = {id: pa.array(answers[id].to_list()).dictionary_encode() for id in ("team", "role")}
    assert_same(pa.table(columns | places), answers)


@each(DUCKDB)
def test_every_kind_of_duckdb_column_gives_what_pandas_gives(kind: str, answers: pd.DataFrame) -> None:
    """Handed over as an Arrow table."""
    numbers = pa.table({id: pa.array(answers[id].to_list()) for id in [*ITEMS, "team", "role"]})
    columns = ", ".join(f"{DUCKDB[kind].format(item)} AS {item}" for item in ITEMS)
    with duckdb.connect() as connection:
        connection.register("numbers", numbers)
        assert_same(connection.sql(f"SELECT {columns}, team, role FROM numbers").to_arrow_table(), answers)


@pytest.mark.parametrize("make", [pl.DataFrame, pa.table], ids=["polars", "pyarrow"])
def test_what_is_no_answer_is_told_in_every_library(make: Callable[[dict[str, Cells]], Any]) -> None:
    """The same words and rows as pandas gives."""
    table: dict[str, Cells] = {
        "listens": [3.0, 99.0, None, 2.5],
        "helps": ["3", "often", "No idea", ""],
        "quick": [True, False, True, None],
        "waits": [None, None, None, None],
        "role": ["leader", "Front line", "boss", None],
        "team": ["a", None, " a", "b"],
    }
    one, other = Responses.of(make(table), SURVEY), Responses.of(pd.DataFrame(table), SURVEY)
    pd.testing.assert_frame_equal(one.problems, other.problems)
    assert one.problems["count"].to_list() == [1, 1, 2, 1, 1]
    pd.testing.assert_frame_equal(one.frame, other.frame)
    pd.testing.assert_frame_equal(one.not_applicable, other.not_applicable)


@pytest.mark.parametrize("make", [pl.DataFrame, pa.table, pd.DataFrame], ids=["polars", "pyarrow", "pandas"])
def test_comments_and_attributes_are_read_in_every_library(make: Callable[[dict[str, Cells]], Any]) -> None:
    """Teams of numbers, too; nothing said is an empty text."""
    table: dict[str, Cells] = {item: [3, 4] for item in ITEMS}
    table |= {
        "team": [12, None],
        "role": [None, "Leader"],
        "comment_care": ["Thank you.", None],
        "email": ["x@y.z"] * 2,
    }
    responses = Responses.of(make(table), SURVEY)
    assert responses.frame["team"].to_list() == ["12", ""]
    assert responses.frame["role"].to_list() == ["", "leader"]
    assert responses.comments["care"].to_list() == ["Thank you.", ""]
    assert responses.dropped == ("email",)
    assert cx.tally(make(table), SURVEY, by="team").respondents == {("12",): 1, ("",): 1}


EMPTY: dict[str, Callable[[], Any]] = {
    "polars": lambda: pl.DataFrame({item: pl.Series([], dtype=pl.Categorical) for item in ITEMS}),
    "polars text": lambda: pl.DataFrame({item: pl.Series([], dtype=pl.String) for item in ITEMS}),
    "pyarrow": lambda: pa.schema([(item, pa.dictionary(pa.int32(), pa.string())) for item in ITEMS]).empty_table(),
    "pyarrow numbers": lambda: pa.schema([(item, pa.float64()) for item in ITEMS]).empty_table(),
}


@pytest.mark.parametrize("library", EMPTY)
def test_a_table_without_rows_is_no_error(library: str) -> None:
    """An empty batch is a batch, in every library."""
    table = EMPTY[library]()
    assert cx.score(table, SURVEY).shape == (0, 2)
    assert len(cx.tally(table, SURVEY)) == 0
    assert cx.reliability(table, SURVEY)["n"].to_list() == [0, 0]


@pytest.mark.parametrize("make", [pl.DataFrame, pa.table], ids=["polars", "pyarrow"])
def test_a_table_that_lacks_an_item_is_an_error_in_every_library(make: Callable[[dict[str, Cells]], Any]) -> None:
    """With the column's name."""
    with pytest.raises(ResponseError, match="no column here: waits"):
        cx.score(make({item: [3] for item in ITEMS if item != "waits"}), SURVEY)


@pytest.mark.parametrize("thing", [None, 3, [1, 2], {"listens": [3]}, pd.Series([3])], ids=repr)
def test_something_that_is_no_table_is_told_as_such(thing: Any) -> None:
    """Not with an error from within another library."""
    with pytest.raises(ResponseError, match=rf"^{type(thing).__name__} is not a table of answers that cxkit reads"):
        cx.score(thing, SURVEY)


@pytest.mark.parametrize("file", ["export.xlsx", Path("export.xlsx")], ids=repr)
def test_a_files_name_is_told_how_to_read_it(file: Any) -> None:
    """It is not read unasked: what is wrong in it would be a warning in passing."""
    with pytest.raises(ResponseError, match=r'^export\.xlsx: .* first: cx\.read_responses\("export\.xlsx", survey\)'):
        cx.reliability(file, SURVEY)


def test_rows_of_other_libraries_are_numbered() -> None:
    """Only pandas has an index to keep."""
    scores = cx.score(pl.DataFrame({item: [3, 4] for item in ITEMS}), SURVEY)
    assert scores.index.equals(pd.RangeIndex(2))
    assert scores["care"].to_list() == [50.0, 75.0]


def survey_of_numbers() -> Survey:
    return small_survey(attributes=[{"id": "team", "title": "Team", "options": "from_workshop"}])


def test_long_numbers_of_teams_are_told_apart() -> None:
    """Two cost centres whose numbers differ in the seventeenth digit are two groups."""
    teams = [90071992547409920, 90071992547409921]
    table = organisation({"x": 2}).assign(team=teams)
    assert cx.tally(table, survey_of_numbers(), by="team").respondents == {(str(team),): 1 for team in teams}


def test_a_number_too_long_for_a_float_is_no_answer_in_every_library() -> None:
    """Told, not raised from within."""
    table = {item: [3, 4] for item in ITEMS} | {"waits": [2**53 + 1, 3]}
    assert len(Responses.of(pd.DataFrame(table), SURVEY).problems) == 1
    assert len(Responses.of(pl.DataFrame(table), SURVEY).problems) == 1
    assert len(Responses.of(pa.table(table), SURVEY).problems) == 1


def test_whole_numbers_beyond_any_response_scale_are_no_answers_to_arrow_either() -> None:
    """Whatever their type, at either end of it, and beside answers or alone."""
    table = organisation({"a": 4}).astype(dict.fromkeys(ITEMS, "int64"))
    arrow = pa.Table.from_pandas(table, preserve_index=False)
    for kind, far in ((pa.uint64(), 2**64 - 1), (pa.int64(), -(2**63)), (pa.int16(), 1001), (pa.int8(), -128)):
        for cells in ([far] * 4, [far, 3, None, 1]):
            column = pa.array(cells, kind)
            with pytest.warns(cx.ResponseWarning, match="is outside 1–5"):
                counted = cx.tally(
                    arrow.set_column(arrow.column_names.index("listens"), "listens", column), small_survey()
                )
            assert sum(
                n for (_, item, value), n in counted.answers.items() if (item, value) == ("listens", 3)
            ) == cells.count(3)


@pytest.mark.parametrize("kind", ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint64"])
@pytest.mark.parametrize("ends", [(1, 5), (-128, 127), (0, 255), (900, 1000), (-1000, 1000), (-9, 10**4)])
def test_whole_numbers_of_any_size_come_out_as_they_went_in(kind: str, ends: tuple[int, int]) -> None:
    """In pieces that begin anywhere, with gaps, or nothing but gaps: they are read as they lie in memory."""
    chance = random.Random(kind + str(ends))
    bounds = np.iinfo(kind)
    low, high = max(ends[0], bounds.min), min(ends[1], bounds.max)
    low = min(low, high)
    for gaps in (0, 0.3, 1):
        pieces = [
            pa.array([None if chance.random() < gaps else chance.randint(low, high) for _ in range(rows)], kind)
            for rows in (9, 1, 17)
        ]
        cells = pa.chunked_array([piece.slice(chance.randint(0, 1)) for piece in pieces], kind)
        held = table(pa.table({"a": cells})).column("a")
        assert isinstance(held, Whole)
        column = held.apart()
        if isinstance(column, Distinct):
            found = [None if code < 0 else column.raw[code] for code in column.codes.tolist()]
        else:
            found = [None if np.isnan(value) else int(value) for value in column.values]
        assert found == cells.to_pylist()
