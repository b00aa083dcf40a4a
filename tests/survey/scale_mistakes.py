"""Mistakes in a response scale, one at a time: what is changed, the place that is told, and what is said."""

from collections.abc import Callable
from typing import Any

Raw = dict[str, Any]
Change = Callable[[Raw], object]


def scale(**keys: Any) -> Change:
    return lambda raw: raw.update(response_scale={"min": 1, "max": 5, **keys})


def scale_is(value: Any) -> Change:
    return lambda raw: raw.update(response_scale=value)


SCALES: dict[str, tuple[Change, str, list[str]]] = {
    "min that equals max": (scale(min=5), "response_scale.max", ["should be above min, but is 5 with min 5"]),
    "min above max": (scale(min=6), "response_scale.max", ["should be above min"]),
    "half a point": (scale(max=5.5), "response_scale.max", ["whole number", '"5.5"']),
    "a missing max": (
        lambda raw: raw.update(response_scale={"min": 1}),
        "response_scale",
        ['the key "max" is missing', "min, max"],
    ),
    "labels in a list": (
        scale(labels=["Never", "Always"]),
        "response_scale.labels",
        ["should be a mapping of points to words, such as {1: Never}", "a list (Never, Always)"],
    ),
    "one favourable answer without a list": (
        scale(favourable=5),
        "response_scale.favourable",
        ["should be a list of points from 1 to 5, such as [5]", '"5"'],
    ),
    "a response scale that is a number": (
        scale_is(5),
        "response_scale",
        ["should be a mapping with min, max, labels", '"5"'],
    ),
    "a label outside the range": (
        scale(labels={"6": "Perfect"}),
        "response_scale.labels.6",
        ["not a point", "1–5"],
    ),
    "a label for a word": (scale(labels={"high": "Agree"}), "response_scale.labels.high", ["not a point"]),
    "a label without words": (scale(labels={"1": None}), "response_scale.labels.1", ["should be words", "empty"]),
    "two points with the same words": (
        scale(labels={"1": "Never", "5": "never"}),
        "response_scale.labels.5",
        ['"never"', "means 1 already"],
    ),
    "words for a point that mean can't tell": (
        scale(labels={"3": {"en": "Neither", "es": "No sé"}}, not_applicable="no sé"),
        "response_scale.labels.3",
        ["means not_applicable already"],
    ),
    "a label that is another point's number": (
        scale(labels={"1": "-1", "2": "0", "3": "1"}),
        "response_scale.labels.3",
        ['"1" would be read as the point 1', "min and max"],
    ),
    "can't tell that is a point's number": (
        scale(not_applicable="5"),
        "response_scale.not_applicable",
        ['"5" would be read as the point 5'],
    ),
    "a favourable answer outside the range": (
        scale(favourable=[5, 6]),
        "response_scale.favourable",
        ["list of points from 1 to 5", "a list (5, 6)"],
    ),
    "an unfavourable answer that is a word": (
        scale(unfavourable=["low"]),
        "response_scale.unfavourable",
        ["list of points from 1 to 5"],
    ),
    "an answer both favourable and unfavourable": (
        scale(favourable=[3, 4, 5], unfavourable=[1, 2, 3]),
        "response_scale.unfavourable",
        ["3 cannot be favourable as well"],
    ),
    "more points than the field has a custom for": (
        scale(max=20),
        "response_scale",
        ["20 points", "favourable: […] and unfavourable: […]"],
    ),
    "a code that is a point": (
        lambda raw: raw["response_scale"].update(values={"2": 4}),
        "response_scale.values",
        ["2 means 2 already", "cxkit map"],
    ),
    "a code for what is no point": (
        lambda raw: raw["response_scale"].update(values={"A1": 9}),
        "response_scale.values",
        ["A1 cannot mean 9", "1, 2, 3, 4, 5, not_applicable, missing"],
    ),
    "two codes between which reading makes no difference": (
        lambda raw: raw["response_scale"].update(values={"A1": 1, "a1": 2}),
        "response_scale.values",
        ["a1 means 1 already"],
    ),
    "a point written with a decimal as a code for another": (
        lambda raw: raw["response_scale"].update(values={1.0: 5}),
        "response_scale.values",
        ["1 means 1 already"],
    ),
    "a missing value that is no list": (
        lambda raw: raw["response_scale"].update(missing=-99),
        "response_scale.missing",
        ["a list of values such as [-99]"],
    ),
}
