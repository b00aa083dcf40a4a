"""The gap between two groups is told where both are."""

import pytest

import cxkit as cx
from cxkit.reports.rows import OTHERS
from cxkit.reports.status import SHOWN, SUPPRESSED
from tests.disclosure.reported import PLACE, STATUS, answering, status
from tests.strategies import small_survey


def test_the_two_sides_of_a_gap_are_the_last_to_shield() -> None:
    """Two leaders' assistants are hidden with support, not with the fewer leaders."""
    table = answering({"a": 60})
    table["role"] = [None] * 2 + ["leader"] * 6 + ["support"] * 12 + ["frontline"] * 40
    survey = small_survey(
        attributes=[
            {
                "id": "role",
                "title": "I work as",
                "options": ["leader", "frontline", "support"],
                "compare": ["leader", "frontline"],
            }
        ]
    )
    report = cx.report(table, survey, by="role")
    assert status(report, dimension="care") == {
        "leader": SHOWN,
        "frontline": SHOWN,
        OTHERS: SHOWN,
    }
    assert set(report.gaps["status"]) == {SHOWN}


def test_five_leaders_are_seen_beside_everyone_else_where_support_has_to_be_hidden() -> None:
    """They are the smallest group; but the front line keeps support company, and the gap can be told."""
    table = answering({"a": 35})
    table["role"] = ["leader"] * 5 + ["support"] * 5 + ["frontline"] * 25
    table.loc[:4, ["listens", "helps"]] = [[step, step] for step in range(1, 6)]
    table.loc[5:9, ["listens", "helps"]] = 3
    role = {"id": "role", "title": "I work as", "options": ["leader", "frontline", "support"]}
    report = cx.report(table, small_survey(attributes=[role | {"compare": ["leader", "frontline"]}]), by="role")
    assert status(report, dimension="care") == {
        "leader": SHOWN,
        "frontline": SUPPRESSED,
        "support": SUPPRESSED,
        OTHERS: SHOWN,
    }
    (gap, *_) = report.tables.gaps
    assert (gap.group, gap.other, gap.status) == ("leader", OTHERS, SHOWN)


def test_a_gap_is_hidden_where_either_side_is() -> None:
    """The difference would tell the hidden side."""
    table = answering({"a": 24})
    table["role"] = ["leader"] * 4 + ["frontline"] * 20
    gaps = cx.report(table, small_survey(), by="role").gaps
    assert gaps["status"].to_list() == [SUPPRESSED, SUPPRESSED]
    table["role"] = ["leader"] * 9 + ["frontline"] * 15
    gaps = cx.report(table, small_survey(), by="role").gaps
    assert gaps["status"].to_list() == [SHOWN, SHOWN]
    assert (gaps["mean"] - gaps["mean_other"]).to_list() == pytest.approx(gaps["difference"].to_list())
    assert gaps[["n", "n_other"]].to_numpy().tolist() == [[9, 15], [9, 15]]


def test_a_hidden_gap_does_not_tell_its_shown_side() -> None:
    """Its row is as empty as any other suppressed row."""
    table = answering({"a": 30})
    table["role"] = ["leader"] * 4 + [None] * 6 + ["frontline"] * 20
    report = cx.report(table, small_survey(), by="role")
    assert status(report, dimension="care") == {"frontline": SHOWN, OTHERS: SHOWN}
    for row in report.to_dict()["gaps"]:
        assert {value for key, value in row.items() if key not in PLACE | STATUS} == {None}


def test_a_gap_with_a_side_that_nobody_is_on_is_hidden() -> None:
    """No leader answered: there is nothing to compare, and no error."""
    table = answering({"a": 24}).assign(role="frontline")
    report = cx.report(table, small_survey(), by="role")
    assert report.gaps["status"].to_list() == [SUPPRESSED, SUPPRESSED]


def test_a_gap_is_there_only_where_its_attribute_is() -> None:
    """By team alone nothing about roles is told."""
    assert cx.report(answering({"a": 24}), small_survey(), by="team").gaps.empty
