"""Findings: what a Report says in a sentence each, the one most worth talking about first.

From the Report alone, by fixed rules: the same Report gives the same sentences. What could be chance is no finding: the
risk that a single one of all is false is 5%, by Holm's (1979) weighted procedure over everything that was looked at.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import hypot, sqrt
from statistics import median

from cxkit.reports import voice
from cxkit.reports.comparisons import change_rows
from cxkit.reports.following import after, for_whom, furthest, lowest
from cxkit.reports.kind_headlines import DRAWN, picture
from cxkit.reports.report import Report, given
from cxkit.reports.rows import Result, ShownGap, ShownResult, shown
from cxkit.reports.wording import lower, of_n, whole
from cxkit.statistics.estimates import IN_LINE, UNTOLD
from cxkit.statistics.student import at_least, normal, student
from cxkit.survey.parts import Action
from cxkit.words import say

RISK = 0.05
"""How likely it may be that, where there is nothing, something is found."""
WEIGHTS = {"gap": 4, "changed": 4, "weakest": 1, "strongest": 1, "divided": 1}
"""How the risk is shared by the kinds: what a workshop is held for has most of it."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something that a Report says.

    kind: "gap", "changed", "weakest", "strongest" or "divided"; "in line" where two groups surely see the same (the
    whole interval within ±10 points); "too few to tell" where nothing else is found.
    dimension, item, attribute, group: where; None: of the whole survey, of no single item, of everybody.
    headline: the sentence with its numbers. words: what that means, and how sure it is. question: one for the room,
    and actions, up to three: those of the survey's file for what it is about, or a question in general words, and none.
    size: in points of 100, 0 or more; of "divided" the share (in per cent) of the smaller camp.
    p: adjusted for all that was looked at, 0–1; None where nothing was tested, as of what a room sorted or chose.
    """

    kind: str
    dimension: str | None = None
    item: str | None = None
    attribute: str | None = None
    group: str | None = None
    headline: str
    words: str
    question: str
    actions: tuple[Action, ...] = ()
    size: float = 0.0
    p: float | None = None


Tested = tuple[Finding, float]
"""What may be a finding, and its p."""


def findings(report: Report, before: Report | None = None) -> list[Finding]:
    """Return what a report says, best first: by size, then by how sure it is.

    Of items and of dimensions, the weakest and the strongest one stand for themselves; differences under ten points are
    nothing to talk about. Sources: Welch 1947; Holm 1979.

    Args:
        before: The report of an earlier wave: then changes since are findings, too.

    Raises:
        TypeError: It was given anything but a Report.
        ReportError: The two are of different surveys, or made by hand of rows that `cxkit.report` does not make.

    >>> import cxkit as cx
    >>> survey = cx.load_survey("leadership")
    >>> answers = cx.read_responses(cx.sample("leadership"), survey)
    >>> for found in cx.findings(cx.report(answers, survey, by="role"))[:2]:
    ...     print(found.kind, "·", found.headline)
    gap · Leaders see 64. The front line sees 46.
    strongest · Highest: “Our leaders can explain what our customers get from us”, 66.
    """
    report = given(report, findings)
    looked = [one for look in _LOOKS for one in look(report)]
    if before is not None:
        looked += _changed(given(before, findings), report)
    found = sorted(_certain(looked), key=lambda one: (-one.size, one.p or 0.0))
    found += _done(report)
    found += [_gap(report, gap) for gap in _gaps(report) if gap.label == "in line"]
    return found or [_too_few(report)]


def standing_out(report: Report, most: int = 3) -> list[Finding]:
    """Return the first findings; where these are fewer, also what is widest, highest and lowest, sure or not."""
    found = [one for one in findings(report) if one.kind in WEIGHTS][:most]
    known = {(one.dimension, one.item, one.attribute) for one in found}
    more = [one for one in _described(report) if (one.dimension, one.item, one.attribute) not in known]
    return [*found, *more[: most - len(found)]] or [_too_few(report)]


def _described(report: Report) -> Iterator[Finding]:
    """Say which gap is widest, and which statement highest and lowest: as numbers, whether or not that is sure."""
    gaps = _gaps(report)
    if gaps:
        yield _gap(report, max(gaps, key=lambda gap: abs(gap.difference)))
    items = _rated(report, report.tables.items)
    for sign in (1, -1) if len(items) > 1 else ():
        row = max(items, key=lambda row: sign * row.mean)  # of equal ones the survey's first, as `strongest` has them
        yield replace(_extreme(report, row, sign, 0.0), words=f"({of_n(row.n)})")


def _rated(report: Report, rows: Iterable[Result]) -> list[ShownResult]:
    """Return the rows that are shown of what was rated: a mean of tokens or pins is no rating."""
    drawn = {each.id for each in report.survey.dimensions if each.kind in DRAWN}
    return [row for row in rows if shown(row) and row.dimension not in drawn]


def _done(report: Report) -> Iterator[Finding]:
    """Say what the room did with cards, tokens, pins, a case: it was all there, so that nothing of it is chance."""
    seen: set[str] = set()
    for own in report.survey.dimensions:
        made = picture(report, own)
        if made is None or not made.rows or made.headline in seen:
            continue
        seen.add(made.headline)  # both sides of a square say the same
        yield Finding(
            kind=_DONE.get(own.kind, "strongest"), dimension=own.id, headline=made.headline,
            words=made.words or f"({made.people})", question=made.following.question, actions=made.following.actions,
        )  # fmt: skip


_DONE = {"sort": "divided", "case": "divided", "pin": "weakest"}
"""What kind of finding an activity of these kinds is."""


def findings_text(report: Report, before: Report | None = None) -> str:
    """Return the findings as text, each with its question."""
    lines = [say("findings.title")]
    for one in findings(report, before):
        own = report.survey.dimension(one.dimension) if one.dimension else None
        asked = own.question or own.title if own and own.kind in DRAWN else ""  # "chosen most": for what?
        lines += [f"  {one.headline}", "    " + " ".join(map(str, filter(None, (asked, one.words, one.question))))]
        lines += [f"    – {for_whom(action)}: {lower(str(action.do))}" for action in one.actions]
    return "\n".join(lines) + "\n"


def _led(report: Report, found: Finding, item: str | None) -> Finding:
    """Return a finding with the question and the actions that the survey's file has for what it is about."""
    if found.dimension is None:
        return found
    follow = after(report, found.dimension, item, general=found.question)
    return replace(found, question=follow.question, actions=follow.actions)


