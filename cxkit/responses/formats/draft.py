"""A survey drafted from the file of a survey tool: what it asked, on which response scale, of whom."""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cxkit.errors import ResponseError
from cxkit.responses.formats.columns import CANNOT_TELL, CODE, TOPS, USUAL, WHOLE, Column, points_of
from cxkit.responses.formats.export import laid_out
from cxkit.responses.formats.headings import is_beside
from cxkit.responses.formats.mapping import Mapping
from cxkit.responses.formats.summaries import seems_summed
from cxkit.responses.spelling import bare
from cxkit.survey.model import Survey

_ABOUT_THE_FILE = re.compile("|".join(USUAL["about_the_file"]), re.IGNORECASE)
_TAIL = re.compile(r"\s*\(\d+\)$|(?<=\d)[.,]0$")
"""Behind an answer: a tool's code in brackets, or what makes 3,0 of 3."""
_LED = re.compile(r"(\d{1,2})\s*[-–—=:.()]+\s*(\D+?)\)?")
"""A number with what it means: 5 - Always, 5 (Always)."""
_POINTS = re.compile(r"(--|[\d.,]+) / \d+")
"""What a quiz gave for an answer."""
_MOST_POINTS, _MOST_GROUPS = 11, 12
_MOST_CODES = 5
_SEVERAL, _MANY = 10, 20
"""So many people use most points of a scale, and its ends."""
_NOTHING = Survey.from_dict(
    {
        "id": "nothing",
        "title": "-",
        "response_scale": {"min": 0, "max": 1},
        "dimensions": [{"id": "d", "title": "-", "items": [{"id": "n_o_t_h_i_n_g", "text": "\u2400"}]}],
    }
)


