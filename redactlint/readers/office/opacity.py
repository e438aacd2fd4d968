"""Opacity: whether a picture hides what lies below it; a signature on transparent ground does not."""

from __future__ import annotations

import struct
import zlib
from xml.etree.ElementTree import Element

from redactlint.errors import ReadError
from redactlint.readers.allowance import ExhaustedError
from redactlint.readers.office.package import Package

__all__ = ["is_opaque_picture", "is_opaque_png"]

# A larger picture with an alpha channel is not looked into.
_MOST_PIXELS = 2_000_000
# Of the pixels looked at, this share must hide what is below.
_LEAST_SHARE = 0.9
_OPAQUE = 230


def is_opaque_picture(package: Package, part: str, element: Element) -> bool:
    """Whether the picture that `element` of `part` shows hides what lies below; not if that cannot be told."""
    blip = next(element.iter("a:blip"), None)
    if blip is None or any(one.tag in ("a:alphaModFix", "a:clrChange") for one in blip.iter()):
        return False
    relation = package.relations(part).get(blip.get("r:embed", ""))
    if relation is None or relation.is_external or not package.has(relation.target):
        return False
    if relation.target not in package.opaque:
        package.opaque[relation.target] = _is_opaque(package, relation.target)
    return package.opaque[relation.target]


def _is_opaque(package: Package, part: str) -> bool:
    try:
        data = package.bytes_of(part)
    except ExhaustedError:
        raise
    except ReadError:
        return False
    if data.startswith((b"\xff\xd8\xff", b"BM")):
        return True
    return data.startswith(b"\x89PNG\r\n\x1a\n") and is_opaque_png(data)


def is_opaque_png(data: bytes) -> bool:
    """Whether nearly all pixels of a PNG hide what lies below; not if it is damaged or too large to look into."""
    chunks = dict(_chunks(data))
    header = chunks.get(b"IHDR", b"")
    if len(header) < 13:
        return False
    width, height, depth, kind, _, _, interlaced = struct.unpack(">IIBBBBB", header[:13])
    if b"tRNS" in chunks:
        return False
    if kind not in (4, 6):
        return True
    if depth != 8 or interlaced or not 0 < width * height <= _MOST_PIXELS:
        return False
    size = 2 if kind == 4 else 4
    unpacked = zlib.decompressobj()
    try:
        rows = unpacked.decompress(chunks.get(b"IDAT", b""), height * (width * size + 1))
    except zlib.error:
        return False
    if len(rows) < height * (width * size + 1):
        return False
    return _opaque_share(rows, width, height, size) >= _LEAST_SHARE


def _chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    """The chunks of a PNG by kind; those of the picture itself joined."""
    found: dict[bytes, list[bytes]] = {}
    at = 8
    while at + 8 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        found.setdefault(data[at + 4 : at + 8], []).append(data[at + 8 : at + 8 + size])
        at += size + 12
    return [(kind, b"".join(parts)) for kind, parts in found.items()]


def _opaque_share(rows: bytes, width: int, height: int, size: int) -> float:
    """The share of opaque pixels; the filters of a PNG work on each channel alone, so only alpha is undone."""
    stride = width * size + 1
    above = bytearray(width)
    opaque = 0
    for row in range(height):
        start = row * stride
        kind, line = rows[start], bytearray(rows[start + size : start + stride : size])
        left = corner = 0
        if kind == 2:
            line = bytearray((one + up) & 255 for one, up in zip(line, above, strict=True))
        elif kind:
            for x in range(width):
                up = above[x]
                guess = left if kind == 1 else (left + up) // 2 if kind == 3 else _paeth(left, up, corner)
                left = line[x] = (line[x] + guess) & 255
                corner = up
        opaque += sum(one >= _OPAQUE for one in line)
        above = line
    return opaque / (width * height)


def _paeth(left: int, up: int, corner: int) -> int:
    guess = left + up - corner
    apart = abs(guess - left), abs(guess - up), abs(guess - corner)
    return left if apart[0] <= apart[1] and apart[0] <= apart[2] else up if apart[1] <= apart[2] else corner
