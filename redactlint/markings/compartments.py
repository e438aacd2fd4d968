"""SCI control systems, special access programs and Atomic Energy Act information, with what stands below them."""

from __future__ import annotations

import re

from redactlint import compiled
from redactlint.markings.entries import Control
from redactlint.markings.lists import begins_list
from redactlint.markings.pieces import Entry, Piece
from redactlint.markings.register import Register
from redactlint.values import TYPE_CHECKING

if TYPE_CHECKING:
    from redactlint.markings.grammar import Reading

__all__ = ["read_energy", "read_program", "read_system"]

_TOKEN = r"([- ]+)([^- ]+)"
_PROGRAM_HEAD = r"(SAR|SPECIAL ACCESS REQUIRED)([- ]+)"
_PROGRAM = r"[A-Z0-9][A-Z0-9 ]*(?:-[A-Z0-9][A-Z0-9 ]*)*"
_ENERGY = r"(RESTRICTED DATA|FORMERLY RESTRICTED DATA|RD|FRD)(?=[- ]|\Z)|(CNWDI|SIGMA|SG)(?=[- ]|\Z)"


def read_system(reading: Reading, piece: Piece, queue: list[Piece]) -> bool:
    """Read an SCI control system with its compartments ("SI-G ABCD EFGH-XYZ"); False if the piece names none."""
    register, words = reading.register, piece.words
    for spelling, system in register.sci_systems.items():
        rest = words[len(spelling) :]
        if words.startswith(spelling) and (not rest or rest[0] in "- "):
            name, how = system.word, _how(spelling, system, reading.form)
            break
    else:
        head = re.match(r"[A-Z0-9]+(?=[- ]|\Z)", words)
        if head is None or not _is_unpublished(head[0], register):
            return False
        name, how, system, rest = head[0], "own", None, words[len(head[0]) :]
    atoms, end = _read_compartments(reading, piece, name, len(words) - len(rest), queue)
    if system is not None and system.needs_compartment and len(atoms) == 1:
        reading.note("companion-missing", piece.start, piece.end, f"{name} stands only with a compartment")
    reading.take(Entry("sci", (0, name + words[len(words) - len(rest) : end]), atoms, piece, how))
    return True


def _is_unpublished(word: str, register: Register) -> bool:
    if word in register.unpublished:
        return True
    return (
        "*" in register.unpublished
        and re.fullmatch(r"[A-Z0-9]{3}", word) is not None
        and word not in register.countries
    )


def _how(spelling: str, control: Control, form: str) -> str:
    if spelling in (control.portion if form == "portion" else control.banner):
        return "own"
    return "other" if spelling in (*control.portion, *control.banner) else "also"


def _read_compartments(
    reading: Reading, piece: Piece, name: str, place: int, queue: list[Piece]
) -> tuple[tuple[str, ...], int]:
    """The system with every compartment below it, and how many characters of the piece that took."""
    register, words = reading.register, piece.words
    atoms, compartment = [name], ""
    last: dict[str, str] = {}
    is_free = name in register.unpublished or name not in register.controls
    for match in compiled.pattern(_TOKEN).finditer(words, place):
        joint, token = match[1], match[2]
        start, end = piece.start + match.start(2), piece.start + match.end(2)
        parent = compartment if joint == " " and compartment else name
        shape = " " if parent == compartment and joint == " " else "-"
        found = (f"{parent}{shape}{token}", None) if is_free else register.compartment(parent, token, shape)
        is_listed = found is not None and found[0] in register.controls
        if not is_listed and not is_free and reading.stands_alone(token):
            queue.insert(0, Piece(words[match.start(2) :], start, piece.end, joint[:1], piece.start + match.start()))
            return tuple(atoms), match.start()
        if found is None and parent == compartment:
            other = register.compartment(name, token, "-")
            if other is not None:
                found, shape, parent = other, "-", name
        if found is None:
            reading.unknown_token(start, end, f"no register holds a compartment {token} of {parent}")
            continue
        if joint != shape:
            reading.note_form(
                "control-separator",
                start - len(joint),
                end,
                "a compartment follows a hyphen, a sub-compartment a blank",
            )
        if token < last.get(parent, ""):
            reading.note_form("control-order", start, end, f"{token} comes before {last[parent]}")
        last[parent] = token
        if shape == "-":
            compartment = found[0]
        atoms.append(found[0])
    return tuple(atoms), len(words)


