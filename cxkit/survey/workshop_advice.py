"""Hints on a workshop that can be run: too little time, and words that are not its own."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from cxkit.errors import listing
from cxkit.survey.files import load_survey
from cxkit.survey.run_sheet import ITEMS_A_MINUTE, all_steps
from cxkit.survey.workshop import ON_STAGE, Workshop

LEAST_SLACK = 5
"""Minutes that no step takes: fewer, and the first late start eats the end."""


def workshop_hints(workshop: Workshop) -> Iterator[str]:
    """Return hints on a workshop's run sheet and its words."""
    sheet = workshop.run_sheet
    if sheet.slack < LEAST_SLACK:
        yield f"run_sheet: {sheet.slack} minute(s) to spare. Leave {LEAST_SLACK} at least: something takes longer."
    surveys = {id: workshop.survey if id == workshop.survey.id else load_survey(id) for id in sheet.surveys}
    known = all_steps([workshop.survey])
    for id, minutes in sheet.steps:
        step = known[id]
        needed = ceil(len(surveys[step.survey].items) / ITEMS_A_MINUTE) if step.kind == "activity" else 0
        if minutes < needed:
            yield f"run_sheet, {id}: {minutes} minute(s) for {len(surveys[step.survey].items)} items; give it {needed}."
    for name, (entry, by) in workshop.too_long().items():
        many, room = ON_STAGE
        yield f"{name}: “{entry}” is too long for the stage by {by} letter(s): of more than {many} each has {room}."
    for id, survey in surveys.items():
        if examples := list(workshop.examples(survey)):
            yield f"{id}: asks about examples, not about your own {listing(examples)}. Give them in teams, or in lists."
