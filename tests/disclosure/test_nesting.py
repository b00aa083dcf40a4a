"""Teams within departments: what is told of both is decided together."""

from typing import Any

import pandas as pd
import pytest

import cxkit as cx
from cxkit.live.room import asked
from cxkit.survey.model import Survey


def survey(**team: Any) -> Survey:
    """Return a survey of teams within departments."""
    attributes = [
        {"id": "department", "title": "Department", "options": ["Care", "Sales"]},
        {"id": "team", "title": "Team", "options": ["a", "b", "c", "x", "y"], "within": "department"} | team,
        {"id": "role", "title": "Role", "options": ["leader", "front"]},
    ]
    item = {"id": "q", "text": "Q"}
    return Survey.from_dict(
        {
            "id": "nested",
            "title": "Nested",
            "response_scale": {"min": 1, "max": 5},
            "dimensions": [{"id": "d", "title": "D", "items": [item]}],
            "attributes": attributes,
        }
    )


def people(**sizes: int) -> pd.DataFrame:
    """Return so many people of each team, who answer 1 to 5 in turn."""
    rows = [("Care" if team in "abc" else "Sales", team, "front") for team, n in sizes.items() for _ in range(n)]
    table = pd.DataFrame(rows, columns=["department", "team", "role"])
    return table.assign(q=[1 + place % 5 for place in range(len(rows))])


def told(report: cx.Report) -> dict[str, int]:
    """Return how many are in each team that is told, or in several."""
    rows = report.participation.query("attribute == 'team' and status == 'shown'")
    return dict(zip(rows["group"], rows["respondents"], strict=True))


def test_a_small_team_is_told_with_another_of_its_department() -> None:
    """So that its department minus the others is not the small one."""
    report = cx.report(people(a=12, b=9, c=3, x=3, y=9), survey(), by=["department", "team"])
    assert told(report) == {"b": 9, "(others)": 12 + 3 + 3 + 9}


def test_teams_are_told_alike_with_and_without_their_departments() -> None:
    """So that two reports of the same answers are one."""
    table = people(a=12, b=9, c=3, x=3, y=9)
    both, alone = (cx.report(table, survey(), by=by) for by in (["department", "team"], "team"))
    assert both.groups.query("attribute == 'team'").reset_index(drop=True).equals(alone.groups)
    with pytest.raises(cx.ResponseError, match="no attribute department"):
        cx.report(table[["team", "q"]], survey(), by="team")


def test_a_department_that_is_hidden_hides_its_teams() -> None:
    """All of them, on that dimension: else they would give it back."""
    table = people(a=12, b=12, x=12, y=12)
    table.loc[table["department"] == "Care", "q"] = 5
    report = cx.report(table, survey(), by=["department", "team"])
    assert set(report.groups.query("attribute == 'team' and group in ['a', 'b']")["status"]) == {"suppressed"}


def test_a_team_in_two_departments_is_said() -> None:
    """With both; and where somebody left one out."""
    table = people(a=12, b=12, x=12)
    table.loc[0, "department"] = "Sales"
    with pytest.raises(cx.ResponseError, match='each team is within one department, but "a" is in Care, Sales'):
        cx.report(table, survey(), by="team")
    table.loc[0, "department"] = None
    with pytest.raises(cx.ResponseError, match=r'"a" is in \(not stated\), Care'):
        cx.report(table, survey(), by="team")


def test_teams_within_departments_are_not_crossed() -> None:
    """Their departments can be."""
    table = people(a=12, b=12, x=12)
    with pytest.raises(cx.ResponseError, match="team is within another attribute and cannot be crossed"):
        cx.report(table, survey(), by=[("team", "role")])
    assert cx.report(table, survey(), by=[("department", "role")]).by == ("department × role",)


@pytest.mark.parametrize("within", ["team", "site", "role2"])
def test_a_survey_says_within_which_attribute(within: str) -> None:
    """Another one, which there is."""
    with pytest.raises(cx.SurveyError, match=r"attributes.*within.*should be another attribute \(department, role\)"):
        survey(within=within)
    assert Survey.from_dict(survey().to_dict()) == survey()


def test_no_room_asks_for_teams_within_departments() -> None:
    """Nobody could correct who says otherwise."""
    with pytest.raises(cx.RoomError, match="take within out"):
        asked(survey(), title="Room", leaders_from_two=False, setup=None)
