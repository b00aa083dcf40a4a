"""What a room does where there are no numbers to show: whoever wants to shows by hand what they think."""

from __future__ import annotations

from cxkit.survey.model import Survey
from cxkit.survey.parts import Dimension
from cxkit.words import say

_FINGERS = 10


def asked(survey: Survey, part: str) -> Dimension:
    """Return the dimension that a part of a survey asks; the first where it names none."""
    return next((one for one in survey.dimensions if one.id == part), survey.dimensions[0])


def by_hand(dimension: Dimension) -> str:
    """Say how a dimension is answered by hand: with as many fingers as points, or by pointing out one's choice."""
    scale = dimension.items[0].response_scale if dimension.items else dimension.response_scale
    labels = scale and [scale.labels.get(end) for end in (scale.min, scale.max)]
    if dimension.kind != "rate" or not scale or scale.max > _FINGERS or not labels or None in labels:
        return say("headline.hands_choice")
    return say("headline.hands_points", low=labels[0], high=labels[1], least=scale.min, most=scale.max)