def read_program(reading: Reading, piece: Piece, queue: list[Piece]) -> bool:
    """Read special access programs ("SAR-BP-J12 J54/CD"); False if the piece begins none."""
    words = piece.words
    head = compiled.pattern(_PROGRAM_HEAD).match(words)
    if head is None:
        if words in ("SAR", "SPECIAL ACCESS REQUIRED"):
            reading.note("companion-missing", piece.start, piece.end, "SAR stands only with a program")
            reading.take(Entry("sap", (0, ""), (), piece))
            return True
        is_next = bool(reading.entries) and reading.entries[-1].category == "sap" and piece.before.strip() == "/"
        if not is_next or not re.fullmatch(_PROGRAM, words) or reading.stands_alone(words.split("-")[0]):
            return False
        place = 0
    else:
        place = head.end()
        if head[2] != "-":
            reading.note_form("control-separator", piece.start, piece.end, "the program follows SAR after a hyphen")
        if any(one.category == "sap" for one in reading.entries):
            reading.note_retired("repeated_sar", piece.start, piece.end, "SAR is not repeated before every program")
        written_out = head[1] != "SAR"
        if written_out and reading.form == "portion":
            reading.note_form("words-in-portion", piece.start, piece.start + head.end(1), "a portion mark writes SAR")
    text = words[place:]
    tail = _foreign_tail(reading, text)
    if tail is not None:
        start = piece.start + place + tail
        queue.insert(0, Piece(text[tail + 1 :], start + 1, piece.end, text[tail], start))
        text = text[:tail]
    atoms: list[str] = []
    program, *compartments = text.split("-")
    atoms.append(program)
    previous = ""
    for compartment in compartments:
        identifier, *below = compartment.split()
        if identifier < previous:
            reading.note_form("control-order", piece.start, piece.end, f"{identifier} comes before {previous}")
        previous = identifier
        atoms.append(f"{program}-{identifier}")
        atoms += [f"{program}-{identifier} {one}" for one in below]
        if below != sorted(below):
            reading.note_form("control-order", piece.start, piece.end, "sub-compartments stand in order")
    reading.take(Entry("sap", (0, text), tuple(atoms), piece))
    return True


def _foreign_tail(reading: Reading, text: str) -> int | None:
    """Where a control of another category hangs on a program by a hyphen or a blank ("BP-NF"), or None."""
    for match in re.finditer(r"[- ]", text):
        rest = text[match.end() :]
        if reading.stands_alone(rest) or begins_list(rest) or compiled.pattern(_ENERGY).match(rest):
            return match.start()
    return None


def read_energy(reading: Reading, piece: Piece, queue: list[Piece]) -> bool:
    """Read RD and FRD with CNWDI and SIGMA numbers ("RD-CNWDI", "FRD-SG 14 18"); False if the piece is none."""
    words, register = piece.words, reading.register
    head = compiled.pattern(_ENERGY).match(words)
    if head is None:
        return False
    how = "own"
    name = register.spellings[reading.form][head[0]].control.word
    previous = reading.entries[-1] if reading.entries and reading.entries[-1].category == "aea" else None
    if head[2]:
        base = next((one for one in (previous.words if previous is not None else ()) if one in ("RD", "FRD")), None)
        if base is not None:
            reading.note_form(
                "control-separator", piece.before_start, piece.end, f"{head[2]} follows {base} after a hyphen"
            )
        atoms: list[str] = [base] if base is not None else []
        place = 0
        name = base or ("RD" if head[2] == "CNWDI" else "RD or FRD")
        if base is None:
            reading.note("companion-missing", piece.start, piece.end, f"{head[2]} stands only with {name}")
            name = "RD"  # the stricter of the two
    else:
        atoms, place = [name], head.end()
        if name != head[0] and reading.form == "portion":
            how = "other"
    tokens = list(re.finditer(r"([- ]*)([^- ]+)", words[place:]))
    number = 0
    while number < len(tokens):
        joint, token = tokens[number][1], tokens[number][2]
        start, end = piece.start + place + tokens[number].start(2), piece.start + place + tokens[number].end(2)
        number += 1
        if token == "CNWDI":
            if name == "FRD":
                reading.note("companion-missing", start, end, "CNWDI stands only with RD")
            atoms.append(f"{name}-CNWDI")
        elif token in ("SIGMA", "SG"):
            if token == "SG" and reading.form == "banner":
                reading.note_form("abbreviation-in-banner", start, end, "a banner writes SIGMA")
            if token == "SIGMA" and reading.form == "portion":
                reading.note_form("words-in-portion", start, end, "a portion mark writes SG")
            number = _read_sigma(reading, piece, place, name, tokens, number, atoms)
        elif reading.stands_alone(token):
            queue.insert(
                0,
                Piece(
                    words[place + tokens[number - 1].start(2) :], start, piece.end, joint[:1] or " ", start - len(joint)
                ),
            )
            break
        else:
            reading.unknown_token(start, end, f"no register holds {token} below {name}")
            continue
        if joint != "-" and not (head[2] and number <= 1) and place + tokens[0].start() > 0:
            reading.note_form("control-separator", start - len(joint), end, f"{token} follows {name} after a hyphen")
    if atoms:  # "SG" alone says nothing: what it lacks is noted
        rank = register.controls[name].order if name in register.controls else 0
        reading.take(Entry("aea", (rank, ""), tuple(dict.fromkeys((name, *atoms))), piece, how))
    return True


def _read_sigma(
    reading: Reading, piece: Piece, place: int, name: str, tokens: list[re.Match[str]], number: int, atoms: list[str]
) -> int:
    sigma = reading.register.controls["SIGMA"]
    previous = ""
    first = number
    while number < len(tokens) and tokens[number][2].isdigit():
        value = tokens[number][2]
        start, end = piece.start + place + tokens[number].start(2), piece.start + place + tokens[number].end(2)
        number += 1
        if value not in sigma.values:
            reading.unknown_token(start, end, f"there is no SIGMA {value}")
            continue
        if value < previous:
            reading.note_form("control-order", start, end, f"{value} comes before {previous}")
        previous = value
        atoms.append(f"{name}-SIGMA {value}")
    if number == first:
        reading.note("companion-missing", piece.start, piece.end, "SIGMA stands only with its numbers")
    return number
