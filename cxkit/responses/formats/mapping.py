"""A mapping: which column of a tool's file is which, and what its codes mean, where the file itself does not say.

```yaml
columns: {"agree[q1]": listens, Leads: role}
values: {A1: 1, A2: 2, A6: not_applicable, "": missing}
role: {A1: leader}
```

`values` is for all items on the survey's own response scale; under the id of an item or an attribute stand its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from cxkit.errors import ResponseError, SurveyError, did_you_mean, listing
from cxkit.responses.formats.headings import wanted
from cxkit.responses.spelling import alike, tidy
from cxkit.survey.model import Survey
from cxkit.survey.parts import MISSING, NOT_APPLICABLE
from cxkit.survey.yaml_files import read_yaml
from cxkit.words import say

if TYPE_CHECKING:
    import pandas as pd

    from cxkit.responses.formats import MappingSource


@dataclass(frozen=True, kw_only=True)
class Mapping:
    """headings: {heading: id}. values: {the value in the file: what it means}, by id; under "" for all items."""

    headings: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def read(cls, source: MappingSource, survey: Survey) -> Mapping:
        """Read a mapping from a file or a dict. Raises ResponseError, naming what is wrong and what is allowed."""
        if source is None:
            return cls()
        where = "The mapping" if isinstance(source, dict) else str(source)
        try:
            raw = source if isinstance(source, dict) else read_yaml(Path(source))[0] or {}
        except SurveyError as error:
            raise ResponseError(str(error)) from None
        ids = wanted(survey)
        if not isinstance(raw, dict) or not all(isinstance(part, dict) for part in raw.values()):
            raise ResponseError(
                f"{where}: needs columns (heading: id) and values (value: meaning), each with its lines."
            )
        columns = {tidy(str(name)): str(id) for name, id in raw.get("columns", {}).items()}
        unknown = [id for id in map(str, (*columns.values(), *raw)) if id not in {*ids, "columns", "values"}]
        if unknown:
            hint = did_you_mean(unknown[0], ids)
            raise ResponseError(f"{where}: {listing(unknown)} is no id of the survey.{hint} Ids: {listing(ids)}.")
        values = {
            "" if id == "values" else str(id): {alike(str(value)): str(meaning) for value, meaning in part.items()}
            for id, part in raw.items()
            if id != "columns"
        }
        for id, part in values.items():
            allowed = _allowed(id, survey)
            if allowed and (wrong := [meaning for meaning in part.values() if meaning not in allowed]):
                raise ResponseError(f"{where}: {listing(wrong)} is no answer. Allowed: {listing(allowed)}.")
        return cls(headings=columns, values=values)

    def columns(self, names: Sequence[Sequence[str]], found: dict[int, str]) -> dict[int, str]:
        """Return the id for the place of each column: what the mapping says goes before what was found."""
        said = {}
        for heading, id in self.headings.items():
            places = [place for place, called in enumerate(names) if heading in map(tidy, called)]
            if len(places) != 1:
                none = say("reading.no_heading", heading=heading, id=id)
                raise ResponseError(say("reading.headings_alike", heading=heading, id=id) if places else none)
            said[places[0]] = id
        return {place: id for place, id in found.items() if id not in said.values() and place not in said} | said

    def meant(self, table: pd.DataFrame, survey: Survey) -> pd.DataFrame:
        """Return a table with the mapped values in place of those in the file."""
        for_all = self.values.get("", {})
        own = {item.id: for_all for item in survey.items if item.response_scale == survey.response_scale}
        for id in {*own, *self.values} & set(table):
            meaning = own.get(id, {}) | self.values.get(id, {})
            if meaning and table.columns.tolist().count(id) == 1:
                told = {cell: meaning[alike(cell)] for cell in table[id].unique() if alike(cell) in meaning}
                table = table.assign(
                    **{id: table[id].replace({**told, **{c: "" for c, m in told.items() if m == MISSING}})}
                )
        return table


def _allowed(id: str, survey: Survey) -> list[str]:
    """Return what the values of an id ("": of all items on the survey's response scale) may mean; none: anything."""
    scales = {"": survey.response_scale} | {item.id: item.response_scale for item in survey.items}
    if scale := scales.get(id):
        return [*map(str, range(scale.min, scale.max + 1)), NOT_APPLICABLE, MISSING]
    options = {attribute.id: attribute.options for attribute in survey.attributes}.get(id)
    return [*options, MISSING] if options else []
