"""Random surveys and answers for Hypothesis, and small ones that several tests share."""

import itertools
import math
import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pandas as pd
import pytest
from hypothesis import settings
from hypothesis import strategies as st

from cxkit.statistics import counting, encoding, grouped, scoring
from cxkit.survey.model import Survey
from cxkit.survey.parts import ResponseScale

Mapping = dict[str, Any]


def cases(least: int) -> settings:
    """Try a property on so many cases at least, whatever the profile: 1 or more."""
    return settings(max_examples=max(least, settings().max_examples))


words = st.text("aAß ñ好é'’1:#-", max_size=8).map(lambda text: f"w{text}".strip())
texts = st.one_of(words, st.dictionaries(st.sampled_from(["en", "es", "de", "no"]), words, min_size=1, max_size=3))


@st.composite
def response_scales(draw: st.DrawFn) -> Mapping:
    """Draw a valid response scale of 2 to 11 points, each optional key there or not."""
    low = draw(st.integers(-3, 3))
    high = low + draw(st.integers(1, 10))
    points = list(range(low, high + 1))
    scale: Mapping = {"min": low, "max": high}
    labelled = draw(st.lists(st.sampled_from(points), unique=True))
    said = draw(st.lists(words, min_size=len(labelled) + 1, max_size=len(labelled) + 1, unique_by=str.casefold))
    if labelled:
        scale["labels"] = dict(zip(labelled, said[1:], strict=True))
    if draw(st.booleans()):
        scale["not_applicable"] = said[0]
    if draw(st.booleans()):
        cut, above = sorted(draw(st.tuples(st.integers(low, high), st.integers(low, high))))
        scale |= {"unfavourable": list(range(low, cut)), "favourable": list(range(above, high + 1))}
    return scale


@st.composite
def survey_mappings(draw: st.DrawFn, *, max_items: int = 5) -> Mapping:
    """Draw the mapping of a valid survey: mixed response scales, reverse keys, own minimum answered."""
    prefix = draw(st.sampled_from(["", "0", "_", "Item_"]))
    names = (f"{prefix}{number}" for number in itertools.count(1))
    dimensions = []
    for _ in range(draw(st.integers(1, 3))):
        items = [
            {
                "id": next(names),
                "text": draw(texts),
                **({"reverse_keyed": draw(st.booleans())} if draw(st.booleans()) else {}),
                **({"response_scale": draw(response_scales())} if draw(st.integers(0, 3)) == 0 else {}),
            }
            for _ in range(draw(st.integers(1, max_items)))
        ]
        dimension: Mapping = {"id": next(names), "title": draw(texts), "items": items}
        if draw(st.booleans()):
            dimension["question"] = draw(texts)
        if draw(st.booleans()):
            dimension["min_answered"] = draw(st.integers(1, len(items)))
        if draw(st.booleans()):
            dimension["response_scale"] = draw(response_scales())
        if draw(st.booleans()):
            dimension["items_from"] = draw(st.sampled_from(["departments", "list_1"]))
        dimensions.append(dimension)
    attributes: list[Mapping] = [{"id": next(names), "title": draw(texts), "options": "from_workshop"}]
    values = draw(st.lists(words, min_size=2, max_size=4, unique_by=str.casefold))
    attributes.append({"id": next(names), "title": draw(texts), "options": values, "compare": values[:2]})
    survey: Mapping = {
        "id": next(names),
        "title": draw(texts),
        "response_scale": draw(response_scales()),
        "dimensions": dimensions,
        "attributes": attributes[: draw(st.integers(0, 2))],
        "scoring": {"min_answered": draw(st.one_of(st.floats(0, 1), st.integers(1, 6)))},
    }
    if draw(st.booleans()):
        survey["comments"] = {"per_dimension": draw(st.booleans())}
    if draw(st.booleans()):
        survey["confidentiality"] = {"scores": draw(st.integers(3, 20)), "comments": draw(st.integers(3, 20))}
    return survey


def surveys(*, max_items: int = 5) -> st.SearchStrategy[Survey]:
    """Draw a valid survey."""
    return survey_mappings(max_items=max_items).map(Survey.from_dict)


@st.composite
def answered(draw: st.DrawFn, survey: Survey, *, max_size: int = 12) -> pd.DataFrame:
    """Draw a table of answers to a survey: whole numbers in range, missing, and "can't tell"."""
    columns = {}
    size = draw(st.integers(0, max_size))
    for item in survey.items:
        scale = item.response_scale
        cell = st.one_of(st.integers(scale.min, scale.max), st.sampled_from([None, "not_applicable"]))
        columns[item.id] = draw(st.lists(cell, min_size=size, max_size=size))
    for attribute in survey.attributes:
        values = [*(attribute.options or ["A", "B", "C"]), None]
        columns[attribute.id] = draw(st.lists(st.sampled_from(values), min_size=size, max_size=size))
    return pd.DataFrame(columns, dtype=object)


@st.composite
def surveys_with_answers(draw: st.DrawFn, *, max_size: int = 12) -> tuple[Survey, pd.DataFrame]:
    """Draw a survey and a table of answers to it."""
    survey = draw(surveys(max_items=4))
    return survey, draw(answered(survey, max_size=max_size))


