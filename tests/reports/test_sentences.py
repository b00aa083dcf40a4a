"""What ordinary rooms hear, and real companies would, word for word: read aloud, and kept in golden/rooms.txt.

Wrong on purpose? `python -m tests.reports.test_sentences` writes the file anew: read it aloud before you keep it.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

import cxkit as cx
from cxkit.reports.findings import findings
from cxkit.reports.headline import headline
from cxkit.reports.report import Report

GOLDEN = Path(__file__).parents[1] / "golden" / "rooms.txt"
SOLDIERS = Path(__file__).with_name("soldiers.json")
"""What may be published of real answers (make_soldiers.py says whose)."""
ROOMS = {
    "twelve people, four of them leaders, who see it rosier": (12, 4, 30, {"engaged": -25}),
    "fifteen, three lead, and all see much the same": (15, 3, 0, {}),
    "twenty-four, and one thing is bad": (24, 6, 8, {"teamwork_record": -35, "in_tune_explain": 30}),
    "forty, with a blind spot and something that divides them": (40, 10, 35, {"motivating_thanks": 0}),
}


def room(people: int, leaders: int, gap: int, moved: dict[str, int], *, later: int = 0) -> Report:
    """Return the report of a room in which leaders, who agreed, see the first dimension higher by so many points."""
    survey, rng = cx.load_survey("leadership"), np.random.default_rng(5 + people)
    own = rng.normal(50 + later, 8, people)
    columns: dict[str, list[int]] = {}
    for dimension in survey.dimensions:
        for item in dimension.items:
            values = own + rng.normal(0, 18, people) + moved.get(item.id, 0) + moved.get(dimension.id, 0)
            if dimension.id == "engaged":
                values[:leaders] += gap
            if moved.get(item.id) == 0:  # half of them say all, and half say nothing
                values = np.where(np.arange(people) % 2, 97.0, 3.0)
            steps = np.clip(np.rint(values / 25), 0, 4).astype(int)
            columns[item.id] = [5 - step if item.reverse_keyed else 1 + step for step in steps]
    table = pd.DataFrame(columns).assign(role=["leader"] * leaders + ["frontline"] * (people - leaders))
    return cx.report(table, survey, by="role", consenting={"role": "leader"})


def said() -> Iterator[str]:
    """Give what each room hears: the stage, dimension by dimension, and what stands out."""
    for name, given in ROOMS.items():
        report = room(*given)
        yield f"## {name}"
        for dimension in report.survey.dimensions:
            first = headline(report, dimension.id)
            yield f"{dimension.title}: {first.headline} {first.words}".replace("\n", " ").strip()
        yield from told(findings(report))
    yield "## forty, six weeks later"
    before, now = (room(40, 10, 35, {}, later=later) for later in (0, 14))
    yield from told(findings(now, before))
    for name, published in json.loads(SOLDIERS.read_text(encoding="utf-8")).items():
        yield f"## real answers: {name}"
        yield from told(findings(Report.from_dict(published)))


def told(found: list[cx.Finding]) -> Iterator[str]:
    for one in found:
        yield f"- {one.kind}: {one.headline} {one.words}"


def test_rooms_hear_what_was_read_aloud() -> None:
    """Sentence by sentence."""
    assert "\n".join(said()) + "\n" == GOLDEN.read_text(encoding="utf-8")


if __name__ == "__main__":
    GOLDEN.write_text("\n".join(said()) + "\n", encoding="utf-8")
