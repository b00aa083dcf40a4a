"""The report that is in the book says of every criterion, on every surface, what it is known from, and of when."""

import ast
import re
from datetime import date
from pathlib import Path

import pytest

from tests.accessibility.report import REPORT, VERDICTS, by_hand, criteria, data

ROOT = Path(__file__).parents[2]
SAID = REPORT.read_text(encoding="utf-8")
OF_THE_W3C = {
    "A": """1.1.1 1.2.1 1.2.2 1.2.3 1.3.1 1.3.2 1.3.3 1.4.1 1.4.2 2.1.1 2.1.2 2.1.4 2.2.1 2.2.2 2.3.1 2.4.1 2.4.2
        2.4.3 2.4.4 2.5.1 2.5.2 2.5.3 2.5.4 3.1.1 3.2.1 3.2.2 3.2.6 3.3.1 3.3.2 3.3.7 4.1.2""",
    "AA": """1.2.4 1.2.5 1.3.4 1.3.5 1.4.3 1.4.4 1.4.5 1.4.10 1.4.11 1.4.12 1.4.13 2.4.5 2.4.6 2.4.7 2.4.11 2.5.7
        2.5.8 3.1.2 3.2.3 3.2.4 3.3.3 3.3.4 3.3.8 4.1.3""",
}
"""https://www.w3.org/TR/WCAG22/"""


def test_every_criterion_of_levels_a_and_aa_is_in_the_report_on_every_surface() -> None:
    """As the W3C counts them: 55; each with a verdict for each surface, and a piece of evidence."""
    listed = {number: level for level, numbers in OF_THE_W3C.items() for number in numbers.split()}
    assert len(listed) == 55
    assert {number: one["level"] for number, one in criteria().items()} == listed
    for number, one in criteria().items():
        (line,) = re.findall(
            rf"^\| {re.escape(number)} {re.escape(one['name'])} \({one['level']}\) \| (.+) \|$", SAID, re.M
        )
        verdicts = line.split(" | ")
        assert len(verdicts) == len(data()["surfaces"])
        assert set(verdicts) <= set(VERDICTS.values())
        (told,) = re.findall(rf"^\[{re.escape(number)} .+\n((?:: .+\n)+)", SAID, re.M)
        for line in told.splitlines():
            assert re.fullmatch(r": \*\*(\w[\w ]+)\*\*: [\w, -]+\. \S.+", line), (number, line)


def test_the_report_is_of_a_day_and_says_what_nobody_has_tried() -> None:
    """When it was measured and when looked at, and every gap that the file has."""
    day = re.search(r"^\| Measured \| (\d{4}-\d\d-\d\d), Chromium [\d.]+, axe v[\d.]+", SAID, re.M)
    assert day
    assert date.fromisoformat(day[1]) >= by_hand()["checked"]
    assert str(by_hand()["checked"]) in SAID
    found = [each for said in by_hand()["criteria"].values() for each in said]
    gaps = [each[key] for each in found for key in ("gap", "fails") if key in each]
    for words in [*by_hand()["untried"], *gaps]:
        assert words in SAID


@pytest.mark.parametrize("number", criteria())
def test_what_is_named_as_evidence_is_there(number: str) -> None:
    """Each test, probe and surface."""
    one = criteria()[number]
    assert set(one.get("probes", ())) <= set(data()["probes"])
    assert {*one.get("tests", {}), *one.get("none", {})} <= {*data()["surfaces"], "all"}
    for test in [test for tests in one.get("tests", {}).values() for test in tests]:
        file, _, name = test.partition("::")
        tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}, test
    assert {surface for each in by_hand()["criteria"].get(number, ()) for surface in each["surfaces"]} <= {
        *data()["surfaces"],
        "all",
    }
