"""Comments are shown at their threshold, shuffled, with a group only where it hides everybody in it and beside it."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxkit.disclosure.comments import Comment, readable, released
from cxkit.survey.parts import Thresholds

GROUPS = {"role": {"leader", "frontline"}, "team": {"Sales", "IT", "Care"}}


def written(n: int, dimension: str = "engaged", **attributes: str | None) -> list[Comment]:
    said = "-".join(map(str, attributes.values()))
    return [
        Comment(dimension=dimension, text=f"{said or dimension} {number}", attributes=attributes) for number in range(n)
    ]


def shown(
    comments: list[Comment], least: int = 10, groups: Mapping[str, Any] = GROUPS
) -> tuple[Mapping[str, Any], ...]:
    return released(comments, Thresholds(comments=least), groups)


def groups_named(rows: tuple[Mapping[str, Any], ...]) -> Counter[str | None]:
    return Counter(row.get("group") for row in rows)


def test_nothing_is_shown_of_a_dimension_on_which_too_few_wrote() -> None:
    """Nine of ten; another dimension with ten does not help the first."""
    rows = shown(written(9) + written(10, "motivating"))
    assert {row["dimension"] for row in rows} == {"motivating"}
    assert len(rows) == 10


def test_who_writes_at_several_pins_counts_once() -> None:
    """Nine people at two pins each are nine; with a tenth all is shown, each beside the item where the pin was set."""
    pinned = [
        Comment(dimension="journey", item=item, text=f"{item} {person}", writer=person)
        for person in range(10)
        for item in ("bill", "phone")
    ]
    assert shown(pinned[:18]) == ()
    rows = shown(pinned)
    assert Counter(row["item"] for row in rows) == {"bill": 10, "phone": 10}
    assert {row["text"].split()[0] == row["item"] for row in rows} == {True}


def test_empty_comments_do_not_help_the_others_over_the_threshold() -> None:
    """Spaces, dots and characters that nobody sees are no comment."""
    blank = [Comment(dimension="engaged", text=text) for text in ("", "  ", "...", "-", "\u200b", "\u202e\n")]
    assert shown(written(9) + blank) == ()
    assert len(shown(written(10) + blank)) == 10


def test_who_is_held_back_still_counts_and_is_not_shown() -> None:
    """Ten wrote, two are held back, eight are shown: each of these may still be by any of ten people."""
    some = written(10)
    held = [Comment(dimension=one.dimension, text=one.text, held=True) for one in some[:2]]
    rows = shown(held + some[2:])
    assert sorted(row["text"] for row in rows) == sorted(one.text for one in some[2:])


def test_no_threshold_is_lower_than_three() -> None:
    """Whatever a program asks for."""
    assert shown(written(2), least=1) == ()
    assert len(shown(written(3), least=1)) == 3


def test_a_group_is_named_where_it_and_the_rest_each_reach_the_threshold() -> None:
    """Ten leaders, ten others."""
    rows = shown(written(10, role="leader") + written(10, role="frontline"))
    assert groups_named(rows) == {"leader": 10, "frontline": 10}
    assert all(row["text"].startswith(row["group"]) and row["attribute"] == "role" for row in rows)


@pytest.mark.parametrize("rest", [1, 9])
def test_a_few_who_are_left_are_not_given_away_by_the_names_of_the_others(rest: int) -> None:
    """The smallest named group goes among them; with one group nobody is named."""
    few = written(rest, role="leader")
    assert groups_named(shown(written(10, role="frontline") + few)) == {None: 10 + rest}
    three = written(11, team="Sales") + written(10, team="IT") + written(rest, team="Care")
    assert groups_named(shown(three)) == {"Sales": 11, None: 10 + rest}


def test_who_did_not_state_a_group_is_among_the_rest() -> None:
    """One missing role takes the names away."""
    assert groups_named(shown(written(12, role="frontline") + written(1, role=None))) == {None: 13}
    assert groups_named(shown(written(12, role="frontline") + written(1, role=""))) == {None: 13}


def test_a_group_that_the_report_hides_is_not_named() -> None:
    """However many of it wrote."""
    some = written(12, role="leader") + written(12, role="frontline")
    assert groups_named(shown(some, groups={"role": {"leader"}})) == {"leader": 12, None: 12}
    assert groups_named(shown(some, groups={})) == {None: 24}


def test_only_one_attribute_is_named_in_a_release() -> None:
    """Two would say who stands in both; the one that names more is taken, for every dimension."""
    some = [
        *written(10, role="leader", team="Sales"),
        *written(10, role="frontline", team="Sales"),
        *written(20, "motivating", role="leader", team="IT"),
        *written(10, "motivating", role=None, team="Care"),
    ]
    rows = shown(some)
    assert {row["attribute"] for row in rows if "attribute" in row} == {"team"}
    assert groups_named(rows) == {"Sales": 20, "IT": 20, "Care": 10}


def test_holding_back_changes_no_name() -> None:
    """Else a name that goes or comes would tell of whom the held one was."""
    some = written(10, role="leader") + written(10, role="frontline")
    held = [Comment(dimension=one.dimension, text=one.text, attributes=one.attributes, held=True) for one in some[:9]]
    assert groups_named(shown(held + some[9:])) == {"leader": 1, "frontline": 10}


def test_the_order_says_nothing() -> None:
    """Over many releases each comment stands first now and then, and a group's comments do not stand together."""
    some = written(10, role="leader") + written(10, role="frontline")
    releases = [shown(some) for _ in range(400)]
    assert len({release[0]["text"] for release in releases}) == 20
    assert len({tuple(row["group"] for row in release) for release in releases}) > 390


