"""Layouts: whatever the names and numbers are, everything is on the paper and no words lie on others."""

from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.colors import to_rgb
from seaborn.utils import relative_luminance

from cxkit.plots.tokens import colours
from cxkit.reports.hand_overs import hand_overs
from cxkit.reports.kind_headlines import picture
from cxkit.reports.layouts.cuts import cut_on_stage
from cxkit.reports.layouts.laying import laid_out, on_stage, staged
from cxkit.reports.layouts.scene import Oval, Paper, Scene, Shape, Steps, Words, breadth
from cxkit.reports.pictures import Picture
from cxkit.survey.files import load_survey
from cxkit.survey.model import Survey
from cxkit.survey.workshop import ON_STAGE
from cxkit.words import speaking
from tests.plots.kinds import room

KINDS = ["sort", "sort into three", "choose", "spend", "rank", "pin", "place", "case", "hand-overs"]
every_kind = pytest.mark.parametrize("kind", KINDS)
LONGER = ["", " again", " and everything that belongs to it"]
PHONE = Paper(wide=34)
ANCHORS = {"start": 0.0, "middle": 0.5, "end": 1.0}


def of(kind: str, people: int, seed: int = 1, *, more: str = "") -> Picture:
    report = room(kind, people, seed, more=more)
    own = report.survey.dimensions[0]
    return picture(report, own) or hand_overs(report, own)


def boxes(scene: Scene) -> list[tuple[float, float, float, float, str]]:
    """Return the edges of all words, as high as small letters are."""
    found = []
    for mark in scene.marks:
        if isinstance(mark, Words) and mark.text:
            wide = mark.size * breadth(mark.text, bold=mark.bold)
            left = mark.x - ANCHORS[mark.anchor] * wide
            found.append((left, mark.y - 0.4 * mark.size, left + wide, mark.y + 0.4 * mark.size, mark.text))
    return found


def faults(scene: Scene) -> list[str]:
    """Return what lies on something else, or beyond the paper."""
    every = boxes(scene)
    outside = [
        text
        for left, top, right, bottom, text in every
        if min(left, top, scene.wide - right, scene.high - bottom) < -0.1
    ]
    over = [
        f"{one[4]} / {two[4]}"
        for one, two in combinations(every, 2)
        if min(one[2], two[2]) - max(one[0], two[0]) > 0.05 and min(one[3], two[3]) - max(one[1], two[1]) > 0.05
    ]
    low = [mark for mark in scene.marks if isinstance(mark, Words) and mark.text and mark.size == 1]
    bars = [corners for mark in scene.marks if isinstance(mark, Shape) and (corners := thin(mark))]
    under = [
        f"{word.text} / its bar"
        for word in low
        for left, top, right in bars
        if ANCHORS[word.anchor] == 0 and left - 0.1 < word.x < right and word.y < top < word.y + 0.6
    ]
    return outside + over + under


def thin(mark: Shape) -> tuple[float, float, float] | None:
    """Return left, top and right of a bar that is lower than letters; None of anything else."""
    points = [points for step, points in mark.steps if step in "ML"]
    if mark.colour != "hue" or len(points) != 4 or points[2][1] - points[0][1] > 0.4:
        return None
    return points[0][0], points[0][1], points[1][0]


@every_kind
@given(
    people=st.sampled_from([5, 15, 40, 120]),
    seed=st.integers(1, 10**6),
    longer=st.sampled_from(["", " again", " and everything that belongs to it"]),
)
def test_nothing_lies_on_anything_and_nothing_is_off_the_paper(kind: str, people: int, seed: int, longer: str) -> None:
    """On the stage and on a phone; and on the stage a picture is no higher than the room that its headline leaves."""
    made = of(kind, people, seed, more=longer)
    if not made.rows:
        return
    stage, phone = on_stage(made), laid_out(made, PHONE)
    assert stage.high <= 40.5 / 1.75, "or it is drawn smaller than its letters may be"
    assert (faults(stage), faults(phone)) == ([], [])
    assert all(mark.size >= 1 for mark in (*stage.marks, *phone.marks) if isinstance(mark, Words))


