"""From what was measured to the report: a verdict for each criterion on each surface, with its evidence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from cxkit import __version__

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
REPORT = ROOT / "book" / "accessibility.md"
PARTS = {"1": "Perceivable", "2": "Operable", "3": "Understandable", "4": "Robust"}
VERDICTS = {
    "supports": "yes", "partially supports": "**partly**", "does not support": "**no**", "does not apply": "–",
    "not evaluated": "?",
}  # fmt: skip
"""With the words for them in the tables."""
MAY_BE_NONE = {"labelled", "silent", "stops", "flashes", "still", "unmoved"}
"""Probes for which nothing to look at is a good sign; elsewhere it is no evidence."""
MOST = 3
"""Findings of a probe that are named; the rest are counted."""


@dataclass
class Cell:
    """One criterion on one surface."""

    none: str = ""
    measured: dict[str, int] = field(default_factory=dict)
    tests: list[str] = field(default_factory=list)
    hand: list[str] = field(default_factory=list)
    found: list[str] = field(default_factory=list)
    fails: bool = False

    @property
    def verdict(self) -> str:
        """What all of it amounts to."""
        if self.fails:
            return "does not support"
        if self.found:
            return "partially supports"
        if self.none:
            return "does not apply"
        return "supports" if self.measured or self.tests or self.hand else "not evaluated"

    def evidence(self, looked: Mapping[str, int]) -> str:
        """What it is known from; looked: at how many things, of all surfaces of which the same is told."""
        measured = [f"{probe}{f' ({looked[probe]})' if looked[probe] else ''}" for probe in self.measured]
        told = [f"Measured: {'; '.join(measured)}."] if measured else []
        if self.verdict == "does not apply":
            return " ".join([f"{self.none[0].upper()}{self.none[1:]}.", *told])
        told += [f"Tests: {', '.join(self.tests)}."] if self.tests else []
        return " ".join([*self.found, *told, *self.hand]) or "Nobody has checked."

    @property
    def same(self) -> tuple[str, str]:
        """What surfaces share of which one thing is told."""
        return self.verdict, self.evidence(dict.fromkeys(self.measured, 0))


@cache
def data() -> dict[str, Any]:
    """Return the criteria, the surfaces and the probes."""
    found: dict[str, Any] = yaml.safe_load((HERE / "criteria.yaml").read_text(encoding="utf-8"))
    return found


@cache
def by_hand() -> dict[str, Any]:
    """Return what was checked by hand."""
    found: dict[str, Any] = yaml.safe_load((HERE / "by_hand.yaml").read_text(encoding="utf-8"))
    return found


def criteria() -> Mapping[str, dict[str, Any]]:
    """Return the criteria by their numbers."""
    found: dict[str, dict[str, Any]] = data()["criteria"]
    return found


def write(measured: dict[str, Any]) -> str:
    """Write the report, and return how often each verdict stands in it, in words."""
    rows = [_row(number, measured) for number in criteria()]
    verdicts = [cell.verdict for row in rows for cell in row["cells"].values()]
    counts = ", ".join(f"{verdicts.count(verdict)} {verdict}" for verdict in VERDICTS)
    surroundings = Environment(loader=FileSystemLoader(HERE), undefined=StrictUndefined, autoescape=False)
    surroundings.filters["short"] = lambda cell: VERDICTS[cell.verdict]
    states = list(dict.fromkeys((one["surface"], one["state"]) for one in measured["said"]))
    told = surroundings.get_template("report.md").render(
        measured, version=__version__, rows=rows, surfaces=data()["surfaces"], by_hand=by_hand(), states=states,
        parts=PARTS, counts=f"Of {len(verdicts)} cells: {counts}.",
    )  # fmt: skip
    REPORT.write_text("\n".join(line.rstrip() for line in told.splitlines()).strip() + "\n", encoding="utf-8")
    return counts


def _row(number: str, measured: dict[str, Any]) -> dict[str, Any]:
    one = criteria()[number]
    cells = {surface: _cell(number, surface, measured) for surface in data()["surfaces"]}
    together: dict[tuple[str, str], list[str]] = {}
    for surface, cell in cells.items():
        together.setdefault(cell.same, []).append(surface)
    evidence = []
    for (verdict, _), alike in together.items():
        first = cells[alike[0]]
        looked = {probe: sum(cells[surface].measured[probe] for surface in alike) for probe in first.measured}
        names = "everywhere" if len(together) == 1 else ", ".join(data()["surfaces"][surface] for surface in alike)
        evidence.append((verdict, names, first.evidence(looked)))
    return {"number": number, "part": number[0], **one, "cells": cells, "evidence": evidence}


def _cell(number: str, surface: str, measured: dict[str, Any]) -> Cell:
    one, hand = criteria()[number], by_hand()
    none = one.get("none", {})
    cell = Cell(none=none.get(surface, none.get("all", "")))
    for probe in one.get("probes", ()):
        said = [
            was for was in measured["said"]
            if (was["probe"], was["surface"]) == (probe, surface) and was["criterion"] in ("", number)
        ]  # fmt: skip
        found = list(dict.fromkeys(f"{words} ({was['state']})" for was in said for words in was["found"]))
        waived = [
            each for each in hand["dismissed"] if each["criterion"] == number and each["surface"] == surface
            and any(each["words"] in words for words in found)
        ]  # fmt: skip
        found = [words for words in found if not any(each["words"] in words for each in waived)]
        looked = sum(was["looked"] for was in said)
        if found:
            more = f", and {len(found) - MOST} more" if len(found) > MOST else ""
            cell.found.append(f"Found by “{data()['probes'][probe]}”: {'; '.join(map(_plain, found[:MOST]))}{more}.")
        elif looked or (said and probe in MAY_BE_NONE):
            why = f", but for what is no fault: {'; '.join(each['why'] for each in waived)}" if waived else ""
            cell.measured[f"{data()['probes'][probe]}{why}"] = looked
    for test in one.get("tests", {}).get(surface, ()):
        name = test.partition("::")[2].removeprefix("test_").replace("_", " ")
        if measured["tests"].get(test):
            cell.tests.append(f"“{name}”")
        else:
            cell.found.append(f"A test does not hold: “{name}”.")
    for each in hand["criteria"].get(number, ()):
        if surface in each["surfaces"] or each["surfaces"] == ["all"]:
            cell.hand += [each["found"]] if "found" in each else []
            cell.found += [each[key] for key in ("gap", "fails") if key in each]
            cell.fails |= "fails" in each
    return cell


def _plain(words: str) -> str:
    """Return what stands on a page without what would be mark-up in the report."""
    return "`" + " ".join(words.replace("`", "'").split()) + "`"
