"""What counts as an answer: the quick reading of numbers and the patient one of everything agree."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import cxkit as cx
from cxkit.responses.coding import BLANK, FIRST, SKIPPED, code, code_numbers, holding, judge, width
from cxkit.responses.frames import Numbers, Whole
from cxkit.survey.parts import Item, ResponseScale, Text
from tests.strategies import item_survey, organisation, small_survey


def item(low: int, high: int, **more: Any) -> Item:
    scale = ResponseScale(min=low, max=high, favourable=(high,), unfavourable=(low,), **more)
    return Item(id="i", text=Text.of("?"), response_scale=scale)


def quick(values: list[float], low: int, high: int) -> list[int] | None:
    """Return the codes of numbers, None where one of them is no answer."""
    out = np.empty(len(values), dtype=holding(high - low + 3))
    fit = code_numbers(Numbers(values=np.array(values, dtype="float64")), item(low, high).response_scale, out)
    return out.tolist() if fit else None


numbers = st.one_of(
    st.floats(),
    st.integers(-20, 20).map(float),
    st.tuples(st.integers(-4, 4), st.integers(-1000, 1000)).map(lambda pair: float(pair[0] * 65536 + pair[1])),
    st.sampled_from([32767.0, 32768.0, -32768.0, -32769.0, 2.0**31, 2.0**32 + 2, 2.0**63, 1e300, -1e300, -0.0]),
)
ends = st.tuples(st.integers(-1000, 1000), st.integers(1, 2000)).map(lambda ends: (ends[0], min(sum(ends), 1001)))


@given(numbers, ends)
@example(value=-32768.0, ends=(999, 1000))
@example(value=32767.0, ends=(-1000, 1000))
@example(value=65537.0, ends=(1, 5))
@example(value=257.0, ends=(1, 5))
@example(value=-128.0, ends=(127, 128))
def test_numbers_are_judged_the_same_alone_and_all_at_once(value: float, ends: tuple[int, int]) -> None:
    """Every float, infinite ones and those that wrap round in sixteen bits included."""
    codes, wrong = judge([value], item(*ends))
    assert quick([value], *ends) == (None if wrong else [codes[0]])
    assert code(Numbers(values=np.array([value])), item(*ends))[0].tolist() == [codes[0]]


@given(st.lists(st.one_of(st.integers(1, 5).map(float), st.just(np.nan), numbers), max_size=9))
def test_one_bad_number_changes_no_others_code(values: list[float]) -> None:
    """A column with a stray value is read as the same column without it."""
    codes, problems = code(Numbers(values=np.array(values, dtype="float64")), item(1, 5))
    assert codes.tolist() == [int(judge([value], item(1, 5))[0][0]) for value in values]
    assert sum(problem.count for problem in problems) == sum(len(judge([value], item(1, 5))[1]) for value in values)


@given(
    st.lists(st.tuples(st.integers(-300, 300), st.booleans()), max_size=20), ends, st.sampled_from(["int16", "int64"])
)
def test_whole_numbers_as_they_lie_are_judged_like_any_others(
    cells: list[tuple[int, bool]], ends: tuple[int, int], kind: str
) -> None:
    """Whatever lies in memory where nothing was answered."""
    column = Whole(values=np.array([v for v, _ in cells], kind), there=np.array([t for _, t in cells], np.uint8))
    asked = item(*ends)
    alone = [judge([value], asked) if there else (np.array([BLANK]), []) for value, there in cells]
    out = np.empty(len(cells), dtype=holding(width(asked.response_scale)))
    assert code_numbers(column, asked.response_scale, out) == (not any(wrong for _, wrong in alone))
    codes, problems = code(column, asked)
    assert codes.tolist() == [int(code[0]) for code, _ in alone]
    assert sum(problem.count for problem in problems) == sum(len(wrong) for _, wrong in alone)


def test_missing_numbers_have_a_code_of_their_own() -> None:
    """NaN stands beside the lowest value without becoming it."""
    assert quick([np.nan, 1.0, 5.0], 1, 5) == [BLANK, FIRST, FIRST + 4]
    assert quick([np.nan, -3.0], -3, 3) == [BLANK, FIRST]
    assert quick([], 1, 5) == []


def test_a_range_beyond_sixteen_bits_is_read_patiently() -> None:
    """Slower, and the same."""
    wide = item(0, 40_000)
    assert quick([3.0], 0, 40_000) in ([FIRST + 3], None)
    codes, problems = code(Numbers(values=np.array([0.0, 39_999.0, np.nan, 40_001.0])), wide)
    assert codes.tolist() == [FIRST, FIRST + 39_999, BLANK, BLANK]
    assert [(problem.value, problem.rows) for problem in problems] == [("40001", (4,))]


@pytest.mark.parametrize(("most", "kind"), [(255, np.uint8), (256, np.uint16), (65535, np.uint16), (65536, np.uint32)])
def test_numbers_get_a_type_that_holds_them(most: int, kind: type) -> None:
    """Eight bits end at 255."""
    assert holding(most) is kind
    assert kind(most) == most


@pytest.mark.parametrize("low", [0, 1, -127, -128])
@pytest.mark.parametrize("points", [127, 128, 129, 253, 254, 255, 256, 257])
def test_response_scales_around_128_and_256_points_keep_their_ends(points: int, low: int) -> None:
    """Where the codes no longer fit eight bits, they get sixteen."""
    high = low + points - 1
    survey = item_survey({}, response_scale={"min": low, "max": high, "favourable": [high], "unfavourable": [low]})
    assert width(survey.items[0].response_scale) == points + 2
    assert quick([low, high, np.nan], low, high) == [FIRST, FIRST + points - 1, BLANK]
    table = pd.DataFrame({"i0": [low, high, np.nan]})
    assert cx.score(table, survey)["d"].to_list() == pytest.approx([0.0, 100.0, np.nan], nan_ok=True)
    assert cx.tally(table, survey).answers == {((), "i0", low): 1, ((), "i0", high): 1, ((), "i0", "missing"): 1}


def test_an_answer_in_words_is_known_in_every_language_and_case() -> None:
    """Beside it, can't tell; anything else is not."""
    known = item(1, 3, labels={1: Text.of({"en": "Never", "de": "Gar nicht"})}, not_applicable=Text.of("Weiß nicht"))
    codes, wrong = judge(["never", "GAR\u00a0NICHT", "WEISS NICHT", "not_applicable", "Niemals", None, "3"], known)
    assert codes.tolist() == [FIRST, FIRST, SKIPPED, SKIPPED, BLANK, BLANK, FIRST + 2, BLANK]
    assert [place for place, *_ in wrong] == [4]


