"""The grammar: from a string to a marking, with every departure from the canonical form named."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable

from redactlint import compiled
from redactlint.markings import compartments, constraints, foreign, lists
from redactlint.markings.lettering import level_prefix, upper
from redactlint.markings.levels import Level
from redactlint.markings.model import Deviation, Marking
from redactlint.markings.nearest import nearest, worn
from redactlint.markings.pieces import Entry, Piece, cut, piece_of
from redactlint.markings.register import Register

__all__ = ["Reading", "read"]

_DECLASSIFICATION = (
    r"(?:\d{8}|MR|MANUAL REVIEW|25X\d(?:-HUM(?:AN)?)?|50X\d(?:-HUM|-WMD)?|X[1-8]|OADR|DECL(?:ASSIFY)? ON:? .{4,20})"
)

# Where a piece that nothing knows as a whole may fall into several: first at commas, then at blanks and hyphens.
_COMMA, _JOINT = r"\s*[,;]\s*", r"\s+-\s+|\s+|-"


class Reading:
    """A marking while it is read: what is known so far, and what was found amiss.

    `strict` says that the string owes the form of the IC register: always in that dialect, and in the State dialect
    where it uses the register's double slashes.
    """

    def __init__(self, text: str, form: str, dialect: str, register: Register) -> None:
        self.text, self.form, self.dialect, self.register = text, form, dialect, register
        self.upper = upper(text)
        self.strict = dialect == "ic" or "//" in text
        self.strict_lists = dialect == "ic" or (form == "banner" and "//" in text)
        self.level: Level | None = None
        self.level_end = 0
        self.stands_for_level = False
        self.owner: str | None = None
        self.joint: frozenset[str] = frozenset()
        self.entries: list[Entry] = []
        self.rel_to: list[str] | None = None
        self.display_to: list[str] | None = None
        self.fgi: list[str] | None = None
        self.cui: list[str] | None = None
        self.deviations: list[Deviation] = []
        self.unknown = 0
        self.is_filed = False

    def note(
        self,
        kind: str,
        start: int,
        end: int,
        detail: str = "",
        lawful: tuple[datetime.date, datetime.date] | None = None,
    ) -> None:
        """Record a deviation of the characters from `start` to `end`."""
        self.deviations.append(Deviation(kind, start, end, self.text[start:end], None, detail, lawful))

    def note_form(self, kind: str, start: int, end: int, detail: str = "") -> None:
        """Record a deviation that only matters where the form of the register is owed."""
        if self.strict:
            self.note(kind, start, end, detail)

    def note_retired(self, name: str, start: int, end: int, detail: str, kind: str = "retired") -> None:
        """Record a form of the syntax that has gone, under its name in the register's history."""
        last = self.register.history.get(name)
        self.note(kind, start, end, detail, (datetime.date.min, last) if last is not None else None)

    def unknown_token(self, start: int, end: int, detail: str) -> None:
        """Record a token that no register holds."""
        self.unknown += 1
        self.note("control-unknown", start, end, detail)

    def take(self, entry: Entry) -> None:
        """Take an entry into the marking."""
        self.entries.append(entry)

    def stands_alone(self, words: str) -> bool:
        """Whether the words name a control, or a control system, by themselves."""
        register = self.register
        known = (register.spellings[self.form], register.sci_systems, register.caveats)
        return len(words) > 1 and any(words in one for one in known)

    def words(self, category: str) -> frozenset[str]:
        """The canonical words of one category."""
        found: set[str] = set()
        for entry in self.entries:
            for word in entry.words:
                control = self.register.controls.get(word)
                belongs = control.category if control is not None and entry.category != "sap" else entry.category
                if belongs == category:
                    found.add(word)
        return frozenset(found)

    def marking(self) -> Marking | None:
        """The marking as read, or None where no level was found."""
        if self.level is None:
            return None
        return Marking(
            self.level,
            sci=self.words("sci"),
            sap=self.words("sap"),
            aea=self.words("aea"),
            fgi=frozenset(self.fgi) if self.fgi is not None else None,
            dissemination=self.words("dissemination") - {"REL TO", "DISPLAY ONLY"},
            rel_to=lists.released_to(self.rel_to, self.register),
            display_to=lists.released_to(self.display_to, self.register),
            non_ic=self.words("non-ic"),
            cui=frozenset(self.cui) if self.cui is not None else None,
            joint=self.joint,
            owner=self.owner,
            nato=self.words("nato"),
        )


