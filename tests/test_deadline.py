"""The time of one document in this very process: what takes longer is ended, wherever it is, and nothing else is."""

from __future__ import annotations

import re
import signal
import threading

import pytest

from redactlint.runs.deadline import LateError, within

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="a clock of POSIX")

# Longer than any test takes: what rings is sent by the tests themselves.
LONG = 10_000.0


def ring() -> None:
    signal.raise_signal(signal.SIGALRM)


def untouched() -> bool:
    return signal.getsignal(signal.SIGALRM) is signal.SIG_DFL and signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_what_is_done_in_time_is_returned() -> None:
    assert within(LONG, lambda _: 7) == 7
    assert untouched()


def test_what_takes_longer_is_ended() -> None:
    with pytest.raises(LateError):
        within(LONG, lambda _: ring())
    assert untouched()


def test_a_pattern_that_is_led_astray_is_ended() -> None:
    """It would go on for longer than the world has been there."""
    with pytest.raises(LateError):
        within(0.01, lambda _: re.match(r"(a+)+$", "a" * 100 + "b"))
    assert untouched()


def test_a_fault_that_somebody_guards_against_is_not_taken_for_it() -> None:
    def guarded(_: object) -> str:
        try:
            ring()
        except Exception:
            return "swallowed"
        return "unheard"

    with pytest.raises(LateError):
        within(LONG, guarded)


def test_time_begins_anew_when_a_part_is_done() -> None:
    left = []

    def parts(tell: object) -> None:
        signal.setitimer(signal.ITIMER_REAL, LONG / 2)
        left.append(signal.getitimer(signal.ITIMER_REAL)[0])
        tell()  # type: ignore[operator]
        left.append(signal.getitimer(signal.ITIMER_REAL)[0])

    within(LONG, parts)
    assert left[0] <= LONG / 2 < left[1]


def test_any_time_is_no_limit() -> None:
    assert within(0, lambda _: untouched())


def test_an_error_of_what_is_done_passes() -> None:
    with pytest.raises(ZeroDivisionError):
        within(LONG, lambda _: 1 // 0)
    assert untouched()


def test_a_clock_that_somebody_else_has_set_is_left_alone() -> None:
    heard = []
    before = signal.signal(signal.SIGALRM, lambda *_: heard.append(True))
    try:
        within(LONG, lambda _: ring())
        assert heard == [True]
        signal.signal(signal.SIGALRM, before)
        signal.setitimer(signal.ITIMER_REAL, LONG)
        within(LONG / 2, lambda _: None)
        assert signal.getitimer(signal.ITIMER_REAL)[0] > LONG / 2
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_in_a_thread_nothing_is_limited() -> None:
    found = []
    thread = threading.Thread(target=lambda: found.append(within(LONG, lambda _: untouched())))
    thread.start()
    thread.join()
    assert found == [True]
