"""What the room did with cards, tokens, pins, a case: the picture that its stage shows."""

from matplotlib.axes import Axes

from cxkit.errors import ReportError
from cxkit.plots.alts import of_report
from cxkit.plots.entries import the_dimension
from cxkit.plots.scenes import draw_picture
from cxkit.reports.hand_overs import between, hand_overs
from cxkit.reports.kind_headlines import DRAWN
from cxkit.reports.kind_headlines import picture as found
from cxkit.reports.report import Report


@of_report
def picture(report: Report, *, dimension: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw an activity as its kind asks, with its finding as the title.

    - sort, and choose with several questions: each card's bins side by side, the most disputed first
    - choose: a bar for each answer
    - place: the names on their square, with a halo as wide as answers are apart
    - spend: the tokens, most first
    - rank: the order, with how many put each at which place
    - pin: the pins, piling up along the chain
    - case: the choices at each step, and the endings that they led to
    - rate, where groups rate each other: arrows for the best and the weakest hand-overs; where who rates whom is
      hidden, how everybody rates each

    Args:
        dimension: The survey's first that is asked in one of these ways where none is named.

    Raises:
        ReportError: The survey does not have the dimension, or it is rated in some other way.
    """
    ways = [each.id for each in report.survey.dimensions if each.kind in DRAWN or between(report, each)]
    own = the_dimension(report, dimension or next(iter(ways), None))
    if own.id not in ways:
        raise ReportError(
            f'"{own.id}" is rated, so no kind says how to draw it: take ranking, chain, answers or profile.'
        )
    return draw_picture(found(report, own) or hand_overs(report, own), ax)
