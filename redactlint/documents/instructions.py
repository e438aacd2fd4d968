"""Declassification instructions: what stands after "DECL:" on an E.O. line, or after "Declassify On:" in a block."""

from __future__ import annotations

import contextlib
import datetime
import re
from collections.abc import Iterator
from functools import cache

from redactlint import compiled
from redactlint.documents.datewords import FoundDate, find_date
from redactlint.documents.model import Instruction
from redactlint.text import Span
from redactlint.values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from redactlint.law.law import Law

__all__ = ["read_instructions"]

# A label before the value, however it is typed: "DECL:", "DECLl:", "DECLASSIFY", "DECL ON:", "as amended: DECL:"; the
# letters behind "DECL X1" and "DECL N/A" are those of the value.
_LABEL = (
    r"[\s:;.,\-)>]*(?:\(?(?i:(?:as\s+)?amended)(?: (?i:by)[^:\n]{0,24})?\)?[\s:;,]*)?"
    r"(?P<label>(?:(?i:D\s?E\s?C\s?L(?:\s?AS(?:SIFY|SIFICATION|SIFIES|S)?|[a-z]{0,2})|DCEL|DELC|DEC|DEL|DCL|ECL)"
    r"(?![A-Za-z])\.?\s{0,2}(?i:(?:ON|BY|DATE)(?![A-Za-z]))?[\s:;.,\-]*){0,3})"
)
_NOT_APPLICABLE = r"N\s?[/:.\\|]{0,2}\s?A(?![A-Za-z])\.?|(?i:not applicable)(?![A-Za-z])"
_CODE = (
    r"(?:(?<![A-Za-z0-9])|(?<=1\.6)(?<![0-9]1\.6))(?:"
    r"(?P<numbered>(?:25|50|75)\s?[Xx]\s?[1-9](?![0-9]))(?P<suffix>\s?-\s?(?i:HUMAN|HUM|WMD)(?![A-Za-z])|,?\s?E\.?O\.?\s?12951)?"
    r"|(?P<plain>[Xx][- ]?[1-8](?![0-9A-Za-z]))"
    r"|(?P<schedule>(?i:XGDS|XDS|RDS|GDS|G\.D\.S\.?|ADS)(?![A-Za-z])|R(?=-[1-9](?![0-9/])))(?:\s?-\s?(?P<category>[0-9]{1,2})(?![0-9/]))?"
    r"|(?P<word>(?i:OADR|O\.A\.D\.R\.|O A D R"
    r"|ORIGINATING\s{1,9}AGENCY['’]?S?['’]?\s{1,9}DETERMINATION\s{1,9}(?:IS\s)?REQUIRED"
    r"|MANUAL REVIEW|D[CN]I ONLY)(?![A-Za-z])"
    r"|MR(?=\s*(?:[,;/)0-9]|\Z))|IMPDET(?![A-Za-z])|(?i:GROUP)[ -][1-4](?![0-9])"
    r"|(?i:subject to treaty or international agreement)(?![A-Za-z]))"
    r")"
)
_DOWNGRADE = (
    r"(?i:D[NM]G|DOWNGRADE)(?:\s(?:TO|ON))?[\s:;.]{0,3}"
    r"(?P<low>(?i:TOP SECRET|SECRET|CONFIDENTIAL|UNCLAS|TS|SE|S|CO|C|UN|U))(?![A-Za-z])"
)
_COMMINGLED = r"\s+to\s+((?:RD|FRD|TFNI)(?:/\w+)?|NATO)(?:\s+portions)?(?![A-Za-z])"
_EVENT = (
    r"(?<![A-Za-z])(?i:AFTER|UPON|COMPLETION|CLOSURE|CONCLUSION|UNTIL|WHEN|DEPARTURE|TERMINATION|WITHDRAWAL"
    r"|ANNOUNCEMENT|UNIFICATION|REUNIFICATION|EXPIRATION|FOLLOWING|END OF|EVENT|RELEASE OF)(?![A-Za-z])"
)
_DURATION = (
    r"(?<![A-Za-z0-9])(?i:ONE|TWO|THREE|FOUR|FIVE|SIX|SEVEN|EIGHT|NINE|TEN|TWELVE|FIFTEEN|TWENTY(?:[ -]FIVE)?|THIRTY"
    r"|FORTY|FIFTY|[0-9]{1,3})[ -]{1,2}(?:\([0-9]{1,3}\) )?(?i:YEARS?|YRS?|MONTHS?|DAYS?)(?![A-Za-z])"
)
_LOW = {"T": "TS", "S": "S", "C": "C", "U": "U"}


# No value is longer.
_LONGEST = 600


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return compiled.pattern(pattern)


