"""Several workshops as lines: every wave that asked the same, with what was promised between them."""

import random
from dataclasses import replace

import pandas as pd
import pytest

import cxkit as cx
from cxkit.reports.comparisons import change_rows
from cxkit.reports.layouts.laying import laid_out, on_stage
from cxkit.reports.layouts.scene import Paper, Words
from cxkit.reports.report import Report
from cxkit.reports.rows import Result, shown
from cxkit.reports.trend import Wave, trend
from cxkit.reports.voice import changed, how_sure
from cxkit.survey.model import Survey
from tests.strategies import small_survey


def wave(when: str, people: int, shift: float, *promised: tuple[str, str], survey: Survey | None = None) -> Wave:
    """Return a workshop in which so many people answered, the higher the shift the better."""
    survey, chance = survey or small_survey(), random.Random(f"{when} {shift}")
    rows = []
    for _ in range(people):
        own = chance.gauss(2.5 + shift, 0.8)
        given = [(item, max(1, min(5, round(own + chance.gauss(0, 0.6))))) for item in survey.items]
        rows.append({item.id: 6 - value if item.reverse_keyed else value for item, value in given})
    report = cx.report(pd.DataFrame(rows), survey, by=())
    return Wave(when=when, reports={survey.id: report}, promised=promised)


@pytest.fixture
def waves() -> list[Wave]:
    """A year of three, in which one thing was promised about care."""
    return [
        wave("May", 17, 0),
        wave("July", 15, 0.6, ("One table", "care"), ("A list", "none")),
        wave("October", 18, 1.2),
    ]


def of(wave: Wave) -> Report:
    (report,) = wave.reports.values()
    return report


def test_every_wave_is_a_point_with_its_interval_and_n(waves: list[Wave]) -> None:
    """As its own report has them; the finding is the change since the last one, as it is said everywhere."""
    made = trend(waves, "small", "care")
    assert made
    (line,) = made.lines
    rows = [next(row for row in of(one).tables.dimensions if row.dimension == "care") for one in waves]
    assert [(one.when, one.mean, one.low, one.high, one.n) for one in line.points] == [
        (wave.when, row.mean, row.low, row.high, row.n) for wave, row in zip(waves, rows, strict=True)
    ]
    change = next(row for row in change_rows(of(waves[1]), of(waves[2])) if row.dimension == "care")
    assert shown(change)
    assert (made.headline, made.words) == (changed("Care", change), how_sure(of(waves[1]), of(waves[2]), change))
    assert line.promised == ((1, "One table"),)


def test_what_one_wave_hides_has_no_point(waves: list[Wave]) -> None:
    """And no number, neither in the picture nor in its words; the line goes on beside it."""
    rows = tuple(Result(dimension=row.dimension) for row in of(waves[0]).tables.dimensions)
    first = replace(of(waves[0]), tables=replace(of(waves[0]).tables, dimensions=rows))
    made = trend([replace(waves[0], reports={"small": first}), *waves[1:]], "small", "care")
    assert made
    assert made.lines[0].points[0].n is None
    assert "May: hidden" in made.alt


def test_where_no_change_is_sure_the_doubt_is_about_one_that_is_named() -> None:
    """An interval, and how many people it would need, are of one dimension: its own sentence stands before them."""
    before, now = wave("May", 9, 0), wave("July", 9, 0.2)
    made = trend([before, now], "small")
    assert made
    assert made.headline == "No change that is sure."
    told = [row for row in change_rows(of(before), of(now)) if shown(row) and row.attribute is None]
    title = of(now).survey.dimension
    assert made.words in {
        f"{changed(title(row.dimension).title, row)} {how_sure(of(before), of(now), row)}" for row in told
    }


def test_where_something_else_was_asked_there_is_no_line(waves: list[Wave]) -> None:
    """Nor of one workshop alone, or where the last one has not been revealed."""
    assert trend(waves[:1], "small") is None
    assert trend([*waves, Wave(when="December", reports={})], "small") is None
    raw = small_survey().to_dict()
    raw["response_scale"] = {"min": 1, "max": 7}
    assert trend([*waves, wave("December", 15, 0, survey=Survey.from_dict(raw))], "small") is None


@pytest.mark.parametrize("paper", [Paper(wide=30), Paper(wide=20), Paper(wide=52, high=18)])
@pytest.mark.parametrize("part", ["", "care"])
def test_everything_is_on_the_paper(waves: list[Wave], paper: Paper, part: str) -> None:
    """All numbers, days and n, as words, however many waves there are."""
    made = trend([*waves, wave("November", 16, 0.9), wave("December", 16, 1.1)], "small", part)
    assert made
    scene = laid_out(made, paper)
    words = [mark for mark in scene.marks if isinstance(mark, Words)]
    for mark in words:
        left = {"start": 0, "middle": 0.5, "end": 1}[mark.anchor] * paper.width(mark.text, mark.size, bold=mark.bold)
        assert mark.x - left >= -0.1, mark
        assert mark.x - left + paper.width(mark.text, mark.size, bold=mark.bold) <= scene.wide + 0.1, mark
        assert 0 <= mark.y <= scene.high, mark
    assert {"May", "December", "n = 18"} <= {mark.text for mark in words}
    assert on_stage(made).marks


@pytest.mark.parametrize(("paper", "beside"), [(Paper(wide=32), 2), (Paper(wide=52, high=18), 3)])
def test_a_year_of_three_workshops_stands_side_by_side(paper: Paper, beside: int) -> None:
    """On a page, too: with whole days as they are written, which break into lines under their points."""
    waves = [wave(f"{day} 2026", 16, shift) for day, shift in (("2 Oct", 0), ("8 Jan", 0.6), ("2 Apr", 1.1))]
    made = trend(waves, "small")
    assert made
    line = made.lines[0]
    scene = laid_out(replace(made, lines=(line,) * beside), paper)
    words = [mark for mark in scene.marks if isinstance(mark, Words)]
    assert len({mark.y for mark in words if mark.text == line.name}) == 1
    assert [mark.text for mark in words].count("2 Oct") == beside
    assert min(mark.size for mark in words) == 1.0, "also the scale's numbers can be read from the last row"


def test_four_lines_are_two_by_two(waves: list[Wave]) -> None:
    """Not three, and one under them."""
    made = trend(waves, "small")
    assert made
    line = made.lines[0]
    scene = laid_out(replace(made, lines=(line,) * 4), Paper(wide=52, high=24))
    titles = [(mark.x, mark.y) for mark in scene.marks if isinstance(mark, Words) and mark.text == line.name]
    assert len({x for x, _ in titles}) == len({y for _, y in titles}) == 2
