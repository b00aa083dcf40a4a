"""Paper for people without a phone: slips that say how to join, the survey as a form, and forms typed in afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cxkit.book.steps import known_steps
from cxkit.live.openly import COLLECT, PREDICT
from cxkit.live.qr import picture
from cxkit.live.response import valid_response
from cxkit.live.room import Room
from cxkit.live.serving.assets import page
from cxkit.live.serving.network import NO_NETWORK
from cxkit.live.setup import Setup
from cxkit.live.storage.store import Kept
from cxkit.live.tickets import Tickets, link
from cxkit.survey.chapters import walls
from cxkit.survey.kinds import KINDS
from cxkit.survey.parts import Text
from cxkit.words import languages, preferred, speaking, spoken

SLIPS = 8
"""On a page."""


@dataclass(frozen=True, kw_only=True)
class Paper:
    """The paper of one room, in the language spoken or another; words that the survey lacks in it come in its first."""

    room: Room
    language: str = ""

    def slips(self, url: str, count: int = SLIPS, *, laptop: bool = False) -> str:
        """Return a printable page of slips, each with QR code, address and code; where they are needed, with a ticket.

        Tickets are new each time, and go on working. laptop: its address is its network's, so the page says how long
        slips lead there; in no network there are none, until it is in one.
        """
        nowhere = laptop and url.startswith(NO_NETWORK)
        tickets = [""] * count
        if nowhere:
            tickets = []
        elif self.room.ticketed:
            tickets = Tickets(room=self.room).more(count)
        slips = [(ticket, way, picture(way)) for ticket in tickets for way in [link(url, self.room, ticket)]]
        return self._page(
            "slips", slips=slips, address=url.rsplit("//", maxsplit=1)[-1], laptop=laptop, nowhere=nowhere
        )

    def form(self) -> str:
        """Return the survey as a printable form: numbers to circle, in the order in which they are typed in."""
        survey, asks, lang = self.room.survey, self.room.asks, self.language or spoken()
        return self._page(
            "form",
            survey=survey,
            least=survey.confidentiality.scores,
            asked=(survey.attribute(asks[0]).options or {})[asks[1]] if asks else None,
            numbers={item.id: number for number, item in enumerate(survey.items, 1)},
            text=self._text,
            after_stem=lambda item: survey.after_stem(item, lang),
            stem_over=lambda one: any(survey.after_stem(item, lang) != self._text(item.text) for item in one.items),
            ways={"words" if KINDS[one.kind].together else "points" for one in survey.dimensions},
            **self._later(),
        )

    def _later(self) -> dict[str, Any]:
        """Return what people are asked after the survey: dimensions to guess, and on the lead room's form the walls."""
        survey, sheet = self.room.survey, Setup(room=self.room.lead_room()).workshop().run_sheet
        with speaking(preferred(self.language or spoken(), languages())):
            known = known_steps([survey])
        steps = [known[id] for id, _ in sheet.steps if id in known]
        leads = self.room.lead == self.room.code
        return {
            "guesses": [survey.dimension(one.part) for one in steps if (one.kind, one.survey) == (PREDICT, survey.id)],
            "walls": {one.list: one.title for one in steps if leads and one.kind == COLLECT},
            "asked_for": walls,
        }

    def _page(self, name: str, **values: Any) -> str:
        with speaking(preferred(self.language or spoken(), languages())):
            return page(name, room=self.room, **values)

    def _text(self, text: Text) -> str:
        return text.said(self.language or spoken())

    def typing(self) -> dict[str, Any]:
        """Return what the page for typing forms in needs, and how many there are on paper already."""
        room = self.room
        return {
            "code": room.code,
            "title": room.title,
            "state": room.state,
            "survey": room.survey.only_asked().to_dict(),
            "asks": room.asks,
            **self.typed(),
        }

    def typed(self) -> dict[str, int]:
        """Return how many forms have been typed in, and how many of them late: after closing, when nobody saw it."""
        forms = [response for response in self.room.store.responses(self.room.id) if response.get("paper") is True]
        return {"typed": len(forms), "late": sum(form.get("late") is True for form in forms)}

    def keep(self, token: str, revision: int, response: Mapping[str, Any]) -> Kept:
        """Keep a form that was typed in, marked as paper. Raises RoomError where it does not fit, or once revealed."""
        body = valid_response(response, self.room.survey) | {"paper": True}
        return self.room.store.save(self.room.id, token, revision, body, paper=True).result()