def read_instructions(
    content: str, start: int, end: int, *, order: str | None = None, law: Law | None = None, place: str = "order-line"
) -> tuple[Instruction, ...]:
    """The declassification instructions of the value `content[start:end]`, in order of place; () where there is none.

    The value is what follows the number of the order ("DECL: 06/17/2013", "GDS 10/31/85 (NAME) OR-P", "N/A"), or,
    with `place` "block", what follows "Declassify On:".  `order` is the number of the order cited: two-digit years
    are read as the nearest that are not before it.  A value that says DECLASSIFIED is a mark of declassification and no
    instruction.  Total on every text.
    """
    end = min(end, start + _LONGEST)
    simple = _compiled(_SIMPLE).match(content, start, end)
    if simple is not None and (read := _read_simple(simple, place)) is not None:
        return (read,)
    if _compiled(r"[\s:;.*]*(?i:DECLASSIFIED)(?![A-Za-z])").match(content, start, end):
        return ()
    years = law.order_years(order) if law is not None and order is not None else None
    not_before = years.earliest.year if years is not None else None
    label = _compiled(_LABEL).match(content, start, end)
    begin = label.end() if label is not None else start
    is_labelled = place == "block" or (label is not None and bool(label["label"]))
    while end > begin and content[end - 1] in " \t\n\r\\":
        end -= 1
    if begin >= end:
        return ()
    reading = _Reading(content, begin, end, not_before, place, is_labelled)
    return tuple(reading.instructions())


# Nine values in ten are one of these and nothing else.
_SIMPLE = (
    r"[: ]{0,2}(?:DECL: {0,2}+)?"
    r"(?:(?P<na>N/A)|(?P<date>(?P<month>[01][0-9])/(?P<day>[0-3][0-9])/(?P<year>[12][0-9]{3})))\Z"
)


def _read_simple(match: re.Match[str], place: str) -> Instruction | None:
    if match["na"]:
        return Instruction("na", Span(match.start("na"), match.end("na")), "N/A", place=place)
    try:
        date = datetime.date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None
    span = Span(match.start("date"), match.end("date"))
    return Instruction("date", span, match["date"], date=date, form="MM/DD/YYYY", place=place, date_span=span)


class _Reading(NamedTuple):
    """One value being read: where it stands and what is known around it."""

    content: str
    start: int
    end: int
    not_before: int | None
    place: str
    is_labelled: bool

    def instructions(self) -> Iterator[Instruction]:
        """The instructions of the value: N/A and codes with their dates, else the date, else words."""
        content, start, end = self.content, self.start, self.end
        applies = _compiled(_NOT_APPLICABLE).match(content, start, end) if content[start] in "Nn" else None
        if applies is None and content[start] in "n":
            applies = _compiled(r"n\s?[/:.]?\s?a(?![A-Za-z])").match(content, start, end)
        if applies is not None:
            commingled = _compiled(_COMMINGLED).match(content, applies.end(), end)
            if commingled is not None:
                finish = commingled.end()
                code = "NA-NATO" if commingled[1] == "NATO" else "NA-RD"
                yield self._instruction("code", start, finish, code=code, code_span=Span(start, finish))
                return
            yield self._instruction("na", start, applies.end())
            # What else stands on the line belongs to it only if it follows at once.
            start = applies.end()
            more = _compiled(r"[\s,;:/.()\-]{0,6}(?:(?i:DECL[A-Z]{0,4}:?)\s{0,3})?(?=[0-9XxOR(])").match(
                content, start, end
            )
            if more is None:
                return
            start = more.end()
            end = min(end, start + 24)
        marked = _compiled(r"(?i:sources?\s+marked|source\s+derived)").search(content, start, end)
        found = self._date(start, end, marked is not None)
        codes = [one for one in self._codes(start, end) if found is None or one[1] < found.span.end + 12]
        if codes:
            yield from self._coded(codes, found, marked)
        elif found is not None:
            yield from self._dated(found, marked is not None)
        elif applies is None:
            yield from self._worded()

    def _date(self, start: int, end: int, marked: bool) -> FoundDate | None:
        found = find_date(self.content, start, end, not_before=self.not_before)
        if found is not None or marked:
            return found
        value = self.content[start:end]
        solid = _compiled(r"(?<![0-9])(?:[0-9]{8}|[0-9]{6})(?![0-9])").search(value)
        if solid is not None:
            return _solid_date(solid.group(), Span(start + solid.start(), start + solid.end()), self.not_before)
        if not _compiled(r"[0-9][0-9OIl ]?/|/ ?[0-9]").search(value):
            return None
        mended = value.translate(_DIGITS)  # the letter O for a nought, l and I for a one
        found = find_date(mended, 0, len(mended), not_before=self.not_before)
        if found is None:
            return None
        return found._replace(span=Span(start + found.span.start, start + found.span.end))

    def _codes(self, start: int, end: int) -> Iterator[tuple[str, int, int]]:
        for match in _compiled(_CODE).finditer(self.content, start, end):
            yield _canonical(match), match.start(), match.end()

    def _coded(
        self, codes: list[tuple[str, int, int]], found: FoundDate | None, marked: re.Match[str] | None
    ) -> Iterator[Instruction]:
        for index, (code, begin, finish) in enumerate(codes):
            code_span = Span(begin, finish)
            if marked is not None:
                yield self._instruction(
                    "code", marked.start(), finish, code=code, code_span=code_span, source_marked=True,
                    source_date=found.date if found is not None else None,
                )  # fmt: skip
            elif found is None:
                event = _compiled(_EVENT).search(self.content, finish, self.end) if code[:2].isdigit() else None
                end = _phrase_end(self.content, finish, self.end) if event is not None else finish
                yield self._instruction(
                    "code" if event is None else "event", begin, end, code=code, code_span=code_span
                )
            elif found.date is None:
                yield self._instruction("invalid", found.span.start, found.span.end, code=code, code_span=code_span)
                return
            else:
                is_last = index == len(codes) - 1
                yield self._instruction(
                    "review" if code.startswith("RDS") else "date",
                    min(begin, found.span.start) if is_last else begin,
                    max(finish, found.span.end) if is_last else finish,
                    code=code, code_span=code_span, date=found.date, form=found.form, date_span=found.span,
                )  # fmt: skip

    def _dated(self, found: FoundDate, marked: bool) -> Iterator[Instruction]:
        begin, finish = found.span.start, found.span.end
        downgrade = _compiled(_DOWNGRADE).search(self.content, self.start, begin)
        if downgrade is not None and found.date is not None:
            low = (_LOW.get(downgrade["low"][0].upper(), "U"), found.date)
            second = find_date(self.content, finish, self.end, not_before=self.not_before)
            if second is None or second.date is None:
                yield self._instruction("date", begin, finish, downgrade=low, form=found.form)
            else:
                place = second.span
                yield self._instruction(
                    "date", place.start, place.end, date=second.date, downgrade=low, form=second.form, date_span=place
                )
        elif marked:
            yield self._instruction("event", self.start, self.end, source_marked=True, source_date=found.date)
        elif found.date is None:
            yield self._instruction("invalid", begin, finish)
        else:
            yield self._instruction("date", begin, finish, date=found.date, form=found.form, date_span=found.span)

    def _worded(self) -> Iterator[Instruction]:
        content, start, end = self.content, self.start, self.end
        if _compiled(r"[Xx]{4,}").search(content, start, end):
            yield self._instruction("redacted", start, end)
            return
        if _compiled(r"(?:\.\.\.|…)[\s.]*\Z").search(content, start, end) or content.endswith(("...", "…"), start, end):
            yield self._instruction("cut", start, end)
            return
        duration = _compiled(_DURATION).search(content, start, end)
        event = _compiled(_EVENT).search(content, start, end)
        if event is not None and (self.is_labelled or duration is not None or event.start() < start + 40):
            yield self._instruction("event", start, _phrase_end(content, start, end))
        elif duration is not None:
            yield self._instruction("duration", duration.start(), duration.end())
        elif self.is_labelled or not _compiled(r"[A-Za-z]{2}").search(content, start, end):
            kind = "event" if _compiled(r"[A-Za-z]{3}").search(content, start, end) else "invalid"
            if _compiled(r"[A-Za-z0-9#?*]").search(content, start, end):
                yield self._instruction(kind, start, _phrase_end(content, start, end))

    def _instruction(self, kind: str, start: int, end: int, **rest: object) -> Instruction:
        words = " ".join(self.content[start:end].split())
        return Instruction(kind, Span(start, end), words, place=self.place, **rest)  # type: ignore[arg-type]


