"""Made-up answers for a survey's sample: what the make_sample.py of each activity shares.

Nobody gave these answers. Each is where its item stands for that person, plus how kindly the person sees things in
general, plus chance. The same survey file always gives the same bytes.
"""

import csv
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from statistics import NormalDist
from typing import Any

import yaml

DEPARTMENTS = {"Sales": 14, "Warehouse": 18, "Phones": 16, "Technical support": 12, "Accounts receivable": 7, "IT": 8}
"""The made-up company, the same in every activity: how many of each department came."""

Person = dict[str, str]
Standing = Callable[[Person, str, str], float | None]
"""Where an item stands for a person, 0-100: (person, dimension id, item text); None: cannot tell.

Where tokens are spent it is how much weight an item has, and where pins are set how well it works.
"""
DARES = {"leader": 2.5, "frontline": 1.0, "support": 0.8}
"""How much more than others a role is drawn to the second choice at the first step of a case, with which one begins."""


@dataclass(frozen=True)
class Question:
    """One item, as far as samples need it. then: where each choice at a step of a case leads."""

    id: str
    dimension: str
    text: str
    reverse_keyed: bool
    low: int
    high: int
    then: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """One dimension: how it is asked, and its items."""

    id: str
    kind: str
    tokens: int
    pins: Mapping[str, int]
    questions: tuple[Question, ...]


class Dice:
    """Chance that falls the same on every machine and Python version: Python promises this for `random()` alone."""

    def __init__(self, seed: int) -> None:
        self._rng = random.Random(seed)
        self._normal = NormalDist()

    def happens(self, probability: float) -> bool:
        """Say whether something of this probability comes to pass."""
        return self._rng.random() < probability

    def one_of(self, weights: Sequence[float]) -> int:
        """Draw a place, each as often as its weight says."""
        reached = self._rng.random() * sum(weights)
        return next((place for place, upto in enumerate(accumulate(weights)) if reached < upto), len(weights) - 1)

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


def parts(folder: Path) -> list[Part]:
    """Read a survey's dimensions in the order in which they are asked."""
    survey = yaml.safe_load((folder / "survey.yaml").read_text(encoding="utf-8"))
    found = []
    for dimension in survey["dimensions"]:
        tokens, pins = dimension.get("tokens", 0), dimension.get("pins", {})
        asked = []
        for number, item in enumerate(dimension["items"], 1):
            whole = item if isinstance(item, dict) else {"id": f"{dimension['id']}_{number}", "text": item}
            scale = dimension.get("response_scale") or survey.get("response_scale") or {"min": 0, "max": 1}
            turned = bool(whole.get("reverse_keyed", False))
            then = tuple(choice["then"] for choice in whole.get("choices", ()))
            text = english(whole["text"])
            asked.append(Question(whole["id"], dimension["id"], text, turned, scale["min"], scale["max"], then))
        found.append(Part(dimension["id"], dimension.get("kind", "rate"), tokens, pins, tuple(asked)))
    return found


def about(folder: Path) -> list[str]:
    """Return what a survey asks people about themselves."""
    survey = yaml.safe_load((folder / "survey.yaml").read_text(encoding="utf-8"))
    return [attribute["id"] for attribute in survey.get("attributes", ())]


def english(text: Any) -> str:
    """Return the English words of a text, which may be in several languages."""
    return str(text["en"] if isinstance(text, dict) else text)


