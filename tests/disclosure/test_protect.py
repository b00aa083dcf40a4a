"""Confidentiality: what may be seen, and that what may not be seen is nowhere."""

from __future__ import annotations

import ast
import csv
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cxkit as cx
from cxkit.errors import ResponseError
from cxkit.reports.report import Report
from cxkit.reports.rows import COLUMNS, OTHERS, shown
from cxkit.reports.status import SHOWN, SUPPRESSED
from cxkit.reports.text import report_text
from cxkit.survey.model import Survey
from tests.strategies import item_survey, organisation, organisations, small_survey

PACKAGE = Path(cx.__file__).parent
PLACE = {"attribute", "group", "other", "item", "dimension"}
STATUS = {"status", "distribution"}
KINDS = {"favourable", "neutral", "unfavourable"}
SHARES = {*KINDS, *(f"{kind}_{end}" for kind in KINDS for end in ("low", "high"))}
MAYBE = {*SHARES, "counts", "rwg_j", "sd", "low", "high", "g", "p", "invited", "rate", "empty", "straight", "members"}
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
    """Return full answers of teams of these sizes, and in each team some more people who could tell nothing."""
    table = organisation({team: count + silent for team, count in counts.items()})
    last = table.groupby("team").cumcount() >= table["team"].map(counts)
    if silent:
        table[ITEMS] = table[ITEMS].astype(object).mask(last, "not_applicable")
    return table


# Whole reports.


@given(organisations(), protected)
def test_a_suppressed_row_holds_no_number(table: pd.DataFrame, survey: Survey) -> None:
    """Not its n, not its shares, not even in part; and a shown row has all of its numbers."""
    report = cx.report(table, survey, by=["team", "role"])
    for name, row in rows(report):
        assert row["status"] in {SHOWN, SUPPRESSED}
        numbers = set(row) - PLACE - STATUS
        if row["status"] == SUPPRESSED:
            assert {row[key] for key in numbers - {"members"}} == {None}
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


@given(organisations(), protected)
def test_what_is_told_of_groups_adds_up_to_everybody(table: pd.DataFrame, survey: Survey) -> None:
    """Whoever is in no group of their own is in the one that is told together, once."""
    report = cx.report(table, survey, by=["team", "role"])
    wholes = {(row.item, row.dimension): row for row in (*report.tables.dimensions, *report.tables.items)}
    for place, whole in wholes.items():
        for attribute in report.by:
            rows = [row for row in (*report.tables.groups, *report.tables.group_items) if row.attribute == attribute]
            told = [row for row in rows if (row.item, row.dimension) == place and shown(row)]
            names = [name for row in told for name in row.members or [row.group]]
            assert len(names) == len(set(names))
            if shown(whole) and any(row.group == OTHERS for row in told):
                assert sum(row.n for row in told) == whole.n
                assert sum(row.n * row.mean for row in told) == pytest.approx(whole.n * whole.mean)


@given(organisations(), protected)
def test_an_item_of_a_group_is_hidden_where_its_dimension_is(table: pd.DataFrame, survey: Survey) -> None:
    """Else who is left could be told by their items."""
    report = cx.report(table, survey, by=["team", "role"])
    shown = {(row.attribute, row.group, row.dimension) for row in report.tables.groups if row.status == SHOWN}
    for row in report.tables.group_items:
        if row.status == SHOWN and row.group != OTHERS:
            assert (row.attribute, row.group, row.dimension) in shown


@given(st.lists(st.integers(0, 12), min_size=2, max_size=6), st.randoms(use_true_random=False))
def test_who_is_in_which_of_the_groups_told_together_shows_nowhere(sizes: list[int], chance: Any) -> None:
    """Let the people of these teams change places: the report stays the same to the last bit."""
    table = organisation({f"t{place}": size for place, size in enumerate(sizes)}, seed=len(sizes))
    report = cx.report(table, small_survey(), by="team")
    members = {team for row in report.tables.participation for team in row.members or ()}
    inside = [place for place, team in enumerate(table["team"]) if team in members]
    teams = [table["team"][place] for place in inside]
    chance.shuffle(teams)
    other = table.copy()
    other.loc[inside, "team"] = teams
    assert cx.report(other, small_survey(), by="team") == report


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
            json.dumps(
                [
                    {key: vars(row)[key] for key in COLUMNS[name] if key != "alike" or row.alike is not None}
                    for row in found
                ]
            )
        )
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            lines = list(csv.DictReader(file))
        assert len(lines) == len(found)
        for line in lines:
            if line["status"] == SUPPRESSED:
                assert {line[key] for key in set(line) - PLACE - STATUS - {"members"}} == {""}
    hidden = any(row["status"] == SUPPRESSED for row in report.to_dict()["dimensions"])
    assert not hidden or "hidden" in report_text(report)


