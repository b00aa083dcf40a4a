"""Work for every core: each job is done once, and none is begun after one has failed."""

import os
from collections.abc import Iterator
from threading import get_ident

import pytest

from cxkit.statistics.cores import shared


@pytest.mark.parametrize("jobs", [0, 1, 2, 500])
def test_each_job_is_done_once_also_by_the_caller(monkeypatch: pytest.MonkeyPatch, jobs: int) -> None:
    """By three cores, as each has time."""
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    made = shared(iter(range(jobs)), lambda own: (get_ident(), list(own)))
    assert sorted(job for _, done in made for job in done) == list(range(jobs))
    assert get_ident() in {thread for thread, _ in made}


def test_where_one_fails_the_others_take_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """What went wrong is told; of a million jobs nearly all are left."""
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    given = []

    def jobs() -> Iterator[int]:
        for job in range(10**6):
            given.append(job)
            yield job

    def work(own: Iterator[int]) -> None:
        for job in own:
            if job == 5:
                raise ValueError("five")

    with pytest.raises(ValueError, match="five"):
        shared(jobs(), work)
    assert len(given) < 10**6
