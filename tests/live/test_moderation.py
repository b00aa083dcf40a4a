"""What a facilitator may do with comments, and what nobody may."""

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from cxkit.errors import NotFound, RoomClosed, RoomError
from cxkit.live.moderation import Moderation
from cxkit.live.response import answers_table, valid_response
from cxkit.live.room import Room
from cxkit.live.storage.store import Store
from cxkit.reports.report import Report
from cxkit.survey.model import Survey
from tests.live.test_room import fill, full, mixed, reopen
from tests.survey.test_kinds import PINS, survey_of

STEER = {"X-Cxkit": "1"}


@pytest.fixture
def written(room: Room, leadership: Survey) -> Room:
    """A room in which twelve people commented on "engaged", nine on "motivating"."""
    responses = []
    for person in range(12):
        comments = {"engaged": f"Engaged comment {person}"}
        if person < 9:
            comments["motivating"] = f"Secret {person}"
        responses.append(mixed(person, leadership, role="frontline") | {"comments": comments})
    responses[0]["comments"]["engaged"] = "Ask Anna"
    fill(room, responses)
    return room


def moderation(room: Room) -> Moderation:
    return Moderation(room=Room.find(room.store, room.code))


def texts(view: dict[str, Any], dimension: str) -> dict[str, str] | None:
    """Return {comment's name: text} of one dimension of the private page."""
    found = next(one for one in view["dimensions"] if one["id"] == dimension)["comments"]
    return found and {one["id"]: "".join(words for words, _ in one["pieces"]) for one in found}


def test_words_at_a_pin_are_read_and_shown_beside_its_item(store: Store) -> None:
    """Ten people at different pins are enough together; the file of answers knows which item each was on."""
    survey = survey_of(PINS)
    pinned = [{"answers": {f"d0_{1 + at % 3}": -1}, "comments": {f"d0_{1 + at % 3}": f"Here {at}"}} for at in range(10)]
    room, _ = Room.create(store, survey, title="A room", port=1)
    fill(room, pinned)
    room.close()
    moderation(room).read()
    (part,) = moderation(room).view()["dimensions"]
    assert Counter(one["item"] for one in part["comments"]) == {"A": 4, "B": 3, "C": 3}
    room.reveal()
    moderation(room).show()
    report = Report.from_dict(Room.find(store, room.code).released() or {})
    assert Counter(quote.item for quote in report.comments) == {"d0_1": 4, "d0_2": 3, "d0_3": 3}
    assert answers_table(room.raw_answers(), survey).comments["d0_1"].str.startswith("Here").sum() == 4
    with pytest.raises(RoomError, match='no "d1_1"'):
        valid_response({"comments": {"d1_1": "Where?"}}, survey)


def test_while_the_room_is_open_nobody_reads_or_counts_comments(written: Room) -> None:
    """Each one that came would be known for its writer's."""
    assert moderation(written).view()["dimensions"] == []
    with pytest.raises(RoomError, match="Close the room first"):
        moderation(written).read()


def test_before_reading_nothing_tells_how_many_wrote(written: Room, leadership: Survey) -> None:
    """The page is what it is where nobody wrote: reading is offered where enough have joined. Looking seals nothing."""
    written.close()
    view = moderation(written).view()
    assert view["enough"]
    assert view["dimensions"] == []
    reopen(written)
    for person in range(12):
        written.save(f"{person:032x}", 2, mixed(person, leadership, role="frontline")).result()
    written.close()
    assert moderation(written).view() == view


def test_below_the_threshold_the_facilitator_does_not_read_either(written: Room) -> None:
    """Nine stay unread, as none does, and nothing tells which; twelve are read with their names marked."""
    written.close()
    moderation(written).read()
    view = moderation(written).view()
    assert "Secret" not in str(view)
    nine, none = ({**view["dimensions"][place], "id": "", "title": ""} for place in (1, 2))
    assert nine == none
    assert sorted((texts(view, "engaged") or {}).values())[0] == "Ask Anna"
    assert ("Anna", "name") in [piece for one in view["dimensions"][0]["comments"] for piece in one["pieces"]]


def test_reading_seals_the_room(written: Room) -> None:
    """Who reads twice with one answer between would know whose is new."""
    written.close()
    moderation(written).read()
    with pytest.raises(RoomClosed, match="comments have been read, so this room stays closed"):
        reopen(written)
    written.reveal()


def test_what_is_held_back_is_not_shown_and_what_is_shown_follows_later_changes(written: Room) -> None:
    """Before showing and after it, to and fro."""
    written.reveal()
    moderation(written).read()
    names = {text: id for id, text in (texts(moderation(written).view(), "engaged") or {}).items()}
    moderation(written).hold(names["Ask Anna"], True)
    assert written.released()["comments"] == []  # type: ignore[index]
    moderation(written).show()
    moderation(written).hold(names["Engaged comment 1"], True)

    def seen() -> set[str]:
        return {row["text"] for row in (written.released() or {})["comments"]}

    assert seen() == {f"Engaged comment {person}" for person in range(2, 12)}
    moderation(written).hold(names["Ask Anna"], False)
    assert "Ask Anna" in seen()
    moderation(written).hide()
    assert seen() == set()


