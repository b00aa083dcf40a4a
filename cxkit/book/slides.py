"""A workshop as slides for PowerPoint, for those who were not there: each says what was found, and shows it.

Charts are PowerPoint's own, so that whoever presents can change them; the question for the room stands in the notes.
"""

import io
from collections.abc import Iterator, Sequence

from cxkit.book.chart_slides import Deck
from cxkit.book.commitments import Commitment, heads, spoken, state
from cxkit.book.edition import Edition
from cxkit.book.over_time import evidence, since
from cxkit.book.pictures import first_findings, rest
from cxkit.book.zip import undated
from cxkit.reports.report import Report
from cxkit.reports.rows import Quote
from cxkit.reports.wording import why_hidden
from cxkit.words import say, speaking

_QUOTES, _LETTERS = 5, 620
"""Comments on a slide, and their letters: so much can be read from the last row."""


def slides(edition: Edition) -> bytes:
    """Return slides (.pptx) of what an edition's Reports say, in its language, and of its commitments."""
    reports, occasion, lines = edition.every, edition.occasion, edition.lines
    with speaking(edition.language):
        deck = Deck()
        deck.opening(occasion.name or str(reports[0].survey.title), [*occasion.lines, answered(edition.reports)])
        for shown in since(edition):
            deck.picture(shown)
        if lines and lines.earlier:
            deck.table(
                say("commitments.earlier"),
                [heads()["what"], heads()["who"], say("follow_up.status"), say("edition.since")],
                [(one.what, one.who, _became(one), evidence(edition, one)) for one in lines.earlier],
            )
        pictures = [*first_findings(reports), *(one for report in reports for one in rest(report))]
        said: set[str] = set()
        for shown in pictures:
            if shown.title not in said:
                deck.picture(shown, _earlier_day(edition, shown.report))
            said.add(shown.title)
        for title, quotes in _own_words(reports):
            deck.quotes(title, quotes, say("slides.own_words"), say("slides.quotes_note"))
        if lines and lines.lines:
            sponsors = [say("edition.sponsor", name=one.sponsor) if one.sponsor else "" for one in lines.lines]
            rows = [
                (one.what, f"{one.who}\n{sponsor}".strip(), spoken(one.by), one.know)
                for one, sponsor in zip(lines.lines, sponsors, strict=True)
            ]
            again = say("follow_up.review", day=spoken(lines.review)) if lines.review else ""
            deck.table(say("summary.commitments"), list(heads().values()), rows, again)
        if pictures:
            deck.words(say("slides.how_to_read"), [say("workbook.reading"), why_hidden(), say("slides.hidden_means")])
        out = io.BytesIO()
        deck.save(out)
    return undated(out.getvalue())


def answered(reports: Sequence[Report]) -> str:
    """Say how many answered: of several activities, as many as answered most."""
    known = [report.n for report in reports if report.n is not None]
    return say("summary.answered", n=max(known)) if known else say("summary.answered_few")


def _became(line: Commitment) -> str:
    """Say what became of a commitment, and why."""
    return ": ".join(filter(None, (state(line.status), line.reason)))


def _earlier_day(edition: Edition, report: Report) -> str:
    """Return the day of the earlier workshop that a Report is of; "" where it is of the last one."""
    of = next(one for one in edition.history[::-1] if any(report is own for own in one.reports))
    return "" if of is edition else of.occasion.spoken


def _own_words(reports: Sequence[Report]) -> Iterator[tuple[str, list[Quote]]]:
    """Give what people wrote on each dimension, as much as fits on a slide."""
    for report in reports:
        for dimension in report.survey.dimensions:
            fitting: list[Quote] = []
            for quote in report.comments:
                letters = sum(len(one.text) for one in (*fitting, quote))
                if quote.dimension == dimension.id and len(fitting) < _QUOTES and letters <= _LETTERS:
                    fitting.append(quote)
            if fitting:
                yield str(dimension.question or dimension.title), fitting
