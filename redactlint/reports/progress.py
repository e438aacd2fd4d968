"""A progress bar on the terminal, for runs long enough to want one."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from redactlint.engine import Outcome

__all__ = ["watched"]

_PATIENCE, _BETWEEN, _WIDTH = 1.0, 0.1, 30


def watched(outcomes: Iterator[Outcome], total: int, stream: TextIO) -> Iterator[Outcome]:
    """Pass `outcomes` on, drawing a bar on `stream` once they take longer than a second."""
    began = drawn = time.monotonic()
    is_drawn = False
    files, file = 0, None
    for outcome in outcomes:
        if outcome.facts.file != file:  # several documents may come of one file, one behind the other
            files, file = files + 1, outcome.facts.file
        now = time.monotonic()
        if now - began > _PATIENCE and now - drawn > _BETWEEN:
            part = min(files, total)
            full = _WIDTH * part // max(total, 1)
            stream.write(f"\r[{'#' * full}{' ' * (_WIDTH - full)}] {part}/{total} files")
            stream.flush()
            is_drawn, drawn = True, now
        if is_drawn and outcome.findings:
            stream.write("\r\x1b[K")
        yield outcome
    if is_drawn:
        stream.write("\r\x1b[K")
        stream.flush()
