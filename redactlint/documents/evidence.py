"""What is known of the date of a document: every source that bounds it, each with its words, and none from its text.

A source that the writer controls for no other purpose than to date the document (a date line, a date-time group) says
the day; all others only bound it.  A date behind the signature of a telegram ("EXAMPLE 0 02/20/2008") says neither
what it dates nor how, and is no evidence.  Forms outlive the law that made them, but none is older than it: a mark, a
section or a caption therefore bounds a document from below, never from above.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from functools import cache

from redactlint import compiled
from redactlint.documents.datewords import FoundDate, date_time_group, find_date
from redactlint.documents.form_evidence import of_form, of_marks
from redactlint.documents.model import Document, DocumentDates, Evidence, Line
from redactlint.law.dates import DateRange
from redactlint.text import Span
from redactlint.values import TYPE_CHECKING

if TYPE_CHECKING:
    from redactlint.law.law import Law
    from redactlint.markings.register import Register

__all__ = ["gather"]

_DAY = datetime.timedelta(days=1)
# No document that the tool judges is older: the first order on classification dates from 1940.
_FIRST_YEAR = 1900
# Message numbers with a year began with the automated telegram of 1973; two digits are of the century that fits.
_PIVOT = 1966
# A header is looked at this far where a reader found none.
_HEADER = 1500
# Addressees and an archive's own lines seldom push a message line further down; a second document stands there.
_HIGHEST_HEADER = 4000


def gather(
    document: Document,
    law: Law,
    register: Register,
    metadata: DateRange | None = None,
    today: datetime.date | None = None,
) -> DocumentDates:
    """Every bound on the date of `document` that its header, its name, its marks and its stamps give.

    `metadata` is what the user says of the file.  `today`, if given, says that the document is being written on that
    day: it alone dates it.  Evidence that cannot be (a day that no calendar has) is left out.
    """
    if today is not None and metadata is None:
        return DocumentDates((Evidence("run", _on(today), "the day of the run"),))
    found: list[Evidence] = []
    if metadata is not None:
        found.append(Evidence("metadata", metadata, "metadata"))
    order = _order_years(document, law)
    stated = list(_stated(document))
    found += stated
    found += _file_name(document, order)
    found += _message_number(document)
    found += _references(document, order)
    if order is not None and document.order is not None:
        found.append(Evidence("order", order, f"E.O. {document.order.number}", document.order.span))
    found += _reasons(document, law)
    found += _declassification(document)
    found += _release(document)
    found += of_marks(document, register)
    if document.instructions or document.derived_from is not None:
        found += of_form(document, law)
    return DocumentDates(tuple(found))


def _on(day: datetime.date) -> DateRange:
    return DateRange(day, day)


def _is_possible(day: datetime.date | None) -> bool:
    return day is not None and day.year >= _FIRST_YEAR


def _two_digit_year(written: str) -> int:
    year = int(written)
    if len(written) == 4:
        return year
    return year + (1900 if year >= _PIVOT % 100 else 2000)


def _order_years(document: Document, law: Law) -> DateRange | None:
    cited = document.order
    if cited is None or cited.number is None or cited.is_declassified_note:
        return None
    return law.order_years(cited.number)


# -- what the document states ----------------------------------------------------------------------------------------

_DATE_LINES = ("DATE", "SENT", "DRAFT DATE", "DATED")


def _stated(document: Document) -> Iterator[Evidence]:
    """The day that the document gives for itself, the best source first."""
    content = document.text.content
    start, top = _start(document), _top(document)
    if document.kind in ("telegram", "release", "plain") and (group := _group_line(content, start, top)) is not None:
        yield _day_of(group, content)
    labelled = content.find("Date/DTG:", start, top)
    if labelled >= 0:
        day = find_date(content, labelled, min(top, labelled + 60))
        if day is not None and _is_possible(day.date):
            yield _day_of(day, content)
    for line in document.lines:
        if line.name in _DATE_LINES and (day := _date_in(content, line)) is not None:
            yield _day_of(day, content)
            return
    first = _first_word(content, _behind_notice(document))
    for cue, pattern in _HEADING_DATES if start == 0 else ():
        if content.find(cue, first, min(first + 300, top)) < 0:
            continue
        match = _compiled(pattern).match(content, first, min(len(content), top))
        if match is not None:
            day = find_date(content, match.start("date"), match.end("date"))
            if day is not None and _is_possible(day.date):
                yield _day_of(day, content)
    attributes, end = _trailer(document)
    trailer = _attribute_pattern().search(content, attributes, end) if attributes >= 0 else None
    if trailer is not None:
        day = find_date(content, trailer.start("date"), trailer.end("date"))
        if day is not None and _is_possible(day.date):
            yield _day_of(day, content)


def _day_of(day: FoundDate, content: str) -> Evidence:
    assert day.date is not None
    return Evidence("stated", _on(day.date), " ".join(content[day.span.start : day.span.end].split()), day.span)


def _date_in(content: str, line: Line) -> FoundDate | None:
    day = find_date(content, line.value.start, min(line.value.end, line.value.start + 80))
    return day if day is not None and _is_possible(day.date) else None


def _top(document: Document) -> int:
    """Where the header ends: before its first portion, and before a telegram that it repeats."""
    if document.header is not None:
        end = document.header.end
    else:
        end = document.portions[0].span.start if document.portions else _HEADER
    if document.quoted:
        end = min(end, document.quoted[0].span.start)
    return min(end, len(document.text.content))


def _start(document: Document) -> int:
    """Where what stands above the header can begin: the start of the file, but for a later document in it."""
    header, extent = document.header, document.extent
    begin = header.start if header is not None else 0 if extent is None else extent.start
    return 0 if begin < _HIGHEST_HEADER else begin - _HEADER


def _trailer(document: Document) -> tuple[int, int]:
    """Where an archive's attributes behind the text begin (-1: there are none), and where what is its own ends."""
    content, extent = document.text.content, document.extent
    start, end = (0, len(content)) if extent is None else (extent.start, extent.end)
    start = _top(document) if document.kind == "telegram" else start
    return content.find("\nMessage Attributes", start, end), end


