"""A report as text: readable in a terminal, and as silent as the report."""

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given

import cxkit as cx
from cxkit.reports.report import Report
from cxkit.reports.rows import Result
from cxkit.reports.text import report_text
from tests.strategies import organisation, organisations, small_survey

ITEMS = ["listens", "helps", "quick", "waits"]


@pytest.fixture
def report() -> Report:
    """Three people in `few` and nine in `more`, who are told together; thirty-six in `some`."""
    table = organisation({"few": 3, "more": 9, "some": 36})
    return cx.report(table, small_survey(), by=["team", "role"])


def lines(report: Report) -> list[list[str]]:
    """Return the text's lines, cut into cells where two spaces stand."""
    return [[cell.strip() for cell in line.split("  ") if cell.strip()] for line in report_text(report).splitlines()]


WHOLE = """\
A small survey (n = 48)
Scores run from 0 to 100; higher is better. Intervals are 95%.

        score  interval   n
  Care     75  68 to 82  48  ███████████████░░░░░
  Pace     50  43 to 57  48  ██████████░░░░░░░░░░

Highest and lowest items

  score   n
     75  48  They listen.
     75  48  They help.
     50  48  We are quick.
     50  48  Customers wait. (reversed)

By My team

                         Care          Pace
  some            72 (n = 36)   47 (n = 36)
  Everyone else  83* (n = 12)  58* (n = 12)
  * Everyone else (few and more): {together}

By I work as

                     Care         Pace
  Leader      75 (n = 12)  50 (n = 12)
  Front line  75 (n = 36)  50 (n = 36)

Perception gap

                             difference    interval
  Care  Leader − Front line           0  −18 to +18  too few to tell
  Pace  Leader − Front line           0  −18 to +18  too few to tell
""".replace(
    "{together}",
    "shown together, since one of them alone would be too few people, or too much alike, to be shown safely.",
)


def test_the_whole_text_is_as_people_see_it() -> None:
    """Of eight people four say 3 and four 5 on care, 2 and 4 on pace: the means are known without computing."""
    table = organisation({"few": 3, "more": 9, "some": 36})
    for place in range(len(table)):
        table.loc[place, ITEMS] = [3, 3, 2, 4] if place // 4 % 2 else [5, 5, 4, 2]
    assert report_text(cx.report(table, small_survey(), by=["team", "role"])) == WHOLE


def test_every_dimension_has_score_interval_n_and_a_bar(report: Report) -> None:
    """The numbers are the report's, rounded to whole points."""
    told = lines(report)
    for id, title in (("care", "Care"), ("pace", "Pace")):
        row = report.dimensions.loc[id]
        bar = round(report.dimensions["mean"].to_dict()[id] / 5)
        assert [
            title,
            f"{row['mean']:.0f}",
            f"{row['low']:.0f} to {row['high']:.0f}",
            f"{row['n']}",
            "█" * bar + "░" * (20 - bar),
        ] in told


def test_groups_stand_in_rows_and_dimensions_in_columns(report: Report) -> None:
    """Each number with its n; those told together in one row, and a sentence that says which they are."""
    told = lines(report)
    start = told.index(["By My team"])
    means = report.groups.set_index(["group", "dimension"])["mean"]
    assert told[start + 1 : start + 5] == [
        [],
        ["Care", "Pace"],
        ["some", *(f"{means['some', id]:.0f} (n = 36)" for id in ("care", "pace"))],
        ["Everyone else", *(f"{means['(others)', id]:.0f}* (n = 12)" for id in ("care", "pace"))],
    ]
    assert told[start + 5][0].startswith("* Everyone else (few and more): shown together, since ")
    start = told.index(["By I work as"])
    assert [line[0] for line in told[start + 3 : start + 5]] == ["Leader", "Front line"]


def test_where_a_group_is_hidden_stands_what_several_are_together(report: Report) -> None:
    """In its place, with a star; a group that is hidden throughout is in one sentence below."""
    rows = report.tables.groups
    first, *_ = rows
    other = replace(first, attribute="role", group="(others)", members=("leader", "frontline"), mean=61.0, n=48)
    blank = [
        replace(Result(dimension=row.dimension), attribute=row.attribute, group=row.group, members=row.members)
        if row.attribute == "team" or row.dimension == "care"
        else row
        for row in rows
    ]
    told = lines(replace(report, tables=replace(report.tables, groups=(*blank, other))))
    assert ["some, few and more hidden: too few people, or too much alike, to be shown safely."] in told
    for name in ("Leader", "Front line"):
        assert [line[1] for line in told if line[:1] == [name]] == ["61* (n = 48)"]
    assert "(others)" not in report_text(report)


def test_the_gap_stands_with_its_sign_and_its_name(report: Report) -> None:
    """Leaders minus front line, for each dimension."""
    told = lines(report)
    for id, title in (("care", "Care"), ("pace", "Pace")):
        row = report.gaps.set_index("dimension").loc[id]
        interval = f"{row['low']:+.0f} to {row['high']:+.0f}"
        apart = f"{round(row['mean']) - round(row['mean_other']):+}".replace("-", "−")
        assert [title, "Leader − Front line", apart, interval.replace("-", "−"), row["label"]] in told


