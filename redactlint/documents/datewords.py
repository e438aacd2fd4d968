"""Dates as people write them: every form found on telegrams, memoranda and e-mail, read in one pass."""

from __future__ import annotations

import datetime
import re
from functools import cache

from redactlint import compiled
from redactlint.text import Span
from redactlint.values import NamedTuple

__all__ = ["FoundDate", "date_time_group", "find_date"]


class FoundDate(NamedTuple):
    """A date in the text: the day (None where no such day exists), how it is written, and its place.

    `form` is "MM/DD/YYYY", "MM/DD/YY", "YYYY/MM/DD", "YYYYMMDD", "DD/MM/YYYY" (it parses no other way round),
    "MONTH D, YYYY", "YYYY MON D", "D MON YYYY", "D MON YY", "DTG" or "invalid"; dashes and dots count as the stroke.
    `two_digit` says that the century had to be supplied.
    """

    date: datetime.date | None
    form: str
    span: Span
    two_digit: bool = False


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG_NAMES = ("january", "february", "march", "april", "june", "july", "august", "sept", "september", "october")
_MONTH_NAMES = frozenset((*_MONTHS, *_LONG_NAMES, "november", "december"))
_MONTH = (
    r"(?i:(JAN(?:UARY)?|FEB(?:RUARY)?|MAR(?:CH)?|APR(?:IL)?|MAY|JUNE?|JULY?|AUG(?:UST)?|SEP(?:T(?:EMBER)?)?"
    r"|OCT(?:OBER)?|NOV(?:EMBER)?|DEC(?:EMBER)?))"
)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return compiled.pattern(pattern)


# Both begin with one class of characters, which the engine looks for quickly; the lookbehind follows it.
_RUN_OF_DIGITS = r"[0-9](?<![0-9/.].)(?<![0-9]-.)"
_MONTH_FIRST = (
    r"(?P<month>[JFMASONDjfmasond](?<![A-Za-z].)[A-Za-z]{2,8}+)"
    r"\.?[ \-]{0,3}(?:\n *)?(?P<day>[0-9]{1,2}+)(?i:st|nd|rd|th)?"
    r"(?:,? {0,3}(?:\n *)?(?P<year>[0-9]{4})(?![0-9])"
    r"| {1,2}[0-9]{2}:[0-9]{2}(?::[0-9]{2})? (?:[A-Z]{1,4} )?(?P<late>[0-9]{4})(?![0-9]))"
)
_DIGIT_FIRST = (
    r"(?P<year>[0-9]{4}) ?(?P<s>[/.\-]) ?(?P<month>[0-9]{1,2}) ?(?P=s) ?(?P<day>[0-9]{1,2})(?![0-9])"
    r"|(?P<first>[0-9]{1,3}) ?/ ?(?P<second>[0-9]{1,3}) ?/ ?(?P<third>[0-9]{2,5})(?![0-9])"
    r"|(?P<dashed>[0-9]{1,2})-(?P<dashed2>[0-9]{1,2})-(?P<dashed3>[0-9]{4}|[0-9]{2})(?![0-9\-])"
    r"|(?P<dotted>[0-9]{1,2})\.(?P<dotted2>[0-9]{1,2})\.(?P<dotted3>[0-9]{4})(?![0-9])"
    r"|(?P<solid>(?:19|20|21)[0-9]{6})(?![0-9])"
    r"|(?P<yom>(?:19|20|21)[0-9]{2})[ \-./]{1,2}(?P<moy>"
    + _MONTH.replace("(JAN", "(?:JAN", 1)
    + r")\.?[ \-./]{1,2}(?P<yod>[0-9]{1,2})(?![0-9:])"
    r"|(?P<dom>[0-9]{1,2})(?i:st|nd|rd|th)?[ \-./]{0,2}(?:of )?"
    + _MONTH.replace("(JAN", "(?P<mon>JAN", 1)
    + r"\.?,?[ \-./]{0,2}(?:\n *)?(?P<doy>[0-9]{4}|'?[0-9]{2})(?![0-9:])"
)


