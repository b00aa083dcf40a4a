"""Confidentiality: what may be seen, and that what may not be seen is nowhere."""

from __future__ import annotations

import ast
import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import cxkit as cx
from cxkit.errors import ResponseError
from cxkit.reports.report import Report
from cxkit.reports.rows import COLUMNS
from cxkit.reports.status import BOUNDED, SHOWN, SUPPRESSED
from cxkit.reports.text import report_text
from cxkit.survey.model import Survey
from tests.strategies import organisation, organisations, small_survey

PACKAGE = Path(cx.__file__).parent
PLACE = {"attribute", "group", "other", "item", "dimension"}
STATUS = {"status", "distribution"}
BOUNDS = {"at_least", "at_most"}
KINDS = {"favourable", "neutral", "unfavourable"}
SHARES = {*KINDS, *(f"{kind}_{end}" for kind in KINDS for end in ("low", "high"))}
MAYBE = {*SHARES, *BOUNDS, "counts", "rwg_j", "low", "high", "g", "p", "invited", "rate", "empty", "straight"}
RESULTS = {"dimensions", "items", "groups", "group_items"}
TABLES = ["dimensions", "items", "groups", "group_items", "gaps", "participation"]
ITEMS = ["listens", "helps", "quick", "waits"]

thresholds = st.fixed_dictionaries(
    {"scores": st.integers(3, 12), "distributions": st.integers(3, 15), "comments": st.integers(3, 15)}
)
# With 1.0 fewer people have a score than answered an item, with 0.5 the other way round.
shares_needed = st.sampled_from([0.5, 1.0])
protected = st.builds(
    lambda levels, share: small_survey(confidentiality=levels, scoring={"min_answered": share}),
    thresholds,
    shares_needed,
)


