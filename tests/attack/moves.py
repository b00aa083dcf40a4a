"""Moves: people in other groups, so that the same is told of everybody's answers, without solving."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from tests.attack.aims import Aim
from tests.attack.facts import scopes
from tests.attack.people import Ints, People, World

MANY = (0, 1, 1, 2, 3, 5, 8)
"""How many people go into one cell, where it stays open how many are in it."""


def together(world: World, published: Mapping[str, Any]) -> Ints:
    """Return for each cell a number: the same, where it makes no difference to what is told of whom."""
    told: dict[tuple[str, str], str] = {}
    tables = ("participation", "groups", "group_items")
    for row in (row for table in tables for row in published[table]):
        if row.get("attribute") and (row.get("respondents") or row.get("n")) is not None:
            for scope in scopes(row):
                told.setdefault(scope[0], row["group"])
    places: dict[tuple[str | None, ...], int] = {}
    names = [
        tuple(told.get((id, world.options[id][group])) for id, group in zip(world.by, cell, strict=True))
        for cell in world.cells
    ]
    return np.array([places.setdefault(name, len(places)) for name in names])


def mixed(truth: People, alike: Ints, aim: Aim, chance: np.random.Generator) -> People:
    """Return people of whom those in cells that are alike changed places by chance, and some went into one of them.

    aim: whose people stay as they are, and into whose scope some come, or not.
    """
    cell, stays = truth.cell.copy(), np.isin(np.arange(len(truth.cell)), aim.own)
    for kind in np.unique(alike[cell]):
        those = np.flatnonzero((alike[cell] == kind) & ~stays)
        cell[those] = cell[chance.permutation(those)]
    several = (np.bincount(alike) > 1)[alike]
    inside = several & truth.world.inside[aim.scope]
    into = chance.choice(np.flatnonzero(inside if inside.any() and chance.random() < 0.5 else several))
    those = np.flatnonzero(~stays & (alike[cell] == alike[into]) & (cell != into))
    cell[chance.permutation(those)[: chance.choice(MANY)]] = into
    return replace(truth, cell=cell)


def parted(truth: People, alike: Ints, aim: Aim) -> Iterator[People]:
    """Give people of whom those in an aim's scope gave the least answers there could be, and the greatest.

    As many as in truth are in each cell: they change places with those in cells that are alike.
    """
    steps, inside = truth.steps[:, aim.item], truth.world.inside[aim.scope][truth.cell]
    for sign in (1, -1):
        order, cell = np.where(steps < 0, truth.world.points, sign * steps), truth.cell.copy()
        for kind in np.unique(alike[cell]):
            those = np.flatnonzero(alike[truth.cell] == kind)
            cell[those[order[those].argsort()]] = truth.cell[those[(~inside[those]).argsort(kind="stable")]]
        yield replace(truth, cell=cell)


def moved(truth: People, alike: Ints, aim: Aim, chance: np.random.Generator) -> Iterator[People]:
    """Give people of whom one went out of an aim's scope, or came into it, from or to each cell that is alike."""
    inside = truth.world.inside[aim.scope]
    for one, other in chance.permutation(np.argwhere(alike[:, None] == alike)).tolist():
        those = np.flatnonzero(truth.cell == one)
        if inside[one] != inside[other] and len(those):
            cell = truth.cell.copy()
            cell[chance.choice(those)] = other
            yield replace(truth, cell=cell)
