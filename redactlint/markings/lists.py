"""The entries of a marking that carry a list: REL TO, DISPLAY ONLY, EYES ONLY, FGI, and CUI with its categories."""

from __future__ import annotations

from collections.abc import Sequence

from redactlint import compiled
from redactlint.markings.countries import Code, contains, least, read_codes, sorted_codes
from redactlint.markings.lettering import level_prefix
from redactlint.markings.levels import Level
from redactlint.markings.pieces import Entry, Piece
from redactlint.markings.register import Register
from redactlint.values import TYPE_CHECKING

if TYPE_CHECKING:
    from redactlint.markings.grammar import Reading

__all__ = [
    "begins_list",
    "check_list",
    "read_cui",
    "read_eyes",
    "read_foreign_information",
    "read_release",
    "read_stray_country",
    "released_to",
]

_RELEASE = r"(AUTHORIZED FOR RELEASE TO|REL(?:EAS(?:ABLE|E))?(?: TO|TO)?|DISPLAY ONLY)(?=[ :,]|\Z)[ :,]*"
_FOREIGN = r"(FGI|FOREIGN GOVERNMENT INFORMATION)(?=[ ,-]|\Z)[ ,-]*"
_EYES = r"([A-Z]{3,4}(?: [A-Z]{3,4})*) EYES(?: ONLY)?"
_CATEGORY = r"(?:SP-)?[A-Z]{2,12}"


def begins_list(words: str) -> bool:
    """Whether the words begin a list of countries."""
    return compiled.pattern(_RELEASE).match(words) is not None or compiled.pattern(_FOREIGN).match(words) is not None


def released_to(codes: list[str] | None, register: Register) -> frozenset[str] | None:
    """The codes of a list as a marking holds them: without USA (unless it stands alone), and none within another."""
    if codes is None:
        return None
    others = frozenset(codes) - {"USA"}
    return least(others, register) if others or not codes else frozenset(("USA",))


def check_list(
    reading: Reading, codes: Sequence[Code], *, separator: str, usa_first: bool = False, alphabetical: bool = False
) -> None:
    """Note what is amiss in a list: unknown codes, names, order, repetition, separators."""
    if not reading.strict_lists:
        return
    register = reading.register
    values = [one.code for one in codes]
    for number, one in enumerate(codes):
        if one.how == "unknown":
            reading.note("country-unknown", one.start, one.end, f"no list of codes holds {one.code}")
        elif one.how == "name":
            reading.note(
                "country-name", one.start, one.end, f"the code of {reading.upper[one.start : one.end]} is {one.code}"
            )
        if one.code in values[:number]:
            reading.note("country-repeated", one.start, one.end, f"{one.code} stands twice")
        elif any(contains(other, one.code, register) for other in values):
            reading.note("country-contained", one.start, one.end, f"another code of the list contains {one.code}")
        if number and one.before != separator:
            _note_separator(reading, one, separator)
    if usa_first and "USA" not in values:
        reading.note("country-usa", codes[0].start, codes[-1].end, "the list begins with USA")
    elif usa_first and values[0] != "USA":
        place = values.index("USA")
        reading.note("country-usa", codes[place].start, codes[place].end, "USA stands first")
    rest = [one for one in codes if one.how != "unknown" and not (usa_first and one.code == "USA")]
    wanted = sorted_codes((one.code for one in rest), register, alphabetical=alphabetical)
    for one, code in zip(rest, wanted, strict=True):
        if one.code != code:
            reading.note("country-order", one.start, one.end, f"{code} comes before {one.code}")
            break


def _note_separator(reading: Reading, one: Code, separator: str) -> None:
    named = {", ": "a comma and a blank", " ": "a blank", "/": "a slash"}[separator]
    detail = f"the codes of the list are joined by {named}"
    start = one.start - len(one.before)
    if one.before.strip() == "AND":
        reading.note_retired("and_in_country_list", start, one.end, detail, "control-separator")
    else:
        reading.note("control-separator", start, one.end, detail)


