"""What is told of each activity kind: of everybody, from eight people up, and of an order all or nothing."""

from collections.abc import Collection
from operator import add
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cxkit as cx
from cxkit.disclosure.audit import audit
from cxkit.disclosure.sequential import Response, next_release
from cxkit.reports.report import Report
from cxkit.survey.kinds import KINDS
from cxkit.survey.model import Survey
from tests.kinds import KINDS as NAMES
from tests.kinds import given_to, surveys_of
from tests.strategies import cases
from tests.survey.test_kinds import PINS, RANK, SORT, SPEND, TWO, survey_of

TEAMS = [{"id": "team", "title": "Team", "options": ["A", "B"]}]


def reported(survey: Survey, rows: list[dict[str, Any]]) -> Report:
    """Return the report of people of two teams in turn, by team."""
    asked = Survey.from_dict(survey.to_dict() | {"attributes": TEAMS})
    rows = [row | {"team": "AB"[place % 2]} for place, row in enumerate(rows)]
    return cx.report(pd.DataFrame(rows, columns=["team", *(item.id for item in asked.items)]), asked, by=["team"])


def answered(kind: str, data: st.DataObject, *, least: int, most: int) -> tuple[Survey, list[dict[str, Any]]]:
    """Draw a survey that asks a kind, and what so many people answered, each in a row."""
    survey = data.draw(surveys_of(kind))
    people = data.draw(st.integers(least, most))
    rows = [{i: p for one in survey.dimensions for i, p in data.draw(given_to(one)).items()} for _ in range(people)]
    return survey, rows


def counts(report: Report) -> dict[str | None, tuple[int, ...] | None]:
    """Return how many gave each answer to each item, as told of everybody."""
    return {row.item: row.counts for row in report.tables.items}


@pytest.mark.parametrize("kind", [name for name in NAMES if name != "rate"])
@given(data=st.data())
def test_a_score_that_says_nothing_is_not_told(kind: str, data: st.DataObject) -> None:
    """Nor groups where one answer bears on the others; and then all items are told or none."""
    survey, rows = answered(kind, data, least=0, most=14)
    report = reported(survey, rows)
    if len(survey.dimensions[0].items) > 1:
        assert {row.status for row in (*report.tables.dimensions, *report.tables.groups)} <= {"suppressed"}
    if KINDS[kind].together:
        assert {row.status for row in report.tables.group_items} <= {"suppressed"}
        told = {row.status for row in report.tables.items if any(row.item in one for one in rows)}
        assert kind == "case" or len(told) <= 1
        assert "shown" not in told or sum(map(bool, rows)) >= 8


@pytest.mark.parametrize("kind", [name for name in NAMES if name not in ("rate", "place")])
@cases(25)
@given(data=st.data())
def test_of_few_it_is_said_whether_they_agree(kind: str, data: st.DataObject) -> None:
    """From five people up, wherever no number is: of each card, or else of all that bears on each other."""
    survey, rows = answered(kind, data, least=3, most=12)
    report = reported(survey, rows)
    together = KINDS[kind].together
    none = {row.status for row in report.tables.items} == {"suppressed"}
    said = report.tables.dimensions if together else report.tables.items
    for row in said:
        n = sum(map(bool, rows)) if together else sum(row.item in one for one in rows)
        assert (row.alike is not None) == (n >= 5 and (none if together else row.status == "suppressed"))
    others = report.tables.items if together else report.tables.dimensions
    assert {row.alike for row in others} == {None}


@pytest.mark.parametrize("kind", ["sort", "choose"])
@pytest.mark.parametrize("people", range(5, 13))
def test_of_cards_and_buttons_few_hear_whether_they_agree_and_more_see_numbers(kind: str, people: int) -> None:
    """However they answer: a mean of six, who differ as much as they can, would tell them by the next wave's."""
    scale = {"min": 0, "max": 2, "labels": dict(enumerate("ABC"))}
    asked = {"id": "d0", "title": "D", "kind": kind, "items": [{"id": "a", "text": "A"}], "response_scale": scale}
    (row,) = reported(survey_of(asked), [{"a": place % 3} for place in range(people)]).tables.items
    assert (row.status, row.alike) == (("suppressed", False) if people < 8 else ("shown", None))


def test_nearly_all_is_all_but_two_at_most() -> None:
    """More than two in three where everybody says something; who gave nothing may be one of the two."""

    def alike(survey: Survey, rows: list[dict[str, Any]]) -> set[bool | None]:
        report = reported(survey, rows)
        return {row.alike for row in (*report.tables.dimensions, *report.tables.items)}

    cards = [{"d0_1": int(at < 2), "d0_2": 0, "d0_3": int(at < 1)} for at in range(5)]
    assert alike(survey_of(SORT), cards) == {None, False, True}
    orders = [dict(zip(("d0_1", "d0_2", "d0_3"), order, strict=True)) for order in [(1, 2, 3)] * 5 + [(2, 1, 3)]]
    assert alike(survey_of(RANK), orders) == {None, True}
    tokens = [{"d0_1": 2, "d0_2": 0, "d0_3": 0}] * 4 + [{"d0_1": 0, "d0_2": 2, "d0_3": 0}] * 2
    assert alike(survey_of(SPEND), tokens) == {None, True}
    assert alike(survey_of(SPEND), [*tokens, tokens[-1]]) == {None, False}