_DIGITS = str.maketrans("OoIl|", "00111")


def _phrase_end(content: str, start: int, end: int) -> int:
    """Where a phrase of words ends: punctuation that trails it is no part of it."""
    while end > start + 1 and content[end - 1] in " \t\n.,;:-":
        end -= 1
    return end


def _solid_date(digits: str, place: Span, not_before: int | None) -> FoundDate:
    """A date of digits alone: year first in whatever century ("30320726"), else month first ("06172013", "061713")."""
    if len(digits) == 8:
        with contextlib.suppress(ValueError):
            return FoundDate(datetime.date(int(digits[:4]), int(digits[4:6]), int(digits[6:])), "YYYYMMDD", place)
    stroked = f"{digits[:2]}/{digits[2:4]}/{digits[4:]}"
    found = find_date(stroked, 0, len(stroked), not_before=not_before)
    return FoundDate(None, "invalid", place) if found is None else found._replace(span=place)


def _canonical(match: re.Match[str]) -> str:
    if match["numbered"]:
        code = "".join(match["numbered"].split()).upper()
        suffix = (match["suffix"] or "").upper().replace(" ", "").lstrip("-,")
        if suffix.startswith("E"):
            return f"{code}-EO12951"
        if suffix in ("HUM", "HUMAN"):
            suffix = "HUMAN" if code.startswith("25") else "HUM"
        return f"{code}-{suffix}" if suffix else code
    if match["plain"]:
        return match["plain"][0].upper() + match["plain"][-1]
    if match["schedule"]:
        name = _SCHEDULES.get(match["schedule"], match["schedule"].upper().replace(".", ""))
        return f"{name}-{int(match['category'])}" if match["category"] else name
    word = match["word"].upper().replace(".", "")
    if word.startswith(("ORIGINATING", "O ")):
        return "OADR"
    return _WORDS.get(word, word.replace(" ", "-"))


_SCHEDULES = {"R": "RDS"}
_WORDS = {"MANUAL REVIEW": "MR", "SUBJECT TO TREATY OR INTERNATIONAL AGREEMENT": "TREATY"}
