"""Comparing groups and waves: scipy's numbers where all is shown, none where something is hidden."""

from __future__ import annotations

from dataclasses import asdict, replace
from itertools import combinations
from typing import Any

import pandas as pd
import pytest
import scipy.stats
from hypothesis import given

import cxkit as cx
from cxkit.errors import ReportError, ResponseError
from cxkit.reports.report import Report
from cxkit.reports.rows import Result
from cxkit.reports.status import SHOWN, SUPPRESSED
from cxkit.reports.text import report_text
from cxkit.statistics.estimates import dimension_stat
from cxkit.statistics.tally import Tally
from tests.strategies import organisation, organisations, small_survey

NUMBERS = ["difference", "low", "high", "g", "p", "p_holm", "mean", "mean_other", "n", "n_other"]
SIZES = {"a": 12, "b": 20, "c": 9, "d": 31}


def adjusted(p: list[float]) -> list[float]:
    """Adjust p values by Holm, from its definition: multiply the smallest by all, the next by one less, never fall."""
    order = sorted(range(len(p)), key=p.__getitem__)
    result, least = [0.0] * len(p), 0.0
    for rank, place in enumerate(order):
        least = max(least, (len(p) - rank) * p[place])
        result[place] = min(1.0, least)
    return result


def hedges(one: pd.Series, other: pd.Series) -> float:
    """Compute g from its definition, the small-sample correction by gamma functions."""
    df = len(one) + len(other) - 2
    pooled = ((len(one) - 1) * one.var() + (len(other) - 1) * other.var()) / df
    correction = scipy.special.gamma(df / 2) / (scipy.special.gamma((df - 1) / 2) * (df / 2) ** 0.5)
    return float((one.mean() - other.mean()) / pooled**0.5 * correction)


def assert_welch(row: Any, one: pd.Series, other: pd.Series) -> None:
    """Hold a row of a comparison to scipy on the raw scores."""
    test = scipy.stats.ttest_ind(one, other, equal_var=False)
    interval = test.confidence_interval(0.95)
    assert row["status"] == SHOWN
    assert [row[name] for name in ("difference", "low", "high", "p", "g")] == pytest.approx(
        [one.mean() - other.mean(), interval.low, interval.high, test.pvalue, hedges(one, other)], abs=1e-9
    )
    assert [row[name] for name in ("mean", "mean_other")] == pytest.approx([one.mean(), other.mean()])
    assert (row["n"], row["n_other"]) == (len(one), len(other))


def reported(table: pd.DataFrame, *by: str, **changes: Any) -> Report:
    return cx.report(table, small_survey(**changes), by=by or ("team",))


# Groups.


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


def hidden_care() -> Report:
    """Return a report of four teams, of which `a` and `b` are hidden on care, and told together there."""
    report = reported(organisation({"a": 12, "b": 14, "c": 20, "d": 22}))
    first = report.tables.groups[0]
    blank = Result(attribute="team", dimension="care")
    kept = [row for row in report.tables.groups if (row.dimension, row.group) not in {("care", "a"), ("care", "b")}]
    own = [
        replace(blank, group="a"),
        replace(blank, group="b"),
        *kept,
        replace(first, group="(others)", members=("a", "b")),
    ]
    return replace(report, tables=replace(report.tables, groups=tuple(own)))


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


def told(table: pd.DataFrame) -> Report:
    """Return a report that tells every dimension as it is, also where confidentiality would not."""
    survey = small_survey()
    report = cx.report(table, survey, by="team")
    first = report.tables.dimensions[0]
    parts: list[tuple[dict[str, Any], Tally]] = [({}, cx.tally(table, survey))]
    parts += [
        ({"attribute": "team", "group": group}, part)
        for group, part in sorted(cx.tally(table, survey, by="team").split("team").items())
    ]
    rows = [
        replace(first, **place, **asdict(dimension_stat(part, dimension)), dimension=dimension.id, status="shown")
        for place, part in parts
        for dimension in survey.dimensions
    ]
    dimensions, groups = (tuple(row for row in rows if (row.group is None) is whole) for whole in (True, False))
    return replace(report, tables=replace(report.tables, dimensions=dimensions, groups=groups))


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


# Waves.


def wave(sizes: dict[str, int], seed: int, **shift: int) -> pd.DataFrame:
    table = organisation(sizes, seed=seed)
    for item, by in shift.items():
        table[item] = (table[item] + by).clip(1, 5)
    return table


