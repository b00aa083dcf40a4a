"""How numbers, n and what is hidden are said: on a figure and in its alt text."""

from collections.abc import Iterable, Mapping, Sequence
from math import copysign, floor

from cxkit.errors import ReportError, did_you_mean, listing
from cxkit.reports.report import Report
from cxkit.reports.rows import OTHERS, Gap, Participation, Place, Result, ShownGap, ShownResult, shown
from cxkit.survey.crossing import CROSS
from cxkit.survey.model import Survey
from cxkit.survey.parts import Dimension, Item
from cxkit.words import say, spoken, spoken_number

_LONG = 34
"""Letters: names of several groups that are longer together are counted instead."""


def whole(value: float) -> int:
    """Return a number rounded half away from zero, as everything that is shown is, here and in scripts: 52.5 is 53."""
    return int(copysign(floor(abs(value) + 0.5), value))


def points(value: float) -> str:
    """Return a score in whole points."""
    return str(whole(value)).replace("-", "−")


def signed(value: float) -> str:
    """Return a difference in whole points: +18, −5, 0."""
    return ("+" if whole(value) > 0 else "") + points(value)


def end(value: float) -> str:
    """Return an end of a difference's interval as `signed`; in tenths where that would be 0: it is on one side."""
    if whole(value) or not value:
        return signed(value)
    return ("+" if value > 0 else "−") + spoken_number(max(1, whole(abs(value) * 10)) / 10, "0.0")


def of_n(n: int) -> str:
    """Return n as it stands on every figure."""
    return say("report.of_n", n=n)


def of_ns(ns: Sequence[int]) -> str:
    """Return several n: one where they are the same, else the least and the most; that it is hidden where none is."""
    if not ns:
        return say("report.hidden")
    return of_n(ns[0]) if min(ns) == max(ns) else say("report.of_range", least=min(ns), most=max(ns))


def difference(gap: ShownGap) -> int:
    """Return a difference in whole points, of both means as they are shown: whoever subtracts comes to the same."""
    return whole(gap.mean) - whole(gap.mean_other)


def percents(shares: Sequence[float], total: int = 100) -> list[int]:
    """Return shares of 1 in whole per cent that add up to the total: by the largest remainder, of equal ones the first.

    >>> from cxkit.reports.wording import percents
    >>> percents([1 / 3, 1 / 3, 1 / 3])
    [34, 33, 33]
    """
    every = sum(shares)
    exact = [share / every * total if every else 0.0 for share in shares]
    given = [floor(part) for part in exact]
    most = sorted(range(len(exact)), key=lambda place: (given[place] - exact[place], place))
    for place in most[: total - sum(given) if every else 0]:
        given[place] += 1
    return given


def interval(of: Result | Gap) -> str:
    """Return an interval, in whole points; that there is none where everybody invited answered; "" where none is known.

    >>> from cxkit.reports.rows import Gap, Result
    >>> from cxkit.reports.wording import interval
    >>> interval(Result(dimension="pace", low=41.6, high=58.4)), interval(Result(dimension="pace", low=50.0, high=50.0))
    ('42 to 58', 'everybody answered')
    >>> interval(Gap(dimension="pace", low=0.3, high=19.6))
    '+0.3 to +20'
    """
    if of.low is None or of.high is None:
        return ""
    if of.low == of.high:
        return say("report.all_answered")
    return say("report.range", **_ends(of))


def certainty(of: Result | Gap) -> str:
    """Return how sure a number is, as it follows it in a sentence; "" where that is not known."""
    known = interval(of)
    if known and of.low != of.high:
        known = say("report.interval", **_ends(of))
    return say("report.comma") + known if known else ""


def _ends(of: Result | Gap) -> dict[str, str]:
    number = end if isinstance(of, Gap) else points
    return {"low": number(of.low or 0.0), "high": number(of.high or 0.0)}


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


def lower(words: str) -> str:
    """Return a sentence as it goes on after a colon: with a small letter in front, except in German."""
    return words if spoken().startswith("de") else words[:1].lower() + words[1:]


def item_words(item: Item, below: Survey | None = None) -> str:
    """Return an item's text, marked where it is reverse-keyed. below: the survey whose stem stands above it."""
    text = below.after_stem(item, spoken()) if below else str(item.text)
    return say("report.reversed", text=text) if item.reverse_keyed else text


def group_name(report: Report, attribute: str | None, group: str | None, members: Sequence[str] | None = None) -> str:
    """Return what a group is called. members: of several that are told together; None: of those that always are."""
    if attribute is None or group is None:
        return say("report.everyone")
    own = report.survey.attribute(attribute)
    if group != OTHERS:
        return own.label(group)
    members = members or together(report, attribute)
    if CROSS in attribute or len(members) == len(every_group(report, attribute)) - 1:
        return say("report.everyone_else")
    return names_of(report, attribute, members)


def names_of(report: Report, attribute: str, groups: Iterable[str | None]) -> str:
    """Return what several groups are called, or how many they are where that would be long."""
    each = labels(report, attribute, groups)
    return joined(each) if len(joined(each)) <= _LONG else say("report.other_groups", n=len(each))


