"""Confidentiality: what may be seen, and that what may not be seen is nowhere."""

import sys
from dataclasses import replace
from types import FrameType

import pandas as pd
import pytest

import cxkit as cx
from cxkit.errors import ResponseError
from cxkit.reports.rows import OTHERS, shown
from cxkit.reports.status import SHOWN, SUPPRESSED
from tests.disclosure.reported import answering, status
from tests.strategies import item_survey, organisation, small_survey


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


@pytest.mark.parametrize(("alike", "least"), [(1, 0.5), (2, 0.5), (3, 0.5), (2, 2)])
def test_five_leaders_are_told_beside_all_others_where_two_of_them_have_one_score(alike: int, least: float) -> None:
    """A score of three answers does not say what they are; one of two may, so there all five scores must differ."""
    survey = item_survey(*[{}] * 6, scoring={"min_answered": least})
    answers = [[3, 3, 3, 4, 4, 4], [4, 4, 4, 3, 3, 3], [4, 3, 3, 4, 3, 4]]  # of one score
    leaders = [*answers[:alike], *([1 + step, *answers[0][1:]] for step in (0, 1, 3, 4)[: 5 - alike])]
    others = [[1 + (place * (1 + item % 4) + item) % 5 for item in range(6)] for place in range(30)]
    table = pd.DataFrame(leaders + others, columns=[item.id for item in survey.items], dtype=object)
    report = cx.report(table.assign(team=["leader"] * 5 + ["front"] * 30), survey, by="team")
    told = alike == 1 or (alike == 2 and least < 1)
    assert status(report) == dict.fromkeys(["leader", "front"], SHOWN if told else SUPPRESSED)


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


def test_a_dimension_of_many_items_is_protected_as_well() -> None:
    """Sixty of them, on 0 to 10, by 40 people who left some out."""
    items = [{"id": f"i{place}", "text": f"Item {place}"} for place in range(60)]
    survey = small_survey(response_scale={"min": 0, "max": 10}, dimensions=[{"id": "d", "title": "D", "items": items}])
    answers = {item["id"]: [(7 * person + place) % 11 for person in range(40)] for place, item in enumerate(items)}
    table = pd.DataFrame(answers).replace(3, None).assign(team=["a"] * 4 + ["b"] * 9 + ["c"] * 27)
    assert status(cx.report(table, survey, by="team")) == {"c": SHOWN, OTHERS: SHOWN}


@pytest.mark.parametrize("few", [3, 4, 6])
def test_who_gave_the_few_other_answers_does_not_decide_what_is_shown(few: int) -> None:
    """Of an item that nearly all answered at its end: the same scores, and the same answers of everybody.

    That a group's dimension was shown told that all the others were given in one of two groups.
    """
    survey = item_survey({}, {}, {})
    others = [1, 2, 3, 4, 5, 2, 3, 4]
    told = set()
    for inside in range(few + 1):
        rows = [
            {"team": team, **({"i0": 4, "i1": 3} if at < many else {"i0": 5, "i1": 2}), "i2": other}
            for team, many in (("a", inside), ("b", few - inside))
            for at, other in enumerate(others)
        ]
        report = cx.report(pd.DataFrame(rows), survey, by="team")
        told.add(tuple((row.group, row.status) for row in report.tables.groups))
    assert len(told) == 1


@pytest.mark.parametrize(
    ("points", "a", "b"),
    [
        (2, "21 21 21 21 22 22 22 22", "11 11 21 21 22 22 22 22"),  # everybody's items are hidden: nearly all agree
        (2, "11 11 11 11 12 12 22 22", "11 11 11 12 22 22 22 22 22"),  # whoever gave both gave them in one order
        (3, "11 13 32 32 32 32 33 33", "12 21 21 21 22 22 31 31"),  # few gave another answer to one of two
        (2, "111 111 112 112 122 122 212 222 222 222 222 222", "111 111 111 111 111 111 112 122 122 122 122 222"),
    ],
)
def test_groups_scores_are_hidden_where_they_tell_who_answered_a_hidden_item_otherwise(
    points: int, a: str, b: str
) -> None:
    """In all data sets with the report that showed them, all whom two of a team do not know gave one answer."""
    people = [(team, person) for team, said in (("a", a), ("b", b)) for person in said.split()]
    rows = [{"team": team, **{f"i{at}": int(step) for at, step in enumerate(said)}} for team, said in people]
    survey = item_survey(*[{}] * len(people[0][1]), response_scale={"min": 1, "max": points})
    report = cx.report(pd.DataFrame(rows), survey, by="team")
    assert shown(report.tables.dimensions[0])
    assert not any(map(shown, report.tables.groups))