def _certain(looked: Sequence[Tested]) -> Iterator[Finding]:
    """Give what is no chance, and large enough to talk about."""
    many = Counter(finding.kind for finding, _ in looked)
    weights = [WEIGHTS[finding.kind] / many[finding.kind] for finding, _ in looked]
    order = sorted(range(len(looked)), key=lambda at: looked[at][1] / weights[at])
    left, least = sum(weights), 0.0
    for at in order:
        finding, p = looked[at]
        least = max(least, p / weights[at] * left)
        left -= weights[at]
        if least <= RISK and finding.size >= IN_LINE:
            yield replace(finding, p=least)


def _gaps(report: Report) -> list[ShownGap]:
    return [gap for gap in report.tables.gaps if shown(gap)]


def _apart_groups(report: Report) -> Iterator[Tested]:
    for gap in _gaps(report):
        if gap.p is not None:
            yield replace(_gap(report, gap), kind="gap"), gap.p


def _gap(report: Report, gap: ShownGap) -> Finding:
    same = gap.label == "in line"
    title = report.survey.dimension(gap.dimension).title
    found = Finding(
        kind="in line" if same else "gap",
        dimension=gap.dimension,
        attribute=gap.attribute,
        group=gap.group,
        headline=" ".join(voice.seen(report, gap)),
        words=say("findings.on", title=title, words=lower(voice.apart(gap))),
        question=say("findings.ask_in_line") if same else say("findings.ask_gap"),
        size=abs(gap.difference),
    )
    return found if same else _led(report, found, furthest(report, gap))


def _extremes(sign: int) -> Callable[[Report], Iterator[Tested]]:
    """Look for what stands apart below (sign −1) or above (1) all others: one dimension, and one item."""

    def look(report: Report) -> Iterator[Tested]:
        for rows in (report.tables.dimensions, report.tables.items):
            known = [row for row in _rated(report, rows) if row.sd]
            tested = [(_apart(row, known, sign), row) for row in known if len(known) > 2]
            most = max(tested, default=None, key=lambda one: one[0][0])
            for one in tested:
                (size, p), row = one
                # The others' p count as well: nobody knew beforehand which would be the one.
                yield _extreme(report, row, sign, size if one is most else 0.0), p

    return look


