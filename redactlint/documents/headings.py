"""Headings: the lines of a text that hold a level, and what each of them is.

A telegram says its level on its message line ("C O N F I D E N T I A L SECTION 01 OF 03 LUSAKA 000512"), again at the
head of every later section, and, in the printed form of the 1970s, alone on a line at the top and foot of each page.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache, lru_cache

from redactlint import compiled
from redactlint.documents.landmarks import landmarks_of, places_between
from redactlint.text import Span
from redactlint.values import NamedTuple

__all__ = [
    "Heading",
    "PageLine",
    "find_headings",
    "find_page_lines",
    "is_level",
    "refers_to_a_number",
    "runs_over_a_page",
]


class Heading(NamedTuple):
    """A line that begins with a level.

    `words` covers the level alone, `level` with the control words that belong to it, `line` the whole line.  `section`
    is (number, total), `post` and `number` the message reference number as printed.  `spaced` says that the letters of
    the level stand apart, as on a message line.  `is_alone` says that nothing but the marking stands on the line.
    `captions` covers caption words printed on the line before the post or after the number.
    """

    line: Span
    level: Span
    words: Span
    spaced: bool
    is_alone: bool
    section: tuple[int, int] | None = None
    section_span: Span | None = None
    post: str | None = None
    number: str | None = None
    message_span: Span | None = None
    captions: tuple[Span, ...] = ()

    @property
    def message_id(self) -> str | None:
        """The message reference number as printed ("LUSAKA 000512"), or None."""
        return f"{self.post} {self.number}" if self.post and self.number else None

    @property
    def is_certain(self) -> bool:
        """Whether no sentence can begin so: the letters stand apart, or a section is announced."""
        return self.spaced or self.section is not None

    def with_controls(self, content: str, words: Collection[str], captions: Collection[str]) -> Heading:
        """The heading with the first words of its post set apart, where they are a control or a caption.

        `words` are the spellings of controls of more than one word ("NO FOREIGN DISSEM"), which belong to the marking,
        and `captions` those of captions ("SENSITIVE"), which do not; all in capitals.
        """
        if self.post is None or self.message_span is None or " " not in self.post:
            return self
        start, end = self.message_span.start, self.message_span.end
        last = content[self.level.start : self.level.end].replace("/", " ").split()[-1].upper()
        for cut in range(len(self.post.split()) - 1, 0, -1):
            before = " ".join(self.post.split()[:cut]).rstrip("/")
            is_control = before in words or f"{last} {before}" in words
            if is_control or before in captions:
                match = compiled.pattern(r"[ \t]*".join([r"\S+"] * cut) + r"(?P<gap>[ \t]+)").match(content, start, end)
                words_end, post_at = match.span("gap") if match is not None else (self.level.end, start)
                while words_end > self.level.end and content[words_end - 1] in "/ \t":
                    words_end -= 1
                moved = self._replace(post=" ".join(self.post.split()[cut:]), message_span=Span(post_at, end))
                if is_control:
                    return moved._replace(level=Span(self.level.start, words_end))
                return moved._replace(captions=(*self.captions, Span(start, words_end)))
        return self

    def is_same_message(self, other: Heading) -> bool:
        """Whether both print the same message reference number, leading zeros aside."""
        return (
            self.post == other.post
            and (self.number or "").lstrip("0") == (other.number or "").lstrip("0")
            and self.number is not None
        )


def _spaced(word: str) -> str:
    return "[ \t]{0,3}".join(word)


# The first letter may be lost or doubled in transmission; the letters may stand apart.
_LEVELS = "|".join(
    (
        f"(?:{_spaced('TOP')}[ \t]{{0,4}})?(?:S[ \t]{{0,3}}){{1,2}}{_spaced('ECRET')}",
        f"(?:C[ \t]{{0,3}}){{1,2}}{_spaced('ONFIDENTIAL')}",
        f"{_spaced('UNCLAS')}(?:[ \t]?{_spaced('SIFIED')})?",
        f"{_spaced('LIMITED')}[ \t]{{1,4}}{_spaced('OFFICIAL')}[ \t]{{1,4}}{_spaced('USE')}",
        _spaced("RESTRICTED"),
        "E C R E T",
        "O N F I D E N T I A L",
    )
)
_PREFIX = r"[ \t>*#|_~\"']*(?:Cable dated:[\dT:.+\-Z]+[ \t]*|QUOTE[ \t:]+)?"
# Runs of blanks are taken whole: several of them in a row would be divided in every way there is.
_SEPARATOR = r"[ \t]*+(?:/(?:[ \t]?/)?|(?<=[ \t])-[ \t]|--)[ \t]*+"
_CONTROL = r"[A-Z][A-Z\-]*(?:[ \t](?!SECTION)[A-Z]{2,}(?:, ?[A-Z]{2,})*)*"
_UNSEPARATED = (
    r"[ \t]++(?:NOFORN|NODIS|EXDIS|LIMDIS|STADIS|SPECAT|ROGER CHANNEL|NO FOREIGN DISSEM)\b"
    r"|[ \t]*+\([ \t]*+[A-Z][A-Z /]{2,30}\)"
)
_EFTO = r"[ \t]*+(?P<efto>E[ \t]?F[ \t]?T[ \t]?O\b)?[ \t]*+"
_SECTION = (
    r"(?:(?:FINAL[ \t]++)?S?ECTION[ \t]++(?P<nn>\d{1,3})[ \t]++OF[ \t]++(?P<mm>\d{1,3})"
    r"|FINAL[ \t]++SECTION[ \t]++OF[ \t]++(?P<mf>\d{1,3}))?"
)
_MESSAGE = (
    r"[ \t]*+(?P<post>(?!S?ECTION[ \t]++\d)[A-Z][A-Z.'’/\-]*(?:[ \t]++[A-Z][A-Z.'’/\-]*){0,6}?)[ \t]*+"
    r"(?P<num>\d{1,8})(?!\d)"
)
# With a message number what stands before it is the post, as far as it is no control; without one, all is control.
_WITH_NUMBER = (
    rf"(?P<controls>(?:(?:{_SEPARATOR}[A-Z][A-Z\-]*(?![A-Z0-9])(?:(?:,[ ]?|[ ]TO[ ])[A-Z]+(?![A-Z0-9]))*){{1,8}}"
    rf"|{_UNSEPARATED}){{0,3}})(?:[ \t]*+//)?{_EFTO}{_SECTION}{_MESSAGE}"
)
_WITHOUT_NUMBER = (
    rf"(?P<controls>(?:(?:{_SEPARATOR}{_CONTROL}){{1,8}}|{_UNSEPARATED}){{0,3}}){_EFTO}{_SECTION}(?P<post>)(?P<num>)"
)


# No heading is longer; the bound keeps a line of a hundred megabytes linear.
_LONGEST_HEADING = 300


@cache
def _heading_pattern() -> re.Pattern[str]:
    return compiled.pattern(rf"{_PREFIX}(?P<level>{_LEVELS})(?![A-Za-z])[^\n]*", re.IGNORECASE)


def is_level(line: str) -> bool:
    """Whether the line is nothing but a level."""
    match = _heading_pattern().fullmatch(line)
    return match is not None and match.end("level") == len(line)


@cache
def _post_and_number() -> re.Pattern[str]:
    # What follows the level on most message lines, read as `_with_number` reads it, which takes long to compile.
    return compiled.pattern(
        r"(?P<controls>)(?P<efto>)(?P<nn>)(?P<mm>)(?P<mf>)[ \t]+"
        r"(?P<post>(?!NO|EXDIS|LIMDIS|STADIS|SPECAT|ROGER|EF|E\b|FINAL|S?ECTION)[A-Z]{2,}(?: [A-Z]{2,}){0,3}) "
        r"(?P<num>\d{1,8})(?!\d)"
    )


@cache
def _with_number() -> re.Pattern[str]:
    return compiled.pattern(_WITH_NUMBER, re.IGNORECASE)


@cache
def _without_number() -> re.Pattern[str]:
    return compiled.pattern(_WITHOUT_NUMBER, re.IGNORECASE)


@cache
def _message_below() -> re.Pattern[str]:
    return compiled.pattern(rf"[ \t]*\n{_MESSAGE}[ \t]*(?=\n|\Z)")


@cache
def _inline_pattern() -> re.Pattern[str]:
    return compiled.pattern(
        r"(?:C O N F I D E N T I A L|S E C R E T|UNCLAS(?:[ ]E[ ]F[ ]T[ ]O)?)"
        r"(?=[ ](?:SECTION[ ]\d|[A-Z][A-Z .]{2,30}\d{3,}))[^\n]{0,120}"
    )


@lru_cache(maxsize=2)
def find_headings(content: str, start: int = 0, end: int | None = None) -> tuple[Heading, ...]:
    """Every line between the offsets that begins with a level and can be a heading, in order of place.

    Where none has a message number, a message line inside a line (a record of a table) is taken.
    """
    end = len(content) if end is None else end
    found = []
    for at in places_between(landmarks_of(content).levels, content, start, end):
        match = _heading_pattern().match(content, at, end)
        if match is not None:
            heading = _read(content, *match.span("level"), match.end())
            if heading is not None:
                found.append(heading)
    if not any(one.number for one in found):
        found += _in_cells(content, start, end) or _in_lines(content, start, end)
        found.sort(key=lambda one: one.line.start)
    return tuple(found)


@cache
def _cell_pattern() -> re.Pattern[str]:
    return compiled.pattern(r"[,;\t]\"(?=[A-Z])")


def _in_cells(content: str, start: int, end: int) -> list[Heading]:
    """Message lines that begin a cell of a table, however the level is printed."""
    found = []
    for cell in _cell_pattern().finditer(content, start, end):
        match = _heading_pattern().match(content, cell.end(), end)
        heading = _read(content, *match.span("level"), match.end()) if match is not None else None
        if heading is not None and heading.number and heading.is_certain:
            found.append(heading)
    return found


def _in_lines(content: str, start: int, end: int) -> list[Heading]:
    """Message lines with a spaced level, or UNCLAS, anywhere inside a line."""
    found = []
    for match in _inline_pattern().finditer(content, start, end):
        level = re.match(r"C O N F I D E N T I A L|S E C R E T|UNCLAS", match.group())
        level_end = match.start() + (level.end() if level else 0)
        heading = _read(content, match.start(), level_end, match.end())
        if heading is not None and heading.number:
            found.append(heading)
    return found


def _read(content: str, start: int, level_end: int, line_end: int) -> Heading | None:
    limit = min(line_end, level_end + _LONGEST_HEADING)
    rest = (
        _post_and_number().match(content, level_end, limit)
        or _with_number().match(content, level_end, limit)
        or _without_number().match(content, level_end, limit)
    )
    if rest is None:
        return None
    words = content[start:level_end]
    spaced = words.count(" ") >= len(words.replace(" ", "")) // 2 >= 2
    controls_end = rest.end("controls") if rest["controls"] else level_end
    captions: list[Span] = []
    if rest["efto"]:
        captions.append(Span(rest.start("efto"), rest.end("efto")))
    tail = content[rest.end() : line_end].strip()
    section: tuple[int, int] | None = None
    section_span: Span | None = None
    if rest["mm"]:
        section = (int(rest["nn"]), int(rest["mm"]))
        section_span = Span(rest.start("nn"), rest.end("mm"))
    elif rest["mf"]:
        section = (int(rest["mf"]), int(rest["mf"]))
        section_span = Span(rest.start("mf"), rest.end("mf"))
    message = rest
    if section is not None and not rest["num"] and not tail:
        # The message number may stand on a line of its own below the section.
        message = _message_below().match(content, line_end) or rest
        line_end = max(line_end, message.end())
    post, number = message["post"] or None, message["num"] or None
    message_span = Span(message.start("post"), message.end("num")) if post and number else None
    if post and not spaced and post != post.upper() and (words.isupper() or len(post.split()) > 2):
        return None  # "UNCLASSIFIED was what they said at 10"
    if number is None and section is None and tail:
        # "SECRET TALKS WERE HELD": a word after the level without a number is prose, unless a section is announced.
        return None
    is_alone = not (number or section or tail or rest["efto"])
    if not (spaced or is_alone or section or number or words.upper() == "UNCLAS"):
        return None
    if number is not None and tail:
        captions.append(Span(rest.end(), line_end))
    return Heading(
        line=Span(start, line_end),
        level=Span(start, controls_end),
        words=Span(start, level_end),
        spaced=spaced,
        is_alone=is_alone,
        section=section,
        section_span=section_span,
        post=" ".join(post.split()).upper() if post else None,
        number=number,
        message_span=message_span,
        captions=tuple(captions),
    )


class PageLine(NamedTuple):
    """A line of the transmission or the printed page ("PAGE 02 LA PAZ 03978 200128Z", "LUSAKA 00000639 002 OF 002")."""

    span: Span
    number: int
    total: int | None = None


@cache
def _page_pattern() -> re.Pattern[str]:
    return compiled.pattern(
        r"\n[ \t]*PAGE[ \t]+(\d{1,3})[ \t]+(?:OF[ \t]+(\d+)|[A-Z][A-Z .]*[A-Z][ \t]+\d{3,6})[^\n]*"
        r"|\n[ \t]*[A-Z][A-Z .]*[A-Z][ \t]+0\d{7}[ \t]+(\d{3})(?:\.\d)?[ \t]+OF[ \t]+(\d{3})[^\n]*"
    )


def find_page_lines(content: str, end: int | None = None) -> list[PageLine]:
    """Every page line and section line on a line of its own up to `end`, in order of place."""
    end = len(content) if end is None else end
    if content.find("PAGE", 0, end) < 0 and content.find(" OF 0", 0, end) < 0:
        return []
    found = []
    for match in _page_pattern().finditer("\n" + content[:end]):
        number = int(match[1] or match[3])
        total = match[2] or match[4]
        found.append(PageLine(Span(match.start(), match.end() - 1), number, int(total) if total else None))
    return found


@cache
def _refers() -> re.Pattern[str]:
    # "see paragraph", at the end of a line.
    return compiled.pattern(
        r"(?<![A-Za-z])(?i:paras?|paragraphs?|sections?|secs?\.|articles?|arts?\.|nos?\.|annex|items?|pp?\.)[ \t]*\Z"
    )


def refers_to_a_number(content: str, at: int) -> bool:
    """Whether what ends at `at` calls for a number: "see paragraph"."""
    return _refers().search(content, max(0, at - 14), at) is not None


# A line of white space that is as long is a stamp that was blanked; a line of text that is as long is no heading.
_LONGEST_GAP, _FULL_LINE = 30, 24


def runs_over_a_page(before: str) -> bool:
    """Whether `before` ends in mid-sentence, but for the foot of a page or a stamp that was blanked."""
    is_broken = False
    for line in reversed(before.split("\n")):
        words = line.strip()
        if not words:
            is_broken = is_broken or len(line) >= _LONGEST_GAP
        elif is_level(words) or _page_pattern().fullmatch(f"\n{words}") is not None:
            is_broken = True
        else:
            return is_broken and (words[-1] == "," or (words[-1].isalnum() and len(words) >= _FULL_LINE))
    return False