def test_dimensions_lie_in_an_order_that_does_not_depend_on_who_came_first() -> None:
    """By id."""
    one, two = written(10, "a"), written(10, "b")
    assert [row["dimension"] for row in shown(two + one)] == [row["dimension"] for row in shown(one + two)]


people = st.lists(
    st.tuples(
        st.sampled_from(["engaged", "motivating"]),
        st.sampled_from(["leader", "frontline", None]),
        st.sampled_from(["Sales", "IT", "Care", "", None]),
        st.booleans(),
    ),
    max_size=60,
)


@given(people=people, least=st.integers(3, 10))
def test_every_comment_may_be_by_at_least_as_many_as_the_threshold_says(people: list[Any], least: int) -> None:
    """Those who wrote under the same name, or under none, on the same dimension; held ones never appear."""
    comments = [
        Comment(dimension=d, text=f"comment {place}", attributes={"role": role, "team": team}, held=held)
        for place, (d, role, team, held) in enumerate(people)
    ]
    rows = shown(comments, least)
    by_text = {one.text: one for one in comments}
    assert not any(by_text[row["text"]].held for row in rows)
    assert len({row["attribute"] for row in rows if "attribute" in row}) <= 1
    assert all(set(row) <= {"dimension", "text", "attribute", "group"} for row in rows)
    for dimension in {row["dimension"] for row in rows}:
        wrote = [one for one in comments if one.dimension == dimension]
        here = [row for row in rows if row["dimension"] == dimension]
        named = {(row["attribute"], row["group"]) for row in here if "group" in row}
        sizes = {name: sum(one.attributes[name[0]] == name[1] for one in wrote) for name in named}
        assert all(size >= least for size in sizes.values())
        if any("group" not in row for row in here):
            assert len(wrote) - sum(sizes.values()) >= least


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("  one\r\n\r\n\r\n\r\ntwo \t ", "one\n\ntwo"),
        ("safe\u202etxt.exe\u202c", "safetxt.exe"),
        ("a\u200bn\u200cn\u200da", "anna"),
        ("\u200d\u200d=", "="),
        ("\ufefftext\x00\x07", "text"),
        ("👩\u200d🚒 good", "👩\u200d🚒 good"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("Z" + "\u0335" * 50 + "algo", "Z\u0335\u0335algo"),
        ("e\u0301", "é"),
        ("<b>bold</b> & more", "<b>bold</b> & more"),
        ("👍", "👍"),
        ("?!", ""),
    ],
)
def test_a_comment_is_shown_without_what_turns_or_hides_text(raw: str, clean: str) -> None:
    """Direction overrides, zero-width signs, controls and piles of accents go; emoji and joined scripts stay whole."""
    assert readable(raw) == clean
    assert readable(clean) == clean
