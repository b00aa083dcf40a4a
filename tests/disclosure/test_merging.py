"""Which groups are told together: decided from head counts alone, so that these stay open."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxkit.disclosure.merging import company_order, merged
from cxkit.reports.rows import OTHERS

NAMES = "abcd"


@pytest.mark.parametrize("threshold", [3, 5, 6, 8])
@pytest.mark.parametrize("many", [2, 3, 4])
@pytest.mark.parametrize("last", [(), ("a", "b"), ("b", "a")])
def test_how_many_are_in_groups_told_together_follows_from_nothing(
    threshold: int, many: int, last: tuple[str, ...]
) -> None:
    """Whatever the head counts: others, with the same groups told and the same sums, give each of them another n."""
    most = {2: 30, 3: 20, 4: 14}[many]
    alike = defaultdict(list)
    for sizes in product(range(1, most + 1), repeat=many):
        people = dict(zip(NAMES, sizes, strict=False))
        groups = merged(people, threshold, last)
        alike[groups, tuple(people[group] for group in groups.alone), sum(sizes)].append(people)
    for (groups, _, total), possible in alike.items():
        hidden = groups.together or tuple(group for group in NAMES[:many] if group not in groups.alone)
        for group in hidden:
            n = {people[group] for people in possible}
            assert len(n) > 1 or total < max(threshold, 5) or total > most, (groups, possible)


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 12)), st.integers(3, 8))
def test_nobody_is_left_over_and_no_group_told_is_small(people: dict[str, int], threshold: int) -> None:
    """Every group with people stands on its own or is told with others, or none is; all told have five at least."""
    groups = merged(people, threshold)
    there = {group for group, n in people.items() if n}
    assert {*groups.alone, *groups.together} in (there, set())
    assert not set(groups.alone) & set(groups.together)
    sizes = [people[group] for group in groups.alone]
    if groups.together:
        sizes.append(sum(people[group] for group in groups.together))
    assert all(n >= max(5, threshold) for n in sizes)


@given(st.lists(st.integers(1, 9), min_size=2, max_size=5), st.permutations("abcde"))
def test_what_a_group_is_called_changes_nothing_but_the_name(sizes: list[int], names: list[str]) -> None:
    """Which groups are told together depends on how many they are and on their places in the list."""
    usual = merged(dict(zip("abcde", sizes, strict=False)), 5)
    other = merged(dict(zip(names, sizes, strict=False)), 5)
    called = dict(zip("abcde", names, strict=True))
    assert (other.alone, other.together) == tuple(
        tuple(called[group] for group in part) for part in (usual.alone, usual.together)
    )


def test_those_who_agreed_stand_alone_where_the_others_are_enough() -> None:
    """Two leaders, or one who agreed to that, and five others; else they are hidden like anybody."""
    assert merged({"leader": 2, "front": 5}, 5, consenting="leader").alone == ("leader", "front")
    assert merged({"leader": 1, "front": 5}, 5, consenting="leader").alone == ()
    assert merged({"leader": 1, "front": 5}, 5, consenting="leader", alone=True).alone == ("leader", "front")
    assert merged({"leader": 1, "front": 4}, 5, consenting="leader", alone=True).alone == ()
    few = merged({"leader": 2, "front": 3, "support": 2}, 5, ("leader", "front"), consenting="leader")
    assert (few.alone, few.together) == (("leader",), ("front", "support"))
    assert merged({"leader": 2, "front": 4}, 5, consenting="leader").alone == ()


def test_where_all_leaders_who_agreed_are_in_one_group_they_do_not_count_in_it() -> None:
    """Subtracting their means would leave the others; from a group in which only one of two is, nothing can be."""
    people = {"a": 3, "b": 3, "c": 9, "d": 9}
    assert merged(people, 5, known={"a": 1, "d": 1}).together == ("a", "b")
    assert merged(people, 5, known={"a": 1, "b": 1}).together == ("a", "b", "c")
    assert merged({"a": 5, "b": 9, "c": 9}, 5, known={"a": 1}).together == ("a", "b")
    assert merged({"a": 6, "b": 9, "c": 9}, 5, known={"a": 1}).together == ()


def test_the_two_sides_of_a_gap_join_others_last_and_the_first_of_them_after_the_other() -> None:
    """Two people in support are told with the front line, so that the leaders are seen beside everyone else."""
    groups = merged({"leader": 6, "front": 20, "support": 2}, 5, ("leader", "front"))
    assert (groups.alone, groups.together) == (("leader",), ("front", "support"))


def test_those_told_together_keep_company_first() -> None:
    """Then smaller groups, and of a gap the first side last; so what is hidden together never is a second such one."""
    people = {"a": 20, OTHERS: 30, "b": 9, "leader": 5, "front": 25}
    assert company_order(people, ("leader", "front")) == (OTHERS, "b", "a", "front", "leader")
