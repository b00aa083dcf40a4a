"""`make rooms`: what ordinary rooms get to see of their own answers, and how often the gap it is all for.

python -m tests.rooms [how many] [seed of the first]
"""

import random
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pandas as pd

import cxkit as cx
from cxkit.reports.report import Report
from cxkit.reports.rows import OTHERS, shown

SURVEY = cx.load_survey("leadership")
BY = ["role", "team"]
CONSENTING = {"role": "leader"}
KINDS = {
    "roles": ("groups", "role"),
    "teams": ("groups", "team"),
    "items of roles": ("group_items", "role"),
    "items of teams": ("group_items", "team"),
    "everybody's dimensions": ("dimensions", None),
    "everybody's items": ("items", None),
}
TOLD = ("shown", "merged", "hidden")


def room(seed: int, *, small: bool = False) -> pd.DataFrame:
    """Make the answers of 6 to 40 people to the leadership survey; the same seed always gives the same ones.

    Each size is as frequent as any other; small: rooms of up to 15 people are as frequent as larger ones. One to five
    are leaders, who see themselves a point higher, and up to a fifth are in support; there are two to five teams, and
    6% of the answers are missing.
    """
    chance = random.Random(seed)
    size = round(6 * (40 / 6) ** chance.random()) if small else chance.randint(6, 40)
    leaders, support = chance.randint(1, 5), chance.randint(0, size // 5)
    roles = (["leader"] * leaders + ["support"] * support + ["frontline"] * size)[:size]
    teams = [f"Team {place}" for place in range(1, chance.randint(2, 5) + 1)]
    rows = [{"role": role, "team": chance.choice(teams)} for role in roles]
    answers = pd.DataFrame([row | _answers(chance, higher=row["role"] == "leader") for row in rows])
    return answers.astype({item.id: "Int64" for item in SURVEY.items})


def _answers(chance: random.Random, *, higher: bool) -> dict[str, int | None]:
    """Answer as one person would, who is of one opinion about it all, more or less."""
    opinion = 3 + chance.gauss(0, 0.5) + higher
    answers: dict[str, int | None] = {}
    for item in SURVEY.items:
        scale = item.response_scale
        point = min(scale.max, max(scale.min, round(opinion + chance.gauss(0, 0.7))))
        missing = chance.random() < 0.06
        answers[item.id] = None if missing else scale.min + scale.max - point if item.reverse_keyed else point
    return answers


def told(report: Report, answers: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """Give every cell that the room has by its kind, and how it is told: merged means by way of the others' row."""
    for kind, (table, attribute) in KINDS.items():
        rows = {(row.attribute, row.group, row.dimension, row.item): row for row in getattr(report.tables, table)}
        groups = sorted(set(answers[attribute])) if attribute else [None]
        of_items = table.endswith("items")
        for dimension in report.survey.dimensions:
            for item in dimension.items if of_items else [None]:
                for group in groups:
                    own, others = (
                        rows.get((attribute, one, dimension.id, item and item.id)) for one in (group, OTHERS)
                    )
                    together = others is not None and group in (others.members or ())
                    yield kind, "shown" if shown(own) else "merged" if together and shown(others) else "hidden"


def look(count: int, first: int, *, small: bool, **options: Any) -> tuple[Counter[str], Counter[tuple[str, str]]]:
    """Report so many rooms; return how many of them show what, and how many cells of each kind are told in what way."""
    rooms: Counter[str] = Counter()
    cells: Counter[tuple[str, str]] = Counter()
    for seed in range(first, first + count):
        answers = room(seed, small=small)
        report = cx.report(answers, SURVEY, by=BY, **options)
        here = Counter(told(report, answers))
        cells += here
        gaps = [gap for gap in report.tables.gaps if shown(gap)]
        compared = report.survey.attribute("role").compare or ()
        between = {gap.dimension for gap in gaps if (gap.group, gap.other) == tuple(compared)}
        seen = {gap.dimension for gap in gaps}
        rooms["a gap can be seen, in some dimension"] += bool(seen)
        rooms["a gap can be seen, in every dimension"] += len(seen) == len(report.survey.dimensions)
        rooms["of these, only against everyone else"] += bool(seen) and not between
        groups = [how for kind, how in here.elements() if KINDS[kind][1]]
        leaders = Counter(answers["role"])["leader"]
        few = len(answers) - leaders < report.thresholds.scores
        rooms["too few beside the leaders for any gap"] += few
        rooms["five leaders, and enough beside them"] += leaders >= report.thresholds.scores and not few
        rooms["of these, a gap in some dimension"] += leaders >= report.thresholds.scores and not few and bool(seen)
        rooms["a wall: nothing of any group"] += set(groups) == {"hidden"}
        rooms["a wall: nothing at all"] += {how for _, how in here} == {"hidden"}
    return rooms, cells


def main(count: int = 100, first: int = 0) -> None:
    """Print the tables of rooms of any size, and of as many small ones as large ones."""
    for small, sizes in ((False, "of 6 to 40 people"), (True, "half of which have up to 15 people")):
        _print(count, first, sizes, small=small)


def _print(count: int, first: int, sizes: str, *, small: bool) -> None:
    """Print both tables: without consent, and where leaders agree to be shown from two up, or even as the only one."""
    looks = {
        "without consent": look(count, first, small=small),
        "leaders from two": look(count, first, small=small, consenting=CONSENTING),
        "even one leader": look(count, first, small=small, consenting=CONSENTING, alone=True),
    }
    print(f"{count} ordinary rooms {sizes}, from seed {first}\n")
    print(f"{'of 100 rooms':42}" + "".join(f"{name:>17}" for name in looks))
    for what in next(iter(looks.values()))[0]:
        print(f"{what:42}" + "".join(f"{100 * rooms[what] / count:17.1f}" for rooms, _ in looks.values()))
    for name, (_, cells) in looks.items():
        print(f"\n{f'% of cells, {name}':42}" + "".join(f"{how:>10}" for how in TOLD))
        for kind in KINDS:
            total = sum(cells[kind, how] for how in TOLD)
            print(f"{kind:42}" + "".join(f"{100 * cells[kind, how] / total:10.1f}" for how in TOLD))
    print()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
