"""Figures: what is drawn is what the report says."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import combinations
from typing import Any, NamedTuple

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import QuadMesh
from matplotlib.patches import Rectangle
from matplotlib.text import Annotation, Text

import cxkit as cx
from cxkit.errors import ReportError
from cxkit.plots import (
    above_below,
    agreement,
    alt,
    answers,
    chain,
    change,
    colours,
    gap,
    heat_map,
    hues,
    matrix,
    profile,
    quadrant,
    ranking,
    sides,
)
from cxkit.plots.agreements import level
from cxkit.reports.report import Report
from cxkit.reports.rows import Result
from cxkit.survey.model import Survey
from tests.strategies import organisation, small_survey

mpl.use("Agg")


@pytest.fixture(autouse=True)
def closed_figures() -> Iterator[None]:
    """Leave no figure open, and let no warning pass."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield
    plt.close("all")


@pytest.fixture
def report() -> Report:
    """Two dimensions of which one is suppressed: three of nine people answered it."""
    table = organisation({"a": 9})
    table.loc[3:, ["quick", "waits"]] = None
    return cx.report(table, small_survey())


def bars(ax: Axes) -> list[float]:
    """Return the bars' widths from top to bottom, those of no width included; each has its own place."""
    patches = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
    by_place = {round(patch.get_y() + patch.get_height() / 2, 6): patch.get_width() for patch in patches}
    assert sorted(by_place) == list(range(len(patches)))
    return [by_place[place] for place in sorted(by_place)]


def intervals(ax: Axes) -> dict[int, tuple[float, float]]:
    """Return {place from the top: (low, high)} of the lines that are drawn."""
    found: dict[int, tuple[float, float]] = {}
    for line in ax.lines:
        (low, place), (high, end) = np.asarray(line.get_xydata()).tolist()
        if np.isfinite(low):
            assert place == end
            assert found.setdefault(int(place), (low, high)) == (low, high)
    return found


