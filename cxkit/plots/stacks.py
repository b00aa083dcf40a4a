"""How each item was answered: stacked bars that diverge from the middle of the neutral answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes

from cxkit.errors import ReportError, listing
from cxkit.plots.alts import tell
from cxkit.plots.layout import GUTTER, Caption, Column, Label, Notes, beside, calm, hide, inner, laid_out, span, widest
from cxkit.plots.lettering import LARGE, SMALL, TEXT, Words, soft, write
from cxkit.plots.sections import place as place_of
from cxkit.plots.tokens import Shade, colours, shade, text_on
from cxkit.reports.report import Report
from cxkit.reports.status import SHOWN
from cxkit.reports.wording import check_group, chosen, group_name, groups_of, item_words, of_n, why_hidden
from cxkit.survey.parts import Item, ResponseScale
from cxkit.words import say

Row = Mapping[str, Any]

_PALEST = 0.42
_KINDS = ("unfavourable", "neutral", "favourable")


@dataclass(frozen=True, kw_only=True)
class _Answer:
    """One answer to an item. value: as given; None: all of that kind."""

    value: int | None
    kind: str
    share: float
    n: int


@dataclass(frozen=True, kw_only=True)
class _Bar:
    """An item, or the title of a dimension. answers: from the least favourable up; none: hidden, or a title."""

    label: Label
    item: Item | None = None
    answers: tuple[_Answer, ...] = ()

    @property
    def hidden(self) -> bool:
        return self.item is not None and not self.answers

    @property
    def n(self) -> int:
        return sum(answer.n for answer in self.answers)

    def share(self, *kinds: str) -> float:
        return sum(answer.share for answer in self.answers if answer.kind in kinds)

    @property
    def start(self) -> float:
        """Where the bar begins, so that its neutral answers lie on both sides of zero alike."""
        return -100 * (self.share("unfavourable") + self.share("neutral") / 2)


def answers(
    report: Report,
    *,
    dimension: str | None = None,
    attribute: str | None = None,
    group: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw how each item was answered: unfavourable answers to the left of zero, favourable ones to the right.

    By everybody, or by one group of an attribute. Reverse-keyed items are turned round, so that favourable is on the
    right, and say so.

    Raises:
        ReportError: The report does not have the dimension, the attribute or the group.
    """
    check_group(report, attribute, group)
    if attribute is not None and group is None:
        known = listing(groups_of(report, attribute)) or "none"
        raise ReportError(f"Say which group of {attribute} to draw. It has: {known}.")
    bars = _bars(report, attribute, group, dimension)
    title = say("figures.answers_title", group=group_name(report, attribute, group))
    why = why_hidden(report.thresholds.distributions)
    if not any(bar.answers for bar in bars):
        return calm(ax, title, say("figures.nothing"), why)
    return _draw(bars, title, why, ax)


def _draw(bars: list[_Bar], title: str, why: str, ax: Axes | None) -> Axes:
    room = span(ax)
    column = Column.of([bar.label for bar in bars], room * 0.38)
    turned = any(bar.item and bar.item.reverse_keyed for bar in bars)
    notes = Notes.of(
        [
            say("figures.answers_reading"),
            *([say("figures.answers_reversed")] if turned else []),
            *([why] if any(bar.hidden for bar in bars) else []),
        ],
        room,
        drop=44,
    )
    key = _key([bar.item.response_scale for bar in bars if bar.item])
    caption = Caption.of(title, room, key=key, lift=16)
    favourable = {
        place: Words(text=f"{100 * bar.share('favourable'):.0f}%", size=LARGE)
        for place, bar in enumerate(bars)
        if bar.answers
    }
    head = soft(_kind("favourable"))
    n_at = GUTTER + max(head.width, widest([[words] for words in favourable.values()])) + 14
    right = n_at + widest([[soft(of_n(bar.n))] for bar in bars])
    pitch = column.pitch(0.44)
    ax = laid_out(ax, column, caption, notes, pitch=pitch)
    _axis(ax, column)
    scale = inner(ax, column, right) / 200
    for place, bar in enumerate(bars):
        _stack(ax, place, bar, thick=0.3 / pitch, scale=scale)
        if place in favourable:
            beside(ax, place, favourable[place], x=n_at - 14, anchor=1)
            beside(ax, place, soft(of_n(bar.n)), x=n_at)
    write(ax, (1, 1), head, offset=(n_at - 14, 4), coords="axes fraction", anchor=1, va="baseline")
    return tell(ax, title, *[_told(bar) for bar in bars])