@given(
    people=st.sampled_from([5, 15, 40]),
    seed=st.integers(1, 10**6),
    longer=st.sampled_from([*LONGER, "\nوكل ما يتعلق به ومن يعمل عليه كل يوم"]),
)
def test_names_on_a_square_keep_off_its_frame(people: int, seed: int, longer: str) -> None:
    """With letters that go below their line, and in both languages of a mixed room."""
    made = of("place", people, seed, more=longer)
    scene = on_stage(made)
    low, high = min(frame := [point[1] for _, point in edges_of(scene) if point]), max(frame)
    names = [mark for mark in scene.marks if isinstance(mark, Words) and low < mark.y < high]
    assert len(names) >= len(made.rows)
    for name in names:
        left = name.x - ANCHORS[name.anchor] * (wide := breadth(name.text, bold=name.bold))
        assert min(name.y - low, high - name.y) > 0.8, name.text
        assert min(left, scene.wide - left - wide) > 0.2, name.text


def edges_of(scene: Scene) -> Steps:
    """Return the corners of the frame around a square."""
    return next(mark.steps for mark in scene.marks if isinstance(mark, Shape) and mark.edge == "line")


@every_kind
def test_a_picture_leaves_no_row_out_in_an_ordinary_room(kind: str) -> None:
    """Of fifteen people; and of more rows than there is room for it says how many are left out."""
    made = of(kind, 15)
    assert on_stage(made).left == 0
    told = staged(made)
    assert told["alt"].startswith(made.headline)
    assert told["scene"]["marks"]


def test_long_names_of_bins_stand_in_lines() -> None:
    """Beside their tints, where the ends of the track have no room for them."""
    made = replace(of("sort", 15), names=("Below the line: passes it on to others", "Above the line: owns it"))
    for scene in (on_stage(made), laid_out(made, PHONE)):
        assert faults(scene) == []
    tall = laid_out(replace(made, names=tuple(f"{name}, whoever says it" for name in made.names)), PHONE)
    assert faults(tall) == []
    assert tall.high > laid_out(of("sort", 15), PHONE).high


