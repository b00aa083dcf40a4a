"""How many have to have answered what, before it is told."""

import re

import pandas as pd
import pytest

import cxkit as cx
from cxkit.reports.rows import OTHERS, shown
from cxkit.reports.status import SHOWN, SUPPRESSED
from cxkit.reports.text import report_text
from tests.disclosure.reported import ITEMS, RESULTS, answering, rows, seen, status
from tests.strategies import organisation, small_survey


def test_the_threshold_counts_those_who_answered_that_very_dimension() -> None:
    """A team of nine of whom four answered is a team of four."""
    table = answering({"small": 9, "large": 30, "middle": 12})
    table.loc[table.index[table["team"] == "small"][4:], ["listens", "helps"]] = None
    report = cx.report(table, small_survey(), by="team")
    assert status(report, dimension="care") == {
        "large": SHOWN,
        "middle": SUPPRESSED,
        "small": SUPPRESSED,
        OTHERS: SHOWN,
    }
    assert status(report, dimension="pace") == {"large": SHOWN, "middle": SHOWN, "small": SHOWN}
    together = next(row for row in report.tables.groups if row.group == OTHERS)
    assert (together.members, together.n) == (("middle", "small"), 16)


def test_the_threshold_counts_those_who_answered_that_very_item() -> None:
    """Also where everybody has a score from the dimension's other item."""
    table = answering({"small": 9, "large": 30, "middle": 12})
    table.loc[table.index[table["team"] == "small"][4:], "helps"] = None
    report = cx.report(table, small_survey(), by="team")
    assert set(status(report, dimension="care").values()) == {SHOWN}
    hidden = {"large": SHOWN, "middle": SUPPRESSED, "small": SUPPRESSED, OTHERS: SHOWN}
    assert status(report, "group_items", item="helps") == hidden


def test_a_group_that_answered_nothing_needs_no_company() -> None:
    """There is nobody to protect in it; it is suppressed, and no other with it."""
    table = answering({"silent": 0, "a": 29, "b": 32}, silent=6)
    report = cx.report(table, small_survey(), by="team")
    assert status(report, dimension="care") == {"silent": SUPPRESSED, "a": SHOWN, "b": SHOWN}


def test_numbers_are_exact_where_their_distribution_is_shown() -> None:
    """Of seven people a mean with its spread would all but tell their answers; their interval has everybody's."""
    table = organisation({"a": 7, "b": 11, "c": 40})
    report = cx.report(table, small_survey(), by="team")
    wholes = {row.dimension: row for row in report.tables.dimensions}
    told = [row for row in report.tables.groups if shown(row) and row.dimension == "care"]
    assert [(row.group, row.exact) for row in told] == [("a", False), ("b", False), ("c", True)]
    for row in told:
        scores = 25 * (table.loc[table["team"] == row.group, ["listens", "helps"]] - 1).mean(axis=1)
        assert row.mean == pytest.approx(scores.mean())
        assert row.sd == (pytest.approx(scores.std()) if row.exact else wholes["care"].sd)
        assert 0 <= (row.low or 0) <= row.mean <= (row.high or 0) <= 100


def test_a_groups_headcount_never_counts() -> None:
    """Four answers among forty silent colleagues stay four."""
    report = cx.report(answering({"a": 4, "b": 4, "c": 9}, silent=40), small_survey(), by="team")
    hidden = {"a": SUPPRESSED, "b": SUPPRESSED, "c": SHOWN, OTHERS: SHOWN}
    assert status(report, dimension="care") == hidden


def test_too_few_respondents_hide_everything_their_number_included() -> None:
    """Of four people nobody learns anything, not that they are four."""
    report = cx.report(organisation({"Phones": 4}), small_survey(), by=["team", "role"])
    assert report.n is None
    assert seen(report) == set()
    text = report_text(report)
    assert "too few respondents to say how many" in text
    assert set(re.findall(r"\d+", text)) == {"0", "100", "95"}  # the range, the intervals' level


def test_exactly_the_threshold_is_enough() -> None:
    """Five people of many minds give scores, of dimensions and items; eight give shares and a spread too."""
    minds = pd.DataFrame({item: [1, 5, 2, 4, 3, 3, 5, 1] for item in ITEMS})
    minds["waits"] = 6 - minds["waits"]  # which is reverse-keyed
    five = cx.report(minds[:5], small_survey())
    assert five.n == 5
    assert {row["status"] for _, row in rows(five)} == {SHOWN}
    assert {row["distribution"] for name, row in rows(five) if name in RESULTS} == {SUPPRESSED}
    assert {row["sd"] for name, row in rows(five) if name in RESULTS} == {None}
    eight = cx.report(minds, small_survey())
    assert {row["distribution"] for name, row in rows(eight) if name in RESULTS} == {SHOWN}
    assert None not in {row["sd"] for name, row in rows(eight) if name in RESULTS}


def test_nobody_at_all_gives_a_report_that_says_nothing() -> None:
    """An empty file is no reason to fall over."""
    report = cx.report(organisation({}), small_survey(), by=["team", "role"])
    assert seen(report) == set()
    assert [row["dimension"] for row in report.to_dict()["dimensions"]] == ["care", "pace"]


def test_shares_have_a_threshold_of_their_own() -> None:
    """From six people a score, from eight the distribution too; another team's is hidden beside theirs."""
    report = cx.report(answering({"a": 6, "b": 12, "c": 20, "d": 30}), small_survey(), by="team")
    shown = {row["group"]: row["distribution"] for row in report.to_dict()["groups"] if row["dimension"] == "pace"}
    assert shown == {"a": SUPPRESSED, "b": SUPPRESSED, "c": SHOWN, "d": SHOWN}
    assert set(status(report, dimension="pace").values()) == {SHOWN}


def test_shares_are_never_shown_without_their_score() -> None:
    """A survey that guards scores more than distributions does not let the shares through."""
    survey = small_survey(confidentiality={"scores": 10, "distributions": 5})
    report = cx.report(organisation({"a": 7}), survey, by="team")
    assert {row["distribution"] for name, row in rows(report) if name in RESULTS} == {SUPPRESSED}


def test_a_survey_decides_its_own_thresholds() -> None:
    """And the report says which they were."""
    survey = small_survey(confidentiality={"scores": 10})
    report = cx.report(answering({"a": 9}), survey)
    assert report.thresholds == survey.confidentiality
    assert seen(report) == set()
