"""Reports: frozen, written and read without loss, and tables whose missing numbers say why they are missing."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given

import cxkit as cx
from cxkit.errors import ReportError
from cxkit.reports.report import FORMAT, Report
from tests import rooms
from tests.strategies import organisation, organisations, small_survey, surveys_with_answers

TABLES = ["dimensions", "items", "groups", "group_items", "gaps", "participation"]


@pytest.fixture
def report() -> Report:
    """A report with shown and with suppressed rows, and with shown rows whose shares are suppressed."""
    return cx.report(organisation({"a": 3, "b": 6, "c": 30}, missing=0.1), small_survey(), by=["team", "role"])


@given(surveys_with_answers(max_size=20))
def test_a_report_survives_json(drawn: tuple[Any, pd.DataFrame]) -> None:
    """To the last bit of every number, for any survey."""
    survey, table = drawn
    report = cx.report(table, survey, by=[a.id for a in survey.attributes])
    written = json.dumps(report.to_dict(), allow_nan=False)
    again = Report.from_dict(json.loads(written))
    assert again == report
    assert json.dumps(again.to_dict()) == written


def test_a_report_of_version_0_1_says_what_it_said_but_for_bounds(tmp_path: Path) -> None:
    """Its numbers stay; a mean that it told by a bound is hidden; written anew it is of this format, and read again."""
    former = json.loads((Path(__file__).with_name("former") / "report.json").read_text("utf-8"))
    assert former["format"] == "cxkit-report-3"
    report = Report.from_dict(former)
    report.write(tmp_path)
    assert Report.read(tmp_path / "report.json") == report
    again = report.to_dict()
    assert again["format"] == FORMAT
    bounded = 0
    for table in TABLES:
        for was, row in zip(former[table], again[table], strict=True):
            bounded += was["status"] == "bounded"
            if was["status"] == "bounded":
                was |= {"status": "suppressed", "n": None}
            assert row | {"members": None} == {
                name: value for name, value in was.items() if name not in {"at_least", "at_most"}
            } | {"members": None}
    assert bounded


@given(organisations())
def test_a_report_survives_the_disk(tmp_path_factory: pytest.TempPathFactory, table: pd.DataFrame) -> None:
    """What was written is what is read."""
    report = cx.report(table, small_survey(), by=["team", "role"])
    folder = tmp_path_factory.mktemp("report")
    report.write(folder)
    assert Report.read(folder / "report.json") == Report.read(folder) == report


@pytest.mark.parametrize("name", ["results.xlsx", "report.json", "answers.sav"])
def test_another_kind_of_file_is_refused_and_not_made_a_folder_of_that_name(
    report: Report, name: str, tmp_path: Path
) -> None:
    """It says what there is, and where the workbook comes from."""
    with pytest.raises(ReportError, match=rf"{name}: a report is written into a folder, .* a workbook"):
        report.write(tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_writing_gives_one_json_and_a_csv_for_each_table(report: Report, tmp_path: Path) -> None:
    """The folder is made, and what was written is told."""
    written = report.write(tmp_path / "new" / "folder")
    assert [path.name for path in written] == ["report.json", *(f"{table}.csv" for table in (*TABLES, "distributions"))]
    assert sorted(path.name for path in (tmp_path / "new" / "folder").iterdir()) == sorted(p.name for p in written)


@pytest.mark.parametrize("table", TABLES)
def test_a_csv_holds_the_same_table(report: Report, tmp_path: Path, table: str) -> None:
    """Same rows, same columns, same numbers."""
    report.write(tmp_path)
    read = pd.read_csv(tmp_path / f"{table}.csv", keep_default_na=False, na_values=[""])
    expected = pd.DataFrame(
        [{key: row[key] for key in row if key not in {"counts", "rwg_j"}} for row in report.to_dict()[table]]
    )
    if "members" in expected:
        expected["members"] = ["; ".join(members) if members else None for members in expected["members"]]
        assert "a; b" in set(read["members"])
    assert list(read.columns) == list(expected.columns)
    for column in expected:
        assert [None if pd.isna(value) else value for value in read[column]] == [
            None if pd.isna(value) else value for value in expected[column]
        ]


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_one_tidy_table_holds_every_result_and_nothing_that_is_hidden(
    report: Report, tmp_path: Path, ending: str
) -> None:
    """Of everybody and of groups, of dimensions and of items, each once; what is suppressed has no number there."""
    assert report.write(tmp_path / f"results.{ending}") == [tmp_path / f"results.{ending}"]
    found = getattr(pd, f"read_{ending}")(tmp_path / f"results.{ending}")
    rows = [row for name in TABLES[:4] for row in getattr(report.tables, name)]
    place = found[["attribute", "group", "item", "dimension"]].astype(object)
    assert place.where(place.notna(), None).apply(tuple, axis=1).to_list() == [row.place for row in rows]
    assert found["mean"].to_list() == pytest.approx(
        [float("nan") if row.mean is None else row.mean for row in rows], nan_ok=True
    )
    assert found.loc[found["status"] == "suppressed", ["n", "mean", "sd", "favourable"]].isna().all(axis=None)
    assert set(found["status"]) == {"shown", "suppressed"}
    assert found["exact"].isna().any()
    assert ending == "csv" or found["exact"].dtype == "boolean"


def test_the_dictionary_has_the_form_that_browsers_read(report: Report) -> None:
    """Its keys are a contract with the JavaScript that draws it."""
    told = report.to_dict()
    assert set(told) == {"format", "survey", "n", "thresholds", "by", "comments", *TABLES}
    assert told["format"] == FORMAT == "cxkit-report-4"
    assert told["by"] == ["team", "role"]
    assert told["thresholds"] == {"scores": 5, "distributions": 8, "comments": 10}
    numbers = {"n", "mean", "sd", "low", "high", "exact", "status", "distribution"}
    numbers |= {"favourable", "neutral", "unfavourable"}
    numbers |= {f"{kind}_{end}" for kind in ("favourable", "neutral", "unfavourable") for end in ("low", "high")}
    assert set(told["dimensions"][0]) == {"dimension"} | numbers
    assert set(told["items"][0]) == {"dimension", "item", "counts"} | numbers
    assert set(told["groups"][0]) == {"attribute", "group", "dimension", "rwg_j", "members"} | numbers
    assert set(told["group_items"][0]) == {"attribute", "group", "dimension", "item", "counts", "members"} | numbers
    assert set(told["gaps"][0]) == {
        "attribute", "group", "other", "dimension", "status",
        "difference", "low", "high", "g", "p", "label", "mean", "mean_other", "n", "n_other",
    }  # fmt: skip


def test_numbers_are_floats_and_counts_are_whole_even_with_gaps(report: Report) -> None:
    """A suppressed n is missing and makes no float of the others."""
    for frame in (report.dimensions, report.items, report.groups, report.group_items):
        assert (frame[["mean", "sd", "low", "high", "favourable", "neutral", "unfavourable"]].dtypes == "float64").all()
        assert frame["n"].dtype == "Int64"
    assert (report.gaps[["difference", "low", "high", "mean", "mean_other"]].dtypes == "float64").all()
    assert (report.gaps[["n", "n_other"]].dtypes == "Int64").all()


def test_dimensions_and_items_are_found_by_their_id(report: Report) -> None:
    """In the survey's order."""
    assert list(report.dimensions.index) == ["care", "pace"]
    assert report.dimensions.index.name == "dimension"
    assert list(report.items.index) == ["listens", "helps", "quick", "waits"]
    assert report.items["dimension"].to_list() == ["care", "care", "pace", "pace"]


