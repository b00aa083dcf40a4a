"""Hand-overs between departments: which group rates which one best and lowest; or how everybody rates each."""

from typing import Any

from cxkit.reports import voice
from cxkit.reports.following import after
from cxkit.reports.pictures import Arrow, Picture, Row
from cxkit.reports.report import Report
from cxkit.reports.rows import OTHERS, shown
from cxkit.reports.voice import short
from cxkit.reports.wording import points, why_hidden
from cxkit.survey.parts import Dimension
from cxkit.words import say

_BEST, _WEAKEST = 2, 3
"""So many arrows: more are a tangle."""


def between(report: Report, own: Dimension) -> str | None:
    """Return the attribute whose groups rate each other on a dimension; None where its items are something else."""
    names = {str(item.text) for item in own.items}
    for attribute in report.by:
        labels = {str(text) for text in (report.survey.attribute(attribute).options or {}).values()}
        groups = {str(row.group) for row in report.tables.group_items if row.attribute == attribute}
        if len(names & (labels | groups)) > 1:
            return attribute
    return None


def hand_overs(report: Report, own: Dimension) -> Picture:
    """Show the best and the weakest hand-overs as arrows; where who rates whom is hidden, how everybody rates each."""
    attribute = between(report, own)
    place = {str(item.text): at for at, item in enumerate(own.items)}
    texts = {item.id: str(item.text) for item in own.items}
    rated = []
    for row in report.tables.group_items:
        if row.attribute == attribute and row.dimension == own.id and shown(row) and row.group not in (None, OTHERS):
            one, two = report.survey.attribute(attribute or "").label(row.group or ""), texts[row.item or ""]
            if one in place and one != two:
                rated.append((row.mean, one, two, row.n))
    frame: dict[str, Any] = {
        "question": str(own.question or own.title),
        "following": after(report, own.id, general=say("findings.ask_weakest")),
        "hue": [each.id for each in report.survey.dimensions].index(own.id),
    }
    if len(rated) < 2:
        return _by_all(report, own, frame)
    rated.sort(key=lambda one: (one[0], place[one[2]]))  # of equal ones the list's first, as on figures
    weakest = rated[: min(_WEAKEST, (len(rated) + 1) // 2)]
    best = rated[len(weakest) :][-_BEST:]
    arrows = tuple(
        Arrow(
            one=place[one], two=place[two], said=points(mean), n=n, good=(mean, one, two, n) in best,
            alt=say("pictured.rates", one=one, two=two, mean=points(mean)),
        )
        for mean, one, two, n in (*weakest, *best)
    )  # fmt: skip
    mean, one, two, _ = rated[0]
    headline = voice.rates_lowest(short(one), short(two), mean)
    mean, one, two, _ = next(one for one in rated if one[0] == rated[-1][0])
    words = voice.rates_highest(short(one), short(two), mean)
    rows = tuple(Row(name=name, n=0, alt="") for name in place)
    hidden = why_hidden() if len(rated) < len(place) * (len(place) - 1) else ""
    return Picture(
        headline=headline, words=words, kind="arrows", rows=rows, arrows=arrows, reading=say("pictured.arrows"),
        note=hidden, **frame,
    )  # fmt: skip


def _by_all(report: Report, own: Dimension, frame: dict[str, Any]) -> Picture:
    results = {row.item: row for row in report.tables.items if row.dimension == own.id}
    told = [(item, row) for item in own.items if shown(row := results.get(item.id))]
    if not told:
        return Picture(headline=say("headline.nothing"), note=why_hidden(), **frame)
    told.sort(key=lambda pair: -pair[1].mean)
    rows = tuple(
        Row(
            name=str(item.text), n=row.n, value=row.mean, said=points(row.mean), first=item is told[-1][0],
            alt=say("figures.mean_of", name=item.text, mean=points(row.mean), sure="", n=row.n),
        )
        for item, row in told
    )  # fmt: skip
    headline = say("pictured.rated_lowest", name=short(rows[-1].name), mean=rows[-1].said)
    return Picture(headline=headline, rows=rows, note=say("pictured.rated_by_all"), **frame)