def _apart(row: ShownResult, known: Sequence[ShownResult], sign: int) -> tuple[float, float]:
    """Return how far a mean is from the median of the others, in a direction, and p as if all were independent.

    Answers of one person go together, if at all: then it is less likely still to be chance.
    """
    # A few people's spread is known badly: what has less of it than all have together is taken to have as much.
    freedom = sum(one.n - 1 for one in known)
    pooled = hypot(*((one.sd or 0.0) * sqrt(one.n - 1) for one in known)) / sqrt(freedom)
    errors = {one.place: max(one.sd or 0.0, pooled) / sqrt(one.n) for one in known}
    others = [one for one in known if one is not row]
    error = hypot(errors[row.place], hypot(*(errors[one.place] for one in others)) / len(others))
    apart = sign * (row.mean - median(one.mean for one in others))
    return apart, student(-apart / error, freedom)


def _extreme(report: Report, row: ShownResult, sign: int, size: float) -> Finding:
    of = next(voice.statement(item) for item in report.survey.items if item.id == row.item) if row.item else None
    what = of or report.survey.dimension(row.dimension).title
    people, n = of_n(row.n), whole(size)
    found = Finding(
        kind="weakest" if sign < 0 else "strongest",
        dimension=row.dimension,
        item=row.item,
        headline=voice.lowest(what, row.mean) if sign < 0 else voice.highest(what, row.mean),
        words=say("findings.below", n=n, people=people) if sign < 0 else say("findings.above", n=n, people=people),
        question=say("findings.ask_weakest") if sign < 0 else say("findings.ask_strongest"),
        size=size,
    )
    # What the survey's file asks is about what is to be better.
    return _led(report, found, row.item or lowest(report, row.dimension)) if sign < 0 else found


def _divided(report: Report) -> Iterator[Tested]:
    """Look for items on which people are further apart than answers spread evenly over all points would be.

    Two camps at the ends are as far apart where 15 of 100 (of five points) are in the smaller one. So more than that
    are to be in it, surely, too: a few who say the opposite of all others are no division.
    """
    for item, row in zip(report.survey.items, report.tables.items, strict=True):
        if not shown(row) or not row.exact or not row.sd or row.favourable is None or row.unfavourable is None:
            continue
        steps = item.response_scale.range
        even = sqrt(((steps + 1) ** 2 - 1) / 12) / steps
        smaller = min(row.favourable, row.unfavourable)
        divided = Finding(
            kind="divided",
            dimension=row.dimension,
            item=row.item,
            headline=say("findings.divided", what=voice.statement(item)),
            words=voice.split(row),
            question=say("findings.ask_divided"),
            size=100 * smaller,
        )
        # A variance of n answers with a kurtosis of 2, more than answers spread evenly have, varies by itself/√n.
        further = normal((1 - (row.sd / even / 100) ** 2) * sqrt(row.n))
        camps = at_least(round(smaller * row.n), row.n, (1 - sqrt(1 - 4 * even**2)) / 2)
        yield _led(report, divided, row.item), max(further, camps)


def _changed(before: Report, now: Report) -> Iterator[Tested]:
    for row in change_rows(before, now):
        if not shown(row) or row.attribute is not None or row.p is None:
            continue
        better = row.difference > 0
        changed = Finding(
            kind="changed",
            dimension=row.dimension,
            headline=voice.changed(now.survey.dimension(row.dimension).title, row),
            words=say("findings.sure_change", before=of_n(row.n_other), after=row.n),
            question=say("findings.ask_better") if better else say("findings.ask_worse"),
            size=abs(row.difference),
        )
        yield changed if better else _led(now, changed, lowest(now, row.dimension)), row.p


def _too_few(report: Report) -> Finding:
    words = say("findings.too_few_words") if report.n is None else say("findings.too_few_of", n=report.n)
    return Finding(kind=UNTOLD, headline=say("findings.too_few"), words=words, question=say("findings.ask_too_few"))


_LOOKS: tuple[Callable[[Report], Iterator[Tested]], ...] = (_apart_groups, _extremes(-1), _extremes(1), _divided)
