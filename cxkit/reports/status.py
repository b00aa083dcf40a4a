"""How answers spread: distributions and agreement, laid out from a report's rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from cxkit.survey.model import Survey

if TYPE_CHECKING:
    import pandas as pd

Row = Mapping[str, Any]

SHOWN = "shown"
BOUNDED = "bounded"
SUPPRESSED = "suppressed"


def limit(row: Row) -> str | None:
    """Return what is told instead of a mean that is too near an end, "≥ 75" or "≤ 25"; None of any other row."""
    if row["status"] != BOUNDED:
        return None
    if row.get("at_least") is not None:
        return f"≥ {row['at_least']:.0f}"
    return f"≤ {row['at_most']:.0f}"


def distributions(survey: Survey, rows: Iterable[Row]) -> pd.DataFrame:
    """Lay out the counts of answers: a row a (attribute, group, item, value)."""
    import pandas as pd  # noqa: PLC0415  (a server that only passes reports on does without)

    items = {item.id: item for item in survey.items}
    laid_out: list[Row] = []
    for row in rows:
        item = items[row["item"]]
        scale = item.response_scale
        counts: list[int] | None = row["counts"] if row["distribution"] == SHOWN else None
        total = sum(counts) if counts else 0
        for place, value in enumerate(range(scale.min, scale.max + 1)):
            keyed = scale.min + scale.max - value if item.reverse_keyed else value
            laid_out.append(
                {
                    "attribute": row.get("attribute"),
                    "group": row.get("group"),
                    "item": item.id,
                    "dimension": row["dimension"],
                    "value": value,
                    "kind": scale.kind(keyed),
                    "status": SHOWN if counts else SUPPRESSED,
                    "n": counts[place] if counts else None,
                    "share": counts[place] / total if counts and total else None,
                }
            )
    columns = ["attribute", "group", "item", "dimension", "value", "kind", "status", "n", "share"]
    return pd.DataFrame(laid_out, columns=columns).astype({"n": "Int64", "share": "float64", "value": "int64"})


def agreement(groups: Iterable[Row], items: Iterable[Row]) -> pd.DataFrame:
    """Lay out within-group agreement of each (attribute, group, dimension), with the fewest who answered an item."""
    import pandas as pd  # noqa: PLC0415

    fewest: dict[tuple[str, str, str], int] = {}
    for row in items:
        place = row["attribute"], row["group"], row["dimension"]
        fewest[place] = min(fewest.get(place, row["n"] or 0), row["n"] or 0)
    columns = ["attribute", "group", "dimension", "status", "n", "rwg_j"]
    found = []
    for row in groups:
        place = row["attribute"], row["group"], row["dimension"]
        known = row["status"] == SHOWN and row["rwg_j"] is not None
        found.append([*place, *([SHOWN, fewest[place], row["rwg_j"]] if known else [SUPPRESSED, None, None])])
    return pd.DataFrame(found, columns=columns).astype({"n": "Int64", "rwg_j": "float64"})
