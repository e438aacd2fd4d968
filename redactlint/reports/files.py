"""Report files that are whole or not there at all, and parts of a report that wait for others outside of memory."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO, TextIO

from redactlint.errors import UsageError

__all__ = ["Spool", "whole_file"]

# How many characters of a part wait in memory.
_IN_MEMORY = 1_000_000

# The disk is at fault, and not what is written.
_FULL = frozenset({errno.ENOSPC, errno.EFBIG, errno.EIO, errno.EROFS, getattr(errno, "EDQUOT", errno.ENOSPC)})


class Spool:
    """Words that are written now and read once, at the end: few in memory, many in a file that nobody else can read."""

    def __init__(self) -> None:
        self._words: list[str] = []
        self._room = _IN_MEMORY
        self._file: IO[str] | None = None

    def write(self, words: str) -> None:
        """Keep the words."""
        self._words.append(words)
        self._room -= len(words)
        if self._room < 0:
            if self._file is None:
                import tempfile

                # It has no name: whatever becomes of the process, nothing is left.
                self._file = tempfile.TemporaryFile(  # noqa: SIM115 - closed when it has been copied
                    "w+", encoding="utf-8", errors="surrogatepass", newline=""
                )
            self._file.write("".join(self._words))
            self._words, self._room = [], _IN_MEMORY

    def copy_to(self, stream: TextIO) -> None:
        """Write all that was kept, a piece at a time, and let go of it."""
        if self._file is not None:
            self._file.seek(0)
            while piece := self._file.read(1 << 16):
                stream.write(piece)
            self._file.close()
            self._file = None
        stream.write("".join(self._words))
        self._words = []


@contextmanager
def whole_file(path: str) -> Iterator[TextIO]:
    """A stream that becomes the file `path` when its block ends, and leaves no trace if it fails; raises UsageError.

    Its owner alone can read it, unless it was there with other permissions.  A link is followed; a device or a pipe is
    written to as it is.
    """
    is_stream = _is_stream(path)
    target = path if is_stream else os.path.realpath(path)
    temporary = target if is_stream else f"{target}.{os.getpid()}.tmp"
    try:
        try:
            # Whatever the umask says: who else may read a report is for its owner to decide.
            stream = open(  # noqa: SIM115 - renamed below
                temporary,
                "w" if is_stream else "x",
                encoding="utf-8",
                newline="\n",
                opener=lambda name, flags: os.open(name, flags, 0o600),
            )
        except OSError as error:
            raise _cannot(path, error) from error
        with stream:
            yield stream
        if not is_stream:
            _keep_mode(target, temporary)
            os.replace(temporary, target)
    except BaseException as error:
        taken = isinstance(error, UsageError) and isinstance(error.__cause__, FileExistsError)
        if not is_stream and not taken:
            with suppress(FileNotFoundError):
                os.unlink(temporary)
        if isinstance(error, OSError) and error.errno in _FULL:
            raise _cannot(path, error) from error
        raise


def _keep_mode(target: str, temporary: str) -> None:
    """A file that was there keeps the permissions that its owner gave it."""
    try:
        mode = stat.S_IMODE(os.stat(target).st_mode)
    except OSError:
        return
    if mode != 0o600:
        os.chmod(temporary, mode)


def _is_stream(path: str) -> bool:
    is_special = os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path)
    return is_special or os.path.abspath(path).startswith(("/dev/", "/proc/"))


def _cannot(path: str, error: OSError) -> UsageError:
    return UsageError(f"cannot write {path} ({error.strerror})", "check the folder, its room and its permissions")