def words(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def titles(ax: Axes) -> list[str]:
    """Return the rows' labels, unwrapped."""
    return [label.get_text().replace("\n", " ") for label in ax.get_yticklabels()]


def place(text: Text) -> float:
    """Return the place from the top of what is written in a row."""
    assert isinstance(text, Annotation)
    return float(text.xy[1])


def beside(ax: Axes) -> dict[float, list[str]]:
    """Return {place: what stands at the right of that row, from left to right}."""
    found: dict[float, list[tuple[float, str]]] = {}
    for text in ax.texts:
        assert isinstance(text, Annotation)
        if text.xy[0] == 1 and text.xycoords == ax.get_yaxis_transform():
            found.setdefault(text.xy[1], []).append((text.get_position()[0], text.get_text()))
    return {at: [words for _, words in sorted(own)] for at, own in found.items()}


def rows(table: pd.DataFrame) -> list[Any]:
    return list(table.itertuples())


def dots(ax: Axes) -> list[list[tuple[float, float]]]:
    """Return the points of each scatter, in the order in which they were drawn."""
    return [[(float(x), float(y)) for x, y in np.asarray(each.get_offsets())] for each in ax.collections]


def test_each_bar_is_as_wide_as_its_dimensions_mean() -> None:
    """From top to bottom in the survey's order, from 0."""
    survey = cx.load_survey("leadership")
    report = cx.report(cx.read_responses(cx.sample("leadership"), survey), survey)
    ax = profile(report)
    assert isinstance(ax, Axes)
    assert bars(ax) == pytest.approx(report.dimensions["mean"].to_list())
    assert {patch.get_x() for patch in ax.patches if isinstance(patch, Rectangle)} == {0.0}
    assert titles(ax) == ["Engaged", "Motivating", "Teamwork", "In tune"]
    top, bottom = ax.get_ylim()
    assert top > bottom or ax.yaxis_inverted()


def test_every_number_stands_beside_its_bar_with_its_n() -> None:
    """Rounded to whole points."""
    report = cx.report(organisation({"a": 30}), small_survey())
    expected = [text for _, row in report.dimensions.iterrows() for text in (f"{row['mean']:.0f}", f"n = {row['n']}")]
    assert words(profile(report)) == expected


def test_the_interval_is_drawn_from_low_to_high() -> None:
    """On the bar that it belongs to."""
    report = cx.report(organisation({"a": 30}), small_survey())
    expected = {place: (row["low"], row["high"]) for place, (_, row) in enumerate(report.dimensions.iterrows())}
    assert intervals(profile(report)) == expected


def test_a_suppressed_dimension_has_words_and_no_bar(report: Report) -> None:
    """No number, no interval, and its place is kept."""
    ax = profile(report)
    assert titles(ax) == ["Care", "Pace"]
    assert [width > 0 for width in bars(ax)] == [True, False]
    assert list(intervals(ax)) == [0]
    assert words(ax)[2:] == ["hidden: too few people, or too much alike"]
    assert place(ax.texts[2]) == 1


def test_the_axis_never_follows_the_numbers() -> None:
    """From 0 to 100 always, so that two figures can be compared and nothing is told of hidden cells."""
    for size in (2, 9, 30):
        assert profile(cx.report(organisation({"a": size}), small_survey())).get_xlim() == (0, 100)


def test_a_report_of_nothing_but_suppressed_rows_can_be_drawn() -> None:
    """It shows words."""
    ax = profile(cx.report(organisation({"a": 2}), small_survey()))
    assert words(ax) == ["hidden: too few people, or too much alike"] * 2
    ax.figure.canvas.draw()


def test_dimensions_of_the_same_title_keep_a_bar_each() -> None:
    """They are told apart by id; averaging them would show a number that is nobody's."""
    raw = small_survey().to_dict()
    for dimension in raw["dimensions"]:
        dimension["title"] = "Same"
    survey = small_survey(**raw)
    report = cx.report(organisation({"a": 30}), survey)
    ax = profile(report)
    assert bars(ax) == pytest.approx(report.dimensions["mean"].to_list())
    assert titles(ax) == ["Same", "Same"]


def test_a_title_is_drawn_as_it_is_written() -> None:
    """A dollar begins no formula."""
    raw = small_survey().to_dict()
    raw["dimensions"][0]["title"] = "Under $5_ and over $9^"
    ax = profile(cx.report(organisation({"a": 30}), small_survey(**raw)))
    ax.figure.canvas.draw()
    assert titles(ax)[0] == "Under $5_ and over $9^"
    assert not ax.get_yticklabels()[0].get_parse_math()


def test_it_draws_on_axes_that_one_has() -> None:
    """Beside other figures."""
    _, (left, right) = plt.subplots(1, 2)
    assert profile(cx.report(organisation({"a": 9}), small_survey()), ax=right) is right
    assert not left.patches


def test_drawing_leaves_the_report_as_it_was(report: Report) -> None:
    """Frozen in."""
    before = report.to_dict()
    profile(report)
    assert report.to_dict() == before


def test_the_colours_are_those_of_the_style_sheet() -> None:
    """Book, phone and figures share one file of tokens; four hues, then again from the first."""
    assert {"dim-1", "dim-2", "dim-3", "dim-4", "ink", "soft", "rule"} <= set(colours())
    assert len(set(hues(4))) == 4
    assert hues(6) == [*hues(4), *hues(2)]
    ax = profile(cx.report(organisation({"a": 9}), small_survey()))
    drawn = [mpl.colors.to_hex(patch.get_facecolor()) for patch in ax.patches]
    assert len(set(drawn)) == 2


# ---- the other figures, drawn of reports of very different sizes


class Waves(NamedTuple):
    """A report and that of an earlier wave."""

    now: Report
    before: Report


COMPARED = {"id": "role", "title": "I work as", "options": {"leader": "Leader", "frontline": "Front line"},
            "compare": ["leader", "frontline"]}  # fmt: skip
TEAM = {"id": "team", "title": "My team", "options": "from_workshop"}
LONG = "even when the week is long, the figures are late and the Donaudampfschifffahrtsgesellschaftskapitän calls"


def reports(sizes: Mapping[str, int], survey: Survey | None = None) -> Waves:
    survey = survey or small_survey(attributes=[COMPARED, TEAM])
    tables = [organisation(dict(sizes), seed=seed) for seed in (1, 2)]
    for table in tables:  # of the leaders but three say whether they help: hidden, and the front line with them
        table.loc[table.index[table["role"] == "leader"][3:], "helps"] = None
    now, before = (cx.report(table, survey, by=["role", "team"]) for table in tables)
    return Waves(now, before)


def long_survey() -> Survey:
    """Return a survey in which nothing is said briefly."""
    raw = small_survey(attributes=[COMPARED, TEAM]).to_dict()
    raw["attributes"][0]["options"] = {
        "leader": "People who lead a department, a team or a project that takes more than three months",
        "frontline": "People on the front line who meet customers face to face on every day of the week",
    }
    for dimension in raw["dimensions"]:
        dimension["title"] = f"{dimension['title']}, {LONG}"
        for item in dimension["items"]:
            item["text"] = f"{item['text'][:-1]}, {LONG}."
    return Survey.from_dict(raw)


@cache
def waves(case: str) -> Waves:
    """Return the reports of a case: what figures are looked at with."""
    twenty = {f"Department {letter}": 5 + 2 * place for place, letter in enumerate("ABCDEFGHIJKLMNOPQRST")}
    return {
        "two groups": lambda: reports({"North": 14, "South": 22}),
        "twenty groups": lambda: reports(twenty),
        "long labels": lambda: reports(
            {"The department of customer relations, complaints and goodwill": 24, "Vertriebsgesellschaft Süd-West": 30},
            long_survey(),
        ),
        "suppressed cells": lambda: reports({"North": 2, "South": 22, "East": 9, "West": 12}),
        "one respondent": lambda: reports({"North": 1}),
    }[case]()


def same_words(report: Report) -> Report:
    """Return the report with the same words in both dimensions, as two ratings of one list have."""
    raw = report.survey.to_dict()
    first, second = raw["dimensions"]
    for item, other in zip(first["items"], second["items"], strict=True):
        other["text"] = item["text"]
    return replace(report, survey=Survey.from_dict(raw))


Figure = Callable[..., Axes]
FIGURES: dict[str, Figure] = {
    "profile": lambda waves, **more: profile(waves.now, **more),
    "profile by team": lambda waves, **more: profile(waves.now, attribute="team", **more),
    "answers": lambda waves, **more: answers(waves.now, **more),
    "answers of leaders": lambda waves, **more: answers(waves.now, attribute="role", group="leader", **more),
    "heat map": lambda waves, **more: heat_map(waves.now, attribute="team", **more),
    "heat map of items": lambda waves, **more: heat_map(waves.now, attribute="team", items=True, **more),
    "gap": lambda waves, **more: gap(waves.now, **more),
    "change": lambda waves, **more: change(waves.now, waves.before, **more),
    "change by team": lambda waves, **more: change(waves.now, waves.before, attribute="team", **more),
    "agreement": lambda waves, **more: agreement(waves.now, attribute="team", **more),
    "above and below": lambda waves, **more: above_below(waves.now, **more),
    "chain": lambda waves, **more: chain(waves.now, **more),
    "chain by team": lambda waves, **more: chain(waves.now, attribute="team", **more),
    "matrix": lambda waves, **more: matrix(waves.now, attribute="team", **more),
    "quadrant": lambda waves, **more: quadrant(same_words(waves.now), x="care", y="pace", **more),
    "ranking": lambda waves, **more: ranking(waves.now, dimension="pace", **more),
    "sides": lambda waves, **more: sides(waves.now, dimension="pace", **more),
}
CASES = ["two groups", "twenty groups", "long labels", "suppressed cells"]
every_figure = pytest.mark.parametrize("draw", [pytest.param(draw, id=name) for name, draw in FIGURES.items()])


def texts(ax: Axes) -> list[Text]:
    """Return every text that is seen."""
    ticks = [label for axis in (ax.xaxis, ax.yaxis) for label in axis.get_ticklabels()]
    return [text for text in (*ax.texts, *ticks, ax.xaxis.label) if text.get_visible() and text.get_text()]


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+", text))


@every_figure
@pytest.mark.parametrize("case", CASES)
def test_no_text_is_cut_and_none_covers_another(draw: Figure, case: str) -> None:
    """Whatever the labels are, and however many the groups; nothing is smaller than 11 points."""
    ax = draw(waves(case))
    figure = ax.get_figure(root=True)
    assert figure is not None
    figure.canvas.draw()
    seen = texts(ax)
    boxes = [text.get_window_extent() for text in seen]
    for text, box in zip(seen, boxes, strict=True):
        assert box.x0 >= 0, text
        assert box.y0 >= 0, text
        assert box.x1 <= figure.bbox.width, text
        assert box.y1 <= figure.bbox.height, text
    over = [
        (one.get_text(), two.get_text())
        for (one, a), (two, b) in combinations(zip(seen, boxes, strict=True), 2)
        if min(a.x1, b.x1) - max(a.x0, b.x0) > 1 and min(a.y1, b.y1) - max(a.y0, b.y0) > 3
    ]
    assert over == []
    assert all(float(text.get_fontsize()) >= 11 for text in seen)


@every_figure
@pytest.mark.parametrize("case", ["two groups", "suppressed cells"])
def test_every_figure_has_n_and_says_in_words_what_it_shows(draw: Figure, case: str) -> None:
    """Every n that is drawn is in the alt text too."""
    ax = draw(waves(case))
    drawn = [text.get_text() for text in ax.texts]
    assert any(words.startswith("n = ") for words in drawn)
    assert "n = " in alt(ax)
    assert {word for words in drawn if words.startswith("n = ") for word in numbers(words)} <= numbers(alt(ax))
    assert alt(ax).endswith(".")


@every_figure
def test_axes_are_the_same_whatever_the_numbers_are(draw: Figure) -> None:
    """So that figures can be compared, and nothing hidden moves them."""
    limits = set()
    for report in (waves("two groups"), waves("two groups")._replace(now=waves("two groups").before)):
        ax = draw(report)
        limits.add((ax.get_xlim(), ax.get_ylim(), tuple(ax.get_xticks())))
    assert len(limits) == 1


@every_figure
def test_a_report_made_by_hand_is_drawn_by_no_figure(draw: Figure) -> None:
    """Where a hidden row of it has a number."""
    clean = waves("suppressed cells")
    first, *others = clean.now.tables.groups
    hidden = Result(attribute=first.attribute, group=first.group, dimension=first.dimension, mean=77.0)
    tables = replace(clean.now.tables, groups=(hidden, *others))
    with pytest.raises(ReportError, match="mean: should be missing where the status is suppressed"):
        draw(clean._replace(now=replace(clean.now, tables=tables)))


@every_figure
def test_groups_told_together_are_named_and_explained(draw: Figure) -> None:
    """On figures by team, where North is too small and is told together with East; never by the report's own id."""
    ax = draw(waves("suppressed cells"))
    said = " ".join([*(text.get_text() for text in ax.texts), *titles(ax)])
    assert "(others)" not in said + alt(ax)
    if "North" in alt(ax):
        assert "East and North: told together" in said
        assert re.search(r"East and North:? \w", alt(ax))


@every_figure
def test_a_group_hidden_throughout_is_in_one_sentence_below(draw: Figure) -> None:
    """On figures by team: it takes neither a row nor a column, and nothing is striped."""
    clean = waves("suppressed cells")
    ax = draw(Waves(*(blanked(report, "South") for report in clean)))
    if "North" in alt(draw(clean)):
        below = "South hidden: too few people, or too much alike, to be told safely."
        assert below in " ".join(text.get_text() for text in ax.texts)
        assert below in alt(ax)
        assert not any("South" in title for title in titles(ax))
        assert not any(patch.get_hatch() for patch in ax.patches)


def blanked(report: Report, *groups: str, dimension: str = "") -> Report:
    """Return the report with groups hidden, on one dimension or on all."""

    def blank(row: Result) -> Result:
        kept: dict[str, Any] = {
            name: getattr(row, name) for name in ("attribute", "group", "item", "dimension", "members")
        }
        return Result(**kept) if row.group in groups and dimension in ("", row.dimension) else row

    own, items = (tuple(map(blank, rows)) for rows in (report.tables.groups, report.tables.group_items))
    return replace(report, tables=replace(report.tables, groups=own, group_items=items))


@every_figure
def test_a_report_with_nothing_to_show_is_drawn_in_words(draw: Figure) -> None:
    """No number, no bar, and the reason."""
    ax = draw(waves("one respondent"))
    ax.get_figure(root=True).canvas.draw()  # type: ignore[union-attr]
    said = " ".join(text.get_text() for text in ax.texts)
    assert "idden: too few people, or too much alike" in said
    assert "hidden" in alt(ax).lower()
    assert "n =" not in said + alt(ax)
    assert not any(patch.get_width() for patch in ax.patches if isinstance(patch, Rectangle))
    assert not ax.collections


@every_figure
def test_drawing_changes_nothing_else(draw: Figure) -> None:
    """Neither the reports nor matplotlib's settings; and it draws on axes that one has."""
    both = waves("suppressed cells")
    was, settings = [report.to_dict() for report in both], dict(mpl.rcParams)
    _, (left, right) = plt.subplots(1, 2, figsize=(20, 8))
    assert draw(both, ax=right) is right
    assert not left.texts
    assert not left.patches
    assert [report.to_dict() for report in both] == was
    assert dict(mpl.rcParams) == settings


@every_figure
def test_a_figure_holds_no_colour_but_the_tokens(draw: Figure) -> None:
    """Shades are opacity: so the book's dark theme reaches every one of them."""
    written = io.StringIO()
    draw(waves("suppressed cells")).get_figure(root=True).savefig(written, format="svg")  # type: ignore[union-attr]
    used = set(
        re.findall(r"#[0-9a-f]{6}\b", re.sub(r"<metadata>.*?</metadata>", "", written.getvalue(), flags=re.DOTALL))
    )
    assert used <= set(colours().values())


@every_figure
def test_words_are_set_in_the_books_typeface_and_no_dollar_begins_a_formula(draw: Figure) -> None:
    """One family for all of them, with matplotlib's own behind it for what it lacks."""
    seen = texts(draw(waves("two groups")))
    assert len({tuple(text.get_fontfamily()) for text in seen}) == 1
    assert seen[0].get_fontfamily()[-1] == "DejaVu Sans"
    assert not any(text.get_parse_math() for text in seen if numbers(text.get_text()) == set())


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda r: profile(r, attribute="rolle"), 'no groups by "rolle". It has: role, team. Did you mean "role"?'),
        (lambda r: profile(r, dimension="car"), 'no dimension "car" in the survey. It has: care, pace.'),
        (lambda r: answers(r, attribute="role"), "Say which group of role to draw. It has: leader, frontline."),
        (lambda r: answers(r, group="leader"), 'Say of which attribute "leader" is a group. There are: role, team.'),
        (lambda r: answers(r, attribute="role", group="leaders"), 'no group "leaders" in role.'),
        (lambda r: heat_map(r, attribute="size"), 'no groups by "size". It has: role, team.'),
        (lambda r: heat_map(r, attribute="team", dimension="x"), 'no dimension "x"'),
        (lambda r: gap(r, attribute="team"), "no two groups by team. Attributes that its survey compares: role."),
        (lambda r: change(r, r, attribute="team", group="Nord"), 'Did you mean "North"?'),
        (lambda r: agreement(r, attribute="size"), 'no groups by "size".'),
        (lambda r: above_below(r, dimension="line"), 'no dimension "line"'),
        (lambda r: chain(r, attribute="size"), 'no groups by "size".'),
        (lambda r: matrix(r, attribute="teem"), 'Did you mean "team"?'),
        (lambda r: quadrant(r, x="care", y="pace"), '"care" and "pace" have no item in common.'),
        (lambda r: ranking(r, dimension="votes"), 'no dimension "votes"'),
        (lambda r: sides(r, dimension="votes"), 'no dimension "votes"'),
    ],
)  # fmt: skip
def test_what_a_report_does_not_have_is_refused_with_what_it_has(draw: Callable[[Report], Axes], message: str) -> None:
    """With the nearest spelling."""
    with pytest.raises(ReportError, match=re.escape(message)):
        draw(waves("two groups").now)
    assert not plt.get_fignums()