def rows(report: Report) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give every row, with its table, as it is written."""
    written = report.to_dict()
    for table in TABLES:
        for row in written[table]:
            yield table, row


def seen(report: Report) -> set[tuple[Any, ...]]:
    """Return every cell of a report that can be seen: the table, the place in it, and the kind of number.

    Not the pooled shares of a dimension: a second item hidden may be what lets them be shown.
    """
    cells: set[tuple[Any, ...]] = {("n",)} if report.n is not None else set()
    for table, row in rows(report):
        place = tuple((key, row[key]) for key in sorted(PLACE & set(row)))
        kept = STATUS & set(row) if "item" in row else {"status"}
        cells |= {(table, place, status) for status in kept if row[status] == SHOWN}
    return cells


def status(report: Report, table: str = "groups", **place: str) -> dict[str, str]:
    """Return {group: status} of the rows at a place."""
    return {
        row["group"]: row["status"]
        for name, row in rows(report)
        if name == table and all(row[key] == value for key, value in place.items())
    }


def answering(counts: dict[str, int], *, silent: int = 0) -> pd.DataFrame:
    """Return full answers of teams of these sizes, and in each team some more people who answered nothing."""
    table = organisation({team: count + silent for team, count in counts.items()})
    last = table.groupby("team").cumcount() >= table["team"].map(counts)
    table[ITEMS] = table[ITEMS].astype("float64").mask(last)
    return table


# Whole reports.


@settings(max_examples=80)
@given(organisations(), thresholds, thresholds, shares_needed)
def test_raising_the_threshold_never_reveals_a_cell(
    table: pd.DataFrame, one: dict[str, int], other: dict[str, int], share: float
) -> None:
    """No score, no distribution, no gap, no n appears that was hidden before.

    Except that without everybody's distribution it is not known which answers nobody gave, and less needs hiding.
    """
    higher = {name: max(one[name], other[name]) for name in one} | {"distributions": one["distributions"]}
    lower, raised = (
        cx.report(table, small_survey(confidentiality=levels, scoring={"min_answered": share}), by=["team", "role"])
        for levels in (one, higher)
    )
    assert seen(raised) <= seen(lower)


@settings(max_examples=60)
@given(organisations(), protected)
def test_a_suppressed_row_holds_no_number(table: pd.DataFrame, survey: Survey) -> None:
    """Not its n, not its shares, not even in part; and a shown row has all of its numbers."""
    report = cx.report(table, survey, by=["team", "role"])
    for name, row in rows(report):
        assert row["status"] in {SHOWN, SUPPRESSED, BOUNDED}
        numbers = set(row) - PLACE - STATUS
        if row["status"] == SUPPRESSED:
            assert {row[key] for key in numbers} == {None}
        elif row["status"] == BOUNDED:
            assert sum(row[key] is not None for key in BOUNDS) == 1
            assert {row[key] for key in numbers - BOUNDS - {"n"}} == {None}
            assert (row["n"] is None) == name.startswith("group")
        else:
            assert all(row[key] is not None for key in numbers - MAYBE)
            assert (row["n"] if "n" in row else row["respondents"]) >= survey.confidentiality.scores
        assert row["status"] == SHOWN or row.get("distribution", SUPPRESSED) == SUPPRESSED
        if name in RESULTS and row["distribution"] == SUPPRESSED:
            assert {row[key] for key in SHARES} == {None}
            assert row.get("counts") is None
        elif name in RESULTS:
            assert row["n"] >= survey.confidentiality.distributions
            assert sum(row[key] for key in KINDS) == pytest.approx(1)
            assert row.get("counts") is None or sum(row["counts"]) == row["n"]


@settings(max_examples=60)
@given(organisations(), protected)
def test_what_subtraction_gives_is_never_about_too_few_people(table: pd.DataFrame, survey: Survey) -> None:
    """For every dimension and item: everybody minus the shown groups is nobody, or the threshold and more."""
    report = cx.report(table, survey, by=["team", "role"])
    wholes = {row["dimension"]: row["n"] for row in report.to_dict()["dimensions"]}
    wholes |= {row["item"]: row["n"] for row in report.to_dict()["items"]}
    for name in ("groups", "group_items"):
        for attribute in report.by:
            found = [row for row in report.to_dict()[name] if row["attribute"] == attribute]
            for what in {row.get("item", row["dimension"]) for row in found}:
                cells = [row for row in found if row.get("item", row["dimension"]) == what]
                shown = [row["n"] for row in cells if row["status"] == SHOWN]
                if shown:
                    assert wholes[what] is not None
                    rest = wholes[what] - sum(shown)
                    assert rest == 0 or rest >= survey.confidentiality.scores
                shares = [row["n"] for row in cells if row["distribution"] == SHOWN]
                if shares:
                    rest = wholes[what] - sum(shares)
                    assert rest == 0 or rest >= survey.confidentiality.distributions


@settings(max_examples=60)
@given(organisations(), protected)
def test_an_item_is_hidden_where_its_dimension_is(table: pd.DataFrame, survey: Survey) -> None:
    """For everybody and in every group; a dimension's shares are hidden where its score is."""
    report = cx.report(table, survey, by=["team", "role"])
    for above, below in (("dimensions", "items"), ("groups", "group_items")):
        shown = {
            (row.get("attribute"), row.get("group"), row["dimension"])
            for row in report.to_dict()[above]
            if row["status"] == SHOWN
        }
        for row in report.to_dict()[below]:
            if row["status"] == SHOWN:
                assert (row.get("attribute"), row.get("group"), row["dimension"]) in shown


@settings(max_examples=40)
@given(st.lists(st.integers(0, 12), min_size=2, max_size=6), st.randoms(use_true_random=False))
def test_who_said_what_within_hidden_groups_shows_nowhere(sizes: list[int], chance: Any) -> None:
    """Give the people of hidden teams each other's answers: the report stays the same to the last bit.

    Except where that brings a team near an end of the scale, or away from it, so that other cells are hidden.
    """
    table = organisation({f"t{place}": size for place, size in enumerate(sizes)}, seed=len(sizes))
    survey = small_survey()
    report = cx.report(table, survey, by="team")
    other = table.copy()
    for dimension in survey.dimensions:
        cells = [row for row in report.to_dict()["groups"] if row["dimension"] == dimension.id]
        hidden_teams = {row["group"] for row in cells if row["status"] != SHOWN}
        inside = [place for place, team in enumerate(table["team"]) if team in hidden_teams]
        shuffled = inside.copy()
        chance.shuffle(shuffled)
        items = [item.id for item in dimension.items]
        for here, there in zip(inside, shuffled, strict=True):
            other.loc[here, items] = table.loc[there, items]
    again = cx.report(other, survey, by="team")
    assume(seen(again) == seen(report))
    assert [unbound(row) for row in rows(again)] == [unbound(row) for row in rows(report)]


