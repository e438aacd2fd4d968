"""The result cache: the same bytes with and without it, whoever shares it and whatever became of its files."""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from redactlint.cli import main
from redactlint.engine import Engine, Options, Outcome
from redactlint.runs import resultcache, running
from redactlint.runs.discovery import Source
from redactlint.runs.running import Plan
from redactlint.text import Text

DOCUMENT = """\
C O N F I D E N T I A L LUSAKA {number:06}

SIPDIS

E.O. 12958: DECL: 06/17/2017
TAGS: PREL, PGOV, ZA
SUBJECT: MINISTER VISITS THE NORTH

Classified By: Ambassador Jane Q. Example, reasons 1.4 (b) and (d).

1. (C) The zanzibar{number} of the canary stood open.

2. ({mark}) The road was dry.
EXAMPLE
"""
COUNT = 80
AS_OF = datetime.date(2026, 1, 1)
OPTIONS = ["--as-of", "2026-01-01", "--fail-on", "never"]


@pytest.fixture
def cables(tmp_path: Path) -> Path:
    folder = tmp_path / "cables"
    folder.mkdir()
    for number in range(COUNT):
        text = DOCUMENT.format(number=number, mark="S" if number % 7 == 0 else "U")
        (folder / f"07LUSAKA{number}.txt").write_text(text, "utf-8")
    return folder


