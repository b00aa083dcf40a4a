"""How answers spread: distributions, agreement and the strongest items, as a report tells them."""

from typing import Any

import pandas as pd
import pytest
from hypothesis import given

import cxkit as cx
from cxkit.reports.report import Report
from cxkit.reports.status import SHOWN, SUPPRESSED
from cxkit.survey.model import Survey
from tests.strategies import item_survey, organisation, organisations, small_survey, surveys_with_answers

ITEMS = ["listens", "helps", "quick", "waits"]


def at(frame: pd.DataFrame, **place: Any) -> pd.DataFrame:
    """Return the rows at a place; None is everybody."""
    for column, value in place.items():
        frame = frame[frame[column].isna() if value is None else frame[column] == value]
    return frame


@given(surveys_with_answers(max_size=25))
def test_a_distribution_is_how_often_each_value_was_answered(drawn: tuple[Survey, pd.DataFrame]) -> None:
    """As answered, from the least value up, zeros included; n adds up to who answered, shares to one."""
    survey, table = drawn
    report = cx.report(table, survey, by=[attribute.id for attribute in survey.attributes])
    everybody = at(report.distributions, attribute=None, group=None)
    for item in survey.items:
        own = everybody[everybody["item"] == item.id]
        scale = item.response_scale
        assert own["value"].to_list() == list(range(scale.min, scale.max + 1))
        assert report.items.loc[item.id, "distribution"] == SHOWN or set(own["status"]) == {SUPPRESSED}
        if set(own["status"]) == {SHOWN}:
            given_ = [value for value in table[item.id] if isinstance(value, int)]
            assert own["n"].to_list() == [given_.count(value) for value in own["value"]]
            assert own["n"].sum() == report.items.loc[item.id, "n"]
            assert own["share"].sum() == pytest.approx(1)
        else:
            assert own[["n", "share"]].isna().all(axis=None)
            assert (own["status"] == SUPPRESSED).all()


@given(organisations())
def test_every_groups_distribution_adds_up_to_its_n_and_shares(table: pd.DataFrame) -> None:
    """Favourable values add up to the favourable share, neutral and unfavourable ones likewise."""
    report = cx.report(table, small_survey(), by=["team", "role"])
    spread = report.distributions
    for row in report.group_items.to_dict("records"):
        own = at(spread, attribute=row["attribute"], group=row["group"], item=row["item"])
        assert len(own) == 5
        assert row["distribution"] == SHOWN or set(own["status"]) == {SUPPRESSED}
        assert len(set(own["status"])) == 1
        if set(own["status"]) == {SHOWN}:
            assert own["n"].sum() == row["n"]
            for kind in ("favourable", "neutral", "unfavourable"):
                assert own.loc[own["kind"] == kind, "share"].sum() == pytest.approx(row[kind])
        else:
            assert own[["n", "share"]].isna().all(axis=None)


def test_the_kind_of_a_value_is_told_after_reversing() -> None:
    """5 to "customers wait" is unfavourable, and stands under 5."""
    report = cx.report(organisation({"a": 12}), small_survey())
    kinds: Any = at(report.distributions, attribute=None).pivot_table(
        index="item", columns="value", values="kind", aggfunc="first"
    )
    forward = ["unfavourable", "unfavourable", "neutral", "favourable", "favourable"]
    assert kinds.loc["quick"].to_list() == forward
    assert kinds.loc["waits"].to_list() == forward[::-1]


def test_a_distribution_has_types_and_columns_also_where_nothing_is_shown() -> None:
    """Values and n whole, the share a number."""
    for table in (organisation({}), organisation({"a": 3}), organisation({"a": 20})):
        spread = cx.report(table, small_survey(), by="team").distributions
        assert list(spread) == ["attribute", "group", "item", "dimension", "value", "kind", "status", "n", "share"]
        assert [str(spread[name].dtype) for name in ("value", "n", "share")] == ["int64", "Int64", "float64"]
        assert set(at(spread, attribute=None)["item"]) == set(ITEMS)


def test_a_distribution_follows_its_threshold() -> None:
    """Five may have a mean; eight have a distribution."""
    spread = cx.report(organisation({"a": 7, "b": 18, "c": 39}), small_survey(), by="team").distributions
    shown = at(spread, attribute="team").groupby("group")["status"].first().to_dict()
    assert shown == {"a": SUPPRESSED, "b": SUPPRESSED, "c": SHOWN, "(others)": SHOWN}


# Agreement, as a report tells it.


@given(organisations().map(lambda table: table.dropna().reset_index(drop=True)))
def test_agreement_in_a_report_equals_cx_agreement_on_complete_data(table: pd.DataFrame) -> None:
    """Where everybody answered everything, the same n and rwg.j."""
    table = table.astype(dict.fromkeys(ITEMS, "float64"))
    found = cx.report(table, small_survey(), by="team").agreement
    expected = cx.agreement(table, small_survey(), by="team").groups.set_index(["group", "dimension"])
    alone = found[found["group"] != "(others)"]
    assert len(alone) <= len(expected)
    for row in alone.to_dict("records"):
        if row["status"] == SHOWN:
            other = expected.loc[(row["group"], row["dimension"])]
            assert (row["n"], row["rwg_j"]) == (other["n"], pytest.approx(other["rwg_j"], abs=1e-9))
        else:
            assert pd.isna(row["n"])
            assert pd.isna(row["rwg_j"])


