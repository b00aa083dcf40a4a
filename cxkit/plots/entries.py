"""What a report says, entry by entry: of dimensions and groups, or of the items of a dimension."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from cxkit.plots.layout import Label
from cxkit.plots.lettering import LARGE, SMALL, TEXT, Words, soft
from cxkit.plots.rows import Bar, Row, Stroke
from cxkit.plots.tokens import hues
from cxkit.reports import wording
from cxkit.reports.report import Report
from cxkit.reports.rows import OTHERS, Gap, Result, ShownGap, ShownResult, shown
from cxkit.survey.model import Survey
from cxkit.survey.parts import Dimension, Item
from cxkit.words import say, spoken

Said = TypeVar("Said", Result, Gap)


@dataclass(frozen=True, kw_only=True)
class Entry(Generic[Said]):
    """One thing that the report says. name: what the alt text calls it; result: None in a heading.

    aside: said below the figure, and not in a row.
    """

    label: Label
    name: str = ""
    hue: str = ""
    result: Said | None = None
    aside: bool = False


def by_dimension(
    report: Report, results: Iterable[Said], *, attribute: str | None, group: str | None, dimension: str | None
) -> list[Entry[Said]]:
    """Lay out results that each have an attribute, a group and a dimension.

    Without an attribute or with a group: an entry a dimension. Else a heading a dimension, and under it an entry for
    everybody (where there is one) and each group that is told; one for all that are hidden there; and one at the end
    for those hidden throughout. The order is the report's and never the numbers'.
    """
    dimensions, every = wording.chosen(report, dimension), [each.id for each in report.survey.dimensions]
    colour = dict(zip(every, hues(len(every)), strict=True))
    if attribute is None or group is not None:
        wanted = [each for each in results if (each.attribute, each.group) == (attribute, group)]
        return [
            Entry(label=Label(text=title, size=TEXT + 1), name=title, hue=colour[each.id], result=result)
            for each in dimensions
            for title in [str(each.title)]
            for result in wanted
            if result.dimension == each.id
        ]
    drawn = [each.id for each in dimensions]
    inside = [each for each in results if each.attribute in (None, attribute) and each.dimension in drawn]
    told = {each.id: _told(report, inside, attribute, each.id) for each in dimensions}
    somewhere: set[str | None] = set().union(*told.values())
    found: list[Entry[Said]] = []
    for each in dimensions:
        own = [result for result in inside if result.dimension == each.id]
        found += [Entry(label=heading(str(each.title)))] if own else []
        for result in own:
            if shown(result) or result.group is None:
                members = wording.together(report, attribute, each.id)
                name = wording.group_name(report, result.attribute, result.group, members)
                found.append(_of_group(name, result, str(each.title), colour[each.id]))
        hidden = [result for result in own if result.group in somewhere - told[each.id]]
        if hidden:
            name = wording.names_of(report, attribute, [result.group for result in hidden])
            found.append(_of_group(name, hidden[0], str(each.title)))
    throughout = {result.group: result for result in inside if result.group not in (*somewhere, None)}
    if throughout:
        name = wording.joined(wording.labels(report, attribute, throughout))
        found.append(Entry(label=Label(text=name), name=name, result=next(iter(throughout.values())), aside=True))
    return found


def _of_group(name: str, result: Said, title: str, hue: str = "") -> Entry[Said]:
    return Entry(label=Label(text=name), name=wording.commas([title, name]), hue=hue, result=result)


def _told(report: Report, results: Iterable[Said], attribute: str, dimension: str) -> set[str | None]:
    """Return the groups of which something is told on a dimension, each on its own or several together."""
    own = (result for result in results if (result.attribute, result.dimension) == (attribute, dimension))
    told: set[str | None] = {result.group for result in own if shown(result)}
    return told.union(wording.together(report, attribute, dimension)) if OTHERS in told else told


def heading(title: str) -> Label:
    """Return the label of what stands over several rows."""
    return Label(text=title, bold=True, size=TEXT + 1, heading=True)


def stem_over(survey: Survey, items: Sequence[Item]) -> str:
    """Return what stands over these items, and they go on from: "Our leaders …"; empty where they do not."""
    goes_on = any(survey.after_stem(item, spoken()) != str(item.text) for item in items)
    return f"{survey.stem} …" if goes_on else ""


def of_item(survey: Survey, item: Item, result: Said, *, name: str = "", hue: str = "accent") -> Entry[Said]:
    """Lay out what is said of an item; its label is marked where it is reverse-keyed, and so is its name if none."""
    name = name or wording.item_words(item).rstrip(".")
    return Entry(label=Label(text=wording.item_words(item, survey), size=SMALL), name=name, hue=hue, result=result)


def plain(item: Item) -> str:
    """Return an item's text as it stands within a sentence."""
    return str(item.text).rstrip(".")


