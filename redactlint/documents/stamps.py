"""Stamps: what a releasing or declassifying office put on a copy, recognised by its words, never by its place.

A stamp is no part of the document as it was written: it is never a banner, an authority or an instruction.  Every
recogniser is gated by literals, so that a document without stamps costs a dozen substring searches and no pattern.
Forms: the release guidance of State (22 CFR 171), CIA, NARA and the agencies that publish under the JFK Act.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib import import_module

from redactlint import compiled
from redactlint.documents.exemptions import Code, codes_at
from redactlint.text import Span
from redactlint.values import NamedTuple

__all__ = [
    "NUMERIC_DATE",
    "Stamp",
    "blanked",
    "blanks",
    "find_stamps",
    "folded",
    "line_pieces",
    "spans",
    "stamp_of",
    "stamp_pieces",
]


def blanked(content: str, spans: Sequence[Span]) -> str:
    """The text, equally long, with every character of `spans` (in order of place) but its line feeds blanked."""
    if not spans:
        return content
    pieces = []
    at = 0
    for span in spans:
        start = max(span.start, at)
        pieces += [content[at:start], blanks(content[start : span.end])]
        at = max(at, span.end)
    return "".join((*pieces, content[at:]))


def blanks(words: str) -> str:
    """Blanks in place of all characters but line feeds."""
    return re.sub(r"[^\n]+", _blank, words)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


class Stamp(NamedTuple):
    """One stamp: its kind, its place from first to last word, its parts line by line, and what it says.

    `kind` is "state-case", "release", "systematic-review", "cia", "jfk", "nara", "declassified", "house", "upgrade",
    "review" (what the FBI classifies on release) or "reclassified".
    `pieces` are the stamp's own words on each line it takes; text of other columns between them is not the stamp's.
    `codes` are the exemption codes of a release line.  `fields` holds the words of its parts ("date", "case", "record",
    "decision", "authority", "by", "class", "reason", "declassify-on", "project", "document"), folded; a part
    that is absent has no entry.
    """

    kind: str
    span: Span
    fields: Mapping[str, str] = {}
    pieces: tuple[Span, ...] = ()
    codes: tuple[Code, ...] = ()


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return compiled.pattern(pattern)


NUMERIC_DATE = r"\d{1,2}[/-]\d{1,2}[/-]\d{2,4}"
# Patterns begin with a literal letter; what may stand before it is read backwards from there.
_NAME_BEFORE = r"(?P<name>[A-Z][a-z]+ [A-Z]\. ?[A-Z][a-z]+)\s+\Z"
_SYSTEMATIC_REVIEW = (
    r"D(?:ec[l1I]assified/?Re[l1I]eased|ECLASSIFIED/?RELEASED)\s+(?:US|U\.S\.) Department of State\s+"
    r"E\.?O\.? Systematic Review\s+(?P<date>\d{1,2} [A-Za-z]{3,9} \d{4})"
)
# In the copies of one batch another column stands beside the five lines, and the release line between them.
# Each way is open in one manner only: wide columns of blanks would be tried in thousands.
_BESIDE = (
    r"(?:[ \t]++|[ \t]{2}[^\n]{0,160}?[ \t]"
    r"|(?:[ \t][^\n]{0,200})?[ \t]*+\n\s*+(?:[^\n]{1,60}\n\s*+){0,2}?)"
)
_STATE_CASE_BEFORE = r"(?:(?P<mark>UNCLASSIFIED)(?:[ \t]{2}[^\n]{0,180})?\s++)?(?P<office>U\.? ?S\.?)\s+\Z"
_STATE_CASE = (
    rf"(?P<state>Department of S[tl]ate){_BESIDE}"
    rf"(?P<number>Case No\.?:?\s*(?P<case>[A-Z]{{1,3}}-?\d{{4}}-?\d{{3,6}})){_BESIDE}"
    rf"(?P<paper>Doc(?:ument)? No\.?:?\s*(?P<document>[C0O]\d{{7,8}})){_BESIDE}"
    rf"(?P<day>Date:?\s*(?P<date>{NUMERIC_DATE}))"
)
_CIA_BEFORE = (
    r"(?:(?P<part>D(?:ec[l1I]assified|ECLASSIFIED)\s+(?:in|IN)\s+(?:Part|PART|Full|FULL))\s*-?\s*|(?P<whole>Declassified\s+and\s+))?"
    r"(?:Sanitized\s+(?:Copy\s+)?)?\Z"
)
_CIA = (
    r"A(?:pp?r?o?ved|PPROVED)\s+[Ff][oO][rR]\s+(?:[Pp]ublic\s+)?[Rr](?:e[l1I]ease|ELEASE):?\s+"
    r"(?:[Bb][Yy]\s+(?:the\s+)?(?:NSA|ODNI|DIA|NRO|NGA|CIA)(?:/CSS)?,?\s+(?:[Oo][Nn]\s+)?)?"
    r"(?:@ ?\S{1,6}[ \t]+)?(?:DATE:\s{1,3})?(?P<date>\d{1,2}-[A-Z][a-z]{2}-\d{4}|[0-9Il/-]{8,12})"
    r"[ \t]*[:;]?[ \t]*(?P<record>C[Il1]A-?\s?RDP\S{5,30}|C0\d{7})?"
)
_JFK_BEFORE = r"\[?(?P<date>\d{4})?\s?\Z"
_JFK = (
    r"R(?:ELEASE\s+UNDER\s+THE\s+PRESIDENT\s+JOHN\s+F\.?\s+KENNEDY\s+ASSASSINATION\s+RECORDS\s+"
    r"(?:COLLECTION\s+)?ACT(?:\s+OF\s+1992)?\]?"
    r"|e[l1I]eased\s+under\s+the\s+(?:President\s+)?John\s+F\.?\s+Kennedy\s+Assassination\s+Records\s+Collection\s+Act"
    r"(?:\s+of\s+1992)?(?:[ \t]*\(44[^)\n]{0,40}\))?\.?(?:\s+Case ?#:? ?(?P<case>[A-Z]{2} ?\d{3,8})"
    rf"\s+Date:? ?(?P<day>{NUMERIC_DATE}))?)"
)
_HOUSE = (
    r"S(?:TATE DEPT\.?\s*[-–—]\s*PRODUCED TO HOUSE SELECT BENGHAZI COMM\.?"
    r"|UBJECT TO AGREEMENT ON SENSITIVE INFORMATION (?:&|AND) REDACTIONS?\.?(?:\s*NO FOIA WAIVER\.?)?)"
)
_NARA = (
    r"\n[ \t]*(?P<words>(?:DECLASSIFIED[ \t.:]*\n\s*)?(?:(?:E\.? ?O\.?|Executive Order)[ \t]*\d{5}[^\n]{0,60}\n\s*)?"
    r"(?:Authority|AUTHORITY):?[ \t]*(?P<project>(?:NND|NW|NL[A-Z]{1,3})[ \t-]*[\w.-]{2,20})[^\n]{0,60}"
    r"(?:\n[ \t]*(?:By|BY)[ \t:]++(?P<by>[^\n]{1,40}?),?[ \t]*+(?:NARA|NLJ|NL[A-Z]),?[ \t]*(?:Date|DATE)?:?[ \t]*"
    r"(?P<date>[\d/.-]{6,10})?[^\n]{0,20})?)"
)
_RELEASE = r"RE(?:[L1I]EASED?|L\.)\s+[I1l]N\s+(?P<decision>FULL|PART)\b"


@lru_cache(maxsize=2)
def find_stamps(content: str) -> tuple[Stamp, ...]:
    """Every stamp in `content`, in order of place; stamps that stand inside another one are not repeated."""
    found: list[Stamp] = []
    for cues, finders in _FINDERS:
        for cue in cues:
            if cue in content and (cue not in _NARROWER or any(one in content for one in _NARROWER[cue])):
                for finder in finders:
                    found += finder(content)
                break
    if len(found) < 2:
        return tuple(found)
    found.sort(key=lambda one: (one.span.start, -one.span.end))
    kept: list[Stamp] = []
    for one in found:
        if not any(piece.overlaps(other) for before in kept[-4:] for other in before.pieces for piece in one.pieces):
            kept.append(one)
    return tuple(kept)


def spans(content: str) -> list[Span]:
    """What a reader of the document below must skip: whole lines where a stamp has them alone, else its words.

    Sorted, disjoint; a whole line includes its line feed.
    """
    return _merged(content, find_stamps(content))


def stamp_pieces(content: str, stamps: tuple[Stamp, ...]) -> list[Span]:
    """As `spans`, for stamps already found."""
    return _merged(content, stamps)


def _merged(content: str, stamps: tuple[Stamp, ...]) -> list[Span]:
    lines = sorted(_whole_lines(content, piece) for one in stamps for piece in one.pieces)
    merged: list[Span] = []
    for one in lines:
        if merged and one.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, one.end))
        else:
            merged.append(one)
    return merged


def _whole_lines(content: str, piece: Span) -> Span:
    start = content.rfind("\n", 0, piece.start) + 1
    end = content.find("\n", piece.end)
    end = len(content) if end < 0 else end + 1
    alone = not content[start : piece.start].strip(" \t|[]*-") and not content[piece.end : end].strip(" \t\n|[]*-.")
    return Span(start, end) if alone else piece


def line_pieces(content: str, start: int, end: int) -> tuple[Span, ...]:
    """The part of each line between the offsets, without white space at its ends; blank lines have none."""
    pieces = []
    while start < end:
        stop = content.find("\n", start, end)
        stop = end if stop < 0 else stop
        words = content[start:stop]
        if words.strip():
            first = start + len(words) - len(words.lstrip())
            pieces.append(Span(first, start + len(words.rstrip())))
        start = stop + 1
    return tuple(pieces)


def folded(fields: Mapping[str, str | None]) -> dict[str, str]:
    """The fields that say something, white space folded."""
    return {name: " ".join(value.split()) for name, value in fields.items() if value is not None and value.strip()}


def _matches(content: str, pattern: str, before: str) -> Iterator[tuple[int, int, dict[str, str | None]]]:
    """Matches of `pattern` with what `before` reads backwards from each: start, end, and the groups of both."""
    for match in _compiled(pattern).finditer(content):
        near = max(0, match.start() - 80)
        lead = _compiled(before).search(content[near : match.start()])
        start = near + lead.start() if lead else match.start()
        yield start, match.end(), {**(lead.groupdict() if lead else {}), **match.groupdict()}


def stamp_of(kind: str, content: str, start: int, end: int, fields: Mapping[str, str | None]) -> Stamp:
    """The stamp of that kind whose words stand between the offsets."""
    pieces = line_pieces(content, start, end)
    span = Span(pieces[0].start, pieces[-1].end) if pieces else Span(start, end)
    return Stamp(kind, span, folded(fields), pieces)


def _systematic_review(content: str) -> Iterator[Stamp]:
    for start, end, groups in _matches(content, _SYSTEMATIC_REVIEW, _NAME_BEFORE):
        yield stamp_of("systematic-review", content, start, end, {"by": groups.get("name"), "date": groups["date"]})


def _house(content: str) -> Iterator[Stamp]:
    found: list[list[Span]] = []
    for match in _compiled(_HOUSE).finditer(content):
        place = Span(*match.span())
        if found and len(found[-1]) == 1 and match.group().startswith("SUB") and place.start - found[-1][0].end < 200:
            found[-1].append(place)
        else:
            found.append([place])
    for places in found:
        pieces = tuple(piece for one in places for piece in line_pieces(content, one.start, one.end))
        yield Stamp("house", Span(places[0].start, places[-1].end), {}, pieces)


def _state_case(content: str) -> Iterator[Stamp]:
    if "Case No" not in content:
        return
    for match in _compiled(_STATE_CASE).finditer(content):
        near = max(0, match.start() - 240)
        lead = _compiled(_STATE_CASE_BEFORE).search(content[near : match.start()])
        places = [Span(*match.span(name)) for name in ("state", "number", "paper", "day")]
        if lead is not None:
            groups = [lead.span(name) for name in ("mark", "office") if lead[name]]
            places = [Span(near + start, near + end) for start, end in groups] + places
        document = match["document"]
        if document[0] != "C":  # the letter read as a digit
            document = "C" + document[1:].rjust(8, "0")
        fields = {"case": match["case"], "document": document, "date": match["date"]}
        pieces = _joined(content, places)
        yield Stamp("state-case", Span(pieces[0].start, pieces[-1].end), folded(fields), pieces)


def _cia(content: str) -> Iterator[Stamp]:
    for start, end, groups in _matches(content, _CIA, _CIA_BEFORE):
        part = groups.get("part")
        decision = "part" if part and part.upper().endswith("PART") else "full" if part or groups.get("whole") else None
        fields = {"date": groups["date"], "record": groups["record"], "decision": decision}
        yield stamp_of("cia", content, start, end, fields)


def _jfk(content: str) -> Iterator[Stamp]:
    for start, end, groups in _matches(content, _JFK, _JFK_BEFORE):
        fields = {"date": groups.get("date") or groups["day"], "case": groups["case"]}
        yield stamp_of("jfk", content, start, end, fields)


def _nara(content: str) -> Iterator[Stamp]:
    for match in _compiled(_NARA).finditer("\n" + content):
        fields = {"project": match["project"], "by": match["by"], "date": match["date"]}
        yield stamp_of("nara", content, match.start("words") - 1, match.end("words") - 1, fields)


def _release(content: str) -> Iterator[Stamp]:
    """RELEASE IN PART or IN FULL standing alone in its column, with the codes beside or below it."""
    for match in _compiled(_RELEASE).finditer(content):
        line = content.rfind("\n", 0, match.start()) + 1
        before = content[line : match.start()]
        if before.strip(" \t1|[") and not before.endswith(("  ", "\t", "  1", "  |")):
            continue
        codes = codes_at(content, match.end(), match.start() - line)
        end = content.find("\n", match.end())
        rest = content[match.end() : len(content) if end < 0 else end]
        beside = bool(codes) and codes[0].span.start - match.end() < 6
        if rest.strip(" \t|.1,[]") and not rest.startswith(("  ", "\t")) and not beside:
            continue
        pieces = line_pieces(content, match.start(), match.end())
        places = [one.span for one in codes] + [one.tail for one in codes if one.tail is not None]
        words = _joined(content, sorted(places))
        last = max([pieces[-1].end, *(one.end for one in words)])
        fields = {"decision": match["decision"].lower()}
        yield Stamp("release", Span(pieces[0].start, last), fields, pieces + words, codes)


def _joined(content: str, places: list[Span]) -> tuple[Span, ...]:
    """The places with the commas between them and after them."""
    joined: list[Span] = []
    for one in places:
        after = one.end
        while after < len(content) and content[after] in ",;":
            after += 1
        if joined and not content[joined[-1].end : one.start].strip(" \t,;"):
            joined[-1] = Span(joined[-1].start, after)
        else:
            joined.append(Span(one.start, after))
    return tuple(joined)


def _classifying(content: str) -> Iterator[Stamp]:
    from redactlint.documents import upgrades

    return upgrades.find_upgrades(content)


def _reclassifying(content: str) -> Iterator[Stamp]:
    from redactlint.documents import upgrades

    return upgrades.find_reclassifications(content)


def _of(module: str, name: str) -> Callable[[str], Iterator[Stamp]]:
    """The finder of that name in a module beside this one, which is loaded where it is needed."""

    def find(content: str) -> Iterator[Stamp]:
        found: Iterator[Stamp] = getattr(import_module(f"redactlint.documents.{module}"), name)(content)
        return found

    return find


# Each finder runs only where one of its literals occurs.  Long literals cost least; short ones wait for a long one.
_FINDERS: tuple[tuple[tuple[str, ...], tuple[Callable[[str], Iterator[Stamp]], ...]], ...] = (
    (("Department of State",), (_systematic_review, _state_case)),
    (("pproved", "APPROVED FOR RE"), (_cia,)),
    (("ASSASSINATION RECORDS", "Assassination Records"), (_jfk,)),
    (("SELECT BENGHAZI COMM",), (_house,)),
    (("ECLASSIFIED", "eclassified"), (_nara, _of("declassified_marks", "find_marks"), _reclassifying)),
    (("uthority NND", "uthority: NND"), (_nara,)),
    (("RELEASE",), (_release,)),
    (("SANITIZED",), (_of("declassified_marks", "find_marks"),)),
    (("ESD, WHS",), (_of("office_stamps", "find_headquarters"),)),
    (("HEREIN IS UNCLASSIFIED",), (_of("office_stamps", "find_gone_through"),)),
    (("REASON: 1.4 (", "REASON: 1.4("), (_of("office_stamps", "find_reviewers"),)),
    (("LOC-HAK-",), (_of("office_stamps", "find_no_objection"),)),
    (("Class: ", "Reason: 1.4("), (_classifying,)),
)
# Words that several cues share are looked for first; where they stand, one of the cues must.
_NARROWER = {
    "pproved": ("pproved For Re", "pproved for Re", "pproved for re", "pproved for Public Re", "pproved for public re"),
}
