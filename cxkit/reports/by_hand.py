"""What a room does where there are no numbers to show: whoever wants to shows by hand what they think."""

from cxkit.survey.model import Survey
from cxkit.survey.parts import Dimension, ResponseScale
from cxkit.words import say

_FINGERS = 10


def asked(survey: Survey, part: str) -> Dimension:
    """Return the dimension that a part of a survey asks; the first where it names none."""
    return next((one for one in survey.dimensions if one.id == part), survey.dimensions[0])


def by_hand(dimension: Dimension) -> str:
    """Say how a dimension is answered by hand: with as many fingers as points, or by a hand for one's choice.

    Then what to talk about: what the survey itself asks there, or what anybody has seen.
    """
    how = say("headline.hands_choice")
    if scale := _for_fingers(dimension):
        low, high = scale.labels[scale.min], scale.labels[scale.max]
        how = say("headline.hands_points", low=low, high=high, least=scale.min, most=scale.max)
    return f"{how}\n{dimension.ask or say('findings.ask_too_few')}"


def choices(dimension: Dimension) -> tuple[str, ...]:
    """Return what somebody reads out, for hands to be raised: nothing where everybody shows fingers."""
    if _for_fingers(dimension) or not dimension.items:
        return ()
    first = dimension.items[0]
    if dimension.kind == "case":
        return tuple(str(choice.text) for choice in first.choices)
    if len(dimension.items) == 1:
        return tuple(map(str, first.response_scale.labels.values()))
    return tuple(str(item.text) for item in dimension.items)


def _for_fingers(dimension: Dimension) -> ResponseScale | None:
    """Return the scale with words at both ends that fingers are enough for; None: there is none."""
    scale = dimension.items[0].response_scale if dimension.kind == "rate" and dimension.items else None
    return scale if scale and scale.max <= _FINGERS and {scale.min, scale.max} <= {*scale.labels} else None