@pytest.fixture(autouse=True)
def tool(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The tool stays the same, whoever works on it while the tests run; paths too, and so who shares a shelf."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(resultcache, "_tool", lambda: [resultcache.__version__])


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths that were judged in this process, in order, and not taken from the cache."""
    paths: list[str] = []
    check = Engine.check

    def noted(self: Engine, text: Text, **rest: object) -> Outcome:
        paths.append(text.path)
        return check(self, text, **rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Engine, "check", noted)
    return paths


def outcomes(folder: Path, cache: Path | None, options: Options | None = None, jobs: int = 1) -> list[Outcome]:
    plan = Plan(options or Options(as_of=AS_OF), jobs=jobs, cache=None if cache is None else str(cache))
    sources = [Source(os.path.relpath(path)) for path in sorted(folder.iterdir())]
    return list(running.run(plan, plan.engine(), sources))


def shelves(cache: Path) -> list[Path]:
    return sorted(one for one in (cache / "results").rglob("*") if one.is_file())


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "sarif", "junit", "text", "table", "html"])
def test_a_report_is_the_same_without_a_cache_and_with_an_empty_and_a_full_one(
    form: str, cables: Path, cache: Path, tmp_path: Path
) -> None:
    written = []
    for number, how in enumerate((["--no-cache"], ["--cache-dir", str(cache)], ["--cache-dir", str(cache)])):
        report = tmp_path / f"{number}.{form}"
        command = ["check", str(cables), *OPTIONS, "--format", f"{form}={report}", "--jobs", "1", *how]
        assert main(command) == 0
        written.append(report.read_bytes())
    assert written[0] == written[1] == written[2]
    assert b"LUSAKA7" in written[0] or form in ("table",)
    assert shelves(cache)


def test_nothing_is_judged_twice(cables: Path, cache: Path, judged: list[str]) -> None:
    first = outcomes(cables, cache)
    assert len(judged) == COUNT
    second = outcomes(cables, cache)
    assert len(judged) == COUNT
    assert second == first == outcomes(cables, None)


def test_processes_take_and_keep_results_too(cables: Path, cache: Path, judged: list[str]) -> None:
    first = outcomes(cables, cache, jobs=3)
    assert first == outcomes(cables, cache, jobs=3) == outcomes(cables, cache)
    assert not judged


def test_only_what_changed_is_judged_again(cables: Path, cache: Path, judged: list[str]) -> None:
    outcomes(cables, cache)
    (cables / "07LUSAKA5.txt").write_text(DOCUMENT.format(number=5, mark="TS"), "utf-8")
    (cables / "07LUSAKA6.txt").rename(cables / "05LUSAKA6.txt")
    (cables / "07LUSAKA9.txt").unlink()
    judged.clear()
    again = outcomes(cables, cache)
    assert {Path(one).name for one in judged} >= {"07LUSAKA5.txt", "05LUSAKA6.txt"}
    assert len(judged) < COUNT / 2
    assert again == outcomes(cables, None)


@pytest.mark.parametrize(
    "change",
    [
        {"as_of": datetime.date(2010, 1, 1)},
        {"strict": True},
        {"profile": "ic"},
        {"select": ("BNR",)},
        {"severities": {"BNR002": "info"}},
        {"parameters": {"require_portion_marks": True}},
        {"rule_parameters": {"DCL012": {"x": 1}}},
    ],
    ids=lambda change: next(iter(change)),
)
def test_other_options_find_nothing(change: dict[str, object], cables: Path, cache: Path, judged: list[str]) -> None:
    outcomes(cables, cache)
    judged.clear()
    options = Options(**{"as_of": AS_OF, **change})  # type: ignore[arg-type]
    assert outcomes(cables, cache, options) == outcomes(cables, None, options)
    assert len(judged) == 2 * COUNT


def test_other_rules_and_another_version_of_the_tool_find_nothing(
    cables: Path, cache: Path, judged: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = Plan(Options(as_of=AS_OF), cache=str(cache))
    first = resultcache.opened(str(cache), plan, "rules")
    assert first == resultcache.opened(str(cache), plan._replace(jobs=7), "rules")
    assert first != resultcache.opened(str(cache), plan, "other rules")
    assert first != resultcache.opened(str(cache), plan._replace(digests=False), "rules")
    monkeypatch.setattr(resultcache, "__version__", "99")
    assert first != resultcache.opened(str(cache), plan, "rules")


def test_what_quotes_documents_is_not_kept(cables: Path, cache: Path) -> None:
    for options in (Options(as_of=AS_OF, excerpts=True), Options(as_of=AS_OF, inventory=True)):
        outcomes(cables, cache, options)
    assert not cache.exists()


def test_the_cache_holds_nothing_of_a_text_but_marks_and_places(cables: Path, cache: Path) -> None:
    outcomes(cables, cache)
    held = [zlib.decompress(one.read_bytes().split(b"\n", 2)[2]) for one in shelves(cache)]
    assert sum(one.count(b'"C O N F I D E N T I A L"') for one in held) == COUNT
    for words in (b"zanzibar", b"canary", b"dry", b"VISITS", b"Example", b"Ambassador"):
        assert not any(words in one for one in held), words


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_only_the_owner_may_read_it(cables: Path, cache: Path) -> None:
    outcomes(cables, cache)
    for path in [cache, *cache.rglob("*")]:
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path
    (cache / "results").chmod(0o777)
    outcomes(cables, cache)
    assert (cache / "results").stat().st_mode & 0o777 == 0o700


def spoilt(path: Path) -> Iterator[bytes]:
    whole = path.read_bytes()
    yield b""
    yield whole[: len(whole) // 2]
    yield whole[:-20] + bytes(20)
    yield bytes([whole[-30] ^ 1]).join([whole[:-30], whole[-29:]])
    yield whole.replace(b"results 1", b"results 9")
    head, check, _ = whole.split(b"\n", 2)
    for payload in (b"[]", b"{}", b"[" * 100_000, b'{"context": "other", "files": {}}', b"\xff"):
        yield b"%s\n%08x\n%s" % (head, zlib.crc32(payload), zlib.compress(payload))
    yield b"%s\n%s\n%s" % (head, check, zlib.compress(bytes(50_000_000)))


def test_a_damaged_shelf_is_passed_over_and_replaced(cables: Path, cache: Path, judged: list[str]) -> None:
    expected = outcomes(cables, cache)
    shelf = max(shelves(cache), key=lambda one: one.stat().st_size)
    whole = shelf.read_bytes()
    for content in spoilt(shelf):
        shelf.write_bytes(content)
        judged.clear()
        assert outcomes(cables, cache) == expected
        assert 0 < len(judged) < COUNT
        assert shelf.read_bytes() == whole


def test_rows_that_are_none_are_judged_anew(cables: Path, cache: Path, judged: list[str]) -> None:
    expected = outcomes(cables, cache)
    for shelf in shelves(cache):
        head, _, body = shelf.read_bytes().split(b"\n", 2)
        payload = zlib.decompress(body).replace(b'"telegram",', b'"telegram","x",')
        shelf.write_bytes(b"%s\n%08x\n%s" % (head, zlib.crc32(payload), zlib.compress(payload)))
    judged.clear()
    assert outcomes(cables, cache) == expected
    assert len(judged) == COUNT


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="POSIX")
def test_what_is_no_file_of_ours_stops_nothing(cables: Path, cache: Path, tmp_path: Path) -> None:
    expected = outcomes(cables, cache)
    first, second, third = shelves(cache)[:3]
    other = tmp_path / "other"
    other.write_bytes(b"theirs")
    for one in (first, second, third):
        one.unlink()
    os.mkfifo(first)
    second.mkdir()
    third.symlink_to(other)
    assert outcomes(cables, cache) == expected
    assert other.read_bytes() == b"theirs"
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / "linked").mkdir()
    (tmp_path / "linked" / "results").symlink_to(elsewhere)
    assert outcomes(cables, tmp_path / "linked") == expected
    assert not list(elsewhere.iterdir())


def test_a_cache_that_cannot_be_written_stops_nothing(cables: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    assert outcomes(cables, tmp_path / "file") == outcomes(cables, None)


def test_several_processes_share_it(cables: Path, cache: Path, tmp_path: Path) -> None:
    def begun(number: int) -> subprocess.Popen[bytes]:
        report = tmp_path / f"{number}.json"
        words = [sys.executable, "-m", "redactlint", "check", str(cables), *OPTIONS]
        return subprocess.Popen([*words, "--cache-dir", str(cache), "--format", f"json={report}", "--jobs", "2"])

    for start in (0, 3):  # together on an empty cache, then on a full one
        running_now = [begun(start + number) for number in range(3)]
        assert [one.wait(120) for one in running_now] == [0, 0, 0]
    assert len({(tmp_path / f"{number}.json").read_bytes() for number in range(6)}) == 1
    assert not list(cache.rglob("*.tmp"))


def test_the_shelves_not_used_for_the_longest_time_go_first(cables: Path, cache: Path) -> None:
    outcomes(cables, cache)
    found = shelves(cache)
    sizes = {one: one.stat().st_size for one in found}
    for age, one in enumerate(found):
        os.utime(one, (1_000_000_000 + age, 1_000_000_000 + age))
    forgotten = found[0].with_name("left.1.tmp")
    forgotten.write_bytes(b"of a process that was killed")
    os.utime(forgotten, (1, 1))
    results = resultcache.opened(str(cache), Plan(Options(as_of=AS_OF)), "rules")
    assert results is not None
    results.prune(sizes[found[-1]] + sizes[found[-2]])
    assert shelves(cache) == found[-2:]


def test_a_result_in_use_is_kept_for_longer(cables: Path, cache: Path) -> None:
    outcomes(cables, cache)
    for one in shelves(cache):
        os.utime(one, (1_000_000_000, 1_000_000_000))
    outcomes(cables, cache)
    assert all(one.stat().st_mtime > 1_500_000_000 for one in shelves(cache))


def test_what_could_not_be_read_is_tried_again(cables: Path, cache: Path, judged: list[str]) -> None:
    (cables / "07LUSAKA3.txt").write_bytes(b"\0\0\0")
    assert outcomes(cables, cache)[COUNT // 2] == outcomes(cables, cache)[COUNT // 2]
    held = b"".join(zlib.decompress(one.read_bytes().split(b"\n", 2)[2]) for one in shelves(cache))
    assert b"07LUSAKA2.txt" in held
    assert b"07LUSAKA3.txt" not in held


def test_a_document_with_a_sidecar_is_judged_each_time(cables: Path, cache: Path, judged: list[str]) -> None:
    beside = cables / "07LUSAKA7.txt.redactlint.toml"
    beside.write_text('[[ignore]]\nrule = "BNR002"\nreason = "known"\n', "utf-8")
    command = ["check", str(cables), *OPTIONS, "--cache-dir", str(cache), "--jobs", "1", "--format", "jsonl=/dev/null"]
    main(command)
    judged.clear()
    main(command)
    assert [Path(one).name for one in judged] == ["07LUSAKA7.txt"]


def test_few_files_leave_the_cache_alone(cables: Path, cache: Path) -> None:
    for path in sorted(cables.iterdir())[10:]:
        path.unlink()
    outcomes(cables, cache)
    assert not cache.exists()
