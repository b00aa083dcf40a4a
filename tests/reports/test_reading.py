"""Reading a report: whatever is wrong in one is refused, with its place and what is allowed."""

import copy
import re
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cxkit as cx
from cxkit.errors import ReportError
from cxkit.reports.report import Report
from tests.strategies import organisation, small_survey

TABLES = ["dimensions", "items", "groups", "group_items", "gaps", "participation"]
ATTACK = "<img src=x onerror=alert(1)>"
WHOLE = cx.report(
    organisation({"a": 3, "b": 6, "c": 30}, missing=0.1), small_survey(), by=["team", "role"], invited=60
).to_dict()


@pytest.fixture
def data() -> dict[str, Any]:
    """A report with rows of every status, as a file has it."""
    return copy.deepcopy(WHOLE)


def refusal(data: Any) -> str:
    """Return why a report is refused."""
    with pytest.raises(ReportError) as caught:
        Report.from_dict(data)
    return str(caught.value)


@pytest.mark.parametrize("key", ["survey", "n", "thresholds", "by", "comments", *TABLES])
def test_a_report_that_lacks_something_is_damaged(data: dict[str, Any], key: str) -> None:
    """The error names what is missing."""
    del data[key]
    assert re.search(rf'damaged.*\n  the key "{key}" is missing', refusal(data))


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("survey", {"id": "x"}, 'survey: .*\n.*the key "title" is missing'),
        ("survey", None, "survey: .*\n.*should be a mapping"),
        ("thresholds", {"score": 5}, 'thresholds, score: unknown key. Did you mean "scores"?'),
        ("thresholds", None, "thresholds: should be a mapping with scores, distributions, comments, but is empty"),
        ("thresholds", {"scores": 3, "distributions": 8, "comments": 10}, 'thresholds, scores: should be 5.*is "3"'),
        ("by", None, "by: should be a list of the survey's attributes"),
        ("by", ["team", "team", "role"], "by: names an attribute twice"),
        ("gaps", None, "gaps: should be a list of rows, but is empty"),
        ("groups", [{"attribute": "team"}], 'groups, row 1: the key "group" is missing'),
        ("items", [3], 'items, row 1: should be a mapping with item, dimension, .*but is "3"'),
        ("items", [], "items: a row for listens · care is missing"),
        ("n", ATTACK, 'n: should be "39", as in participation, but is "<img'),
        ("n", 38, 'n: should be "39"'),
        ("extra", 1, "extra: unknown key"),
        ("comments", "no", "comments: should be a list"),
        ("comments", [{"dimension": "x", "text": "y"}], "comments, row 1, dimension: should be one of care, pace"),
        ("comments", [{"dimension": "care", "item": "waits", "text": "y"}], "item: should be one of listens, helps"),
        ("comments", [{"dimension": "care", "text": 3}], 'comments, row 1, text: should be text, but is "3"'),
        ("comments", [{"dimension": "care", "text": "y", "held": True}], "comments, row 1, held: unknown key"),
        (
            "comments",
            [{"dimension": "care", "text": "y", "group": "a"}],
            "row 1, attribute: should be there together with group",
        ),
    ],
)
def test_a_report_with_something_wrong_is_damaged(data: dict[str, Any], key: str, value: Any, reason: str) -> None:
    """Never a traceback from within; the error says where, and what is allowed."""
    assert re.search(reason, refusal(data | {key: value}))


