"""How a book that is being built finds the edition it is of: a folder of Reports, named in its surroundings."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

EDITION_VARIABLE = "CXKIT_EDITION"
"""Names the folder that an edition of the book is built from: <survey>.json, a Report each. Unset: the samples."""

STANDING_VARIABLE = "CXKIT_STANDING"
"""Set while a book is built: what its cells show has no kernel behind it."""


def edition_surveys() -> dict[str, Any]:
    """Return the surveys that the edition being built has a Report of, by id."""
    folder = os.environ.get(EDITION_VARIABLE)
    own = Path(folder).glob("*.json") if folder else ()
    files = [json.loads(path.read_text(encoding="utf-8")) for path in own if not path.stem.endswith("_before")]
    return {one["survey"]["id"]: one["survey"] for one in files if isinstance(one, dict) and "survey" in one}


def edition_file(name: str) -> Path | None:
    """Return a file of the edition that the book is built from, or None where there is none of that name."""
    folder = os.environ.get(EDITION_VARIABLE)
    return path if folder and (path := Path(folder, name)).exists() else None
