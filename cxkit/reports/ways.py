"""Ways through a case: how many chose what at each step, and how many came to which ending."""

from collections.abc import Mapping
from typing import Any

from cxkit.reports.following import after
from cxkit.reports.pictures import Picture, Row
from cxkit.reports.report import Report
from cxkit.reports.rows import shown
from cxkit.reports.voice import short
from cxkit.survey.kinds.case import arrived
from cxkit.survey.parts import Dimension, Item
from cxkit.words import say

_SPLIT = 0.7
"""Where no choice has more than that of the answers, ways part."""


def ways(report: Report, own: Dimension, frame: Mapping[str, Any]) -> Picture | None:
    """Show the share of each choice, step by step, and the endings that are known from them; None where none is.

    An ending is shown where every step that leads to it is; everybody comes to one, by the last choice made.
    """
    results = {row.item: row for row in report.tables.items if row.dimension == own.id}
    steps = [(item, row, row.counts) for item in own.items if shown(row := results.get(item.id)) and row.counts]
    if not steps:
        return None
    told = {item.id: (result, counts) for item, result, counts in steps}
    came = arrived(own, {id: dict(enumerate(counts)) for id, (_, counts) in told.items()})
    rows = [
        row
        for item in own.items
        for row in (_step(own, item, told[item.id][1]) if item.id in told else [_few(item, came)])
    ]
    reached = {ending.id: came[ending.id] for ending in own.endings if ending.id in came}
    of, part = steps[0][1].n, max(steps, key=lambda step: -max(step[2]) / sum(step[2]))
    parted = say("pictured.parts_most", name=short(str(part[0].text).rstrip(".")))
    headline, words = parted, ""
    good = {ending.id for ending in own.endings if ending.good}
    if len(reached) == len(own.endings):
        headline = say("pictured.ends_well", n=sum(n for id, n in reached.items() if id in good), of=of)
        words = parted if max(part[2]) < _SPLIT * sum(part[2]) else ""
    ends = _ends(own, reached, of)
    note = say("pictured.ends_hidden") if len(reached) < len(own.endings) else ""
    story = {"note": note, "question": str(own.question or own.title)}
    reading = say("pictured.ways") if ends else ""
    follow = after(report, own.id, part[0].id, general=say("findings.ask_divided"))
    return Picture(
        following=follow,
        headline=headline,
        words=words,
        kind="ways",
        rows=(*rows, *ends),
        reading=reading,
        **{**frame, **story},
    )


def sketched(own: Dimension) -> Picture:
    """Return a case as it would be shown if everybody went each way once: how much room its words need."""
    rows = [row for item in own.items for row in _step(own, item, (1,) * len(item.choices))]
    ends = _ends(own, {ending.id: 1 for ending in own.endings}, len(own.endings))
    return Picture(
        headline=say("pictured.ends_well", n=10, of=15),
        words=say("pictured.parts_most", name=short(str(own.items[0].text).rstrip("."))),
        kind="ways",
        question=str(own.question or own.title),
        rows=(*rows, *ends),
        reading=say("pictured.ways"),
    )


def _ends(own: Dimension, reached: Mapping[str, int], of: int) -> list[Row]:
    return [
        Row(
            name=str(ending.title), n=of, value=100 * n / of, said=str(n), group=say("pictured.ends"), good=ending.good,
            alt=_ended(str(ending.title), n, of, good=ending.good),
        )
        for ending in own.endings
        if (n := reached.get(ending.id)) is not None
    ]  # fmt: skip


def _ended(name: str, n: int, of: int, *, good: bool) -> str:
    said: dict[str, Any] = {"name": name, "n": n, "of": of}
    return say("pictured.ended_well", **said) if good else say("pictured.ended_badly", **said)


def _step(own: Dimension, item: Item, counts: tuple[int, ...]) -> list[Row]:
    n, most = sum(counts), max(counts)
    leads = {step.id: str(step.text) for step in own.items} | {end.id: str(end.title) for end in own.endings}
    said = [
        say("pictured.ended", name=f"{item.text} {str(choice.text).rstrip('.')}", n=count, of=n)
        for choice, count in zip(item.choices, counts, strict=True)
    ]
    return [
        Row(
            name=str(choice.text).rstrip("."), n=n, value=100 * count / n, said=str(count), first=count == most,
            group=str(item.text), then=leads.get(choice.then, ""), alt=alt,
        )
        for choice, count, alt in zip(item.choices, counts, said, strict=True)
    ]  # fmt: skip


def _few(item: Item, came: Mapping[str, int]) -> Row:
    """Return what stands in place of the choices at a step that is not shown: that few came, or may have."""
    said = say("pictured.few_came") if item.id in came else say("pictured.few_before")
    return Row(
        name=said, n=0, group=str(item.text), alt=say("pictured.row_of", name=str(item.text).rstrip("."), parts=said)
    )