def test_the_threshold_counts_those_who_answered_that_very_dimension() -> None:
    """A team of nine of whom four answered is a team of four."""
    table = answering({"small": 9, "large": 30, "middle": 12})
    table.loc[table.index[table["team"] == "small"][4:], ["listens", "helps"]] = None
    report = cx.report(table, small_survey(), by="team")
    assert status(report, dimension="care") == {
        "large": SHOWN,
        "middle": SUPPRESSED,
        "small": SUPPRESSED,
        OTHERS: SHOWN,
    }
    assert status(report, dimension="pace") == {"large": SHOWN, "middle": SHOWN, "small": SHOWN}
    together = next(row for row in report.tables.groups if row.group == OTHERS)
    assert (together.members, together.n) == (("middle", "small"), 16)


def test_the_threshold_counts_those_who_answered_that_very_item() -> None:
    """Also where everybody has a score from the dimension's other item."""
    table = answering({"small": 9, "large": 30, "middle": 12})
    table.loc[table.index[table["team"] == "small"][4:], "helps"] = None
    report = cx.report(table, small_survey(), by="team")
    assert set(status(report, dimension="care").values()) == {SHOWN}
    hidden = {"large": SHOWN, "middle": SUPPRESSED, "small": SUPPRESSED, OTHERS: SHOWN}
    assert status(report, "group_items", item="helps") == hidden


def test_the_dimension_minus_its_other_items_does_not_tell_a_hidden_item() -> None:
    """A second item is hidden with it, in its own row and in that of the group that shields it."""
    table = answering({"small": 9, "large": 30, "middle": 12})
    table.loc[table.index[table["team"] == "small"][4:], "helps"] = None
    report = cx.report(table, small_survey(), by="team")
    hidden = {"large": SHOWN, "middle": SUPPRESSED, "small": SUPPRESSED, OTHERS: SHOWN}
    assert status(report, "group_items", item="listens") == hidden
    assert set(status(report, "group_items", item="quick").values()) == {SHOWN}


@pytest.mark.parametrize("dissenters", [0, 1, 2, 3, 4])
@pytest.mark.parametrize("mind", [5, 3])
def test_a_group_is_told_alone_where_four_differ_from_most(dissenters: int, mind: int) -> None:
    """With fewer, two who put their answers together could know the others'; it is told with the next team."""
    table = answering({"alike": 9, "more": 12, "large": 30})
    alike = table.index[table["team"] == "alike"]
    table.loc[alike, ["listens", "helps"]] = mind
    for person, answer in zip(alike[:dissenters], (1, 2, 1, 4), strict=False):
        table.loc[person, ["listens", "helps"]] = answer
    report = cx.report(table, small_survey(), by="team")
    alone, hidden = {"alike": SHOWN, "more": SHOWN}, {"alike": SUPPRESSED, "more": SUPPRESSED, OTHERS: SHOWN}
    assert status(report, dimension="care") == {"large": SHOWN, **(alone if dissenters == 4 else hidden)}
    assert set(status(report, dimension="pace").values()) == {SHOWN}


def test_a_groups_items_are_told_all_or_none() -> None:
    """Nine strongly agree on one of four items: which ones were hidden would tell which one it had to be."""
    survey = item_survey(*[{}] * 4)
    people = [[5, 1 + place % 5, 1 + (3 * place) % 5, 1 + (2 * place) % 5] for place in range(9)]
    people += [[1 + (place * (item + 2) + item) % 5 for item in range(4)] for place in range(30)]
    table = pd.DataFrame(people, columns=[item.id for item in survey.items], dtype=object)
    survey = replace(survey, attributes=small_survey().attributes)
    table["team"] = ["alike"] * 9 + ["one"] * 14 + ["two"] * 16
    report = cx.report(table, survey, by="team")
    hidden = [row.item for row in report.tables.group_items if row.group == "alike" and not shown(row)]
    assert hidden == [item.id for item in survey.items]
    assert status(report)["alike"] == SHOWN


@pytest.mark.parametrize("dissenters", [0, 1, 2, 3])
def test_everybodys_number_is_told_where_three_differ_from_most(dissenters: int) -> None:
    """Of an item, and of all others with it, since the dimension is told."""
    table = answering({"a": 20})
    table["listens"], table.loc[: dissenters - 1, "listens"] = 4, 2
    report = cx.report(table, small_survey())
    told = {row.item: row.status for row in report.tables.items if row.dimension == "care"}
    assert set(told.values()) == {SHOWN if dissenters == 3 else SUPPRESSED}
    assert {row.status for row in report.tables.dimensions} == {SHOWN}


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
        OTHERS: SHOWN,
    }
    assert set(report.gaps["status"]) == {SHOWN}


