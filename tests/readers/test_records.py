"""Records: a row is a document with its id, its date and its line; which columns hold them is said, or guessed aloud."""

from __future__ import annotations

import csv
import datetime
import io
import json
import tracemalloc
from collections.abc import Iterable, Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactlint.errors import ReadError
from redactlint.law.dates import DateRange
from redactlint.readers.allowance import Allowance, Columns, Limits, Unread
from redactlint.readers.opening import opened, opened_stream
from redactlint.text import Text

CABLE = 'C O N F I D E N T I A L LUSAKA 000512\n\n1. (C) The Minister, who was "well", went north.\n' + "More. " * 40


def table(rows: Iterable[Sequence[str]], delimiter: str = ",") -> bytes:
    held = io.StringIO(newline="")
    csv.writer(held, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return held.getvalue().encode()


def lines(*records: object) -> bytes:
    return "".join(json.dumps(one) + "\n" for one in records).encode()


def read(data: bytes, path: str = "cables.csv", columns: Columns | None = None) -> list[Text | Unread]:
    limits = Limits() if columns is None else Limits(columns=columns)
    return list(opened(data, path, Allowance(limits, len(data))))


def texts(parts: Iterable[Text | Unread]) -> list[Text]:
    found = list(parts)
    assert all(isinstance(one, Text) for one in found)
    return found  # type: ignore[return-value]


def day(*parts: int) -> DateRange:
    return DateRange(datetime.date(*parts), datetime.date(*parts))


HEADED = [
    ["refid", "date", "classification", "body"],
    ["05OSLO1187", "2005-07-29", "SECRET", CABLE],
    ["b", "", "", CABLE],
]


def test_a_row_is_a_document_with_the_id_and_the_date_of_its_columns() -> None:
    first, second = texts(read(table(HEADED)))
    assert first.source == CABLE
    assert first.path == "cables.csv#1/05OSLO1187"
    assert first.member is not None
    assert (first.member.where, first.member.id) == ({"record": 1, "id": "05OSLO1187"}, "05OSLO1187")
    assert first.member.dated == day(2005, 7, 29)
    assert second.member is not None
    assert second.member.dated is None


def test_what_was_guessed_is_said_once() -> None:
    first, second = texts(read(table(HEADED)))
    assert first.member is not None
    assert first.member.note is not None
    assert "text in 'body', id in 'refid', date in 'date': guessed" in first.member.note
    assert second.member is not None
    assert second.member.note is None
    told = Columns("body", "refid", "date")
    assert all(one.member is not None and one.member.note is None for one in texts(read(table(HEADED), columns=told)))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_sign_between_cells_is_seen(delimiter: str) -> None:
    assert [one.source for one in texts(read(table(HEADED, delimiter)))] == [CABLE, CABLE]


def test_a_table_without_headings_is_read_by_the_numbers_of_its_columns() -> None:
    rows = [["1", "7/29/2005 13:34", "OSLO", CABLE], ["2", "8/1/2005", "OSLO", CABLE]]
    first, second = texts(read(table(rows)))
    assert [first.source, second.source] == [CABLE, CABLE]
    assert first.member is not None
    assert first.member.note is not None
    assert "text in '4'" in first.member.note
    (chosen, _) = texts(read(table(rows), columns=Columns("4", "1", "2")))
    assert chosen.path == "cables.csv#1/1"
    assert chosen.member is not None
    assert chosen.member.dated == day(2005, 7, 29)


def test_lines_are_those_of_the_file() -> None:
    data = table([["note", "text"], ["one\ntwo", CABLE], ["three", CABLE]])
    for one in texts(read(data)):
        line, column = one.position(one.source.index("(C)"))
        assert data.decode().split("\n")[line - 1].startswith("1. (C)")
        assert column == 4
    assert [one.position(0)[0] for one in texts(read(data))] == [3, 7]


def test_a_table_that_holds_no_text_is_plain_text() -> None:
    (only,) = texts(read(table([["path", "date"], ["a.txt", "2003-06-18"], ["b.txt", "2003"]]), "dates.csv"))
    assert only.path == "dates.csv"
    assert only.source.startswith("path,date\n")


def test_a_column_that_is_not_there_is_an_error_that_names_those_that_are() -> None:
    with pytest.raises(ReadError, match=r"no column 'cable'.*'refid'"):
        read(table(HEADED), columns=Columns(text="cable"))


def test_a_short_row_is_reported_and_the_others_are_read() -> None:
    short, whole = read(table([HEADED[0], ["x"], HEADED[1]]))
    assert isinstance(short, Unread)
    assert "row of 1 columns in a table of 4" in short.reason
    assert isinstance(whole, Text)


def test_a_quotation_mark_that_is_not_closed_is_reported() -> None:
    data = table(HEADED) + b'c,2003,S,"never closed ' + b"x" * 3_000
    limits = Limits(max_bytes=150_000)
    data += b"\n" + b"y" * 200_000
    parts: list[Text | Unread] = []
    with pytest.raises(ReadError, match="not closed"):
        parts.extend(opened(data, "cables.csv", Allowance(limits, len(data))))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_tables_come_in_every_encoding(encoding: str) -> None:
    words = CABLE + "Président – ¶"
    (only,) = texts(read(table([["id", "text"], ["1", words]]).decode().encode(encoding)))
    assert only.source == words


def test_a_record_in_windows_1252_among_others_is_read() -> None:
    data = b"id,text\n1," + "Président ".encode("windows-1252") * 40 + b"\n2," + "Président ".encode() * 40 + b"\n"
    assert [one.source[:9] for one in texts(read(data))] == ["Président", "Président"]


# -- lines of JSON ---------------------------------------------------------------------------------------------------


def test_a_line_of_json_is_a_document_on_that_line() -> None:
    data = lines({"id": "05OSLO1187", "text": CABLE, "date": "2005-07"}) + b"\n" + lines({"id": 7, "text": CABLE})
    first, second = texts(read(data, "cables.jsonl"))
    assert [first.path, second.path] == ["cables.jsonl#1/05OSLO1187", "cables.jsonl#3/7"]
    assert first.member is not None
    assert first.member.dated == DateRange(datetime.date(2005, 7, 1), datetime.date(2005, 7, 31))
    offset = second.source.index("(C)")
    assert second.position(offset) == (3, 1)
    assert second.place is not None
    assert second.place(offset) == {"line": 3}


def test_lines_that_are_no_records_are_reported_and_the_others_are_read() -> None:
    data = (
        lines({"text": CABLE})
        + b"{broken\n"
        + lines({"words": "x"}, ["x"])
        + b"[" * 100_000
        + b"\n"
        + lines({"text": CABLE})
    )
    parts = read(data, "cables.ndjson")
    assert [isinstance(one, Text) for one in parts] == [True, False, False, False, False, True]


def test_half_a_character_is_no_fault() -> None:
    (only,) = texts(read(b'{"text": "' + b"words " * 60 + b'\\ud83d"}\n', "a.jsonl"))
    assert only.source.startswith("words")
    only.source.encode("utf-8")


def test_a_record_larger_than_a_document_may_be_is_reported() -> None:
    data = lines({"text": CABLE}, {"text": "x" * 9_000}, {"text": CABLE})
    parts = list(opened(data, "a.jsonl", Allowance(Limits(max_bytes=5_000), len(data))))
    assert [isinstance(one, Text) for one in parts] == [True, False, True]


# -- both ------------------------------------------------------------------------------------------------------------

_words = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), min_size=1, max_size=60)


