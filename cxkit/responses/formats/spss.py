"""Files of SPSS, by pyreadstat: variables by name and label, values by their labels where they have some."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from cxkit.errors import ResponseError
from cxkit.responses.coding import as_text
from cxkit.responses.formats.layout import Layout


def is_spss(path: Path) -> bool:
    """Say whether a file is one of SPSS, by its first letters."""
    try:
        with path.open("rb") as file:
            return file.read(4) in {b"$FL2", b"$FL3"}
    except OSError:
        return False


def read_spss(path: Path) -> Layout:
    """Read a file of SPSS; what it declares missing is blank, rows are numbered from 1. Raises ResponseError."""
    try:
        import pyreadstat  # noqa: PLC0415
    except ImportError:
        raise ResponseError(
            'reading SPSS needs pyreadstat. Install it: pip install "cxkit[spss]". Or in SPSS, save as CSV.'
        ) from None
    try:
        table, about = pyreadstat.read_sav(path)
    except pyreadstat.ReadstatError as error:
        raise ResponseError(f"is not a readable SPSS file ({error}).") from None
    names = list(zip(about.column_names, (label or "" for label in about.column_labels), strict=True))
    columns = []
    for name in about.column_names:
        labels = about.variable_value_labels.get(name, {})
        columns.append([as_text(labels.get(value, value)) for value in table[name]])
    frame = pd.DataFrame(dict(enumerate(columns)), dtype=object)
    return Layout(
        names=[tuple(filter(None, both)) for both in names],
        frame=frame.set_axis(range(1, len(frame) + 1)),
        notes=("Read as a file of SPSS (sure).",),
    )