def labels(report: Report, attribute: str, groups: Iterable[str | None]) -> list[str]:
    """Return what groups are called, each of those that are told together."""
    several = together(report, attribute)
    every = [each for group in groups for each in (several if group == OTHERS else (group or "",))]
    return [report.survey.attribute(attribute).label(group) for group in every]


def why_hidden() -> str:
    """Return why something is hidden."""
    return say("report.why_hidden")


def why_not_compared(report: Report, attribute: str, group: str | None) -> str:
    """Return why a group is not compared: it is told together with others, or hidden."""
    others = together(report, attribute)
    if group not in others:
        return why_hidden()
    return say("report.together", names=joined(labels(report, attribute, others)))


def gap_names(report: Report, gap: Gap) -> tuple[str, str]:
    """Return what the two groups of a gap are called."""
    members = together(report, gap.attribute, gap.dimension)
    return group_name(report, gap.attribute, gap.group), group_name(report, gap.attribute, gap.other, members)


def together(report: Report, attribute: str | None, dimension: str | None = None) -> tuple[str, ...]:
    """Return the groups that are told together: on every dimension, or on this one."""
    rows: Sequence[Participation | Result] = report.tables.participation if dimension is None else report.tables.groups
    found = (row for row in rows if (row.attribute, row.group) == (attribute, OTHERS))
    return next((row.members or () for row in found if getattr(row, "dimension", None) == dimension), ())


def why_together(report: Report, attribute: str | None, rows: Iterable[Result | Gap | None]) -> list[str]:
    """Say which groups are told together in some rows, or alone though few, and why: a sentence for each of these."""
    seen = [row for row in rows if row and shown(row) and attribute is not None]
    told = [row for row in seen if OTHERS in (row.group, getattr(row, "other", None))]
    each = dict.fromkeys(together(report, attribute, row.dimension) for row in told)
    return [explained(report, attribute or "", members) for members in each] + why_though_few(report, seen)


def why_though_few(report: Report, rows: Iterable[Result | Gap]) -> list[str]:
    """Say of which groups something is told though they are few: all of their people agreed."""
    named = though_few(report, rows)
    return [say("report.agreed", names=upper(joined(named)))] if named else []


def though_few(report: Report, rows: Iterable[Result | Gap]) -> list[str]:
    """Return what those groups are called within a sentence of which something is told though they are few."""
    few = (row for row in rows if shown(row) and row.group and row.n < report.thresholds.scores)
    every = dict.fromkeys((row.attribute, row.group) for row in few)
    return [within(group, group_name(report, attribute, group)) for attribute, group in every]


def within(group: str | None, name: str) -> str:
    """Return what a group with this name is called within a sentence: all others begin small."""
    if name == say("report.everyone_else"):
        return name[:1].lower() + name[1:]
    return {"leader": say("picture.leaders"), "frontline": say("picture.frontline")}.get(group or "", name)


def explained(report: Report, attribute: str, members: Sequence[str]) -> str:
    """Say of groups that are told together which they are, and why."""
    name = group_name(report, attribute, OTHERS, members)
    if CROSS in attribute:
        return say("report.together", names=name)
    names = joined(labels(report, attribute, members))
    return say("report.together", names=names if name == names else f"{name} ({names})")


def told_for(cells: Mapping[Place, Result], place: Place) -> ShownResult | None:
    """Return what is told at a place: of its group, or of several together that it is one of; None: nothing."""
    attribute, group, *rest = place
    own, others = cells.get(place), cells.get((attribute, OTHERS, *rest))  # type: ignore[arg-type]
    if shown(own):
        return own
    return others if shown(others) and group in (others.members or ()) else None


def commas(parts: Iterable[str]) -> str:
    """Return parts with commas between them, as the language has them."""
    return say("report.comma").join(parts)


def semicolons(parts: Iterable[str]) -> str:
    """Return parts that may have commas of their own, with semicolons between them."""
    return say("report.semicolon").join(parts)


def joined(names: Iterable[str]) -> str:
    """Return names as they stand in a sentence: A, B and C."""
    *first, last = names
    return say("report.and", names=commas(first), last=last) if first else last


def named(names: Iterable[str], *, most: int = 12) -> str:
    """Return names in one line, with how many more there are than that."""
    names = list(names)
    shown = commas(names[:most])
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
    options = report.survey.attribute(attribute).options or {}  # of too few people it is not told who is in which
    known = list(dict.fromkeys((*groups_of(report, attribute), *every_group(report, attribute), *options)))
    if group not in known:
        raise ReportError(
            f'There is no group "{group}" in {attribute}. It has: {listing(known) or "none"}.'
            + did_you_mean(group, known)
        )


def groups_of(report: Report, attribute: str) -> list[str]:
    """Return the groups of an attribute, in the report's order; those that always are told together as one."""
    listed = {row.group for row in report.tables.groups if row.attribute == attribute}
    people = (row for row in report.tables.participation if row.attribute == attribute)
    return [row.group or "" for row in people if row.group in listed]


def every_group(report: Report, attribute: str) -> list[str]:
    """Return the groups of an attribute, each of those that are told together."""
    people = (row for row in report.tables.participation if row.attribute == attribute)
    return [group for row in people for group in row.members or (row.group or "",)]


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
