"""Write the made-up answers that R and cxkit both compute on: a CSV beside each survey in this folder.

Run it from anywhere: python tests/golden/make_data.py [folder to write into]

Nobody gave these answers. A seeded model makes them: how a person feels about a dimension, where the team stands, how
much of that each item shows, and chance. Values are as answered, not reversed. The same script gives the same bytes.
"""

import csv
import random
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
Row = dict[str, int | str]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How to make up answers: people in each team, what each item shows of its dimension, the share left out.

    unanimous and torn name teams in which everybody gives the same answers, and in which all stand at either end.
    shifted: by item, how many points lower the second team reads it than the others do.
    """

    seed: int
    teams: dict[str, int]
    loadings: dict[str, list[float]]
    missing: float = 0.0
    unanimous: str = ""
    torn: str = ""
    shifted: dict[str, int] = field(default_factory=dict)


PLANS = {
    "service": Plan(
        seed=11,
        teams={"Phones": 44, "Warehouse": 31, "Sales": 18, "Support": 12, "Returns": 9, "Night": 7, "Legal": 3,
               "Finance": 2, "Audit": 1},
        loadings={
            "care": [0.8, 0.7, 0.6, 0.7, 0.5],
            "pace": [0.8, 0.7, 0.6],
            "trust": [0.7, 0.7],
            "recommend": [0.8],
            "habits": [0.0, 0.0, 0.0, 0.0],
        },
        missing=0.07,
        unanimous="Night",
        torn="Returns",
    ),
    "mixed": Plan(
        seed=12,
        teams={"North": 38, "South": 27, "East": 14, "West": 8, "Island": 6, "Twins": 2, "Lone": 1},
        loadings={
            "tension": [0.7, 0.6, 0.5, 0.8, 0.6],
            "voice": [0.8, 0.7, 0.6, 0.7, 0.4, 0.6],
            "luck": [0.6, -0.6, 0.4, -0.5],
        },
        missing=0.09,
        unanimous="Island",
        torn="West",
    ),
    "complete": Plan(
        seed=13,
        teams={"Red": 24, "Blue": 17, "Green": 9, "White": 5, "Pair": 2, "One": 1},
        loadings={"plan": [0.8, 0.6, 0.7, 0.6], "chat": [0.6, 0.7], "mood": [0.6, -0.5, 0.4]},
        unanimous="White",
    ),
    "thin": Plan(
        seed=14,
        teams={"Shop": 13, "Depot": 9, "Desk": 2, "Solo": 1},
        loadings={"journey": [0.8, 0.7, 0.5, 0.7, 0.6, 0.4, 0.8, 0.7], "handover": [0.7, 0.6, 0.8]},
        missing=0.1,
    ),
    "sides": Plan(
        seed=15,
        teams={"Leaders": 140, "Front line": 360},
        loadings={"listen": [0.8, 0.7, 0.6, 0.7, 0.8, 0.6], "act": [0.7, 0.8, 0.6, 0.7]},
        missing=0.01,
        shifted={"listen_4": 1, "act_2": 1},
    ),
}  # fmt: skip


def answers(plan: Plan, dimensions: list[dict[str, Any]], common: dict[str, int] | None) -> list[Row]:
    """Return a row a person, shuffled; an item that was left out is ""."""
    chance = random.Random(plan.seed)
    rows: list[Row] = [{"team": team} for team, size in plan.teams.items() for _ in range(size)]
    for dimension in dimensions:
        standing = {team: chance.gauss(0.3, 0.5) for team in plan.teams}
        for place, row in enumerate(rows):
            team = str(row["team"])
            person = chance.gauss(standing[team], 0.9)
            loadings = plan.loadings[dimension["id"]]
            for number, (item, loading) in enumerate(zip(dimension["items"], loadings, strict=True)):
                scale = item.get("response_scale", common)
                low, high = scale["min"], scale["max"]
                height = loading * person + (1 - loading**2) ** 0.5 * chance.gauss(0, 1)
                keyed = round((low + high) / 2 + height * (high - low) / 4)
                keyed -= plan.shifted.get(item["id"], 0) * (team == [*plan.teams][1])
                if team == plan.unanimous:
                    keyed = high - 1
                elif team == plan.torn:
                    side = place if loading > 0 else place + number  # what shows nothing in common shows none here
                    keyed = low if side % 2 else high
                keyed = min(max(keyed, low), high)
                row[item["id"]] = low + high - keyed if item.get("reverse_keyed") else keyed
    if plan.missing:
        leave_out(chance, plan, rows, dimensions)
    chance.shuffle(rows)
    return rows


def leave_out(chance: random.Random, plan: Plan, rows: list[Row], dimensions: list[dict[str, Any]]) -> None:
    """Empty cells: by chance; whole dimensions of some people, all but one answer of others, one person's all."""
    for row in rows:
        for dimension in dimensions:
            for item in dimension["items"]:
                if chance.random() < plan.missing:
                    row[item["id"]] = ""
    largest = [row for row in rows if row["team"] in list(plan.teams)[:2]]  # the small teams keep what they have
    silent, *some = chance.sample(largest, 1 + 4 * len(dimensions))
    for dimension in dimensions:
        ids = [item["id"] for item in dimension["items"]]
        silent.update(dict.fromkeys(ids, ""))
        for row in some[:2]:
            row.update(dict.fromkeys(ids, ""))
        for row in some[2:4]:
            kept = chance.choice(ids)
            row.update({id: "" for id in ids if id != kept})
            row[kept] = row[kept] if row[kept] != "" else 2
        some = some[4:]


def main(folder: Path = HERE) -> None:
    """Write a CSV for each plan."""
    for name, plan in PLANS.items():
        survey = yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))
        rows = answers(plan, survey["dimensions"], survey.get("response_scale"))
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