def test_a_group_is_named_only_where_the_report_shows_it(written: Room) -> None:
    """Twelve of twelve are front line and shown as such."""
    written.reveal()
    moderation(written).read()
    moderation(written).show()
    rows = (written.released() or {})["comments"]
    assert {(row["attribute"], row["group"]) for row in rows} == {("role", "frontline")}
    assert {row["dimension"] for row in rows} == {"engaged"}


@pytest.mark.parametrize(("many", "named"), [(4, {None, "frontline"}), (5, {"leader", "frontline"})])
def test_leaders_who_agreed_to_their_means_are_not_named_beside_comments(
    store: Store, leadership: Survey, many: int, named: set[str | None]
) -> None:
    """Few as they are, and however few have to have written: that is not what they were asked."""
    survey = replace(leadership, confidentiality=replace(leadership.confidentiality, comments=3))
    room, _ = Room.create(store, survey, title="A room", port=1, leaders_from_two=True)
    roles = ["leader"] * many + ["frontline"] * 9
    fill(
        room,
        [
            mixed(at, survey, role=role) | {"agrees": True, "comments": {"engaged": f"Comment {at}"}}
            for at, role in enumerate(roles)
        ],
    )
    rows = room.reveal()["groups"]
    assert {row["status"] for row in rows if row["group"] == "leader"} == {"shown"}
    moderation(room).read()
    moderation(room).show()
    assert {row.get("group") for row in (room.released() or {})["comments"]} == named


def test_nothing_is_shown_before_the_reveal_or_unread(written: Room) -> None:
    """In that order."""
    written.close()
    moderation(written).read()
    with pytest.raises(RoomError, match="Reveal the results first"):
        moderation(written).show()


def test_comments_that_nobody_has_read_are_not_shown(written: Room) -> None:
    """A name in one of them would be on the wall."""
    written.reveal()
    with pytest.raises(RoomError, match="Read the comments first"):
        moderation(written).show()


def test_one_persons_comments_cannot_be_told_to_be_one_persons(written: Room, leadership: Survey) -> None:
    """The names of comments on two dimensions have nothing in common, and their order follows the names."""
    fill(written, [full(3, leadership) | {"comments": {"engaged": f"x{n}", "motivating": f"x{n}"}} for n in range(12)])
    written.close()
    moderation(written).read()
    view = moderation(written).view()
    one, two = (texts(view, dimension) or {} for dimension in ("engaged", "motivating"))
    assert not set(one) & set(two)
    assert list(one) == sorted(one)
    assert list(one.values()) != list(two.values())


def test_an_unknown_comment_cannot_be_held_back(written: Room) -> None:
    """Nor one that may not be read."""
    written.close()
    with pytest.raises(NotFound, match="no such comment"):
        moderation(written).hold("nonsense", True)


def test_deleting_the_room_deletes_what_was_held_and_shown(written: Room) -> None:
    """Nothing of it is left in the file."""
    written.reveal()
    moderation(written).read()
    (one, *_) = texts(moderation(written).view(), "engaged") or {}
    moderation(written).hold(one, True)
    moderation(written).show()
    written.delete()
    assert written.store.responses_by_token(written.id) == {}
    assert written.store.held(written.id) == frozenset()
    if "://" in written.store.place:
        return  # PostgreSQL's files are not ours to search
    kept = b"".join(path.read_bytes() for path in Path(written.store.place).iterdir())
    assert b"Engaged comment" not in kept
    assert one.encode() not in kept


@pytest.mark.parametrize("action", ["list", "read", "hold", "show", "hide"])
def test_nobody_moderates_without_the_key_or_without_the_header(
    phone: TestClient,
    facilitator: TestClient,
    written: Room,
    action: str,
) -> None:
    """Participants reach none of it, and no other page does it for the facilitator."""
    path = f"/api/presenter/{written.code}/comments/{action}"
    assert phone.post(path, json={}, headers=STEER).status_code == 403
    assert facilitator.post(path, json={}).status_code == 403
    assert phone.get(f"/comments/{written.code}").status_code == 403
    assert facilitator.get(f"/comments/{written.code}").status_code == 200


