# mypy: ignore-errors
"""Make rooms with the code of version 0.1, in each state, and write what is kept and what is seen: see README.md."""

import json
import random
import secrets
import sqlite3
import subprocess
import sys
import time
import uuid
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

from cxkit.live.store import PREPARING, Store
from cxkit.survey_file import load_survey
from cxkit.workshop_file import read_workshop
from views import NOW, views

from cxkit.live import commitments
from cxkit.live.moderation import Moderation
from cxkit.live.paper import Paper
from cxkit.live.room import Room
from cxkit.live.setup import Setup, make_room
from cxkit.live.stage import Stage
from cxkit.survey import Survey

HERE = Path(__file__).parent
chance = random.Random(1)
secrets.choice = chance.choice
secrets.token_urlsafe = lambda size: chance.randbytes(size).hex()
commitments.uuid4 = lambda: uuid.UUID(bytes=chance.randbytes(16))
time.time = lambda: NOW
random.SystemRandom.shuffle = lambda _, rows: rows.sort(key=str)

SCALE = {"min": 1, "max": 5}
SURVEY = Survey.from_dict(
    {
        "id": "own",
        "title": "Our own survey",
        "confidentiality": {"scores": 5, "distributions": 10, "comments": 10},
        "response_scale": SCALE,
        "comments": {"per_dimension": True},
        "attributes": [
            {"id": "role", "title": "Role", "options": {"leader": "Leader", "frontline": "Front line"},
             "compare": ["leader", "frontline"]},
        ],
        "dimensions": [
            {"id": "near", "title": "Near", "items": [{"id": "near_1", "text": "Ünïcode é ñ"},
                                                      {"id": "near_2", "text": "Two"}]},
            {"id": "far", "title": "Far", "items": [{"id": "far_1", "text": "Three"}]},
        ],
    }
)  # fmt: skip


def answer(room, first, many, *, role="frontline", words="", revision=1, **more):
    for person in range(first, first + many):
        answers = {
            item.id: item.response_scale.min + (person + place) % item.response_scale.range
            for place, item in enumerate(room.survey.items)
        }
        attributes = {a.id: role if a.id == "role" else next(iter(a.options)) for a in room.survey.attributes}
        comments = {"near": f"{words} {person} 🙂"} if words and person % 4 else {}
        response = {"attributes": attributes, "answers": answers, "comments": comments, "finished": person % 3 > 0}
        room.save(f"{person:032x}", revision, response | more).result()


def load(name):
    return SURVEY if name == "own" else load_survey(name)


def fill(store):
    keys = {}

    def workshop(**said):
        return read_workshop({"survey": "own", "activities": [], **said}, load=load)

    room, keys["preparing"] = make_room(
        store, workshop(title="To be set up", organisation="Akme & Söhne", invited=40), port=8765, state=PREPARING
    )

    room, keys["open"] = Room.create(store, SURVEY, title="Open", port=8765, leaders_from_two=True)
    answer(room, 0, 8)
    answer(room, 8, 3, role="leader", agrees=True)
    answer(room, 11, 2, role="leader", agrees=False)
    room.save(f"{13:032x}", 1, {"attributes": {}, "answers": {}}).result()
    answer(room, 3, 1, revision=2, words="Said again")

    room, keys["closed"] = make_room(store, workshop(title="Closed"), port=8766)
    answer(room, 0, 16, words="Closed comment")
    Paper(room=room).keep("f" * 32, 1, {"attributes": {"role": "leader"}, "answers": {"far_1": 2}})
    room.close()
    closed = Moderation(room=Room.find(store, room.code))
    closed.read()
    closed.hold(closed.view()["dimensions"][0]["comments"][3]["id"], True)

    room, keys["revealed"] = make_room(store, workshop(title="Revealed", leaders_from_two=True), port=8765)
    answer(room, 0, 14, words="Shown")
    answer(room, 14, 3, role="leader", agrees=True)
    room.show()
    answer(room, 17, 16, words="Later")
    answer(room, 33, 2, role="leader")
    room.reveal()
    shown = Moderation(room=Room.find(store, room.code))
    shown.read()
    shown.hold(shown.view()["dimensions"][0]["comments"][0]["id"], True)
    shown.show()

    room, keys["showing"] = make_room(store, workshop(title="Still open"), port=8765)
    answer(room, 0, 12)
    room.show()
    answer(room, 12, 3)

    room, keys["workshop"] = make_room(
        store, workshop(title="Workshop", activities=["pulse", "priorities"], paced=True), port=8765
    )
    keys["another"] = room.new_key()
    stage = Stage.of(room)
    stage.open("own")
    stage.predict("near", 62.5)
    answer(room, 0, 12)
    stage.reveal("own", "chapter")
    stage.open("pulse")
    answer(stage.now(), 0, 4)
    stage.reset("pulse")
    stage.open("pulse")
    answer(stage.now(), 0, 9)
    stage.set_timer(300)
    commitments.keep(room, 0, [{"what": "Ring back", "who": "Samira", "by": "2027-01-07"}], "").result()
    commitments.keep(room, 1, [{"what": "Ring back", "moves": "engaged"}, {"what": "A door"}], "2027-02-01").result()
    return keys


LIVE = SimpleNamespace(
    Room=Room,
    Stage=Stage,
    Setup=Setup,
    Moderation=Moderation,
    Paper=Paper,
    commitments=commitments,
    setup=Store.setup,
    comments_shown=lambda store, room: store.reviewed(room)[1],
)
with TemporaryDirectory() as folder:
    with Store(folder) as store:
        keys = fill(store)
        seen = views(store, keys.values(), LIVE)
    with sqlite3.connect(Path(folder) / "rooms.sqlite") as file:
        (HERE / "sqlite.sql").write_text("\n".join(file.iterdump()) + "\n", encoding="utf-8")
(HERE / "views.json").write_text(json.dumps(seen, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
if len(sys.argv) == 3:
    chance.seed(1)
    url, program = sys.argv[1:]
    with Store(url) as store:
        assert fill(store) == keys
        assert views(store, keys.values(), LIVE) == seen
    dump = [program, "--inserts", "--no-owner", "--no-privileges", url.replace("+psycopg", "")]
    statements = subprocess.run(dump, capture_output=True, text=True, check=True).stdout
    lines = [line for line in statements.splitlines() if line and not line.startswith(("--", "\\"))]
    (HERE / "postgresql.sql").write_text("\n".join(lines) + "\n", encoding="utf-8")