def the_dimension(report: Report, dimension: str | None) -> Dimension:
    """Return the dimension with that id, or the survey's first. Raises ReportError."""
    return wording.chosen(report, dimension)[0]


def item_results(report: Report, dimension: Dimension) -> dict[str, Result]:
    """Return what the report says of each item of a dimension, for everybody, by item id."""
    return {result.item or "": result for result in report.tables.items if result.dimension == dimension.id}


def under(survey: Survey, items: Sequence[Item]) -> list[Row]:
    """Return a row of what stands over these items, none where nothing does; their names in alt texts are whole."""
    stem = stem_over(survey, items)
    return [Row(label=heading(stem))] if stem else []


def rows_of(entries: Iterable[Entry[Said]], drawn: Callable[[Entry[Said], Any], Row], *, hidden: str = "") -> list[Row]:
    """Make the rows of a figure: headings, what `drawn` makes of a result that is shown, and words for any other."""
    rows = []
    for entry in entries:
        if entry.result is None:
            rows.append(Row(label=entry.label, alt=entry.name))
        elif shown(entry.result):
            rows.append(drawn(entry, entry.result))
        else:
            words = say("report.hidden")
            said = say("report.hidden_names", names=entry.name) if entry.aside else f"{entry.name}: {words}"
            rows.append(Row(label=entry.label, alt=said, hidden=hidden or words, aside=entry.aside))
    return rows


def bar(entry: Entry[Result], result: ShownResult, *, size: float = LARGE) -> Row:
    """Draw a mean as a bar with its interval, its number and its n."""
    strokes: list[Stroke] = []
    if result.low is not None and result.high is not None and result.low < result.high:
        ends = (result.low, result.high)  # with a halo, or the line is lost on its bar
        strokes = [Stroke(ends, "paper", width=4.5), Stroke(ends, "ink", width=1.6)]
    return Row(
        label=entry.label,
        alt=mean_of(entry.name, result),
        bars=[Bar(result.mean, entry.hue)],
        strokes=strokes,
        numbers=[[Words(text=wording.points(result.mean), size=size)], [soft(wording.of_n(result.n))]],
    )


def called(gap: ShownGap) -> list[Words]:
    """Say what a difference is called, in bold where it is sure, and its interval."""
    between = wording.interval(gap)
    return [
        Words(text=wording.upper(wording.called(gap.label)), bold=is_sure(gap)),
        *([soft(between)] if between else []),
    ]


def mean_of(name: str, result: ShownResult) -> str:
    """Say a mean, its interval and its n in words."""
    return say(
        "figures.mean_of", name=name, mean=wording.points(result.mean), sure=wording.certainty(result), n=result.n
    )


def pair_of(name: str, gap: ShownGap, one: str, two: str) -> str:
    """Say two groups' means and their difference in words."""
    return say(
        "figures.pair_of", name=name, one=one, mean=wording.points(gap.mean), n=gap.n, two=two,
        mean_two=wording.points(gap.mean_other), n_two=gap.n_other, difference=wording.signed(wording.difference(gap)),
        sure=wording.certainty(gap),
    )  # fmt: skip


def is_sure(gap: ShownGap) -> bool:
    """Tell whether a difference is more than chance and large enough to matter."""
    return gap.label in {"blind spot", "hidden strength", "better", "worse"}
