"""Where rooms are kept: SQLAlchemy Core over SQLite (a file on the facilitator's laptop) or a server by its URL."""

from cxkit.live.storage.open_answers import KeptOpenAnswers
from cxkit.live.storage.releases import Bodies, KeptReleases, Made
from cxkit.live.storage.responses import Kept, KeptResponses
from cxkit.live.storage.schema import CLOSED, OPEN, PREPARING, REVEALED, digest

__all__ = ["CLOSED", "OPEN", "PREPARING", "REVEALED", "Bodies", "Kept", "Made", "Store", "digest"]


class Store(KeptResponses, KeptReleases, KeptOpenAnswers):
    """The rooms of one data folder or database. Open it once; close it at the end."""
