"""The room's own words: what people rate is the workshop's, and until then it is known to be an example."""

from dataclasses import replace
from pathlib import Path

import pytest

from cxkit.errors import SetupError
from cxkit.survey.advice import workshop_hints
from cxkit.survey.files import load_survey
from cxkit.survey.workshop_file import load_workshop, read_workshop

LISTS = {"touchpoints": ["Booking", "Check-in"], "actions": ["A key that works", "Breakfast from six"]}


def items(survey: str, lists: dict[str, list[str]]) -> list[list[str]]:
    """Return what an activity of a workshop asks, by dimension."""
    workshop = replace(read_workshop({"lists": lists}), survey=load_survey(survey))
    return [[str(item.text) for item in one.items] for one in workshop.tailored().dimensions]


def test_an_activity_asks_in_the_workshops_own_words() -> None:
    """In each of its dimensions that has the list; the others keep their examples."""
    assert items("journey", LISTS) == [LISTS["touchpoints"]]
    assert items("priorities", LISTS)[1:] == [LISTS["actions"]] * 3
    assert items("priorities", LISTS)[:1] == items("priorities", {})[:1]
    assert items("recovery", LISTS) == items("recovery", {})


def test_whom_people_name_are_the_workshops_departments() -> None:
    """After nobody and oneself, which stay; a list that comes later takes the former one's place."""
    workshop = read_workshop({"lists": LISTS, "teams": ["Kitchen", "Bar"]})
    asked = replace(workshop, survey=load_survey("owners")).tailored()
    for survey, teams in ((asked, ["Kitchen", "Bar"]), (asked.with_workshop({"departments": ["Desk"]}), ["Desk"])):
        scale = survey.items[0].response_scale
        assert [str(words) for words in scale.labels.values()] == ["Nobody", "My own department", *teams]
        assert (scale.min, scale.max) == (0, 1 + len(teams))
        assert [str(item.text) for item in survey.items] == LISTS["touchpoints"]


@pytest.mark.parametrize(
    ("survey", "examples"),
    [
        ("leadership", ["teams"]),
        ("handoffs", ["teams"]),
        ("journey", []),
        ("owners", ["teams"]),
        ("recovery", []),
        ("priorities", []),
        ("pulse", []),
    ],
)
def test_what_is_an_example_still_is_known_until_it_is_replaced(survey: str, examples: list[str]) -> None:
    """The departments, too, while they are those that every workshop begins with."""
    workshop = read_workshop({"lists": LISTS})
    assert list(workshop.examples(load_survey(survey))) == examples
    own = read_workshop({"lists": LISTS, "teams": ["Kitchen", "Bar"]})
    assert list(own.examples(load_survey(survey))) == [name for name in examples if name != "teams"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "lists: {touchpoint: [A]}",
            'lists.touchpoint: no question takes a list "touchpoint". Did you mean "touchpoin',
        ),
        ("lists: {touchpoints: []}", "lists.touchpoints: should have an entry at least: people rate each of them."),
        ("lists: {departments: [A]}", 'Teams are in "teams". There are touchpoints, actions.'),
        ("lists: {actions: [A]}\nactivities: [journey]", 'no question takes a list "actions". There are touchpoints.'),
        ("lists: {actions: [A, a]}", 'lists.actions[1]: "a" is there already.'),
    ],
)
def test_a_list_that_nobody_asks_for_is_told(tmp_path: Path, text: str, told: str) -> None:
    """With those that there are in the activities of this workshop."""
    (tmp_path / "workshop.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(SetupError) as caught:
        load_workshop(tmp_path / "workshop.yaml")
    assert told in str(caught.value)


def test_hints_name_what_is_too_short_and_what_is_no_word_of_ones_own() -> None:
    """With the minutes that it takes; a workshop with its own words and with time to spare gets none."""
    steps = [{"index.join": 1}, {"assessment.activity": 4}, {"journey.activity": 2}]
    hints = list(workshop_hints(read_workshop({"run_sheet": {"minutes": 8, "steps": steps}})))
    assert hints == [
        "run_sheet: 1 minute(s) to spare. Leave 5 at least: something takes longer.",
        "run_sheet, assessment.activity: 4 minute(s) for 29 items; give it 5.",
        "leadership: asks about examples, not about your own teams. Give them in teams, or in lists.",
        "journey: asks about examples, not about your own touchpoints. Give them in teams, or in lists.",
    ]
    named = ["Waits on the phone until somebody is free to talk", *"ABCDEF"]
    many = read_workshop({"teams": ["A", "B"], "lists": LISTS | {"touchpoints": named}})
    assert list(workshop_hints(many)) == [
        f"touchpoints: “{named[0]}” is too long for the stage by 9 letter(s): of more than 6 each has 40."
    ]
    assert list(workshop_hints(replace(many, lists={**many.lists, "touchpoints": tuple(named[:6])}))) == []
    own = {"teams": ["A", "B"], "lists": LISTS}
    assert list(workshop_hints(read_workshop(own))) == []
