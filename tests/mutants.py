"""Do the tests notice a fault? One operator, condition or number of the code is changed at a time.

    python -m tests.mutants [how many] [seed]

A mutant is tried on its room's own tests, those of its file first, in a copy of the tree; what passes is printed.
"""

import ast
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROOMS = {"statistics": ["tests/statistics"], "disclosure": ["tests/disclosure", "tests/attack"]}
LONGEST = 600
"""Seconds after which a mutant goes round in circles, which is noticed."""

SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.Pow: ast.Mult,
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip


def changes(tree: ast.AST) -> Iterator[tuple[ast.AST, dict[str, object]]]:
    """Yield each operator, condition and whole number in the code, with the fields that a mutant has instead."""
    for name, field in ast.iter_fields(tree):
        for node in field if isinstance(field, list) else [field]:
            if isinstance(node, ast.AST) and name not in {"annotation", "returns"}:
                if changed := _changed(node):
                    yield node, changed
                yield from changes(node)


def mutant(source: str, place: int) -> tuple[int, str]:
    """Return (line, the whole source with one change)."""
    tree = ast.parse(source)
    node, changed = list(changes(tree))[place]
    vars(node).update(changed)
    return getattr(node, "lineno", 0), ast.unparse(tree)


def _changed(node: ast.AST) -> dict[str, object]:
    if isinstance(node, ast.Compare) and type(node.ops[0]) in SWAPS:
        return {"ops": [SWAPS[type(node.ops[0])](), *node.ops[1:]]}
    if isinstance(node, ast.BinOp | ast.BoolOp | ast.AugAssign) and type(node.op) in SWAPS:
        return {"op": SWAPS[type(node.op)]()}
    if isinstance(node, ast.IfExp):
        return {"body": node.orelse, "orelse": node.body}
    if isinstance(node, ast.Constant) and type(node.value) is int:
        return {"value": node.value + 1}
    return {}


def survives(copy: Path, room: str, name: str) -> bool:
    """Say whether the room's tests pass."""
    own = [f"tests/{room}/test_{name}.py"] if (copy / f"tests/{room}/test_{name}.py").exists() else []
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *own, *ROOMS[room]]
    try:
        return subprocess.run(command, cwd=copy, capture_output=True, check=False, timeout=LONGEST).returncode == 0
    except subprocess.TimeoutExpired:
        return False


def main(number: int = 40, seed: int = 1) -> None:
    """Try so many mutants, the same for the same seed, and print what is not noticed."""
    files = [path for room in ROOMS for path in sorted((ROOT / "cxkit" / room).glob("*.py"))]
    every = [(path, place) for path in files for place, _ in enumerate(changes(ast.parse(path.read_text("utf-8"))))]
    tried = random.Random(seed).sample(every, number)
    survived = dict.fromkeys(ROOMS, 0)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".git", ".venv", "_build", "__pycache__"))
        for room in ROOMS:
            if not survives(copy, room, ""):
                raise SystemExit(f"The tests of {room} fail by themselves: mend that first.")
        for path, place in tried:
            source, room, name = path.read_text("utf-8"), path.parent.name, path.relative_to(ROOT)
            line, changed = mutant(source, place)
            (copy / name).write_text(changed, encoding="utf-8")
            if survives(copy, room, path.stem):
                survived[room] += 1
                difference = set(ast.unparse(ast.parse(source)).splitlines()) ^ set(changed.splitlines())
                print(f"{name}:{line}", *sorted(difference), sep="\n    ", flush=True)
            (copy / name).write_text(source, encoding="utf-8")
    for room, passed in survived.items():
        of = sum(path.parent.name == room for path, _ in tried)
        print(f"{room}: {of - passed} of {of} mutants were noticed ({len(every)} are possible in all rooms)")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
