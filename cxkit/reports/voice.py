"""The one voice: what the rows of a Report say, a sentence each.

Stage, figures and their alt texts, summary, team's book and terminal all take their sentences from here, so that a
number is said once, in one way, with one rounding.
"""

import re

from cxkit.reports.comparisons import people_needed
from cxkit.reports.report import Report
from cxkit.reports.rows import Gap, Result, ShownGap
from cxkit.reports.wording import (
    called,
    certainty,
    difference,
    gap_names,
    interval,
    percents,
    points,
    upper,
    within,
)
from cxkit.survey.parts import Item
from cxkit.words import say

_MARKS = '“”„«»"'
"""Quotation marks of all languages."""
_QUOTES = f"{_MARKS}\u00a0\u202f"
"""The same with the spaces that French has within."""
_STOP = re.compile(rf"\.([{_QUOTES}]*)$")
_ENDS = " .,;:?!\u00a0\u202f"


def sides(report: Report, gap: Gap) -> tuple[str, str]:
    """Return what the two groups of a gap are called within a sentence."""
    one, two = gap_names(report, gap)
    return within(gap.group, one), within(gap.other, two)


def seen(report: Report, gap: ShownGap) -> tuple[str, str]:
    """Say how each of two groups sees one dimension, in a sentence each."""
    one, two = map(upper, sides(report, gap))
    return _sees(gap.group, one, gap.mean), _sees(gap.other, two, gap.mean_other)


def _sees(group: str | None, name: str, mean: float) -> str:
    """Say how a group sees it: leaders are many, the others are spoken of as one."""
    if group == "leader":
        return say("findings.see", name=short(name), mean=points(mean))
    return say("findings.sees", name=short(name), mean=points(mean))


def apart(gap: ShownGap) -> str:
    """Say how far two groups are apart, what that is called, and whether it is sure."""
    n = abs(difference(gap))
    if gap.label == "blind spot":
        return say("findings.blind_spot", n=n)
    if gap.label == "hidden strength":
        return say("findings.hidden_strength", n=n)
    if gap.label == "in line" or not n:
        return say("findings.in_line")
    return say("findings.unsure", n=n)


def widest(title: object, gap: ShownGap) -> str:
    """Say on which of several two groups are furthest apart."""
    return say("findings.widest", title=title, n=abs(difference(gap)))


def statement(item: Item) -> str:
    """Return what an item is called within a sentence: its words in quotation marks, or the name of a list's entry."""
    text = str(item.text)
    words = unstopped(text)
    if item.reverse_keyed:
        words = say("report.reversed", text=words)
    return words if words == text or words[0] in _MARKS else say("report.quoted", words=words)


def unstopped(text: str) -> str:
    """Return a statement as it stands within a sentence: without its full stop, also within quotation marks."""
    return _STOP.sub(r"\1", text)


def everybody(mean: float) -> str:
    """Say a mean of all."""
    return say("findings.everybody", mean=points(mean))


def highest(what: object, mean: float) -> str:
    """Say what is highest."""
    return say("findings.highest", what=what, mean=points(mean))


def lowest(what: object, mean: float) -> str:
    """Say what is lowest."""
    return say("findings.lowest", what=what, mean=points(mean))


def weakest_link(name: str, mean: float) -> str:
    """Say which link of a chain is the weakest."""
    return say("findings.weakest_link", name=name, mean=points(mean))


def most_votes(name: str, mean: float) -> str:
    """Say what has most votes. mean: the share of yes, in percent."""
    return say("findings.votes", name=name, mean=points(mean))


def rates_lowest(one: str, two: str, mean: float) -> str:
    """Say which group rates which other one lowest."""
    return say("findings.rates_lowest", one=one, two=two, mean=points(mean))


def rates_highest(one: str, two: str, mean: float) -> str:
    """Say which group rates which other one highest."""
    return say("findings.rates_highest", one=one, two=two, mean=points(mean))


def both(name: str, *, sweet: bool) -> str:
    """Say what is highest on both of two dimensions, and whether that is high."""
    return say("findings.both", name=name) if sweet else say("findings.neither", name=name)


def split(row: Result) -> str:
    """Say how many are for something, and how many against; together with those between they are all."""
    yes, between, no = percents([row.favourable or 0, row.neutral or 0, row.unfavourable or 0])
    if not between:
        return say("findings.split", yes=yes, no=no, n=row.n)
    return say("findings.split_between", yes=yes, no=no, between=between, n=row.n)


def changed(title: object, change: ShownGap) -> str:
    """Say how a dimension's mean changed since the earlier wave."""
    means = {"before": points(change.mean_other), "after": points(change.mean)}
    n = difference(change)
    if n > 0:
        return say("findings.up", title=title, n=n, **means)
    return say("findings.down", title=title, n=-n, **means) if n else say("findings.same", title=title, **means)


def how_sure(before: Report, now: Report, change: ShownGap) -> str:
    """Say how sure a change is; where it is not, how many people it would need."""
    people = people_needed(before, now, change.dimension)
    if change.label in {"better", "worse", "much the same"}:
        sure = f"{upper(called(change.label))}{certainty(change)}."
    elif people is None:
        sure = say("findings.maybe")
    else:
        sure = say("findings.would_need", n=people, interval=interval(change))
    if change.low is not None and change.exact is False:
        sure = f"{sure} {say('findings.as_varied')}"
    if change.pairs:
        return f"{sure} {say('findings.both_times', n=change.pairs)}"
    return sure


def short(name: str, most: int = 40) -> str:
    """Return a name as it stands in a headline: of a longer one the beginning, up to a quotation that does not end."""
    if "\n" in name:  # in two languages
        return "\n".join(short(one, most) for one in name.split("\n"))
    if len(name) <= most:
        return name
    begun = name[:most].rsplit(" ", 1)[0]
    marks = [place for place, letter in enumerate(begun) if letter in _MARKS]
    if len(marks) % 2 and marks[-1]:
        begun = begun[: marks[-1]]
    return f"{begun.rstrip(_ENDS)}…"


def named(name: str) -> str:
    """Return what stands between quotation marks: without those that the name has itself."""
    return short(name.strip(_QUOTES).rstrip("."))
