"""Answers that have to go together, such as tokens that add up: judged for each person, and what a blank means."""

import numpy as np

from cxkit.responses.coding import BLANK, FIRST, Codes
from cxkit.responses.problems import Problem
from cxkit.survey.kinds import KINDS, judged
from cxkit.survey.model import Survey
from cxkit.survey.parts import Dimension


def keep_rules(codes: Codes, survey: Survey) -> list[Problem]:
    """Fill in blanks and leave out what does not go together, in place; return the problems met.

    codes: a row an item, a column a respondent. A person's answers to a dimension are left out all together.
    """
    met: list[Problem] = []
    place = 0
    for dimension in survey.dimensions:
        own = codes[place : place + len(dimension.items)]
        place += len(dimension.items)
        if KINDS[dimension.kind].together and own.size:
            met += _keep_rule(own, dimension)
    return met


def _keep_rule(codes: Codes, dimension: Dimension) -> list[Problem]:
    """Do the same for one dimension: people who answered alike are judged once."""
    found, which = np.unique(codes, axis=1, return_inverse=True)
    which, met = which.ravel(), []
    for column, given in enumerate(found.T.tolist()):
        low = [item.response_scale.min - FIRST for item in dimension.items]
        pairs = zip(dimension.items, given, low, strict=True)
        whole, fault = judged(dimension, {item.id: code + least for item, code, least in pairs if code >= FIRST})
        if fault:
            rows = np.flatnonzero(which == column)
            met.append(
                Problem(
                    column=fault.item,
                    value=str(whole.get(fault.item, "")),
                    reason=fault.why,
                    advice=fault.advice,
                    count=len(rows),
                    rows=tuple((rows[:10] + 1).tolist()),
                )
            )
            whole = {}
        for row, (item, least) in enumerate(zip(dimension.items, low, strict=True)):
            found[row, column] = whole[item.id] - least if item.id in whole else BLANK
    codes[:] = found[:, which]
    return met
