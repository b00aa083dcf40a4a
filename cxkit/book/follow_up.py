"""What an edition of the book shows of its team's commitments, and beside them what has changed since."""

import json
from dataclasses import dataclass
from itertools import count, takewhile

from markupsafe import Markup

from cxkit.book.build import published_report
from cxkit.book.commitments import Commitments, heads, spoken, table
from cxkit.book.edition import LINES, WAVE, edition_file
from cxkit.disclosure.protect import report
from cxkit.errors import CommitmentError
from cxkit.reports.comparisons import change_rows
from cxkit.reports.report import Report
from cxkit.reports.rows import Gap, shown
from cxkit.reports.wording import called, certainty, difference, of_n, points, signed
from cxkit.responses.formats import read_responses
from cxkit.survey.files import sample
from cxkit.words import say

PULSE = "pulse"


def published_commitments() -> Commitments | None:
    """Return the commitments that this edition of the book shows; None where it has none, as the unedited book.

    In a page they are a table.

    Raises:
        CommitmentError: The file is something else.

    >>> import cxkit as cx
    >>> cx.published_commitments() is None
    True
    """
    path = edition_file(LINES)
    if not path:
        return None
    try:
        return Commitments.from_dict(json.loads(path.read_text(encoding="utf-8")))
    except ValueError:
        raise CommitmentError(f"{path}: is not JSON.") from None


def published_waves(slug: str = PULSE) -> tuple[Report, ...]:
    """Return the Reports of a shipped survey that this edition of the book shows, the earliest wave first.

    The team's own where the edition has one; else the made-up sample's.

    Raises:
        SurveyError: The survey is not shipped.

    >>> import cxkit as cx
    >>> [wave.n for wave in cx.published_waves("pulse")]
    [75, 67]
    """
    now = published_report(slug)
    if edition_file(f"{slug}.json"):
        files = takewhile(bool, (edition_file(WAVE.format(survey=slug, n=n)) for n in count(1)))
        return tuple(Report.read(file) for file in files if file) or (now,)
    later, survey = sample(slug).with_name("sample_later.csv"), now.survey
    return (now, report(read_responses(later, survey), survey, by=list(now.by))) if later.exists() else (now,)


def published_progress() -> "FollowUp | None":
    """Return the team's commitments, each beside what has changed since; None until the edition has two pulses.

    In a page it is a table. A made-up change never stands beside a team's own commitments.

    >>> import cxkit as cx
    >>> cx.published_progress() is None
    True
    """
    lines = published_commitments()
    if lines is None or not edition_file(WAVE.format(survey=PULSE, n=1)):
        return None
    return FollowUp(commitments=lines, waves=published_waves(PULSE))


@dataclass(frozen=True, kw_only=True)
class FollowUp:
    """Commitments beside the change from the last Report but one to the last, in the dimension they should move."""

    commitments: Commitments
    waves: tuple[Report, ...]

    def _repr_html_(self) -> str:
        """Return a table for a page: what was agreed, how the group will know, and what the pulse says."""
        before, after = self.waves[-2:]
        everybody = {row.dimension: row for row in change_rows(before, after) if row.attribute is None}
        titles = {one.id: str(one.title) for one in after.survey.dimensions}
        rows = [
            [
                Markup("<strong>{}</strong><br><small>{}</small>").format(line.what, _whose(line.who, spoken(line.by))),
                line.know,
                _pulse_says(titles.get(line.moves or ""), everybody.get(line.moves or "")),
            ]
            for line in self.commitments.lines
        ]
        return table([heads()["what"], heads()["know"], say("follow_up.pulse")], rows)


def _pulse_says(title: str | None, row: Gap | None) -> Markup:
    """Return what a pulse says of one commitment: the change with its interval and how many answered, or why not."""
    if title is None or row is None:
        return Markup("<small>{}</small>").format(say("follow_up.not_asked"))
    if not shown(row):
        return Markup("{}<br><small>{}</small>").format(title, say("follow_up.hidden"))
    means = say("report.then", before=points(row.mean_other), after=points(row.mean)) + certainty(row)
    return Markup('{} <strong class="cx-change">{}</strong> {}<br><small>{}{}{}</small>').format(
        title,
        signed(difference(row)),
        called(row.label),
        means,
        say("report.semicolon"),
        say("report.then", before=of_n(row.n_other), after=row.n),
    )


def _whose(who: str, by: str) -> str:
    day = say("follow_up.by_day", day=by) if by else ""
    return " · ".join(part for part in (who, day) if part) or say("follow_up.nobody")
