"""Who re-runs the program on invented answers finds nothing: exhaustively where it is small, by search where it is not.

More: make attack.
"""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import cxkit as cx
from cxkit.statistics import counting
from tests.attack import rerun as rerunning
from tests.attack.exhaustive import OURS, Publish, agreeing, beaten, buckets, published, sampled
from tests.attack.naive import naive_report, two_report, vendor_report
from tests.attack.organisations import Organisation, organisation, organisations
from tests.attack.people import World
from tests.attack.pinned import PINNED, Pinned
from tests.attack.rerun import rerun
from tests.attack.spaces import GATE, SPACES, Space
from tests.attack.table import Line, of_space, summed, write

SMALL = [made for made in organisations(16, wide=True) if len(made.answers) <= 60 and len(made.survey.items) <= 2]


@pytest.mark.parametrize("space", GATE, ids=str)
def test_nothing_is_found_out_by_trying_all_answers(space: Space) -> None:
    """All data sets that give one report, side by side, leave everything open that should be."""
    assert [(one.told, str(one.targets[0])) for one in beaten(OURS, [space])] == []


@pytest.mark.parametrize(
    "space",
    [Space(people=8, points=5), Space(people=6, points=3, items=2, least=6), Space(people=7, points=2, roles=2)],
    ids=str,
)
def test_nothing_is_found_out_of_some_in_larger_spaces(space: Space) -> None:
    """Truths by chance, each against all that agrees with its numbers."""
    assert [(one.told, str(one.targets[0])) for one in sampled(OURS, space, 6)] == []


@pytest.mark.parametrize(
    ("made", "by"),
    [*((made, ["team"]) for made in SMALL), *((made, ["team", "role"]) for made in SMALL[:2])],
    ids=lambda value: " and ".join(value) if isinstance(value, list) else f"organisation {value.seed}",
)
def test_nothing_is_certain_in_larger_organisations(made: Organisation, by: list[str]) -> None:
    """What other answers do not leave open does not follow from the exact numbers either."""
    assert rerun(OURS, made.answers, made.survey, by, seed=made.seed).beaten == ()


@pytest.mark.parametrize("case", PINNED, ids=lambda case: case.kind)
def test_what_once_was_given_away_is_open(case: Pinned) -> None:
    """Other answers give the very same report."""
    verdict = rerun(OURS, case.answers, case.survey, case.by)
    assert (verdict.beaten, verdict.undecided) == ((), ())


def test_who_is_left_beside_those_who_consented_has_no_shares_of_what_is_hidden() -> None:
    """Five of the front line, of whom an item is hidden: the shares of its dimension told two of them the others'."""
    made = organisation(57, wide=True)
    verdict = rerun(OURS, made.answers, made.survey, ["role"], {"role": "leader"})
    assert (verdict.beaten, verdict.undecided) == ((), ())


@pytest.mark.parametrize(
    ("seed", "by"),
    [
        # Whoever answered much as in truth changes what is hidden for its own sake: others do not.
        (800004, ["team"]),
        # Six teams are told as one, and all but one of them have as many people as can be: only one place is free.
        (500003, ["team"]),
        # What one answers otherwise is changed back in the team, in the role, and where another team has this role.
        pytest.param(700065, ["team", "role"], marks=pytest.mark.slow),
        # Two of a team told with others: who answers one item otherwise has another score, unless the other item, too.
        pytest.param(500649, ["team"], marks=pytest.mark.slow),
        # Of ten people, whose teams are not told: just twenty points are between the least and the greatest answers.
        (700075, ["team", "role"]),
    ],
)
def test_what_is_open_is_found_where_that_takes_much(seed: int, by: list[str]) -> None:
    """Each was undecided once."""
    made = organisation(seed, wide=True)
    assert rerun(OURS, made.answers, made.survey, by, seed=made.seed).undecided == ()


def test_what_is_not_found_with_a_set_effort_is_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    """So nobody waits for ever; and what was not looked for is not said to be open."""
    monkeypatch.setattr(rerunning, "PATIENCE", 0)
    made = organisation(800004, wide=True)
    verdict = rerun(OURS, made.answers, made.survey, ["team"], seed=made.seed)
    assert verdict.beaten == ()
    assert verdict.undecided


