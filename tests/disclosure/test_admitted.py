"""Whose answers may enter the next release."""

import random
from collections import Counter
from collections.abc import Collection
from itertools import combinations_with_replacement, product

from hypothesis import given
from hypothesis import strategies as st

from cxkit.disclosure.sequential import admitted, missing

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


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xy")), max_size=9), st.integers(1, 4), st.booleans())
def test_the_count_of_answers_that_are_missing_is_right(new: list[tuple[str, str]], threshold: int, one: bool) -> None:
    """So many more can do, and no fewer: tried with everybody who could come."""
    groups = [group[:1] for group in new] if one else new
    there: list[tuple[str, ...]] = [*product("abc")] if one else [*product("abc", "xy")]

    def can(more: int) -> bool:
        come = combinations_with_replacement(there, more)
        return any(admitted(named([*groups, *others]), {}, threshold) for others in come)

    assert missing(groups, threshold) == next(more for more in range(threshold + 1) if can(more))


def test_one_more_person_joins_one_team_only() -> None:
    """Two teams that lack one each lack two, though by role one would do."""
    waiting = [("a", "x")] * 2 + [("a", "y"), ("b", "x")] + [("b", "y")] * 2
    assert missing(waiting, 4) == 2


def named(groups: Collection[tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {str(place): group for place, group in enumerate(groups)}


def test_what_is_missing_of_many_groups_is_found_at_once() -> None:
    """Five hundred people who wait in sixty teams."""
    rng = random.Random(4)
    new = [(str(rng.randrange(60)), rng.choice("abcd"), rng.choice("xyz")) for _ in range(260)]
    assert 0 < missing(new, 12) <= 12
