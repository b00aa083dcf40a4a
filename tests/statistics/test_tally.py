"""Tallies: whole numbers that add up to the same total, however the answers were split."""

from collections import Counter
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cxkit as cx
from cxkit.errors import ResponseError
from cxkit.statistics.tally import MISSING, Tally
from cxkit.survey.model import Survey
from cxkit.survey.parts import NOT_APPLICABLE
from tests.strategies import item_survey, organisation, organisations, small_survey, surveys_with_answers

BY = ("team", "role")


def naive(table: pd.DataFrame, survey: Survey, by: tuple[str, ...]) -> tuple[Counter[Any], Counter[Any], Counter[Any]]:
    """Count person by person, with nothing but dictionaries."""
    respondents: Counter[Any] = Counter()
    scores: Counter[Any] = Counter()
    answers: Counter[Any] = Counter()
    for person in table.to_dict("records"):
        group = tuple("" if person[attribute] is None else str(person[attribute]) for attribute in by)
        respondents[group] += 1
        for dimension in survey.dimensions:
            answered = total = 0
            for item in dimension.items:
                value, scale = person[item.id], item.response_scale
                if isinstance(value, int):
                    answers[group, item.id, value] += 1
                    answered += 1
                    keyed = scale.max - value if item.reverse_keyed else value - scale.min
                    total += keyed * dimension.unit // (scale.max - scale.min)
                else:
                    answers[group, item.id, value or MISSING] += 1
            scores[group, dimension.id, answered, total] += 1
    return respondents, scores, answers


@given(surveys_with_answers(), st.data())
def test_a_tally_is_what_counting_one_by_one_gives(drawn: tuple[Survey, pd.DataFrame], data: st.DataObject) -> None:
    """By any of the survey's attributes, in any order."""
    survey, table = drawn
    by = tuple(data.draw(st.permutations([a.id for a in survey.attributes])))
    by = by[: data.draw(st.integers(0, len(by)))]
    counted = cx.tally(table, survey, by=by)
    respondents, scores, answers = naive(table, survey, by)
    assert counted.respondents == respondents
    assert counted.scores == scores
    assert counted.answers == answers
    assert len(counted) == len(table)


@given(organisations(), st.data())
def test_tallies_of_any_split_in_any_order_give_the_same_report(table: pd.DataFrame, data: st.DataObject) -> None:
    """Batches, days, machines: equal tallies, and reports with the same bits."""
    survey = small_survey()
    order = data.draw(st.permutations(range(len(table))))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(table)), max_size=4)))
    parts = [table.iloc[order[a:b]] for a, b in zip([0, *cuts], [*cuts, len(table)], strict=True)]
    tallies = data.draw(st.permutations([cx.tally(part, survey, by=BY) for part in parts]))
    whole = cx.tally(table, survey, by=BY)
    assert Tally.of_batches(tallies) == whole
    assert repr(cx.report(Tally.of_batches(tallies), survey).to_dict()) == repr(cx.report(whole, survey).to_dict())


@given(organisations(), organisations(), organisations())
def test_adding_tallies_is_associative_and_commutative(a: pd.DataFrame, b: pd.DataFrame, c: pd.DataFrame) -> None:
    """Any machine may add first."""
    one, two, three = (cx.tally(table, small_survey(), by=BY) for table in (a, b, c))
    assert (one + two) + three == one + (two + three)
    assert one + two == two + one


@given(organisations())
def test_an_empty_batch_is_the_identity(table: pd.DataFrame) -> None:
    """A day on which nobody answered changes nothing."""
    for by in ((), ("team",), BY):
        nothing = cx.tally(table.iloc[:0], small_survey(), by=by)
        counted = cx.tally(table, small_survey(), by=by)
        assert nothing + counted == counted + nothing == counted
        assert len(nothing) == 0


@given(organisations())
def test_a_tally_by_more_attributes_gives_the_same_report(table: pd.DataFrame) -> None:
    """Counting finer than needed costs nothing: the parts add up to what was asked."""
    survey = small_survey()
    for by in ("team", "role"):
        finer = cx.report(cx.tally(table, survey, by=BY), survey, by=by)
        assert finer == cx.report(cx.tally(table, survey, by=by), survey) == cx.report(table, survey, by=by)


@given(organisations())
def test_splitting_a_tally_loses_nobody(table: pd.DataFrame) -> None:
    """The parts of an attribute are the tallies of its groups, and add up to the whole."""
    survey = small_survey()
    parts = cx.tally(table, survey, by=BY).split("team")
    assert set(parts) == set(table["team"])
    for team, part in parts.items():
        assert part == cx.tally(table[table["team"] == team], survey)
    if parts:
        assert Tally.of_batches(parts.values()) == cx.tally(table, survey)


def test_respondents_without_a_team_are_a_group_of_their_own() -> None:
    """Other tools drop them silently."""
    table = organisation({"a": 3, "b": 2})
    table.loc[[0, 4], "team"] = [None, np.nan]
    counted = cx.tally(table, small_survey(), by="team")
    assert counted.respondents == {("a",): 2, ("b",): 1, ("",): 2}


