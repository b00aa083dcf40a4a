"""How answers are distributed and how far groups agree, laid out from a report's rows."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cxkit.reports.rows import Result, Tables, frame_of, shown
from cxkit.reports.status import SHOWN, SUPPRESSED
from cxkit.survey.model import Survey

if TYPE_CHECKING:
    import pandas as pd


def distributions(survey: Survey, rows: Iterable[Result]) -> "pd.DataFrame":
    """Lay out the counts of answers: a row a (attribute, group, item, value)."""
    import pandas as pd  # noqa: PLC0415  (a server that only passes reports on does without)

    items = {item.id: item for item in survey.items}
    laid_out: list[dict[str, Any]] = []
    for row in rows:
        item = items[row.item or ""]
        scale = item.response_scale
        counts = row.counts if row.distribution == SHOWN else None
        total = sum(counts) if counts else 0
        for place, value in enumerate(range(scale.min, scale.max + 1)):
            keyed = scale.min + scale.max - value if item.reverse_keyed else value
            laid_out.append(
                {
                    "attribute": row.attribute,
                    "group": row.group,
                    "item": item.id,
                    "dimension": row.dimension,
                    "value": value,
                    "kind": scale.kind(keyed),
                    "status": SHOWN if counts else SUPPRESSED,
                    "n": counts[place] if counts else None,
                    "share": counts[place] / total if counts and total else None,
                }
            )
    columns = ["attribute", "group", "item", "dimension", "value", "kind", "status", "n", "share"]
    return pd.DataFrame(laid_out, columns=columns).astype({"n": "Int64", "share": "float64", "value": "int64"})


def agreement_rows(tables: Tables) -> list[Result]:
    """Return how far each group agrees on each dimension, with the fewest who answered an item of it."""
    fewest: dict[tuple[str | None, str | None, str], int] = {}
    for row in tables.group_items:
        place = row.attribute, row.group, row.dimension
        fewest[place] = min(fewest.get(place, row.n or 0), row.n or 0)
    found = []
    for row in tables.groups:
        hidden = Result(attribute=row.attribute, group=row.group, dimension=row.dimension)
        least = fewest.get((row.attribute, row.group, row.dimension))
        known = shown(row) and row.rwg_j is not None
        found.append(replace(hidden, status=SHOWN, n=least, rwg_j=row.rwg_j) if known else hidden)
    return found


def agreement(tables: Tables) -> "pd.DataFrame":
    """Lay out `agreement_rows`."""
    return frame_of(agreement_rows(tables), ["attribute", "group", "dimension", "status", "n", "rwg_j"])