def test_two_waves_are_compared_as_scipy_compares_two_samples() -> None:
    """After minus before, for everybody and each group, with Holm over all rows of a dimension."""
    before, after = wave({"a": 12, "b": 20}, 1), wave({"a": 15, "b": 18}, 2, listens=1)
    found = cx.change(reported(before), reported(after))
    assert len(found) == 6
    scores = {name: cx.score(table, small_survey()) for name, table in (("before", before), ("after", after))}
    for row in found.to_dict("records"):
        sides = [
            scores[name].loc[table["team"].eq(row["group"]) | pd.isna(row["group"]), row["dimension"]]
            for name, table in (("after", after), ("before", before))
        ]
        assert_welch(row, *sides)
    for _, rows in found.groupby("dimension"):
        assert rows["p_holm"].to_list() == pytest.approx(adjusted(rows["p"].to_list()))


def test_everybody_comes_first_and_then_the_groups() -> None:
    """In the order of the later report."""
    found = cx.change(reported(wave(SIZES, 1)), reported(wave(SIZES, 2)))
    places = [(None if pd.isna(g) else g, d) for g, d in zip(found["group"], found["dimension"], strict=True)]
    assert places == [(None, "care"), (None, "pace"), *((g, d) for d in ("care", "pace") for g in SIZES)]


def flat(low: int, high: int, size: int = 40) -> pd.DataFrame:
    """Return answers to care that swing between two points, and to pace that all stand at the middle but one."""
    values = [low, high] * (size // 2)
    return pd.DataFrame({"listens": values, "helps": values, "quick": [3] * size, "waits": [2, 4] * (size // 2)})


@pytest.mark.parametrize(
    ("before", "after", "label"),
    [
        (flat(1, 2), flat(4, 5), "better"),
        (flat(4, 5), flat(1, 2), "worse"),
        (flat(3, 4), flat(3, 4), "much the same"),
        (flat(1, 5, size=6), flat(1, 5, size=6), "too few to tell"),
    ],
)
def test_a_change_is_called_by_its_whole_interval(before: pd.DataFrame, after: pd.DataFrame, label: str) -> None:
    """Above zero, below it, within ten points of it; anything else cannot be told."""
    found = cx.change(cx.report(before, small_survey()), cx.report(after, small_survey())).set_index("dimension")
    assert found.loc["care", "label"] == label


@pytest.mark.parametrize(("before", "after", "label"), [(2, 4, "better"), (4, 2, "worse"), (3, 3, "much the same")])
def test_a_change_of_all_alike_is_called_a_change(before: int, after: int, label: str) -> None:
    """All said 2 and now all say 4: better, and no blind spot."""
    reports = [told(flat(value, value, size=8).assign(team="a")) for value in (before, after)]
    assert cx.change(*reports).query("attribute != attribute").set_index("dimension").loc["care", "label"] == label


def test_the_same_wave_twice_has_not_changed() -> None:
    """No difference, p one."""
    report = reported(wave(SIZES, 1))
    found = cx.change(report, report)
    assert (found["difference"] == 0).all()
    assert found["p"].to_list() == pytest.approx([1.0] * len(found))
    assert set(found["label"]) <= {"much the same", "too few to tell"}


def test_a_group_of_one_wave_only_is_left_out() -> None:
    """A new team has nothing to be compared with."""
    found = cx.change(reported(wave({"a": 12, "old": 9}, 1)), reported(wave({"a": 12, "new": 9}, 2)))
    assert set(found["group"].dropna()) == {"a"}


def test_other_groups_told_together_than_before_are_not_compared() -> None:
    """Their name is the same, and they are not."""
    early, late = (reported(wave({"a": 9, "c": 20, other: 3}, 1)) for other in ("b", "d"))
    for one, two, compared in ((early, late, {"c"}), (early, early, {"c", "(others)"})):
        assert set(cx.change(one, two)["group"].dropna()) == compared


def test_a_group_suppressed_in_either_wave_has_no_numbers() -> None:
    """Neither the earlier ones nor the later ones."""
    early, late = (hidden_care(), reported(organisation({"a": 12, "b": 14, "c": 20, "d": 22}, seed=2)))
    for one, two in ((early, late), (late, early)):
        found = cx.change(one, two)
        hidden = found["group"].isin(["a", "b"]) & (found["dimension"] == "care")
        assert hidden.sum() == 2
        assert (found["status"] == hidden.map({True: SUPPRESSED, False: SHOWN})).all()
        assert found.loc[hidden, [*NUMBERS, "label"]].isna().all(axis=None)


def test_waves_of_two_surveys_do_not_compare() -> None:
    """The error names both."""
    table = organisation(SIZES)
    with pytest.raises(ReportError, match=r"reports of two surveys, small and other\."):
        cx.change(reported(table), reported(table, id="other"))


def test_a_later_version_of_a_survey_compares_on_the_dimensions_they_share() -> None:
    """A dimension that is new has no earlier one."""
    raw = small_survey().to_dict()
    extra = {"id": "new", "title": "New", "items": [{"id": "fresh", "text": "?"}]}
    later = cx.Survey.from_dict(raw | {"version": 2, "dimensions": [*raw["dimensions"], extra]})
    table = organisation(SIZES)
    found = cx.change(reported(table), cx.report(table.assign(fresh=3), later, by="team"))
    assert set(found["dimension"]) == {"care", "pace"}


def test_one_group_alone_is_compared_with_nothing() -> None:
    """An empty table would look like no difference."""
    report = reported(wave(SIZES, 1))
    with pytest.raises(ReportError, match="Name another group to compare a with"):
        cx.compare(report, "team", "a")


def asked_otherwise(**changes: Any) -> cx.Survey:
    """The small survey, with something changed in the first dimension or in its first item."""
    raw = small_survey().to_dict()
    (first, *rest) = raw["dimensions"]
    item, *others = first["items"]
    of_item = {name: changes.pop(name) for name in ("id", "text", "reverse_keyed", "response_scale") if name in changes}
    return cx.Survey.from_dict(raw | {"dimensions": [first | {"items": [item | of_item, *others]} | changes, *rest]})


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"response_scale": {"min": 1, "max": 7}}, "was answered on 1–5 and now on 1–7"),
        ({"reverse_keyed": True}, "was turned round"),
        ({"id": "other"}, "is no longer asked"),
        ({"min_answered": 2}, "needed at least 1 of its answers, and now 2"),
    ],
    ids=["scale", "keying", "item", "minimum"],
)
def test_what_was_asked_otherwise_is_not_compared_and_said(change: dict[str, Any], said: str) -> None:
    """The other dimension still is."""
    before = reported(organisation(SIZES))
    survey = asked_otherwise(**change)
    table = organisation(SIZES, seed=3).rename(columns={small_survey().items[0].id: survey.items[0].id})
    after = cx.report(table, survey, by="team")
    first, second = (dimension.id for dimension in survey.dimensions)
    with pytest.warns(cx.ReportWarning, match=said):
        found = cx.change(before, after)
    assert first not in set(found["dimension"])
    assert second in set(found["dimension"])
    assert said in report_text(after, before)


