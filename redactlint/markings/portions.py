"""Portion marks: what stands in brackets before a paragraph, read as a marking, as the debris of one, or as prose."""

from __future__ import annotations

from functools import lru_cache

from redactlint import compiled
from redactlint.markings.lettering import fold, upper
from redactlint.markings.levels import Level
from redactlint.markings.model import Deviation, Marking, Parsed
from redactlint.markings.register import Register
from redactlint.values import TYPE_CHECKING

if TYPE_CHECKING:
    from redactlint.markings.grammar import Reading

__all__ = ["DOCUMENT", "is_entire_text", "read_portion"]

# A mark is short; only a list of countries is longer than a few characters.
_LONGEST = 160
# The marks of most paragraphs are read without the grammar.
_PLAIN = {f"({level.name})": level for level in Level if level.is_classified or level == Level.U}
_OPEN, _CLOSE = "([{<", ")]}>"
# What a notice calls the whole, mistyped or not.
DOCUMENT = r"(?:T[EXS]{1,3}T?|MESSAGE|TELEGRAM|CABLE|DOCUMENT)"
_ALL = rf"(?:ENTIRE\s+{DOCUMENT}|ALL\s+PARA(?:S|GRAPHS)?)"
_ENTIRE = rf"[\s\-\u2013\u2014.,:/()\[\]]*\b{_ALL}\b[\s.)\]]*\Z"
_ENTIRE_FIRST = (
    rf"[\s(\[]*(?:THIS\s+|THE\s+)?(?:{_ALL}|{DOCUMENT})(?:\s+(?:IS|ARE))?(?:\s+CLASSIFIED)?[\s\-\u2013\u2014:.(]*"
)
_ENTIRETY = r"\s+IN\s+ITS\s+ENTIRETY[\s.)\]]*\Z"
_DOUBLED = r"([^()]{1,12}?)\s*\)\s*\(\s*([^()]{1,12})"
_STRAY = " \t\r\n.,;:'\"`*_-"
# Letters that label the items of a list (A, B, E, F, the roman I and V) are never taken for the debris of a mark.
_LONE_DEBRIS = frozenset("DGHJKMNOPQTWXYZ©€")
_WORN = frozenset(("SB", "BU", "SU", "SUB", "BSU", "SSBU", "SBBU", "SBUU", "CC", "SS", "UU", "CU", "UC", "CS"))
_SLASH_FORMS = (
    *(
        f"{level}{slashes}{control}"
        for level in ("C", "S", "TS", "SBU")
        for slashes in ("/", "//")
        for control in ("NF", "NOFORN")
    ),
    "U/FOUO",
    "U//FOUO",
)
# What is as short as this can be the debris of a mark.
_SHORT = 6
# Controls that nothing else in brackets is mistaken for, though no level precedes them.
_PLAIN_CONTROLS = frozenset(("NF", "NOFORN", "OC", "ORCON", "RD", "FRD", "REL"))


def is_entire_text(parsed: Parsed) -> bool:
    """Whether a mark says that it covers the entire text ("(C - ENTIRE TEXT)")."""
    return any(one.kind == "entire-text" for one in parsed.deviations)


def read_portion(text: str, register: Register, dialect: str, *, at_mark_position: bool = False) -> Parsed | None:
    """Read `text`, as printed with whatever brackets it has, as a portion mark of the `dialect` ("state" or "ic").

    None means that it is no mark at all: prose ("(I ASK FOR)"), a list label ("(a)", "(A)", "(1)"), a name ("(U.S.)").
    A result whose marking is None is debris (one edit from a mark, or what is left of one: "debris" among its
    deviations) or a control without a level ("level-missing").  Only where the caller knows that a mark must stand
    there (`at_mark_position`) is a lone digit debris.  "(c)" in lower case is read as C with the deviation
    "lower-case": whether it is a list label only its position can tell.
    """
    if len(text) > _LONGEST:
        return None
    return _read(text, register, dialect, at_mark_position)


