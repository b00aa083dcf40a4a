"""Whoever comes late, or has nothing to answer, is told what is on, what comes next and what has closed."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from cxkit.book.steps import FILE
from cxkit.live.app import create_app
from cxkit.live.meanwhile import Meanwhile
from cxkit.live.setup import make_room
from cxkit.live.storage.store import Store
from cxkit.survey.workshop_file import read_workshop
from tests.live.test_stage import fill
from tests.live.test_steps import way

WORDS = {"words": "What would you do first?", "say": "Wait for three answers."}
TALK = {
    "id": "engaged.talk",
    "chapter": "engaged",
    "kind": "talk",
    "title": "Engaged",
    "headline": "Who was it?",
} | WORDS


def test_a_late_phone_is_told_what_is_on_and_what_it_has_missed(store: Store, tmp_path: Path) -> None:
    """In words of the stage and the run sheet; never what is for the facilitator, and nothing that anybody answered."""
    (tmp_path / FILE).parent.mkdir()
    (tmp_path / FILE).write_text(json.dumps([TALK]))
    ids = [
        "index.join",
        "assessment.activity",
        "engaged.reveal",
        "engaged.talk",
        "handoffs.activity",
        "commitments.write",
    ]
    steps = way(store, run_sheet={"minutes": 9, "steps": [{id: 1} for id in ids]})
    steps = replace(steps, book=tmp_path)
    lead = steps.stage.lead
    app = create_app(store, room=lead.code, bases=["http://localhost"], book=tmp_path)
    with TestClient(app, base_url="http://localhost") as phone:

        def told() -> Any:
            steps.move(1)
            return phone.get(f"/api/rooms/{lead.code}/meanwhile").json()

        titles = {id: str(survey.title) for id, survey in steps.stage.said.surveys.items()}
        first, second = titles["leadership"], titles["handoffs"]
        coming = ["Next on your phone", second]
        assert phone.get(f"/api/rooms/{lead.code}/meanwhile").json()["lines"] == [["Next on your phone", first]]
        assert told() == {"lines": [["Next on your phone", first]], "closed": {}}
        told()
        fill(lead, 12)
        told()
        steps.reveal()
        found = phone.get(f"/api/rooms/{lead.code}/meanwhile").json()
        assert found["closed"] == {lead.code: first}
        question = str(steps.stage.said.surveys["leadership"].dimensions[0].question)
        assert found["lines"] == [["On the screen", f"The answers to: {question}"], coming]
        assert told()["lines"] == [["On the screen", "Who was it?"], coming]
        told()
        assert ["Next on your phone", "Nothing more: thank you"] in told()["lines"]
        spanish = phone.get(f"/api/rooms/{lead.code}/meanwhile", headers={"Accept-Language": "es"}).json()
        assert ["Después, en su teléfono", "Nada más: gracias"] in spanish["lines"]


def test_a_survey_alone_has_no_way_to_tell_of(store: Store) -> None:
    """It has closed, and that is all."""
    lead = make_room(store, read_workshop({"survey": "pulse"}), port=1)[0]
    assert Meanwhile.of(store, lead.code, None).closed == {}
    fill(lead, 1)
    lead.close()
    assert Meanwhile.of(store, lead.code, None).closed == {lead.code: lead.survey.title}
