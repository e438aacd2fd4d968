"""The grammar: from the pieces of a string to a marking, with every departure from the canonical form named."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redactlint.markings.levels import Level
from redactlint.markings.model import Deviation, Marking
from redactlint.markings.pieces import Piece, cut, fold, level_prefix, upper
from redactlint.markings.register import Control, Register

__all__ = ["Reading", "read"]

_LIST_START = re.compile(r"(REL(?:EAS(?:ABLE|E))?(?: ?TO)?|AUTHORIZED FOR RELEASE TO|RELTO)\b[ :]*")
_LIST_CUT = re.compile(r"\s*(?:,|;|&|\+|\bAND\b)\s*")
_INNER = re.compile(r"[ ,\-]+")


class Reading:
    """A marking while it is read: what is known so far, and what was found amiss."""

    def __init__(self, text: str, form: str, dialect: str, register: Register) -> None:
        self.text, self.form, self.dialect, self.register = text, form, dialect, register
        self.level: Level | None = None
        self.categories: dict[str, set[str]] = {}
        self.rel_to: set[str] | None = None
        self.fgi: set[str] | None = None
        self.deviations: list[Deviation] = []
        self.unknown = 0
        self.controls = 0

    def note(self, kind: str, start: int, end: int, detail: str = "") -> None:
        """Record a deviation of the characters from `start` to `end`."""
        self.deviations.append(Deviation(kind, start, end, self.text[start:end], None, detail))

    def add(self, control: Control) -> None:
        """Take a control into the marking."""
        self.controls += 1
        self.categories.setdefault(control.category, set()).add(control.word)

    def marking(self) -> Marking | None:
        """The marking as read, or None where no level was found."""
        if self.level is None:
            return None
        return Marking(
            self.level,
            dissemination=frozenset(self.categories.get("dissemination", ())),
            non_ic=frozenset(self.categories.get("non-ic", ())),
            rel_to=frozenset(self.rel_to) if self.rel_to is not None else None,
            fgi=frozenset(self.fgi) if self.fgi is not None else None,
        )


def read(text: str, start: int, end: int, form: str, dialect: str, register: Register) -> Reading:
    """Read `text[start:end]` as a marking of the dialect; `form` is "portion" or "banner"."""
    reading = Reading(text, form, dialect, register)
    pieces = cut(upper(text), start, end)
    rest = _read_level(reading, pieces[0])
    if rest is None:
        return reading
    queue = [*rest, *pieces[1:]]
    while queue:
        piece = queue.pop(0)
        if not piece.words:
            reading.note("control-separator", piece.before_start, piece.start or piece.end)
            continue
        if not _read_control(reading, piece, queue):
            reading.unknown += 1
            reading.note("control-unknown", piece.start, piece.end)
    return reading


def _read_level(reading: Reading, piece: Piece) -> list[Piece] | None:
    """Take the level (or a control that stands for it) off the first piece; what follows it there, or None."""
    register, words = reading.register, piece.words
    spelling = level_prefix(words, register, with_letters=True)
    if spelling is None:
        control = _find(words, reading)
        if control is not None and control.levels == frozenset((Level.U,)):
            reading.level = Level.U
            reading.add(control)
            return []
        if control is None:
            return _read_unlevelled(reading, piece)
        return None
    reading.level = register.levels[spelling]
    rest = words[len(spelling) :]
    if not rest.strip(" ,-"):
        return []
    offset = piece.end - len(reading.text[piece.start : piece.end]) + len(spelling)
    skipped = len(rest) - len(rest.lstrip(" ,-"))
    tail = rest.lstrip(" ,-")
    before = rest[:skipped].strip() or " "
    return [Piece(tail, min(offset + skipped, piece.end), piece.end, before[:1], offset)]


def _read_unlevelled(reading: Reading, piece: Piece) -> list[Piece] | None:
    """A first piece such as "SBU-NF", "SBU NF" or "SNF": a control of U, or a letter, run together with another."""
    words = piece.words
    for head in ("SBU", "LOU", "FOUO", "C", "S", "TS", "LIMITED OFFICIAL USE", "SENSITIVE BUT UNCLASSIFIED"):
        if not words.startswith(head):
            continue
        tail = words[len(head) :].lstrip(" ,-")
        if tail and _find(tail, reading) is not None and (tail in ("NF", "NOFORN") or words[len(head)] in " ,-"):
            control = _find(head, reading)
            if control is None:
                reading.level = reading.register.levels[head]
            else:
                reading.level = Level.U
                reading.add(control)
            return [Piece(tail, piece.end - len(tail), piece.end, words[len(head) : -len(tail)].strip() or " ", piece.start)]
    return None


def _find(words: str, reading: Reading) -> Control | None:
    register = reading.register
    for table in _tables(reading):
        control = table.get(words)
        if control is not None and reading.dialect in control.dialects:
            return control
    if reading.dialect == "state" and words == "N":
        return register.controls.get("NOFORN")
    return None


def _tables(reading: Reading) -> Iterator[dict[str, Control]]:
    register = reading.register
    own, other = register.portion_words, register.banner_words
    if reading.form == "banner":
        own, other = other, own
    yield dict(own) if not isinstance(own, dict) else own
    yield dict(other) if not isinstance(other, dict) else other
    yield dict(register.other_words) if not isinstance(register.other_words, dict) else register.other_words


def _read_control(reading: Reading, piece: Piece, queue: list[Piece]) -> bool:
    words = piece.words
    released = _LIST_START.match(words)
    if released is not None:
        _read_release(reading, words[released.end() :], queue)
        return True
    if words == "FGI":
        reading.fgi = set() if reading.fgi is None else reading.fgi
        reading.controls += 1
        return True
    control = _find(words, reading)
    if control is not None:
        if control.word in reading.categories.get(control.category, ()):
            reading.note("control-repeated", piece.start, piece.end)
        reading.add(control)
        return True
    if words in reading.register.legends:
        reading.note("legend", piece.start, piece.end)
        return True
    if words in reading.register.levels and len(words) > 2:
        reading.note("level-doubled", piece.start, piece.end)
        return True
    parts = [one for one in _INNER.split(words) if one]
    controls = [_find(one, reading) for one in parts]
    if len(parts) > 1 and all(one is not None for one in controls):
        for one in controls:
            if one is not None:
                reading.add(one)
        reading.note("control-separator", piece.start, piece.end)
        return True
    return False


def _read_release(reading: Reading, rest: str, queue: list[Piece]) -> None:
    """The list after REL TO; in State form it may run on over single slashes ("REL TO NATO/AUS")."""
    codes = reading.rel_to = reading.rel_to or set()
    entries = [rest]
    while queue and queue[0].before == "/" and _find(queue[0].words, reading) is None and queue[0].words != "FGI":
        entries.append(queue.pop(0).words)
    for entry in entries:
        for word in _LIST_CUT.split(fold(entry)):
            code = country_code(word, reading.register)
            if code and code != "USA":
                codes.add(code)
    reading.controls += 1


def country_code(word: str, register: Register) -> str:
    """The code of a country or an organisation by its code or name; a word that nothing holds stays as it is."""
    word = word.strip(" .:-")
    if word in register.countries or word in register.organisations:
        return word
    return register.country_names.get(word, word)
