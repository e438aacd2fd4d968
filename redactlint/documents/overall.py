"""Overall markings of paged documents: the lines that hold a marking and nothing else, and what each of them is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from redactlint import compiled
from redactlint.documents.header import read_captions
from redactlint.documents.model import Banner, Caption
from redactlint.markings.banners import read_banner
from redactlint.markings.levels import Level
from redactlint.markings.model import Marking, Parsed
from redactlint.text import Span, Text
from redactlint.values import TYPE_CHECKING

if TYPE_CHECKING:
    from redactlint.markings.register import Register

__all__ = ["find_overall_markings", "operative", "page_starts", "read_captions_below"]

# No overall marking is longer, not even with a list of every partner.
_LONGEST_LINE = 240
# How far below the marking its captions stand.
_CAPTIONS_REACH = 300


def _spaced(word: str) -> str:
    return " ?".join(word)


_LEVELS = "|".join(
    (
        f"(?:{_spaced('TOP')}[ -]{{1,3}})?{_spaced('SECRET')}",
        _spaced("CONFIDENTIAL"),
        f"{_spaced('UNCLAS')}(?: ?{_spaced('SIFIED')})?",
        "RESTRICTED",
        "LIMITED OFFICIAL USE",
        "SENSITIVE BUT UNCLASSIFIED",
        "FOR OFFICIAL USE ONLY",
        r"SBU(?=(?:/{1,2}N(?:F|OFORN))?[ \t]*(?:\n|\Z))",
        r"(?<![(\[])CUI",  # not the portion mark (CUI)
        r"(?<![(\[])CONTROLLED(?=//|[ \t]*\n)",
        r"(?<![(\[])//[A-Z]",  # nor (//DEU S)
    )
)


@cache
def _line_pattern() -> re.Pattern[str]:
    return compiled.pattern(
        rf"\n[ \t>#*_|~=\-–—\[(]*(?:(?i:(?:overall )?classification)[ \t]*:[ \t]*)?"
        rf"(?P<words>(?:{_LEVELS})(?![a-z])[^\n]*)"
    )


@cache
def _transmittal_pattern() -> re.Pattern[str]:
    return compiled.pattern(
        r"\n[ \t>*_(\"“]*(?P<level>(?:top[ ])?secret|confidential|unclassified|sensitive but unclassified)\b"
        r"[^\n]{0,30}?"
        r"\b(?:when|upon|if|with|without|after)\b[^\n]{0,60}?\b(?:separat|detach|remov|attach|enclos|annex)[^\n]*",
        re.IGNORECASE,
    )


@cache
def _page_number() -> re.Pattern[str]:
    return compiled.pattern(
        r"[ \t]+(?:[-–—(][ \t]*)?(?:PAGE[ \t]*)?\d{1,4}(?:[ \t]*(?:OF|/)[ \t]*\d{1,4})?(?:[ \t]*[-–—)])?$",
        re.IGNORECASE,
    )


@cache
def _release_pattern() -> re.Pattern[str]:
    return compiled.pattern(
        r"RELEASED? IN (?:FULL|PART)|Case No\. [FM]-\d|Approved [Ff]or (?:Public )?Release"
        r"|APPROVED FOR (?:PUBLIC )?RELEASE|\bDECLASSIFIED\b|\bDeclassified\b"
    )


def page_starts(text: Text) -> list[int]:
    """The offsets at which printed pages begin: 0, and after every form feed."""
    starts = [0]
    if "\f" in text.source:
        starts += [match.end() for match in re.finditer("\f", text.source)]
    return starts


def find_overall_markings(
    text: Text, content: str, register: Register, dialect: str, *, is_marked: bool = False
) -> tuple[Banner, ...]:
    """Every overall marking of a paged document in order of place; the operative one has the role "overall".

    `content` is the content of `text` with the stamps of other layers blanked.  `is_marked` says that other evidence
    shows a marked document: where the register reads no overall marking, one with words of its day is taken then.

    A release stamp is no overall marking: an UNCLASSIFIED that a released copy carries beside the level it was written
    at belongs to the release.  Lines such as "UNCLASSIFIED WHEN SEPARATED FROM ENCLOSURE" have the role "transmittal".
    """
    transmittals = _transmittals(content, register, dialect)
    taken = {one.line.start for one in transmittals if one.line is not None}
    found: list[tuple[Span, Banner]] = []
    for match in _line_pattern().finditer("\n" + content):
        start = match.start("words") - 1
        end = match.end() - 1
        line = Span(match.start(), end)
        if end - start > _LONGEST_LINE or line.start in taken:
            continue
        banner = _read_line(content, start, end, line, register, dialect)
        if banner is not None:
            found.append((line, banner))
    banners = [banner for _, banner in found] or (_worded(content) if is_marked else [])
    classified = [one for one in banners if _is_classified(one)]
    if 0 < len(classified) < len(banners) and _release_pattern().search(text.source):
        banners = classified
    return tuple(sorted((*_with_roles(banners, text), *transmittals), key=lambda one: one.span.start))


def read_captions_below(
    content: str, banner: Banner | None, until: int | None, register: Register
) -> tuple[Caption, ...]:
    """The caption lines ("NODIS", "NOFORN") between the operative marking and `until`, the head of the document."""
    if banner is None or banner.line is None:
        return ()
    start = banner.line.end
    end = min(len(content), start + _CAPTIONS_REACH)
    if until is not None:
        end = min(end, until)
    return tuple(read_captions(content, start, end, register)) if start < end else ()


def operative(banners: Iterable[Banner]) -> Banner | None:
    """The overall marking among `banners`, or None."""
    return next((one for one in banners if one.role == "overall"), None)


def _is_classified(banner: Banner) -> bool:
    return banner.level is not None and banner.level > Level.U


# How many lines from either end of a text are looked at for a marking with words that no register holds.
_EDGE = 12
_BY_WORDS = {level.words: level for level in Level}
# Words beside a level: after a slash, a dash or a bracket, or in capitals throughout.
_WORDED = (
    r"(?:(?:DRAFT|NON-LOG|U\.?S\.?) )?(?P<level>TOP SECRET|SECRET|CONFIDENTIAL|UNCLASSIFIED"
    r"|Top Secret|Secret|Confidential|Unclassified"
    r"|(?:T-O-P[- ]{1,3})?S-E-C-R-E-T|C-O-N-F-I-D-E-N-T-I-A-L)"
    r"(?:[ \t]*(?:[-–—/]{1,2}|\()?[ \t]*(?:[A-Z][A-Z0-9/ .,()&'’–—-]{0,60})?"
    r"|[ \t]*\(?(?:with|WITH|w/|W/)[^\n]{0,40}(?i:attach|enclos)[^\n]{0,20})\.?"
)


def _worded(content: str) -> list[Banner]:
    """The overall markings where the register reads none: a level with words of its day, or in small letters.

    Each stands twice or more, or ends the text or begins it: a heading ("SECRET TALKS") does neither.  Nothing is
    said of the words.
    """
    lines: list[tuple[int, str]] = []
    at = 0
    for line in content.split("\n"):
        if line.strip():
            lines.append((at, line))
        at += len(line) + 1
    printed = [line.strip(" \t*_|~=#[]") for _, line in lines]
    edges = [at for at in range(len(lines)) if at < _EDGE or at >= len(lines) - _EDGE]
    found = []
    for number in edges:
        words = printed[number]
        match = compiled.pattern(_WORDED).fullmatch(words)
        if match is None or (printed.count(words) < 2 and number not in (0, len(lines) - 1)):
            continue
        level = _BY_WORDS[_solid(match["level"])]
        start = lines[number][0] + lines[number][1].index(words)
        span = Span(start, start + len(words))
        parsed = Parsed(words, Marking(level), (), level.words)
        found.append(Banner(span, parsed, line=Span(lines[number][0], span.end)))
    return found


def _solid(words: str) -> str:
    """The words of a level that may be spelled with hyphens between the letters."""
    letters = words.upper().replace("-", "") if words[1:2] == "-" else words.upper()
    return "TOP SECRET" if letters.replace(" ", "") == "TOPSECRET" else letters


# What may stand behind a marking on its line: brackets, rules, and specks of a scanned page.
_EDGES = " \t*_|~=#-–—]).,;:'`\""


def _read_line(content: str, start: int, end: int, line: Span, register: Register, dialect: str) -> Banner | None:
    words = content[start:end].rstrip(_EDGES)
    if "SIGMA" not in words:
        words = _page_number().sub("", words).rstrip(_EDGES)
    # An abbreviation may stand behind the words: "SENSITIVE BUT UNCLASSIFIED (SBU)".
    for candidate in (words, re.split(r"[ \t]{3,}|[ \t]\((?:SBU|FOUO|LOU|U)\Z", words)[0]):
        parsed = read_banner(candidate, register, dialect)
        if parsed is not None and parsed.marking is not None:
            return Banner(Span(start, start + len(candidate)), parsed, line=line)
    return None


def _transmittals(content: str, register: Register, dialect: str) -> list[Banner]:
    found = []
    for match in _transmittal_pattern().finditer("\n" + content):
        parsed = read_banner(match["level"].upper(), register, dialect)
        if parsed is not None:
            span = Span(match.start("level") - 1, match.end("level") - 1)
            found.append(Banner(span, parsed, role="transmittal", line=Span(match.start(), match.end() - 1)))
    return found


def _with_roles(banners: list[Banner], text: Text) -> list[Banner]:
    """Tell the operative marking from its repetitions on the same page, at the foot, and on interior pages."""
    if not banners:
        return []
    # A scanned copy may have lost letters of the first; a cleaner print of the same level speaks for it.
    chosen = next((one for one in banners if one.level == banners[0].level and not one.parsed.deviations), banners[0])
    starts = page_starts(text)
    last_words = len(text.content.rstrip())
    roled = []
    for index, one in enumerate(banners):
        if one is chosen:
            role = "overall"
        elif len(starts) > 1:
            on_first = one.span.start < starts[1]
            is_last = index == len(banners) - 1 and one.span.start >= starts[-1]
            role = "repeat" if on_first or (is_last and _is_last(text, one, last_words)) else "page"
        elif _is_last(text, one, last_words) or _touches(text, banners[0], one):
            role = "repeat"
        else:
            role = "page"
        roled.append(Banner(one.span, one.parsed, role=role, line=one.line))
    return roled


def _is_last(text: Text, banner: Banner, last_words: int) -> bool:
    """Whether nothing but a page number or a stamp follows: at most sixty characters."""
    return banner.line is not None and last_words - banner.line.end <= 60


def _touches(text: Text, first: Banner, other: Banner) -> bool:
    """Whether only white space lies between the two."""
    return first.span.end <= other.span.start and not text.content[first.span.end : other.span.start].strip(" \t\n*_-")
