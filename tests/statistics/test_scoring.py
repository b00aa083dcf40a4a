"""Scores: each person's own answers, each item's own range, nothing filled in."""

from statistics import fmean
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cxkit as cx
from cxkit.errors import ResponseWarning
from cxkit.survey.model import Survey
from tests.estimated import shares
from tests.strategies import answered, organisation, small_survey, surveys, surveys_with_answers

SurveyAndAnswers = tuple[Survey, pd.DataFrame]


def one_dimension(items: list[dict[str, Any]], **changes: Any) -> Survey:
    items = [{"text": "?", **item} for item in items]
    return small_survey(**{"dimensions": [{"id": "d", "title": "D", "items": items}], **changes})


def plain_score(answers: dict[str, Any], survey: Survey) -> dict[str, float | None]:
    """Compute one person's scores in ten lines, straight from the definition."""
    scores: dict[str, float | None] = {}
    for dimension in survey.dimensions:
        shares = []
        for item in dimension.items:
            low, high, value = item.response_scale.min, item.response_scale.max, answers[item.id]
            if isinstance(value, int):
                shares.append(((high - value) if item.reverse_keyed else (value - low)) / (high - low))
        scores[dimension.id] = 100 * fmean(shares) if shares and len(shares) >= dimension.min_answered else None
    return scores


@given(surveys_with_answers())
def test_scores_agree_with_ten_lines_of_plain_python(drawn: SurveyAndAnswers) -> None:
    """Mixed ranges, reverse keys, minimum answered, missing and can't tell: person by person."""
    survey, table = drawn
    scores = cx.score(table, survey)
    for place, row in enumerate(table.to_dict("records")):
        for dimension, expected in plain_score({str(id): value for id, value in row.items()}, survey).items():
            value = scores[dimension].iloc[place]
            assert (None if np.isnan(value) else value) == (expected and pytest.approx(expected, abs=1e-9))


@given(surveys_with_answers())
def test_scores_stay_within_0_and_100(drawn: SurveyAndAnswers) -> None:
    """Whatever the response scales; and they are there as soon as enough is answered."""
    survey, table = drawn
    values = cx.score(table, survey).to_numpy().ravel()
    given_values = values[~np.isnan(values)]
    assert ((given_values >= 0) & (given_values <= 100)).all()


@given(surveys_with_answers(), st.data())
def test_adding_a_respondent_never_changes_anothers_score(drawn: SurveyAndAnswers, data: st.DataObject) -> None:
    """Not by a bit: a person's number depends on that person's answers alone."""
    survey, table = drawn
    more = pd.concat([data.draw(answered(survey, max_size=3)), table], ignore_index=True)
    alone = cx.score(table, survey).reset_index(drop=True)
    together = cx.score(more, survey).tail(len(table)).reset_index(drop=True)
    pd.testing.assert_frame_equal(alone, together, check_exact=True)


