"""Comparing waves: scipy's numbers where all is shown, none where something is hidden or was asked otherwise."""

from typing import Any

import pandas as pd
import pytest
import scipy.stats

import cxkit as cx
from cxkit.errors import ReportError, ResponseError
from cxkit.reports.comparisons import change_rows, people_needed
from cxkit.reports.rows import shown
from cxkit.reports.same_questions import what_differs
from cxkit.reports.status import SHOWN, SUPPRESSED
from cxkit.reports.text import report_text
from cxkit.reports.voice import how_sure
from tests.reports.compared import NUMBERS, SIZES, adjusted, assert_welch, hidden_care, reported, told, wave
from tests.strategies import organisation, small_survey


def test_two_waves_are_compared_as_scipy_compares_two_samples() -> None:
    """After minus before, for everybody and each group, with Holm over all rows of a dimension."""
    before, after = wave({"a": 12, "b": 20}, 1), wave({"a": 15, "b": 18}, 2, listens=1)
    found = cx.change(reported(before), reported(after))
    assert len(found) == 6
    scores = {name: cx.score(table, small_survey()) for name, table in (("before", before), ("after", after))}
    for row in found.to_dict("records"):
        sides = [
            scores[name].loc[table["team"].eq(row["group"]) | pd.isna(row["group"]), row["dimension"]]
            for name, table in (("after", after), ("before", before))
        ]
        assert_welch(row, *sides)
    for _, rows in found.groupby("dimension"):
        assert rows["p_holm"].to_list() == pytest.approx(adjusted(rows["p"].to_list()))


def test_everybody_comes_first_and_then_the_groups() -> None:
    """In the order of the later report."""
    found = cx.change(reported(wave(SIZES, 1)), reported(wave(SIZES, 2)))
    places = [(None if pd.isna(g) else g, d) for g, d in zip(found["group"], found["dimension"], strict=True)]
    assert places == [(None, "care"), (None, "pace"), *((g, d) for d in ("care", "pace") for g in SIZES)]


