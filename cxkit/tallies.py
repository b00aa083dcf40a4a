"""Tallies: whole-number counts by group from which everything shown is computed. They add up exactly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from cxkit.errors import ResponseError, listing
from cxkit.responses import Responses
from cxkit.scoring import checked, keyed_steps
from cxkit.survey import Survey

Group = tuple[str, ...]
"""One value for each attribute of `Tally.by`; "" where a respondent did not state it; () when by nothing."""

MISSING = "missing"
NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, kw_only=True)
class Tally:
    """Counts of respondents, additive across batches, days and machines.

    survey: (id, version) of the survey counted; only tallies of the same survey and `by` add.
    respondents: {group: respondents}.
    scores: {(group, dimension id, items answered, keyed sum in the dimension's steps): respondents}.
    answers: {(group, item id, value as answered | "missing" | "not_applicable"): respondents}.
    """

    survey: tuple[str, int]
    by: tuple[str, ...] = ()
    respondents: Mapping[Group, int] = field(default_factory=dict)
    scores: Mapping[tuple[Group, str, int, int], int] = field(default_factory=dict)
    answers: Mapping[tuple[Group, str, int | str], int] = field(default_factory=dict)

    def __add__(self, other: Tally) -> Tally:
        if (self.survey, self.by) != (other.survey, other.by):
            raise ResponseError(
                f"These tallies do not add: one is of survey {_named(self)}, the other of {_named(other)}. "
                "Tally both with the same survey version and the same attributes."
            )
        return Tally(
            survey=self.survey,
            by=self.by,
            respondents=_sum(self.respondents, other.respondents),
            scores=_sum(self.scores, other.scores),
            answers=_sum(self.answers, other.answers),
        )

    @classmethod
    def of_batches(cls, tallies: Iterable[Tally]) -> Tally:
        """Add any number of tallies, at least one. Raises ResponseError when there is none."""
        total: Tally | None = None
        for one in tallies:
            total = one if total is None else total + one
        if total is None:
            raise ResponseError("There is no tally to add up: the batches are none.")
        return total

    def split(self, attribute: str) -> dict[str, Tally]:
        """Return a tally for each value of one attribute of `by`, the others added up."""
        place = self.by.index(attribute)
        parts: dict[str, tuple[Counter[Any], Counter[Any], Counter[Any]]] = {
            value: (Counter(), Counter(), Counter()) for value in {group[place] for group in self.respondents}
        }
        for group, n in self.respondents.items():
            parts[group[place]][0][()] += n
        for (group, *score), n in self.scores.items():
            parts[group[place]][1][((), *score)] += n
        for (group, *answer), n in self.answers.items():
            parts[group[place]][2][((), *answer)] += n
        return {
            value: Tally(survey=self.survey, respondents=dict(people), scores=dict(scores), answers=dict(answers))
            for value, (people, scores, answers) in parts.items()
        }

    def __len__(self) -> int:
        return sum(self.respondents.values())


def tally(answers: Responses | pd.DataFrame, survey: Survey, *, by: Sequence[str] = ()) -> Tally:
    """Count answers and scores by every combination of the attributes named in `by`.

    Respondents who did not state an attribute are a group of their own (""), never dropped.
    Raises ResponseError where an attribute has no column.
    """
    responses = checked(answers, survey)
    by = (by,) if isinstance(by, str) else tuple(dict.fromkeys(by))
    unknown = [id for id in by if id not in responses.frame.columns or id not in {a.id for a in survey.attributes}]
    if unknown:
        known = [a.id for a in survey.attributes if a.id in responses.frame.columns]
        raise ResponseError(
            f"There is no attribute {listing(unknown)} to group by. The answers have: {listing(known) or 'none'}."
        )
    groups, codes = _groups(responses.frame, by)
    return Tally(
        survey=(survey.id, survey.version),
        by=by,
        respondents={group: int(n) for group, n in zip(groups, np.bincount(codes, minlength=len(groups)), strict=True)},
        scores={
            (groups[group], dimension.id, answered, total): n
            for dimension in survey.dimensions
            for (group, answered, total), n in _count(codes, *keyed_steps(responses, dimension)).items()
        },
        answers={key: n for item in survey.items for key, n in _answers(responses, item.id, groups, codes).items()},
    )


def _groups(frame: pd.DataFrame, by: tuple[str, ...]) -> tuple[list[Group], npt.NDArray[np.int64]]:
    if not by:
        return [()] if len(frame) else [], np.zeros(len(frame), dtype=np.int64)
    codes, values = pd.factorize(pd.MultiIndex.from_frame(frame[list(by)]))
    return [tuple(map(str, value)) for value in values], codes.astype(np.int64)


def _answers(
    responses: Responses, item: str, groups: list[Group], codes: npt.NDArray[np.int64]
) -> dict[tuple[Group, str, int | str], int]:
    values = responses.frame[item].to_numpy(dtype=np.float64)
    skipped = responses.not_applicable[item].to_numpy(dtype=bool)
    kind = np.where(skipped, 2, np.where(np.isnan(values), 1, 0))
    points = np.nan_to_num(values).astype(np.int64)
    names: dict[int, str] = {1: MISSING, 2: NOT_APPLICABLE}
    return {
        (groups[group], item, names.get(what, value)): n
        for (group, what, value), n in _count(codes, kind, points).items()
    }


def _count(*columns: npt.NDArray[Any]) -> dict[tuple[int, ...], int]:
    """Count the distinct rows of whole-number columns."""
    if not len(columns[0]):
        return {}
    rows, counts = np.unique(np.column_stack(columns), axis=0, return_counts=True)
    return {tuple(map(int, row)): int(n) for row, n in zip(rows, counts, strict=True)}


def _sum(one: Mapping[Any, int], other: Mapping[Any, int]) -> dict[Any, int]:
    return dict(Counter(one) + Counter(other))


def _named(tally: Tally) -> str:
    return f"{tally.survey[0]} (version {tally.survey[1]}) by {listing(tally.by) or 'nothing'}"
