"""What people say openly, and without a name: guesses, lines for the wall, votes.

A row is known by a mark, so that whoever has the phone can change it: a digest of its random token and the task, which
nobody without the token can lay beside a response; of a line, of a number that belongs to nothing else. As soon as
phones are asked something else, guesses and votes are put together in the workshop's own value, without marks and in an
order that means nothing (cxkit.live.openly), and their rows are gone.
"""

from collections.abc import Mapping
from concurrent.futures import Future
from typing import Any

import sqlalchemy as sa

from cxkit.errors import NotAllowed, RoomClosed, TooMany
from cxkit.live.openly import key_of
from cxkit.live.storage.rooms import KeptRooms
from cxkit.live.storage.schema import open_answers, rooms
from cxkit.live.storage.tickets import let_in
from cxkit.words import say

MOST = 5000
_of = open_answers.c
_TASK = sa.and_(_of.room == sa.bindparam("of"), _of.task == sa.bindparam("task_"))
_STAGE_SHARED = sa.select(rooms.c.stage).where(rooms.c.id == sa.bindparam("of")).with_for_update(read=True)
_COUNT = sa.select(sa.func.count()).select_from(open_answers).where(_TASK)
_BODIES = sa.select(_of.body).where(_TASK, _of.body.is_not(None)).order_by(_of.mark)
_ONE = sa.select(_of.revision, _of.body).where(_TASK, _of.mark == sa.bindparam("mark_"))


class KeptOpenAnswers(KeptRooms):
    """What is said openly in a store's workshops."""

    def say_openly(
        self,
        lead: int,
        task: str,
        mark: str,
        revision: int,
        body: Mapping[str, Any] | None,
        *,
        ticketed: tuple[str, str] | None = None,
    ) -> Future[None]:
        """Keep what a phone says to the task that is on, unless the same or a later revision is kept; None: nothing.

        Raises, through the future, RoomClosed where phones are asked something else by now, TooMany where there are
        more than people say, and NotAllowed as `KeptResponses.save` does.
        """
        row = {"room": lead, "task": task, "mark": mark, "revision": revision, "body": body}
        new = self._insert(open_answers)
        laid_over = new.on_conflict_do_update(
            index_elements=["room", "task", "mark"],
            set_={name: new.excluded[name] for name in ("revision", "body")},
            where=_of.revision < new.excluded.revision,
        )

        def job(connection: sa.Connection) -> None:
            if key_of(connection.scalar(_STAGE_SHARED, {"of": lead})) != task:
                raise RoomClosed(say("room.task_over"))
            if ticketed and not let_in(connection, *ticketed):
                raise NotAllowed(say("room.ticket_needed"))
            if (connection.scalar(_COUNT, {"of": lead, "task_": task}) or 0) >= MOST:
                raise TooMany(say("room.too_many_new"))
            self._disordered.add(lead)
            connection.execute(laid_over, row)

        return self.submit(job)

    def said_openly(self, lead: int, task: str) -> list[dict[str, Any]]:
        """Return what is said to a task, in no order that means anything; who would rather not is not among them."""
        return self.once(
            ("open_answers", lead, task), lambda: [row.body for row in self._rows(_BODIES, of=lead, task_=task)]
        )

    def own_open_answer(self, lead: int, task: str, mark: str) -> tuple[int, dict[str, Any] | None]:
        """Return the revision and what is kept under a mark; (0, None) where nothing is."""
        found = self._rows(_ONE, of=lead, task_=task, mark_=mark)
        return (int(found[0].revision), found[0].body) if found else (0, None)

    def open_tasks(self, lead: int) -> list[str]:
        """Return the keys of the tasks to which something is kept."""
        return sorted(row.task for row in self._rows(sa.select(_of.task).where(_of.room == lead).distinct()))
