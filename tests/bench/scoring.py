"""`make bench`: what counting a million responses costs, as ratios to other ways, all in one run on the same answers.

Every contender is timed in turn, round after round, and its best round counts; of whole programs the median of the
clock and of the processors' time. A busy machine slows all alike: ratios are worth reading; seconds are not.
"""

import resource
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import yaml
from pyarrow import csv

import cxkit as cx
from cxkit.survey.model import Survey

ITEMS, DIMENSIONS, GROUPS, MISSING = 28, 4, 200, 0.05
EACH = ITEMS // DIMENSIONS
REVERSED = {dimension * EACH for dimension in range(DIMENSIONS)}
COLUMNS = [f"q{number}" for number in range(ITEMS)]
ROUNDS = 5
SCORE = [sys.executable, "-m", "cxkit.cli", "score"]
READ = "import pyarrow.{0}; pyarrow.{0}.read_{1}({2!r})"
PEAK = """import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"""
SURVEY: dict[str, Any] = {
    "id": "bench",
    "title": "A bench",
    "response_scale": {"min": 1, "max": 5},
    "attributes": [{"id": "team", "title": "Team", "options": "from_workshop"}],
    "dimensions": [
        {
            "id": f"d{dimension}",
            "title": f"D{dimension}",
            "items": [
                {"id": f"q{number}", "text": f"Item {number}", "reverse_keyed": number in REVERSED}
                for number in range(dimension * EACH, (dimension + 1) * EACH)
            ],
        }
        for dimension in range(DIMENSIONS)
    ],
}


def answers(rows: int) -> pd.DataFrame:
    """Return made-up answers: float64 with NaN, and a categorical team, as pandas users hold them."""
    chance = np.random.default_rng(rows)
    table = {}
    for column in COLUMNS:
        values = chance.integers(1, 6, rows).astype(np.float64)
        values[chance.random(rows) < MISSING] = np.nan
        table[column] = values
    frame = pd.DataFrame(table)
    names = [f"team {number}" for number in range(GROUPS)]
    return frame.assign(team=pd.Categorical.from_codes(chance.integers(0, GROUPS, rows).tolist(), pd.Index(names)))


def idiomatic_pandas(frame: pd.DataFrame) -> pd.DataFrame:
    """Score and summarise by group as a pandas user would: reversed columns, row means, groupby."""
    values = frame[COLUMNS].copy()
    turned = [f"q{number}" for number in sorted(REVERSED)]
    values[turned] = 6 - values[turned]
    scores = {}
    for dimension in range(DIMENSIONS):
        part = values[COLUMNS[dimension * EACH : (dimension + 1) * EACH]]
        scores[f"d{dimension}"] = ((part.mean(axis=1) - 1) / 4 * 100).where(part.notna().sum(axis=1) >= EACH / 2)
    return pd.DataFrame(scores).groupby(frame["team"], observed=True).agg(["count", "mean", "std"])


def plain_loop(frame: pd.DataFrame) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Make the tally's counts with numpy alone, a block of 64k rows after the other, one item after the other."""
    columns = [frame[column].to_numpy() for column in COLUMNS]
    groups = frame["team"].cat.codes.to_numpy().astype(np.int64)
    per_item = np.zeros((ITEMS, GROUPS * 6), dtype=np.int64)
    per_score = np.zeros((DIMENSIONS, GROUPS * (EACH + 1) * (4 * EACH + 1)), dtype=np.int64)
    for start in range(0, len(frame), 1 << 16):
        rows = slice(start, start + (1 << 16))
        group = groups[rows]
        for dimension in range(DIMENSIONS):
            answered = np.zeros(len(group), dtype=np.int64)
            total = np.zeros(len(group), dtype=np.int64)
            for item in range(dimension * EACH, (dimension + 1) * EACH):
                values = columns[item][rows]
                given = ~np.isnan(values)
                whole = np.where(given, values, 0).astype(np.int64)
                per_item[item] += np.bincount(group * 6 + whole, minlength=GROUPS * 6)
                answered += given
                total += np.where(given, 5 - whole if item in REVERSED else whole - 1, 0)
            place = (group * (EACH + 1) + answered) * (4 * EACH + 1) + total
            per_score[dimension] += np.bincount(place, minlength=per_score.shape[1])
    return per_item, per_score


