"""Errors: one tree to catch, and help with spelling."""

import inspect

import pytest

from cxkit import errors
from cxkit.errors import CxkitError, did_you_mean, listing

EXCEPTIONS = [
    value
    for _, value in inspect.getmembers(errors, inspect.isclass)
    if issubclass(value, Exception) and not issubclass(value, Warning)
]


@pytest.mark.parametrize("exception", EXCEPTIONS)
def test_one_root_catches_every_error(exception: type[Exception]) -> None:
    """A caller who catches CxkitError misses nothing that cxkit raises on purpose."""
    assert issubclass(exception, CxkitError)


@pytest.mark.parametrize("exception", EXCEPTIONS)
def test_the_drawn_tree_names_every_error(exception: type[Exception]) -> None:
    """The module's docstring draws the tree, so a new exception must appear there."""
    assert exception.__name__ in (errors.__doc__ or "")


@pytest.mark.parametrize(
    ("word", "meant"), [("revers_keyed", "reverse_keyed"), ("TITLE", "title"), ("min_answerd", "min_answered")]
)
def test_the_nearest_allowed_word_is_offered(word: str, meant: str) -> None:
    """A slip of the finger or of the shift key is recognised."""
    assert did_you_mean(word, ["title", "reverse_keyed", "min_answered"]) == f' Did you mean "{meant}"?'


def test_a_word_like_none_of_the_allowed_gets_no_guess() -> None:
    """A wrong guess helps less than none."""
    assert did_you_mean("zzz", ["title", "items"]) == ""
    assert did_you_mean("title", []) == ""


def test_the_guess_keeps_the_allowed_spelling() -> None:
    """Comparing ignores capitals, but what is offered can be typed as it stands."""
    assert did_you_mean("warehose", ["Warehouse", "Phones"]) == ' Did you mean "Warehouse"?'


def test_a_long_list_is_cut_with_the_number_left_out() -> None:
    """A message stays readable and still says how much there is."""
    assert listing(map(str, range(15))) == "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 … and 3 more"


def test_a_list_that_just_fits_is_not_cut() -> None:
    """Twelve words are twelve words."""
    assert listing("abcdefghijkl") == "a, b, c, d, e, f, g, h, i, j, k, l"
    assert listing([]) == ""
