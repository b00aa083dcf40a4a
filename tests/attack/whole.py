"""`make attack`: the attacker against at least a thousand organisations, and against the naive rule for comparison.

python -m tests.attack.whole [organisations] [whose leaders agreed] [by the naive rule] [rooms with several releases]
"""

import sys
from collections import Counter
from collections.abc import Callable
from time import perf_counter
from typing import Any

import cxkit as cx
from cxkit.disclosure.system import Scope
from tests.attack.naive import naive_report
from tests.attack.organisations import Organisation, organisations
from tests.attack.sequences import attack_releases, room
from tests.attack.trial import attack

BY = ["team", "role"]
LEAST = 40
"""In smaller rooms there is hardly ever a second release."""
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


def rooms(count: int, *, naive: bool = False) -> int:
    """Attack up to five releases of one room together, of so many organisations, by role and by team."""
    broken, undecided, many, start = 0, 0, Counter[int](), perf_counter()
    for made in organisations(count):
        for by in ([attribute] for attribute in BY) if len(made.answers) >= LEAST else ():
            shown = room(made, by, naive=naive)
            if len(shown.releases) < 2:
                continue
            many[len(shown.releases)] += 1
            try:
                pins = list(attack_releases(shown))
            except TimeoutError:
                undecided += 1
                continue
            broken += bool(pins)
            if pins and not naive:
                print(f"organisation {made.seed} by {by[0]} gave away {pins[0]}", flush=True)
    told = ", ".join(f"{count} with {releases}" for releases, count in sorted(many.items()))
    rule = "naive" if naive else "ours"
    print(
        f"{rule}: {many.total()} rooms with several releases ({told}), {broken} beaten, "
        f"{undecided} undecided in time, {perf_counter() - start:.0f} s",
        flush=True,
    )
    return broken


if __name__ == "__main__":
    counts = [int(count) for count in sys.argv[1:]] or [1000, 300, 100, 300]
    beaten = campaign("ours", ours, counts[0])
    beaten += len(counts) > 1 and campaign("leaders agreed", ours_agreed, counts[1], AGREED)
    beaten += len(counts) > 3 and rooms(counts[3])
    fair = len(counts) < 3 or campaign("naive", naive, counts[2]) > 0
    sys.exit(beaten > 0 or not fair)
