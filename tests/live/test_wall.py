"""Comments on the stage: only what was shown, as much at a time as can be read, until the stage goes on."""

from typing import Any

from cxkit.live.room import Room
from cxkit.live.stage import Stage
from cxkit.live.steps import Steps
from cxkit.live.wall import MOST, MOST_LETTERS, Wall


def written(room: Room, *texts: str) -> Wall:
    """Let the facilitator show these comments on the first question."""
    rows = [{"dimension": "engaged", "attribute": None, "group": None, "text": text} for text in texts]
    room.store.change(room.id, lambda _: {"comments_shown": rows}).result()
    return Wall(stage=Stage(lead=room))


def said(screen: dict[str, Any] | None) -> list[str]:
    """Return what stands on a screen."""
    return [one["words"] for one in (screen or {"comments": []})["comments"]]


def test_a_screen_holds_what_can_be_read(room: Room) -> None:
    """Few comments and few letters; a long one has a screen of its own, and none is left out."""
    texts = [*(f"Short {n}" for n in range(MOST + 1)), "W" * MOST_LETTERS * 3, "Last"]
    screens = written(room, *texts).screens()
    assert [one for screen in screens for one in said(screen)] == texts
    assert [len(screen["comments"]) for screen in screens] == [MOST, 1, 1, 1]
    assert [(screen["n"], screen["of"]) for screen in screens] == [(n, 4) for n in (1, 2, 3, 4)]


def test_comments_of_one_theme_stand_together_under_it(room: Room) -> None:
    """The theme of most comes first, what shares none last; a screen is about one."""
    wrote = [("More tea", ""), ("The printer", "printer"), ("Tea at noon", "tea"), ("Printers", "printer")]
    rows = [{"dimension": "engaged", "text": text} | ({"theme": theme} if theme else {}) for text, theme in wrote]
    room.store.change(room.id, lambda _: {"comments_shown": rows}).result()
    screens = [(one["theme"], said(one)) for one in Wall(stage=Stage(lead=room)).screens()]
    assert screens == [("printer", ["The printer", "Printers"]), ("tea", ["Tea at noon"]), ("", ["More tea"])]


def test_a_screen_lies_over_the_step_until_the_stage_goes_on_or_its_comments_are_taken_away(room: Room) -> None:
    """Every screen of the workshop hears of it; none that is not there is laid over anything."""
    wall = written(room, "We hear a lot of plans.")
    assert wall.view() is None
    wall.show("engaged 1")
    assert said(wall.view()) == ["We hear a lot of plans."]
    steps = Steps(stage=wall.stage)
    steps.go(steps.all[0]["id"])
    assert wall.view() is None
    wall.show("engaged 1")
    room.store.change(room.id, lambda _: {"comments_shown": None}).result()
    assert wall.view() is None
    wall.show("engaged 7")
    assert wall.view() is None


def test_where_comments_fill_fewer_screens_than_before_the_last_of_them_lies_there(room: Room) -> None:
    """One was taken back while the last screen was on: the room does not look at something else at once."""
    texts = [f"Short {n}" for n in range(MOST + 1)]
    written(room, *texts).show("engaged 2")
    assert said(written(room, *texts[1:]).view()) == texts[1:]
