"""What numbers are called, in the language that is spoken."""

import json
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from py_mini_racer import MiniRacer

import cxkit as cx
from cxkit.book.exploration import PICTURES, Exploration
from cxkit.reports.comparisons import CHANGE
from cxkit.reports.text import report_text
from cxkit.reports.wording import called, end, group_name, named, percents, why_together, within
from cxkit.reports.wording import whole as rounded
from cxkit.static import FOLDER
from cxkit.statistics.estimates import GAP, UNTOLD
from cxkit.words import languages, say, speaking
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


@pytest.mark.parametrize(
    ("sizes", "name", "every"),
    [
        ({"IT": 3, "Phones": 9, "Sales": 30, "Stock": 20}, "IT and Phones", "IT and Phones"),
        ({"IT": 3, "Phones": 9, "Sales": 30}, "Everyone else", "Everyone else (IT and Phones)"),
        (
            {"Accounts payable": 3, "Accounts receivable": 4, "IT": 2, "Sales": 30, "Stock": 20},
            "3 other groups",
            "3 other groups (Accounts payable, Accounts receivable and IT)",
        ),
    ],
)
def test_groups_told_together_are_named(sizes: dict[str, int], name: str, every: str) -> None:
    """By their names, or how many they are where these are long; all but one are everyone else. Why is said, too."""
    report = cx.report(organisation(sizes), small_survey(), by="team")
    assert group_name(report, "team", "(others)") == name
    (why,) = why_together(report, "team", report.tables.groups)
    assert why.startswith(f"{every}: shown together, since one of them alone would be too few people")


def test_no_picture_of_a_report_tells_the_id_of_those_told_together() -> None:
    """Neither a figure, in its words or in its alt text, nor the page to print, nor what is explored."""
    survey = cx.load_survey("leadership")
    answers = cx.read_responses(cx.sample("leadership"), survey).frame.head(30)
    for consenting in (None, {"role": "leader"}):
        report = cx.report(answers, survey, by=["role", "team"], consenting=consenting)
        assert "(others)" in set(report.groups["group"])
        said = [report_text(report), cx.summary(report).html]
        for by in report.by:
            for picture in PICTURES:
                look = Exploration(report=report, by=by, picture=picture)
                said += [*look.sentences(), look.figure(), look.numbers(), look.differences()]
        said.append(cx.plots.alt(cx.plots.heat_map(report, attribute="team")))
        said.append(cx.plots.alt(cx.plots.sides(report)))
        assert not [words for words in said if "(others)" in words]
        assert [words for words in said if "Everyone else" in words or " other groups" in words]


def test_a_report_speaks_the_language_of_the_block() -> None:
    """As text, as a page, and as a figure."""
    report = cx.report(organisation({"few": 3, "many": 40}), small_survey(), by=["team", "role"])
    with speaking("es"):
        assert "Brecha de percepción" in report_text(report)
        assert "Lo que vamos a hacer" in cx.summary(report).html
        assert "de todas las personas" in cx.plots.alt(cx.plots.profile(report))
    assert "Perception gap" in report_text(report)


@pytest.fixture(scope="module")
def browser() -> Iterator[MiniRacer]:
    """The script with which browsers round."""
    with MiniRacer() as engine:
        engine.eval((FOLDER / "rounding.js").read_text(encoding="utf-8").replace("export ", ""))
        yield engine


@given(halves=st.integers(-400, 400) | st.integers(-200_000, 200_000).map(lambda value: value / 500))
def test_a_number_is_rounded_half_away_from_zero_everywhere(browser: MiniRacer, halves: float) -> None:
    """By Python, by scripts, and by the decimal arithmetic of the standard library alike."""
    value = halves / 2
    expected = int(Decimal(value).quantize(Decimal(1), ROUND_HALF_UP))
    assert rounded(value) == expected
    assert int(str(browser.eval(f"whole({value})"))) == expected


@given(value=st.floats(-2, 2))
def test_no_end_of_a_differences_range_is_0_unless_it_is(browser: MiniRacer, value: float) -> None:
    """Who reads "better, from 0 on" asks whether it is better at all; scripts say the same."""
    said = end(value)
    assert (said == "0") == (value == 0)
    assert value * float(said.replace("−", "-")) >= 0
    assert abs(float(said.replace("−", "-")) - value) <= (0.5 if abs(value) >= 0.5 else 0.1)
    assert str(browser.eval(f"end({value}, 'en')")) == said


@given(counts=st.lists(st.integers(0, 60), min_size=1, max_size=11))
def test_shares_add_up_to_a_hundred_everywhere(browser: MiniRacer, counts: list[int]) -> None:
    """Each less than one per cent off, of equal counts none more than one apart, and scripts say the same."""
    n = sum(counts)
    shares = [count / n for count in counts] if n else [0.0 for _ in counts]
    found = percents(shares)
    assert sum(found) == (100 if n else 0)
    assert all(abs(percent - 100 * share) < 1 for percent, share in zip(found, shares, strict=True))
    for (a, one), (b, two) in combinations(zip(counts, found, strict=True), 2):
        assert (one - two) * (a - b) >= 0 if a != b else abs(one - two) <= 1
    assert json.loads(str(browser.eval(f"JSON.stringify(percents({json.dumps(shares)}))"))) == found


@pytest.mark.parametrize("lang", languages())
def test_within_a_sentence_all_others_begin_small_and_a_team_as_it_is_called(lang: str) -> None:
    """In German, too: they are no noun."""
    with speaking(lang):
        others = say("report.everyone_else")
        assert within("others", others) == others[0].lower() + others[1:]
    assert within("IT", "IT") == "IT"
