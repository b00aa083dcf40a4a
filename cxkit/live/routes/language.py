"""In which language somebody is answered: phones in their own, the facilitator in the workshop's."""

from __future__ import annotations

from fastapi import Request

from cxkit import words
from cxkit.live.room import Room
from cxkit.live.routes.server import Server
from cxkit.survey.workshop import languages
from cxkit.words import preferred


def of_reader(request: Request, room: Room | None = None) -> str:
    """Return the reader's language among those of a room's survey, else its first; without a room, the catalogue's."""
    offered = languages(room.survey) if room else words.languages()
    return preferred(request.headers.get("accept-language", ""), offered)


async def of_workshop(room: Room, server: Server) -> str:
    """Return the first language of the workshop's survey, where the catalogue has it; else English."""
    lead = room if room.code == room.lead else await server.room_named(room.lead)
    return preferred(",".join(languages(lead.survey)[:1]), words.languages())
