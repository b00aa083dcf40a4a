"""A sheet: a table's answers as codes, handed out in blocks of rows that fit the processor's cache."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from cxkit.responses.coding import FIRST, SKIPPED, Codes, code, code_numbers, holding, judge, problems, width
from cxkit.responses.frames import AnswerTable, Distinct, Floats, Numbers, Whole, table
from cxkit.responses.problems import Problem
from cxkit.responses.responses import Responses, check_columns
from cxkit.responses.rules import keep_rules
from cxkit.survey.model import Survey
from cxkit.survey.parts import Dimension

Bools = npt.NDArray[np.bool_]

BLOCK = 1 << 17
"""Rows coded at a time: few enough for the processor's cache, many enough that the work is not in the calls."""


class Sheet:
    """The items of a survey over all rows. Nothing is copied but the block in hand.

    problems: what the columns of text held that was no answer; those of number columns come with their block.
    """

    def __init__(self, source: AnswerTable, survey: Survey, skipped: dict[str, Bools] | None = None) -> None:
        self.survey = survey
        self.source = source
        self.rows = source.rows
        self.problems: list[Problem] = []
        self._skipped = skipped or {}
        self._kind = holding(max((width(item.response_scale) for item in survey.items), default=0))
        self._numbers: list[tuple[int, Numbers | Whole]] = []
        self._distinct: list[tuple[int, Codes, npt.NDArray[np.signedinteger[Any]]]] = []
        for place, item in enumerate(survey.items):
            column = source.column(item.id)
            if not isinstance(column, Distinct):
                self._numbers.append((place, column))
                continue
            meaning, wrong = judge(column.raw, item)
            self.problems += problems(item.id, column, wrong)
            self._distinct.append((place, meaning.astype(self._kind), column.codes))

    @classmethod
    def of(cls, answers: Any, survey: Survey) -> "Sheet":
        """Return the sheet of Responses or of a table. Raises ResponseError where an item has no column."""
        if isinstance(answers, Responses):
            answers.fit(survey)
            flags = {str(name): answers.not_applicable[name].to_numpy() for name in answers.not_applicable}
            return cls(table(answers.frame), survey, {name: given for name, given in flags.items() if given.any()})
        source = table(answers)
        check_columns(source.names, survey)
        return cls(source, survey)

    def block(self, start: int) -> tuple[Codes, list[Problem]]:
        """Return the codes, a row an item, of the respondents from `start` on (BLOCK at most); and the problems."""
        rows = slice(start, start + BLOCK)
        items = self.survey.items
        codes: Codes = np.empty((len(items), min(BLOCK, self.rows - start)), dtype=self._kind)
        met: list[Problem] = []
        for place, meaning, places in self._distinct:
            np.take(meaning, places[rows], out=codes[place], mode="wrap")  # −1, missing, is the last
        for place, column in self._numbers:
            part = column.part(rows)
            if not code_numbers(part, items[place].response_scale, codes[place]):
                codes[place], wrong = code(part, items[place])
                met += [replace(one, rows=tuple(row + start for row in one.rows)) for one in wrong]
        for place, item in enumerate(items):
            if item.id in self._skipped:
                codes[place, self._skipped[item.id][rows]] = SKIPPED
        broken = keep_rules(codes, self.survey)
        met += [replace(one, rows=tuple(row + start for row in one.rows)) for one in broken]
        return codes, met


class Key:
    """How the codes of a survey's items become keyed sums of its dimensions. Made once, used for every block."""

    def __init__(self, survey: Survey) -> None:
        self.dimensions = survey.dimensions
        self.reversed = [
            (place, item.response_scale.range + FIRST) for place, item in enumerate(survey.items) if item.reverse_keyed
        ]
        units = [
            (dimension.unit // item.response_scale.range) for dimension in self.dimensions for item in dimension.items
        ]
        most = max((len(dimension.items) * dimension.unit for dimension in self.dimensions), default=0)
        self.kind = holding(most)
        self.factors = np.array(units, dtype=self.kind)[:, np.newaxis] if any(unit != 1 for unit in units) else None
        ends = np.cumsum([0, *(len(dimension.items) for dimension in self.dimensions)]).tolist()
        self.places = [slice(*ends[at : at + 2]) for at in range(len(self.dimensions))]

    def sums(self, codes: Codes, given: Codes) -> list[tuple[Codes, Codes]]:
        """Return (items answered, keyed sum) for each dimension, in whole steps of `Dimension.unit` an item.

        given: 1 where an item was answered, else 0. A sum of 0 is every answered item at its least favourable,
        answered × unit every one at its most favourable.
        """
        steps = codes - codes.dtype.type(FIRST)
        for place, top in self.reversed:
            np.subtract(top, codes[place], out=steps[place])
        steps *= given  # where nothing was answered the steps have wrapped round to nonsense
        if self.factors is not None or self.kind != steps.dtype:
            steps = steps.astype(self.kind)
        if self.factors is not None:
            steps *= self.factors
        counted = given if len(codes) < 256 else given.astype(np.uint16)
        return [
            (
                np.add.reduce(counted[place], axis=0, dtype=counted.dtype),
                np.add.reduce(steps[place], axis=0, dtype=self.kind),
            )
            for place in self.places
        ]


def keyed_answers(responses: Responses, survey: Survey) -> Iterator[tuple[Dimension, Floats]]:
    """Give each dimension with its answers after reversing: a row a respondent, a column an item, NaN where none."""
    sheet = Sheet.of(responses, survey)
    codes = np.hstack([sheet.block(start)[0] for start in range(0, sheet.rows, BLOCK)] or [sheet.block(0)[0]])
    place = 0
    for dimension in survey.dimensions:
        keyed = np.empty((sheet.rows, len(dimension.items)))
        for column, item in enumerate(dimension.items):
            own, scale = codes[place], item.response_scale
            values = own.astype(np.float64) + (scale.min - FIRST)
            keyed[:, column] = scale.min + scale.max - values if item.reverse_keyed else values
            keyed[own < FIRST, column] = np.nan
            place += 1
        yield dimension, keyed


def given(codes: Codes) -> Codes:
    """Return 1 where an item was answered, else 0, in eight bits."""
    return (codes >= FIRST).view(np.uint8)