def test_axes_that_nothing_was_drawn_on_have_no_alt_text() -> None:
    """Better an error than a picture without words."""
    with pytest.raises(ReportError, match=r"nothing of cxkit\.plots"):
        alt(plt.subplots()[1])


# ---- profile by group


def test_groups_stand_under_their_dimension_with_everybody_first() -> None:
    """Every mean is the report's, and so is every n."""
    report = waves("two groups").now
    ax = profile(report, attribute="team")
    assert titles(ax) == ["Care", "Everyone", "North", "South", "Pace", "Everyone", "North", "South"]
    expected = []
    for id in ("care", "pace"):
        groups = report.groups[(report.groups["attribute"] == "team") & (report.groups["dimension"] == id)]
        expected += [0.0, report.dimensions["mean"][id], *groups["mean"]]
    assert bars(ax) == pytest.approx(expected)
    assert beside(ax)[2] == [f"{expected[2]:.0f}", "n = 14"]


def test_a_mean_without_an_interval_has_no_line() -> None:
    """As in a report whose North has none."""
    report = cx.report(organisation({"North": 9, "South": 9}), small_survey(), by="team")
    first, *others = report.tables.groups
    groups = (replace(first, mean=75.0, low=None, high=None), *others)
    ax = profile(replace(report, tables=replace(report.tables, groups=groups)), attribute="team", dimension="care")
    assert titles(ax) == ["Care", "Everyone", "North", "South"]
    assert list(intervals(ax)) == [1, 3]
    assert "Care, North: 75, n = 9." in alt(ax)


