"""A number that is hidden is nowhere: not in its row, not in what is left by subtraction, not in a file or a text."""

import csv
import json
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cxkit as cx
from cxkit.reports.rows import COLUMNS, OTHERS, shown
from cxkit.reports.status import SHOWN, SUPPRESSED
from cxkit.reports.text import report_text
from cxkit.survey.model import Survey
from tests.disclosure.reported import KINDS, PLACE, RESULTS, SHARES, STATUS, TABLES, rows
from tests.strategies import cases, organisation, organisations, small_survey

MAYBE = {*SHARES, "counts", "rwg_j", "sd", "low", "high", "g", "p", "invited", "rate", "empty", "straight", "members"}

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


@cases(60)
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


@cases(60)
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


@cases(60)
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


@cases(60)
@given(organisations(), protected)
def test_an_item_of_a_group_is_hidden_where_its_dimension_is(table: pd.DataFrame, survey: Survey) -> None:
    """Else who is left could be told by their items."""
    report = cx.report(table, survey, by=["team", "role"])
    shown = {(row.attribute, row.group, row.dimension) for row in report.tables.groups if row.status == SHOWN}
    for row in report.tables.group_items:
        if row.status == SHOWN and row.group != OTHERS:
            assert (row.attribute, row.group, row.dimension) in shown


@cases(40)
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


@cases(30)
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
