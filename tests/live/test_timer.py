"""A countdown that no clock and no restart disturbs."""

import time

import pytest

from cxkit.live import timer


@pytest.mark.parametrize("jump", [-7200, -30, 30, 7200])
def test_setting_the_clock_changes_no_timer(jump: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A laptop that joins a network is told the right time, which may be hours away."""
    begun = timer.begun(300)
    assert begun
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + jump)
    assert 290 < timer.left(begun) <= 300


def test_a_machine_that_was_started_anew_and_another_one_go_by_the_wall_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """As does a timer that an earlier version began."""
    begun = timer.begun(300)
    assert begun
    earlier = {"of": 300, "ends": begun["ends"] - 100}
    for kept in (earlier, {**begun, **earlier, "machine": "another"}, {**begun, **earlier, "steady": 10**9}):
        assert 190 < timer.left(kept) <= 200


@pytest.mark.parametrize("seconds", [0, -5, 10**9])
def test_no_time_and_more_than_hours_are_no_timer(seconds: int) -> None:
    """It is taken away then."""
    assert timer.begun(seconds) is None
