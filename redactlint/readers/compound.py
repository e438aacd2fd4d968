"""Compound files: what old Office programs, Outlook and encryption write; none is read, each is named."""

from __future__ import annotations

from collections.abc import Iterator

from redactlint.errors import ReadError
from redactlint.values import TYPE_CHECKING

if TYPE_CHECKING:
    from redactlint.readers.allowance import Allowance, Unread
    from redactlint.text import Text

__all__ = ["texts"]

# Names of streams, as the directory of a compound file writes them, what they show, and what to do.
_STREAMS = (
    ("EncryptedPackage", "is an encrypted Office file", "save it without a password first"),
    ("EncryptionInfo", "is an encrypted Office file", "save it without a password first"),
    ("__substg1.0_", "is a message of Outlook (MSG)", "save it as EML"),
    ("WordDocument", "is a file of an old Word (DOC)", "save it as DOCX"),
    ("PowerPoint Document", "is a presentation of an old PowerPoint (PPT)", "save it as PPTX"),
    ("Workbook", "is a workbook of an old Excel (XLS)", "save it as XLSX"),
    ("Book", "is a workbook of an old Excel (XLS)", "save it as XLSX"),
)


def texts(data: bytes, path: str, allowance: Allowance) -> Iterator[Text | Unread]:
    """Raise ReadError with what the file is and what to do with it."""
    for name, wrong, remedy in _STREAMS:
        if name.encode("utf-16-le") in data:
            raise ReadError(wrong, remedy, path=path)
    raise ReadError("is a compound file of an unknown program", "save it as PDF or DOCX", path=path)
    yield  # a generator, like every reader