@given(st.lists(st.tuples(_words, _words), min_size=1, max_size=8))
def test_what_was_written_is_read_whatever_it_is(rows: list[tuple[str, str]]) -> None:
    records = [(identity, f"{CABLE}{words}") for identity, words in rows]
    told = Columns("text", "id")
    from_csv = texts(read(table([("id", "text"), *records]), columns=told))
    from_json = texts(read(lines(*({"id": one, "text": words} for one, words in records)), "a.jsonl", told))
    assert [one.source for one in from_csv] == [one.source for one in from_json] == [words for _, words in records]
    assert len({one.path for one in from_csv}) == len(records)


class _Endless(io.RawIOBase):
    """A file of many records that is nowhere whole."""

    def __init__(self, head: bytes, record: bytes, number: int) -> None:
        self._head, self._record, self._size = head, record, len(head) + len(record) * number
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        self._at = offset if whence == 0 else self._size
        return self._at

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        size = max(0, min(len(view), self._size - self._at))
        view[:size] = self._bytes(size)
        self._at += size
        return size

    def _bytes(self, size: int) -> bytes:
        made = b""
        at = self._at
        while len(made) < size:
            if at < len(self._head):
                piece = self._head[at:]
            else:
                piece = self._record[(at - len(self._head)) % len(self._record) :]
            made += piece
            at += len(piece)
        return made[:size]


@pytest.mark.parametrize(
    ("path", "head", "record"),
    [("a.csv", b"id,text\n", table([["x", CABLE]])), ("a.jsonl", b"", lines({"id": "x", "text": CABLE}))],
)
def test_many_records_take_no_more_memory_than_a_few(path: str, head: bytes, record: bytes) -> None:
    def peak(number: int) -> int:
        stream = io.BufferedReader(_Endless(head, record, number))
        tracemalloc.start()
        found: Iterator[object] = opened_stream(stream, path, Allowance())  # type: ignore[arg-type]
        assert sum(1 for _ in found) == number
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(10)
    assert peak(20_000) < peak(4_000) + 300_000