def _bars(report: Report, attribute: str | None, group: str | None, dimension: str | None) -> list[_Bar]:
    rows = (*report.tables["items"], *report.tables["group_items"])
    given = {row["item"]: row for row in rows if place_of(row) == (attribute, group)}
    found: list[_Bar] = []
    dimensions = chosen(report, dimension)
    for each in dimensions:
        if len(dimensions) > 1:
            found.append(_Bar(label=Label(text=str(each.title), bold=True, size=TEXT + 1, heading=True)))
        for item in each.items:
            shown = _answers(item, given.get(item.id, {}))
            found.append(_Bar(label=Label(text=item_words(item)), item=item, answers=shown))
    return found


def _answers(item: Item, row: Row) -> tuple[_Answer, ...]:
    """Return how an item was answered, by value where the report tells it, else by kind; nothing where it is hidden."""
    scale, counts, turn = item.response_scale, row.get("counts"), item.response_scale.min + item.response_scale.max
    if row.get("distribution") != SHOWN:
        return ()
    if counts:
        n = sum(counts)
        found = [
            _Answer(
                value=value, kind=scale.kind(turn - value if item.reverse_keyed else value), share=count / n, n=count
            )
            for value, count in zip(range(scale.min, scale.max + 1), counts, strict=True)
        ]
        return tuple(found[::-1] if item.reverse_keyed else found)
    return tuple(_Answer(value=None, kind=kind, share=row[kind], n=round(row[kind] * row["n"])) for kind in _KINDS)


def _axis(ax: Axes, column: Column) -> None:
    ax.set_xlim(-100, 100)
    ax.set_xticks([-100, -50, 0, 50, 100], ["100%", "50%", "0", "50%", "100%"])
    column.write(ax)
    ax.axvline(0, color=colours()["line"], linewidth=1, zorder=0.9)
    for at, kind in ((0, "unfavourable"), (1, "favourable")):
        write(ax, (at, 0), soft(_kind(kind)), offset=(0, -26), coords="axes fraction", anchor=at, va="top")


def _stack(ax: Axes, place: int, bar: _Bar, *, thick: float, scale: float) -> None:
    if bar.hidden:
        hide(ax, place)
    left, paper = bar.start, colours()["paper"]
    # Paper under the bar, or the grid would show through its paler shades.
    ax.barh(place, 100 * bar.share(*_KINDS), left=left, height=thick, color=paper, linewidth=0)
    for answer, colour in zip(bar.answers, _shades([answer.kind for answer in bar.answers]), strict=True):
        wide = 100 * answer.share
        if wide > 0:
            ax.barh(place, wide, left=left, height=thick, color=[colour], edgecolor=paper, linewidth=1)
            words = Words(text=f"{wide:.0f}", size=SMALL, colour=text_on(colour))
            if words.width + 3 <= wide * scale:
                write(ax, (left + wide / 2, place), words, anchor=0.5)
        left += wide


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
    if all(scale == one for scale in scales):
        values = range(one.min, one.max + 1)
        names, kinds = [_name(one, value) for value in values], [one.kind(value) for value in values]
    else:
        names, kinds = [_kind(kind) for kind in _KINDS], list(_KINDS)
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


def _answer(scale: ResponseScale, answer: _Answer) -> str:
    return _kind(answer.kind) if answer.value is None else _name(scale, answer.value)


def _name(scale: ResponseScale, value: int) -> str:
    return str(scale.labels.get(value, value))


def _told(bar: _Bar) -> str:
    if bar.item is None:
        return bar.label.text
    if not bar.answers:
        return say("figures.answers_hidden", item=bar.label.text)
    scale = bar.item.response_scale
    given = bar.answers[::-1] if bar.item.reverse_keyed else bar.answers
    listed = ", ".join(f"{_answer(scale, answer)} {100 * answer.share:.0f}%" for answer in given)
    share = f"{100 * bar.share('favourable'):.0f}"
    return say("figures.answers_alt", item=bar.label.text, answers=listed, share=share, n=bar.n)
