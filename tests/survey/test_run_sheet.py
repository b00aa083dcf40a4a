"""Run sheets: those shipped really fit, and a mistake in one's own is told before anything opens."""

from pathlib import Path

import pytest

from cxkit.errors import SetupError
from cxkit.survey.advice import workshop_hints
from cxkit.survey.chapters import offered_steps
from cxkit.survey.files import load_survey
from cxkit.survey.model import Survey
from cxkit.survey.run_sheet import ITEMS_A_MINUTE, RunSheet, all_steps, bare_run_sheet, shipped_run_sheets
from cxkit.survey.workshop_file import load_workshop, read_workshop

OWN = """
run_sheet:
  title: An hour
  minutes: 60
  steps:
    - index.join: 5
    - journey.activity: 10
    - journey.reveal: 20
"""


def written(folder: Path, text: str) -> Path:
    (folder / "workshop.yaml").write_text(text, encoding="utf-8")
    return folder / "workshop.yaml"


@pytest.fixture(params=shipped_run_sheets())
def sheet(request: pytest.FixtureRequest) -> RunSheet:
    """Each run sheet that is shipped."""
    return shipped_run_sheets()[request.param]


def test_three_run_sheets_are_shipped() -> None:
    """By the minutes that they are called after; half a day has a break."""
    sheets = shipped_run_sheets()
    assert {id: sheet.minutes for id, sheet in sheets.items()} == {"forty-five": 45, "ninety": 90, "half-day": 210}
    assert "break" in {offered_steps()[id].kind for id, _ in sheets["half-day"].steps}


def test_a_shipped_run_sheet_really_fits(sheet: RunSheet) -> None:
    """Added up, five minutes at least are to spare."""
    assert sum(minutes for _, minutes in sheet.steps) + 5 <= sheet.minutes
    assert sheet.slack == sheet.minutes - sum(minutes for _, minutes in sheet.steps)


def test_there_is_time_to_answer(sheet: RunSheet) -> None:
    """As many statements a minute as `cxkit check` reckons with."""
    for id, minutes in sheet.steps:
        step = offered_steps()[id]
        if step.kind == "activity":
            assert minutes * ITEMS_A_MINUTE >= len(load_survey(step.survey).items), id


def test_what_is_shown_was_answered_before(sheet: RunSheet) -> None:
    """And predicted between the two; it begins with the story and ends with a date."""
    answered, shown = set(), set()
    for id, _ in sheet.steps:
        step = offered_steps()[id]
        if step.kind == "activity":
            answered.add(step.survey)
        assert step.kind not in {"reveal", "predict"} or step.survey in answered, id
        assert step.kind != "predict" or step.chapter not in shown, id
        shown |= {step.chapter} if step.kind == "reveal" else set()
    assert [sheet.steps[0][0], sheet.steps[-1][0]] == ["index.story", "commitments.look_again"]


def test_a_workshop_of_which_nothing_is_said_takes_ninety_minutes() -> None:
    """Without the chapters of activities that it does not open."""
    assert read_workshop({}).run_sheet == shipped_run_sheets()["ninety"]
    sheet = read_workshop({"activities": ["journey"]}).run_sheet
    assert sheet.surveys == ("leadership", "journey")
    assert ("commitments.write", 5) in sheet.steps
    assert sheet.minutes == 90


def test_a_survey_that_no_chapter_is_about_is_joined_answered_and_shown() -> None:
    """In that order, each dimension by itself: so it can be run from the stage as any other."""
    assert [id for id, _ in read_workshop({"survey": "pulse"}).run_sheet.steps] == [
        "index.join",
        "pulse.activity",
        "pulse.reveal_engaged",
        "pulse.reveal_motivating",
        "pulse.reveal_teamwork",
        "pulse.reveal_in_tune",
    ]


@pytest.mark.parametrize("text", ["", "run_sheet: half-day\n", "activities: [journey]\n", OWN, "survey: pulse\n"])
def test_what_is_kept_of_a_workshop_has_its_run_sheet(tmp_path: Path, text: str) -> None:
    """In the form that its file has."""
    workshop = load_workshop(written(tmp_path, text))
    assert read_workshop(workshop.to_dict()) == workshop