def unbound(told: tuple[str, dict[str, Any]]) -> tuple[str, dict[str, Any]]:
    """Return a group's row without its bound."""
    name, row = told
    if name.startswith("group") and row["status"] == BOUNDED:
        row |= {"status": SUPPRESSED, "at_least": None, "at_most": None}
    return name, row


@settings(max_examples=30)
@given(organisations(), protected)
def test_no_file_and_no_text_tells_a_hidden_number(
    tmp_path_factory: pytest.TempPathFactory, table: pd.DataFrame, survey: Survey
) -> None:
    """JSON, CSV and the terminal hold what the rows hold and nothing beside."""
    report = cx.report(table, survey, by=["team", "role"])
    folder = tmp_path_factory.mktemp("report")
    report.write(folder)
    written = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    assert set(written) == {"format", "survey", "n", "thresholds", "by", "comments", *TABLES}
    for name in TABLES:
        found = getattr(report.tables, name)
        assert written[name] == json.loads(
            json.dumps([{key: vars(row)[key] for key in COLUMNS[name]} for row in found])
        )
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            lines = list(csv.DictReader(file))
        assert len(lines) == len(found)
        for line in lines:
            if line["status"] == SUPPRESSED:
                assert {line[key] for key in set(line) - PLACE - STATUS} == {""}
    text = report_text(report)
    suppressed = sum(
        row["status"] == SUPPRESSED for name in ("dimensions", "groups", "gaps") for row in report.to_dict()[name]
    )
    assert len(re.findall(r"\bhidden\b(?!:| strength)", text)) == suppressed


def test_the_threshold_counts_those_who_answered_that_very_dimension() -> None:
    """A team of nine of whom four answered is a team of four."""
    table = answering({"small": 9, "large": 30, "middle": 12})
    table.loc[table.index[table["team"] == "small"][4:], ["listens", "helps"]] = None
    report = cx.report(table, small_survey(), by="team")
    assert status(report, dimension="care") == {"large": SHOWN, "middle": SUPPRESSED, "small": SUPPRESSED}
    assert status(report, dimension="pace") == {"large": SHOWN, "middle": SHOWN, "small": SHOWN}


def test_the_threshold_counts_those_who_answered_that_very_item() -> None:
    """Also where everybody has a score from the dimension's other item."""
    table = answering({"small": 9, "large": 30, "middle": 12})
    table.loc[table.index[table["team"] == "small"][4:], "helps"] = None
    report = cx.report(table, small_survey(), by="team")
    assert set(status(report, dimension="care").values()) == {SHOWN}
    assert status(report, "group_items", item="helps") == {"large": SHOWN, "middle": SUPPRESSED, "small": SUPPRESSED}


def test_the_dimension_minus_its_other_items_does_not_tell_a_hidden_item() -> None:
    """A second item is hidden with it, in its own row and in that of the group that shields it."""
    table = answering({"small": 9, "large": 30, "middle": 12})
    table.loc[table.index[table["team"] == "small"][4:], "helps"] = None
    report = cx.report(table, small_survey(), by="team")
    assert status(report, "group_items", item="listens") == {"large": SHOWN, "middle": SUPPRESSED, "small": SUPPRESSED}
    assert set(status(report, "group_items", item="quick").values()) == {SHOWN}


@pytest.mark.parametrize("dissenter", [5, 4, 1])
def test_a_group_of_one_mind_is_hidden_and_so_is_one_with_a_single_dissenter(dissenter: int) -> None:
    """All gave the highest answer, or all but one, who would know what the others said."""
    table = answering({"content": 9, "more": 12, "large": 30})
    content = table.index[table["team"] == "content"]
    table.loc[content, ["listens", "helps"]] = 5
    table.loc[content[0], ["listens", "helps"]] = dissenter
    report = cx.report(table, small_survey(), by="team")
    assert status(report, dimension="care") == {"content": BOUNDED, "large": SHOWN, "more": SUPPRESSED}
    assert set(status(report, dimension="pace").values()) == {SHOWN}
    for row in [row for _, row in rows(report) if row["status"] == BOUNDED]:
        assert row["n"] is row["mean"] is None
        assert row["at_least"] in {75.0, 77.0}  # what holds for five people, so that it tells no n


