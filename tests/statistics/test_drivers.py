"""Correlations with an outcome, net scores and weighted totals: as R or a few lines by hand have them."""

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
import scipy.stats
from hypothesis import assume, given
from hypothesis import strategies as st

import cxkit as cx
from cxkit.errors import ReportError, ReportWarning, ResponseError
from tests.statistics.test_golden import answers_of, survey_of
from tests.strategies import item_survey, organisation, small_survey


def test_a_driver_is_rs_correlation_with_its_interval() -> None:
    """cor.test in R 4.2.2 of one item, and of the mean of each other dimension's reversed items, or each other item."""
    found = cx.drivers(answers_of("complete"), survey_of("complete"), "mood_1")
    assert list(found.index) == ["chat", "plan"]
    expected = {
        "plan": [-0.0822201700116815, -0.3334347502438931, 0.1798960799566761],
        "chat": [-0.2729657699200832, -0.4962714752786996, -0.0157827737939341],
    }
    for name, numbers in expected.items():
        row: Any = found.loc[name]
        assert [row["r"], row["low"], row["high"]] == pytest.approx(numbers, abs=1e-12)
    items = cx.drivers(answers_of("complete"), survey_of("complete"), "mood_1", items=True)
    assert list(items.index) == ["chat_1", "chat_2", "mood_2", "plan_1", "plan_3", "plan_4", "plan_2", "mood_3"]
    expected = {
        "plan_1": [-0.1679842102263232, -0.4085530278465946, 0.0944078861776131],
        "plan_2": [-0.0864340288609790, -0.3372015945466112, 0.1757862702068362],
        "plan_3": [0.1318516213005103, -0.1309022545747515, 0.3772978695261360],
        "plan_4": [-0.1016375785846804, -0.3507259016947713, 0.1608817537207682],
        "chat_1": [-0.2388714627940109, -0.4682749144659170, 0.0207015895942014],
        "chat_2": [-0.2361655121403901, -0.4660330149431738, 0.0235679188413469],
        "mood_2": [-0.2016254593318028, -0.4371546550680848, 0.0597837961172371],
        "mood_3": [0.0696915319977293, -0.1920615482364679, 0.3221875988035308],
    }
    for name, numbers in expected.items():
        row = items.loc[name]
        assert [row["r"], row["low"], row["high"]] == pytest.approx(numbers, abs=1e-12)


def test_too_few_people_have_no_drivers() -> None:
    """An order by chance would be read as one by cause."""
    few = answers_of("complete").head(29)
    with pytest.raises(ResponseError, match=r"30 respondents with both are needed .* there are 29\."):
        cx.drivers(few, survey_of("complete"), "mood_1")
    with pytest.raises(ResponseError, match=r'no item "moods_1" in complete\. Did you mean "mood_1"'):
        cx.drivers(few, survey_of("complete"), "moods_1")


def test_who_did_not_answer_one_item_does_not_stand_in_the_others_way() -> None:
    """It has no correlation; the others do. An item of the outcome's own dimension is no exception."""
    answers = answers_of("complete").copy()
    answers.loc[28:, ["mood_2", "plan_1"]] = np.nan
    found = cx.drivers(answers, survey_of("complete"), "mood_1", items=True)
    assert list(found.index[-2:]) == ["plan_1", "mood_2"]
    assert found.loc[["plan_1", "mood_2"], "n"].to_list() == [28, 28]
    assert found["r"].isna().to_list() == [False] * (len(found) - 2) + [True] * 2


def test_one_dimension_alone_is_told_that_it_has_nothing_beside_it() -> None:
    """And not that too few answered."""
    answers = pd.DataFrame({"i0": np.arange(40) % 5 + 1, "i1": np.arange(40) % 4 + 1})
    with pytest.raises(ResponseError, match=r"nothing else .* with i0\. items=True takes"):
        cx.drivers(answers, item_survey({}, {}), "i0")
    with pytest.raises(ResponseError, match=r"nothing else .* with i0\. Ask more than one item"):
        cx.drivers(answers, item_survey({}), "i0", items=True)


@pytest.mark.parametrize("function", [cx.drivers, lambda a, s, _: cx.invariance(a, s, by="team")])
def test_a_surveys_name_is_no_survey(function: Any) -> None:
    """An error that says what to do."""
    with pytest.raises(ResponseError, match=r"A survey is needed here, not str: load it first"):
        function(answers_of("complete"), "complete", "mood_1")


@pytest.mark.parametrize(
    "function",
    [cx.net_scores, lambda a: cx.weighted(a, "team"), lambda a: cx.compare(a, "team"), lambda a: cx.change(a, a)],
)
def test_answers_are_no_report(function: Any) -> None:
    """What comes from a report says so, and how to make one."""
    with pytest.raises(TypeError, match=r"shows a Report: make one with cx\.report\(answers, survey\)"):
        function(answers_of("complete"))


NET = {"response_scale": {"min": 0, "max": 10}}


