"""Figures: a Report in, matplotlib Axes out. Drawn in the colours and type of `static/tokens.css`.

Every figure is 10 inches wide unless it is given axes; its scale is fixed, whatever the numbers are; each number has
its n; what is suppressed is called hidden. `alt(ax)` says it all in words. A Report with rows made by hand that are not
as `cxkit.report` makes them is refused with a ReportError.
"""

import warnings

from cxkit.plots.agreements import agreement
from cxkit.plots.alts import alt
from cxkit.plots.changes import change
from cxkit.plots.gaps import gap
from cxkit.plots.heat_maps import heat_map
from cxkit.plots.paired_items import sides
from cxkit.plots.pictures import picture
from cxkit.plots.profiles import profile
from cxkit.plots.quadrants import quadrant
from cxkit.plots.rankings import ranking
from cxkit.plots.stacks import answers
from cxkit.plots.tokens import colours, hues

__all__ = [
    "agreement", "alt", "answers", "change", "colours", "gap", "heat_map", "hues",
    "picture", "profile", "quadrant", "ranking", "sides",
]  # fmt: skip

# Letters stay letters, and whatever shows a figure has them: what matplotlib only measures with may lack some.
warnings.filterwarnings("ignore", "(?i)glyph", UserWarning)
