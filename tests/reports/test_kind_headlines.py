"""What a Report says first of each activity kind: its numbers are the report's, and what is hidden is one sentence."""

import re
from dataclasses import replace

import pytest

import cxkit as cx
from cxkit.book.bars import bars
from cxkit.reports import voice
from cxkit.reports.hand_overs import hand_overs
from cxkit.reports.headline import headline
from cxkit.reports.kind_headlines import picture
from cxkit.reports.pictures import Picture, Row
from cxkit.reports.report import Report
from cxkit.reports.rows import Quote, Result, ShownResult, shown
from cxkit.words import speaking
from tests.lists import LISTS, listed
from tests.plots.kinds import CARDS, DEPARTMENTS, room, with_items

KINDS = ["sort", "sort into three", "choose", "spend", "rank", "pin", "place", "case"]


def found(report: Report) -> Picture:
    """Return what is found in its first dimension."""
    made = picture(report, report.survey.dimensions[0])
    assert made is not None
    return made


def results(report: Report, of: str = "d") -> dict[str, ShownResult]:
    """Return the results of the items that are shown, by what they ask."""
    texts = {item.id: str(item.text).rstrip(".") for item in report.survey.items}
    return {texts[row.item or ""]: row for row in report.tables.items if shown(row) and row.dimension == of}


def bare(row: Result) -> Result:
    """Return a result that is hidden."""
    return Result(item=row.item, dimension=row.dimension, attribute=row.attribute, group=row.group)


def counts(row: Result) -> tuple[int, ...]:
    assert row.counts
    return row.counts


def test_the_most_disputed_card_stands_first() -> None:
    """With how many put it where; the others in order of how far the room agrees."""
    report = room("sort", 15)
    made, own = found(report), results(report)
    order = sorted(own, key=lambda name: max(counts(own[name])))
    assert [row.name for row in made.rows] == order
    assert [[part.said for part in row.parts] for row in made.rows] == [
        [*map(str, counts(own[name]))] for name in order
    ]
    one, two = sorted(counts(own[order[0]]), reverse=True)
    assert made.headline == f"We disagree about “{order[0]}”: {one} to {two}."


def test_a_room_that_agrees_is_told_so() -> None:
    """No split is made up where two in three say one thing."""
    report = room("sort", 15)
    agreed = with_items(report, lambda row: replace(row, counts=(3, 12)) if row.counts else row)
    assert found(agreed).headline == f"We agree on all of it. Nearest to a split: “{CARDS[0]}”, 12 to 3."


def test_the_answer_that_most_chose_is_named_with_how_many() -> None:
    """Answers in no order of merit stand by how many chose them."""
    report = room("choose", 15)
    (row,) = results(report).values()
    made = found(report)
    assert [one.said for one in made.rows] == [*map(str, sorted(counts(row), reverse=True))]
    assert made.headline.startswith(("Chosen most: “", "As many chose “"))
    assert f"{max(counts(row))} " in made.headline


def test_of_more_than_two_that_are_level_none_is_called_the_first() -> None:
    """Nothing is made up where a small room is divided evenly: answers, tokens and pins."""
    chosen = with_items(room("choose", 15), lambda row: replace(row, counts=(3,) * len(row.counts or ())))
    level = len(found(chosen).rows)
    assert level > 2
    assert found(chosen).headline == f"No one answer leads: {level} of them, 3 each."
    spent = with_items(room("spend", 15, counts=False), lambda row: replace(row, mean=20.0))
    rows = found(spent).rows
    assert found(spent).headline == f"No one thing has the most tokens: {len(rows)} of them, {rows[0].said} each."
    pinned = with_items(room("pin", 15), lambda row: replace(row, counts=(2, 12, 1)) if row.counts else row)
    assert found(pinned).headline == f"It hurts as much in {len(found(pinned).rows)} places."


def test_where_nobody_owns_a_thing_it_is_named_with_those_who_call_it_theirs() -> None:
    """Else where the room agrees least; and where it agrees most. In each: nobody, the departments, oneself."""
    report = cx.published_report("owners")
    made, own = found(report), results(report, "owners")
    nobody = max(own, key=lambda name: counts(own[name])[0] / sum(counts(own[name])))
    said = counts(own[nobody])
    clear = max(own, key=lambda name: max(counts(own[name])[2:]) / sum(counts(own[name])))
    most = max(counts(own[clear])[2:])
    assert made.headline == f"Nobody owns “{nobody}”, say {said[0]} of {sum(said)}."
    assert made.words.startswith(f"{said[1]} say it is theirs. Clearest: “{clear}”, ")
    assert made.words.endswith(f", say {most} of {sum(counts(own[clear]))}.")
    assert [row.name for row in made.rows] == [*own], "in the customer's order"
    for row in made.rows:
        first, second, *others = counts(own[row.name])
        assert [part.said for part in row.parts] == [*map(str, (first, *others, second))]
        assert [part.bin for part in row.parts] == [0, *[1] * len(others), 2]

    def owned(row: Result) -> Result:
        return replace(row, counts=(2, 2, 4, 3, 3, 0, 0, 0) if row.item == "owners_2" else (1, 3, 10, 0, 0, 0, 0, 0))

    agreed = found(with_items(report, owned))
    assert agreed.headline == "Who owns “Buying”? At most 4 of 14 agree."
    assert agreed.words == "2 say it is theirs. Clearest: “Finding out and comparing”, Sales, say 10 of 14."
    unclear = found(with_items(report, lambda row: replace(row, counts=(1, 2, 4, 4, 3, 0, 0, 0))))
    assert unclear.words == "2 say it is theirs.", "nothing is clear"
    assert found(with_items(report, bare)).rows == (), "and nothing of it where that is hidden"


