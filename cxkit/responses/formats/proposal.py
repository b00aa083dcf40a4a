"""A proposal for a mapping: what is sure of a file's columns, what is only near, and which values nobody can know."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from cxkit.responses.coding import judge, options
from cxkit.responses.formats.export import laid_out
from cxkit.responses.formats.headings import wanted
from cxkit.responses.formats.mapping import Mapping
from cxkit.responses.formats.turned import other_numbers
from cxkit.responses.frames import Distinct
from cxkit.responses.hints import some
from cxkit.responses.spelling import alike, bare
from cxkit.survey.model import Survey
from cxkit.survey.parts import MISSING, NOT_APPLICABLE, ResponseScale

if TYPE_CHECKING:
    from cxkit.responses.formats import MappingSource

_NEAR = 0.6


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What a file's columns are, as far as that can be known.

    sure: {id: heading}. near: {id: (heading, how alike, 0–1)}. lacking: ids of items and attributes without either.
    headings: of the columns that are not sure. values: {id, or "values" for all items: the values that are no
    answers}. allowed: what each of them may mean. notes: how the file was read.
    """

    sure: dict[str, str]
    near: dict[str, tuple[str, float]]
    lacking: tuple[str, ...]
    headings: tuple[str, ...]
    values: dict[str, tuple[str, ...]]
    allowed: dict[str, str]
    notes: tuple[str, ...]

    @classmethod
    def of(cls, path: Path, survey: Survey, mapping: MappingSource = None) -> Proposal:
        """Look at a file, with what is known of it already. Raises ResponseError where it cannot be read."""
        known = Mapping.read(mapping, survey)
        layout, found = laid_out(path, survey, known)
        headings = {place: next(filter(str.strip, names), "") for place, names in enumerate(layout.names)}
        free = {place: names for place, names in enumerate(layout.names) if place not in found and headings[place]}
        open_ids = {id: words for id, words in wanted(survey).items() if id not in found.values()}
        likeness = {
            (id, place): max(_alike(name, word) for name in names for word in (id, *words))
            for id, words in open_ids.items()
            for place, names in free.items()
        }
        near: dict[str, tuple[int, float]] = {}
        for (id, place), share in sorted(likeness.items(), key=lambda one: -one[1]):
            if share >= _NEAR and id not in near and place not in {taken for taken, _ in near.values()}:
                near[id] = place, share
        values: dict[str, tuple[str, ...]] = {}
        for place, id in [*found.items(), *((place, id) for id, (place, _) in near.items())]:
            said = known.values.get("", {}) | known.values.get(id, {})
            cells = [cell for cell in layout.frame.iloc[:, place].to_list() if alike(cell) not in said]
            key, unknown = _unknown(cells, id, survey)
            if unknown:
                values[key] = tuple(dict.fromkeys([*values.get(key, ()), *unknown]))
        for key, numbers in other_numbers(layout, found, survey, known).items():
            values[key] = tuple(dict.fromkeys([*values.get(key, ()), *numbers]))
        asked = {item.id for item in survey.items} | {attribute.id for attribute in survey.attributes}
        return cls(
            sure={id: headings[place] for place, id in found.items()},
            near={id: (headings[place], share) for id, (place, share) in near.items()},
            headings=tuple(headings[place] for place in free),
            lacking=tuple(id for id in open_ids if id in asked and id not in near),
            values={id: tuple(sorted(found)) for id, found in values.items()},
            allowed={"values": _points(survey.response_scale)}
            | {item.id: _points(item.response_scale) for item in survey.items}
            | {each.id: some(each.options or ()) for each in survey.attributes},
            notes=layout.notes,
        )

    def text(self) -> str:
        """Return a mapping file: what is sure stands in it, what somebody has to decide is left for them."""
        return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        yield "# Which column is which, and what values mean. Take the # away where a line is right, or fix it."
        yield "columns:" if self.sure or self.near else "columns: {}"
        for id, heading in self.sure.items():
            yield f"  {_quoted(heading)}: {id}"
        for id, (heading, share) in self.near.items():
            yield f"  # {_quoted(heading)}: {id}  # {share:.0%} alike"
        for id in self.lacking:
            yield f"  # (no column found): {id}"
        for id, found in self.values.items():
            yield f"# {id}:  # what each means: {self.allowed[id]}"
            for value in found:
                yield f"#   {_quoted(value)}: "


def _points(scale: ResponseScale | None) -> str:
    return f"{scale.min}–{scale.max}, {NOT_APPLICABLE} or {MISSING}" if scale else ""


def _alike(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, bare(one), bare(other), autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _NEAR else 0.0


def _unknown(cells: list[str], id: str, survey: Survey) -> tuple[str, list[str]]:
    """Return where a mapping says what a column's values mean, and those that it would have to say."""
    items = {item.id: item for item in survey.items}
    attributes = {attribute.id: attribute for attribute in survey.attributes}
    distinct = list(dict.fromkeys(cells))
    if id in items:
        general = items[id].response_scale == survey.response_scale
        return ("values" if general else id), [text for _, text, *_ in judge(distinct, items[id])[1]]
    if id in attributes:
        return id, [
            one.value for one in options(Distinct(codes=np.arange(len(distinct)), raw=distinct), attributes[id])[2]
        ]
    return id, []


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
