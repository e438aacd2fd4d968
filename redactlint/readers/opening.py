"""Opening: the bytes of one file -> the texts in it, by the reader that its content asks for."""

from __future__ import annotations

from redactlint.readers.plain import decode
from redactlint.text import Text

__all__ = ["DEFAULT_MAX_BYTES", "texts"]

# The largest file that is read unless the user sets another limit.
DEFAULT_MAX_BYTES = 50_000_000


def texts(data: bytes, path: str = "-") -> tuple[Text, ...]:
    """The texts that a file holds, each with the way back to its place; raises ReadError with the reason."""
    return (Text.of(decode(data, path), path),)
