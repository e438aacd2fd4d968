"""Banners: the words of an overall marking as printed, spaced or solid, worn or whole, read as a marking."""

from __future__ import annotations

from functools import lru_cache

from redactlint.markings.lettering import fold, level_prefix, upper
from redactlint.markings.levels import Level
from redactlint.markings.model import Deviation, Marking, Parsed
from redactlint.markings.register import Register

__all__ = ["read_banner"]

_LONGEST = 240
# The banners of most telegrams are read without the grammar: solid, and letter by letter.
_PLAIN = {level.words: level for level in Level} | {
    "  ".join(" ".join(word) for word in level.words.split()): level for level in Level
}
_PLAIN["UNCLAS"] = Level.U
_HEADS = ("TOP SECRET", "SECRET", "CONFIDENTIAL", "UNCLASSIFIED", "RESTRICTED", "UNCLAS", "LIMITED OFFICIAL USE")


def read_banner(text: str, register: Register, dialect: str) -> Parsed | None:
    """Read the words of an overall marking, without section and message number; None where they are no marking.

    Takes spaced letters ("C O N F I D E N T I A L"), lost, doubled and run-together ones ("CC O N F I D E N T I A L",
    "O N F I D E N T I A L", "CO N F I D E N T I A L"), any case, UNCLAS, and controls after slashes or a dash.
    """
    if len(text) > _LONGEST:
        return None
    return _read(text, register, dialect)


@lru_cache(maxsize=4096)
def _read(text: str, register: Register, dialect: str) -> Parsed | None:
    plain = _PLAIN.get(text)
    if plain is not None:
        return Parsed(text, Marking(plain), (), plain.words)
    from redactlint.markings import grammar
    from redactlint.markings.mending import mended
    from redactlint.markings.render import render

    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    if start >= end:
        return None
    capital = upper(text).replace("\u2013", "-").replace("\u2014", "-")
    head = _head(capital[start:end], register, dialect)
    if head is None:
        return None
    words, length, kind = head
    solid = words + capital[start + length : end]
    reading = grammar.read(solid, 0, len(solid), "banner", dialect, register)
    marking = reading.marking()
    if marking is None or (reading.unknown and "//" not in solid):
        return None

    def place(offset: int, *, is_end: bool) -> int:
        """The place in `text` of an offset into `solid`."""
        if offset > len(words) or (offset == len(words) and is_end):
            return min(start + length + offset - len(words), len(text))
        return start + min(offset, length)

    canonical = render(marking, "banner", dialect, register)
    better = mended(marking, "banner", dialect, register)
    suggestion = render(better, "banner", dialect, register) if better is not None else None
    if suggestion is not None and sum(len(one) == 1 for one in capital[start : start + length].split()) > 2:
        suggestion = _spaced(marking.level.words) + suggestion.removeprefix(marking.level.words)
    found = [
        (one.kind, place(one.start, is_end=False), place(one.end, is_end=True), one.detail, one.lawful)
        for one in reading.deviations
    ]
    if kind:
        found.insert(0, (kind, start, start + length, f"the level is written {marking.level.words}", None))
    if text[start:end] != upper(text[start:end]):
        found.insert(0, ("lower-case", start, end, "a banner is written in capitals", None))
    deviations = tuple(
        Deviation(kind, first, last, text[first:last], suggestion, detail, lawful)
        for kind, first, last, detail, lawful in found
    )
    return Parsed(text, marking, deviations, canonical)


def _spaced(words: str) -> str:
    """The level as the message line of a telegram spells it, letter by letter."""
    return "  ".join(" ".join(word) for word in words.split(" "))


def _head(capital: str, register: Register, dialect: str) -> tuple[str, int, str] | None:
    """The level as the grammar reads it, how many characters of `capital` print it, and the damage to them."""
    if capital.startswith("//"):
        return "", 0, ""
    slash = capital.find("/")
    printed = (capital if slash < 0 else capital[:slash]).rstrip()
    words = fold(printed)
    found = level_prefix(words, register)
    if (
        found is not None
        and (len(found[0]) > 2 or words == found[0])
        and (len(words) > 2 or slash >= 0 or dialect == "ic")
    ):
        return "", 0, ""
    spelling = register.spellings["banner"].get(words)
    if spelling is not None and spelling.how != "also" and spelling.control.stands_alone:
        return "", 0, ""
    if words == "CUI" or (words == "CONTROLLED" and (slash >= 0 or dialect == "ic")):
        return "", 0, ""
    if words.split(" ")[0] in ("NATO", "COSMIC", "JOINT") or dialect == "ic":
        return _worn(printed) or ("", 0, "")
    return _worn(printed)


def _worn(printed: str) -> tuple[str, int, str] | None:
    """The level with which spaced or damaged letters begin, the characters that it takes, and the damage, if any."""
    groups: list[tuple[str, int]] = []
    place = 0
    for word in printed.split():
        place = printed.index(word, place) + len(word)
        groups.append((word, place))
    best: tuple[str, int, str] | None = None
    letters = ""
    for number, (word, end) in enumerate(groups, 1):
        letters += word
        if len(letters) > 21:
            break
        taken = [one for one, _ in groups[:number]]
        kind = _damage(letters, taken)
        if kind is not None and (best is None or not kind[1] or best[2]):
            best = (kind[0], end, kind[1])
            if not kind[1] and kind[0] not in ("UNCLAS",):
                return best
    return best


def _damage(letters: str, groups: list[str]) -> tuple[str, str] | None:
    """The level that the run-together `letters` spell, and the kind of damage ("" for none), or None."""
    from redactlint.markings.nearest import is_one_edit

    spaced = all(len(one) == 1 for one in groups)
    for level in _HEADS:
        solid = level.replace(" ", "")
        if letters == solid:
            return level, "" if spaced or groups == level.split(" ") else "spacing"
        if len(solid) < 6 or (len(groups) == 1 and len(solid) < 10):
            continue
        if len(groups) > 1 and not any(len(one) == 1 for one in groups):
            continue
        if len(letters) == len(solid) - 1 and is_one_edit(letters, solid):
            return level, "letter-lost"
        if len(letters) == len(solid) + 1 and any(letters == solid[: at + 1] + solid[at:] for at in range(len(solid))):
            return level, "letter-doubled"
    return None