@pytest.mark.parametrize(
    ("table", "field", "value", "reason"),
    [
        ("groups", "mean", "forty", 'row 3, mean: should be a number from 0 to 100, but is "forty"'),
        ("groups", "n", ATTACK, 'row 3, n: should be a whole number, 0 or more, but is "<img'),
        ("groups", "n", True, "row 3, n: should be a whole number"),
        ("groups", "mean", None, "row 3, mean: should be a number from 0 to 100 where the status is shown"),
        (
            "groups",
            "members",
            [],
            "row 3, members: should be two groups or more where the group is (others), and missing",
        ),
        ("groups", "members", ["a"], "row 3, members: should be two groups or more where the group is (others), and"),
        (
            "participation",
            "members",
            ["a", "b"],
            "row 1, members: should be two groups or more where the group is (oth",
        ),
        ("groups", "group", "d", "row 3: team · d · pace is there twice, or is not of this report"),
        ("dimensions", "exact", 1, 'row 1, exact: should be true or false, but is "1"'),
        ("items", "favourable", 0.99, "row 1, favourable: should "),
        ("items", "counts", [1, 2], "row 1, counts: should be 5 numbers, one for each answer"),
        ("items", "counts", [1, 0, 0, 0, 0], "row 1, counts: should add up to n"),
        ("items", "counts", [1.5] * 5, "row 1, counts: should be a list of whole numbers"),
        ("items", "status", "hidden", "row 1, status: should be one of shown, suppressed"),
        ("items", "status", "suppressed", "row 1, mean: should be missing where the status is suppressed"),
        ("gaps", "label", ATTACK, "row 1, label: should be one of blind spot, hidden strength, in line, too few"),
        ("gaps", "difference", 0.0, "row 1, difference: should "),
        ("gaps", "n", 4, "row 1, n: should be "),
        ("dimensions", "n", 4, "row 1, n: should be at least 5, as the survey asks"),
        ("items", "n", 7, "row 1, distribution: should be suppressed where fewer than 8 answered"),
        ("participation", "rate", 0.5, "row 1, rate: should be respondents out of invited"),
        ("participation", "straight", 10**6, "row 1, straight: should be at most respondents"),
    ],
)
def test_a_wrong_value_is_named_with_its_row(
    data: dict[str, Any], table: str, field: str, value: Any, reason: str
) -> None:
    """So that whoever wrote the file finds it."""
    place = 2 if table == "groups" else 0
    assert data[table][place]["status"] == "shown"
    data[table][place][field] = value
    assert f"  {table}, {reason}" in refusal(data)


def test_no_number_can_stand_where_a_report_has_none(data: dict[str, Any]) -> None:
    """Of each kind of row, one number after another; all alone, so that it is that one which is refused."""
    whole = dict.fromkeys(("n", "n_other", "respondents", "invited", "empty", "straight"), 1)
    part = dict.fromkeys(("mean", "mean_other", "sd", "low", "high", "difference", "g", "p", "rate", "rwg_j"), 0.5)
    shares, seen = dict.fromkeys(("favourable", "neutral", "unfavourable"), 0.25), set[Any]()
    for table in ("dimensions", "items", "groups", "group_items", "gaps", "participation"):
        for row in data[table]:
            for name, value in {**whole, **part, **shares, "counts": [1, 0, 0, 0, 0]}.items():
                kind = table, row["status"], row.get("distribution"), row.get("exact"), row.get("attribute"), name
                if row.get(name, 0) is not None or kind in seen:
                    continue
                seen.add(kind)
                row[name] = value
                assert f"  {table}, row" in refusal(data), kind
                row[name] = None
    assert {("groups", "rwg_j"), ("participation", "straight")} <= {(kind[0], kind[-1]) for kind in seen}


def test_of_the_groups_one_may_be_small_because_it_agreed(data: dict[str, Any]) -> None:
    """A second one, or several together, have no business to be shown."""
    places: dict[str, dict[str, Any]] = {}
    for row in data["group_items"]:
        if row["attribute"] == "role" and row["status"] == "shown" and row["group"] not in places:
            few = [name for name in row if re.search("sd|low|high|counts|neutral|favourable", name)]
            row.update(dict.fromkeys(few), distribution="suppressed", exact=False)
            places[row["group"]] = row
    assert len(places) == 2
    one, other = places.values()
    one["n"] = 2
    assert Report.from_dict(data)
    other["n"] = 4
    assert "group_items, row " in refusal(data)
    assert 'n: should be at least 5, as the survey asks, but is "4"' in refusal(data)


def test_every_problem_is_said_at_once(data: dict[str, Any]) -> None:
    """And not more of them than anybody reads."""
    data["groups"][2]["mean"], data["items"][0]["n"] = -1, "many"
    message = refusal(data)
    assert "It has 2 problems:\n  items, row 1, n: should" in message
    assert "\n  groups, row 3, mean: should" in message
    missing = [row for row in data["group_items"] if row["group"] != "(others)"]  # these may be there, and need not
    assert refusal(data | {"group_items": []}).count("\n") == 2 + len(missing)
    big = cx.report(organisation({f"t{n}": 3 for n in range(20)}), small_survey(), by="team").to_dict()
    assert refusal(big | {"group_items": []}).endswith("… and 30 more.")


