"""Gaps, changes and agreement: both ends are the report's means."""

import re

import numpy as np
import pandas as pd
import pytest

import cxkit as cx
from cxkit.plots import agreement, alt, change, gap
from cxkit.plots.agreements import level
from cxkit.survey.model import Survey
from tests.plots.figures import COMPARED, TEAM, waves
from tests.plots.reading import beside, dots, place, rows, titles, words
from tests.strategies import organisation, small_survey


def test_both_ends_of_a_gap_are_the_reports_means() -> None:
    """Each with its name and n; the difference and what it is called at the right."""
    report = waves("two groups").now
    ax = gap(report)
    assert titles(ax) == ["Care", "Pace"]
    gaps = report.gaps
    assert dots(ax) == [
        list(zip(gaps["mean_other"], (0, 1), strict=True)),
        list(zip(gaps["mean"], (0, 1), strict=True)),
    ]
    drawn = words(ax)
    for at, row in enumerate(rows(gaps)):
        assert {"Leader", f"{row.mean:.0f}", f"n = {row.n}", "Front line", f"{row.mean_other:.0f}"} <= set(drawn)
        difference = f"{row.difference:+.0f}".replace("-", "−")
        assert difference in beside(ax)[at]
        assert str(row.label).capitalize() in beside(ax)[at]
    assert re.search(r"Care: Leader \d+ \(n = 9\), Front line \d+ \(n = 27\), difference", alt(ax))


def test_a_hidden_gap_says_so_beside_one_that_is_shown() -> None:
    """Too few leaders answered about pace."""
    table = organisation({"a": 40})
    table.loc[table.index[table["role"] == "leader"][3:], ["quick", "waits"]] = None
    ax = gap(cx.report(table, small_survey(attributes=[COMPARED, TEAM]), by="role"))
    assert [len(each) for each in dots(ax)] == [1, 1]
    assert [place(text) for text in ax.texts if text.get_text() == "hidden"] == [1]
    assert "Pace: hidden." in alt(ax)


def three_roles() -> tuple[pd.DataFrame, Survey]:
    """Return answers of three leaders, seven in support, who are of one mind on care, and thirty of the front line."""
    table = organisation({"a": 40})
    table.loc[table.index[table["role"] == "leader"][3:], "role"] = "support"
    table.loc[table["role"] == "support", ["listens", "helps"]] = 3
    role = COMPARED | {"options": {"leader": "Leader", "frontline": "Front line", "support": "Support"}}
    return table, small_survey(attributes=[role, TEAM])


def test_leaders_are_set_against_everyone_else_where_the_others_are_told_together() -> None:
    """On that dimension alone, and a note says who that is; the title stays as the survey compares."""
    table, survey = three_roles()
    ax = gap(cx.report(table, survey, by="role", consenting={"role": "leader"}))
    assert "Leader and Front line, side by side" in words(ax)
    assert [place(text) for text in ax.texts if text.get_text() == "Everyone else"] == [0]
    assert [place(text) for text in ax.texts if text.get_text() == "Front line"] == [1]
    assert "Everyone else (Front line and Support): shown together" in " ".join(words(ax))


def test_leaders_told_together_with_others_are_compared_with_nobody_and_that_is_said() -> None:
    """Not that too few of them answered."""
    table, survey = three_roles()
    ax = gap(cx.report(table, survey, by="role"))
    assert "There is nothing to compare here." in words(ax)
    assert "Leader and Support: shown together" in alt(ax)


def test_a_change_goes_from_the_earlier_mean_to_the_later() -> None:
    """With the interval of the difference, its name, and n before and after."""
    now, before = waves("two groups")
    ax = change(now, before)
    table = cx.change(before, now)
    table = table[table["attribute"].isna()]
    earlier, later = dots(ax)
    assert earlier == list(zip(before.dimensions["mean"], (0, 1), strict=True))
    assert later == list(zip(now.dimensions["mean"], (0, 1), strict=True))
    bands = [np.asarray(line.get_xydata())[:, 0].tolist() for line in ax.lines if line.get_alpha()]
    assert bands == [pytest.approx([row.mean_other + row.low, row.mean_other + row.high]) for row in rows(table)]
    for at, row in enumerate(rows(table)):
        assert {str(row.label).capitalize(), "n = 36 → 36"} <= set(beside(ax)[at])


def test_a_change_of_one_group_or_of_each() -> None:
    """Everybody first, where it is each."""
    now, before = waves("two groups")
    assert titles(change(now, before, attribute="team", group="North")) == ["Care", "Pace"]
    each = change(now, before, attribute="team", dimension="pace")
    assert titles(each) == ["Pace", "Everyone", "North", "South"]
    north = now.groups.set_index(["group", "dimension"])["mean"]["North", "pace"]
    assert dots(each)[1][1] == (north, 2)


def test_agreement_is_the_reports_and_its_levels_are_named() -> None:
    """Moderate from 0.5, strong from 0.7, very strong from 0.9 (LeBreton & Senter 2008, table 3)."""
    report = waves("suppressed cells").now
    ax = agreement(report, attribute="team")
    table = report.agreement[report.agreement["attribute"] == "team"]
    assert [x for x, _ in dots(ax)[0]] == table["rwg_j"].dropna().to_list()
    assert ax.get_xlim() == (0, 1)
    assert [label.get_text() for label in ax.get_xticklabels()] == ["0", "0.5", "0.7", "0.9", "1"]
    assert {"moderate", "strong", "very strong", "agreement"} <= set(words(ax))
    shown = [row for row in rows(table) if not pd.isna(row.rwg_j)]
    assert [own for own in beside(ax).values() if own] == [[f"{row.rwg_j:.2f}", f"n = {row.n}"] for row in shown]
    names = ["weak agreement", "moderate agreement", "strong agreement", "very strong agreement"]
    assert [level(value) for value in (0.49, 0.5, 0.7, 0.9)] == names