def read(text: str, start: int, end: int, form: str, dialect: str, register: Register) -> Reading:
    """Read `text[start:end]` as a marking of the dialect; `form` is "portion" or "banner"."""
    reading = Reading(text, form, dialect, register)
    pieces = cut(reading.upper, start, end)
    queue = foreign.read_head(reading, pieces)
    if queue is None:
        queue = _read_level(reading, pieces)
    if queue is None:
        return reading
    steps = 0
    while queue and steps < 200:
        steps += 1
        _read_piece(reading, queue.pop(0), queue)
    if reading.level is not None:
        constraints.check(reading)
    return reading


def _read_level(reading: Reading, pieces: list[Piece]) -> list[Piece] | None:
    """Take the level, or the control that stands for it, off the first piece; what is left to read, or None."""
    first, register = pieces[0], reading.register
    compound = register.compounds.get(first.words) if reading.form == "portion" else None
    if compound is not None:
        return [*_of_compound(reading, first, *compound), *pieces[1:]]
    if first.words in ("CUI", "CONTROLLED"):
        reading.level, reading.level_end, reading.stands_for_level = Level.U, first.start, True
        return pieces
    found = level_prefix(first.words, register)
    if found is not None:
        return _after_level(reading, first, *found) + pieces[1:]
    head = _unlevelled_head(reading, first.words)
    if head is None:
        if all(reading.stands_alone(one.words) or lists.begins_list(one.words) for one in pieces if one.words):
            reading.note("level-missing", first.start, pieces[-1].end, "no level precedes the control")
        return None
    spelling, level = head
    reading.level, reading.level_end = level, first.start
    if spelling in register.levels:
        return _after_level(reading, first, spelling, level) + pieces[1:]
    if reading.dialect == "ic" or register.spellings[reading.form][spelling].control.category == "dissemination":
        reading.note("house-form", first.start, first.end, "U precedes the control")
    reading.stands_for_level = True
    return [first, *pieces[1:]]


def _of_compound(reading: Reading, piece: Piece, letters: str, control: str) -> list[Piece]:
    """Take the level off a mark in one word ("SRD"); what is left to read is the control that it stands for."""
    reading.level, reading.level_end = reading.register.levels[letters], piece.start + len(letters)
    if reading.strict:
        detail = "// stands before the control" if control else f"the mark is written {letters}"
        reading.note_retired("register_form", piece.start, piece.end, detail, "control-separator")
    return [Piece(control, reading.level_end, piece.end, "", reading.level_end)] if control else []


def _after_level(reading: Reading, first: Piece, spelling: str, level: Level) -> list[Piece]:
    reading.level, reading.level_end = level, first.start + len(spelling)
    is_letter = len(spelling) <= 2
    if reading.form == "portion" and not is_letter:
        reading.note("level-in-words", first.start, first.start + len(spelling), f"a portion mark writes {level.name}")
    elif reading.form == "banner" and spelling != level.words and (
        is_letter or ("//" in reading.text and reading.dialect == "ic")
    ):
        reading.note("level-abbreviated", first.start, first.start + len(spelling), f"a banner writes {level.words}")
    start = min(first.start + len(spelling), first.end)
    while start < first.end and reading.upper[start] in " ,-\t\r\n":
        start += 1
    if start >= first.end:
        return []
    before = reading.upper[first.start + len(spelling) : start].strip()[:1]
    is_run_on = start == first.start + len(spelling)
    tail = " ".join(reading.upper[start : first.end].split())
    return [Piece(tail, start, first.end, before or ("" if is_run_on else " "), first.start + len(spelling))]


def _unlevelled_head(reading: Reading, words: str) -> tuple[str, Level] | None:
    """What a first piece without a level begins with: a control of U ("SBU-NF"), or a letter run on ("SNF")."""
    spelling = reading.register.spellings[reading.form].get(words)
    if spelling is not None:
        return (words, Level.U) if spelling.control.stands_alone else None
    for word, one in reading.register.spellings[reading.form].items():
        if one.control.stands_alone and len(word) > 1 and words.startswith(word):
            tail = words[len(word) :]
            if tail[:1] in " ,-" and reading.stands_alone(tail.strip(" ,-")):
                return word, Level.U
    return None


def _read_piece(reading: Reading, piece: Piece, queue: list[Piece]) -> None:
    if not piece.words:
        if reading.is_filed and not queue:
            return  # the slashes that close the code of a file
        kind = "stray-character" if reading.dialect == "state" and reading.form == "portion" else "control-separator"
        end = max(piece.end, piece.before_start + 1)
        reading.note(kind, piece.before_start, end, "nothing follows the separator")
        return
    comma = compiled.pattern(_COMMA).search(reading.upper, piece.start, piece.end)
    if comma is not None and not lists.begins_list(piece.words):
        _split(reading, piece, comma, queue)
        return
    for reader in _READERS:
        if reader(reading, piece, queue):
            return
    guess = worn(piece.words, reading.register, reading.form)
    if guess is not None and _is_spaced(reading, piece):
        _take(reading, piece, guess.control.stands_for, guess.control.category, guess.control.order, guess.how)
        return
    if guess is not None:
        reading.unknown += reading.form == "portion" and not reading.strict
        reading.note("control-misspelt", piece.start, piece.end, f"{piece.words} reads {guess.control.word}")
        _take(reading, piece, guess.control.stands_for, guess.control.category, guess.control.order, "own")
        return
    close = nearest(piece.words, reading.register, reading.form)
    question = f"; did you mean {close}?" if close else ""
    reading.unknown_token(piece.start, piece.end, f"no register holds {piece.words}{question}")


