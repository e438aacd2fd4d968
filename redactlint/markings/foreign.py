"""Markings that are not of the United States alone: of another country, of NATO, of a concealed source, JOINT ones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redactlint import compiled
from redactlint.markings.countries import Code, read_codes
from redactlint.markings.levels import Level
from redactlint.markings.lists import begins_list, check_list
from redactlint.markings.pieces import Entry, Piece, piece_of
from redactlint.markings.register import Register
from redactlint.values import TYPE_CHECKING

if TYPE_CHECKING:
    from redactlint.markings.grammar import Reading

__all__ = ["read_head"]

_LEVEL = r"(TOP SECRET|SECRET|CONFIDENTIAL|RESTRICTED|UNCLASSIFIED|TS|S|C|R|U)"
_OWNED = rf"(FGI|UN|[A-Z]{{3,4}}(?:[ ,]+[A-Z]{{3,4}})*?)([ -]+){_LEVEL}"
_JOINT = rf"JOINT[ -]+{_LEVEL}(?:[ ,]+(.*))?"
_ACTIVITY = r"NATO ([A-Z]{2,8}) (TOP SECRET|SECRET|CONFIDENTIAL|RESTRICTED|UNCLASSIFIED)|N([A-Z]{2,8})(TS|[SCRU])"


def read_head(reading: Reading, pieces: list[Piece]) -> list[Piece] | None:
    """Read the classification of a foreign, NATO or JOINT string; what is left to read, or None if it is none.

    Such a string begins with two slashes; where they are lost it is read all the same, and the loss noted.
    """
    is_marked = not pieces[0].words and len(pieces) > 1 and pieces[1].before.strip() == "//"
    if not pieces[0].words and not is_marked and len(pieces) == 1:
        return None
    place = 0 if pieces[0].words else 1
    first = pieces[place]
    for head, tail in _cuts(reading, first):
        for reader in (_read_joint, _read_nato, _read_owned):
            if reader(reading, head, is_marked):
                if not is_marked and not (reading.dialect == "state" and reading.owner == "NATO"):
                    detail = "a marking that is not of the US alone begins with //"
                    reading.note("control-separator", head.before_start, head.end, detail)
                reading.level_end = head.end
                return tail + pieces[place + 1 :]
    return None


def _cuts(reading: Reading, piece: Piece) -> Iterator[tuple[Piece, list[Piece]]]:
    """The piece whole, then cut at a blank before a control that hangs on it ("GBR S NF")."""
    blanks = list(re.finditer(r"\s+", reading.upper[piece.start : piece.end]))
    tails = [
        (piece_of(reading.upper, piece.start + one.end(), piece.end, " ", piece.start + one.start()), one.start())
        for one in blanks
    ]
    # A list that hangs on the owners is none of them: "JOINT S AUS USA REL TO USA, AUS".
    for tail, at in tails:
        if begins_list(tail.words) and at:
            yield piece_of(reading.upper, piece.start, piece.start + at, piece.before, piece.before_start), [tail]
            return
    yield piece, []
    for tail, at in tails:
        end = piece.start + at
        if reading.stands_alone(tail.words):
            yield piece_of(reading.upper, piece.start, end, piece.before, piece.before_start), [tail]


def _level(reading: Reading, spelling: str, start: int) -> Level:
    level = reading.register.levels[spelling]
    if reading.form == "portion" and len(spelling) > 2:
        reading.note("level-in-words", start, start + len(spelling), f"a portion mark writes {level.name}")
    if reading.form == "banner" and len(spelling) <= 2:
        reading.note("level-abbreviated", start, start + len(spelling), f"a banner writes {level.words}")
    return level


def _may_lose_slashes(reading: Reading) -> bool:
    """Whether a foreign string without its slashes is read all the same; "(DRC U)" in a telegram is prose."""
    return reading.dialect == "ic" or reading.form == "banner"


def _read_joint(reading: Reading, piece: Piece, is_marked: bool) -> bool:
    match = compiled.pattern(_JOINT).fullmatch(piece.words)
    if match is None or not (is_marked or _may_lose_slashes(reading)):
        return False
    reading.level = _level(reading, match[1], piece.start + match.start(1))
    reading.owner = "JOINT"
    if not match[2]:
        if reading.form == "banner":
            reading.note("country-joint", piece.start, piece.end, "a JOINT banner names its owners")
        return True
    start = piece.end - len(match[2])
    codes = read_codes(reading.upper, start, piece.end, reading.register, reading.dialect)
    reading.joint = frozenset(one.code for one in codes)
    check_list(reading, codes, separator=" ", alphabetical=True)
    if "USA" not in reading.joint or len(reading.joint) < 2:
        reading.note("country-joint", start, piece.end, "a JOINT list names USA and at least one other owner")
    return True


def _read_nato(reading: Reading, piece: Piece, is_marked: bool) -> bool:
    register, words = reading.register, piece.words
    for row in register.nato:
        if words in row.banner or words in row.portion:
            is_short = words in row.portion
            if not is_marked and is_short:
                return False
            reading.level, reading.owner = row.level, "NATO"
            if reading.form == "portion" and not is_short:
                reading.note("level-in-words", piece.start, piece.end, f"a portion mark writes {row.portion[0]}")
            if reading.form == "banner" and is_short:
                reading.note("level-abbreviated", piece.start, piece.end, f"a banner writes {row.banner[0]}")
            if row.control is not None:
                reading.note("retired", piece.start, piece.end, f"{row.control} is a control of its own", row.years)
                reading.take(Entry("nato", (register.controls[row.control].order, ""), (row.control,), piece))
            return True
    match = compiled.pattern(_ACTIVITY).fullmatch(words)
    if match is None or not is_marked:
        return False
    reading.level = register.levels[match[2] or match[4]]
    reading.owner = f"NATO {match[1] or match[3]}"
    return True


def _read_owned(reading: Reading, piece: Piece, is_marked: bool) -> bool:
    match = compiled.pattern(_OWNED).fullmatch(piece.words)
    if match is None or not (is_marked or _may_lose_slashes(reading)):
        return False
    owners, register = match[1], reading.register
    if owners == "FGI":
        if not is_marked:
            return False
        reading.owner = "FGI"
    else:
        codes = _owners(reading, owners, piece.start, register)
        if any(one.how != "code" for one in codes) or any(one.code == "USA" for one in codes):
            return False
        check_list(reading, codes, separator=" ")
        reading.owner = " ".join(sorted(one.code for one in codes))
    if match[2] != " ":
        reading.note_form(
            "control-separator", piece.start + match.start(2), piece.end, "a blank stands before the level"
        )
    reading.level = _level(reading, match[3], piece.start + match.start(3))
    return True


def _owners(reading: Reading, owners: str, start: int, register: Register) -> list[Code]:
    if owners == "UN":
        return [Code("UN", "code", start, start + 2, "")]
    return read_codes(reading.upper, start, start + len(owners), register, "ic")
