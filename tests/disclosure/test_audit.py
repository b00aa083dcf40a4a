"""An audit finds out what a report gives away that was edited by hand, and nothing of one that we made."""

import json
from itertools import islice

import pandas as pd
import pytest

import cxkit as cx
from cxkit.disclosure.audit import Audit, audit, digest
from cxkit.reports.report import Report
from tests.attack.naive import by_hand, naive_report
from tests.attack.organisations import organisations
from tests.attack.sequences import room
from tests.strategies import item_survey, organisation, small_survey

ONE = item_survey({}, attributes=[{"id": "team", "title": "Team", "options": ["a", "b"]}])
AGREED = small_survey(
    attributes=[{"id": "role", "title": "Role", "options": {"leader": "Leader", "frontline": "Front line"}}]
)


def of_teams(**answers: str) -> pd.DataFrame:
    """Return answers to one item: `a="1123"` are four people of team a."""
    return pd.DataFrame([{"team": team, "i0": int(one)} for team, given in answers.items() for one in given])


def known(done: Audit) -> set[str]:
    """Return the kinds of what was found out."""
    return {pin.what for pin in done.beaten}


@pytest.mark.parametrize("sizes", [{"a": 3, "b": 6, "c": 30}, {"a": 9, "b": 9}, {"a": 2, "b": 2}])
def test_what_we_made_gives_nothing_away(sizes: dict[str, int]) -> None:
    """With small groups, with large ones, and with too few people to say anything."""
    done = audit(cx.report(organisation(sizes), small_survey(), by=["team", "role"]))
    assert known(done) == set()
    assert done.undecided.total() == 0
    assert done.mixed == ()
    assert done.tried["answer"] > 0


@pytest.mark.parametrize(
    ("answers", "what"),
    [
        ({"a": "3324", "b": "121221"}, {"n", "mean"}),  # everybody minus b
        ({"a": "5555", "b": "121221"}, {"n", "mean", "answer", "colleague", "colleagues", "distribution"}),
        ({"a": "4555", "b": "121221"}, {"n", "mean", "colleague", "distribution"}),  # who said 4 knows
    ],
)
def test_numbers_put_in_by_hand_are_found_to_tell_the_others(answers: dict[str, str], what: set[str]) -> None:
    """The mean of the larger team tells that of the smaller one, and where it is at an end everybody's answer."""
    done = audit(by_hand(naive_report(of_teams(**answers), ONE, ["team"])))
    of_a = {pin.what for pin in done.beaten if pin.scopes == (("team", "a"),)}
    assert of_a >= what
    assert ("answer" in of_a) == ("answer" in what)
    assert any(line.startswith("team a, item i0 of d: ") for line in done.told)


def test_a_shown_number_that_leaves_no_two_ways_is_found() -> None:
    """Five people of one team, whose mean is as high as can be, all gave the highest answer."""
    done = audit(by_hand(naive_report(of_teams(a="55555", b="121221"), ONE, ["team"])))
    assert "answer" in known(done)


def test_who_agreed_is_no_target_where_they_are_told() -> None:
    """Two leaders whose mean is shown: if they agreed to it, nothing else is found out."""
    answers = organisation({"a": 30}).assign(role=["leader"] * 2 + ["frontline"] * 28)
    report = cx.report(answers, AGREED, by="role", consenting={"role": "leader"})
    assert known(audit(report))
    assert known(audit(report, consenting={"role": "leader"})) == set()


def test_everybody_beside_those_who_agreed_is_told_as_everybody_is() -> None:
    """Where three of five differ from most, not four: so these need not all have answered something else."""
    report = cx.report(of_teams(a="3422", b="22443"), ONE, by="team", consenting={"team": "a"})
    assert [row.n for row in report.tables.group_items] == [4, 5]
    assert known(audit(report, consenting={"team": "a"})) == set()


def test_who_agreed_is_a_target_where_they_are_hidden() -> None:
    """One leader alone is not shown, whatever they agreed to: putting their number in by hand is found."""
    answers = of_teams(a="3324", b="121221")
    done = audit(by_hand(naive_report(answers, ONE, ["team"])), consenting={"team": "a"})
    assert {"n", "mean"} <= known(done)


def test_without_time_everything_is_undecided_and_nothing_is_claimed() -> None:
    """Neither known nor open."""
    done = audit(by_hand(naive_report(of_teams(a="5555", b="121221"), ONE, ["team"])), seconds=0)
    assert known(done) == set()
    assert done.undecided == done.tried


def test_numbers_of_several_pictures_are_undecided() -> None:
    """Some are of those who had answered before, some of all: nothing can be subtracted, and that is said."""
    rooms = (room(made, ["role"]).releases for made in organisations(60) if len(made.answers) >= 40)
    outcomes = [audit(releases[1]) for releases in islice((some for some in rooms if len(some) > 1), 6)]
    torn = [done for done in outcomes if done.mixed]
    assert torn
    assert all(done.undecided.total() and not done.beaten for done in torn)


def test_the_digest_is_of_what_a_report_says() -> None:
    """However its file is laid out; one other number is another report."""
    report = cx.report(organisation({"a": 9, "b": 9}), small_survey(), by="team")
    plain = report.to_dict()
    turned = dict(reversed(json.loads(json.dumps(plain, indent=4)).items()))
    assert digest(Report.from_dict(turned)) == digest(report)
    other = cx.report(organisation({"a": 9, "b": 9}, seed=1), small_survey(), by="team")
    assert digest(other) != digest(report)


def test_a_certificate_says_what_was_tried_and_holds_no_number_of_the_report() -> None:
    """With versions, the seed, the time and the thresholds: whoever has the report can do it again."""
    report = cx.report(organisation({"a": 9, "b": 9}), small_survey(), by="team")
    done = audit(report, seconds=30, seed=7)
    said = done.certificate("1.2.3")
    assert said["report_sha256"] == digest(report)
    assert (said["seconds"], said["seed"], said["rules"]["scores"]) == (30, 7, 5)
    assert said["versions"]["cxkit"] == "1.2.3"
    assert set(said["versions"]) == {"cxkit", "python", "numpy", "scipy"}
    assert {kind: one["tried"] for kind, one in said["targets"].items()} == dict(done.tried)
    assert said == audit(report, seconds=30, seed=7).certificate("1.2.3")
