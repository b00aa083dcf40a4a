"""What made-up people of a rehearsal say to what phones are asked besides a survey: they guess, write and vote."""

import random
import secrets
from collections.abc import Iterator
from typing import Any

from cxkit.live.openly import COLLECT, PREDICT
from cxkit.words import say

RATHER_NOT = 9
"""Who of them passes."""


def rehearsed(task: dict[str, Any], people: int, leaders: int) -> Iterator[dict[str, Any]]:
    """Give what each says to a task, in no order: of lines some send two. The same for the same task."""
    chance = random.Random(task["key"])  # noqa: S311  (believable, not secret)
    for person in sorted(range(people), key=lambda _: chance.random()):
        for said in _said(task, person, leaders, chance):
            own = secrets.token_hex(16) if task["kind"] == COLLECT else None
            yield {"token": secrets.token_hex(16), "task": task["key"], "revision": 1, "own": own, "said": said}


def _said(task: dict[str, Any], person: int, leaders: int, chance: random.Random) -> list[Any]:
    if task["kind"] == PREDICT:
        others = [one for one in task["groups"] if one != task["leads"]] or [""]
        group = task["leads"] if person < leaders else others[(person % 4 == 0) * (len(others) - 1)]
        guess = round(chance.gauss(66 if person < leaders else 74, 13))  # everybody takes the others to be nearer
        return [None if person == RATHER_NOT else {"value": max(0, min(100, guess)), "group": group}]
    if task["kind"] == COLLECT:
        known = {"promise": say("rehearsal.promises"), "departments": say("rehearsal.departments")}
        lines = known.get(task["list"], say("rehearsal.ideas")).splitlines()
        return [lines[int(len(lines) * chance.random() ** 2)] for _ in range(1 + (person % 3 == 0))]
    keys = [one["key"] for one in task["lines"]]
    return [chance.sample(keys, min(len(keys), 1 + person % task["most"]))]
