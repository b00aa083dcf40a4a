"""How each item was answered: stacked bars that diverge from the middle of the neutral answers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from cxkit.errors import ReportError, listing
from cxkit.plots.alts import of_report
from cxkit.plots.entries import heading, stem_over
from cxkit.plots.layout import GUTTER, Label, Labels
from cxkit.plots.lettering import LARGE, SMALL, Words, soft, write
from cxkit.plots.rows import Bar, Column, Plan, Row, Scale, Tag
from cxkit.plots.tokens import Shade, colours, shade, text_on
from cxkit.reports import wording
from cxkit.reports.report import Report
from cxkit.reports.rows import OTHERS, Result
from cxkit.reports.status import SHOWN
from cxkit.survey.model import Survey
from cxkit.survey.parts import Item, ResponseScale
from cxkit.words import say

_PALEST = 0.42
_KINDS = ("unfavourable", "neutral", "favourable")
_SCALE = Scale(ends=(-100, 100), ticks={-100: "100%", -50: "50%", 0: "0", 50: "50%", 100: "100%"})


@of_report
def answers(
    report: Report,
    *,
    dimension: str | None = None,
    attribute: str | None = None,
    group: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw how each item was answered: unfavourable answers to the left of zero, favourable ones to the right.

    By everybody, or by one group of an attribute, together with those that it is told with. Reverse-keyed items are
    turned round, so that favourable is on the right, and say so.

    Raises:
        ReportError: The report does not have the dimension, the attribute or the group.
    """
    wording.check_group(report, attribute, group)
    if attribute is not None and group is None:
        known = listing(wording.groups_of(report, attribute)) or "none"
        raise ReportError(f"Say which group of {attribute} to draw. It has: {known}.")
    cells = {result.place: result for result in (*report.tables.items, *report.tables.group_items)}
    others = wording.together(report, attribute)
    if group in (OTHERS, *others):
        group = OTHERS
        cells = {place: row for place, row in cells.items() if row.members == others}  # else others are in it, too
    rows: list[Row] = []
    dimensions = wording.chosen(report, dimension)
    items = [item for each in dimensions for item in each.items]
    for each in dimensions:
        stem = stem_over(report.survey, each.items)
        if over := ": ".join(filter(None, [str(each.title) * (len(dimensions) > 1), stem])):
            rows.append(Row(label=heading(over), alt=str(each.title) * (len(dimensions) > 1)))
        rows += [_row(report.survey, item, cells.get((attribute, group, item.id, each.id))) for item in each.items]
    title = say("figures.answers_title", group=wording.group_name(report, attribute, group))
    notes = [say("figures.answers_reading")]
    if any(item.reverse_keyed for item in items):
        notes.append(say("figures.answers_reversed"))
    if group == OTHERS:
        notes.append(wording.explained(report, attribute or "", others))
    columns = [Column(GUTTER, flush_right=True, head=soft(_kind("favourable"))), Column(14)]
    return Plan(columns=columns, scale=_SCALE, share=0.38, pitch=0.44, thick=0.3, lift=16, drop=44).draw(
        rows,
        ax,
        title=title,
        notes=notes,
        alt=[title],
        key=_key([item.response_scale for item in items]),
        also=_ends,
    )


@dataclass(frozen=True, kw_only=True)
class _Answer:
    """One answer to an item, or all of one kind. name: what it is called; share: 0–1, and as it is said, in percent."""

    name: str
    kind: str
    share: float
    percent: int


def _row(survey: Survey, item: Item, result: Result | None) -> Row:
    words, label = wording.item_words(item), Label(text=wording.item_words(item, survey))
    if result is None or result.distribution != SHOWN:
        hidden = say("report.hidden")
        return Row(label=label, alt=say("figures.answers_hidden", item=words), hidden=hidden)
    given = _answers(item, result)
    n = sum(result.counts) if result.counts else result.n or 0
    share = sum(answer.percent for answer in given if answer.kind == "favourable")
    asked = given[::-1] if item.reverse_keyed else given
    listed = wording.commas(f"{answer.name} {answer.percent}%" for answer in asked)
    bars = list(_bars(given))
    numbers = [answer.percent for answer in given if answer.share]
    return Row(
        label=label,
        alt=say("figures.answers_alt", item=words, answers=listed, share=share, n=n),
        # Paper under the bar, or the grid would show through its paler shades.
        bars=[Bar(sum(bar.width for bar in bars), "paper", left=bars[0].left), *bars],
        tags=[_tag(bar, percent) for bar, percent in zip(bars, numbers, strict=True)],
        numbers=[[Words(text=f"{share}%", size=LARGE)], [soft(wording.of_n(n))]],
    )


