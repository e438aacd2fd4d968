"""Packed files: gzip, bzip2 and xz, each around one file or a TAR archive."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from redactlint.errors import ReadError
from redactlint.readers.allowance import Allowance, ExhaustedError, Unread
from redactlint.text import Text

__all__ = ["streamed", "texts"]

_BLOCK = 1 << 20
# The end of a packed file's name -> the end of the name of what is in it.
_ENDS = {
    ".gz": "", ".bz2": "", ".xz": "", ".tgz": ".tar", ".tbz2": ".tar", ".tbz": ".tar", ".txz": ".tar",
}  # fmt: skip


def texts(data: bytes, path: str, allowance: Allowance) -> Iterator[Text | Unread]:
    """The texts of what is packed; raises ReadError where it cannot be unpacked."""
    return streamed(io.BytesIO(data), path, allowance)


def streamed(stream: BinaryIO, path: str, allowance: Allowance) -> Iterator[Text | Unread]:
    """As `texts`, from a file that can be sought in and need not fit into memory."""
    from redactlint.readers import archives, opening

    name = _name_inside(path)
    content = cast(BinaryIO, _Unpacked(stream, allowance))
    allowance.enter()
    try:
        head = content.read(512)
        content.seek(0)
        if head[257:262] == b"ustar" or name.endswith(".tar"):
            yield from archives.tar_texts(content, path, allowance)
        else:
            yield from opening.within(content, name, path, allowance)
    finally:
        allowance.leave()


def _name_inside(path: str) -> str:
    name = path.replace("\\", "/").rpartition("/")[2].rpartition("!")[2]
    for end, inner in _ENDS.items():
        if name.lower().endswith(end):
            return name[: -len(end)] + inner
    return f"{name}.content"


class _Unpacked(io.RawIOBase):
    """What is packed in a stream, unpacked as it is read, every byte of it counted."""

    def __init__(self, stream: BinaryIO, allowance: Allowance) -> None:
        super().__init__()
        self._packed = stream
        self._allowance = allowance
        start = stream.read(6)
        self._size = stream.seek(0, io.SEEK_END)
        stream.seek(0)
        self._inner: Any
        if start[:2] == b"\x1f\x8b":
            import gzip

            self._inner = gzip.GzipFile(fileobj=stream)
        elif start[:3] == b"BZh":
            import bz2

            self._inner = bz2.BZ2File(stream)
        else:
            import lzma

            self._inner = lzma.LZMAFile(stream)  # noqa: SIM115 - it closes nothing that it did not open
        self._reached = 0

    def read(self, size: int | None = -1, /) -> bytes:
        if size is None or size < 0 or size > _BLOCK:
            blocks: list[bytes] = []
            left = size if size is not None and size >= 0 else None
            while left != 0 and (block := self.read(_BLOCK if left is None else min(left, _BLOCK))):
                blocks.append(block)
                left = None if left is None else left - len(block)
            return b"".join(blocks)
        try:
            data: bytes = self._inner.read(size)
        except (OSError, EOFError, zlib.error, ValueError, MemoryError) as error:
            raise self._damaged(error) from error
        except Exception as error:  # lzma raises a class of its own
            raise self._damaged(error) from error
        at: int = self._inner.tell()
        if at > self._reached:
            self._allowance.unpacked(at - self._reached)
            self._reached = at
            try:
                self._allowance.check_ratio(at, self._size)
            except ReadError as error:  # of the whole stream: whatever follows comes out of it too
                raise ExhaustedError(error.wrong, error.remedy) from error
        return data

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        if whence == io.SEEK_END:
            while self.read(_BLOCK):
                pass
            offset += self.tell()
        elif whence == io.SEEK_CUR:
            offset += self.tell()
        if offset > self.tell():
            while self.tell() < offset and self.read(min(_BLOCK, offset - self.tell())):
                pass
            return self.tell()
        if offset != self.tell():
            self._inner.seek(offset)
        return offset

    def tell(self) -> int:
        at: int = self._inner.tell()
        return at

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    @staticmethod
    def _damaged(error: BaseException) -> ReadError:
        if isinstance(error, ReadError):
            return error
        return ReadError("is packed, and damaged or cut off", "get it again")