def test_a_hidden_gap_keeps_its_row() -> None:
    """So that one sees what is not told."""
    told = lines(cx.report(organisation({"a": 9}), small_survey(), by="role"))
    assert told.count(["Care", "Leader − Front line", "hidden"]) == 1
    assert told.count(["Pace", "Leader − Front line", "hidden"]) == 1


def test_the_heading_says_what_and_of_how_many(report: Report) -> None:
    """And how to read the numbers."""
    first, second = report_text(report).splitlines()[:2]
    assert first == "A small survey (n = 48)"
    assert second == "Scores run from 0 to 100; higher is better. Intervals are 95%."


def test_who_answered_and_how_is_told() -> None:
    """The response rate, empty responses and straight lines; nothing where there is nothing to tell."""
    items = [{"id": f"i{n}", "text": f"Item {n}"} for n in range(6)]
    survey = small_survey(dimensions=[{"id": "d", "title": "D", "items": items}])
    table = pd.DataFrame({f"i{n}": [3] * 4 + ["not_applicable"] * 2 + [n % 5 + 1] * 6 for n in range(6)})
    told = report_text(cx.report(table, survey, invited=16)).splitlines()
    assert told[2:5] == [
        "12 of 16 people invited answered (75%).",
        "2 answered no item; they are in n above and in no score.",
        "4 gave one and the same answer to everything; it counts all the same.",
    ]
    assert report_text(cx.report(table.tail(6), survey)).splitlines()[2] == ""


def test_the_highest_and_lowest_items_are_ranked() -> None:
    """Three of each, highest first; of equal ones the survey's first stays first."""
    items = [{"id": f"i{n}", "text": f"Item {n}"} for n in range(9)]
    survey = small_survey(dimensions=[{"id": "d", "title": "D", "items": items}])
    # Every second item is a little higher than the one before it.
    table = pd.DataFrame({f"i{n}": [1, 1, 5, 5, *([2] * (12 - n // 2)), *([4] * (n // 2))] for n in range(9)})
    told = lines(cx.report(table, survey))
    start = told.index(["Highest and lowest items"])
    assert [line[-1] for line in told[start + 3 : start + 9]] == [f"Item {n}" for n in (8, 6, 7, 2, 1, 0)]


def test_the_change_since_an_earlier_wave_stands_beside_both_numbers() -> None:
    """After minus before, with its interval and a word for it; what is hidden says so."""
    before = cx.report(organisation({"a": 40}), small_survey())
    after = cx.report(organisation({"a": 40}).replace({1: 5, 2: 5}), small_survey())
    told = [
        [cell.strip() for cell in line.split("  ") if cell.strip()] for line in report_text(after, before).splitlines()
    ]
    change = cx.change(before, after).set_index("dimension").loc["care"]
    row = after.dimensions.loc["care"], before.dimensions.loc["care"]
    expected = [f"{row[1]['mean']:.0f}", "40", f"{row[0]['mean']:.0f}", "40", f"{change['difference']:+.0f}"]
    assert ["Care", *expected, f"{change['low']:+.0f} to {change['high']:+.0f}", change["label"]] in told
    few = cx.report(organisation({"a": 4}), small_survey())
    assert "hidden" in report_text(after, few)


def test_what_hidden_means_is_explained_where_it_occurs(report: Report) -> None:
    """And only there."""
    explanation = "hidden: too few people, or too much alike, to be shown safely, alone or by subtraction."
    few = cx.report(organisation({"a": 9}), small_survey(), by="role")
    assert report_text(few).endswith(f"\n\n{explanation}\n")
    assert explanation not in report_text(report)
    assert "hidden" not in report_text(cx.report(organisation({"a": 40}), small_survey()))


def test_without_groups_there_is_neither_group_nor_gap() -> None:
    """One table, and no empty headings."""
    text = report_text(cx.report(organisation({"a": 9}), small_survey()))
    assert "By " not in text
    assert "gap" not in text


@given(organisations())
def test_any_report_can_be_told(table: pd.DataFrame) -> None:
    """Also of nobody, and no line runs out of its table."""
    text = report_text(cx.report(table, small_survey(), by=["team", "role"]))
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert "nan" not in text.lower()
    assert "None" not in text
    assert all(line == line.rstrip() for line in text.splitlines())


@given(organisations())
def test_items_of_groups_may_be_left_out(table: pd.DataFrame) -> None:
    """Nothing else changes, and the text, which does not show them, is the same."""
    whole = cx.report(table, small_survey(), by=["team", "role"])
    less = cx.report(table, small_survey(), by=["team", "role"], group_items=False)
    assert less == replace(whole, tables=replace(whole.tables, group_items=()))
    assert report_text(less) == report_text(whole)


def test_columns_stand_below_each_other() -> None:
    """Numbers to the right, so that their digits line up."""
    survey = small_survey().with_workshop({"team": ["a", "a team with a long name"]})
    table = organisation({"a": 9, "a team with a long name": 120})
    text = report_text(cx.report(table, survey, by="team")).splitlines()
    start = text.index("By My team")
    heading, *teams = text[start + 2 : start + 5]
    assert {len(line) for line in (heading, *teams)} == {len(heading)}
