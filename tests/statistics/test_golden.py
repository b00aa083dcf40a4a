"""Our statistics equal those of R (psych, multilevel, stats) on the data in golden/; its README names the versions."""

import hashlib
import json
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

import cxkit as cx
from cxkit.reports.rows import OTHERS
from cxkit.statistics.estimates import difference, holm, wilson
from cxkit.statistics.tally import Tally
from cxkit.survey.model import Survey
from tests.estimated import dimension_stat, shares
from tests.golden import make_data

GOLDEN = Path(__file__).parents[1] / "golden"
DATA_SETS = ["service", "mixed", "complete", "thin"]
USES = ["pairwise", "complete"]
TOTALS = ["n_items", "n", "alpha", "alpha_low", "alpha_high", "alpha_std", "mean_r"]

Case = tuple[str, str]


@cache
def survey_of(name: str) -> Survey:
    return cx.load_survey(GOLDEN / f"{name}.yaml")


@cache
def answers_of(name: str) -> pd.DataFrame:
    return pd.read_csv(GOLDEN / f"{name}.csv")


@cache
def teams_of(name: str) -> dict[str, Tally]:
    return cx.tally(answers_of(name), survey_of(name), by="team").split("team")


@cache
def golden_of(name: str) -> dict[str, Any]:
    golden: dict[str, Any] = json.loads((GOLDEN / f"{name}.json").read_text("utf-8"))
    return golden


def rule_survey(name: str, rule: float | int) -> Survey:
    """Return the survey with one rule of minimum answered for all dimensions: a share (float) or a count (int)."""
    raw = yaml.safe_load((GOLDEN / f"{name}.yaml").read_text("utf-8"))
    for dimension in raw["dimensions"]:
        dimension.pop("min_answered", None)
    return Survey.from_dict(raw | {"scoring": {"min_answered": rule}})


def cases() -> Iterator[Case]:
    for name in DATA_SETS:
        yield from ((name, dimension) for dimension in golden_of(name)["dimensions"])


def number(value: Any) -> float:
    """Read null (R's NA), None and pandas' NA as NaN."""
    return float("nan") if value is None or value is pd.NA else float(value)


def assert_equal(found: Any, expected: Any, tolerance: float = 1e-9) -> None:
    """Compare two rows of numbers; missing equals missing only."""
    assert [number(value) for value in found] == pytest.approx(
        [number(value) for value in expected], rel=0, abs=tolerance, nan_ok=True
    )


def quietly(function: Any, *args: Any, **options: Any) -> Any:
    """Call without the warning that a negative alpha brings."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return function(*args, **options)


each_dimension = pytest.mark.parametrize(("name", "dimension"), list(cases()))
each_of_three_items = pytest.mark.parametrize(
    ("name", "dimension"),
    [case for case in cases() if golden_of(case[0])["dimensions"][case[1]]["complete"]["n_items"] >= 3],
)
each_with_a_gap = pytest.mark.parametrize(("name", "dimension"), [case for case in cases() if case[0] != "thin"])
each_use = pytest.mark.parametrize("use", USES)


@pytest.mark.parametrize("name", DATA_SETS)
def test_golden_files_were_made_from_the_data_beside_them(name: str) -> None:
    """Whoever changes the answers or the survey must run R again."""
    for ending, expected in golden_of(name)["md5"].items():
        assert hashlib.md5((GOLDEN / f"{name}.{ending}").read_bytes()).hexdigest() == expected


def test_the_script_makes_the_same_answers_again(tmp_path: Path) -> None:
    """Byte for byte, from its seeds."""
    make_data.main(tmp_path)
    for name in DATA_SETS:
        assert (tmp_path / f"{name}.csv").read_bytes() == (GOLDEN / f"{name}.csv").read_bytes()


@each_dimension
def test_scores_equal_rs_under_every_rule_of_minimum_answered(name: str, dimension: str) -> None:
    """psych::scoreItems without imputation, stretched to 0–100, missing where too few items were answered."""
    golden = golden_of(name)["dimensions"][dimension]
    assert len(golden["rules"]) == 4
    for case in golden["rules"]:
        rule = float(case["rule"]["share"]) if "share" in case["rule"] else int(case["rule"]["count"])
        survey = rule_survey(name, rule)
        assert survey.dimension(dimension).min_answered == case["needed"]
        assert_equal(cx.score(answers_of(name), survey)[dimension], case["pomp"])


@each_dimension
def test_means_equal_rs(name: str, dimension: str) -> None:
    """psych::scoreItems on the response scale's own units, one answer being enough; no answer, no mean."""
    person = golden_of(name)["dimensions"][dimension]["person"]
    survey = rule_survey(name, 1)
    assert_equal(cx.score(answers_of(name), survey, metric="mean")[dimension], person["mean"])
    assert_equal(cx.score(answers_of(name), survey)[dimension], person["pomp"])


