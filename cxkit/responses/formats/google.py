"""Google Forms: a time stamp, then a column a question; the rows of a grid as "question [row]"."""

import re

from cxkit.responses.formats.layout import Format, Head
from cxkit.responses.formats.plain import plain
from cxkit.responses.spelling import bare, tidy

_STAMPS = frozenset({
    "timestamp", "horodateur", "zeitstempel", "marcatemporal", "informazionicronologiche", "carimbodedatahora",
    "tijdstempel", "sygnaturaczasowa", "tidsstämpel", "tidsstempel", "aikaleima", "zamandamgası", "časováznačka",
    "отметкавремени", "タイムスタンプ", "时间戳记", "時間戳記", "타임스탬프", "tidsmerke", "marcadetemps",
    "időbélyeg", "časovápečiatka", "позначкачасу", "χρονικήσήμανση", "חותמתזמן", "طابعزمني", "dấuthờigian",
})  # fmt: skip
_TIME = re.compile(r"\d{1,4}[-/.] ?\d{1,2}[-/.] ?\d{1,4}\.?,?[ T]+(?:\D{1,7})?\d{1,2}[:.]\d\d")
"""A date in numbers, and a clock: some languages have a word between them."""


def is_time(cell: str) -> bool:
    """Say whether a cell is a date and a time, in the digits of any language."""
    return bool(_TIME.match(tidy(cell)))


def _sure(head: Head) -> float:
    if len(head) < 2 or not is_time(head[1][0]):
        return 0.0
    grid = any(heading.rstrip().endswith("]") for heading in head[0][1:])
    return 0.95 if bare(head[0][0]) in _STAMPS else 0.7 if grid else 0.0


FORMAT = Format(tool="Google Forms", sure=_sure, lay_out=plain)
