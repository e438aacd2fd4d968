"""Passages: the sentences of a text as digests that survive line ends, case, blanks and punctuation.

A digest is of the letters and digits of a sentence alone, so a copy that is wrapped anew, retyped in capitals or hurt
in its blanks by transmission gives the same.  What later hands put between the words (page lines, headings of sections,
captions that the mail system repeats) must have been blanked before.
"""

from __future__ import annotations

import re
import sys
import zlib
from array import array
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from redactlint.sets.summary import DELETION, EDGE, FRAGMENT, SENTENCE, STOCK, Passages
from redactlint.text import Span, Text

__all__ = ["Digester", "Segment", "letters_of", "passages_of"]

# A shorter piece ("U.S.", "No.", "(a)") belongs to the sentence that follows.
_SHORTEST = 12
# A stock phrase is a short sentence that holds one of the known ones.
_LONGEST_STOCK = 220
NO_OWNER = 0xFFFF

_KEPT = bytes(ord(one) for one in map(chr, range(128)) if one.isalnum())
_DROPPED = bytes(set(range(128)) - set(_KEPT))
_LOWER = bytes(ord(chr(one).lower()) if one < 128 else one for one in range(256))


class Segment(NamedTuple):
    """A stretch of text that belongs together: a portion (`owner` is its index) or what stands between portions."""

    start: int
    end: int
    owner: int = NO_OWNER


class Digester:
    """Digests under one key, and the stock phrases that are no passages; `key` is empty for digests of one run."""

    def __init__(self, key: bytes = b"", stock: Iterable[str] = ()) -> None:
        from redactlint.placing import hasher

        self.key, self._blake2b = key, hasher()
        # What digests of a few letters begin with: they are compared, never kept.
        self.seed = int.from_bytes(self._blake2b(b"edge", key=key, digest_size=4).digest(), "little")
        self._stock = tuple(letters_of(one) for one in stock)

    def digest(self, words: bytes) -> int:
        """The digest of normalised words, 64 bits."""
        return int.from_bytes(self._blake2b(words, key=self.key, digest_size=8).digest(), "little")

    def packed(self, passages: Sequence[bytes]) -> bytes:
        """The digests of many, one behind the other, in the byte order of this machine."""
        blake2b, key = self._blake2b, self.key
        raw = [blake2b(one, key=key, digest_size=8).digest() for one in passages]
        return b"".join(raw if sys.byteorder == "little" else [one[::-1] for one in raw])

    def stock_in(self, content: str) -> tuple[bytes, ...]:
        """The phrases in a text that every office uses."""
        letters = letters_of(content)
        return tuple(one for one in self._stock if one in letters)


@cache
def _others() -> re.Pattern[str]:
    return re.compile(r"[\W_]+")


def letters_of(words: str) -> bytes:
    """The letters and digits of `words`, in lower case, without anything between them."""
    if words.isascii():
        return words.encode().translate(_LOWER, _DROPPED)
    return _others().sub("", words.casefold()).encode("utf-8", "surrogatepass")


@cache
def _boundary(*, has_holes: bool) -> re.Pattern[str]:
    # The end of a sentence, or a deletion (which `passages_of` writes as NUL); one set of first characters is quicker.
    sentence = r"[.!?][.!?\"')\]]*\s+"
    return re.compile(rf"{sentence}|\0+\s*" if has_holes else sentence)


def passages_of(
    text: Text, content: str, segments: Iterable[Segment], deletions: Sequence[Span], digester: Digester
) -> tuple[Passages, dict[int, int]]:
    """The passages of the segments in their order, and for each deletion, by its index, its passage.

    `content` is that of the text, with everything blanked that is no part of it.  A deletion that reaches over several
    segments stands in the first.
    """
    pieces: list[tuple[int, int, bytes, int]] = []  # kind, offset, letters, owner; of a deletion, its length as bytes
    places: dict[int, int] = {}
    content = _with_holes(content, deletions)
    boundaries = _boundary(has_holes=bool(deletions)).finditer
    index = 0
    for start, end, owner in segments:
        while index < len(deletions) and deletions[index].end <= start:
            index += 1
        after_deletion, begin = False, start + _blanks(content, start, end)
        held, read = b"", begin  # the letters of sentences that are too short by themselves, and how far they reach
        for match in boundaries(content, start, end):
            first, last = match.span()
            is_hole = content[first] == "\0"
            letters = held + letters_of(content[read : first if is_hole else last])
            if not is_hole and len(letters) < _SHORTEST and not after_deletion:
                held, read = letters, last
                continue
            if letters:
                pieces.append((FRAGMENT if is_hole or after_deletion else SENTENCE, begin, letters, owner))
            after_deletion = is_hole
            if is_hole:
                while index < len(deletions) and deletions[index].start < last:
                    places.setdefault(index, len(pieces))
                    index += 1
                pieces.append((DELETION, first, content[first:last].rstrip().encode(), owner))
            held, begin, read = b"", last, last
        letters = held + letters_of(content[read:end])
        if letters:
            pieces.append((FRAGMENT if after_deletion else SENTENCE, begin, letters, owner))
    return _packed(text, content, pieces, digester), places


def _packed(text: Text, content: str, pieces: list[tuple[int, int, bytes, int]], digester: Digester) -> Passages:
    edge, seed = zlib.crc32, digester.seed
    stock = digester.stock_in(content)
    digests = array("Q")
    digests.frombytes(digester.packed([letters for _, _, letters, _ in pieces]))
    firsts = array("I", [edge(letters[:EDGE], seed) for _, _, letters, _ in pieces])
    lasts = array("I", [edge(letters[-EDGE:], seed) for _, _, letters, _ in pieces])
    kinds = array("B", [kind for kind, _, _, _ in pieces])
    for at, (kind, _, letters, _) in enumerate(pieces if stock else ()):
        if kind == SENTENCE and len(letters) <= _LONGEST_STOCK and any(one in letters for one in stock):
            kinds[at] = STOCK
    starts = text.line_starts()
    positions = [] if starts is not None else [number for _, at, _, _ in pieces for number in text.position(at)]
    return Passages(
        digests, firsts, lasts, array("I", [len(one) for _, _, one, _ in pieces]),
        array("I", [at for _, at, _, _ in pieces]), array("H", [owner for _, _, _, owner in pieces]),
        kinds, array("I", positions), b"" if starts is None else array("I", starts).tobytes(),
    )  # fmt: skip


def _blanks(content: str, at: int, end: int) -> int:
    count = 0
    while at + count < end and content[at + count].isspace():
        count += 1
    return count


def _with_holes(content: str, deletions: Sequence[Span]) -> str:
    content = content.replace("\0", " ")
    if not deletions:
        return content
    pieces, at = [], 0
    for span in deletions:
        if span.start >= at and span.end > span.start:
            pieces += [content[at : span.start], "\0" * len(span)]
            at = span.end
    return "".join((*pieces, content[at:]))
