"""Look-alikes undone: a marking whose characters only look like its own is read as what a reader sees in it.

A Cyrillic С in brackets, a full-width S, letters of mathematics, characters without width, a word turned round: what
stands for a marking is put into the content as the marking, and noted as damage, which DOC007 reports where the parsers
find a marking.  Words of another language are left alone, and a text of ASCII costs one glance.
"""

from __future__ import annotations

import re
from functools import cache, cached_property

from redactlint import compiled
from redactlint.markings.lookalikes import UNSEEN, Lookalikes
from redactlint.markings.portions import read_portion
from redactlint.markings.register import Register
from redactlint.text import Damage, Span, Text
from redactlint.values import evolve

__all__ = ["LOOK_ALIKE", "undone"]

LOOK_ALIKE = "look-alike"

# The longest mark, and how much of what stands around shows which language is written there.
_LONGEST, _AROUND, _SAMPLE, _MANY = 90, 100, 100_000, 50
_SPACED_LEVELS = ("TOPSECRET", "SECRET", "CONFIDENTIAL", "UNCLAS", "RESTRICTED")


def undone(text: Text, register: Register, dialect: str) -> Text:
    """`text` with the markings in it that are written in look-alikes read as what they are taken for."""
    source = text.source
    if source.isascii():
        return text
    found: list[tuple[int, int, str]] = []
    looked, seen = 0, _Source(source, register.lookalikes)
    for place in register.lookalikes.suspects(source):
        if place < looked:
            continue
        end = _end_of_word(source, place)
        one = None
        if _is_worth_a_look(source, place, end, register.lookalikes, seen):
            one = _marking_at(text, place, register, dialect, seen)
        if one is None:
            looked = min((at for at in (source.find(sign, place + 1, end) for sign in "([{") if at > 0), default=end)
            looked = max(looked, seen.skipped)
        elif not found or one[0] >= found[-1][1]:
            found.append(one)
            looked = one[1]
    if not found:
        return text
    content, pieces, kept = text.content, [], 0
    for start, end, meant in found:
        pieces += [content[kept:start], _as_long(meant, end - start)]
        kept = end
    damage = [*text.damage, *(Damage(LOOK_ALIKE, Span(start, end)) for start, end, _ in found)]
    damage.sort(key=lambda one: one.span.start)
    return evolve(text, content="".join((*pieces, content[kept:])), damage=tuple(damage))


@cache
def _blanks() -> re.Pattern[str]:
    return compiled.pattern(r"\s|\Z")


def _end_of_word(source: str, start: int) -> int:
    """Where the characters without blanks end that begin at `start`; no more of them than a mark can have."""
    match = _blanks().search(source, start, start + _LONGEST)
    return start + _LONGEST if match is None else max(match.start(), start + 1)


def _is_worth_a_look(source: str, start: int, end: int, table: Lookalikes, seen: _Source) -> bool:
    """Whether the word from `start` on can be of a marking at all: what most words of other languages are not."""
    first = max(0, start - _LONGEST)
    if max(source.rfind(one, first, start) for one in "([{") > max(source.rfind(one, first, start) for one in ")]}"):
        return True
    word = source[start:end]
    folded = seen.folded(start, end)
    if not folded.isascii():
        return "(" in folded or word[0] in table.singles
    if end - start <= 2 or folded[:1] in "([{":
        return True
    before = source[max(0, start - 40) : start]
    head = before.split()[-1] if before[-1:].strip() else ""
    return table.is_of_markings(table.meant(head + word))


class _Source:
    """A text as a reader sees it, a piece at a time, and all of it at once where many pieces are asked for."""

    def __init__(self, source: str, table: Lookalikes) -> None:
        self._source, self._table = source, table
        self._asked = 0
        # Up to where spaced letters were looked at that spell no level: none of the letters among them begins one.
        self.skipped = 0

    @cached_property
    def is_foreign(self) -> bool:
        """Whether the text as a whole is written in another alphabet than the Latin one."""
        latin, other = _alphabets(self._source[:_SAMPLE])
        return other > latin

    @cached_property
    def _folded(self) -> str:
        return self._table.folded(self._source)

    def folded(self, start: int, end: int) -> str:
        """The characters from `start` to `end` as what they are taken for."""
        self._asked += 1
        if self._asked > _MANY:
            return self._folded[start:end]
        return self._table.folded(self._source[start:end])


def _as_long(meant: str, length: int) -> str:
    """`meant` with blanks behind its first bracket, or before its first letter, so that it fills the place."""
    blanks = " " * (length - len(meant))
    return meant[0] + blanks + meant[1:] if meant[0] in "([{" else blanks + meant


