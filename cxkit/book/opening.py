"""Where a team's own book opens: whose it is, who took part, what was found, what they will do, their own words."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import zip_longest

from markupsafe import Markup

from cxkit.book.bars import bars, in_words
from cxkit.book.chart_slides import HUES
from cxkit.book.commitments import Commitment, spoken, state
from cxkit.book.edition import Edition
from cxkit.book.over_time import drawn, evidence, since
from cxkit.book.pictures import Shown, asked, first_findings, whole
from cxkit.reports.report import Report
from cxkit.reports.rows import OTHERS, Quote
from cxkit.reports.wording import group_name, joined, points, semicolons
from cxkit.survey.files import PACKAGE
from cxkit.survey.templates import markdown
from cxkit.survey.workshop import languages
from cxkit.words import say
from cxkit.words.tongues import tongue

_QUOTES, _LETTERS = 6, 240
"""Comments where the book opens, and the letters of one: the others are with all results."""
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def opening(edition: Edition, chapters: Mapping[str, str]) -> str:
    """Return the first page of a team's own book, as Markdown. chapters: the page of a survey, or of "survey/part"."""
    reports = edition.every
    found = first_findings(reports)
    numbers = any(whole(report).rows for report in reports)
    return markdown(
        PACKAGE / "book" / "templates" / "opening.md",
        edition=edition,
        name=edition.occasion.name or str(reports[0].survey.title),
        people=people(edition.reports),
        found=[(one, _page(one, chapters), _bars(one)) for one in found],
        changes=[drawn(shown, place) for place, shown in enumerate(since(edition))],
        evidence=partial(evidence, edition),
        chosen=[wall["chosen"] for wall in edition.walls.values() if wall["chosen"]],
        themes=_themes(reports),
        quotes=_quotes(reports),
        numbers=numbers,
        did=[(report, chapters.get(report.survey.id), _did(report, found, numbers=numbers)) for report in reports],
        words=_words,
        told=_told,
        spoken=spoken,
        state=state,
    )


def _did(report: Report, found: Sequence[Shown], *, numbers: bool) -> str:
    """Return what a room was asked, and what it said first where that is not said above. numbers: whether any are."""
    ask, said = asked(report), whole(report).headline
    above = not numbers or said in {one.title for one in found}
    return ask if ask and above else f"{ask} {said}".strip()


def _told(line: Commitment) -> str:
    """Say of a commitment who sees to it, by when, who clears the way, and how they will know."""
    each = [
        say("edition.line", who=line.who or say("follow_up.nobody"), by=line.spoken or say("edition.no_day")),
        say("edition.sponsor", name=line.sponsor) if line.sponsor else "",
        say("edition.know", know=line.know) if line.know else "",
        say("edition.now", now=line.now) if line.now else "",
    ]
    return " ".join(one if one.endswith((".", "!", "?")) else f"{one}." for one in each if one)


def people(reports: Sequence[Report]) -> str:
    """Say who took part, as far as it is shown: of several activities, of the one that most answered."""
    report = max(reports, key=lambda report: report.n or 0)
    if report.n is None:
        return say("summary.answered_few")
    for attribute in report.by:
        rows = [row for row in report.tables.participation if row.attribute == attribute and row.respondents]
        alone = [row for row in rows if row.group != OTHERS]
        # Nobody is to be worked out from the sum: only where all groups are shown are they all named.
        if alone and sum(row.respondents or 0 for row in alone) == report.n:
            each = [f"{group_name(report, attribute, row.group)} {row.respondents}" for row in alone]
            return say("edition.people", n=report.n, groups=joined(each))
    return say("edition.people_only", n=report.n)


def _page(one: Shown, chapters: Mapping[str, str]) -> str | None:
    survey = one.report.survey.id
    return chapters.get(f"{survey}/{one.part}") or chapters.get(survey)


def _bars(one: Shown) -> Markup:
    """Draw a picture's rows as bars: the sentence above says what they show. In words where it has none."""
    drawn = bars(one.picture, one.stands_out)
    if drawn is None:
        return Markup("").join(Markup("<p>{}</p>").format(words) for words in in_words(one.picture))
    rest = Markup("<p>{}.</p>").format(semicolons(drawn.rest)) if drawn.rest else Markup("")
    top = drawn.top or max(sum(row.values) if drawn.stacked else max(row.values) for row in drawn.rows) or 1
    part = Markup('<i style="width: {}%; --hue: var(--cx-{})"></i>')
    line = Markup(
        '<div{}><span class="cx-name">{}</span><span class="cx-track">{}</span><b>{}</b><small>n = {}</small></div>'
    )
    lines = []
    for row in drawn.rows:
        pale = Markup("") if row.first else Markup(' class="cx-pale"')
        parts = [part.format(f"{100 * value / top:.1f}", hue) for value, hue in zip(row.values, HUES, strict=False)]
        if drawn.stacked:
            said = " / ".join(map(points, row.values))
            lines.append(line.format("", row.name, Markup("").join(parts), said, row.ns[0]))
            continue
        for name, own, value, n in zip(drawn.names, parts, row.values, row.ns, strict=True):
            lines.append(line.format(pale, f"{row.name}: {name}" if name else row.name, own, points(value), n))
    key = [Markup('<span style="--hue: var(--cx-{})">{}</span>').format(hue, name)
           for hue, name in zip(HUES, drawn.names, strict=False) if name]  # fmt: skip
    legend = Markup('<p class="cx-key">{}</p>').format(Markup(" ").join(key)) if key else ""
    return Markup('{}<div class="cx-bars">{}</div>{}').format(legend, Markup("").join(lines), rest)


def _themes(reports: Sequence[Report]) -> list[str]:
    """Return what several people wrote about, what most wrote about first."""
    many = Counter(quote.theme for report in reports for quote in report.comments if quote.theme)
    return sorted(many, key=lambda theme: (-many[theme], theme))


def _quotes(reports: Sequence[Report]) -> list[tuple[Quote, str]]:
    """Return some of what people wrote: of each question in turn, as they stand in the Reports, which is shuffled.

    Each with the language that it is in; "" where nothing tells.
    """
    by_question = [
        [
            (quote, tongue(quote.text, languages(report.survey)))
            for quote in report.comments
            if quote.dimension == dimension.id and len(quote.text) <= _LETTERS
        ]
        for report in reports
        for dimension in report.survey.dimensions
    ]
    turns = (quote for turn in zip_longest(*by_question) for quote in turn if quote)
    return [quote for quote, _ in zip(turns, range(_QUOTES), strict=False)]


def _words(text: object) -> str:
    """Return words as Markdown that says just these: no mark-up, no role and no table's edge in them."""
    return _PUNCTUATION.sub(r"\\\1", " ".join(str(text).split()))
