"""A part of a report: one group beside everybody, cut out of the whole."""

import pytest

import cxkit as cx
from tests.disclosure.test_crossing import FULL, people, survey

WHOLE = cx.report(FULL, survey(), by=["team", "role", ("team", "role")])


def test_a_part_tells_of_its_group_and_of_everybody_what_the_whole_does() -> None:
    """And of nobody else: every row of it is one of the whole."""
    own = WHOLE.part("team", "shop")
    assert own.by == ("team", "team × role")
    assert set(own.groups["group"]) == {"shop", "shop × leader", "shop × front", "shop × help"}
    assert own.tables.dimensions == WHOLE.tables.dimensions
    for name in ("groups", "group_items", "participation"):
        assert set(map(repr, getattr(own.tables, name))) < set(map(repr, getattr(WHOLE.tables, name)))
    assert set(WHOLE.part("role", "help").groups["group"]) == {"help", "phones × help", "shop × help", "lab × help"}


def test_a_part_is_a_report_like_any_other() -> None:
    """Read as it was written, and what compares it with other groups is hidden."""
    sample = cx.load_survey("leadership")
    answers = cx.read_responses(cx.sample("leadership"), sample)
    own = cx.report(answers, sample, by=["team", "role"]).part("role", "leader")
    assert cx.Report.from_dict(own.to_dict()) == own
    assert set(own.gaps["status"]) == {"suppressed"}
    assert "53" not in own.participation["respondents"].astype(str).tolist()


@pytest.mark.parametrize(
    ("place", "why"),
    [
        (("teem", "shop"), 'no groups by "teem". It has: team, role. Did you mean "team"'),
        (("team × role", "shop × help"), 'no groups by "team × role"'),
        (("team", "shpo"), 'no group "shpo" in team. It has: phones, shop, lab.'),
    ],
)
def test_a_part_that_there_is_not_is_said(place: tuple[str, str], why: str) -> None:
    """With what there is."""
    with pytest.raises(cx.ReportError, match=why.replace(".", "[.]")):
        WHOLE.part(*place)


def test_groups_told_together_have_no_part() -> None:
    """Their numbers are not of one of them."""
    report = cx.report(people(phones=(2, 1, 1), shop=(0, 3, 0), lab=(9, 9, 9)), survey(), by="team")
    with pytest.raises(cx.ReportError, match="only told together"):
        report.part("team", "shop")