def test_a_unanimous_group_agrees_wholly_and_a_torn_one_not_at_all() -> None:
    """0 on any response scale; the unanimous one's is not told: it would tell what each of them said."""
    survey = item_survey({}, {"response_scale": {"min": 0, "max": 10}})
    teams = ["one mind"] * 9 + ["mixed"] * 15 + ["torn"] * 28
    mixed = [1.0, 2.0, 3.0, 4.0, 5.0] * 3, [0.0, 2.0, 5.0, 8.0, 10.0] * 3
    first, second = [4.0] * 9 + mixed[0] + [1.0, 5.0] * 14, [7.0] * 9 + mixed[1] + [0.0, 10.0] * 14
    table = pd.DataFrame({"i0": first, "i1": second, "team": teams})
    found: Any = cx.report(table, survey, by="team").agreement.set_index("group")
    assert found.loc["one mind", "status"] == SUPPRESSED
    assert found.loc["torn", ["n", "rwg_j"]].to_list() == [28, 0.0]


def test_agreement_is_suppressed_where_one_item_is() -> None:
    """The others' spread would tell half of it; n is the fewest who answered an item."""
    table = organisation({"a": 20, "b": 22, "c": 31})
    table.loc[table.index[table["team"] == "a"][:16], "helps"] = None
    table.loc[table.index[table["team"] == "c"][:2], "waits"] = None
    found: Any = cx.report(table, small_survey(), by="team").agreement.set_index(["group", "dimension"])
    assert found.loc[("a", "care"), "status"] == SUPPRESSED
    assert found.loc[("a", "care"), ["n", "rwg_j"]].isna().all()
    assert found.loc[("a", "pace"), "n"] == 20
    assert found.loc[("c", "pace"), "n"] == 29


def test_agreement_without_groups_is_an_empty_table() -> None:
    """With its columns and types."""
    found = cx.report(organisation({"a": 12}), small_survey()).agreement
    assert list(found) == ["attribute", "group", "dimension", "status", "n", "rwg_j"]
    assert found.empty
    assert found["n"].dtype == "Int64"


# The strongest and the weakest.


def ranked(means: dict[str, list[float | None]]) -> Report:
    return cx.report(pd.DataFrame(means, dtype="float64"), small_survey())


def test_the_strongest_items_come_highest_first_and_the_weakest_lowest_first() -> None:
    """By the mean after reversing."""
    report = ranked(
        {
            "listens": [1, 2, 2, 3, 2, 4, 1, 2, 3, 1],
            "helps": [5, 4, 5, 3, 5, 2, 4, 5, 1, 5],
            "quick": [3, 3, 2, 4, 3, 3, 1, 5, 4, 2],
            "waits": [1, 2, 3, 2, 2, 3, 1, 4, 5, 3],
        }
    )
    assert list(report.strongest().index) == ["helps", "waits", "quick"]
    assert list(report.weakest().index) == ["listens", "quick", "waits"]
    assert list(report.weakest(1).index) == ["listens"]
    assert list(report.strongest(9).index) == ["helps", "waits", "quick", "listens"]
    assert report.strongest(1).loc["helps", "mean"] == pytest.approx(100 * 29 / 40)


def test_of_equal_items_the_surveys_first_comes_first() -> None:
    """On either list."""
    given: dict[str, list[float | None]] = {item: [3, 2, 4, 1, 5, 3, 2, 4] for item in ITEMS}
    report = ranked(given | {"waits": [2, 5, 3, 4, 1, 3, 2, 4]})
    assert list(report.strongest(4).index) == list(report.weakest(4).index) == ITEMS


def test_a_suppressed_item_is_neither_strong_nor_weak() -> None:
    """Its mean is not known, so it has no rank."""
    report = ranked(
        {
            "listens": [5, 5, 5, 5, None, None],
            "helps": [4, 3, 2, 4, 5, 4],
            "quick": [3, 2, 4] * 2,
            "waits": [3, 4, 2] * 2,
        }
    )
    assert "listens" not in report.strongest(9).index
    assert "listens" not in report.weakest(9).index
    assert cx.report(organisation({"a": 3}), small_survey()).strongest().empty


def test_distributions_and_agreement_survive_the_disk(tmp_path: Any) -> None:
    """They are laid out again from what was written."""
    report = cx.report(organisation({"a": 9, "b": 6, "c": 15}, missing=0.1), small_survey(), by=["team", "role"])
    report.write(tmp_path)
    again = Report.read(tmp_path / "report.json")
    pd.testing.assert_frame_equal(again.distributions, report.distributions)
    pd.testing.assert_frame_equal(again.agreement, report.agreement)
    pd.testing.assert_frame_equal(again.participation, report.participation)
