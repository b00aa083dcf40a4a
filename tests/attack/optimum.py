"""How much our choice of what to hide shows, against the best there is among all safe choices."""

import random
from collections.abc import Iterator, Sequence
from itertools import product

from cxkit.disclosure.group_answers import Answers
from cxkit.disclosure.hiding import by_groups, different, of_everybody
from cxkit.disclosure.variety import DIFFERENT
from cxkit.statistics.estimates import parts
from cxkit.survey.parts import Dimension, Thresholds
from tests.strategies import item_survey

THRESHOLDS = Thresholds()
Choice = tuple[tuple[int, ...], ...]
"""For each group the columns that are hidden: 0 is the dimension, and with it all its items."""


def cases(count: int, *, items: int, most: int) -> Iterator[list[Answers]]:
    """Make the answers of up to `most` teams: skewed sizes, some answers missing, some teams of one mind."""
    (dimension,) = item_survey(*[{}] * items).dimensions
    for seed in range(count):
        chance = random.Random(seed)
        sizes = sorted(round(5 * 8 ** chance.random()) for _ in range(chance.randint(2, most)))
        missing, groups = chance.choice([0.0, 0.05, 0.2]), []
        for size in sizes:
            alike = chance.random() < 0.1
            people = [
                [
                    None if chance.random() < missing else 4 if alike else chance.choice([0, 1, 2, 2, 3, 3, 4])
                    for _ in range(items)
                ]
                for _ in range(size)
            ]
            groups.append(of_people(people, dimension))
        if not any(
            (*of_everybody(Answers.sum(groups), THRESHOLDS).items, of_everybody(Answers.sum(groups), THRESHOLDS).scores)
        ):
            yield groups


def of_people(people: Sequence[Sequence[int | None]], dimension: Dimension) -> Answers:
    """Return what these people answered, in steps."""
    scores: dict[int, int] = {}
    steps: list[dict[int, int]] = [{} for _ in dimension.items]
    for answers in people:
        given = [answer for answer in answers if answer is not None]
        if len(given) >= dimension.min_answered:
            score = sum(given) * parts(dimension) // (len(given) * dimension.unit)
            scores[score] = scores.get(score, 0) + 1
        for counts, answer in zip(steps, answers, strict=True):
            if answer is not None:
                counts[answer] = counts.get(answer, 0) + 1
    return Answers(dimension=dimension, scores=scores, steps=tuple(steps))


def share_shown(groups: list[Answers]) -> tuple[int, int]:
    """Return how many cells our choice shows, and how many the best safe choice shows."""
    columns = range(len(groups[0].steps) + 1)
    hidden = by_groups(groups, of_everybody(Answers.sum(groups), THRESHOLDS), THRESHOLDS, 1)
    ours = tuple(tuple(c for c in columns if row in hidden.hides(c)) for row in range(len(groups)))
    assert safe(ours, groups)
    return shown(ours, groups), max(shown(choice, groups) for choice in choices(groups) if safe(choice, groups))


def shown(choice: Choice, groups: list[Answers]) -> int:
    """Count the cells that a choice shows."""
    return sum(len(groups[0].steps) + 1 - len(hidden) for hidden in choice)


def choices(groups: list[Answers]) -> Iterator[Choice]:
    """Give all choices of cells to hide in which a group's items are hidden all together, or none is."""
    items = tuple(range(1, len(groups[0].steps) + 1))
    rows = [(), *([items] if len(items) > 1 else []), (0, *items)]
    return product(rows, repeat=len(groups))


def safe(choice: Choice, groups: list[Answers]) -> bool:
    """Tell whether a choice hides what needs hiding, and what subtraction leaves may itself be shown.

    Beside hidden items, scores of groups may be where not nearly all gave an item one answer.
    """
    everybody, items = Answers.sum(groups), range(len(groups[0].steps))
    near = len(items) > 1 and any(everybody.near_one(place, DIFFERENT * len(groups)) for place in items)
    if near and any(hidden and 0 not in hidden for hidden in choice):
        return False
    for column in range(len(groups[0].steps) + 1):
        place = column - 1 if column else None
        hides = [row for row, hidden in enumerate(choice) if column in hidden]
        if any(
            row not in hides and not group.fit(place, THRESHOLDS, different(group, place))
            for row, group in enumerate(groups)
        ):
            return False
        together = Answers.sum([groups[row] for row in hides]) if hides else None
        fit = together is None or (len(hides) > 1 and together.fit(place, THRESHOLDS, different(together, place)))
        if not fit and len(hides) < len(groups):
            return False
    return True
