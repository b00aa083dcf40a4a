"""What a team's own book shows of a series of workshops: lines over all of them, and what has changed of late."""

from collections.abc import Iterator

from markupsafe import Markup

from cxkit.book.commitments import Commitment, promised
from cxkit.book.edition import Edition
from cxkit.book.pictures import Shown
from cxkit.plots import svg
from cxkit.plots.scenes import draw_picture
from cxkit.reports.pictures import Picture
from cxkit.reports.trend import Wave, trend
from cxkit.words import say, spoken_day


def waves_of(edition: Edition) -> list[Wave]:
    """Return the workshops of an edition, the first of them first."""
    history = edition.history
    told = promised([one.commitments for one in history])
    return [
        Wave(
            when=spoken_day(one.occasion.day, say("change.day")) if one.occasion.day else say("change.nth", n=n),
            reports={report.survey.id: report for report in one.reports},
            promised=lines,
        )
        for n, (one, lines) in enumerate(zip(history, told, strict=True), 1)
    ]


def since(edition: Edition) -> Iterator[Shown]:
    """Give what has changed since the workshop before, for each survey that was asked again."""
    for slug, waves in edition.waves.items():
        if made := trend(waves_of(edition), slug):
            yield Shown(title=made.headline, words=made.words, question="", picture=made, report=waves[-1])


def evidence(edition: Edition, line: Commitment) -> str:
    """Say what has changed in what a commitment should move, and how sure that is; "": nothing can be said."""
    waves = waves_of(edition)
    for survey in (report.survey for report in edition.reports if report.survey.id in edition.waves):
        asked = any(one.id == line.moves for one in survey.dimensions)
        if asked and (made := trend(waves, survey.id, line.moves or "")):
            return f"{made.headline} {made.words}"
    return ""


def drawn(shown: Shown, place: int) -> Markup:
    """Return the lines as they stand within a page."""
    lines = shown.picture
    if not isinstance(lines, Picture):
        return Markup("")
    figure = svg.drawn(draw_picture(lines, None), prefix=f"since-{place}-", alt=lines.alt)
    return Markup('<div class="cx-figure">{}</div>').format(figure)