def test_tokens_are_counted_from_the_mean() -> None:
    """All of them, and so no count of answers is needed."""
    report = room("spend", 15, counts=False)
    spent = {name: round(row.mean * row.n * 3 / 100) for name, row in results(report).items()}
    assert sum(spent.values()) == 45
    made = found(report)
    assert {row.name: int(row.said) for row in made.rows} == spent
    assert [int(row.said) for row in made.rows] == sorted(spent.values(), reverse=True)
    assert made.headline == f"Most tokens: “{made.rows[0].name}”, {made.rows[0].said} of 45."


def test_an_order_goes_by_the_place_on_average() -> None:
    """1 is the first; with how many put each at which place."""
    report = room("rank", 15)
    made, own = found(report), results(report)
    places = {name: sum(at * n for at, n in enumerate(counts(row), 1)) / row.n for name, row in own.items()}
    assert [row.name for row in made.rows] == sorted(places, key=lambda name: places[name])
    assert [row.value for row in made.rows] == pytest.approx(sorted(places.values()))
    assert made.headline == f"In first place: “{made.rows[0].name}”."
    assert [part.said for part in made.rows[0].parts] == [*map(str, counts(own[made.rows[0].name]))]


def test_pins_stay_in_the_order_of_the_chain() -> None:
    """The touchpoint with most pins where it hurts is named, and the one with most where it works."""
    report = room("pin", 15)
    made, own = found(report), results(report)
    assert [row.name for row in made.rows] == [*own]
    assert [(int(row.parts[0].said), int(row.parts[1].said)) for row in made.rows] == [
        (counts(row)[0], counts(row)[2]) for row in own.values()
    ]
    most = max(counts(row)[0] for row in own.values())
    assert made.headline.startswith("It hurts most here: ")
    assert f"{most} pins" in made.headline
    assert f"{max(counts(row)[2] for row in own.values())} pin" in made.words


@pytest.mark.parametrize("kind", KINDS)
def test_commas_are_those_of_the_language(kind: str) -> None:
    """An Arabic comma is no Latin one."""
    with speaking("ar"):
        made = found(room(kind, 15))
    assert "," not in " ".join([made.headline, made.alt, *(row.alt for row in made.rows)])


def test_words_at_a_pin_stand_beneath_with_the_name_of_where_it_is() -> None:
    """Where everybody may read them; those on something else do not."""
    report = room("pin", 15)
    first = report.survey.items[0]
    quotes = (Quote(dimension="d", item=first.id, text="Nobody called back."), Quote(dimension="d", text="All of it."))
    made = found(replace(report, comments=quotes))
    assert made.quotes == (f"{first.text}: “Nobody called back.”",)
    assert made.quotes[0] in made.alt


def test_a_mean_of_tokens_is_no_finding() -> None:
    """What they went to is, in the same words as on the stage; so is what was sorted, pinned or walked through."""
    for kind in KINDS:
        report = room(kind, 40)
        (told,) = cx.findings(report)
        assert told.headline == found(report).headline
        assert told.question
        assert told.p is None


def test_ways_add_up_to_the_endings() -> None:
    """Everybody comes to one, and those at a good one are the headline."""
    report = room("case", 40)
    made = found(report)
    ends = {row.name: int(row.said) for row in made.rows if row.good is not None}
    assert sum(ends.values()) == 40
    assert made.headline == f"{ends['She stays']} of 40 brought it to a good end."
    leaving = [int(row.said) for row in made.rows if row.then == "She leaves"]
    assert sum(leaving) == ends["She leaves"]
    drawn = bars(made)
    assert drawn
    assert {bar.name: bar.values[0] for bar in drawn.rows} == ends, "and they are what slides draw"


def steps(made: Picture) -> list[list[Row]]:
    """Return the choices that are shown, by step."""
    asked = [row for row in made.rows if row.n and row.good is None]
    return [[row for row in asked if row.group == group] for group in dict.fromkeys(row.group for row in asked)]


