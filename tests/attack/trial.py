"""One attack on one published report, with a referee who knows the truth.

What the attacker calls certain follows from what was published, so it is also true. The referee therefore only spares
the attacker targets that are bound to fail (a mixed group's answers are not all alike) and never helps: it counts a
success only where the attacker's own constraints leave a single possibility.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from cxkit.disclosure.attacker import Attacker, Pin
from cxkit.disclosure.system import Scope
from cxkit.survey.crossing import CROSS, single
from cxkit.survey.model import Survey
from cxkit.survey.parts import Dimension, Item


def attack(published: Mapping[str, Any], answers: pd.DataFrame, agreed: Scope = None) -> Iterator[Pin]:
    """Try everything on a published report; give what was found out.

    agreed: a group whose people agreed to be shown, few as they are. Everybody else is a target.
    """
    survey, by = Survey.from_dict(published["survey"]), single(published["by"])
    answers = answers.fillna(dict.fromkeys(by, ""))
    for crossing in set(published["by"]) - set(by):
        answers = answers.assign(**{crossing: answers[list(single([crossing]))].agg(CROSS.join, axis=1)})
    for dimension in survey.dimensions:
        attacker = Attacker(published=published, dimension=dimension)
        yield from of_dimension(attacker, dimension, answers, survey, agreed)


def of_dimension(
    attacker: Attacker, dimension: Dimension, answers: pd.DataFrame, survey: Survey, agreed: Scope
) -> Iterator[Pin]:
    """Try everything on one dimension; answers are those of the people that the attacker looks for."""
    groups = [
        (attribute, group)
        for attribute in attacker.by
        for group in attacker.groups[attribute]
        if (attribute, group) != agreed
    ]
    least = survey.confidentiality.scores
    for item in dimension.items:
        for scope in groups:
            n = sum(_truth(answers, item, scope).values())
            if attacker.cell("items", scope, item=item.id)["n"] is not None or not n:
                continue
            if attacker.cell("participation", scope)["respondents"] is None and n < sum(
                _truth(answers, item, None).values()
            ):
                yield from _found(attacker.count(item, scope))
            # Larger groups are hidden to shield these, or for what individuals answered (below), not for their mean.
            if n < least:
                yield from _found(attacker.mean(item, scope))
        for scopes in [(None,), *((scope,) for scope in groups), *_crossed(attacker)]:
            if agreed in scopes and agreed:
                continue
            truth = _truth(answers, item, *scopes)
            if len(truth) == 1:
                yield from _found(attacker.answer(item, *scopes))
            if len(scopes) == 1 and sum(truth.values()) > 1:
                for own in truth:
                    if len(truth - Counter([own])) == 1:
                        yield from _found(attacker.colleague(item, scopes[0], own))


def _crossed(attacker: Attacker) -> list[tuple[Scope, ...]]:
    by = [attribute for attribute in attacker.by if CROSS not in attribute]
    if len(by) < 2 or len(by) < len(attacker.by):
        return []
    return [tuple(zip(by, groups, strict=True)) for groups in product(*attacker.groups.values())]


def _truth(answers: pd.DataFrame, item: Item, *scopes: Scope) -> Counter[int]:
    inside = np.ones(len(answers), dtype=bool)
    for scope in scopes:
        if scope:
            inside &= (answers[scope[0]] == scope[1]).to_numpy()
    scale = item.response_scale
    values = answers[item.id].to_numpy()[inside]
    return Counter(scale.max - v if item.reverse_keyed else v - scale.min for v in values if not pd.isna(v))


def _found(pin: Pin | None) -> Iterator[Pin]:
    if pin:
        yield pin