def test_groups_have_a_row_for_each_attribute_group_and_dimension(report: Report) -> None:
    """Each attribute on its own, in the order asked for; those told together last, as one, which says who they are."""
    places = report.groups[["attribute", "group", "dimension"]].to_numpy().tolist()
    expected = [["team", team, d] for d in ("care", "pace") for team in ("c", "(others)")]
    expected += [["role", role, d] for d in ("care", "pace") for role in ("leader", "frontline")]
    assert places == expected
    together = report.groups.loc[report.groups["group"] == "(others)", "members"]
    assert together.to_list() == [("a", "b")] * 2


def test_tables_without_rows_keep_their_columns_and_types() -> None:
    """Code that draws them needs no special case."""
    report = cx.report(organisation({"a": 9}), small_survey())
    assert report.groups.empty
    assert "mean" in report.groups
    assert report.gaps["n_other"].dtype == "Int64"


def test_a_report_that_shows_nothing_keeps_its_types() -> None:
    """A column of nothing but missing numbers is still one of numbers."""
    report = cx.report(organisation({"a": 2}), small_survey(), by=["team", "role"])
    for frame in (report.dimensions, report.items, report.groups, report.group_items, report.gaps):
        assert frame["mean"].dtype == "float64"
        assert frame["low"].dtype == "float64"
        assert frame["n"].dtype == "Int64"
        assert frame["mean"].isna().all()