@lru_cache(maxsize=16384)
def _read(text: str, register: Register, dialect: str, at_mark_position: bool) -> Parsed | None:
    plain = _PLAIN.get(text)
    if plain is not None:
        return Parsed(text, Marking(plain), (), plain.name)
    simple = _read_simple(text, register, dialect) if len(text) <= 12 else None
    if simple is not None:
        return simple
    capital = upper(text)
    start, end = 0, len(text)
    while start < end and capital[start].isspace():
        start += 1
    while end > start and capital[end - 1].isspace():
        end -= 1
    if "ENTIRE" in capital or "ALL PARA" in capital:
        return _read_entire_text(text, capital, register, dialect)
    opened = start < end and capital[start] in _OPEN
    closed = end > start and capital[end - 1] in _CLOSE
    if not opened and not closed:
        return None
    deviations: list[Deviation] = []

    def note(kind: str, first: int, last: int, detail: str) -> None:
        if all(one.kind != kind for one in deviations):
            deviations.append(Deviation(kind, first, last, text[first:last], None, detail))

    if not (opened and closed):
        note("bracket", start, end, "a bracket is lost")
    first, last = start + opened, end - closed
    doubled = compiled.pattern(_DOUBLED).fullmatch(capital, first, last)
    if doubled is not None and doubled[1].strip() == doubled[2].strip():
        note("doubled", start, end, "the mark is printed twice")
        last = doubled.end(1)
    while first < last and capital[first] in _OPEN:
        first += 1
        note("bracket", start, end, "a bracket is doubled")
    while first < last and capital[last - 1] in _CLOSE:
        last -= 1
        note("bracket", start, end, "a bracket is doubled")
    bare = capital[first:last]
    core = bare.strip(_STRAY)
    if not core:
        return None
    lead = len(bare) - len(bare.lstrip(_STRAY))
    if len(core) < len(bare.strip()):
        note("stray-character", first, last, "a character that belongs to no mark stands in it")
    elif len(core) < len(bare):
        note("blank", first, last, "no blank stands inside the brackets")
    place = first + lead
    return _read_core(text, place, place + len(core), deviations, register, dialect, at_mark_position)


def _read_simple(text: str, register: Register, dialect: str) -> Parsed | None:
    """A level with one control that asks for nothing, or a control that stands for U: what the grammar says of it."""
    if text[:1] != "(" or text[-1:] != ")":
        return None
    head, slash, tail = text[1:-1].partition("/")
    words = register.plain_words
    control = words.get(head)
    if not slash:
        if control is None or not control[2] or control[1] != "non-ic" or dialect != "state":
            return None
        return Parsed(text, Marking(Level.U, non_ic=frozenset((control[0],))), (), head)
    level = _PLAIN.get(f"({head})")
    is_double = tail.startswith("/")
    tail = tail[is_double:]
    control = words.get(tail)
    if level is None or control is None or control[2] or control[1] != "dissemination":
        return None
    if not is_double and dialect != "state":
        return None
    canonical = f"{head}//{tail}"
    deviations = () if is_double else (_house_form(1, len(text) - 1, text[1:-1], f"({canonical})"),)
    return Parsed(text, Marking(level, dissemination=frozenset((control[0],))), deviations, canonical)


def _house_form(start: int, end: int, printed: str, suggestion: str | None) -> Deviation:
    detail = "the form of the Department; the register writes it otherwise"
    return Deviation("house-form", start, end, printed, suggestion, detail)


def _read_core(
    text: str,
    start: int,
    end: int,
    deviations: list[Deviation],
    register: Register,
    dialect: str,
    at_mark_position: bool,
) -> Parsed | None:
    printed = text[start:end]
    capital = upper(printed)
    core = fold(capital)
    if printed in ("l", "r"):
        return None
    if printed != capital and _is_prose(core, register):
        return None
    if not _may_be_mark(core, register, dialect):
        return _debris(text, core, printed, at_mark_position, start, end) if len(core) <= _SHORT else None
    from redactlint.markings import grammar
    from redactlint.markings.render import render

    reading = grammar.read(text, start, end, "portion", dialect, register)
    marking = reading.marking()
    if marking is None:
        is_plain = core.split("/")[0].split(" ")[0] in _PLAIN_CONTROLS or "/" in core or at_mark_position
        if printed == capital and is_plain and any(one.kind == "level-missing" for one in reading.deviations):
            return Parsed(text, None, (*deviations, *reading.deviations))
    if marking is None or (reading.unknown and not ("//" in core and printed == capital)):
        return _debris(text, core, printed, at_mark_position, start, end)
    if printed != capital:
        if not _is_lower_case_mark(printed, core, reading):
            return None
        deviations.append(Deviation("lower-case", start, end, printed, None, "a mark is written in capitals"))
    deviations += reading.deviations
    canonical = render(marking, "portion", dialect, register)
    if not deviations and core != canonical and dialect == "state":
        deviations.append(_house_form(start, end, printed, None))
    return _finish(text, marking, deviations, canonical, dialect, register)


