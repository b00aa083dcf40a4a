"""Guesses: whose score somebody guesses, and that no cloud of dots names its people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cxkit as cx
from cxkit.errors import RoomError
from cxkit.reports.guesses import ALL, FEWEST, REST, clouds, guess, shown
from cxkit.reports.marks import Mark

SURVEY = cx.load_survey("leadership")
GUESSED = st.dictionaries(
    st.sampled_from(["leader", "frontline", ""]), st.lists(st.integers(0, 100), min_size=1, max_size=9), max_size=3
)


@given(GUESSED)
def test_a_cloud_that_is_called_by_its_group_has_three_dots(guessed: dict[str, list[int]]) -> None:
    """Every dot is shown once; whoever is too few lies among others, and nobody is called by their group then."""
    found = clouds(guessed, SURVEY)
    assert sorted(dot for cloud in found for dot in cloud.dots) == sorted(
        dot for dots in guessed.values() for dot in dots
    )
    assert len(found) == 1 or all(len(cloud.dots) >= FEWEST for cloud in found)
    for cloud in found:
        few = len(cloud.dots) < FEWEST
        assert cloud.group in {ALL, REST} or (cloud.dots == tuple(guessed[cloud.group]) and not few)


@pytest.mark.parametrize(
    ("people", "groups"),
    [
        ({"leader": 3, "frontline": 9, "": 3}, {"leader": ("frontline",), "frontline": ("leader",), "": ("",)}),
        ({"leader": 3, "frontline": 10, "": 2}, {"leader": ("frontline",), REST: ("leader",)}),
        ({"leader": 2, "frontline": 12}, {ALL: ("frontline", "leader")}),
        ({"leader": 1, "frontline": 2, "": 1}, {ALL: ("frontline", "leader")}),
        ({"frontline": 12}, {"frontline": ("leader",)}),
        ({"leader": 1}, {ALL: ("frontline",)}),
        ({"": 2}, {ALL: ("",)}),
    ],
)
def test_who_guesses_whose_score(people: dict[str, int], groups: dict[str, tuple[str, ...]]) -> None:
    """Fifteen of whom three lead, two lead, and four people."""
    found = clouds({group: [50] * n for group, n in people.items()}, SURVEY)
    assert {cloud.group: cloud.about for cloud in found} == groups


def test_what_is_true_stands_there_only_where_the_report_shows_it() -> None:
    """Of hidden scores the guesses are shown, and not a word of how near they are."""
    found = clouds({"leader": [40, 61, 80], "frontline": [70] * 9}, SURVEY)
    hidden = shown(found, SURVEY, {})
    assert [(one["label"], one["middle"], one["truths"]) for one in hidden] == [
        ("Leaders guessed", "in the middle 61", []),
        ("The front line guessed", "in the middle 70", []),
    ]
    told = shown(found, SURVEY, {"leader": Mark(name="Leaders", value=72.4, n=3)})
    assert [[(mark["name"], mark["mean"]) for mark in one["truths"]] for one in told] == [[], [("Leaders", "72")]]


@pytest.mark.parametrize("wrong", [None, 7, {}, {"value": 101}, {"value": 5.5}, {"value": True}, {"value": "7"}])
def test_a_guess_is_a_whole_number_from_0_to_100(wrong: object) -> None:
    with pytest.raises(RoomError, match="whole number from 0 to 100"):
        guess(wrong, SURVEY)


def test_a_guess_is_of_a_group_that_there_is() -> None:
    """Support guesses everybody's score, and is not kept as support."""
    assert guess({"value": 7, "group": "support"}, SURVEY) == {"value": 7, "group": ""}
    assert guess({"value": 7, "group": "leader"}, SURVEY) == {"value": 7, "group": "leader"}
    with pytest.raises(RoomError, match="no such group"):
        guess({"value": 7, "group": "boss"}, SURVEY)
