"""The same answers give the same tally, whatever holds them. With the real libraries."""

import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import dask.dataframe as dd
import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import cxkit as cx
from cxkit.errors import ResponseError, ResponseWarning
from cxkit.responses.formats import batches
from cxkit.statistics import engines, tally
from cxkit.survey.model import Survey
from tests.strategies import small_survey

ROWS = 5_000
ITEMS = ["listens", "helps", "quick", "waits"]


@pytest.fixture(scope="module")
def survey() -> Survey:
    """Return a survey of four items, asked of teams and roles."""
    return small_survey()


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    """Return answers with gaps, in a column order of their own, beside a column that nobody asked for."""
    chance = np.random.default_rng(7)
    answers = chance.integers(1, 6, (ROWS, len(ITEMS))).astype("float64")
    answers[chance.random(answers.shape) < 0.1] = np.nan
    frame = pd.DataFrame(answers, columns=ITEMS)[ITEMS[::-1]]
    frame.insert(0, "Email", "somebody@example.org")
    frame["team"] = chance.choice(["a", "b", "ñandú", ""], ROWS)
    frame["role"] = chance.choice(["leader", "frontline"], ROWS)
    return frame


def as_polars(table: pd.DataFrame) -> Any:
    return pl.DataFrame({name: [None if pd.isna(v) else v for v in table[name]] for name in table})


def as_arrow(table: pd.DataFrame) -> Any:
    return pa.Table.from_pandas(table.astype({name: "Int64" for name in ITEMS if name in table}), preserve_index=False)


def as_duckdb(table: pd.DataFrame) -> Any:
    return duckdb.connect().from_arrow(as_arrow(table))


def as_dask(table: pd.DataFrame) -> Any:
    return dd.from_pandas(table, npartitions=5)


HOLDERS: dict[str, Callable[[pd.DataFrame], Any]] = {
    "pandas float": lambda table: table,
    "pandas nullable": lambda table: table.convert_dtypes(),
    "pandas int8 where nothing is missing": lambda table: table.astype({"listens": "Int8", "team": "category"}),
    "pandas categorical": lambda table: table.astype(dict.fromkeys([*ITEMS, "team", "role"], "category")),
    "pandas text": lambda table: table.astype(dict.fromkeys(ITEMS, object)).astype({"quick": "str"}),
    "polars": as_polars,
    "polars lazy": lambda table: as_polars(table).lazy(),
    "pyarrow": as_arrow,
    "DuckDB relation": as_duckdb,
    "Dask": as_dask,
}


@pytest.mark.parametrize("holder", HOLDERS)
def test_every_library_gives_the_same_tally(holder: str, table: pd.DataFrame, survey: Survey) -> None:
    """Counts are whole numbers, so equal means equal."""
    expected = cx.tally(table, survey, by=["team", "role"])
    assert len(expected) == ROWS
    assert cx.tally(HOLDERS[holder](table), survey, by=["team", "role"]) == expected


@pytest.mark.parametrize("holder", [name for name in HOLDERS if name not in {"polars lazy", "DuckDB relation", "Dask"}])
def test_every_library_in_memory_gives_the_same_scores(holder: str, table: pd.DataFrame, survey: Survey) -> None:
    """As a pandas DataFrame, to the bit."""
    pd.testing.assert_frame_equal(cx.score(HOLDERS[holder](table), survey), cx.score(table, survey))


@pytest.mark.parametrize("holder", ["polars lazy", "DuckDB relation", "Dask"])
def test_a_report_can_be_made_of_an_engine(holder: str, table: pd.DataFrame, survey: Survey) -> None:
    """Only counts come back, and they are enough."""
    assert cx.report(HOLDERS[holder](table), survey, by="team") == cx.report(table, survey, by="team")


