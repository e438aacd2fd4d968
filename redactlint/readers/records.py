"""Records: tables in CSV and lines of JSON, in which each record is a document.

Which column holds the text, the id and the date is what the user says, or what their names and contents suggest; the
guess is told with the first record.  A file is read a record at a time, so a million of them take no more memory than
one.  A table without a column of text is plain text like any other.
"""

from __future__ import annotations

import datetime
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Any, BinaryIO, NamedTuple

from redactlint.errors import ReadError
from redactlint.law.dates import DateRange
from redactlint.readers.allowance import Allowance, Columns, Unread
from redactlint.readers.plain import decode
from redactlint.readers.wayback import Fixed
from redactlint.text import LineIndex, Member, Text

__all__ = ["streamed", "texts"]

# What columns are called that hold the text, the id and the date of a document, the likeliest first.
_TEXTS = (
    "text", "body", "content", "full_text", "fulltext", "raw_text", "rawtext", "extracted_text", "extractedtext",
    "extractedbodytext", "extracted_body_text", "body_text", "bodytext", "message", "message_text", "document_text",
    "doc_text", "cable", "ocr", "ocr_text", "ocrtext", "transcript",
)  # fmt: skip
_IDS = (
    "id", "document_id", "doc_id", "docid", "document_number", "doc_number", "docnumber", "refid", "reference_id",
    "reference", "ref", "mrn", "message_id", "message_number", "canonical_id", "name", "file_name", "filename", "path",
    "number",
)  # fmt: skip
_DATES = (
    "date", "document_date", "doc_date", "dated", "date_sent", "datesent", "sent", "sent_date", "metadatadatesent",
    "created", "date_created", "timestamp",
)  # fmt: skip
# How many records are looked at for a guess, and from how many characters on average a column holds text.
_SAMPLE = 20
_TEXT_LENGTH = 200
_LONGEST_ID = 80
_BLOCK = 1 << 16


class _Chosen(NamedTuple):
    """The columns of a table: their names, or their numbers from 0 in a table without headings."""

    text: Any
    id: Any
    date: Any


class _Lines:
    """From an offset in the text of a cell to the line of the file; in the first line, the column is the cell's own."""

    def __init__(self, words: str, line: int) -> None:
        self._words, self._line = words, line
        self._index: LineIndex | None = None

    def __call__(self, offset: int) -> tuple[int, int]:
        """The line and column, both from 1."""
        if self._index is None:
            self._index = LineIndex(self._words)
        line, column = self._index.position(max(0, min(offset, len(self._words))))
        return self._line + line - 1, column


class _Inside:
    """From an offset to the line of the text of a record, where the record is one line of the file."""

    def __init__(self, words: str) -> None:
        self._lines = _Lines(words, 1)

    def __call__(self, offset: int) -> dict[str, Any]:
        """The line, from 1."""
        return {"line": self._lines(offset)[0]}


def texts(data: bytes, path: str, allowance: Allowance) -> Iterator[Text | Unread]:
    """The text of every record; raises ReadError where the table is broken, or has no such column as is asked for."""
    return streamed(io.BytesIO(data), path, allowance)


def streamed(stream: BinaryIO, path: str, allowance: Allowance) -> Iterator[Text | Unread]:
    """As `texts`, from a file that need not fit into memory."""
    name = path.rpartition("/")[2].lower()
    if name.endswith((".jsonl", ".ndjson")):
        yield from _from_json(stream, path, allowance)
    else:
        yield from _from_csv(stream, path, allowance)


# -- lines of JSON ---------------------------------------------------------------------------------------------------


def _from_json(stream: BinaryIO, path: str, allowance: Allowance) -> Iterator[Text | Unread]:
    stream.seek(3 if stream.read(3) == b"\xef\xbb\xbf" else 0)
    sample = []
    lines = _json_lines(stream, allowance)
    for record in lines:
        sample.append(record)
        if len(sample) >= _SAMPLE:
            break
    rows = [one for _, one, _ in sample if isinstance(one, dict)]
    keys = list(dict.fromkeys(key for row in rows for key in row))
    if not rows or not keys:
        stream.seek(0)
        yield from _as_plain(stream, path, allowance)
        return
    found = _choose(keys, [[row.get(key) for key in keys] for row in rows], allowance.limits.columns, path)
    if found is None:
        stream.seek(0)
        yield from _as_plain(stream, path, allowance)
        return
    chosen, note = found
    for number, record, problem in chain(sample, lines):
        if problem is None and not (isinstance(record, dict) and isinstance(record.get(chosen.text), str)):
            problem = f"is a record without text under {chosen.text!r}; name the key with --text-column"
        identity = _identity(record.get(chosen.id)) if isinstance(record, dict) else None
        name, where = _named(path, number, identity)
        if problem is not None:
            yield Unread(name, problem, Member(path, where))
            continue
        words = _clean(record[chosen.text])
        text = Text.of(words, name)
        text.origin, text.place = Fixed(number), _Inside(words)
        text.member = Member(path, where, None, identity, _date(record.get(chosen.date)), note)
        note = None
        yield text