# ---- answers


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


# ---- heat map


def cells(ax: Axes) -> dict[tuple[int, int], str]:
    """Return {(row, column): number}."""
    found = [text for text in ax.texts if isinstance(text, Annotation) and text.xycoords == "data"]
    return {(int(text.xy[1]), int(text.xy[0])): text.get_text() for text in found}


def test_a_heat_map_holds_every_mean_once() -> None:
    """Everybody first, then the groups; a dimension, then its items."""
    report = waves("suppressed cells").now
    ax = heat_map(report, attribute="team", items=True)
    assert titles(ax) == ["Care", "They listen.", "They help.", "Pace", "We are quick.", "Customers wait. (reversed)"]
    groups, items = (
        table[table["attribute"] == "team"].set_index([key, "group"])["mean"]
        for table, key in ((report.groups, "dimension"), (report.group_items, "item"))
    )
    names = list(dict.fromkeys(group for _, group in groups.index))
    assert names == ["South", "West", "(others)"]
    expected: dict[tuple[int, int], str] = {}
    for row, (table, own, id) in enumerate(
        [(report.dimensions, groups, "care"), (report.items, items, "listens"), (report.items, items, "helps"),
         (report.dimensions, groups, "pace"), (report.items, items, "quick"), (report.items, items, "waits")]
    ):  # fmt: skip
        means = [table["mean"][id], *(own[id, name] for name in names)]
        expected |= {(row, column): f"{mean:.0f}" for column, mean in enumerate(means) if not pd.isna(mean)}
    assert cells(ax) == expected
    assert {"Everyone", "South", "West", "East and North"} <= set(words(ax))


