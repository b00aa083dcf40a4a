"""Agreement within groups, and how far groups differ: against the definitions, at the edges, whatever the order."""

import math
import random
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pytest
import scipy.stats
from hypothesis import assume, given
from hypothesis import strategies as st

import cxkit as cx
from cxkit.errors import ResponseError
from tests.statistics.answered import answered, columns, same, survey_of
from tests.strategies import item_survey, organisation, small_survey

nan = math.nan


def rwg(values: np.ndarray, points: list[int]) -> float:
    """Compute rwg.j from its definition: sample variances over those of evenly spread answers."""
    ratio = float(np.mean(values.var(axis=0, ddof=1) / [(a * a - 1) / 12 for a in points]))
    j = len(points)
    return 0.0 if ratio >= 1 else j * (1 - ratio) / (j * (1 - ratio) + ratio)


@given(answered())
def test_agreement_in_a_group_is_its_definition_over_complete_rows(table: pd.DataFrame) -> None:
    """Missing for one person, between 0 and 1 for more; n counts who answered all."""
    found: Any = cx.agreement(table, survey_of(table), by="team").groups.set_index("group")
    assert list(found.index) == sorted(table["team"].unique())
    for team, rows in table.groupby("team"):
        values = rows.drop(columns="team").dropna().to_numpy()
        assert found.loc[team, "n"] == len(values)
        expected = rwg(values, [5] * values.shape[1]) if len(values) > 1 else nan
        assert found.loc[team, "rwg_j"] == pytest.approx(expected, nan_ok=True)


def test_agreement_is_missing_for_one_and_0_beyond_chance_and_1_where_unanimous() -> None:
    """Never below 0, however torn a group is."""
    table = columns([1, 5, 3, 4, 4, 2], [1, 5, 3, 2, 2, nan]).assign(team=["torn", "torn", "one", "all", "all", "one"])
    found = cx.agreement(table, survey_of(table), by="team").groups.set_index("group")
    assert same(found["rwg_j"], [1.0, nan, 0.0])
    assert found["n"].to_list() == [2, 1, 2]


def test_agreement_on_mixed_response_scales_sets_each_item_against_its_own() -> None:
    """(A² − 1)/12 with A of five and of eleven points."""
    survey = item_survey({}, {"response_scale": {"min": 0, "max": 10}})
    table = columns([3, 4, 4, 5], [6, 7, 9, 7]).assign(team="a")
    found = cx.agreement(table, survey, by="team").groups
    expected = rwg(table[["i0", "i1"]].to_numpy(), [5, 11])
    assert found["rwg_j"].to_list() == pytest.approx([expected])
    assert 0.5 < expected < 1


@given(answered())
def test_the_icc_is_that_of_a_one_way_analysis_of_variance_with_the_mean_group_size(table: pd.DataFrame) -> None:
    """From scipy's F of person scores: F = between/within mean squares. It may be negative."""
    survey = survey_of(table)
    scores = cx.score(table, survey)["d"]
    sides = [scores[table["team"] == team].dropna().to_numpy() for team in sorted(table["team"].unique())]
    sides = [side for side in sides if len(side)]
    n = sum(map(len, sides))
    row = cx.agreement(table, survey, by="team").overall.loc["d"]
    assert (row["groups"], row["n"]) == (len(sides), n)
    if len(sides) < 2 or n <= len(sides):
        assert row[["icc1", "icc2"]].isna().all()
        return
    assume(sum(side.var() * len(side) for side in sides) > 1e-6)
    f, k = float(scipy.stats.f_oneway(*sides).statistic), n / len(sides)
    assume(f > 1e-6)
    assert (row["icc1"], row["icc2"]) == pytest.approx(((f - 1) / (f + k - 1), 1 - 1 / f), rel=1e-6)


def test_which_icc_it_is_stands_in_the_documentation() -> None:
    """ANOVA and REML differ, and so do mean and harmonic group sizes."""
    told = " ".join((cx.agreement.__doc__ or "").split())
    assert "`icc1` and `icc2` come from a one-way ANOVA of person scores with the mean group size" in told
    assert "sample" in told or "(n−1)" in told
    assert "all items answered" in told