@each_use
@each_dimension
def test_alpha_and_its_interval_equal_rs(name: str, dimension: str, use: str) -> None:
    """psych::alpha and psych::alpha.ci; the n is of rows with an answer (pairwise) or with all (complete)."""
    golden = golden_of(name)["dimensions"][dimension][use]
    row = quietly(cx.reliability, answers_of(name), survey_of(name), use=use).loc[dimension]
    assert_equal(row[TOTALS], [golden.get(column) for column in TOTALS])


@each_use
@each_of_three_items
def test_omega_and_loadings_equal_rs(name: str, dimension: str, use: str) -> None:
    """psych::omega with one minres factor; also where nothing holds the items together. Fewer than three have none."""
    golden = golden_of(name)["dimensions"][dimension][use]
    row = quietly(cx.reliability, answers_of(name), survey_of(name), use=use).loc[dimension]
    assert_equal([row["omega"]], [golden["omega"]], tolerance=1e-5)
    items = quietly(cx.item_analysis, answers_of(name), survey_of(name), use=use)
    way = 1 if sum(golden["loadings"]) >= 0 else -1  # which end of a factor is up, R leaves to chance
    found = items.loc[[row["item"] for row in golden["items"]], "loading"]
    assert_equal(found, [way * loading for loading in golden["loadings"]], tolerance=1e-4)


@each_use
@each_dimension
def test_item_analysis_equals_rs(name: str, dimension: str, use: str) -> None:
    """psych::alpha's item.stats and alpha.drop, on the response scale's units after reversing."""
    golden = golden_of(name)["dimensions"][dimension][use]
    table = quietly(cx.item_analysis, answers_of(name), survey_of(name), use=use)
    items = [item.id for item in survey_of(name).dimension(dimension).items]
    if len(items) == 1:
        assert_equal(table.loc[items[0], ["item_rest_r", "alpha_without"]], [None, None])
        return
    assert [row["item"] for row in golden["items"]] == items
    for row in golden["items"]:
        found = table.loc[row["item"], ["n", "mean", "sd", "item_rest_r", "alpha_without"]]
        assert_equal(found, [row["n"], row["mean"], row["sd"], row["r_drop"], row.get("alpha_drop")])


@each_dimension
def test_favourable_shares_equal_rs(name: str, dimension: str) -> None:
    """The upper two points after reversing, of those who answered the item."""
    golden = golden_of(name)["dimensions"][dimension]["favourable"]
    table = quietly(cx.item_analysis, answers_of(name), survey_of(name))
    assert_equal(table.loc[list(golden), "favourable"], [item["share"] for item in golden.values()])


@each_dimension
def test_agreement_within_groups_equals_rs(name: str, dimension: str) -> None:
    """multilevel::rwg.j on complete rows: 1 where unanimous, 0 where torn, missing for one person."""
    golden = golden_of(name)["dimensions"][dimension]["agreement"]["groups"]
    groups = quietly(cx.agreement, answers_of(name), survey_of(name), by="team").groups
    found = groups[groups["dimension"] == dimension].set_index("group")
    for row in golden:
        assert_equal(found.loc[row["group"], ["n", "rwg_j"]], [row["n"], row.get("rwg_j")])
    beyond = found.drop(index=[row["group"] for row in golden])  # R leaves out groups without a complete row
    assert (beyond["n"] == 0).all()
    assert beyond["rwg_j"].isna().all()


@each_dimension
def test_icc_equals_rs(name: str, dimension: str) -> None:
    """multilevel::ICC1 and ICC2 of the analysis of variance of person scores, by the mean group size."""
    golden = golden_of(name)["dimensions"][dimension]["agreement"]
    overall = quietly(cx.agreement, answers_of(name), survey_of(name), by="team").overall
    assert_equal(overall.loc[dimension, ["icc1", "icc2"]], [golden["icc1"], golden["icc2"]])


@each_dimension
def test_group_means_and_intervals_equal_rs(name: str, dimension: str) -> None:
    """t.test in each group, cut to 0–100; no interval without variance."""
    golden = {row["group"]: row for row in golden_of(name)["dimensions"][dimension]["groups"]}
    assert len(golden) >= 3
    for group, expected in golden.items():
        found = dimension_stat(teams_of(name)[group], survey_of(name).dimension(dimension))
        low, high = max(0.0, number(expected["low"])), min(100.0, number(expected["high"]))
        if expected["low"] is None:
            low = high = float("nan")
        assert_equal(
            [found.n, found.mean, found.sd, found.low, found.high],
            [expected["n"], expected["mean"], expected["sd"], low, high],
        )