@given(st.lists(st.integers(0, 10), min_size=8, max_size=60))
def test_a_net_score_is_promoters_less_detractors(answers: list[int]) -> None:
    """In points; its interval holds it, and is not without width where all say the same."""
    report = cx.report(pd.DataFrame({"i0": answers}), item_survey(NET))
    assume(report.tables.items[0].counts is not None)
    (row,) = cx.net_scores(report).to_dict("records")
    yes, no = sum(one >= 9 for one in answers), sum(one <= 6 for one in answers)
    assert row["net"] == pytest.approx(100 * (yes - no) / len(answers))
    assert -100 <= row["low"] < row["high"] <= 100
    assert row["low"] <= row["net"] <= row["high"]


def test_the_interval_of_a_net_score_is_the_adjusted_walds() -> None:
    """20 promoters, 10 passives and 10 detractors, by hand with three more answers of nobody."""
    report = cx.report(pd.DataFrame({"i0": [10] * 20 + [8] * 10 + [3] * 10}), item_survey(NET))
    (row,) = cx.net_scores(report).to_dict("records")
    net, either = (20 - 10) / 43, (30 + 1.5) / 43
    half = 1.959963984540054 * math.sqrt((either - net**2) / 43)
    assert [row["net"], row["low"], row["high"]] == pytest.approx([25, 100 * (net - half), 100 * (net + half)])


def test_groups_weigh_what_they_were_invited() -> None:
    """Stratified by hand: means by their shares of those invited, with Cochran's variance."""
    table = organisation({"North": 24, "South": 12})
    invited = {"team": {"North": 30, "South": 90}}
    report = cx.report(table, small_survey(), by="team", invited=invited)
    found = cx.weighted(report, "team")
    care: Any = report.groups.query("dimension == 'care'").set_index("group")
    north, south = care.loc["North"], care.loc["South"]
    row: Any = found.loc["care"]
    assert row["weighted"] == pytest.approx(0.25 * north["mean"] + 0.75 * south["mean"])
    doubts = [
        share**2 * (1 - one["n"] / asked) * one["sd"] ** 2 / one["n"]
        for share, one, asked in ((0.25, north, 30), (0.75, south, 90))
    ]
    freedom = sum(doubts) ** 2 / (doubts[0] ** 2 / 23 + doubts[1] ** 2 / 11)
    half = scipy.stats.t.ppf(0.975, freedom) * math.sqrt(sum(doubts))
    assert [row["low"], row["high"]] == pytest.approx([row["weighted"] - half, row["weighted"] + half])


def test_where_a_groups_spread_is_hidden_the_weighted_mean_has_no_interval() -> None:
    """Neither end is 0 or 100 then: they are missing."""
    table = organisation({"North": 24, "South": 6})
    report = cx.report(table, small_survey(), by="team", invited={"team": {"North": 30, "South": 90}})
    care: Any = report.groups.query("dimension == 'care'").set_index("group")
    assert care["mean"].notna().all()
    assert not care.loc["South", "exact"]
    row: Any = cx.weighted(report, "team").loc["care"]
    assert row["weighted"] == pytest.approx(0.25 * care.loc["North", "mean"] + 0.75 * care.loc["South", "mean"])
    assert row[["low", "high"]].isna().all()


def test_whom_the_weights_leave_out_is_said() -> None:
    """Those who named no team, and a team of which nobody answered; the others weigh as among themselves."""
    table = organisation({"North": 24, "South": 12, "": 8})
    asked = {"North": 30, "South": 90}
    report = cx.report(table, small_survey(), by="team", invited={"team": asked | {"West": 40}})
    with pytest.warns(ReportWarning) as caught:
        found = cx.weighted(report, "team")
    assert [str(one.message) for one in caught] == [
        "The weighted mean leaves out those who stated no team and "
        "40 of the 160 invited, whose group nobody answered of."
    ]
    both = table[table["team"] != ""]
    alone = cx.weighted(cx.report(both, small_survey(), by="team", invited={"team": asked}), "team")
    assert found["weighted"].to_list() == pytest.approx(alone["weighted"].to_list())


def test_a_weighted_total_needs_to_know_who_was_invited() -> None:
    """And is not made of groups that are hidden."""
    table = organisation({"North": 24, "South": 12})
    with pytest.raises(ReportError, match="How many were invited of each group of team is not known"):
        cx.weighted(cx.report(table, small_survey(), by="team"), "team")
    with pytest.raises(ReportError, match="no groups by role"):
        cx.weighted(cx.report(table, small_survey(), by="team"), "role")


def test_nothing_that_does_not_vary_goes_together_with_anything() -> None:
    """NaN in place of a warning or a one."""
    survey = item_survey({}, {}, {})
    answers = pd.DataFrame({"i0": [3] * 40, "i1": np.arange(40) % 5 + 1, "i2": np.arange(40) % 5 + 1})
    found = cx.drivers(answers, survey, "i1", items=True)
    assert found["r"].isna()["i0"]
    assert found["r"]["i2"] == 1