def test_the_whole_way_over_http(facilitator: TestClient, phone: TestClient, written: Room) -> None:
    """Close, read, hold one back, reveal, show: phones and projector get the rest from the report."""
    base = f"/api/presenter/{written.code}"
    assert facilitator.post(f"{base}/comments/read", json={}, headers=STEER).status_code == 422
    facilitator.post(f"{base}/close", headers=STEER)
    view = facilitator.post(f"{base}/comments/read", json={"names": ["engaged"]}, headers=STEER).json()
    assert {kind for one in view["dimensions"][0]["comments"] for _, kind in one["pieces"]} == {"name", None}
    bad = next(id for id, text in (texts(view, "engaged") or {}).items() if text == "Ask Anna")
    held = facilitator.post(f"{base}/comments/hold", json={"comment": bad, "back": True}, headers=STEER).json()
    assert [one["held"] for one in held["dimensions"][0]["comments"] if one["id"] == bad] == [True]
    assert facilitator.post(f"{base}/reopen", headers=STEER).status_code == 409
    facilitator.post(f"{base}/reveal", headers=STEER)
    assert phone.get(f"/api/rooms/{written.code}/report").json()["comments"] == []
    assert facilitator.post(f"{base}/comments/show", json={}, headers=STEER).json()["shown"] == 11
    rows = phone.get(f"/api/rooms/{written.code}/report").json()["comments"]
    assert len(rows) == 11
    assert "Anna" not in str(rows)
    assert facilitator.get(base).json()["screens"][0]["of"] == 3


@pytest.fixture
def about(room: Room, leadership: Survey) -> Room:
    """A revealed room where twelve wrote of the printer, eleven of ideas, three of tea; the comments are read."""
    said = ["The printer is slow", *["That printer again"] * 11, *["Our ideas get lost"] * 11, *["More tea"] * 3]
    wrote = [
        mixed(person, leadership, role="frontline")
        | {"comments": {"engaged": f"{words} {'abcdefghijklmnopqrstuvwxyz'[person]}"}}
        for person, words in enumerate(said)
    ]
    fill(room, wrote)
    room.reveal()
    moderation(room).read()
    return room


def named(room: Room) -> dict[str, str]:
    """Return the themes of "engaged" by name, with their keys."""
    return {one["name"]: one["key"] for one in moderation(room).view()["dimensions"][0]["themes"]}


def shown_under(room: Room) -> dict[str | None, int]:
    """Return under which themes everybody sees comments, and how many."""
    rows = Room.find(room.store, room.code).released()["comments"]  # type: ignore[index]
    return dict(Counter(row.get("theme") for row in rows))


def test_what_enough_people_wrote_about_is_a_theme(about: Room) -> None:
    """Named by its words, beside the comments that everybody sees; what three wrote about has no name."""
    assert [name.split(",")[0] for name in named(about)] == ["printer", "ideas"]
    moderation(about).show()
    assert sorted(shown_under(about).values()) == [3, 11, 12]
    assert shown_under(about)[None] == 3
    for row in about.released()["comments"]:  # type: ignore[index]
        assert Report.from_dict(about.released() | {"comments": [row]}).comments[0].theme == row.get("theme")  # type: ignore[operator]


def test_the_facilitator_renames_merges_and_hides_themes(about: Room) -> None:
    """What the room sees follows at once; taken apart, they are as they were."""
    printer, ideas = named(about).values()
    moderation(about).show()
    moderation(about).theme(printer, name="  The printer  on aisle six ")
    assert shown_under(about)["The printer on aisle six"] == 12
    moderation(about).theme(ideas, into=printer)
    assert shown_under(about) == {"The printer on aisle six": 23, None: 3}
    moderation(about).theme(printer, hidden=True)
    assert shown_under(about) == {None: 26}
    moderation(about).theme(printer, hidden=False, name="")
    moderation(about).theme(ideas, into="")
    assert sorted(shown_under(about).values()) == [3, 11, 12]
    with pytest.raises(NotFound, match="no such theme"):
        moderation(about).theme("engaged nothing", name="x")
    with pytest.raises(RoomError, match="at most 60 letters"):
        moderation(about).theme(printer, name="x" * 61)


def test_a_theme_that_fewer_share_is_gone(about: Room) -> None:
    """A comment that is held back tells nobody what it was about: with two fewer, ideas are nobody's theme."""
    view = moderation(about).view()["dimensions"][0]
    for id in next(one["comments"] for one in view["themes"] if one["name"].startswith("ideas"))[:2]:
        moderation(about).hold(id, True)
    assert [name.split(",")[0] for name in named(about)] == ["printer"]


def test_before_the_comments_are_read_nobody_hears_of_themes(room: Room, leadership: Survey) -> None:
    """Not even that there is one."""
    fill(room, [mixed(person, leadership) | {"comments": {"engaged": "Printer"}} for person in range(12)])
    room.reveal()
    assert moderation(room).view()["dimensions"] == []
    with pytest.raises(NotFound, match="no such theme"):
        moderation(room).theme("engaged printer", name="x")
