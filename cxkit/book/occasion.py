"""What a workshop was: whose, what it was called and when. An edition opens with it, and so do slides and workbook."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from cxkit.words import say, spoken_day


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """A workshop's title, the organisation whose it was, and its day; "" and None where nobody has said."""

    title: str = ""
    organisation: str = ""
    day: date | None = None

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any]) -> Self:
        """Read what `to_dict` wrote."""
        day = date.fromisoformat(raw["day"]) if raw.get("day") else None
        return cls(title=raw.get("title", ""), organisation=raw.get("organisation", ""), day=day)

    def to_dict(self) -> dict[str, str]:
        """Return the serialisable form."""
        day = self.day.isoformat() if self.day else ""
        return {"title": self.title, "organisation": self.organisation, "day": day}

    @property
    def name(self) -> str:
        """What stands largest: the organisation, or else the title."""
        return self.organisation or self.title

    @property
    def lines(self) -> list[str]:
        """What stands below the name: the title, where it is another, and the day."""
        title = self.title if self.organisation and self.title != self.organisation else ""
        return [words for words in (title, self.spoken) if words]

    @property
    def spoken(self) -> str:
        """The day as people say it; "" where nobody has said which."""
        return spoken_day(self.day, say("edition.day")) if self.day else ""
