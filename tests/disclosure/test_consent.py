"""Those who agreed are shown, few as they are, and nobody else is less protected."""

import pytest

import cxkit as cx
from cxkit.errors import ResponseError
from cxkit.reports.rows import OTHERS
from cxkit.reports.status import SHOWN, SUPPRESSED
from tests.disclosure.reported import answering, status
from tests.strategies import small_survey


def test_leaders_who_agreed_are_shown_from_two_up_and_nobody_is_less_protected() -> None:
    """Their means and never their distributions; all others are told together where two of them are not stated."""
    table = answering({"a": 60})
    table["role"] = ["leader"] * 3 + [None] * 2 + ["frontline"] * 55
    before = cx.report(table, small_survey(), by="role")
    after = cx.report(table, small_survey(), by="role", consenting={"role": "leader"})
    assert status(before, dimension="care") == {"frontline": SHOWN, OTHERS: SHOWN}
    assert status(after, dimension="care") == {"leader": SHOWN, OTHERS: SHOWN}
    assert [(row.group, row.other, row.status) for row in after.tables.gaps] == [("leader", OTHERS, SHOWN)] * 2
    leaders = after.groups.set_index(["group", "dimension"]).loc["leader"]
    assert set(leaders["distribution"]) == {SUPPRESSED}
    assert set(leaders["n"]) == {3}
    table["role"] = ["leader"] * 2 + ["frontline"] * 58
    two = cx.report(table, small_survey(), by="role", consenting={"role": "leader"})
    assert status(two, dimension="care") == {"leader": SHOWN, "frontline": SHOWN}
    table["role"] = ["leader"] + ["frontline"] * 59
    alone = cx.report(table, small_survey(), by="role", consenting={"role": "leader"})
    assert SHOWN not in status(alone, dimension="care").values()
    alone = cx.report(table, small_survey(), by="role", consenting={"role": "leader"}, alone=True)
    assert status(alone, dimension="care") == {"leader": SHOWN, "frontline": SHOWN}
    assert alone.whole == alone
    few = cx.report(table[:5], small_survey(), by="role", consenting={"role": "leader"})
    assert status(few, dimension="care")["leader"] == SUPPRESSED


def test_of_two_who_agreed_together_no_number_is_of_one() -> None:
    """Where the other did not answer, it is not told of them, nor of all others: subtraction would give it."""
    table = answering({"a": 60})
    table["role"] = ["leader"] * 2 + ["frontline"] * 58
    table.loc[1, "listens"] = None
    told, alone = (
        cx.report(table, small_survey(), by="role", consenting={"role": "leader"}, alone=alone)
        for alone in (False, True)
    )
    assert set(status(told, "group_items", item="listens").values()) == {SUPPRESSED}
    assert set(status(told, "group_items", item="quick").values()) == {SHOWN}
    assert set(status(told, dimension="care").values()) == {SHOWN}
    assert set(status(alone, "group_items", item="listens").values()) == {SHOWN}


def test_many_leaders_who_agreed_are_told_like_any_group() -> None:
    """From eight up: where all of them answered the same, neither their means nor how they are spread."""
    table = answering({"a": 60})
    table["role"] = ["leader"] * 8 + ["frontline"] * 52
    table.loc[:7, ["listens", "helps"]] = 5
    made = cx.report(table, small_survey(), by="role", consenting={"role": "leader"})
    assert made == cx.report(table, small_survey(), by="role")
    assert status(made, dimension="care")["leader"] == SUPPRESSED


def test_a_team_is_five_people_beside_a_leader_whose_answers_are_known() -> None:
    """Else everybody would know what four people answered on average, of five in whose team the leader is."""
    table = answering({"a": 5, "b": 20, "c": 20})
    table["role"] = ["leader"] + ["frontline"] * 44
    usual, told = (
        cx.report(table, small_survey(), by=["role", "team"], consenting={"role": "leader"}, alone=alone)
        for alone in (False, True)
    )
    people = [
        {row.group: row.respondents for row in one.tables.participation if row.attribute == "team"}
        for one in (usual, told)
    ]
    assert people == [{"a": 5, "b": 20, "c": 20}, {"c": 20, OTHERS: 25}]


def test_a_group_that_agreed_and_is_not_there_is_an_error() -> None:
    """Which there are, and which may have been meant."""
    with pytest.raises(ResponseError, match=r'no group "leadr" in role .* Did you mean "leader"\?'):
        cx.report(answering({"a": 60}).assign(role="leader"), small_survey(), consenting={"role": "leadr"})
