"""Made-up answers for a survey's sample: what the make_sample.py of each activity shares.

Nobody gave these answers. Each is where its item stands for that person, plus how kindly the person sees things in
general, plus chance. The same survey file always gives the same bytes.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import NormalDist
from typing import Any

import yaml

DEPARTMENTS = {"Sales": 14, "Warehouse": 18, "Phones": 16, "Technical support": 12, "Accounts receivable": 7, "IT": 8}
"""The made-up company, the same in every activity: how many of each department came."""

Person = dict[str, str]
Standing = Callable[[Person, str, str], float | None]
"""Where an item stands for a person, 0-100: (person, dimension id, item text); None: cannot tell."""


@dataclass(frozen=True)
class Question:
    """One item, as far as samples need it."""

    id: str
    dimension: str
    text: str
    reverse_keyed: bool
    low: int
    high: int


class Dice:
    """Chance that falls the same on every machine and Python version: Python promises this for `random()` alone."""

    def __init__(self, seed: int) -> None:
        self._rng = random.Random(seed)
        self._normal = NormalDist()

    def happens(self, probability: float) -> bool:
        """Say whether something of this probability comes to pass."""
        return self._rng.random() < probability

    def normal(self, sd: float) -> float:
        """Draw one number from a normal distribution around 0."""
        # random() may give 0.0, for which there is no normal number
        return sd * self._normal.inv_cdf(max(self._rng.random(), 1e-12))

    def normals(self, how_many: int, sd: float) -> list[float]:
        """Draw numbers with mean 0 exactly, so that even a small group stays on course."""
        draws = [self.normal(sd) for _ in range(how_many)]
        middle = sum(draws) / how_many
        return [draw - middle for draw in draws]

    def shuffled(self, things: Iterable[Any]) -> list[Any]:
        """Give the things back in a random order."""
        return [thing for _, thing in sorted(((self._rng.random(), thing) for thing in things), key=lambda one: one[0])]


def everybody(leaders: int = 1) -> list[Person]:
    """Return a person for each one of the departments, with a role: in each the first ones lead."""
    inside = {"IT", "Accounts receivable"}
    return [
        {"role": "leader" if place < leaders else "support" if team in inside else "frontline", "team": team}
        for team, count in DEPARTMENTS.items()
        for place in range(count)
    ]


def questions(folder: Path) -> list[Question]:
    """Read a survey's items in the order in which they are asked."""
    survey = yaml.safe_load((folder / "survey.yaml").read_text(encoding="utf-8"))
    found = []
    for dimension in survey["dimensions"]:
        for number, item in enumerate(dimension["items"], 1):
            whole = item if isinstance(item, dict) else {"id": f"{dimension['id']}_{number}", "text": item}
            scale = whole.get("response_scale") or dimension.get("response_scale") or survey["response_scale"]
            turned = bool(whole.get("reverse_keyed", False))
            found.append(Question(whole["id"], dimension["id"], whole["text"], turned, scale["min"], scale["max"]))
    return found


def write(
    folder: Path,
    people: Sequence[Person],
    standing: Standing,
    *,
    seed: int,
    comments: Mapping[str, Sequence[tuple[str, str]]] | None = None,
    name: str = "sample.csv",
    person_sd: float = 9.0,
    chance_sd: float = 20.0,
    skipped: float = 0.03,
) -> None:
    """Write a sample: a row a person, what they say about themselves, their answers, their comments.

    comments: for a dimension, (team of the writer, words); nobody writes twice on one dimension.
    """
    dice = Dice(seed)
    asked = questions(folder)
    rows: list[Person] = []
    for person in people:
        kindly = dice.normal(person_sd)
        row = dict(person)
        for question in asked:
            place = standing(person, question.dimension, question.text)
            if dice.happens(skipped):
                row[question.id] = ""
            elif place is None:
                row[question.id] = "not_applicable"
            else:
                row[question.id] = _answer(place + kindly + dice.normal(chance_sd), question, dice)
        rows.append(row)
    said = comments or {}
    for dimension, words in said.items():
        for team, text in words:
            writer = next(row for row in rows if row.get("team", team) == team and f"comment_{dimension}" not in row)
            writer[f"comment_{dimension}"] = text
    header = [*people[0], *(question.id for question in asked), *(f"comment_{dimension}" for dimension in said)]
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, header, restval="", lineterminator="\n")
        table.writeheader()
        table.writerows(dice.shuffled(rows))
    print(f"{name}: {len(rows)} respondents, {len(asked)} items")


def _answer(points: float, question: Question, dice: Dice) -> str:
    span = question.high - question.low
    if span == 1:  # yes or no: the points are how likely a yes is
        return str(question.low + dice.happens(points / 100))
    value = question.low + min(span, max(0, round(span * points / 100)))
    return str(question.low + question.high - value if question.reverse_keyed else value)
