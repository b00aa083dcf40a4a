"""The next release: what it shows of whom, and what subtracting one from the other tells."""

import math
import random
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

import cxkit as cx
from cxkit.disclosure.sequential import Next, Response, next_release, touched
from cxkit.reports.report import Report
from cxkit.reports.rows import OTHERS, Place, Result, ShownResult, shown
from cxkit.survey.model import Survey
from cxkit.survey.parts import Thresholds
from tests.strategies import cases

SURVEY = Survey.from_dict(
    {
        "id": "s",
        "title": "S",
        "response_scale": {"min": 1, "max": 5},
        "attributes": [
            {"id": "team", "title": "Team", "options": {"a": "A", "b": "B", "c": "C"}},
            {"id": "role", "title": "Role", "options": {"x": "X", "y": "Y"}},
        ],
        "dimensions": [{"id": "d", "title": "D", "items": [{"id": "i", "text": "I"}, {"id": "j", "text": "J"}]}],
        "confidentiality": {"scores": 3, "distributions": 4},
    }
)


def make(responses: Collection[Response], survey: Survey = SURVEY) -> cx.Report:
    frame = pd.DataFrame(
        [{**one["attributes"], **one["answers"]} for one in responses], columns=["team", "role", "i", "j"]
    )
    return cx.report(cx.Responses.of(frame, survey), survey, by=["team", "role"])


def person(team: str, role: str = "x", **answers: int) -> Response:
    return {"attributes": {"team": team, "role": role}, "answers": answers}


def some(team: str, values: str, role: str = "x", first: int = 0) -> dict[str, Response]:
    """People of a team, each with one digit for both answers."""
    return {f"{team}{role}{first + n}": person(team, role, i=int(v), j=int(v)) for n, v in enumerate(values)}


def test_newcomers_who_cover_their_groups_enter_and_the_rest_wait() -> None:
    """And the next picture has exactly them in addition."""
    before = {**some("a", "12345234"), **some("b", "13542135")}
    now = {**before, **some("a", "1352413524", first=20), **some("b", "31", first=20)}
    following = next_release(before, now, make(before.values()), make)
    assert (following.new, following.more, following.fit) == (12, 0, 10)
    assert set(following.people) == {*before, *some("a", "1352413524", first=20)}
    assert following.report
    assert following.report.n == 26
    assert following.report.groups.set_index("group").loc["a", "n"] == 18


def test_beside_an_earlier_picture_an_interval_has_the_spread_and_the_people_that_were_shown() -> None:
    """The spread of all 18, beside it, would tell that of the newcomers: so it is that of the first seven."""
    survey = replace(SURVEY, confidentiality=Thresholds(scores=3, distributions=8))

    def told(responses: Collection[Response]) -> cx.Report:
        return make(responses, survey)

    before = {**some("a", "3341252"), **some("b", "13542135"), **some("c", "35421354")}
    shown = told(before.values())
    following = next_release(before, {**before, **some("a", "13231523312", first=20)}, shown, told)
    assert following.report
    was, row = (report.groups.set_index("group").loc["a"] for report in (shown, following.report))
    half = scipy.stats.t.ppf(0.975, 6) * was["sd"] / math.sqrt(18)
    assert (was["n"], row["n"], row["sd"], row["exact"]) == (7, 18, was["sd"], False)
    assert (row["low"], row["high"]) == pytest.approx((row["mean"] - half, row["mean"] + half))


@pytest.mark.parametrize(
    ("newcomers", "everybody", "team"), [("5" * 9, 16, 8), ("555555432", 25, 8), ("123451234", 25, 17)]
)
def test_whether_newcomers_enter_never_depends_on_what_they_answered(newcomers: str, everybody: int, team: int) -> None:
    """Where their own report would hide a result, it stays as it was: nothing vanishes, and nothing is refused."""
    before = {**some("a", "12345234"), **some("b", "13542135")}
    shown = make(before.values())
    now = {**before, **some("a", newcomers, first=20)}
    following = next_release(before, now, shown, make)
    assert (following.new, following.more, following.fit) == (9, 0, 9)
    assert following.people == now
    assert following.report
    assert following.report.n == 25
    assert following.report.dimensions.loc["d", "n"] == everybody
    assert following.report.groups.set_index("group").loc["a", "n"] == team


