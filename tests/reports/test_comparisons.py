"""Comparing groups: scipy's numbers where all is shown, none where something is hidden."""

from itertools import combinations
from typing import Any

import pandas as pd
import pytest
from hypothesis import given

import cxkit as cx
from cxkit.errors import ReportError
from cxkit.reports.report import Report
from cxkit.reports.status import SHOWN, SUPPRESSED
from tests.reports.compared import NUMBERS, SIZES, adjusted, assert_welch, hidden_care, reported, told, wave
from tests.strategies import organisation, organisations, small_survey


def test_every_two_groups_are_compared_as_scipy_does() -> None:
    """Welch's interval and p, Hedges' g and Holm's p on each dimension, from the raw scores."""
    table = organisation(SIZES, seed=1, missing=0.05)
    scores = cx.score(table, small_survey())
    found = cx.compare(reported(table), "team")
    pairs = list(combinations(SIZES, 2))
    assert len(found) == 2 * len(pairs)
    for dimension in ("care", "pace"):
        rows = found[found["dimension"] == dimension]
        assert list(zip(rows["group"], rows["other"], strict=True)) == pairs
        for row, (one, other) in zip(rows.to_dict("records"), pairs, strict=True):
            assert_welch(row, *(scores.loc[table["team"] == team, dimension].dropna() for team in (one, other)))
        assert rows["p_holm"].to_list() == pytest.approx(adjusted(rows["p"].to_list()))
        assert (rows["p_holm"] >= rows["p"]).all()


def test_two_named_groups_are_compared_the_first_minus_the_other() -> None:
    """One pair, so Holm has nothing to adjust; asked the other way round the sign turns."""
    report = reported(organisation(SIZES))
    there, back = cx.compare(report, "team", "d", "b"), cx.compare(report, "team", "b", "d")
    assert there[["group", "other"]].drop_duplicates().to_numpy().tolist() == [["d", "b"]]
    assert there["p_holm"].to_list() == there["p"].to_list() == back["p"].to_list()
    assert there["difference"].to_list() == (-back["difference"]).to_list()
    assert there["low"].to_list() == pytest.approx((-back["high"]).to_list())


def test_named_groups_are_adjusted_for_the_pairs_among_them() -> None:
    """Three groups are three pairs, however many more the report has; a name said twice is one group."""
    report = reported(organisation(SIZES, seed=2))
    found = cx.compare(report, "team", "a", "b", "c", "a")
    for _, rows in found.groupby("dimension"):
        assert len(rows) == 3
        assert rows["p_holm"].to_list() == pytest.approx(adjusted(rows["p"].to_list()))


def test_dimensions_are_adjusted_each_on_its_own() -> None:
    """A second dimension makes nobody less sure of the first."""
    table = organisation(SIZES, seed=3)
    both = cx.compare(reported(table), "team")
    raw = small_survey().to_dict()
    care = cx.Survey.from_dict(raw | {"dimensions": raw["dimensions"][:1]})
    alone = cx.compare(cx.report(table, care, by="team"), "team")
    pd.testing.assert_frame_equal(both[both["dimension"] == "care"].reset_index(drop=True), alone)


def test_a_comparison_with_a_suppressed_group_has_no_numbers() -> None:
    """Not even the shown side's, and no label; those told together are compared where they are, and nowhere else."""
    found = cx.compare(hidden_care(), "team")
    care = found["dimension"] == "care"
    hidden = care & (found["group"].isin(["a", "b"]) | found["other"].isin(["a", "b"]))
    assert (found["status"] == hidden.map({True: SUPPRESSED, False: SHOWN})).all()
    assert found.loc[hidden, [*NUMBERS, "label"]].isna().all(axis=None)
    assert found.loc[~hidden, [*NUMBERS, "label"]].notna().all(axis=None)
    assert set(found.loc[found["other"] == "(others)", "dimension"]) == {"care"}


def test_suppressed_pairs_do_not_count_for_holm() -> None:
    """What was not tested needs no adjusting: of ten pairs three are left."""
    found = cx.compare(hidden_care(), "team")
    shown = found[(found["status"] == SHOWN) & (found["dimension"] == "care")]
    assert len(shown) == 3
    assert shown["p_holm"].to_list() == pytest.approx(adjusted(shown["p"].to_list()))


