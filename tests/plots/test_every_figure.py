"""Figures: what holds of every one of them."""

import io
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from html import unescape
from itertools import combinations

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from cxkit.errors import ReportError
from cxkit.plots import (
    agreement,
    alt,
    answers,
    change,
    colours,
    gap,
    heat_map,
    profile,
    quadrant,
    ranking,
    sides,
)
from cxkit.plots.lettering import measure
from cxkit.plots.svg import drawn
from cxkit.reports.report import Report
from cxkit.reports.rows import Result
from cxkit.words import speaking
from tests.plots.figures import CASES, Figure, Waves, blanked, every_figure, waves
from tests.plots.reading import numbers, texts, titles


@cache
def pictured(draw: Figure, case: str) -> Axes:
    """Draw a figure of a case once, for all that only look at it."""
    return draw(waves(case))


@every_figure
@pytest.mark.parametrize("case", CASES)
def test_no_text_is_cut_and_none_covers_another(draw: Figure, case: str) -> None:
    """Whatever the labels are, and however many the groups; nothing is smaller than 11 points."""
    ax = pictured(draw, case)
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
def test_every_figure_of_people_who_do_not_exist_says_so(draw: Figure, monkeypatch: pytest.MonkeyPatch) -> None:
    """Within itself, and in words: a picture of it stands alone; and no other figure does."""
    words = "Made-up people"
    ax = pictured(draw, "two groups")
    assert words not in alt(ax) + " ".join(text.get_text() for text in texts(ax))
    monkeypatch.setattr(
        "cxkit.plots.alts.given", lambda report, _: replace(report, survey=replace(report.survey, rehearsal=True))
    )
    ax = draw(waves("two groups"))
    assert words in alt(ax)
    assert words in " ".join(text.get_text() for text in texts(ax))


@every_figure
@pytest.mark.parametrize("case", ["two groups", "suppressed cells"])
def test_every_figure_has_n_and_says_in_words_what_it_shows(draw: Figure, case: str) -> None:
    """Every n that is drawn is in the alt text too."""
    ax = pictured(draw, case)
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
    ax = pictured(draw, "suppressed cells")
    said = " ".join([*(text.get_text() for text in ax.texts), *titles(ax)])
    assert "(others)" not in said + alt(ax)
    if "North" in alt(ax):
        assert "East and North: shown together" in said
        assert re.search(r"East and North:? \w", alt(ax))


@every_figure
def test_a_group_hidden_throughout_is_in_one_sentence_below(draw: Figure) -> None:
    """On figures by team: it takes neither a row nor a column, and nothing is striped."""
    clean = waves("suppressed cells")
    ax = draw(Waves(*(blanked(report, "South") for report in clean)))
    if "North" in alt(pictured(draw, "suppressed cells")):
        below = "South hidden: too few people, or too much alike, to be shown safely."
        assert below in " ".join(text.get_text() for text in ax.texts)
        assert below in alt(ax)
        assert not any("South" in title for title in titles(ax))
        assert not any(patch.get_hatch() for patch in ax.patches)


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
    pictured(draw, "suppressed cells").get_figure(root=True).savefig(written, format="svg")  # type: ignore[union-attr]
    used = set(
        re.findall(r"#[0-9a-f]{6}\b", re.sub(r"<metadata>.*?</metadata>", "", written.getvalue(), flags=re.DOTALL))
    )
    assert used <= set(colours().values())


@every_figure
def test_words_are_set_in_the_books_typeface_and_no_dollar_begins_a_formula(draw: Figure) -> None:
    """One family for all of them, with matplotlib's own behind it for what it lacks."""
    seen = texts(pictured(draw, "two groups"))
    assert len({tuple(text.get_fontfamily()) for text in seen}) == 1
    assert seen[0].get_fontfamily()[-1] == "DejaVu Sans"
    assert not any(text.get_parse_math() for text in seen if numbers(text.get_text()) == set())


@every_figure
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_in_a_page_words_are_words(draw: Figure, lang: str) -> None:
    """In the page's own typeface, as wide as they were measured; so they can be searched, marked and translated."""
    with speaking(lang):
        ax = draw(waves("two groups"))
    seen = Counter(line.strip() for text in texts(ax) for line in text.get_text().split("\n") if line.strip())
    page = drawn(ax, prefix="f-")
    words = re.findall(r'<text([^>]*) font-size="([\d.]+)"([^>]*)>(.*?)</text>', page)
    assert Counter(unescape(line) for *_, line in words) == seen
    for place, size, looks, line in words:
        wide = re.findall(r' textLength="([\d.]+)"', place)
        assert len(wide) == any(map(str.isalnum, line)), "a sign alone would be squeezed"
        room = measure(unescape(line), float(size), bold="bold" in looks)
        assert [float(one) for one in wide] == pytest.approx([room] * len(wide), abs=0.01)
    assert "<use" not in page, "letters as outlines"
    assert "font-family" not in page


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