def test_an_ending_is_told_only_where_every_step_to_it_is() -> None:
    """Else it would say what the hidden step does not."""
    report = room("case", 40)
    hidden = with_items(report, lambda row: bare(row) if row.item == "again" else row)
    made = found(hidden)
    assert {row.name for row in made.rows if row.good is not None} == {"She stays"}
    assert made.headline.startswith("Our ways part here: ")
    assert made.note == "Where few came, nothing that follows is shown."
    drawn = bars(made)
    assert drawn
    assert {bar.name for bar in drawn.rows} in [{row.name for row in rows} for rows in steps(made)]
    assert max(bar.values[0] / bar.ns[0] for bar in drawn.rows) == min(
        max(int(row.said) / row.n for row in rows) for rows in steps(made)
    ), "of the step at most odds"
    few = next(row for row in made.rows if row.group == "She calls again.")
    assert (few.name, few.said, few.n) == ("Few came this far.", "", 0)


def test_where_shares_are_hidden_words_stand_for_them() -> None:
    """By the mean alone: most, some or few; no number of any answer is left."""
    words = {
        "sort": {"mostly Above the line", "mostly Below the line", "divided"},
        "pin": {"hurts more than it works", "works more than it hurts", "as much of both"},
    }
    for kind, said in words.items():
        made = found(room(kind, 15, counts=False))
        assert {row.said for row in made.rows} <= said
        assert not any(row.parts for row in made.rows)
    assert found(room("choose", 15, counts=False)).rows == ()


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_hidden_is_one_sentence(kind: str) -> None:
    """It has no row, and where all of it is hidden there is no number at all."""
    report = room(kind, 15)
    every = [item.id for item in report.survey.items]
    one = found(
        with_items(report, lambda row: Result(item=row.item, dimension=row.dimension) if row.item == every[-1] else row)
    )
    assert len([row for row in one.rows if row.good is None]) < max(2, len(found(report).rows))
    assert one.note or kind == "choose"
    nothing = found(with_items(report, bare))
    assert (nothing.headline, nothing.rows) == ("Too few answers to show.", ())
    assert not any(letter.isdigit() for letter in nothing.alt)


def test_a_name_in_quotation_marks_gets_no_second_pair() -> None:
    """As sentences that people say have them already."""
    report = room("sort", 15)
    raw = report.survey.to_dict()
    for item in raw["dimensions"][0]["items"]:
        item["text"] = f"“{item['text']}.”"
    made = found(replace(report, survey=type(report.survey).from_dict(raw)))
    assert "““" not in made.headline
    assert ".””" not in made.headline


def test_a_name_that_is_cut_has_no_stop_before_its_dots() -> None:
    """A step's first sentence may end just there."""
    assert (
        voice.short("A parcel is late for the third time. The customer calls.")
        == "A parcel is late for the third time…"
    )


def test_hand_overs_are_arrows_between_departments() -> None:
    """The weakest and the best that are shown, never a department's view of itself."""
    report = listed()
    made = headline(report, "serves", LISTS)
    assert isinstance(made, Picture)
    names = [row.name for row in made.rows]
    texts = {item.id: str(item.text) for item in report.survey.items}
    means = {
        (row.group, texts[row.item or ""]): row.mean
        for row in report.tables.group_items
        if row.attribute == "team" and row.dimension == "serves" and shown(row) and row.group in names
    }
    pairs = {pair: mean for pair, mean in means.items() if pair[0] != pair[1]}
    weakest, best = (most(pairs, key=lambda pair: pairs[pair]) for most in (min, max))
    drawn = {(names[arrow.one], names[arrow.two]): arrow.good for arrow in made.arrows}
    assert (drawn[weakest], drawn[best]) == (False, True)
    assert all(one != two for one, two in drawn)
    assert made.headline.startswith(f"Weakest: {weakest[0]} rates {weakest[1]} ")


def test_where_who_rates_whom_is_hidden_each_is_shown_as_everybody_rates_it() -> None:
    """No stripes: the next coarser truth, and why."""
    report = room("hand-overs", 15)  # two or three people a department
    made = hand_overs(report, report.survey.dimensions[0])
    assert (made.kind, made.arrows) == ("bars", ())
    assert {row.name for row in made.rows} == set(DEPARTMENTS)
    lowest = min(results(report).items(), key=lambda pair: pair[1].mean)[0]
    assert made.headline.startswith(f"Rated lowest by everybody: {lowest}, ")
    assert made.note == "As everybody rates them: who rates whom cannot be shown safely."


@pytest.mark.parametrize("slug", ["handoffs", "journey", "ownership", "priorities", "recovery", "owners"])
def test_a_commitment_starts_from_a_number_that_the_room_saw(slug: str) -> None:
    """As the headline says it: nobody put 17 of 100 pins on the bill."""
    report = cx.published_report(slug)
    made = [one for one in (picture(report, own) for own in report.survey.dimensions) if one and one.following.now]
    assert {one.following.now for one in made} <= {one.headline for one in made}
    assert all(re.search(r"\d", one.following.now) for one in made)
    assert made, "there is something to begin from"


def test_what_hurts_and_what_works_are_not_two_sides_of_one_square() -> None:
    """Though both are chosen from the same list: a department that is high on both would be nothing to look for."""
    report = cx.published_report("handoffs")
    lists = dict.fromkeys(("hurts", "works"), "departments")
    assert headline(report, "", lists) == headline(report, "hurts", lists)