def _answers(item: Item, result: Result) -> list[_Answer]:
    """Return how an item was answered, from the least favourable up: by value where the report tells it, or by kind."""
    shares = {kind: getattr(result, kind) or 0.0 for kind in _KINDS}
    of_kind = dict(zip(_KINDS, wording.percents([*shares.values()]), strict=True))
    if not result.counts:
        return [
            _Answer(name=_kind(kind), kind=kind, share=share, percent=of_kind[kind]) for kind, share in shares.items()
        ]
    scale, n = item.response_scale, sum(result.counts)
    turn = scale.min + scale.max
    kinds = [scale.kind(turn - value if item.reverse_keyed else value) for value in range(scale.min, scale.max + 1)]
    parts = {  # of each kind those of its answers add up to its own
        kind: iter(
            wording.percents([count for count, one in zip(result.counts, kinds, strict=True) if one == kind], total)
        )
        for kind, total in of_kind.items()
    }
    found = [
        _Answer(name=_name(scale, value), kind=kind, share=count / n, percent=next(parts[kind]))
        for (value, count), kind in zip(enumerate(result.counts, scale.min), kinds, strict=True)
    ]
    return found[::-1] if item.reverse_keyed else found


def _bars(answers: Sequence[_Answer]) -> Iterator[Bar]:
    """Lay the answers side by side, so that the neutral ones lie on both sides of zero alike."""
    shares = {kind: sum(answer.share for answer in answers if answer.kind == kind) for kind in _KINDS}
    left = -100 * (shares["unfavourable"] + shares["neutral"] / 2)
    for answer, colour in zip(answers, _shades([answer.kind for answer in answers]), strict=True):
        if answer.share:
            yield Bar(100 * answer.share, colour, left=left, edge="paper")
        left += 100 * answer.share


def _tag(bar: Bar, percent: int) -> Tag:
    words = Words(text=str(percent), size=SMALL, colour=text_on(bar.colour))
    return Tag(bar.left + bar.width / 2, [words], room=bar.width)


def _ends(ax: Axes, _: Labels) -> None:
    ax.axvline(0, color=colours()["line"], linewidth=1, zorder=0.9)
    for at, kind in ((0, "unfavourable"), (1, "favourable")):
        write(ax, (at, 0), soft(_kind(kind)), offset=(0, -26), coords="axes fraction", anchor=at, va="top")


def _shades(kinds: Sequence[str]) -> list[Shade]:
    """Return a colour for each answer from the least favourable up: the further from neutral, the stronger."""
    many = {kind: kinds.count(kind) for kind in _KINDS}
    seen = dict.fromkeys(_KINDS, 0)
    found = []
    for kind in kinds:
        deep = seen[kind] if kind == "favourable" else many[kind] - 1 - seen[kind]
        seen[kind] += 1
        opacity = 1.0 if kind == "neutral" or many[kind] == 1 else _PALEST + (1 - _PALEST) * deep / (many[kind] - 1)
        found.append(shade(kind, opacity))
    return found


def _key(scales: Sequence[ResponseScale]) -> list[list[Words]]:
    """Name the colours: by the answers where all items have the same, else by their kinds."""
    one = scales[0]
    names, kinds = list(map(_kind, _KINDS)), list(_KINDS)
    if all(scale == one for scale in scales):
        values = range(one.min, one.max + 1)
        names, kinds = [_name(one, value) for value in values], [one.kind(value) for value in values]
    return [
        [Words(text="■", size=LARGE, colour=colour), soft(name, before=4)]
        for name, colour in zip(names, _shades(kinds), strict=True)
    ]


def _kind(kind: str) -> str:
    return {
        "favourable": say("figures.favourable"),
        "neutral": say("figures.neutral"),
        "unfavourable": say("figures.unfavourable"),
    }[kind]


def _name(scale: ResponseScale, value: int) -> str:
    return str(scale.labels.get(value, value))
