"""Paper for people without a phone: slips that say how to join, the survey as a form, and forms typed in afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import segno

from cxkit.live.room import Room
from cxkit.live.storage.store import Kept
from cxkit.survey.parts import Item, ResponseScale, Text

SLIPS = 8
NO_ANSWER = "x"
"""What stands on a form, and is typed, for an item's words such as "I can't tell"."""
_WORDS = {
    "en": {
        "join": "Join with your phone", "scan": "Scan, or open", "room": "room",
        "how": "Circle one number in each line. Leave out what you do not want to answer.",
        "promise": "Do not write your name. Averages are shown, never single forms.",
        "comment": "Anything you would like to add? (optional)", "one": "Circle one",
        "ask": "May the averages of your group ({group}) be shown from two people up?",
        "agree": "I agree", "not": "I do not agree; count me with everyone",
    },
    "es": {
        "join": "Participe con su teléfono", "scan": "Escanee o abra", "room": "sala",
        "how": "Marque un número en cada línea. Deje en blanco lo que no quiera responder.",
        "promise": "No escriba su nombre. Se muestran promedios, nunca formularios sueltos.",
        "comment": "¿Quiere añadir algo? (opcional)", "one": "Marque uno",
        "ask": "¿Pueden mostrarse los promedios de su grupo ({group}) desde dos personas?",
        "agree": "Acepto", "not": "No acepto; cuénteme con las demás personas",
    },
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Paper:
    """The paper of one room, in one language; words that the survey has not in that language come in its first."""

    room: Room
    language: str = ""

    def slips(self, url: str) -> str:
        """Return a printable page of slips, each with QR code, address and code."""
        link = f"{url}/r/{self.room.code}"
        picture = segno.make(link, error="m", micro=False).svg_data_uri(border=0, dark="#000", light=None)
        above = escape(self.room.organisation) or self._say("join")
        slip = (
            f'<section class="slip"><img src="{escape(picture)}" alt="{escape(link)}"><div><p>{above}</p>'
            f"<h2>{escape(self.room.title)}</h2><p>{self._say('scan')}</p>"
            f'<p class="address">{escape(url.rsplit("//", maxsplit=1)[-1])}</p>'
            f'<p>{self._say("room")} <b class="code">{self.room.code}</b></p></div></section>'
        )
        return self._page("slips", f'<main class="slips">{slip * SLIPS}</main>')

    def form(self) -> str:
        """Return the survey as a printable form: numbers to circle, in the order in which they are typed in."""
        survey, number = self.room.survey, 0
        parts = [f"<p>{escape(self.room.organisation)}</p><h1>{escape(self.room.title)}</h1>"]
        if survey.introduction:
            parts.append(f"<p>{self._text(survey.introduction)}</p>")
        parts.append(f'<p class="how">{self._say("how")} <b>{self._say("promise")}</b></p>')
        for attribute in survey.attributes:
            options = "".join(
                f"<li><b>{place}</b> {self._text(words)}</li>"
                for place, words in enumerate((attribute.options or {}).values(), 1)
            )
            parts.append(
                f"<section><h2>{self._text(attribute.title)} <small>{self._say('one')}</small></h2><ol>{options}</ol>"
                "</section>"
            )
        if self.room.asks:
            group = survey.attribute(self.room.asks[0]).label(self.room.asks[1])
            parts.append(
                f"<section><h2>{self._say('ask').format(group=escape(group))}</h2><ol><li><b>1</b> {self._say('agree')}"
                f"</li><li><b>2</b> {self._say('not')}</li></ol></section>"
            )
        for dimension in survey.dimensions:
            rows, shown = [], None
            for item in dimension.items:
                number += 1
                head = "" if item.response_scale == shown else self._key(item.response_scale)
                shown = item.response_scale
                rows.append(f"{head}{self._row(number, item)}")
            comment = f'<div class="comment">{self._say("comment")}</div>' if survey.comments_per_dimension else ""
            title = self._text(dimension.question or dimension.title)
            parts.append(f"<section><h2>{title}</h2><table>{''.join(rows)}</table>{comment}</section>")
        return self._page("form", f"<main>{''.join(parts)}</main>")

    def _key(self, scale: ResponseScale) -> str:
        """Return the row that says what the numbers mean."""
        told = [f"<b>{point}</b> {self._text(words)}" for point, words in scale.labels.items()]
        if scale.not_applicable:
            told.append(f"<b>{NO_ANSWER}</b> {self._text(scale.not_applicable)}")
        return f'<tr class="key"><td colspan="3">{" &ensp; ".join(told)}</td></tr>' if told else ""

    def _row(self, number: int, item: Item) -> str:
        scale = item.response_scale
        points = [*map(str, range(scale.min, scale.max + 1)), *([NO_ANSWER] if scale.not_applicable else [])]
        circles = "".join(f"<span>{point}</span>" for point in points)
        return f'<tr><th>{number}</th><td>{self._text(item.text)}</td><td class="points">{circles}</td></tr>'

    def _page(self, kind: str, body: str) -> str:
        language = self.language if self.language in _WORDS else "en"
        title = "" if "<h1>" in body else f"<h1>{escape(self.room.title)}</h1>"
        return (
            f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>{escape(self.room.title)}</title>'
            '<link rel="icon" href="data:,"><link rel="stylesheet" href="/static/print.css">'
            f'<body class="{kind}"><header class="screen">{title}'
            f"<p>Print this page: Ctrl+P, or Cmd+P on a Mac.</p></header>{body}</body></html>"
        )

    def _text(self, text: Text) -> str:
        return escape(dict(text.by_language).get(self.language, str(text)))

    def _say(self, word: str) -> str:
        return _WORDS.get(self.language, _WORDS["en"])[word]

    def typing(self) -> dict[str, Any]:
        """Return what the page for typing forms in needs, and how many there are on paper already."""
        room = self.room
        return {
            "code": room.code,
            "title": room.title,
            "state": room.state,
            "survey": room.survey.to_dict(),
            "asks": room.asks,
            "typed": sum(response.get("paper") is True for response in room.store.responses(room.id)),
        }

    def keep(self, token: str, revision: int, response: Mapping[str, Any]) -> Kept:
        """Keep a form that was typed in, marked as paper. Raises RoomError where it does not fit, or once revealed."""
        return self.room.save_paper(token, revision, response)
