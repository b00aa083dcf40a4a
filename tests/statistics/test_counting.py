"""Counting in blocks, on several cores, many groups or few: what a dictionary counts, person by person."""

import math
import warnings
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cxkit as cx
from cxkit.errors import ResponseWarning
from cxkit.statistics.tally import EMPTY, MISSING, NOTHING, STRAIGHT_LINED, Tally
from cxkit.survey.model import Survey
from cxkit.survey.parts import NOT_APPLICABLE, Attribute, Item
from tests.strategies import in_blocks, item_survey, messy, organisation, small_survey, surveys, surveys_with_answers


def meaning(cell: Any, item: Item) -> int | str | None:
    """Say what a cell is: a point, MISSING, NOT_APPLICABLE, or None for something that is no answer."""
    scale = item.response_scale
    if cell is None or cell is pd.NA or (isinstance(cell, float) and math.isnan(cell)):
        return MISSING
    text = str(cell).replace("\u00a0", " ").strip().casefold()
    said = {words.casefold(): point for point, label in scale.labels.items() for words in label.all()}
    cannot = {words.casefold() for words in scale.not_applicable.all()} if scale.not_applicable else set()
    if text == "" or text in cannot | {"not_applicable"}:
        return MISSING if text == "" else NOT_APPLICABLE
    try:
        number = said[text] if text in said else float(text.replace("_", "?"))
    except ValueError:
        return None
    return int(number) if number in range(scale.min, scale.max + 1) else None


def stated(cell: Any, attribute: Attribute) -> str:
    """Say which option a cell names, "" for none."""
    text = "" if cell is None else str(cell).replace("\u00a0", " ").strip()
    return text if attribute.options is None or text in attribute.options else ""