@each_dimension
def test_what_a_report_tells_exactly_equals_rs(name: str, dimension: str) -> None:
    """The same numbers of the groups that it shows; with everybody's spread where it says so."""
    golden = {row["group"]: row for row in golden_of(name)["dimensions"][dimension]["groups"]}
    groups = cx.report(answers_of(name), survey_of(name), by=["team"]).groups
    shown = groups[(groups["dimension"] == dimension) & groups["mean"].notna() & (groups["group"] != OTHERS)]
    assert not shown.empty
    for row in shown.to_dict("records"):
        expected = golden[row["group"]]
        assert expected["n"] >= 5
        assert_equal([row["n"]], [expected["n"]])
        if row["exact"]:
            low, high = max(0.0, expected["low"]), min(100.0, expected["high"])
            assert_equal(
                [row[column] for column in ("mean", "sd", "low", "high")],
                [expected["mean"], expected["sd"], low, high],
            )
        else:
            assert_equal([row["mean"]], [expected["mean"]])


@each_with_a_gap
def test_gaps_and_their_intervals_equal_rs(name: str, dimension: str) -> None:
    """Welch's t.test between the two groups that the survey compares."""
    gap = cx.report(answers_of(name), survey_of(name), by=["team"]).gaps.set_index("dimension").loc[dimension]
    (golden,) = (
        row
        for row in golden_of(name)["dimensions"][dimension]["welch"]
        if (row["one"], row["other"]) == (gap["group"], gap["other"])
    )
    assert_equal(gap[["difference", "low", "high"]], [golden[key] for key in ("difference", "low", "high")])


@each_dimension
def test_intervals_of_shares_equal_rs(name: str, dimension: str) -> None:
    """prop.test without continuity correction (Wilson), for each item and for each group's pooled answers."""
    golden = golden_of(name)["dimensions"][dimension]
    items = {item.id: item for item in survey_of(name).dimension(dimension).items}
    whole = cx.tally(answers_of(name), survey_of(name))
    for id, row in golden["favourable"].items():
        assert_equal(wilson(row["count"], row["n"]), [row["low"], row["high"]])
        found = shares(whole, (items[id],))
        assert_equal(
            [found.n, found.favourable, found.favourable_low, found.favourable_high],
            [row[key] for key in ("n", "share", "low", "high")],
        )
    pooled = [row for row in golden["groups"] if row.get("favourable")]
    assert len(pooled) >= 3
    for group in pooled:
        row, found = group["favourable"], shares(teams_of(name)[group["group"]], tuple(items.values()))
        assert_equal(
            [found.n, found.favourable, found.favourable_low, found.favourable_high],
            [row[key] for key in ("n", "share", "low", "high")],
        )


@each_dimension
def test_welchs_p_hedges_g_and_holms_p_equal_rs(name: str, dimension: str) -> None:
    """t.test, Hedges' exact correction and p.adjust, between the largest groups and the one without variance."""
    golden = golden_of(name)["dimensions"][dimension]["welch"]
    assert golden
    found = [
        difference(*(dimension_stat(teams_of(name)[row[side]], survey_of(name).dimension(dimension)) for side in sides))
        for row in golden
        for sides in [("one", "other")]
    ]
    for one, row in zip(found, golden, strict=True):
        assert_equal(
            [one.difference, one.low, one.high, one.p, one.g],
            [row[key] for key in ("difference", "low", "high", "p", "hedges_g")],
        )
    assert_equal(holm([one.p for one in found]), [row["p_holm"] for row in golden])


@each_dimension
def test_comparing_the_groups_of_a_report_equals_r(name: str, dimension: str) -> None:
    """Of the groups that R compared and the report tells exactly, cx.compare gives R's difference, p and g."""
    golden = golden_of(name)["dimensions"][dimension]["welch"]
    report = cx.report(answers_of(name), survey_of(name), by="team")
    groups = report.groups[report.groups["dimension"] == dimension].set_index("group")
    found = cx.compare(report, "team").query("dimension == @dimension and p == p")
    rows = {frozenset((row["group"], row["other"])): row for row in found.to_dict("records")}
    for row in golden:
        own = rows.get(frozenset((row["one"], row["other"])))
        if own is not None and groups.loc[[row["one"], row["other"]], "exact"].all():
            sign = 1 if own["group"] == row["one"] else -1
            assert_equal(
                [sign * own["difference"], sign * own["g"], own["p"]],
                [row[key] for key in ("difference", "hedges_g", "p")],
            )
    assert_equal(found["p_holm"], holm(found["p"].to_list()))


def test_reports_tell_enough_exactly_to_compare_with_r() -> None:
    """Or the two tests above would hold of nothing."""
    reports = [cx.report(answers_of(name), survey_of(name), by="team") for name in DATA_SETS]
    assert sum(int((report.groups["exact"] == True).sum()) for report in reports) >= 20  # noqa: E712
