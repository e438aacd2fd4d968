"""Files are found in one order, each once, none silently lost: what cannot be checked comes with the reason."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from redactlint.errors import ReadError
from redactlint.runs.discovery import Source, discover, read_bytes


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("b.txt", "a/z.txt", "a/y.txt", "a/deep/x.txt", ".hidden", ".git/config", "redactlint.toml"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("UNCLAS\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def found(*paths: str, **options: object) -> list[str]:
    return [source.path.replace(os.sep, "/") for source in discover(paths, **options)]  # type: ignore[arg-type]


def test_a_folder_is_searched_all_the_way_down_in_order_hidden_files_aside(tree: Path) -> None:
    assert found(".") == ["./a/deep/x.txt", "./a/y.txt", "./a/z.txt", "./b.txt"]


def test_each_file_comes_once_however_often_it_is_named(tree: Path) -> None:
    assert found("b.txt", "./b.txt", "b.txt", "a/../b.txt") == ["b.txt"]
    assert found("b.txt", "a") == ["a/deep/x.txt", "a/y.txt", "a/z.txt", "b.txt"]


def test_globs_are_expanded(tree: Path) -> None:
    assert found("a/*.txt") == ["a/y.txt", "a/z.txt"]
    assert found("**/*.txt") == ["a/deep/x.txt", "a/y.txt", "a/z.txt", "b.txt"]


def test_a_file_whose_name_looks_like_a_glob_is_a_file(tree: Path) -> None:
    (tree / "c[1].txt").write_text("UNCLAS\n", "utf-8")
    assert found("c[1].txt") == ["c[1].txt"]


def test_what_is_not_there_comes_with_the_reason(tree: Path) -> None:
    assert [(one.path, one.problem) for one in discover(["none.txt", "none*.txt"])] == [
        ("none*.txt", "the pattern matches no file; check it"),
        ("none.txt", "does not exist; check the path"),
    ]


def test_patterns_leave_files_and_folders_out(tree: Path) -> None:
    assert found(".", exclude=["a/*", "!a/y.txt"]) == ["./a/y.txt", "./b.txt"]
    assert found("a", exclude=["deep/"]) == ["a/y.txt", "a/z.txt"]
    assert found("b.txt", exclude=["*.txt"]) == []


def test_an_ignore_file_of_a_folder_holds_for_what_lies_below(tree: Path) -> None:
    (tree / "a" / ".redactlintignore").write_text("# drafts\n/y.txt\ndeep\n", "utf-8")
    assert found(".") == ["./a/z.txt", "./b.txt"]
    # Where nothing that comes with the documents counts, none can hide under the name of a configuration either.
    everything = ["./a/deep/x.txt", "./a/y.txt", "./a/z.txt", "./b.txt", "./redactlint.toml"]
    assert found(".", ignore_files=False) == everything


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a privilege there")
def test_symbolic_links_do_not_lead_out_of_the_folder(tree: Path) -> None:
    (tree / "a" / "inside").symlink_to(tree / "a" / "y.txt")
    (tree / "a" / "outside").symlink_to(tree / "b.txt")
    (tree / "a" / "loop").symlink_to(tree / "a")
    sources = {os.path.basename(one.path): one.problem for one in discover(["a"])}
    assert sources["inside"] is None
    assert "leads out of the folder" in str(sources["outside"])
    assert "x.txt" in sources
    assert len([one for one in sources if one == "x.txt"]) == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes there")
def test_what_is_no_regular_file_is_said_not_read(tree: Path) -> None:
    os.mkfifo(tree / "a" / "pipe")
    sources = {os.path.basename(one.path): one.problem for one in discover(["a"])}
    assert sources["pipe"] == "is no regular file"
    (named,) = discover(["a/pipe"])
    assert named.problem == "is no regular file"


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a privilege there")
def test_a_link_to_itself_is_told_and_stops_nothing(tree: Path) -> None:
    (tree / "a" / "self").symlink_to(tree / "a" / "self")
    sources = {os.path.basename(one.path): one.problem for one in discover(["a"])}
    assert "symbolic link" in str(sources["self"])
    assert sources["y.txt"] is None


def test_a_file_over_the_limit_is_refused(tree: Path) -> None:
    assert read_bytes(Source("b.txt"), 7) == b"UNCLAS\n"
    with pytest.raises(ReadError, match="limit of 6 bytes"):
        read_bytes(Source("b.txt"), 6)


def test_standard_input_has_the_limit_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"UNCLAS\n")))
    with pytest.raises(ReadError, match="limit") as caught:
        read_bytes(Source("-", name="memo.txt"), 3)
    assert caught.value.path == "memo.txt"