@given(surveys_with_answers(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(drawn: SurveyAndAnswers, chance: Any) -> None:
    """Each score stays with its index, bit for bit."""
    survey, table = drawn
    order = list(range(len(table)))
    chance.shuffle(order)
    shuffled = cx.score(table.iloc[order], survey)
    pd.testing.assert_frame_equal(shuffled.sort_index(), cx.score(table, survey), check_exact=True)


@given(surveys_with_answers())
def test_reversing_an_item_and_its_answers_changes_nothing(drawn: SurveyAndAnswers) -> None:
    """Reversing twice is identity: flip the keys in the survey and the values in the table."""
    survey, table = drawn
    raw = survey.to_dict()
    flipped = table.copy()
    for dimension in raw["dimensions"]:
        for item in dimension["items"]:
            item["reverse_keyed"] = not item["reverse_keyed"]
    for item_ in survey.items:
        both = item_.response_scale.min + item_.response_scale.max
        flipped[item_.id] = [both - value if isinstance(value, int) else value for value in table[item_.id]]
    pd.testing.assert_frame_equal(cx.score(flipped, Survey.from_dict(raw)), cx.score(table, survey), check_exact=True)


def test_an_item_is_reversed_by_its_own_declared_range() -> None:
    """Not by what was observed, and not by its neighbours' range."""
    survey = one_dimension(
        [
            {"id": "a", "reverse_keyed": True},
            {"id": "b", "reverse_keyed": True, "response_scale": {"min": 0, "max": 10}},
        ],
        scoring={"min_answered": 1},
    )
    table = pd.DataFrame({"a": [2, None, 2], "b": [None, 3, 3]})
    assert cx.score(table, survey)["d"].to_list() == [75.0, 70.0, 72.5]
    with pytest.warns(ResponseWarning, match="d has items on 1–5 and 0–10"):
        assert cx.score(table, survey, metric="mean")["d"].to_list() == [4.0, 7.0, 5.5]


def test_the_ends_of_every_range_are_0_and_100() -> None:
    """1–5, 0–4, −3–3 and 0–1 alike."""
    for low, high in ((1, 5), (0, 4), (-3, 3), (0, 1)):
        survey = one_dimension([{"id": "a"}], response_scale={"min": low, "max": high})
        assert cx.score(pd.DataFrame({"a": [low, high]}), survey)["d"].to_list() == [0.0, 100.0]


@pytest.mark.parametrize(
    ("share_or_count", "n_items", "answered_items", "scored"),
    [
        (0.55, 20, 11, True),
        (0.55, 20, 10, False),
        (0.75, 3, 2, False),
        (0.75, 3, 3, True),
        (0.5, 3, 2, True),
        (0.5, 3, 1, False),
        (1, 8, 1, True),
        (1.0, 8, 7, False),
        (4, 8, 3, False),
        (4, 8, 4, True),
        (0.0, 8, 0, False),
    ],
)
def test_a_score_needs_the_minimum_answered(
    share_or_count: float, n_items: int, answered_items: int, scored: bool
) -> None:
    """A float is a share of the items, never rounded down; a whole number is a count."""
    survey = one_dimension([{"id": f"i{n}"} for n in range(n_items)], scoring={"min_answered": share_or_count})
    table = pd.DataFrame({f"i{n}": [4 if n < answered_items else None] for n in range(n_items)}, dtype="float64")
    assert cx.score(table, survey)["d"].to_list() == pytest.approx([75.0 if scored else np.nan], nan_ok=True)


def test_nobody_gets_a_score_without_an_answer() -> None:
    """Other tools fill in the middle."""
    table = pd.DataFrame({"listens": [None, 5], "helps": [None, 5], "quick": [None, 5], "waits": [None, 5]})
    assert cx.score(table, small_survey()).isna().all(axis=1).to_list() == [True, False]


def test_small_integers_do_not_wrap() -> None:
    """Forty answers of 100 in int8 columns sum to 4,000, beyond what eight bits hold."""
    survey = one_dimension(
        [{"id": f"i{n}"} for n in range(40)],
        response_scale={"min": 0, "max": 100, "favourable": [100], "unfavourable": [0]},
    )
    table = pd.DataFrame({f"i{n}": [100, 0, 90] for n in range(40)}, dtype="int8")
    assert cx.score(table, survey)["d"].to_list() == [100.0, 0.0, 90.0]
    assert cx.score(table, survey, metric="mean")["d"].to_list() == [100.0, 0.0, 90.0]


@pytest.mark.parametrize("kind", ["int8", "uint8", "int16", "Int8", "float32"])
def test_sums_beyond_256_do_not_wrap_in_columns_of_small_integers(kind: str) -> None:
    """Seventy answers of 5 make 350; so do 280 steps of a reverse-keyed dimension."""
    items = [{"id": f"i{n}", "reverse_keyed": n % 2 == 1} for n in range(70)]
    table = pd.DataFrame({f"i{n}": [1, 5] if n % 2 else [5, 1] for n in range(70)}, dtype=kind)
    survey = one_dimension(items)
    assert cx.score(table, survey)["d"].to_list() == [100.0, 0.0]
    assert cx.score(table, survey, metric="mean")["d"].to_list() == [5.0, 1.0]
    assert cx.tally(table, survey).scores == {((), "d", 70, 280): 1, ((), "d", 70, 0): 1}


def test_a_share_of_items_is_not_raised_by_rounding_in_binary() -> None:
    """0.55 × 20 is 11.000000000000002 to a computer, and eleven answered of twenty are 55% all the same."""
    for share, number, enough in ((0.55, 20, 11), (0.07, 100, 7), (0.29, 100, 29), (0.1, 30, 3), (1 / 3, 3, 1)):
        survey = one_dimension([{"id": f"i{n}"} for n in range(number)], scoring={"min_answered": share})
        assert survey.dimensions[0].min_answered == enough


@given(st.integers(0, 100), st.integers(1, 60))
def test_a_share_of_items_is_never_rounded_down_nor_up_to_one_more(percent: int, number: int) -> None:
    """The least whole number that is the share as it is written; at least one."""
    survey = one_dimension([{"id": f"i{n}"} for n in range(number)], scoring={"min_answered": percent / 100})
    assert survey.dimensions[0].min_answered == max(1, -(-percent * number // 100))


def test_two_of_three_items_never_pass_for_75_percent() -> None:
    """A proportion is not rounded before it is compared: 66.7% is less than 75%, and than 67%."""
    table = pd.DataFrame({"a": [4.0], "b": [4.0], "c": [np.nan]})
    for share, scored in ((0.75, False), (0.67, False), (0.66, True)):
        survey = one_dimension([{"id": id} for id in "abc"], scoring={"min_answered": share})
        assert cx.score(table, survey)["d"].notna().to_list() == [scored]


def test_people_without_a_team_keep_their_scores_and_count_for_everybody() -> None:
    """Grouping drops nobody: the groups' respondents add up to all."""
    table = organisation({"a": 12, "b": 9, "c": 8}, seed=3)
    table["team"] = table["team"].astype(object).where(table["team"] != "c", None)
    scores, report = cx.score(table, small_survey()), cx.report(table, small_survey(), by="team")
    assert scores.notna().all(axis=None)
    assert report.n == 29
    assert report.groups[report.groups["dimension"] == "care"].set_index("group")["n"].to_dict() == {
        "": 8,
        "a": 12,
        "b": 9,
    }
    assert report.dimensions.loc["care", "mean"] == pytest.approx(scores["care"].mean())


def test_the_threshold_counts_those_who_answered_and_not_heads() -> None:
    """Nine people of whom four answered a dimension are four."""
    table = organisation({"a": 9, "b": 30}).astype({"quick": "float64", "waits": "float64"})
    table.loc[4:8, ["quick", "waits"]] = np.nan
    groups = cx.report(table, small_survey(), by="team").groups.set_index(["group", "dimension"])
    assert groups.loc[("a", "care"), "n"] == 9
    assert groups.loc[("a", "pace"), "status"] == "suppressed"


def test_a_pooled_share_is_not_the_mean_of_peoples_shares() -> None:
    """One who answered four items weighs four times one who answered one."""
    survey = one_dimension([{"id": id} for id in "abcd"], scoring={"min_answered": 1})
    table = pd.DataFrame([[5, 5, 5, 5], *[[1, None, None, None]] * 7], columns=list("abcd"), dtype="float64")
    assert shares(cx.tally(table, survey), survey.items).favourable == pytest.approx(4 / 11)


@given(surveys_with_answers())
def test_a_score_does_not_depend_on_an_items_place_or_name(drawn: SurveyAndAnswers) -> None:
    """Items in reverse order, under other names, bit for bit."""
    survey, table = drawn
    raw = survey.to_dict()
    for dimension in raw["dimensions"]:
        dimension["items"] = [item | {"id": f"x_{item['id']}"} for item in reversed(dimension["items"])]
    renamed = table.rename(columns={item.id: f"x_{item.id}" for item in survey.items})
    for metric in ("pomp", "mean"):
        pd.testing.assert_frame_equal(
            cx.score(renamed, Survey.from_dict(raw), metric=metric),
            cx.score(table, survey, metric=metric),
            check_exact=True,
        )


@given(surveys_with_answers(), st.data())
def test_a_better_answer_never_lowers_a_score(drawn: SurveyAndAnswers, data: st.DataObject) -> None:
    """One step towards the favourable end raises the person's score on that dimension, and no other number."""
    survey, table = drawn
    item = data.draw(st.sampled_from(survey.items))
    step = -1 if item.reverse_keyed else 1
    points = range(item.response_scale.min, item.response_scale.max + 1)
    rows = [row for row, value in enumerate(table[item.id]) if isinstance(value, int) and value + step in points]
    values = [value + step if row in rows else value for row, value in enumerate(table[item.id])]
    better = table.assign(**{item.id: pd.Series(values, dtype=object)})
    own = next(dimension.id for dimension in survey.dimensions if item in dimension.items)
    before, after = cx.score(table, survey), cx.score(better, survey)
    changed = before.index.isin(rows)
    pd.testing.assert_frame_equal(after.drop(columns=own), before.drop(columns=own), check_exact=True)
    pd.testing.assert_series_equal(after.loc[~changed, own], before.loc[~changed, own], check_exact=True)
    scored = before.loc[changed, own].dropna()
    assert (after.loc[scored.index, own] > scored).all()


def test_the_mean_is_on_the_response_scales_own_units() -> None:
    """After reversing: 2 on a reverse-keyed 1–5 item counts as 4."""
    table = pd.DataFrame({"listens": [1, 2], "helps": [2, None], "quick": [5, None], "waits": [2, None]})
    means = cx.score(table, small_survey(), metric="mean")
    assert means["care"].to_list() == [1.5, 2.0]
    assert means["pace"].to_list() == pytest.approx([4.5, np.nan], nan_ok=True)


@given(surveys(max_items=3), st.data())
def test_the_mean_and_the_score_tell_the_same_on_one_range(survey: Survey, data: st.DataObject) -> None:
    """Where all items share a range, 0–100 is the mean stretched."""
    raw = survey.to_dict()
    for dimension in raw["dimensions"]:
        for part in (dimension, *dimension["items"]):
            part.pop("response_scale", None)
    survey = Survey.from_dict(raw)
    table = data.draw(answered(survey))
    low, high = raw["response_scale"]["min"], raw["response_scale"]["max"]
    stretched = 100 * (cx.score(table, survey, metric="mean") - low) / (high - low)
    pd.testing.assert_frame_equal(stretched, cx.score(table, survey), rtol=0, atol=1e-9)