def test_twice_as_many_teams_take_twice_the_work() -> None:
    """Counted in calls of functions, not in seconds: with two hundred teams, the square of it is half a minute."""
    calls = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    found = []
    for teams in (30, 60):
        tally = cx.tally(answering({f"t{place}": 12 for place in range(teams)}), small_survey(), by="team")
        calls = 0
        sys.setprofile(count)
        cx.report(tally, small_survey())
        sys.setprofile(None)
        found.append(calls)
    assert found[1] < 2.3 * found[0]


def test_a_group_that_answered_nothing_needs_no_company() -> None:
    """There is nobody to protect in it; it is suppressed, and no other with it."""
    table = answering({"silent": 0, "a": 9, "b": 12}, silent=6)
    report = cx.report(table, small_survey(), by="team")
    assert status(report, dimension="care") == {"silent": SUPPRESSED, "a": SHOWN, "b": SHOWN}


def test_numbers_are_exact_where_their_distribution_is_shown() -> None:
    """Of seven people a mean with its spread would all but tell their answers; their interval has everybody's."""
    table = organisation({"a": 7, "b": 11, "c": 40})
    report = cx.report(table, small_survey(), by="team")
    wholes = {row.dimension: row for row in report.tables.dimensions}
    told = [row for row in report.tables.groups if shown(row) and row.dimension == "care"]
    assert [(row.group, row.exact) for row in told] == [("a", False), ("b", False), ("c", True)]
    for row in told:
        scores = 25 * (table.loc[table["team"] == row.group, ["listens", "helps"]] - 1).mean(axis=1)
        assert row.mean == pytest.approx(scores.mean())
        assert row.sd == (pytest.approx(scores.std()) if row.exact else wholes["care"].sd)
        assert 0 <= (row.low or 0) <= row.mean <= (row.high or 0) <= 100


def test_a_groups_headcount_never_counts() -> None:
    """Four answers among forty silent colleagues stay four."""
    report = cx.report(answering({"a": 4, "b": 4, "c": 9}, silent=40), small_survey(), by="team")
    hidden = {"a": SUPPRESSED, "b": SUPPRESSED, "c": SHOWN, OTHERS: SHOWN}
    assert status(report, dimension="care") == hidden


def test_too_few_respondents_hide_everything_their_number_included() -> None:
    """Of four people nobody learns anything, not that they are four."""
    report = cx.report(organisation({"Phones": 4}), small_survey(), by=["team", "role"])
    assert report.n is None
    assert seen(report) == set()
    text = report_text(report)
    assert "too few respondents to say how many" in text
    assert set(re.findall(r"\d+", text)) == {"0", "100", "95"}  # the range, the intervals' level


def test_exactly_the_threshold_is_enough() -> None:
    """Five people of many minds give scores, of dimensions and items; eight give shares and a spread too."""
    minds = pd.DataFrame({item: [1, 5, 2, 4, 3, 3, 5, 1] for item in ITEMS})
    minds["waits"] = 6 - minds["waits"]  # which is reverse-keyed
    five = cx.report(minds[:5], small_survey())
    assert five.n == 5
    assert {row["status"] for _, row in rows(five)} == {SHOWN}
    assert {row["distribution"] for name, row in rows(five) if name in RESULTS} == {SUPPRESSED}
    assert {row["sd"] for name, row in rows(five) if name in RESULTS} == {None}
    eight = cx.report(minds, small_survey())
    assert {row["distribution"] for name, row in rows(eight) if name in RESULTS} == {SHOWN}
    assert None not in {row["sd"] for name, row in rows(eight) if name in RESULTS}


def test_nobody_at_all_gives_a_report_that_says_nothing() -> None:
    """An empty file is no reason to fall over."""
    report = cx.report(organisation({}), small_survey(), by=["team", "role"])
    assert seen(report) == set()
    assert [row["dimension"] for row in report.to_dict()["dimensions"]] == ["care", "pace"]


def test_shares_have_a_threshold_of_their_own() -> None:
    """From six people a score, from eight the distribution too; another team's is hidden beside theirs."""
    report = cx.report(answering({"a": 6, "b": 12, "c": 20, "d": 30}), small_survey(), by="team")
    shown = {row["group"]: row["distribution"] for row in report.to_dict()["groups"] if row["dimension"] == "pace"}
    assert shown == {"a": SUPPRESSED, "b": SUPPRESSED, "c": SHOWN, "d": SHOWN}
    assert set(status(report, dimension="pace").values()) == {SHOWN}


