"""What a Report says in sentences: what is there is found, and what could be chance is not."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
from scipy.special import ndtr

import cxkit as cx
from cxkit.reports.findings import Finding, findings_text
from cxkit.reports.report import Report
from cxkit.survey.model import Survey

DIMENSIONS, ITEMS = 4, 5
POINT = 25
"""A step of a five-point scale, in points of 100."""
LARGE = 30
PLANTS = ("gap", "weakest", "strongest", "weakest dimension", "divided", "changed")


def survey() -> Survey:
    return Survey.from_dict({
        "id": "planted",
        "title": "Planted",
        "response_scale": {"min": 1, "max": 5},
        "dimensions": [
            {
                "id": f"d{dimension}",
                "title": f"Dimension {dimension}",
                "items": [{"id": f"d{dimension}_{item}", "text": f"Item {dimension}.{item}."} for item in range(ITEMS)],
            }
            for dimension in range(DIMENSIONS)
        ],
        "attributes": [{
            "id": "role", "title": "Role", "options": {"leader": "Leaders", "frontline": "Front line"},
            "compare": ["leader", "frontline"],
        }],
    })  # fmt: skip


EVEN, CONTENT, CROSS = (), (0.15, 0.0, 0.0, 0.25, 0.6), (0.6, 0.25, 0.0, 0.0, 0.15)
"""Of five points, how many give which: most say that all is well (or nothing), some the very opposite.

