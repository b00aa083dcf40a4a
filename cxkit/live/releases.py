"""Which Report a room shows next: the first, or the one after it.

A later picture beside an earlier one could tell what the newcomers said, so who may be in it is for
cxkit.disclosure.sequential to say.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from cxkit.errors import ReportError, ResponseError, RoomError
from cxkit.live.remembered import Remembered
from cxkit.live.response import ALONE, answers_table
from cxkit.live.storage.store import Bodies, Made, digest
from cxkit.reports.report import Report
from cxkit.reports.rows import Paired
from cxkit.survey.model import Survey
from cxkit.words import say

if TYPE_CHECKING:
    from cxkit.disclosure.sequential import Next

Pairs = Callable[["Report", Bodies, Bodies], "Sequence[Paired]"]
"""From a room's first Report, what is in it, and what is kept, to how alike some answered in the workshop before."""


@dataclass(frozen=True, kw_only=True)
class Update:
    """What is not in the picture. release: how many pictures there were; 0, and all else 0, before the first.

    new, edited: how many have answered, or changed their answers, since. more: the fewest further answers until some of
    it could be added. fit: how many of the new can be now. None of it depends on what anybody answered.
    """

    release: int = 0
    new: int = 0
    edited: int = 0
    more: int = 0
    fit: int = 0


_updates: Remembered[str, Update] = Remembered()
"""What was found, by a digest of the answers that it was found of."""


@dataclass(frozen=True, kw_only=True)
class Releases:
    """Makes the Reports of one survey. asks: whose means are shown, few as they are, if all of them agree; or None.

    invited, again: say how many were invited, and whether the same people were asked before, as `cxkit.report` takes
    it; looked up only when a Report is made.
    pairs: says how alike the same people answered in the workshop before; of a room that shows one picture, its last.
    """

    survey: Survey
    asks: tuple[str, str] | None
    invited: Callable[[], Any]
    again: Callable[[], bool] = bool
    pairs: Pairs | None = None

    def following(self, kept: Bodies, earlier: dict[str, Any] | None, inside: Bodies, final: bool) -> Made | None:
        """Return the next report of what is kept, and what is in it; None: the earlier one stays.

        earlier, inside: the last one and what is in it. final: there will be none after it. Raises RoomError where
        nothing can be shown yet, or nothing new.
        """
        now = self._used(kept)
        if earlier:
            next_one = self._compared(earlier, inside, now)
            if next_one and next_one.report:
                return next_one.report.to_dict(), next_one.people
            if not final and (not next_one or next_one.new or next_one.edited):
                raise RoomError(say("room.nothing_new"))
            return None
        least = self.survey.confidentiality.scores
        answering = {token: response for token, response in now.items() if response["answers"]}
        if len(answering) < least:
            raise RoomError(say("room.too_few", answered=len(answering), least=least))
        report = self._report(answering.values())
        if final and self.pairs:
            report = replace(report, paired=tuple(self.pairs(report, answering, kept)))
        return report.to_dict(), answering

    def update(self, room: str, number: int, earlier: dict[str, Any], inside: Bodies, kept: Bodies) -> Update:
        """Say what of a room, by its code, is not in its picture with that number."""
        now = self._used(kept)

        def find() -> Update:
            following = self._compared(earlier, inside, now)
            counts = {name: getattr(following, name) for name in ("new", "edited", "more", "fit")} if following else {}
            return Update(release=number, **counts)

        return _updates(digest(json.dumps([room, number, sorted(inside.items()), sorted(now.items())])), find)

    def _compared(self, earlier: dict[str, Any], inside: Bodies, now: Bodies) -> "Next | None":
        """Return what could come after a picture; None where another version of cxkit made it: then it stays."""
        from cxkit.disclosure.sequential import next_release  # noqa: PLC0415  (pandas: not needed until somebody reveals)

        try:
            shown = Report.from_dict(earlier)
        except ReportError:
            return None
        before = {token: self._as_now(was, now.get(token, {})) for token, was in inside.items()}
        return next_release(before, now, shown, self._report)

    def _as_now(self, was: Mapping[str, Any], now: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return what is in a picture as this version keeps it.

        Version 0.1 kept no word of whether somebody agreed, and left out what group those are of who did not: that is
        no change of theirs, and to tell how many there are would tell how many said no.
        """
        if not self.asks or "agrees" in was or "agrees" not in now:
            return was
        left_out = set() if now["agrees"] else {self.asks[0]}
        attributes = {id: value for id, value in now["attributes"].items() if id not in left_out}
        return now if was == {"attributes": attributes, "answers": now["answers"]} else was

    def _used(self, kept: Bodies) -> dict[str, dict[str, Any]]:
        """Return what of responses counts in a Report."""
        parts = ("attributes", "answers", "agrees") if self.asks else ("attributes", "answers")
        return {token: {part: response[part] for part in parts if part in response} for token, response in kept.items()}

    def _report(self, responses: Iterable[Mapping[str, Any]]) -> Report:
        from cxkit.disclosure.protect import report  # noqa: PLC0415  (pandas: not needed until somebody reveals)

        by = [attribute.id for attribute in self.survey.attributes]
        responses = list(responses)
        options = (_consent(responses, *self.asks) if self.asks else {}) | {"again": self.again()}
        answers = answers_table(responses, self.survey)
        try:
            return report(answers, self.survey, by=by, **options, invited=self.invited())
        except ResponseError:  # more have come than were invited: no rate is better than a wrong one, or than no reveal
            return report(answers, self.survey, by=by, **options)


def _consent(responses: Iterable[Mapping[str, Any]], attribute: str, option: str) -> dict[str, Any]:
    """Return to what all of a group agree, as `cxkit.report` takes it.

    One no is enough, and then nothing tells whose it was, or that anybody was asked.
    """
    said = {one.get("agrees") for one in responses if one["attributes"].get(attribute) == option}
    return {"consenting": {attribute: option}, "alone": said == {ALONE}} if said <= {True, ALONE} else {}
