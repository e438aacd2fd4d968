"""Kinds: which reader a file asks for, by its first bytes, and by its name where those leave it open."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from functools import cache

from redactlint.values import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import BinaryIO

__all__ = ["directory_size", "kind_of", "kind_of_stream"]

# First bytes -> module of redactlint.readers.
_SIGNATURES = (
    (b"\x1f\x8b", "packed"),
    (b"BZh", "packed"),
    (b"\xfd7zXZ\x00", "packed"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "compound"),
)
# The folder that an office package keeps its parts in -> module.
_PACKAGES = (("word/", "docx"), ("ppt/", "pptx"), ("xl/", "xlsx"))
# The end of a name -> module, for what begins like any text.
_SUFFIXES = {
    ".html": "html", ".htm": "html", ".xhtml": "html",
    ".eml": "mail", ".mbox": "mail", ".mbx": "mail",
    ".csv": "records", ".tsv": "records", ".jsonl": "records", ".ndjson": "records",
}  # fmt: skip
# What an OpenDocument file begins with, behind the header of its first entry.
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument."
# How far the first element of a page or of a TEI file may stand from the start of it.
_FIRST_ELEMENT = 4_000
# The part that every office file has.
_CONTENTS = "[Content_Types].xml"
# The directory of an office file is smaller, by far: a larger one is an archive's, and is not read twice.
_LARGEST_DIRECTORY = 1_000_000


def kind_of(data: bytes, path: str) -> str | None:
    """The module of redactlint.readers that reads `data`, or None for plain text (and for what nothing reads)."""
    return _kind(data[:_FIRST_ELEMENT], path, lambda: io.BytesIO(data))


def kind_of_stream(stream: BinaryIO, path: str) -> str | None:
    """As `kind_of`, from a file that can be sought in; where it stands afterwards is not said."""
    head = stream.read(_FIRST_ELEMENT)
    stream.seek(0)
    return _kind(head, path, lambda: stream)


def _kind(head: bytes, path: str, whole: Callable[[], BinaryIO]) -> str | None:
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "odf" if _OPEN_DOCUMENT in head[:100] else _package(whole())
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return kind
    if head[257:262] == b"ustar":
        return "archives"
    words = head.replace(b"\0", b"") if head.startswith((b"\xff\xfe", b"\xfe\xff")) else head
    found = _mark_up().match(words)
    if found is not None:
        return "tei" if found["tei"] or found["doctype"] else "html"
    name = path.rpartition("/")[2].lower()
    dot = name.rfind(".")
    suffix = _SUFFIXES.get(name[dot:]) if dot >= 0 else None
    if suffix is not None and b"\0" not in words:
        return suffix
    return "mail" if _is_mail(words) else None


@cache
def _mark_up() -> re.Pattern[bytes]:
    return re.compile(
        rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(?:<\?[^>]{0,300}\?>\s*|<!--(?:(?!-->).){0,3000}-->\s*)*"
        rb"(?:<!DOCTYPE\s+(?:html|(?P<doctype>TEI))\b(?:[^>]*>)?|<html\b|(?P<tei><(?:\w{1,8}:)?(?:TEI|teiCorpus|TEI\.2)\b))",
        re.IGNORECASE | re.DOTALL,
    )


# Lines of the header that nobody but a mail system writes.
_TRAVELLED = (b"MIME-Version:", b"Message-ID:", b"Received:")


@cache
def _header() -> re.Pattern[bytes]:
    return re.compile(rb"(?:From [^\n]{3,200}\n)?(?:[!-9;-~]{1,60}:[^\n]*\r?\n(?:[ \t]+[^\n]*\r?\n)*){2,}")


def _is_mail(head: bytes) -> bool:
    """Whether a text begins with the header of a message as it travelled; one that was printed has less."""
    if not any(sign in head for sign in _TRAVELLED):
        return False
    header = _header().match(head)
    return header is not None and any(b"\n" + sign in b"\n" + header.group() for sign in _TRAVELLED)


def directory_size(stream: BinaryIO) -> int:
    """How many bytes the directory of a ZIP file has by its own word; 0 for no such file.  `zipfile` reads it whole."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - (1 << 16) - 22))
    tail = stream.read()
    stream.seek(0)
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) < end + 22:
        return 0
    if tail[end - 76 : end - 72] == b"PK\x06\x06" and tail[end - 20 : end - 16] == b"PK\x06\x07":  # ZIP64
        return int.from_bytes(tail[end - 36 : end - 28], "little")
    return int.from_bytes(tail[end + 12 : end + 16], "little")


def _package(stream: BinaryIO) -> str:
    """Office file, or an archive like any other."""
    import zipfile

    if directory_size(stream) > _LARGEST_DIRECTORY:
        return "archives"
    try:
        with zipfile.ZipFile(stream) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        names = []
    if _CONTENTS in names:
        for folder, kind in _PACKAGES:
            if any(name.startswith(folder) for name in names):
                return kind
    return "archives"