def test_cannot_tell_is_counted_apart_from_missing() -> None:
    """One says something, the other nothing."""
    table = organisation({"a": 4}).astype({"listens": object})
    table["listens"] = [3, "I can't tell", None, "not_applicable"]
    answers = cx.tally(table, small_survey()).answers
    assert {value: n for (_, item, value), n in answers.items() if item == "listens"} == {
        3: 1,
        MISSING: 1,
        NOT_APPLICABLE: 2,
    }


def test_counts_are_whole_numbers_of_python() -> None:
    """They can be written as JSON and never overflow."""
    counted = cx.tally(organisation({"a": 5}, missing=0.3), small_survey(), by="team")
    for counts in (counted.respondents, counted.scores, counted.answers):
        assert {type(n) for n in counts.values()} == {int}
    assert {type(part) for (_, *score) in counted.scores for part in score[1:]} == {int}
    assert {type(value) for (*_, value) in counted.answers} == {int, str}


def test_one_attribute_may_be_named_without_a_list() -> None:
    """A string is one attribute and not a list of letters."""
    table = organisation({"a": 3})
    assert cx.tally(table, small_survey(), by="team") == cx.tally(table, small_survey(), by=["team"])


def test_an_attribute_named_twice_counts_once() -> None:
    """As a command line may have it."""
    table = organisation({"a": 3})
    assert cx.tally(table, small_survey(), by=["team", "team"]).by == ("team",)


def test_adding_leaves_both_tallies_as_they_were() -> None:
    """Frozen in, new out."""
    one = cx.tally(organisation({"a": 3}), small_survey(), by="team")
    before = dict(one.respondents), dict(one.scores), dict(one.answers)
    assert (one + one).respondents == {("a",): 6}
    assert (one.respondents, one.scores, one.answers) == before


def test_tallies_of_other_attributes_do_not_add() -> None:
    """The error names both."""
    table = organisation({"a": 3})
    with pytest.raises(ResponseError) as caught:
        cx.tally(table, small_survey(), by="team") + cx.tally(table, small_survey())
    assert str(caught.value) == (
        "These tallies do not add: one is of survey small (version 1) by team, "
        "the other of small (version 1) by nothing. "
        "Tally both with the same survey version and the same attributes."
    )


def test_tallies_of_another_version_do_not_add() -> None:
    """An item may have been changed in between."""
    table = organisation({"a": 3})
    with pytest.raises(ResponseError, match=r"small \(version 1\) by nothing, the other of small \(version 2\)"):
        Tally.of_batches([cx.tally(table, small_survey()), cx.tally(table, small_survey(version=2))])


def test_there_must_be_something_to_add() -> None:
    """Without any batch it is not even known of which survey."""
    with pytest.raises(ResponseError, match="no tally to add up"):
        Tally.of_batches([])


@pytest.mark.parametrize("by", [["site"], ["team", "site"], "site", ["listens"]])
def test_an_unknown_attribute_is_named_beside_those_there_are(by: Any) -> None:
    """An item is no attribute either."""
    with pytest.raises(ResponseError, match=r"no attribute (site|listens) to group by. The answers have: role, team"):
        cx.tally(organisation({"a": 3}), small_survey(), by=by)


def test_an_attribute_without_a_column_is_told_as_such() -> None:
    """The survey asks it, the file does not have it."""
    with pytest.raises(ResponseError, match=r"no attribute team to group by. The answers have: role\."):
        cx.tally(organisation({"a": 3}).drop(columns="team"), small_survey(), by="team")


def test_too_many_combinations_are_refused_and_never_mixed_up() -> None:
    """Four attributes of names have more combinations than there are numbers for."""
    names = np.random.default_rng(0).permutation(66_000).astype(str)
    letters = ["a", "b", "c", "d"]
    attributes = [{"id": id, "title": id, "options": "from_workshop"} for id in letters]
    survey = small_survey(attributes=attributes)
    table = organisation({"a": 3}).drop(columns=["team", "role"])
    table = pd.concat([table] * 22_000, ignore_index=True).assign(**dict.fromkeys(letters, names))
    with pytest.raises(ResponseError, match="too many groups"):
        cx.tally(table, survey, by=letters)
    pairs = cx.tally(table, survey, by=["a", "b"])
    assert all(one == other for one, other in pairs.respondents)


def test_sum_adds_tallies_too() -> None:
    """As Python's own way to add things up does."""
    table = organisation({"a": 9, "b": 4})
    parts = [cx.tally(table.iloc[at : at + 5], small_survey(), by="team") for at in range(0, 13, 5)]
    assert sum(parts) == cx.tally(table, small_survey(), by="team")
    with pytest.raises(TypeError):
        sum(parts, 1)


def test_rows_in_which_nothing_stands_leave_nothing_behind() -> None:
    """On a scale that has a 0, and with items called as the patterns are."""
    survey = item_survey({"id": "blank"}, {"id": "empty"}, response_scale={"min": 0, "max": 4})
    table = pd.DataFrame(
        {"blank": [0, None, None, 2], "empty": [0, None, "not_applicable", 0], "team": ["a", "a", "b", "b"]}
    )
    gone = pd.DataFrame({"blank": [None, None], "empty": [None, None], "team": ["c", "a"]})
    assert cx.tally(pd.concat([table, gone]), survey, by="team").answered() == cx.tally(
        table.drop(1), survey, by="team"
    )
