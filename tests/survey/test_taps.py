"""Nobody spends ninety minutes on a phone: what one person taps in a workshop, all told."""

import pytest

from cxkit.survey.chapters import offered_steps
from cxkit.survey.files import load_survey
from cxkit.survey.kinds import KINDS
from cxkit.survey.run_sheet import RunSheet, shipped_run_sheets

MOST = 60
VOTES = 3
"""As many lines of a wall as one may choose."""


def taps(sheet: RunSheet) -> dict[str, int]:
    """Return how often one taps at each step: to answer, to say where one works, to predict, to choose on the wall."""
    steps = {id: offered_steps()[id] for id, _ in sheet.steps}
    surveys = {id: load_survey(step.survey) for id, step in steps.items() if step.kind == "activity"}
    found = {id: sum(KINDS[part.kind].taps(part) for part in survey.dimensions) for id, survey in surveys.items()}
    found |= {
        id: {"predict": 1, "vote": VOTES}[step.kind] for id, step in steps.items() if step.kind in ("predict", "vote")
    }
    # A phone remembers what somebody has said of themselves.
    return found | {"about oneself": len({one.id for survey in surveys.values() for one in survey.attributes})}


@pytest.mark.parametrize("id", ["forty-five", "ninety", "half-day"])
def test_nobody_taps_more_than_sixty_times(id: str) -> None:
    """In ninety minutes, however many activities there are; and in half a day no more often an hour."""
    sheet = shipped_run_sheets()[id]
    counted = taps(sheet)
    assert sum(counted.values()) <= MOST * max(1, sheet.minutes / 90), counted


def test_only_the_core_survey_has_boxes_for_words() -> None:
    """One for each of its questions; what else people write goes to the wall, or with a pin."""
    surveys = {offered_steps()[id].survey for id, _ in shipped_run_sheets()["ninety"].steps} - {""}
    assert {id for id in surveys if load_survey(id).comments_per_dimension} == {"leadership"}


def test_no_list_of_ratings_comes_twice() -> None:
    """One long one, and nothing else that is rated takes more than a few taps."""
    surveys = {offered_steps()[id].survey for id, _ in shipped_run_sheets()["ninety"].steps} - {"", "leadership"}
    rated = {
        id: sum(len(part.items) for part in load_survey(id).dimensions if part.kind == "rate") for id in sorted(surveys)
    }
    assert max(rated.values()) <= 3, rated