def test_silence_about_straight_lines_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of six people beside one who consented it told that each gave one answer to everything, and how many which.

    As if two items were enough for a straight line: of five there are too many data sets to try them all.
    """
    monkeypatch.setattr(counting, "STRAIGHT", 2)
    space = Space(people=7, points=2, items=2, consenting=True, least=7)
    assert [(one.told, str(one.targets[0])) for one in beaten(OURS, [space])] == []


@pytest.mark.parametrize("rule", [naive_report, two_report, vendor_report], ids=["naive", "two", "vendor"])
def test_other_rules_are_beaten(rule: Publish) -> None:
    """So the attacker bites: half of all data sets of a small space give something away, and larger organisations."""
    space = Space(people=9, points=2)
    assert len(list(beaten(rule, [space]))) > len(space.data()) / 2
    assert any(rerun(rule, made.answers, made.survey, ["team"]).beaten for made in SMALL)


@pytest.mark.parametrize(
    "space", [Space(people=5, points=3, items=2, missing=True), Space(people=4, points=4, items=3, roles=2, apart=True)]
)
def test_a_tally_of_a_space_is_that_of_its_table(space: Space) -> None:
    """So what is re-run is the program."""
    chance = np.random.default_rng(1)
    for row in chance.multinomial(space.people, np.full(len(space.kinds), 1 / len(space.kinds)), size=5):
        rows = [
            {
                **dict(zip(space.by, groups, strict=True)),
                **{f"q{at}": step + 1 for at, step in enumerate(steps) if step is not None},
            }
            for kind, (groups, steps) in enumerate(space.kinds)
            for _ in range(row[kind])
        ]
        columns = [*space.by, *(item.id for item in space.survey.items)]
        table = cx.tally(pd.DataFrame(rows, columns=columns, dtype=object), space.survey, by=space.by)
        for name in ("respondents", "scores", "answers", "patterns"):
            counts = {key: n for key, n in getattr(table, name).items() if n}
            assert counts == getattr(space.tally(row), name)


@pytest.mark.parametrize("made", list(organisations(3, wide=True)), ids=lambda made: f"organisation {made.seed}")
def test_a_tally_of_an_organisation_is_that_of_its_table(made: Organisation) -> None:
    """The same of larger ones."""
    by = ["team", "role"]
    table = cx.tally(made.answers, made.survey, by=by)
    tally = World.of(made.answers, made.survey, by, {}).people(made.answers).tally()
    for name in ("respondents", "scores", "answers", "patterns"):
        assert {key: n for key, n in getattr(table, name).items() if n} == getattr(tally, name)


def test_exact_numbers_hold_in_all_data_sets_with_the_same_report() -> None:
    """So candidates that do not agree with them need not be tried."""
    space = Space(people=7, points=2, groups=2)
    for data in buckets(space, OURS):
        assert len(agreeing(space, data, data[0], published(space, data[0], OURS))) == len(data)


SHIPPED = Path(__file__).parents[2] / "book" / "parts"


def test_the_table_in_the_book_is_what_its_command_makes() -> None:
    """Of the attacks that take least: the same numbers; and the table is the sum of all."""
    kept = json.loads((SHIPPED / "attack.json").read_text(encoding="utf-8"))
    attacks = [Line(**line) for line in kept["attacks"]]
    assert summed(attacks, kept["command"]) == (SHIPPED / "attack.md").read_text(encoding="utf-8")
    assert {line.rule for line in attacks} == {"naive", "two", "vendor", "ours"}
    place = next(place for place, space in enumerate(SPACES) if space.consenting and space.people == 10)
    for rule in ("two", "ours"):
        again = of_space(rule, place, kept["truths"], kept["seed"])
        assert [line for line in attacks if (line.rule, line.of) == (rule, again.of)] == [again]


def test_a_table_is_written_as_it_is_printed(tmp_path: Path) -> None:
    """With the command that makes it again, and every attack beside it."""
    line = Line(
        attacker="all", rule="two", of="a space", tried=1000, beaten=3, undecided=2, what="n 3", open={"mean": 4}
    )
    room = replace(line, attacker="history", rule="forgets", undecided=0, open={})
    first, second = write([line, line, room], tmp_path / "build", {"organisations": 5, "truths": 0, "seed": 7})
    said = first.read_text(encoding="utf-8")
    assert "| published by | every set of answers of some small organisations | every history of" in said
    assert "| a small group takes the next smallest with it | 6 of 2,000 broken, 4 undecided | – |" in said
    assert "| – | 3 of 1,000 broken |" in said
    assert 'undecided, by kind: mean 8. `make attack RERUN="5 0 7"`' in said
    assert len(json.loads(second.read_text(encoding="utf-8"))["attacks"]) == 3