def flat(low: int, high: int, size: int = 40) -> pd.DataFrame:
    """Return answers to care that swing between two points, and to pace that all stand at the middle but one."""
    values = [low, high] * (size // 2)
    return pd.DataFrame({"listens": values, "helps": values, "quick": [3] * size, "waits": [2, 4] * (size // 2)})


def test_the_spread_of_one_wave_stands_in_for_that_of_the_other_where_it_is_hidden() -> None:
    """As scipy has it with both alike; it is said that it does, and both ways round."""
    many, few = reported(wave({"a": 12, "b": 20}, 1)), reported(wave({"a": 6}, 2, listens=1))
    sd, hidden = (next(row.sd for row in one.tables.dimensions if row.dimension == "care") for one in (many, few))
    assert hidden is None
    for before, after in ((many, few), (few, many)):
        (row,) = (one for one in change_rows(before, after) if (one.attribute, one.dimension) == (None, "care"))
        assert shown(row)
        test = scipy.stats.ttest_ind_from_stats(row.mean, sd, row.n, row.mean_other, sd, row.n_other, equal_var=False)
        assert row.p == pytest.approx(test.pvalue)
        assert (row.low or 0) + (row.high or 0) == pytest.approx(2 * row.difference)
        assert row.exact is False
        assert people_needed(before, after, "care") == people_needed(many, many, "care")
        assert "takes opinions to have been as varied both times" in how_sure(before, after, row)


@pytest.mark.parametrize(
    ("before", "after", "label"),
    [
        (flat(1, 2), flat(4, 5), "better"),
        (flat(4, 5), flat(1, 2), "worse"),
        (flat(3, 4), flat(3, 4), "much the same"),
        (flat(1, 5, size=6), flat(1, 5, size=6), "too few to tell"),
    ],
)
def test_a_change_is_called_by_its_whole_interval(before: pd.DataFrame, after: pd.DataFrame, label: str) -> None:
    """Above zero, below it, within ten points of it; anything else cannot be told."""
    found = cx.change(cx.report(before, small_survey()), cx.report(after, small_survey())).set_index("dimension")
    assert found.loc["care", "label"] == label


@pytest.mark.parametrize(("before", "after", "label"), [(2, 4, "better"), (4, 2, "worse"), (3, 3, "much the same")])
def test_a_change_of_all_alike_is_called_a_change(before: int, after: int, label: str) -> None:
    """All said 2 and now all say 4: better, and no blind spot."""
    reports = [told(flat(value, value, size=8).assign(team="a")) for value in (before, after)]
    assert cx.change(*reports).query("attribute != attribute").set_index("dimension").loc["care", "label"] == label


def test_the_same_wave_twice_has_not_changed() -> None:
    """No difference, p one."""
    report = reported(wave(SIZES, 1))
    found = cx.change(report, report)
    assert (found["difference"] == 0).all()
    assert found["p"].to_list() == pytest.approx([1.0] * len(found))
    assert set(found["label"]) <= {"much the same", "too few to tell"}


def test_a_group_of_one_wave_only_is_left_out() -> None:
    """A new team has nothing to be compared with."""
    found = cx.change(reported(wave({"a": 12, "old": 9}, 1)), reported(wave({"a": 12, "new": 9}, 2)))
    assert set(found["group"].dropna()) == {"a"}


def test_other_groups_told_together_than_before_are_not_compared() -> None:
    """Their name is the same, and they are not."""
    early, late = (reported(wave({"a": 9, "c": 20, other: 3}, 1)) for other in ("b", "d"))
    for one, two, compared in ((early, late, {"c"}), (early, early, {"c", "(others)"})):
        assert set(cx.change(one, two)["group"].dropna()) == compared


def test_a_group_suppressed_in_either_wave_has_no_numbers() -> None:
    """Neither the earlier ones nor the later ones."""
    early, late = (hidden_care(), reported(organisation({"a": 12, "b": 14, "c": 20, "d": 22}, seed=2)))
    for one, two in ((early, late), (late, early)):
        found = cx.change(one, two)
        hidden = found["group"].isin(["a", "b"]) & (found["dimension"] == "care")
        assert hidden.sum() == 2
        assert (found["status"] == hidden.map({True: SUPPRESSED, False: SHOWN})).all()
        assert found.loc[hidden, [*NUMBERS, "label"]].isna().all(axis=None)


def test_waves_of_two_surveys_do_not_compare() -> None:
    """The error names both."""
    table = organisation(SIZES)
    with pytest.raises(ReportError, match=r"reports of two surveys, small and other\."):
        cx.change(reported(table), reported(table, id="other"))


def test_a_later_version_of_a_survey_compares_on_the_dimensions_they_share() -> None:
    """A dimension that is new has no earlier one."""
    raw = small_survey().to_dict()
    extra = {"id": "new", "title": "New", "items": [{"id": "fresh", "text": "?"}]}
    later = cx.Survey.from_dict(raw | {"version": 2, "dimensions": [*raw["dimensions"], extra]})
    table = organisation(SIZES)
    found = cx.change(reported(table), cx.report(table.assign(fresh=3), later, by="team"))
    assert set(found["dimension"]) == {"care", "pace"}


def asked_otherwise(**changes: Any) -> cx.Survey:
    """The small survey, with something changed in the first dimension or in its first item."""
    raw = small_survey().to_dict()
    (first, *rest) = raw["dimensions"]
    item, *others = first["items"]
    of_item = {name: changes.pop(name) for name in ("id", "text", "reverse_keyed", "response_scale") if name in changes}
    return cx.Survey.from_dict(raw | {"dimensions": [first | {"items": [item | of_item, *others]} | changes, *rest]})


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"response_scale": {"min": 1, "max": 7}}, "was answered on 1–5 and now on 1–7"),
        ({"reverse_keyed": True}, "was turned round"),
        ({"id": "other"}, "is no longer asked"),
        ({"min_answered": 2}, "needed at least 1 of its answers, and now 2"),
    ],
    ids=["scale", "keying", "item", "minimum"],
)
def test_what_was_asked_otherwise_is_not_compared_and_said(change: dict[str, Any], said: str) -> None:
    """The other dimension still is."""
    before = reported(organisation(SIZES))
    survey = asked_otherwise(**change)
    table = organisation(SIZES, seed=3).rename(columns={small_survey().items[0].id: survey.items[0].id})
    after = cx.report(table, survey, by="team")
    first, second = (dimension.id for dimension in survey.dimensions)
    with pytest.warns(cx.ReportWarning, match=said):
        found = cx.change(before, after)
    assert first not in set(found["dimension"])
    assert second in set(found["dimension"])
    assert said in report_text(after, before)


def test_a_new_wording_is_compared_and_said() -> None:
    """A mended typo is no other question; whether it is, a reader decides."""
    before = reported(organisation(SIZES))
    after = cx.report(organisation(SIZES, seed=3), asked_otherwise(text="Said anew."), by="team")
    with pytest.warns(cx.ReportWarning, match="has a new wording"):
        found = cx.change(before, after)
    assert set(found["dimension"]) == {dimension.id for dimension in after.survey.dimensions}


def test_another_language_is_no_new_wording() -> None:
    """Of a room that spoke German, and of the next, which spoke English and Arabic: only what both say is compared."""
    before, now, mended = (
        cx.report(organisation(SIZES), asked_otherwise(text=text), by="team")
        for text in (
            {"de": "Sie hören zu.", "en": "They listen."},
            {"en": "They listen.", "ar": "يُصغون."},
            {"en": "They listen to us.", "ar": "يُصغون."},
        )
    )
    assert what_differs(before, now) == []
    assert "“They listen.” is now “They listen to us.”" in what_differs(before, mended)[0]


def test_a_tally_is_reported_with_the_questions_that_were_asked() -> None:
    """One name and version do not make two surveys one, nor their tallies."""
    table, turned = organisation(SIZES), asked_otherwise(reverse_keyed=True)
    with pytest.raises(ResponseError, match="with its items, keying and scales"):
        cx.report(cx.tally(table, small_survey(), by="team"), turned)
    with pytest.raises(ResponseError, match="which has other items, keying or scales"):
        cx.tally(table, small_survey(), by="team") + cx.tally(table, turned, by="team")