def told_together(report: Report, *groups: str, mean: float) -> Report:
    """Return the report in which groups are hidden on care, where they are told together."""
    others = next(row for row in report.tables.groups if row.group == groups[0])
    others = replace(others, group="(others)", members=groups, mean=mean, low=None, high=None, n=43)
    hidden = blanked(report, *groups, dimension="care")
    return replace(hidden, tables=replace(hidden.tables, groups=(*hidden.tables.groups, others)))


def test_where_groups_are_hidden_stands_what_they_are_together() -> None:
    """Once, across their cells, in italics, with nothing in the colours of the table itself; a note says what it is."""
    report = told_together(reports({"East": 20, "South": 22, "West": 21}).now, "South", "West", mean=88.0)
    ax = heat_map(report, attribute="team")
    (mesh,) = (each for each in ax.collections if isinstance(each, QuadMesh))
    drawn: Any = np.ma.asarray(mesh.get_array()).reshape(2, 4)
    assert np.argwhere(np.ma.getmaskarray(drawn)).tolist() == [[0, 2], [0, 3]]
    (box,) = (patch for patch in ax.patches if isinstance(patch, Rectangle))
    assert (box.get_x(), box.get_x() + box.get_width()) == pytest.approx((2.05, 3.95))
    (mean,) = (text for text in ax.texts if text.get_text() == "88")
    assert isinstance(mean, Annotation)
    assert (mean.xy, mean.get_fontstyle()) == ((3, 0.5), "italic")
    assert any(words.startswith("Pale, in italics: told of several groups together") for words in words(ax))
    assert "South 88 (n = 43, together with others), West 88 (n = 43, together with others)" in alt(ax)
    assert not any(patch.get_hatch() for patch in ax.patches)
    ax = profile(report, attribute="team", dimension="care")
    assert titles(ax) == ["Care", "Everyone", "East", "Everyone else"]
    assert "Care, Everyone else: 88" in alt(ax)


