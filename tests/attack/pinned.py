"""Small data sets that reports once gave away to whoever re-ran the program, each by one kind of decision."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from cxkit.survey.model import Survey


@dataclass(frozen=True, kw_only=True)
class Pinned:
    """What gave something away, and the answers: of each group a list, in which a person is a list of answers."""

    kind: str
    points: int
    groups: dict[str, list[list[int]]]
    apart: bool = False

    @property
    def by(self) -> list[str]:
        """What the report is by: nothing, where there is one group."""
        return ["team"] if len(self.groups) > 1 else []

    @property
    def survey(self) -> Survey:
        """The survey that was answered."""
        items = [
            {"id": f"q{place}", "text": f"Item {place}"} for place in range(len(next(iter(self.groups.values()))[0]))
        ]
        parts = [[item] for item in items] if self.apart else [items]
        return Survey.from_dict(
            {
                "id": "pinned",
                "title": "Pinned",
                "response_scale": {"min": 1, "max": self.points},
                "dimensions": [{"id": f"d{at}", "title": f"D{at}", "items": part} for at, part in enumerate(parts)],
                "attributes": [{"id": "team", "title": "Team", "options": list(self.groups)}],
            }
        )

    @property
    def answers(self) -> pd.DataFrame:
        """A row a person."""
        rows: list[dict[str, Any]] = [
            {"team": group} | {f"q{place}": answer for place, answer in enumerate(answers)}
            for group, people in self.groups.items()
            for answers in people
        ]
        return pd.DataFrame(rows, dtype=object)


def _each(answers: str) -> list[list[int]]:
    """Return people who each answered one item: "1123" are four."""
    return [[int(answer)] for answer in answers]


def _each_of(answers: str) -> list[list[int]]:
    """Return people who each answered several items: "11 12" are two."""
    return [[*map(int, person)] for person in answers.split()]


PINNED = [
    Pinned(kind="a bound that only large groups have", points=2, groups={"Red": _each("2222"), "Blue": _each("11122")}),
    Pinned(
        kind="a bound leaves one leader",
        points=5,
        groups={"staff": _each("1234532453423"), "support": _each("12223"), "leader": _each("5")},
    ),
    Pinned(
        kind="an item without a bound beside one with it",
        points=2,
        groups={"all": [*[[1, 1]] * 27, *[[1, 2]] * 3]},
    ),
    Pinned(kind="a spread of seven people", points=7, groups={"Red": _each("5554"), "Blue": _each("554")}),
    Pinned(
        kind="the choice of who shields",
        points=5,
        groups={"A": _each("32433"), "B": _each("1524"), "C": _each("2435")},
    ),
    Pinned(
        kind="other shields in another dimension",
        points=5,
        groups={
            "A": [[value, value] for value in (1, 2, 3, 4, 5, 3, 2, 4)],
            "B": [[1, 1], [5, 4], [3, 3], [2, 2]],
            "C": [[value, value] for value in (2, 3, 4, 5, 1, 3)],
            "D": [[1, 5], [2, 5], [3, 5], [4, 5], [5, 5], [2, 5], [4, 4]],
        },
        apart=True,
    ),
    Pinned(
        kind="one of two items follows from the other",
        points=2,
        groups={"A": _each_of("11 11 11 11 12 12 22 22"), "B": _each_of("11 11 11 12 22 22 22 22 22")},
    ),
]