def find_date(content: str, start: int, end: int, *, not_before: int | None = None) -> FoundDate | None:
    """The first date in `content[start:end]`, or None; a day that cannot be (13/45/2013) has `date` None.

    A two-digit year is the nearest year that is not before `not_before` (the year of the document, or of the order
    cited); without it, 50 to 99 are of the twentieth century.  Total on every text, linear in the range.
    """
    digits = _compiled(_DIGIT_FIRST)
    match = None
    for run in _compiled(_RUN_OF_DIGITS).finditer(content, start, end):
        match = digits.match(content, run.start(), end)
        if match is not None:
            break
    limit = end if match is None else min(end, match.end() + 12)
    for word in _compiled(_MONTH_FIRST).finditer(content, start, limit):
        if match is not None and word.start() > match.start():
            break
        if word["month"].lower() in _MONTH_NAMES:
            year = int(word["year"] or word["late"])
            return _built(year, _month(word["month"]), int(word["day"]), "MONTH D, YYYY", word)
    return _read_digits(match, not_before) if match is not None else None


def _read_digits(match: re.Match[str], not_before: int | None) -> FoundDate:
    if match["year"]:
        year, month, day = int(match["year"]), int(match["month"]), int(match["day"])
        if month > 12 >= day:
            return _built(year, day, month, "DD/MM/YYYY", match)
        return _built(year, month, day, "YYYY/MM/DD", match)
    if match["solid"]:
        solid = match["solid"]
        return _built(int(solid[:4]), int(solid[4:6]), int(solid[6:]), "YYYYMMDD", match)
    if match["yom"]:
        return _built(int(match["yom"]), _month(match["moy"]), int(match["yod"]), "YYYY MON D", match)
    if match["dom"]:
        written = match["doy"].lstrip("'")
        year, short = _year(written, not_before), len(written) == 2
        form = "D MON YY" if short else "D MON YYYY"
        return _built(year, _month(match["mon"]), int(match["dom"]), form, match, short)
    first = match["first"] or match["dashed"] or match["dotted"]
    second = match["second"] or match["dashed2"] or match["dotted2"]
    return _month_first(first, second, match["third"] or match["dashed3"] or match["dotted3"], match, not_before)


def _month_first(first: str, second: str, year: str, match: re.Match[str], not_before: int | None) -> FoundDate:
    if len(year) not in (2, 4) or len(first) > 2 or len(second) > 2:
        return FoundDate(None, "invalid", Span(match.start(), match.end()))
    two_digit = len(year) == 2
    if int(first) > 12:
        return _built(_year(year, not_before), int(second), int(first), "DD/MM/YYYY", match, two_digit)
    form = "MM/DD/YY" if two_digit else "MM/DD/YYYY"
    return _built(_year(year, not_before), int(first), int(second), form, match, two_digit)


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _year(written: str, not_before: int | None) -> int:
    year = int(written)
    if len(written) == 4:
        return year
    if not_before is None:
        return year + (1900 if year >= 50 else 2000)
    return not_before + (year - not_before) % 100


def _built(year: int, month: int, day: int, form: str, match: re.Match[str], two_digit: bool = False) -> FoundDate:
    span = Span(match.start(), match.end())
    try:
        return FoundDate(datetime.date(year, month, day), form, span, two_digit)
    except ValueError:
        return FoundDate(None, "invalid", span, two_digit)


_GROUP = (
    r"[0-3](?<![0-9A-Za-z].)[0-9](?:[01][0-9]|2[0-3])[0-5][0-9] ?[Zz][ -]{0,2}"
    + _MONTH
    + r"[ ,]{0,2}([0-9]{4}|[0-9]{2})(?![0-9])"
)


def date_time_group(content: str, start: int, end: int, *, not_before: int | None = None) -> FoundDate | None:
    """The first date-time group with its month and year ("142153Z FEB 74") in `content[start:end]`, or None.

    The day is that of Greenwich.  A group without a month ("200128Z") is no date.
    """
    match = _compiled(_GROUP).search(content, start, end)
    if match is None:
        return None
    day = int(content[match.start() : match.start() + 2])
    return _built(_year(match[2], not_before), _month(match[1]), day, "DTG", match, len(match[2]) == 2)