def read_release(reading: Reading, piece: Piece, queue: list[Piece]) -> bool:
    """Read REL TO or DISPLAY ONLY with its list; False if the piece begins none."""
    head = compiled.pattern(_RELEASE).match(piece.words)
    if head is None:
        return False
    start = _place(reading, piece, head.end())
    codes = _take_codes(reading, piece, start, queue)
    is_display = head[1] == "DISPLAY ONLY"
    word = "DISPLAY ONLY" if is_display else "REL TO"
    control = reading.register.controls[word]
    values = [one.code for one in codes]
    if is_display:
        reading.display_to = (reading.display_to or []) + values
    else:
        reading.rel_to = (reading.rel_to or []) + values
    reading.take(Entry(control.category, (control.order, ""), (word,), piece))
    if not codes:
        if is_display or head[1] != "REL" or reading.form == "banner":
            reading.note("country-alone", piece.start, piece.end, f"{word} needs a list")
        return True
    check_list(reading, codes, separator=", ", usa_first=not is_display)
    if reading.strict_lists and head[1] not in (*control.banner, "REL TO"):
        reading.note("control-misspelt", piece.start, start, f"the control is written {word}")
    elif reading.strict_lists and reading.form == "portion" and head[1] == "AUTHORIZED FOR RELEASE TO":
        reading.note("words-in-portion", piece.start, start, "a portion mark writes REL TO")
    if not is_display and set(values) == {"USA"}:
        reading.note("country-alone", codes[0].start, codes[0].end, "the list names no country beyond USA")
    if is_display and "USA" in values:
        reading.note("country-usa", piece.start, piece.end, "DISPLAY ONLY does not name USA")
    return True


def _place(reading: Reading, piece: Piece, taken: int) -> int:
    """Where in the string the folded words of a piece have been read up to `taken` characters."""
    place, count = piece.start, 0
    text = reading.upper
    while count < taken and place < piece.end:
        if text[place].isspace():
            while place < piece.end and text[place].isspace():
                place += 1
        else:
            place += 1
        count += 1
    return place


def _take_codes(reading: Reading, piece: Piece, start: int, queue: list[Piece]) -> list[Code]:
    """The codes from `start` to the end of the piece, and over single slashes as far as countries follow."""
    register, dialect = reading.register, reading.dialect
    codes = read_codes(reading.upper, start, piece.end, register, dialect)
    for number, one in enumerate(codes):
        if one.how == "unknown" and (reading.stands_alone(one.code) or begins_list(one.code)):
            rest = " ".join(reading.upper[one.start : piece.end].split())
            queue.insert(
                0, Piece(rest, one.start, piece.end, one.before.strip()[:1] or " ", one.start - len(one.before))
            )
            return codes[:number]
    while queue and queue[0].before.strip() == "/":
        more = read_codes(reading.upper, queue[0].start, queue[0].end, register, dialect)
        if not more or any(one.how == "unknown" for one in more) or reading.stands_alone(queue[0].words):
            break
        codes.append(Code(more[0].code, more[0].how, more[0].start, more[0].end, "/"))
        codes += more[1:]
        queue.pop(0)
    return codes


def read_eyes(reading: Reading, piece: Piece, queue: list[Piece]) -> bool:
    """Read "USA/CAN/GBR EYES ONLY"; False if the piece begins no such list."""
    if not (reading.register.is_code(piece.words, "ic") or compiled.pattern(_EYES).fullmatch(piece.words)):
        return False
    run = [piece]
    for one in queue:
        if compiled.pattern(_EYES).fullmatch(run[-1].words) or one.before.strip() != "/":
            break
        run.append(one)
    last = compiled.pattern(_EYES).fullmatch(run[-1].words)
    if last is None or not all(one.words.isalpha() and len(one.words) <= 4 for one in run[:-1]):
        return False
    codes = [Code(one.words, "code", one.start, one.end, one.before) for one in run[:-1]]
    register = reading.register
    tail = read_codes(reading.upper, run[-1].start, run[-1].start + len(last[1]), register, "ic")
    if tail:
        codes += [tail[0]._replace(before=run[-1].before), *tail[1:]]
    codes = [code if register.is_code(code.code, "ic") else code._replace(how="unknown") for code in codes]
    del queue[: len(run) - 1]
    check_list(reading, codes, separator="/", usa_first=True)
    members = register.organisations["FVEY"].members | {"USA"}
    for code in codes:
        if code.how != "unknown" and code.code not in members and reading.strict_lists:
            reading.note("country-unknown", code.start, code.end, f"{code.code} is no partner of EYES ONLY")
    reading.rel_to = [code.code for code in codes]
    whole = Piece(" ".join(one.words for one in run), piece.start, run[-1].end, piece.before, piece.before_start)
    if {code.code for code in codes} <= {"USA"}:
        reading.note("country-alone", piece.start, whole.end, "the list names no country beyond USA")
    control = register.controls["EYES ONLY"]
    reading.take(Entry(control.category, (control.order, ""), ("EYES ONLY",), whole))
    return True