def _json_lines(stream: BinaryIO, allowance: Allowance) -> Iterator[tuple[int, Any, str | None]]:
    """Each line that is not empty: its number, what it holds, and why it could not be read."""
    number = 0
    most = allowance.limits.max_bytes
    while line := stream.readline(most + 1):
        number += 1
        if len(line) > most:
            while line and not line.endswith(b"\n"):
                line = stream.readline(_BLOCK)
            yield number, None, f"is larger than the limit of {most:,} bytes; raise it with --max-bytes"
            continue
        if not line.strip():
            continue
        try:
            yield number, json.loads(line), None
        except (ValueError, RecursionError):
            yield number, None, "is a line that is no JSON; mend it"


# -- tables ----------------------------------------------------------------------------------------------------------


def _from_csv(stream: BinaryIO, path: str, allowance: Allowance) -> Iterator[Text | Unread]:
    import csv

    head = stream.read(1 << 20)
    stream.seek(0)
    encoding = "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    if encoding != "utf-16" and b"\0" in head:
        raise ReadError("is no table (it contains NUL bytes)", "name text files only, or exclude it", path=path)
    csv.field_size_limit(min(allowance.limits.max_bytes, 0x7FFFFFFF))  # a long, which has four bytes on Windows
    lines = _Reading(stream, encoding, allowance)
    try:
        rows = csv.reader(lines, delimiter=_delimiter(head.decode(encoding, "replace"), path))
        sample = []
        for row in rows:
            sample.append((row, lines.count))
            if len(sample) > _SAMPLE:
                break
        found = _heads(sample, allowance.limits.columns, path)
        if found is None:
            stream.seek(0)
            yield from _as_plain(stream, path, allowance)
            return
        chosen, note, has_heads = found
        before, width = 0, len(sample[0][0])
        read = chain(sample, ((row, lines.count) for row in rows))
        for number, (row, line) in enumerate(read, 0 if has_heads else 1):
            start, before = before, line
            if number == 0 or not any(row):
                continue
            yield _record(row, chosen, width, number, start, path, note)
            note = None
    except (csv.Error, UnicodeError) as error:
        wrong = f"is a broken table from line {lines.count} on (a quotation mark that is not closed?)"
        raise ReadError(wrong, "mend it; what stands behind was not read", path=path) from error


def _record(
    row: list[str], chosen: _Chosen, width: int, number: int, start: int, path: str, note: str | None
) -> Text | Unread:
    """A row as a document; `start` is how many lines of the file stand before it."""

    def cell(column: int | None) -> str | None:
        return _clean(row[column]) if column is not None and column < len(row) else None

    identity = _identity(cell(chosen.id))
    name, where = _named(path, number, identity)
    words = cell(chosen.text)
    if words is None:
        problem = f"is a row of {len(row)} columns in a table of {width}; mend it"
        return Unread(name, problem, Member(path, where))
    text = Text.of(words, name)
    text.origin = _Lines(words, start + 1 + sum(one.count("\n") for one in row[: chosen.text]))
    text.member = Member(path, where, None, identity, _date(cell(chosen.date)), note)
    return text


class _Reading:
    """The lines of a table, counted; no more of one is held than a document may have."""

    def __init__(self, stream: BinaryIO, encoding: str, allowance: Allowance) -> None:
        self._most = allowance.limits.max_bytes
        # What is not UTF-8 is kept as it is, and read as Windows-1252 record by record.
        errors = "surrogateescape" if encoding == "utf-8-sig" else "strict"
        self._stream = io.TextIOWrapper(_Kept(stream), encoding, errors, newline="")  # type: ignore[type-var]
        self.count = 0

    def __iter__(self) -> _Reading:
        return self

    def __next__(self) -> str:
        line = self._stream.readline(self._most)
        if not line:
            raise StopIteration
        self.count += line.endswith(("\n", "\r"))
        return line.replace("\0", " ") if "\0" in line else line


