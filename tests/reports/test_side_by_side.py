"""Several rooms of one organisation beside each other: what each tells, dimension by dimension."""

from dataclasses import replace

import pandas as pd
import pytest

import cxkit as cx
from cxkit.reports.headline import Headline, headline
from cxkit.reports.report import Report
from cxkit.reports.side_by_side import beside, side_by_side
from tests.reports.test_sentences import room


@pytest.fixture(scope="module")
def hotel() -> Report:
    """Return a room of forty, in which ten leaders see it rosier."""
    return room(40, 10, 35, {})


def test_leaders_stand_beside_the_others_as_they_did_in_the_room(hotel: Report) -> None:
    """With the numbers, and by the names, of the reveal; where the room saw no gap there is none here."""
    few = cx.report(pd.DataFrame({item.id: [1, 2, 3, 4, 5, 2] for item in hotel.survey.items}), hotel.survey)
    table = beside([("North", hotel), ("South", few)])
    first, leaders, front, *_ = table.rows
    assert (first.title, first.part, leaders.title, front.title) == ("Engaged", False, "Leaders", "The front line")
    said = headline(hotel, "engaged")
    assert isinstance(said, Headline)
    assert {mark.name: mark.n for mark in said.rows} == {row.title: row.cells[0].n for row in (leaders, front)}
    assert f"{leaders.title} see {leaders.cells[0].mean}." in said.headline
    assert [row.cells[1].said for row in table.rows if row.part] == ["–"] * 8
    assert "  Leaders" in side_by_side([("North", hotel)])


def test_leaders_that_a_room_hides_are_called_hidden(hotel: Report) -> None:
    """Who sees a dash takes it that none were there."""
    table = beside([("North", hotel), ("South", room(15, 1, 0, {}))])
    assert [row.cells[1].said for row in table.rows if row.part] == ["hidden"] * 8


def test_what_a_later_room_was_not_asked_stays_where_it_was(hotel: Report) -> None:
    """A follow-up asks a part of it, and leaves the rest open."""
    dimensions = hotel.survey.dimensions[2:3]
    less = replace(hotel.survey, dimensions=dimensions)
    again = cx.report(pd.DataFrame({item.id: [1, 2, 3, 4, 5, 2] for item in dimensions[0].items}), less)
    table = beside([("North", hotel), ("later", again)])
    asked = {row.title: row.cells[1].said for row in table.rows if not row.part}
    assert list(asked) == [str(one.title) for one in hotel.survey.dimensions]
    assert asked == {title: "" if title == str(dimensions[0].title) else "–" for title in asked}