def test_tokens_that_nobody_gave_are_told() -> None:
    """In an ordinary room some card gets none; that is its place in the ranking, and says no more of anybody."""
    rows = [{"d0_1": place % 3, "d0_2": int(place < 9), "d0_3": 0} for place in range(15)]
    told = {"d0_1": (5, 5, 5, 0), "d0_2": (6, 9, 0, 0), "d0_3": (15, 0, 0, 0)}
    assert counts(reported(survey_of(SPEND), rows)) == told


def test_tokens_that_nearly_all_gave_alike_hide_all() -> None:
    """Thirteen of fifteen gave one: then it is known of a colleague, and by subtraction so is the rest."""
    rows = [{"d0_1": int(place > 1), "d0_2": place % 2, "d0_3": 0} for place in range(15)]
    assert set(counts(reported(survey_of(SPEND), rows)).values()) == {None}
    rows[2]["d0_1"] = 2
    assert None not in counts(reported(survey_of(SPEND), rows)).values()


def test_an_order_is_told_whole_or_not_at_all() -> None:
    """Of eight, three at least put each item elsewhere than most did."""
    orders = [(1, 2, 3), (2, 3, 1), (3, 1, 2)] * 3
    rows = [dict(zip(("d0_1", "d0_2", "d0_3"), order, strict=True)) for order in orders]
    assert counts(reported(survey_of(RANK), rows[:8])) == {"d0_1": (3, 3, 2), "d0_2": (2, 3, 3), "d0_3": (3, 2, 3)}
    assert set(counts(reported(survey_of(RANK), rows[:7])).values()) == {None}
    alike = [rows[0]] * 6 + rows[1:3]
    assert set(counts(reported(survey_of(RANK), alike)).values()) == {None}


def test_pins_pile_up_where_few_set_them() -> None:
    """One red pin is told, as it lies on the journey without a name."""
    rows = [{"d0_1": -1 if place < 7 else 0, "d0_2": int(place == 9), "d0_3": 0} for place in range(12)]
    assert counts(reported(survey_of(PINS), rows)) == {"d0_1": (7, 5, 0), "d0_2": (0, 11, 1), "d0_3": (0, 12, 0)}


def test_a_step_of_a_case_is_told_of_as_many_as_any_answer() -> None:
    """Of five who came to it, and no fewer; and of none where nearly all go one way."""
    rows = [{"bill": 0, "more": 0}] * 2 + [{"bill": 1}] * 8 + [{"bill": 0, "more": 1}] * 3
    assert counts(reported(survey_of(TWO), rows)) == {"bill": (5, 8), "more": (2, 3)}
    assert counts(reported(survey_of(TWO), rows[:-1])) == {"bill": (4, 8), "more": None}
    stopped = [*rows[:-1], {"bill": 0}]
    assert counts(reported(survey_of(TWO), stopped)) == {"bill": (5, 8), "more": None}
    most = [{"bill": 0, "more": 0}] * 2 + [{"bill": 1}] * 11
    assert set(counts(reported(survey_of(TWO), most)).values()) == {None}


def test_a_card_on_which_all_agree_is_hidden_alone() -> None:
    """Cards do not add up to anything."""
    rows = [{"d0_1": place % 2, "d0_2": 1, "d0_3": int(place < 4)} for place in range(15)]
    assert counts(reported(survey_of(SORT), rows)) == {"d0_1": (8, 7), "d0_2": None, "d0_3": (11, 4)}


def test_an_audit_knows_the_rules_of_each_kind() -> None:
    """It solves with whole orders and as many tokens as there are, and finds nothing of the teams."""
    orders = [(1, 2, 3), (2, 3, 1), (3, 1, 2), (1, 3, 2)] * 3
    rows: list[dict[str, Any]] = [
        dict(zip(("d0_1", "d0_2", "d0_3"), order, strict=True))
        | {"d1_1": at % 2, "d1_2": 0, "d1_3": 1, "d2_1": -(at % 2), "d2_2": int(at < 3), "d2_3": 0, "bill": at % 2}
        | ({} if at % 2 else {"more": int(at < 5)})
        for at, order in enumerate(orders)
    ]
    rows[0]["d1_3"] = rows[3]["d1_3"] = rows[5]["d1_3"] = 2
    found = audit(reported(survey_of(RANK, SPEND, PINS, TWO), rows), seconds=30)
    assert (found.beaten, found.mixed) == ((), ())
    assert found.tried["answer"] > 0


@pytest.mark.parametrize("kind", ["spend", "rank", "pin", "case"])
@given(data=st.data())
def test_a_second_picture_adds_a_whole_one_or_nothing(kind: str, data: st.DataObject) -> None:
    """What two pictures differ by is what a picture of the newcomers alone tells, item by item; or it is nothing."""
    survey = data.draw(surveys_of(kind))
    (dimension,) = survey.dimensions

    def make(responses: Collection[Response]) -> Report:
        rows = [response["answers"] for response in responses]
        return cx.report(pd.DataFrame(rows, columns=[item.id for item in survey.items], dtype=object), survey)

    def people(first: int) -> dict[str, Response]:
        drawn = {f"p{at}": data.draw(given_to(dimension)) for at in range(first, first + 10)}
        return {person: {"attributes": {}, "answers": answers} for person, answers in drawn.items() if answers}

    before, new = people(0), people(20)
    first = make(list(before.values()))
    then = next_release(before, before | new, first, make).report
    alone = counts(make(list(new.values())))
    if then is None:
        return
    was, now = counts(first), counts(then)
    added = [tuple(map(add, was[id] or (), alone[id] or ())) if was[id] else alone[id] for id in now]
    assert all(now[id] in (was[id], sums) for id, sums in zip(now, added, strict=True))
    if kind != "case":  # nobody may have come to a step
        assert [*now.values()] in ([*was.values()], added)
