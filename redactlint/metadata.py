"""Metadata files: the dates of documents by path or document id, from CSV or JSON.

CSV: two columns, the path or id and its date, with or without a line of headings.  JSON: an object
`{"OTTAWA 001740": "2003-06-18"}` or a list of objects with `path` or `id`, and `date`.  A date may be a day
(2003-06-18), a month (2003-06) or a year (2003).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping

from redactlint.errors import ConfigError
from redactlint.law.dates import DateRange
from redactlint.values import TYPE_CHECKING

if TYPE_CHECKING:
    from redactlint.text import Member

__all__ = ["dated_by", "key_of", "read_metadata", "read_range"]


def read_metadata(path: str) -> dict[str, DateRange]:
    """The date ranges of a metadata file by path or document id; raises ConfigError with file and line."""
    try:
        with open(path, encoding="utf-8-sig", newline="") as stream:
            content = stream.read()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ConfigError(f"cannot be read ({reason})", "check the path and the encoding (UTF-8)", path=path) from error
    rows = _from_json(content, path) if content.lstrip()[:1] in ("{", "[") else _from_csv(content, path)
    dates = {}
    for key, words, line in rows:
        try:
            dates[key_of(key)] = read_range(words)
        except ValueError as error:
            raise ConfigError(
                f"{words!r} is no date", "write 2003-06-18, 2003-06 or 2003", path=path, line=line
            ) from error
    return dates


def key_of(name: str) -> str:
    """How a path or an id is looked up: with `/`, without a leading `./`, blanks folded."""
    return " ".join(name.replace("\\", "/").split()).removeprefix("./")


def dated_by(dates: Mapping[str, DateRange], key: str, member: Member | None = None) -> DateRange | None:
    """What metadata say of a path or an id; of a member of a file, under its own name or id too."""
    found = dates.get(key_of(key))
    if found is None and member is not None:
        names = [one for one in (member.where.get("member"), member.id) if one is not None]
        found = next((dates[key_of(one)] for one in names if key_of(one) in dates), None)
    return found


def read_range(words: str) -> DateRange:
    """The days of an ISO day (a time of day may follow), month or year; raises ValueError."""
    import calendar

    match = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ].*)?)?)?", words.strip())
    if match is None:
        raise ValueError(words)
    year, month, day = int(match[1]), match[2], match[3]
    first = datetime.date(year, int(month or 1), int(day or 1))
    if day is not None:
        return DateRange(first, first)
    last = int(month or 12)
    return DateRange(first, datetime.date(year, last, calendar.monthrange(year, last)[1]))


_KEYS, _DATES = ("path", "file", "file_name", "id", "document", "document_id"), ("date", "document_date", "dated")


def _from_csv(content: str, path: str) -> Iterator[tuple[str, str, int]]:
    import csv
    import io

    reader = csv.reader(io.StringIO(content, newline=""))
    rows = ((row, reader.line_num) for row in reader if any(cell.strip() for cell in row))
    try:
        yield from _dated(rows, path)
    except csv.Error as error:
        raise ConfigError(f"not CSV: {error}", "mend the line", path=path, line=reader.line_num) from error


def _dated(rows: Iterable[tuple[list[str], int]], path: str) -> Iterator[tuple[str, str, int]]:
    """The key and the date of each row, by the headings if there are any, and its line."""
    key, date = 0, 1
    for number, (row, line) in enumerate(rows):
        if number == 0:
            headings = [cell.strip().lower().replace(" ", "_") for cell in row]
            if any(one in _DATES for one in headings):
                date = next(index for index, one in enumerate(headings) if one in _DATES)
                keys = [index for index, one in enumerate(headings) if one in _KEYS]
                if not keys:
                    raise ConfigError("no column is called path or id", "name one of them so", path=path, line=line)
                key = keys[0]
                continue
        if len(row) <= max(key, date):
            raise ConfigError("a row has too few columns", "give path or id, and date", path=path, line=line)
        if row[date].strip():
            yield row[key], row[date], line


def _from_json(content: str, path: str) -> Iterator[tuple[str, str, int]]:
    import json

    try:
        raw = json.loads(content)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        raise ConfigError(f"not JSON: {error}", "mend the syntax", path=path, line=line) from error
    if isinstance(raw, dict):
        for key, words in raw.items():
            yield key, str(words), 1
        return
    for entry in raw:
        key = next((entry[one] for one in _KEYS if entry.get(one)), None) if isinstance(entry, dict) else None
        date = next((entry[one] for one in _DATES if entry.get(one)), None) if isinstance(entry, dict) else None
        if key is None or date is None:
            raise ConfigError(f"{entry!r} has no path or id, or no date", 'write {"id": …, "date": …}', path=path)
        yield str(key), str(date), 1
