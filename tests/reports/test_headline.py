"""What a Report says first of a dimension: the numbers that it has, and nothing that it hides."""

from dataclasses import replace
from typing import Any

import cxkit as cx
from cxkit.reports.headline import headline, truths
from cxkit.reports.report import Report
from cxkit.reports.rows import OTHERS, Gap, Result, shown
from cxkit.survey.parts import Text
from tests.reports import lists
from tests.reports.lists import LISTS


def told(survey: str) -> Report:
    """Return the report of a survey's made-up people."""
    if survey in LISTS:
        return lists.told(survey)
    loaded = cx.load_survey(survey)
    by = [attribute.id for attribute in loaded.attributes]
    return cx.report(cx.read_responses(cx.sample(survey), loaded), loaded, by=by)


def found(survey: str, part: str = "") -> Any:
    """Return what is found in them."""
    return headline(told(survey), part, LISTS.get(survey))


def test_two_groups_stand_on_one_line_with_their_names_and_n() -> None:
    """The numbers are those of the report's own documentation (Report: 64.2 and 46.0, of 10 and 53 people)."""
    gap = found("leadership", "engaged")
    assert gap.headline == "Leaders see 64.\nThe front line sees 46."
    assert (gap.words, gap.kind, gap.note) == ("A blind spot of 18 points.", "line", "")
    assert [mark.to_dict()["people"] for mark in gap.rows] == ["10 people", "53 people"]
    assert found("leadership", "in_tune").words == "8 points apart, with too few people to be sure."


def test_where_two_groups_may_not_stand_side_by_side_everybody_does_and_it_says_why() -> None:
    """Of many statements the ends are shown; of what may have been guessed, everybody's score alone."""
    report = told("leadership")
    gaps = tuple(
        Gap(attribute=row.attribute, group=row.group, other=row.other, dimension=row.dimension)
        for row in report.tables.gaps
    )
    hidden: Any = headline(replace(report, tables=replace(report.tables, gaps=gaps)), "engaged")
    assert hidden.headline == "All of us together: 50 out of 100."  # 49.5, as the documentation has it
    assert hidden.note.startswith("Leaders and the front line are not shown side by side: too few people")
    of_engaged = {item.id for item in report.survey.dimension("engaged").items}
    means = sorted((row.mean or 0 for row in report.tables.items if row.item in of_engaged), reverse=True)
    assert [mark.value for mark in hidden.rows] == [*means[:2], *means[-2:]]
    assert hidden.more == "4 more in between"
    assert {group: mark.name for group, mark in truths(report, "engaged", hidden).items()} == {"": "All of us"}


def test_where_nothing_may_be_told_nothing_is() -> None:
    """No number is left, in whatever it is asked for."""
    report = told("leadership")
    tables = report.tables
    items = tuple(Result(item=row.item, dimension=row.dimension) for row in tables.items)
    dimensions = tuple(Result(dimension=row.dimension) for row in tables.dimensions)
    bare = replace(report, tables=replace(tables, items=items, dimensions=dimensions, gaps=()))
    for part in ("", "engaged"):
        for named in ({}, {"engaged": "departments"}):
            nothing = headline(bare, part, named)
            assert (nothing.headline, nothing.rows) == ("Too few answers to show.", ())


def test_of_a_list_the_entries_are_found() -> None:
    """The weakest link in the journey's order, who rates whom lowest, the vote's first, what is high on both."""
    journey, means = found("journey"), told("journey").items["mean"]
    assert journey.headline == f"Weakest link: {lists.TOUCHPOINTS[int(means.argmin())]}, {means.min():.0f}."
    assert [mark.value for mark in journey.rows] == [*means]
    report = told("serving")
    names = {item.id: str(item.text) for item in report.survey.dimension("serves").items}
    rows = [row for row in report.tables.group_items if row.item in names and shown(row) and row.group != OTHERS]
    between = [(row.mean, row.group, names[row.item or ""]) for row in rows if row.group != names[row.item or ""]]
    least = min(mean for mean, _, _ in between)
    said = {f"Weakest: {rater} rates {rated} {mean:.0f}." for mean, rater, rated in between if mean == least}
    assert found("serving").headline in said
    votes = found("values", "votes")
    assert votes.unit == "%"
    assert votes.headline.startswith(f"Most votes: “{votes.rows[0].name}”")
    assert votes.rows[0].value == told("values").items.query("dimension == 'votes'")["mean"].max()
    square = found("values")
    assert (square.kind, square.names) == ("plane", ("Customer Value", "Business Value"))
    assert square.headline == f"High on both: {square.rows[0].name}."


def test_of_a_long_list_both_ends_are_shown() -> None:
    """Nobody reads twenty rows on a wall; how many are left out is said."""
    report = told("values")
    votes = report.survey.dimension("votes")
    many = [
        replace(item, id=f"{item.id}{copy}", text=Text.of(f"{item.text} {copy}"))
        for item in votes.items
        for copy in "abc"
    ]
    survey = replace(report.survey, dimensions=(replace(votes, items=tuple(many)),))
    rows = tuple(replace(row, item=f"{row.item}{copy}") for row in report.tables.items for copy in "abc")
    long: Any = headline(
        replace(report, survey=survey, tables=replace(report.tables, items=rows)), "votes", LISTS["values"]
    )
    every = sorted((row.mean or 0 for row in rows if row.dimension == "votes"), reverse=True)
    assert [mark.value for mark in long.rows] == [*every[:4], *every[-4:]]
    assert long.more == "4 more in between"


def test_of_a_whole_survey_it_is_where_two_groups_are_furthest_apart() -> None:
    """Both sides of each dimension; where nobody is compared, the highest and the lowest."""
    whole = found("leadership")
    assert (whole.kind, whole.names) == ("sides", ("Leaders", "The front line"))
    assert whole.headline == "Furthest apart: Engaged, by 18 points."
    assert [mark.name for mark in whole.rows] == ["Engaged", "Motivating", "Teamwork", "In tune"]
    report = told("leadership")
    alone = headline(replace(report, tables=replace(report.tables, gaps=())))
    assert alone.headline == "Highest: In tune, 59. Lowest: Teamwork, 43."  # 58.5 and 43.3