def test_shares_are_hidden_where_all_but_one_are_on_one_side() -> None:
    """Eight say 3 and one says 4: the mean does not tell, the shares would, to the one."""
    table = answering({"middling": 9, "more": 12, "large": 30})
    middling = table.index[table["team"] == "middling"]
    table.loc[middling, "listens"] = 3
    table.loc[middling[0], "listens"] = 4
    cells = cx.report(table, small_survey(), by="team").group_items
    cells = cells[cells["item"] == "listens"].set_index("group")
    assert cells["status"].to_list() == [SHOWN] * 3
    assert cells.loc["middling", "distribution"] == SUPPRESSED
    assert (cells["distribution"] == SUPPRESSED).sum() >= 2  # else everybody minus the others is the hidden one


def test_where_nobody_is_beyond_a_point_that_point_is_the_end() -> None:
    """All of one team say 3, and everybody's shares tell that nobody said more: their mean tells what each said."""
    table = answering({"top": 9, "more": 12, "large": 30})
    table["listens"] = [place % 3 + 1 for place in range(len(table))]
    table.loc[table["team"] == "top", "listens"] = 3
    assert status(cx.report(table, small_survey(), by="team"), "group_items", item="listens")["top"] != SHOWN


def test_the_two_sides_of_a_gap_are_the_last_to_shield() -> None:
    """Two leaders' assistants are hidden with support, not with the fewer leaders."""
    table = answering({"a": 60})
    table["role"] = [None] * 2 + ["leader"] * 6 + ["support"] * 12 + ["frontline"] * 40
    survey = small_survey(
        attributes=[
            {
                "id": "role",
                "title": "I work as",
                "options": ["leader", "frontline", "support"],
                "compare": ["leader", "frontline"],
            }
        ]
    )
    report = cx.report(table, survey, by="role")
    assert status(report, dimension="care") == {
        "leader": SHOWN,
        "frontline": SHOWN,
        "support": SUPPRESSED,
        "": SUPPRESSED,
    }
    assert set(report.gaps["status"]) == {SHOWN}


def test_leaders_who_agreed_are_shown_from_two_up_and_nobody_is_less_protected() -> None:
    """Their means and never their distributions; who hid beside them now hides beside others."""
    table = answering({"a": 60})
    table["role"] = ["leader"] * 3 + [None] * 4 + ["frontline"] * 53
    before = cx.report(table, small_survey(), by="role")
    after = cx.report(table, small_survey(), by="role", consenting={"role": "leader"})
    assert status(before, dimension="care") == {"leader": SUPPRESSED, "frontline": SHOWN, "": SUPPRESSED}
    assert status(after, dimension="care") == {"leader": SHOWN, "frontline": SUPPRESSED, "": SUPPRESSED}
    leaders = after.groups.set_index(["group", "dimension"]).loc["leader"]
    assert set(leaders["distribution"]) == {SUPPRESSED}
    assert set(leaders["n"]) == {3}
    table["role"] = ["leader"] + [None] * 6 + ["frontline"] * 53
    alone = cx.report(table, small_survey(), by="role", consenting={"role": "leader"})
    assert status(alone, dimension="care")["leader"] == SUPPRESSED


def test_a_group_that_answered_nothing_needs_no_shield() -> None:
    """There is nobody to protect in it; it is suppressed, and no other with it."""
    table = answering({"silent": 0, "a": 9, "b": 12}, silent=3)
    report = cx.report(table, small_survey(), by="team")
    assert status(report, dimension="care") == {"silent": SUPPRESSED, "a": SHOWN, "b": SHOWN}


def test_numbers_are_exact_where_their_distribution_is_shown() -> None:
    """Of five people an exact mean and spread would all but tell their answers; their interval has everybody's."""
    table = organisation({"a": 5, "b": 11, "c": 40}, missing=0.2)
    report = cx.report(table, small_survey(), by="team")
    wholes = {row["item"]: row for row in report.to_dict()["items"]}
    told = [row for row in report.to_dict()["group_items"] if row["status"] == SHOWN]
    assert {row["exact"] for row in told} == {True, False}
    for row in told:
        assert row["exact"] == (row["counts"] is not None)
        answers = table.loc[table["team"] == row["group"], row["item"]].dropna()
        keyed = (5 - answers if row["item"] == "waits" else answers - 1) * 25
        if row["exact"]:
            assert (row["mean"], row["sd"]) == pytest.approx((keyed.mean(), keyed.std()))
        else:
            assert row["mean"] in (pytest.approx(keyed.mean()), int(keyed.mean() + 0.5))
            assert row["sd"] == wholes[row["item"]]["sd"]
        assert 0 <= row["low"] <= row["mean"] <= row["high"] <= 100