def test_one_writes_ones_own_into_the_workshop_file(tmp_path: Path) -> None:
    """Steps in their order, with their minutes."""
    sheet = load_workshop(written(tmp_path, OWN)).run_sheet
    assert (str(sheet.title), sheet.minutes, sheet.slack) == ("An hour", 60, 25)
    assert sheet.steps == (("index.join", 5), ("journey.activity", 10), ("journey.reveal", 20))
    assert sheet.begins() == {"index.join": 0, "journey.activity": 5, "journey.reveal": 15}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("ninty", 'line 1, run_sheet: there is no run sheet "ninty". Did you mean "ninety"? There are forty-five, nin'),
        ("[index.join]", "run_sheet: should be a run sheet's name, such as ninety, or {title: …, minutes: 60, steps"),
        ("{minutes: 9}", 'run_sheet: the key "steps" is missing. Needed here: minutes, steps.'),
        ("{minutes: 9, steps: []}", "run_sheet.steps: should be a list of steps with their minutes, such as - engage"),
        ("{minutes: 9, step: []}", 'run_sheet.step: unknown key. Did you mean "steps"?'),
        ("{minutes: soon, steps: [index.join: 5]}", "run_sheet.minutes: should be a whole number from 1 to 600"),
        ("{minutes: 9, steps: [engaged.tlk: 5]}", 'run_sheet.steps[0]: there is no step "engaged.tlk". Did you mean '),
        ("{minutes: 9, steps: [index.join]}", "run_sheet.steps[0]: should be one step with its minutes, such as enga"),
        ("{minutes: 9, steps: [index.join: 0]}", "run_sheet.steps[0].index.join: should be a whole number from 1"),
        ("{minutes: 9, steps: [index.join: ]}", "run_sheet.steps[0].index.join: should be a whole number from 1"),
        (
            "{minutes: 9, steps: [index.join: 2, index.join: 2]}",
            'run_sheet.steps[1].index.join: the id "index.join" is taken',
        ),
        ("{minutes: 9, steps: [index.join: 5, index.story: 6]}", "take 11 minutes together, 2 more than the 9 of"),
        (
            "ninety\nactivities: [journey]",
            "run_sheet: has steps of owner, ownership, handoffs, recovery, priorities, which",
        ),
    ],
)
def test_a_mistake_in_a_run_sheet_is_told(tmp_path: Path, said: str, told: str) -> None:
    """Where it is, what is allowed, and the nearest right spelling."""
    with pytest.raises(SetupError) as caught:
        load_workshop(written(tmp_path, f"run_sheet: {said}\n"))
    assert told in str(caught.value)


def test_an_unknown_step_is_told_with_all_that_there_are(tmp_path: Path) -> None:
    """They stand in no other list."""
    with pytest.raises(SetupError) as caught:
        load_workshop(written(tmp_path, "run_sheet: {minutes: 9, steps: [lunch: 5]}\n"))
    assert all(id in str(caught.value) for id in offered_steps())


@pytest.mark.parametrize("survey", ["leadership", "pulse"])
def test_every_step_that_there_is_may_be_named_and_is_checked(survey: str) -> None:
    """Of chapters, walls that no chapter has, and of the survey itself: none is in the way of the hints."""
    known = all_steps([load_survey(survey)])
    others = sorted({one.survey for one in known.values()} - {"", survey})
    sheet = {"minutes": len(known), "steps": [{id: 1} for id in known]}
    workshop = read_workshop({"survey": survey, "activities": others, "run_sheet": sheet})
    assert len(workshop.run_sheet.steps) == len(known)
    assert any("0 minute(s) to spare" in hint for hint in [*workshop_hints(workshop)])


def test_what_has_a_score_may_be_guessed() -> None:
    """Of a survey that no chapter is about; tokens have none, and of cards each has its own. Only who wants it asks."""
    rated = {"id": "a", "title": "A", "items": ["One", "Two"], "response_scale": {"min": 1, "max": 5}}
    cards = {"min": 0, "max": 1, "labels": {0: "Below", 1: "Above"}}
    others = [
        {"id": "b", "title": "B", "kind": "spend", "tokens": 2, "items": ["X", "Y"]},
        {"id": "c", "title": "C", "kind": "sort", "response_scale": cards, "items": ["V", "W"]},
    ]
    survey = Survey.from_dict({"id": "own", "title": "Own", "dimensions": [rated, *others]})
    own = [id for id in all_steps([survey]) if id.startswith("own.")]
    assert own == ["own.activity", "own.predict_a", "own.reveal_a", "own.reveal_b", "own.reveal_c"]
    assert [id for id, _ in bare_run_sheet(survey).steps] == ["index.join", *(id for id in own if "predict" not in id)]