def test_dask_never_gathers_the_answers(table: pd.DataFrame, survey: Survey, monkeypatch: pytest.MonkeyPatch) -> None:
    """The largest table that cxkit sees is one partition."""
    seen = []
    count_table = tally.count_table

    def watched(part: Any, *rest: Any) -> Any:
        seen.append(len(part))
        return count_table(part, *rest)

    monkeypatch.setattr(engines, "count_table", watched)
    cx.tally(as_dask(table), survey)
    assert sorted(seen) == [ROWS // 5] * 5


def test_parts_of_an_engine_report_what_was_no_answer(table: pd.DataFrame, survey: Survey) -> None:
    """Counted over all partitions; which row it was, nobody knows there."""
    dirty = table.assign(quick=table["quick"].where(table.index % 1000 != 3, 9))
    with pytest.warns(ResponseWarning, match=r'quick: "9" is outside 1–5 \(5 times\)'):
        counted = cx.tally(as_dask(dirty), survey)
    assert counted == cx.tally(table.assign(quick=table["quick"].mask(table.index % 1000 == 3)), survey)


@pytest.mark.parametrize("holder", ["polars lazy", "DuckDB relation", "Dask", "polars"])
def test_a_missing_column_is_told_before_anything_runs(holder: str, table: pd.DataFrame, survey: Survey) -> None:
    """Whatever holds the table."""
    with pytest.raises(ResponseError, match=r"1 of them have no column here: quick"):
        cx.tally(HOLDERS[holder](table.drop(columns="quick")), survey)
    with pytest.raises(ResponseError, match=r"no attribute team"):
        cx.tally(HOLDERS[holder](table.drop(columns="team")), survey, by="team")


def test_something_that_is_no_table_is_told(survey: Survey) -> None:
    """With what would be one."""
    with pytest.raises(ResponseError, match=r"dict is not a table of answers.*polars"):
        cx.tally({"listens": [1]}, survey)


@pytest.fixture(scope="module")
def parquet(table: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of three Parquet files."""
    folder = tmp_path_factory.mktemp("answers")
    for part in range(3):
        pq.write_table(as_arrow(table.iloc[part::3]), folder / f"part-{part}.parquet", row_group_size=500)
    return folder


def test_a_parquet_folder_is_tallied_and_read(parquet: Path, table: pd.DataFrame, survey: Survey) -> None:
    """One file, or all of them; a path or its name."""
    assert cx.tally(parquet, survey, by="team") == cx.tally(table, survey, by="team")
    one = parquet / "part-0.parquet"
    assert cx.tally(str(one), survey, by="team") == cx.tally(table.iloc[::3], survey, by="team")
    answers = cx.read_responses(one, survey)
    assert len(answers) == len(table.iloc[::3])
    assert answers.dropped == ("Email",)
    assert cx.tally(answers, survey, by="team") == cx.tally(table.iloc[::3], survey, by="team")


def test_one_parquet_file_is_read_without_what_folders_need(parquet: Path, survey: Survey, tmp_path: Path) -> None:
    """That takes as long to load as a million rows to read. Words are the same, kept as they are or as dictionaries."""
    one = parquet / "part-0.parquet"
    held = pq.read_table(one)
    words = held.set_column(held.column_names.index(ITEMS[0]), ITEMS[0], held[ITEMS[0]].cast("string"))
    for many, chosen in ((words, {"row_group_size": 7}), (words, {"use_dictionary": False})):
        pq.write_table(many, tmp_path / "words.parquet", **chosen)
        assert cx.tally(tmp_path / "words.parquet", survey, by="team") == cx.tally(one, survey, by="team")
    code = (
        "import sys, cxkit as cx; survey = cx.Survey.from_dict(eval(sys.argv[2]))\n"
        "cx.tally(sys.argv[1], survey); sys.exit('pyarrow.dataset' in sys.modules)"
    )
    assert not subprocess.run([sys.executable, "-c", code, str(one), repr(survey.to_dict())], check=False).returncode


def test_progress_rises_to_the_end(parquet: Path, survey: Survey) -> None:
    """From nothing to all, never back."""
    seen: list[float] = []
    cx.tally(parquet, survey, progress=seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
    assert all(0 < share <= 1 for share in seen)


def test_a_parquet_file_larger_than_what_is_held_keeps_memory_flat(
    tmp_path: Path, survey: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten times the rows do not take twice the memory: of pyarrow's own pool, and of Python's. Nor is the file held."""
    monkeypatch.setattr("cxkit.responses.formats.batches.ROWS", 1 << 14)

    def peak(rows: int) -> tuple[int, int]:
        file = tmp_path / f"{rows}.parquet"
        chance = np.random.default_rng(rows)
        kinds = pa.schema({name: pa.int64() for name in ITEMS})
        with pq.ParquetWriter(file, kinds, use_dictionary=False, compression="none") as writer:
            for _ in range(rows // (1 << 14)):
                writer.write_table(pa.table({name: chance.integers(1, 6, 1 << 14) for name in ITEMS}))
        held = []
        tracemalloc.start()
        counted = cx.tally(file, survey, progress=lambda _: held.append(pa.total_allocated_bytes()))
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert len(counted) == rows
        return max(held), top

    few, many = peak(10 << 14), peak(100 << 14)
    assert many[0] < 2 * few[0]
    assert many[1] < 2 * few[1]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("nowhere.parquet", None, "there is no such file"),
        ("broken.parquet", b"PAR1 and nothing else", "is not a readable Parquet file"),
        ("nowhere.csv", None, "there is no such file"),
        ("empty.csv", b"", "the file is empty"),
        ("only.csv", b"listens,helps,quick,waits\n", "no answers below it"),
    ],
)
def test_a_file_that_cannot_be_counted_is_told(
    tmp_path: Path, survey: Survey, name: str, content: bytes | None, words: str
) -> None:
    """By name, with the reason, whichever reader met it."""
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(ResponseError, match=words) as caught:
        cx.tally(tmp_path / name, survey)
    assert name in str(caught.value)


CSV = """\
listens;helps;quick;waits;team;comment_care
5;4;3;2;a;"two
lines"
;Agree;not_applicable;1;b;
7;2.5;x;1;a;
"""


def test_the_fast_and_the_plain_reader_of_csv_agree(tmp_path: Path, survey: Survey) -> None:
    """On labels, blanks, can't tell, line breaks in comments, and on what is no answer, with a spreadsheet's rows."""
    file = tmp_path / "answers.csv"
    file.write_text(CSV, encoding="utf-8-sig")
    fast = engines.count(file, survey, ("team",))
    plain = cx.read_responses(file, survey)
    assert fast.tally == cx.tally(plain, survey, by="team")
    assert fast.problems == plain.met
    assert {(one.value, one.rows) for one in fast.problems} == {
        ("Agree", (3,)),
        ("7", (4,)),
        ("2.5", (4,)),
        ("x", (4,)),
    }
    assert fast.dropped == plain.dropped


def test_a_row_in_the_middle_that_is_too_long_is_told_with_its_line(tmp_path: Path, survey: Survey) -> None:
    """The fast reader gives up, the plain one says where; nothing counted so far is kept."""
    file = tmp_path / "answers.csv"
    rows = ["listens,helps,quick,waits", *["1,2,3,4"] * 50, "1,2,3,4,5,6", *["1,2,3,4"] * 50]
    file.write_text("\n".join(rows))
    with pytest.raises(ResponseError, match="line 52"):
        cx.tally(file, survey)


def test_rows_that_stop_early_are_read_as_far_as_they_go(tmp_path: Path, survey: Survey) -> None:
    """A spreadsheet leaves out empty cells at the end of a line."""
    file = tmp_path / "answers.csv"
    file.write_text("listens,helps,quick,waits\n1,2,3,4\n1,2\n")
    assert len(cx.tally(file, survey)) == 2


def test_without_pyarrow_a_csv_is_read_all_the_same(
    tmp_path: Path, survey: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And Parquet says what to install."""
    file = tmp_path / "answers.csv"
    file.write_text(CSV, encoding="utf-8")
    with_it = engines.count(file, survey, ("team",))
    for name in [name for name in sys.modules if name.partition(".")[0] == "pyarrow"]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert engines.count(file, survey, ("team",)) == with_it
    for read in (cx.tally, cx.read_responses):
        with pytest.raises(ResponseError, match="pip install pyarrow"):
            read(tmp_path / "answers.parquet", survey)


def test_rows_sent_in_twice_are_told_and_counted(tmp_path: Path) -> None:
    """In a file and in a table alike; not where a row has so few cells that people are alike by chance."""
    survey = cx.load_survey("leadership")
    table = pd.read_csv(cx.sample("leadership"))
    table = pd.concat([table, table.iloc[3:6]], ignore_index=True)
    files = [tmp_path / "answers.csv", tmp_path / "answers.parquet", tmp_path / "folder"]
    table.to_csv(files[0], index=False)
    table.to_parquet(files[1], row_group_size=30)
    files[2].mkdir()
    for part in (0, 1):
        table[part::2].to_parquet(files[2] / f"{part}.parquet")
    told = "3 row(s) are the same as an earlier one in every cell. They are counted; delete those sent in twice."
    for answers in (*files, table, pl.from_pandas(table), pa.Table.from_pandas(table)):
        counted = engines.count(answers, survey, ())
        assert counted.notes == (told,)
        assert len(counted.tally) == 83
    for file in files:
        assert cx.read_responses(file, survey).notes == (told,)
    assert engines.count(table.assign(when=range(83)), survey, ()).notes == ()
    few = pd.DataFrame({id: [3, 3] for id in ("listens", "helps", "quick", "waits")})
    assert engines.count(few, small_survey(), ()).notes == ()


@pytest.mark.parametrize("words", ["fine", "fine,\nand\nthe same line\nin all"])
def test_rows_sent_in_twice_are_told_of_a_large_file_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    """A line of a comment is no row, though it be the same in all of them."""
    monkeypatch.setattr(batches, "LOOKED_THROUGH", 100)
    table = pd.read_csv(cx.sample("leadership"))
    table["remark"] = [f"{words} {row}" for row in range(len(table))]
    for more, told in ((table.iloc[3:6], ("3 row(s) are the same as an earlier one in every cell",)), (table[:0], ())):
        pd.concat([table, more]).to_csv(tmp_path / "answers.csv", index=False)
        notes = engines.count(tmp_path / "answers.csv", cx.load_survey("leadership"), ()).notes
        assert tuple(note.partition(".")[0] for note in notes) == told


def test_a_csv_file_too_large_to_be_read_at_once_is_counted_the_same(
    tmp_path: Path, survey: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In blocks, several at a time; the rows of what is no answer are still those of the file."""
    chance = np.random.default_rng(1)
    table = pd.DataFrame({id: chance.integers(1, 6, 5000) for id in ITEMS}).astype(object)
    table.loc[[7, 4990], ITEMS[0]] = "?"
    table.to_csv(tmp_path / "answers.csv", index=False)
    whole = engines.count(tmp_path / "answers.csv", survey, ())
    monkeypatch.setattr("cxkit.responses.formats.pieces.SIZE", 1 << 12)
    seen: list[float] = []
    blocks = engines.count(tmp_path / "answers.csv", survey, (), progress=seen.append)
    assert len(seen) > 1
    assert blocks.tally == whole.tally
    assert [problem.rows for problem in blocks.problems] == [(9, 4992)]