def test_quotes_and_stops_do_not_make_another_answer() -> None:
    """Word processors turn them; letters and numbers are never changed."""
    known = item(
        1, 3, labels={1: Text.of("D'accord !"), 2: Text.of("Don't know-how")}, not_applicable=Text.of("I can't")
    )
    codes, wrong = judge(["D’accord!", "1 - d‘accord !", "don’t know how", "I can’t", "accord", "2!", "1.5"], known)
    assert codes.tolist() == [FIRST, FIRST, FIRST + 1, SKIPPED, BLANK, BLANK, BLANK, BLANK]
    assert [place for place, *_ in wrong] == [4, 5, 6]


def test_a_form_in_two_languages_gives_one_answer() -> None:
    """Both of a point's words side by side; not where they say different things, or one of them is unknown."""
    labels = {1: Text.of({"en": "Never", "de": "Nie"}), 3: Text.of({"en": "Always", "de": "Immer"})}
    known = item(1, 3, labels=labels, not_applicable=Text.of({"en": "N/A"}))
    codes, wrong = judge(["Never / Nie", "3 - Immer | Always", "N/A", "Never / Immer", "Nie / Jamais"], known)
    assert codes.tolist() == [FIRST, FIRST + 2, SKIPPED, BLANK, BLANK, BLANK]
    assert [place for place, *_ in wrong] == [3, 4]


def test_a_category_that_no_row_has_is_nobodys_mistake() -> None:
    """Statistics programs export every label that a variable may have."""
    table = organisation({"a": 3})
    table["listens"] = pd.Categorical(["1", "5", "1"], categories=["1", "5", "Refused"])
    assert not len(cx.Responses.of(table, small_survey()).problems)


@pytest.mark.parametrize("column", [[1, True, 2], [True, 1, 2]])
def test_true_is_no_answer_beside_a_1_either(column: list[Any]) -> None:
    """And the 1 is one: what somebody else answered changes nobody's score."""
    table = pd.DataFrame({"i0": pd.Series(column, dtype=object)})
    with pytest.warns(cx.ResponseWarning, match='"True" is not an answer'):
        scores = cx.score(table, item_survey({}))["d"].to_list()
    assert scores == pytest.approx([np.nan if cell is True else 25.0 * (cell - 1) for cell in column], nan_ok=True)


@pytest.mark.parametrize("written", [-99, -99.0, "-99", "-99.0"])
@pytest.mark.parametrize("cell", [-99, -99.0, "-99", "-99.0", "-99,0"])
def test_a_code_is_one_number_however_it_is_written(written: object, cell: object) -> None:
    """In the survey's file, and in that of a tool."""
    scale = {"min": 1, "max": 5, "missing": [written], "values": {"yes": 5.0, None: 1}}
    items = [{"id": "a", "text": "?"}, {"id": "b", "text": "?"}]
    survey = small_survey(response_scale=scale, dimensions=[{"id": "d", "title": "D", "items": items}])
    table = pd.DataFrame({"a": [cell, "YES", "2"], "b": ["NULL", "1", "1.0"]}, dtype=object)
    answers = cx.Responses.of(table, survey)
    assert not answers.met
    assert answers.frame["a"].to_list()[1:] == [5, 2]
    assert answers.frame["a"].isna().to_list() == [True, False, False]
    assert answers.frame["b"].to_list() == [1, 1, 1]
