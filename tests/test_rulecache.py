"""The compiled pack is found again only for exactly the files that it was made from."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from redactlint import rulepack
from redactlint.rulebook import rulecache


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("REDACTLINT_CACHE_DIR", str(tmp_path / "cache"))
    rules = tmp_path / "rules"
    (rules / "law").mkdir(parents=True)
    (rules / "law" / "a.toml").write_text("x = 1\n", "utf-8")
    return rules


def kept(folder: Path) -> object:
    return rulecache.read(rulecache.files_of([str(folder)]))


def keep(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rulecache, "_COARSEST_CLOCK", 0)
    rulecache.write(rulecache.files_of([str(folder)]), {"digest": "d"})


def test_it_is_found_until_a_file_changes_comes_or_goes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert kept(folder) is None
    keep(folder, monkeypatch)
    assert kept(folder) == {"digest": "d"}
    (folder / "b.toml").write_text("", "utf-8")
    assert kept(folder) is None
    (folder / "b.toml").unlink()
    assert kept(folder) == {"digest": "d"}
    os.utime(folder / "law" / "a.toml", ns=(1, 1))
    assert kept(folder) is None


def test_a_file_too_new_to_be_told_from_its_next_state_is_not_kept(folder: Path) -> None:
    rulecache.write(rulecache.files_of([str(folder)]), {"digest": "d"})
    assert kept(folder) is None
    assert list((folder.parent / "cache").iterdir()) == []


def test_a_damaged_or_foreign_cache_is_passed_over(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(folder, monkeypatch)
    (cached,) = (folder.parent / "cache").iterdir()
    whole = cached.read_bytes()
    damaged = (b"", b"[]", whole[:-1], whole + b"x", whole.replace(b'"d"', b'"e"'), whole.replace(b"a.toml", b"b.toml"))
    for content in damaged:
        cached.write_bytes(content)
        assert kept(folder) is None
    cached.write_bytes(whole)
    assert kept(folder) == {"digest": "d"}
    if os.name == "posix":
        cached.chmod(0o666)  # anybody can have written it
        assert kept(folder) is None


def test_a_pack_from_the_cache_is_the_pack_that_was_compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDACTLINT_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(rulecache, "_COARSEST_CLOCK", 0)
    first, second = rulepack.load(), rulepack.load()
    assert list(tmp_path.iterdir())
    assert first.raw == second.raw == rulepack.load(use_cache=False).raw
