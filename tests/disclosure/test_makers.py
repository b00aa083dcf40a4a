"""Who makes a report: one module, and whatever draws knows nothing but reports."""

import ast
from pathlib import Path

import pytest

import cxkit as cx

PACKAGE = Path(cx.__file__).parent


def calls(path: Path) -> list[ast.Call]:
    return [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]


def name(function: ast.expr) -> str:
    return (
        function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""
    )


def test_only_confidentiality_makes_a_report() -> None:
    """Everybody else gets one, or reads one; the next picture of a room only takes results away."""
    makers = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if any(
            ast.unparse(call.func) in {"Report", "Result", "Result.of", "Gap", "Participation"} for call in calls(path)
        )
    }
    # A gap is a difference of results that are there; agreement is laid out of a group's rows; a pair of items has a
    # blank for a group that is not there, and a part has hidden gaps.
    beside = {"reports/comparisons.py", "reports/distributions.py", "reports/part.py", "plots/paired_items.py"}
    assert makers == {"disclosure/protect.py", "disclosure/told.py", "disclosure/sequential.py", *beside}
    reports = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if any(name(call.func) == "Report" for call in calls(path))
    }
    assert reports == {"disclosure/protect.py"}


def test_a_report_makes_another_only_when_it_is_read() -> None:
    """`cls(…)` stands in from_dict and nowhere else, and only a part of a report, with fewer rows, comes of replace."""
    tree = ast.parse((PACKAGE / "reports" / "report.py").read_text(encoding="utf-8"))
    makers = {
        function.name
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        and any(isinstance(node, ast.Call) and name(node.func) in {"cls", "replace"} for node in ast.walk(function))
    }
    assert makers == {"from_dict", "part"}


@pytest.mark.parametrize("module", ["plots", "book/widgets.py", "reports/text.py"])
def test_whatever_draws_knows_nothing_but_reports(module: str) -> None:
    """It imports neither answers nor scores nor tallies, so it cannot draw them."""
    files = sorted((PACKAGE / module).glob("*.py")) if (PACKAGE / module).is_dir() else [PACKAGE / module]
    nodes = [node for file in files for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))]
    imported = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    own = {found for found in imported if found.startswith("cxkit.")}
    assert {found.split(".")[1] for found in own} <= {"plots", "reports", "survey", "static", "words", "errors"}
    assert "cxkit.reports.report" in own