def _behind_notice(document: Document) -> int:
    """The start of the first line that is no notice of a publisher's that the copy is an extract."""
    notice = document.extract if document.extract_kind in ("stated", "sanitized") else None
    content = document.text.content
    if notice is None or content[: notice.start].strip().count("\n"):
        return 0
    line_end = content.find("\n", notice.end)
    return line_end if line_end >= 0 else 0


def _first_word(content: str, at: int) -> int:
    while at < len(content) and content[at] in " \t\n":
        at += 1
    return at


@cache
def _group_pattern() -> re.Pattern[str]:
    # The line on which a telegram gives its precedence and its time: "P 142153Z FEB 74", "R 171430Z JUN 03 ZDS".
    return compiled.pattern(r"(?:\n|\A)[ \t]*(?:[A-Z]{1,2}[ \t]+){0,3}(?=[0-3]\d[0-2]\d[0-5]\d ?Z[ \t]+[A-Za-z]{3})")


def _group_line(content: str, start: int, end: int) -> FoundDate | None:
    """The date-time group of the header; one that stands in a reference or in the text is another message's."""
    if content.find("Z ", start, end) < 0:
        return None
    for match in _group_pattern().finditer(content, start, end):
        group = date_time_group(content, match.end(), min(end, match.end() + 24))
        if group is not None and group.span.start == match.end() and _is_possible(group.date):
            return group
    return None


