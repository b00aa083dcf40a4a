"""By which addresses of a laptop people have come: a browser knows itself by the address, and is a stranger at another.

So a phone that changes from the Wi-Fi to its own network, or a laptop that gets another address, makes one person count
twice in the activity that is on. Who is new at one address is told so before they begin, and the facilitator, too.
"""

from dataclasses import dataclass, field

from cxkit.live.room import Room
from cxkit.live.stage import Kept, Looks, Stage, Taken


@dataclass(frozen=True)
class Ways:
    """The addresses by which people have begun each activity, as the store keeps them: a restart forgets none."""

    _known: dict[str, frozenset[str]] = field(default_factory=dict)

    def of(self, room: Room) -> frozenset[str]:
        """Return an activity's: numbers ("192.168.1.5"), and loopback's name."""
        if room.code not in self._known:
            self._known[room.code] = frozenset(Stage.of(room).kept()["ways"].get(room.code, ()))
        return self._known[room.code]

    def note(self, room: Room, way: str) -> None:
        """Keep that somebody has begun by an address."""
        if way in self.of(room):
            return

        def step(stage: Kept, _: Looks) -> Taken:
            ways = stage["ways"]
            return {**stage, "ways": {**ways, room.code: sorted({*ways.get(room.code, ()), way})}}, {}

        Stage.of(room).take(step)
        self._known[room.code] = self.of(room) | {way}
