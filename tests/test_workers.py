"""Workers give what came of each batch in order, and lose one item at most; what they raise reaches the parent."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import time
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from redactlint.errors import ReadError, RulePackError
from redactlint.runs.workers import DIED, LATE, Lost, Work, results

_factor = 0


def _start(factor: int) -> None:
    global _factor  # noqa: PLW0603 - as in the code that is tested
    _factor = factor


def _do(items: Sequence[Any], tell: Callable[[], None]) -> list[Any]:
    found = []
    for item in items:
        if item == "die":
            os._exit(3)
        if item == "sleep":
            time.sleep(60)
        if item == "raise":
            raise RulePackError("wrong", "mend it", path="a.toml", line=3)
        if item == "clock":
            tell()
            item = signal.getitimer(signal.ITIMER_REAL)[0]
        if item == "parts":
            for _ in range(8):
                time.sleep(0.5)
                tell()
        found.append(item * _factor)
    return found


WORK = Work(_start, (2,), _do)


def test_batches_come_back_in_their_order() -> None:
    batches = [[number, number + 1] for number in range(0, 60, 2)]
    assert list(results(WORK, batches, 3, 30)) == [[2 * one for one in batch] for batch in batches]
    assert list(results(WORK, [], 3, 30)) == []
    assert not multiprocessing.active_children()


def test_one_item_is_lost_and_nothing_beside_it() -> None:
    batches: list[list[Any]] = [[1, "die", 3], [4, 5], ["die"], [6]]
    assert list(results(WORK, batches, 2, 30)) == [[2, Lost(DIED), 6], [8, 10], [Lost(DIED)], [12]]


def test_an_item_has_its_time_and_one_of_many_parts_has_it_for_each() -> None:
    batches: list[list[Any]] = [[1, "sleep", 3], ["parts"], [4]]
    found = list(results(WORK, batches, 2, 3, alone=frozenset((1,))))
    assert found == [[2, Lost(LATE), 6], ["partsparts"], [8]]
    assert not multiprocessing.active_children()


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="a clock of POSIX")
def test_a_worker_whose_parent_is_gone_ends_some_day() -> None:
    """Its own clock ends it, later than the parent would have done; without a limit there is none."""
    (alone,), (_, one_of_two) = results(WORK, [["clock"], [1, "clock"]], 1, 3000, alone=frozenset((0,)))
    assert 2 * 3000 < alone < one_of_two
    assert list(results(WORK, [["clock"]], 1, 0)) == [[0.0]]


def test_what_a_worker_raises_reaches_the_parent_with_its_place() -> None:
    with pytest.raises(RulePackError) as caught:
        list(results(WORK, [[1], ["raise"], [2]], 2, 30))
    assert str(caught.value) == "a.toml:3: wrong; mend it"
    assert not multiprocessing.active_children()


def test_whoever_stops_asking_leaves_no_process() -> None:
    running = results(WORK, [[1], ["sleep"], [2], [3]], 2, 0)
    assert next(running) == [2]
    running.close()
    assert not multiprocessing.active_children()


@pytest.mark.parametrize("cls", [RulePackError, ReadError])
def test_an_error_is_the_same_in_another_process(cls: type[RulePackError] | type[ReadError]) -> None:
    error = pickle.loads(pickle.dumps(cls("wrong", "mend it", path="a.txt", line=7)))
    assert type(error) is cls
    assert str(error) == "a.txt:7: wrong; mend it"
