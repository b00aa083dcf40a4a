"""How numbers, n and what is hidden are said: on a figure and in its alt text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from cxkit.errors import ReportError, did_you_mean, listing
from cxkit.reports.report import Report
from cxkit.reports.rows import Gap, Result
from cxkit.survey.parts import Dimension, Item
from cxkit.words import say


def points(value: float) -> str:
    """Return a score in whole points."""
    return f"{value:.0f}".replace("-", "−") if round(value) else "0"


def signed(value: float) -> str:
    """Return a difference in whole points: +18, −5, 0."""
    return ("+" if round(value) > 0 else "") + points(value)


def of_n(n: int) -> str:
    """Return n as it stands on every figure."""
    return say("report.of_n", n=n)


def of_ns(ns: Sequence[int]) -> str:
    """Return several n: one where they are the same, else the least and the most; that it is hidden where none is."""
    if not ns:
        return say("report.hidden")
    return of_n(ns[0]) if min(ns) == max(ns) else say("report.of_range", least=min(ns), most=max(ns))


def interval(of: Result | Gap, number: Callable[[float], str] = points) -> str:
    """Return an interval, in whole points; nothing where there is none."""
    return "" if of.low is None or of.high is None else say("report.range", low=number(of.low), high=number(of.high))


def called(label: str) -> str:
    """Return what a difference or a change is called, by its label in a report."""
    return {
        "blind spot": say("report.blind_spot"),
        "hidden strength": say("report.hidden_strength"),
        "in line": say("report.in_line"),
        "too few to tell": say("report.too_few"),
        "better": say("report.better"),
        "worse": say("report.worse"),
        "much the same": say("report.much_the_same"),
    }[label]


def unbroken(words: str) -> str:
    """Return words in which no line breaks within an n."""
    return words.replace("n = ", "n = ".replace(" ", "\u00a0"))


def upper(words: str) -> str:
    """Return words with a capital in front."""
    return words[:1].upper() + words[1:]


def item_words(item: Item) -> str:
    """Return an item's text, marked where it is reverse-keyed."""
    return say("report.reversed", text=item.text) if item.reverse_keyed else str(item.text)


def why_hidden(threshold: int) -> str:
    """Return why something is hidden."""
    return say("report.why_hidden", least=threshold)


def group_name(report: Report, attribute: str | None, group: str | None) -> str:
    """Return what a group is called."""
    if attribute is None or group is None:
        return say("report.everyone")
    return report.survey.attribute(attribute).label(group)


def named(names: Iterable[str], *, most: int = 12) -> str:
    """Return names in one line, with how many more there are than that."""
    names = list(names)
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else say("report.and_more", names=shown, n=len(names) - most)


def check_attribute(report: Report, attribute: str | None) -> None:
    """Raise ReportError for an attribute that the report has no groups by. None is everybody."""
    if attribute is not None and attribute not in report.by:
        raise ReportError(
            f'The report has no groups by "{attribute}". It has: {listing(report.by) or "none"}.'
            + did_you_mean(attribute, report.by)
        )


def check_group(report: Report, attribute: str | None, group: str | None) -> None:
    """Raise ReportError for a group that the attribute does not have, or that comes without its attribute."""
    check_attribute(report, attribute)
    if group is None:
        return
    if attribute is None:
        raise ReportError(f'Say of which attribute "{group}" is a group. There are: {listing(report.by) or "none"}.')
    known = groups_of(report, attribute)
    if group not in known:
        raise ReportError(
            f'There is no group "{group}" in {attribute}. It has: {listing(known) or "none"}.'
            + did_you_mean(group, known)
        )


def groups_of(report: Report, attribute: str) -> list[str]:
    """Return the groups of an attribute, in the report's order."""
    return list(dict.fromkeys(row.group or "" for row in report.tables.groups if row.attribute == attribute))


def chosen(report: Report, dimension: str | None) -> tuple[Dimension, ...]:
    """Return the dimension with that id, or all. Raises ReportError for one that the survey does not have."""
    known = [each.id for each in report.survey.dimensions]
    if dimension is not None and dimension not in known:
        raise ReportError(
            f'There is no dimension "{dimension}" in the survey. It has: {listing(known)}.'
            + did_you_mean(dimension, known)
        )
    return tuple(each for each in report.survey.dimensions if dimension in (None, each.id))


def sentences(parts: Iterable[str]) -> str:
    """Return the parts of an alt text in one line, each ending with a stop."""
    return " ".join(part if part.endswith((".", "?", "!")) else f"{part}." for part in parts if part)