@pytest.mark.parametrize("kind", ["sort", "sort into three"])
def test_numbers_can_be_read_on_every_bin(kind: str) -> None:
    """At 4.5:1 and more (WCAG 2), in each dimension's colour."""
    tokens = {name: to_rgb(colour) for name, colour in colours().items()}
    marks = [mark for mark in on_stage(of(kind, 40)).marks if not isinstance(mark, Oval)]
    pairs = [(box, word) for box, word in pairwise(marks) if isinstance(box, Shape) and isinstance(word, Words)]
    inside = [(box, word) for box, word in pairs if word.text.isdigit() and word.anchor == "middle"]
    assert len(inside) > 5
    for box, word in inside:
        for hue in ("dim-1", "dim-2", "dim-3", "dim-4"):
            ground = [
                box.tint * part + (1 - box.tint) * back for part, back in zip(tokens[hue], tokens["paper"], strict=True)
            ]
            light, dark = sorted((relative_luminance(ground), relative_luminance(tokens[word.colour])), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_rows_that_have_no_room_are_counted() -> None:
    """Rather than made too small to read."""
    made = of(
        "spend", 15, more=" and everything that belongs to it, and whoever has to do with it, from Monday to Friday"
    )
    low = laid_out(made, Paper(wide=52, high=6))
    assert low.left > 0
    assert f"{low.left} more" in [text for *_, text in boxes(low)]


def test_every_token_and_every_pin_is_a_mark() -> None:
    """So that they can be counted."""
    tokens = [mark for mark in on_stage(of("spend", 15)).marks if isinstance(mark, Oval)]
    assert len(tokens) == 45
    pins = [mark for mark in on_stage(of("pin", 15)).marks if isinstance(mark, Oval)]
    touchpoints, key = 8, 2
    assert len(pins) == 15 * 4 + touchpoints + key


def longer(case: Picture, times: int) -> Picture:
    """Return a case in which each step comes so many times, and leads to what it led to."""
    asked = [row for row in case.rows if row.good is None]
    copies = (replace(row, group=f"{row.group} {copy}") for copy in "abcd"[:times] for row in asked)
    return replace(case, rows=(*copies, *(row for row in case.rows if row.good is not None)))


def test_a_case_of_many_steps_stands_in_two_columns() -> None:
    """Each choice on a line of its own, with where it leads."""
    many = longer(of("case", 40), 2)
    scene = on_stage(many)
    assert faults(scene) == []
    assert sum(mark.text.startswith("→") for mark in scene.marks if isinstance(mark, Words)) > 4
    with speaking("ar"):
        words = [mark.text for mark in on_stage(many).marks if isinstance(mark, Words)]
    assert sum(text.startswith("\u2068A\u2069 ") for text in words) == 1, "apart, or A would turn its line round"


@pytest.mark.parametrize("times", [2, 4])
@pytest.mark.parametrize("more", LONGER)
def test_no_step_of_a_long_case_is_cut(times: int, more: str) -> None:
    """Where steps have no room they are left out, and it is said how many; never that at which ways part most."""
    made = longer(of("case", 40, more=f"{more}, and what one says to the person at the counter"), times)
    scene = on_stage(made)
    words = [mark.text for mark in scene.marks if isinstance(mark, Words)]
    assert faults(scene) == []
    assert scene.left > 0
    assert any(text.startswith(f"{scene.left} more steps") for text in words)
    there, steps = " ".join(words), {row.group: row for row in made.rows if row.good is None}
    whole = [group for group in steps if group in there]
    assert len(whole) == len(steps) - scene.left
    named = [row for row in made.rows if row.group in whole or row.good is not None]
    assert [row.name for row in named if row.name not in there] == []
    assert min((row for row in made.rows if row.first), key=lambda row: row.value).group in whole


@pytest.mark.parametrize("case", ["recovery", "recovery_care_home", "recovery_office", "recovery_repairs"])
def test_of_a_case_it_is_said_beforehand_what_the_stage_would_cut(case: str) -> None:
    """In each of its languages, and by how many letters: what is left stands there. Of the shipped ones nothing is."""
    survey = load_survey(case)
    assert list(cut_on_stage(survey)) == []
    raw = survey.to_dict()
    for step in raw["dimensions"][0]["items"]:
        for choice in step["choices"]:
            choice["text"]["de"] += " Und dann erzählen Sie ihr alles, was Sie davon gehört haben." * 4
    told = list(cut_on_stage(Survey.from_dict(raw)))
    assert told
    for id, text, by in told:
        assert id == raw["dimensions"][0]["id"]
        assert text.endswith("gehört haben")
        assert 20 < by < len(text)


@pytest.mark.parametrize("kind", ["pin", "spend"])
@pytest.mark.parametrize(("many", "letters"), [(ON_STAGE[0], 100), (ON_STAGE[0] + 2, ON_STAGE[1])])
def test_what_set_up_lets_pass_stands_whole_on_the_stage(kind: str, many: int, letters: int) -> None:
    """Of few entries long ones, of more those that it does not call too long: none is cut, none left out."""
    name = "Waits for what was to come on Monday and asks three people where it is now, whom nobody has told of it"
    made = of(kind, 15)
    row = replace(made.rows[-1], name=name[:letters].strip(), first=False)
    scene = on_stage(replace(made, rows=tuple(replace(row, name=f"{row.name[:-1]}{at}") for at in range(many))))
    words = " ".join(mark.text for mark in scene.marks if isinstance(mark, Words))
    assert faults(scene) == []
    assert "…" not in words
    assert scene.left == 0
    assert words.count("Waits for") == many


@pytest.mark.parametrize("space", ["\u00a0", "\u202f"])
def test_no_line_breaks_at_a_hard_space(space: str) -> None:
    """As before a question mark in French: it would begin a line by itself."""
    words = f"Pouvez-vous m’aider{space}?{space}»"
    two = {told for room in range(8, 14) if len(told := Paper(wide=40).lines(words, room)) == 2}
    assert two == {("Pouvez-vous", f"m’aider{space}?{space}»")}


def test_a_question_of_two_lines_leaves_the_picture_less_room() -> None:
    """It stands above the headline; the picture would be drawn smaller, and its letters with it."""
    short = of("case", 15)
    assert (
        on_stage(replace(short, question="Un samedi, six heures moins dix du soir. Que faites-vous ?")).high
        < on_stage(replace(short, question="Que faites-vous ?")).high
    )


def test_ways_are_as_broad_as_people_are_many() -> None:
    """A ribbon leads from each choice that somebody made."""
    made = of("case", 40)
    chosen = [row for row in made.rows if row.then and row.said != "0"]
    ribbons = [mark for mark in on_stage(made).marks if "C" in dict(getattr(mark, "steps", ()))]
    assert len(ribbons) == len(chosen)
    highs = [ribbon.steps[2][1][1] - ribbon.steps[1][1][5] for ribbon in ribbons]  # type: ignore[union-attr]
    each = highs[0] / int(chosen[0].said)
    assert highs == pytest.approx([int(row.said) * each for row in chosen])