def test_what_stayed_as_it_was_stays_so() -> None:
    """With the next newcomers it would tell, by subtraction, of those who were not added before."""
    before = {**some("a", "12345234"), **some("b", "13542135")}
    shown = make(before.values())
    alike = {**before, **some("a", "5" * 9, first=20)}
    second = next_release(before, alike, shown, make).report
    assert second
    third = next_release(alike, {**alike, **some("a", "1352413524", first=40)}, second, make)
    assert third.report
    assert third.report.n == 35
    assert third.report.dimensions.loc["d", "n"] == 16


def test_groups_that_were_told_together_stay_so() -> None:
    """Ten newcomers, all of team c: shown with them, c minus what everybody gained would tell of the two before."""
    before = {**some("a", "12345234"), **some("b", "13542135"), **some("c", "24")}
    shown = make(before.values())
    following = next_release(before, {**before, **some("c", "1352413524", first=20)}, shown, make)
    assert following.report
    for report in (shown, following.report):
        teams = {row.group: row for row in report.tables.groups if row.attribute == "team"}
        assert list(teams) == ["b", OTHERS]
        assert (teams[OTHERS].members, teams[OTHERS].n) == (("a", "c"), 10)
    assert following.report.dimensions.loc["d", "n"] == 28
    assert make(following.people.values()).groups.set_index("group").loc["c", "status"] == "shown", "by itself it may"
    assert cx.Report.from_dict(following.report.to_dict()) == following.report


def test_who_changes_groups_enters_only_where_both_get_enough_new_people() -> None:
    """Five leave a, five enter b: either would be seen alone."""
    before = {**some("a", "1234552341"), **some("b", "13542135")}
    moved = {f"ax{place}": person("b", i=place + 1, j=place + 1) for place in range(5)}
    to_b = {**before, **moved, **some("b", "1352413524", first=20)}
    shown = make(before.values())
    assert next_release(before, to_b, shown, make).people["ax0"] == before["ax0"]
    both = {**to_b, **some("a", "3142513524", first=20)}
    assert next_release(before, both, shown, make).people["ax0"] == moved["ax0"]


@pytest.mark.parametrize(("was", "then", "enter"), [("12345", "51234", True), ("1234", "4123", False)])
def test_changes_enter_as_a_batch_of_their_own(was: str, then: str, enter: bool) -> None:
    """Beside newcomers whose answers may be known, fewer would be."""
    before = {**some("a", was), **some("a", "41325", first=30)}
    now = {**before, **some("a", then), **some("a", "1352413524", first=40)}
    following = next_release(before, now, make(before.values()), make)
    assert following.fit == 10
    assert (following.people["ax0"] == now["ax0"]) == enter


def test_changes_of_people_who_answer_alike_do_not_enter() -> None:
    """A batch of whom nothing would be shown."""
    before = {**some("a", "12345"), **some("a", "41325", first=30)}
    now = {**before, **some("a", "22222"), **some("a", "1352413524", first=40)}
    assert next_release(before, now, make(before.values()), make).people["ax0"] == before["ax0"]


def test_a_change_enters_only_where_enough_new_people_answered() -> None:
    """Newcomers who leave an item out do not cover a change of it."""
    before = {**some("a", "12345"), **some("a", "41325", first=30)}
    of_i = {f"new{n}": person("a", i=int(v)) for n, v in enumerate("1352413524")}
    for newcomers, enter in ((of_i, False), (some("a", "1352413524", first=40), True)):
        now = {**before, **newcomers, **some("a", "51234")}
        following = next_release(before, now, make(before.values()), make)
        assert following.fit == 10
        assert (following.people["ax0"] == now["ax0"]) == enter


def test_without_new_answers_there_is_no_next_picture() -> None:
    """Whatever changes."""
    before = some("a", "12345234")
    following = next_release(before, some("a", "54321432"), make(before.values()), make)
    assert (following.new, following.edited, following.report) == (0, 6, None)
    assert following.more == SURVEY.confidentiality.batch


History = list[tuple[Mapping[str, Response], cx.Report]]


