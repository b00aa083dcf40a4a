"""Viva Glint: who somebody is, then four columns an item: the number, a comment, its topics, and a flag."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxkit.responses.formats.layout import Format, Head, Layout, row
from cxkit.responses.formats.plain import plain
from cxkit.responses.responses import COMMENT
from cxkit.responses.spelling import bare
from cxkit.survey.model import Survey

if TYPE_CHECKING:
    import pandas as pd

_COMMENT = "_COMMENT"
_FLAG = "_SENSITIVE_COMMENT_FLAG"


def _sure(head: Head) -> float:
    return 0.95 if head and any(heading.strip().endswith(_FLAG) for heading in head[0]) else 0.0


def _lay_out(frame: pd.DataFrame, survey: Survey) -> Layout:
    headings = row(frame, 0)
    layout = plain(frame, survey)
    names, table = list(layout.names), layout.frame.copy()
    for dimension in survey.dimensions:
        asked = {bare(words) for item in dimension.items for words in (item.id, *item.text.all())}
        told = [
            place
            for place, heading in enumerate(headings)
            if heading.strip().endswith(_COMMENT) and bare(heading.strip().removesuffix(_COMMENT)) in asked
        ]
        if told:  # what was said about its items is said about the dimension
            table[f"{COMMENT}{dimension.id}"] = [
                "\n".join(filter(None, map(str.strip, cells))) for cells in table.iloc[:, told].itertuples(index=False)
            ]
            names.append((COMMENT + dimension.id,))
    return Layout(names=names, frame=table.set_axis(range(len(names)), axis="columns"), notes=layout.notes)


FORMAT = Format(tool="Viva Glint", sure=_sure, lay_out=_lay_out)
