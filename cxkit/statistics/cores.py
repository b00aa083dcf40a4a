"""Work for every core of the machine."""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, islice
from threading import Lock
from typing import TypeVar

Job = TypeVar("Job")
Made = TypeVar("Made")


def shared(jobs: Iterable[Job], work: Callable[[Iterator[Job]], Made]) -> list[Made]:
    """Let every core take one job after the other, and return what the work made of each core's share.

    The caller's own thread is one of them. Where one fails, the others take no more.
    """
    left, turn = iter(jobs), Lock()
    first = [*islice(left, 2)]
    others = (os.cpu_count() or 1) - 1 if len(first) > 1 else 0
    left = chain(first, left)
    del first  # a job may hold much: nobody does once it is done

    def own() -> Iterator[Job]:
        while True:
            with turn:
                job = [*islice(left, 1)]
            if not job:
                return
            yield job.pop()

    def run() -> Made:
        nonlocal left
        try:
            return work(own())
        except BaseException:
            with turn:
                left = iter(())
            raise

    if not others:
        return [run()]
    with ThreadPoolExecutor(others) as pool:
        beside = [pool.submit(run) for _ in range(others)]
        return [run(), *(one.result() for one in beside)]
