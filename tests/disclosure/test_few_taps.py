"""What is asked with few taps: tokens add up to the same for everybody, and a case is walked from its first step."""

from __future__ import annotations

import pandas as pd
import pytest

import cxkit as cx
from cxkit.disclosure.audit import audit
from cxkit.reports.rows import shown

VOTES = cx.Survey.from_dict(
    {
        "id": "votes",
        "title": "Votes",
        "dimensions": [
            {"id": "first", "title": "First", "kind": "spend", "tokens": 1, "items": ["Call", "Write", "Go"]}
        ],
    }
)


def voted(*people: int) -> cx.Report:
    """Make the report of people who each have one token: so many give it to each entry."""
    rows = [{f"first_{1 + place}": 1} for place, n in enumerate(people) for _ in range(n)]
    frame = pd.DataFrame(rows, columns=[item.id for item in VOTES.items]).fillna(0)
    return cx.report(frame.astype("Int64"), VOTES)


def test_where_everybody_has_one_token_the_votes_are_shown_all_the_same() -> None:
    """That tokens add up to one a person was said beforehand; it hid every vote. Whether all spread alike stays out."""
    report = voted(5, 4, 3)
    assert [row.counts for row in report.tables.items] == [(7, 5), (8, 4), (9, 3)]
    assert report.tables.dimensions[0].sd is None
    assert audit(report).beaten == ()


@pytest.mark.parametrize("people", [(12, 0, 0), (8, 4, 0), (6, 4, 2), (2, 1, 1)])
def test_an_entry_that_fewer_than_three_chose_hides_all_of_them(people: tuple[int, ...]) -> None:
    """What the others leave of the sum would tell it; and two who chose it would know that nobody else did."""
    report = voted(*people)
    assert not any(map(shown, (*report.tables.items, *report.tables.dimensions)))