def _is_spaced(reading: Reading, piece: Piece) -> bool:
    """Whether a telegram's banner spells a control letter by letter, as it spells the level ("N O F O R N")."""
    return (
        reading.dialect == "state" and reading.form == "banner" and all(len(one) == 1 for one in piece.words.split(" "))
    )


def _take(reading: Reading, piece: Piece, words: tuple[str, ...], category: str, order: int, how: str) -> None:
    reading.take(Entry(category, (order, ""), words, piece, how))


def _read_word(reading: Reading, piece: Piece, queue: list[Piece]) -> bool:
    spelling = reading.register.spellings[reading.form].get(piece.words)
    if spelling is None and reading.dialect == "state" and piece.words == "N":
        spelling = reading.register.spellings[reading.form].get("NOFORN")
    if spelling is None:
        return False
    control = spelling.control
    if control.word in reading.words(control.category) and control.word not in ("REL TO", "DISPLAY ONLY"):
        reading.note("control-repeated", piece.start, piece.end, f"{control.word} stands twice")
    if reading.dialect not in control.dialects:
        reading.note("house-form", piece.start, piece.end, f"{control.word} belongs to State telegrams")
    _take(reading, piece, control.stands_for, control.category, control.order, spelling.how)
    return True


def _read_legend(reading: Reading, piece: Piece, queue: list[Piece]) -> bool:
    if piece.words in reading.register.legends:
        years = reading.register.legends[piece.words]
        reading.note("legend", piece.start, piece.end, "the legend of E.O. 10290", years)
        return True
    if reading.form == "banner" and reading.register.filing.fullmatch(piece.words):
        reading.is_filed = True
        return True
    if len(piece.words) > 2 and piece.words in reading.register.levels:
        reading.note("level-doubled", piece.start, piece.end, "one marking has one level")
        return True
    if reading.form == "banner" and compiled.pattern(_DECLASSIFICATION).fullmatch(piece.words):
        detail = "a declassification instruction is no part of a banner"
        kind = "instruction-in-banner"
        reading.note_retired("declassification_in_banner", piece.start, piece.end, detail, kind)
        return True
    return False


def _read_caveat(reading: Reading, piece: Piece, queue: list[Piece]) -> bool:
    """Read words of earlier years beside a classified level, of which only the years are judged."""
    years = reading.register.caveats.get(piece.words)
    if years is None or reading.level is None or not reading.level.is_classified:
        return False
    detail = f"{piece.words} is in no register today; leave it out"
    reading.note("retired", piece.start, piece.end, detail, years)
    return True


def _read_joined(reading: Reading, piece: Piece, queue: list[Piece]) -> bool:
    """Take a known control off the front of a piece that runs several together ("NF OC", "SI-NF")."""
    for match in compiled.pattern(_JOINT).finditer(reading.upper, piece.start, piece.end):
        head = " ".join(reading.upper[piece.start : match.start()].split())
        rest = " ".join(reading.upper[match.end() : piece.end].split())
        if reading.stands_alone(head) and (
            reading.stands_alone(rest) or lists.begins_list(rest) or all(map(reading.stands_alone, rest.split(" ")))
        ):
            _split(reading, piece, match, queue)
            return True
    return False


def _split(reading: Reading, piece: Piece, joint: re.Match[str], queue: list[Piece]) -> None:
    """Put the two sides of a joint back on the queue, the joint as the separator between them."""
    before = joint[0].strip()[:1] or " "
    queue.insert(0, piece_of(reading.upper, joint.end(), piece.end, before, joint.start()))
    queue.insert(0, piece_of(reading.upper, piece.start, joint.start(), piece.before, piece.before_start))


_READERS: tuple[Callable[[Reading, Piece, list[Piece]], bool], ...] = (
    lists.read_cui,
    lists.read_release,
    lists.read_eyes,
    lists.read_foreign_information,
    compartments.read_energy,
    compartments.read_system,
    compartments.read_program,
    _read_word,
    _read_legend,
    _read_caveat,
    _read_joined,
    lists.read_stray_country,
)
