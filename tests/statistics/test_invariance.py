"""What must not change reliability and item analysis."""

import random
import warnings

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import cxkit as cx
from cxkit.errors import ResponseWarning
from cxkit.survey.model import Survey
from tests.statistics.answered import answered, items_of, reliability, same, survey_of, usable
from tests.strategies import in_blocks, item_survey


@given(answered(), st.randoms(use_true_random=False))
def test_the_order_of_people_and_items_changes_nothing(table: pd.DataFrame, chance: random.Random) -> None:
    """Rows shuffled, items in another order within their dimension."""
    assume(usable(table))
    survey = survey_of(table)
    shuffled = table.sample(frac=1, random_state=chance.randint(0, 9999))
    order = list(range(len(survey.items)))
    chance.shuffle(order)
    turned = item_survey(*[{"id": f"i{place}"} for place in order])
    expected = reliability(table)
    for other in (reliability(shuffled), reliability(table, turned)):
        assert [other[name] for name in ("n", "alpha", "alpha_std", "mean_r")] == pytest.approx(
            [expected[name] for name in ("n", "alpha", "alpha_std", "mean_r")], abs=1e-9, nan_ok=True
        )
        assert other["omega"] == pytest.approx(expected["omega"], abs=2e-3, nan_ok=True)
    found, there = items_of(table), items_of(table, turned)
    pd.testing.assert_frame_equal(there.loc[found.index], found, atol=1e-9)
    one, two = (cx.agreement(each, survey, by="team") for each in (table, shuffled))
    pd.testing.assert_frame_equal(one.groups, two.groups, atol=1e-9)
    pd.testing.assert_frame_equal(one.overall, two.overall, atol=1e-9, check_dtype=False)


@given(answered())
def test_new_names_change_nothing(table: pd.DataFrame) -> None:
    """Of items, dimensions and teams."""
    names = {f"i{place}": f"Item_{9 - place}" for place in range(5)}
    survey = survey_of(table)
    raw = survey.to_dict()
    raw["dimensions"][0]["id"] = "other"
    for item in raw["dimensions"][0]["items"]:
        item["id"] = names[item["id"]]
    there = table.rename(columns=names).assign(team=table["team"].map({"a": "x a", "b": "y", "c": "zß"}))
    renamed = Survey.from_dict(raw)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResponseWarning)
        one, two = cx.reliability(table, survey).loc["d"], cx.reliability(there, renamed).loc["other"]
    assert list(one) == pytest.approx(list(two), rel=0, abs=0, nan_ok=True)
    found = items_of(table).drop(columns="dimension")
    pd.testing.assert_frame_equal(items_of(there, renamed).drop(columns="dimension"), found.rename(index=names))
    groups = cx.agreement(table, survey, by="team"), cx.agreement(there, renamed, by="team")
    assert same(groups[0].groups["rwg_j"], groups[1].groups["rwg_j"])
    assert same(groups[0].overall.loc["d"], groups[1].overall.loc["other"])


@given(answered(), st.lists(st.booleans(), min_size=5, max_size=5))
def test_an_item_asked_the_other_way_round_changes_nothing(table: pd.DataFrame, turned: list[bool]) -> None:
    """Reversed in the survey and in the answers: the same after reversing."""
    survey = item_survey(*[{"reverse_keyed": turned[place]} for place in range(len(survey_of(table).items))])
    there = table.assign(**{f"i{place}": 6 - table[f"i{place}"] for place in range(len(survey.items)) if turned[place]})
    assert same(reliability(table).values(), reliability(there, survey).values())
    pd.testing.assert_frame_equal(items_of(there, survey), items_of(table))


@given(answered(), st.integers(-3, 3))
def test_where_the_response_scale_begins_changes_nothing(table: pd.DataFrame, shift: int) -> None:
    """1–5, 0–4 or −2–2: consistency and agreement are about differences."""
    survey = item_survey(*[{}] * len(survey_of(table).items), response_scale={"min": 1 + shift, "max": 5 + shift})
    there = table.assign(**{item.id: table[item.id] + shift for item in survey.items})
    assert same(reliability(table).values(), reliability(there, survey).values())
    one, two = cx.agreement(table, survey_of(table), by="team"), cx.agreement(there, survey, by="team")
    assert same(one.groups["rwg_j"], two.groups["rwg_j"])
    assert same(one.overall.loc["d"], two.overall.loc["d"])
    moved = items_of(there, survey)
    assert same(moved["mean"] - shift, items_of(table)["mean"])
    assert same(moved["favourable"], items_of(table)["favourable"])


@given(answered())
def test_blocks_change_nothing(table: pd.DataFrame) -> None:
    """Seven rows at a time."""
    survey = survey_of(table)
    before = reliability(table), items_of(table), cx.agreement(table, survey, by="team")
    with in_blocks():
        assert same(reliability(table).values(), before[0].values())
        pd.testing.assert_frame_equal(items_of(table), before[1])
        pd.testing.assert_frame_equal(cx.agreement(table, survey, by="team").groups, before[2].groups)


@given(answered(), st.booleans(), st.randoms(use_true_random=False))
def test_the_order_of_people_changes_no_bit(table: pd.DataFrame, constant: bool, chance: random.Random) -> None:
    """Of no statistic, omega included; nor does an item that everybody answers alike make some orders differ."""
    table = table.assign(i0=3.0) if constant else table
    shuffled = table.sample(frac=1, random_state=chance.randint(0, 9999))
    assert repr(reliability(shuffled)) == repr(reliability(table))
    exact = ["n", "mean", "favourable", "item_rest_r", "alpha_without"]
    pd.testing.assert_frame_equal(items_of(shuffled)[exact], items_of(table)[exact], rtol=0, atol=0)
    assert same(items_of(shuffled)["sd"], items_of(table)["sd"])
