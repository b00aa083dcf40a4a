"""Whose answers may enter the next release."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from cxkit.releases import admitted

people = st.dictionaries(
    st.integers(0, 60).map("p{}".format), st.tuples(st.sampled_from("abc"), st.sampled_from(["leader", "frontline"]))
)


@given(people, st.integers(3, 8))
def test_every_group_gets_nobody_new_or_enough(new: dict[str, tuple[str, str]], threshold: int) -> None:
    """By each attribute, so that no difference between two releases is about fewer."""
    entering = admitted(new, {}, threshold)
    for place in (0, 1):
        counts = Counter(new[person][place] for person in entering)
        assert all(count >= threshold for count in counts.values())


@given(people, st.integers(3, 8))
def test_nobody_waits_without_need(new: dict[str, tuple[str, str]], threshold: int) -> None:
    """No larger batch would do: those who wait could not enter together with those who enter."""
    waiting = {person: groups for person, groups in new.items() if person not in admitted(new, {}, threshold)}
    assert admitted(waiting, {}, threshold) == frozenset()


@given(people, st.integers(3, 8))
def test_edits_alone_never_make_a_release(edited: dict[str, tuple[str, str]], threshold: int) -> None:
    """However many."""
    assert admitted({}, edited, threshold) == frozenset()


def test_an_edit_enters_where_enough_new_people_do() -> None:
    """Not in another group, where it would be the only change."""
    new = {f"n{place}": ("a",) for place in range(5)}
    assert admitted(new, {"x": ("a",), "y": ("b",)}, 5) == {*new, "x"}


def test_four_new_people_wait_for_a_fifth() -> None:
    """Also where they are spread over two groups, by either attribute."""
    four = {f"n{place}": ("a", "leader") for place in range(4)}
    assert admitted(four, {}, 5) == frozenset()
    assert len(admitted({**four, "n4": ("a", "leader")}, {}, 5)) == 5
    assert admitted({**four, "n4": ("b", "leader")}, {}, 5) == frozenset()