def row_by_row(frame: pd.DataFrame) -> pd.DataFrame:
    """Score with a function applied to every row, as psych-style code is often ported."""

    def one(row: pd.Series) -> pd.Series:
        scores = {}
        for dimension in range(DIMENSIONS):
            numbers = range(dimension * EACH, (dimension + 1) * EACH)
            given = [(n, row[f"q{n}"]) for n in numbers if not np.isnan(row[f"q{n}"])]
            keyed = [6 - value if n in REVERSED else value for n, value in given]
            scores[f"d{dimension}"] = (np.mean(keyed) - 1) * 25 if len(keyed) >= EACH / 2 else np.nan
        return pd.Series(scores)

    return frame[COLUMNS].apply(one, axis=1).groupby(frame["team"], observed=True).agg(["count", "mean", "std"])


def best(contenders: Sequence[Callable[[], object]], rounds: int = ROUNDS) -> list[float]:
    """Return the shortest time of each contender, all timed in turn in every round."""
    times: list[list[float]] = [[] for _ in contenders]
    for _ in range(rounds):
        for contender, found in zip(contenders, times, strict=True):
            start = time.perf_counter()
            contender()
            found.append(time.perf_counter() - start)
    return [min(found) for found in times]


def show(what: str, value: float, target: str) -> None:
    """Print a line of the table."""
    print(f"  {what:<74}{value:>9.3f}   {target}")


def counting(survey: Survey) -> None:
    """Time a million responses against the other ways to count them."""
    frame = answers(1_000_000)
    ours, scoring, pandas, loop = best(
        [
            lambda: cx.tally(frame, survey, by="team"),
            lambda: cx.score(frame, survey),
            lambda: idiomatic_pandas(frame),
            lambda: plain_loop(frame),
        ]
    )
    few = frame.head(2_000)
    (rows,) = best([lambda: row_by_row(few)], rounds=1)
    print(f"\nOne million respondents × {ITEMS} items × {GROUPS} groups, {MISSING:.0%} missing")
    show("tally / idiomatic pandas (scores and group means)", ours / pandas, "target ≤ 0.25")
    show("tally / plain numpy loop making the same counts", ours / loop, "target ≤ 0.70")
    show("plain numpy loop / idiomatic pandas", loop / pandas, "")
    show("cx.score alone / idiomatic pandas", scoring / pandas, "")
    show("row by row (from 2,000 rows) / tally", rows * 500 / ours, "times as long")
    tracemalloc.start()
    cx.tally(frame, survey, by="team")
    extra = tracemalloc.get_traced_memory()[1] / (8 * ITEMS * len(frame))
    tracemalloc.stop()
    show("extra memory of a tally / the float64 input", extra, "target ≤ 1")
    tallied = cx.tally(frame, survey, by="team")
    assert sum(n for (_, item, _), n in tallied.answers.items() if item == "q0") == len(frame)


def growing(survey: Survey) -> None:
    """Time 100,000 to 5 million responses: the cost of each should stay the same."""
    print("\nGrowth: cost per respondent, relative to 100,000 respondents")
    sizes = [100_000, 1_000_000, 5_000_000]
    frames = [answers(size) for size in sizes]
    times = best([lambda frame=frame: cx.tally(frame, survey, by="team") for frame in frames], rounds=3)  # type: ignore[misc]
    for size, seconds in zip(sizes, times, strict=True):
        show(f"{size:,} respondents", seconds / size / (times[0] / sizes[0]), "target ≤ 1.2")


