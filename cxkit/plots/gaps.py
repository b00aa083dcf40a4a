"""The perception gap: two groups' means of each dimension, joined by what lies between them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from matplotlib.axes import Axes

from cxkit.errors import ReportError, listing
from cxkit.plots.alts import of_report
from cxkit.plots.entries import Entry, by_dimension, called, pair_of, rows_of
from cxkit.plots.layout import GUTTER, Labels, span
from cxkit.plots.lettering import LARGE, TEXT, Words, measure, soft, wrap
from cxkit.plots.rows import Column, Dot, Plan, Row, Stroke, Tag
from cxkit.reports import wording
from cxkit.reports.report import Report
from cxkit.reports.rows import OTHERS, Gap, ShownGap, shown
from cxkit.reports.voice import apart, seen, widest
from cxkit.words import say

_HERO = 22
_SHARE = 0.26


@of_report
def gap(report: Report, *, attribute: str | None = None, dimension: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw how far the two groups that the survey compares are apart, on each dimension.

    Args:
        attribute: Whose two groups; None: the first attribute that has two.

    Raises:
        ReportError: No attribute has two, or the report does not have the attribute or the dimension.
    """
    wording.check_attribute(report, attribute)
    gaps = [each for each in report.tables.gaps if attribute in (None, each.attribute)]
    if not gaps:
        compared = listing(each.id for each in report.survey.attributes if each.compare) or "none"
        named = f" by {attribute}" if attribute else ""
        raise ReportError(f"The report compares no two groups{named}. Attributes that its survey compares: {compared}.")
    first = gaps[0]
    names = {each.dimension: wording.gap_names(report, each) for each in gaps}
    one, two = next((names[each.dimension] for each in gaps if each.other != OTHERS), names[first.dimension])
    entries = by_dimension(report, gaps, attribute=first.attribute, group=first.group, dimension=dimension)
    labels = Labels(labels=tuple(entry.label for entry in entries), room=span(ax) * _SHARE)
    ends = _Ends(names=names, room=span(ax) - labels.width - 230)
    title = say("figures.gap_title", one=one, two=two)
    columns = [Column(GUTTER + 8, flush_right=True, centred=True), Column(12)]
    return Plan(columns=columns, share=_SHARE, pitch=0.98 + ends.height / 72).draw(
        rows_of(entries, ends.row),
        ax,
        title=title,
        why=wording.why_not_compared(report, first.attribute or "", first.group),
        notes=[say("figures.gap_reading", one=one, two=two), *wording.why_together(report, first.attribute, gaps)],
        alt=[say("figures.mean_scores_alt", title=title)],
        found=_found(report, [entry.result for entry in entries]),
        comparing=True,
    )


def _found(report: Report, gaps: Iterable[Gap | None]) -> list[str]:
    """Say how the two see the one dimension that is drawn, or on which of several they are furthest apart."""
    known = [each for each in gaps if shown(each)]
    if not known:
        return []
    most = max(known, key=lambda each: abs(each.difference))
    said = " ".join(seen(report, most))
    if len(known) == 1:
        return [said, apart(most)]
    return [widest(report.survey.dimension(most.dimension).title, most), f"{said} {apart(most)}"]


@dataclass(frozen=True, kw_only=True)
class _Ends:
    """The two groups' names, by dimension: beside their numbers, or beyond them where that takes more than `room`."""

    names: Mapping[str, tuple[str, str]]
    room: float

    @property
    def inline(self) -> bool:
        """Whether they stand beside their numbers."""
        return max(measure(name, TEXT) for pair in self.names.values() for name in pair) + 85 <= self.room

    @property
    def height(self) -> float:
        """How much higher they make a row, in points."""
        lines = max(len(wrap(name, TEXT, self.room * 0.8)) for pair in self.names.values() for name in pair)
        return 0.0 if self.inline else 2 * 15.0 * lines

    def row(self, entry: Entry[Gap], gap: ShownGap) -> Row:
        """Draw both means: the first group's name over its end, the other's under its own."""
        one, two = self.names[gap.dimension]
        return Row(
            label=entry.label,
            alt=f"{pair_of(entry.name, gap, one, two)}: {wording.called(gap.label)}",
            strokes=[Stroke((gap.mean, gap.mean_other), entry.hue, width=3)],
            dots=[
                Dot(gap.mean_other, "paper", area=90, marker="D", edge=entry.hue, rim=2.4),
                Dot(gap.mean, entry.hue, area=150, edge=entry.hue, rim=2.4),
            ],
            tags=[
                *self._tags(one, gap.mean, gap.n, side=1),
                *self._tags(two, gap.mean_other, gap.n_other, side=-1),
            ],
            numbers=[[Words(text=wording.signed(wording.difference(gap)), size=_HERO, bold=True)], called(gap)],
        )

    def _tags(self, name: str, mean: float, n: int, *, side: int) -> Iterator[Tag]:
        said = [Words(text=wording.points(mean), size=LARGE, bold=True, before=5), soft(wording.of_n(n), before=6)]
        if self.inline:
            said = [soft(name, size=TEXT), *said]
        yield Tag(mean, said, away=(0, side * 17), anchor=mean / 100)
        lines = () if self.inline else wrap(name, TEXT, self.room * 0.8)[::-side]
        for step, line in enumerate(lines, start=1):
            yield Tag(mean, [soft(line, size=TEXT)], away=(0, side * (18 + 15 * step)), anchor=mean / 100)
