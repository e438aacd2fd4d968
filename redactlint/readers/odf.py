"""OpenDocument files: not read; the reason says in what form they are."""

from __future__ import annotations

from collections.abc import Iterator

from redactlint.errors import ReadError
from redactlint.values import TYPE_CHECKING

if TYPE_CHECKING:
    from redactlint.readers.allowance import Allowance, Unread
    from redactlint.text import Text

__all__ = ["texts"]

_FORMS = (
    (b"opendocument.spreadsheet", "an OpenDocument spreadsheet (ODS)", "XLSX"),
    (b"opendocument.presentation", "an OpenDocument presentation (ODP)", "PPTX"),
)


def texts(data: bytes, path: str, allowance: Allowance) -> Iterator[Text | Unread]:
    """Raise ReadError with what the file is and what to do with it."""
    for sign, form, other in _FORMS:
        if sign in data[:200]:
            raise ReadError(f"is {form}, which is not read", f"save it as {other}", path=path)
    raise ReadError("is an OpenDocument text (ODT), which is not read", "save it as DOCX", path=path)
    yield  # a generator, like every reader