def reading(survey: dict[str, Any]) -> None:
    """Time `cxkit score` on files of a million rows against merely reading them, and on eighty; all whole programs."""
    with tempfile.TemporaryDirectory() as folder:
        text, parquet, definition = (Path(folder, name) for name in ("answers.csv", "answers.parquet", "survey.yaml"))
        definition.write_text(yaml.safe_dump(survey), encoding="utf-8")
        write(1_000_000, text, parquet)
        for what, file, module in (("CSV", text, "csv"), ("Parquet", parquet, "parquet")):
            read = [sys.executable, "-c", READ.format(module, "csv" if module == "csv" else "table", str(file))]
            ours = [*SCORE, str(file), "--survey", str(definition), "--by", "team"]
            merely, scored = programs([read, ours])
            print(f"\n{what} of a million rows ({file.stat().st_size / 1e6:.0f} MB)")
            for measure, own, other in zip(("the clock", "processors' time"), scored, merely, strict=True):
                show(f"cxkit score / merely reading it with pyarrow, by {measure}", own / other, "target ≤ 1.5")
        ((seconds, _),) = programs([[*SCORE, str(cx.sample("leadership")), "--survey", "leadership", "--by", "role"]])
        show("cxkit score of 80 rows, seconds", seconds, "target ≤ 0.5")


def memory(survey: dict[str, Any]) -> None:
    """Measure how much more memory ten million rows take than one."""
    print("\nMemory of `cxkit score`")
    with tempfile.TemporaryDirectory() as folder:
        definition, most = Path(folder, "survey.yaml"), {}
        definition.write_text(yaml.safe_dump(survey), encoding="utf-8")
        for rows in (1_000_000, 10_000_000):
            text, parquet = Path(folder, f"{rows}.csv"), Path(folder, f"{rows}.parquet")
            write(rows, text, parquet)
            for file in (text, parquet):
                most[rows, file.suffix] = peak([*SCORE, str(file), "--survey", str(definition), "--by", "team"])
                file.unlink()
        for kind in (".csv", ".parquet"):
            for rows in (1_000_000, 10_000_000):
                show(f"{kind}: MB for {rows:,} rows", most[rows, kind] / 1024, "")
            show(
                f"{kind}: ten million rows / a million", most[10_000_000, kind] / most[1_000_000, kind], "target: flat"
            )


