"""Plain text: bytes in, decoded characters out, or a ReadError that says why they are no text."""

from __future__ import annotations

import codecs

from redactlint.errors import ReadError

__all__ = ["decode"]

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# What a file begins with that no reader of text can read, and its common name.
_SIGNATURES = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP container (DOCX, ODT, EPUB …)"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"II*\x00", "an image"),
    (b"MM\x00*", "an image"),
)

# Control characters that text does not hold; tab, line ends, form feed, escape-free Ctrl-Z (old end of file) are left.
_CONTROLS = bytes(set(range(32)) - {9, 10, 11, 12, 13, 26})

# The share of control characters from which a file is no text, and the share of letters beyond ASCII from which a
# file that is not UTF-8 is not taken for Windows-1252 either.
_MOST_CONTROLS = 0.01
_MOST_BEYOND_ASCII = 0.30
# The share of NUL bytes, all in even or all in odd places, from which a file is text of two bytes a character.
_UTF_16 = 0.4


def decode(data: bytes, path: str = "-") -> str:
    """The characters of `data`: what its byte order mark says, else UTF-8, else Windows-1252 if it looks like text.

    Raises ReadError with the reason: another kind of file, NUL bytes, or an encoding that cannot be told.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise _unknown_encoding(path, f"its byte order mark says {encoding}, but {error.reason}") from error
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise ReadError(f"is {kind}, which this version does not read", "extract its text first", path=path)
    if b"\0" in data:
        if max(data[:2000:2].count(0), data[1:2000:2].count(0)) > _UTF_16 * min(len(data), 2000):
            raise _unknown_encoding(path, "UTF-16, it seems, without a byte order mark")
        raise ReadError("is not text (it contains NUL bytes)", "name text files only, or exclude it", path=path)
    if len(data) - len(data.translate(None, _CONTROLS)) > _MOST_CONTROLS * len(data):
        raise ReadError("is not text (control characters)", "name text files only, or exclude it", path=path)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        beyond = len(data) - len(data.translate(None, bytes(range(128, 256))))
        if beyond > _MOST_BEYOND_ASCII * len(data):
            raise _unknown_encoding(path, "neither UTF-8 nor Windows-1252") from error
    try:
        return data.decode("windows-1252")
    except UnicodeDecodeError as error:
        raise _unknown_encoding(path, "neither UTF-8 nor Windows-1252") from error


def _unknown_encoding(path: str, detail: str) -> ReadError:
    return ReadError(f"is in an unknown encoding ({detail})", "save it as UTF-8", path=path)