@given(organisations())
def test_a_comparison_tells_nothing_that_the_report_does_not(table: pd.DataFrame) -> None:
    """Every mean and n in it stands in the report's groups, and of one read from disk it is the same."""
    report = reported(table, "team", "role")
    groups = {
        (row["attribute"], row["group"], row["dimension"]): (row["mean"], row["n"])
        for row in report.groups.to_dict("records")
    }
    for attribute in ("team", "role"):
        found = cx.compare(report, attribute)
        pd.testing.assert_frame_equal(cx.compare(Report.from_dict(report.to_dict()), attribute), found)
        for row in found[found["status"] == SHOWN].to_dict("records"):
            assert (row["mean"], row["n"]) == groups[attribute, row["group"], row["dimension"]]
            assert (row["mean_other"], row["n_other"]) == groups[attribute, row["other"], row["dimension"]]


def test_the_gap_of_a_report_is_the_comparison_of_its_two_groups() -> None:
    """Bit for bit."""
    survey = cx.load_survey("leadership")
    report = cx.report(cx.read_responses(cx.sample("leadership"), survey), survey, by="role")
    found = cx.compare(report, "role", "leader", "frontline").drop(columns="p_holm")
    pd.testing.assert_frame_equal(found[list(report.gaps)], report.gaps)


def test_groups_without_any_spread_have_a_difference_and_no_p() -> None:
    """Missing, and not counted by Holm."""
    table = organisation({"a": 6, "b": 6, "c": 8}).assign(listens=3, helps=3)
    table.loc[table["team"] == "b", ["listens", "helps"]] = 5
    table.loc[table["team"] == "c", ["listens", "helps"]] = [[1, 1], [2, 3]] * 4
    report = told(table)
    rows: Any = cx.compare(report, "team").query("dimension == 'care'").set_index(["group", "other"])
    assert rows.loc[("a", "b"), "difference"] == -50.0
    assert rows.loc[("a", "b"), ["low", "high", "g", "p", "p_holm"]].isna().all()
    tested = rows.loc[[("a", "c"), ("b", "c")]]
    assert tested["p_holm"].to_list() == pytest.approx(adjusted(tested["p"].to_list()))


def test_an_attribute_that_the_report_does_not_group_by_is_an_error() -> None:
    """It names those there are."""
    with pytest.raises(ReportError, match=r"no groups by role\. It has: team\."):
        cx.compare(reported(organisation(SIZES)), "role")
    with pytest.raises(ReportError, match=r"no groups by team\. It has: none\."):
        cx.compare(cx.report(organisation(SIZES), small_survey()), "team")


def test_a_group_that_the_report_does_not_have_is_an_error() -> None:
    """It names those there are."""
    report = reported(organisation({"a": 3, "b": 6, "c": 20}))
    with pytest.raises(ReportError, match=r"no group e, f in team\. It has: c, \(others\)\."):
        cx.compare(report, "team", "c", "e", "f")


def test_a_comparison_has_types_also_where_nothing_is_shown() -> None:
    """Numbers are numbers, counts are whole."""
    for sizes in ({}, {"a": 2, "b": 2}, SIZES):
        found = cx.compare(reported(organisation(sizes)), "team")
        assert list(found)[:5] == ["attribute", "group", "other", "dimension", "status"]
        kinds = {name: str(found[name].dtype) for name in NUMBERS}
        assert kinds == dict.fromkeys(NUMBERS, "float64") | {"n": "Int64", "n_other": "Int64"}


def test_one_group_alone_is_compared_with_nothing() -> None:
    """An empty table would look like no difference."""
    report = reported(wave(SIZES, 1))
    with pytest.raises(ReportError, match="Name another group to compare a with"):
        cx.compare(report, "team", "a")


def test_a_comparison_says_whether_its_interval_is_exact() -> None:
    """Where both groups' own spreads are behind it, and not where everybody's stands in for one."""
    survey = cx.load_survey("leadership")
    report = cx.report(cx.read_responses(cx.sample("leadership"), survey), survey, by=["role", "team"])
    told = {(row.attribute, row.group, row.dimension): row.exact for row in report.tables.groups}
    for attribute in report.by:
        for row in cx.compare(report, attribute).query("status == 'shown'").itertuples():
            both = [told[attribute, str(group), str(row.dimension)] for group in (row.group, row.other)]
            assert row.exact == all(both)
