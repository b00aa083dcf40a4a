"""How each item was answered: each piece of a bar is a share."""

import re
from dataclasses import replace

import matplotlib as mpl
import pytest
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.text import Annotation

import cxkit as cx
from cxkit.plots import alt, answers, colours
from cxkit.survey.parts import Text
from tests.plots.figures import waves
from tests.plots.reading import beside, place, titles, words
from tests.strategies import organisation, small_survey


def stacks(ax: Axes) -> dict[int, list[Rectangle]]:
    """Return {place: the pieces of its bar from left to right}."""
    found: dict[int, list[Rectangle]] = {}
    for patch in ax.patches:
        assert isinstance(patch, Rectangle)
        if mpl.colors.to_hex(patch.get_facecolor()) == colours()["paper"]:  # what lies under a bar
            continue
        found.setdefault(round(patch.get_y() + patch.get_height() / 2), []).append(patch)
    return {at: sorted(own, key=lambda piece: piece.get_x()) for at, own in found.items()}


def test_each_piece_of_a_bar_is_as_wide_as_its_share() -> None:
    """The least favourable at the left, so a reverse-keyed item is turned round, and it says so."""
    report = waves("two groups").now
    ax = answers(report)
    assert titles(ax) == ["Care", "They listen.", "They help.", "Pace", "We are quick.", "Customers wait. (reversed)"]
    shares = report.distributions[report.distributions["attribute"].isna()]
    for at, item in ((1, "listens"), (5, "waits")):
        own = shares[shares["item"] == item].sort_values("value", ascending=item != "waits")
        pieces = stacks(ax)[at]
        assert [piece.get_width() for piece in pieces] == pytest.approx(
            [100 * share for share in own["share"] if share]
        )
        negative = own.loc[own["kind"] == "unfavourable", "share"].sum()
        neutral = own.loc[own["kind"] == "neutral", "share"].sum()
        assert pieces[0].get_x() == pytest.approx(-100 * (negative + neutral / 2))
        favourable = own.loc[own["kind"] == "favourable", "share"].sum()
        share, n = beside(ax)[at]
        assert abs(int(share.rstrip("%")) - 100 * favourable) < 1
        assert n == "n = 36"


def test_the_stem_stands_once_over_the_statements_that_go_on_from_it() -> None:
    """The labels; alone, in the alt text, each statement is whole. A survey without a stem has whole labels."""
    report = waves("two groups").now
    ax = answers(replace(report, survey=replace(report.survey, stem=Text.of("They"))))
    assert titles(ax)[:4] == ["Care: They …", "… listen.", "… help.", "Pace"]
    assert "They listen" in alt(ax)
    assert "…" not in alt(ax)


def test_numbers_stand_in_the_pieces_that_have_room_for_them() -> None:
    """Each is the share of its piece, to the whole per cent, and is inside; those of a whole bar add up to 100."""
    ax = answers(waves("two groups").now)
    ax.get_figure(root=True).canvas.draw()  # type: ignore[union-attr]
    inside = [text for text in ax.texts if isinstance(text, Annotation) and text.xycoords == "data"]
    assert len(inside) > 10
    for text in inside:
        x, y = text.xy
        (piece,) = [piece for piece in stacks(ax)[round(y)] if piece.get_x() < x < piece.get_x() + piece.get_width()]
        assert abs(int(text.get_text()) - piece.get_width()) < 1
        assert piece.get_window_extent().width >= text.get_window_extent().width - 2
    whole_bars = 0
    for at, pieces in stacks(ax).items():
        own = [int(text.get_text()) for text in inside if round(place(text)) == at]
        whole_bars += len(own) == len(pieces)
        assert len(own) < len(pieces) or sum(own) == 100
    assert whole_bars


def test_an_answer_has_the_colour_of_its_kind_and_the_stronger_the_further_out() -> None:
    """From the diverging pair, which is neither red nor green."""
    pieces = stacks(answers(waves("two groups").now))[1]
    shades = [mpl.colors.to_rgba(piece.get_facecolor()) for piece in pieces]
    kinds = ["unfavourable", "unfavourable", "neutral", "favourable", "favourable"]
    assert [mpl.colors.to_hex(shade) for shade in shades] == [colours()[kind] for kind in kinds]
    opacity = [shade[3] for shade in shades]
    assert opacity[0] == opacity[4] == opacity[2] == 1
    assert opacity[1] == opacity[3] < 0.5


def test_items_of_different_response_scales_are_keyed_by_kind() -> None:
    """Where they share one, the key names its answers."""
    raw = small_survey().to_dict()
    raw["response_scale"]["labels"] = {"1": "Never", "5": "Always"}
    table = organisation({"a": 30})
    assert {"Never", "2", "3", "4", "Always"} <= set(words(answers(cx.report(table, small_survey(**raw)))))
    raw["dimensions"][0]["items"][0]["response_scale"] = {"min": 0, "max": 10}
    drawn = words(answers(cx.report(table, small_survey(**raw))))
    assert {"unfavourable", "neutral", "favourable"} <= set(drawn)
    assert "Never" not in drawn


def test_the_alt_text_tells_answers_as_they_were_given() -> None:
    """A reverse-keyed item's too: who agreed that customers wait agreed."""
    report = waves("two groups").now
    shares = report.distributions[report.distributions["item"] == "waits"][:5]
    (told,) = re.findall(r"“Customers wait. \(reversed\)”: (.*); favourable", alt(answers(report, dimension="pace")))
    said = [tuple(map(int, re.findall(r"\d+", part))) for part in told.split(", ")]
    assert [value for value, _ in said] == shares["value"].to_list()
    assert all(abs(percent - 100 * share) < 1 for (_, percent), share in zip(said, shares["share"], strict=True))
    assert sum(percent for _, percent in said) == 100


def test_an_item_that_too_few_answered_is_hidden_among_the_others() -> None:
    """It keeps its place."""
    table = organisation({"a": 20})
    table.loc[6:, "helps"] = None
    ax = answers(cx.report(table, small_survey()))
    assert sorted(stacks(ax)) == [1, 4, 5]
    assert [place(text) for text in ax.texts if text.get_text() == "hidden"] == [2]
    assert "“They help.”: hidden." in alt(ax)
    assert any("Hidden: too few people, or too much alike" in text.get_text() for text in ax.texts)
