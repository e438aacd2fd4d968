"""The record of what was mended: a line of JSON for each mend, in a file that its owner alone can read."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO

from redactlint import __version__
from redactlint.errors import UsageError

if TYPE_CHECKING:
    from redactlint.engine import Options
    from redactlint.findings import Place
    from redactlint.fixes import Mend, Mending

__all__ = ["opened", "rows"]


@contextmanager
def opened(path: str) -> Iterator[TextIO]:
    """A stream at the end of the file `path`, which is made if need be; raises UsageError.

    No symbolic link is followed, and what others could read of the file before, they cannot any more.
    """
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(path, flags, 0o600)
    except OSError as error:
        raise UsageError(
            f"cannot write the record {path} ({error.strerror})", "name another file, and no symbolic link"
        ) from error
    with os.fdopen(handle, "w", encoding="ascii", newline="\n") as stream:
        if hasattr(os, "fchmod"):
            os.fchmod(stream.fileno(), 0o600)
        yield stream


def rows(made: Mending, before: bytes, after: bytes, options: Options) -> Iterator[str]:
    """A line for each mend of a file; the digests are those of the whole file `before` and `after` all its mends."""
    import hashlib

    shared = {
        "path": made.text.path.replace(os.sep, "/"),
        "before_sha256": hashlib.sha256(before).hexdigest(),
        "after_sha256": hashlib.sha256(after).hexdigest(),
        "as_of": options.as_of.isoformat(),
        "profile": options.profile,
        "version": __version__,
    }
    for one in made.mends:
        yield json.dumps({**shared, **_row(one)}) + "\n"


def _row(one: Mend) -> dict[str, Any]:
    finding = one.finding
    return {
        "rule": finding.rule,
        "name": finding.name,
        "severity": finding.severity,
        "safe": finding.fix is None or finding.fix.safe,
        "description": finding.fix.description if finding.fix is not None else "",
        "paragraph": finding.paragraph,
        "round": one.round,
        "edits": [
            {**_place(place), "before": before, "after": edit.replacement}
            for edit, place, before in zip(one.edits, one.places, one.before, strict=True)
        ],
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        **({"where": dict(place.where)} if place.where else {}),
    }
