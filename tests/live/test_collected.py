"""Words for the wall: equal lines are one, whatever the order in which they come; the facilitator has the last word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxkit.errors import RoomError
from cxkit.live.collected import LONGEST, Wall, by_theme, key, line

WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=30).filter(key)
NOTHING = Wall.of(None)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Warehouse", "  warehouses ", True),
        ("Front desk", "front-desk.", True),
        ("Almacén", "ALMACEN", True),
        ("“Customer service”", "Customer Services!", True),
        ("Sales", "sale", True),
        ("IT", "I.T", False),
        ("bus", "bu", False),  # of short words the s is more than a plural
        ("process", "proces", False),
        ("C++", "C", False),
        ("мой", "мои", False),  # another letter, not an accent
        ("हिन्दी", "हन्द", False),
        ("❤️", "❤", True),
    ],
)
def test_which_lines_are_one(one: str, other: str, same: bool) -> None:
    """Case, accents, spaces, hyphens, signs at the ends and a final s make no difference; letters do."""
    assert (key(one) == key(other)) is same


def test_a_line_has_no_sign_that_nobody_sees() -> None:
    """It may become an item, whose words stand in files that could not hold it."""
    assert line(" Ring\x07 back\u202e \ud83d now\0 ") == "Ring back now"


@pytest.mark.parametrize(
    ("said", "stands"),
    [
        (["lager", "lager", "Lager", "LAGER"], "Lager"),
        (["entrepôt", "entrepôts", "entrepôt", "Entrepôt"], "Entrepôt"),
        (["front desk", "front desk", "Front-desk"], "front desk"),
        (["iPhone", "iPhone", "Iphone"], "iPhone"),
        (["WAREHOUSE", "WAREHOUSE", "Warehouse"], "Warehouse"),
        (["it", "it", "IT"], "IT"),
    ],
)
def test_of_a_word_in_large_and_small_letters_the_one_with_a_capital_stands(said: list[str], stands: str) -> None:
    """So a screen before everybody wants it, in German above all; most need not have typed it so."""
    assert [one.words for one in NOTHING.lines(said)] == [stands]


@given(WORDS)
def test_a_line_is_one_with_itself_however_it_is_written(words: str) -> None:
    """What lines have in common is its own: in other case, with spaces round it, and once it is made."""
    assert key(key(words)) == key(words)
    assert key(f"  {words}\t!") == key(words)
    assert key(words.upper()) == key(words.upper().lower())


@given(st.lists(WORDS, min_size=1, max_size=30), st.randoms(use_true_random=False))
def test_the_wall_is_the_same_in_whatever_order_lines_come(said: list[str], chance: object) -> None:
    """Nobody is lost, no two lines are equal, and none stands in words that nobody wrote."""
    lines = NOTHING.lines(said)
    chance.shuffle(mixed := [*said])  # type: ignore[attr-defined]
    assert NOTHING.lines(mixed) == lines
    assert sum(one.n for one in lines) == len(said)
    assert len({one.key for one in lines}) == len(lines) == len({key(words) for words in said})
    assert all(one.words in said and key(one.words) == one.key for one in lines)
    assert [one.n for one in lines] == sorted((one.n for one in lines), reverse=True)


EDITS = st.tuples(st.sampled_from(["hide", "show", "merge", "apart", "rename", "choose"]), st.integers(0, 99), WORDS)


@given(st.lists(WORDS, min_size=1, max_size=12), st.lists(EDITS, max_size=12))
def test_whatever_the_facilitator_does_no_line_is_lost(said: list[str], edits: list[tuple[str, int, str]]) -> None:
    """Merged, renamed or hidden: everybody's line is counted once, and what is kept of a wall is all there is to it."""
    wall = NOTHING
    for action, place, words in edits:
        there = [one.key for one in wall.lines(said)]
        some = [there[place % len(there)], *there[: place % 3]]
        wall = Wall.of(wall.edited(action, [*dict.fromkeys(some)], words).to_dict())
        lines = wall.lines(said)
        assert sum(one.n for one in lines) == len(said)
        assert len({one.key for one in lines}) == len(lines)
        assert wall.chosen not in wall.hidden or not wall.chosen


def test_the_facilitator_hides_merges_renames_and_chooses() -> None:
    """What comes later follows; taking apart gives the former lines back."""
    said = ["Cleaning", "cleaners", "Idiots", "We ring back"]
    wall = NOTHING.edited("hide", ["idiot"], "").edited("merge", ["cleaning", "cleaner"], "")
    shown = {one.words: one.n for one in wall.lines([*said, "IDIOTS!", "Cleaner"]) if not one.hidden}
    assert shown == {"Cleaning": 3, "We ring back": 1}
    apart = wall.edited("apart", ["cleaning"], "")
    assert {one.words: one.n for one in apart.lines(said) if not one.hidden} == {
        "Cleaning": 1, "cleaners": 1, "We ring back": 1,
    }  # fmt: skip
    named = wall.edited("rename", ["we ring back"], "We ring back today").edited("choose", ["we ring back today"], "")
    (ours,) = [one for one in named.lines([*said, "we ring back TODAY"]) if one.key == named.chosen]
    assert (ours.words, ours.n) == ("We ring back today", 2)
    assert named.edited("choose", [ours.key], "").chosen == ""
    assert named.edited("hide", [ours.key], "").chosen == "", "what is hidden is nobody's promise"


@pytest.mark.parametrize("wrong", ["", "  ", "…", "x" * (LONGEST + 1), None, 7])
def test_what_is_no_line_is_refused_in_plain_words(wrong: object) -> None:
    """Too long, too short, or no text."""
    with pytest.raises(RoomError, match="at most 100 letters"):
        line(wrong)


def test_lines_to_choose_from_stand_together_with_what_they_share() -> None:
    """From six on, in an order that does not tell what most have said; what shares nothing comes last."""
    said = ["Repair the printer", "A second printer", "Printers for all", "More tea", "Hot tea at noon", "Open windows"]
    lines = Wall.of(None).lines([*said, "More tea", "More tea"])
    told = by_theme(lines, "en")
    assert [one["theme"].split(",")[0] for one in told] == ["printer", "printer", "printer", "tea", "tea", ""]
    assert {one["words"] for one in told} == set(said)
    assert {one["theme"] for one in by_theme(lines[:5], "en")} == {""}
