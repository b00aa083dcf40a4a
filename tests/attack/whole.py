"""`make attack`: the attacker against at least a thousand organisations, and against the naive rule for comparison.

python -m tests.attack.whole [organisations] [whose leaders agreed] [by the naive rule] [two pictures]
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from time import perf_counter
from typing import Any

import cxkit as cx
from cxkit.disclosure.system import Scope
from tests.attack.naive import naive_report
from tests.attack.organisations import Organisation, organisations
from tests.attack.sequences import attack_sequence, sequence
from tests.attack.trial import attack

BY = ["team", "role"]
LEAST = 40
"""In smaller rooms there is hardly ever a second picture."""


AGREED = ("role", "leader")


def ours(made: Organisation) -> dict[str, Any]:
    """Publish by our rule."""
    return cx.report(made.answers, made.survey, by=BY).to_dict()


def ours_agreed(made: Organisation) -> dict[str, Any]:
    """Publish by our rule, where all leaders agreed that their means are shown, even of one of them."""
    return cx.report(made.answers, made.survey, by=BY, consenting=dict([AGREED]), alone=True).to_dict()


def naive(made: Organisation) -> dict[str, Any]:
    """Publish by the rule that hides groups under five and nothing else."""
    return naive_report(made.answers, made.survey, BY)


def campaign(name: str, publish: Callable[[Organisation], dict[str, Any]], count: int, agreed: Scope = None) -> int:
    """Attack so many organisations one after another; say how it went, and return how many gave something away."""
    broken, undecided, kinds, start = 0, 0, Counter[str](), perf_counter()
    for made in organisations(count):
        try:
            pins = list(attack(publish(made), made.answers, agreed))
        except TimeoutError:
            undecided += 1
            continue
        broken += bool(pins)
        kinds.update({pin.what for pin in pins})
        if pins and name != "naive":
            print(f"organisation {made.seed} gave away {pins[0]}", flush=True)
        if (made.seed + 1) % 100 == 0:
            print(f"{name}: {made.seed + 1} tried, {broken} beaten, {perf_counter() - start:.0f} s", flush=True)
    print(f"{name}: {count} organisations, {broken} beaten, {undecided} undecided in time, {dict(kinds)}")
    return broken


def pictures(count: int) -> int:
    """Attack two pictures of one room, one after the other, of so many organisations, by role and by team."""
    broken, tried, undecided = 0, 0, 0
    for made in organisations(count):
        for by in ([attribute] for attribute in BY):
            found = sequence(made, by) if len(made.answers) >= LEAST else None
            if found is None:
                continue
            try:
                pins = list(attack_sequence(found[:2], {"old": found[2], "new": found[3]}))
            except TimeoutError:
                undecided += 1
                continue
            tried += 1
            broken += bool(pins)
            if pins:
                print(f"organisation {made.seed} by {by[0]} gave away {pins[0]}", flush=True)
    print(f"two pictures: {tried} rooms, {broken} beaten, {undecided} undecided in time")
    return broken


if __name__ == "__main__":
    counts = [int(count) for count in sys.argv[1:]] or [1000, 300, 100, 300]
    beaten = campaign("ours", ours, counts[0])
    beaten += len(counts) > 1 and campaign("leaders agreed", ours_agreed, counts[1], AGREED)
    beaten += len(counts) > 3 and pictures(counts[3])
    fair = len(counts) < 3 or campaign("naive", naive, counts[2]) > 0
    sys.exit(beaten > 0 or not fair)