@pytest.mark.parametrize("nobodys", [None, "", "  ", nan, pd.NA])
def test_people_who_did_not_state_their_team_are_left_out_and_counted(nobodys: Any) -> None:
    """They are in no group, so no agreement is theirs; their number is told."""
    table = organisation({"a": 6, "b": 5, "x": 4}, seed=2)
    unstated = table.assign(team=table["team"].astype(object).replace("x", "").map(lambda t: t or nobodys))
    one = cx.agreement(unstated, small_survey(), by="team")
    other = cx.agreement(table[table["team"] != "x"], small_survey(), by="team")
    assert one.overall["not_stated"].to_list() == [4, 4]
    assert other.overall["not_stated"].to_list() == [0, 0]
    assert one.overall["n"].to_list() == [11, 11]
    pd.testing.assert_frame_equal(one.groups, other.groups)
    pd.testing.assert_frame_equal(one.overall.drop(columns="not_stated"), other.overall.drop(columns="not_stated"))


@pytest.mark.parametrize(
    ("teams", "groups"), [({}, 0), ({"a": 1}, 1), ({"a": 7}, 1), ({"a": 1, "b": 1}, 2)], ids=["none", "1", "7", "1+1"]
)
def test_there_is_no_icc_without_two_groups_and_somebody_more(teams: dict[str, int], groups: int) -> None:
    """Nothing to compare, or nothing to compare it with."""
    overall = cx.agreement(organisation(teams), small_survey(), by="team").overall
    assert overall["groups"].to_list() == [groups, groups]
    assert overall[["icc1", "icc2"]].isna().all(axis=None)


def test_where_nobody_differs_there_is_no_icc() -> None:
    """Not one, not zero: nothing varies."""
    table = columns([4] * 9, [3] * 9, [3] * 9).assign(team=list("aaabbbbcc"))
    assert cx.agreement(table, survey_of(table), by="team").overall.loc["d", ["icc1", "icc2"]].isna().all()


def test_agreement_by_something_unknown_names_the_attributes_there_are() -> None:
    """An item is no attribute."""
    for by in ("site", "listens"):
        with pytest.raises(ResponseError, match=f"no attribute {by} to group by. The answers have: role, team"):
            cx.agreement(organisation({"a": 3}), small_survey(), by=by)


def icc_of(people: Sequence[tuple[str, list[int]]]) -> list[float]:
    """Return both ICCs of people, each with a team and answers to three items."""
    table = columns(*map(list, zip(*(answers for _, answers in people), strict=True))).assign(
        team=[team for team, _ in people]
    )
    row: Any = cx.agreement(table, survey_of(table), by="team").overall.loc["d"]
    return [float(row["icc1"]), float(row["icc2"])]


@given(
    st.lists(st.lists(st.integers(1, 5), min_size=3, max_size=3), min_size=2, max_size=6),
    st.integers(2, 4),
    st.randoms(use_true_random=False),
)
def test_groups_of_equal_means_are_never_divided_by_their_rounding_noise(
    answers: list[list[int]], teams: int, chance: random.Random
) -> None:
    """No variance between means is none, in whatever order: icc1 is then −1/(size − 1), and icc2 is missing."""
    people = [(team, chance.sample(each, 3)) for team in "abcd"[:teams] for each in answers]
    chance.shuffle(people)
    icc1, icc2 = icc_of(people)
    assert math.isnan(icc2)
    alike = len({sum(each) for each in answers}) == 1
    assert math.isnan(icc1) if alike else icc1 == pytest.approx(-1 / (len(answers) - 1), rel=1e-12)


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.lists(st.integers(1, 5), min_size=3, max_size=3)), max_size=15),
    st.randoms(use_true_random=False),
)
def test_the_order_of_people_changes_no_bit_of_the_icc(
    people: list[tuple[str, list[int]]], chance: random.Random
) -> None:
    """Nor does turning all answers the other way round; what is missing is missing in all."""
    shuffled = chance.sample(people, len(people))
    turned = [(team, [6 - value for value in each]) for team, each in people]
    assume(people)
    np.testing.assert_array_equal(icc_of(shuffled), icc_of(people))
    np.testing.assert_array_equal(icc_of(turned), icc_of(people))


def test_people_of_a_team_who_agree_are_wholly_explained_by_it() -> None:
    """Thirds do not come out even in the machine; both ICCs are one all the same, to the last bit."""
    people = [
        (team, answers) for team, answers in (("a", [1, 2, 2]), ("b", [1, 1, 2]), ("c", [5, 4, 4])) for _ in "123"
    ]
    assert icc_of(people) == [1.0, 1.0]
