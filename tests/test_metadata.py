"""Metadata files date documents by path or id: CSV or JSON, with a day, a month or a year."""

from __future__ import annotations

import csv
import datetime
from pathlib import Path

import pytest

from redactlint.errors import ConfigError
from redactlint.law.dates import DateRange
from redactlint.metadata import key_of, read_metadata, read_range


def days(first: str, last: str) -> DateRange:
    return DateRange(datetime.date.fromisoformat(first), datetime.date.fromisoformat(last))


JUNE_18 = days("2003-06-18", "2003-06-18")


@pytest.mark.parametrize(
    "content",
    [
        "path,date\n./a/b.txt,2003-06-18\nOSLO 000221,2004\n",
        "a/b.txt,2003-06-18\nOSLO 000221,2004\n",
        "box,date,ID\n7,2003-06-18,a\\b.txt\n7,2004,OSLO  000221\n8,,OSLO 1\n",
        '{"a/b.txt": "2003-06-18", "OSLO 000221": "2004"}',
        '[{"path": "a/b.txt", "date": "2003-06-18T14:00"}, {"id": "OSLO 000221", "date": "2004"}]',
    ],
)
def test_paths_and_ids_are_dated(tmp_path: Path, content: str) -> None:
    file = tmp_path / "dates"
    file.write_text(content, "utf-8")
    dates = read_metadata(str(file))
    assert dates[key_of("a/b.txt")] == JUNE_18
    assert dates[key_of("./a/b.txt")] == JUNE_18
    assert dates["OSLO 000221"] == days("2004-01-01", "2004-12-31")
    assert len(dates) == 2


def test_a_month_has_its_own_last_day() -> None:
    assert read_range("2004-02") == days("2004-02-01", "2004-02-29")
    assert read_range("9999-12") == days("9999-12-01", "9999-12-31")


def test_headings_may_stand_below_an_empty_line_and_names_may_hold_any_sign(tmp_path: Path) -> None:
    file = tmp_path / "dates.csv"
    file.write_text('\nfile,date\n"a\u2028b.txt",2004\n"c\nd.txt",2004\n', "utf-8")
    assert list(read_metadata(str(file))) == ["a b.txt", "c d.txt"]


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ("path,date\na.txt,18 June\n", 2, "no date"),
        ("a.txt,2003-02-30\n", 1, "no date"),
        ("a.txt,2003-13\n", 1, "no date"),
        ("a.txt,2003-06-18x\n", 1, "no date"),
        ("a.txt,0000\n", 1, "no date"),
        ("name,date\na.txt,2003\n", 1, "no column"),
        ("path,date\na.txt\n", 2, "too few columns"),
        (f"a.txt,{'x' * 200_000}\n", 1, "not CSV"),
        ('{"a.txt": }', 1, "not JSON"),
        ("[" * 100_000, None, "not JSON"),
        ('[{"date": "2003"}]', None, "no path or id"),
    ],
)
def test_what_is_wrong_is_said_with_line(tmp_path: Path, content: str, line: int | None, words: str) -> None:
    file = tmp_path / "dates"
    file.write_text(content, "utf-8")
    before = csv.field_size_limit(131_072)  # reading records raises it, for the whole process
    try:
        with pytest.raises(ConfigError, match=words) as caught:
            read_metadata(str(file))
    finally:
        csv.field_size_limit(before)
    assert caught.value.line == line


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        read_metadata(str(tmp_path / "none.csv"))
