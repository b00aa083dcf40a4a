"""How answers spread: distributions and agreement, laid out from a report's rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from cxkit.groups import rwg_j
from cxkit.survey import Survey

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


def agreement(survey: Survey, rows: Iterable[Row]) -> pd.DataFrame:
    """Return within-group agreement of each (attribute, group, dimension) all of whose items are told exactly."""
    import pandas as pd  # noqa: PLC0415

    points = {item.id: item.response_scale.range + 1 for item in survey.items}
    cells: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        cells.setdefault((row["attribute"], row["group"], row["dimension"]), []).append(row)
    found = []
    for (attribute, group, dimension), own in cells.items():
        sds = [row["sd"] for row in own]
        known = all(row["exact"] for row in own)
        found.append(
            {
                "attribute": attribute,
                "group": group,
                "dimension": dimension,
                "status": SHOWN if known else SUPPRESSED,
                "n": min(row["n"] for row in own) if known else None,
                "rwg_j": rwg_j(sds, [points[row["item"]] for row in own]) if known else None,
            }
        )
    columns = ["attribute", "group", "dimension", "status", "n", "rwg_j"]
    return pd.DataFrame(found, columns=columns).astype({"n": "Int64", "rwg_j": "float64"})