def test_a_groups_headcount_never_counts() -> None:
    """Four answers among forty silent colleagues stay four."""
    report = cx.report(answering({"a": 4, "b": 4, "c": 9}, silent=40), small_survey(), by="team")
    assert status(report, dimension="care") == {"a": SUPPRESSED, "b": SUPPRESSED, "c": SHOWN}


def test_too_few_respondents_hide_everything_their_number_included() -> None:
    """Of four people nobody learns anything, not that they are four."""
    report = cx.report(organisation({"Phones": 4}), small_survey(), by=["team", "role"])
    assert report.n is None
    assert seen(report) == set()
    text = report_text(report)
    assert "too few respondents to say how many" in text
    assert set(re.findall(r"\d+", text)) == {"0", "100", "95", "5"}  # the range, the intervals' level, the threshold


def test_exactly_the_threshold_is_enough() -> None:
    """Five people of many minds give scores, of dimensions and items and of their team; eight give shares too."""
    minds = pd.DataFrame({item: [1, 5, 2, 4, 3, 3, 5, 1] for item in ITEMS}).assign(team="a")
    five = cx.report(minds[:5], small_survey(), by="team")
    assert five.n == 5
    assert {row["status"] for _, row in rows(five)} == {SHOWN}
    assert {row["distribution"] for name, row in rows(five) if name in RESULTS} == {SUPPRESSED}
    eight = cx.report(minds, small_survey(), by="team")
    assert {row["distribution"] for name, row in rows(eight) if name in RESULTS} == {SHOWN}


def test_nobody_at_all_gives_a_report_that_says_nothing() -> None:
    """An empty file is no reason to fall over."""
    report = cx.report(organisation({}), small_survey(), by=["team", "role"])
    assert seen(report) == set()
    assert [row["dimension"] for row in report.to_dict()["dimensions"]] == ["care", "pace"]


def test_shares_have_a_threshold_of_their_own() -> None:
    """From five people a score, from eight the distribution too."""
    report = cx.report(answering({"a": 5, "b": 8, "c": 7}), small_survey(), by="team")
    shown = {row["group"]: row["distribution"] for row in report.to_dict()["groups"] if row["dimension"] == "care"}
    assert shown == {"a": SUPPRESSED, "b": SHOWN, "c": SUPPRESSED}
    assert set(status(report).values()) == {SHOWN}


def test_shares_are_never_shown_without_their_score() -> None:
    """A survey that guards scores more than distributions does not let the shares through."""
    survey = small_survey(confidentiality={"scores": 10, "distributions": 5})
    report = cx.report(organisation({"a": 7}), survey, by="team")
    assert {row["distribution"] for name, row in rows(report) if name in RESULTS} == {SUPPRESSED}


def test_suppressed_is_neither_missing_nor_zero() -> None:
    """A group that nobody is in has no row, and the hidden say that they are and nothing else."""
    table = answering({"some": 9, "few": 3, "more": 10})
    survey = small_survey().with_workshop({"team": ["some", "few", "more", "nobody"]})
    groups = cx.report(table, survey, by="team").groups
    groups = groups[groups["dimension"] == "care"].set_index("group")
    assert list(groups.index) == ["some", "few", "more"]
    assert groups["status"].to_list() == [SUPPRESSED, SUPPRESSED, SHOWN]  # nine shield three
    assert groups.loc[["some", "few"], "mean"].isna().all()


def test_people_who_did_not_state_their_team_are_protected_like_a_team() -> None:
    """Four of them are hidden, and the next-smallest team with them."""
    table = answering({"a": 4, "b": 9, "c": 12})
    table.loc[table["team"] == "a", "team"] = None
    report = cx.report(table, small_survey(), by="team")
    assert status(report, dimension="care") == {"": SUPPRESSED, "b": SUPPRESSED, "c": SHOWN}
    assert "Not stated" in report_text(report)