def test_where_no_group_is_told_everyone_is_all_of_them_together() -> None:
    """So nothing is striped where anything is told."""
    report = blanked(waves("two groups").now, "North", "South", dimension="pace")
    everyone = f"{report.dimensions['mean']['pace']:.0f} (n = 36, together with others)"
    ax = heat_map(report, attribute="team")
    assert f"North {everyone}, South {everyone}" in alt(ax)
    assert not any(patch.get_hatch() for patch in ax.patches)


def test_cells_of_which_nothing_is_told_are_striped_and_hold_nothing() -> None:
    """Not in the colours either."""
    report = blanked(waves("suppressed cells").now, "West", dimension="pace")  # as where nobody of West answered
    ax = heat_map(report, attribute="team")
    (mesh,) = (each for each in ax.collections if isinstance(each, QuadMesh))
    drawn: Any = np.ma.asarray(mesh.get_array()).reshape(2, 4)
    striped = {(int(patch.get_y()), int(patch.get_x())) for patch in ax.patches if isinstance(patch, Rectangle)}
    assert striped == {tuple(at) for at in np.argwhere(np.ma.getmaskarray(drawn)).tolist()} == {(1, 2)}
    assert striped.isdisjoint(cells(ax))
    assert len(striped) + len(cells(ax)) == 8
    assert all(patch.get_hatch() and not patch.get_fill() for patch in ax.patches)
    assert (mesh.norm.vmin, mesh.norm.vmax) == (0, 100)


