"""Crossed groups: who is in one of each of two attributes."""

import json
from itertools import product
from pathlib import Path

import pandas as pd
import pytest

import cxkit as cx
from cxkit.reports.text import report_text
from cxkit.survey.model import Survey

OTHERS = "(others)"


def survey(items: int = 1) -> Survey:
    """Return a survey of one dimension."""
    return Survey.from_dict(
        {
            "id": "crossed",
            "title": "Crossed",
            "response_scale": {"min": 1, "max": 5},
            "dimensions": [
                {"id": "d", "title": "D", "items": [{"id": f"q{at}", "text": f"Q{at}"} for at in range(items)]}
            ],
            "attributes": [
                {"id": "team", "title": "Team", "options": {"phones": "Phones", "shop": "Shop", "lab": "Lab"}},
                {
                    "id": "role",
                    "title": "Role",
                    "options": {"leader": "Leaders", "front": "Front line", "help": "Support"},
                },
            ],
        }
    )


def people(items: int = 1, **sizes: tuple[int, int, int]) -> pd.DataFrame:
    """Return so many leaders, front line and support of each team, who answer 1 to 5 in turn."""
    rows = [
        (team, role)
        for team, each in sizes.items()
        for role, n in zip(("leader", "front", "help"), each, strict=True)
        for _ in range(n)
    ]
    table = pd.DataFrame(rows, columns=["team", "role"])
    for at in range(items):
        table[f"q{at}"] = [1 + (place * (at + 1)) % 5 for place in range(len(rows))]
    return table


FULL = people(phones=(10, 20, 15), shop=(10, 25, 10), lab=(15, 15, 10))


def told(report: cx.Report) -> dict[str, int]:
    """Return how many are in each crossed group that is told."""
    rows = report.participation.query("attribute == 'team × role' and status == 'shown'")
    return dict(zip(rows["group"], rows["respondents"], strict=True))


def test_every_cell_is_told_where_all_are_large() -> None:
    """With its own mean, and called by both its groups; cells add up to their teams."""
    report = cx.report(FULL, survey(), by=["team", ("team", "role")])
    assert report.by == ("team", "team × role")
    assert told(report)["phones × front"] == 20
    assert sum(n for group, n in told(report).items() if group.startswith("phones")) == 45
    cell = report.groups.query("group == 'shop × front'").iloc[0]
    mine = FULL.query("team == 'shop' and role == 'front'")["q0"]
    assert cell["mean"] == pytest.approx((mine.mean() - 1) * 25)
    assert "Shop, Front line" in report_text(report)
    assert "By Team × Role" in report_text(report)


def test_what_is_told_of_teams_and_roles_does_not_change_by_crossing_them() -> None:
    """So that two reports of the same answers are one."""
    table = people(phones=(2, 9, 7), shop=(3, 14, 6), lab=(6, 12, 9))
    crossed, plain = (cx.report(table, survey(), by=["team", "role", *more]) for more in ([("team", "role")], []))
    assert crossed.groups.query("attribute != 'team × role'").reset_index(drop=True).equals(plain.groups)


def test_few_leaders_in_each_team_are_told_with_the_next_smallest_role() -> None:
    """And nobody subtracts them from their team."""
    report = cx.report(people(phones=(2, 20, 15), shop=(3, 25, 10), lab=(4, 15, 10)), survey(), by=[("team", "role")])
    assert told(report) == {"phones × front": 20, "shop × front": 25, "lab × front": 15, OTHERS: 44}


def test_a_small_cell_is_never_all_that_a_team_leaves_over() -> None:
    """Of whoever is not told, each team and each role has five or more people, or nobody."""
    for leaders, helpers, small in product((0, 1, 4, 9), (2, 7), (0, 3, 6)):
        table = people(phones=(leaders, 20, helpers), shop=(8, 25, 10), lab=(small, 12, 9))
        own = survey()
        groups = set(told(cx.report(table, own, by=[("team", "role")])))
        rest = table[~(table["team"] + " × " + table["role"]).isin(groups)]
        for attribute in ("team", "role"):
            assert all(n >= 5 for n in rest[attribute].value_counts())


def test_items_of_several_are_not_told_of_crossed_groups() -> None:
    """Only the dimension is, without how many gave each answer."""
    table = people(3, phones=(10, 20, 15), shop=(10, 25, 10), lab=(15, 15, 10))
    report = cx.report(table, survey(3), by=[("team", "role")])
    assert set(report.groups["status"]) == {"shown"}
    assert set(report.groups["distribution"]) == {"suppressed"}
    assert set(report.group_items["status"]) == {"suppressed"}


def test_a_crossing_is_the_same_either_way_round() -> None:
    """Named in the survey's order; and from a tally by both."""
    own = survey()
    one, two = (cx.report(FULL, own, by=[pair]) for pair in (("team", "role"), ["role", "team"]))
    tallied = cx.report(cx.tally(FULL, own, by=[("role", "team")]), own, by="team × role")
    assert one.to_dict() == two.to_dict() == tallied.to_dict()


def test_a_report_of_crossed_groups_is_read_as_it_was_written(tmp_path: Path) -> None:
    """From JSON; and CSV names them."""
    report = cx.report(FULL, survey(), by=["team", ("team", "role")])
    assert cx.Report.from_dict(json.loads(json.dumps(report.to_dict()))).to_dict() == report.to_dict()
    report.write(tmp_path)
    assert cx.Report.read(tmp_path / "report.json").by == report.by
    assert "team × role,phones × leader" in (tmp_path / "groups.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("by", "why"),
    [
        ([("team", "team")], "two different attributes, not by team × team"),
        ([("team", "role", "site")], "two different attributes"),
        ([("team", "rol")], "no attribute rol to group by"),
    ],
)
def test_what_cannot_be_crossed_is_said(by: list[tuple[str, ...]], why: str) -> None:
    """With what can be."""
    for make in (cx.report, cx.tally):
        with pytest.raises(cx.ResponseError, match=why):
            make(FULL, survey(), by=by)


def test_a_report_is_by_one_crossing() -> None:
    """Together, several could tell what each of them does not."""
    more = Survey.from_dict(
        survey().to_dict()
        | {"attributes": [{"id": id, "title": id, "options": "from_workshop"} for id in ("team", "role", "site")]}
    )
    table = FULL.assign(site="north")
    with pytest.raises(cx.ResponseError, match="by one crossing, not by role × site, team × role"):
        cx.report(table, more, by=[("team", "role"), ("role", "site")])


def test_groups_whose_people_agreed_are_not_crossed() -> None:
    """They agreed to be shown as one group, not team by team."""
    with pytest.raises(cx.ResponseError, match="nothing can be told by team × role as well"):
        cx.report(FULL, survey(), by=[("team", "role")], consenting={"role": "leader"})


def test_a_name_that_reads_like_two_groups_is_said() -> None:
    """Else two cells could be called the same."""
    table = FULL.replace({"team": {"lab": "lab × cellar"}})
    own = Survey.from_dict(
        survey().to_dict()
        | {"attributes": [{"id": id, "title": id, "options": "from_workshop"} for id in ("team", "role")]}
    )
    with pytest.raises(cx.ResponseError, match="lab × cellar"):
        cx.report(table, own, by=[("team", "role")])
