"""A column of a file that a survey is drafted from: what it asks, and what was answered."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cxkit.responses.coding import as_number
from cxkit.responses.formats.headings import is_beside
from cxkit.responses.responses import ADDRESS
from cxkit.responses.spelling import tidy

USUAL = tomllib.loads(Path(__file__).with_name("usual.toml").read_text("utf-8"))
CANNOT_TELL = re.compile(rf"\b({'|'.join(USUAL['cannot_tell'])})\b", re.IGNORECASE)
CODE = re.compile(r"[A-Za-z]{1,3}(\d{1,2})")
WHOLE = re.compile(r"-?\d{1,3}")
TOPS = (5, 7, 10)
_ABOUT_PEOPLE = re.compile(
    rf"(\w+\W+){{0,3}}({'|'.join(USUAL['about_people'])})(\W+\w+){{0,3}}\W*|({'|'.join(USUAL['called_people'])})\W*",
    re.IGNORECASE,
)
_GROUP = "|".join(USUAL["groups"].split())
_ABOUT_GROUPS = re.compile(
    rf"(?=.*\b({_GROUP})\b)(\W*\b({_GROUP}|{'|'.join(USUAL['around_groups'].split())}|\d+)\b)+\W*",
    re.IGNORECASE,
)
"""All words are of a group, or such as stand around them: "What is your role?", and not "My role is clear"."""
_GRID = re.compile(r"([^\s\[\]/]+)(?:\[[^\s\[\]]+\]|/[^\s/]+)")
"""How tools name the rows of a grid that they write without its words: agree[SQ001], agree/listens."""
_BEFORE = re.compile(r"\w+(?:\[\w+\])?\.\s+")
"""A code or a number before the words of a heading."""
_FOR_NO_ANSWER = re.compile(r"-[1789]|-?([6789])\1{1,2}")
"""How studies write that there is none: -9, 99, 888."""
_FEWEST_POINTS = 3
_OFTEN, _MANY = 3, 10
"""So often a group is named at least, where people are so many."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a file: what it may be called, and what was answered, the commonest first."""

    names: Sequence[str]
    values: tuple[str, ...]
    rows: int

    @property
    def words(self) -> str:
        """What the column asks: of a grid's heading, its row."""
        said = [name.strip() for name in self.names if name.strip()]
        worded = next((name for name in said if not any(map(str.isdigit, name))), said[0])  # Q2, and: Role
        return min((name for name in said if " " in name), key=len, default=worded)

    @property
    def stem(self) -> str:
        """What stands over all rows of a grid; "" where it is no grid."""
        whole = (
            _BEFORE.sub("", max(self.names, key=len).strip()) if any(self.words in name for name in self.names) else ""
        )
        if whole == self.words and (grid := _GRID.fullmatch(whole)):
            return grid[1]
        around = whole.removesuffix("]").removesuffix(self.words).removeprefix(f"[{self.words}]")
        return " ".join(around.strip(" []-:–.\n").split())

    @property
    def personal(self) -> bool:
        """Whether it tells who somebody is, by its heading or by what stands in it: nothing of it may come in."""
        told = sum(bool(ADDRESS.search(value)) for value in self.values)
        return any(map(_ABOUT_PEOPLE.fullmatch, map(tidy, self.names))) or 2 * told > len(self.values)

    @property
    def group(self) -> bool:
        """Whether it says where or as what somebody works, by its heading."""
        names = [_BEFORE.sub("", name).replace("_", " ") for name in (*self.names, self.words)]
        return any(map(_ABOUT_GROUPS.fullmatch, map(tidy, names)))

    @property
    def free(self) -> bool:
        """Whether people wrote here what they liked: sentences, or something else nearly each."""
        often = self.rows / len(self.values)
        written = any("\n" in value or (often < _OFTEN and value[-1] in ".!?…") for value in self.values)
        beside = any(is_beside(name.rpartition(" - ")[0], name) for name in self.names)
        return written or beside or (often < 2 and self.rows >= _MANY)

    @property
    def top(self) -> int | None:
        """The highest point that a usual scale with these numbers has; None: they are words, or numbers of another."""
        return next((top for top in TOPS if self.numbers and self.numbers[-1] <= top), None)

    @property
    def coded(self) -> bool:
        """Whether the numbers are those that a tool gave to its choices: none of a usual scale, nor of their places."""
        numbers = self.numbers
        return numbers is not None and self.top is None and numbers[0] > len(numbers)

    @property
    def numbers(self) -> list[int] | None:
        """The answers as whole numbers, least first; None: they are words."""
        strays = self.strays
        whole = sorted(int(one) for one in points_of(self.values) if WHOLE.fullmatch(one) and one not in strays)
        return whole if whole and len(self.ends) <= 2 * (len(whole) > 1) else None

    @property
    def ends(self) -> list[str]:
        """The words among numbers: those at the ends of a scale, which nobody can tell apart."""
        return [value for value in points_of(self.values) if not WHOLE.fullmatch(value)]

    @property
    def strays(self) -> list[str]:
        """The numbers that stand for no answer rather than for one."""
        points = [value for value in points_of(self.values) if WHOLE.fullmatch(value)]
        strays = [value for value in points if _FOR_NO_ANSWER.fullmatch(value)]
        rest = sorted(int(value) for value in points if value not in strays)
        if self.rows >= _MANY and len(rest) > _FEWEST_POINTS and 1 <= rest[0] < rest[-2] <= 5 and 7 <= rest[-1] <= 9:
            strays.append(str(rest.pop()))  # as 9 behind 1 to 5
        return strays if len(strays) < len(rest) and rest[0] >= 0 and rest[-1] >= _FEWEST_POINTS else []

    @property
    def measured(self) -> bool:
        """Whether fractions stand here: seconds, sums of money, and no answers."""
        numbers = [as_number(value) for value in self.values]
        return None not in numbers and any(number != int(number) for number in numbers if number is not None)


def points_of(values: Sequence[str]) -> list[str]:
    """Return the answers that are points of a scale: words that say so, or codes."""
    codes = [one for one in values if CODE.fullmatch(one)]
    return codes if len(codes) > 1 else [one for one in values if not CANNOT_TELL.search(one)]