def naive(table: pd.DataFrame, survey: Survey, by: tuple[str, ...]) -> tuple[Tally, int]:
    """Tally with nothing but dictionaries; and how many cells of items were no answers."""
    counts: dict[str, Counter[Any]] = {part: Counter() for part in ("respondents", "scores", "answers", "patterns")}
    ranges = Counter((item.response_scale.min, item.response_scale.max) for item in survey.items)
    common = min(ranges, key=lambda ends: (-ranges[ends], ends))
    wrong = 0
    for person in table.astype(object).to_dict("records"):
        group = tuple(stated(person[id], survey.attribute(id)) for id in by)
        found = {item.id: meaning(person[item.id], item) for item in survey.items}
        wrong += list(found.values()).count(None)
        counts["respondents"][group] += 1
        counts["answers"].update((group, id, MISSING if value is None else value) for id, value in found.items())
        for dimension in survey.dimensions:
            given = [(found[item.id], item) for item in dimension.items]
            steps = [
                (item.response_scale.max - value if item.reverse_keyed else value - item.response_scale.min)
                * (dimension.unit // item.response_scale.range)
                for value, item in given
                if isinstance(value, int)
            ]
            counts["scores"][group, dimension.id, len(steps), sum(steps)] += 1
        alike = [i.id for i in survey.items if (i.response_scale.min, i.response_scale.max) == common]
        same = [value for id in alike if isinstance(value := found[id], int)]
        counts["patterns"][group, STRAIGHT_LINED] += len(same) >= 5 and len(set(same)) == 1
        counts["patterns"][group, EMPTY] += not any(isinstance(value, int) for value in found.values())
        counts["patterns"][group, NOTHING] += all(value in {None, MISSING} for value in found.values())
    parts = {name: {key: n for key, n in part.items() if n} for name, part in counts.items()}
    return Tally(survey=survey.identity, by=by, **parts), wrong


def counted(table: pd.DataFrame, survey: Survey, by: tuple[str, ...]) -> tuple[Tally, int]:
    """Tally, and return how many cells of items were told to be no answers."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResponseWarning)
        problems = cx.Responses.of(table, survey).problems
        told = problems.loc[problems["column"].isin([item.id for item in survey.items]), "count"].sum()
        return cx.tally(table, survey, by=by), int(told)


def attributes(survey: Survey) -> tuple[str, ...]:
    return tuple(attribute.id for attribute in survey.attributes)


@given(surveys(), st.data())
def test_a_tally_of_any_table_is_what_counting_one_by_one_gives(survey: Survey, data: st.DataObject) -> None:
    """Numbers, text, labels and categories mixed; what is no answer is missing, and its number is told."""
    table = data.draw(messy(survey))
    assert counted(table, survey, attributes(survey)) == naive(table, survey, attributes(survey))


@given(surveys(), st.data())
def test_blocks_and_cores_change_no_count(survey: Survey, data: st.DataObject) -> None:
    """Seven rows at a time, three workers."""
    table = data.draw(messy(survey, max_size=60))
    with in_blocks(7, cores=3):
        assert counted(table, survey, attributes(survey)) == naive(table, survey, attributes(survey))


@given(surveys(), st.data(), st.sampled_from([0, 1, 30]))
def test_very_many_groups_are_counted_like_few(survey: Survey, data: st.DataObject, bins: int) -> None:
    """Where there is no room for every combination, only those that occur are counted."""
    table = data.draw(messy(survey))
    with in_blocks(7, bins=bins, cores=2):
        assert counted(table, survey, attributes(survey)) == naive(table, survey, attributes(survey))


@given(surveys_with_answers(max_size=30))
def test_reports_have_the_same_bits_in_blocks_of_any_size(drawn: tuple[Survey, pd.DataFrame]) -> None:
    """One block, many blocks, one worker, many: the same report."""
    survey, table = drawn
    told = repr(cx.report(table, survey, by=attributes(survey)).to_dict())
    for rows, cores in ((1, 1), (3, 4), (16, 2)):
        with in_blocks(rows, cores=cores, bins=20):
            assert repr(cx.report(table, survey, by=attributes(survey)).to_dict()) == told


def test_every_person_in_a_group_of_their_own_is_counted() -> None:
    """Sixty thousand teams of one, more than there is room for counts by place."""
    table = pd.DataFrame({"i0": np.arange(60_000) % 5 + 1.0, "team": np.arange(60_000)})
    tally = cx.tally(table, item_survey({}), by="team")
    assert len(tally.respondents) == len(tally.scores) == len(tally.answers) == 60_000
    assert tally.scores[("7",), "d", 1, 2] == tally.answers[("7",), "i0", 3] == 1


def test_groups_by_many_attributes_are_told_apart() -> None:
    """Three of two thousand values each: eight thousand million possible groups, two thousand that occur."""
    titles = [{"id": id, "title": id, "options": "from_workshop"} for id in ("a", "b", "c")]
    places = [f"p{place}" for place in range(2000)]
    answers = [place % 5 + 1 for place in range(2000)]
    table = pd.DataFrame({"i0": answers, "a": places, "b": places[::-1], "c": places})
    tally = cx.tally(table, item_survey({}, attributes=titles), by=["c", "a", "b"])
    groups = [(f"p{n}", f"p{n}", f"p{1999 - n}") for n in range(2000)]
    assert tally.respondents == dict.fromkeys(groups, 1)
    assert tally.answers == {(group, "i0", n % 5 + 1): 1 for n, group in enumerate(groups)}


# A straight line: five answers or more on the commonest response scale, all the same as answered.

SEVEN = item_survey(*[{"reverse_keyed": place == 2} for place in range(7)])


def straight(values: Sequence[float | None], survey: Survey = SEVEN) -> int:
    table = pd.DataFrame({item.id: [value] for item, value in zip(survey.items, values, strict=True)}, dtype="float64")
    return cx.tally(table, survey).patterns.get(((), STRAIGHT_LINED), 0)


@given(st.lists(st.lists(st.sampled_from([1, 5, 5, 5, 5, 5, None]), min_size=7, max_size=7), max_size=12))
def test_a_straight_line_is_five_answers_or_more_all_alike(people: list[list[int | None]]) -> None:
    """As answered, so that a reverse-keyed item breaks no line; what was left out does not either."""
    table = pd.DataFrame(people, columns=[item.id for item in SEVEN.items], dtype="float64")
    given_ = [[value for value in person if value] for person in people]
    expected = sum(len(values) >= 5 and len(set(values)) == 1 for values in given_)
    assert cx.tally(table, SEVEN).patterns.get(((), STRAIGHT_LINED), 0) == expected


@pytest.mark.parametrize("value", [1, 3, 5])
def test_four_answers_are_no_straight_line(value: int) -> None:
    """Five are, whichever the point."""
    assert straight([value] * 4 + [None] * 3) == 0
    assert straight([value] * 5 + [None] * 2) == 1
    assert straight([None, value, value, None, value, value, value]) == 1


def test_one_other_answer_is_no_straight_line() -> None:
    """High or low, first or last."""
    for other in (1, 5):
        for place in range(7):
            assert straight([3] * place + [other] + [3] * (6 - place)) == 0


def test_only_the_commonest_response_scale_tells_a_straight_line() -> None:
    """Five on 1–5 and five on 0–10 do not mean the same; a scale of fewer items is left out of it."""
    other = {"response_scale": {"min": 0, "max": 10}}
    survey = item_survey(other, *[{}] * 5, other)
    assert straight([9, 4, 4, 4, 4, 4, 2], survey) == 1
    assert straight([4, 4, 4, 4, 4, 5, 4], survey) == 0
    assert straight([4] * 4, item_survey(*[{}] * 4)) == 0
    assert straight([4] * 8, item_survey(*[{}] * 4, *[other] * 4)) == 0


def test_no_answer_at_all_is_counted_as_empty() -> None:
    """Can't tell to everything is no answer, and told apart from nothing at all; one answer is."""
    table = organisation({"a": 4, "b": 2}).astype(dict.fromkeys(("listens", "helps", "quick", "waits"), object))
    table.loc[[0, 4], ["listens", "helps", "quick", "waits"]] = None
    table.loc[1, ["listens", "helps", "quick", "waits"]] = "not_applicable"
    table.loc[2, ["helps", "quick", "waits"]] = None
    counted = cx.tally(table, small_survey(), by="team")
    nothing = {(("a",), NOTHING): 1, (("b",), NOTHING): 1}
    assert counted.patterns == {(("a",), EMPTY): 2, (("b",), EMPTY): 1} | nothing
    assert counted.answered() == cx.tally(table.drop([0, 4]), small_survey(), by="team")


def test_patterns_add_up_with_the_rest() -> None:
    """Two days' straight lines are both counted, by group and split."""
    table = pd.DataFrame([[3.0] * 7] * 3, columns=[item.id for item in SEVEN.items]).assign(team=["a", "b", "a"])
    tally = cx.tally(table, SEVEN, by="team")
    assert tally.patterns == {(("a",), STRAIGHT_LINED): 2, (("b",), STRAIGHT_LINED): 1}
    assert (tally + tally).patterns == {(("a",), STRAIGHT_LINED): 4, (("b",), STRAIGHT_LINED): 2}
    assert tally.split("team")["a"].patterns == {((), STRAIGHT_LINED): 2}
    assert tally + cx.tally(table.head(0), SEVEN, by="team") == tally