def write(rows: int, text: Path, parquet: Path) -> None:
    """Write made-up answers as CSV and Parquet, a million at a time."""
    part = answers(1_000_000).astype(dict.fromkeys(COLUMNS, "Int8") | {"team": "string"})
    held = pa.Table.from_pandas(part, preserve_index=False)
    with pq.ParquetWriter(parquet, held.schema) as file, csv.CSVWriter(text, held.schema) as lines:
        for _ in range(rows // len(part)):
            file.write_table(held)
            lines.write_table(held)


def peak(command: list[str]) -> int:
    """Run a command to its end; the most memory it held, in kB."""
    return int(
        subprocess.run([sys.executable, "-c", PEAK, *command], capture_output=True, text=True, check=True).stdout
    )


def kinds(survey: Survey) -> None:
    """Time a million responses in every kind of table against polars and DuckDB, which make the same counts of it.

    These have what each of them likes best: they read a file once, and polars holds teams as categories.
    """
    with tempfile.TemporaryDirectory() as folder:
        parquet, text = Path(folder, "answers.parquet"), Path(folder, "answers.csv")
        frame = answers(1_000_000)
        whole = frame.astype(dict.fromkeys(COLUMNS, "Int8") | {"team": "string"})
        whole.to_parquet(parquet, index=False)
        whole.to_csv(text, index=False)
        arrow, held = pq.read_table(parquet), pl.read_parquet(parquet)
        liked = held.with_columns(pl.col("team").cast(pl.Categorical)).lazy()
        connection = duckdb.connect()
        relation = connection.sql(f"select * from read_parquet('{parquet}')")
        connection.sql(f"create table held as select * from read_parquet('{parquet}')")
        in_memory = lambda: by_polars(liked), lambda: by_duckdb(connection, "held")
        of_parquet = lambda: by_polars(pl.read_parquet(parquet).lazy()), lambda: by_duckdb(connection, read(parquet))
        of_text = lambda: by_polars(pl.read_csv(text).lazy()), lambda: by_duckdb(connection, read(text))
        given = {
            "pandas": (frame, *in_memory),
            "polars": (held, *in_memory),
            "pyarrow": (arrow, *in_memory),
            "DuckDB": (relation, *of_parquet),
            "Parquet": (parquet, *of_parquet),
            "CSV": (text, *of_text),
        }

        def read(file: Path) -> str:
            connection.sql(f"create or replace temp table file as select * from '{file}'")
            return "file"

        expected = cx.tally(frame, survey, by="team")
        print("\nThe same counts of a million responses, whatever they come in, as ratios")
        for name, (table, polars, duck) in given.items():
            assert cx.tally(table, survey, by="team") == expected
            ours, one, other = best([lambda table=table: cx.tally(table, survey, by="team"), polars, duck], rounds=3)  # type: ignore[misc]
            show(f"{name}: cx.tally / polars", ours / one, "")
            show(f"{name}: cx.tally / DuckDB", ours / other, "")
            show(f"{name}: cx.tally / the faster of both", ours / min(one, other), "target ≤ 1")
        for name, file, decode, target in (("Parquet", parquet, pq.read_table, 2.2), ("CSV", text, csv.read_csv, 1.2)):
            both = [lambda file=file: cx.tally(file, survey, by="team"), lambda: decode(file)]  # type: ignore[misc]  # noqa: B023
            ours, merely = best(both, rounds=3)
            show(f"{name}: cx.tally / merely reading it with pyarrow", ours / merely, f"target ≤ {target}")


def by_polars(frame: pl.LazyFrame) -> object:
    """Count the answers of each item by team, and the people with each number of answers and sum, with polars."""
    items = [frame.group_by("team", column).len() for column in COLUMNS]
    scores = []
    for first in range(0, ITEMS, EACH):
        keyed = [
            (5 - pl.col(column) if int(column[1:]) in REVERSED else pl.col(column) - 1)
            for column in COLUMNS[first : first + EACH]
        ]
        given = pl.sum_horizontal(*(one.is_not_null().cast(pl.Int8) for one in keyed))
        scores.append(
            frame.select("team", given.alias("n"), pl.sum_horizontal(*keyed).alias("sum"))
            .group_by("team", "n", "sum")
            .len()
        )
    return pl.collect_all([*items, *scores])


def by_duckdb(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    """Do the same with DuckDB, in one pass over the table for each kind of count."""
    sets = ", ".join(f"(team, {column})" for column in COLUMNS)
    connection.sql(f"select count(*) from {table} group by grouping sets ({sets})").fetchall()
    for first in range(0, ITEMS, EACH):
        own = COLUMNS[first : first + EACH]
        keyed = [
            f"coalesce({f'5 - {column}' if int(column[1:]) in REVERSED else f'{column} - 1'}, 0)" for column in own
        ]
        given = " + ".join(f"({column} is not null)::int" for column in own)
        connection.sql(f"select team, {given} n, {' + '.join(keyed)} s, count(*) from {table} group by all").fetchall()


def starting() -> None:
    """Time the start of Python, of the package and of the command."""
    bare, package, helped = best(
        [
            lambda: run([sys.executable, "-c", "pass"]),
            lambda: run([sys.executable, "-c", "import cxkit"]),
            lambda: run([sys.executable, "-m", "cxkit.cli", "--help"]),
        ]
    )
    print("\nStarting (seconds)")
    show("import cxkit, Python's own start taken off", package - bare, "target ≤ 0.15")
    show("cxkit --help", helped, "target ≤ 0.30")


def programs(commands: list[list[str]]) -> list[tuple[float, float]]:
    """Return the seconds of whole programs, run in turn: of each the median by the clock, and of processors' time."""
    times: list[list[tuple[float, float]]] = [[] for _ in commands]
    for _ in range(ROUNDS):
        for command, found in zip(commands, times, strict=True):
            before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
            run(command)
            clock, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
            found.append((clock, sum(after[:2]) - sum(before[:2])))
    return [(median(clocks), median(own)) for found in times for clocks, own in [zip(*found, strict=True)]]


def run(command: list[str]) -> None:
    """Run a command to its end, quietly."""
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    made = Survey.from_dict(SURVEY)
    starting()
    counting(made)
    kinds(made)
    growing(made)
    reading(SURVEY)
    memory(SURVEY)