@dataclass(frozen=True, kw_only=True)
class Draft:
    """items: by stem. attributes: with their options. others: columns that are neither, and are not asked again.

    doubted: columns of which nobody can tell whether they are items or attributes: they are asked about.
    """

    scale: tuple[str, ...]
    sure: bool
    cannot_tell: str
    ends: tuple[str, ...]
    items: dict[str, list[Column]]
    attributes: list[Column]
    doubted: list[Column]
    others: list[str]
    notes: tuple[str, ...]

    @classmethod
    def of(cls, path: Path) -> "Draft":
        """Look at a file. Raises ResponseError where it cannot be read, or nothing in it was rated."""
        layout, _ = laid_out(path, _NOTHING, Mapping())
        columns = []
        people = layout.frame[~seems_summed(layout.frame)]
        headings = {name for names in layout.names for name in names}
        for place, names in enumerate(layout.names):
            cells = Counter(_TAIL.sub("", str(cell).strip()) for cell in people.iloc[:, place])
            cells.pop("", None)
            if any(map(WHOLE.fullmatch, cells)):  # 1 (Not at all), 2, 3: its words stand beside the number
                cells = Counter(led[1] if (led := _LED.fullmatch(one)) else one for one in cells.elements())
            asked = not (any(map(_ABOUT_THE_FILE.fullmatch, names)) or all(map(_POINTS.fullmatch, cells)))
            asked = asked and not any(is_beside(name, own) for own in names for name in {*headings}.difference(names))
            if cells and any(map(str.strip, names)) and asked:
                spelt = {
                    _same(value): value for value, _ in reversed(cells.most_common())
                }  # of spellings the commonest
                values = tuple(dict.fromkeys(spelt[_same(value)] for value, _ in cells.most_common()))
                columns.append(Column(names=names, values=values, rows=cells.total()))
        stems = Counter(column.stem for column in columns if column.stem)
        told = [one for one in columns if one.numbers and one.group and stems[one.stem] < 2]
        rated = _rated([one for one in columns if one not in told])
        few, doubted = _doubted([one for one in rated if stems[one.stem] < 2], rated)
        rated = [one for one in rated if one not in few]
        scale, sure, cannot_tell = _scale(rated) if rated else ((), False, "")
        if len(scale) < 2:
            raise ResponseError(
                f"{path}: no two columns of it were answered on the same scale. A draft needs the answers to several "
                "statements, as numbers or in words."
            )
        if len(scale) > _MOST_POINTS:
            raise ResponseError(
                f"{path}: its statements were answered in {len(scale)} different words, too many for one scale. Where "
                "people answered in several languages, export the answers in one."
            )
        items: dict[str, list[Column]] = {}
        for column in rated:
            items.setdefault(column.stem, []).append(column)
        rest = [column for column in columns if column not in rated]
        groups = [one for one in rest if 1 < len(one.values) <= _MOST_GROUPS and len(one.values) < one.rows]
        groups = [one for one in groups if not (one.measured or one.personal or one.free)]
        return cls(
            scale=scale,
            sure=sure,
            cannot_tell=cannot_tell,
            ends=tuple(dict.fromkeys(end for one in rated if one.numbers for end in (*one.ends, *one.strays))),
            items=items,
            attributes=(about := [one for one in groups if one.numbers is None or one in (*told, *few)]),
            doubted=[*few, *doubted],
            others=[one.names[0] for one in rest if one not in about],
            notes=layout.notes,
        )

    def text(self, id: str, title: str) -> str:
        """Return a survey file."""
        return "\n".join(self._lines(id, title)) + "\n"

    def _lines(self, id: str, title: str) -> Iterator[str]:
        yield "# Drafted from a file of answers. Look through every line; `cxkit check` says what could be better."
        yield f"id: {id}\nversion: 1\ntitle: {_quoted(title)}"
        points = Column(names=("",), values=self.scale, rows=0)
        numbers = None if points.coded else points.numbers
        low, high = (numbers[0], numbers[-1]) if numbers else (1, len(self.scale))
        own_scale = (
            "        # Higher numbers than elsewhere: is this its scale?\n        response_scale: {min: 0, max: %s}"
        )
        if not self.sure:
            yield "# Is this the order, from least to most, and are these all the points? The file cannot say."
        yield f"response_scale:\n  min: {low}\n  max: {high}"
        if points.coded:
            yield "  values: {" + ", ".join(f"{_quoted(one)}: {at}" for at, one in enumerate(self.scale, 1)) + "}"
        elif numbers is None:
            yield "  labels: {" + ", ".join(f"{at}: {_quoted(one)}" for at, one in enumerate(self.scale, 1)) + "}"
        for end in self.ends:
            yield f"  # values: {{{_quoted(end)}: }}   # Which point is it? Until that is said here, nobody counts it."
        if self.cannot_tell:
            yield f"  not_applicable: {_quoted(self.cannot_tell)}"
        yield "dimensions:"
        taken: set[str] = set()
        for stem, columns in self.items.items():
            own = _id(stem or "items", taken)
            yield f"  - id: {own}\n    title: {_quoted(stem or title)}"
            if stem.endswith("?"):
                yield f"    question: {_quoted(stem)}"
            yield "    items:"
            for place, column in enumerate(columns, 1):
                yield f"      - id: {_id(f'{own}_{place}', taken)}\n        text: {_quoted(column.words)}"
                yield "        # reverse_keyed: true   # where it is bad to agree"
                if column in self.doubted:
                    yield "        # Fewer points than elsewhere: an item, or a group such as a role?"
                if numbers and low >= 0 and column.top and column.top > high:
                    yield own_scale % column.top
        yield from self._about(taken)
        for other in self.others:
            yield f"# Not asked again: {_quoted(other)}"

    def _about(self, taken: set[str]) -> Iterator[str]:
        if self.attributes:
            yield "attributes:"
        for column in self.attributes:
            named: set[str] = set()
            options = ", ".join(f"{_id(one, named)}: {_quoted(one)}" for one in sorted(column.values))
            yield f"  - id: {_id(column.words, taken)}\n    title: {_quoted(column.words)}"
            if column.numbers:
                yield "    # What do its numbers mean? Put the words in their place, and the numbers under values."
            if column in self.doubted:
                yield "    # Fewer points than elsewhere: a group such as a role, or one more item?"
            yield f"    options: {{{options}}}"


def _rated(columns: Sequence[Column]) -> list[Column]:
    """Return the columns that were answered on one scale: the most that share their numbers, or their words."""

    def alike(one: Column, other: Column) -> bool:
        if one.top and other.top:
            return True
        known = _known([*one.values, *other.values])
        if all(map(CODE.fullmatch, points_of(one.values))) and all(map(CODE.fullmatch, points_of(other.values))):
            # Codes begin anew in every question: those of a grid say nothing of one that stands alone.
            return not one.numbers and not other.numbers and bool(one.stem) == bool(other.stem)
        shared = {*map(bare, one.values)} & {*map(bare, other.values)}
        same = bool(one.numbers) == bool(other.numbers)
        return same and (known is not None or 2 * len(shared) > len(one.values))

    few = [column for column in columns if len(column.values) <= _MOST_POINTS and not column.measured]
    few = [column for column in few if column.top or column.coded or not column.numbers]
    families = [[other for other in few if alike(one, other)] for one in few]
    most = max(families, key=len, default=[])
    return most if len(most) > 1 else []