def small_survey(**changes: Any) -> Survey:
    """Return a survey of two dimensions with two items each, one of them reverse-keyed, and two attributes."""
    raw: Mapping = {
        "id": "small",
        "title": "A small survey",
        "response_scale": {"min": 1, "max": 5, "not_applicable": "I can't tell"},
        "dimensions": [
            {
                "id": "care",
                "title": "Care",
                "items": [{"id": "listens", "text": "They listen."}, {"id": "helps", "text": "They help."}],
            },
            {
                "id": "pace",
                "title": "Pace",
                "items": [
                    {"id": "quick", "text": "We are quick."},
                    {"id": "waits", "text": "Customers wait.", "reverse_keyed": True},
                ],
            },
        ],
        "attributes": [
            {"id": "role", "title": "I work as", "options": {"leader": "Leader", "frontline": "Front line"}},
            {"id": "team", "title": "My team", "options": "from_workshop"},
        ],
    }
    return Survey.from_dict(raw | changes)


def organisation(teams: dict[str, int], *, seed: int = 0, missing: float = 0.0) -> pd.DataFrame:
    """Return answers to `small_survey` from teams of the given sizes; every fourth person is a leader."""
    chance = random.Random(seed)
    people = [team for team, size in teams.items() for _ in range(size)]
    table: dict[str, list[Any]] = {
        item: [None if chance.random() < missing else chance.randint(1, 5) for _ in people]
        for item in ("listens", "helps", "quick", "waits")
    }
    table["role"] = ["leader" if place % 4 == 0 else "frontline" for place in range(len(people))]
    table["team"] = list(people)
    return pd.DataFrame(table, columns=list(table))


@st.composite
def organisations(draw: st.DrawFn) -> pd.DataFrame:
    """Draw answers to `small_survey` from up to seven teams, many of them small, some answers missing."""
    sizes = draw(st.lists(st.integers(0, 14), min_size=1, max_size=7))
    return organisation(
        {f"t{place}": size for place, size in enumerate(sizes)},
        seed=draw(st.integers(0, 2**16)),
        missing=draw(st.sampled_from([0.0, 0.1, 0.5, 0.9])),
    )


KINDS = ["float", "Int64", "int8", "object", "string", "category", "bool"]
"""How pandas may happen to hold a column of answers."""


def cells(scale: ResponseScale, kind: str) -> list[Any]:
    """Return what the cells of a column of that kind may be: answers, missing ones, and things that are no answers."""
    points = list(range(scale.min, scale.max + 1))
    astray = [scale.min - 1, scale.max + 1, 99, -1]
    beyond = [scale.min + 65536, scale.max - 65536, 65540, 2**40]
    said = [scale.not_applicable, *scale.labels.values()]
    phrases = [phrase for text in said if text for phrase in text.all()]
    written: list[Any] = [*map(str, points * 4), *(f" {point}.0\u00a0" for point in points), *phrases * 2]
    written += [phrase.upper().replace(" ", "\u00a0") for phrase in phrases] + [
        "not_applicable",
        "Not_Applicable",
        "",
        "  ",
        None,
    ]
    written += ["often", "2.5", "1_0", "inf", "nan", "1e300", str(scale.max + 1), "0x1"]
    numbers = [*points * 6, *astray, *beyond]
    pools: dict[str, list[Any]] = {
        "float": [*map(float, numbers), *[math.nan] * 4, scale.min + 0.5, math.inf, -math.inf, 1e300, -1e300, -0.0],
        "Int64": [*numbers, *[None] * 4],
        "int8": [number for number in numbers if -128 <= number <= 127],
        "object": [*numbers, *map(float, points), *written, scale.max - 0.5, math.nan, 1e300],
        "string": written,
        "category": written,
        "bool": [True, False],
    }
    return pools[kind]


@st.composite
def messy(draw: st.DrawFn, survey: Survey, *, max_size: int = 40) -> pd.DataFrame:
    """Draw a table such as files give: each column of a kind of its own, and many cells that are no answers."""
    chance = random.Random(draw(st.integers(0, 2**32)))
    size = draw(st.integers(0, max_size))
    columns = {}
    for item in survey.items:
        kind = draw(st.sampled_from(KINDS))
        pool = cells(item.response_scale, kind)
        values = [chance.choice(pool) for _ in range(size)]
        columns[item.id] = pd.Series(values, dtype="float64" if kind == "float" else kind)
    for attribute in survey.attributes:
        options = [*(attribute.options or ["A", "B", "C"])]
        values = [*options, *(f" {option}\u00a0" for option in options), None, "", "nowhere"]
        columns[attribute.id] = pd.Series([chance.choice(values) for _ in range(size)], dtype=object)
    return pd.DataFrame(columns)


@contextmanager
def in_blocks(rows: int = 7, *, bins: int | None = None, cores: int = 3) -> Iterator[None]:
    """Let tables be counted in blocks so small that a short one has many, by several workers.

    bins: the most combinations counted at once; with very few, sums are counted as for a great many groups.
    """
    with pytest.MonkeyPatch.context() as patch:
        for module in (grouped, scoring, encoding):
            assert rows < module.BLOCK  # it goes by this name there
            patch.setattr(module, "BLOCK", rows)
        patch.setattr(os, "cpu_count", lambda: cores)
        if bins is not None:
            patch.setattr(counting, "_BINS", bins)
        yield


def item_survey(*items: Mapping, **changes: Any) -> Survey:
    """Return a survey of one dimension `d` with the given items on 1–5, and the attribute `team`."""
    own = [{"id": f"i{place}", "text": "?"} | item for place, item in enumerate(items)]
    team = {"id": "team", "title": "My team", "options": "from_workshop"}
    return small_survey(**{"dimensions": [{"id": "d", "title": "D", "items": own}], "attributes": [team]} | changes)
