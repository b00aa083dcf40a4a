"""What each column of a Report's tables may hold, and what a row must and may have, by its status."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from cxkit.errors import listing
from cxkit.reports.rows import SHARES
from cxkit.reports.status import BOUNDED, SHOWN, SUPPRESSED
from cxkit.statistics.estimates import GAP, UNTOLD


@dataclass(frozen=True, kw_only=True)
class Values:
    """What a column may hold besides None: values of these types, within these ends, among these words."""

    allowed: str
    types: tuple[type, ...]
    low: float = -inf
    high: float = inf
    among: tuple[str, ...] = ()


def _number(low: float, high: float) -> Values:
    return Values(allowed=f"a number from {low:g} to {high:g}", types=(float, int), low=low, high=high)


def word(*among: str) -> Values:
    """Return that a column holds one of these words; without any, whatever people wrote."""
    return Values(allowed=f"one of {listing(among)}" if among else "text", types=(str,), among=among)


_COUNT = Values(allowed="a whole number, 0 or more", types=(int,), low=0, high=10**12)
ANY = Values(allowed="a number", types=(float, int), low=-1e12, high=1e12)
VALUES = {
    **dict.fromkeys(("mean", "mean_other", "sd", "low", "high", "at_least", "at_most"), _number(0, 100)),
    **dict.fromkeys((*SHARES, "rwg_j", "rate", "p"), _number(0, 1)),
    **dict.fromkeys(("n", "n_other", "respondents", "invited", "empty", "straight"), _COUNT),
    "exact": Values(allowed="true or false", types=(bool,)),
    "distribution": word(SHOWN, SUPPRESSED),
    "counts": Values(allowed="a list of whole numbers", types=(list,)),
    "difference": _number(-100, 100),
    "g": ANY,
    "label": word(*GAP, UNTOLD),
    **dict.fromkeys(("group", "other"), word()),
}
# Of what status a row is, what it then must have, and what it may have. All other numbers are missing.
RESULT = {SHOWN: ("n mean exact", "sd low high rwg_j"), BOUNDED: ("", "n at_least at_most"), SUPPRESSED: ("", "")}
_GAP = {SHOWN: ("difference label mean mean_other n n_other", "low high g p"), SUPPRESSED: ("", "")}
_PARTICIPATION = {SHOWN: ("respondents", "invited rate empty straight"), SUPPRESSED: ("", "")}
BY_STATUS = {"gaps": _GAP, "participation": _PARTICIPATION}
PLACE = ("attribute", "group", "other", "item", "dimension", "status", "distribution")