def read_foreign_information(reading: Reading, piece: Piece, queue: list[Piece]) -> bool:
    """Read FGI with or without its sources; False if the piece is none."""
    head = compiled.pattern(_FOREIGN).match(piece.words)
    if head is None:
        return False
    control = reading.register.controls["FGI"]
    start = _place(reading, piece, head.end())
    codes = _take_codes(reading, piece, start, queue)
    reading.fgi = (reading.fgi or []) + [one.code for one in codes]
    how = "other" if reading.form == "portion" and head[1] != "FGI" else "own"
    reading.take(Entry("fgi", (control.order, ""), ("FGI",), piece, how))
    if not codes:
        return True
    check_list(reading, codes, separator=" ")
    for one in codes:
        if one.code == "USA":
            reading.note("country-unknown", one.start, one.end, "USA is no foreign source")
    return True


def read_stray_country(reading: Reading, piece: Piece, queue: list[Piece]) -> bool:
    """Read a country, or a foreign classification, that stands where only FGI can name it; False if it is none."""
    if not reading.strict or piece.words == "USA":
        return False
    words = piece.words.split()
    if len(words) > 1 and level_prefix(" ".join(words[1:]), reading.register) is not None:
        words = words[:1]
    if not all(reading.register.is_code(word, "ic") for word in words):
        return False
    reading.note("foreign-without-fgi", piece.start, piece.end, f"a foreign source is named as FGI {' '.join(words)}")
    reading.fgi = (reading.fgi or []) + words
    reading.take(Entry("fgi", (reading.register.controls["FGI"].order, ""), ("FGI",), piece))
    return True


def read_cui(reading: Reading, piece: Piece, queue: list[Piece]) -> bool:
    """Read CUI and the categories that follow it; False if the piece is neither."""
    register = reading.register
    if piece.words in ("CUI", "CONTROLLED") and reading.cui is None:
        reading.cui = []
        if reading.level == Level.U and not reading.stands_for_level:
            reading.note("cui-level", piece.start, piece.end, "CUI says that it is unclassified; no level precedes it")
        if piece.words == "CONTROLLED" and (reading.form == "portion" or not reading.stands_for_level):
            reading.note(
                "cui-word", piece.start, piece.end, "only the acronym CUI stands in a portion mark or beside a level"
            )
        reading.take(Entry("cui", (0, ""), ("CUI",), piece))
        return True
    if reading.cui is None or not reading.entries:
        return False
    is_specified = piece.words.startswith("SP-")
    name = piece.words.removeprefix("SP-")
    control = register.spellings[reading.form].get(piece.words)
    is_after_controls = reading.entries[-1].category not in ("cui", "cui-category")
    if is_after_controls and (name not in register.cui_categories or control is not None):
        return False
    if name not in register.cui_categories:
        if not is_specified or not compiled.pattern(_CATEGORY).fullmatch(piece.words):
            return False
        reading.note("cui-unknown", piece.start, piece.end, f"the CUI registry holds no category {name}")
    elif control is not None and not is_specified and control.control.category == "dissemination" and not queue:
        return False
    reading.cui.append(piece.words)
    reading.take(Entry("cui-category", (0 if is_specified else 1, name), (piece.words,), piece))
    return True
