"""Report files that are whole or not there at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from redactlint.errors import UsageError

__all__ = ["whole_file"]

# The disk is at fault, and not what is written.
_FULL = frozenset({errno.ENOSPC, errno.EFBIG, errno.EIO, errno.EROFS, getattr(errno, "EDQUOT", errno.ENOSPC)})


@contextmanager
def whole_file(path: str) -> Iterator[TextIO]:
    """A stream that becomes the file `path` when its block ends, and leaves no trace if it fails; raises UsageError.

    A link is followed; a device or a pipe is written to as it is.
    """
    is_stream = _is_stream(path)
    target = path if is_stream else os.path.realpath(path)
    temporary = target if is_stream else f"{target}.{os.getpid()}.tmp"
    try:
        stream = open(temporary, "w" if is_stream else "x", encoding="utf-8", newline="\n")  # noqa: SIM115 - renamed below
    except OSError as error:
        raise _cannot(path, error) from error
    try:
        with stream:
            yield stream
        if not is_stream:
            os.replace(temporary, target)
    except BaseException as error:
        if not is_stream and os.path.exists(temporary):
            os.unlink(temporary)
        if isinstance(error, OSError) and error.errno in _FULL:
            raise _cannot(path, error) from error
        raise


def _is_stream(path: str) -> bool:
    is_special = os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path)
    return is_special or os.path.abspath(path).startswith(("/dev/", "/proc/"))


def _cannot(path: str, error: OSError) -> UsageError:
    return UsageError(f"cannot write {path} ({error.strerror})", "check the folder, its room and its permissions")
