"""Passages: the sentences of a text as digests that survive line ends, case, blanks and punctuation.

A digest is of the letters and digits of a sentence alone, so a copy that is wrapped anew, retyped in capitals or hurt
in its blanks by transmission gives the same.  What later hands put between the words (page lines, headings of sections,
captions that the mail system repeats) must have been blanked before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from redactlint.sets.summary import DELETION, EDGE, FRAGMENT, SENTENCE, STOCK, Passages
from redactlint.text import Span

if TYPE_CHECKING:
    from redactlint.text import Text

__all__ = ["Digester", "Segment", "letters_of", "passages_of"]

# A shorter piece ("U.S.", "No.", "(a)") belongs to the sentence that follows.
_SHORTEST = 12
# A stock phrase is a short sentence that holds one of the known ones.
_LONGEST_STOCK = 220
NO_OWNER = 0xFFFF
_PRIME = (1 << 61) - 1

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
        from redactlint.placing import _blake2b

        self.key, self._blake2b = key, _blake2b()
        self._factor = int.from_bytes(self._blake2b(b"edge", key=key, digest_size=8).digest(), "little") % _PRIME or 1
        self._stock = tuple(letters_of(one) for one in stock)

    def digest(self, words: bytes) -> int:
        """The digest of normalised words, 64 bits."""
        return int.from_bytes(self._blake2b(words, key=self.key, digest_size=8).digest(), "little")

    def edge(self, letters: bytes) -> int:
        """A digest of a few letters; equal letters give equal digests, and the key hides which they are."""
        return (int.from_bytes(letters, "little") * self._factor) % _PRIME

    def is_stock(self, letters: bytes) -> bool:
        """Whether a sentence is a phrase that every office uses."""
        return len(letters) <= _LONGEST_STOCK and any(one in letters for one in self._stock)


@cache
def _others() -> re.Pattern[str]:
    return re.compile(r"[\W_]+")


def letters_of(words: str) -> bytes:
    """The letters and digits of `words`, in lower case, without anything between them."""
    if words.isascii():
        return words.encode().translate(_LOWER, _DROPPED)
    return _others().sub("", words.casefold()).encode("utf-8", "surrogatepass")


@cache
def _boundary() -> re.Pattern[str]:
    # The end of a sentence, or a deletion (which `passages_of` writes as NUL).
    return re.compile(r"[.!?][.!?\"')\]]*(?=\s)|\0+")


def passages_of(
    text: Text, content: str, segments: Iterable[Segment], deletions: Sequence[Span], digester: Digester
) -> tuple[Passages, dict[int, int]]:
    """The passages of the segments in their order, and for each deletion, by its index, its passage.

    `content` is the text with everything blanked that is no part of it.  A deletion that reaches over several segments
    stands in the first.
    """
    found = Passages()
    places: dict[int, int] = {}
    content = _with_holes(content, deletions)
    index = 0
    for segment in segments:
        while index < len(deletions) and deletions[index].end <= segment.start:
            index += 1
        after_deletion = False
        begin = segment.start
        for match in _boundary().finditer(content, segment.start, segment.end):
            is_hole = content[match.start()] == "\0"
            end = match.start() if is_hole else match.end()
            letters = letters_of(content[begin:end])
            if not is_hole and len(letters) < _SHORTEST and not after_deletion:
                continue
            if letters:
                kind = FRAGMENT if is_hole or after_deletion else SENTENCE
                _add(found, text, content, begin, letters, kind, segment.owner, digester)
            after_deletion = is_hole
            if is_hole:
                while index < len(deletions) and deletions[index].start < match.end():
                    places.setdefault(index, len(found))
                    index += 1
                _add_hole(found, text, match.start(), match.end() - match.start(), segment.owner)
            begin = match.end()
        letters = letters_of(content[begin : segment.end])
        if letters:
            kind = FRAGMENT if after_deletion else SENTENCE
            _add(found, text, content, begin, letters, kind, segment.owner, digester)
    return found, places


def _with_holes(content: str, deletions: Sequence[Span]) -> str:
    if not deletions:
        return content.replace("\0", " ") if "\0" in content else content
    pieces, at = [], 0
    content = content.replace("\0", " ")
    for span in deletions:
        if span.start >= at and span.end > span.start:
            pieces += [content[at : span.start], "\0" * len(span)]
            at = span.end
    return "".join((*pieces, content[at:]))


def _add(
    found: Passages, text: Text, content: str, begin: int, letters: bytes, kind: int, owner: int, digester: Digester
) -> None:
    while content[begin].isspace():
        begin += 1
    if kind == SENTENCE and digester.is_stock(letters):
        kind = STOCK
    line, column = text.position(begin)
    found.digests.append(digester.digest(letters))
    found.firsts.append(digester.edge(letters[:EDGE]))
    found.lasts.append(digester.edge(letters[-EDGE:]))
    found.letters.append(len(letters))
    found.offsets.append(begin)
    found.lines.append(line)
    found.columns.append(column)
    found.owners.append(owner)
    found.kinds.append(kind)


def _add_hole(found: Passages, text: Text, start: int, length: int, owner: int) -> None:
    line, column = text.position(start)
    for name, value in (
        ("digests", 0), ("firsts", 0), ("lasts", 0), ("letters", length), ("offsets", start), ("lines", line),
        ("columns", column), ("owners", owner), ("kinds", DELETION),
    ):  # fmt: skip
        getattr(found, name).append(value)