def _doubted(alone: Sequence[Column], rated: Sequence[Column]) -> tuple[list[Column], list[Column]]:
    """Return the columns outside of grids that look like groups written as numbers, and those that may be.

    The first have 1, 2 and at most half of the others' points, or begin below all others; the second lack an end that
    others reach.
    """
    known = [numbers for one in rated if (numbers := one.numbers)]
    if len(known) < len(rated) or len(known) < 3:
        return [], []
    low, high = (sorted(numbers[end] for numbers in known)[len(known) // 2] for end in (0, -1))
    few, doubted = [], []
    for one in alone:
        numbers = one.numbers or []
        if one.rows < _SEVERAL or numbers[-1] > high:
            continue
        counted = numbers == [*range(numbers[0], numbers[-1] + 1)] and numbers[0] in {0, 1}
        less = 2 * len(numbers) <= high - low + 2 and len(numbers) < _MOST_CODES
        if counted and (less or (numbers[0] < low and numbers[-1] < high)):
            few.append(one)
        elif one.rows >= _MANY and numbers[-1] < high:
            doubted.append(one)
    return ([], []) if 2 * len(few) > len(rated) else (few, doubted)


def _scale(rated: Sequence[Column]) -> tuple[tuple[str, ...], bool, str]:
    """Return the points, least first, whether that is sure, and the words for "can't tell" ("": there are none)."""
    met = list(dict.fromkeys(value for column in rated for value in column.values))
    cannot = next((one for one in met if CANNOT_TELL.search(one)), "")
    points = points_of(met)
    used = sorted({point for one in rated for point in one.numbers or ()})
    if any(one.coded for one in rated):
        codes = tuple(map(str, used))
        return codes if used[0] > len(used) else (), False, cannot
    if used and 0 > used[0] == -used[-1]:
        return tuple(map(str, range(used[0], -used[0] + 1))), False, cannot
    if used:
        top = sorted(column.top or TOPS[-1] for column in rated)[len(rated) // 2]  # that of most; few stay below it
        numbers = sorted({point for one in rated for point in one.numbers or () if (one.top or 0) <= top})
        low = 0 if 0 in numbers or top == TOPS[-1] else 1
        return tuple(map(str, range(low, top + 1))), (numbers[0], numbers[-1]) == (low, top), cannot
    if all(map(_LED.fullmatch, points)):
        points = [led[2] for led in sorted(filter(None, map(_LED.fullmatch, points)), key=lambda led: int(led[1]))]
        points = list(dict.fromkeys(points))
    if known := _known(points):
        return tuple(known), len(points) > len(known) // 2, cannot
    if any(re.fullmatch(r"-?\d+", one) for one in points):  # words and numbers: which would be which?
        return (), False, ""
    if all(map(CODE.fullmatch, points)):
        points.sort(key=lambda one: int(re.sub(r"\D", "", one)))
    return tuple(points), False, cannot


def _same(value: str) -> str:
    """Return what spellings of one answer share; what stands before a number is a sign."""
    return value if WHOLE.fullmatch(value) else bare(value)


def _known(values: Sequence[str]) -> list[str] | None:
    """Return the usual scale that all of these words are from, in its order, spelt as here; None: there is none."""
    met = {bare(one): one for one in points_of(values)}
    for usual in USUAL["scales"]:
        order = [point.split("|") for point in usual]
        known = {bare(word): place for place, words in enumerate(order) for word in words}
        places = [known.get(one, -1) for one in met]
        if met and -1 not in places and len({*places}) == len(places):
            spelt = dict(zip(places, met.values(), strict=True))
            return [spelt.get(place, words[0].capitalize()) for place, words in enumerate(order)]
    return None


def _id(words: str, taken: set[str]) -> str:
    """Return an id made of words, another than those taken, and take it."""
    plain = unicodedata.normalize("NFKD", words.casefold()).encode("ascii", "ignore").decode()
    letters = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    base = "_".join(letters.split("_")[-6:]) or "one"
    base = base if base[0].isalpha() else f"i_{base}"
    id = next(one for at in range(1, 10_000) if (one := base if at == 1 else f"{base}_{at}") not in taken)
    taken.add(id)
    return id


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
