"""A file takes its new bytes whole, in its own encoding, with its own permissions, or stays as it was."""

from __future__ import annotations

import codecs
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactlint import rewriting
from redactlint.errors import ReadError, WriteError
from redactlint.readers.plain import decode

WORDS = "1. (C ) Café – “naïve”\r\n2. (U) x\n"


@pytest.mark.parametrize(
    "data",
    [
        WORDS.encode(),
        codecs.BOM_UTF8 + WORDS.encode(),
        codecs.BOM_UTF16_LE + WORDS.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + WORDS.encode("utf-32-le"),
        codecs.BOM_UTF32_BE + WORDS.encode("utf-32-be"),
        WORDS.encode("windows-1252"),
    ],
    ids=["UTF-8", "UTF-8 with its mark", "UTF-16 LE", "UTF-16 BE", "UTF-32 LE", "UTF-32 BE", "Windows-1252"],
)
def test_the_encoding_and_its_mark_are_kept(data: bytes) -> None:
    source = decode(data)
    after = rewriting.encoded(source, data, source.replace("(C )", "(C)"), path="a.txt")
    assert decode(after) == WORDS.replace("(C )", "(C)")
    assert rewriting.encoded(source, data, source, path="a.txt") == data


@given(st.binary(max_size=200))
def test_what_can_be_read_is_written_back_byte_for_byte_or_refused(data: bytes) -> None:
    try:
        source = decode(data)
        assert rewriting.encoded(source, data, source, path="a.txt") == data
    except (ReadError, WriteError):
        pass


def test_what_is_read_out_of_a_container_is_not_written_back() -> None:
    with pytest.raises(WriteError, match="byte for byte"):
        rewriting.encoded("Text.", b"<p>Text.</p>", "More.", path="a.html")


def test_a_file_is_replaced_and_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"before")
    for mode in (0o600, 0o640, 0o664):
        path.write_bytes(b"before")
        path.chmod(mode)
        rewriting.replace(str(path), b"before", b"after")
        assert path.read_bytes() == b"after"
        if os.name == "posix":
            assert stat.S_IMODE(path.stat().st_mode) == mode
    assert os.listdir(tmp_path) == ["a.txt"]


def test_whoever_has_it_open_still_reads_what_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"before")
    with path.open("rb") as stream:
        if os.name == "posix":
            rewriting.replace(str(path), b"before", b"after")
        assert stream.read() == b"before"


def refused(path: Path, wrong: str) -> None:
    listed = sorted(os.listdir(path.parent))
    with pytest.raises(WriteError, match=wrong) as told:
        rewriting.replace(str(path), b"before", b"after")
    assert path.name in str(told.value)
    assert sorted(os.listdir(path.parent)) == listed


def test_a_symbolic_link_is_not_written_through(tmp_path: Path) -> None:
    target = tmp_path / "target.txt"
    target.write_bytes(b"before")
    link = tmp_path / "a.txt"
    link.symlink_to(target)
    refused(link, "symbolic link")
    assert target.read_bytes() == b"before"
    assert link.is_symlink()


def test_a_read_only_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"before")
    path.chmod(0o444)
    refused(path, "read-only")
    assert path.read_bytes() == b"before"


def test_a_file_that_changed_meanwhile_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"something else")
    refused(path, "changed")
    assert path.read_bytes() == b"something else"


@pytest.mark.parametrize("step", ["fsync", "replace", "chmod"])
def test_a_failure_at_any_step_leaves_the_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"before")

    def fail(*words: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, fail)
    refused(path, "No space left")
    assert path.read_bytes() == b"before"


def test_an_interrupt_leaves_the_file_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"before")

    def interrupt(*words: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        rewriting.replace(str(path), b"before", b"after")
    assert os.listdir(tmp_path) == ["a.txt"]
    assert path.read_bytes() == b"before"