def test_every_column_says_its_n() -> None:
    """From the least to the most where cells differ."""
    table = organisation({"North": 9, "South": 20})
    table.loc[[0, 1], ["quick", "waits"]] = None
    drawn = words(heat_map(cx.report(table, small_survey(), by="team"), attribute="team"))
    assert {"Everyone", "n = 27–29", "North", "n = 7–9", "South", "n = 20"} <= set(drawn)


def test_ink_can_be_read_on_every_colour_of_the_heat_map() -> None:
    """At 4.5:1 and more (WCAG 2), on white paper."""

    def luminance(rgb: Any) -> float:
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb]
        return float(np.dot([0.2126, 0.7152, 0.0722], linear))

    (mesh,) = heat_map(waves("two groups").now, attribute="team").collections
    assert mesh.get_clim() == (0, 100)
    ink = luminance(mpl.colors.to_rgb(colours()["ink"]))
    for mean in range(101):
        *rgb, opacity = mesh.cmap(mean / 100)
        ground = luminance([part * opacity + 1 - opacity for part in rgb])
        assert (ground + 0.05) / (ink + 0.05) >= 4.5


# ---- gap, change, agreement


def test_both_ends_of_a_gap_are_the_reports_means() -> None:
    """Each with its name and n; the difference and what it is called at the right."""
    report = waves("two groups").now
    ax = gap(report)
    assert titles(ax) == ["Care", "Pace"]
    gaps = report.gaps
    assert dots(ax) == [
        list(zip(gaps["mean_other"], (0, 1), strict=True)),
        list(zip(gaps["mean"], (0, 1), strict=True)),
    ]
    drawn = words(ax)
    for at, row in enumerate(rows(gaps)):
        assert {"Leader", f"{row.mean:.0f}", f"n = {row.n}", "Front line", f"{row.mean_other:.0f}"} <= set(drawn)
        difference = f"{row.difference:+.0f}".replace("-", "−")
        assert difference in beside(ax)[at]
        assert str(row.label).capitalize() in beside(ax)[at]
    assert re.search(r"Care: Leader \d+ \(n = 9\), Front line \d+ \(n = 27\), difference", alt(ax))


