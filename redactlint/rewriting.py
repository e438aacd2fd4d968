"""Rewriting: a file takes its new bytes whole, with its permissions and its encoding kept, or stays as it was."""

from __future__ import annotations

import codecs
import os
import stat
from collections.abc import Iterator
from contextlib import suppress

from redactlint.errors import WriteError

__all__ = ["encoded", "replace"]

# A byte order mark, and the encoding of what follows it; the longer one first where one begins another.
_MARKED = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNMARKED = ("utf-8", "windows-1252")


def encoded(source: str, data: bytes, after: str, *, path: str) -> bytes:
    """`after` in the encoding, with the byte order mark, in which `data` holds `source`.

    Raises WriteError where no encoding makes `data` of `source` again, byte for byte: the file is a container, or
    something was lost in reading it.
    """
    for mark, encoding in _candidates(data):
        with suppress(UnicodeEncodeError):
            if mark + source.encode(encoding) == data:
                return mark + after.encode(encoding)
    raise WriteError("is no plain text that can be written back byte for byte", "mend it by hand", path=path)


def _candidates(data: bytes) -> Iterator[tuple[bytes, str]]:
    for mark, encoding in _MARKED:
        if data.startswith(mark):
            yield mark, encoding
    for encoding in _UNMARKED:
        yield b"", encoding


def replace(path: str, before: bytes, after: bytes) -> None:
    """Give the file `path`, which holds `before`, the bytes `after`.

    They are written beside it under another name, which takes its place when all is on disk: whoever reads the file
    sees the one or the other.  Mode, owner, group and extended attributes are kept.  Raises WriteError, with the file
    as it was, for a symbolic link, a file that is read-only or not regular, one that changed since it was read, and
    where the folder, the owner or the disk does not allow it.
    """
    try:
        status = os.lstat(path)
        _refuse(path, status)
        _write(path, before, after, status)
    except OSError as error:
        if isinstance(error, WriteError):
            raise
        wrong = f"cannot be replaced ({error.strerror or type(error).__name__})"
        raise WriteError(wrong, "check the permissions of the file and its folder", path=path) from error


def _refuse(path: str, status: os.stat_result) -> None:
    if stat.S_ISLNK(status.st_mode):
        raise WriteError("is a symbolic link, and is not written through", "name the file that it leads to", path=path)
    if not stat.S_ISREG(status.st_mode):
        raise WriteError("is no regular file", "mend it by hand", path=path)
    if not status.st_mode & 0o222 or not os.access(path, os.W_OK):
        raise WriteError("is read-only", "allow writing to it first", path=path)


def _write(path: str, before: bytes, after: bytes, status: os.stat_result) -> None:
    temporary = os.path.join(os.path.dirname(path), f".redactlint-{os.getpid()}.tmp")
    # Nobody else may read what is not yet a document with its own permissions.
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(after)
            stream.flush()
            os.fsync(stream.fileno())
        _keep_attributes(path, temporary, status)
        with open(path, "rb") as stream:
            if stream.read() != before:
                raise WriteError("changed while it was judged", "run redactlint again", path=path)
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise


def _keep_attributes(path: str, temporary: str, status: os.stat_result) -> None:
    """Owner and group first, since giving a file away takes bits of its mode; then mode and extended attributes."""
    if hasattr(os, "chown"):
        made = os.stat(temporary)
        if (made.st_uid, made.st_gid) != (status.st_uid, status.st_gid):
            os.chown(temporary, status.st_uid, status.st_gid)
    os.chmod(temporary, stat.S_IMODE(status.st_mode))
    if hasattr(os, "listxattr"):
        with suppress(OSError):  # a file system without them
            for name in os.listxattr(path):
                with suppress(OSError):  # those of the system alone to set
                    os.setxattr(temporary, name, os.getxattr(path, name))
