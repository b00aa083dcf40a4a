"""What numbers are called, in the language that is spoken."""

from __future__ import annotations

import cxkit as cx
from cxkit.reports.comparisons import CHANGE
from cxkit.reports.text import report_text
from cxkit.reports.wording import called, named
from cxkit.statistics.estimates import GAP, UNTOLD
from cxkit.words import speaking
from tests.strategies import organisation, small_survey


def test_every_label_of_a_difference_has_a_name() -> None:
    """In English its own; in Spanish another."""
    labels = [*GAP, *CHANGE, UNTOLD]
    assert [called(label) for label in labels] == labels
    with speaking("es"):
        assert set(map(called, labels)).isdisjoint(labels)


def test_many_names_are_cut_with_how_many_are_left_out() -> None:
    """A sentence is no list."""
    assert named("abc") == "a, b, c"
    assert named("abcdef", most=2) == "a, b … and 4 more"


def test_a_report_speaks_the_language_of_the_block() -> None:
    """As text, as a page, and as a figure."""
    report = cx.report(organisation({"few": 3, "many": 40}), small_survey(), by=["team", "role"])
    with speaking("es"):
        assert "Brecha de percepción" in report_text(report)
        assert "Lo que vamos a hacer" in cx.summary(report).html
        assert "de todas las personas" in cx.plots.alt(cx.plots.profile(report))
    assert "Perception gap" in report_text(report)