@given(st.data())
def test_any_single_wrong_value_is_refused_with_its_place(data: st.DataObject) -> None:
    """In any row of any table: another type, a number beyond every end, a word that nothing here has."""
    raw = copy.deepcopy(WHOLE)
    table = data.draw(st.sampled_from(TABLES))
    place = data.draw(st.integers(0, len(raw[table]) - 1))
    row = raw[table][place]
    field = data.draw(st.sampled_from(sorted(row)))
    wrong = [True, -1, 10**15, float("nan"), float("inf"), ATTACK, [], {}, [ATTACK], "", "shown ", 0.5]
    row[field] = data.draw(st.sampled_from([value for value in wrong if not fits(row, field, value)]))
    message = refusal(raw)
    assert f"\n  {table}, row {place + 1}" in message


def fits(row: dict[str, Any], field: str, value: Any) -> bool:
    """Whether another value would be right as well, as far as the row tells."""
    if row[field] is None or type(value) not in (int, float):
        return (value == row[field] and type(value) is type(row[field])) or (field == "exact" and value is True)
    in_gap = "difference" in row
    name, _, end = field.rpartition("_") if "_" in field else ("", "", field)
    if end in ("low", "high"):
        middle = row[name or ("difference" if in_gap else "mean")]
        least, most = (-1e12, 1e12) if in_gap else (0, 1 if name else 100)
        return bool(least <= value <= middle if end == "low" else middle <= value <= most)
    ends = {"g": (-1e12, 1e12), "p": (0, 1), "sd": (0, 100), "rwg_j": (0, 1)}
    return field in ends and ends[field][0] <= value <= ends[field][1]


def test_a_case_to_whose_last_step_few_came_is_read_back() -> None:
    """Five are enough at a step where eight began; a reveal of it ended in a damaged report."""
    survey = cx.load_survey("recovery")
    first, *steps = survey.dimensions[0].items
    ways = [[0]] * 5 + [[1]] * 4 + [[2]] * 3
    rows = []
    for way in ways:
        at, choices = first, {first.id: way[0]}
        while (then := next((one for one in steps if one.id == at.choices[choices[at.id]].then), None)) is not None:
            at, choices = then, {**choices, then.id: 0}
        rows.append(choices)
    frame = pd.DataFrame(rows, columns=[item.id for item in survey.items]).astype("Int64")
    report = cx.report(frame, survey)
    assert any(row.n is not None and row.n < 8 for row in report.tables.items)
    assert cx.Report.from_dict(report.to_dict()) == report


PAIRED = {"dimension": "care", "status": "shown", "n": 9, "n_other": 12, "mean_other": 50.0, "r": 0.4}


def test_how_alike_the_same_people_answered_twice_is_read_back(data: dict[str, Any]) -> None:
    """Where nothing is known of that, a file has nothing of it, as those of before."""
    assert "paired" not in data
    data["paired"] = [
        PAIRED,
        {"dimension": "pace", "status": "suppressed"} | dict.fromkeys(["n", "n_other", "mean_other", "r"]),
    ]
    assert Report.from_dict(data).to_dict() == data


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"n": 7}, "paired, row 1, n: should be at least 8, as the survey asks"),
        ({"r": 1.5}, "paired, row 1, r: should be a number from -1 to 1"),
        ({"r": None}, "paired, row 1, r: should be a number from -1 to 1 where the status is shown"),
        ({"status": "suppressed"}, "paired, row 1, r: should be missing where the status is suppressed"),
        ({"status": "open"}, "paired, row 1, status: should be one of shown, suppressed"),
        ({"dimension": "none"}, "paired, row 1, dimension: should be one of care, pace"),
    ],
)
def test_what_does_not_belong_there_is_named(data: dict[str, Any], change: dict[str, Any], reason: str) -> None:
    """With its row and what is allowed."""
    data["paired"] = [PAIRED | change]
    assert reason in refusal(data)