def test_a_hidden_gap_says_so_beside_one_that_is_shown() -> None:
    """Too few leaders answered about pace."""
    table = organisation({"a": 40})
    table.loc[table.index[table["role"] == "leader"][3:], ["quick", "waits"]] = None
    ax = gap(cx.report(table, small_survey(attributes=[COMPARED, TEAM]), by="role"))
    assert [len(each) for each in dots(ax)] == [1, 1]
    assert [place(text) for text in ax.texts if text.get_text() == "hidden"] == [1]
    assert "Pace: hidden." in alt(ax)


def three_roles() -> tuple[pd.DataFrame, Survey]:
    """Return answers of three leaders, seven in support, who are of one mind on care, and thirty of the front line."""
    table = organisation({"a": 40})
    table.loc[table.index[table["role"] == "leader"][3:], "role"] = "support"
    table.loc[table["role"] == "support", ["listens", "helps"]] = 3
    role = COMPARED | {"options": {"leader": "Leader", "frontline": "Front line", "support": "Support"}}
    return table, small_survey(attributes=[role, TEAM])


def test_leaders_are_set_against_everyone_else_where_the_others_are_told_together() -> None:
    """On that dimension alone, and a note says who that is; the title stays as the survey compares."""
    table, survey = three_roles()
    ax = gap(cx.report(table, survey, by="role", consenting={"role": "leader"}))
    assert "Leader and Front line, side by side" in words(ax)
    assert [place(text) for text in ax.texts if text.get_text() == "Everyone else"] == [0]
    assert [place(text) for text in ax.texts if text.get_text() == "Front line"] == [1]
    assert "Everyone else (Front line and Support): told together" in " ".join(words(ax))


def test_leaders_told_together_with_others_are_compared_with_nobody_and_that_is_said() -> None:
    """Not that too few of them answered."""
    table, survey = three_roles()
    ax = gap(cx.report(table, survey, by="role"))
    assert "There is nothing to compare here." in words(ax)
    assert "Leader and Support: told together" in alt(ax)


def test_a_change_goes_from_the_earlier_mean_to_the_later() -> None:
    """With the interval of the difference, its name, and n before and after."""
    now, before = waves("two groups")
    ax = change(now, before)
    table = cx.change(before, now)
    table = table[table["attribute"].isna()]
    earlier, later = dots(ax)
    assert earlier == list(zip(before.dimensions["mean"], (0, 1), strict=True))
    assert later == list(zip(now.dimensions["mean"], (0, 1), strict=True))
    bands = [np.asarray(line.get_xydata())[:, 0].tolist() for line in ax.lines if line.get_alpha()]
    assert bands == [pytest.approx([row.mean_other + row.low, row.mean_other + row.high]) for row in rows(table)]
    for at, row in enumerate(rows(table)):
        assert {str(row.label).capitalize(), "n = 36 → 36"} <= set(beside(ax)[at])


def test_a_change_of_one_group_or_of_each() -> None:
    """Everybody first, where it is each."""
    now, before = waves("two groups")
    assert titles(change(now, before, attribute="team", group="North")) == ["Care", "Pace"]
    each = change(now, before, attribute="team", dimension="pace")
    assert titles(each) == ["Pace", "Everyone", "North", "South"]
    north = now.groups.set_index(["group", "dimension"])["mean"]["North", "pace"]
    assert dots(each)[1][1] == (north, 2)


def test_agreement_is_the_reports_and_its_levels_are_named() -> None:
    """Moderate from 0.5, strong from 0.7, very strong from 0.9 (LeBreton & Senter 2008, table 3)."""
    report = waves("suppressed cells").now
    ax = agreement(report, attribute="team")
    table = report.agreement[report.agreement["attribute"] == "team"]
    assert [x for x, _ in dots(ax)[0]] == table["rwg_j"].dropna().to_list()
    assert ax.get_xlim() == (0, 1)
    assert [label.get_text() for label in ax.get_xticklabels()] == ["0", "0.5", "0.7", "0.9", "1"]
    assert {"moderate", "strong", "very strong", "agreement"} <= set(words(ax))
    shown = [row for row in rows(table) if not pd.isna(row.rwg_j)]
    assert [own for own in beside(ax).values() if own] == [[f"{row.rwg_j:.2f}", f"n = {row.n}"] for row in shown]
    names = ["weak agreement", "moderate agreement", "strong agreement", "very strong agreement"]
    assert [level(value) for value in (0.49, 0.5, 0.7, 0.9)] == names
