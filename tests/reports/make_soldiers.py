"""Make soldiers.json: what cxkit may publish of real answers, from a table of them that stays where it is.

They are 2,042 soldiers of the US Army in 49 companies: `lq2002` of R's package multilevel (P. Bliese; GPL 2 or later).
In the file are Reports, that is, published numbers: nobody's answers.

`python tests/reports/make_soldiers.py lq2002.csv`, where the table comes from R:
`write.csv(multilevel::lq2002, "lq2002.csv", row.names = FALSE)`.
"""

import json
import sys
from pathlib import Path

import pandas as pd

import cxkit as cx
from cxkit.survey.model import Survey

COMPANIES = (14, 49, 4, 13)
"""Of 10, 18, 45 and 99 soldiers."""
SCALES = {
    "LEAD": ("Leadership", 11, 1, 5, False),
    "TSIG": ("A task that counts", 3, 1, 5, False),
    "HOSTIL": ("Calm", 5, 0, 4, True),
}
"""By the first letters of their columns: title, items, lowest and highest answer, whether a high one is a bad one."""


def survey() -> Survey:
    """Say what was asked, in words of our own."""
    return Survey.from_dict({
        "id": "soldiers",
        "title": "Soldiers",
        "dimensions": [
            {
                "id": start.lower(),
                "title": title,
                "items": [
                    {"id": f"{start}{item:02d}", "text": f"{title}, question {item}", "reverse_keyed": turned,
                     "response_scale": {"min": low, "max": high}}
                    for item in range(1, items + 1)
                ],
            }
            for start, (title, items, low, high, turned) in SCALES.items()
        ],
    })  # fmt: skip


def main(file: Path) -> None:
    """Write down what may be published of four companies, and of all of them together."""
    table = pd.read_csv(file)
    rooms = {f"company {id}": cx.report(table[table["COMPID"] == id], survey()) for id in COMPANIES}
    rooms["all companies"] = cx.report(table, survey())
    made = {name: report.to_dict() for name, report in rooms.items()}
    place = Path(__file__).with_name("soldiers.json")
    place.write_text(json.dumps(made, separators=(",", ":"), ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
