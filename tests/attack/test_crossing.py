"""Who has teams, roles, and team × role in one report finds nothing by subtracting one from the other."""

import numpy as np
import pytest

import cxkit as cx
from cxkit.disclosure.audit import audit
from cxkit.reports.report import Report
from tests.attack.exhaustive import Publish, beaten, buckets
from tests.attack.heads import apart, counted, found_out, ours, survey_of, with_sums
from tests.attack.naive import apart_report, naive_report
from tests.attack.organisations import Organisation, organisation
from tests.attack.spaces import CROSSED, Space, sharing
from tests.attack.trial import attack

BY = ["team", "role", "team × role"]
TWO_BY_TWO = np.concatenate([sharing(n, 4) for n in (20, 22, 23)])
# Of larger tables, sums of rows and columns with which some cells are told, and others are not.
SUMS = [
    ([17, 13], [5, 15, 10]),
    ([14, 24], [12, 15, 11]),
    ([14, 12, 11], [23, 14]),
    ([6, 9, 15], [13, 17]),
    ([9, 11, 6, 10], [19, 17]),
    ([14, 12, 5, 6], [21, 16]),
    ([15, 14, 7], [13, 14, 9]),
    pytest.param(([11, 10, 12], [11, 7, 15]), marks=pytest.mark.slow),
]


def told(made: Organisation) -> bool:
    """Tell whether any cell is told."""
    rows = cx.report(made.answers, made.survey, by=BY).tables.participation if len(made.answers) > 24 else ()
    return any(row.attribute == BY[2] for row in rows)


def test_how_many_a_few_are_follows_from_no_table_of_two_by_two() -> None:
    """All tables of 20, 22 and 23 people: no sum of cells under five is known."""
    assert list(found_out(TWO_BY_TWO, (2, 2), ours)) == []


@pytest.mark.parametrize("sums", SUMS, ids=str)
def test_nor_from_larger_ones(sums: tuple[list[int], list[int]]) -> None:
    """All tables with the same sums of rows and columns, of which some tell cells."""
    shape, tables = (len(sums[0]), len(sums[1])), [np.array(table) for table in with_sums(*sums)]
    assert list(found_out(tables, shape, ours)) == []
    assert any(ours(counted(table, survey_of(*shape)), survey_of(*shape))[2] for table in tables)


@pytest.mark.parametrize("space", [CROSSED[0], pytest.param(CROSSED[1], marks=pytest.mark.slow)], ids=str)
def test_no_answer_follows_where_all_cells_are_told(space: Space) -> None:
    """All data sets with these head counts, side by side."""
    assert [(one.told, str(one.targets[0])) for one in beaten(cx.report, [space])] == []


@pytest.mark.parametrize("seed", [17, 75, pytest.param(142, marks=pytest.mark.slow)])
def test_nothing_is_found_out_of_crossed_groups(seed: int) -> None:
    """No n or mean of a cell that is not told, and nobody's answer, by integer programming."""
    made = organisation(seed)
    assert told(made)
    assert list(attack(cx.report(made.answers, made.survey, by=BY).to_dict(), made.answers)) == []


def test_a_crossing_like_any_other_attribute_is_beaten() -> None:
    """So these tests bite: what is safe for each attribute by itself is not for linked tables."""
    assert len(list(found_out(TWO_BY_TWO, (2, 2), apart))) > len(TWO_BY_TWO) / 4
    made = organisation(9)
    assert list(attack(apart_report(made.answers, made.survey, BY), made.answers))


def test_hiding_small_cells_alone_is_beaten() -> None:
    """By answers, too."""
    rule: Publish = naive_report
    assert list(beaten(rule, CROSSED[:1]))


def test_an_audit_of_a_crossing_finds_nothing_in_any_set_of_answers() -> None:
    """Of forty people in four cells: `cxkit audit` finds nothing, and leaves nothing undecided."""
    space, audited = CROSSED[0], 0
    for data in buckets(space, cx.report):
        report = cx.report(space.tally(data[0]), space.survey, by=space.groupings)
        if any(row.attribute == BY[2] and row.respondents for row in report.tables.participation):
            found, audited = audit(report, seconds=20), audited + 1
            assert (found.beaten, found.undecided, found.mixed) == ((), {}, ())
    assert audited > 1
    row = space.data()[-1].astype(int)
    naive = Report.from_dict(apart_report(space.tally(row), space.survey, space.groupings))
    assert audit(naive, seconds=20).beaten
