"""Report files that are whole or not there at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from redactlint.errors import UsageError

__all__ = ["whole_file"]


@contextmanager
def whole_file(path: str) -> Iterator[TextIO]:
    """A stream that becomes the file `path` when its block ends, and leaves no trace if it fails; raises UsageError."""
    temporary = f"{path}.{os.getpid()}.tmp"
    try:
        stream = open(temporary, "x", encoding="utf-8", newline="\n")  # noqa: SIM115 - closed below, then renamed
    except OSError as error:
        raise UsageError(f"cannot write {path} ({error.strerror})", "check the folder and its permissions") from error
    try:
        with stream:
            yield stream
        os.replace(temporary, path)
    except BaseException:
        if os.path.exists(temporary):
            os.unlink(temporary)
        raise