def _marking_at(text: Text, start: int, register: Register, dialect: str, seen: _Source) -> tuple[int, int, str] | None:
    """The span of the marking around the look-alike character at `start`, and what it is taken for."""
    first = max(text.content.rfind("\n", 0, start) + 1, start - _LONGEST)
    last = text.content.find("\n", start, start + _LONGEST)
    last = min(len(text.content), start + _LONGEST) if last < 0 else last
    table, window = register.lookalikes, text.source[first:last]
    folded = seen.folded(first, last)
    at = start - first
    for one in (_brackets(folded, at), _spaced(folded, at), _word(folded, at), _single(window, at, table)):
        if one is None:
            continue
        printed = window[one[0] : one[1]]
        meant = table.meant(printed)
        if not meant.isascii() or not meant.strip() or len(meant) > len(printed) or meant == printed:
            continue
        if not _is_marking(meant, one[2], register, dialect):
            if one[2] == "spaced":
                seen.skipped = first + one[1]
            continue
        place = first + one[0], first + one[1]
        if seen.is_foreign and not table.is_certain(printed, meant) and _is_foreign(text.source, *place):
            continue
        return (*place, meant)
    return None


def _brackets(folded: str, at: int) -> tuple[int, int, str] | None:
    """The brackets around a place, or that begin or end there, without others inside."""
    opened = max(folded.rfind(one, 0, at + 1) for one in "([{")
    if opened < 0:
        return None
    closings = [folded.find(one, opened) for one in ")]}"]
    closed = min((one for one in closings if one >= 0), default=-1)
    return (opened, closed + 1, "brackets") if closed >= at else None


@cache
def _letters() -> re.Pattern[str]:
    one = rf"[^\s{UNSEEN}]{UNSEEN}*"
    return compiled.pattern(rf"(?<!\S){UNSEEN}*(?:{one}){{1,2}}(?:[ \t]{{1,3}}{UNSEEN}*(?:{one}){{1,2}}){{4,}}(?!\S)")


def _spaced(folded: str, at: int) -> tuple[int, int, str] | None:
    """The letters with blanks between them among which the place is."""
    for match in _letters().finditer(folded):
        if match.start() <= at < match.end():
            return match.start(), match.end(), "spaced"
    return None


def _word(folded: str, at: int) -> tuple[int, int, str] | None:
    """The characters without blanks among which the place is."""
    before, after = folded[:at], folded[at:]
    start = at - len(before.split()[-1]) if before[-1:].strip() else at
    end = at + len(after.split(maxsplit=1)[0]) if after[:1].strip() else at
    return (start, end, "word") if 0 < end - start <= _LONGEST else None


def _single(window: str, at: int, table: Lookalikes) -> tuple[int, int, str] | None:
    """One character that is taken for a whole mark, at the head of a paragraph; the blanks beside it make its room."""
    if window[at : at + 1] not in table.singles or not re.match(r"\s. ", window[max(0, at - 1) :]):
        return None
    if not re.search(r"(?:^|[.)])\s*\Z", window[:at]) or re.match(r"\s*(?:\d{4}|[Cc]opy)", window[at + 1 :]):
        return None
    return at - 1, at + 2, "single"


def _is_marking(meant: str, form: str, register: Register, dialect: str) -> bool:
    if form == "single":
        return True
    if form == "spaced":
        return re.sub(r"\s+", "", meant.upper()).startswith(_SPACED_LEVELS)
    if form == "brackets" or meant[0] in "([{" or re.fullmatch(r"[A-Z/]{1,10}\)", meant):
        if re.fullmatch(r"[(\[{][A-Za-z0-9]{1,2}[)\]}]", meant):
            return True
        parsed = read_portion(meant, register, dialect)
        if parsed is not None and parsed.marking is not None:
            return True
    return form == "word" and register.lookalikes.is_of_markings(meant)


def _is_foreign(source: str, start: int, end: int) -> bool:
    """Whether another alphabet is written around a place."""
    latin, other = _alphabets(source[max(0, start - _AROUND) : start] + source[end : end + _AROUND])
    return other >= latin


def _alphabets(words: str) -> tuple[int, int]:
    """How many letters are of the Latin alphabet, and how many of others."""
    latin = len(_latin().findall(words))
    return latin, len(_letter().findall(words)) - latin


@cache
def _letter() -> re.Pattern[str]:
    return compiled.pattern(r"[^\W\d_]")


@cache
def _latin() -> re.Pattern[str]:
    return compiled.pattern("[A-Za-z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]")