class _Kept(io.RawIOBase):
    """A stream that stays open when what reads it is done."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__()
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def read1(self, size: int = -1) -> bytes:
        return self._stream.read(_BLOCK if size < 0 else size)


def _delimiter(head: str, path: str) -> str:
    """The sign between cells: what the first line holds most of outside quotation marks."""
    if path.lower().endswith(".tsv"):
        return "\t"
    first = re.sub(r'"[^"]*"', "", head[:20_000]).partition("\n")[0]
    return max(",;\t|", key=first.count)


def _heads(
    sample: Sequence[tuple[list[str], int]], wanted: Columns, path: str
) -> tuple[_Chosen, str | None, bool] | None:
    """The columns by number, what is to be said of them, and whether the first row names them."""
    if not sample:
        return None
    rows = [row for row, _ in sample]
    first = rows[0]
    names = [one.strip() for one in first]
    is_named = all(len(one) < 60 and "\n" not in one for one in names) and len(set(names)) == len(names)
    is_named = is_named and not any(_date(one) for one in names)
    numbered = [str(number) for number in range(1, len(first) + 1)]
    heads = names if is_named else numbered
    if any(one is not None and one.isdigit() and one not in heads for one in wanted):
        heads = numbered  # columns may be named by their number, whatever they are called
    body = rows[1:] if is_named else rows
    found = _choose(heads, body, wanted, path)
    if found is None:
        return None
    chosen, note = found
    indices = _Chosen(*(None if one is None else heads.index(one) for one in chosen))
    return indices, note, is_named


# -- both ------------------------------------------------------------------------------------------------------------


def _choose(
    names: Sequence[str], rows: Sequence[Sequence[Any]], wanted: Columns, path: str
) -> tuple[_Chosen, str | None] | None:
    """The names of the columns, and what was guessed in words; None where no column holds text."""
    plain = {_plain(one): one for one in reversed(names)}

    def asked(given: str | None) -> str | None:
        if given is None:
            return None
        if given not in names and _plain(given) not in plain:
            known = ", ".join(map(repr, names[:20]))
            raise ReadError(f"has no column {given!r}", f"it has {known}", path=path)
        return given if given in names else plain[_plain(given)]

    def named(known: Sequence[str]) -> str | None:
        return next((plain[one] for one in known if one in plain), None)

    text = asked(wanted.text)
    if text is None and not names:
        return None
    if text is None:
        lengths = {
            name: sum(len(row[at]) for row in rows if at < len(row) and isinstance(row[at], str)) / max(len(rows), 1)
            for at, name in enumerate(names)
        }
        longest = max(names, key=lambda one: lengths[one])
        by_name = named(_TEXTS)
        text = by_name if by_name is not None and lengths[by_name] * 4 > lengths[longest] else longest
        if lengths[text] < _TEXT_LENGTH and (by_name is None or lengths[text] < _TEXT_LENGTH / 4):
            return None
    identity = asked(wanted.id) or named(_IDS)
    date = asked(wanted.date) or named(_DATES)
    identity, date = (None if one == text else one for one in (identity, date))
    guessed = [
        f"{what} in {name!r}"
        for what, name, given in (("text", text, wanted.text), ("id", identity, wanted.id), ("date", date, wanted.date))
        if name is not None and given is None
    ]
    note = f"{', '.join(guessed)}: guessed; say otherwise with --text-column, --id-column, --date-column"
    return _Chosen(text, identity, date), note if guessed else None


def _plain(name: str) -> str:
    return "_".join(re.findall(r"[a-z0-9]+", name.lower()))


def _named(path: str, number: int, identity: str | None) -> tuple[str, Mapping[str, Any]]:
    """What a record is called, and its place; the id stands last, where the date of a document is looked for."""
    if identity is None:
        return f"{path}#{number}", {"record": number}
    return f"{path}#{number}/{identity}", {"record": number, "id": identity}


def _identity(given: Any) -> str | None:
    if isinstance(given, bool) or not isinstance(given, (str, int)):
        return None
    return " ".join(_clean(str(given)).split())[:_LONGEST_ID] or None


def _clean(words: str) -> str:
    """Words of a record, of which some bytes may have been no UTF-8."""
    if words.isascii():
        return words
    try:
        words.encode("utf-8")
        return words
    except UnicodeEncodeError:
        pass
    try:
        return words.encode("utf-8", "surrogateescape").decode("windows-1252", "replace")
    except UnicodeEncodeError:  # half a character, as JSON can write it
        return words.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


@cache
def _date_pattern() -> re.Pattern[str]:
    return re.compile(
        r"\s*(?:(?P<y>(?:19|20)\d\d)(?:-(?P<m>\d{1,2})(?:-(?P<d>\d{1,2}))?|(?P<md>\d{4}))?"
        r"|(?P<um>\d{1,2})/(?P<ud>\d{1,2})/(?P<uy>(?:19|20)\d\d))(?![\d/-])"
    )


def _date(given: Any) -> DateRange | None:
    """The days of a cell: an ISO day, month or year, or month/day/year; None for anything else."""
    match = _date_pattern().match(given) if isinstance(given, str) else None
    if match is None:
        return None
    try:
        if match["uy"]:
            day = datetime.date(int(match["uy"]), int(match["um"]), int(match["ud"]))
            return DateRange(day, day)
        year = int(match["y"])
        month = match["m"] or (match["md"] or "")[:2]
        only = match["d"] or (match["md"] or "")[2:]
        first = datetime.date(year, int(month or 1), int(only or 1))
        if only:
            return DateRange(first, first)
        last = datetime.date(year + (int(month or 12) == 12), int(month or 12) % 12 + 1, 1) - datetime.timedelta(days=1)
        return DateRange(first, last)
    except ValueError:
        return None


def _as_plain(stream: BinaryIO, path: str, allowance: Allowance) -> Iterator[Text]:
    data = stream.read(allowance.limits.max_bytes + 1)
    allowance.check_size(len(data))
    yield Text.of(decode(data, path), path)
