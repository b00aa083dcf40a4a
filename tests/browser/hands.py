"""Somebody who answers every activity kind: with a thumb, or with a keyboard and nothing else."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.asked import IDEAS, SAID

PLACES = [(4, 5), (1, 2), (5, 1), (3, 3), (4, 5)]
"""Across and up, of each idea."""


class Hand:
    """Who answers: with a thumb, or with a keyboard and nothing else."""

    def __init__(self, page: Page, *, keys: bool = False, mirrored: bool = False) -> None:
        self.page, self.keys, self.mirrored = page, keys, mirrored

    def press(self, what: str | Locator, name: str | re.Pattern[str] = "") -> None:
        """Press the first that a selector finds, with a name if one is given."""
        found = self.page.locator(what, has_text=name) if isinstance(what, str) else what
        if not self.keys:
            found.first.tap(force=found.first.get_attribute("aria-disabled") == "true")  # it says why not
            return
        self.reach(found.first)
        self.page.keyboard.press("Space")

    def reach(self, found: Locator) -> None:
        """Press Tab until it has the focus."""
        for _ in range(40):
            if found.evaluate("el => el.getRootNode().activeElement === el"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{found} cannot be reached by Tab")

    def place(self, card: int, across: int, up: int) -> None:
        """Tap the square; or take the card from the list, and say each side from another."""
        if not self.keys:
            box = self.page.locator(".square").bounding_box()
            assert box
            share = (across - 0.5) / 5
            x = box["x"] + box["width"] * (1 - share if self.mirrored else share)
            self.page.touchscreen.tap(x, box["y"] + box["height"] * (1 - (up - 0.5) / 5))
            return
        if card:
            self.press(self.page.locator(".cards button").nth(card))
        for side, point in enumerate((across, up)):
            self.reach(self.page.locator(".says select").nth(side))
            for _ in range(point):
                self.page.keyboard.press("ArrowDown")

    def hears(self, words: str) -> None:
        """Expect what a screen reader is told."""
        expect(self.page.locator("p.sr[role=status]")).to_have_text(words)


def rate(hand: Hand) -> dict[str, Any]:
    for item, value in (("engaged_1", 5), ("engaged_2", 4), ("engaged_3", 2)):
        if hand.keys:
            hand.reach(hand.page.locator(f'input[name="{item}"]').first)
            hand.page.keyboard.press(str(value))
        else:
            hand.page.locator(f'label:has(input[name="{item}"][value="{value}"])').tap()
    return {"engaged_1": 5, "engaged_2": 4, "engaged_3": 2}


def choose(hand: Hand) -> dict[str, Any]:
    if hand.keys:
        hand.press("input[type=radio]")
        for _ in range(2):
            hand.page.keyboard.press("ArrowDown")
    else:
        hand.press(".chip", "Those who speak")
    return {"vote_1": 3}


def sort(hand: Hand) -> dict[str, Any]:
    """Sort all; take one up again, and put it elsewhere."""
    for above in (1, 0, 1, 0, 0, 0):
        hand.page.wait_for_timeout(0 if hand.keys else 400)  # two taps in one breath are one
        hand.press(".bin", "Above" if above else "Below")
    hand.press(".heap button", SAID[5])
    hand.press(".bin", "Above")
    hand.hears(f"{SAID[5]}: Above: owns it.")
    return {f"said_{card}": above for card, above in enumerate((1, 0, 1, 0, 0, 1), 1)}


def place(hand: Hand) -> dict[str, Any]:
    for card, (across, up) in enumerate(PLACES):
        hand.page.wait_for_timeout(0 if hand.keys else 400)
        hand.place(card, across, up)
    hand.hears(f"{IDEAS[4]}. Worth to the customer: 4 of 5, Worth to the business: A lot.")
    if hand.keys:
        hand.press(hand.page.locator(".cards button").nth(4))  # and put it down
    sides = {f"customer_{card}": across for card, (across, _) in enumerate(PLACES, 1)}
    return sides | {f"business_{card}": up for card, (_, up) in enumerate(PLACES, 1)}


def spend(hand: Hand) -> dict[str, Any]:
    """Two here, one there; a third is one too many for either reason, and says so."""
    more = hand.page.get_by_role("button", name="One more for")
    for _ in range(3):
        hand.press(more.nth(0))
    hand.hears("At most 2 each")
    hand.press(more.nth(2))
    hand.hears(f"{IDEAS[2]}: 1. No tokens left")
    hand.press(more.nth(4))
    hand.hears("No tokens left")
    hand.press(hand.page.get_by_role("button", name=f"One less for {IDEAS[2]}"))
    hand.press(more.nth(1))
    return {"first_1": 2, "first_2": 1, "first_3": 0, "first_4": 0, "first_5": 0}


def rank(hand: Hand) -> dict[str, Any]:
    """The last falls into its place by itself; one is moved."""
    for name in (IDEAS[2], IDEAS[0], IDEAS[4], IDEAS[1]):
        hand.press(".rank ul button", name)
    hand.press(hand.page.get_by_role("button", name=f"Move {IDEAS[0]} up"))
    hand.hears(f"{IDEAS[0]}: 1.")
    return {"helps_1": 1, "helps_2": 4, "helps_3": 2, "helps_4": 5, "helps_5": 3}


def pin(hand: Hand) -> dict[str, Any]:
    """Two red, one green, and words; one more is one too many."""
    stop = hand.page.locator(".stop")
    for place, colour in ((1, "red"), (2, "red"), (4, "green")):
        hand.press(stop.nth(place).locator(f"button.{colour}"))
    hand.press(stop.nth(0).locator("button.red"))
    hand.hears("None left for “Red pin”. Take one back first.")
    words = stop.nth(1).get_by_role("textbox")
    if hand.keys:
        hand.reach(words)
    else:
        words.tap()
    hand.page.keyboard.type("Nobody knew it.")
    return {"way_1": 0, "way_2": -1, "way_3": -1, "way_4": 0, "way_5": 1}


def case(hand: Hand) -> dict[str, Any]:
    """To a bad ending, one step back, another way: the last one counts."""
    step = 0 if hand.keys else 400
    for words in ("Let me find out", "Explain how", "", "Offer what", "again", "I am sorry", "Have it brought"):
        hand.page.wait_for_timeout(step)
        if words in {"", "again"}:
            hand.press(".again button", "Try another" if words else "Take it back")
        else:
            hand.press(".way-on", words)
    hand.hears("On Monday her sister orders one, too.")
    return {"counter": 1, "seated": 0}


WALKS = {walk.__name__: walk for walk in (rate, choose, sort, place, spend, rank, pin, case)}


def predict(hand: Hand) -> dict[str, Any]:
    """Guess, see the truth, and hear it."""
    hand.press(hand.page.get_by_role("button", name="Leader", exact=True))
    hand.press(hand.page.get_by_role("button", name="One more"))
    hand.press(hand.page.get_by_role("button", name="Reveal"))
    expect(hand.page.locator(".say")).to_be_focused()
    expect(hand.page.locator(".say")).to_have_text(re.compile(r"You 51\s*The front line 46"))
    return {"value": 51, "group": "leader", "seen": True}


def collect(hand: Hand) -> dict[str, Any]:
    """Write three lines, one of them twice; take one back."""
    field = hand.page.get_by_role("textbox", name="Which departments")
    for words in ("Warehouse", "Rubbish", "warehouse", "The night shift"):
        if hand.keys:
            hand.reach(field)
        else:
            field.tap()
        hand.page.keyboard.type(words)
        hand.page.keyboard.press("Enter")
    hand.press(hand.page.get_by_role("button", name="Take back: Rubbish"))
    return {"lines": ["Warehouse", "The night shift"]}


ALONE = {walk.__name__: walk for walk in (predict, collect)}
"""What no survey asks."""
