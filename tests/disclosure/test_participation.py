"""Participation: who was invited, who answered, and how; never pointing at people."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cxkit as cx
from cxkit.errors import ResponseError, ResponseWarning
from cxkit.reports.rows import OTHERS
from cxkit.reports.status import SHOWN, SUPPRESSED
from tests.strategies import cases, item_survey, organisation, organisations, small_survey

NUMBERS = ["respondents", "invited", "rate", "empty", "straight"]
ITEMS = ["listens", "helps", "quick", "waits"]


def participation(table: pd.DataFrame, *, by: Any = ("team",), invited: Any = None) -> dict[str | None, dict[str, Any]]:
    """Return {group: its row}, None for everybody."""
    frame = cx.report(table, small_survey(), by=by, invited=invited).participation
    return {
        None if pd.isna(row["group"]) else row["group"]: {
            str(name): None if pd.isna(value) else value for name, value in row.items()
        }
        for row in frame.to_dict("records")
    }


def test_the_number_invited_in_all_gives_the_rate_of_all() -> None:
    """Groups then have respondents, and no rate."""
    rows = participation(organisation({"a": 10, "b": 20}), invited=120)
    assert [rows[None][name] for name in ("status", "respondents", "invited", "rate")] == [SHOWN, 30, 120, 0.25]
    assert [rows["a"][name] for name in ("status", "respondents", "invited", "rate")] == [SHOWN, 10, None, None]


def test_the_numbers_invited_by_group_give_every_rate_and_their_sum_that_of_all() -> None:
    """Ten of sixteen, twenty of twenty."""
    rows = participation(organisation({"a": 10, "b": 20}), invited={"team": {"a": 16, "b": 20}})
    assert [(row["invited"], row["rate"]) for row in rows.values()] == [(36, 30 / 36), (16, 10 / 16), (20, 1.0)]


def test_without_numbers_invited_there_is_no_rate() -> None:
    """How many answered is known all the same."""
    rows = participation(organisation({"a": 10}))
    assert (rows[None]["respondents"], rows[None]["invited"], rows[None]["rate"]) == (10, None, None)


def test_numbers_invited_by_two_attributes_must_add_up_to_the_same() -> None:
    """The error tells both totals."""
    given_ = {"team": {"a": 16, "b": 20}, "role": {"leader": 10, "frontline": 25}}
    with pytest.raises(ResponseError) as caught:
        participation(organisation({"a": 10, "b": 20}), invited=given_)
    assert str(caught.value) == (
        "The numbers invited add up to different totals: team 36, role 35. Give every group its number."
    )
    given_["role"]["leader"] = 11
    rows = participation(organisation({"a": 10, "b": 20}), by=["team", "role"], invited=given_)
    assert (rows["leader"]["invited"], rows["frontline"]["invited"], rows[None]["invited"]) == (11, 25, 36)


@pytest.mark.parametrize(
    ("invited", "named"),
    [(29, "all"), ({"team": {"a": 9, "b": 40}}, "a"), ({"team": {"a": 9, "b": 19}}, "a, b, all"), (0, "all")],
)
def test_more_answers_than_people_invited_is_an_error(invited: Any, named: str) -> None:
    """It names where; a rate over one would be nonsense, and so would intervals narrowed by it."""
    with pytest.raises(ResponseError, match=rf"More people answered than were invited \({named}\)\. Correct"):
        participation(organisation({"a": 10, "b": 20}), invited=invited)


@pytest.mark.parametrize(
    "invited", [{"team": 5}, {"team": {"a": "many"}}, 12.5, "120", {"team": {"a": None}}, -1, True, {"team": {"a": -2}}]
)
def test_numbers_invited_that_are_none_are_an_error_that_shows_how(invited: Any) -> None:
    """As a notebook may have it; a whole number written as 30.0 is one."""
    with pytest.raises(ResponseError, match=r"such as .*Sales.*12"):
        participation(organisation({"a": 10}), invited=invited)
    assert participation(organisation({"a": 10}), invited=30.0)[None]["invited"] == 30


def test_numbers_invited_for_something_that_the_survey_does_not_ask_are_an_error() -> None:
    """Named."""
    with pytest.raises(ResponseError, match="no attribute site in the survey"):
        participation(organisation({"a": 10}), invited={"site": {"x": 20}})


def test_groups_told_together_have_one_row() -> None:
    """Their respondents, how many were invited, their rate, as one."""
    rows = participation(organisation({"a": 3, "b": 6, "c": 20}), invited={"team": {"a": 4, "b": 8, "c": 30}})
    assert list(rows) == [None, "c", OTHERS]
    assert [rows["c"][name] for name in NUMBERS] == [20, 30, 20 / 30, None, None]
    assert [rows[OTHERS][name] for name in NUMBERS] == [9, 12, 9 / 12, None, None]
    assert rows[OTHERS]["members"] == ("a", "b")


@cases(25)
@given(organisations(), st.booleans())
def test_what_subtraction_gives_of_respondents_is_never_few_people(table: pd.DataFrame, known: bool) -> None:
    """Everybody minus the groups shown is nobody, or at least the threshold."""
    sizes: dict[str, int] = {str(team): int(n) for team, n in table["team"].value_counts().items()}
    invited = {"team": {team: size + 2 for team, size in sizes.items()}} if known and sizes else None
    frame = cx.report(table, small_survey(), by=["team", "role"], invited=invited).participation
    shown = frame[frame["status"] == SHOWN]
    assert frame.loc[frame["status"] == SUPPRESSED, NUMBERS].isna().all(axis=None)
    some = int(table[ITEMS].notna().any(axis=1).sum())
    if some < 5:
        assert shown.empty
        return
    for attribute in ("team", "role"):
        left = some - shown.loc[shown["attribute"] == attribute, "respondents"].sum()
        assert left == 0 or left >= 5
    if known:
        assert (shown["rate"].dropna() < 1).all()


def test_fewer_than_a_score_needs_hide_even_their_number() -> None:
    """And with it how many were invited, and which groups they are in."""
    rows = participation(organisation({"a": 4}), invited=50)
    assert list(rows) == [None]
    assert [rows[None][name] for name in NUMBERS] == [None] * 5


@pytest.mark.parametrize("made", [lambda table: table, lambda table: cx.tally(table, small_survey(), by="team")])
def test_rows_that_answer_nothing_do_not_count_in_the_response_rate(made: Callable[[pd.DataFrame], Any]) -> None:
    """They are told apart, as in a file, also where a table or a tally of it is given."""
    table = organisation({"a": 10, "b": 20}).astype(dict.fromkeys(ITEMS, "float64"))
    table.loc[[0, 12], ITEMS] = None
    with pytest.warns(ResponseWarning, match=r"2 row\(s\) without a .* answer .* not counted.\nOf 30 rows, 28 are"):
        report = cx.report(made(table), small_survey(), by="team", invited={"team": {"a": 20, "b": 20}})
    rows = {row.group: row for row in report.tables.participation}
    assert [(rows[group].respondents, rows[group].rate) for group in (None, "a", "b")] == [
        (28, 0.7), (9, 0.45), (19, 0.95)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("invited", "told"),
    [
        (
            {"Nope": 20},
            'There is no "Nope" in team, but a number invited for it. Nobody has said how many were invited',
        ),
        ({"Phone": 9, "Shop": 30}, 'There is no "Phone" in team, but a number invited for it. Did you mean "Phones"?'),
        ({"Shop": 12}, r"More people answered than were invited \(all\)\. .* how many were invited of Phones\."),
    ],
)
def test_groups_without_their_number_are_named(invited: dict[str, int], told: str) -> None:
    """A name that is none, or one that was left out, is the reason why the numbers do not add up."""
    with pytest.raises(ResponseError, match=told):
        participation(organisation({"Phones": 8, "Shop": 12}), invited={"team": invited})


def test_a_whole_number_may_be_written_as_a_fraction() -> None:
    """Spreadsheets do: 40.0 people are 40, also in the file; 40.5 are a mistake."""
    report = cx.report(organisation({"a": 10, "b": 20}), small_survey(), by="team", invited=40.0)  # type: ignore[arg-type]
    assert repr(report.tables.participation[0].invited) == "40"
    with pytest.raises(ResponseError, match="should be a whole number"):
        participation(organisation({"a": 10}), invited=40.5)


def test_people_who_could_tell_nothing_are_counted_for_everybody_only() -> None:
    """They are respondents all the same, and nobody is told in which group they are."""
    table = organisation({"a": 10, "b": 20}).astype(dict.fromkeys(ITEMS, object))
    table.loc[[0, 12], ITEMS] = "not_applicable"
    rows = participation(table, invited=40)
    assert [rows[None][name] for name in ("respondents", "empty", "rate")] == [30, 2, 0.75]
    assert [rows[group]["empty"] for group in ("a", "b")] == [None, None]
    assert participation(organisation({"a": 10}))[None]["empty"] == 0


@pytest.mark.parametrize(
    ("straight", "others", "told"),
    [(0, 9, None), (1, 9, None), (2, 9, None), (3, 9, 3), (7, 9, 7), (7, 3, 7), (7, 2, None), (4, 3, None)],
)
def test_straight_lines_are_told_from_three_people_on(straight: int, others: int, told: int | None) -> None:
    """One or two would be pointed at; none, or nearly all, would say so of everybody; of few, silence would tell."""
    survey = item_survey(*[{}] * 6)
    rows = [[3.0] * 6] * straight + [[1.0, 2.0, 3.0, 4.0, 5.0, 1.0]] * others
    table = pd.DataFrame(rows, columns=[item.id for item in survey.items]).assign(team="a")
    frame = cx.report(table, survey, by="team").participation
    assert [None if pd.isna(value) else value for value in frame["straight"]] == [told, None]


@pytest.mark.parametrize(
    ("leaders", "straight", "others", "told"), [(3, 0, 9, None), (3, 2, 9, None), (3, 3, 9, 6), (2, 7, 2, None)]
)
def test_straight_lines_are_told_beside_those_of_leaders_who_agreed(
    leaders: int, straight: int, others: int, told: int | None
) -> None:
    """Theirs are known where all their means are alike: of all others, too, three at least gave one answer, or not."""
    survey = item_survey(*[{}] * 6)
    rows = [[3.0] * 6] * (leaders + straight) + [[1.0, 2.0, 3.0, 4.0, 5.0, 1.0]] * others
    table = pd.DataFrame(rows, columns=[item.id for item in survey.items])
    table["team"] = ["leaders"] * leaders + ["others"] * (straight + others)
    frame = cx.report(table, survey, by="team", consenting={"team": "leaders"}).participation
    assert [None if pd.isna(value) else value for value in frame["straight"]] == [told, None, None]


def test_straight_lines_and_empty_answers_stay_in_the_scores() -> None:
    """They are told, not thrown out: whoever did that is for people to judge."""
    survey = item_survey(*[{}] * 6)
    table = pd.DataFrame(
        [[3.0] * 6] * 8
        + [[1.0, 5.0, 2.0, 4.0, 5.0, 2.0], [4.0, 1.0, 5.0, 5.0, 2.0, 5.0]] * 2
        + [["not_applicable"] * 6] * 2,
        columns=[item.id for item in survey.items],
        dtype=object,
    )
    report = cx.report(table, survey)
    assert report.dimensions.loc["d", "n"] == 12
    row: Any = report.participation.iloc[0]
    assert (row["respondents"], row["straight"], row["empty"]) == (14, 8, 2)


def test_people_without_a_team_are_respondents_and_a_group_of_their_own() -> None:
    """Nobody was invited as such; their rate is not known."""
    table = organisation({"a": 14, "b": 8})
    table.loc[:5, "team"] = None
    rows = participation(table, invited={"team": {"a": 12, "b": 19}})
    assert rows[None]["respondents"] == 22
    assert rows[""]["respondents"] == 6


def test_a_group_that_nobody_answered_for_counts_among_those_invited() -> None:
    """The rate of all is out of everybody."""
    rows = participation(organisation({"a": 10, "b": 10}), invited={"team": {"a": 10, "b": 10, "silent": 20}})
    assert rows[None]["rate"] == 0.5
    assert "silent" not in rows


def test_participation_has_types_whatever_is_hidden() -> None:
    """Counts whole, the rate a number."""
    for size in (3, 30):
        frame = cx.report(organisation({"a": size}), small_survey(), by="team").participation
        assert list(frame) == ["attribute", "group", "status", *NUMBERS, "members"]
        kinds: Mapping[str, str] = {name: str(frame[name].dtype) for name in NUMBERS}
        assert kinds == dict.fromkeys(NUMBERS, "Int64") | {"rate": "float64"}


# Intervals allow for how much of a group answered.


def halves(report: cx.Report, table: str = "dimensions") -> list[float]:
    frame: pd.DataFrame = getattr(report, table)
    return [float(half) for half in (frame["high"] - frame["low"]) / 2]


def test_a_census_has_no_width() -> None:
    """Everybody answered: there is nobody left to be unsure of."""
    table = organisation({"a": 20, "b": 12}, missing=0.0)
    report = cx.report(table, small_survey(), by="team", invited={"team": {"a": 20, "b": 24}})
    assert report.dimensions["low"].notna().all()
    groups: Any = report.groups.set_index(["group", "dimension"])
    for dimension in ("care", "pace"):
        row = groups.loc[("a", dimension)]
        assert row["low"] == row["mean"] == row["high"]
        assert groups.loc[("b", dimension), "low"] < groups.loc[("b", dimension), "mean"]


@pytest.mark.parametrize("invited", [40, 50, 400, 10**9])
def test_an_interval_is_narrowed_by_the_square_root_of_what_is_left(invited: int) -> None:
    """√(1 − n/N), for dimensions and items alike; with very many invited it is as without."""
    table = organisation({"a": 40}, seed=4)
    table[ITEMS] = table[ITEMS].clip(2, 4)  # far from 0 and 100, where intervals are cut
    plain, known = (cx.report(table, small_survey(), invited=number) for number in (None, invited))
    factor = (1 - 40 / invited) ** 0.5
    for part in ("dimensions", "items"):
        assert halves(known, part) == pytest.approx([half * factor for half in halves(plain, part)], abs=1e-9)
        pd.testing.assert_series_equal(getattr(known, part)["mean"], getattr(plain, part)["mean"])
        pd.testing.assert_series_equal(getattr(known, part)["sd"], getattr(plain, part)["sd"])


def test_each_groups_interval_is_narrowed_by_its_own_rate() -> None:
    """A half-empty team is less sure than a nearly full one; items like dimensions."""
    table = organisation({"a": 20, "b": 20}, seed=4)
    table[ITEMS] = table[ITEMS].clip(2, 4)
    plain = cx.report(table, small_survey(), by="team")
    known = cx.report(table, small_survey(), by="team", invited={"team": {"a": 25, "b": 80}})
    for part in ("groups", "group_items"):
        factors = getattr(plain, part)["group"].map({"a": 0.2**0.5, "b": 0.75**0.5})
        expected = [half * factor for half, factor in zip(halves(plain, part), factors, strict=True)]
        assert halves(known, part) == pytest.approx(expected, abs=1e-9)


def test_n_counts_who_answered_that_dimension_and_not_who_answered_anything() -> None:
    """Half of a dimension left empty: its interval is narrowed by fewer."""
    table = organisation({"a": 40}, seed=4)
    table[ITEMS] = table[ITEMS].clip(2, 4)
    for item in ("quick", "waits"):
        table[item] = table[item].astype("float64").where(table.index < 20)
    plain, known = (cx.report(table, small_survey(), invited=number) for number in (None, 40))
    assert halves(known) == pytest.approx([0.0, halves(plain)[1] * 0.5**0.5])


@pytest.mark.parametrize("invited", [pd.Series([60]).sum(), {"team": pd.Series({"a": 20, "b": 40})}])
def test_numbers_invited_may_come_out_of_a_table(invited: Any) -> None:
    """As whole numbers of numpy's, or a column of them."""
    assert participation(organisation({"a": 10, "b": 20}), invited=invited)[None]["rate"] == 0.5


def test_a_misspelt_group_among_those_invited_is_told() -> None:
    """The role has declared options: "frontlin" is none."""
    with pytest.raises(ResponseError, match="frontlin"):
        participation(organisation({"a": 20}), by="role", invited={"role": {"leader": 10, "frontlin": 30}})
