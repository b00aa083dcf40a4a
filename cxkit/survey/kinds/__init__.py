"""Activity kinds: how a dimension is asked. A module each says what its file holds, and which answers go together."""

from collections.abc import Mapping
from typing import Any

from cxkit.survey.kinds.case import Case
from cxkit.survey.kinds.choose import Choose
from cxkit.survey.kinds.kind import Fault, Kind
from cxkit.survey.kinds.pin import Pin
from cxkit.survey.kinds.place import Place
from cxkit.survey.kinds.rank import Rank
from cxkit.survey.kinds.sort import Sort
from cxkit.survey.kinds.spend import Spend
from cxkit.survey.parts import Dimension

KINDS: Mapping[str, Kind] = {
    kind.name: kind for kind in (Kind(), Choose(), Sort(), Place(), Spend(), Rank(), Pin(), Case())
}
"""By name; the first is that of a dimension that names none."""
KIND_KEYS: Mapping[str, str] = {key: kind.name for kind in KINDS.values() for key in (*kind.needs, *kind.keys)}
"""What dimensions of one kind alone may say, with the kind's name."""


def judged(dimension: Dimension, answers: Mapping[str, Any]) -> tuple[dict[str, Any], Fault | None]:
    """Return one person's answers to a dimension, blanks filled in; and why they do not go together, where they do not.

    answers: by item id, each a point in its item's range, or what stands for none; left out where blank.

    >>> import cxkit as cx
    >>> survey = cx.Survey.from_dict({
    ...     "id": "votes", "title": "Votes",
    ...     "dimensions": [{"id": "first", "title": "First", "kind": "spend", "tokens": 3, "items": ["Call", "Write"]}],
    ... })
    >>> from cxkit.survey.kinds import judged
    >>> judged(survey.dimension("first"), {"first_2": 3})
    ({'first_1': 0, 'first_2': 3}, None)
    >>> judged(survey.dimension("first"), {"first_1": 2, "first_2": 2})[1].why
    'is one token more than there is: 4 of 3 are spent'
    """
    kind = KINDS[dimension.kind]
    whole = kind.completed(dimension, answers)
    return whole, kind.fault(dimension, whole)
