"""A PySpark DataFrame is tallied by Spark's own workers, in a real local Spark. `make test-spark` installs it."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import cxkit as cx
from cxkit.errors import ResponseError, ResponseWarning
from tests.strategies import small_survey

pytest.importorskip("pyspark", reason="Spark is large: `make test-spark` installs it and runs these")

ITEMS = ["listens", "helps", "quick", "waits"]


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """Return a session with two workers."""
    from pyspark.sql import SparkSession  # noqa: PLC0415

    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    """Return answers with gaps; one of them is out of range."""
    chance = np.random.default_rng(3)
    frame = pd.DataFrame({item: chance.integers(1, 6, 2_000) for item in ITEMS}).astype("Int64")
    frame = frame.mask(pd.DataFrame(chance.random(frame.shape) < 0.1, columns=ITEMS))
    frame.loc[7, "quick"] = 9
    return frame.assign(team=chance.choice(["a", "b", ""], len(frame)), name="somebody")


@pytest.mark.filterwarnings("ignore::FutureWarning")
def test_spark_counts_its_own_partitions(spark: Any, table: pd.DataFrame, tmp_path: Path) -> None:
    """Only counts come back; they equal those of the same answers in pandas, and so does the report."""
    survey = small_survey()
    table.to_parquet(tmp_path / "answers.parquet")
    frame = spark.read.parquet(str(tmp_path / "answers.parquet")).repartition(5)
    with pytest.warns(ResponseWarning, match=r'quick: "9" is outside 1–5 \(1 time\)'):
        counted = cx.tally(frame, survey, by="team")
    with pytest.warns(ResponseWarning):
        expected = cx.tally(table, survey, by="team")
    assert counted == expected
    assert cx.report(counted, survey) == cx.report(expected, survey)


@pytest.mark.filterwarnings("ignore::FutureWarning")
def test_a_missing_column_is_told_before_spark_starts_work(spark: Any, tmp_path: Path, table: pd.DataFrame) -> None:
    """By its id."""
    table.drop(columns="waits").to_parquet(tmp_path / "answers.parquet")
    with pytest.raises(ResponseError, match="have no column here: waits"):
        cx.tally(spark.read.parquet(str(tmp_path / "answers.parquet")), small_survey())