Their spread is a little less than that of answers spread evenly: nobody is divided, however far a few are from most.
"""


def answers(rng: np.random.Generator, people: int, plant: str = "", shape: Sequence[float] = EVEN) -> pd.DataFrame:
    """Invent an organisation in which nothing differs but for one large effect."""
    leaders = min(people, max(8, people // 4))
    values = rng.normal(50, 12, (people, 1, 1)) + rng.normal(0, 22, (people, DIMENSIONS, ITEMS))
    if plant == "gap":
        values[:leaders, 1] += LARGE
    elif plant == "weakest dimension":
        values[:, 2] -= LARGE
    elif plant in {"weakest", "strongest"}:
        values[:, 2, 3] += LARGE if plant == "strongest" else -LARGE
    elif plant == "divided":
        values[:, 0, 1] = np.where(rng.permutation(people) % 2, 2, 98) + rng.normal(0, 8, people)
    elif plant == "changed":
        values[:, 3] += LARGE
    coded = np.clip(np.rint(values / POINT) + 1, 1, 5).astype(int).reshape(people, -1)
    if shape:
        coded = 1 + np.searchsorted(np.cumsum(shape)[:-1], ndtr((values - 50) / 25)).reshape(people, -1)
    names = [f"d{dimension}_{item}" for dimension in range(DIMENSIONS) for item in range(ITEMS)]
    return pd.DataFrame(coded, columns=names).assign(role=["leader"] * leaders + ["frontline"] * (people - leaders))


ORGANISATIONS, ROOMS = (30, 80), (12, 40)
"""How many people there are: from … to."""


def found(
    seed: int, plant: str = "", size: tuple[int, int] = ORGANISATIONS, shape: Sequence[float] = EVEN
) -> list[Finding]:
    rng = np.random.default_rng(seed)
    people = int(rng.integers(size[0], size[1] + 1))
    asked = survey()
    again = plant == "changed" or seed % 2
    before = cx.report(answers(rng, people, shape=shape), asked, by="role") if again else None
    return cx.findings(cx.report(answers(rng, people, plant, shape), asked, by="role"), before)


def is_it(finding: Finding, plant: str) -> bool:
    places = {
        "gap": ("gap", "d1", None),
        "weakest": ("weakest", "d2", "d2_3"),
        "strongest": ("strongest", "d2", "d2_3"),
        "weakest dimension": ("weakest", "d2", None),
        "divided": ("divided", "d0", "d0_1"),
        "changed": ("changed", "d3", None),
    }
    return (finding.kind, finding.dimension, finding.item) == places[plant]


def effects(all_: list[Finding]) -> list[Finding]:
    return [one for one in all_ if one.kind not in {"in line", "too few to tell"}]


@pytest.mark.parametrize(("size", "share"), [(ORGANISATIONS, 0.9), (ROOMS, 0.85)])
@pytest.mark.parametrize("many", [30, pytest.param(1000, marks=pytest.mark.slow)])
def test_large_effects_are_among_the_first_three(many: int, size: tuple[int, int], share: float) -> None:
    """At least nine in ten of them; in rooms of twelve or fifteen some could still be chance, or are hidden."""
    plants = [PLANTS[seed % len(PLANTS)] for seed in range(many)]
    hits = [any(is_it(one, plant) for one in found(seed, plant, size)[:3]) for seed, plant in enumerate(plants)]
    assert sum(hits) >= share * many


@pytest.mark.parametrize("shape", [EVEN, CONTENT, CROSS])
@pytest.mark.parametrize("size", [ORGANISATIONS, ROOMS])
@pytest.mark.parametrize(("many", "most"), [(30, 0.1), pytest.param(1000, 0.057, marks=pytest.mark.slow)])
def test_where_nothing_differs_nothing_is_found(
    many: int, most: float, size: tuple[int, int], shape: Sequence[float]
) -> None:
    """In 19 of 20 organisations or more, few as they are, and however askew their answers.

    Give or take the error of so many: 0.7% of a thousand. Of 3,000 that are most askew, 4.9% were told something.
    """
    assert sum(bool(effects(found(seed, "", size, shape))) for seed in range(many)) <= most * many


def room(people: int, leaders: int, gap: int = 0) -> Report:
    """An ordinary room, whose leaders agreed; the same answers each time."""
    rng = np.random.default_rng(people)
    values = rng.normal(50, 8, (people, 1, 1)) + rng.normal(0, 15, (people, DIMENSIONS, ITEMS))
    values[:leaders, 1] += gap
    coded = np.clip(np.rint(values / POINT) + 1, 1, 5).astype(int).reshape(people, -1)
    table = pd.DataFrame(coded, columns=[item.id for item in survey().items])
    table["role"] = ["leader"] * leaders + ["frontline"] * (people - leaders)
    return cx.report(table, survey(), by="role", consenting={"role": "leader"})


def test_a_room_of_fifteen_hears_only_what_is_no_chance() -> None:
    """Three lead, and nothing differs."""
    assert [one.kind for one in cx.findings(room(15, 3)) if one.kind != "in line"] in ([], ["too few to tell"])


def test_in_the_terminal_what_was_chosen_stands_beside_what_was_asked() -> None:
    """Two teams were chosen most: one of them hurts, and one works."""
    report = cx.published_report("handoffs")
    lines = findings_text(report).splitlines()
    chosen = [one for one in cx.findings(report) if one.headline.startswith("Chosen most")]
    assert len(chosen) > 1
    for one in chosen:
        asked = str(report.survey.dimension(one.dimension or "").question)
        assert lines[lines.index(f"  {one.headline}") + 1].startswith(f"    {asked} {one.words}")


def test_of_too_few_it_is_said_that_they_are() -> None:
    """Four people have no numbers at all."""
    few = cx.report(answers(np.random.default_rng(1), 4), survey())
    assert [one.kind for one in cx.findings(few)] == ["too few to tell"]


def test_the_same_report_says_the_same_and_a_file_of_it_too() -> None:
    """Nothing but the Report goes in."""
    report = room(40, 8, gap=40)
    again = Report.from_dict(report.to_dict())
    assert cx.findings(report) == cx.findings(again)
    assert cx.findings(report)[0].kind == "gap"
    with pytest.raises(TypeError, match="shows a Report"):
        cx.findings(answers(np.random.default_rng(1), 20))  # type: ignore[arg-type]
