"""A workshop file: what a facilitator says about a workshop, and what happens when it is not right."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import cxkit as cx
from cxkit.errors import SetupError
from cxkit.survey.model import Survey
from cxkit.survey.workshop_file import load_workshop, read_workshop

WHOLE = """
title: How we look after customers
organisation: Example Ltd
survey: leadership
teams: [Phones, Warehouse]
roles: [leader, frontline]
invited: {Phones: 12, Warehouse: 8}
leaders_from_two: true
"""


OWN = """
id: own
title: Our own
response_scale: {min: 1, max: 5}
dimensions:
  - {id: d, title: D, items: [{id: one, text: One}, {id: two, text: Two}]}
  - {id: rooms, title: Our rooms, items_from: rooms}
attributes:
  - {id: team, title: Team, options: from_workshop}
  - {id: site, title: Your site, options: from_workshop, compare: [North, South]}
  - {id: shift, title: Your shift, options: from_workshop}
"""


def written(folder: Path, text: str) -> Path:
    (folder / "workshop.yaml").write_text(text, encoding="utf-8")
    return folder / "workshop.yaml"


def test_a_workshop_file_says_who_is_asked_what(tmp_path: Path) -> None:
    """Teams and roles are the options that phones show; the number invited goes to the report as it wants it."""
    workshop = load_workshop(written(tmp_path, WHOLE))
    asked = {attribute.id: attribute for attribute in workshop.tailored().attributes}
    assert list(asked["team"].options or ()) == ["Phones", "Warehouse"]
    assert list(asked["role"].options or ()) == ["leader", "frontline"]
    assert asked["role"].compare == ("leader", "frontline")
    assert workshop.invited_by() == {"team": {"Phones": 12, "Warehouse": 8}}
    assert (workshop.title, workshop.organisation) == ("How we look after customers", "Example Ltd")


def test_every_attribute_takes_its_options_from_the_workshop(tmp_path: Path) -> None:
    """Not the team alone; a list that is empty is not asked for, and comes back from what is kept."""
    (tmp_path / "own.yaml").write_text(OWN, encoding="utf-8")
    said = "survey: own.yaml\nteams: [A, B]\nlists: {site: [North, West], shift: [], rooms: [Lobby, Bar]}\n"
    workshop = load_workshop(written(tmp_path, said))
    asked = {attribute.id: list(attribute.options or ()) for attribute in workshop.tailored().attributes}
    assert asked == {"team": ["A", "B"], "site": ["North", "West"]}
    assert workshop.tailored().attribute("site").compare is None, "one of the two is not there"
    assert [item.text.plain() for item in workshop.tailored().dimension("rooms").items] == ["Lobby", "Bar"]
    assert read_workshop(workshop.to_dict(), load=lambda _: workshop.survey) == workshop


@pytest.mark.parametrize(
    ("lists", "told"),
    [
        ("", r'lists: says nothing of "site".*lists: \{site: \[North, South\]\}, or \[\]'),
        ("lists: {sitr: [A], shift: []}", r'lists.sitr: no question takes a list "sitr"\. Did you mean "site"'),
        ("lists: {team: [A], site: [], shift: []}", r'Teams are in "teams"'),
        ("lists: {site: North, shift: []}", r"lists.site: should be a list such as \[North, South\]"),
        ("lists: {site: [A, a], shift: []}", r'lists.site\[1\]: "a" is there already'),
        ("lists: {site: [], shift: [], rooms: []}", "lists.rooms: should have an entry at least"),
        ("lists: [A]", r"lists: should be a mapping such as"),
    ],
)
def test_a_list_that_is_wrong_or_missing_is_told(tmp_path: Path, lists: str, told: str) -> None:
    """Before anything opens: a question without options would offer letters, and then save nothing."""
    (tmp_path / "own.yaml").write_text(OWN, encoding="utf-8")
    with pytest.raises(SetupError, match=told):
        load_workshop(written(tmp_path, f"survey: own.yaml\n{lists}\n"))


def test_an_empty_file_asks_what_is_usual(tmp_path: Path) -> None:
    """The leadership survey, six teams, every role."""
    survey = load_workshop(written(tmp_path, "# nothing yet\n")).tailored()
    assert survey.id == "leadership"
    assert [len(attribute.options or ()) for attribute in survey.attributes] == [3, 6]


def test_leaders_are_asked_wherever_they_are_compared_unless_the_file_says_no(tmp_path: Path) -> None:
    """In the first activity or in another; and what is kept of a workshop says the same."""
    usual = load_workshop(written(tmp_path, "# nothing yet\n"))
    silent = load_workshop(written(tmp_path, "leaders_from_two: false\n"))
    nobody = load_workshop(written(tmp_path, "roles: [frontline, support]\n"))
    other = load_workshop(written(tmp_path, "survey: handoffs\n"))
    for workshop, asked in ((usual, True), (silent, False), (nobody, False)):
        assert workshop.asks_leaders() is asked
        assert read_workshop(workshop.to_dict()).asks_leaders() is asked
    assert replace(other, survey=usual.survey, roles=usual.roles).asks_leaders()


def test_an_entry_of_a_list_may_come_in_several_languages(tmp_path: Path) -> None:
    """Everybody chooses, and rates, in their own; the number invited goes by the workshop's; a plain one stays."""
    text = (
        "languages: [fr, ar]\nteams: [{ar: المبيعات, fr: Ventes}, Dépôt]\ninvited: {Ventes: 3, Dépôt: 4}\n"
        "activities: [leadership, handoffs, journey]\nlists: {touchpoints: [{fr: Livraison, ar: التوصيل}, Site]}\n"
    )
    workshop = load_workshop(written(tmp_path, text))
    assert (workshop.teams, workshop.lists) == (("Ventes", "Dépôt"), {"touchpoints": ("Livraison", "Site")})
    team = workshop.tailored().attribute("team").options or {}
    assert {name: (words.said("fr"), words.said("ar")) for name, words in team.items()} == {
        "Ventes": ("Ventes", "المبيعات"), "Dépôt": ("Dépôt", "Dépôt"),
    }  # fmt: skip
    for survey, names in (("journey", ["التوصيل", "Site"]), ("handoffs", ["المبيعات", "Dépôt"])):
        asked = replace(workshop, survey=cx.load_survey(survey)).tailored().dimensions
        assert [item.text.said("ar") for one in asked if one.items_from is None for item in one.items[:2]][:2] == names
    assert read_workshop(workshop.to_dict()) == workshop