def test_the_overall_mean_is_that_of_the_scores(report: Report) -> None:
    """From the answers to the table, against pandas."""
    table = organisation({"a": 3, "b": 6, "c": 30}, missing=0.1)
    scores = cx.score(table, small_survey())
    pd.testing.assert_series_equal(report.dimensions["mean"], scores.mean(), check_names=False)
    pd.testing.assert_series_equal(report.dimensions["sd"], scores.std(), check_names=False)
    assert report.dimensions["n"].to_list() == scores.count().to_list()


def test_changing_a_table_does_not_change_the_report(report: Report) -> None:
    """Who plays with a frame gets a fresh one next time."""
    frame = report.dimensions
    frame.loc["care", "mean"] = 100.0
    report.to_dict()["dimensions"][0]["mean"] = 100.0
    assert report.dimensions.loc["care", "mean"] != 100.0
    assert report.to_dict()["dimensions"][0]["mean"] != 100.0


def test_a_report_does_not_follow_the_dictionary_it_was_read_from(report: Report) -> None:
    """It is frozen from the moment it exists."""
    told = report.to_dict()
    again = Report.from_dict(told)
    told["dimensions"][0]["mean"] = 100.0
    assert again == report


def test_a_report_cannot_be_changed(report: Report) -> None:
    """Not by accident."""
    with pytest.raises(AttributeError):
        report.n = 3  # type: ignore[misc]


@pytest.mark.parametrize("data", [{}, [], None, "report", {"format": "cxkit-report-0"}, {"survey": {}}])
def test_something_else_is_no_report(data: Any) -> None:
    """And the error says which format is expected."""
    with pytest.raises(ReportError, match=r'not a report of this version of cxkit \(format "cxkit-report-4"\)'):
        Report.from_dict(data)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is not a report: it is not JSON"),
        (b"hello", "is not a report: it is not JSON"),
        (b"\xff\xfe\x00", "is not a report: it is not JSON"),
        (b"[1, 2]", "This is not a report"),
        (b"{}", "This is not a report"),
        (b'{"format": "cxkit-report-3"}', "damaged"),
    ],
)
def test_a_file_that_is_no_report_is_named(tmp_path: Path, content: bytes, reason: str) -> None:
    """The message begins with the file."""
    path = tmp_path / "report.json"
    path.write_bytes(content)
    with pytest.raises(ReportError, match=reason) as caught:
        Report.read(path)
    assert str(caught.value).startswith(f"{path}: ")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """With the reason that the system gives."""
    with pytest.raises(ReportError, match=r"nowhere\.json: cannot be read \(No such file"):
        Report.read(tmp_path / "nowhere.json")


@pytest.mark.parametrize("consenting", [None, rooms.CONSENTING], ids=["nobody consents", "leaders consent"])
def test_what_an_ordinary_room_sees_is_a_whole_report(consenting: dict[str, str] | None) -> None:
    """Each group has one row on a dimension, also where only one is left beside leaders who agreed, or one leader."""
    for seed in range(30):
        made = cx.report(rooms.room(seed), rooms.SURVEY, by=rooms.BY, consenting=consenting, alone=True)
        assert made.whole == made