def _may_be_mark(core: str, register: Register, dialect: str) -> bool:
    """Whether it is worth asking the grammar: anything with a slash, and what begins like a marking."""
    if "/" in core:
        return True
    found = compiled.pattern("[A-Z]*").match(core)
    head = found[0] if found is not None else ""
    if len(core) > _SHORT:
        return head in register.heads or head in register.countries
    if dialect != "state" or head == "CUI" or core in register.compounds or core in register.spelled:
        return True
    return head in register.heads and core[len(head) : len(head) + 1] in ("", " ", ",", "-")


def _is_prose(core: str, register: Register) -> bool:
    """Whether words that are printed in small letters are too long for a mark, name no release, and are no level."""
    if len(core) <= 4 or "/" in core or core in register.levels:
        return False
    return "REL" not in core and "EYES" not in core


def _is_lower_case_mark(printed: str, core: str, reading: Reading) -> bool:
    """Whether lower case can still be a mark: a few letters, controls after a slash, or a level with a capital."""
    if len(core) <= 4 or "/" in core:
        return True
    return reading.rel_to is not None or (printed[0].isupper() and core in reading.register.levels)


def _debris(text: str, core: str, printed: str, at_mark_position: bool, start: int, end: int) -> Parsed | None:
    """A Parsed without a marking where `core` is one edit from a mark, else None."""
    if printed != upper(printed):
        return None
    is_debris = (
        core in _LONE_DEBRIS
        or core in _WORN
        or (at_mark_position and len(core) == 1 and core.isdigit())
        or ("/" in core and len(core) <= 10 and _is_near_slash_form(core))
    )
    if not is_debris:
        return None
    return Parsed(text, None, (Deviation("debris", start, end, printed, None, "what mark it was cannot be told"),))


def _is_near_slash_form(core: str) -> bool:
    from redactlint.markings.nearest import is_one_edit

    letters = sorted(core)
    return any(sorted(form) == letters or is_one_edit(core, form) for form in _SLASH_FORMS)


def _read_entire_text(text: str, capital: str, register: Register, dialect: str) -> Parsed | None:
    from redactlint.markings import grammar
    from redactlint.markings.render import render

    match = compiled.pattern(_ENTIRE).search(capital)
    if match is not None:
        first, last = 0, match.start()
    else:
        match = compiled.pattern(_ENTIRE_FIRST).match(capital)
        if match is None:
            return None
        closing = compiled.pattern(_ENTIRETY).search(capital, match.end())
        first, last = match.end(), len(capital) if closing is None else closing.start()
    skipped = " \t\r\n.()[]-:"
    rest = capital[first:last]
    core = rest.strip(skipped)
    if not core or len(core) > 40:
        return None
    start = first + len(rest) - len(rest.lstrip(skipped))
    reading = grammar.read(text, start, start + len(core), "portion", dialect, register)
    marking = reading.marking()
    if marking is None or reading.unknown:
        return None
    lead = len(capital) - len(capital.lstrip())
    end = len(capital.rstrip())
    detail = "the mark covers the entire text"
    deviation = Deviation("entire-text", lead, end, text[lead:end], None, detail)
    return _finish(text, marking, [deviation], render(marking, "portion", dialect, register), dialect, register)


def _finish(
    text: str, marking: Marking, deviations: list[Deviation], canonical: str, dialect: str, register: Register
) -> Parsed:
    if not deviations:
        return Parsed(text, marking, (), canonical)
    from redactlint.markings.mending import mended
    from redactlint.markings.render import render

    better = mended(marking, "portion", dialect, register)
    suggestion = f"({render(better, 'portion', dialect, register)})" if better is not None else None
    kinds = tuple(
        Deviation(one.kind, one.start, one.end, one.token, suggestion, one.detail, one.lawful) for one in deviations
    )
    return Parsed(text, marking, kinds, canonical)