def test_a_new_wording_is_compared_and_said() -> None:
    """A mended typo is no other question; whether it is, a reader decides."""
    before = reported(organisation(SIZES))
    after = cx.report(organisation(SIZES, seed=3), asked_otherwise(text="Said anew."), by="team")
    with pytest.warns(cx.ReportWarning, match="has a new wording"):
        found = cx.change(before, after)
    assert set(found["dimension"]) == {dimension.id for dimension in after.survey.dimensions}


def test_a_tally_is_reported_with_the_questions_that_were_asked() -> None:
    """One name and version do not make two surveys one, nor their tallies."""
    table, turned = organisation(SIZES), asked_otherwise(reverse_keyed=True)
    with pytest.raises(ResponseError, match="with its items, keying and scales"):
        cx.report(cx.tally(table, small_survey(), by="team"), turned)
    with pytest.raises(ResponseError, match="which has other items, keying or scales"):
        cx.tally(table, small_survey(), by="team") + cx.tally(table, turned, by="team")


def test_a_comparison_says_whether_its_interval_is_exact() -> None:
    """Where both groups' own spreads are behind it, and not where everybody's stands in for one."""
    survey = cx.load_survey("leadership")
    report = cx.report(cx.read_responses(cx.sample("leadership"), survey), survey, by=["role", "team"])
    told = {(row.attribute, row.group, row.dimension): row.exact for row in report.tables.groups}
    for attribute in report.by:
        for row in cx.compare(report, attribute).query("status == 'shown'").itertuples():
            both = [told[attribute, str(group), str(row.dimension)] for group in (row.group, row.other)]
            assert row.exact == all(both)
