"""Values that were no answers: what they were, why, how often and where. Counted and listed, never silently scored."""

import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from cxkit.errors import ResponseWarning

PROBLEM_COLUMNS = ["column", "value", "reason", "advice", "count", "rows"]

LONGEST = 60
"""How much of a value is shown."""


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One value that was no answer, why not, and what to do. rows: the first ten it stands in; none if nobody knows.

    Rows of a file are numbered as a spreadsheet does, its headings included; those of a table from 1 on.
    """

    column: str
    value: str
    reason: str
    advice: str = ""
    count: int
    rows: tuple[int, ...]

    @property
    def places(self) -> str:
        """The rows in words: "2, 3 …"."""
        return ", ".join(map(str, self.rows)) + " …" * (0 < len(self.rows) < self.count)

    def __str__(self) -> str:
        times = f"{self.count} time{'s' if self.count != 1 else ''}"
        rows = f", row{'s' if self.count != 1 else ''} {self.places}" if self.rows else ""
        return f'{self.column}: "{self.value}" {self.reason} ({times}{rows})'


def merged(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Add up the same problem met in several parts of one table."""
    found: dict[tuple[str, str, str], Problem] = {}
    for one in problems:
        key = (one.column, one.value, one.reason)
        before = found.get(key)
        rows, count = (before.rows, before.count) if before else ((), 0)
        found[key] = replace(one, count=count + one.count, rows=tuple(sorted(rows + one.rows)[:10]))
    return tuple(found.values())


def listed(problems: Sequence[Problem], *, most: int = 10) -> str:
    """Say what was not scored, a line a problem; empty where everything was."""
    more = [f"… and {len(problems) - most} more kinds"] if len(problems) > most else []
    return "\n".join([*map(str, problems[:most]), *more])


def warn(problems: Sequence[Problem], notes: Sequence[str] = (), *, stacklevel: int = 3) -> None:
    """Warn, where the public function was called, of values that were left out; notes: what else must be known."""
    count = sum(one.count for one in problems)
    said = [*notes, *([f"{count} value(s) were left out:\n{listed(problems)}"] if problems else [])]
    if said:
        warnings.warn("\n".join(said), ResponseWarning, stacklevel=stacklevel)
