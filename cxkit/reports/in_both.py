"""The picture of a mixed room: its names in both languages, the second beneath the first or beside it."""

from dataclasses import replace
from typing import Any

from cxkit.reports.headline import Headline
from cxkit.reports.pictures import Picture, Row
from cxkit.words import isolated

_BESIDE = " · "


def in_both(first: Picture, other: Picture) -> Picture:
    """Return a picture with its names in both languages. other: the same one in the second."""
    rows = tuple(_row(one, two) for one, two in zip(first.rows, other.rows, strict=True))
    names = tuple(_beside(one, two) for one, two in zip(first.names, other.names, strict=True))
    return replace(first, rows=rows, names=names, corner=_beside(first.corner, other.corner))


def marked(first: Headline, other: Headline | None) -> dict[str, Any]:
    """Return a headline as the stage takes it; beside each name of its picture the same in the second language."""
    told = first.to_dict()
    if other is None:
        return told
    for row, two in zip(told["rows"], other.rows, strict=True):
        row["second"] = two.name
    return told | {"names": [_beside(one, two) for one, two in zip(first.names, other.names, strict=True)]}


def _row(one: Row, two: Row) -> Row:
    both: Any = {name: _beneath(getattr(one, name), getattr(two, name)) for name in ("name", "said", "group", "then")}
    return replace(one, **both)


def _beneath(one: str, two: str) -> str:
    return one if one == two else f"{one}\n{two}"


def _beside(one: str, two: str) -> str:
    return one if one == two else f"{one}{_BESIDE}{isolated(two)}"