def test_what_is_chosen_away_is_not_asked() -> None:
    """No teams, no roles; and without leaders there is no gap to compare."""
    assert read_workshop({"teams": [], "roles": []}).tailored().attributes == ()
    (role,) = read_workshop({"teams": [], "roles": ["frontline", "support"]}).tailored().attributes
    assert role.compare is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("titel: Us\n", r'line 1, titel: unknown key. Did you mean "title"?'),
        ("survey: leadreship\n", 'line 1, survey: There is no survey "leadreship"'),
        (
            "title: Us\nroles: [leader, frontlin]\n",
            'line 2, roles[1]: there is no "frontlin". Did you mean "frontline"?',
        ),
        ("roles: [leader]\n", "roles: should be at least 2 of leader, frontline, support, or [] to ask for none."),
        ("teams: Phones\n", 'teams: should be a list such as [Phones], but is "Phones".'),
        ("teams: [Phones, phones]\n", 'line 1, teams[1]: "phones" is there already.'),
        ("teams: [A, B]\ninvited: {A: 3, C: 4}\n", 'invited.C: there is no team "C".'),
        ("teams: [A, B]\ninvited: {A: 3}\n", "invited: says nothing of B. Give every team its number"),
        ("invited: many\n", 'invited: should be a whole number from 1 to 1000000, but is "many".'),
        ("languages: [sw]\n", 'languages[0]: there is no "sw". This survey has en, es, '),
        ("second_language: en\n", "second_language: should be one of the languages after the first (es, "),
        ("languages: [fr]\nteams: [{en: Sales}]\n", 'line 2, teams[0]: nobody is offered "en". There are fr.'),
        ("leaders_from_two: please\n", "leaders_from_two: should be true or false"),
        ("roles: []\nleaders_from_two: true\n", "nobody can be asked: the groups to compare are not asked for"),
        ("- Phones\n", "should be a mapping with title, organisation"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_what_is_allowed(tmp_path: Path, text: str, told: str) -> None:
    """And with the nearest right spelling."""
    file = written(tmp_path, text)
    with pytest.raises(SetupError) as caught:
        load_workshop(file)
    assert str(caught.value).startswith(f"{file} has ")
    assert told in str(caught.value)


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    """Nobody mends a file one line a try."""
    with pytest.raises(SetupError, match="has 3 problems"):
        load_workshop(written(tmp_path, "titel: Us\ninvited: 0\nroles: [boss, leader]\nteams: []\n"))


def test_a_survey_may_stand_beside_the_workshop_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its path is meant from there, wherever the command runs; only the languages chosen are offered."""
    monkeypatch.chdir("/")
    survey: dict[str, Any] = {
        "id": "two", "title": {"en": "Two", "es": "Dos", "fr": "Deux"}, "response_scale": {"min": 1, "max": 5},
        "dimensions": [{"id": "d", "title": "D", "items": [{"id": "i", "text": {"en": "Yes", "es": "Sí"}}]}],
    }  # fmt: skip
    (tmp_path / "own.yaml").write_text(
        str(Survey.from_dict(survey).to_dict()).replace("None", "null").replace("False", "false")
    )
    tailored = load_workshop(written(tmp_path, "survey: own.yaml\nlanguages: [es, en]\n")).tailored()
    assert tailored.title.plain() == {"en": "Two", "es": "Dos"}
    assert tailored.items[0].text.plain() == {"en": "Yes", "es": "Sí"}
    assert load_workshop(written(tmp_path, "survey: own.yaml\n")).title == "Two"


def test_what_is_told_in_its_place_counts_more_than_the_file(tmp_path: Path) -> None:
    """Such as --teams at the command."""
    workshop = load_workshop(written(tmp_path, WHOLE.replace("invited", "# ")), {"teams": ["A", "B"], "title": "Ours"})
    assert (workshop.teams, workshop.title) == (("A", "B"), "Ours")


def test_tailoring_changes_nothing_that_is_scored() -> None:
    """Items and dimensions are the survey's own."""
    survey = cx.load_survey("leadership")
    assert read_workshop({}).tailored().dimensions == survey.dimensions
