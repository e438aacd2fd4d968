"""Deadlines: what takes longer in this very process than it may is ended, by the alarm clock of the system.

The patterns of Python look for signals while they match, so that one that is led astray is ended too.  Where there is
no such clock (Windows), in a thread, and where somebody else has set it, nothing is ended.
"""

from __future__ import annotations

from collections.abc import Callable

from redactlint.values import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any, TypeVar

    Result = TypeVar("Result")

__all__ = ["LateError", "late_words", "within"]

# How long after the first alarm it rings again, in seconds, should somebody have kept the first to himself.
_AGAIN = 1.0


class LateError(BaseException):
    """The time is over.  No Exception: whoever guards against faults of his own must not take it for one."""


def late_words(seconds: float) -> str:
    """What is said of a file that took longer."""
    return f"took longer than the limit of {seconds:g} seconds; raise it with --max-seconds"


def within(seconds: float, do: Callable[[Callable[[], None]], Result]) -> Result:
    """What `do(tell)` returns; raises LateError where it takes longer than `seconds` (0: as long as it wants).

    Whenever it calls `tell`, its time begins anew.
    """
    clock: Any = _clock() if seconds > 0 else None
    if clock is None:
        return do(_nothing)
    timer, alarm = clock.ITIMER_REAL, clock.SIGALRM

    def tell() -> None:
        clock.setitimer(timer, seconds, _AGAIN)

    before = clock.getsignal(alarm)
    try:
        clock.signal(alarm, _end)
    except ValueError:  # a thread: only the main one is told
        return do(_nothing)
    try:
        try:
            tell()
            return do(tell)
        finally:
            clock.setitimer(timer, 0.0)
            clock.signal(alarm, before)
    except LateError:  # once more: it may have rung before the clock was stopped
        clock.setitimer(timer, 0.0)
        clock.signal(alarm, before)
        raise


def _clock() -> Any:
    """The module that holds the clock, without what the module `signal` adds; None where it is not ours to set."""
    clock: Any = __import__("_signal")
    if not hasattr(clock, "setitimer") or clock.getsignal(clock.SIGALRM) != clock.SIG_DFL:
        return None
    return clock if clock.getitimer(clock.ITIMER_REAL)[0] == 0 else None


def _end(number: int, frame: object) -> None:
    raise LateError


def _nothing() -> None:
    """Nobody waits to be told."""