# What archives put on the first lines of a copy: a day by itself, "Cable dated:", or id, date and reference.
_HEADING_DATES = (
    ("day,", r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,[ \t]+(?P<date>\d{1,2} [A-Z][a-z]+ \d{4})[,\n]"),
    ("able dated:", r"[Cc]able dated:[ \t]*(?P<date>\d{4}-\d{2}-\d{2})"),
    (
        "ate:",
        r"(?:[^\n]{0,80}\n){0,3}[ \t]*[Dd]ate:[ \t]*(?P<date>[^\n]{8,40})\n"
        r"(?:[^\n]{0,80}\n){0,2}?[ \t]*(?i:ref ?id|reference)",
    ),
)


_compiled = cache(compiled.pattern)


@cache
def _attribute_pattern() -> re.Pattern[str]:
    return compiled.pattern(r"\nDraft Date:[ \t]*(?P<date>[^\n]{6,30})")


# -- numbers that hold a year ----------------------------------------------------------------------------------------


@cache
def _name_pattern() -> re.Pattern[str]:
    return compiled.pattern(
        r"(?P<iso>(?:19|20)\d\d-?[01]\d-?[0-3]\d)(?![\d])"
        r"|(?P<year>(?:19|20)\d\d|\d\d)_?(?P<post>[A-Z]{3,}[A-Z_]*?)_?(?P<number>\d{1,7})(?![A-Za-z\d])"
    )


# Of folders, and of the members and records of a container.
_SEPARATORS = "/\\!#|"


def _file_name(document: Document, order: DateRange | None) -> Iterator[Evidence]:
    """The year of an archive's file name ("03OTTAWA1740", "1974LAPAZ01007"), or the day that it begins with."""
    name = document.text.path
    for separator in _SEPARATORS:
        name = name.rpartition(separator)[2]
    match = _name_pattern().match(name)
    if match is None:
        return
    if match["iso"]:
        try:
            day = datetime.date.fromisoformat(match["iso"])
        except ValueError:
            return
        # A day long after the order that is cited is the day of filing or scanning.
        if order is None or day.year <= _last_year(order):
            yield Evidence("file-name", _on(day), match["iso"])
        return
    # Two digits and a word begin many a name; only a message is numbered so.
    if len(match["year"]) == 2 and document.kind not in ("telegram", "release"):
        return
    number = _own_number(document)
    if number is None or number == int(match["number"]):
        yield Evidence("file-name", _year_range(match["year"]), match.group())


def _own_number(document: Document) -> int | None:
    """The number of the message itself, where the document shows one."""
    digits = document.id.rpartition(" ")[2] if document.id is not None else ""
    return int(digits) if digits.isascii() and digits.isdigit() else None


def _last_year(order: DateRange) -> int:
    return min(order.latest.year + 1, datetime.MAXYEAR)


def _year_range(written: str) -> DateRange:
    year = _two_digit_year(written)
    return DateRange(datetime.date(year, 1, 1), datetime.date(year, 12, 31))


_NUMBER_CUES = ("MRN", "id:", "Id:", "ID:", "efid", "EFID", " Number")


@cache
def _number_pattern() -> re.Pattern[str]:
    return compiled.pattern(
        r"\n[ \t]*(?:MRN|[Rr]ef ?[Ii][Dd]|REFID|[Cc]anonical [Ii][Dd]|Message (?:Reference )?Number"
        r"|Document Number)[ \t]*:[ \t]*"
        r"(?P<year>(?:19|20)\d\d|\d\d)[ \t]?(?P<post>[A-Z][A-Z ]{2,24}?)[ \t]?(?P<number>\d{1,7})\b"
    )


def _message_number(document: Document) -> Iterator[Evidence]:
    """The year printed with the message's own number: on a labelled line, or in its heading ("10 STATE 045678")."""
    content = document.text.content
    banner = document.banner
    if banner is not None and banner.message_id is not None and banner.message_id[:2].isdigit():
        year, _, _ = banner.message_id.partition(" ")
        if len(year) in (2, 4) and year.isdigit():
            yield Evidence("message-number", _year_range(year), banner.message_id, banner.message_span)
            return
    for start, end in ((_start(document), _top(document)), _trailer(document)):
        if start < 0:
            continue
        zone = content[start:end]
        if not any(cue in zone for cue in _NUMBER_CUES):
            continue
        # One line feed before the window, so that its first line begins as all others do.
        if (match := _number_pattern().search("\n" + zone)) is not None:
            span = Span(match.start("year") + start - 1, match.end("number") + start - 1)
            yield Evidence("message-number", _year_range(match["year"]), content[span.start : span.end], span)
            return


@cache
def _reference_pattern() -> re.Pattern[str]:
    # "05 STATE 141756": two digits, the name of a post, a number.  Months and citations of law look alike.
    return compiled.pattern(
        r"(?<![\d/.-])(?P<year>\d\d)[ \t\n]{0,2}(?!(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]*\b"
        r"|(?:USC|CFR|FAM|FAH|FR|STAT|USCA|AND|OF|TO|THRU|THROUGH|HRS|HOURS|LTR|TELCON|NOT)\b)"
        r"(?P<post>[A-Z]{2,}(?: [A-Z]{2,}){0,2})[ \t\n]{0,2}(?P<number>\d{2,7})(?![\d/.-])"
    )


@cache
def _dated_pattern() -> re.Pattern[str]:
    return compiled.pattern(r"D(?<![A-Za-z]D)(?:ATED|TD|ated)[ \t\n]+(?=\d)")


def _references(document: Document, order: DateRange | None) -> Iterator[Evidence]:
    """A message refers to what was sent before it: the latest year among its references, the days of "DATED …"."""
    content = document.text.content
    reference = document.line("REF")
    if reference is not None:
        latest: re.Match[str] | None = None
        for match in _reference_pattern().finditer(content, reference.value.start, reference.value.end):
            year = _two_digit_year(match["year"])
            if len(match["post"]) < 4 or (order is not None and year > _last_year(order)):
                continue
            if latest is None or year > _two_digit_year(latest["year"]):
                latest = match
        if latest is not None:
            first = datetime.date(_two_digit_year(latest["year"]), 1, 1)
            span = Span(latest.start(), latest.end())
            yield Evidence("reference", DateRange(first), " ".join(latest.group().split()), span)
    start, top = _start(document), _top(document)
    zone = content[start:top]
    if "DATED" in zone or "DTD" in zone or "Dated" in zone:
        for match in _dated_pattern().finditer(content, start, top):
            day = find_date(content, match.end(), min(top, match.end() + 24))
            if day is None or day.span.start != match.end() or not _is_possible(day.date):
                continue
            assert day.date is not None
            if order is None or day.date.year <= _last_year(order):
                words = " ".join(content[match.start() : day.span.end].split())
                yield Evidence("reference", DateRange(day.date), words, Span(match.start(), day.span.end))


# -- what marks, reasons, instructions and stamps imply --------------------------------------------------------------


def _reasons(document: Document, law: Law) -> Iterator[Evidence]:
    """No reason cites a section before it held the categories; some go on citing it long after."""
    for one in document.reasons:
        if one.section is None or one.slip or one.malformed:
            continue
        years = law.reason_years(one.section)
        if years and years.ranges[0].earliest > datetime.date.min:
            yield Evidence("reason", DateRange(years.ranges[0].earliest), f"reason {one.section}", one.section_span)
            return


def _declassification(document: Document) -> Iterator[Evidence]:
    """What is to be declassified on a day was written before it; how long before, nothing says."""
    for one in document.instructions:
        if one.kind in ("date", "review") and one.date is not None and one.date.year >= _FIRST_YEAR + 40:
            yield Evidence("declassification", DateRange(latest=one.date - _DAY), one.text, one.span)
            return


def _release(document: Document) -> Iterator[Evidence]:
    release = document.release
    if release is not None and release.date is not None:
        yield Evidence("release", DateRange(latest=release.date), f"released {release.date.isoformat()}", release.span)