def test_shares_are_never_shown_without_their_score() -> None:
    """A survey that guards scores more than distributions does not let the shares through."""
    survey = small_survey(confidentiality={"scores": 10, "distributions": 5})
    report = cx.report(organisation({"a": 7}), survey, by="team")
    assert {row["distribution"] for name, row in rows(report) if name in RESULTS} == {SUPPRESSED}


def test_suppressed_is_neither_missing_nor_zero() -> None:
    """A group that nobody is in has no row, nor has one that is told with others: these have one together."""
    table = answering({"some": 9, "few": 3, "more": 10})
    survey = small_survey().with_workshop({"team": ["some", "few", "more", "nobody"]})
    groups = cx.report(table, survey, by="team").groups
    groups = groups[groups["dimension"] == "care"].set_index("group")
    assert list(groups.index) == ["more", OTHERS]
    assert groups["n"].to_list() == [10, 12]


def test_people_who_did_not_state_their_team_are_protected_like_a_team() -> None:
    """Four of them are told with another team."""
    table = answering({"a": 4, "b": 9, "c": 12})
    table.loc[table["team"] == "a", "team"] = None
    report = cx.report(table, small_survey(), by="team")
    assert status(report, dimension="care") == {"c": SHOWN, OTHERS: SHOWN}
    assert next(row for row in report.tables.groups if row.group == OTHERS).members == ("", "b")


def test_a_gap_is_hidden_where_either_side_is() -> None:
    """The difference would tell the hidden side."""
    table = answering({"a": 24})
    table["role"] = ["leader"] * 4 + ["frontline"] * 20
    gaps = cx.report(table, small_survey(), by="role").gaps
    assert gaps["status"].to_list() == [SUPPRESSED, SUPPRESSED]
    table["role"] = ["leader"] * 9 + ["frontline"] * 15
    gaps = cx.report(table, small_survey(), by="role").gaps
    assert gaps["status"].to_list() == [SHOWN, SHOWN]
    assert (gaps["mean"] - gaps["mean_other"]).to_list() == pytest.approx(gaps["difference"].to_list())
    assert gaps[["n", "n_other"]].to_numpy().tolist() == [[9, 15], [9, 15]]


def test_a_hidden_gap_does_not_tell_its_shown_side() -> None:
    """Its row is as empty as any other suppressed row."""
    table = answering({"a": 30})
    table["role"] = ["leader"] * 4 + [None] * 6 + ["frontline"] * 20
    report = cx.report(table, small_survey(), by="role")
    assert status(report, dimension="care") == {"frontline": SHOWN, OTHERS: SHOWN}
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


def test_the_samples_small_team_is_told_with_another() -> None:
    """Accounts receivable, four people, and IT, nine; the other four teams stand on their own."""
    survey = cx.load_survey("leadership")
    report = cx.report(cx.read_responses(cx.sample("leadership"), survey), survey, by="team")
    alone = {"Phones": SHOWN, "Sales": SHOWN, "Technical support": SHOWN, "Warehouse": SHOWN}
    for dimension in survey.dimensions:
        assert status(report, dimension=dimension.id) == {**alone, OTHERS: SHOWN}
    assert {row.members for row in report.tables.groups if row.group == OTHERS} == {("Accounts receivable", "IT")}


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
    with pytest.raises(ResponseError, match=r"small \(version 1\).*leadership \(version 2\)"):
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
    # A gap is a difference of results that are there; a pair of items has a blank for a group that is not there, and a
    # part has hidden gaps.
    beside = {"reports/comparisons.py", "reports/part.py", "plots/paired_items.py"}
    assert makers == {"disclosure/protect.py", "disclosure/told.py", "disclosure/sequential.py", *beside}
    reports = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if any(name(call.func) == "Report" for call in calls(path))
    }
    assert reports == {"disclosure/protect.py"}


def test_a_report_makes_another_only_when_it_is_read() -> None:
    """`cls(…)` stands in from_dict and nowhere else, and only a part of a report, with fewer rows, comes of replace."""
    tree = ast.parse((PACKAGE / "reports" / "report.py").read_text(encoding="utf-8"))
    makers = {
        function.name
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        and any(isinstance(node, ast.Call) and name(node.func) in {"cls", "replace"} for node in ast.walk(function))
    }
    assert makers == {"from_dict", "part"}


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
    assert status(cx.report(table, survey, by="team")) == {"c": SHOWN, OTHERS: SHOWN}


def test_a_survey_decides_its_own_thresholds() -> None:
    """And the report says which they were."""
    survey = small_survey(confidentiality={"scores": 10})
    report = cx.report(answering({"a": 9}), survey)
    assert report.thresholds == survey.confidentiality
    assert seen(report) == set()
