"""The answers after reversing, as other programs take them."""

from typing import Any

import pandas as pd

from cxkit.responses.responses import checked
from cxkit.statistics.encoding import keyed_answers
from cxkit.survey.model import Survey


def keyed(answers: Any, survey: Survey) -> pd.DataFrame:
    """Return the answers with reverse-keyed items turned round, for lavaan, semopy, factor_analyzer or pingouin.

    Args:
        answers: As in `reliability`.

    Returns:
        A float pandas DataFrame on the same index, a column an item id, in the response scale's own units; NaN where
        nothing, "can't tell" or no answer was given.

    Raises:
        ResponseError: An item has no column.

    >>> import cxkit as cx
    >>> survey = cx.load_survey("leadership")
    >>> answers = cx.read_responses(cx.sample("leadership"), survey)
    >>> cx.keyed(answers, survey).iloc[:2, :3]
       engaged_touch  engaged_listens  engaged_daily
    0            3.0              2.0            5.0
    1            4.0              4.0            4.0
    """
    given = checked(answers, survey)
    columns = {
        item.id: values[:, place]
        for dimension, values in keyed_answers(given, survey)
        for place, item in enumerate(dimension.items)
    }
    return pd.DataFrame(columns, index=given.frame.index)