def write(
    folder: Path,
    people: Sequence[Person],
    standing: Standing = lambda *_: None,
    *,
    seed: int,
    ways: Mapping[str, Sequence[float]] | None = None,
    named: Callable[[Person, str, Dice], str] | None = None,
    comments: Mapping[str, Sequence[tuple[str, str]]] | None = None,
    name: str = "sample.csv",
    person_sd: float = 9.0,
    chance_sd: float = 20.0,
    skipped: float = 0.03,
) -> None:
    """Write a sample: a row a person, what they say about themselves, their answers, their comments.

    ways: for a step of a case, how many take each choice. named: whom somebody names at an item. comments: for a
    dimension, or an item with pins, (team of the writer, words); nobody writes twice on one.
    """
    dice = Dice(seed)
    asked, attributes = parts(folder), about(folder)
    rows: list[Person] = []
    for person in people:
        kindly = dice.normal(person_sd)
        row = {id: person[id] for id in attributes}
        for part in asked:
            stood = {question.id: standing(person, part.id, question.text) for question in part.questions}
            if part.kind == "case" and ways:
                row |= _way(part, person, ways, dice)
            elif part.kind == "spend":
                row |= {} if dice.happens(skipped) else _spent(part, stood, dice)
            elif part.kind == "pin":
                row |= {} if dice.happens(skipped) else _pinned(part, stood, dice)
            elif named:
                row |= {one.id: named(person, one.text, dice) for one in part.questions if not dice.happens(skipped)}
            else:
                moved = {id: place if place is None else place + kindly for id, place in stood.items()}
                row |= _rated(part, moved, chance_sd, skipped, dice)
        rows.append(row)
    said = comments or {}
    for dimension, words in said.items():
        for team, text in words:
            writer = next(row for row in rows if row.get("team", team) == team and f"comment_{dimension}" not in row)
            writer[f"comment_{dimension}"] = text
    ids = [question.id for part in asked for question in part.questions]
    header = [*attributes, *ids, *(f"comment_{dimension}" for dimension in said)]
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, header, restval="", lineterminator="\n")
        table.writeheader()
        table.writerows(dice.shuffled(rows))
    print(f"{name}: {len(rows)} respondents, {len(ids)} items")


def _rated(part: Part, stood: Mapping[str, float | None], sd: float, skipped: float, dice: Dice) -> dict[str, str]:
    row = {}
    for question in part.questions:
        place = stood[question.id]
        if dice.happens(skipped):
            row[question.id] = ""
        elif place is None:
            row[question.id] = "not_applicable"
        else:
            row[question.id] = _answer(place + dice.normal(sd), question, dice)
    return row


def _answer(points: float, question: Question, dice: Dice) -> str:
    span = question.high - question.low
    if span == 1:  # yes or no: the points are how likely a yes is
        return str(question.low + dice.happens(points / 100))
    value = question.low + min(span, max(0, round(span * points / 100)))
    return str(question.low + question.high - value if question.reverse_keyed else value)


def _spent(part: Part, stood: Mapping[str, float | None], dice: Dice) -> dict[str, str]:
    """Give each token to one of the items."""
    given = dict.fromkeys(stood, 0)
    weights = [weight or 0.0 for weight in stood.values()]
    for _ in range(part.tokens):
        given[[*stood][dice.one_of(weights)]] += 1
    return {id: str(tokens) for id, tokens in given.items()}


def _pinned(part: Part, stood: Mapping[str, float | None], dice: Dice) -> dict[str, str]:
    """Set red pins where little works, and green ones where much does; none where one cannot tell."""
    pinned = dict.fromkeys(stood, 0)
    for colour, value in (("red", -1), ("green", 1)):
        for _ in range(part.pins.get(colour, 0)):
            free = [id for id in stood if not pinned[id] and stood[id] is not None]
            points = [stood[id] or 0.0 for id in free]
            weights = [((100 - point) if value < 0 else point) ** 3 for point in points]
            pinned[free[dice.one_of(weights)]] = value
    return {id: str(value) for id, value in pinned.items()}


def _way(part: Part, person: Person, ways: Mapping[str, Sequence[float]], dice: Dice) -> dict[str, str]:
    """Go a way through a case; the steps beside it stay blank."""
    steps = {question.id: question for question in part.questions}
    row: dict[str, str] = {}
    at = first = part.questions[0].id
    while at in steps:
        drawn = [
            way * (DARES[person["role"]] if (at, place) == (first, 1) else 1) for place, way in enumerate(ways[at])
        ]
        choice = dice.one_of(drawn)
        row[at] = str(choice)
        at = steps[at].then[choice]
    return row