def test_a_gap_is_hidden_where_either_side_is() -> None:
    """The difference would tell the hidden side."""
    table = answering({"a": 24})
    table["role"] = ["leader"] * 4 + ["frontline"] * 20
    gaps = cx.report(table, small_survey(), by="role").gaps
    assert gaps["status"].to_list() == [SUPPRESSED, SUPPRESSED]
    table["role"] = ["leader"] * 5 + ["frontline"] * 19
    gaps = cx.report(table, small_survey(), by="role").gaps
    assert gaps["status"].to_list() == [SHOWN, SHOWN]
    assert (gaps["mean"] - gaps["mean_other"]).to_list() == pytest.approx(gaps["difference"].to_list())
    assert gaps[["n", "n_other"]].to_numpy().tolist() == [[5, 19], [5, 19]]


def test_a_hidden_gap_does_not_tell_its_shown_side() -> None:
    """Its row is as empty as any other suppressed row."""
    table = answering({"a": 30})
    table["role"] = ["leader"] * 4 + [None] * 6 + ["frontline"] * 20
    report = cx.report(table, small_survey(), by="role")
    assert status(report, dimension="care") == {"leader": SUPPRESSED, "frontline": SHOWN, "": SUPPRESSED}
    for row in report.to_dict()["gaps"]:
        assert {value for key, value in row.items() if key not in PLACE | STATUS} == {None}


def test_a_gap_with_a_side_that_nobody_is_on_is_hidden() -> None:
    """No leader answered: there is nothing to compare, and no error."""
    table = answering({"a": 24}).assign(role="frontline")
    report = cx.report(table, small_survey(), by="role")
    assert report.gaps["status"].to_list() == [SUPPRESSED, SUPPRESSED]


def test_a_gap_is_there_only_where_its_attribute_is() -> None:
    """By team alone nothing about roles is told."""
    assert cx.report(answering({"a": 24}), small_survey(), by="team").gaps.empty


def test_groups_stand_in_the_surveys_order_and_then_by_name() -> None:
    """Never in the order of the answers or of the results, which would tell of hidden ones."""
    survey = small_survey().with_workshop({"team": ["c", "a", "b"]})
    table = answering({"b": 9, "a": 9, "c": 9})
    report = cx.report(table, survey, by=["role", "team"])
    assert list(dict.fromkeys(report.groups["group"])) == ["leader", "frontline", "c", "a", "b"]
    unlisted = cx.report(table.iloc[::-1], small_survey(), by="team")
    assert list(dict.fromkeys(unlisted.groups["group"])) == ["a", "b", "c"]


def test_the_samples_small_team_is_hidden_with_the_next_smallest() -> None:
    """Accounts receivable, four people, and IT, nine; the other four teams are shown."""
    survey = cx.load_survey("leadership")
    report = cx.report(cx.read_responses(cx.sample("leadership"), survey), survey, by="team")
    for dimension in survey.dimensions:
        teams = status(report, dimension=dimension.id)
        assert {team for team, told in teams.items() if told == SUPPRESSED} == {"Accounts receivable", "IT"}


def test_a_report_by_nothing_shows_everybody() -> None:
    """Groups are asked for by name."""
    report = cx.report(answering({"a": 24}), small_survey())
    assert report.by == ()
    assert report.tables.groups == ()
    assert report.n == 24


def test_an_attribute_named_twice_is_reported_once() -> None:
    """As a command line may have it."""
    table = answering({"a": 24})
    assert cx.report(table, small_survey(), by=["team", "team"]) == cx.report(table, small_survey(), by="team")
    counted = cx.tally(table, small_survey(), by="team")
    assert cx.report(counted, small_survey(), by=["team", "team"]) == cx.report(counted, small_survey())


def test_a_tally_without_the_attribute_is_an_error() -> None:
    """It names what the tally was made by."""
    counted = cx.tally(answering({"a": 24}), small_survey(), by="team")
    with pytest.raises(ResponseError, match=r"no attribute role to group by.*team"):
        cx.report(counted, small_survey(), by="role")


