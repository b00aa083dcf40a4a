"""What one made-up person does with a dimension of any kind, so that it goes together."""

import random
from collections.abc import Iterator

from cxkit.survey.parts import Dimension, Item


def given(dimension: Dimension, chance: random.Random, level: float | None = None) -> dict[str, int]:
    """Return what one person does with a dimension. level: how high they rate it, 0–1; None: each item differently."""
    ids = [item.id for item in dimension.items]
    if dimension.kind == "spend":
        spent = chance.choices(ids, weights=range(len(ids), 0, -1), k=dimension.tokens or 0)
        return {id: spent.count(id) for id in ids}
    if dimension.kind == "rank":
        order = sorted(ids, key=lambda id: ids.index(id) + chance.gauss(0, 1.5))
        return {id: place for place, id in enumerate(order, 1)}
    if dimension.kind == "pin":
        many, order = dimension.pins or {}, chance.sample(ids, len(ids))
        red, green = order[: many["red"]], order[many["red"] :][: many["green"]]
        return {id: -1 if id in red else int(id in green) for id in ids}
    if dimension.kind == "case":
        return dict(_walked(dimension, chance))
    usual = [0.3 + 0.5 * (place % 3) / 2 if level is None else level for place, _ in enumerate(ids)]
    return {item.id: _point(item, chance.gauss(own, 0.3)) for item, own in zip(dimension.items, usual, strict=True)}


def _walked(dimension: Dimension, chance: random.Random) -> Iterator[tuple[str, int]]:
    at, steps = dimension.items[0].id, {item.id: item.choices for item in dimension.items}
    while at in steps:
        made = chance.randrange(len(steps[at]))
        yield at, made
        at = steps[at][made].then


def _point(item: Item, level: float) -> int:
    scale = item.response_scale
    point = max(0, min(scale.range, round(level * scale.range)))
    return scale.max - point if item.reverse_keyed else scale.min + point