def history(rng: random.Random, edits: bool) -> History:
    """Let people come, and change their minds, at random, and show a picture whenever there can be one."""

    def answers() -> dict[str, int]:
        return {item: rng.choice([1, 2, 3, 3, 4, 5]) for item in "ij" if rng.random() < 0.9}

    kept: dict[str, Any] = {}
    released: History = []
    for _ in range(rng.randint(2, 5)):
        teams = rng.sample("abc", rng.randint(1, 3))
        for _ in range(rng.randint(0, 16)):
            kept[f"p{len(kept)}"] = {**person(rng.choice(teams), rng.choice("xxxxy")), "answers": answers()}
        for one in rng.sample(sorted(kept), min(len(kept), rng.randint(0, 4))) if edits else ():
            moved = person(rng.choice("abc")) if rng.random() < 0.3 else kept[one]
            kept[one] = {**moved, "answers": answers()}
        answering = {one: response for one, response in kept.items() if response["answers"]}
        if released:
            following: Next = next_release(*(released[-1][0], kept, released[-1][1]), make)
            if following.report:
                released.append((following.people, following.report))
        elif len(answering) >= 3:
            released.append((answering, make(answering.values())))
    return released


def groups_of(response: Response) -> list[tuple[str, str]]:
    return [("", ""), *response["attributes"].items()]


@cases(75)
@given(st.randoms(use_true_random=False), st.booleans())
def test_any_two_pictures_differ_by_nobody_or_by_enough_new_people(rng: random.Random, edits: bool) -> None:
    """For everybody and in each group, whatever comes in which order; and never by changes alone."""
    released = history(rng, edits)
    for later, (after, _) in enumerate(released):
        for before, _ in released[:later]:
            differ = {one for one in {**before, **after} if before.get(one) != after.get(one)}
            new = Counter(group for one in differ - before.keys() for group in groups_of(after[one]))
            places = {g for one in differ for side in (before, after) if one in side for g in groups_of(side[one])}
            assert all(new[place] >= SURVEY.confidentiality.batch for place in places)


@cases(75)
@given(st.randoms(use_true_random=False))
def test_subtracting_two_pictures_tells_no_more_than_the_newcomers_own_report(rng: random.Random) -> None:
    """No remainder of few people, none at an end of the scale, no spread and no distribution that theirs would hide."""
    released = history(rng, False)
    for later, (after, report) in enumerate(released):
        for before, earlier in released[:later]:
            new = {one: after[one] for one in after.keys() - before.keys()}
            own, was = results(make(new.values())), results(earlier)
            old, touch = touched(before.values(), SURVEY), touched(new.values(), SURVEY)
            for place, row in results(report).items():
                known = was.get(place)
                if not shown(row) or not shown(known):
                    assert row.status != "shown" or not parts(row) & old
                elif not parts(row) & touch:
                    assert row == known
                elif row != known:
                    check(row, known, own[place], consecutive=later and released[later - 1][0] is before)


def parts(row: Result) -> set[Place]:
    """Return the results that a row tells of, each group's by itself."""
    return {(row.attribute, group, row.item, row.dimension) for group in row.members or [row.group]}


def results(report: Report) -> dict[Place, Result]:
    return {row.place: row for row in report.tables.results}


def check(row: ShownResult, known: ShownResult, own: Result, consecutive: Any) -> None:
    left = row.n - known.n
    assert left >= SURVEY.confidentiality.scores
    if row.exact and known.exact:
        rest = (row.n * row.mean - known.n * known.mean) / left
        assert 0.5 < rest < 99.5
    if consecutive:
        assert own.status == "shown"
        assert not row.exact or own.exact
        assert row.distribution != "shown" or own.distribution == "shown"
        assert row.counts is None or own.counts is not None


def test_pictures_do_follow_each_other_now_and_then() -> None:
    """So that the tests above test something."""
    assert sum(len(history(random.Random(seed), True)) > 1 for seed in range(60)) > 5


def test_beside_the_first_picture_alone_subtraction_would_tell() -> None:
    """The naive way, a report of all who have answered: the two of team c are what c has more than all newcomers."""
    before = {**some("a", "12345234"), **some("b", "13542135"), **some("c", "24")}
    after = {**before, **some("c", "1352413524", first=20)}
    second = make(after.values())
    first, everybody = make(before.values()).tables.dimensions[0], second.tables.dimensions[0]
    (c,) = (row for row in second.tables.groups if row.group == "c")
    assert shown(first)
    assert shown(everybody)
    assert shown(c)
    gained = everybody.n * everybody.mean - first.n * first.mean
    assert (c.n * c.mean - gained) / 2 == pytest.approx(50, abs=10)