def test_a_tally_of_another_survey_is_an_error() -> None:
    """Or of another version of the same one: its items may not be the same."""
    counted = cx.tally(answering({"a": 24}), small_survey())
    with pytest.raises(ResponseError, match=r"small \(version 1\).*leadership \(version 1\)"):
        cx.report(counted, cx.load_survey("leadership"))
    with pytest.raises(ResponseError, match=r"small \(version 1\).*small \(version 2\)"):
        cx.report(counted, small_survey(version=2))


def test_the_first_versions_word_for_consent_still_works_and_says_what_to_write() -> None:
    """For a release, so that whoever has it in a notebook sees it."""
    table = organisation({"a": 9, "b": 9})
    now = cx.report(table, small_survey(), by="role", consenting={"role": "leader"})
    with pytest.warns(FutureWarning, match="consenting="):
        assert cx.report(table, small_survey(), by="role", agreed={"role": "leader"}) == now


def test_an_attribute_that_the_survey_does_not_ask_is_an_error() -> None:
    """Of a file as well as of a tally."""
    table = answering({"a": 24})
    with pytest.raises(ResponseError, match="no attribute site"):
        cx.report(table, small_survey(), by="site")
    with pytest.raises(ResponseError, match="no attribute role"):
        cx.report(cx.tally(table, small_survey(), by="role"), small_survey().only_attributes("team"))


# How the code is built.


def calls(path: Path) -> list[ast.Call]:
    return [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]


def name(function: ast.expr) -> str:
    return (
        function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""
    )


def test_only_confidentiality_makes_a_report() -> None:
    """Everybody else gets one, or reads one; the next picture of a room only takes results away."""
    makers = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if any(
            ast.unparse(call.func) in {"Report", "Result", "Result.of", "Gap", "Participation"} for call in calls(path)
        )
    }
    # A gap is a difference of results that are there; a pair of items has a blank for a group that is not there.
    beside = {"reports/comparisons.py", "plots/paired_items.py"}
    assert makers == {"disclosure/protect.py", "disclosure/sequential.py", *beside}
    reports = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if any(name(call.func) == "Report" for call in calls(path))
    }
    assert reports == {"disclosure/protect.py"}


def test_a_report_makes_another_only_when_it_is_read() -> None:
    """`cls(…)` stands in from_dict and nowhere else, and nothing changes a report with replace."""
    tree = ast.parse((PACKAGE / "reports" / "report.py").read_text(encoding="utf-8"))
    makers = {
        function.name
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        and any(isinstance(node, ast.Call) and name(node.func) in {"cls", "replace"} for node in ast.walk(function))
    }
    assert makers == {"from_dict"}


@pytest.mark.parametrize("module", ["plots", "book/widgets.py", "reports/text.py"])
def test_whatever_draws_knows_nothing_but_reports(module: str) -> None:
    """It imports neither answers nor scores nor tallies, so it cannot draw them."""
    files = sorted((PACKAGE / module).glob("*.py")) if (PACKAGE / module).is_dir() else [PACKAGE / module]
    nodes = [node for file in files for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))]
    imported = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    own = {found for found in imported if found.startswith("cxkit.")}
    assert {found.split(".")[1] for found in own} <= {"plots", "reports", "survey", "static", "words", "errors"}
    assert "cxkit.reports.report" in own


def test_a_dimension_of_many_items_is_protected_as_well() -> None:
    """Sixty of them, on 0 to 10, by 40 people who left some out."""
    items = [{"id": f"i{place}", "text": f"Item {place}"} for place in range(60)]
    survey = small_survey(response_scale={"min": 0, "max": 10}, dimensions=[{"id": "d", "title": "D", "items": items}])
    answers = {item["id"]: [(7 * person + place) % 11 for person in range(40)] for place, item in enumerate(items)}
    table = pd.DataFrame(answers).replace(3, None).assign(team=["a"] * 4 + ["b"] * 9 + ["c"] * 27)
    assert status(cx.report(table, survey, by="team")) == {"a": SUPPRESSED, "b": SUPPRESSED, "c": SHOWN}


def test_a_survey_decides_its_own_thresholds() -> None:
    """And the report says which they were."""
    survey = small_survey(confidentiality={"scores": 10})
    report = cx.report(answering({"a": 9}), survey)
    assert report.thresholds == survey.confidentiality
    assert seen(report) == set()
