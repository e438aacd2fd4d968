"""Kept patterns are the patterns that `re` compiles; whatever is wrong with a shelf, patterns are compiled as ever."""

from __future__ import annotations

import importlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from redactlint import compiled
from redactlint.rulebook import rulecache

SOURCES = (
    (r"(?P<level>[STC])(?:\s+(?P<rest>[^\n’“]{2,80}+))?", 0),
    (r"\n[ \t]*(?=[A-Z])(?i:e\.?o\.?)", 0),
    (r"para(?:graph)?s?|¶", re.IGNORECASE),
    (r"(?<![A-Za-z])(a|b)*\1?\b", re.MULTILINE | re.DOTALL),
    (r"[\u2010-\u2015\ufe58\uff0d\d]", 0),
)


@pytest.fixture(autouse=True)
def nothing_known() -> Iterator[None]:
    """As in a process that has just begun; what the others knew comes back afterwards."""
    before = compiled._kept
    compiled._kept = compiled._Shelf()
    compiled.pattern.cache_clear()
    yield
    compiled._kept = before
    compiled.pattern.cache_clear()


def shelf_of(sources: tuple[tuple[str, int], ...] = SOURCES) -> bytes:
    for source, flags in sources:
        compiled.pattern(source, flags)
    kept = compiled.shelf()
    assert kept is not None
    compiled._kept = compiled._Shelf()
    compiled.pattern.cache_clear()
    return kept


def test_a_kept_pattern_is_the_compiled_one(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = {(source, flags): re.compile(source, flags) for source, flags in SOURCES}
    compiled.use(shelf_of())
    monkeypatch.setattr(re, "compile", None)
    for (source, flags), one in wanted.items():
        kept = compiled.pattern(source, flags)
        assert kept == one  # the numbers, too
        assert (kept.pattern, kept.flags, kept.groups, kept.groupindex) == (
            one.pattern, one.flags, one.groups, one.groupindex,
        )  # fmt: skip
    assert not compiled.is_worth_keeping()
    assert compiled.pattern(*SOURCES[0]).fullmatch("S  Ankara’s"[:8]).groupdict() == {"level": "S", "rest": "Ankar"}  # type: ignore[union-attr]


def test_a_shelf_grows_by_what_had_to_be_compiled() -> None:
    compiled.use(shelf_of(SOURCES[:2]))
    for source, flags in SOURCES:
        compiled.pattern(source, flags)
    assert compiled.is_worth_keeping()
    kept = compiled.shelf()
    assert kept is not None
    assert not compiled.is_worth_keeping()
    compiled._kept = compiled._Shelf()
    compiled.use(kept)
    assert len(compiled._kept.index) == len(SOURCES)


@pytest.mark.parametrize("damage", ["", "cut", "byte", "tag", "json", "list"])
def test_a_damaged_or_foreign_shelf_is_as_good_as_none(damage: str) -> None:
    kept = shelf_of()
    compiled.use(
        {
            "": b"",
            "cut": kept[:-1],
            "byte": kept[:-5] + bytes((kept[-5] ^ 1,)) + kept[-4:],
            "tag": kept.replace(b"redactlint patterns", b"redactlint_patterns", 1),
            "json": kept[1:],
            "list": b"[]\n",
        }[damage]
    )
    assert compiled._kept.index == {}
    assert compiled.pattern(*SOURCES[0]) == re.compile(*SOURCES[0])


def test_numbers_that_the_engine_refuses_are_compiled_anew() -> None:
    compiled.use(shelf_of())
    compiled._kept.numbers = memoryview(b"\xff\xff\xff\x7f" * (len(compiled._kept.numbers) // 4))
    for source, flags in SOURCES:
        assert compiled.pattern(source, flags) == re.compile(source, flags)


def test_a_python_that_is_made_otherwise_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert compiled.pattern("made otherwise").search("made otherwise")
    monkeypatch.delattr(importlib.import_module("re._compiler"), "_code")
    assert compiled.shelf() is None


def test_numbers_that_make_another_pattern_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    compiler = importlib.import_module("re._compiler")
    of_another = compiler._code(importlib.import_module("re._parser").parse("b"), 0)
    compiled.pattern("a")
    monkeypatch.setattr(compiler, "_code", lambda *_: of_another)
    assert compiled.shelf() is None


def test_patterns_are_kept_in_the_cache_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDACTLINT_CACHE_DIR", str(tmp_path / "cache"))
    rulecache.keep_patterns()
    assert not (tmp_path / "cache").exists()
    compiled.pattern("kept")
    rulecache.keep_patterns()
    (kept,) = (tmp_path / "cache").iterdir()
    compiled._kept = compiled._Shelf()
    rulecache.take_patterns()
    assert list(compiled._kept.index) == ["0:kept"]
    compiled._kept = compiled._Shelf()
    if os.name != "posix":
        return
    kept.chmod(0o622)  # anybody can have written it
    rulecache.take_patterns()
    assert compiled._kept.index == {}
